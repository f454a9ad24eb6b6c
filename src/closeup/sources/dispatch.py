"""Which format a document has, by its first bytes and its name, and the parser that reads it."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Literal, get_args

from closeup.errors import BrokenFile, CloseupError, EmptyText, InputError, NotText, TooLarge, UnknownFormat
from closeup.review import Review, Unreadable

Format = Literal["text", "markdown", "html", "feed", "pdf", "docx", "csv", "tsv", "jsonl", "parquet"]
"""The formats that are read; the names that `input_format` takes."""

TABLES: frozenset[Format] = frozenset({"csv", "tsv", "jsonl", "parquet"})
"""Formats of many reviews, read as a stream and without a limit of size."""

MAX_DOCUMENT_BYTES = 20_000_000
"""The largest document that is opened."""

SUFFIXES: dict[str, Format] = {
    ".txt": "text", ".text": "text",
    ".md": "markdown", ".markdown": "markdown",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".rss": "feed", ".atom": "feed", ".xml": "feed",
    ".pdf": "pdf",
    ".docx": "docx",
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".parquet": "parquet",
}  # fmt: skip

_MEDIA_TYPES: dict[str, Format] = {
    "text/html": "html", "application/xhtml+xml": "html",
    "text/markdown": "markdown",
    "application/rss+xml": "feed", "application/atom+xml": "feed", "application/rdf+xml": "feed",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/csv": "csv", "text/tab-separated-values": "tsv",
    "application/jsonl": "jsonl", "application/x-ndjson": "jsonl", "application/ndjson": "jsonl",
    "application/vnd.apache.parquet": "parquet",
}  # fmt: skip

_OLE = b"\xd0\xcf\x11\xe0"
_GZIP = b"\x1f\x8b"
_OTHER = (
    (b"{\\rtf", "an RTF file; save it as DOCX or PDF"),
    (_OLE, "an old Office file; save it as DOCX or PDF"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (_GZIP, "a gzip archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\xfd7zXZ", "an xz archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it first"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database; export its table as CSV"),
)
_UNREAD_SUFFIXES = {
    ".json": "JSON is read one object per line: name it .jsonl, or choose the input format jsonl",
    ".doc": "old Word files are not read; save it as DOCX",
    ".odt": "OpenDocument is not read; save it as DOCX",
    ".rtf": "RTF is not read; save it as DOCX",
    ".epub": "EPUB is not read; save it as HTML",
    ".xls": "workbooks are not read; save the sheet as CSV",
    ".xlsx": "workbooks are not read; save the sheet as CSV",
}


def known_format(name: str, where: str | None = None) -> Format:
    """`name` as a `Format`, or `UnknownFormat`."""
    for known in get_args(Format):
        if name == known:
            return known  # type: ignore[no-any-return]
    raise UnknownFormat(
        f"unknown input format {name!r}; there are {', '.join(get_args(Format))}", where=where
    )


def format_of(head: bytes, *, where: str, name: str | None = None, media_type: str | None = None) -> Format:
    """The format of a document from its first bytes (4,096 are enough), media type and file name.

    Signatures that cannot be mistaken come first, then what the source says, then the look of the text.

    Raises
    ------
    UnknownFormat
        A format that is known not to be read, or a package that is not DOCX.
    NotText
        Pictures, archives and programs.
    """
    if head.startswith(b"%PDF-"):
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    suffix = PurePath(name).suffix.lower() if name else ""
    if head.startswith(_GZIP) and suffix == ".gz" and (packed := SUFFIXES.get(_inner_suffix(name))) in TABLES:
        return packed
    # A DOCX with a password lies in the same kind of container as old Office files.
    locked_docx = head.startswith(_OLE) and (suffix == ".docx" or _media(media_type) == "docx")
    for signature, what in _OTHER:
        if head.startswith(signature) and not locked_docx and not (signature == b"BZh" and head.isascii()):
            raise NotText(f"this is {what}", where=where)
    if suffix in _UNREAD_SUFFIXES:
        raise UnknownFormat(_UNREAD_SUFFIXES[suffix], where=where)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        if suffix in ("", ".docx") or _media(media_type) == "docx":
            return "docx"
        raise UnknownFormat("this is a ZIP package and not DOCX; unpack it first", where=where)
    if locked_docx:
        return "docx"
    looks = _look(head)
    stated = _media(media_type) or SUFFIXES.get(suffix)
    if stated in ("html", "feed") and looks in ("html", "feed"):
        return looks
    return stated or looks or "text"


def _inner_suffix(name: str | None) -> str:
    """The suffix before the last: `.csv` of `reviews.csv.gz`."""
    return PurePath(PurePath(name or "").stem).suffix.lower()


def _media(media_type: str | None) -> Format | None:
    return _MEDIA_TYPES.get((media_type or "").split(";")[0].strip().lower())


def _look(head: bytes) -> Format | None:
    start = (
        re.sub(rb"<!--.*?-->|<\?.*?\?>", b"", head.lstrip(b"\xef\xbb\xbf\r\n\t "), flags=re.DOTALL)
        .lstrip()
        .lower()
    )
    if re.match(rb"<(?:rss|feed|rdf:rdf)\b", start):
        return "feed"
    if re.match(rb"<(?:!doctype\s+html|html|head|body)\b", start):
        return "html"
    # prose does not begin so, and read as prose it would be one review with other reviews' ratings
    if re.match(rb'\{\s*"', start) and b'"text"' in start:
        return "jsonl"
    return None


def check_size(size: int, where: str) -> None:
    """Raise `TooLarge` for a document past `MAX_DOCUMENT_BYTES`."""
    if size > MAX_DOCUMENT_BYTES:
        raise TooLarge(
            f"the file is larger than {MAX_DOCUMENT_BYTES // 1_000_000} MB, the limit", where=where
        )


def parse(
    data: bytes, form: Format, *, where: str, url: str | None = None, declared: str | None = None
) -> list[Review | Unreadable]:
    """Read a document of a known format (not a table) in this process, without a time limit.

    Raises
    ------
    InputError
        Of the kind that fits; also where a parser fails in a way of its own (`BrokenFile`).
    """
    check_size(len(data), where)
    if not data:
        raise EmptyText("the file is empty", where=where)
    try:
        return _parsed(data, form, where, url, declared)
    except CloseupError as error:
        if error.where is None:
            error.where = where
        raise
    except Exception as error:
        # Parsers of others fail in ways of their own on damaged input; a batch goes on all the same.
        raise BrokenFile(f"the {form} parser failed ({type(error).__name__})", where=where) from error


def _parsed(
    data: bytes, form: Format, where: str, url: str | None, declared: str | None
) -> list[Review | Unreadable]:
    if form == "html":
        from closeup.sources.html import read_html

        return [read_html(data, where=where, url=url, declared=declared)]
    if form == "feed":
        from closeup.sources.feeds import read_feed

        return read_feed(data, where=where)
    if form == "pdf":
        from closeup.sources.pdf import read_pdf

        return [read_pdf(data, where=where)]
    if form == "docx":
        from closeup.sources.docx import read_docx

        return [read_docx(data, where=where)]
    from closeup.sources.text import read_markdown, read_text

    if form == "markdown":
        return [read_markdown(data, where=where)]
    if form == "text":
        return [read_text(data, where=where)]
    raise InputError(f"{form} is a table, not a document", where=where)
