"""The heads of the model: what each answers. Training, export and reading share this list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from closeup.reading import Aspect, Relation, Role

KINDS = ("eval", "plot", "theme", "context", "personal", "other")
"""What a sentence mainly does; docs/reading.md defines each. In this order."""

SENTIMENTS = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""The polarity of each of the five classes of the Stanford Sentiment Treebank."""

SCORES = tuple(range(0, 101, 5))
"""The middles of the score's bins, on the scale from 0 to 100."""

PLACE_SIZE = 4
"""Numbers that say where a sentence stands in its review (`closeup.reader.windows.place_of`)."""

SEARCH_SIZE = 384
"""Length of a search vector, that of all-MiniLM-L6-v2."""

LOOKS = 4
"""Attention distributions over a review's sentences."""


ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
ROLES: tuple[Role, ...] = get_args(Role)
RELATIONS: tuple[Relation, ...] = get_args(Relation)

POLARITIES = (-1.0, -0.5, 0.0, 0.5, 1.0)
"""Strong blame, blame, mixed, praise, strong praise."""

SIGNS = (-1, 0, 1)
"""Blame, mixed, praise."""

NAMES: tuple[Literal["person", "character", "work"], ...] = ("person", "character", "work")
"""What the name head marks. Its answers: outside; then for each of these, begins and goes on."""

CASES = 3
"""How a word is written: with small letters or none, with a capital, in capitals (`closeup.reader.case`)."""


@dataclass(frozen=True)
class Head:
    """One head: its name, what it looks at, and how many numbers it answers.

    A ``pair`` head answers for each token with two vectors of half its size: the odds that the first of a
    pair belongs to the second are the product of the first's and the second's means over their tokens.
    """

    name: str
    on: Literal["token", "pair", "sentence", "review"]
    size: int


HEADS = (
    Head("sentiment", "sentence", len(SENTIMENTS)),
    Head("kind", "sentence", len(KINDS)),
    Head("spoiler", "sentence", 1),
    Head("quote", "sentence", 1),
    Head("opinions", "sentence", len(ASPECTS) * len(SIGNS)),
    Head("fresh", "review", 1),
    Head("score", "review", len(SCORES)),
    Head("name", "token", 1 + 2 * len(NAMES)),
    Head("role", "token", len(ROLES)),
    Head("relation", "token", len(RELATIONS)),
    Head("evidence", "token", 3),
    Head("aspect", "token", len(ASPECTS)),
    Head("polarity", "token", len(POLARITIES)),
    Head("target", "token", 3),
    Head("plays", "pair", 48),
    Head("aims", "pair", 48),
)


def _slices() -> Mapping[str, slice]:
    found, start = {}, 0
    for head in HEADS:
        if head.on in ("token", "pair"):
            found[head.name] = slice(start, start + head.size)
            start += head.size
    return MappingProxyType(found)


TOKEN_SLICES = _slices()
"""Where each token or pair head's numbers stand in the one vector that the graph answers for a token."""

TOKEN_SIZE = max(part.stop for part in TOKEN_SLICES.values())
