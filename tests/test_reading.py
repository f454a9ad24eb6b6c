"""Readings with only their surer claims, and aspects summed up from opinions."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeup.reading import Character, Film, FilmCandidate, Opinion, Quote, Reading, Work, at_least, summary
from tests.readings import find, full_reading, plain, readings


def confidences(reading: Reading) -> list[float]:
    claims = (*reading.opinions, *reading.credits, *reading.characters, *reading.works)
    film = (
        [reading.film.confidence, *(one.confidence for one in reading.film.candidates)]
        if reading.film
        else []
    )
    worths = [quote.worth for quote in reading.quotes]
    return [claim.confidence for claim in claims] + film + worths + [theme.weight for theme in reading.themes]


@settings(deadline=None, max_examples=60)
@given(reading=readings(), confidence=st.sampled_from([0.0, 0.3, 0.5, 0.8, 1.0]))
def test_what_stays_is_sure_enough_and_everything_points_where_it_did(
    reading: Reading, confidence: float
) -> None:
    kept = at_least(reading, confidence)
    assert all(value >= confidence for value in confidences(kept))
    assert len(confidences(kept)) <= len(confidences(reading))
    assert kept.text == reading.text
    assert kept.sentences == reading.sentences
    assert kept.verdict == reading.verdict
    assert all(opinion.sentence < len(kept.sentences) for opinion in kept.opinions)
    assert at_least(kept, confidence) == kept
    assert Reading.model_validate_json(kept.to_json()) == kept


def test_nothing_is_left_out_at_zero() -> None:
    assert at_least(full_reading(), 0) == full_reading()


def test_aspects_are_summed_up_from_the_opinions_that_stay() -> None:
    made = full_reading()
    acting = [number for number, opinion in enumerate(made.opinions) if opinion.aspect == "acting"]
    opinions = [
        opinion.model_copy(update={"confidence": 0.3 if number == acting[0] else 0.9})
        for number, opinion in enumerate(made.opinions)
    ]
    kept = at_least(made.model_copy(update={"opinions": tuple(opinions)}), 0.5)
    assert kept.aspects["acting"].mentions == len(acting) - 1
    assert kept.aspects["acting"].polarity == made.opinions[acting[1]].polarity


def test_quotes_are_ranked_from_one_without_gaps() -> None:
    text = plain().text
    quotes = tuple(
        Quote(rank=rank, span=(0, 7), text=text[:7], worth=worth, polarity=0.5)
        for rank, worth in ((1, 0.9), (2, 0.4), (3, 0.8))
    )
    kept = at_least(plain(quotes=quotes), 0.5).quotes
    assert [(quote.rank, quote.worth) for quote in kept] == [(1, 0.9), (2, 0.8)]


def test_nobody_who_is_left_out_is_named_by_a_claim_that_stays() -> None:
    made = full_reading()
    doubted = tuple(
        credit.model_copy(update={"confidence": 0.2}) if credit.person == "Robert Mitchum" else credit
        for credit in made.credits
    )
    kept = at_least(made.model_copy(update={"credits": doubted}), 0.5)
    assert "Robert Mitchum" not in [credit.person for credit in kept.credits]
    assert "Robert Mitchum" not in [figure.played_by for figure in kept.characters]
    assert not any(o.target and o.target.person == "Robert Mitchum" for o in kept.opinions)
    assert [o.evidence for o in kept.opinions] == [o.evidence for o in made.opinions]
    assert any(o.target and o.target.person == "Shelley Winters" for o in kept.opinions)


def test_a_credit_names_no_character_who_is_left_out() -> None:
    made = full_reading()
    span = find(made.text, "Harry Powell")
    made = made.model_copy(
        update={"characters": (Character(name="Harry Powell", mentions=(span,), confidence=0.1),)}
    )
    kept = at_least(made, 0.5)
    assert kept.characters == ()
    assert all(credit.character != "Harry Powell" for credit in kept.credits)


def test_a_film_that_is_not_sure_enough_goes_and_so_do_candidates() -> None:
    candidates = tuple(
        FilmCandidate(title="Emma", year=year, confidence=sure) for year, sure in ((2020, 0.6), (1996, 0.3))
    )
    made = plain(film=Film(title="Emma", year=2020, confidence=0.6, candidates=candidates))
    assert at_least(made, 0.7).film is None
    film = at_least(made, 0.5).film
    assert film is not None
    assert [candidate.year for candidate in film.candidates] == [2020]


def test_a_work_without_a_confidence_is_sure() -> None:
    work = Work(title="Emma", relation="book", mentions=((0, 1),))
    assert at_least(plain(works=(work,)), 1).works == (work,)


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_a_confidence_that_is_none_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        at_least(plain(), confidence)


def test_the_most_judged_aspect_comes_first_and_polarities_are_averaged() -> None:
    def opinion(aspect: str, polarity: float) -> Opinion:
        return Opinion.model_validate(
            {"sentence": 0, "aspect": aspect, "polarity": polarity, "confidence": 1, "evidence": (0, 1)}
        )

    summed = summary([opinion("music", -1), opinion("acting", 0.9), opinion("acting", 0.2)])
    assert [(aspect, one.polarity, one.mentions) for aspect, one in summed.items()] == [
        ("acting", 0.55, 2),
        ("music", -1, 1),
    ]
