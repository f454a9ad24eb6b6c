"""A user's own catalogue: other people's files read into it, records of the same film joined."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal

from closeup.catalog import imdb, tmdb, wikidata
from closeup.catalog.catalog import Catalog, merged
from closeup.catalog.film import SCHEMES, CatalogFilm, id_of
from closeup.catalog.lines import Notices
from closeup.catalog.sameness import same_film
from closeup.catalog.store import FULL, OTHER, Store
from closeup.catalog.titles import normal_title
from closeup.catalog.writing import keys_of, write
from closeup.errors import OutputError

Kind = Literal["imdb", "tmdb", "wikidata"]

_TABLES = """
CREATE TABLE films (number INTEGER PRIMARY KEY, film TEXT, fame INTEGER);
CREATE TABLE keys (key TEXT, film INTEGER, PRIMARY KEY (key, film)) WITHOUT ROWID;
CREATE TABLE ids (name TEXT PRIMARY KEY, film INTEGER) WITHOUT ROWID;
CREATE TABLE loose (number INTEGER PRIMARY KEY, film TEXT, fame INTEGER, key TEXT);
CREATE INDEX loose_key ON loose (key);
"""
_MOST_NAMESAKES = 200


@dataclass(frozen=True)
class Imported:
    """What an import did: films added, films that it told more of, films that it found as they were, and
    lines that could not be used; `films` is how many the catalogue holds now.
    """

    added: int
    joined: int
    unchanged: int
    bad_lines: int
    films: int


def import_files(
    kind: Kind,
    files: Sequence[Path],
    catalogue: Path,
    *,
    notices: Notices | None = None,
    writing: Callable[[int], None] | None = None,
) -> Imported:
    """Read files into a catalogue, which is made if there is none.

    Records are joined to the film that they are about: by a shared identifier, else by title, year and
    people. The catalogue changes only when all is read; importing the same files again changes nothing.
    Memory does not grow with the files; as much room is needed beside the catalogue as the films take.

    Parameters
    ----------
    kind : "imdb", "tmdb" or "wikidata"
        Whose files they are.
    files, catalogue
        Paths.
    notices : Notices, optional
        Hears of progress and bad lines.
    writing : callable, optional
        Called with the count of films written, while the catalogue is written.

    Raises
    ------
    UnknownFormat, BrokenFile, NotFound
        If a file is not what it should be; the catalogue stays as it was.
    OutputError
        If the catalogue cannot be written.
    """
    notices = notices or Notices()
    try:
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        folder = tempfile.TemporaryDirectory(prefix=".importing-", dir=catalogue.parent)
    except OSError as error:
        raise OutputError(
            f"the catalogue cannot be written ({error.strerror})", where=str(catalogue)
        ) from error
    with folder:
        work = sqlite3.connect(Path(folder.name) / "work.db")
        try:
            for setting in ("journal_mode = OFF", "synchronous = OFF"):
                work.execute(f"PRAGMA {setting}")
            shelf = _Shelf(work)
            if catalogue.exists():
                shelf.take(Store(catalogue))
            for film, fame in _films(kind, files, work, notices):
                shelf.add(film, fame)
            shelf.settle()
            count = shelf.count
            if shelf.added or shelf.joined or not catalogue.exists():
                write(catalogue, shelf.films(), done=writing)
        finally:
            work.close()
    return Imported(shelf.added, shelf.joined, shelf.unchanged, notices.bad, count)


def _films(
    kind: Kind, files: Sequence[Path], work: sqlite3.Connection, notices: Notices
) -> Iterator[tuple[CatalogFilm, int]]:
    if kind == "imdb":
        return imdb.films(files, work, notices)
    if kind == "tmdb":
        return tmdb.films(files, notices)
    return wikidata.films(files, work, notices)


class _Shelf:
    """Films on disk while they are joined."""

    def __init__(self, work: sqlite3.Connection) -> None:
        self._work = work
        work.executescript(_TABLES)
        self._shipped = Catalog.shipped()
        self.count = self.added = self.joined = self.unchanged = 0

    def take(self, old: Store) -> None:
        """What the catalogue has so far."""
        for number in range(old.films):
            self._insert(old.film(number), old.fame(number))

    def add(self, film: CatalogFilm, fame: int) -> None:
        """Join a record to its film, or put it beside the others."""
        number = self._identified(film)
        if number is None and film.year is None and not film.directors and not film.cast:
            row = (json.dumps(asdict(film)), fame, normal_title(film.title))
            self._work.execute("INSERT INTO loose (film, fame, key) VALUES (?, ?, ?)", row)
            return
        if number is None:
            number = self._alike(film)
        if number is not None:
            self._join(number, film, fame)
            return
        self.added += 1
        self._insert(self._linked(film), fame)

    def settle(self) -> None:
        """Records of which only a title is known: joined where one film and one record have that title."""
        query = (
            "SELECT film, fame, (SELECT count(*) FROM loose AS same WHERE same.key = loose.key) "
            "FROM loose ORDER BY number"
        )
        for data, fame, namesakes in self._work.execute(query):
            film = _film(data)
            number = self._identified(film)
            if number is None and namesakes == 1:
                owned = self._titled(normal_title(film.title))
                shipped = self._shipped_alike(film)
                known = {self._film(own).ids.get("wikipedia") for own in owned} - {None}
                others = [other for other in shipped if other.ids.get("wikipedia") not in known]
                if len(owned) == 1 and not others and not _conflict(film, self._film(owned[0])):
                    number = owned[0]
                elif not owned and len(others) == 1:
                    film = merged(_only_ids(others[0], film), film)
            if number is not None:
                self._join(number, film, fame)
            else:
                self.added += 1
                self._insert(film, fame)

    def films(self) -> Iterator[tuple[CatalogFilm, int]]:
        """All of them, in a lasting order."""
        for data, fame in self._work.execute("SELECT film, fame FROM films ORDER BY number"):
            yield _film(data), fame

    def _insert(self, film: CatalogFilm, fame: int) -> None:
        film = replace(film, id=id_of(film.ids, normal_title(film.title), film.year))
        number = self.count
        self.count += 1
        self._work.execute("INSERT INTO films VALUES (?, ?, ?)", (number, json.dumps(asdict(film)), fame))
        self._index(number, film)

    def _index(self, number: int, film: CatalogFilm) -> None:
        keys = keys_of(film.title, film.other_titles)
        whole = [(key, number) for key, part in keys.items() if part in (FULL, OTHER)]
        self._work.executemany("INSERT OR IGNORE INTO keys VALUES (?, ?)", whole)
        names = [(f"{scheme}:{value}", number) for scheme, value in film.ids.items()]
        self._work.executemany("INSERT OR IGNORE INTO ids VALUES (?, ?)", names)

    def _join(self, number: int, film: CatalogFilm, fame: int) -> None:
        data, old_fame = self._work.execute(
            "SELECT film, fame FROM films WHERE number = ?", (number,)
        ).fetchone()
        old = _film(data)
        new = merged(old, film)
        new = replace(new, id=id_of(new.ids, normal_title(new.title), new.year))
        if new == old and fame <= old_fame:
            self.unchanged += 1
            return
        self.joined += 1
        self._work.execute(
            "UPDATE films SET film = ?, fame = ? WHERE number = ?",
            (json.dumps(asdict(new)), max(fame, old_fame), number),
        )
        self._index(number, new)

    def _film(self, number: int) -> CatalogFilm:
        return _film(self._work.execute("SELECT film FROM films WHERE number = ?", (number,)).fetchone()[0])

    def _identified(self, film: CatalogFilm) -> int | None:
        for scheme in SCHEMES:
            if scheme in film.ids:
                name = f"{scheme}:{film.ids[scheme]}"
                if row := self._work.execute("SELECT film FROM ids WHERE name = ?", (name,)).fetchone():
                    return int(row[0])
        return None

    def _titled(self, key: str) -> list[int]:
        query = "SELECT film FROM keys WHERE key = ? ORDER BY film LIMIT ?"
        return [row[0] for row in self._work.execute(query, (key, _MOST_NAMESAKES))]

    def _alike(self, film: CatalogFilm) -> int | None:
        keys = dict.fromkeys(map(normal_title, (film.title, *film.other_titles)))
        numbers = dict.fromkeys(number for key in keys for number in self._titled(key))
        return next((number for number in numbers if same_film(film, self._film(number))), None)

    def _shipped_alike(self, film: CatalogFilm) -> list[CatalogFilm]:
        keys = {normal_title(title) for title in (film.title, *film.other_titles)}
        found = {
            other.id: other
            for title in (film.title, *film.other_titles)
            for other in self._shipped.exact(title)
        }
        return [
            other
            for other in found.values()
            if not keys.isdisjoint(map(normal_title, (other.title, *other.other_titles)))
        ]

    def _linked(self, film: CatalogFilm) -> CatalogFilm:
        """The film with its article's name, where it is one of those that come with Closeup."""
        if "wikipedia" in film.ids:
            return film
        same = next((other for other in self._shipped_alike(film) if same_film(film, other)), None)
        return merged(film, _only_ids(same, film)) if same else film


def _film(data: str) -> CatalogFilm:
    facts: dict[str, Any] = json.loads(data)
    for name in ("directors", "cast", "genres", "other_titles"):
        facts[name] = tuple(facts[name])
    return CatalogFilm(**facts)


def _only_ids(shipped: CatalogFilm, film: CatalogFilm) -> CatalogFilm:
    """What a built-in film lends to the record of it: identifiers, and its title, by which they are found."""
    return CatalogFilm(id=film.id, title=shipped.title, other_titles=shipped.other_titles, ids=shipped.ids)


def _conflict(film: CatalogFilm, other: CatalogFilm) -> bool:
    return any(other.ids.get(scheme, value) != value for scheme, value in film.ids.items())
