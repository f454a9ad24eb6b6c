from __future__ import annotations

import json
from typing import Any

import pytest

from closeup.sources.schema_org import Facts, facts, rating_text
from closeup.sources.structured import things


def page(*objects: Any, raw: str | None = None) -> Facts:
    from lxml import html

    scripts = "".join(
        f'<script type="application/ld+json">{text}</script>'
        for text in ([raw] if raw is not None else map(json.dumps, objects))
    )
    return facts(
        things(html.document_fromstring(f"<html><head>{scripts}</head><body><p>x</p></body></html>"))
    )


@pytest.mark.parametrize(
    ("rating", "text"),
    [
        ({"ratingValue": 3.5, "bestRating": 5, "worstRating": 0.5}, "3.5/5"),
        ({"ratingValue": "3,5", "bestRating": "4"}, "3.5/4"),
        ({"ratingValue": "7.0", "bestRating": "10", "worstRating": "1"}, "7/10"),
        ({"ratingValue": 85, "bestRating": 100}, "85/100"),
        ({"ratingValue": "B+"}, "B+"),
        ({"ratingValue": "80%"}, "80%"),
        ({"ratingValue": "3.5/5"}, "3.5/5"),
        ({"ratingValue": 4}, "4/5"),
        ({"ratingValue": 8}, "8"),
        ({"ratingValue": 8, "bestRating": 5}, "8"),
        ({"ratingValue": 0, "bestRating": 5, "worstRating": 0}, "0/5"),
        ({"ratingValue": 0, "bestRating": 5}, None),
        ({"ratingValue": 0, "bestRating": 5, "worstRating": 1}, None),
        ({"ratingValue": ""}, None),
        ({"ratingValue": None}, None),
        ({"ratingValue": True}, None),
        ({"ratingValue": float("inf"), "bestRating": 5}, None),
        ({"ratingValue": 10**400, "bestRating": 5}, None),
        ({"bestRating": 5}, None),
    ],
)
def test_a_rating_reads_as_printed(rating: dict[str, Any], text: str | None) -> None:
    assert rating_text(rating) == text


def test_a_review_states_its_facts() -> None:
    found = page(
        {
            "@context": "https://schema.org",
            "@type": "Review",
            "name": "Grim &amp; great",
            "author": {"@type": "Person", "name": "By Ann Lee"},
            "publisher": {"@type": "Organization", "name": "The Late Reel"},
            "datePublished": "2020-02-03",
            "itemReviewed": {"@type": "Movie", "name": "Detour", "datePublished": "1945-11-30"},
            "reviewRating": {"@type": "Rating", "ratingValue": 4, "bestRating": 5},
            "reviewBody": "Grim.",
        }
    )
    assert found.title == "Grim & great"
    assert (found.critic, found.publication, found.published) == ("Ann Lee", "The Late Reel", "2020-02-03")
    assert found.rating == "4/5"
    assert found.film is not None
    assert (found.film.title, found.film.year) == ("Detour", 1945)
    assert found.is_review


@pytest.mark.parametrize(
    "author",
    [
        "Ann Lee",
        ["Ann Lee"],
        {"@type": "Person", "name": "Ann Lee"},
        [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Organization", "name": "Reel Desk"}],
        {"@type": ["Person"], "name": ["Ann Lee"]},
    ],
)
def test_authors_come_in_every_shape(author: Any) -> None:
    assert page({"@type": "Review", "author": author}).critic == "Ann Lee"


def test_two_critics_are_both_named() -> None:
    both = [{"@type": "Person", "name": "Ann Lee"}, {"@type": "Person", "name": "Bo Diaz"}]
    assert page({"@type": "Review", "author": both}).critic == "Ann Lee, Bo Diaz"


def test_an_organisation_is_no_critic() -> None:
    found = page({"@type": "NewsArticle", "author": {"@type": "Organization", "name": "The Late Reel"}})
    assert (found.critic, found.publication) == (None, "The Late Reel")


def test_references_in_a_graph_are_followed() -> None:
    found = page(
        {
            "@graph": [
                {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
                {"@type": "Article", "headline": "Detour", "author": {"@id": "#ann"}},
            ]
        }
    )
    assert (found.title, found.critic) == ("Detour", "Ann Lee")


def test_objects_that_refer_to_each_other_in_a_ring_are_read() -> None:
    found = page(
        {
            "@graph": [
                {"@type": "Person", "@id": "#a", "name": "Ann", "author": {"@id": "#b"}},
                {"@type": "Review", "@id": "#b", "name": "Grim", "author": [{"@id": "#a"}] * 50},
            ]
        }
    )
    assert (found.title, found.critic) == ("Grim", "Ann")


def test_a_review_completes_its_article() -> None:
    found = page(
        [
            {"@type": "NewsArticle", "headline": "Detour is back", "datePublished": "2020-01-01"},
            {"@type": "Review", "author": "Ann Lee", "reviewRating": {"ratingValue": 2, "bestRating": 4}},
        ]
    )
    assert (found.title, found.critic, found.published, found.rating) == (
        "Detour is back",
        "Ann Lee",
        "2020-01-01",
        "2/4",
    )


def test_the_one_review_of_a_film_belongs_to_the_page() -> None:
    found = page(
        {"@type": "Movie", "name": "Detour (1945)", "review": {"@type": "Review", "author": "Ann Lee"}}
    )
    assert found.critic == "Ann Lee"
    assert found.film is not None
    assert (found.film.title, found.film.year) == ("Detour", 1945)


def test_many_readers_reviews_are_not_believed() -> None:
    readers = [
        {"@type": "Review", "author": name, "reviewRating": {"ratingValue": value, "bestRating": 5}}
        for name, value in (("grumpus", 1), ("fan", 5))
    ]
    found = page({"@type": "Movie", "name": "Detour", "review": readers})
    assert (found.critic, found.rating, found.is_review) == (None, None, False)


def test_the_critics_review_among_readers_is_found() -> None:
    reviews = [{"@type": "Review", "author": "fan"}, {"@type": "CriticReview", "author": "Ann Lee"}]
    assert page(*reviews, {"@type": "Review", "author": "grumpus"}).critic == "Ann Lee"


def test_an_average_is_nobodys_rating() -> None:
    average = {"@type": "AggregateRating", "ratingValue": 8.1, "bestRating": 10}
    assert page({"@type": "Movie", "name": "Detour", "aggregateRating": average}).rating is None
    assert (
        page({"@type": "Review", "itemReviewed": {"@type": "Movie", "aggregateRating": average}}).rating
        is None
    )


def test_a_reviewed_book_is_no_film() -> None:
    assert page({"@type": "Review", "itemReviewed": {"@type": "Book", "name": "Detour"}}).film is None


def test_related_articles_in_a_list_are_not_the_page() -> None:
    found = page({"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another"}]})
    assert (found.title, found.is_article) == (None, False)


@pytest.mark.parametrize(
    "raw",
    [
        '<!-- {"@type":"Review","author":"Ann Lee"} -->',
        '//<![CDATA[\n{"@type":"Review","author":"Ann Lee"}\n//]]>',
        '{"@type":"Review","author":"Ann Lee"};',
        '{"@type":"WebSite"} {"@type":"Review","author":"Ann Lee"}',
        '{"@type":"Review","author":"Ann\n Lee"}',
        '{"@type":"http://schema.org/Review","author":"Ann Lee"}',
    ],
)
def test_sloppy_json_is_read(raw: str) -> None:
    assert page(raw=raw).critic == "Ann Lee"


@pytest.mark.parametrize(
    "raw", ["", "{", "null", "[[[]]]", '"x"', "[" * 5000, '{"@type":7,"author":[null,3]}']
)
def test_broken_json_is_passed_over(raw: str) -> None:
    assert page(raw=raw).critic is None


def test_lone_surrogates_do_not_come_through() -> None:
    title = page(raw='{"@type":"Review","headline":"A \\ud800 title"}').title
    assert title is not None
    title.encode("utf-8")
