"""A small catalogue of old films, and ways to make the files of IMDb, TMDB and Wikidata."""

from __future__ import annotations

from pathlib import Path

import pytest

from closeup.catalog import Catalog, CatalogFilm
from closeup.catalog.writing import write


def film(
    title: str,
    year: int | None,
    directors: tuple[str, ...] = (),
    cast: tuple[str, ...] = (),
    article: str | None = None,
    others: tuple[str, ...] = (),
) -> CatalogFilm:
    ids = {"wikipedia": article or title.replace(" ", "_")}
    return CatalogFilm(f"wikipedia:{ids['wikipedia']}", title, year, directors, cast, ("Drama",), ids, others)


FILMS = (
    film("The General", 1926, ("Clyde Bruckman", "Buster Keaton"), ("Buster Keaton", "Marion Mack"),
         "The_General_(1926_film)"),
    film("Charade", 1963, ("Stanley Donen",), ("Cary Grant", "Audrey Hepburn"), "Charade_(1963_film)"),
    film("Nosferatu: A Symphony of Horror", 1922, ("F. W. Murnau",), ("Max Schreck",), "Nosferatu"),
    film("Night of the Living Dead", 1968, ("George A. Romero",), ("Duane Jones", "Judith O'Dea")),
    film("Night of the Living Dead", 1990, ("Tom Savini",), ("Tony Todd", "Patricia Tallman"),
         "Night_of_the_Living_Dead_(1990_film)"),
    film("His Girl Friday", 1940, ("Howard Hawks",), ("Cary Grant", "Rosalind Russell")),
    film("The Cabinet of Dr. Caligari", 1920, ("Robert Wiene",), ("Werner Krauss", "Conrad Veidt")),
    film("Les Misérables", 1935, ("Richard Boleslawski",), ("Fredric March",), "Les_Misérables_(1935_film)"),
    film("12 Angry Men", 1957, ("Sidney Lumet",), ("Henry Fonda",), "12_Angry_Men_(1957_film)"),
    film("The Godfather Part II", 1974, ("Francis Ford Coppola",), ("Al Pacino",)),
    film("Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", 1964, ("Stanley Kubrick",),
         ("Peter Sellers",), "Dr._Strangelove"),
    film("Love & Friendship", 2016, ("Whit Stillman",), ("Kate Beckinsale",)),
    film("Up", 2009, ("Pete Docter",), ("Ed Asner",), "Up_(2009_film)"),
    film("M", 1931, ("Fritz Lang",), ("Peter Lorre",), "M_(1931_film)"),
    film("Seven", 1995, ("David Fincher",), ("Brad Pitt",), "Se7en", ("Se7en",)),
)  # fmt: skip


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("catalog") / "films.db"
    write(made, ((film, len(film.cast)) for film in FILMS))
    return made


@pytest.fixture(scope="session")
def catalog(path: Path) -> Catalog:
    return Catalog.open(path)
