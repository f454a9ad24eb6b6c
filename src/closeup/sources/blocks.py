"""Running text out of a tree of HTML: its paragraphs, one blank line apart, without mark-up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCK = frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "cell", "center", "dd", "details", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "head", "header", "hr", "item", "li", "list", "main", "nav", "ol", "p", "pre", "quote", "row", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({
    "audio", "button", "canvas", "embed", "graphic", "iframe", "img", "input", "math", "noscript", "object",
    "option", "script", "select", "style", "svg", "template", "textarea", "title", "video",
})  # fmt: skip
_BREAK = frozenset({"br", "lb"})
_TABLE = frozenset({"table"})
_CELL_WORDS = 20
"""A table cell of fewer words is data (a cast list, show times), not running text laid out in a table."""


_PULL_QUOTE_WORDS = 60


def paragraphs(element: _Element) -> list[str]:
    """The paragraphs under `element` in reading order, white space collapsed, inline mark-up dropped.

    Two line breaks in a row end a paragraph; one stays a line break. Knows the tags of HTML
    and those of the extractor's own trees (`head`, `quote`, `item`, `lb` ...).
    """
    from lxml import etree

    found: list[str] = []
    pieces: list[str] = []
    silent = 0
    tables = 0

    def flush() -> None:
        text = re.sub(r" *\n *", "\n", "".join(pieces))
        pieces.clear()
        for block in re.split(r"\n{2,}", text):
            block = re.sub(r" {2,}", " ", block).strip()
            if block and (not tables or len(block.split()) >= _CELL_WORDS):
                found.append(block)

    for event, node in etree.iterwalk(element, events=("start", "end", "comment", "pi")):
        tag = node.tag if isinstance(node.tag, str) else None
        if event == "start":
            if tag in _SILENT:
                silent += 1
            if not silent:
                if tag in _BLOCK:
                    flush()
                if tag in _TABLE:
                    tables += 1
                if tag in _BREAK:
                    pieces.append("\n")
                pieces.append(_collapsed(node.text))
            continue
        if event == "end":
            if tag in _SILENT:
                silent -= 1
            elif not silent and tag in _BLOCK:
                flush()
                if tag in _TABLE:
                    tables -= 1
        if not silent and node is not element:
            pieces.append(_collapsed(node.tail))
    flush()
    return found


def one_line(value: object) -> str | None:
    """A fact as a source states it, on one line; None where it is no text or has none.

    Lone surrogates, which JSON and YAML can spell out, become question marks.
    """
    if not isinstance(value, str):
        return None
    return " ".join(value.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").split()) or None


def _collapsed(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def fragment_text(html: str) -> str:
    """The running text of a fragment of HTML, such as a feed's summary; plain text comes back as it is."""
    from lxml import html as lxml_html

    if "<" not in html and "&" not in html:
        return re.sub(r"[ \t]+", " ", html).strip()
    # Wrapped, so that what begins like a whole page is parsed like any other piece of one.
    wrapped = f"<div>{html}</div>".encode("utf-8", "replace").replace(b"\x00", b"")
    tree = lxml_html.document_fromstring(wrapped, parser=lxml_html.HTMLParser(encoding="utf-8"))
    return "\n\n".join(paragraphs(tree))


def without_repeats(blocks: list[str]) -> list[str]:
    """Drop the pull quotes: short blocks that stand word for word inside a longer one, or a second time."""
    whole = "\n\n".join(blocks)
    kept: list[str] = []
    for block in blocks:
        inner = block.strip("“”\"'‘’ ")
        short = 4 <= len(inner.split()) <= _PULL_QUOTE_WORDS
        if short and (block in kept or whole.count(inner) > blocks.count(block)):
            continue
        kept.append(block)
    return kept
