"""Films that several people made together."""

from __future__ import annotations

from closeup.catalog import Catalog


def test_films_that_most_of_the_people_made_come_first() -> None:
    people = ["Cary Grant", "Rosalind Russell", "Howard Hawks"]
    first, *others = Catalog.shipped().together(people, limit=5)
    assert first.title == "His Girl Friday"
    assert len(others) == 4


def test_surnames_that_stand_alone_count_too() -> None:
    made = Catalog.shipped().together(["Hawks", "Bacall", "Bogart"], limit=2)
    assert {film.title for film in made} == {"To Have and Have Not", "The Big Sleep"}


def test_people_whom_nobody_knows_made_nothing() -> None:
    assert Catalog.shipped().together(["Nobody Whatsoever Atall", ""]) == []
