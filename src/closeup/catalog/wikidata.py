"""Films out of the results of a Wikidata query, in JSON: see docs/catalog.md for the query."""

from __future__ import annotations

import codecs
import json
import re
import sqlite3
import urllib.parse
from collections.abc import Iterator, Sequence
from pathlib import Path

from closeup.catalog.film import CatalogFilm
from closeup.catalog.lines import Notices, opened
from closeup.errors import BrokenFile, UnknownFormat

_BLOCK = 1 << 16
_LONGEST = 1 << 20
_START = re.compile(r'"bindings"\s*:\s*\[|^\ufeff?\s*\[')
_BETWEEN = re.compile(r"[\s,]*")
_ITEM = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q\d+)$")
_ARTICLE = re.compile(r"https?://en\.wikipedia\.org/wiki/(.+)$")
_FIELDS = {
    "item": ("item", "film", "movie"),
    "title": ("itemLabel", "filmLabel", "movieLabel", "title"),
    "other": ("originalTitle", "original_title", "alias", "itemAltLabel"),
    "date": ("date", "publicationDate", "year", "released"),
    "imdb": ("imdb", "imdbId", "imdb_id", "imdbID"),
    "tmdb": ("tmdb", "tmdbId", "tmdb_id", "tmdbID"),
    "article": ("article", "wikipedia", "sitelink"),
    "director": ("directorLabel",),
    "actor": ("actorLabel", "castLabel", "castMemberLabel"),
    "genre": ("genreLabel",),
}
"""What the columns of the query may be called."""
_STAGED = """
CREATE TABLE wikidata (
    item INTEGER, field TEXT, place INTEGER, value TEXT, PRIMARY KEY (item, field, value)
) WITHOUT ROWID;
"""


def films(
    files: Sequence[Path], work: sqlite3.Connection, notices: Notices
) -> Iterator[tuple[CatalogFilm, int]]:
    """The films of the files by identifier, the rows of each put together; their fame is not told.

    Takes the results as the query service sends them (`results.bindings`) and as its page saves them
    (an array of plain objects).

    Raises
    ------
    UnknownFormat
        If a file is neither, or has no column `item`.
    BrokenFile
        If its JSON is cut short or damaged.
    NotFound
        If it cannot be read.
    """
    work.executescript(_STAGED)
    place = 0
    for path in files:
        for number, row in _objects(path, notices):
            facts = {name: _first(row, columns) for name, columns in _FIELDS.items()}
            item = _ITEM.match(facts["item"])
            if not item:
                if not any(column in row for column in _FIELDS["item"]):
                    raise UnknownFormat("the results have no column ?item", where=f"{path}:{number}")
                notices.bad_line(path, number, f"{facts['item'][:40]!r} is no item of Wikidata's")
                continue
            place += 1
            work.executemany(
                "INSERT OR IGNORE INTO wikidata VALUES (?, ?, ?, ?)",
                ((int(item[1][1:]), name, place, value) for name, value in facts.items() if value),
            )
    for (item_number,) in work.execute("SELECT DISTINCT item FROM wikidata ORDER BY item"):
        if film := _film(item_number, work):
            yield film, 0


def _first(row: dict[str, object], columns: Sequence[str]) -> str:
    for column in columns:
        value = row.get(column)
        if isinstance(value, dict):
            value = value.get("value")
        if isinstance(value, str | int) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _film(number: int, work: sqlite3.Connection) -> CatalogFilm | None:
    facts: dict[str, list[str]] = {name: [] for name in _FIELDS}
    query = "SELECT field, value FROM wikidata WHERE item = ? ORDER BY place"
    for name, value in work.execute(query, (number,)):
        # An item without a label in the language asked for has its identifier there.
        if name == "item" or not _ITEM.match(value):
            facts[name].append(value)
    if not facts["title"]:
        return None
    years = [int(found[1]) for date in facts["date"] if (found := re.match(r"(\d{4})\b", date))]
    article = next((found[1] for link in facts["article"] if (found := _ARTICLE.match(link))), None)
    ids = {
        "wikipedia": urllib.parse.unquote(article).replace(" ", "_") if article else None,
        "imdb": next((value for value in facts["imdb"] if re.fullmatch(r"tt\d+", value)), None),
        "wikidata": f"Q{number}",
        "tmdb": next((value for value in facts["tmdb"] if value.isdecimal()), None),
    }
    title = facts["title"][0]
    return CatalogFilm(
        id=f"wikidata:Q{number}",
        title=title,
        year=min(years, default=None),
        directors=tuple(facts["director"]),
        cast=tuple(facts["actor"]),
        genres=tuple(facts["genre"]),
        ids={scheme: value for scheme, value in ids.items() if value},
        other_titles=tuple(value for value in (*facts["title"][1:], *facts["other"]) if value != title),
    )


def _objects(path: Path, notices: Notices) -> Iterator[tuple[int, dict[str, object]]]:
    """The objects of the array, one after another, each with the line that it begins in."""
    reader = codecs.getincrementaldecoder("utf-8")()
    decoder = json.JSONDecoder()
    text, number, started, ended = "", 1, False, False
    with opened(path) as (content, done, total):
        while not ended:
            try:
                block = content.read(_BLOCK)
                text += reader.decode(block, final=not block)
            except (OSError, EOFError, UnicodeDecodeError) as error:
                raise BrokenFile("the file is damaged or cut short", where=f"{path}:{number}") from error
            notices.progress(path, done(), total)
            if not started:
                if not (found := _START.search(text)):
                    if not block or len(text) > _LONGEST:
                        raise UnknownFormat(
                            "these are not results of a Wikidata query in JSON: no results.bindings",
                            where=str(path),
                        )
                    continue
                started = True
                number += text.count("\n", 0, found.end())
                text = text[found.end() :]
            at = 0
            while True:
                found_space = _BETWEEN.match(text, at)
                start = found_space.end() if found_space else at
                number += text.count("\n", at, start)
                at = start
                if text[at : at + 1] == "]":
                    ended = True
                    break
                try:
                    row, end = decoder.raw_decode(text, at)
                except (ValueError, RecursionError) as error:
                    if not block or len(text) - at > _LONGEST:
                        raise BrokenFile(
                            "the JSON is damaged or cut short here", where=f"{path}:{number}"
                        ) from error
                    break
                notices.lines += 1
                if isinstance(row, dict):
                    yield number, row
                else:
                    raise UnknownFormat(
                        "these are not results of a Wikidata query in JSON: a row is no object",
                        where=f"{path}:{number}",
                    )
                number += text.count("\n", at, end)
                at = end
            text = text[at:]
