"""Themes are short noun phrases in the critic's words, and few rather than wrong."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.sentences import split_sentences
from closeup.reader.themes import MOST_THEMES, themes
from closeup.reading import Kind, Sentence, Span, Theme


def themes_of(text: str, kind: Kind = "theme", names: tuple[Span, ...] = ()) -> tuple[Theme, ...]:
    sentences = [Sentence(span=span, kind=kind, sentiment=0.0) for span in split_sentences(text)]
    return themes(text, sentences, names=names)


def said(text: str) -> list[str]:
    return [theme.text for theme in themes_of(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The film is about motherhood and little else.", ["motherhood"]),
        (
            "Sunrise is a meditation on human avarice and the price of gold.",
            ["human avarice", "price of gold"],
        ),
        ("Metropolis explores class struggle with a hammer.", ["class struggle"]),
        ("M deals with mob justice, and it does not blink.", ["mob justice"]),
        ("Here are themes of love, loss and redemption.", ["love", "loss", "redemption"]),
        ("It is a parable of toxic masculinity.", ["toxic masculinity"]),
        ("the film is , at heart , a study of middle-class hypocrisy .", ["middle-class hypocrisy"]),
        ("Murnau raises questions of guilt that linger.", ["guilt"]),
    ],
)
def test_a_theme_is_the_noun_phrase_after_words_that_announce_it(text: str, expected: list[str]) -> None:
    assert sorted(said(text)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "The film is about a man who loses his hat.",
        "It is about two brothers.",
        "The film is about how nobody listens.",
        "Think about it before buying a ticket.",
        "A portrait of the director as a young man.",
        "There is a lot to say about the music.",
    ],
)
def test_people_and_empty_words_are_no_themes(text: str) -> None:
    assert said(text) == []


def test_a_noun_that_names_a_subject_is_one_with_what_qualifies_it() -> None:
    assert said("Victorian repression hangs over every frame.") == ["Victorian repression"]


def test_a_noun_that_reviews_use_of_anything_is_a_theme_only_where_announced() -> None:
    assert said("I love the scene of the truth serum.") == []
    assert said("The picture is an inquiry into truth.") == ["truth"]


def test_what_the_review_comes_back_to_weighs_more() -> None:
    once = "The film tackles sexual jealousy. The camera glides."
    again = once + " That jealousy is a poison, and jealousy ends in fire."
    assert themes_of(again)[0].weight > themes_of(once)[0].weight


def test_a_sentence_that_says_what_the_film_is_about_weighs_more_than_one_that_judges() -> None:
    text = "The film tackles sexual jealousy."
    assert themes_of(text, "theme")[0].weight > themes_of(text, "eval")[0].weight


def test_names_are_no_themes() -> None:
    text = "It is a satire of Hollywood Babylon."
    start = text.index("Hollywood")
    assert said(text) == ["Hollywood Babylon"]
    assert themes_of(text, names=((start, start + 17),)) == ()


def test_a_greeting_has_no_themes() -> None:
    assert themes_of("All about grief.", "other") == ()


PIECES = (
    "the a film is about themes of love grief and , . explores Victorian repression family's study on his İ "
    "guilt-ridden coming of-age ' — \n class revenge man who"
)
WORDS = st.sampled_from(PIECES.split(" "))


@given(st.lists(WORDS, max_size=60).map(" ".join))
def test_themes_are_verbatim_apart_and_few_whatever_the_text(text: str) -> None:
    found = themes_of(text)
    assert len(found) <= MOST_THEMES
    spans = sorted(theme.span for theme in found)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(text[slice(*theme.span)] == theme.text for theme in found)
    assert all(0 < theme.weight <= 1 for theme in found)
    assert [t.weight for t in found] == sorted((t.weight for t in found), reverse=True)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    themes_of(text)
