"""Web Annotations: every claim on its words, in the form that W3C's model asks for."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from closeup.errors import NotEnglish
from closeup.export.annotations import AROUND, claims, collection, failure, quote_selector, text_iri, to_json
from closeup.reading import Reading, Source
from closeup.review import Review, Unreadable
from tests.readings import full_reading, plain, readings

MOTIVATIONS = {
    "assessing", "bookmarking", "classifying", "commenting", "describing", "editing", "highlighting",
    "identifying", "linking", "moderating", "questioning", "replying", "tagging",
}  # fmt: skip
UNREADABLE = Unreadable("de.txt", NotEnglish("the text is in German"))


def check(made: dict[str, Any]) -> None:
    """The requirements of the Web Annotation Data Model, sections 3.1, 3.2.4, 4.2 and 5."""
    assert made["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert made["type"] == "AnnotationCollection"
    assert is_iri(made["id"])
    assert isinstance(made["total"], int)
    assert ("first" in made) == (made["total"] > 0)
    if not made["total"]:
        return
    page = made["first"]
    assert page["type"] == "AnnotationPage"
    assert (page["partOf"], page["startIndex"]) == (made["id"], 0)
    assert len(page["items"]) == made["total"]
    ids = [page["id"], made["id"], *(item["id"] for item in page["items"])]
    assert len(set(ids)) == len(ids)
    for item in page["items"]:
        check_annotation(item)


def check_annotation(item: dict[str, Any]) -> None:
    assert item["type"] == "Annotation"
    assert is_iri(item["id"])
    assert item["motivation"] in MOTIVATIONS
    assert item["generator"]["type"] == "Software"
    for body in item["body"]:
        assert body["purpose"] in MOTIVATIONS
        if body["type"] == "TextualBody":
            assert isinstance(body["value"], str)
            if body.get("format") == "application/json":
                json.loads(body["value"])
        else:
            assert body["type"] == "SpecificResource"
            assert is_iri(body["source"])
    target = item["target"]
    assert target["type"] == "SpecificResource"
    assert is_iri(target["source"]["id"])
    assert is_iri(target.get("scope", "https:"))
    position, quote = target["selector"]
    assert position["type"] == "TextPositionSelector"
    assert 0 <= position["start"] <= position["end"]
    assert quote["type"] == "TextQuoteSelector"
    assert {"type", "exact", "prefix", "suffix"} == set(quote)


def is_iri(value: str) -> bool:
    return urlsplit(value).scheme in {"urn", "ni", "http", "https"} and " " not in value


def bodies(item: dict[str, Any], purpose: str) -> list[str]:
    return [body["value"] for body in item["body"] if body["purpose"] == purpose and "value" in body]


def of_kind(made: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in made["first"]["items"] if bodies(item, "classifying") == [kind]]


def exact(item: dict[str, Any]) -> str:
    words: str = item["target"]["selector"][1]["exact"]
    return words


def test_the_form_is_that_of_the_model() -> None:
    check(collection(full_reading(), full_text=True))
    check(collection(plain()))
    assert json.loads(to_json(full_reading())) == collection(full_reading())


@settings(max_examples=100)
@given(reading=readings())
def test_of_any_reading_position_and_quote_select_the_same_words_and_no_others(reading: Reading) -> None:
    made = collection(reading, full_text=True)
    check(made)
    for item in made.get("first", {}).get("items", []):
        position, quote = item["target"]["selector"]
        assert reading.text[position["start"] : position["end"]] == quote["exact"] != ""
        context = quote["prefix"] + quote["exact"] + quote["suffix"]
        at = reading.text.find(context)
        assert at + len(quote["prefix"]) == position["start"]
        assert reading.text.find(context, at + 1) == -1


@given(
    text=st.text("ab \U0001f3ac", min_size=1, max_size=300), places=st.tuples(st.integers(0), st.integers(0))
)
@example(text="la " * 90, places=(45, 47))
def test_context_grows_until_it_selects_one_place_only(text: str, places: tuple[int, int]) -> None:
    start, end = sorted(place % (len(text) + 1) for place in places)
    made = quote_selector(text, (start, end))
    context = made["prefix"] + made["exact"] + made["suffix"]
    assert text.find(context) + len(made["prefix"]) == start
    assert text.find(context, text.find(context) + 1) == -1
    assert len(made["prefix"]) >= min(AROUND, start)
    assert len(made["suffix"]) >= min(AROUND, len(text) - end)


def test_context_is_32_code_points_where_they_are_enough() -> None:
    text = full_reading().text
    made = quote_selector(text, full_reading().opinions[0].evidence)
    assert (len(made["prefix"]), len(made["suffix"])) == (32, 32)


def test_positions_count_code_points_not_code_units() -> None:
    reading = full_reading()
    assert reading.text.startswith("\U0001f3ac")
    film = of_kind(collection(reading), "film")[0]["target"]["selector"][0]
    assert (film["start"], film["end"]) == reading.film.span if reading.film else None


def test_there_is_an_annotation_for_every_claim() -> None:
    reading = full_reading()
    made = collection(reading, full_text=True)
    counts = {
        "film": 1,
        "stated rating": 1,
        "opinion": len(reading.opinions),
        "target": sum(opinion.target is not None for opinion in reading.opinions),
        "quote": len(reading.quotes),
        "theme": len(reading.themes),
        "person": sum(len(credit.mentions) for credit in reading.credits),
        "character": sum(len(figure.mentions) for figure in reading.characters),
        "work": sum(len(work.mentions) for work in reading.works),
        "sentence": len(reading.sentences),
    }
    assert {kind: len(of_kind(made, kind)) for kind in counts} == counts
    assert made["total"] == sum(counts.values())


def test_an_opinion_is_tagged_with_aspect_and_side_and_holds_its_values_and_its_target_links_to_it() -> None:
    made = collection(full_reading())
    opinion, target = of_kind(made, "opinion")[0], of_kind(made, "target")[0]
    assert exact(opinion) == "terrifying, funny and never once sincere"
    assert opinion["motivation"] == "assessing"
    assert bodies(opinion, "tagging") == ["acting", "praise"]
    assert json.loads(bodies(opinion, "describing")[0]) == {
        "sentence": 4,
        "aspect": "acting",
        "polarity": 0.95,
        "confidence": 0.9,
    }
    assert exact(target) == "Mitchum"
    assert bodies(target, "tagging") == ["Robert Mitchum"]
    assert [body["source"] for body in target["body"] if body["purpose"] == "linking"] == [opinion["id"]]


def test_people_are_tagged_with_name_and_roles_and_works_with_title_and_relation() -> None:
    made = collection(full_reading())
    tags = {exact(item): bodies(item, "tagging") for item in of_kind(made, "person")}
    assert tags["James Agee"] == ["James Agee", "writer", "critic"]
    assert tags["Cortez"] == ["Stanley Cortez", "cinematographer"]
    titles = [bodies(item, "tagging") for item in of_kind(made, "work")]
    assert ["The Night of the Hunter", "this"] in titles
    assert ["The Night of the Hunter", "book"] in titles


def test_the_film_is_identified_where_the_catalogue_has_an_address() -> None:
    (film,) = of_kind(collection(full_reading()), "film")
    assert [body["source"] for body in film["body"] if body["purpose"] == "identifying"] == [
        "https://en.wikipedia.org/wiki/The_Night_of_the_Hunter_(film)"
    ]


def test_the_source_is_the_text_by_its_hash_and_the_scope_its_page() -> None:
    assert text_iri(Review(text="Hello World!").hash) == (
        "ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk"  # the example of RFC 6920, section 8.1
    )
    targets = [item["target"] for item in collection(full_reading())["first"]["items"]]
    assert {target["source"]["id"] for target in targets} == {text_iri(full_reading().hash)}
    assert {target["scope"] for target in targets} == {"https://example.org/reviews/hunter?page=1"}
    local = full_reading().model_copy(update={"source": Source(url="notes/hunter.txt")})
    assert all("scope" not in item["target"] for item in collection(local)["first"]["items"])


def test_sentences_which_make_up_the_whole_text_are_annotated_only_when_asked_for() -> None:
    assert not of_kind(collection(full_reading()), "sentence")
    told = of_kind(collection(full_reading(), full_text=True), "sentence")
    assert bodies(told[3], "tagging") == ["plot", "spoiler"]


def test_ids_are_the_same_each_time_and_others_for_another_review() -> None:
    assert collection(full_reading()) == collection(full_reading())
    other = full_reading().model_copy(update={"id": "another"})
    ids = [{item["id"] for item in collection(made)["first"]["items"]} for made in (full_reading(), other)]
    assert not ids[0] & ids[1]


def test_paths_are_those_of_the_reading() -> None:
    paths = {claim.path: claim for claim in claims(full_reading(), sentences=True)}
    assert paths["quotes/1"].span == full_reading().quotes[1].span
    assert paths["credits/1/1"].span == full_reading().credits[1].mentions[1]
    assert paths["opinions/3/target"].values["person"] == "Stanley Cortez"


@pytest.mark.parametrize("item", [UNREADABLE, Unreadable(None, UNREADABLE.error)])
def test_an_error_is_a_collection_of_nothing_whose_label_says_why(item: Unreadable) -> None:
    made = failure(item)
    check(made)
    assert made["total"] == 0
    assert "not_english: the text is in German" in made["label"]
    assert json.loads(to_json(item)) == made
