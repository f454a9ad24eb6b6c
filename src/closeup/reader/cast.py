"""Who plays whom in a review: which names of a sentence, and of its neighbour, the words may join."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from closeup.reader import casting_words
from closeup.reading import Span

Link = tuple[int, int, float]

_REACH = 3
"""How many names before a character's its actor is looked for past brackets."""
_AROUND = 60
_ACTS = 0.3


@dataclass(frozen=True, slots=True)
class Named:
    """A person or a character where the text names them; `acts` are the odds that a person acts."""

    span: Span
    sentence: int
    person: bool
    acts: float = 1.0


def links(text: str, named: Sequence[Named], starts: Sequence[int]) -> list[Link]:
    """Find who plays whom by the words between and around the names.

    Parameters
    ----------
    text : str
        The review.
    named : sequence of Named
        In the order of the text, none overlapping another.
    starts : sequence of int
        Where each sentence begins in `text`.

    Returns
    -------
    list of (int, int, float)
        Index of the actor's mention, index of the character's, and the odds from 0 to 1.
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    found: list[Link] = []
    previous: list[int] = []
    for group in _by_sentence(named):
        people = [index for index in group if named[index].person]
        if len(people) < len(group):
            sentence = named[group[0]].sentence
            start = starts[sentence] if 0 <= sentence < len(starts) else named[group[0]].span[0]
            within = _Sentence(lower, named, group, start)
            if people:
                found.extend(within.links())
            if previous and named[previous[-1]].sentence == sentence - 1:
                found.extend(within.of_the_one_before(previous))
        previous = people
    return found


def _by_sentence(named: Sequence[Named]) -> Iterator[list[int]]:
    group: list[int] = []
    for index, name in enumerate(named):
        if group and named[group[-1]].sentence != name.sentence:
            yield group
            group = []
        group.append(index)
    if group:
        yield group


class _Sentence:
    """The names of one sentence and the words around them."""

    def __init__(self, lower: str, named: Sequence[Named], group: list[int], start: int) -> None:
        self.text = lower
        self.named = named
        self.start = min(start, named[group[0]].span[0])
        self.group = [index for place, index in enumerate(group) if not self._owns_next(group, place)]

    def _between(self, one: int, other: int) -> str:
        return self.text[self.named[one].span[1] : self.named[other].span[0]]

    def _before(self, index: int) -> str:
        end = self.named[index].span[0]
        return self.text[max(self.start, end - casting_words.LONGEST) : end]

    def _after(self, index: int) -> str:
        end = self.named[index].span[1]
        return self.text[end : end + _AROUND]

    def _acts(self, index: int) -> bool:
        return self.named[index].acts >= _ACTS

    def _owns_next(self, group: list[int], place: int) -> bool:
        if place + 1 == len(group) or self.named[group[place]].person or self.named[group[place + 1]].person:
            return False
        return casting_words.owns(self._between(group[place], group[place + 1]))

    def links(self) -> Iterator[Link]:
        """Links between neighbouring lists of names, pair by pair where both are as long."""
        runs = self._runs()
        for one, other in pairwise(runs):
            forward = self.named[one[0]].person
            if forward == self.named[other[0]].person:
                continue
            odds = self._odds(one[-1], other[0], self._between(one[-1], other[0]))
            if not odds:
                continue
            actors, parts = (one, other) if forward else (other, one)
            if len(one) == len(other):
                yield from ((actor, part, odds) for actor, part in zip(actors, parts, strict=True))
                continue
            yield (one[-1], other[0], odds) if forward else (other[0], one[-1], odds)
            if len(actors) == 1 and len(parts) == 2 and forward and casting_words.both(self._between(*parts)):
                yield actors[0], parts[1], odds * 0.7
        for place, index in enumerate(self.group):
            if not self.named[index].person:
                yield from self._over_brackets(place)

    def _runs(self) -> list[list[int]]:
        runs: list[list[int]] = []
        for index in self.group:
            last = runs[-1][-1] if runs else index
            person = self.named[index].person
            listed = last != index and self.named[last].person == person
            if listed and casting_words.lists(self._between(last, index), people=person):
                runs[-1].append(index)
            else:
                runs.append([index])
        return runs

    def _odds(self, one: int, other: int, between: str) -> float:
        says, actor = (
            (casting_words.plays, one) if self.named[one].person else (casting_words.played_by, other)
        )
        return says(between, self._before(one), self._after(other), acts=self._acts(actor))

    def _over_brackets(self, place: int) -> Iterator[Link]:
        """A link past names in brackets: 'Laurie (as good as Streep) plays Margaret'."""
        character = self.group[place]
        for far in range(place - 2, max(-1, place - _REACH - 1), -1):
            person = self.group[far]
            between = self._between(person, character)
            if len(between) > casting_words.LONGEST or ")" not in between:
                return
            start = self.named[person].span[1]
            inside = all(
                _in_brackets(between, self.named[index].span[0] - start)
                for index in range(person + 1, character)
            )
            if inside and self.named[person].person:
                odds = self._odds(person, character, casting_words.without_brackets(between))
                if odds:
                    yield person, character, odds * 0.9
                return

    def of_the_one_before(self, people: Sequence[int]) -> Iterator[Link]:
        """Links of a sentence's first name to the one actor of the sentence before, by a pronoun."""
        first = self.group[0]
        if self.named[first].person or len(people) != 1 or not self._acts(people[0]):
            return
        odds = casting_words.by_pronoun(self._before(first), self._after(first))
        if odds:
            yield people[0], first, odds


def _in_brackets(between: str, place: int) -> bool:
    return between.rfind("(", 0, place) > between.rfind(")", 0, place)
