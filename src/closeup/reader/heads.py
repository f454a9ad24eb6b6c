"""The heads of the model: what each answers. Training, export and reading share this list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

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


@dataclass(frozen=True)
class Head:
    """One head: its name, what it looks at, and how many numbers it answers."""

    name: str
    on: Literal["sentence", "review"]
    size: int


HEADS = (
    Head("sentiment", "sentence", len(SENTIMENTS)),
    Head("kind", "sentence", len(KINDS)),
    Head("fresh", "review", 1),
    Head("score", "review", len(SCORES)),
)
