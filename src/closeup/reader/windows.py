"""Sentences to windows: token ids, which tokens make which sentence, and where each sentence stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Feed = dict[str, npt.NDArray[np.generic]]
"""The inputs of the model's graph by name."""

WINDOW_TOKENS = 128
"""Tokens of a window, its two special tokens included."""


@dataclass(frozen=True)
class Stretch:
    """A run of one sentence's tokens in a window: the whole sentence, unless it is longer than a window."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True)
class Window:
    """Consecutive sentences as the encoder takes them; `cases` and `stretches` go by `ids`."""

    ids: tuple[int, ...]
    cases: tuple[int, ...]
    stretches: tuple[Stretch, ...]


def pack(
    sentences: Sequence[Sequence[int]],
    cases: Sequence[Sequence[int]],
    *,
    first: int,
    last: int,
    limit: int = WINDOW_TOKENS,
) -> Iterator[Window]:
    """Pack tokenised sentences, in order, into windows of at most `limit` tokens.

    Parameters
    ----------
    sentences : sequence of token ids by sentence, without special tokens
    cases : sequence of cases by sentence (`closeup.reader.case`)
    first, last : int
        The special tokens that open and close a window.
    limit : int
        Tokens of a window, special tokens included.

    Yields
    ------
    Window
        A sentence longer than a window is cut in stretches; one without tokens is in no window.
    """
    room = limit - 2
    ids: list[int] = []
    written: list[int] = []
    stretches: list[Stretch] = []

    def close() -> Window:
        window = Window((first, *ids, last), (0, *written, 0), tuple(stretches))
        ids.clear()
        written.clear()
        stretches.clear()
        return window

    for index, tokens in enumerate(sentences):
        if ids and len(ids) + len(tokens) > room:
            yield close()
        for start in range(0, len(tokens), room):
            part = tokens[start : start + room]
            if ids and len(ids) + len(part) > room:
                yield close()
            stretches.append(Stretch(index, len(ids) + 1, len(ids) + 1 + len(part)))
            ids.extend(part)
            written.extend(cases[index][start : start + room])
    if ids:
        yield close()


def place_of(index: int, total: int) -> tuple[float, float, float, float]:
    """Where a sentence stands: fraction of the review, the review's length, nearness to its start and end."""
    return ((index + 0.5) / total, math.log(total) / 5, 1 / (1 + index), 1 / (total - index))


def feed_of(window: Window, total: int, *, first: int = 0) -> Feed:
    """A window as the model's graph takes it.

    Parameters
    ----------
    window : Window
    total : int
        Sentences in the whole review.
    first : int
        Sentences of the review before those that the window counts from.

    Returns
    -------
    dict
        ``ids``, ``case``: int64 [1, tokens]; ``pool``: float32 [1, stretches, tokens], row s holding 1/n
        over the n tokens of stretch s, so that hidden states times it are the stretch's mean; ``place``:
        float32 [1, stretches, 4].
    """
    pool = np.zeros((1, len(window.stretches), len(window.ids)), np.float32)
    for row, stretch in enumerate(window.stretches):
        pool[0, row, stretch.start : stretch.end] = 1 / (stretch.end - stretch.start)
    place = [place_of(first + stretch.sentence, total) for stretch in window.stretches]
    return {
        "ids": np.asarray([window.ids], np.int64),
        "case": np.asarray([window.cases], np.int64),
        "pool": pool,
        "place": np.asarray([place], np.float32),
    }
