"""HTML pages to a review: the main text, and what the page states of itself. Nothing is fetched or run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closeup.errors import NotAReview, TooLarge
from closeup.review import MAX_BYTES, Review
from closeup.sources.blocks import fragment_text, paragraphs, without_repeats
from closeup.sources.page import line_of_byline, page_facts
from closeup.sources.schema_org import Facts, facts
from closeup.sources.structured import things
from closeup.sources.text import decode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FEWEST_WORDS = 25
"""A page with less running text is no review, unless its structured data says that it is one."""
_FEWEST_STATED = 5
_FURNITURE = re.compile(
    r"(?i)(?:advertisement|sponsored|print|e-?mail|tweet|comments?"
    r"|(?:film |movie )?reviews?|\d+ min(?:ute)?s?(?: read)?|\d+(?:\.\d+)?"
    r"|share(?: this)?(?: article| story| review)?"
    r"|(?:read|see|watch|listen|also|more)(?: more| next| also| on| from)?\s*:.{0,140}"
    r"|(?:related|recommended|trending|popular|more)"
    r"(?: (?:articles?|stor(?:y|ies)|reviews?|posts?|links?|reading))?\s*:?"
    r"|(?:sign up|subscribe|follow us|support us|click here)\b.{0,160}"
    r"|(?:photo(?:graph)?|image|picture|still)s?(?: credit)?s?\s*:.{0,120}"
    r"|filed under:?.{0,120}|tags?:.{0,120}|©.{0,120}|copyright ©.{0,120}"
    r"|(?:the )?post .{1,160} (?:first )?appeared first on .{1,80})"
)
"""Paragraphs that extractors let through and that no critic wrote."""


def read_html(data: bytes, *, where: str, url: str | None = None, declared: str | None = None) -> Review:
    """A review from a web page.

    Parameters
    ----------
    url : str, optional
        Where the page came from, to complete relative addresses.
    declared : str, optional
        The encoding that the server stated.

    Raises
    ------
    EmptyText, NotText
        No bytes, or bytes that are no text.
    NotAReview
        No running text, or a page that calls itself a list, a product, a form.
    TooLarge
        More running text than the limit for a text.
    """
    tree = _parsed(data, where, declared)
    stated = page_facts(tree, url)
    known = facts(things(tree, url), stated.url).filled(stated)
    critic, blocks = _main_text(tree, known, where)
    text = "\n\n".join(blocks)
    words = len(text.split())
    if known.is_other and not (known.is_review or known.is_article):
        raise NotAReview("the page says that it is a list, a product or a form, not a review", where=where)
    if words < (_FEWEST_STATED if known.is_review else _FEWEST_WORDS) or not _has_sentences(text):
        raise NotAReview("the page has no running text of a review", where=where)
    return Review.of(
        text,
        title=known.title,
        url=known.url or url,
        critic=known.critic or critic,
        publication=known.publication,
        published=known.published,
        rating=known.rating,
        language=known.language,
        film=known.film,
    )


def _parsed(data: bytes, where: str, declared: str | None) -> HtmlElement:
    from lxml import etree
    from lxml import html as lxml_html

    stated = re.search(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w:.-]{2,40})", data[:4096])
    prolog = re.match(rb"\s*<\?xml[^>]{0,100}encoding\s*=\s*[\"']([\w:.-]{2,40})", data[:256])
    named = declared or next((match[1].decode("ascii") for match in (stated, prolog) if match), None)
    text = decode(data, where=where, declared=named, limit=None)
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_pis=True, huge_tree=False)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NotAReview("the page holds nothing to read", where=where) from error
    return tree


def _main_text(tree: HtmlElement, known: Facts, where: str) -> tuple[str | None, list[str]]:
    """The critic named in the text, and the text's paragraphs without title, byline and furniture."""
    blocks = _extracted(tree)
    if known.body:
        # Structured data repeats the whole text, or a summary; pages drawn by script have it only there.
        stated = [block for block in re.split(r"\n\s*\n", fragment_text(known.body)) if block.strip()]
        stated = [" ".join(block.split()) for block in stated]
        if sum(map(len, stated)) > 1.2 * sum(map(len, blocks)):
            blocks = stated
    critic: str | None = None
    kept = []
    for place, block in enumerate(blocks):
        if _same(block, known.title) or _FURNITURE.fullmatch(block) or _same(block, known.critic):
            continue
        named = line_of_byline(block) if place < 4 or place >= len(blocks) - 2 else None
        if named:
            critic = critic or named
            continue
        kept.append(block)
    if kept and known.title:
        kept[0] = _untitled(kept[0], known.title)
    if sum(map(len, kept)) > MAX_BYTES:
        raise TooLarge(f"the page has more than {MAX_BYTES:,} characters of running text", where=where)
    return critic, without_repeats(kept)


def _extracted(tree: HtmlElement) -> list[str]:
    from lxml import etree
    from trafilatura import bare_extraction

    # What a form holds is the visitor's, and what a script holds is nobody's; the extractor's
    # last resort reads both.
    etree.strip_elements(tree, "script", "style", "template", "textarea", "select", "button", with_tail=False)
    document = bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    body = getattr(document, "body", None)
    return paragraphs(body) if body is not None else []


def _untitled(block: str, title: str) -> str:
    """The first paragraph without a headline that only a line break parted from it."""
    rest = block[len(title) :].lstrip()
    # "Detour is a masterpiece" begins with a title too; a headline is longer, or dated.
    dated = re.search(r"\(\d{4}\)$", title) is not None
    if block.startswith(title) and (dated or len(title.split()) > 3) and rest[:1].isupper():
        return rest
    return block


def _same(block: str, known: str | None) -> bool:
    def bare(text: str) -> str:
        return re.sub(r"\W+", "", text).casefold()

    return bool(known) and bare(block) == bare(known or "")


def _has_sentences(text: str) -> bool:
    return any(
        len(block.split()) >= 5 and re.search(r"[.!?…][\"'”’)\]]*(?:\s|$)", block)
        for block in text.split("\n\n")
    )
