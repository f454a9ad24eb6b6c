"""Names that the words settle: parts read as people or not at all, and what people are said to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.mentions import Mention, Plays
from closeup.reader.people import people
from closeup.reader.sentences import split_sentences
from closeup.reader.stated_roles import stated_roles
from tests.reader.marked import cast_of, marked, people_of

READ_AS_PEOPLE = [
    "{Robert Mitchum|actor} as {Max Cady|actor} is the stuff of bad dreams.",
    "{Robert Mitchum|actor} plays {Max Cady|actor}.",
    "{Max Cady|actor} ({Robert Mitchum|actor}) leaves prison with a cigar.",
    "{Max Cady|actor}, played by {Robert Mitchum|actor}, leaves prison with a cigar.",
    "As {Max Cady|actor}, {Robert Mitchum|actor} hardly blinks.",
    "As {Max Cady|actor}, the smiling convict, {Robert Mitchum|actor} hardly blinks.",
    "robert mitchum plays nobody's friend . {Robert Mitchum|actor} 's {Max Cady|actor} hardly blinks .",
]
NOT_READ = [
    "{Robert Mitchum|actor} as Max Cady is the stuff of bad dreams.",
    "{Robert Mitchum|actor} plays Max Cady with a cigar.",
    "Max Cady ({Robert Mitchum|actor}) leaves prison with a cigar.",
    "Max Cady, played by {Robert Mitchum|actor}, leaves prison with a cigar.",
    "As Max Cady, {Robert Mitchum|actor} hardly blinks.",
    "{Robert Mitchum|actor}'s Max Cady hardly blinks.",
]


@pytest.mark.parametrize("text", READ_AS_PEOPLE + NOT_READ)
def test_who_is_said_to_be_played_is_a_character(text: str) -> None:
    credits, characters = people_of(text)
    assert [credit.person for credit in credits] == ["Robert Mitchum"]
    assert [(part.name, part.played_by) for part in characters] == [("Max Cady", "Robert Mitchum")]


def test_as_many_parts_as_actors_in_brackets_are_all_parts() -> None:
    text = "{Rick|actor} and {Ilsa|actor} ({Humphrey Bogart|actor} and {Ingrid Bergman|actor}) meet again."
    assert cast_of(text) == {"Humphrey Bogart": "Rick", "Ingrid Bergman": "Ilsa"}


def test_a_part_in_brackets_behind_the_actor_is_known_by_its_other_mentions() -> None:
    text = "{Rick} waits. {Humphrey Bogart|actor} ({Rick|actor}) drinks."
    assert cast_of(text) == {"Humphrey Bogart": "Rick"}


@pytest.mark.parametrize(
    "text",
    [
        "{Humphrey Bogart|actor} is as good as {Claude Rains|actor}.",
        "{Humphrey Bogart|actor}'s co-star, {Ingrid Bergman|actor}, glows.",
        "{Farley Granger|actor}, as the brother of lead {Cathy O'Donnell|actor}, is fine.",
        "{Humphrey Bogart|actor} becomes a sadder {Buster Keaton|actor}.",
        "A waiter played by {Peter Lorre|actor}, and a singer played by {Dooley Wilson|actor}, look on.",
    ],
)
def test_people_who_are_compared_or_related_stay_people(text: str) -> None:
    assert people_of(text)[1] == ()


@pytest.mark.parametrize(
    "text",
    [
        "{Humphrey Bogart|actor} plays a tired American with a bar.",
        "{Humphrey Bogart|actor} as the Captain is fine.",
        '{Humphrey Bogart|actor}\'s "Sahara" is better.',
        "{Humphrey Bogart|actor} as an Oscar winner is fine.",
    ],
)
def test_other_capitals_are_no_parts(text: str) -> None:
    assert people_of(text)[1] == ()


def test_a_model_that_is_not_sure_joins_nobody_whom_the_words_do_not() -> None:
    text, sentences, mentions = marked(
        "{Oscar Isaac|actor} sings and the cat runs; {Llewyn} never learns, not he."
    )
    text += " The streets are wet, the night is long and the saxophone never sleeps." * 6
    assert people(text, sentences, mentions, [Plays(0, 1, 0.6)])[1][0].played_by is None


@pytest.mark.parametrize(
    ("text", "name", "roles"),
    [
        ("Producer Howard Hughes is proud.", "Howard Hughes", {"producer"}),
        ("It was directed by Ida Lupino.", "Ida Lupino", {"director"}),
        ("Writer-director Billy Wilder is proud.", "Billy Wilder", {"writer", "director"}),
        ("Billy Wilder's sour script bites.", "Billy Wilder", {"writer"}),
        ("Vera Caspary's novel is better.", "Vera Caspary", {"author"}),
        ("The screenplay by Jay Dratler bites.", "Jay Dratler", {"writer"}),
        ("The director of photography Gregg Toland is proud.", "Gregg Toland", {"cinematographer"}),
        ("Ida Lupino, who also wrote it, is proud.", "Ida Lupino", {"writer"}),
        ("Ida Lupino walks by the director.", "Ida Lupino", set()),
    ],
)
def test_the_words_beside_a_name_say_what_somebody_did(text: str, name: str, roles: set[str]) -> None:
    start = text.index(name)
    assert stated_roles(text.lower(), (start, start + len(name))) == roles


def test_what_the_words_say_once_holds_for_the_person() -> None:
    credits, _ = people_of(
        "Writer-director {Billy Wilder|director} is sour. {Wilder|director} is right. {Wilder|director} wins."
    )
    assert set(credits[0].roles) == {"director", "writer"}


def test_who_is_said_to_play_a_part_is_a_person() -> None:
    assert cast_of("{Claude Rains|actor} nods. {Bogart} is wonderful as {Rick}.") == {"Bogart": "Rick"}


@given(
    st.text("AaBb '’.(,)-éİ\n", max_size=80),
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6),
)
def test_odd_text_never_raises_and_every_name_is_in_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    mentions = [Mention(span, 0, "person", 0.9, {"actor": 0.9}) for span in spans]
    credits, characters = people(text, split_sentences(text), mentions)
    places = [place for credit in credits for place in credit.mentions]
    places += [place for character in characters for place in character.mentions]
    assert all(0 <= start < end <= len(text) for start, end in places)
