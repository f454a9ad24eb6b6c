"""Opinions: which words judge what, how, and whom, from what the model says of each token."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeup.reader.confidence import Confidence, Line
from closeup.reader.heads import ASPECTS, TOKEN_SLICES
from closeup.reader.opinions import MIXED_WITHIN, candidates, find_opinions, whole_words
from closeup.reading import Opinion, Target
from tests.reader.said import Said

PLAIN = Confidence()
BLAME, MIXED, PRAISE, RAVE = 1, 2, 3, 4


def judge(said: Said, words: str, aspect: str, polarity: int, odds: float = 0.95) -> Said:
    said.tag(words, "evidence", odds=odds)
    said.say(words, "aspect", [str(a) for a in ASPECTS].index(aspect))
    return said.say(words, "polarity", polarity)


def opinions(said: Said, confidence: Confidence = PLAIN, **people: str) -> tuple[Opinion, ...]:
    named = [((said.text.index(k), said.text.index(k) + len(k)), name) for k, name in people.items()]
    return find_opinions(said.tokens, said.text, confidence, named)


def test_an_opinion_has_its_words_aspect_and_polarity() -> None:
    said = judge(Said("I came late.", "The photography is gorgeous."), "gorgeous", "cinematography", RAVE)
    (found,) = opinions(said)
    assert said.text[slice(*found.evidence)] == "gorgeous"
    assert (found.sentence, found.aspect) == (1, "cinematography")
    assert found.polarity == pytest.approx(1, abs=0.01)
    assert found.confidence == pytest.approx(0.95, abs=0.01)


def test_two_aspects_in_a_sentence_are_two_opinions_in_order() -> None:
    said = Said("Gorgeous to see, lazy in its writing.")
    judge(judge(said, "lazy", "writing", BLAME), "Gorgeous", "cinematography", PRAISE)
    found = opinions(said)
    assert [(said.text[slice(*o.evidence)], o.aspect) for o in found] == [
        ("Gorgeous", "cinematography"),
        ("lazy", "writing"),
    ]
    assert [o.polarity for o in found] == pytest.approx([0.5, -0.5], abs=0.01)


def test_evidence_reaches_over_all_words_that_are_about_as_likely() -> None:
    said = judge(Said("It is never quite dull at all."), "never quite dull", "pacing", PRAISE, 0.9)
    judge(said, "quite", "pacing", PRAISE, 0.6)
    (found,) = opinions(said)
    assert said.text[slice(*found.evidence)] == "never quite dull"


def test_evidence_stops_at_words_that_are_much_less_likely_and_at_the_sentences_end() -> None:
    said = Said("It is dull.", "Dull I say.")
    judge(said, "dull. Dull", "pacing", BLAME)
    judge(said, "is", "pacing", BLAME, 0.3)
    first, second = opinions(said)
    assert [said.text[slice(*o.evidence)] for o in (first, second)] == ["dull.", "Dull"]


def test_words_that_judge_nothing_by_themselves_are_no_evidence() -> None:
    said = judge(Said("It was the film that it was."), "that it was", "overall", BLAME)
    assert opinions(said) == ()


def test_what_is_less_likely_than_the_threshold_is_not_claimed() -> None:
    said = judge(Said("A tidy thriller."), "tidy", "writing", PRAISE, 0.5)
    assert len(opinions(said, replace(PLAIN, opinion_from=0.45))) == 1
    assert opinions(said, replace(PLAIN, opinion_from=0.55)) == ()


def test_confidence_is_calibrated() -> None:
    said = judge(Said("A tidy thriller."), "tidy", "writing", PRAISE, 0.5)
    (found,) = opinions(said, replace(PLAIN, opinion=Line(2.0, 1.0)))
    assert found.confidence == pytest.approx(0.881, abs=0.01)


def test_the_same_words_judge_an_aspect_once() -> None:
    said = judge(Said("A tidy thriller."), "tidy", "writing", PRAISE)
    said.say("tidy", "polarity", BLAME, 11.5)
    assert len(list(candidates(said.tokens, said.text, 0.1))) == 2
    (found,) = opinions(said, replace(PLAIN, opinion_from=0.1))
    assert found.polarity > MIXED_WITHIN


def test_the_same_words_may_judge_two_aspects() -> None:
    said = judge(Said("A dull, plodding story."), "dull, plodding story", "story", BLAME)
    said.say("dull, plodding story", "aspect", ASPECTS.index("pacing"), 12)
    assert {o.aspect for o in opinions(said)} == {"story", "pacing"}


def test_a_mixed_judgement_stays_near_zero_and_any_other_does_not() -> None:
    mixed = judge(Said("It is uneven."), "uneven", "overall", MIXED)
    mixed.say("uneven", "polarity", RAVE, 11.5)
    (found,) = opinions(mixed)
    assert abs(found.polarity) <= MIXED_WITHIN
    faint = judge(Said("It is passable."), "passable", "overall", PRAISE)
    faint.say("passable", "polarity", 0, 11.6)
    (found,) = opinions(faint)
    assert found.polarity > MIXED_WITHIN


def test_a_target_is_the_stretch_that_the_judgement_aims_at() -> None:
    said = judge(Said("Moira Shearer soars, Massine only hops."), "soars", "acting", RAVE)
    said.tag("Moira Shearer", "target").tag("Massine", "target").join("aims", "soars", "Moira Shearer")
    (found,) = opinions(said, Shearer="Moira Shearer")
    start = said.text.index("Moira")
    assert found.target == Target(span=(start, start + 13), text="Moira Shearer", person="Moira Shearer")


def test_a_target_that_names_nobody_is_its_words() -> None:
    said = judge(Said("The script soars."), "soars", "writing", RAVE)
    said.tag("The script", "target").join("aims", "soars", "The script")
    (found,) = opinions(said)
    assert found.target == Target(span=(0, 10), text="The script", person=None)


def test_a_target_is_never_looked_for_in_another_sentence() -> None:
    said = judge(Said("Shearer dances.", "How it soars."), "soars", "acting", RAVE)
    said.tag("Shearer", "target").join("aims", "soars", "Shearer")
    assert opinions(said)[0].target is None


def test_an_unlikely_target_is_left_open() -> None:
    said = judge(Said("Shearer soars."), "soars", "acting", RAVE)
    said.tag("Shearer", "target").join("aims", "soars", "Shearer")
    said.tokens.values[said.at("soars").rows, TOKEN_SLICES["aims"]] *= -1
    assert opinions(said)[0].target is None


def test_nothing_is_judged_where_nothing_is_evidence() -> None:
    assert opinions(Said("A man walks into the rain.")) == ()
    assert opinions(Said("")) == ()


@settings(max_examples=50)
@given(st.integers(0, 2**32), st.floats(0.5, 12), st.floats(0, 1))
def test_whatever_the_model_says_opinions_are_whole_and_in_order(
    seed: int, scale: float, least: float
) -> None:
    said = Said("“Ran”, says Mr. O'Toole — (who's he?) — is Lear's kin.", "😀 É_a *so*!", "It is the it.")
    said.tokens.values[:] = np.random.default_rng(seed).normal(0, scale, said.tokens.values.shape)
    found = opinions(said, PLAIN.at_least(least), Toole="Peter O'Toole")
    assert list(found) == sorted(found, key=lambda o: (o.evidence, ASPECTS.index(o.aspect)))
    ends = [*said.starts[1:], len(said.text) + 1]
    for opinion in found:
        assert Opinion.model_validate(opinion.model_dump()) == opinion
        assert opinion.confidence >= round(least, 3) - 1e-9
        spans = [opinion.evidence, *([opinion.target.span] if opinion.target else [])]
        for start, end in spans:
            assert said.starts[opinion.sentence] <= start < end < ends[opinion.sentence]
        if opinion.target:
            assert said.text[slice(*opinion.target.span)] == opinion.target.text
    assert len({(o.evidence, o.aspect) for o in found}) == len(found)


@pytest.mark.parametrize(
    ("text", "cut", "whole"),
    [
        ("We've never seen it", "ve never seen", "We've never seen"),
        ("It doesn't work", "doesn", "doesn't"),
        ("superb, lazy as sin", "superb, lazy as", "superb, lazy"),
        ("The cat's meow", "meow", "meow"),
    ],
)
def test_evidence_is_whole_words_and_ends_in_one_that_says_something(text: str, cut: str, whole: str) -> None:
    start = text.index(cut)
    assert text[slice(*whole_words((start, start + len(cut)), text))] == whole
