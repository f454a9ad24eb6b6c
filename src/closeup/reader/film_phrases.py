"""Phrases of a text that are titles in the catalogue, for a film that nothing else names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from closeup.catalog.film import CatalogFilm
from closeup.reader.film_facts import Films, is_titled
from closeup.reader.film_titles import NamedTitle, Phrase
from closeup.reader.mentions import Mention
from closeup.reader.stated_year import year_beside
from closeup.reader.titles import title_words
from closeup.reading import Span

KEPT = 12
"""Phrases that are weighed, at most."""

LOOKED_UP = 60
"""Phrases that are looked up, at most: in the order of the text, those that are repeated first."""

LONGEST = 6
OPENING = 2
"""Sentences in which a film is likely to be named first."""

_PERSON = 0.3
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_GAP = re.compile(r"(?:,? |: | - | & |\. (?=\w))\Z")
_ARTICLES = frozenset(("the", "a", "an"))
_WEAK = frozenset((
    *_ARTICLES, "of", "and", "in", "on", "at", "to", "for", "from", "with", "by", "is", "it", "its", "this",
    "that", "as", "or", "but", "was", "are", "be", "i", "he", "she", "they", "we", "you", "his", "her",
    "their", "my", "your", "not", "if", "so", "than", "then", "there", "all", "one", "some", "who", "which",
    "what", "when", "has", "have", "had", "will", "would", "can", "could", "do", "does", "did", "no", "up",
    "out", "about", "into", "just", "very", "been", "were", "also", "even", "more", "most", "an", "these",
    "film", "films", "movie", "movies", "s", "t",
))  # fmt: skip
_QUOTES = frozenset("\"“‘'*_")
_CLOSING = frozenset("\"”’'*_")
_SAID = re.compile(
    r"[\"”’'*_]*\s?(?:,|\()?\s?(?:is|was|has|tells|stars|starring|directed|follows|opens|begins|takes|features|"
    r"marks|may|remains|gets|does|isn|manages|concerns)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Word:
    text: str
    plain: str
    span: Span
    sentence: int
    capital: bool
    weak: bool
    glued: bool
    """Whether only a space, or a mark that titles have inside, parts it from the word before."""


Places = list[tuple[_Word, ...]]
"""Where a phrase stands."""


def phrases_of(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    films: Films,
    known: frozenset[tuple[str, ...]] = frozenset(),
) -> list[tuple[NamedTitle, list[CatalogFilm]]]:
    """The phrases that could be the film's title, with the films of that title, likeliest first.

    Phrases of capitals anywhere, other phrases in the opening, in the last sentence, or where they are
    repeated. The titles of `known` are left out.
    """
    words = _words(text, sentences)
    asked = _asked(words, text, sentences)
    found = []
    for plain, places in asked.items():
        same = [film for film in films.exact(plain) if is_titled(film, title_words(plain))]
        if not same and not _may_be_unknown(places, asked):
            continue
        title = _title(text, sentences, mentions, places, same)
        if title.words and title.words not in known and (same or _person(title) < _PERSON):
            found.append((title, same))
    once: dict[tuple[str, ...], tuple[NamedTitle, list[CatalogFilm]]] = {}
    for title, same in sorted(found, key=lambda pair: -_promise(pair[0])):
        once.setdefault(title.words, (title, same))
    return list(once.values())[:KEPT]


def _person(title: NamedTitle) -> float:
    return title.phrase.person if title.phrase else 0.0


def _may_be_unknown(places: Sequence[tuple[_Word, ...]], asked: Mapping[str, Places]) -> bool:
    """Whether words that the catalogue has not may be a title all the same: in capitals, more than once.

    In lower case, three words and three times.
    """
    chunk, least = places[0], 2 if all(_big(each) for each in places) else 3
    if len(places) < least or len(chunk) < least:
        return False
    key = " ".join([word.plain for word in chunk])
    return not any(
        len(found) == len(places) and len(found[0]) > len(chunk) and f" {key} " in f" {other} "
        for other, found in asked.items()
    )


def _promise(title: NamedTitle) -> float:
    """A rough order of the phrases, for the cut."""
    phrase = title.phrase
    if phrase is None:
        return 0.0
    return (
        min(len(title.words), 4)
        + min(title.count, 4)
        + 2 * phrase.capitals
        + 2 * phrase.quoted
        + phrase.opening
        - 2 * phrase.person
    )


def _words(text: str, sentences: Sequence[Span]) -> list[_Word]:
    words: list[_Word] = []
    curled = "’" in text
    for number, (start, end) in enumerate(sentences):
        before = start
        for found in _WORD.finditer(text, start, end):
            gap = text[before : found.start()]
            written = found[0]
            plain = written.lower()
            if "'" in plain or curled:
                plain = plain.replace("’", "'").removesuffix("'s")
            capital = not written[0].islower()
            glued = gap == " " or bool(_GAP.match(gap))
            words.append(_Word(written, plain, found.span(), number, capital, plain in _WEAK, glued))
            before = found.end()
    return words


def _asked(words: Sequence[_Word], text: str, sentences: Sequence[Span]) -> dict[str, Places]:
    """Phrases that are worth a look, each with its places; the repeated first."""
    lower = text.islower()
    places: dict[str, Places] = {}
    in_capitals: set[str] = set()
    last = len(sentences) - 1
    counts = Counter(word.plain for word in words)
    for start, first in enumerate(words):
        if first.weak and not (first.capital and first.plain not in _ARTICLES):
            continue
        anywhere = first.sentence < OPENING or first.sentence == last or (lower and counts[first.plain] > 1)
        if not (first.capital or anywhere):
            continue
        capitals = first.capital
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            final = words[end - 1]
            if end > start + 1:
                if not final.glued:
                    break
                capitals = capitals and (final.capital or final.weak)
                if not (capitals or anywhere):
                    break
            titled = capitals and final.capital
            if not titled and (final.weak or not anywhere):
                continue
            if end == start + 1 and (first.weak or not titled) and not _may_stand_alone(words, start, counts):
                continue
            chunk = tuple(words[start:end])
            key = " ".join([word.plain for word in chunk])
            places.setdefault(key, []).append(chunk)
            if titled:
                in_capitals.add(key)
    asked = sorted(places, key=lambda key: -min(len(places[key]), 2) - (key in in_capitals))
    return {key: places[key] for key in asked[:LOOKED_UP]}


def _may_stand_alone(words: Sequence[_Word], place: int, counts: Counter[str]) -> bool:
    """Whether a small word may be a title: "the mask", more than once."""
    return place > 0 and words[place - 1].plain in _ARTICLES and counts[words[place].plain] > 1


def _title(
    text: str,
    sentences: Sequence[Span],
    mentions: Sequence[Mention],
    places: Sequence[tuple[_Word, ...]],
    same: Sequence[CatalogFilm],
) -> NamedTitle:
    spans = [(chunk[0].span[0], _end(chunk[-1])) for chunk in places]
    if not same:
        spans = _with_article(text, spans)
    best = max(range(len(spans)), key=lambda n: (_is_quoted(text, spans[n]), _big(places[n]), -n))
    span = spans[best]
    words = title_words(text[slice(*span)])
    years = {year for each in spans if (year := year_beside(text, each))}
    return NamedTitle(
        title=text[slice(*span)],
        words=words,
        span=span,
        this=0.5,
        count=len(spans),
        rank=0,
        start=min(places[0][0].sentence / max(len(sentences), 1), 1.0),
        year=years.pop() if len(years) == 1 else None,
        phrase=Phrase(
            capitals=_share(_big(chunk) and not _opens(text, chunk, sentences) for chunk in places),
            quoted=any(_is_quoted(text, each) for each in spans),
            said=any(bool(_SAID.match(text, each[1])) for each in spans),
            opening=places[0][0].sentence == 0,
            lower=text.islower(),
            person=max((m.probability for m in mentions if _is_person(m, spans)), default=0.0),
            other=max((_other(text, m, words) for m in mentions), default=0.0),
            repeated=not same,
        ),
    )


def _with_article(text: str, spans: list[Span]) -> list[Span]:
    """Places of one phrase with the article that stands before them all."""
    for article in _ARTICLES:
        size = len(article) + 1
        if all(
            f" {text[max(start - size - 1, 0) : start]}".lower().endswith(f" {article} ")
            for start, _ in spans
        ):
            return [(start - size, end) for start, end in spans]
    return spans


def _end(word: _Word) -> int:
    return word.span[1] - (2 if word.text.lower().endswith(("'s", "’s")) else 0)


def _big(chunk: Sequence[_Word]) -> bool:
    return all(word.capital for word in chunk if not word.weak)


def _opens(text: str, chunk: Sequence[_Word], sentences: Sequence[Span]) -> bool:
    """Whether the capital of a lone word is only that of its sentence."""
    return len(chunk) == 1 and not text[sentences[chunk[0].sentence][0] : chunk[0].span[0]].strip()


def _share(found: Iterator[bool]) -> float:
    told = list(found)
    return sum(told) / len(told) if told else 0.0


def _is_quoted(text: str, span: Span) -> bool:
    """Whether it stands in quotation marks, or in stars, alone or after an article."""
    start, end = span
    before = text[max(start - 5, 0) : start].rstrip()
    for article in _ARTICLES:
        if before.lower().endswith(article):
            before = before[: -len(article)].rstrip()
            break
    return before[-1:] in _QUOTES and text[end : end + 2].strip(" ,.!?")[:1] in _CLOSING if before else False


def _is_person(mention: Mention, spans: Sequence[Span]) -> bool:
    start, end = mention.span
    return mention.kind != "work" and any(start < span[1] and span[0] < end for span in spans)


def _other(text: str, mention: Mention, words: tuple[str, ...]) -> float:
    """How sure the model is that this title is another work."""
    if mention.kind != "work" or title_words(text[slice(*mention.span)]) != words:
        return 0.0
    return mention.probability * (1 - mention.relations.get("this", 0.0))
