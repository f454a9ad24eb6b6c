"""Writing a catalogue's file from films, one after another, in memory that does not grow with them."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from closeup.catalog.film import CatalogFilm
from closeup.catalog.store import (
    FORMAT,
    FULL,
    MAIN,
    OTHER,
    SCHEMA,
    SUBTITLE,
    bit_of,
    grams,
    pack,
    pack_rising,
    short_ids,
)
from closeup.catalog.titles import main_part, normal_name, normal_title, subtitle, surname_first
from closeup.errors import OutputError

_AT_ONCE = 20_000
"""Films whose letters are held in memory before they are laid aside on disk."""
_WORKING = """
CREATE TEMP TABLE parts (gram TEXT, first INTEGER, films BLOB, PRIMARY KEY (gram, first)) WITHOUT ROWID;
CREATE TEMP TABLE credits (person INTEGER, film INTEGER, PRIMARY KEY (person, film)) WITHOUT ROWID;
"""


def keys_of(title: str, others: Sequence[str] = ()) -> dict[str, int]:
    """Each normal title by which a film is found, with the surest part that it is."""
    found: dict[str, int] = {}
    named = [(title, FULL), *((other, OTHER) for other in others)]
    for name, part in named:
        found.setdefault(normal_title(name), part)
    for name, _ in named:
        if main := main_part(name):
            found.setdefault(normal_title(main), MAIN)
        if sub := subtitle(name):
            found.setdefault(normal_title(sub), SUBTITLE)
    return found


def write(
    path: Path, films: Iterable[tuple[CatalogFilm, int]], *, done: Callable[[int], None] | None = None
) -> int:
    """Write a catalogue; the file takes its name only when it is whole.

    Parameters
    ----------
    path : Path
    films : iterable of (CatalogFilm, int)
        Each with its fame, from 0: among equals in a search the higher comes first.
    done : callable, optional
        Called with the count after every film.

    Returns
    -------
    int
        How many films it holds.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        os.close(handle)
    except OSError as error:
        raise OutputError(f"the catalogue cannot be written ({error.strerror})", where=str(path)) from error
    new = Path(name)
    try:
        writing = _Writing(new)
        try:
            count = writing.fill(films, done)
        finally:
            writing.db.close()
        new.chmod(0o644)
        new.replace(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise OutputError(f"the catalogue cannot be written ({error})", where=str(path)) from error
    finally:
        new.unlink(missing_ok=True)
    return count


class _Writing:
    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE")
        self.db.executescript(f"{SCHEMA}{_WORKING}")
        self.db.execute("BEGIN")
        self._genres: dict[tuple[str, ...], int] = {}
        self._grams: dict[str, array[int]] = defaultdict(lambda: array("I"))
        self._sizes = bytearray()

    def fill(self, films: Iterable[tuple[CatalogFilm, int]], done: Callable[[int], None] | None) -> int:
        for number, (film, fame) in enumerate(films):
            self._add(number, film, fame)
            if len(self._sizes) % _AT_ONCE == 0:
                self._lay_aside()
            if done:
                done(number + 1)
        self._lay_aside()
        self._finish()
        return len(self._sizes)

    def _add(self, number: int, film: CatalogFilm, fame: int) -> None:
        directors = self._people(number, film.directors)
        actors = self._people(number, film.cast)
        ids = short_ids(film.ids.items(), film.title)
        credits = pack([len(directors), *directors, *actors]) if directors or actors else None
        row = (
            number, film.title, film.year, fame, self._genre(film.genres), credits, ids or None,
            "\n".join(film.other_titles) or None,
        )  # fmt: skip
        self.db.execute("INSERT INTO films VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        keys = keys_of(film.title, film.other_titles)
        self.db.executemany(
            "INSERT INTO titles VALUES (?, ?, ?)", ((key, part, number) for key, part in keys.items())
        )
        self.db.executemany(
            "INSERT OR IGNORE INTO identifiers VALUES (?, ?)",
            (
                (f"{scheme}:{value}", number)
                for scheme, value in film.ids.items()
                # What an article is called mostly leads to its film by the title.
                if scheme != "wikipedia" or normal_title(value.replace("_", " ")) not in keys
            ),
        )
        letters = {gram for key in keys for gram in grams(key)}
        for gram in letters:
            self._grams[gram].append(number)
        self._sizes.append(min(len(letters), 255))

    def _genre(self, names: tuple[str, ...]) -> int | None:
        if not names:
            return None
        if names not in self._genres:
            self._genres[names] = len(self._genres)
            self.db.execute("INSERT INTO genres VALUES (?, ?)", (self._genres[names], "\n".join(names)))
        return self._genres[names]

    def _people(self, film: int, names: Sequence[str]) -> list[int]:
        found: list[int] = []
        for name in names:
            key = surname_first(normal_name(name))
            row = self.db.execute("SELECT person FROM names WHERE key = ?", (key,)).fetchone()
            if row:
                person = row[0]
            else:
                person = self.db.execute("INSERT INTO people (name) VALUES (?)", (name,)).lastrowid
                self.db.execute("INSERT INTO names VALUES (?, ?)", (key, person))
            found.append(person)
            self.db.execute("INSERT OR IGNORE INTO credits VALUES (?, ?)", (person, film))
        return found

    def _lay_aside(self) -> None:
        rows = ((gram, films[0], films.tobytes()) for gram, films in self._grams.items())
        self.db.executemany("INSERT INTO parts VALUES (?, ?, ?)", rows)
        self._grams.clear()

    def _finish(self) -> None:
        parts = self.db.execute("SELECT gram, films FROM parts ORDER BY gram, first")
        self.db.executemany(
            "INSERT INTO grams VALUES (?, ?)",
            (
                (gram, pack_rising(array("I", b"".join(row[1] for row in rows))))
                for gram, rows in groupby(parts, itemgetter(0))
            ),
        )
        credits = self.db.execute("SELECT person, film FROM credits ORDER BY person, film")
        self.db.executemany(
            "UPDATE people SET films = ? WHERE number = ?",
            (
                (pack_rising([row[1] for row in rows]), person)
                for person, rows in groupby(credits, itemgetter(0))
            ),
        )
        meta = {
            "format": FORMAT,
            "films": len(self._sizes),
            "sizes": bytes(self._sizes),
            "marked": self._marked(),
        }
        self.db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        for step in ("DROP TABLE parts", "DROP TABLE credits", "COMMIT", "VACUUM"):
            self.db.execute(step)

    def _marked(self) -> bytes:
        field = bytearray(max(1 << (len(self._sizes) - 1).bit_length(), 64) if self._sizes else 64)
        for (key,) in self.db.execute("SELECT DISTINCT key FROM titles"):
            bit = bit_of(key, len(field) * 8)
            field[bit >> 3] |= 1 << (bit & 7)
        return bytes(field)
