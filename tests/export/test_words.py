"""How readings are put into words."""

from __future__ import annotations

import pytest

from closeup.export import words
from closeup.reading import Character, Credit, Sentence
from tests.readings import full, full_reading, pan, plain


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


def credit(person: str, *roles: str, sure: float = 0.9, plays: str | None = None) -> Credit:
    return Credit.model_validate(
        {"person": person, "roles": roles, "mentions": [(0, 1)], "confidence": sure, "character": plays}
    )


def test_people_are_grouped_by_what_they_did_makers_before_cast() -> None:
    assert words.people(full_reading()) == [
        ("Director", ["Charles Laughton"]),
        ("Writer", ["James Agee"]),
        ("Author", ["Davis Grubb"]),
        (
            "Cast",
            [
                "Robert Mitchum as Harry Powell",
                "Shelley Winters as Willa Harper",
                "Lillian Gish as Rachel Cooper",
            ],
        ),
        ("Cinematographer", ["Stanley Cortez"]),
    ]


def test_who_directed_and_wrote_is_one_line_where_they_are_the_same() -> None:
    made = plain(credits=(credit("Elaine May", "writer", "director", "actor"),))
    assert words.people(made) == [("Director, writer", ["Elaine May"]), ("Cast", ["Elaine May"])]
    two = plain(credits=(credit("A", "director", "writer"), credit("B", "writer")))
    assert words.people(two) == [("Director", ["A"]), ("Writers", ["A", "B"])]


def test_an_actor_is_shown_with_every_part_and_other_characters_apart() -> None:
    made = plain(
        credits=(credit("Alec Guinness", "actor", plays="The Duke"),),
        characters=(
            Character(name="The Duke", played_by="Alec Guinness", mentions=((0, 1),)),
            Character(name="Lady Agatha", played_by="Alec Guinness", mentions=((0, 1),)),
            Character(name="Sibella", mentions=((0, 1),)),
            Character(name="Edith", played_by="Valerie Hobson", mentions=((0, 1),)),
        ),
    )
    assert words.people(made) == [
        ("Cast", ["Alec Guinness as The Duke and Lady Agatha"]),
        ("Characters", ["Sibella", "Edith (played by Valerie Hobson)"]),
    ]


def test_what_is_not_quite_sure_says_how_sure_it_is() -> None:
    assert words.people(plain(credits=(credit("X", "director", sure=0.6),))) == [
        ("Director", ["X (60% sure)"])
    ]
    assert words.people(plain(credits=(credit("X", "director", sure=0.8),))) == [("Director", ["X"])]


def test_the_films_own_title_is_not_among_the_works_named() -> None:
    assert words.works(full()) == ["Brighton Rock (film)"]
    assert "The Third Man (the film under review)" in words.works(full().model_copy(update={"film": None}))


def test_a_target_goes_by_the_persons_whole_name_where_it_is_a_part_of_it() -> None:
    made = full_reading()
    shown = [words.evidence(made, opinion) for opinion in made.opinions]
    assert shown[0] == "“terrifying, funny and never once sincere” (Robert Mitchum)"
    assert shown[3] == "“gorgeous and frightening” (every Cortez-lit frame)"


def test_the_surest_and_strongest_words_of_an_aspect_come_first() -> None:
    made = full()
    assert [opinion.polarity for opinion in words.said(made, "acting")] == [0.9, 0.1]
    turned = made.model_copy(update={"opinions": made.opinions[::-1]})
    assert [opinion.polarity for opinion in words.said(turned, "acting")] == [0.9, 0.1]


@pytest.mark.parametrize(
    ("polarity", "shown", "sign"),
    [
        (0.9, "strong praise", "+"),
        (0.3, "praise", "+"),
        (0.0, "mixed", "±"),
        (-0.3, "blame", "−"),
        (-0.7, "strong blame", "−"),
    ],
)
def test_a_polarity_is_told_in_words_and_by_a_sign(polarity: float, shown: str, sign: str) -> None:
    assert words.degree(polarity) == shown
    assert words.sign(polarity) == sign
