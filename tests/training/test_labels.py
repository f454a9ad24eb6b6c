"""Labelled reviews become pieces: sentences as the reader splits them, with all that is marked in them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="needs the extra train")
pytest.importorskip("pandas", reason="needs the extra train")

from closeup.reader.heads import ASPECTS, NAMES, POLARITIES, RELATIONS, ROLES, SIGNS
from training.data import label_marks, label_piece, opinions_target, parts_of

TEXT = "  Cotten is a fine Leland. The plot of Kane sags."


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def opinion(words: str, aspect: str, polarity: int, target: str | None = None) -> dict[str, Any]:
    return {
        "evidence": span(words),
        "aspect": aspect,
        "polarity": polarity,
        "target": span(target) if target else None,
    }


def labelled(**changes: Any) -> dict[str, Any]:
    sentence: dict[str, Any] = {
        "span": [2, len(TEXT)],
        "kind": "eval",
        "spoiler": 0,
        "quote": 1,
        "opinions": [opinion("fine", "acting", 1, "Cotten"), opinion("sags", "story", -2)],
        "people": [
            {"span": span("Cotten"), "role": "actor", "character": span("Leland")},
            {"span": span("Leland"), "role": "character", "character": None},
        ],
        "works": [{"span": span("Kane"), "relation": "this"}],
    }
    return sentence | changes


def words(sentence: dict[str, Any]) -> str:
    return TEXT[slice(*sentence["span"])]


def test_an_excerpt_of_several_sentences_is_parted_with_what_is_marked_in_each() -> None:
    first, second = parts_of(TEXT, labelled())
    assert [words(part) for part in (first, second)] == ["Cotten is a fine Leland.", "The plot of Kane sags."]
    assert [o["aspect"] for o in first["opinions"]] == ["acting"]
    assert [o["aspect"] for o in second["opinions"]] == ["story"]
    assert (len(first["people"]), len(second["people"])) == (2, 0)
    assert (len(first["works"]), len(second["works"])) == (0, 1)


def test_a_mark_across_two_sentences_keeps_them_one() -> None:
    across = labelled(opinions=[opinion("Leland. The plot", "story", -1)])
    assert parts_of(TEXT, across) == [across]


def test_one_sentence_stays_as_it_was_labelled() -> None:
    one = labelled(span=span("The plot of Kane sags."), opinions=[], people=[])
    assert parts_of(TEXT, one) == [one]


def test_what_a_part_refers_to_in_another_is_left_out() -> None:
    people = [{"span": span("Cotten"), "role": "actor", "character": span("Kane")}]
    first, second = parts_of(TEXT, labelled(people=people, opinions=[opinion("sags", "story", -2, "Cotten")]))
    assert first["people"][0]["character"] is None
    assert second["opinions"][0]["target"] is None


def test_a_part_that_judges_nothing_is_not_known_to_be_a_judgement() -> None:
    first, second = parts_of(TEXT, labelled(opinions=[opinion("sags", "story", -2)]))
    assert (first["kind"], second["kind"]) == (None, "eval")
    assert {part["kind"] for part in parts_of(TEXT, labelled(kind="plot", opinions=[]))} == {"plot"}


def test_places_of_marks_count_from_their_sentence() -> None:
    sentence = labelled()
    said = words(sentence)
    marks = label_marks(sentence)
    names = marks.names or []
    assert [(said[slice(*n.place)], NAMES[n.kind]) for n in names] == [
        ("Cotten", "person"),
        ("Leland", "character"),
        ("Kane", "work"),
    ]
    assert [ROLES[role] for role in names[0].roles] == ["actor"]
    assert RELATIONS[names[2].relation or 0] == "this"
    assert marks.plays == [(0, 1)]
    found = [
        (said[slice(*j.evidence)], ASPECTS[j.aspect], POLARITIES[j.polarity], j.target)
        for j in marks.judgements or []
    ]
    assert found == [("fine", "acting", 0.5, (0, 6)), ("sags", "story", -1.0, None)]


def test_opinions_become_one_number_for_each_aspect_and_sign() -> None:
    target = opinions_target([opinion("fine", "acting", 1), opinion("sags", "story", -2)])
    made = target.reshape(len(ASPECTS), len(SIGNS))
    assert made.sum() == 2
    assert made[ASPECTS.index("acting"), SIGNS.index(1)] == 1
    assert made[ASPECTS.index("story"), SIGNS.index(-1)] == 1
    assert opinions_target([]).sum() == 0


def test_a_labelled_review_is_a_piece_with_a_target_for_every_part() -> None:
    row = {
        "id": "rt/1",
        "text": TEXT,
        "sentences": [labelled(spoiler=1)],
        "score": 60.0,
        "fresh": True,
        "best": span("The plot of Kane sags."),
    }
    piece = label_piece(row)
    assert piece.sentences == ["Cotten is a fine Leland.", "The plot of Kane sags."]
    assert all(len(rows) == 2 for rows in piece.sentence_targets.values())
    assert piece.marks is not None
    assert [len(marks.names or []) for marks in piece.marks if marks] == [2, 1]
    plain, best = (float(row[0]) for row in piece.sentence_targets["quote"] if row is not None)
    assert best > plain
    assert [float(row[0]) for row in piece.sentence_targets["spoiler"] if row is not None] == [1, 1]
    assert piece.review_targets["fresh"] == pytest.approx(np.ones(1), abs=0.1)


def test_the_critics_of_scale_teach_no_review_head_by_their_labels() -> None:
    row = {"id": "scale/x/1", "text": TEXT, "sentences": [labelled()], "score": 60.0, "fresh": True}
    assert label_piece(row).review_targets == {}
