"""Sentences to windows: token ids, which tokens make which sentence, and where each sentence stands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeup.reader.heads import PLACE_SIZE

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

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
    """Consecutive sentences as the encoder takes them; `stretches` index into `ids`."""

    ids: tuple[int, ...]
    stretches: tuple[Stretch, ...]


def pack(
    sentences: Sequence[Sequence[int]], *, first: int, last: int, limit: int = WINDOW_TOKENS
) -> Iterator[Window]:
    """Pack tokenised sentences, in order, into windows of at most `limit` tokens.

    Parameters
    ----------
    sentences : sequence of token ids by sentence, without special tokens
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
    stretches: list[Stretch] = []

    def close() -> Window:
        window = Window((first, *ids, last), tuple(stretches))
        ids.clear()
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
    if ids:
        yield close()


def place_of(index: int, total: int) -> tuple[float, float, float, float]:
    """Where a sentence stands: fraction of the review, the review's length, nearness to its start and end."""
    return ((index + 0.5) / total, math.log(total) / 5, 1 / (1 + index), 1 / (total - index))


@dataclass(frozen=True)
class Batch:
    """Windows side by side.

    Attributes
    ----------
    ids, mask : int64 [windows, tokens]
    pool : float32 [windows, stretches, tokens]
        Row s is 1/n over the n tokens of stretch s: hidden states times it are the stretch's mean.
    place : float32 [windows, stretches, 4]
    """

    ids: Ints
    mask: Ints
    pool: Floats
    place: Floats


def batch_windows(
    windows: Sequence[Window], places: Sequence[Sequence[tuple[float, ...]]], *, padding: int
) -> Batch:
    """Pad windows to the longest of them. `places` gives `place_of` of each stretch of each window."""
    tokens = max(len(window.ids) for window in windows)
    stretches = max(len(window.stretches) for window in windows)
    ids = np.full((len(windows), tokens), padding, np.int64)
    mask = np.zeros((len(windows), tokens), np.int64)
    pool = np.zeros((len(windows), stretches, tokens), np.float32)
    place = np.zeros((len(windows), stretches, PLACE_SIZE), np.float32)
    for row, window in enumerate(windows):
        ids[row, : len(window.ids)] = window.ids
        mask[row, : len(window.ids)] = 1
        for column, stretch in enumerate(window.stretches):
            pool[row, column, stretch.start : stretch.end] = 1 / (stretch.end - stretch.start)
            place[row, column] = places[row][column]
    return Batch(ids, mask, pool, place)
