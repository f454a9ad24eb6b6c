"""Readings by the model that ships: opinions, names and their words, on sentences of every kind."""

from __future__ import annotations

from itertools import pairwise

import pytest

from closeup.reader import Reader
from closeup.reading import Reading
from closeup.review import Review

LONG = ", ".join(["Joseph Cotten runs down another wet street while the zither plays on"] * 14)
TEXTS = {
    "plain": "The film is never dull. Buster Keaton is astonishing as Johnnie Gray in The General.",
    "lower": "stanley kubrick directed it and peter sellers is wonderful .",
    "tokenised": "carol reed 's direction is masterful , but the script is n't .",
    "long": f"{LONG}, and the photography is gorgeous.",
    "capitals": "THE ACTING IS SUPERB. ORSON WELLES STEALS IT!",
    "one word": "Dull.",
    "almost nothing": "ok",
    "marks": "★★★★ !!! 10/10",
    "emoji": "😀 The acting is superb 😀 — Orson Welles, naturally, steals it…",
    "combining": "Le\u0301a Seydoux is magnif\u00adicent; the sco\u200bre is awful.",
    "wide": "Ｔｈｅ　ｆｉｌｍ is 退屈 but Toshirô Mifune is wonderful.",
    "list": "Directed by: Carol Reed\nStarring: Joseph Cotten, Alida Valli\n\nA masterpiece.",
}


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(threads=1)


@pytest.fixture(scope="module")
def readings(reader: Reader) -> dict[str, Reading]:
    return {name: reader.read(text) for name, text in TEXTS.items()}


def judged(reading: Reading) -> dict[str, float]:
    return {reading.slice(opinion.evidence): opinion.polarity for opinion in reading.opinions}


@pytest.mark.parametrize("name", TEXTS)
def test_every_claim_points_at_words_of_the_text_in_its_sentence(
    name: str, readings: dict[str, Reading]
) -> None:
    reading = readings[name]
    for opinion in reading.opinions:
        start, end = reading.sentences[opinion.sentence].span
        assert start <= opinion.evidence[0] < opinion.evidence[1] <= end
        assert reading.slice(opinion.evidence).strip() == reading.slice(opinion.evidence)
        if opinion.target:
            assert reading.slice(opinion.target.span) == opinion.target.text
    for credit in reading.credits:
        assert all(reading.slice(span).strip() for span in credit.mentions)
        assert all(one[1] <= other[0] for one, other in pairwise(credit.mentions))
    assert Reading.model_validate_json(reading.to_json()) == reading


def test_praise_by_denial_is_praise_and_its_denial_is_evidence(reader: Reader) -> None:
    for text in ("The film is never dull.", "It is never boring.", "this movie is never dull ."):
        found = judged(reader.read(text))
        assert any("never" in words and polarity > 0 for words, polarity in found.items()), (text, found)


def test_denied_praise_is_blame(reader: Reader) -> None:
    found = judged(reader.read("It is not funny, and the acting is not convincing."))
    assert found
    assert all(polarity < 0 for polarity in found.values())


def test_praise_and_blame_in_one_sentence_keep_apart(reader: Reader) -> None:
    reading = reader.read("The photography is gorgeous, but the script is lazy.")
    aspects = {opinion.aspect: opinion.polarity for opinion in reading.opinions}
    assert aspects["cinematography"] > 0 > aspects["writing"]


@pytest.mark.parametrize("name", ["Stanley Kubrick's", "Stanley Kubrick’s", "Stanley Kubrick 's"])
def test_a_possessive_is_not_in_a_name(name: str, reader: Reader) -> None:
    reading = reader.read(f"{name} film is never dull.")
    assert [reading.slice(span) for credit in reading.credits for span in credit.mentions] == [
        "Stanley Kubrick"
    ]


def test_names_are_found_in_text_without_capitals(readings: dict[str, Reading]) -> None:
    assert {c.person for c in readings["lower"].credits} == {"stanley kubrick", "peter sellers"}
    assert "carol reed" in {c.person for c in readings["tokenised"].credits}


def test_who_plays_whom_and_how_well(readings: dict[str, Reading]) -> None:
    reading = readings["plain"]
    (credit,) = reading.credits
    assert (credit.person, credit.character) == ("Buster Keaton", "Johnnie Gray")
    (acting,) = [opinion for opinion in reading.opinions if opinion.aspect == "acting"]
    assert acting.polarity > 0
    assert acting.target is not None
    assert acting.target.person == "Buster Keaton"


def test_a_sentence_longer_than_a_window_is_read_to_its_end(
    reader: Reader, readings: dict[str, Reading]
) -> None:
    reading = readings["long"]
    assert len(reading.sentences) == 1
    assert len(reader.bundle.tokenizer.encode(reading.text).ids) > reader.bundle.window
    last = reading.opinions[-1]
    assert last.aspect == "cinematography"
    assert "gorgeous" in reading.slice(last.evidence)
    (credit,) = reading.credits
    assert credit.mentions[-1][0] == reading.text.rindex("Joseph Cotten")


@pytest.mark.parametrize("name", ["almost nothing", "marks"])
def test_a_text_that_names_nobody_has_no_names(name: str, readings: dict[str, Reading]) -> None:
    assert readings[name].credits == ()
    assert readings[name].characters == ()


def test_a_text_without_a_token_is_read_and_says_nothing(reader: Reader) -> None:
    text = "\u200b\u2060"
    assert not reader.bundle.tokenizer.encode(text, add_special_tokens=False).ids
    reading = reader.read(Review(text=text))
    assert (reading.opinions, reading.credits, reading.works) == ((), (), ())


def test_a_line_that_is_only_a_rating_is_neither_judgement_nor_plot(reader: Reader) -> None:
    reading = reader.read("Keaton is a marvel from the first frame to the last.\n\nGrade: A-")
    assert reading.sentences[-1].kind == "other"
    assert reading.sentences[0].kind != "other"


def test_a_rating_of_the_review_goes_before_one_in_its_text(reader: Reader) -> None:
    review = Review.of("A marvel. Grade: C", rating="4/5")
    stated = reader.read(review).verdict.stated
    assert stated is not None
    assert stated.score == 80


def test_aspects_sum_up_the_opinions(readings: dict[str, Reading]) -> None:
    for reading in readings.values():
        assert set(reading.aspects) == {opinion.aspect for opinion in reading.opinions}
        assert sum(summary.mentions for summary in reading.aspects.values()) == len(reading.opinions)


def sureness(reading: Reading) -> list[float]:
    claims = (*reading.opinions, *reading.credits, *reading.characters, *reading.works)
    return [claim.confidence for claim in claims]


def test_a_minimum_of_confidence_holds_for_every_claim_and_leaves_the_verdict(reader: Reader) -> None:
    text = " ".join(TEXTS[name] for name in ("plain", "capitals", "combining"))
    counts = []
    verdict = reader.read(text).verdict
    for least in (0.05, 0.9):
        reading = Reader(threads=1, min_confidence=least).read(text)
        assert all(sure >= least for sure in sureness(reading))
        assert reading.verdict == verdict
        counts.append(len(sureness(reading)))
    assert counts[0] > counts[1] > 0


@pytest.mark.parametrize("least", [-0.1, 1.5])
def test_a_minimum_that_is_no_probability_is_refused_before_anything_is_read(least: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Reader(threads=1, min_confidence=least)
