"""When a claim of a reading is right: the labels' sets against the reading's."""

from typing import Any

import pytest

from training.label_claims import CREDITS, FILM, OPINIONS, WORKS, compare, film_claim, pooled

TEXT = "Buster Keaton directs The General with a straight face. As Johnnie, Keaton is superb but slow."


def at(words: str, nth: int = 0) -> list[int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return [start, start + len(words)]


def opinion(aspect: str, polarity: float, words: str, confidence: float = 0.5) -> dict[str, Any]:
    return {"aspect": aspect, "polarity": polarity, "evidence": at(words), "confidence": confidence}


def label() -> dict[str, Any]:
    keaton, johnnie = at("Keaton", 1), at("Johnnie")
    return {
        "id": "a",
        "text": TEXT,
        "film": "The General",
        "sentences": [
            {
                "span": [0, at(" As")[0]],
                "opinions": [{"aspect": "directing", "polarity": 1, "evidence": at("straight face")}],
                "people": [{"span": at("Buster Keaton"), "role": "director+actor", "character": None}],
                "works": [{"span": at("The General"), "relation": "this"}],
            },
            {
                "span": [at("As")[0], len(TEXT)],
                "opinions": [
                    {"aspect": "acting", "polarity": 2, "evidence": at("superb")},
                    {"aspect": "pacing", "polarity": -1, "evidence": at("slow")},
                ],
                "people": [
                    {"span": johnnie, "role": "character", "character": None},
                    {"span": keaton, "role": "actor", "character": johnnie},
                ],
                "works": [],
            },
        ],
    }


def reading(**parts: Any) -> dict[str, Any]:
    return {"opinions": [], "credits": [], "characters": [], "works": [], **parts}


def hits(kind: str, **parts: Any) -> tuple[int, int, int]:
    found = compare(label(), reading(**parts))[kind]
    return len(found.gold & found.read.keys()), len(found.gold), len(found.read)


def test_an_opinion_is_right_by_aspect_and_sign_in_its_sentence_whatever_its_words() -> None:
    assert hits(OPINIONS, opinions=[opinion("acting", 0.3, "As")]) == (1, 3, 1)
    assert hits(OPINIONS, opinions=[opinion("acting", -0.3, "superb")]) == (0, 3, 1)
    assert hits(OPINIONS, opinions=[opinion("acting", 0.9, "straight face")]) == (0, 3, 1)
    assert hits("opinions: aspect", opinions=[opinion("acting", -0.3, "superb")]) == (1, 3, 1)


def test_a_faint_polarity_is_neither_praise_nor_blame() -> None:
    assert hits(OPINIONS, opinions=[opinion("acting", 0.19, "superb")]) == (0, 3, 1)


def test_what_is_said_twice_counts_once_with_the_surer_confidence() -> None:
    said = [opinion("acting", 1.0, "superb", 0.4), opinion("acting", 0.5, "As", 0.8)]
    found = compare(label(), reading(opinions=said))[OPINIONS]
    assert found.judged() == [(0.8, True)]


def test_people_and_characters_count_together_and_apart() -> None:
    parts = {
        "credits": [{"person": "Buster Keaton", "roles": [], "mentions": [at("Buster Keaton")]}],
        "characters": [{"name": "Keaton", "mentions": [at("Keaton", 1)]}],
    }
    assert hits("people and characters: mention", **parts) == (2, 3, 2)
    assert hits("people: mention", **parts) == (1, 2, 1)
    assert hits("characters: mention", **parts) == (0, 1, 1)


def test_credits_go_by_surname_and_role_and_roles_that_made_no_film_do_not_count() -> None:
    credit: dict[str, Any] = {
        "person": "Joseph KEATON",
        "roles": ["director", "person", "writer"],
        "mentions": [],
    }
    assert hits(CREDITS, credits=[credit]) == (1, 2, 2)
    assert hits(CREDITS, credits=[{**credit, "person": " "}]) == (0, 2, 0)


@pytest.mark.parametrize(("character", "right"), [("johnnie", 1), ("Johnnie Gray", 0), (None, 0)])
def test_the_cast_goes_by_the_last_names_of_both(character: str | None, right: int) -> None:
    credit: dict[str, Any] = {"person": "Keaton", "roles": [], "character": character, "mentions": []}
    assert hits("cast: who plays whom", credits=[credit])[0] == right


def test_a_work_is_right_with_its_very_ends_and_relation() -> None:
    work = {"title": "The General", "relation": "film", "mentions": [at("The General"), at("General")]}
    assert hits("works: mention", works=[work]) == (1, 1, 2)
    assert hits(WORKS, works=[work]) == (0, 1, 2)


def test_a_claim_without_a_confidence_is_counted_but_not_judged() -> None:
    work = {"title": "The General", "relation": "this", "mentions": [at("The General")]}
    assert compare(label(), reading(works=[work]))[WORKS].judged() == []


def test_the_film_is_right_by_its_title_in_any_case_and_wrong_where_none_is_read() -> None:
    assert film_claim(label(), {"film": {"title": "the general ", "confidence": 0.9}}) == (0.9, True)
    assert film_claim(label(), {"film": None}) == (None, False)
    assert film_claim({**label(), "film": ""}, {"film": None}) is None


def test_the_claims_of_many_reviews_stand_together_with_all_that_was_to_be_found() -> None:
    first = reading(opinions=[opinion("acting", 0.9, "superb", 0.8)], film={"title": "x", "confidence": 0.3})
    second = reading(opinions=[opinion("music", 0.9, "superb", 0.4)])
    pools = pooled([(label(), first), (label(), second)])
    assert (pools[OPINIONS].confidence, pools[OPINIONS].right) == ([0.8, 0.4], [True, False])
    assert pools[OPINIONS].labelled == 6
    assert (pools[FILM].confidence, pools[FILM].right, pools[FILM].labelled) == ([0.3], [False], 2)
