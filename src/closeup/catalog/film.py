"""What the catalogue says of a film, and how well a film fits what was looked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SCHEMES = ("wikipedia", "imdb", "wikidata", "tmdb")
"""Whose identifiers are kept; the first that a film has names it."""


@dataclass(frozen=True)
class CatalogFilm:
    """Facts about one film.

    Parameters
    ----------
    id : str
        Whose identifier, a colon, and the identifier, as in `wikipedia:Laura_(1944_film)`. A film
        without any has `title:`, its normal title and its year.
    title : str
        As its source has it.
    year : int or None
        Of the first release.
    directors, cast : tuple of str
        Full names; the cast with the leads first.
    genres : tuple of str
    ids : mapping of str to str
        The film's identifiers side by side, by scheme: wikipedia (article name), imdb (`tt0037008`),
        wikidata (`Q...`), tmdb (a number).
    other_titles : tuple of str
        Titles that it also goes by.
    """

    id: str
    title: str
    year: int | None = None
    directors: tuple[str, ...] = ()
    cast: tuple[str, ...] = ()
    genres: tuple[str, ...] = ()
    ids: Mapping[str, str] = field(default_factory=dict)
    other_titles: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """A film that may be the one looked for.

    Parameters
    ----------
    film : CatalogFilm
    score : float
        From 0 to 1: how well title, year and people agree, as far as each was given.
    title_score : float
        From 0 to 1: how alike the titles are; 1 where they are the same but for articles, case,
        accents, punctuation and how numbers are written.
    """

    film: CatalogFilm
    score: float
    title_score: float


def id_of(ids: Mapping[str, str], normal: str, year: int | None) -> str:
    """The film's own id: its first identifier by `SCHEMES`, else its normal title and year."""
    for scheme in SCHEMES:
        if scheme in ids:
            return f"{scheme}:{ids[scheme]}"
    return f"title:{normal.replace(' ', '_')}" + (f"_{year}" if year is not None else "")
