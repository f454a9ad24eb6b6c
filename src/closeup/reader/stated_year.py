"""The year of a film where the text states it: "Laura (1944)", "the 1944 film", "1944's Laura"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from closeup.reading import Span

FIRST, LAST = 1888, 2039
"""Years that a film can have: the first moving pictures, and as far ahead as one is announced."""

_YEAR = r"(?:18[89]\d|19\d\d|20[0-3]\d)"
_AFTER = re.compile(
    rf"""\s?["'”’*_]{{0,3}}\s?(?:
        [(\[]\s?(?:[^()\[\]\d]{{1,60}}[,;]?\s)?(?P<brackets>{_YEAR})\b(?!\s?[-–]\s?\d)
      | ,\s(?P<comma>{_YEAR})(?=[,.;\s]*(?:$|\n|[("]|directed|dir\b|starring|d:))
      | ,?\s(?:is|was)\s(?:a|an|the|his|her)\s(?P<is>{_YEAR})\s[a-z-]+
      | ,?\s(?:from|of|released\sin|made\sin)\s(?P<from>{_YEAR})\b
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_BEFORE = re.compile(
    rf"""\b(?P<year>{_YEAR})(?:
        \s?['’]s\s(?:[a-z-]+\s){{0,3}}
      | \s(?:[a-z-]+\s){{0,3}}(?:film|movie|picture|thriller|western|comedy|drama|horror|noir|musical|classic|
        documentary|feature|debut|hit|flick|romance|sequel|remake|adaptation)\s?,?\s?
    )["'“‘*_(]{{0,3}}\s?$""",
    re.VERBOSE | re.IGNORECASE,
)
_THIS = re.compile(
    rf"\bthis\s(?:[a-z-]+\s){{0,2}}(?P<year>{_YEAR})\s(?:[a-z-]+\s){{0,3}}"
    r"(?:film|movie|picture|thriller|western|comedy|drama|horror|noir|musical|classic|documentary|feature|"
    r"debut|flick|romance|sequel|remake|adaptation|production|effort|entry|outing)\b",
    re.IGNORECASE,
)
_FOUR = re.compile(r"[12][089]\d\d")
_NOT_BEFORE = frozenset("$£€,.'’-")
_DECADE = re.compile(r"['’]?s\b|%")
_LOOK = 80


def year_beside(text: str, span: Span) -> int | None:
    """The year that stands right after the title at `span`, or right before it; else None."""
    after, before = text[span[1] : span[1] + _LOOK], text[max(0, span[0] - _LOOK) : span[0]]
    if _FOUR.search(after) and (found := _AFTER.match(after)):
        return int(next(year for year in found.groups() if year))
    if _FOUR.search(before) and (found := _BEFORE.search(before)):
        return int(found["year"])
    return None


def year_of_this(text: str) -> int | None:
    """The year in the first "this 1944 film" of a text, else None."""
    for found in _FOUR.finditer(text):
        start = max(0, found.start() - _LOOK)
        if near := _THIS.search(text, start, found.end() + _LOOK):
            return int(near["year"])
    return None


def years_named(text: str, outside: Sequence[Span] = ()) -> tuple[int, ...]:
    """Every year that a text has, in order; not decades, sums, or what lies in the spans of `outside`."""
    return tuple(
        int(found[0])
        for found in _FOUR.finditer(text)
        if FIRST <= int(found[0]) <= LAST
        and _stands_alone(text, found.span())
        and not any(start <= found.start() < end for start, end in outside)
    )


def _stands_alone(text: str, span: Span) -> bool:
    before, after = text[max(span[0] - 1, 0) : span[0]], text[span[1] : span[1] + 1]
    if before.isalnum() or before in _NOT_BEFORE or after.isdigit():
        return False
    return not _DECADE.match(text, span[1])
