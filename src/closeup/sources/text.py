"""Plain text and Markdown in any encoding to a review."""

from __future__ import annotations

import codecs
import datetime
import re
from typing import TYPE_CHECKING, Any

from closeup.errors import EmptyText, NotText, TooLarge
from closeup.review import MAX_BYTES, FilmFact, Review
from closeup.sources.blocks import fragment_text, one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32's mark begins with UTF-16's and so is tried first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDEST = 4
"""Bytes that the widest encoding, UTF-32, spends on a character of one byte in UTF-8."""
_ODD_SHARE = 0.002
"""Share of control characters past which bytes are not text: none occur in prose, some in old files."""
_YEAR = re.compile(r"(?:18[89]|19\d|20\d)\d")


def read_text(data: bytes, *, where: str) -> Review:
    """A review from a plain text file.

    Raises
    ------
    EmptyText, NotText, TooLarge
        Nothing but white space and marks; bytes that are no text; more than the limit for a text.
    """
    return Review.of(decode(data, where=where))


def decode(data: bytes, *, where: str, declared: str | None = None, limit: int | None = MAX_BYTES) -> str:
    """The text in `data`: by its byte-order mark, the `declared` encoding, as UTF-8, or by its look.

    Parameters
    ----------
    declared : str, optional
        The name of an encoding that the source states; a wrong or unknown one is passed over.
    limit : int, optional
        Refuse at once what must be more than this many bytes of text; None for no limit.

    Raises
    ------
    EmptyText, NotText, TooLarge
    """
    if limit is not None and len(data) > limit * _WIDEST + 4:
        raise TooLarge(f"the file has {len(data):,} bytes; the limit for a text is {limit:,}", where=where)
    if not data.strip():
        raise EmptyText("the file is empty", where=where)
    text = _decoded(data, declared)
    if text is None or _is_binary(text):
        raise NotText("these bytes are not text; give plain text, Markdown, HTML, PDF or DOCX", where=where)
    return text


def _decoded(data: bytes, declared: str | None) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    if declared and (text := _strict(data, declared)) is not None:
        return text
    if b"\x00" in data:
        return _wide(data)
    if (text := _strict(data, "utf-8")) is not None:
        return text
    # Western text is what is read here, and Windows' code page is what nearly all of it that
    # is not UTF-8 was written in. Its tell-tale are the quotation marks and dashes at 0x80-0x9f.
    western = _strict(data, "cp1252")
    if western is not None and _looks_english(western):
        return western
    from charset_normalizer import from_bytes

    best = from_bytes(data[: MAX_BYTES // 4], threshold=0.2).best()
    if best is None:
        return None
    return _strict(data, best.encoding) or data.decode(best.encoding, "replace")


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        # ISO 8859-1 in a declaration means cp1252, as in every browser.
        name = codecs.lookup(encoding).name
        text = data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, ValueError, TypeError):
        return None
    return text if isinstance(text, str) else None


def _wide(data: bytes) -> str | None:
    """UTF-16 or UTF-32 without a mark: Latin letters leave NUL bytes in fixed places."""
    sample = data[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) / 2
    if sample.count(0) > len(sample) * 0.6:
        return _strict(data, "utf-32-le") or _strict(data, "utf-32-be")
    if odd > half * 0.7 and even < half * 0.1:
        return _strict(data, "utf-16-le")
    if even > half * 0.7 and odd < half * 0.1:
        return _strict(data, "utf-16-be")
    return None


def _looks_english(text: str) -> bool:
    """Whether the letters past ASCII are few and stand as accents in Latin words do."""
    foreign = [character for character in text if character > "\x7f"]
    letters = sum(character.isalpha() for character in text)
    accented = [character for character in foreign if character.isalpha()]
    if len(foreign) > 0.25 * len(text) or len(accented) > 0.15 * max(letters, 1):
        return False
    # A capital with an accent right after a small letter, or hugging a word as a quotation mark
    # would, is a letter of another code page misread.
    return not re.search(r"[a-z][À-ÖØ-ÞŽ]|(?:^|\s)[ÒÓÔÕ](?=[A-Za-z])|[¡-»](?=[a-z])", text)


def _is_binary(text: str) -> bool:
    odd = sum(1 for character in text if character < " " and character not in "\t\n\r\f\v\x1a\x1b\x00")
    nulls = text.count("\x00")
    replaced = text.count("\ufffd")
    return odd + replaced > max(1, _ODD_SHARE * len(text)) or nulls > 0


def read_markdown(data: bytes, *, where: str) -> Review:
    """A review from Markdown: front matter and the first heading to facts, mark-up to running text.

    Front matter is YAML between ``---`` or TOML between ``+++``; of its keys `title`,
    `author` or `critic`, `publication`, `date`, `rating` or `grade` or `stars`, `url`,
    `lang`, `film` and `year` are used. A block that does not parse is dropped.

    Raises
    ------
    EmptyText, NotText, TooLarge
    """
    source, stated = _front_matter(decode(data, where=where).replace("\r\n", "\n").replace("\r", "\n"))
    heading, blocks = _running(source)
    title = _said(stated, "title", "headline") or heading
    if heading and heading != title:
        blocks.insert(0, heading)
    film = _said(stated, "film", "movie")
    year = _YEAR.fullmatch(_said(stated, "year", "film_year") or "")
    return Review.of(
        "\n\n".join(blocks),
        title=title,
        critic=_said(stated, "critic", "author", "authors", "by", "reviewer"),
        publication=_said(stated, "publication", "publisher", "outlet", "site"),
        published=_said(stated, "date", "published", "pubdate", "publishdate"),
        rating=_said(stated, "rating", "grade", "stars", "score"),
        url=_said(stated, "url", "canonical", "canonical_url", "link"),
        language=_said(stated, "lang", "language"),
        film=FilmFact(title=film, year=int(year[0]) if year else None) if film else None,
    )


def _front_matter(text: str) -> tuple[str, dict[str, Any]]:
    text = text.lstrip("\ufeff\n")
    match = re.match(r"(---|\+\+\+)[ \t]*\n(.*?)\n(?:\1|\.\.\.)[ \t]*(?:\n|$)", text, re.DOTALL)
    # A rule of dashes opens a file too; front matter begins with a key.
    if not match or not re.match(r"\s*(?:#.*\n\s*)*[\"']?[\w-]+[\"']?\s*[:=]", match[2]):
        return text, {}
    rest = text[match.end() :]
    stated: Any
    if match[1] == "+++":
        import tomllib

        try:
            stated = tomllib.loads(match[2])
        except (tomllib.TOMLDecodeError, RecursionError):
            return rest, {}
    else:
        import yaml

        try:
            # Every value is wanted as printed: `rating: 3.50` and `grade: No` keep their spelling.
            stated = yaml.load(match[2], Loader=yaml.BaseLoader)  # noqa: S506
        except (yaml.YAMLError, RecursionError, ValueError):
            return rest, {}
    return rest, {str(key).lower(): value for key, value in stated.items()} if isinstance(
        stated, dict
    ) else {}


def _said(stated: dict[str, Any], *keys: str) -> str | None:
    for key in keys:
        value = stated.get(key)
        if isinstance(value, dict):
            value = value.get("name") or value.get("title")
        if isinstance(value, list):
            value = ", ".join(str(part) for part in value if isinstance(part, str))
        if isinstance(value, (datetime.date, datetime.datetime)):
            value = value.isoformat()
        if isinstance(value, (str, int, float)) and (said := one_line(str(value))):
            return said
    return None


def _running(source: str) -> tuple[str | None, list[str]]:
    """The title (the first heading, where nothing but it stands before the text) and the blocks."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough").parse(source)
    title: str | None = None
    blocks: list[str] = []
    heading = table = False
    for token in tokens:
        if token.type == "heading_open":
            heading = True
        elif token.type == "table_open":
            table = True
        elif token.type == "table_close":
            table = False
        elif token.type == "html_block":
            if block := fragment_text(token.content):
                blocks.append(block)
        elif token.type == "code_block":
            # Indented paragraphs are prose here: reviews hold no programs.
            blocks.append(" ".join(token.content.split()))
        elif token.type == "inline" and not table:
            block = _inline(token.children or [])
            if heading and title is None and not blocks:
                title = block or None
            elif block:
                blocks.append(block)
            heading = False
    return title, [block for block in blocks if block]


def _inline(tokens: list[Token]) -> str:
    pieces: list[str] = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            pieces.append(token.content)
        elif token.type == "softbreak":
            pieces.append(" ")
        elif token.type == "hardbreak" or (token.type == "html_inline" and token.content.startswith("<br")):
            pieces.append("\n")
    return re.sub(r" *\n *", "\n", re.sub(r"[ \t]+", " ", "".join(pieces))).strip()
