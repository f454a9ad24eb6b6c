"""Inputs opened one after another: files, folders, patterns, addresses, standard input."""

from __future__ import annotations

import glob
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, cast

from closeup.errors import FetchRefused, InputError, NotFound, UnknownFormat
from closeup.review import Review, Unreadable
from closeup.sources.deadline import Parsers
from closeup.sources.dispatch import (
    MAX_DOCUMENT_BYTES,
    SUFFIXES,
    TABLES,
    Format,
    check_size,
    format_of,
    known_format,
)
from closeup.sources.policy import FetchPolicy
from closeup.sources.tables import ColumnMap, read_table

if TYPE_CHECKING:
    from closeup.sources.url import Fetcher

_HEAD = 4096
STANDARD_INPUT = "-"
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:(?=//)|https?:")


def open_reviews(
    inputs: Iterable[str | Path],
    *,
    input_format: str | None = None,
    columns: ColumnMap | None = None,
    fetch: FetchPolicy | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Review | Unreadable]:
    """Open inputs one after another and yield their reviews, in order, as they are read.

    Parameters
    ----------
    inputs : iterable of str or Path
        Files; folders (with all that lies in them, sorted, files of known suffixes only); glob
        patterns (``**`` for any depth); https addresses; ``-`` for standard input.
    input_format : str, optional
        The format of every input, in place of what its name and first bytes say. One of `Format`.
    columns : ColumnMap, optional
        Which columns of a table hold what.
    fetch : FetchPolicy, optional
        Limits for addresses.
    stdin : binary file, optional
        What ``-`` reads; by default the process's standard input.

    Yields
    ------
    Review or Unreadable
        What cannot be read comes as an `Unreadable` in its place, and the rest goes on. The
        id of a document is its path or address as given; rows and feed entries have their own. What comes
        without one, such as standard input, is known by its reading's hash.

    Raises
    ------
    UnknownFormat
        `input_format` is not one that is read.
    MissingExtra
        A format needs a package that is not installed.
    """
    form = known_format(input_format) if input_format is not None else None
    return _opened(inputs, form, columns or ColumnMap(), fetch or FetchPolicy(), stdin)


def parse_bytes(
    data: bytes,
    *,
    where: str,
    input_format: str | None = None,
    name: str | None = None,
    columns: ColumnMap | None = None,
) -> list[Review | Unreadable]:
    """Read one document, or a small table, that is already in memory, such as an upload.

    Parameters
    ----------
    where : str
        What errors call it; also the id of its review.
    name : str, optional
        Its file name, whose suffix helps to tell the format.

    Raises
    ------
    InputError
        What is wrong with it.
    """
    form = known_format(input_format) if input_format is not None else None
    with Parsers() as parsers:
        document = _Document(io.BytesIO(data), where, name=name)
        return list(document.reviews(parsers, form, columns or ColumnMap()))


def _opened(
    inputs: Iterable[str | Path],
    form: Format | None,
    columns: ColumnMap,
    policy: FetchPolicy,
    stdin: BinaryIO | None,
) -> Iterator[Review | Unreadable]:
    fetcher: Fetcher | None = None
    with Parsers() as parsers:
        for given in inputs:
            name = str(given)
            if name == STANDARD_INPUT:
                source = stdin if stdin is not None else sys.stdin.buffer
                yield from _safely(name, _Document(source, name).reviews(parsers, form, columns))
            elif isinstance(given, str) and _URL.match(given):
                if fetcher is None:
                    from closeup.sources.url import Fetcher

                    fetcher = Fetcher(policy)
                yield from _safely(name, _from_url(name, fetcher, parsers, form, columns))
            else:
                yield from _from_path(name, parsers, form, columns)


def _safely(name: str, reviews: Iterator[Review | Unreadable]) -> Iterator[Review | Unreadable]:
    try:
        yield from reviews
    except InputError as error:
        if error.where is None:
            error.where = name
        yield Unreadable(name, error)
    except OSError as error:
        yield Unreadable(name, _not_opened(error, name))


def _not_opened(error: OSError, name: str) -> InputError:
    if isinstance(error, FileNotFoundError):
        return NotFound("there is no such file or folder", where=name)
    return InputError(f"it cannot be opened: {error.strerror or type(error).__name__}", where=name)


def _from_path(
    name: str, parsers: Parsers, form: Format | None, columns: ColumnMap
) -> Iterator[Review | Unreadable]:
    found = False
    for path in _paths(name, form):
        found = True
        yield from _safely(path, _from_file(path, parsers, form, columns))
    if not found:
        what = "the folder holds no file that is read" if os.path.isdir(name) else "no file matches"  # noqa: PTH112
        yield Unreadable(name, NotFound(what, where=name))


def _paths(name: str, form: Format | None) -> Iterator[str]:
    # Paths stay the strings that were given: they are the ids, and Path would change "./a" to "a".
    if os.path.isdir(name):  # noqa: PTH112
        yield from _walked(name, form)
    elif glob.has_magic(name) and not os.path.lexists(name):
        for match in sorted(glob.iglob(name, recursive=True)):  # noqa: PTH207
            if os.path.isdir(match):  # noqa: PTH112
                if "**" not in name:
                    yield from _walked(match, form)
            else:
                yield match
    else:
        yield name


def _walked(folder: str, form: Format | None) -> Iterator[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(inner for inner in folders if not inner.startswith("."))
        for file in sorted(files):
            suffix = os.path.splitext(file)[1].lower()  # noqa: PTH122
            # With a format given, the files of that format; a folder holds all sorts of things.
            if not file.startswith(".") and suffix in SUFFIXES and (form is None or SUFFIXES[suffix] == form):
                yield os.path.join(place, file)  # noqa: PTH118


def _from_file(
    path: str, parsers: Parsers, form: Format | None, columns: ColumnMap
) -> Iterator[Review | Unreadable]:
    if "\0" in path:
        raise NotFound("no file has such a name", where=path)
    with Path(path).open("rb") as file:
        yield from _Document(cast(BinaryIO, file), path, name=path, path=Path(path)).reviews(
            parsers, form, columns
        )


def _from_url(
    url: str, fetcher: Fetcher, parsers: Parsers, form: Format | None, columns: ColumnMap
) -> Iterator[Review | Unreadable]:
    if url.lower().startswith("file:"):
        raise FetchRefused("give a file by its path", where=url)
    page = fetcher.fetch(url)
    source = io.BytesIO(page.data)
    name = re.split(r"[?#]", page.final_url)[0]
    document = _Document(source, url, name=name, media_type=page.content_type, url=page.final_url)
    yield from document.reviews(parsers, form, columns)


class _Document:
    """Bytes to read, and what is known of them from where they came."""

    def __init__(
        self,
        source: BinaryIO,
        where: str,
        *,
        name: str | None = None,
        media_type: str | None = None,
        url: str | None = None,
        path: Path | None = None,
    ) -> None:
        self.source = source
        self.where = where
        self.name = name
        self.media_type = media_type
        self.url = url
        self.path = path

    def reviews(
        self, parsers: Parsers, form: Format | None, columns: ColumnMap
    ) -> Iterator[Review | Unreadable]:
        head = b""
        if form is None:
            head = self.source.read(_HEAD)
            form = format_of(head, where=self.where, name=self.name, media_type=self.media_type)
        if form in TABLES:
            yield from self._rows(form, columns, head)
            return
        data = head + _at_most(self.source, MAX_DOCUMENT_BYTES + 1 - len(head))
        check_size(len(data), self.where)
        charset = re.search(r"(?i)charset\s*=\s*[\"']?([\w:.-]+)", self.media_type or "")
        declared = charset[1] if charset else None
        for review in parsers.read(data, form, where=self.where, url=self.url, declared=declared):
            yield self._named(review)

    def _named(self, review: Review | Unreadable) -> Review | Unreadable:
        if isinstance(review, Unreadable):
            return review
        known: dict[str, str] = {}
        if review.id is None and self.where != STANDARD_INPUT:
            known["id"] = self.where
        if review.url is None and self.url:
            known["url"] = self.url
        return review.model_copy(update=known) if known else review

    def _rows(self, form: Format, columns: ColumnMap, head: bytes) -> Iterator[Review | Unreadable]:
        table = cast(Literal["csv", "tsv", "jsonl", "parquet"], form)
        source: Path | BinaryIO = self.source
        if self.path is not None and self.path.is_file():
            source = self.path
        elif head and self.source.seekable():
            self.source.seek(0)
        elif head:
            raise UnknownFormat(f"a {form} table from a pipe needs its input format stated", where=self.where)
        yield from read_table(source, format=table, columns=columns, where=self.where)


def _at_most(source: BinaryIO, count: int) -> bytes:
    pieces = []
    while count > 0 and (piece := source.read(min(count, 1 << 20))):
        pieces.append(piece)
        count -= len(piece)
    return b"".join(pieces)
