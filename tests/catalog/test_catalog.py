"""A film is found by its title however it is written, and told from its namesakes by year and people."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.catalog import Catalog, CatalogFilm
from closeup.catalog.writing import write
from closeup.errors import BrokenFile, NotFound
from tests.catalog.conftest import FILMS, film

ANY = st.sampled_from(FILMS)
LONG = st.sampled_from([film for film in FILMS if len(film.title) > 7])


@given(ANY)
def test_every_film_is_found_by_its_own_title_and_year(catalog: Catalog, film: CatalogFilm) -> None:
    assert catalog.search(film.title, year=film.year)[0].film == film
    assert film in catalog.exact(film.title)
    assert catalog.get(film.id) == film


@given(LONG, st.data())
def test_every_film_is_found_with_a_letter_wrong(
    catalog: Catalog, film: CatalogFilm, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(film.title) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    for spelt in (
        film.title[:place] + letter + film.title[place + 1 :],
        film.title[:place] + letter + film.title[place:],
        film.title[:place] + film.title[place + 1 :],
    ):
        assert film.title in {match.film.title for match in catalog.search(spelt, limit=3)}


@given(
    ANY, st.sampled_from(["the {}", "A {}", "{}, The", "{}"]), st.sampled_from([str.lower, str.upper, str])
)
def test_every_film_is_found_with_another_article_and_case(
    catalog: Catalog, film: CatalogFilm, pattern: str, case: Callable[[str], str]
) -> None:
    plain = film.title.removeprefix("The ")
    assert film in [match.film for match in catalog.search(case(pattern.format(plain)), limit=3)]


@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=3))
def test_any_text_may_be_looked_for(catalog: Catalog, text: str, people: list[str]) -> None:
    catalog.exact(text)
    for match in catalog.search(text, people=people):
        assert 0 <= match.score <= match.title_score <= 1


def test_namesakes_are_told_apart_by_the_year(catalog: Catalog) -> None:
    years = [match.film.year for match in catalog.search("night of the living dead", year=1990, limit=2)]
    assert years == [1990, 1968]
    assert catalog.search("Night of the Living Dead (1968)")[0].film.year == 1968


@pytest.mark.parametrize("person", ["Tom Savini", "savini", "Tony Todd"])
def test_namesakes_are_told_apart_by_a_person(catalog: Catalog, person: str) -> None:
    best, second = catalog.search("night of the living dead", people=[person])[:2]
    assert (best.film.year, best.score, second.film.year) == (1990, 1.0, 1968)
    assert second.score < best.score


def test_the_best_known_comes_first_among_equals(tmp_path: Path) -> None:
    write(tmp_path / "films.db", [(film("Salome", 1918), 3), (film("Salome", 1922, article="Salome_2"), 9)])
    found = Catalog.open(tmp_path / "films.db").search("salome")
    assert [match.film.year for match in found] == [1922, 1918]


def test_a_main_part_leads_to_the_whole_title(catalog: Catalog) -> None:
    assert [film.year for film in catalog.exact("dr strangelove")] == [1964]
    assert catalog.exact("Nosferatu")[0].year == 1922
    assert catalog.search("a symphony of horror")[0].film.year == 1922


def test_another_title_leads_to_the_film(catalog: Catalog) -> None:
    assert catalog.exact("se7en")[0].title == "Seven"
    assert catalog.get("wikipedia:Se7en") == catalog.exact("Seven")[0]


def test_what_is_no_title_is_not_found(catalog: Catalog) -> None:
    assert catalog.exact("no film of this name") == []
    assert catalog.search("zzzz qqqq") == []
    assert catalog.get("wikipedia:No_film") is None
    assert catalog.get("nonsense") is None


def test_films_of_a_person(catalog: Catalog) -> None:
    assert [film.title for film in catalog.films_with("cary grant")] == ["Charade", "His Girl Friday"]
    assert [film.title for film in catalog.films_with("Keaton", surname=True)] == ["The General"]
    assert catalog.films_with("Keaton") == []


def test_a_catalogue_is_shared_by_threads_and_pickled(catalog: Catalog) -> None:
    again = pickle.loads(pickle.dumps(catalog))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda film: again.search(film.title)[0].film.title, FILMS * 5))
    assert found == [film.title for film in FILMS * 5]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")
def test_a_catalogue_is_used_after_a_fork(catalog: Catalog) -> None:
    assert catalog.exact("Charade")
    child = os.fork()
    if child == 0:
        os._exit(0 if catalog.exact("Charade") else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_the_same_films_make_the_same_file(path: Path, tmp_path: Path) -> None:
    write(tmp_path / "again.db", ((film, len(film.cast)) for film in FILMS))
    assert (tmp_path / "again.db").read_bytes() == path.read_bytes()


def test_an_empty_catalogue_is_a_catalogue(tmp_path: Path) -> None:
    write(tmp_path / "none.db", [])
    empty = Catalog.open(tmp_path / "none.db")
    assert (len(empty), empty.search("anything"), empty.exact("anything")) == (0, [], [])


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Catalog.open(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("not a catalogue, but long enough to be taken for a file of something")
    with pytest.raises(BrokenFile):
        Catalog.open(tmp_path / "text.db")


def test_the_users_own_films_stand_beside_the_built_in_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "own.db"
    mine = film("A Film That Nobody Made", 2020)
    known = film("Laura", 1944, article="Laura_(1944_film)")
    known = type(known)(**{**vars(known), "ids": {**known.ids, "imdb": "tt0037008"}})
    write(own, [(mine, 0), (known, 0)])
    monkeypatch.setenv("CLOSEUP_CATALOG", str(own))
    both = Catalog.default()
    assert both.exact("film that nobody made") == [mine]
    found = [each for each in both.exact("Laura") if each.year == 1944]
    assert len(found) == 1
    assert found[0].ids == {"wikipedia": "Laura_(1944_film)", "imdb": "tt0037008"}
    assert found[0].directors == ("Otto Preminger",)
    assert [match.film for match in both.search("laura", year=1944, limit=1)] == found
    monkeypatch.setenv("CLOSEUP_CATALOG", str(tmp_path / "missing.db"))
    with pytest.raises(NotFound):
        Catalog.default()


@pytest.mark.parametrize(
    ("title", "year", "director", "star"),
    [
        ("laura", 1944, "Otto Preminger", "Gene Tierney"),
        ("the empire strikes back", 1980, "Irvin Kershner", "Harrison Ford"),
        ("godfather 2", 1974, "Francis Ford Coppola", "Al Pacino"),
        ("sunset bulevard", 1950, "Billy Wilder", "Gloria Swanson"),
        ("spiderman", 2002, "Sam Raimi", "Tobey Maguire"),
        ("dr strangelove", 1964, "Stanley Kubrick", "Peter Sellers"),
    ],
)
def test_well_known_films_come_with_closeup(title: str, year: int, director: str, star: str) -> None:
    found = Catalog.shipped().search(title, limit=1)[0].film
    assert (found.year, director in found.directors, star in found.cast) == (year, True, True)
