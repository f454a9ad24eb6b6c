"""Roles on the film under review, where the catalogue knows them."""

from __future__ import annotations

from closeup.catalog import CatalogFilm
from closeup.reader.film_credits import with_facts
from closeup.reading import Credit, Role

GENERAL = CatalogFilm(
    id="wikipedia:The_General_(1926_film)",
    title="The General",
    year=1926,
    directors=("Buster Keaton", "Clyde Bruckman"),
    cast=("Buster Keaton", "Marion Mack"),
    genres=(),
)


def credit(person: str, *roles: Role) -> Credit:
    return Credit(person=person, roles=roles, mentions=((0, 1),), confidence=0.9)


def roles(person: str, *said: Role, film: CatalogFilm | None = GENERAL) -> tuple[Role, ...]:
    (found,) = with_facts([credit(person, *said)], film)
    return found.roles


def test_a_director_whom_the_model_took_for_an_actor_is_the_director() -> None:
    assert roles("Clyde Bruckman", "actor") == ("director",)


def test_one_who_directed_and_plays_has_both_roles() -> None:
    assert roles("Buster Keaton", "actor") == ("director", "actor")


def test_a_last_name_that_only_one_bears_is_enough() -> None:
    assert roles("Mack", "person") == ("actor",)


def test_another_role_that_the_review_gives_stays() -> None:
    assert roles("Clyde Bruckman", "writer") == ("director", "writer")


def test_one_whom_the_catalogue_does_not_list_stays_as_read() -> None:
    assert roles("Alfred Hitchcock", "director") == ("director",)


def test_nothing_changes_without_a_settled_film() -> None:
    assert roles("Clyde Bruckman", "actor", film=None) == ("actor",)
