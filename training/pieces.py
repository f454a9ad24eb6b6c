"""A piece of text to learn from: consecutive sentences, with what is known of each and of the review."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from training.marks import Marks

Floats = npt.NDArray[np.float32]


@dataclass
class Piece:
    """Sentences of one review, in order.

    Parameters
    ----------
    source : str
        The set that it comes from, such as ``rt``.
    id : str
        Stable within the set.
    sentences : list of str
    sentence_targets : dict
        By head, one entry per sentence: a probability vector, or None where unknown.
        For `kind` the vector may hold several ones: any of these kinds is right.
    review_targets : dict
        ``fresh``: [probability]; ``score``: a probability vector over the bins.
    score : float or None
        The writer's own rating, 0 to 100; what errors are measured against.
    first : int
        Index of the first sentence in the whole review.
    total : int
        Number of sentences in the whole review.
    marks : list, optional
        What is marked inside each sentence (`training.marks`).
    soft_tokens : dict, optional
        By head, a teacher's answers for the tokens of all sentences, one after another, with weights.
    """

    source: str
    id: str
    sentences: list[str]
    sentence_targets: dict[str, list[Floats | None]] = field(default_factory=dict)
    review_targets: dict[str, Floats] = field(default_factory=dict)
    score: float | None = None
    first: int = 0
    total: int = 0
    marks: list[Marks | None] | None = None
    soft_tokens: dict[str, tuple[Floats, Floats]] | None = None

    def __post_init__(self) -> None:
        self.total = self.total or len(self.sentences)


def joined(pieces: Sequence[Piece], source: str, choice: random.Random) -> list[Piece]:
    """Single sentences side by side, two to six of them, as if they were a review.

    Each keeps its own targets, and the review has none: so the sentence heads learn to judge a sentence
    by itself whatever stands beside it.
    """
    singles = [piece for piece in pieces if len(piece.sentences) == 1]
    choice.shuffle(singles)
    result: list[Piece] = []
    while singles:
        part = [singles.pop() for _ in range(min(choice.randint(2, 6), len(singles)))]
        heads = {head for piece in part for head in piece.sentence_targets}
        targets = {head: [p.sentence_targets.get(head, [None])[0] for p in part] for head in heads}
        result.append(Piece(source, f"{source}/{len(result)}", [p.sentences[0] for p in part], targets))
    return result


def one_hot(size: int, *hot: int) -> Floats:
    """A vector of zeros with ones at `hot`."""
    vector = np.zeros(size, np.float32)
    vector[list(hot)] = 1
    return vector


def share_of(name: str) -> float:
    """A stable number in [0, 1) from a name: the way to hold out a part that stays the same."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:4], "big") / 2**32
