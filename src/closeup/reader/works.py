"""Works: the mentions of one title joined over the review, each title with its relation to the film."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from closeup.reader.mentions import Mention
from closeup.reader.titles import is_part, names_sequel, title_words
from closeup.reading import Relation, Span, Work

CLEAR = 0.85
"""Odds from which one mention keeps a relation of its own: the novel beside the film of the same title."""

_FLOOR = 0.02
_DIVIDED = re.compile(r"\s*[:–—]\s*|\s+-+\s+")


@dataclass(frozen=True)
class NamedWork:
    """The mentions of one title, in the order of the text.

    Attributes
    ----------
    title : str
        The fullest form, as the text writes it.
    words : tuple of str
        What tells this title from others (`closeup.reader.titles.title_words`).
    relation : Relation
    odds : dict of Relation to float
        All the mentions' odds together; they sum to 1.
    mentions : tuple of Mention
    """

    title: str
    words: tuple[str, ...]
    relation: Relation
    odds: dict[Relation, float]
    mentions: tuple[Mention, ...]

    @property
    def confidence(self) -> float:
        """That it is a work of this relation: as sure as the surest of its mentions."""
        return max(mention.probability for mention in self.mentions) * self.odds.get(self.relation, 0.0)


def works(text: str, mentions: Iterable[Mention]) -> tuple[Work, ...]:
    """The works that a review names, in the order of their first mention.

    Mentions are of one work if they differ only in case, accents, marks, article or possessive, or if one
    is a safe short form of the other ("Empire" after "The Empire Strikes Back"); "Alien" and "Aliens",
    "Halloween" and "Halloween II" stay apart. A title has one relation, that of the combined odds, but
    for mentions that are clearly another thing (the novel "Jumanji" in a review of the film).
    """
    return tuple(
        Work(
            title=work.title,
            relation=work.relation,
            mentions=tuple(mention.span for mention in work.mentions),
            confidence=round(work.confidence, 3),
        )
        for work in named_works(text, mentions)
    )


def named_works(text: str, mentions: Iterable[Mention]) -> list[NamedWork]:
    """Like `works`, with the odds."""
    groups: dict[tuple[str, ...], list[Mention]] = {}
    for mention in sorted((m for m in mentions if m.kind == "work"), key=lambda m: m.span):
        if words := title_words(text[slice(*mention.span)]):
            groups.setdefault(words, []).append(mention)
    parted = [
        _Group(words, relation, found)
        for words, together in groups.items()
        for relation, found in _by_relation(together).items()
    ]
    joined = _with_short_forms(text, parted)
    return sorted((_named(text, group) for group in joined), key=lambda work: work.mentions[0].span)


@dataclass(frozen=True)
class _Group:
    words: tuple[str, ...]
    relation: Relation
    mentions: list[Mention]

    @property
    def first(self) -> Span:
        return min(mention.span for mention in self.mentions)

    @property
    def sure(self) -> float:
        return max(mention.probability for mention in self.mentions)


def combined(mentions: Sequence[Mention]) -> dict[Relation, float]:
    """The odds of each relation for a title: the mentions' odds, by their geometric mean.

    The mean, not the product: mentions of one title in one review are anything but independent.
    """
    relations = sorted({relation for mention in mentions for relation in mention.relations})
    if not relations:
        return {"other": 1.0}
    weight = sum(m.probability for m in mentions) or 1.0
    raised = {
        relation: math.exp(
            sum(m.probability * math.log(max(m.relations.get(relation, 0.0), _FLOOR)) for m in mentions)
            / weight
        )
        for relation in relations
    }
    total = sum(raised.values())
    return {relation: value / total for relation, value in raised.items()}


def _by_relation(mentions: Sequence[Mention]) -> dict[Relation, list[Mention]]:
    """One title's mentions under its relation; those that are clearly something else, apart."""
    odds = combined(mentions)
    main = max(odds, key=lambda relation: odds[relation])
    parted: dict[Relation, list[Mention]] = {}
    for mention in mentions:
        own = max(mention.relations, key=lambda r: mention.relations[r], default=main)
        clear = mention.relations.get(own, 0.0) >= CLEAR
        parted.setdefault(own if clear else main, []).append(mention)
    return parted


def _with_short_forms(text: str, groups: Sequence[_Group]) -> list[_Group]:
    whole: list[_Group] = []
    groups = _tidied(text, groups)
    for group in sorted(groups, key=lambda group: (-len(group.words), group.first)):
        longer = [other for other in whole if _stands_for(text, group, other)]
        if len({other.words for other in longer}) == 1:
            longer[0].mentions.extend(group.mentions)
        else:
            whole.append(_Group(group.words, group.relation, list(group.mentions)))
    return whole


def _tidied(text: str, groups: Sequence[_Group]) -> list[_Group]:
    """Titles with words of their sentence at an end, put to the titles without."""
    kept = [group for group in groups if not any(_is_untidy(text, other, group) for other in groups)]
    for group in groups:
        if group in kept:
            continue
        short = next((other for other in kept if _is_untidy(text, other, group)), None)
        if short:
            short.mentions.extend(group.mentions)
        else:
            kept.append(group)
    return kept


def _is_untidy(text: str, short: _Group, long: _Group) -> bool:
    """Whether a longer title is a shorter one with words of its sentence at an end.

    "Hua Shan's Soul of the Sword", "Curse of the Demon falters".
    """
    count = len(short.words)
    if not is_part(short.words, long.words) or short.sure < long.sure:
        return False
    written = text[slice(*long.first)]
    if long.words[:count] == short.words:
        rest = written.split()[-(len(long.words) - count) :]
        return any(word[0].isupper() for word in written.split()) and all(word.islower() for word in rest)
    rest = written.split()[: len(written.split()) - count]
    return bool(rest) and (rest[-1] == "s" or rest[-1].endswith(("'s", "’s")))


def _stands_for(text: str, short: _Group, long: _Group) -> bool:
    """Whether a shorter title in the same relation is short for a longer one."""
    if short.relation != long.relation or not is_part(short.words, long.words):
        return False
    if long.relation == "this":
        return True
    if long.first > short.first or names_sequel(short.words, long.words):
        return False
    # what stands before a colon is the name of a series more often than a film's short name
    head = _DIVIDED.split(text[slice(*long.first)], maxsplit=1)[0]
    return title_words(head) != short.words


def _named(text: str, group: _Group) -> NamedWork:
    mentions = tuple(sorted(group.mentions, key=lambda mention: mention.span))
    surfaces = [text[slice(*mention.span)] for mention in mentions]
    surfaces = [written for written in surfaces if len(title_words(written)) <= len(group.words)] or surfaces
    title = max(surfaces, key=lambda surface: (len(title_words(surface)), len(surface)))
    return NamedWork(title, group.words, group.relation, combined(mentions), mentions)
