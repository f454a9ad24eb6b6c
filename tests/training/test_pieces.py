"""Training data: nothing that measures is learned from, and batches hold what they say."""

import random
from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("pandas", reason="needs the extra train")

from closeup.reader.heads import SCORES
from training.batches import Example, cut, grouped
from training.data import Overlaps, clean, detokenise, score_target, tree_phrases
from training.marks import TokenTargets
from training.pieces import Piece, joined, share_of
from training.places import Places
from training.soft import add_soft_targets


def test_a_text_that_shares_seven_words_with_a_kept_one_is_found() -> None:
    kept = Overlaps(["A quiet film that holds its breath for ninety minutes and never lets go."])
    assert "They say it is a quiet film that holds its breath for an hour" in kept
    assert "A quiet film that holds back" not in kept


def test_a_short_text_overlaps_only_as_a_whole() -> None:
    kept = Overlaps(["A small gem."])
    assert "a small gem" in kept
    assert "not a small gem at all" not in kept


def test_a_tree_gives_its_phrases_with_their_labels_and_the_sentence_last() -> None:
    phrases = list(tree_phrases("(3 (2 It) (4 (2 does) (4 (2 n't) (3 drag))))"))
    assert phrases[-1] == (3, "It doesn't drag")
    assert (4, "doesn't drag") in phrases


def test_treebank_marks_become_ordinary_writing() -> None:
    assert detokenise("`` Charade '' is n't dull , is it ?") == '" Charade " isn\'t dull, is it?'


def test_breaks_become_line_ends_and_entities_characters() -> None:
    assert clean("Good.<br /><br />Bad &amp; ugly.") == "Good.\nBad & ugly."


@pytest.mark.parametrize("score", [0, 37.5, 50, 100])
def test_a_score_target_is_a_distribution_around_the_score(score: float) -> None:
    target = score_target(score)
    assert target.sum() == pytest.approx(1, abs=1e-5)
    assert target @ np.asarray(SCORES) == pytest.approx(score, abs=4)


def test_a_held_out_share_stays_the_same() -> None:
    assert share_of("imdb/train/neg/0_3") == share_of("imdb/train/neg/0_3")
    assert 0.15 < np.mean([share_of(str(i)) < 0.2 for i in range(2000)]) < 0.25


def long_example() -> Example:
    rows = [np.full(6, i, np.float32) for i in range(40)]
    piece = Piece("labels", "x", [str(i) for i in range(40)], {"kind": list(rows)})
    tokens = [[i] * 20 for i in range(40)]
    return Example(piece, tokens, [[0] * 20] * 40, [TokenTargets() for _ in tokens])


def test_a_cut_keeps_sentences_tokens_and_targets_together_and_knows_its_place() -> None:
    part = cut(long_example(), random.Random(1))
    assert part.length <= 128
    assert len(part.tokens) >= 5
    start = part.piece.first
    assert part.piece.total == 40
    for offset, (text, tokens, target) in enumerate(
        zip(part.piece.sentences, part.tokens, part.piece.sentence_targets["kind"], strict=True)
    ):
        assert text == str(start + offset)
        assert tokens[0] == start + offset
        assert target is not None
        assert target[0] == start + offset


def test_batches_hold_every_item_once_within_the_budget() -> None:
    lengths = [random.Random(3).randrange(3, 120) for _ in range(500)]
    batches = grouped(lengths, 1024, random.Random(4))
    assert sorted(i for batch in batches for i in batch) == list(range(500))
    assert all(max(lengths[i] for i in batch) * len(batch) <= 1024 for batch in batches)
    assert grouped(lengths, 1024, random.Random(4)) == batches


def test_joined_sentences_keep_their_own_targets_and_give_the_review_none() -> None:
    singles = [
        Piece("sst", str(i), [str(i)], {"sentiment": [np.full(5, i, np.float32)]}, {"fresh": np.ones(1)})
        for i in range(20)
    ]
    pieces = joined(singles, "joined", random.Random(2))
    assert sorted(text for piece in pieces for text in piece.sentences) == sorted(map(str, range(20)))
    for piece in pieces:
        assert not piece.review_targets
        for text, target in zip(piece.sentences, piece.sentence_targets["sentiment"], strict=True):
            assert target is not None
            assert target[0] == int(text)


def test_a_teacher_answers_for_sentences_beside_others_only_where_it_read_them_alone(tmp_path: Path) -> None:
    places = Places(data=tmp_path, work=tmp_path)
    several = Piece("rt", "a", ["One.", "Two."])
    single = Piece("rt", "b", ["Three."])
    stored = {"id": np.asarray(["a", "b"]), "count": np.asarray([2, 1])}
    answers = {"sentiment": np.full((3, 5), 0.2), "kind": np.full((3, 6), 0.1), "fresh": np.full((2, 1), 0.7)}
    (tmp_path / "soft" / "teacher" / "rt").mkdir(parents=True)
    (tmp_path / "soft" / "teacher" / "rt.alone").mkdir()
    np.savez(tmp_path / "soft/teacher/rt/0.npz", **stored, **answers, score=np.full((2, 21), 1 / 21))
    alone = {"id": np.asarray(["a"]), "count": np.asarray([2]), "sentiment": np.full((2, 5), 0.9)}
    np.savez(tmp_path / "soft/teacher/rt.alone/0.npz", **alone)
    add_soft_targets("rt", [several, single], "teacher", places)
    assert [round(float(t[0]), 1) for t in several.sentence_targets["soft:sentiment"]] == [0.9, 0.9]
    assert round(float(single.sentence_targets["soft:sentiment"][0][0]), 1) == 0.2
    assert round(float(several.review_targets["soft:fresh"][0]), 1) == 0.7
