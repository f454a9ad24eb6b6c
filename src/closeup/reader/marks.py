"""Notations of ratings: what one printed mark says, whatever the words around it.

A mark is a fraction ("3.5/4", "seven out of ten"), a row or a count of stars, a letter
grade, a percentage, thumbs, a verdict word or a bare number. Every pattern is bounded,
so that reading takes time in proportion to the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

Notation = Literal["fraction", "stars", "letter", "percent", "thumbs", "word", "number"]

LETTER_SCORES = {
    "A+": 100, "A": 100, "A-": 91, "B+": 83, "B": 75, "B-": 67, "C+": 58, "C": 50, "C-": 42,
    "D+": 33, "D": 25, "D-": 16, "F+": 8, "F": 0, "F-": 0,
}  # fmt: skip
"""Score of each letter grade: the table of docs/reading.md; F+ halves the step from D- to F."""

THUMB_SCORES = {("two", "up"): 90.0, ("one", "up"): 75.0, ("one", "down"): 25.0, ("two", "down"): 20.0}
"""Score of thumbs. A thumb tells the side more than the strength, so none says 0 or 100:
these are the mean scores of users' reviews with such a phrase, rounded to five."""

WORD_SCORES = {
    "certified fresh": 80.0, "fresh": 75.0, "rotten": 40.0, "highly recommended": 85.0,
    "strongly recommended": 85.0, "recommended": 75.0, "mildly recommended": 60.0,
    "not recommended": 30.0, "bomb": 0.0,
}  # fmt: skip
"""Score of verdict words: the mean scores of the reviews so marked on an aggregator (fresh
77, rotten 42) or that say so (highly recommended 86, not recommended 33), to the five."""

VULGAR = {"½": 1 / 2, "¼": 1 / 4, "¾": 3 / 4, "⅓": 1 / 3, "⅔": 2 / 3, "⅕": 0.2, "⅖": 0.4, "⅗": 0.6, "⅘": 0.8}
_WORDS = {
    "zero": 0.0, "no": 0.0, "one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0, "six": 6.0,
    "seven": 7.0, "eight": 8.0, "nine": 9.0, "ten": 10.0, "eleven": 11.0, "twelve": 12.0,
    "twenty": 20.0, "hundred": 100.0, "half": 0.5, "quarter": 0.25, "third": 1 / 3, "quarters": 0.25,
}  # fmt: skip
NUMBER_WORDS = frozenset(_WORDS)

_SIGN = "+\\-\N{MINUS SIGN}\N{EN DASH}\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FULLWIDTH PLUS SIGN}"
FILLED = "★⭐⭑✭✮✯✪🌟"
HOLLOW = "☆✩✰⭒"
_V = "[" + "".join(VULGAR) + "]"
_SMALL = r"(?:1/2|1/4|3/4|1/3|2/3)(?![\d/])"
_TAIL = (
    rf"(?:[ -]?{_V}|[ -]{_SMALL}"
    rf"|[ -](?:and|&|n)[ -](?:(?:an?|one)[ -])?(?:half|quarter|third|three[ -]quarters|{_SMALL}|{_V}))"
)
_UNIT = "(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_WORD_VALUE = rf"(?:{_UNIT}(?: point {_UNIT}|{_TAIL})?|(?:an? |one[ -])?half|no|twenty|an? hundred)"
_DIGITS = r"(?:\d{1,3}(?:[.,]\d{1,2})?)"
VALUE = rf"(?:(?<![\w.\"'”’)])\.\d{{1,2}}|{_SMALL}|{_DIGITS}{_TAIL}?|{_V}|\b{_WORD_VALUE}\b)"
"""A number as ratings write it: 3.5, 3,5, 3½, 3 1/2, ½, three and a half."""

_BEFORE = r"(?<![\w/$£€#])(?<!\d[.,:-])"
_AFTER = r"(?![\w/]|[.,:]\d|\s?%)"


# The half of "*** 1/2 out of ****" belongs to the row before it.
_NO_ROW = rf"(?!(?:(?<=[*{FILLED}])|(?<=[*{FILLED}] ))(?:{_SMALL}|{_V}|half))"


def _row(glyphs: str, most: int = 10) -> str:
    return rf"(?:[{glyphs}]\ufe0f?(?:[ ]?[{glyphs}]\ufe0f?){{0,{most - 1}}})"


_HALF = rf"(?:[ ]?(?:\+[ ]?|and[ ])?(?:{_V}|{_SMALL}|(?:an? )?half\b))"
_GLYPHS = rf"(?:{_row(FILLED)}{_HALF}?(?:[ ]?{_row(HOLLOW)})?|{_row(HOLLOW)})"
_ASTERISKS = rf"(?:(?<![\w*])\*(?:[ ]?\*){{0,4}}{_HALF}?(?![*\w]))"
_SCALE = (
    rf"(?:\d{{1,3}}(?:\.0)?(?!\d)|(?:four|five|six|eight|ten|twelve|twenty|(?:an? |one )?hundred)\b"
    rf"|{_row(FILLED + HOLLOW)}|\*{{3,10}}(?!\*))"
)
_OF = (
    r"(?:\s{0,2}/\s{0,2}|\s{0,2}[(\[]?\s?\bout\s+of\s+(?:an?\s+)?(?:(?:possible|maximum|max|total)\s+(?:of\s+)?)?"
    r"|\s?\(?\bout\s(?=\d)|\s\(?(?:of|from)\s+(?:a\s+(?:possible|maximum)\s+)?)"
)
_STAR_WORD = r"(?:[ \-]?(?:stars?\b|\*(?![\w*])))"

FRACTION = re.compile(
    rf"{_BEFORE}(?!1/2[ -]stars?){_NO_ROW}(?P<value>{VALUE})(?P<unit>{_STAR_WORD})?"
    rf"(?P<of>{_OF})(?P<scale>{_SCALE}){_AFTER}"
    rf"(?P<stars>[ \-]?stars?\b)?",
    re.IGNORECASE,
)
STARS = re.compile(
    rf"(?P<row>{_GLYPHS}|{_ASTERISKS})(?:{_OF}(?P<scale>{_SCALE}){_AFTER}(?:[ \-]?stars?\b)?)?", re.IGNORECASE
)
HALF_ROW = re.compile(rf"{_BEFORE}(?P<value>{_SMALL}|{_V}|0)(?:[ ]?[*★](?![*\w])){_AFTER}")
COUNT = re.compile(rf"{_BEFORE}(?P<value>{VALUE})(?: a)?[ \-](?P<unit>stars?)\b", re.IGNORECASE)
PERCENT = re.compile(
    rf"{_BEFORE}(?P<value>\d{{1,3}}(?:[.,]\d{{1,2}})?)(?:\s?%|\s(?:percent|per\scent)\b)", re.I
)
THUMBS = re.compile(
    r"(?P<many>\b(?:two|2|both|ten|10)[ -](?:(?:big|very|enthusiastic|huge|giant)\s){0,2})?"
    r"\bthumbs?[ \-](?:(?:way|high|waaay)\s)?(?P<side>up|down)\b|(?P<hands>[👍👎])",
    re.IGNORECASE,
)
LETTER = re.compile(
    rf"(?<![\w'’.&/-])(?P<letter>[A-DF])(?:(?P<sign>[{_SIGN}])\+?(?!\w)|\s(?P<word>plus|minus)\b|(?!\w))"
)
WORD = re.compile("|".join(sorted(WORD_SCORES, key=len, reverse=True)), re.IGNORECASE)
NUMBER = re.compile(rf"{_BEFORE}(?P<value>{VALUE}){_AFTER}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark: where it is, how it is written, and what it says (as in `Stated`)."""

    start: int
    end: int
    notation: Notation
    value: float | None
    scale: float | None
    score: float | None


def number(text: str) -> float:
    """The value of a number that `VALUE` matches; 0.0 for words that say none."""
    total = 0.0
    words = re.sub(r"three[ -]quarters", "¾", text.lower())
    words = re.sub(r"\b(?:one|an?)[ -](half|third|quarter|hundred)", r" \1", words)
    for part in re.finditer(rf"\d+/\d+|\d*[.,]?\d+|{_V}|[a-z]+", words):
        piece = part.group()
        if piece == "point":
            whole, _, tenths = words.partition("point")
            return _WORDS.get(whole.strip(), 0.0) + _WORDS.get(tenths.strip(), 0.0) / 10
        if "/" in piece:
            above, below = piece.split("/")
            total += int(above) / (int(below) or 1)
        elif piece[-1].isdigit():
            total += float(piece.replace(",", "."))
        else:
            total += VULGAR.get(piece, _WORDS.get(piece, 0.0))
    return total


def scored(value: float, scale: float | None) -> float | None:
    """The score of `value` of `scale`, 0 to 100.

    A jest past the top ("11/10") counts as the top where it is at most twice the scale
    and the scale is a usual one; any other value past its scale has no score.
    """
    if scale is None or scale <= 0:
        return None
    if value > scale:
        return 100.0 if scale in (4, 5, 10, 100) and value <= 2 * scale else None
    return 100.0 * value / scale


def with_scale(mark: Mark, scale: float | None) -> Mark:
    """The mark on the critic's scale, if it left its own open and fits on that one.

    Stars are not counted out of a hundred, so only scales up to ten apply to them.
    """
    if (
        scale is None
        or mark.scale is not None
        or mark.value is None
        or mark.notation not in ("stars", "number")
    ):
        return mark
    if mark.value > scale or (mark.notation == "stars" and scale > 10):
        return mark
    return replace(mark, scale=scale, score=scored(mark.value, scale))


def perfected(text: str, mark: Mark) -> Mark:
    """The mark, at the top of its scale where the text calls it perfect: "a perfect ten"."""
    if (
        mark.scale is None
        and mark.value in (4, 5, 10, 100)
        and text[max(0, mark.start - 8) : mark.start].lower() == "perfect "
    ):
        return replace(mark, scale=mark.value, score=100.0)
    return mark


def _scale(text: str) -> float:
    stars = sum(text.count(glyph) for glyph in FILLED + HOLLOW + "*")
    return float(stars) if stars else number(text)


def _stars(start: int, end: int, value: float, scale: float | None) -> Mark:
    # Nobody gives more than four and a half of four, or more than five of five.
    if scale is None and 4 < value <= 10:
        scale = 5.0 if value <= 5 else 10.0
    score = 0.0 if value == 0 else scored(value, scale)
    return Mark(start, end, "stars", value, scale, score)


def fraction(match: re.Match[str]) -> Mark:
    """The mark that a match of `FRACTION` says."""
    value, scale = number(match["value"]), _scale(match["scale"])
    end = _closed(match)
    return Mark(match.start(), end, "fraction", value, scale, scored(value, scale))


def _closed(match: re.Match[str]) -> int:
    """The end of a mark, with the bracket that it opened: "*** (out of four)"."""
    end = match.end()
    bracket = {"(": ")", "[": "]"}.get(next((c for c in match.group() if c in "(["), ""))
    return end + 1 if bracket and match.string[end : end + 1] == bracket else end


def row(match: re.Match[str]) -> Mark:
    """The mark that a match of `STARS` says; filled and hollow stars settle the scale."""
    text = match["row"]
    filled = sum(text.count(glyph) for glyph in FILLED + "*")
    hollow = sum(text.count(glyph) for glyph in HOLLOW)
    half = re.search(rf"{_V}|{_SMALL}|half", text, re.IGNORECASE)
    value = filled + (number(half.group()) if half else 0.0)
    scale: float | None = None
    if match["scale"]:
        scale = _scale(match["scale"])
    elif filled and hollow:
        # The half may be drawn in a star's place or after the row.
        drawn = filled + hollow
        scale = float(drawn + 1 if half and drawn + 1 in (4, 5, 10) else drawn)
    if not filled:
        value = float(hollow)
        if scale is None:
            return Mark(match.start(), match.end(), "stars", value, None, None)
    return _stars(match.start(), _closed(match), value, scale)


def count(match: re.Match[str]) -> Mark:
    """The mark that a match of `COUNT` or `HALF_ROW` says."""
    return _stars(match.start(), match.end(), number(match["value"]), None)


def percent(match: re.Match[str]) -> Mark:
    """The mark that a match of `PERCENT` says."""
    value = number(match["value"])
    return Mark(match.start(), match.end(), "percent", value, 100.0, scored(value, 100.0))


def thumbs(match: re.Match[str]) -> Mark:
    """The mark that a match of `THUMBS` says."""
    side = {"👍": "up", "👎": "down"}.get(match["hands"] or "") or match["side"].lower()
    score = THUMB_SCORES["two" if match["many"] else "one", side]
    return Mark(match.start(), match.end(), "thumbs", None, None, score)


def letter(match: re.Match[str]) -> Mark:
    """The mark that a match of `LETTER` says."""
    sign = match["sign"] or {"plus": "+", "minus": "-"}.get(match["word"] or "", "")
    sign = {"": "", "+": "+", "\N{FULLWIDTH PLUS SIGN}": "+"}.get(sign, "-")
    return Mark(
        match.start(), match.end(), "letter", None, None, float(LETTER_SCORES[match["letter"] + sign])
    )


def word(match: re.Match[str]) -> Mark:
    """The mark that a match of `WORD` says."""
    return Mark(match.start(), match.end(), "word", None, None, WORD_SCORES[match.group().casefold()])


def bare(match: re.Match[str]) -> Mark:
    """The mark that a match of `NUMBER` says: a value, its scale open."""
    return Mark(match.start(), match.end(), "number", number(match["value"]), None, None)


SCALED = (
    (FRACTION, fraction),
    (HALF_ROW, count),
    (STARS, row),
    (COUNT, count),
    (PERCENT, percent),
    (THUMBS, thumbs),
)
"""The notations that say by themselves that they are marks, the most telling first."""

LOOSE = ((LETTER, letter), (WORD, word), (NUMBER, bare))
"""The notations that are marks only where something says so."""


def mark_at(text: str, start: int, *, loose: bool = True) -> Mark | None:
    """The mark that begins at `start`, the most telling notation first."""
    for pattern, read in SCALED + LOOSE if loose else SCALED:
        match = pattern.match(text, start)
        if match:
            return read(match)
    return None
