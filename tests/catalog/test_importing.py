"""Files of IMDb, TMDB and Wikidata become one catalogue: each film once, its identifiers side by side."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from closeup.catalog import Catalog, CatalogFilm
from closeup.catalog.importing import Imported, Kind, import_files
from closeup.catalog.lines import Notices
from closeup.errors import BrokenFile, CloseupError, NotFound, UnknownFormat

BASICS = "tconst titleType primaryTitle originalTitle isAdult startYear endYear runtimeMinutes genres"
FILES = {
    "title.basics": [
        BASICS,
        r"tt0017925 movie The_General The_General 0 1926 \N 78 Action,Comedy",
        r"tt0056923 movie Charade Charade 0 1963 \N 113 Comedy,Mystery",
        r"tt0012349 movie The_Kid The_Kid 0 1921 \N 68 Comedy",
        r"tt9900001 movie Nobody's_Film Personne 0 \N \N \N \N",
        r"tt9900002 tvSeries The_General The_General 0 1960 \N \N Drama",
        r"tt9900003 movie Not_For_Children Not_For_Children 1 1975 \N \N Adult",
    ],
    "title.crew": [
        "tconst directors writers",
        r"tt0017925 nm0115669,nm0000036 \N",
        r"tt0056923 nm0002045 nm0001234",
        r"tt9900002 nm0002045 \N",
        r"tt9900001 \N \N",
    ],
    "title.principals": [
        "tconst ordering nconst category job characters",
        r'tt0017925 2 nm0528924 actress \N ["Annabelle"]',
        r'tt0017925 1 nm0000036 actor \N ["Johnnie"]',
        r"tt0017925 3 nm0115669 producer \N \N",
    ],
    "name.basics": [
        "nconst primaryName birthYear deathYear primaryProfession knownForTitles",
        r"nm0000036 Buster_Keaton 1895 1966 actor tt0017925",
        r"nm0115669 Clyde_Bruckman 1894 1955 writer tt0017925",
        r"nm0528924 Marion_Mack 1902 1989 actress tt0017925",
        r"nm0002045 Stanley_Donen 1924 2019 director tt0056923",
        r"nm7777777 Someone_Else \N \N \N \N",
    ],
}


def imdb(folder: Path, *kinds: str, packed: bool = False, **changed: list[str]) -> list[Path]:
    """IMDb's files, columns set apart by tabs; underscores stand for spaces."""
    made = []
    for kind in kinds or FILES:
        rows = changed.get(kind.replace(".", "_"), FILES[kind])
        text = "\n".join(row.replace(" ", "\t").replace("_", " ") for row in rows) + "\n"
        path = folder / f"{kind}.tsv{'.gz' if packed else ''}"
        data = text.encode()
        path.write_bytes(gzip.compress(data) if packed else data)
        made.append(path)
    return made


def tmdb(folder: Path, *rows: tuple[int, str, float]) -> list[Path]:
    path = folder / "movie_ids_05_15_2026.json.gz"
    lines = (
        json.dumps(
            {"adult": False, "id": number, "original_title": title, "popularity": popularity, "video": False}
        )
        for number, title, popularity in rows
    )
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    return [path]


def wikidata(folder: Path, *rows: dict[str, str], name: str = "query.json") -> list[Path]:
    bindings = [{key: {"type": "literal", "value": value} for key, value in row.items()} for row in rows]
    path = folder / name
    names = list(dict.fromkeys(key for row in rows for key in row))
    path.write_text(json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}, indent=1))
    return [path]


GENERAL = {
    "item": "http://www.wikidata.org/entity/Q1091208",
    "itemLabel": "The General",
    "date": "1926-12-31T00:00:00Z",
    "imdb": "tt0017925",
    "tmdb": "961",
}


def run(kind: Kind, files: list[Path], folder: Path, notices: Notices | None = None) -> Imported:
    return import_files(kind, files, folder / "own.db", notices=notices)


def own(folder: Path) -> list[CatalogFilm]:
    return list(Catalog.open(folder / "own.db").films())


@pytest.mark.parametrize("packed", [False, True])
def test_imdbs_four_files_give_films_with_their_people(tmp_path: Path, packed: bool) -> None:
    done = run("imdb", imdb(tmp_path, packed=packed)[::-1], tmp_path)
    assert (done.added, done.joined, done.bad_lines, done.films) == (4, 0, 0, 4)
    general = Catalog.open(tmp_path / "own.db").get("imdb:tt0017925")
    assert general is not None
    assert general.directors == ("Clyde Bruckman", "Buster Keaton")
    assert general.cast == ("Buster Keaton", "Marion Mack")
    assert (general.year, general.genres) == (1926, ("Action", "Comedy"))


def test_television_series_and_adult_titles_are_left_out(tmp_path: Path) -> None:
    run("imdb", imdb(tmp_path), tmp_path)
    assert {film.ids["imdb"] for film in own(tmp_path)}.isdisjoint({"tt9900002", "tt9900003"})


def test_an_original_title_is_another_title(tmp_path: Path) -> None:
    run("imdb", imdb(tmp_path), tmp_path)
    assert [film.title for film in Catalog.open(tmp_path / "own.db").exact("personne")] == ["Nobody's Film"]


def test_a_record_is_linked_to_the_built_in_film_that_it_is_about(tmp_path: Path) -> None:
    run("imdb", imdb(tmp_path), tmp_path)
    charade = Catalog.open(tmp_path / "own.db").get("imdb:tt0056923")
    assert charade is not None
    assert charade.id == "wikipedia:Charade_(1963_film)"
    both = Catalog.default(tmp_path / "own.db")
    assert [film.ids.get("imdb") for film in both.exact("Charade") if film.year == 1963] == ["tt0056923"]


@pytest.mark.parametrize("kind", ["imdb", "tmdb", "wikidata"])
def test_importing_the_same_file_again_changes_nothing(tmp_path: Path, kind: Kind) -> None:
    files = {
        "imdb": imdb(tmp_path),
        "tmdb": tmdb(tmp_path, (961, "The General", 9.5), (4808, "Charade", 12.0), (1, "Zzyzx", 0.1)),
        "wikidata": wikidata(tmp_path, GENERAL),
    }[kind]
    first = run(kind, files, tmp_path)
    before = (tmp_path / "own.db").read_bytes()
    again = run(kind, files, tmp_path)
    assert (again.added, again.joined, again.unchanged) == (0, 0, first.added + first.joined)
    assert (tmp_path / "own.db").read_bytes() == before


def test_identifiers_of_all_three_stand_side_by_side(tmp_path: Path) -> None:
    run("imdb", imdb(tmp_path), tmp_path)
    run("wikidata", wikidata(tmp_path, GENERAL), tmp_path)
    done = run("tmdb", tmdb(tmp_path, (961, "The General", 9.5)), tmp_path)
    assert (done.added, done.joined) == (0, 0) or done.joined == 1
    for name in ("imdb:tt0017925", "wikidata:Q1091208", "tmdb:961"):
        film = Catalog.open(tmp_path / "own.db").get(name)
        assert film is not None
        assert {"imdb": "tt0017925", "wikidata": "Q1091208", "tmdb": "961"}.items() <= film.ids.items()


def test_films_of_one_title_stay_apart_where_year_or_director_differ(tmp_path: Path) -> None:
    run("imdb", imdb(tmp_path), tmp_path)
    other = GENERAL | {
        "item": "http://www.wikidata.org/entity/Q5",
        "date": "1998-01-01",
        "imdb": "",
        "tmdb": "",
    }
    same_year = other | {
        "item": "http://www.wikidata.org/entity/Q6", "date": "1926-01-01", "directorLabel": "Nobody At All",
    }  # fmt: skip
    done = run("wikidata", wikidata(tmp_path, other, same_year), tmp_path)
    assert done.added == 2


def test_rows_of_one_item_are_one_film(tmp_path: Path) -> None:
    rows = [
        GENERAL | {"directorLabel": director, "date": date, "actorLabel": actor}
        for director in ("Buster Keaton", "Clyde Bruckman")
        for actor in ("Marion Mack", "Q123")
        for date in ("1927-02-05T00:00:00Z", "1926-12-31T00:00:00Z")
    ]
    run("wikidata", wikidata(tmp_path, *rows), tmp_path)
    (film,) = own(tmp_path)
    assert film.year == 1926
    assert film.directors == ("Buster Keaton", "Clyde Bruckman")
    assert film.cast == ("Marion Mack",)


def test_wikidata_as_its_page_saves_it_is_read_too(tmp_path: Path) -> None:
    path = tmp_path / "query.json"
    path.write_text(json.dumps([GENERAL, {"item": "http://www.wikidata.org/entity/Q1", "itemLabel": "Q1"}]))
    assert run("wikidata", [path], tmp_path).films == 1


def test_a_title_alone_joins_only_the_one_film_that_bears_it(tmp_path: Path) -> None:
    run("imdb", imdb(tmp_path, "title.basics"), tmp_path)
    rows = [(1, "Nobody's Film", 1.0), (2, "Carmen", 1.0), (3, "The Kid", 5.0), (4, "The Kid", 1.0)]
    run("tmdb", tmdb(tmp_path, *rows), tmp_path)
    catalog = Catalog.open(tmp_path / "own.db")
    found = {number: catalog.get(f"tmdb:{number}") for number in (1, 2, 3, 4)}
    assert found[1] is not None
    assert found[1].ids == {"imdb": "tt9900001", "tmdb": "1"}
    for number in (2, 3, 4):
        film = found[number]
        assert film is not None
        assert film.ids == {"tmdb": str(number)}


def test_bad_lines_are_counted_and_told_with_their_place(tmp_path: Path) -> None:
    files = imdb(
        tmp_path, "title.basics", title_basics=[*FILES["title.basics"], "tt1 movie", "xx a b c d e f g h"]
    )
    told: list[tuple[str, str]] = []
    notices = Notices(complain=lambda where, message: told.append((where, message)))
    done = run("imdb", files, tmp_path, notices)
    assert (done.added, done.bad_lines) == (4, 2)
    assert [where for where, _ in told] == [f"{files[0]}:8", f"{files[0]}:9"]
    path = tmp_path / "export.json"
    good = '{"adult":false,"id":5,"original_title":"Good","popularity":0.5,"video":false}'
    path.write_bytes(f'{good}\n{{"id":\n\xff\n'.encode("latin-1"))
    assert run("tmdb", [path], tmp_path).bad_lines == 2


def test_progress_ends_at_the_size_of_the_file(tmp_path: Path) -> None:
    seen: list[tuple[Path, int, int]] = []
    files = imdb(tmp_path, "title.basics", packed=True)
    run("imdb", files, tmp_path, Notices(progress=lambda *each: seen.append(each)))
    size = files[0].stat().st_size
    assert seen[-1] == (files[0], size, size)


@pytest.mark.parametrize("kind", ["imdb", "tmdb", "wikidata"])
@pytest.mark.parametrize(
    "content", [b"", b"<html></html>\n", b'{"a": 1}\n', b"\x1f\x8b\x08\x00broken", b"[[1]]"]
)
def test_a_wrong_file_is_a_clear_error_and_the_catalogue_stays(
    tmp_path: Path, kind: Kind, content: bytes
) -> None:
    run("wikidata", wikidata(tmp_path, GENERAL), tmp_path)
    before = (tmp_path / "own.db").read_bytes()
    wrong = tmp_path / "wrong"
    wrong.write_bytes(content)
    with pytest.raises((UnknownFormat, BrokenFile)) as caught:
        run(kind, [wrong], tmp_path)
    assert str(wrong) in str(caught.value)
    assert (tmp_path / "own.db").read_bytes() == before


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        run("tmdb", [tmp_path / "none"], tmp_path)


def test_names_are_asked_for_where_people_are_given(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat, match=r"name\.basics"):
        run("imdb", imdb(tmp_path, "title.basics", "title.crew"), tmp_path)
    with pytest.raises(UnknownFormat, match=r"title\.basics"):
        run("imdb", imdb(tmp_path, "name.basics"), tmp_path)


@pytest.mark.parametrize("cut", [40, 300])
def test_a_file_cut_short_leaves_the_catalogue_as_it_was(tmp_path: Path, cut: int) -> None:
    run("imdb", imdb(tmp_path), tmp_path)
    before = (tmp_path / "own.db").read_bytes()
    whole = wikidata(tmp_path, GENERAL, GENERAL | {"item": "Q2"})[0]
    whole.write_bytes(whole.read_bytes()[:-cut])
    with pytest.raises(CloseupError):
        run("wikidata", [whole], tmp_path)
    assert (tmp_path / "own.db").read_bytes() == before


def test_an_interrupted_import_leaves_the_catalogue_and_no_litter(tmp_path: Path) -> None:
    run("wikidata", wikidata(tmp_path, GENERAL), tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    held = (tmp_path / "own.db").read_bytes()
    files = imdb(tmp_path, "title.basics")

    def interrupt(count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_files("imdb", files, tmp_path / "own.db", writing=interrupt)
    assert (tmp_path / "own.db").read_bytes() == held
    assert sorted(path.name for path in tmp_path.iterdir() if path not in files) == before
