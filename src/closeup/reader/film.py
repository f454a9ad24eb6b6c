"""Which film a review is about: from the source, the heading, the titles named, the people, the catalogue."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from closeup.reader.film_candidates import candidates_of
from closeup.reader.film_facts import Films, is_titled
from closeup.reader.film_odds import Candidate, Setting, chances, evidence
from closeup.reader.film_weights import WEIGHTS
from closeup.reader.mentions import Mention
from closeup.reader.titles import title_words
from closeup.reading import Character, Credit, Film, FilmCandidate, Span
from closeup.review import Review

LEAST_NAMED = 0.1
"""The odds from which a film that the text names is given."""

LEAST_UNNAMED = 0.35
"""The odds from which a film is given that only the catalogue names."""

SETTLED = 0.5
"""The odds, given the title, from which the catalogue settles which film of that title it is."""

CANDIDATES = 5
"""Films of the catalogue that are listed, at most."""

_LEAST_CANDIDATE = 0.02
_ARTICLE = re.compile(r"(?:the|an?)\s", re.IGNORECASE)
_INITIALS = re.compile(r"(?:\w\.)+\w$")

Ranked = Sequence[tuple[Candidate, float]]


def find_film(
    review: Review,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    credits: Sequence[Credit],
    characters: Sequence[Character],
    catalog: Films | None,
    *,
    weights: Mapping[str, float] = WEIGHTS,
) -> Film | None:
    """The film under review.

    A film that the source names is certain. Otherwise the titles that the text and its heading name, the
    films of these titles in the catalogue, and the films that the review's people made together are
    candidates, each with odds; the odds of a title are those of its films together.

    Parameters
    ----------
    review : Review
    sentences : sequence of Span
    mentions : sequence of Mention
        The names in the text.
    credits : sequence of Credit
        The people whom it names.
    characters : sequence of Character
        The people of the story.
    catalog : Films, optional
        Without one a film has a year only if the text states it.
    weights : mapping of str to float
        Of what speaks for a candidate; the fitted ones by default.

    Returns
    -------
    Film or None
        `title` is as the text writes it, at `span`. Where the text nowhere names the film, but its people
        settle it, `title` is the catalogue's and `span` is None. `candidates` are films of the catalogue,
        likeliest first, with titles and years as the catalogue has them. None where nothing names a film.
    """
    found, setting = candidates_of(review, sentences, mentions, credits, characters, catalog)
    odds = chances([evidence(candidate, setting) for candidate in found], weights)
    ranked = sorted(zip(found, odds, strict=True), key=lambda pair: -pair[1])
    return _given(review, ranked) if review.film else _told(review.text, ranked, setting)


def _told(text: str, ranked: Ranked, setting: Setting) -> Film | None:
    """The film of the likeliest title."""
    totals: dict[tuple[str, ...], float] = {}
    for candidate, chance in ranked:
        words = _words(candidate)
        totals[words] = totals.get(words, 0.0) + chance
    if not totals:
        return None
    words = max(totals, key=lambda words: totals[words])
    same = [(candidate, chance) for candidate, chance in ranked if _words(candidate) == words]
    title, span = _whole(text, *_named(same), same)
    if totals[words] < (LEAST_NAMED if any(candidate.title for candidate, _ in same) else LEAST_UNNAMED):
        return None
    year, catalog_id = _settled(same, totals[words], setting)
    return Film(
        title=title,
        year=year,
        span=span,
        catalog_id=catalog_id,
        confidence=round(totals[words], 3),
        candidates=_listed(ranked),
    )


def _words(candidate: Candidate) -> tuple[str, ...]:
    if candidate.title:
        return candidate.title.words
    return title_words(candidate.film.title) if candidate.film else ()


def _named(same: Ranked) -> tuple[str, Span | None]:
    """A title as the review writes it, else as the catalogue does."""
    for candidate, _ in same:
        if candidate.title:
            return candidate.title.title, candidate.title.span
    best = same[0][0]
    return (best.film.title if best.film else ""), best.span


def _whole(text: str, title: str, span: Span | None, same: Ranked) -> tuple[str, Span | None]:
    """A title with the article before it that its film has, and with the last dot of initials."""
    if span is None or text[slice(*span)] != title:
        return title, span
    start, end = span
    article = next((found[0] for c, _ in same if c.film and (found := _ARTICLE.match(c.film.title))), "")
    before = start - len(article)
    stands = before >= 0 and text[before:start].lower() == article.lower()
    if article and stands and not text[:before][-1:].isalnum() and not _ARTICLE.match(title):
        start = before
    if text[end : end + 1] == "." and _INITIALS.search(title):
        end += 1
    return text[start:end], (start, end)


def _settled(same: Ranked, total: float, setting: Setting) -> tuple[int | None, str | None]:
    """The year, and the film of the catalogue, as far as text or catalogue settle them."""
    told = next((candidate.title.year for candidate, _ in same if candidate.title), None) or setting.this_year
    best, chance = next(
        ((candidate, chance) for candidate, chance in same if candidate.film), (Candidate(), 0.0)
    )
    film = best.film
    if film is None or chance < SETTLED * total:
        return told or _likely_year(same, total), None
    if told is not None and film.year is not None and abs(told - film.year) > 1:
        return told, None
    return told or film.year, film.id


def _likely_year(same: Ranked, total: float) -> int | None:
    """The year on which films of the catalogue agree that cannot be told apart."""
    years: dict[int, float] = {}
    for candidate, chance in same:
        if candidate.film and candidate.film.year:
            years[candidate.film.year] = years.get(candidate.film.year, 0.0) + chance
    return next((year for year, chance in years.items() if chance >= SETTLED * total), None)


def _listed(ranked: Ranked) -> tuple[FilmCandidate, ...]:
    listed: dict[str, FilmCandidate] = {}
    for candidate, chance in ranked:
        film = candidate.film
        if film is None or chance < _LEAST_CANDIDATE or film.id in listed:
            continue
        listed[film.id] = FilmCandidate(
            title=film.title, year=film.year, catalog_id=film.id, confidence=round(chance, 3)
        )
    return tuple(listed.values())[:CANDIDATES]


def _given(review: Review, ranked: Ranked) -> Film | None:
    """The film that the source names, with what text and catalogue say of it."""
    fact = review.film
    if fact is None:
        return None
    words = title_words(fact.title)
    span, found = None, []
    for candidate, chance in ranked:
        if candidate.title and candidate.title.words == words:
            span = span or candidate.title.span
        film = candidate.film
        if film and is_titled(film, words) and _near(fact.year, film.year):
            found.append((film, chance))
    settled = found[0][0] if found and (fact.year is not None or len(found) == 1) else None
    return Film(
        title=fact.title,
        year=fact.year if fact.year is not None else settled.year if settled else None,
        span=span,
        catalog_id=settled.id if settled else None,
        confidence=1.0,
        candidates=_listed([pair for pair in ranked if pair[0].film in [film for film, _ in found]]),
    )


def _near(one: int | None, other: int | None) -> bool:
    return one is None or other is None or abs(one - other) <= 1
