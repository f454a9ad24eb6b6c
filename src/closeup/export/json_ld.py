"""A reading as schema.org JSON-LD: a `CriticReview` with its film, rating, aspects, praise and blame.

Terms and their use are those of https://schema.org, release 30.0. The review's text stays out
unless it is asked for; its quotes are verbatim and of bounded length.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote as escape_for_url

from closeup.export import words
from closeup.review import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from closeup.reading import FilmCandidate, Opinion, Reading, Relation, Role, Verdict

Node = dict[str, Any]

CONTEXT = "https://schema.org"

QUOTE_LIMIT = 300
"""The longest quote or evidence that is given, in code points; a longer one is left out, never cut."""

_WORKS: Mapping[Relation, str] = {
    "film": "Movie",
    "book": "Book",
    "tv": "TVSeries",
    "song": "MusicComposition",
    "game": "VideoGame",
    "play": "Play",
    "other": "CreativeWork",
}
_FILM_CREDITS: Mapping[Role, str] = {
    "director": "director",
    "actor": "actor",
    "writer": "author",
    "producer": "producer",
    "composer": "musicBy",
    "editor": "editor",
    "cinematographer": "contributor",
    "crew": "contributor",
}
_ADDRESSES: Mapping[str, str] = {
    "wikipedia": "https://en.wikipedia.org/wiki/{}",
    "wikidata": "http://www.wikidata.org/entity/{}",
    "imdb": "https://www.imdb.com/title/{}/",
    "tmdb": "https://www.themoviedb.org/movie/{}",
}
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?")


def to_json(item: Reading | Unreadable, *, full_text: bool = False) -> str:
    """A reading, or the error in its place, as indented JSON-LD without a last line end.

    `<`, `>` and `&` are escaped, so that it may stand in a page's `<script>` as it is.
    """
    node = failure(item) if isinstance(item, Unreadable) else critic_review(item, full_text=full_text)
    shown = json.dumps(node, ensure_ascii=False, indent=2)
    return shown.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def critic_review(reading: Reading, *, full_text: bool = False) -> Node:
    """A reading as a schema.org `CriticReview`.

    Parameters
    ----------
    full_text : bool
        Give the whole text as `reviewBody`. For those who may publish it.
    """
    source = reading.source
    film = _film(reading)
    quotes = [quote for quote in reading.quotes if _fits(quote.text)]
    node = {
        "@context": CONTEXT,
        "@type": "CriticReview",
        "identifier": [_identifier("closeup", reading.id), _identifier("sha-256", reading.hash)],
        "name": source.title,
        "url": source.url if is_web_address(source.url) else None,
        "inLanguage": source.language,
        "author": _person(source.critic),
        "publisher": _named("Organization", source.publication),
        "datePublished": source.published if _DATE.fullmatch(source.published or "") else None,
        "itemReviewed": film,
        "reviewRating": _rating(reading.verdict),
        "reviewAspect": list(reading.aspects),
        "positiveNotes": _notes(reading, "praise"),
        "negativeNotes": _notes(reading, "blame"),
        "abstract": quotes[0].text if quotes else None,
        "hasPart": [
            {"@type": "Quotation", "position": quote.rank, "text": quote.text}
            for quote in quotes
        ],
        "mentions": _mentions(reading, placed=set() if film is None else set(_FILM_CREDITS)),
        "reviewBody": reading.text if full_text else None,
    }  # fmt: skip
    return _filled(node)


def failure(item: Unreadable) -> Node:
    """A review that could not be read, as a failed `ReadAction` in its place."""
    return _filled(
        {
            "@context": CONTEXT,
            "@type": "ReadAction",
            "actionStatus": "https://schema.org/FailedActionStatus",
            "object": {"@type": "CriticReview", "identifier": item.id} if item.id else None,
            "error": {"@type": "Thing", "name": item.error.code, "description": str(item.error)},
        }
    )


def is_web_address(url: str | None) -> bool:
    """Whether a source's url is one that a page can link to."""
    return url is not None and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", url) is not None


def address_of(catalog_id: str | None) -> str | None:
    """Where a catalogue's film is described: `imdb:tt0037865` is at imdb.com. None if that is unknown."""
    catalog, _, number = (catalog_id or "").partition(":")
    if catalog not in _ADDRESSES or not number:
        return None
    return _ADDRESSES[catalog].format(escape_for_url(number, safe="()_,!'*:/-"))


def _film(reading: Reading) -> Node | None:
    film = reading.film
    if film is None or not film.title.strip():
        return None
    people: dict[str, list[Node]] = {}
    for credit in reading.credits:
        for part in dict.fromkeys(_FILM_CREDITS[role] for role in credit.roles if role in _FILM_CREDITS):
            people.setdefault(part, []).extend(_some(_person(credit.person)))
    return {
        "@type": "Movie",
        "name": film.title,
        "datePublished": f"{film.year:04d}" if film.year is not None and 0 < film.year < 10_000 else None,
        **_known_as(film),
        **{part: people[part] for part in dict.fromkeys(_FILM_CREDITS.values()) if part in people},
        "character": [node for figure in reading.characters for node in _some(_person(figure.name))],
        "about": [node for theme in reading.themes for node in _some(_named("Thing", theme.text))],
    }


def _known_as(film: FilmCandidate) -> Node:
    catalog, colon, number = (film.catalog_id or "").partition(":")
    return {
        "identifier": _identifier(catalog, number) if colon and number else film.catalog_id,
        "sameAs": address_of(film.catalog_id),
    }


def _rating(verdict: Verdict) -> Node:
    """The critic's own mark on its own scale, else the score out of 100; how it was found is in words."""
    stated = verdict.stated
    value, best = verdict.score, 100.0
    if stated and stated.value is not None and stated.scale and 0 <= stated.value <= stated.scale:
        value, best = stated.value, stated.scale
    said = f"{words.recommendation(verdict)} ({words.certainty(verdict)}). {words.basis(verdict)}"
    return {
        "@type": "Rating",
        "ratingValue": _plain(value),
        "bestRating": _plain(best),
        "worstRating": 0,
        "ratingExplanation": said,
    }


def _notes(reading: Reading, side: str) -> Node | None:
    """What is praised, or blamed, in the critic's words; aspect and target tell what each is about."""
    found: dict[tuple[str, str], None] = {}
    for opinion in reading.opinions:
        evidence = reading.slice(opinion.evidence)
        if words.leaning(opinion.polarity) == side and _fits(evidence):
            found.setdefault((evidence, _subject(opinion)))
    items = [
        {"@type": "ListItem", "position": number, "name": evidence, "description": about}
        for number, (evidence, about) in enumerate(found, start=1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items} if items else None


def _subject(opinion: Opinion) -> str:
    target = words.one_line(opinion.target.person or opinion.target.text) if opinion.target else ""
    return f"{opinion.aspect}: {target}" if target and _fits(target) else opinion.aspect


def _mentions(reading: Reading, placed: set[Role]) -> list[Node]:
    """Other works, and people of none of the roles that the film's own properties have a place for."""
    works = [_named(_WORKS[work.relation], work.title) for work in reading.works if work.relation != "this"]
    people = [_person(credit.person) for credit in reading.credits if not placed & set(credit.roles)]
    return [node for node in (*works, *people) if node]


def _identifier(name: str, value: str) -> Node:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _person(name: str | None) -> Node | None:
    return _named("Person", name)


def _named(kind: str, name: str | None) -> Node | None:
    return {"@type": kind, "name": name} if name and name.strip() else None


def _some(node: Node | None) -> Iterable[Node]:
    return [] if node is None else [node]


def _fits(text: str) -> bool:
    return bool(text.strip()) and len(text) <= QUOTE_LIMIT


def _plain(number: float) -> float | int:
    return int(number) if number == int(number) else number


def _filled(node: Node) -> Node:
    """The node without what is unknown or empty, and so its parts."""
    kept = {name: _filled(value) if isinstance(value, dict) else value for name, value in node.items()}
    return {name: value for name, value in kept.items() if value not in (None, "", [], {})}
