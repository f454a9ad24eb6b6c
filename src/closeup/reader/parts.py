"""Which names are parts in the story: what the words that join them to an actor tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from closeup.reader import casting_words
from closeup.reader.mentions import Mention
from closeup.reader.names import TITLES, fold
from closeup.reading import Span

SAID = 0.9
"""Odds of a name's kind where the words tell it."""

_PLAIN = 0.8
_PLAIN_ENOUGH_TO_ADD = 0.84
_NEVER = 2.0
_ACTS = 0.3
_SURE = 0.95
_UNSURE = 0.8
_OTHER_WORK = 0.8
_AROUND = 60
_LONGEST_LIST = 8
_ON_SCREEN = frozenset(("actor", "person"))


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_UPPER = "A-ZÀ-ÖØ-ÞŁŠŽ"
_CAPITAL = (
    rf"(?:(?:Dr|Mr|Mrs|Ms|St|Lt|Capt|Sgt|Col|Gen|Prof|[{_UPPER}])\."
    rf"|[{_UPPER}](?:[^\W\d_]|['’][{_UPPER}]|-[^\W\d_])*)"
)
_RUN = re.compile(
    rf"(?<![\w'’.-]){_CAPITAL}(?:\s(?:(?:de|von|van|der|la|le|du|di|da)\s){{0,2}}{_CAPITAL}){{0,4}}"
)
# What else begins with a capital where a part might stand.
_NOT_PARTS = _words(
    "i the a an as in and but when while with he she his her it its this that these those they we you who "
    "if so or of for at on by from to then here there what which also not no yes one both all well now "
    "playing starring directed written oscar oscars academy award best emmy golden bafta american british "
    "english french german italian russian chinese japanese irish scottish spanish mexican african asian "
    "european western indian jewish christian nazi catholic hollywood broadway disney cgi tv dvd usa us uk "
    "christmas january february march april june july august september october november december "
    "director writer actor actress producer new"
)
_GOES_ON = _words(
    "a an the and or but as with in is was who whose for to like on at from while so has had by through "
    "opposite here after when than because where until, into this that are were she he just only not"
)
_NEXT_WORD = re.compile(r"\s*([a-z]+)")
_QUOTES = frozenset("\"“‘'*_")
# Told cheaply: without any of these the words join nobody.
_CUE = re.compile(
    r"^\W*[,(\[]|['’]|\b(?:as|by|play|portray|voic|essay|assay|embod|inhabit|incarnat|impersonat|channel|role"
    r"|part|character|turn|interpret|performance|rendition|depict|life|tackl|tak|nail|becom|became|ma[dk]e)"
)
_PLAYS = re.compile(r"\b(?:as|plays|portrays)\b")
_POSSESSOR = re.compile(r"\w['’]s\s")
_BRACKET = re.compile(r"\s*[(\[]\s*")


def _names(words: Sequence[str]) -> bool:
    """Whether capitals may be somebody's name: not a rank alone, 'D.A.', 'LAPD' or 'B-movies'."""
    if words[0][1:2] == "-" or (words[0].isupper() and len(words[0]) > 1):
        return False
    return not all(word.lower().rstrip(".") in TITLES for word in words)


def _real(text: str, mentions: Sequence[Mention], known: Container[str]) -> dict[str, Span]:
    """The places of surely real people by the last words of their names."""
    sure = [mention for mention in mentions if mention.kind == "person" and mention.probability >= _SURE]
    lasts = [(last_word(text, mention.span), mention.span) for mention in sure]
    return {last: span for last, span in lasts if last not in known}


def capitals(text: str, start: int, end: int) -> Iterator[Span]:
    """Runs of capitalised words that may be somebody's name, in order."""
    for match in _RUN.finditer(text, start, end):
        first, stop = match.span()
        words = match.group().split()
        while words and words[0].lower() in _NOT_PARTS:
            first += len(words.pop(0)) + 1
        if words and _names(words) and text[first - 1 : first] not in _QUOTES:
            yield first, stop


@dataclass(slots=True)
class _Item:
    """A name in a sentence; `index` is its mention's, -1 for capitals that the model passed over."""

    span: Span
    index: int


def with_parts(text: str, sentences: Sequence[Span], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, those whom the words say to be played made characters.

    "Mitchum as [Cady]", "[Earp] (Henry Fonda)": what stands there is a character, read as a
    person or, in text with case, not read as a name at all. Who plays is a person.

    Parameters
    ----------
    text : str
        The review.
    sentences : sequence of (int, int)
        Its sentences in order.
    mentions : sequence of Mention
        In any order.

    Returns
    -------
    list of Mention
        Each in its place, and the added ones behind them.
    """
    people: dict[int, list[int]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        if 0 <= mention.span[0] < mention.span[1] <= len(text):
            people[mention.sentence].append(index)
    settled = list(mentions)
    known = {last_word(text, mention.span) for mention in mentions if mention.kind == "character"}
    real = _real(text, mentions, known)
    lower = lowered(text)
    for sentence, indices in people.items():
        if 0 <= sentence < len(sentences) and any(mentions[index].kind != "work" for index in indices):
            _Line(text, lower, sentences[sentence], sentence, settled, known, real).settle(indices)
    return settled


def _may_act(mention: Mention) -> bool:
    if mention.kind != "person":
        return False
    roles = mention.roles
    return (
        not roles
        or max(roles, key=lambda role: roles[role]) in ("person", "actor")
        or acts_of(mention) >= _ACTS
    )


def lowered(text: str) -> str:
    """The text in lower case, each letter in its place; as it is where that would move them."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text


def last_word(text: str, span: Span) -> str:
    """The last word of a name, folded; nothing for a name without words."""
    words = fold(text[span[0] : span[1]]).split()
    return words[-1] if words else ""


def acts_of(mention: Mention) -> float:
    """The odds that a mention's person acts."""
    return mention.roles.get("actor", 0.0)


class _Line:
    """One sentence's names, settled in place."""

    def __init__(
        self,
        text: str,
        lower: str,
        span: Span,
        sentence: int,
        mentions: list[Mention],
        known: Container[str],
        real: Mapping[str, Span],
    ) -> None:
        self.text = text
        self.lower = lower
        self.start, self.end = span
        self.sentence = sentence
        self.mentions = mentions
        self.known = known
        self.real = real

    def settle(self, indices: list[int]) -> None:
        """Make characters of those whom the words join to an actor."""
        items = list(self._items(indices))
        parts: set[int] = set()
        for place in range(len(items)):
            for other in self._near(items, place):
                self._settle_actor(items[place], items[other])
                part = self._part(items[place], items[other], place in parts)
                if part is not None:
                    parts.update(self._lists(items, place, other, first=part == 0))
        for place in sorted(parts):
            self._make_character(items[place])

    def _items(self, indices: list[int]) -> Iterator[_Item]:
        """Names in order, with the capitals that no name covers."""
        named = sorted((self.mentions[index].span, index) for index in indices)
        apart: list[_Item] = []
        end = -1
        for span, index in named:
            if span[0] >= end:
                apart.append(_Item(span, index))
            end = max(end, span[1])
        runs = capitals(self.text, self.start, self.end) if self.text != self.lower else []
        place = 0
        for start, stop in runs:
            while place < len(apart) and apart[place].span[1] <= start:
                yield apart[place]
                place += 1
            inside = [item for item in apart[place : place + 3] if item.span[0] < stop]
            if not inside:
                yield _Item((start, stop), -1)
            elif len(inside) == 1 and self._extends(inside[0], stop):
                inside[0].span = (inside[0].span[0], stop)
        yield from apart[place:]

    def _extends(self, item: _Item, stop: int) -> bool:
        mention = self.mentions[item.index]
        return mention.kind != "work" and mention.probability < _UNSURE and stop > item.span[1]

    def _near(self, items: Sequence[_Item], place: int) -> Iterator[int]:
        """The names behind one, up to and with the first that the model found."""
        for other in range(place + 1, min(len(items), place + 4)):
            if items[other].span[0] - items[place].span[1] > casting_words.LONGEST:
                return
            yield other
            found = self._mention(items[other])
            if found and found.kind != "work":
                return

    def _part(self, one: _Item, two: _Item, one_is_part: bool) -> int | None:
        """Which of two names is the other's part: 0, 1 or neither."""
        first, second = self._mention(one), self._mention(two)
        kinds = (first and first.kind, second and second.kind)
        if "work" in kinds or "person" not in kinds:
            return None
        forward = backward = 0.0
        between = self.lower[one.span[1] : two.span[0]]
        if not _CUE.search(between):
            return None
        if two.index < 0 and _POSSESSOR.search(between, 1):
            return None
        before = self.lower[max(self.start, one.span[0] - casting_words.LONGEST) : one.span[0]]
        after = self.lower[two.span[1] : two.span[1] + _AROUND]
        if first and first.kind == "person" and not one_is_part:
            forward = casting_words.plays(between, before, after, acts=_may_act(first))
        if second and second.kind == "person":
            backward = casting_words.played_by(between, before, after, acts=_may_act(second))
        if forward <= self._least(two) and backward <= self._least(one):
            return None
        if forward and backward and _BRACKET.match(between):
            # Written by far the most often: the part, then the actor in brackets.
            turned = first and second and self._rather_a_part(second, first)
            return 1 if turned else 0
        return 1 if forward >= backward else 0

    def _settle_actor(self, one: _Item, two: _Item) -> None:
        """Make a person of one read as a character where the words say whom they play."""
        first, second = self._mention(one), self._mention(two)
        if not (first and second) or (first.kind, second.kind) != ("character", "character"):
            return
        between = self.lower[one.span[1] : two.span[0]]
        after = self.lower[two.span[1] : two.span[1] + _AROUND]
        if (
            _PLAYS.search(between)
            and casting_words.plays(between, "", after, acts=True) > _PLAIN_ENOUGH_TO_ADD
        ):
            self.mentions[one.index] = replace(first, kind="person", roles={"actor": SAID})

    def _rather_a_part(self, one: Mention, other: Mention) -> bool:
        if (told := self._last(one) in self.known) != (self._last(other) in self.known):
            return told
        return other.probability >= _SURE and one.probability < _UNSURE

    def _last(self, mention: Mention) -> str:
        return last_word(self.text, mention.span)

    def _least(self, item: _Item) -> float:
        mention = self._mention(item)
        if mention:
            if self.real.get(self._last(mention), mention.span) != mention.span:
                return _NEVER
            sure = mention.probability >= _UNSURE
            made = any(odds >= _OTHER_WORK for role, odds in mention.roles.items() if role not in _ON_SCREEN)
            return _NEVER if sure and made and acts_of(mention) < _ACTS else _PLAIN
        after = _NEXT_WORD.match(self.text, item.span[1])
        goes_on = not after or after.group(1) in _GOES_ON or after.group(1).endswith("ly")
        return _PLAIN_ENOUGH_TO_ADD if goes_on else _NEVER

    def _mention(self, item: _Item) -> Mention | None:
        return self.mentions[item.index] if item.index >= 0 else None

    def _lists(self, items: Sequence[_Item], one: int, other: int, *, first: bool) -> Iterator[int]:
        """The part, and with as many actors listed as parts all those parts."""
        left = [one]
        while left[0] > max(0, one - _LONGEST_LIST) and self._listed(items, left[0] - 1):
            left.insert(0, left[0] - 1)
        right = [other]
        while right[-1] + 1 < min(len(items), other + _LONGEST_LIST) and self._listed(items, right[-1]):
            right.append(right[-1] + 1)
        parts, part = (left, one) if first else (right, other)
        yield from parts if len(left) == len(right) else [part]

    def _listed(self, items: Sequence[_Item], place: int) -> bool:
        one, two = items[place], items[place + 1]
        if any(mention and mention.kind == "work" for mention in map(self._mention, (one, two))):
            return False
        return casting_words.lists(self.lower[one.span[1] : two.span[0]], people=True)

    def _make_character(self, item: _Item) -> None:
        if item.index < 0:
            self.mentions.append(Mention(item.span, self.sentence, "character", SAID))
            return
        mention = self.mentions[item.index]
        odds = max(SAID, mention.probability)
        self.mentions[item.index] = replace(
            mention, span=item.span, kind="character", probability=odds, roles={}
        )
