"""What a page says of itself in JSON-LD and microdata, as plain nested objects of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from closeup.sources.blocks import paragraphs

if TYPE_CHECKING:
    from lxml.html import HtmlElement

TYPE = "@type"
Thing = dict[str, Any]

_LINKS = {"a": "href", "area": "href", "link": "href", "img": "src", "iframe": "src", "video": "src"}
_DEPTH = 40
_PARTS = 20
_REFERRED = {
    "about",
    "author",
    "creator",
    "itemReviewed",
    "mainEntity",
    "publisher",
    "review",
    "reviewRating",
}


def things(tree: HtmlElement, base: str | None = None) -> list[Thing]:
    """All top-level objects of the page, JSON-LD before microdata, `@graph` and lists unfolded.

    References (``{"@id": ...}``) to other objects of the page are replaced by those objects.
    Broken JSON is passed over: a page is not refused for its metadata.
    """
    found = [thing for value in _json_ld(tree) for thing in _unfolded(value)]
    found += _microdata(tree, base)
    named: dict[str, Thing] = {}
    for thing in found:
        identity = thing.get("@id")
        if isinstance(identity, str) and len(thing) > 1:
            named.setdefault(identity, thing)
    return [_resolved(thing, named, 0) for thing in found]


def types(thing: Thing) -> set[str]:
    """The names of an object's types, without the address of the vocabulary."""
    stated = thing.get(TYPE)
    listed = stated if isinstance(stated, list) else [stated]
    return {re.split(r"[/#:]", kind.strip())[-1] for kind in listed if isinstance(kind, str)}


def _json_ld(tree: HtmlElement) -> Iterator[Any]:
    for script in tree.iter("script"):
        if (script.get("type") or "").split(";")[0].strip().lower() != "application/ld+json":
            continue
        text = (script.text or "").strip()
        text = (
            re.sub(r"^(?://)?\s*(?:<!--|<!\[CDATA\[)|(?://)?\s*(?:-->|\]\]>)$", "", text).strip().rstrip(";")
        )
        decoder = json.JSONDecoder(strict=False)
        # Some pages print several objects one after another in one script.
        place = 0
        while place < len(text):
            try:
                value, place = decoder.raw_decode(text, place)
            except (ValueError, RecursionError):
                break
            yield value
            gap = re.compile(r"[\s,;]*").match(text, place)
            place = gap.end() if gap else place


def _unfolded(value: Any, depth: int = 0) -> Iterator[Thing]:
    if depth > _DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _unfolded(part, depth + 1)
    elif isinstance(value, dict):
        if "@graph" in value:
            yield from _unfolded(value["@graph"], depth + 1)
        if TYPE in value:
            yield value


def _resolved(value: Any, named: dict[str, Thing], depth: int) -> Any:
    if isinstance(value, list):
        return [_resolved(part, named, depth) for part in value[:_PARTS]]
    if not isinstance(value, dict):
        return value
    identity = value.get("@id")
    if depth and len(value) <= 2 and isinstance(identity, str):
        value = named.get(identity, value)
    # Objects may refer to each other in a ring; no fact lies deeper than this.
    if depth == 3:
        return value
    return {
        key: _resolved(part, named, depth + 1) if key in _REFERRED else part for key, part in value.items()
    }


def _microdata(tree: HtmlElement, base: str | None) -> list[Thing]:
    top = tree.xpath("//*[@itemscope and not(@itemprop)]")
    return [_item(element, base, 0) for element in top if element.get("itemtype")]


def _item(element: HtmlElement, base: str | None, depth: int) -> Thing:
    thing: Thing = {TYPE: (element.get("itemtype") or "").split()}
    if depth > _DEPTH:
        return thing
    waiting = list(reversed(element))
    while waiting:
        node = waiting.pop()
        if not isinstance(node.tag, str):
            continue
        scoped = node.get("itemscope") is not None
        if names := (node.get("itemprop") or "").split():
            value = _item(node, base, depth + 1) if scoped else _value(node, base)
            for name in names:
                if name not in thing:
                    thing[name] = value
                elif isinstance(thing[name], list):
                    thing[name].append(value)
                else:
                    thing[name] = [thing[name], value]
        if not scoped:
            waiting.extend(reversed(node))
    return thing


def _value(node: HtmlElement, base: str | None) -> str:
    content = node.get("content")
    if content is not None:
        return str(content).strip()
    if node.tag == "time" and node.get("datetime"):
        return str(node.get("datetime")).strip()
    if node.tag in _LINKS:
        return str(urljoin(base or "", (node.get(_LINKS[str(node.tag)]) or "").strip()))
    if node.tag in ("data", "meter") and node.get("value"):
        return str(node.get("value")).strip()
    return "\n\n".join(paragraphs(node))
