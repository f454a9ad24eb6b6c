"""Titles as a review writes them: what makes two one, and what makes one the short form of another."""

from __future__ import annotations

import re
from functools import lru_cache

from closeup.catalog.titles import normal_title

_POSSESSIVE = re.compile(r"(?:\s?['’]s|(?<=s)\s?['’])$", re.IGNORECASE)
_SEQUEL = frozenset((
    "part", "chapter", "vol", "volume", "episode", "season", "series", "again", "returns", "return",
    "revenge", "reloaded", "revolutions", "sequel", "remake", "trilogy", "saga",
))  # fmt: skip
_WEAK = frozenset(("of", "the", "a", "an", "and", "in", "on", "at", "to", "for", "from", "with", "by", "is"))


@lru_cache(maxsize=8192)
def title_words(written: str) -> tuple[str, ...]:
    """The words by which titles are compared: those of `normal_title`, without a possessive end."""
    return tuple(normal_title(_POSSESSIVE.sub("", written.strip())).split())


def is_part(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether `short` begins or ends `long` and could stand for it: "Empire", "Roan Inish"."""
    if not short or len(short) >= len(long) or all(word in _WEAK or word.isdigit() for word in short):
        return False
    return long[: len(short)] == short or long[-len(short) :] == short


def names_sequel(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether what `long` has beyond `short` names another part of a series: "2", "Part II", "Returns"."""
    rest = long[len(short) :] if long[: len(short)] == short else long[: -len(short)]
    return any(word.isdigit() or word in _SEQUEL for word in rest)
