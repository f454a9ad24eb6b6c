"""What the model says of a review's tokens, and the stretches that its tags mark."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from closeup.reader.heads import TOKEN_SLICES
from closeup.reading import Span

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]

EPSILON = 1e-6
BOUND = 30.0
"""Log-odds beyond which nothing changes."""


@dataclass(frozen=True)
class Tokens:
    """A review's tokens, in order.

    Attributes
    ----------
    sentence : int64 [tokens]
        Index of each token's sentence.
    start, end : int64 [tokens]
        Where it stands in the review's text.
    opens : bool [tokens]
        Whether a word begins with it.
    values : float32 [tokens, TOKEN_SIZE]
        What the token and pair heads say, side by side.
    known : dict
        Odds that were asked for once.
    """

    sentence: Integers
    start: Integers
    end: Integers
    opens: npt.NDArray[np.bool_]
    values: Floats
    known: dict[str, Floats] = field(default_factory=dict, compare=False, repr=False)

    def moved(self, starts: Sequence[int]) -> Tokens:
        """The same with places in the review's text, given where each sentence starts."""
        by = np.asarray(starts, np.int64)[self.sentence]
        return replace(self, start=self.start + by, end=self.end + by)

    def logits(self, head: str) -> Floats:
        """One head's numbers: [tokens, size]."""
        return self.values[:, TOKEN_SLICES[head]]

    def odds(self, head: str) -> Floats:
        """One head's probabilities, where one of its answers is right: [tokens, size]."""
        if head not in self.known:
            logits = self.logits(head)
            raised = np.exp(logits - logits.max(-1, keepdims=True, initial=0))
            self.known[head] = raised / raised.sum(-1, keepdims=True)
        return self.known[head]


@dataclass(frozen=True)
class Stretch:
    """A run of tokens that tags mark: which kind, and the odds that its words are inside one."""

    first: int
    last: int
    kind: int
    probability: float

    @property
    def rows(self) -> slice:
        """Of its tokens."""
        return slice(self.first, self.last)


def stretches(
    tokens: Tokens,
    odds: Floats,
    threshold: float,
    *,
    grows_from: float | None = None,
    whole: Sequence[int] = (),
) -> Iterator[Stretch]:
    """Whole words that tags mark, in order.

    Parameters
    ----------
    odds : float32 [tokens, 1 + 2 * kinds]
        Outside; then for each kind, begins and goes on. A word is as its first token.
    threshold : float
        Odds of not being outside from which a word is marked, 0 to 1.
    grows_from : float, optional
        Odds from which a word beside a marked one belongs to it. Default: `threshold`.
    whole : sequence of int
        Kinds of which no two stand side by side: their words are never parted.
    """
    words = np.flatnonzero(tokens.opens)
    if not len(words):
        return
    tags = odds[words]
    by_kind = tags[:, 1:].reshape(len(words), -1, 2)
    mass = by_kind.sum(-1)
    kinds = mass.argmax(-1)
    here = np.arange(len(words))
    begins = by_kind[here, kinds, 0] > by_kind[here, kinds, 1]
    inside = 1 - tags[:, 0]
    marked = np.flatnonzero(inside > (threshold if grows_from is None else grows_from))
    ends = np.append(words[1:], len(odds))
    run: list[int] = []

    def close() -> Stretch:
        probability = sum(mass[run, kinds[run[0]]].tolist()) / len(run)
        return Stretch(int(words[run[0]]), int(ends[run[-1]]), int(kinds[run[0]]), probability)

    for word in marked.tolist():
        goes_on = (
            run
            and word == run[-1] + 1
            and kinds[word] == kinds[run[0]]
            and (not begins[word] or kinds[word] in whole)
            and tokens.sentence[words[word]] == tokens.sentence[words[run[0]]]
        )
        if run and not goes_on:
            if inside[run].max() > threshold:
                yield close()
            run = []
        run.append(word)
    if run and inside[run].max() > threshold:
        yield close()


_OPENING, _CLOSING = "\"'“‘(,:;-–—*_ ", "\"'”’),:;-–—*_ "


def span_of(tokens: Tokens, stretch: Stretch, text: str) -> Span | None:
    """Where a stretch stands in the text, without marks at its ends; None where nothing else is in it."""
    start, end = int(tokens.start[stretch.first]), int(tokens.end[stretch.last - 1])
    while start < end and text[start] in _OPENING:
        start += 1
    while end > start and text[end - 1] in _CLOSING:
        end -= 1
    return (start, end) if start < end else None


def belongs(tokens: Tokens, head: str, first: Stretch, second: Stretch) -> float:
    """The odds, 0 to 1, that two stretches are a pair, by a pair head."""
    values = tokens.logits(head)
    half = values.shape[-1] // 2
    product = float((mean(values[first.rows, :half]) * mean(values[second.rows, half:])).sum())
    return 1 / (1 + math.exp(-max(-BOUND, min(BOUND, product))))


def mean(values: Floats) -> Floats:
    """Of some tokens' values, [tokens, size] to [size]; quicker than `ndarray.mean` for so few."""
    total: Floats = np.add.reduce(values, 0)
    total /= np.float32(len(values))
    return total


def log_odds(probability: float | Floats) -> npt.NDArray[np.float64]:
    """Of a probability, kept finite."""
    clipped = np.clip(np.asarray(probability, np.float64), EPSILON, 1 - EPSILON)
    return np.log(clipped) - np.log1p(-clipped)
