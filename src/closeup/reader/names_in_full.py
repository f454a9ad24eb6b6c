"""Names that the model's tags leave out or cut short: repeated ones, and titles that films have."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from closeup.reader.mentions import Mention
from closeup.reading import Relation, Span

REPEATS_FROM = 0.55
"""How sure a mention is whose words are taken for a name wherever else they stand."""

REPEATED = 0.85
"""How much less sure the other places are."""

LISTED = 0.6
"""How sure a mention is that rests on a film's having that title."""

LONGEST = 7
"""Words of a title that is looked up."""

_WORD = re.compile(r"\w+(?:[-'’.&]\w+)*")
_LINK = frozenset({
    "a", "an", "and", "at", "by", "de", "der", "du", "for", "from", "in", "is", "la", "le", "of", "on", "or",
    "the", "to", "von", "vs", "with", "&",
})  # fmt: skip
_SMALL = _LINK | {
    "as", "but", "film", "has", "have", "he", "her", "his", "i", "it", "its", "movie", "no", "not", "she",
    "so", "than", "that", "their", "they", "this", "was", "we", "who", "you",
}  # fmt: skip


class Titles(Protocol):
    """What the catalogue is asked."""

    def exact(self, title: str) -> Sequence[object]:
        """The films of this title."""
        ...


def repeated(text: str, starts: Sequence[int], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, and after them every other place where the words of a sure one stand.

    A name of one small-letter word is not looked for: it may be a word.

    Parameters
    ----------
    text : str
    starts : sequence of int
        Where each sentence starts.
    mentions : sequence of Mention
    """
    surest: dict[str, Mention] = {}
    for mention in mentions:
        words = text[slice(*mention.span)]
        if mention.probability >= REPEATS_FROM and _is_telling(words):
            for form in (words, *_shorter(words, mention)):
                if form not in surest or surest[form].probability < mention.probability:
                    surest[form] = mention
    if not surest:
        return list(mentions)
    taken = _Taken(mention.span for mention in mentions)
    found = list(mentions)
    pattern = "|".join(re.escape(form) for form in sorted(surest, key=lambda form: (-len(form), form)))
    for match in re.finditer(rf"(?<![\w'’-])(?:{pattern})(?!\w)", text):
        if taken.free(match.span()):
            source = surest[match.group()]
            sentence = max(0, bisect_right(starts, match.start()) - 1)
            taken.take(match.span())
            found.append(
                replace(
                    source,
                    span=match.span(),
                    sentence=sentence,
                    probability=source.probability * REPEATED,
                    roles={},
                )
            )
    return found


def _is_telling(words: str) -> bool:
    return len(words) > 2 and (words[0].isupper() or (" " in words and len(words) > 7))


def _shorter(words: str, mention: Mention) -> Iterator[str]:
    """The surname of a person who is named in full."""
    parts = words.split()
    if mention.kind == "person" and len(parts) > 1 and parts[-1][:1].isupper() and len(parts[-1]) > 3:
        yield parts[-1]


def listed(
    text: str,
    starts: Sequence[int],
    mentions: Sequence[Mention],
    hints: Mapping[int, Mapping[Relation, float]],
    catalog: Titles,
) -> list[Mention]:
    """The mentions, with titles of films that stand in the text beside or in place of parts of them.

    Parameters
    ----------
    hints : mapping of int to mapping
        `closeup.reader.mentions.title_hints`: where words start that may be in a title.
    catalog : Titles
    """
    found = list(mentions)
    for span in _candidates(text, hints):
        over = [m for m in found if m.span[0] < span[1] and m.span[1] > span[0]]
        if any(m.kind != "work" or _reaches_out(m.span, span) or m.span == span for m in over):
            continue
        if not catalog.exact(text[slice(*span)]):
            continue
        sentence = max(0, bisect_right(starts, span[0]) - 1)
        best = max(over, key=lambda m: m.probability, default=None)
        known = best.relations if best else _relations(text, span, hints)
        found = [m for m in found if m not in over]
        found.append(Mention(span, sentence, "work", max(LISTED, best.probability if best else 0), {}, known))
    return found


def _relations(text: str, span: Span, hints: Mapping[int, Mapping[Relation, float]]) -> dict[Relation, float]:
    """How a title stands to the film, by its words' hints; another film where there is none."""
    places = [span[0] + match.start() for match in _WORD.finditer(text[slice(*span)])]
    told = [hints[place] for place in places if place in hints]
    total = sum(sum(odds.values()) for odds in told)
    if not total:
        return {"film": 1.0}
    return {name: sum(odds[name] for odds in told) / total for name in told[0]}


def _reaches_out(inner: Span, outer: Span) -> bool:
    return inner[0] < outer[0] or inner[1] > outer[1]


def _candidates(text: str, hints: Mapping[int, object]) -> Iterator[Span]:
    """Stretches that may be titles, the longest first at each place, none inside one that was given."""
    words = [match.span() for match in _WORD.finditer(text)]
    capital = [text[start].isupper() or text[start].isdigit() for start, _ in words]
    small = [text[start:end].lower() in _SMALL for start, end in words]
    cased = any(capital[i] and not small[i] for i in range(1, len(words)))
    first = 0
    while first < len(words):
        last = _run(text, words, capital, first) if cased else min(first + LONGEST, len(words))
        for end in range(last, first + 1, -1):
            inside = range(first, end)
            telling = sum(not small[i] for i in inside)
            if cased:
                good = capital[first] and capital[end - 1] and sum(capital[i] for i in inside) > 1
            else:
                good = not small[end - 1] and any(words[i][0] in hints for i in inside)
            if good and telling and _unbroken(text, words, first, end):
                yield words[first][0], words[end - 1][1]
        first += 1


def _run(text: str, words: Sequence[Span], capital: Sequence[bool], first: int) -> int:
    """One past the last word of the Title Case that begins at a word."""
    if not capital[first]:
        return first
    end = first + 1
    for i in range(first + 1, min(first + LONGEST, len(words))):
        if not capital[i] and text[slice(*words[i])].lower() not in _LINK:
            break
        end = i + 1
    return end


def _unbroken(text: str, words: Sequence[Span], first: int, end: int) -> bool:
    """Whether nothing but spaces, colons and commas stands between the words."""
    between = "".join(text[words[i][1] : words[i + 1][0]] for i in range(first, end - 1))
    return not between.strip(" :,")


class _Taken:
    """Places that names have already."""

    def __init__(self, spans: Iterator[Span]) -> None:
        self.spans = sorted(spans)

    def free(self, span: Span) -> bool:
        place = bisect_right(self.spans, span)
        before = self.spans[place - 1] if place else None
        after = self.spans[place] if place < len(self.spans) else None
        return (before is None or before[1] <= span[0]) and (after is None or after[0] >= span[1])

    def take(self, span: Span) -> None:
        self.spans.insert(bisect_right(self.spans, span), span)
