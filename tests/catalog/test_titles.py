"""Titles and names are equal in normal form where a reader would call them the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.catalog import normal_name, normal_title
from closeup.catalog.titles import main_part, subtitle, surname_first

SAME = [
    ("The Third Man", "third man"),
    ("Third Man, The", "The Third Man"),
    ("A Night at the Opera", "night at the opera"),
    ("The Godfather Part II", "the godfather: part two"),
    ("The Godfather Part II", "Godfather 2"),
    ("Henry IV", "Henry 4"),
    ("Kill Bill: Volume 1", "kill bill vol. 1"),
    ("12 Angry Men", "Twelve Angry Men"),
    ("The Thirty-Nine Steps", "The 39 Steps"),
    ("Les Misérables", "les miserables"),
    ("Æon Flux", "Aeon Flux"),
    ("Love & Friendship", "love and friendship"),
    ("Rosemary's Baby", "rosemary 's baby"),
    ("Rosemary’s Baby", "Rosemary's Baby"),
    ("Don't Look Now", "do n't look now"),
    ("E.T. the Extra-Terrestrial", "ET: The Extra Terrestrial"),
    ("L.A. Confidential", "la confidential"),
    ("Nancy Drew… Trouble Shooter", "nancy drew trouble shooter"),
    ("Laura (1944 film)", "laura"),
    ("Laura (1944)", "LAURA"),
    ("The Perils of Pauline (1933 serial)", "Perils of Pauline"),
    ("9½ Weeks", "9 1/2 weeks"),
    ("Monsters, Inc.", "monsters inc"),
]
APART = [
    ("The Godfather Part II", "The Godfather Part III"),
    ("Psycho", "Psycho II"),
    ("Malcolm X", "Malcolm"),
    ("A", "The"),
    ("I", "M"),
    ("(500) Days of Summer", "Days of Summer"),
    ("Part Two", "Part One"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_titles_are_the_same(one: str, other: str) -> None:
    assert normal_title(one) == normal_title(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_titles_stay_apart(one: str, other: str) -> None:
    assert normal_title(one) != normal_title(other)


PIECES = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.sampled_from(
            [
                "the",
                "a",
                "an",
                "part",
                "vol",
                "ii",
                "iv",
                "x",
                "twenty",
                "one",
                "two",
                "&",
                ",",
                "'",
                ".",
                ":",
                "-",
                "(film)",
                "(1944)",
                "'s",
                "n't",
                "The,",
                "½",
                "é",
                "ß",
                "E.T.",
            ]
        ),
    ),
    max_size=8,
).map(" ".join)


@given(PIECES)
def test_a_normal_title_is_its_own_normal_form(text: str) -> None:
    normal = normal_title(text)
    assert normal_title(normal) == normal


@given(PIECES)
def test_what_is_not_blank_has_a_normal_title(text: str) -> None:
    assert bool(normal_title(text)) >= any(char.isalnum() and char.isascii() for char in text)


@given(st.text())
def test_any_text_has_a_normal_name(text: str) -> None:
    normal = normal_name(text)
    assert normal_name(normal) == normal
    assert sorted(surname_first(normal).split()) == sorted(normal.split())


def test_names_are_the_same_without_accents_and_qualifiers() -> None:
    assert normal_name("Dolores del Río") == normal_name("dolores del rio")
    assert normal_name("Michael Evans (actor)") == "michael evans"
    assert normal_name("ZaSu Pitts's") == "zasu pittss"


def test_surnames_come_first() -> None:
    assert surname_first("gene tierney") == "tierney gene"
    assert surname_first("lon chaney jr") == "chaney lon jr"


def test_parts_of_titles() -> None:
    long = "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb"
    assert main_part(long) == "Dr. Strangelove"
    assert main_part("Life or Something Like It") is None
    assert main_part("(500) Days of Summer") is None
    assert subtitle("Star Wars: Episode V – The Empire Strikes Back") == "The Empire Strikes Back"
    assert subtitle("John Carpenter's The Thing") == "The Thing"
    assert subtitle("Rosemary's Baby") is None
