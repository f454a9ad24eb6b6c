"""The film under review and the titles in its review, brought into agreement."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from closeup.reader.mentions import Mention
from closeup.reader.titles import title_words
from closeup.reading import Film

SURE = 0.5
"""How sure the film must be before other titles give way to it."""

ANOTHER = 0.6
"""How sure another title is of being the film under review if it stays so, as a second title may."""

UNSAID = 0.3
"""How likely, at least, a title that is not the film under review is that of another work."""

LEAST = 0.2
"""How sure a title must be after that to be named at all."""

NAMED = 0.9
"""How sure a place is where the film's title stands and the model saw none."""


def in_agreement(
    text: str, starts: Sequence[int], mentions: Sequence[Mention], film: Film | None
) -> list[Mention]:
    """The mentions, with the film's title as the work under review wherever it stands, and no doubtful other.

    Parameters
    ----------
    text : str
    starts : sequence of int
        Where each sentence starts.
    mentions : sequence of Mention
    film : Film or None
        As it was found.
    """
    if film is None or film.span is None or film.confidence < SURE:
        return list(mentions)
    title = title_words(film.title)
    found = [settled for mention in mentions if (settled := _settled(text, mention, title))]
    taken = [mention.span for mention in found]
    for match in re.finditer(rf"(?<!\w){re.escape(text[slice(*film.span)])}(?!\w)", text):
        start, end = match.span()
        if _is_word(match.group(), film, start) or any(s < end and e > start for s, e in taken):
            continue
        sentence = max(0, bisect_right(starts, start) - 1)
        found.append(Mention((start, end), sentence, "work", NAMED * film.confidence, {}, {"this": 1.0}))
    return found


def _is_word(words: str, film: Film, start: int) -> bool:
    """Whether a title of one small-letter word stands elsewhere, where it may be just that word."""
    return words.islower() and " " not in words and film.span is not None and start != film.span[0]


def _settled(text: str, mention: Mention, title: tuple[str, ...]) -> Mention | None:
    if mention.kind != "work" or not mention.relations:
        return mention
    if title_words(text[slice(*mention.span)]) == title:
        clear = max(mention.relations, key=lambda name: mention.relations[name])
        if clear != "this" and mention.relations[clear] > ANOTHER:
            return mention
        return replace(mention, relations={"this": 1.0})
    this = mention.relations.get("this", 0.0)
    if this * mention.probability >= ANOTHER or this < max(mention.relations.values()):
        return mention
    others = {name: odds for name, odds in mention.relations.items() if name != "this"}
    total = sum(others.values())
    sure = mention.probability * max(total, UNSAID)
    if not total or sure < LEAST:
        return None
    return replace(mention, probability=sure, relations={name: odds / total for name, odds in others.items()})
