"""The figures on the challenge lists: what a perfect reading gets, and what each kind of mistake costs."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.challenge import (
    ALL,
    NAME_NAMES,
    OPINION_NAMES,
    Figures,
    count_names,
    count_opinions,
    measured,
    misread,
    table,
    under,
)
from benchmarks.challenge_lists import Challenge, name_challenges, opinion_challenges

NOTHING: dict[str, Any] = {"opinions": [], "credits": [], "characters": [], "works": []}


def perfect(challenge: Challenge) -> dict[str, Any]:
    """A reading that says just what the label says."""
    text, people = challenge.text, challenge.told("people")

    def words(span: Any) -> str:
        return text[slice(*span)]

    return {
        "opinions": [
            told | {"target": told["target"] and {"span": told["target"]}}
            for told in challenge.told("opinions")
        ],
        "credits": [
            {"person": words(told["span"]), "roles": told["role"].split("+"), "mentions": [told["span"]],
             "character": words(told["character"]) if told["character"] else None}
            for told in people if told["role"] != "character"
        ],
        "characters": [{"mentions": [told["span"]]} for told in people if told["role"] == "character"],
        "works": [
            {"relation": told["relation"], "mentions": [told["span"]]} for told in challenge.told("works")
        ],
    }  # fmt: skip


def opinion(evidence: str, text: str, aspect: str = "acting", polarity: float = 0.9) -> dict[str, Any]:
    start = text.index(evidence)
    return {
        "aspect": aspect,
        "polarity": polarity,
        "evidence": (start, start + len(evidence)),
        "target": None,
    }


def of_opinions(phenomenon: str, reading: Any) -> Figures:
    """Figures of one phenomenon where `reading` makes a reading of each text."""
    challenges = [c for c in opinion_challenges() if c.phenomenon == phenomenon]
    return measured(challenges, map(reading, challenges), count_opinions, OPINION_NAMES)[ALL]


def test_a_perfect_reading_gets_every_figure() -> None:
    opinions, names = opinion_challenges(), name_challenges()
    for found in (
        measured(opinions, map(perfect, opinions), count_opinions, OPINION_NAMES),
        measured(names, map(perfect, names), count_names, NAME_NAMES),
    ):
        for numbers in found.values():
            assert {value for name, value in numbers.items() if name != "texts"} <= {1.0, None}
        assert None not in found[ALL].values()
    assert list(misread(opinions, map(perfect, opinions))) == []


def test_silence_is_right_only_where_there_is_no_opinion() -> None:
    plot = of_opinions("plot_words", lambda challenge: NOTHING)
    assert (plot["exact"], plot["silent"], plot["sign"], plot["f1"]) == (1.0, 1.0, None, None)
    negation = of_opinions("negation", lambda challenge: NOTHING)
    assert (negation["exact"], negation["silent"], negation["sign"], negation["f1"]) == (0.0, None, 0.0, 0.0)


def test_an_opinion_read_into_the_plot_breaks_the_silence() -> None:
    def reading(challenge: Challenge) -> dict[str, Any]:
        return NOTHING | {"opinions": [opinion(challenge.text, challenge.text)]}

    assert of_opinions("plot_words", reading)["silent"] == 0.0


@pytest.mark.parametrize(("polarity", "right"), [(-0.9, 1.0), (0.9, 0.0), (0.1, 0.0)])
def test_the_sign_counts_whatever_the_aspect(polarity: float, right: float) -> None:
    text = "Not exactly a triumph of wit."
    (challenge,) = (c for c in opinion_challenges() if c.text == text)
    reading = NOTHING | {"opinions": [opinion("triumph of wit", text, "overall", polarity)]}
    found = measured([challenge], [reading], count_opinions, OPINION_NAMES)[ALL]
    assert (found["sign"], found["exact"]) == (right, 0.0)


def test_an_opinion_in_other_words_does_not_count() -> None:
    text = "Although the pace flags in the last act, Deborah Kerr holds you to the end."
    (challenge,) = (c for c in opinion_challenges() if c.text == text)
    reading = NOTHING | {"opinions": [opinion("holds you to the end", text)]}
    found = measured([challenge], [reading], count_opinions, OPINION_NAMES)[ALL]
    assert (found["sign"], found["target"]) == (0.5, 0.0)


def test_of_two_opinions_from_the_same_words_the_one_of_the_expected_aspect_counts() -> None:
    text = "Gorgeous to look at, and a terrible bore."
    (challenge,) = (c for c in opinion_challenges() if c.text == text)
    said = [opinion(text, text, "cinematography", 0.8), opinion(text, text, "pacing", -0.8)]
    found = measured([challenge], [NOTHING | {"opinions": said}], count_opinions, OPINION_NAMES)[ALL]
    assert (found["sign"], found["exact"]) == (1.0, 1.0)


def test_figures_under_their_floor_are_told() -> None:
    found = {"opinions": {ALL: {"sign": 0.5, "silent": None, "texts": 3}}}
    assert under(found, {"opinions": {"sign": 0.5}}) == []
    assert under(found, {"opinions": {"sign": 0.6, "silent": 0.1}}) == [
        "opinions: sign is 0.5, under 0.6",
        "opinions: silent is None, under 0.1",
    ]


def test_the_table_has_a_row_for_each_phenomenon() -> None:
    challenges = opinion_challenges()
    rows = list(table(measured(challenges, map(perfect, challenges), count_opinions, OPINION_NAMES)))
    assert len(rows) == 24
    assert rows[0].split() == [*OPINION_NAMES, "texts"]
    assert rows[-1].split() == [*ALL.split(), *["1.000"] * 5, str(len(challenges))]
