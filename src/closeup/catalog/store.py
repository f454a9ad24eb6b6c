"""A catalogue's file: SQLite, read only and memory-mapped, with indexes of titles, people and letters."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from closeup.catalog.film import SCHEMES, CatalogFilm, id_of
from closeup.catalog.titles import normal_title, surname_first
from closeup.errors import BrokenFile, NotFound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FORMAT = "closeup/catalog@1"
FULL, OTHER, MAIN, SUBTITLE = range(4)
"""What a normal title is of its film, from the surest."""

SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE films (
    number INTEGER PRIMARY KEY, title TEXT NOT NULL, year INTEGER, fame INTEGER NOT NULL, genres INTEGER,
    credits BLOB, ids TEXT, others TEXT
);
CREATE TABLE titles (
    key TEXT, part INTEGER, film INTEGER, PRIMARY KEY (key, part, film)
) WITHOUT ROWID;
CREATE TABLE genres (number INTEGER PRIMARY KEY, names TEXT NOT NULL);
CREATE TABLE people (number INTEGER PRIMARY KEY, name TEXT NOT NULL, films BLOB);
CREATE TABLE names (key TEXT PRIMARY KEY, person INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE identifiers (name TEXT PRIMARY KEY, film INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE grams (gram TEXT PRIMARY KEY, films BLOB NOT NULL) WITHOUT ROWID;
"""
"""`credits` are the count of directors and the numbers of directors and cast; `names` has each normal name
with the surname first; `grams` the films of every three letters of a title."""

_MAPPED = 1 << 30
_CODE = {scheme: str(number) for number, scheme in enumerate(SCHEMES)}
_SCHEME = {code: scheme for scheme, code in _CODE.items()}


@dataclass(frozen=True)
class Candidate:
    """As much of a film as ranking needs."""

    number: int
    title: str
    year: int | None
    fame: int
    others: tuple[str, ...]


def grams(key: str) -> list[str]:
    """The different runs of three letters in a normal title, its ends marked by spaces."""
    padded = f" {key} "
    return sorted({padded[i : i + 3] for i in range(len(padded) - 2)})


def pack(numbers: Iterable[int]) -> bytes:
    """Numbers from 0, as bytes of seven bits each, the lowest first; the eighth bit says that more follow."""
    made = bytearray()
    for number in numbers:
        while number > 127:
            made.append(number & 127 | 128)
            number >>= 7
        made.append(number)
    return bytes(made)


def unpack(blob: bytes) -> list[int]:
    """What `pack` packed."""
    numbers: list[int] = []
    number = shift = 0
    for byte in blob:
        number |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            numbers.append(number)
            number = shift = 0
    return numbers


def pack_rising(numbers: Sequence[int]) -> bytes:
    """Rising numbers, as the steps between them."""
    return pack(number - before for before, number in zip((0, *numbers), numbers, strict=False))


def unpack_rising(blob: bytes) -> NDArray[np.uint32]:
    """What `pack_rising` packed: as `unpack`, all numbers at once, for there may be many thousands."""
    import numpy as np

    data = np.frombuffer(blob, dtype=np.uint8)
    ends = np.flatnonzero(data < 128)
    starts = np.concatenate(([0], ends[:-1] + 1))
    shifts = 7 * (np.arange(len(data)) - np.repeat(starts, ends - starts + 1))
    steps = np.add.reduceat((data & 127).astype(np.uint32) << shifts.astype(np.uint32), starts)
    return np.cumsum(steps, dtype=np.uint32)


def bit_of(key: str, bits: int) -> int:
    """Where in a field of so many bits a normal title leaves its mark."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % bits


def short_ids(ids: Iterable[tuple[str, str]], title: str) -> str:
    """Identifiers in lines; `~` stands for the title within an article's name."""
    own = title.replace(" ", "_")
    return "\n".join(
        f"{_CODE[scheme]}~{value[len(own) :]}" if value.startswith(own) else f"{_CODE[scheme]}{value}"
        for scheme, value in ids
    )


def _long_ids(lines: str, title: str) -> dict[str, str]:
    own = title.replace(" ", "_")
    return {_SCHEME[line[0]]: own + line[2:] if line[1:2] == "~" else line[1:] for line in lines.split("\n")}


class Store:
    """One catalogue file, open for reading; threads and forked processes may share it.

    Raises
    ------
    NotFound
        If there is no such file.
    BrokenFile
        If it is not a catalogue of this version.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        if not path.is_file():
            raise NotFound("there is no such catalogue", where=str(path))
        try:
            meta: dict[str, object] = dict(self._db().execute("SELECT name, value FROM meta"))
        except sqlite3.DatabaseError as error:
            raise BrokenFile(f"this is not a catalogue of films ({error})", where=str(path)) from error
        if meta.get("format") != FORMAT:
            raise BrokenFile(f"this is not a catalogue in the form {FORMAT}", where=str(path))
        self.films = cast(int, meta["films"])
        self._sizes = cast(bytes, meta["sizes"])
        self._marked = cast(bytes, meta["marked"])
        self._bits = len(self._marked) * 8

    def __reduce__(self) -> tuple[type[Store], tuple[Path]]:
        return Store, (self.path,)

    def _db(self) -> sqlite3.Connection:
        # SQLite forbids using a connection of before a fork after it.
        if getattr(self._local, "pid", None) != os.getpid():
            address = f"{self.path.absolute().as_uri()}?mode=ro&immutable=1"
            self._local.db = sqlite3.connect(address, uri=True)
            self._local.db.execute(f"PRAGMA mmap_size = {_MAPPED}")
            self._local.pid = os.getpid()
        return cast(sqlite3.Connection, self._local.db)

    def close(self) -> None:
        """Let go of the file, as far as this thread holds it."""
        if getattr(self._local, "pid", None) == os.getpid():
            self._local.db.close()
            self._local.pid = None

    def titled(self, key: str, last: int = MAIN) -> list[int]:
        """Numbers of the films with this normal title, surest first."""
        # Most phrases of a text are no title: a bit that is not set says so without asking the file.
        bit = bit_of(key, self._bits)
        if not self._marked[bit >> 3] >> (bit & 7) & 1:
            return []
        query = "SELECT film FROM titles WHERE key = ? AND part <= ? ORDER BY part, film"
        return list(dict.fromkeys(row[0] for row in self._db().execute(query, (key, last))))

    def alike(self, key: str, limit: int) -> list[int]:
        """Numbers of the films whose titles share most letters in threes with this normal title."""
        import numpy as np

        wanted = grams(key)
        query = f"SELECT films FROM grams WHERE gram IN ({_marks(wanted)})"  # noqa: S608
        lists = [unpack_rising(row[0]) for row in self._db().execute(query, wanted)]
        if not lists:
            return []
        shared = np.zeros(self.films, dtype=np.float32)
        for films in lists:
            shared[films] += 1
        sizes = np.frombuffer(self._sizes, dtype=np.uint8)
        # Tversky's index: what the film's title has more counts less, for it may be a subtitle.
        found = np.flatnonzero(shared)
        likeness = shared[found] / (len(wanted) + 0.3 * np.maximum(sizes[found] - shared[found], 0))
        kept = np.argsort(-likeness, kind="stable")[:limit]
        return [int(number) for number in found[kept]]

    def candidates(self, numbers: Sequence[int]) -> list[Candidate]:
        """What ranking needs of these films."""
        columns = "number, title, year, fame, others"
        query = f"SELECT {columns} FROM films WHERE number IN ({_marks(numbers)})"  # noqa: S608
        return [
            Candidate(number, title, year, fame, tuple(others.split("\n")) if others else ())
            for number, title, year, fame, others in self._db().execute(query, numbers)
        ]

    def film(self, number: int) -> CatalogFilm:
        """All that is known of the film of this number."""
        query = "SELECT title, year, genres, credits, ids, others FROM films WHERE number = ?"
        title, year, kinds, credits, lines, others = self._db().execute(query, (number,)).fetchone()
        led, *people = unpack(credits) if credits else [0]
        query = f"SELECT number, name FROM people WHERE number IN ({_marks(people)})"  # noqa: S608
        names = dict(self._db().execute(query, people).fetchall()) if people else {}
        ids = _long_ids(lines, title) if lines else {}
        return CatalogFilm(
            id=id_of(ids, normal_title(title), year),
            title=title,
            year=year,
            directors=tuple(names[person] for person in people[:led]),
            cast=tuple(names[person] for person in people[led:]),
            genres=self._genres(kinds) if kinds is not None else (),
            ids=ids,
            other_titles=tuple(others.split("\n")) if others else (),
        )

    def fame(self, number: int) -> int:
        """How well known the film of this number is, from 0; it settles ties."""
        return int(self._db().execute("SELECT fame FROM films WHERE number = ?", (number,)).fetchone()[0])

    def _genres(self, number: int) -> tuple[str, ...]:
        names: str = self._db().execute("SELECT names FROM genres WHERE number = ?", (number,)).fetchone()[0]
        return tuple(names.split("\n"))

    def films_of(self, normal: str, *, surname: bool = False) -> list[int]:
        """Numbers of the films that a person of this normal name directed or plays in.

        With `surname` the name is a last name, and the films are those of all who bear it.
        """
        key = normal if surname else surname_first(normal)
        query = "SELECT films FROM people WHERE number IN (SELECT person FROM names WHERE key = ?)"
        given: tuple[str, ...] = (key,)
        if surname:
            query = query.replace("key = ?", "key = ? OR key BETWEEN ? AND ?")
            given = (key, f"{key} ", f"{key}!")
        found: set[int] = set()
        for (blob,) in self._db().execute(query, given):
            found.update(unpack_rising(blob).tolist())
        return sorted(found)

    def identified(self, scheme: str, value: str) -> int | None:
        """Number of the film with this identifier."""
        name = f"{scheme}:{value}"
        query = "SELECT film FROM identifiers WHERE name = ?"
        if row := self._db().execute(query, (name,)).fetchone():
            return int(row[0])
        words = value.replace("_", " ")
        keys = {normal_title(words), normal_title(re.sub(r" \d+$", "", words))}
        numbers = (number for key in sorted(keys) for number in self.titled(key, SUBTITLE))
        return next((number for number in numbers if self.film(number).id == name), None)

    def counts(self) -> dict[str, int]:
        """How many films, films with a year, directors or cast, people, and identifiers there are."""
        query = (
            "SELECT count(*) AS films, count(year) AS years, "
            "sum(substr(hex(credits), 1, 2) > '00') AS directed, "
            "sum(length(credits) > 1) AS credited, (SELECT count(*) FROM people) AS people FROM films"
        )
        cursor = self._db().execute(query)
        names = [column[0] for column in cursor.description]
        counts = {name: count or 0 for name, count in zip(names, cursor.fetchone(), strict=True)}
        for scheme, code in _CODE.items():
            # Codes are single digits at the start of a line.
            held = "SELECT count(*) FROM films WHERE ids LIKE ? OR ids LIKE ?"
            found = self._db().execute(held, (f"{code}%", f"%\n{code}%")).fetchone()
            counts[scheme] = int(found[0])
        return counts


def _marks(given: Sequence[object]) -> str:
    return ",".join("?" * len(given))
