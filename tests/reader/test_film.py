"""The film under review: from source, heading, titles, people and catalogue."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeup.reader.film import find_film
from closeup.reader.mentions import Mention
from closeup.reading import Film
from closeup.review import FilmFact, Review
from tests.reader.titled import SHELF, credit, find

WHALE = credit("James Whale", "director")
KARLOFF = credit("Boris Karloff")


def known(film: Film | None) -> Film:
    assert film is not None
    return film


def test_a_title_that_the_text_names_is_given_as_the_text_has_it_and_where() -> None:
    film = known(find("Nobody trusts anybody in {laura|this}, and rightly so."))
    assert (film.title, film.span) == ("laura", (25, 30))
    assert film.confidence > 0.8


def test_the_film_that_the_source_names_is_certain() -> None:
    film = known(find("Better than {Gilda|film}, I say.", film=FilmFact(title="Laura", year=1944)))
    assert (film.title, film.year, film.confidence) == ("Laura", 1944, 1.0)
    assert film.catalog_id == "wikipedia:Laura_1944"


def test_the_catalogue_gives_the_year_of_the_film_that_the_source_names_without_one() -> None:
    film = known(find("It moves like a train.", film=FilmFact(title="The General")))
    assert (film.year, film.catalog_id) == (1926, "wikipedia:The_General_1926")


def test_the_place_of_the_title_is_found_where_the_source_names_the_film() -> None:
    text = "Few comedies run as well as The General does."
    assert known(find(text, film=FilmFact(title="The General", year=1926))).span == (28, 39)


@pytest.mark.parametrize(
    "heading",
    [
        "Laura",
        "Laura (1944)",
        "Review: Laura",
        "Laura review",
        "'Laura' Review: All Smoke",
        "“Laura” still burns",
    ],
)
def test_the_heading_decides_between_titles_that_the_text_names_alike(heading: str) -> None:
    text = "There is {Detour|this 0.5}, and there is {Laura|this 0.5}."
    assert known(find(text, title=heading)).title == "Laura"


def test_a_film_that_only_the_heading_names_is_found_there() -> None:
    film = known(find("Smoke, rain, and a portrait. I was hooked.", title="Movie review: Laura (1944)"))
    assert (film.title, film.year, film.span) == ("Laura", 1944, None)


def test_a_first_line_that_is_a_title_counts_as_a_heading() -> None:
    film = known(find("Laura (1944)\n\nSmoke, rain, and a portrait. I was hooked."))
    assert (film.title, film.year, film.span) == ("Laura", 1944, (0, 5))


def test_a_slogan_over_a_review_is_no_title() -> None:
    assert find("Smoke, rain, and a portrait. I was hooked.", title="A portrait of obsession") is None


def test_a_film_that_is_only_compared_with_is_not_the_film() -> None:
    assert find("Has the pace of {Stagecoach|film} without its heart.") is None


def test_a_review_that_names_nothing_has_no_film() -> None:
    assert find("A quiet, patient piece of work.") is None


def test_the_title_named_as_the_film_wins_over_one_named_more_often() -> None:
    text = "I love {Detour|film}. {Detour|film} is cheap and {Detour|film} is mean. {Laura|this} is neither."
    assert known(find(text)).title == "Laura"


def test_people_lift_the_title_of_their_film() -> None:
    text = "{Bringing Up Baby|this 0.5} and {His Girl Friday|this 0.5} are both fast."
    film = known(find(text, credit("Rosalind Russell"), credit("Ralph Bellamy")))
    assert film.title == "His Girl Friday"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("{Gilda|this} (1946) sizzles.", 1946),
        ("gilda is what {gilda|this} ( 1946 ) is .", 1946),
        ("The 1946 film {Gilda|this} sizzles.", 1946),
        ("{Gilda|this} is a 1946 noir that sizzles.", 1946),
        ("Charles Vidor's {Gilda|this} (Columbia, 1946) sizzles.", 1946),
        ("{Gilda|this} sizzles. This 1946 thriller knows what hands are for.", 1946),
        ("{Gilda|this} sizzles as nothing did in 1946.", None),
        ("{Gilda|this} (110 minutes) sizzles.", None),
    ],
)
def test_a_year_stated_beside_the_title_is_the_films(text: str, year: int | None) -> None:
    assert known(find(text)).year == year


def test_the_catalogue_gives_the_year_of_a_title_that_only_one_film_has() -> None:
    film = known(find("{Laura|this} is all smoke.", credit("Gene Tierney"), credit("Dana Andrews")))
    assert (film.year, film.catalog_id) == (1944, "wikipedia:Laura_1944")


def test_films_of_one_title_are_told_apart_by_their_people() -> None:
    text = "{Frankenstein|this} still walks."
    assert known(find(text, WHALE, KARLOFF)).year == 1931
    assert known(find(text, credit("J. Searle Dawley", "director"), credit("Augustus Phillips"))).year == 1910


def test_films_of_one_title_are_told_apart_by_the_year_in_the_text() -> None:
    film = known(find("{Frankenstein|this} (1910) still walks."))
    assert (film.year, film.catalog_id) == (1910, "wikipedia:Frankenstein_1910")


def test_a_year_beside_the_title_goes_before_the_catalogues_of_a_year_apart() -> None:
    film = known(find("{Laura|this} (1945) is all smoke.", credit("Gene Tierney")))
    assert (film.year, film.catalog_id) == (1945, "wikipedia:Laura_1944")


def test_a_year_that_the_catalogue_does_not_have_is_the_texts_and_settles_no_film() -> None:
    film = known(find("{Frankenstein|this} (1994) is all thunder."))
    assert (film.year, film.catalog_id) == (1994, None)


def test_films_of_one_title_that_nothing_tells_apart_have_no_year_but_are_candidates() -> None:
    film = known(find("{Frankenstein|this} still walks."))
    assert film.catalog_id is None
    assert {candidate.year for candidate in film.candidates} == {1910, 1931}


def test_a_film_that_the_text_never_names_is_found_by_its_people() -> None:
    people = (credit("Cary Grant"), credit("Rosalind Russell"), credit("Howard Hawks", "director"))
    film = known(find("They talk over each other, and it is music.", *people))
    assert (film.title, film.year, film.span) == ("His Girl Friday", 1940, None)


def test_a_film_that_was_compared_with_is_not_the_one_that_its_people_made() -> None:
    film = find(
        "As fast as {Frankenstein|film} is slow, and as mad.", WHALE, KARLOFF, credit("Elsa Lanchester")
    )
    assert film is None or film.title != "Frankenstein"


def test_a_short_form_is_given_as_the_text_has_it_and_leads_to_the_whole_title() -> None:
    people = (credit("Renny Harlin", "director"), credit("Lisa Wilcox"))
    film = known(find("Of its kind, {The Dream Master|this} is the brightest.", *people))
    assert film.title == "The Dream Master"
    assert film.candidates[0].title == "A Nightmare on Elm Street 4: The Dream Master"
    assert film.year == 1988


def test_a_misspelt_title_leads_to_the_film_of_its_people() -> None:
    film = known(find("{His Girl Fryday|this} talks fast.", credit("Cary Grant"), credit("Rosalind Russell")))
    assert (film.title, film.year) == ("His Girl Fryday", 1940)


def test_a_film_from_after_the_review_is_not_the_film() -> None:
    film = known(find("{Frankenstein|this} walks.", published="1912-05-01"))
    assert film.year == 1910


def test_without_a_catalogue_a_film_has_its_title_and_the_year_of_the_text() -> None:
    film = known(find("{Laura|this} (1944) is all smoke.", shelf=None))
    assert (film.title, film.year, film.catalog_id, film.candidates) == ("Laura", 1944, None, ())


def test_the_shipped_catalogue_settles_a_film() -> None:
    from closeup.catalog import Catalog

    review = Review(text="In Laura, Gene Tierney haunts Dana Andrews.")
    mention = Mention((3, 8), 0, "work", 0.95, relations={"this": 0.95, "film": 0.05})
    people = [credit("Gene Tierney"), credit("Dana Andrews")]
    film = known(find_film(review, [(0, 43)], [mention], people, (), Catalog.shipped()))
    assert (film.year, film.catalog_id) == (1944, "wikipedia:Laura_(1944_film)")


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=80), st.text(max_size=30), st.data())
def test_any_text_has_a_film_or_none_and_its_span_is_verbatim(
    text: str, title: str, data: st.DataObject
) -> None:
    review = Review(text=text, title=title)
    end = len(review.text)
    spans = [
        tuple(sorted(data.draw(st.tuples(st.integers(0, end), st.integers(0, end)))))
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    mentions = [
        Mention((start, stop), 0, "work", 0.9, relations={"this": odds, "film": 1 - odds})
        for start, stop in spans
        for odds in [data.draw(st.floats(0, 1))]
    ]
    people = [credit(data.draw(st.sampled_from(["Cary Grant", "Whale", "", "  ", "\u0301"])))]
    film = find_film(review, [(0, end)], mentions, people, (), SHELF)
    assert film == find_film(review, [(0, end)], mentions, people, (), SHELF)
    if film is not None:
        assert film.title
        assert film.span is None or review.text[slice(*film.span)] == film.title
        assert film.candidates == tuple(sorted(film.candidates, key=lambda one: -one.confidence))


def test_a_title_of_the_catalogue_is_found_though_the_model_marks_no_name() -> None:
    film = known(find('Last night I watched "Bride of Frankenstein" and it is still funny.'))
    assert (film.title, film.year) == ("Bride of Frankenstein", 1935)


def test_in_lower_case_a_title_of_the_catalogue_is_found_with_its_article() -> None:
    text = "the general is a train chase with buster keaton . rent the general tonight ."
    film = known(find(text, credit("buster keaton", "director", "actor")))
    assert (film.title, film.year, film.span) == ("the general", 1926, (0, 11))


def test_a_phrase_in_capitals_that_is_repeated_may_be_the_film_though_the_catalogue_has_it_not() -> None:
    film = known(find("There is fog in Lantern Harbour from the start. Lantern Harbour is a fine scare."))
    assert (film.title, film.year) == ("Lantern Harbour", None)


def test_a_repeated_phrase_has_the_article_that_stands_before_it_everywhere() -> None:
    text = "a night of lanterns is slow . a night of lanterns is long . rent a night of lanterns ."
    assert known(find(text)).title == "a night of lanterns"


def test_words_of_the_sentence_that_are_taken_into_a_title_are_left_out() -> None:
    assert known(find("{Laura|this} has a painting. It is {of Laura|this}, of course.")).title == "Laura"
    assert known(find("I saw {s Laura|this} twice, and liked it.")).title == "Laura"


def test_a_title_that_breaks_off_goes_on_to_the_end_of_its_name() -> None:
    film = known(find("Nobody in {Bride of|this} Frankenstein sleeps."))
    assert (film.title, film.span) == ("Bride of Frankenstein", (10, 31))


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_can_be_searched_for_titles_without_names(text: str) -> None:
    film = find(text.replace("{", "").replace("}", ""))
    assert film is None or film.span is None or film.title
