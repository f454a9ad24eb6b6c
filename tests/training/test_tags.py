"""The figures that a run is watched by count what they say."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra train")

from training.batches import Example
from training.marks import Judgement, Marks, Name, token_targets
from training.pieces import Piece
from training.tags import average_precision, f1, tag_figures, tagged


def odds(tags: list[int], size: int = 7) -> np.ndarray:
    return np.eye(size, dtype=np.float32)[tags]


def test_tags_mark_stretches_with_their_kinds() -> None:
    assert tagged(odds([0, 1, 2, 0, 3, 4, 5]), 0.5) == {(0, 1, 3), (1, 4, 6), (2, 6, 7)}
    assert tagged(odds([0, 0]), 0.5) == set()


def test_a_beginning_parts_two_stretches_of_a_kind() -> None:
    assert tagged(odds([1, 2, 1, 2]), 0.5) == {(0, 0, 2), (0, 2, 4)}


def test_what_is_less_likely_than_the_threshold_is_outside() -> None:
    unsure = np.asarray([[0.6, 0.4, 0.0]], np.float32)
    assert tagged(unsure, 0.5) == set()
    assert tagged(unsure, 0.3) == {(0, 0, 1)}


def test_f1_is_the_harmonic_mean_and_zero_for_nothing() -> None:
    assert f1(2, 4, 4) == 0.5
    assert f1(1, 1, 3) == 0.5
    assert f1(0, 0, 0) == 0


def test_average_precision_is_one_where_the_true_ones_come_first() -> None:
    truth = np.asarray([True, False, True, False])
    assert average_precision(np.asarray([0.9, 0.1, 0.8, 0.2]), truth) == 1
    assert average_precision(np.asarray([0.1, 0.9, 0.2, 0.8]), truth) == pytest.approx((1 / 3 + 2 / 4) / 2)
    assert average_precision(np.asarray([0.1]), np.asarray([False])) == 0


def test_figures_are_one_for_the_labels_own_answers_and_fall_with_every_error() -> None:
    offsets = [(i * 4, i * 4 + 3) for i in range(6)]
    marks = Marks([Name((0, 7), 0)], judgements=[Judgement((8, 15), 2, 4)])
    targets = [token_targets(marks, offsets), token_targets(Marks([], judgements=[]), offsets)]
    spoilers = [np.asarray([1.0], np.float32), np.asarray([0.0], np.float32)]
    piece = Piece("labels", "x", ["one", "two"], {"spoiler": list(spoilers)})
    example = Example(piece, [[7] * 6] * 2, [[0] * 6] * 2, targets)
    right = {
        head: np.concatenate([t.by_head[head][0] for t in targets]).astype(np.float32)
        for head in ("name", "evidence", "aspect", "polarity")
    }
    right["spoiler"] = np.asarray([[0.9], [0.1]], np.float32)
    assert set(tag_figures([example], [right]).values()) == {1.0}
    wrong = {**right, "name": odds([0] * 12), "spoiler": right["spoiler"][::-1]}
    wrong["polarity"] = right["polarity"][:, ::-1]
    assert tag_figures([example], [wrong]) == {
        "labels names": 0,
        "labels opinions": 0,
        "labels spoilers": 0.5,
    }
