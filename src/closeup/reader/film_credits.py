"""What the people whom a review names did on its film, where the catalogue says so."""

from __future__ import annotations

from collections.abc import Sequence

from closeup.catalog import CatalogFilm, normal_name
from closeup.reading import Credit, Role


def with_facts(credits: Sequence[Credit], film: CatalogFilm | None) -> tuple[Credit, ...]:
    """The credits, with the roles that the film's directors and cast have in the catalogue.

    A director of the film keeps what else the review says of him or her but acting, unless the cast or the
    review has a part for him; one of the cast is an actor, and no director. Of others nothing is known:
    catalogues list only the best-known names.

    Parameters
    ----------
    credits : sequence of Credit
    film : CatalogFilm or None
        The film under review, where it is settled.
    """
    if film is None or not (film.directors or film.cast):
        return tuple(credits)
    directors, cast = _names(film.directors), _names(film.cast)
    return tuple(_with_facts(credit, directors, cast) for credit in credits)


def _names(people: Sequence[str]) -> set[str]:
    """Full names, and last names that only one of them bears."""
    full = [normal_name(person) for person in people]
    last = [name.split()[-1] for name in full if " " in name]
    return {*full, *(name for name in last if last.count(name) == 1)}


def _with_facts(credit: Credit, directors: set[str], cast: set[str]) -> Credit:
    name = normal_name(credit.person)
    directs, acts = name in directors, name in cast
    if not (directs or acts) or (directs and " " not in name and acts):
        return credit
    facts: list[Role] = ["director"] if directs else []
    if acts or (directs and credit.character):
        facts.append("actor")
    others = [role for role in credit.roles if role not in ("director", "actor", "person")]
    roles = tuple(dict.fromkeys([*facts, *others]))
    return credit if roles == credit.roles else credit.model_copy(update={"roles": roles})
