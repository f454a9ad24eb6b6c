"""The films that a review may be about, from the titles that it offers and the people whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from closeup.catalog.film import CatalogFilm
from closeup.reader.film_facts import Agreement, Films, Named, agreement, is_titled, people_of
from closeup.reader.film_odds import Candidate, Setting
from closeup.reader.film_phrases import phrases_of
from closeup.reader.film_titles import NamedTitle, place_of, titles_of
from closeup.reader.mentions import Mention
from closeup.reader.names import take_apart
from closeup.reader.stated_year import LAST, year_of_this, years_named
from closeup.reader.titles import is_part, title_words
from closeup.reading import Character, Credit, Span
from closeup.review import Review

NAMESAKES = 8
"""Films of one title that are weighed, at most."""

ENOUGH = 2
"""Full names from which surnames that stand alone are not looked up: too many bear them."""

TOGETHER = 8
"""Films that the review's people made together that are weighed, at most."""

LEAST_ALIKE = 0.84
"""How alike the title that a review writes and a film's must be."""

_PART = 0.9
CLEAR = 0.6
"""The odds of "this" from which one person's agreement is enough."""

LOOKED_UP = 0.05
"""The odds of "this" from which a title is looked up."""

LIKELY = 0.3
"""The odds of "this" from which a title may be the film's though the catalogue has only one like it."""

_WORD = re.compile(r"\w+")
_YEAR = re.compile(r"(?:18|19|20)\d\d")


def candidates_of(
    review: Review,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    credits: Sequence[Credit],
    characters: Sequence[Character],
    films: Films | None,
) -> tuple[list[Candidate], Setting]:
    """The candidates, and what they share."""
    titles = titles_of(review, mentions, len(sentences))
    people = people_of(credits)
    setting = _setting(review, mentions, titles, people)
    if films is None:
        return [Candidate(title=title) for title in titles if not title.bare], setting
    films = _Shown(films, review) if review.published else films
    found: list[Candidate] = []
    kin: dict[str, CatalogFilm] = {}
    for title in titles:
        same = films.exact(" ".join(title.words)) if title.this >= LOOKED_UP or title.heading else []
        if not title.bare:
            found.append(Candidate(title=title, namesakes=len(same)))
        for place, film in enumerate(same[:NAMESAKES]):
            if title.this < LIKELY and not is_titled(film, title.words):
                kin[film.id] = film
                continue
            found.append(Candidate(title, film, agreement(film, people), namesakes=len(same), place=place))
    if not any(_settles(candidate) for candidate in found):
        if not any(title.this >= CLEAR and not title.bare for title in titles):
            found.extend(_phrases(review.text, sentences, mentions, films, titles, people))
        found.extend(_unsettled(review, films, titles, people, characters, found, kin))
    return found, setting


def _phrases(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    films: Films,
    titles: Sequence[NamedTitle],
    people: Sequence[Named],
) -> Iterator[Candidate]:
    """Phrases that are titles, bare and with the films of that title."""
    known = frozenset(title.words for title in titles if title.this >= LIKELY and not title.bare)
    for title, same in phrases_of(text, sentences, mentions, films, known):
        yield Candidate(title=title, namesakes=len(same))
        for place, film in enumerate(same[:NAMESAKES]):
            yield Candidate(title, film, agreement(film, people), namesakes=len(same), place=place)


class _Shown:
    """The films that were there when a review appeared: of that year, or of the next for one seen early."""

    def __init__(self, films: Films, review: Review) -> None:
        year = _YEAR.search(review.published or "")
        self._films, self._last = films, int(year[0]) + 1 if year else LAST

    def exact(self, title: str) -> list[CatalogFilm]:
        return [film for film in self._films.exact(title) if (film.year or 0) <= self._last]

    def together(self, people: Sequence[str], *, limit: int = 10) -> list[CatalogFilm]:
        made = self._films.together(people, limit=2 * limit)
        return [film for film in made if (film.year or 0) <= self._last][:limit]


def _setting(
    review: Review, mentions: Sequence[Mention], titles: Sequence[NamedTitle], people: Sequence[Named]
) -> Setting:
    return Setting(
        titles=len(titles),
        people=sum(person.directs or person.plays for person in people),
        years=years_named(review.text, [m.span for m in mentions if m.kind == "work"]),
        this_year=year_of_this(review.text),
    )


def _settles(candidate: Candidate) -> bool:
    """Whether nothing is gained by looking for what else the review's people made."""
    people, title = candidate.agreement, candidate.title
    if people is None or title is None:
        return False
    if title.this < LIKELY:
        return False
    return people.agree >= 2 or people.director or (people.agree >= 1 and title.this >= CLEAR)


def _unsettled(
    review: Review,
    films: Films,
    titles: Sequence[NamedTitle],
    people: Sequence[Named],
    characters: Sequence[Character],
    known: Sequence[Candidate],
    kin: Mapping[str, CatalogFilm],
) -> Iterator[Candidate]:
    """Films of its people, or of a series that it names: under a title like theirs, or under none."""
    had = {candidate.film.id for candidate in known if candidate.film}
    made = {film.id: film for film in _together(films, people) if film.id not in had}
    likely = [title for title in titles if title.this >= LIKELY]
    unnamed: list[tuple[CatalogFilm, Agreement]] = []
    for film in ({**made, **kin}).values():
        agrees = agreement(film, people)
        words = title_words(film.title)
        like = max(likely, key=lambda title: _alike(title, words), default=None)
        if like and (alike := _alike(like, words)) >= LEAST_ALIKE:
            yield Candidate(like, film, agrees, namesakes=1, alike=alike)
        elif agrees.agree and not any(title.words == words for title in titles):
            unnamed.append((film, agrees))
    in_story = {take_apart(character.name).words for character in characters}
    heard = frozenset(_WORD.findall(review.text.lower())) if unnamed else frozenset()
    for film, agrees in unnamed:
        words = title_words(film.title)
        yield Candidate(
            film=film,
            agreement=agrees,
            rivals=sum(_as_good(other, agrees) for _, other in unnamed),
            span=None if words in in_story else place_of(review.text, film.title),
            echo=_echo(heard, words),
            kin=film.id in kin or any(is_part(title.words, words) for title in titles),
        )


def _together(films: Films, people: Sequence[Named]) -> list[CatalogFilm]:
    """What the people of a review made together; surnames that stand alone only if there is little else."""
    names = [person.written for person in people if len(person.words) > 1]
    if len(names) < ENOUGH:
        names = [person.written for person in people]
    return films.together(names, limit=TOGETHER) if names else []


def _alike(title: NamedTitle, words: tuple[str, ...]) -> float:
    """How alike a title of the review and a film's are, from 0 to 1; a part of it is `_PART`."""
    from rapidfuzz import fuzz

    if is_part(title.words, words):
        return _PART
    return fuzz.ratio(" ".join(title.words), " ".join(words), score_cutoff=100 * LEAST_ALIKE) / 100


def _echo(heard: frozenset[str], words: Sequence[str]) -> float:
    """The share of a title's longer words that a text has."""
    telling = [word for word in words if len(word) > 3]
    return sum(word in heard for word in telling) / len(telling) if telling else 0.0


def _as_good(one: Agreement, other: Agreement) -> bool:
    return one.agree + one.director >= other.agree + other.director
