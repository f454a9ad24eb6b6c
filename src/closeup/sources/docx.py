"""Word documents (DOCX) to a review, through python-docx."""

from __future__ import annotations

import datetime
import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from closeup.errors import BrokenFile, EmptyText, EncryptedFile, InputError, TooLarge, UnknownFormat
from closeup.review import Review
from closeup.sources.people import is_person

if TYPE_CHECKING:
    from docx.document import Document

MAX_UNPACKED = 100_000_000
"""Bytes that a document may unfold to, pictures included."""

MAX_PART = 30_000_000
"""Bytes of XML in any one part: a novel of 1 MB takes about ten."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of old Office files, and of new ones behind a password."""

_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_NO_TITLES = {"", "word document", "document", "untitled"}

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


def read_docx(data: bytes, *, where: str) -> Review:
    """The review in a Word document.

    Paragraphs, headings, list items and the cells of tables in order, separated by blank lines; headers,
    footers, notes, comments, hidden text and tracked deletions are left out. Title, author and date are the
    document's own properties, where they look like a title and a person.

    Parameters
    ----------
    data : bytes
        The whole file.
    where : str
        Its name, for messages.

    Raises
    ------
    BrokenFile, EncryptedFile, UnknownFormat, EmptyText
        For what the file is.
    TooLarge
        Past `MAX_UNPACKED`, `MAX_PART` or `closeup.review.MAX_BYTES`.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED_STREAM in data:
            raise EncryptedFile("the document needs a password; save it without one", where=where)
        raise UnknownFormat("this is an old Office file; save it as DOCX or PDF", where=where)
    _check_size(data, where)
    document = _opened(data, where)
    try:
        blocks = list(_blocks(document))
        stated = document.core_properties
        title = " ".join((stated.title or "").split())
        critic = " ".join((stated.author or "").split())
        created = stated.created
    except Exception as error:
        # The parser checks nothing beforehand, so a damaged part fails wherever it is first touched.
        raise _broken(where) from error
    if not blocks:
        raise EmptyText("the document has no text", where=where)
    if title.casefold() in _NO_TITLES:
        title = next((text for style, text in blocks if style == "Title"), "")
    try:
        return Review.of(
            "\n\n".join(text for _, text in blocks),
            title=title or None,
            critic=critic if is_person(critic) else None,
            published=_day(created),
        )
    except InputError as error:
        error.where = where
        raise


def _opened(data: bytes, where: str) -> Document:
    import docx

    try:
        return docx.Document(io.BytesIO(data))
    except ValueError as error:
        message = "this is not a Word document but another of Office's kinds; save it as DOCX"
        raise UnknownFormat(message, where=where) from error
    except Exception as error:
        raise _broken(where) from error


def _blocks(document: Document) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph that is not empty.

    The XML is walked because python-docx's own paragraphs leave out content controls, text boxes and
    insertions that are still tracked as changes.
    """
    from docx.oxml.ns import qn

    left_out = {qn("w:del"), qn("w:moveFrom"), f"{{{_COMPATIBILITY}}}Fallback"}
    paragraph, run, hidden, style = qn("w:p"), qn("w:r"), qn("w:vanish"), qn("w:pStyle")
    letters = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    spoken = qn("w:t")

    def walk(element: Any, found: list[tuple[str, str]], text: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag == paragraph:
                inner: list[str] = []
                place = len(found)
                walk(child, found, inner)
                named = child.find(f"{qn('w:pPr')}/{style}")
                found.insert(
                    place, ("" if named is None else named.get(qn("w:val"), ""), "".join(inner).strip())
                )
            elif tag == spoken:
                text.append(child.text or "")
            elif tag in letters and element.tag == run:
                text.append(letters[tag])
            elif tag not in left_out and not (
                tag == run and child.find(f"{qn('w:rPr')}/{hidden}") is not None
            ):
                walk(child, found, text)

    found: list[tuple[str, str]] = []
    walk(document.element.body, found, [])
    return ((named, text) for named, text in found if text)


def _day(created: datetime.datetime | None) -> str | None:
    # The moment in python-docx's template, which every document made from it bears.
    if created is None or created.year < 1990 or created.date() == datetime.date(2013, 12, 23):
        return None
    return created.date().isoformat()


def _check_size(data: bytes, where: str) -> None:
    """Unfold every part once and count, since a header's stated size is whatever its maker wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if any(part.flag_bits & 0x1 for part in parts):
                raise EncryptedFile("the document needs a password; save it without one", where=where)
            if "[Content_Types].xml" not in archive.namelist():
                raise UnknownFormat(
                    "this is a zip archive, not a Word document; unpack it first", where=where
                )
            too_large = TooLarge(f"the document unfolds to more than {MAX_UNPACKED:,} bytes", where=where)
            if sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise too_large
            room = MAX_UNPACKED
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and part.file_size > MAX_PART:
                    raise too_large
                with archive.open(part) as file:
                    while chunk := file.read(1 << 18):
                        room -= len(chunk)
                        if room < 0:
                            raise too_large
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise _broken(where) from error


def _broken(where: str) -> BrokenFile:
    return BrokenFile("the document is damaged or cut short; get it anew", where=where)
