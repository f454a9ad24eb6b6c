"""Which mentions name the same person: full name, surname, first name, nickname, initials."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence

from closeup.reader.names import NICKNAMES, Name, agree, same_full


class _Known:
    """A person found so far: the name that made it, and the places of its mentions."""

    __slots__ = ("gender", "name", "places", "roles", "suffix")

    def __init__(self, name: Name) -> None:
        self.name = name
        self.suffix = name.suffix
        self.gender = name.gender
        self.places: list[int] = []
        self.roles: set[str] = set()

    def admits(self, name: Name) -> bool:
        return agree(Name((), self.suffix, self.gender), name)


class _People:
    """People by the ends, the beginnings and the words of their names, so that none is compared with all."""

    def __init__(self, story: bool) -> None:
        self.story = story
        self.known: list[_Known] = []
        self.by_tail: dict[str, list[_Known]] = defaultdict(list)
        self.by_head: dict[str, list[_Known]] = defaultdict(list)
        self.by_last: dict[str, list[_Known]] = defaultdict(list)

    def add(self, name: Name) -> _Known:
        person = _Known(name)
        self.known.append(person)
        words = name.words
        # Written together, so that "De Niro", "DeNiro" and "Day-Lewis" end alike.
        for start in range(len(words)):
            self.by_tail["".join(words[start:])].append(person)
        if len(words) > 1:
            self.by_last[words[-1]].append(person)
            for end in range(1, len(words)):
                self.by_head["".join(words[:end])].append(person)
        return person

    def candidates(self, name: Name) -> tuple[list[_Known], bool]:
        """Whom a name may mean, and whether it is firm enough to choose the nearest of several."""
        together = "".join(name.words)
        found = [person for person in self.by_tail.get(together, ()) if person.admits(name)]
        if found:
            exact = [person for person in found if person.name.words == name.words]
            return exact or found, True
        if len(name.words) > 1:
            found = [
                person
                for person in self.by_last.get(name.words[-1], ())
                if person.admits(name) and same_full(person.name.words, name.words)
            ]
            if found:
                return found, False
        elif not self.story and together in NICKNAMES:
            found = self.by_tail.get(NICKNAMES[together], [])
            if found:
                return found, False
        return [person for person in self.by_head.get(together, ()) if person.admits(name)], False


def join(names: Sequence[Name], roles: Sequence[str], *, story: bool = False) -> list[list[int]]:
    """Join the mentions that name one person.

    Parameters
    ----------
    names : sequence of Name
        One per mention, in the order of the text.
    roles : sequence of str
        What each does most likely; tells namesakes apart. The same length.
    story : bool
        Whether they are people of the story.

    Returns
    -------
    list of lists of int
        Indices of the mentions of each person, both in the order of the text. Each index
        is in exactly one. A surname that two share goes to the one whose role fits and
        who was named last; a first name that two share stays alone.
    """
    forms: dict[Name, list[int]] = {}
    for index, name in enumerate(names):
        forms.setdefault(name, []).append(index)
    people = _People(story)
    open_: list[tuple[int, list[_Known]]] = []
    for form in sorted(forms, key=lambda n: (-len(n.words), not (n.suffix or n.gender), forms[n][0])):
        indices = forms[form]
        found, firm = people.candidates(form)
        if not firm and not story and len(form.words) == 1:
            found = found if all(_fits(person, indices, roles) for person in found) else []
        if len(found) > 1 and firm:
            open_.extend((index, found) for index in indices)
            continue
        person = found[0] if len(found) == 1 else people.add(form)
        person.suffix = person.suffix or form.suffix
        person.gender = person.gender or form.gender
        person.places.extend(indices)
        person.roles.update(roles[index] for index in indices)
    for person in people.known:
        person.places.sort()
    for index, found in sorted(open_, key=lambda item: item[0]):
        fitting = [person for person in found if roles[index] in person.roles]
        insort(_nearest(index, fitting or found).places, index)
    return sorted(person.places for person in people.known if person.places)


def _fits(person: _Known, indices: Sequence[int], roles: Sequence[str]) -> bool:
    return any(roles[index] in person.roles or roles[index] in ("person", "") for index in indices)


def _nearest(index: int, people: Sequence[_Known]) -> _Known:
    """Whom of several the text named last before a mention, else first after it."""

    def distance(person: _Known) -> tuple[bool, int]:
        at = bisect_left(person.places, index)
        if at:
            return (False, index - person.places[at - 1])
        return (True, person.places[0] - index if person.places else len(person.name.words))

    return min(people, key=distance)
