"""How readings are put into words."""

from __future__ import annotations

import pytest

from closeup.export import words
from closeup.reading import Sentence
from tests.readings import full, pan, plain


@pytest.mark.parametrize(
    ("probability", "shown"),
    [(1.0, ">99%"), (0.996, ">99%"), (0.99, "99%"), (0.97, "97%"), (0.5, "50%"), (0.01, "1%"), (0.0, "<1%")],
)
def test_a_probability_never_claims_certainty(probability: float, shown: str) -> None:
    assert words.percent(probability) == shown


@pytest.mark.parametrize(
    ("polarity", "shown"),
    [(0.824, "+0.82"), (-0.4, "−0.40"), (0.001, "0.00"), (-0.001, "0.00"), (1, "+1.00")],
)
def test_a_polarity_has_its_sign(polarity: float, shown: str) -> None:
    assert words.signed(polarity) == shown


@pytest.mark.parametrize(
    ("kind", "sentiment", "tone"),
    [
        ("eval", 0.9, "praise"),
        ("eval", 0.19, "mixed"),
        ("eval", -0.2, "blame"),
        ("plot", -0.9, "plot"),
        ("theme", 0.9, "theme"),
    ],
)
def test_only_judgements_are_toned_by_sentiment(kind: str, sentiment: float, tone: str) -> None:
    sentence = Sentence.model_validate({"span": (0, 1), "kind": kind, "sentiment": sentiment})
    assert words.tone(sentence) == tone


def test_certainty_is_of_the_verdict_given() -> None:
    assert words.certainty(full().verdict) == "97% sure"
    assert words.certainty(pan().verdict) == "96% sure"


def test_a_review_is_called_by_its_film_else_its_title_else_its_opening_words() -> None:
    assert words.headline(full()) == "The Third Man (1949)"
    untitled = full().model_copy(update={"film": None})
    assert words.headline(untitled) == "Shadows on wet stone"
    assert words.headline(plain("Short and sweet.")) == "Short and sweet."
    long = words.headline(
        plain("It is a long, long way to the end of this film and nobody is waiting there.")
    )
    assert long == "It is a long, long way to the end of this film and nobody…"
    assert len(words.opening("x" * 500)) == 60
