"""What of a reading can be shown to someone who has not seen the film."""

from __future__ import annotations

from hypothesis import given, settings

from closeup.export.discretion import discreet
from closeup.export.words import may_spoil
from closeup.reading import Character, Credit, Reading
from tests.readings import build, find, full_reading, plain, readings


def told() -> Reading:
    """A reading in which only the sentence that spoils names Norma Bates."""
    made = build([[("Norman keeps a motel.", "plot", 0.0), ("Norma Bates is Norman.", "plot", 0.0)]])
    spoiling = made.sentences[1].model_copy(update={"spoiler": 0.9})
    return made.model_copy(
        update={
            "sentences": (made.sentences[0], spoiling),
            "characters": (
                Character(name="Norman", mentions=(find(made.text, "Norman"), find(made.text, "Norman", 1))),
                Character(name="Norma Bates", mentions=(find(made.text, "Norma Bates"),)),
            ),
            "credits": (
                Credit(
                    person="Anthony Perkins",
                    roles=("actor",),
                    character="Norma Bates",
                    mentions=(find(made.text, "Norman"),),
                    confidence=0.9,
                ),
            ),
        }
    )


def test_people_of_the_story_whom_only_spoilers_name_are_left_out_wherever_they_are_named() -> None:
    shown = discreet(told())
    assert [figure.name for figure in shown.characters] == ["Norman"]
    assert shown.credits[0].character is None


def test_a_reading_without_spoilers_stays_as_it_is() -> None:
    assert discreet(plain()) is not None
    assert discreet(plain()) == plain()


@settings(deadline=None, max_examples=50)
@given(reading=readings())
def test_no_claim_that_stays_shares_words_with_a_spoiler(reading: Reading) -> None:
    shown = discreet(reading)
    spans = [one.evidence for one in shown.opinions] + [one.span for one in (*shown.quotes, *shown.themes)]
    for sentence in filter(may_spoil, reading.sentences):
        start, end = sentence.span
        assert all(last <= start or first >= end for first, last in spans)
    assert shown.text == reading.text
    assert shown.aspects == reading.aspects


def test_claims_that_spoil_nothing_stay() -> None:
    assert discreet(full_reading()).opinions == full_reading().opinions
    assert discreet(full_reading()).quotes == full_reading().quotes
