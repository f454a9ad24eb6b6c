"""What the catalogue knows of the films that a review may be about, and how its people agree with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from closeup.catalog.film import CatalogFilm
from closeup.reader.names import same_full, take_apart
from closeup.reader.titles import title_words
from closeup.reading import Credit

PEOPLE = 8
"""People of a review who are looked up, at most: those named most."""


class Films(Protocol):
    """The part of a catalogue that finding a film needs."""

    def exact(self, title: str) -> list[CatalogFilm]:
        """All films of this title, surest first."""

    def together(self, people: Sequence[str], *, limit: int = 10) -> list[CatalogFilm]:
        """The films that most of these people made together, most first."""


SURNAME = 0.7
"""What it counts that a film has somebody of a surname that stands alone."""


@dataclass(frozen=True)
class Named:
    """A person whom the review names: the words of the name, and what they are said to have done."""

    written: str
    words: tuple[str, ...]
    directs: bool
    plays: bool


@dataclass(frozen=True)
class Agreement:
    """How the people of a review agree with those of a film.

    Attributes
    ----------
    agree : float
        How many are among the film's directors and cast; a lone surname counts `SURNAME`.
    director : bool
        Whether one who directs, in the review, directs the film.
    amiss : int
        How many directors and actors of the review are not known of the film.
    """

    agree: float
    director: bool
    amiss: int


def people_of(credits: Sequence[Credit]) -> list[Named]:
    """The people who may be looked up, those named most first."""
    ordered = sorted(credits, key=lambda credit: -len(credit.mentions) * credit.confidence)
    people = []
    for credit in ordered:
        if credit.roles and set(credit.roles) <= {"critic", "author"}:
            continue
        if words := take_apart(credit.person).words:
            people.append(Named(credit.person, words, "director" in credit.roles, "actor" in credit.roles))
    return people[:PEOPLE]


def agreement(film: CatalogFilm, people: Sequence[Named]) -> Agreement:
    """How these people agree with a film."""
    directors = {take_apart(name).words for name in film.directors}
    everyone = directors | {take_apart(name).words for name in film.cast}
    agree, amiss, director = 0.0, 0, False
    for person in people:
        share = _among(person.words, everyone)
        agree += share
        amiss += not share and (person.directs or person.plays)
        director = director or bool(share and person.directs and _among(person.words, directors))
    return Agreement(agree, director, amiss)


def _among(words: tuple[str, ...], names: set[tuple[str, ...]]) -> float:
    if words in names:
        return 1.0
    if len(words) == 1:
        return SURNAME if any(name and name[-1] == words[0] for name in names) else 0.0
    return 1.0 if any(len(name) > 1 and same_full(words, name) for name in names) else 0.0


def is_titled(film: CatalogFilm, words: tuple[str, ...]) -> bool:
    """Whether this is a whole title of the film, not a part of it."""
    return any(title_words(title) == words for title in (film.title, *film.other_titles))
