"""Names marked without a labeller: by the facts of the film, and in questions about films."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from closeup.reader.heads import NAMES, ROLES
from training.marks import Marks, Name, relation_index

PERSON, CHARACTER, WORK = range(len(NAMES))
_CAPITAL = re.compile(r"\b[A-ZÀ-Þ][\w'’.-]*")
_PART_OF_LONGER = re.compile(r"\0 [A-Z]|(?<=[a-z,;] )[A-Z]\w* \0|\0-\w")
"""A name between which and a neighbour nothing but a space stands is not sure to end there."""
_COMMON = {
    "the", "a", "an", "of", "man", "woman", "boy", "girl", "doctor", "captain", "father", "mother", "king",
    "queen", "lady", "lord", "sir", "mr", "mrs", "miss", "detective", "officer", "sheriff", "judge", "he",
    "she", "it", "self", "himself", "herself", "narrator", "young", "old", "will", "may", "dr", "professor",
    "sergeant", "lieutenant", "general", "colonel", "major", "president", "uncle", "aunt", "friend", "film",
}  # fmt: skip


@dataclass(frozen=True)
class FilmFacts:
    """Who made a film, who plays whom in it, and its title; `others` had a part that is not known."""

    titles: tuple[str, ...]
    directors: tuple[str, ...]
    writers: tuple[str, ...]
    cast: tuple[tuple[str, tuple[str, ...]], ...]
    others: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: Any) -> FilmFacts:
        """From a row of `movielog`."""
        cast = tuple((str(p["name"]), tuple(map(str, p["roles"]))) for p in row.performers)
        titles = tuple(dict.fromkeys((str(row.title), str(row.original_title))))
        return cls(titles, tuple(map(str, row.directors)), tuple(map(str, row.writers)), cast)


def _surname(name: str) -> str:
    words = name.removesuffix(" Jr.").removesuffix(" Sr.").split()
    return words[-1] if words else name


def _people(facts: FilmFacts) -> dict[str, set[int]]:
    """Roles by every form of a person's name."""
    found: dict[str, set[int]] = {}
    roles = [str(role) for role in ROLES]
    listed = [(name, "director") for name in facts.directors]
    listed += [(name, "writer") for name in facts.writers]
    listed += [(name, "actor") for name, _ in facts.cast]
    for name, role in listed:
        for form in _forms(name):
            found.setdefault(form, set()).add(roles.index(role))
    for name in facts.others:
        for form in _forms(name):
            found.setdefault(form, set())
    return found


def _forms(name: str) -> set[str]:
    return {form for form in (name, _surname(name)) if len(form) > 2 and form.lower() not in _COMMON}


def _characters(facts: FilmFacts) -> dict[str, set[str]]:
    """Who plays it, by every form of a character's name."""
    found: dict[str, set[str]] = {}
    for name, parts in facts.cast:
        for part in parts:
            bare = re.sub(r"\([^)]*\)|['\"‘’“”]", "", part).strip()
            words = [word for word in bare.split() if word[:1].isupper()]
            forms = {bare} if len(words) == len(bare.split()) else set()
            forms |= {word for word in words if len(word) > 2 and word.lower().rstrip(".") not in _COMMON}
            for form in forms:
                if form and form.lower() not in _COMMON:
                    found.setdefault(form, set()).add(name)
    return found


class FactMarker:
    """Marks a film's names in sentences about it; where another word has a capital, nothing is known."""

    def __init__(self, facts: FilmFacts) -> None:
        self.titles = [title for title in facts.titles if len(title) > 3]
        self.people = _people(facts)
        self.characters = _characters(facts)
        forms = sorted({*self.titles, *self.people, *self.characters}, key=lambda form: (-len(form), form))
        self.pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, forms))})(?!\w)")

    def marks(self, sentence: str) -> Marks:
        """The names of one sentence."""
        return _marks(sentence, self.titles, self.people, self.characters, self.pattern)


def _marks(
    sentence: str,
    titles: Sequence[str],
    people: dict[str, set[int]],
    characters: dict[str, set[str]],
    pattern: re.Pattern[str],
) -> Marks:
    found = {
        match.span(): match.group()
        for match in pattern.finditer(sentence)
        if match.group() in titles
        or not _PART_OF_LONGER.search(sentence[: match.start()] + "\0" + sentence[match.end() :])
    }
    names: list[Name] = []
    played: list[tuple[int, set[str]]] = []
    for place, form in sorted(found.items()):
        if form in titles:
            names.append(Name(place, WORK, relation=relation_index("this")))
        elif form in people and form not in characters:
            names.append(Name(place, PERSON, tuple(sorted(people[form]))))
        elif form in characters and form not in people:
            played.append((len(names), characters[form]))
            names.append(Name(place, CHARACTER))
    plays = [
        (i, j)
        for i, person in enumerate(names)
        if person.kind == PERSON
        for j, players in played
        if any(_surname(sentence[slice(*person.place)]) == _surname(player) for player in players)
    ]
    places = [name.place for name in names]
    unsure = [m.span() for m in _CAPITAL.finditer(sentence) if m.span() not in places]
    return Marks(names, plays, None, unsure)


def trivia_marks(rows: Sequence[Sequence[str]]) -> tuple[str, Marks]:
    """A question's text and names from its tagged words; what tells a plot or a song may hold others."""
    text = ""
    spans: list[tuple[str, int, int]] = []
    for tag, word in rows:
        start = len(text) + bool(text)
        text = f"{text} {word}" if text else word
        if tag.startswith("I-") and spans:
            spans[-1] = (spans[-1][0], spans[-1][1], len(text))
        else:
            spans.append((tag.removeprefix("B-"), start, len(text)))
    roles = [str(role) for role in ROLES]
    marks = Marks([])
    for tag, start, end in spans:
        if tag in ("Actor", "Director"):
            words = text[start:end].removesuffix(" s").removesuffix("'s")
            place = (start, start + len(words))
            marks.names.append(Name(place, PERSON, (roles.index(tag.lower()),)))  # type: ignore[union-attr]
        elif tag == "Character_Name":
            marks.names.append(Name((start, end), CHARACTER))  # type: ignore[union-attr]
        elif tag not in ("O", "Year", "Genre", "Award"):
            marks.unsure.append((start, end))
    return text, marks
