"""A film's facts mark its names in what is written of it, and leave open what they do not tell."""

from __future__ import annotations

import pytest

from closeup.reader.heads import NAMES, RELATIONS, ROLES
from training.facts import FactMarker, FilmFacts, trivia_marks
from training.marks import Marks

FACTS = FilmFacts(
    titles=("The Third Man", "Ran"),
    directors=("Carol Reed",),
    writers=("Graham Greene", "Orson Welles"),
    cast=(
        ("Joseph Cotten", ("Holly Martins",)),
        ("Orson Welles", ("Harry Lime",)),
        ("Trevor Howard", ("Major 'Cal' Calloway",)),
        ("Robert Brown", ("the man in the cafe",)),
    ),
    others=("Vincent Korda",),
)
MARKER = FactMarker(FACTS)


def marked(sentence: str) -> dict[str, str]:
    marks = MARKER.marks(sentence)
    return {sentence[slice(*name.place)]: NAMES[name.kind] for name in marks.names or ()}


def roles_of(sentence: str) -> dict[str, set[str]]:
    names = MARKER.marks(sentence).names or ()
    return {sentence[slice(*name.place)]: {ROLES[role] for role in name.roles} for name in names}


def plays(sentence: str, marks: Marks) -> list[tuple[str, str]]:
    words = [sentence[slice(*name.place)] for name in marks.names or ()]
    return [(words[i], words[j]) for i, j in marks.plays]


def test_people_characters_and_the_title_are_marked_in_full() -> None:
    assert marked("In The Third Man, Carol Reed lets Harry Lime grin.") == {
        "The Third Man": "work",
        "Carol Reed": "person",
        "Harry Lime": "character",
    }


def test_the_title_is_this_film() -> None:
    (name,) = MARKER.marks("The Third Man tilts.").names or ()
    assert name.relation is not None
    assert RELATIONS[name.relation] == "this"


def test_surnames_and_parts_of_characters_names_are_marked() -> None:
    assert marked("Reed keeps Holly and Calloway apart.") == {
        "Reed": "person",
        "Holly": "character",
        "Calloway": "character",
    }


def test_a_person_has_every_role_that_the_facts_tell_and_none_where_it_is_not_told() -> None:
    assert roles_of("Welles, Reed, Korda.") == {
        "Welles": {"writer", "actor"},
        "Reed": {"director"},
        "Korda": set(),
    }


def test_who_plays_whom_is_told_by_the_facts() -> None:
    sentence = "Joseph Cotten is Holly and Welles is Lime."
    found = plays(sentence, MARKER.marks(sentence))
    assert found == [("Joseph Cotten", "Holly"), ("Welles", "Lime")]


@pytest.mark.parametrize(
    "sentence",
    [
        "He met Oliver Reed once.",
        "Then Reed Hastings called.",
        "A Reed-like touch.",
        "A Reeding room, areed.",
    ],
)
def test_a_surname_in_a_longer_name_or_word_is_not_marked(sentence: str) -> None:
    assert marked(sentence) == {}


def test_common_words_and_short_titles_are_no_names() -> None:
    assert marked("The man in the cafe saw Major trouble and Ran.") == {}


def test_other_words_with_a_capital_are_left_open() -> None:
    sentence = "Reed filmed in Vienna and left."
    marks = MARKER.marks(sentence)
    assert [sentence[slice(*place)] for place in marks.unsure] == ["Vienna"]


def test_what_is_written_in_small_letters_is_not_marked() -> None:
    assert marked("a reed bends, holly pricks.") == {}


def test_a_film_of_which_nothing_is_known_marks_nothing() -> None:
    assert FactMarker(FilmFacts((), (), (), ())).marks("Carol Reed is here.").names == []


def test_a_question_gives_its_people_with_their_roles_and_leaves_plots_open() -> None:
    rows = [
        ("O", "which"),
        ("O", "film"),
        ("O", "by"),
        ("B-Director", "carol"),
        ("I-Director", "reed"),
        ("O", "has"),
        ("B-Actor", "joseph"),
        ("I-Actor", "cotten"),
        ("I-Actor", "s"),
        ("B-Plot", "a"),
        ("I-Plot", "sewer"),
        ("B-Character_Name", "harry"),
        ("I-Character_Name", "lime"),
        ("B-Year", "1949"),
    ]
    text, marks = trivia_marks(rows)
    assert text == "which film by carol reed has joseph cotten s a sewer harry lime 1949"
    assert [(text[slice(*name.place)], NAMES[name.kind]) for name in marks.names or ()] == [
        ("carol reed", "person"),
        ("joseph cotten", "person"),
        ("harry lime", "character"),
    ]
    assert [ROLES[role] for name in marks.names or () for role in name.roles] == ["director", "actor"]
    assert [text[slice(*place)] for place in marks.unsure] == ["a sewer"]
