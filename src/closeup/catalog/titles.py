"""Titles and names in a normal form: equal where only articles, case, accents, marks or numerals differ."""

from __future__ import annotations

import re
import unicodedata

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ROMAN = ["ii", "iii", "iv", "vi", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv", "xv", "xvi"]
_ROMAN_VALUES = (2, 3, 4, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16)

_UNIT = {word: number for number, word in enumerate(_UNITS) if number}
_TEN = {word: number * 10 for number, word in enumerate(_TENS, start=2)}
_NUMERAL = {word: str(number) for word, number in (_UNIT | _TEN).items()} | {
    roman: str(value) for roman, value in zip(_ROMAN, _ROMAN_VALUES, strict=True)
}
_LONE = {"i": "1", "v": "5", "x": "10"}
"""Roman numerals that are also letters: read as numbers only after `part` and the like."""
_PART = {"part", "pt", "vol", "volume", "chapter", "episode", "no", "number"}
_ARTICLES = {"the", "a", "an"}
_TURNED = re.compile(r",\s*(the|an?|l[ae]s?|l'|el|il|der|die|das)\s*(?=$|[:(\u2013-])")
_QUALIFIER = re.compile(
    r"\s*\((?:(?:\d{4}|[a-z-]+|tv|3d) ){0,4}"
    r"(?:\d{4}|film|movie|serial|cartoon|special|re-release|miniseries|film series)\)$"
)
_TOKENISED = re.compile(r"\s+(?=(?:'(?:s|d|m|ll|re|ve)|n't)\b)")
_INITIAL = re.compile(r"(?<![^\W_])([^\W_])\.\s?(?=[^\W_](?:\.|$|\s|:))")
_FRACTION = re.compile("[\u00bc-\u00be\u2150-\u215e]")
_WORD = re.compile(r"[^\W_]+")
_LETTERS = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u02bc": "'", "`": "'", "\u00b4": "'",
        "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h",
    }
)  # fmt: skip
_SIGN = {"&": " and ", "@": " at ", "%": " percent ", "-lrb-": " ", "-rrb-": " "}
_SIGNS = re.compile("|".join(map(re.escape, _SIGN)))

_BREAK = re.compile(r"\s*[:\u2013\u2014]\s+|\s+--?\s+|[,;]\s+or,?:?\s+|\s+or:\s+|\s+(?:or )?\((?!\d{4}\))")
_POSSESSOR = re.compile(
    r"(?:tyler perry|(?:walt )?disney|bram stoker|mary shelley|national lampoon|wes craven|john carpenter|"
    r"lee daniels|guillermo del toro|zack snyder|dr\.? seuss|stephen king|clive barker|marvel)'s ",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower().replace("`", "'")
    text = _FRACTION.sub(r" \g<0>", text).translate(_LETTERS)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(char for char in text if not unicodedata.combining(char)).translate(_LETTERS)


def normal_title(text: str) -> str:
    """The title in its normal form, by which titles are compared.

    Lower case without accents and punctuation; `&` is `and`; a leading or turned article (`Matrix, The`),
    a year or `(film)` in brackets at the end, and the word `Part` before a number are left out; number
    words and Roman numerals are digits. Text split into tokens (`it 's`) comes out as text that is not.
    What has no letter or digit at all keeps its marks. Normal titles are their own normal form.
    """
    text = " ".join(_plain(text).split())
    if text.endswith(")"):
        text = _QUALIFIER.sub("", text) or text
    if "," in text:
        text = _turn(text)
    if "'" in text:
        text = _TOKENISED.sub("", text).replace("'", "")
    if "." in text:
        text = _INITIAL.sub(r"\1", text)
    if "&" in text or "@" in text or "%" in text or "rb-" in text:
        text = _SIGNS.sub(lambda found: _SIGN[found[0]], text)
    words = _WORD.findall(text)
    if not words:
        return text.replace(" ", "")
    words = _numbered(words)
    first = 0
    while first < len(words) - 1 and words[first] in _ARTICLES:
        first += 1
    return " ".join(words[first:] if first else words)


def _turn(text: str) -> str:
    """An article that was put behind for sorting, back before its title."""
    found = _TURNED.search(text)
    if not found or not text[: found.start()].strip():
        return text
    return f"{found[1]} {text[: found.start()]}{text[found.end() :]}"


def _numbered(words: list[str]) -> list[str]:
    if _NUMERAL.keys().isdisjoint(words) and _PART.isdisjoint(words):
        return words
    made: list[str] = []
    for place, word in enumerate(words):
        before = words[place - 1] if place else ""
        after_part = before in _PART
        number = _NUMERAL.get(word) or (_LONE.get(word) if after_part else None)
        if number is None and not word.isdecimal():
            made.append(word)
            continue
        if number and word in _UNIT and _UNIT[word] < 10 and before in _TEN:
            made[-1] = str(_TEN[before] + _UNIT[word])
            continue
        while len(made) > 1 and made[-1] in _PART:
            made.pop()
        made.append(number or word)
    return made


def main_part(title: str) -> str | None:
    """The title without its subtitle or bracket, where it has one: `Dr. Strangelove`; as written."""
    found = _BREAK.search(title)
    if not found or not title[: found.start()].strip():
        return None
    return title[: found.start()]


def subtitle(title: str) -> str | None:
    """What follows the last break of the title, of two words or more, or follows a possessor's name."""
    found = _POSSESSOR.match(title)
    if found and title[found.end() :].strip():
        return title[found.end() :]
    ends = [found.end() for found in _BREAK.finditer(title)]
    if not ends:
        return None
    last = title[ends[-1] :].rstrip(" )")
    return last if len(last.split()) > 1 else None


def normal_name(name: str) -> str:
    """A person's name in its normal form: lower case, no accents, marks or qualifier in brackets."""
    text = " ".join(_plain(name).split())
    if text.endswith(")"):
        text = re.sub(r"\s*\([^()]*\)$", "", text) or text
    text = _TOKENISED.sub("", text).replace("'", "")
    return " ".join(_WORD.findall(text))


def surname_first(normal: str) -> str:
    """A normal name with its last word put first, so that namesakes sort together; Jr. is no surname."""
    words = normal.split()
    tail = words.pop() if len(words) > 2 and words[-1] in {"jr", "sr", "ii", "iii"} else None
    turned = [*words[-1:], *words[:-1]]
    return " ".join([*turned, tail] if tail else turned)
