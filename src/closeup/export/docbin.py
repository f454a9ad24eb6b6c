"""Readings as a spaCy `DocBin` (extra `spacy`): training data and a `Doc` for every review.

A `Doc` is tokenised as blank English does, and again wherever a span begins or ends inside a
token, so that every span of the reading is a span of tokens with exactly the same words.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from closeup.errors import MissingExtra
from closeup.export.annotations import Claim, claims
from closeup.reading import Reading
from closeup.review import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language
    from spacy.tokens import Doc, DocBin
    from spacy.vocab import Vocab

    from closeup.reading import Span

KEY = "closeup"
"""Where `Doc.user_data` holds the rest of the reading."""

GROUPS = {
    "opinion": "opinions",
    "target": "targets",
    "stated rating": "stated",
    "film": "film",
    "quote": "quotes",
    "theme": "themes",
    "person": "credits",
    "character": "characters",
    "work": "works",
    "sentence": "sentences",
}
"""The key in `Doc.spans` of each kind of claim."""

ENTITIES = {"person": "PERSON", "character": "CHARACTER", "work": "WORK_OF_ART"}
"""The label in `Doc.ents` of each kind of claim that names somebody or something."""


def doc_bin(items: Iterable[Reading | Unreadable]) -> DocBin:
    """A `DocBin` with a `Doc` for each reading, in order; an empty one where a review could not be read.

    Equal readings give equal bytes (`DocBin.to_bytes`). All of them are held in memory.

    Raises
    ------
    MissingExtra
        spaCy is not installed.
    """
    made = empty_bin()
    for item in items:
        made.add(doc(item))
    return made


def empty_bin() -> DocBin:
    """A `DocBin` to add documents to, with the attributes that `doc` sets.

    Raises
    ------
    MissingExtra
        spaCy is not installed.
    """
    _english()
    from spacy.tokens import DocBin

    return DocBin(attrs=["ENT_IOB", "ENT_TYPE", "SENT_START"], store_user_data=True)


def doc(item: Reading | Unreadable, vocab: Vocab | None = None) -> Doc:
    """A reading as a spaCy `Doc`.

    Its `text` is the reading's. `ents` are the people, characters and works that do not overlap,
    longer ones first; `spans` has all claims by group (`GROUPS`), each with its label, its side or
    other name as `kb_id_`, and as `id_` its path in the reading, such as `opinions/3`; `cats` holds
    the odds of `fresh` and `rotten`; `user_data["closeup"]` is the reading without its text.

    Raises
    ------
    MissingExtra
        spaCy is not installed.
    """
    nlp = _english()
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan
    from spacy.util import filter_spans

    vocab = nlp.vocab if vocab is None else vocab
    if isinstance(item, Unreadable):
        error = {"code": item.error.code, "message": str(item.error)}
        return Doc(vocab, user_data={KEY: {"id": item.id, "error": error}})
    found = [claim for claim in claims(item, sentences=True) if claim.span[0] < claim.span[1]]
    edges = _edges(item.text, nlp, {claim.span for claim in found})
    first = {start: number for number, (start, _) in enumerate(edges)}
    last = {end: number for number, (_, end) in enumerate(edges, start=1)}
    begins = {0, *(sentence.span[0] for sentence in item.sentences)}
    made = Doc(
        vocab,
        words=[item.text[start:end] for start, end in edges],
        spaces=_spaces(item.text, edges),
        sent_starts=[start in begins for start, _ in edges],
        user_data={KEY: item.model_dump(mode="json", by_alias=True, exclude={"text"})},
    )
    groups: dict[str, list[DocSpan]] = {group: [] for group in GROUPS.values()}
    entities = []
    for claim in found:
        start, end = first[claim.span[0]], last[claim.span[1]]
        label, name = _label(claim)
        span = DocSpan(made, start, end, label=label, kb_id=name, span_id=claim.path)
        groups[GROUPS[claim.kind]].append(span)
        if claim.kind in ENTITIES and not span.text.isspace():
            entities.append(DocSpan(made, start, end, label=ENTITIES[claim.kind]))
    for group, spans in groups.items():
        made.spans[group] = spans
    made.set_ents(filter_spans(entities))
    fresh = item.verdict.fresh_probability
    made.cats = {"fresh": fresh, "rotten": 1 - fresh}
    return made


def readings(made: DocBin) -> Iterator[Reading]:
    """The readings that a `DocBin` of `doc_bin` was made from; errors are passed over.

    Raises
    ------
    MissingExtra
        spaCy is not installed.
    """
    for found in made.get_docs(_english().vocab):
        held: dict[str, Any] = found.user_data[KEY]
        if "error" not in held:
            yield Reading.model_validate(held | {"text": found.text})


def _edges(text: str, nlp: Language, spans: set[Span]) -> list[Span]:
    """Where each token begins and ends: blank English's, cut wherever a span begins or ends.

    A single space after a token is a token of its own only where a span begins or ends with it.
    """
    starts, ends = {start for start, _ in spans}, {end for _, end in spans}
    cuts = sorted(starts | ends)
    edges: list[Span] = []
    at = 0
    for token in nlp.tokenizer(text):
        start, end = token.idx, token.idx + len(token)
        while at < len(cuts) and cuts[at] <= start:
            at += 1
        while at < len(cuts) and cuts[at] < end:
            edges.append((start, cuts[at]))
            start, at = cuts[at], at + 1
        edges.append((start, end))
        if token.whitespace_ and (end in starts or end + 1 in ends):
            edges.append((end, end + 1))
    return edges


def _spaces(text: str, edges: list[Span]) -> list[bool]:
    """Whether a space that belongs to no token follows each token."""
    following = [start for start, _ in edges[1:]] + [len(text)]
    return [end < start for (_, end), start in zip(edges, following, strict=True)]


def _label(claim: Claim) -> tuple[str, str]:
    """The label of a claim's span, and the name, side or text that goes into `kb_id_`."""
    match claim.kind:
        case "opinion":
            return claim.tags[0], claim.tags[1]
        case "person":
            return "+".join(claim.tags[1:]), claim.tags[0]
        case "work":
            return claim.tags[1], claim.tags[0]
        case "sentence":
            return claim.tags[0], claim.tags[1] if claim.tags[1:] else ""
    return claim.kind, claim.tags[0]


@lru_cache(maxsize=1)
def _english() -> Language:
    try:
        import spacy
    except ImportError as error:
        raise MissingExtra.named("spacy", "Writing a spaCy DocBin") from error
    return spacy.blank("en")
