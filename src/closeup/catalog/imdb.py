"""Films out of IMDb's dataset files: title.basics, and with it title.crew, title.principals, name.basics."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from closeup.catalog.film import CatalogFilm
from closeup.catalog.lines import Notices, lines
from closeup.errors import UnknownFormat

KINDS = ("movie", "tvMovie")
"""What IMDb calls a film."""
_CAST = 12
"""Of the people who play in a film, the first so many are kept, as in the built-in catalogue."""
_NONE = "\\N"

_COLUMNS = {
    "title.basics": (
        "tconst",
        "titleType",
        "primaryTitle",
        "originalTitle",
        "isAdult",
        "startYear",
        "genres",
    ),
    "title.crew": ("tconst", "directors"),
    "title.principals": ("tconst", "ordering", "nconst", "category"),
    "name.basics": ("nconst", "primaryName"),
}
_STAGED = """
CREATE TABLE imdb_titles (
    id TEXT PRIMARY KEY, title TEXT, original TEXT, year INTEGER, genres TEXT
) WITHOUT ROWID;
CREATE TABLE imdb_credits (
    id TEXT, role INTEGER, place INTEGER, person TEXT, PRIMARY KEY (id, role, place, person)
) WITHOUT ROWID;
CREATE TABLE imdb_names (id TEXT PRIMARY KEY, name TEXT) WITHOUT ROWID;
"""
_DIRECTS, _PLAYS = 0, 1


def films(
    files: Sequence[Path], work: sqlite3.Connection, notices: Notices, *, kinds: Sequence[str] = KINDS
) -> Iterator[tuple[CatalogFilm, int]]:
    """The films of the files, by identifier, each with its fame, which IMDb's files do not tell.

    Parameters
    ----------
    files : sequence of Path
        In any order, plain or gzip; told apart by their first lines. title.basics must be among them, and
        name.basics if title.crew or title.principals is.
    work : sqlite3.Connection
        A database that may be filled, and is thrown away afterwards.
    notices : Notices
    kinds : sequence of str
        The values of titleType that count.

    Raises
    ------
    UnknownFormat
        If a file is none of the four, or one that is needed is missing.
    NotFound, BrokenFile
        As `lines`.
    """
    found = {kind_of(path): path for path in files}
    people = found.keys() & {"title.crew", "title.principals"}
    if "title.basics" not in found:
        raise UnknownFormat("title.basics is needed too: it has the titles", where=str(files[0]))
    if people and "name.basics" not in found:
        raise UnknownFormat("name.basics is needed too: it has the names", where=str(found[min(people)]))
    work.executescript(_STAGED)
    _titles(_rows(found["title.basics"], "title.basics", notices), work, kinds)
    for kind, stage in (("title.crew", _crew), ("title.principals", _principals), ("name.basics", _names)):
        if kind in found:
            stage(_rows(found[kind], kind, notices), work)
    yield from _assembled(work)


def kind_of(path: Path) -> str:
    """Which of IMDb's files this is, by its header.

    Raises
    ------
    UnknownFormat
        If it is none of them.
    """
    with closing(lines(path, Notices())) as source:
        _, header = next(source, (0, ""))
    given = set(header.split("\t"))
    for kind, columns in _COLUMNS.items():
        if given.issuperset(columns):
            return kind
    names = ", ".join(_COLUMNS)
    raise UnknownFormat(f"this is none of IMDb's {names}: its first line does not name their columns",
                        where=str(path))  # fmt: skip


def _rows(path: Path, kind: str, notices: Notices) -> Iterator[list[str]]:
    """The wanted columns of each line."""
    source = lines(path, notices)
    header = next(source)[1].split("\t")
    places = [header.index(column) for column in _COLUMNS[kind]]
    for number, line in source:
        cells = line.split("\t")
        if len(cells) != len(header):
            notices.bad_line(path, number, f"{len(cells)} columns where {len(header)} are due")
            continue
        row = [cells[place] for place in places]
        if row[0][:2] not in ("tt", "nm"):
            notices.bad_line(path, number, f"{row[0][:20]!r} is no identifier of IMDb's")
            continue
        yield row


def _titles(rows: Iterator[list[str]], work: sqlite3.Connection, kinds: Sequence[str]) -> None:
    for tconst, kind, title, original, adult, year, genres in rows:
        if kind in kinds and adult != "1" and title != _NONE:
            work.execute(
                "INSERT OR REPLACE INTO imdb_titles VALUES (?, ?, ?, ?, ?)",
                (
                    tconst,
                    title,
                    original if original not in (_NONE, title) else None,
                    int(year) if year.isdecimal() else None,
                    genres if genres != _NONE else None,
                ),
            )


def _is_film(work: sqlite3.Connection, tconst: str) -> bool:
    return bool(work.execute("SELECT 1 FROM imdb_titles WHERE id = ?", (tconst,)).fetchone())


def _crew(rows: Iterator[list[str]], work: sqlite3.Connection) -> None:
    for tconst, directors in rows:
        if directors != _NONE and _is_film(work, tconst):
            credits = ((tconst, _DIRECTS, place, name) for place, name in enumerate(directors.split(",")))
            work.executemany("INSERT OR IGNORE INTO imdb_credits VALUES (?, ?, ?, ?)", credits)


def _principals(rows: Iterator[list[str]], work: sqlite3.Connection) -> None:
    crewed = bool(work.execute("SELECT 1 FROM imdb_credits").fetchone())
    roles = {"actor": _PLAYS, "actress": _PLAYS, "self": _PLAYS} | ({} if crewed else {"director": _DIRECTS})
    for tconst, ordering, nconst, category in rows:
        if (role := roles.get(category)) is not None and ordering.isdecimal() and _is_film(work, tconst):
            credit = (tconst, role, int(ordering), nconst)
            work.execute("INSERT OR IGNORE INTO imdb_credits VALUES (?, ?, ?, ?)", credit)


def _names(rows: Iterator[list[str]], work: sqlite3.Connection) -> None:
    work.execute("INSERT OR IGNORE INTO imdb_names SELECT DISTINCT person, NULL FROM imdb_credits")
    for nconst, name in rows:
        if name != _NONE:
            work.execute("UPDATE imdb_names SET name = ? WHERE id = ?", (name, nconst))


def _assembled(work: sqlite3.Connection) -> Iterator[tuple[CatalogFilm, int]]:
    credits = (
        "SELECT role, name FROM imdb_credits JOIN imdb_names ON imdb_names.id = person "
        "WHERE imdb_credits.id = ? AND name IS NOT NULL ORDER BY role, place"
    )
    for tconst, title, original, year, genres in work.execute("SELECT * FROM imdb_titles ORDER BY id"):
        people = work.execute(credits, (tconst,)).fetchall()
        film = CatalogFilm(
            id=f"imdb:{tconst}",
            title=title,
            year=year,
            directors=tuple(dict.fromkeys(name for role, name in people if role == _DIRECTS)),
            cast=tuple(dict.fromkeys(name for role, name in people if role == _PLAYS))[:_CAST],
            genres=tuple(genres.split(",")) if genres else (),
            ids={"imdb": tconst},
            other_titles=(original,) if original else (),
        )
        yield film, 0
