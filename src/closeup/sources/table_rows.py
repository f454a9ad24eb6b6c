"""The rows of a table file as they stand in it: encoding, delimiter, lines, batches, in bounded memory."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import json
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from closeup.errors import BadLine, BrokenFile, EmptyText, InputError, MissingExtra, NotText, TooLarge

MAX_LINE = 8_000_000
"""Characters of a line or cell: past the limit of a text even with every letter written as an escape."""

_HEAD = 262_144
"""Bytes from which encoding and delimiter are told."""

_BATCH = 256
"""Rows of a Parquet file that are held at a time."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    # The mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_WINDOWS_MARKS = re.compile(rb"[\x91-\x97]")
_MAC_MARKS = re.compile(
    rb"(?<=[a-z.,!?])[\xd0-\xd5]|(?:^|(?<=[\s\"]))(?:[\xd0\xd1](?=\s)|[\xd2\xd4](?=[A-Za-z]))", re.MULTILINE
)
"""Quotation marks and dashes where they stand in text; as capitals (ALMODÓVAR) the bytes are Windows'."""
_ODD_SHARE = 0.01
"""Share of control characters past which bytes are not text."""

Finder = Callable[[Sequence[str]], Mapping[str, str]]
"""From the names of columns to the column of each field of a review."""


@dataclass(slots=True)
class Row:
    """One row: where it stands, its values by field of a review, or what is wrong with it."""

    place: str
    values: dict[str, object]
    error: InputError | None = None


def separated_rows(source: Path | BinaryIO, find: Finder, *, tabs: bool, where: str) -> Iterator[Row]:
    """The rows of a CSV or TSV file with a header row."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    with _opened(source, where) as binary, _lines(binary, where) as lines:
        delimiter, quoting = _dialect(lines.head, tabs)
        reader = csv.reader(lines, delimiter=delimiter, quoting=quoting)
        header: list[str] = []
        while not any(header):
            try:
                header = [name.strip() for name in next(reader)]
            except StopIteration:
                raise EmptyText("the table is empty", where=where) from None
            except (csv.Error, TooLarge) as error:
                raise BadLine("the header row cannot be read", where=where) from error
        place = {field: header.index(name) for field, name in find([n for n in header if n]).items()}
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except TooLarge as error:
                yield Row(f"{where}:{reader.line_num + 1}", {}, error)
                continue
            except csv.Error as error:
                wrong = BadLine(f"not a row of a table ({error}); is a quotation mark left open?")
                yield Row(f"{where}:{reader.line_num}", {}, wrong)
                continue
            if not cells:
                continue
            if len(header) == 1:
                cells = [delimiter.join(cells)]
            at = f"{where}:{reader.line_num}"
            if len(cells) < len(header) or any(cells[len(header) :]):
                ragged = BadLine(f"the row has {len(cells)} cells where the header has {len(header)}")
                # Cells before the text stand where they should, since it is a text's commas that split it.
                sure = place.get("id", len(header)) < min(place["text"], len(cells))
                yield Row(at, {"id": cells[place["id"]]} if sure else {}, ragged)
                continue
            yield Row(at, {field: cells[index] for field, index in place.items()})


def json_rows(source: Path | BinaryIO, find: Finder, *, where: str) -> Iterator[Row]:
    """The objects of a file with one JSON object a line."""
    with _opened(source, where) as binary, _lines(binary, where) as lines:
        while True:
            try:
                line = next(lines)
            except StopIteration:
                return
            except TooLarge as error:
                yield Row(f"{where}:{lines.number}", {}, error)
                continue
            if line.isspace():
                continue
            at = f"{where}:{lines.number}"
            try:
                thing = json.loads(line)
            except json.JSONDecodeError as error:
                yield Row(at, {}, BadLine(f"not JSON: {error.msg} at column {error.colno}"))
            except (ValueError, RecursionError):
                yield Row(at, {}, BadLine("not JSON that can be read: nested or numbered beyond measure"))
            else:
                if isinstance(thing, dict):
                    yield Row(at, {field: thing.get(key) for field, key in find(list(thing)).items()})
                else:
                    kind = "an array" if isinstance(thing, list) else "a single value"
                    yield Row(at, {}, BadLine(f"not a JSON object but {kind}; give one object a line"))


def parquet_rows(source: Path | BinaryIO, find: Finder, *, where: str) -> Iterator[Row]:
    """The rows of a Parquet file, of which only the columns wanted are read."""
    try:
        import pyarrow  # type: ignore[import-untyped]
        from pyarrow import parquet
    except ModuleNotFoundError as error:
        raise MissingExtra.named("parquet", "reading Parquet") from error
    with _opened(source, where) as binary, tempfile.TemporaryFile() as kept:
        seekable: Any = binary
        if not binary.seekable():
            while chunk := binary.read(1 << 20):
                kept.write(chunk)
            kept.seek(0)
            seekable = kept
        try:
            # Without a buffer, a column's whole chunk is loaded, and writers make chunks of any size.
            file = parquet.ParquetFile(seekable, buffer_size=1 << 20, pre_buffer=False)
            place = dict(find(file.schema_arrow.names))
            wanted = list(dict.fromkeys(place.values()))
            number = 0
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted, use_threads=False):
                cells = {name: _values(batch.column(name)) for name in wanted}
                for index in range(batch.num_rows):
                    number += 1
                    yield Row(
                        f"{where}: row {number}", {field: cells[name][index] for field, name in place.items()}
                    )
        except (pyarrow.ArrowException, OSError) as error:
            raise BrokenFile("the Parquet file is damaged or cut short; get it anew", where=where) from error


def _values(column: Any) -> list[object]:
    try:
        values: list[object] = column.to_pylist()
    except UnicodeDecodeError:
        import pyarrow

        values = column.cast(pyarrow.large_binary()).to_pylist()
    return [value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in values]


@contextmanager
def _opened(source: Path | BinaryIO, where: str) -> Iterator[BinaryIO]:
    """The bytes of a source, whose own file is closed after and the caller's is not."""
    try:
        if isinstance(source, Path):
            with source.open("rb") as file:
                yield file
        else:
            yield source
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BrokenFile("the compressed file is damaged or cut short", where=where) from error


class _Lines:
    """Decoded lines with their ends, one at a time; one past `MAX_LINE` raises and is passed over.

    An iterator and not a generator, since a generator that has raised is over.
    """

    def __init__(self, text: io.TextIOWrapper, head: str) -> None:
        self.text = text
        self.head = head
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.text.readline(MAX_LINE + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) > MAX_LINE and line[-1] not in "\r\n":
            while (rest := self.text.readline(MAX_LINE)) and rest[-1] not in "\r\n":
                pass
            raise TooLarge(f"the line has more than {MAX_LINE:,} characters")
        return line


@contextmanager
def _lines(binary: BinaryIO, where: str) -> Iterator[_Lines]:
    head = _read(binary, _HEAD)
    if head.startswith(b"\x1f\x8b"):
        binary = cast(BinaryIO, gzip.GzipFile(fileobj=_rejoined(head, binary)))
        head = _read(binary, _HEAD)
    if not head.strip():
        raise EmptyText("the file is empty", where=where)
    encoding, errors = _encoding(head, where)
    text = io.TextIOWrapper(_rejoined(head, binary), encoding=encoding, errors=errors, newline="")
    try:
        yield _Lines(text, head.decode(encoding, errors))
    finally:
        text.detach()


def _read(binary: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; fewer only at the end, though a pipe gives fewer at a time."""
    chunks = []
    while size > 0 and (chunk := binary.read(size)):
        chunks.append(chunk)
        size -= len(chunk)
    return b"".join(chunks)


def _rejoined(head: bytes, rest: BinaryIO) -> io.BufferedReader:
    return io.BufferedReader(_Rejoined(head, rest), buffer_size=1 << 16)


class _Rejoined(io.RawIOBase):
    """A stream with the bytes that were read from its beginning put back."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = memoryview(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = bytes(self._head[: len(buffer)]) if self._head else self._rest.read(len(buffer))
        self._head = self._head[len(data) :] if self._head else self._head
        buffer[: len(data)] = data
        return len(data)


def _encoding(head: bytes, where: str) -> tuple[str, str]:
    """The encoding of a file that begins so, and what to do with bytes that it does not allow."""
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, "replace"
    even, odd = head[:4096:2].count(0), head[1:4096:2].count(0)
    if max(even, odd) > 0.15 * min(len(head), 4096):
        return ("utf-16-le" if odd > even else "utf-16-be"), "replace"
    if len(_CONTROL.findall(head)) > max(8, _ODD_SHARE * len(head)):
        raise NotText("these bytes are not a table in text", where=where)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _old_encoding(head), "replace"
    # Tables are pasted together from many hands: a stray byte past the head is most likely Windows'.
    codecs.register_error("closeup-cp1252", _as_windows)
    return "utf-8", "closeup-cp1252"


def _old_encoding(head: bytes) -> str:
    """The code page of a file that is not Unicode."""
    if len(_HIGH.findall(head)) > 0.25 * len(head):
        from charset_normalizer import from_bytes

        best = from_bytes(head[: _HEAD // 4]).best()
        return best.encoding if best else "cp1252"
    # Mostly ASCII is Western, and its code pages differ in where they keep quotation marks and dashes.
    return "mac_roman" if len(_MAC_MARKS.findall(head)) > len(_WINDOWS_MARKS.findall(head)) else "cp1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


def _dialect(head: str, tabs: bool) -> tuple[str, Any]:
    """The delimiter and whether quotation marks enclose cells, told from a file's beginning."""
    header = next((line for line in head.splitlines() if line.strip()), "")
    if not tabs:
        bare = re.sub(r'"[^"]*"', "", header)
        return max(",;\t|", key=lambda mark: (bare.count(mark), mark == ",")), csv.QUOTE_MINIMAL
    lines = head.splitlines(keepends=True)[:-1] or [head]
    counts = [line.count("\t") for line in lines if line.strip()]
    cells = [cell.strip("\r\n") for line in lines for cell in line.split("\t")]
    half_quoted = any(cell[:1] == '"' and not (len(cell) > 1 and cell[-1] == '"') for cell in cells)
    # Plain TSV has no quoting: a cell may begin with a quoted word. Spreadsheets do quote.
    plain = half_quoted and len(set(counts)) <= 1
    return "\t", csv.QUOTE_NONE if plain else csv.QUOTE_MINIMAL
