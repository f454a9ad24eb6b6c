"""The challenge lists say nothing that their texts do not, in the words of the labels, and enough of each."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any, get_args

import pytest

from benchmarks.challenge_lists import (
    CHARACTER,
    NAMES,
    OPINIONS,
    located,
    name_challenges,
    opinion_challenges,
    rows,
)
from closeup.reading import Aspect, Relation, Role
from closeup.review import normalise

PHENOMENA = {
    "negation", "negated_praise", "concession", "irony", "comparison", "reported", "character_feeling",
    "plot_words", "conditional", "faint_praise", "double_negative", "question", "intensifier", "downtoner",
    "mixed", "several_aspects", "target", "idiom", "other_film", "expectation", "lower_case",
    "british_spelling",
}  # fmt: skip
SILENT = {"character_feeling", "plot_words", "other_film"}
BOTH = [pytest.param(path, id=path.stem) for path in (OPINIONS, NAMES)]


@pytest.mark.parametrize("path", BOTH)
def test_every_text_has_its_own_id_that_tells_its_phenomenon(path: Any) -> None:
    found = rows(path)
    assert len({row["id"] for row in found}) == len(found)
    for row in found:
        assert re.fullmatch(rf"{row['phenomenon'].replace('_', '-')}-\d\d", row["id"])


@pytest.mark.parametrize("path", BOTH)
def test_no_text_comes_twice(path: Any) -> None:
    texts = Counter(" ".join(re.findall(r"\w+", row["text"].casefold())) for row in rows(path))
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("path", BOTH)
def test_texts_are_as_normalising_leaves_them_so_that_spans_hold(path: Any) -> None:
    for row in rows(path):
        assert normalise(row["text"]) == row["text"]


def test_there_are_enough_sentences_of_every_phenomenon_of_opinion() -> None:
    counts = Counter(row["phenomenon"] for row in rows(OPINIONS))
    assert counts.keys() == PHENOMENA
    assert counts.total() >= 200
    assert min(counts.values()) >= 8


def test_there_are_enough_texts_of_every_form_of_name() -> None:
    counts = Counter(row["phenomenon"] for row in rows(NAMES))
    assert counts.total() >= 120
    assert min(counts.values()) >= 4


def test_opinions_use_the_words_of_the_labels() -> None:
    for row in rows(OPINIONS):
        for aspect, sign, _evidence, _target in row["opinions"]:
            assert aspect in get_args(Aspect), row["id"]
            assert sign in (-1, 0, 1), row["id"]


def test_evidence_stands_in_its_text_once_as_whole_words() -> None:
    for row in rows(OPINIONS):
        for _aspect, _sign, evidence, target in row["opinions"]:
            assert evidence == evidence.strip(), row["id"]
            assert row["text"].count(evidence) == 1, row["id"]
            assert located(row["text"], [evidence]), row["id"]
            assert row["text"].count(target) == 1 or not target, row["id"]


def test_evidence_is_no_more_than_the_words_that_judge() -> None:
    for row in rows(OPINIONS):
        for *_, evidence, _target in row["opinions"]:
            assert len(evidence.split()) <= 14, row["id"]


def test_every_aspect_is_both_praised_and_blamed() -> None:
    found = {(aspect, sign) for row in rows(OPINIONS) for aspect, sign, *_ in row["opinions"]}
    assert {(aspect, sign) for aspect in get_args(Aspect) for sign in (-1, 1)} <= found


def test_plot_and_feelings_and_other_films_hold_no_opinion_of_this_one() -> None:
    assert [r["id"] for r in rows(OPINIONS) if r["phenomenon"] in SILENT and r["opinions"]] == []
    assert sum(not row["opinions"] for row in rows(OPINIONS)) >= 40


def test_names_use_the_words_of_the_labels() -> None:
    for row in rows(NAMES):
        for _name, role, _plays in row["people"]:
            assert role == CHARACTER or set(role.split("+")) <= set(get_args(Role)), row["id"]
        for _title, relation in row["works"]:
            assert relation in get_args(Relation), row["id"]


def test_who_plays_whom_names_a_character_of_the_same_text() -> None:
    for row in rows(NAMES):
        characters = {name for name, role, _ in row["people"] if role == CHARACTER}
        for _name, role, plays in row["people"]:
            assert not plays or (plays in characters and "actor" in role.split("+")), row["id"]


def test_a_name_that_is_listed_once_is_listed_wherever_it_stands() -> None:
    for challenge in name_challenges():
        mentions = [tuple(told["span"]) for what in ("people", "works") for told in challenge.told(what)]
        assert len(set(mentions)) == len(mentions), challenge.label["id"]
        for start, end in mentions:
            words = challenge.text[start:end]
            for match in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", challenge.text):
                inside = any(s <= match.start() and match.end() <= e for s, e in mentions)
                assert inside, f"{challenge.label['id']}: {words}"


def test_spans_are_the_words_that_the_list_gives() -> None:
    for row, challenge in zip(rows(NAMES), name_challenges(), strict=True):
        for what in ("people", "works"):
            words = [challenge.text[slice(*told["span"])] for told in challenge.told(what)]
            assert words == [given[0] for given in row[what]]
    for row, challenge in zip(rows(OPINIONS), opinion_challenges(), strict=True):
        words = [challenge.text[slice(*told["evidence"])] for told in challenge.told("opinions")]
        assert words == [given[2] for given in row["opinions"]]


def test_a_name_that_is_not_there_is_said_so() -> None:
    with pytest.raises(ValueError, match="'Rick'"):
        located("Ricky, with Bogart", ["Rick"])
