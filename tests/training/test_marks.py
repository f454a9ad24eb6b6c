"""Marks in a sentence become targets of just the tokens that they touch."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.heads import ASPECTS, POLARITIES, RELATIONS, ROLES
from training.marks import (
    Judgement,
    Marks,
    Name,
    aspect_index,
    polarity_index,
    relation_index,
    role_indices,
    token_targets,
    tokens_at,
)

TEXT = "Ann Todd plays Madeleine"
OFFSETS = [(0, 3), (4, 6), (6, 8), (9, 14), (15, 24)]
PERSON, CHARACTER, WORK = range(3)
TODD, MADELEINE = Name((0, 8), PERSON, role_indices("actor")), Name((15, 24), CHARACTER)


def tags(marks: Marks, head: str) -> list[int]:
    values, _ = token_targets(marks, OFFSETS).by_head[head]
    assert np.array_equal(values.sum(-1), np.ones(len(OFFSETS)))
    return [int(i) for i in values.argmax(-1)]


def test_tokens_of_a_place_are_all_that_it_touches() -> None:
    assert tokens_at(OFFSETS, (0, 8)) == (0, 3)
    assert tokens_at(OFFSETS, (5, 10)) == (1, 4)
    assert tokens_at(OFFSETS, (8, 9)) is None
    assert tokens_at(OFFSETS, (24, 30)) is None
    assert tokens_at([], (0, 3)) is None


def test_a_name_begins_with_its_first_token_and_goes_on_with_the_rest() -> None:
    assert tags(Marks([TODD, MADELEINE]), "name") == [1, 2, 2, 0, 3]
    assert tags(Marks([Name((0, 8), WORK)]), "name") == [5, 6, 6, 0, 0]


def test_roles_are_learned_on_the_name_alone_and_weigh_one_in_all() -> None:
    values, weights = token_targets(Marks([TODD, MADELEINE]), OFFSETS).by_head["role"]
    assert weights.sum() == pytest.approx(1, abs=1e-3)
    assert weights[3:].tolist() == [0, 0]
    assert (values[:3] == [role == "actor" for role in ROLES]).all()


def test_a_relation_is_learned_on_the_title_alone() -> None:
    marks = Marks([Name((15, 24), WORK, relation=relation_index("book"))])
    values, weights = token_targets(marks, OFFSETS).by_head["relation"]
    assert weights.tolist() == [0, 0, 0, 0, 1]
    assert RELATIONS[int(values[4].argmax())] == "book"


def test_where_a_name_is_not_sure_nothing_is_learned_unless_one_is_marked_there() -> None:
    marks = Marks([TODD], unsure=[(4, 8), (15, 24)])
    _, weights = token_targets(marks, OFFSETS).by_head["name"]
    assert weights.tolist() == [1, 1, 1, 1, 0]


def test_every_person_and_character_of_a_sentence_is_a_pair_that_belongs_together_or_not() -> None:
    other = Name((9, 14), CHARACTER)
    found = token_targets(Marks([TODD, MADELEINE, other], [(0, 1)]), OFFSETS).pairs
    assert found == [("plays", (0, 3), (4, 5), 1.0), ("plays", (0, 3), (3, 4), 0.0)]


def test_what_is_not_known_is_no_target() -> None:
    assert token_targets(Marks(None), OFFSETS).by_head == {}
    assert set(token_targets(Marks([]), OFFSETS).by_head) == {"name", "role", "relation"}
    judged = token_targets(Marks(None, judgements=[]), OFFSETS).by_head
    assert set(judged) == {"evidence", "target", "aspect", "polarity"}
    assert judged["evidence"][0][:, 0].tolist() == [1] * 5
    assert judged["aspect"][1].tolist() == [0] * 5


def test_a_mark_that_was_cut_off_teaches_nothing_of_itself() -> None:
    beyond = Marks([Name((30, 40), PERSON)], judgements=[Judgement((30, 40), 0, 0, (0, 8))])
    assert tags(beyond, "name") == [0] * 5
    assert tags(beyond, "target") == [0] * 5
    assert token_targets(beyond, OFFSETS).pairs == []


def test_a_judgement_marks_its_evidence_and_its_target_and_says_what_and_how() -> None:
    judgement = Judgement((9, 24), aspect_index("acting"), polarity_index(2), (0, 8))
    marks = Marks(None, judgements=[judgement])
    assert tags(marks, "evidence") == [0, 0, 0, 1, 2]
    assert tags(marks, "target") == [1, 2, 2, 0, 0]
    found = token_targets(marks, OFFSETS)
    for head, names, answer in (("aspect", ASPECTS, "acting"), ("polarity", POLARITIES, 1.0)):
        values, weights = found.by_head[head]
        assert weights.tolist() == [0, 0, 0, 0.5, 0.5]
        assert names[int(values[4].argmax())] == answer
    assert found.pairs == [("aims", (3, 5), (0, 3), 1.0)]


def test_words_that_judge_two_aspects_share_their_target_between_them() -> None:
    both = [Judgement((9, 14), aspect_index(name), polarity_index(1)) for name in ("story", "pacing")]
    values, _ = token_targets(Marks(None, judgements=both), OFFSETS).by_head["aspect"]
    assert values[3, aspect_index("story")] == values[3, aspect_index("pacing")] == 0.5


def test_evidence_inside_other_evidence_keeps_its_own_beginning() -> None:
    inner, outer = Judgement((6, 8), 0, 0), Judgement((0, 14), 1, 1)
    for order in ([inner, outer], [outer, inner]):
        assert tags(Marks(None, judgements=order), "evidence") == [1, 2, 1, 2, 0]


def test_each_judgement_is_paired_with_every_target_of_its_sentence() -> None:
    judgements = [Judgement((9, 14), 0, 3, (0, 8)), Judgement((15, 24), 0, 1)]
    found = token_targets(Marks(None, judgements=judgements), OFFSETS).pairs
    assert sorted(found) == [("aims", (3, 4), (0, 3), 1.0), ("aims", (4, 5), (0, 3), 0.0)]


def test_labels_words_become_indices_of_the_heads() -> None:
    assert [ROLES[i] for i in role_indices("director+writer")] == ["director", "writer"]
    assert [POLARITIES[polarity_index(value)] for value in (-2, 0, 1)] == [-1.0, 0.0, 0.5]
    with pytest.raises(ValueError, match="not in"):
        relation_index("sequel")


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 2)), max_size=5),
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 30)), max_size=5),
)
def test_whatever_is_marked_tags_are_one_answer_a_token(
    names: list[tuple[int, int, int]], judged: list[tuple[int, int]]
) -> None:
    marks = Marks(
        [Name((min(a, b), max(a, b)), kind) for a, b, kind in names],
        judgements=[Judgement((a, a + n), n % len(ASPECTS), n % 5, (0, a)) for a, n in judged],
    )
    found = token_targets(marks, OFFSETS)
    for head in ("evidence", "target"):
        values, _ = found.by_head[head]
        assert set(values.sum(-1).tolist()) == {1.0}
    for head in ("aspect", "polarity"):
        values, weights = found.by_head[head]
        assert all(abs(float(row.sum()) - 1) < 0.01 for row in values[weights > 0])
    for _, first, second, together in found.pairs:
        assert first[0] < first[1] <= len(OFFSETS)
        assert second[0] < second[1] <= len(OFFSETS)
        assert together in (0, 1)
