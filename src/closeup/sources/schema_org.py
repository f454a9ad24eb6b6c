"""From objects of schema.org to what is known of a review: critic, publication, rating, film."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from closeup.review import FilmFact
from closeup.sources.blocks import one_line
from closeup.sources.structured import Thing, types

_REVIEWS = {"Review", "CriticReview", "ReviewNewsArticle", "UserReview"}
_CRITICS = {"CriticReview", "ReviewNewsArticle"}
_FILMS = {"Movie", "CreativeWork", "VideoObject", "Thing", "ShortFilm", "Film"}
_OTHER_PAGES = {
    "AboutPage", "CheckoutPage", "CollectionPage", "ContactPage", "FAQPage", "ItemList", "JobPosting",
    "Product", "ProfilePage", "Recipe", "SearchResultsPage",
}  # fmt: skip
# Objects under these keys are about something other than the page's own text.
_ASIDE = {"itemListElement", "relatedLink", "citation", "hasPart", "comment", "isPartOf", "suggestedAnswer"}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a source states of a review; None where it says nothing."""

    title: str | None = None
    critic: str | None = None
    publication: str | None = None
    published: str | None = None
    rating: str | None = None
    language: str | None = None
    url: str | None = None
    film: FilmFact | None = None
    body: str | None = field(default=None, repr=False)
    is_review: bool = False
    is_article: bool = False
    is_other: bool = False

    def filled(self, other: Facts) -> Facts:
        """These facts, their gaps filled from `other`."""
        gaps = {
            name: getattr(other, name)
            for name in self.__dataclass_fields__
            if not getattr(self, name) and getattr(other, name)
        }
        return replace(self, **gaps)


def facts(things: list[Thing], address: str | None = None) -> Facts:
    """The facts of the page's one review, completed from its article.

    Where a page holds many reviews (readers' reviews below a film) none of them is the
    page's text, and none is believed. An average (`aggregateRating`) is nobody's rating.
    """
    reviews: list[tuple[Thing, Thing | None]] = []
    articles: list[Thing] = []
    kinds: set[str] = set()
    for thing, parent in _every(things):
        own = types(thing)
        if parent is None:
            kinds |= own
        if own & _REVIEWS:
            reviews.append((thing, parent))
        if any(kind.endswith("Article") or kind == "BlogPosting" for kind in own):
            articles.append(thing)
    review = _one_review(reviews, address)
    article = _one_article(articles, address)
    found = Facts()
    if review is not None:
        found = _of(*review)
        found = replace(found, is_review=True)
    if article is not None and (review is None or article is not review[0]):
        found = found.filled(
            replace(_of(article, None), is_article=True, rating=None if reviews else _rated(article))
        )
    if found.film is None and (film := _only_film(things)):
        found = replace(found, film=film)
    return replace(found, is_other=bool(kinds & _OTHER_PAGES))


def _every(things: list[Thing]) -> Iterator[tuple[Thing, Thing | None]]:
    waiting: list[tuple[Any, Thing | None]] = [(thing, None) for thing in reversed(things)]
    seen: set[int] = set()
    while waiting:
        value, parent = waiting.pop()
        if isinstance(value, list):
            waiting.extend((part, parent) for part in reversed(value))
        elif isinstance(value, dict) and id(value) not in seen:
            seen.add(id(value))
            yield value, parent
            waiting.extend((part, value) for key, part in reversed(value.items()) if key not in _ASIDE)


def _one_review(
    found: list[tuple[Thing, Thing | None]], address: str | None
) -> tuple[Thing, Thing | None] | None:
    distinct = {_signature(thing): (thing, parent) for thing, parent in reversed(found)}
    reviews = list(reversed(distinct.values()))
    for narrower in (
        [pair for pair in reviews if types(pair[0]) & _CRITICS],
        reviews,
        [pair for pair in reviews if pair[1] is None],
        [pair for pair in reviews if address and _address(pair[0]) == address],
    ):
        if len(narrower) == 1:
            return narrower[0]
    return None


def _one_article(found: list[Thing], address: str | None) -> Thing | None:
    here = [thing for thing in found if address and _address(thing) == address]
    return next(iter(here or found), None)


def _signature(thing: Thing) -> tuple[str, str, str]:
    if isinstance(thing.get("@id"), str):
        return (thing["@id"], "", "")
    return (str(_names(thing.get("author"))), str(_rated(thing)), str(thing.get("reviewBody"))[:200])


def _address(thing: Thing) -> str | None:
    for key in ("url", "mainEntityOfPage", "@id"):
        value = thing.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.startswith("http"):
            return value.split("#")[0]
    return None


def _of(thing: Thing, parent: Thing | None) -> Facts:
    people, firms = _authors(thing.get("author") or thing.get("creator"))
    reviewed = thing.get("itemReviewed") or thing.get("about")
    film = _film(reviewed)
    if film is None and reviewed is None and parent is not None and "Movie" in types(parent):
        film = _film(parent)
    body = thing.get("reviewBody") or thing.get("articleBody")
    return Facts(
        title=_string(thing.get("headline")) or _string(thing.get("name")),
        critic=people,
        publication=_names(thing.get("publisher")) or _names(thing.get("sourceOrganization")) or firms,
        published=_string(thing.get("datePublished")) or _string(thing.get("dateCreated")),
        rating=_rated(thing),
        language=_language(thing.get("inLanguage")),
        url=_address(thing),
        film=film,
        body=body.strip() if isinstance(body, str) and body.strip() else None,
    )


def _string(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((part for part in value if isinstance(part, str)), None)
    if not isinstance(value, str):
        return None
    # Content systems escape twice as often as once.
    plain = html.unescape(html.unescape(re.sub(r"<[^<>]{1,200}>", "", value)))
    return one_line(plain)


def _language(value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("alternateName") or value.get("name")
    return _string(value)


def _names(value: Any) -> str | None:
    listed = value if isinstance(value, list) else [value]
    names = [_string(part.get("name") if isinstance(part, dict) else part) for part in listed]
    return ", ".join(dict.fromkeys(name for name in names if name and not name.startswith("http"))) or None


def _authors(value: Any) -> tuple[str | None, str | None]:
    """Persons, and the organisations named as author (a critic is never one)."""
    listed = value if isinstance(value, list) else [value]
    firm = [
        part
        for part in listed
        if isinstance(part, dict) and types(part) & {"Organization", "NewsMediaOrganization"}
    ]
    people = _names([part for part in listed if part not in firm])
    return (re.sub(r"(?i)^(?:review(?:ed)? )?by\s+", "", people) if people else None), _names(firm)


def _film(value: Any) -> FilmFact | None:
    if isinstance(value, list):
        films = [part for part in value if isinstance(part, dict) and "Movie" in types(part)]
        value = films[0] if len(films) == 1 else None
    if not isinstance(value, dict) or (types(value) and not types(value) & _FILMS):
        return None
    name = _string(value.get("name"))
    if name is None:
        return None
    dated = re.fullmatch(r"(.+?)\s*\(((?:18|19|20)\d\d)\)", name)
    if dated:
        return FilmFact(title=dated[1], year=int(dated[2]))
    for key in ("dateCreated", "datePublished", "copyrightYear"):
        if year := re.match(r"(18[89]\d|19\d\d|20\d\d)\b", str(value.get(key) or "")):
            return FilmFact(title=name, year=int(year[1]))
    return FilmFact(title=name)


def _only_film(things: list[Thing]) -> FilmFact | None:
    films = {film for thing in things if "Movie" in types(thing) and (film := _film(thing))}
    return films.pop() if len(films) == 1 else None


def _rated(thing: Thing) -> str | None:
    value = thing.get("reviewRating")
    if isinstance(value, list):
        value = value[0] if len(value) == 1 else None
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        value = {"ratingValue": value}
    return rating_text(value) if isinstance(value, dict) else None


def rating_text(rating: Thing) -> str | None:
    """A schema.org `Rating` as a critic prints it: '3.5/5', 'B+', '80%'.

    A number without `bestRating` counts out of 5, as schema.org defines, unless it is more
    than that; then it stays bare. Zero without `worstRating`, or any value below the worst,
    is what content systems write for "not rated".
    """
    text = _string(_plain(rating.get("ratingValue")))
    if text is None:
        return None
    if not re.fullmatch(r"\d+(?:[.,]\d+)?", text):
        return text
    value = float(text.replace(",", "."))
    best = _number(rating.get("bestRating"))
    worst = _number(rating.get("worstRating"))
    if value < (worst or 0) or (value == 0 and worst is None) or (best == 0 and value == 0):
        return None
    if best is None and value <= 5:
        best = 5.0
    if best is None or value > best:
        return f"{value:g}"
    return f"{value:g}/{best:g}"


def _plain(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return f"{value:g}" if 0 <= value < 1_000_000 else None


def _number(value: Any) -> float | None:
    try:
        return float(str(value).replace(",", ".")) if value is not None else None
    except ValueError:
        return None
