"""The titles that a review offers for its film: works named in the text, and what its heading says."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from closeup.reader.mentions import Mention
from closeup.reader.stated_year import FIRST, LAST, year_beside
from closeup.reader.titles import title_words
from closeup.reader.works import NamedWork, named_works
from closeup.reading import Span
from closeup.review import Review

KEPT = 8
"""Titles that are weighed, at most: reviews that name more name them in lists."""

_HEADING_LENGTH = 90
_LABEL = re.compile(
    r"^\s*(?:(?:the\s)?(?:movie|film|cinema|blu-ray|dvd|4k|streaming|classic)\s)*reviews?\b\s*(?:of\b|[:|–—-])?\s*"
    r"|\s*[:|–—,-]?\s*\(?\b(?:(?:movie|film|blu-ray|dvd|4k)\s)*reviews?\)?\s*$",
    re.IGNORECASE,
)
_QUOTED = re.compile(
    r"[\"“‘_*]+(?P<title>[^\"“”’_*]{1,70}?)[\"”’_*]+(?!\w)|(?<!\w)'(?P<other>[^']{1,70})'(?!\w)"
)
_BREAK = re.compile(
    r"\s*[:|–—]\s+|\s-{1,2}\s|\s*\((?=[^()]*\d{4})|\s+(?:movie|film)?\s*review\b", re.IGNORECASE
)
_LEFT_OVER = re.compile(r"(?:['’]?s|of|in|and|for|with|to|by|on|at|from)\s+(?=[A-Z])")
_UNFINISHED = re.compile(r"(?:\s(?:a|an|the|of|and|in|to|for|on)|\b(?:Mr|Mrs|Dr|Ms|St))\Z")
_REST = re.compile(r"\.?\s[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)*")
_REVIEW = re.compile(r"\breview\b", re.IGNORECASE)
_YEAR = re.compile(r"[(\[][^()\[\]]*?((?:18|19|20)\d\d)\s*[)\]]")


@dataclass(frozen=True)
class Phrase:
    """How a phrase stands in the text that is a title only by the catalogue.

    Attributes
    ----------
    capitals : float
        Share of its places where it is written as titles are.
    quoted : bool
        Whether it stands in quotation marks.
    said : bool
        Whether words follow that speak of a film: "is", "stars", "tells".
    opening : bool
        Whether it stands in the first sentence.
    lower : bool
        Whether the whole text is in lower case.
    person : float
        The odds that the model sees a person in its place.
    other : float
        The odds that it is the title of another work, as the model has it.
    repeated : bool
        Whether it is no title of the catalogue, only repeated in capitals.
    """

    capitals: float = 0.0
    quoted: bool = False
    said: bool = False
    opening: bool = False
    lower: bool = False
    person: float = 0.0
    other: float = 0.0
    repeated: bool = False


@dataclass(frozen=True)
class NamedTitle:
    """A title that may be the film's.

    Attributes
    ----------
    title : str
        As the review writes it.
    words : tuple of str
        By which it is compared.
    span : Span or None
        Where the text names it first as the film; None where only the heading does.
    this : float
        The odds that it is the film under review, as the model has it.
    count : int
        Mentions in the text.
    rank : int
        Place among the titles named, from 0.
    start : float
        Place of the first mention among the sentences, from 0 to 1.
    heading : bool
        Whether the heading names it.
    year : int or None
        The year stated beside it.
    bare : bool
        Whether it may as well be a slogan: words of the heading that nothing there or in the text shows to
        be a title.
    phrase : Phrase or None
        Where only the catalogue has it for a title.
    short : bool
        Whether it is a short form of another title, which more mentions have than the whole.
    """

    title: str
    words: tuple[str, ...]
    span: Span | None
    this: float
    count: int = 0
    rank: int = 0
    start: float = 0.0
    heading: bool = False
    year: int | None = None
    bare: bool = False
    phrase: Phrase | None = None
    short: bool = False


def titles_of(review: Review, mentions: Sequence[Mention], sentences: int) -> list[NamedTitle]:
    """The titles that a review of so many sentences offers for its film, each once, the likeliest first."""
    text = review.text
    found: dict[tuple[str, ...], NamedTitle] = {}
    for rank, work in enumerate(named_works(text, mentions)):
        for title in (_from_work(text, work, rank, sentences), *_short_forms(text, work, rank, sentences)):
            known = found.get(title.words)
            if known is None or known.this < title.this:
                found[title.words] = replace(title, rank=known.rank if known else rank)
    for title in _from_headings(review):
        known = found.get(title.words)
        if known is None:
            found[title.words] = title
        else:
            found[title.words] = replace(known, heading=True, year=known.year or title.year)
    ordered = sorted(found.values(), key=lambda title: (-title.heading, -title.this, title.rank))
    return ordered[:KEPT]


def _short_forms(text: str, work: NamedWork, rank: int, sentences: int) -> Iterator[NamedTitle]:
    """Shorter forms that most mentions have: words of the sentence may have made the longest too long."""
    forms: dict[tuple[str, ...], list[Mention]] = {}
    for mention in work.mentions:
        forms.setdefault(_words_at(text, mention), []).append(mention)
    longest = len(forms.get(work.words, ()))
    for words, mentions in forms.items():
        if words and len(words) < len(work.words) and len(mentions) > longest:
            form = replace(work, words=words, mentions=tuple(mentions))
            yield replace(_from_work(text, form, rank, sentences), short=True)


def _from_work(text: str, work: NamedWork, rank: int, sentences: int) -> NamedTitle:
    best = max(work.mentions, key=lambda m: (_words_at(text, m) == work.words, m.relations.get("this", 0.0)))
    # the years beside two mentions of one title are of one film only if it is one film
    years = {year for m in work.mentions if (year := year_beside(text, m.span))}
    span = _mended(text, best.span)
    return NamedTitle(
        title=text[slice(*span)],
        words=work.words if span == best.span else title_words(text[slice(*span)]) or work.words,
        span=span,
        this=work.odds.get("this", 0.0) * math.sqrt(max(m.probability for m in work.mentions)),
        count=len(work.mentions),
        rank=rank,
        start=min(work.mentions[0].sentence / max(sentences, 1), 1.0),
        year=years.pop() if len(years) == 1 else None,
    )


def _mended(text: str, span: Span) -> Span:
    """A title without the small words before it, and with the name in which its last words end.

    "s Pilgrim", "of Laura", "Don't Torture a" before "Duckling", "Mr. & Mrs" before ". Smith".
    """
    start, end = span
    if left := _LEFT_OVER.match(text, start, end):
        start = left.end()
    if _UNFINISHED.search(text, start, end) and (rest := _REST.match(text, end)):
        end = rest.end()
    return start, end


def _words_at(text: str, mention: Mention) -> tuple[str, ...]:
    return title_words(text[slice(*mention.span)])


def _from_headings(review: Review) -> Iterator[NamedTitle]:
    text = review.text
    if review.film:
        yield from _heading(text, 0, review.film.title, review.film.year)
    if review.title:
        for title, year, bare in _named_in(review.title):
            yield from _heading(text, 0, title, year, bare)
    line, _, rest = text.partition("\n")
    if len(line) <= _HEADING_LENGTH and rest.strip() and line.rstrip()[-1:] not in ".!?,;":
        for title, year, bare in _named_in(line):
            yield from _heading(text, len(line), title, year, bare)


def _heading(text: str, end: int, title: str, year: int | None, bare: bool = False) -> Iterator[NamedTitle]:
    """A title of a heading; what lies before `end` in the text is that heading."""
    if not (words := title_words(title)):
        return
    body = place_of(text, title, end)
    yield NamedTitle(
        title=title,
        words=words,
        span=body or place_of(text, title),
        this=0.5,
        count=int(body is not None),
        rank=KEPT,
        start=1.0,
        heading=True,
        year=year,
        bare=bare and body is None,
    )


def _named_in(heading: str) -> Iterator[tuple[str, int | None, bool]]:
    """What in a heading could be the title, its year, and whether nothing shows that it is one.

    What is quoted, else the whole and its first part. A year or the word "review" shows a title.
    """
    found = _YEAR.search(heading)
    year = int(found[1]) if found and FIRST <= int(found[1]) <= LAST else None
    plain = _LABEL.sub("", heading).strip()
    if quoted := _QUOTED.search(plain):
        title = (quoted["title"] or quoted["other"]).strip(" ,.")
        if title:
            yield title, year, False
            return
    bare = year is None and not _REVIEW.search(heading)
    parts = dict.fromkeys(part.strip(" ,*_") for part in (plain, _BREAK.split(plain, maxsplit=1)[0]))
    for part in parts:
        if any(char.isalnum() for char in part) and not _YEAR.search(part):
            yield part, year, bare


def place_of(text: str, title: str, after: int = 0) -> Span | None:
    """Where a text has these very words, as words, from `after` on; in lower-case text, in lower case."""
    start = text.find(title, after)
    if start < 0 and text.islower():
        start = text.find(title.lower(), after)
    end = start + len(title)
    if start < 0 or not title or text[max(start - 1, 0) : start].isalnum() or text[end : end + 1].isalnum():
        return None
    return start, end
