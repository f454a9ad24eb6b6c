"""A teacher's answers for tokens: kept by piece, and weighed by whether they mean anything there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("pandas", reason="needs the extra train")

from closeup.reader.heads import HEADS
from training.pieces import Piece
from training.places import Places
from training.soft import add_soft_targets


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A teacher's cache: a review of two sentences and five tokens, and one of one and three."""
    folder = tmp_path / "soft" / "teacher" / "rt"
    folder.mkdir(parents=True)
    stored: dict[str, np.ndarray] = {
        head.name: np.zeros((8, head.size), np.float16) for head in HEADS if head.on == "token"
    }
    for number in range(8):
        stored["name"][number, 0] = stored["evidence"][number, 0] = 1
        stored["aspect"][number, 0] = number
    stored["name"][1, :3] = (0.2, 0.5, 0.25)
    stored["name"][6, [0, 5]] = (0.3, 0.7)
    stored["evidence"][2, :2] = (0.1, 0.9)
    stored["evidence"][3, :2] = (0.97, 0.03)
    np.savez(
        folder / "0.npz",
        id=np.asarray(["a", "b"]),
        count=np.asarray([2, 1]),
        tokens=np.asarray([5, 3]),
        kind=np.full((3, 6), 1 / 6),
        **stored,
    )
    return Places(data=tmp_path, work=tmp_path)


def test_each_piece_gets_the_answers_for_its_own_tokens(places: Places) -> None:
    first, second = Piece("rt", "a", ["One.", "Two."]), Piece("rt", "b", ["Three."])
    add_soft_targets("rt", [first, second], "teacher", places)
    assert first.soft_tokens is not None
    assert second.soft_tokens is not None
    assert first.soft_tokens["soft:aspect"][0][:, 0].tolist() == [0, 1, 2, 3, 4]
    assert second.soft_tokens["soft:aspect"][0][:, 0].tolist() == [5, 6, 7]


def test_an_answer_weighs_as_much_as_it_means_something_there(places: Places) -> None:
    first, second = Piece("rt", "a", ["One.", "Two."]), Piece("rt", "b", ["Three."])
    add_soft_targets("rt", [first, second], "teacher", places)
    weights = {name: pair[1].tolist() for name, pair in (first.soft_tokens or {}).items()}
    assert weights["soft:name"] == weights["soft:evidence"] == [1] * 5
    assert weights["soft:role"] == pytest.approx([0, 0.75, 0, 0, 0], abs=0.01)
    assert weights["soft:aspect"] == pytest.approx([0, 0, 0.9, 0, 0], abs=0.01)
    assert weights["soft:polarity"] == weights["soft:aspect"]
    relation = (second.soft_tokens or {})["soft:relation"][1].tolist()
    assert relation == pytest.approx([0, 0.7, 0], abs=0.01)


def test_a_piece_that_was_split_otherwise_is_refused(places: Places) -> None:
    with pytest.raises(ValueError, match="split otherwise"):
        add_soft_targets("rt", [Piece("rt", "a", ["One. Two."])], "teacher", places)


def test_a_teacher_of_some_heads_says_nothing_of_others(places: Places) -> None:
    piece = Piece("rt", "a", ["One.", "Two."])
    add_soft_targets("rt", [piece], "teacher", places, heads=["kind"])
    assert piece.soft_tokens is None
    assert set(piece.sentence_targets) == {"soft:kind"}
