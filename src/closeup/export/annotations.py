"""A reading as W3C Web Annotations: one for each claim, tied to the words that it rests on.

The model is https://www.w3.org/TR/annotation-model/. An annotation's source is the normalised
text itself, named by its hash (RFC 6920), so that positions hold; its scope is the review's page.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from closeup.export import words
from closeup.export.json_ld import address_of, is_web_address
from closeup.review import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from closeup.reading import Opinion, Part, Reading, Sentence, Span

Node = dict[str, Any]
Motivation = Literal["assessing", "classifying", "highlighting", "identifying", "linking", "tagging"]

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

AROUND = 32
"""Code points given before and after the exact words; more where fewer would select other words too."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a reading says of some words of its text.

    Parameters
    ----------
    path : str
        Where the reading holds it, such as `opinions/3`; with `/0` for the first of several mentions.
    kind : str
        What it is: opinion, target, film, stated rating, quote, theme, person, character, work, sentence.
    tags : tuple of str
        Its labels: aspect and side, roles, relation, name.
    values : mapping
        Its numbers and names, as the reading has them.
    link : str, optional
        The path of the claim that it belongs to, or the address of what it identifies.
    """

    path: str
    span: Span
    kind: str
    motivation: Motivation
    tags: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None


def to_json(item: Reading | Unreadable, *, full_text: bool = False) -> str:
    """A reading's annotations, or the error in their place, as one line of JSON-LD without its line end."""
    node = failure(item) if isinstance(item, Unreadable) else collection(item, full_text=full_text)
    return json.dumps(node, ensure_ascii=False)


def collection(reading: Reading, *, full_text: bool = False) -> Node:
    """A reading as an `AnnotationCollection` with all annotations on its first page.

    Parameters
    ----------
    full_text : bool
        Annotate every sentence with its kind too: between them they quote the whole text.
    """
    source = text_iri(reading.hash)
    family = uuid.uuid5(uuid.NAMESPACE_URL, f"{source}#{reading.id}#{reading.model.version}")
    shared = {
        "generator": {
            "type": "Software",
            "name": f"Closeup, model {reading.model.name} {reading.model.version}",
        }
    }
    items = [
        _annotation(reading, claim, family, source) | shared
        for claim in claims(reading, sentences=full_text)
        if claim.span[0] < claim.span[1]
    ]
    node: Node = {
        "@context": CONTEXT,
        "id": family.urn,
        "type": "AnnotationCollection",
        "label": reading.id or words.headline(reading),
        "total": len(items),
    }
    if items:
        page = {"id": _named(family, "page"), "type": "AnnotationPage", "partOf": family.urn, "startIndex": 0}
        node["first"] = page | {"items": items}
    return node


def failure(item: Unreadable) -> Node:
    """A review that could not be read, as a collection of nothing whose label says why."""
    said = f"{item.error.code}: {item.error}"
    return {
        "@context": CONTEXT,
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"closeup:error#{item.id}#{said}").urn,
        "type": "AnnotationCollection",
        "label": [item.id, said] if item.id else said,
        "total": 0,
    }


def text_iri(sha256: str) -> str:
    """The name of a text by its SHA-256 in hexadecimal: `ni:///sha-256;...`, as RFC 6920 has it."""
    try:
        digest = bytes.fromhex(sha256)
    except ValueError:
        digest = sha256.encode()
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def claims(reading: Reading, *, sentences: bool = False) -> Iterator[Claim]:
    """Every claim of a reading that has words, in the order of the reading's fields."""
    yield from _film(reading)
    stated = reading.verdict.stated
    if stated is not None and stated.span is not None:
        yield Claim(
            "verdict/stated", stated.span, "stated rating", "assessing", (stated.text,), _values(stated)
        )
    for number, opinion in enumerate(reading.opinions):
        yield from _opinion(number, opinion)
    for number, quote in enumerate(reading.quotes):
        tags = (words.leaning(quote.polarity),)
        yield Claim(f"quotes/{number}", quote.span, "quote", "highlighting", tags, _values(quote))
    for number, theme in enumerate(reading.themes):
        yield Claim(f"themes/{number}", theme.span, "theme", "tagging", (theme.text,), _values(theme))
    yield from _named_things(reading)
    if sentences:
        yield from (_sentence(number, sentence) for number, sentence in enumerate(reading.sentences))


def quote_selector(text: str, span: Span) -> Node:
    """The `TextQuoteSelector` of a span: its words and enough around them to select no others.

    It gives `AROUND` code points on both sides, and twice as many until they are enough.
    """
    start, end = span
    around = AROUND
    while True:
        before, after = max(0, start - around), min(len(text), end + around)
        if text.find(text[before:after], text.find(text[before:after]) + 1) < 0:
            break
        if before == 0 and after == len(text):
            break
        around *= 2
    return {
        "type": "TextQuoteSelector",
        "exact": text[start:end],
        "prefix": text[before:start],
        "suffix": text[end:after],
    }


def _annotation(reading: Reading, claim: Claim, family: uuid.UUID, source: str) -> Node:
    start, end = claim.span
    target: Node = {
        "type": "SpecificResource",
        "source": {"id": source, "type": "Text", "format": "text/plain", "language": reading.source.language},
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            quote_selector(reading.text, claim.span),
        ],
    }
    if is_web_address(reading.source.url):
        target["scope"] = reading.source.url
    return {
        "id": _named(family, claim.path),
        "type": "Annotation",
        "motivation": claim.motivation,
        "body": list(_bodies(claim, family)),
        "target": target,
    }


def _bodies(claim: Claim, family: uuid.UUID) -> Iterator[Node]:
    yield {"type": "TextualBody", "purpose": "classifying", "value": claim.kind}
    for tag in dict.fromkeys(tag for tag in claim.tags if tag.strip()):
        yield {"type": "TextualBody", "purpose": "tagging", "value": tag}
    if claim.link is not None:
        web = is_web_address(claim.link)
        yield {
            "type": "SpecificResource",
            "purpose": "identifying" if web else "linking",
            "source": claim.link if web else _named(family, claim.link),
        }
    if claim.values:
        values = json.dumps(claim.values, ensure_ascii=False)
        yield {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "application/json",
            "value": values,
        }


def _film(reading: Reading) -> Iterator[Claim]:
    film = reading.film
    if film is not None and film.span is not None:
        yield Claim(
            "film",
            film.span,
            "film",
            "identifying",
            (film.title,),
            film.model_dump(mode="json", exclude={"span", "candidates"}),
            address_of(film.catalog_id),
        )


def _opinion(number: int, opinion: Opinion) -> Iterator[Claim]:
    path = f"opinions/{number}"
    tags = (opinion.aspect, words.leaning(opinion.polarity))
    values = opinion.model_dump(mode="json", exclude={"evidence", "target"})
    yield Claim(path, opinion.evidence, "opinion", "assessing", tags, values)
    if opinion.target is not None:
        about = (opinion.target.person or opinion.target.text,)
        yield Claim(
            f"{path}/target", opinion.target.span, "target", "linking", about, _values(opinion.target), path
        )


def _named_things(reading: Reading) -> Iterator[Claim]:
    for number, credit in enumerate(reading.credits):
        tags = (credit.person, *credit.roles)
        yield from _mentions(f"credits/{number}", "person", tags, credit, credit.mentions)
    for number, figure in enumerate(reading.characters):
        yield from _mentions(f"characters/{number}", "character", (figure.name,), figure, figure.mentions)
    for number, work in enumerate(reading.works):
        yield from _mentions(f"works/{number}", "work", (work.title, work.relation), work, work.mentions)


def _mentions(
    path: str, kind: str, tags: tuple[str, ...], part: Part, spans: tuple[Span, ...]
) -> Iterator[Claim]:
    values = _values(part)
    for number, span in enumerate(spans):
        yield Claim(f"{path}/{number}", span, kind, "identifying", tags, values)


def _sentence(number: int, sentence: Sentence) -> Claim:
    tags = (sentence.kind, *(("spoiler",) if sentence.spoiler >= words.SPOILS else ()))
    path = f"sentences/{number}"
    return Claim(path, sentence.span, "sentence", "classifying", tags, _values(sentence))


def _values(part: Part) -> Mapping[str, Any]:
    return part.model_dump(mode="json", exclude={"span", "mentions"})


def _named(family: uuid.UUID, path: str) -> str:
    return uuid.uuid5(family, path).urn
