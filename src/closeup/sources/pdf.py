"""PDF to a review, through pypdfium2.

It is Chrome's own parser in a small, permissively licensed wheel without dependencies, and it gives the
place of every character, which columns and running headers cannot be told without.
"""

from __future__ import annotations

import ctypes
import re
import threading
import time
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from closeup.errors import BrokenFile, EmptyText, EncryptedFile, InputError, NoTextLayer, TooLarge, TooSlow
from closeup.review import MAX_BYTES, Review
from closeup.sources.pdf_layout import Page, Piece, running_text
from closeup.sources.people import is_person

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage  # type: ignore[import-untyped]

MAX_PAGES = 200
"""Pages past which a PDF is a book, not a review."""

MAX_SECONDS = 30.0
"""Time for one document; looked at after every page."""

_PDFIUM = threading.Lock()
"""PDFium is not thread-safe."""

_HYPHENS = {0x02, 0xAD, 0xFFFE}
"""What PDFium gives for a hyphen at a line's end, soft or hard."""

_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\u00a0": " "}
)
_NOT_A_TITLE = re.compile(
    r"untitled|microsoft \w+ - .*|(document|presentation|pdf|title)\s?\d*|\S+\.\w{2,5}|[\d\W_]*", re.I
)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d{2})(\d{2})")


def read_pdf(data: bytes, *, where: str) -> Review:
    """The review in a PDF.

    Columns come in reading order, words broken at line ends whole, running headers, footers and page
    numbers left out, paragraphs separated by blank lines. The document's own title, author and date are
    used where they look like a title, a person and a date. Scripts, forms and attachments are not touched.

    Parameters
    ----------
    data : bytes
        The whole file.
    where : str
        Its name, for messages.

    Raises
    ------
    BrokenFile, EncryptedFile, NoTextLayer, EmptyText
        For what the file is.
    TooLarge, TooSlow
        Past `MAX_PAGES`, `closeup.review.MAX_BYTES` of text, or `MAX_SECONDS`.
    """
    with _PDFIUM:
        document = _opened(data, where)
        try:
            text = _text(document, where)
            title, critic, published = _stated(document)
        finally:
            document.close()
    try:
        return Review.of(text, title=title, critic=critic, published=published)
    except InputError as error:
        error.where = where
        raise


def _opened(data: bytes, where: str) -> PdfDocument:
    import pypdfium2
    from pypdfium2 import raw

    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise EncryptedFile("the PDF needs a password; save it without one", where=where) from error
        raise BrokenFile("the PDF is damaged or cut short; get it anew", where=where) from error


def _text(document: PdfDocument, where: str) -> str:
    from pypdfium2 import PdfiumError

    if len(document) > MAX_PAGES:
        raise TooLarge(f"the PDF has {len(document):,} pages; the limit is {MAX_PAGES}", where=where)
    deadline = time.monotonic() + MAX_SECONDS
    pages: list[Page] = []
    characters = 0
    pictures = False
    for number in range(len(document)):
        try:
            page = document[number]
            pages.append(_page(page, MAX_BYTES - characters, where))
            pictures = pictures or (not pages[-1].pieces and _has_picture(page))
            page.close()
        except PdfiumError as error:
            raise BrokenFile(f"page {number + 1} of the PDF is damaged", where=where) from error
        characters += sum(len(piece.text) for piece in pages[-1].pieces)
        if time.monotonic() > deadline:
            raise TooSlow(f"the PDF took more than {MAX_SECONDS:.0f} s", where=where)
    text = running_text(pages)
    readable = sum(character.isalnum() for character in text)
    if pictures and readable < 20 * len(pages):
        raise NoTextLayer("the PDF's pages are pictures; run OCR over it first", where=where)
    if readable < 0.4 * len(text.replace(" ", "")) and len(text) > 100:
        raise NoTextLayer("the PDF's fonts do not say which letters they draw; run OCR over it", where=where)
    if not text:
        raise EmptyText("the PDF has no text", where=where)
    return text


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH]))


def _page(page: PdfPage, room: int, where: str) -> Page:
    """The pieces of text on a page, cut where the file goes to a new line or jumps a gap like a gutter."""
    from pypdfium2 import raw

    _, low, _, high = page.get_bbox()
    textpage = page.get_textpage()
    count = textpage.count_chars()
    if count > 2 * room:
        raise TooLarge(f"the PDF has more than {MAX_BYTES:,} characters of text", where=where)
    handle = textpage.raw
    # A document has a million characters at most and each is asked for twice: names are bound once.
    code_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    box = raw.FS_RECTF()
    place = ctypes.byref(box)
    pieces: list[Piece] = []
    letters: list[str] = []
    piece: Piece | None = None
    pending = False
    for index in range(count):
        code = code_of(handle, index)
        if code in (0x0A, 0x0D):
            _finish(piece, letters, pieces)
            piece, pending = None, False
            continue
        if code in (0x20, 0xA0):
            pending = piece is not None
            continue
        if code == 0 or not box_of(handle, index, place):
            continue
        letter = "-" if code in _HYPHENS else chr(code)
        top, bottom = high - box.top, high - box.bottom
        if piece is not None and _breaks(piece, box.left, top, bottom):
            _finish(piece, letters, pieces)
            piece, pending = None, False
        if piece is None:
            if abs(raw.FPDFText_GetCharAngle(handle, index)) > 0.2:
                continue
            piece = Piece("", box.left, box.right, top, bottom)
        elif pending:
            letters.append(" ")
        pending = False
        letters.append(letter)
        piece.right = max(piece.right, box.right)
        piece.top, piece.bottom = min(piece.top, top), max(piece.bottom, bottom)
    _finish(piece, letters, pieces)
    textpage.close()
    return Page(pieces, high - low)


def _breaks(piece: Piece, left: float, top: float, bottom: float) -> bool:
    height = piece.height
    middle = (top + bottom) / 2
    return (
        left > piece.right + 1.2 * height
        or left < piece.right - 1.5 * height
        or not piece.top - 0.3 * height < middle < piece.bottom + 0.3 * height
        or bottom - top > 1.8 * height
        or height > 1.8 * (bottom - top) > 0
    )


def _finish(piece: Piece | None, letters: list[str], pieces: list[Piece]) -> None:
    if piece is not None:
        piece.text = "".join(letters).translate(_LIGATURES).strip()
        letters.clear()
        if piece.text and piece.height > 0:
            pieces.append(piece)


def _stated(document: PdfDocument) -> tuple[str | None, str | None, str | None]:
    """Title, critic and date from the document's properties, where they look like such."""
    stated = document.get_metadata_dict(skip_empty=True)
    title = " ".join(stated.get("Title", "").split())
    author = " ".join(stated.get("Author", "").split())
    return (
        title if title and not _NOT_A_TITLE.fullmatch(title) and PurePath(title).suffix == "" else None,
        author if is_person(author) else None,
        _date(stated.get("CreationDate", "")),
    )


def _date(stated: str) -> str | None:
    """`D:YYYYMMDD...` of ISO 32000, 7.9.4, as an ISO 8601 date."""
    if found := _DATE.match(stated):
        try:
            day = date(*(int(part) for part in found.groups()))
        except ValueError:
            return None
        return day.isoformat() if day.year >= 1990 else None
    return None
