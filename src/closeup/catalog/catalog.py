"""Finding films by title, year and people, in one catalogue or in several side by side."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Self

from closeup.catalog.film import SCHEMES, CatalogFilm, Match
from closeup.catalog.store import SUBTITLE, Candidate, Store
from closeup.catalog.titles import main_part, normal_name, normal_title, subtitle

SHIPPED = Path(__file__).parent / "films.db"
ENVIRONMENT = "CLOSEUP_CATALOG"

_MAIN_WEIGHT, _SUBTITLE_WEIGHT, _OTHER_WEIGHT = 0.94, 0.9, 0.99
"""What agreement with only a part of a title, or with another title, is worth."""
_LEAST_ALIKE = 0.6
"""Titles less alike than this have nothing to do with each other."""
_YEARS = {0: 1.0, 1: 0.95, 2: 0.85}
_WRONG_YEAR, _NO_YEAR = 0.6, 0.92
_NO_PERSON = 0.6
"""What is left of a score where none of the people given made the film; with some, a share of the rest."""
_REMEMBERED = 2**15
"""Questions whose answers are kept."""
_LOOKED_AT = 60
_TOGETHER = 24
_STATED_YEAR = re.compile(r"\((?:[^()]*\s)?((?:18|19|20)\d\d)(?:\s[^()]*)?\)\s*$")


def users_own() -> Path:
    """Where the user's own catalogue is: named by CLOSEUP_CATALOG, else in the user's data folder."""
    if named := os.environ.get(ENVIRONMENT):
        return Path(named)
    import typer

    return Path(typer.get_app_dir("closeup")) / "catalog.db"


class Catalog:
    """Facts about films, from one file or from several side by side. Make one with `shipped`, `open` or
    `default`.

    Safe to share between threads, to pickle, and to use after a fork. The same question always has the
    same answer.
    """

    def __init__(self, stores: Sequence[Store]) -> None:
        self._stores = tuple(stores)
        # the same words come in review after review
        self._exact = lru_cache(_REMEMBERED)(self._titled)
        self._known = lru_cache(_REMEMBERED)(self._is_known)

    def __reduce__(self) -> tuple[type[Catalog], tuple[tuple[Store, ...]]]:
        return type(self), (self._stores,)

    @classmethod
    @cache
    def shipped(cls) -> Self:
        """The films that come with Closeup."""
        return cls([Store(SHIPPED)])

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """The films of one file.

        Raises
        ------
        NotFound
            If there is no such file.
        BrokenFile
            If it is not a catalogue.
        """
        return cls([Store(Path(path))])

    @classmethod
    def default(cls, own: Path | str | None = None) -> Self:
        """The films that come with Closeup, and beside them the user's own where there are any.

        Parameters
        ----------
        own : Path or str, optional
            The user's catalogue. Default: what CLOSEUP_CATALOG names, else `catalog.db` in the user's
            data folder.

        Raises
        ------
        NotFound
            If `own` or CLOSEUP_CATALOG names a file that is not there.
        BrokenFile
            If the user's file is not a catalogue.
        """
        stores = list(cls.shipped()._stores)
        path = Path(own) if own else users_own()
        if own or os.environ.get(ENVIRONMENT) or path.is_file():
            stores.append(Store(path))
        return cls(stores)

    def __len__(self) -> int:
        return sum(store.films for store in self._stores)

    def exact(self, title: str) -> list[CatalogFilm]:
        """All films whose normal title, or its main part (`Dr. Strangelove`), is that of `title`.

        Whole titles come first, then other titles, then main parts; the best known first.
        """
        return list(self._exact(title))

    def _titled(self, title: str) -> tuple[CatalogFilm, ...]:
        key = normal_title(title)
        return tuple(_joined(store.film(number) for store in self._stores for number in store.titled(key)))

    def search(
        self, title: str, *, year: int | None = None, people: Sequence[str] = (), limit: int = 10
    ) -> list[Match]:
        """The films that fit best, the best first.

        Parameters
        ----------
        title : str
            As it may stand in a text: without its article or subtitle, misspelt, in lower case, in tokens.
            A year in brackets at its end counts as `year`.
        year : int, optional
        people : sequence of str
            Full names or surnames of those who directed it or play in it.
        limit : int
            How many films at most.
        """
        if year is None and (stated := _STATED_YEAR.search(title)):
            year = int(stated[1])
        names = [normal for name in people if (normal := normal_name(name))]
        found = (match for store in self._stores for match in _ranked(store, title, year, names, limit))
        best = sorted(found, key=lambda match: -match.score)
        kept: dict[str, Match] = {}
        for match in best:
            first = kept.setdefault(match.film.id, match)
            if first is not match:
                film = merged(first.film, match.film)
                kept[film.id] = Match(film, first.score, max(first.title_score, match.title_score))
        return list(kept.values())[:limit]

    def get(self, film_id: str) -> CatalogFilm | None:
        """The film with this identifier, such as `wikipedia:Laura_(1944_film)` or `imdb:tt0037008`."""
        scheme, _, value = film_id.partition(":")
        found = [
            store.film(number)
            for store in self._stores
            if (number := store.identified(scheme, value)) is not None
        ]
        joined = _joined(found)
        return joined[0] if joined else None

    def films_with(self, person: str, *, surname: bool = False) -> list[CatalogFilm]:
        """All films that this person directed or plays in, by full name; by last name with `surname`."""
        normal = normal_name(person)
        return _joined(
            store.film(number) for store in self._stores for number in store.films_of(normal, surname=surname)
        )

    def knows(self, person: str) -> bool:
        """Whether anybody of this full name directed or plays in a film here."""
        return self._known(person)

    def _is_known(self, person: str) -> bool:
        normal = normal_name(person)
        return any(store.films_of(normal) for store in self._stores)

    def together(self, people: Sequence[str], *, limit: int = 10) -> list[CatalogFilm]:
        """The films that most of these people made together, most first; of as many, the best known first.

        A name of one word is a last name.
        """
        names = [normal for name in people if (normal := normal_name(name))]
        found = []
        for place, store in enumerate(self._stores):
            whose = Counter(n for name in names for n in store.films_of(name, surname=" " not in name))
            most = sorted(whose, key=lambda number: (-whose[number], number))[: max(_TOGETHER, limit)]
            ranked = [
                (-whose[film.number], -film.fame, place, film.number) for film in store.candidates(most)
            ]
            found += sorted(ranked)[:limit]
        return _joined(self._stores[place].film(number) for _, _, place, number in sorted(found)[:limit])

    def stats(self) -> list[dict[str, str | int]]:
        """For each file: its path, and how many films, people and identifiers of each scheme it holds."""
        return [{"file": str(store.path), **store.counts()} for store in self._stores]

    def films(self) -> Iterator[CatalogFilm]:
        """Every film, file by file."""
        for store in self._stores:
            yield from map(store.film, range(store.films))


def _ranked(store: Store, title: str, year: int | None, people: Sequence[str], limit: int) -> list[Match]:
    asked = _forms(title)
    numbers = {number for form in asked for number in store.titled(form, SUBTITLE)}
    numbers.update(store.alike(next(iter(asked)), _LOOKED_AT))
    whose = [set(store.films_of(name, surname=" " not in name)) for name in people]
    scored = []
    for candidate in store.candidates(sorted(numbers)):
        alike = _alike(asked, candidate)
        if alike < _LEAST_ALIKE:
            continue
        share = sum(candidate.number in films for films in whose) / len(whose) if whose else 1.0
        score = alike * _year_agrees(year, candidate.year) * (_NO_PERSON + (1 - _NO_PERSON) * share)
        scored.append((-score, -candidate.fame, candidate.year or 0, candidate.number, alike))
    return [
        Match(store.film(number), round(-score, 6), round(alike, 6))
        for score, _, _, number, alike in sorted(scored)[:limit]
    ]


def _forms(title: str, other: Sequence[str] = ()) -> dict[str, float]:
    """Normal titles, whole and in part, with what agreement with each is worth."""
    forms = {normal_title(title): 1.0}
    for name in other:
        forms.setdefault(normal_title(name), _OTHER_WEIGHT)
    for name in (title, *other):
        if main := main_part(name):
            forms.setdefault(normal_title(main), _MAIN_WEIGHT)
        if sub := subtitle(name):
            forms.setdefault(normal_title(sub), _SUBTITLE_WEIGHT)
    return forms


def _alike(asked: dict[str, float], candidate: Candidate) -> float:
    from rapidfuzz import fuzz

    return max(
        weight * given * fuzz.ratio(form, key) / 100
        for key, weight in _forms(candidate.title, candidate.others).items()
        for form, given in asked.items()
    )


def _year_agrees(asked: int | None, known: int | None) -> float:
    if asked is None:
        return 1.0
    return _NO_YEAR if known is None else _YEARS.get(abs(asked - known), _WRONG_YEAR)


def _joined(films: Iterable[CatalogFilm]) -> list[CatalogFilm]:
    kept: dict[str, CatalogFilm] = {}
    for film in films:
        kept[film.id] = merged(kept[film.id], film) if film.id in kept else film
    return list(kept.values())


def merged(first: CatalogFilm, second: CatalogFilm) -> CatalogFilm:
    """One film from two records of it: the first's facts, and the second's where it has none."""
    ids = {**second.ids, **first.ids}
    titles = dict.fromkeys((*first.other_titles, second.title, *second.other_titles))
    titles.pop(first.title, None)
    return CatalogFilm(
        id=first.id,
        title=first.title,
        year=first.year if first.year is not None else second.year,
        directors=first.directors or second.directors,
        cast=first.cast if len(first.cast) >= len(second.cast) else second.cast,
        genres=first.genres or second.genres,
        ids={scheme: ids[scheme] for scheme in SCHEMES if scheme in ids},
        other_titles=tuple(titles),
    )
