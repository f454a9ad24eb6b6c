"""Whether two records that share a title are about the same film."""

from __future__ import annotations

from collections.abc import Sequence

from closeup.catalog.film import CatalogFilm
from closeup.catalog.titles import normal_name

_NEXT_YEAR = 1
"""Sources differ on whether a film's year is that of its first showing or of its release."""


def same_film(one: CatalogFilm, other: CatalogFilm) -> bool:
    """Whether these are one film, their titles being the same.

    Not where they have different identifiers of one kind. Directors decide where both records name
    some, with years at most one apart; else the cast does; where there are no people to compare, the
    years must be equal.
    """
    if any(other.ids.get(scheme, value) != value for scheme, value in one.ids.items()):
        return False
    years = (one.year, other.year)
    if one.directors and other.directors:
        shared = _shared(one.directors, other.directors)
        return shared and (None in years or _near(one.year, other.year))
    if None in years or not _near(one.year, other.year):
        return False
    if one.cast and other.cast:
        return _shared(one.cast, other.cast)
    return one.year == other.year


def _near(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= _NEXT_YEAR


def _shared(one: Sequence[str], other: Sequence[str]) -> bool:
    return not set(map(normal_name, one)).isdisjoint(map(normal_name, other))
