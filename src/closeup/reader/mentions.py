"""Names in a review as the model finds them: where, of what kind, and with which odds."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Literal

import numpy as np

from closeup.reader.confidence import Confidence
from closeup.reader.heads import NAMES, RELATIONS, ROLES
from closeup.reader.tokens import Floats, Stretch, Tokens, belongs, log_odds, mean, span_of, stretches
from closeup.reading import Relation, Role, Span

NameKind = Literal["person", "character", "work"]

LEAST, GROWS_FROM = 0.25, 0.2
"""Odds of a name from which a word is considered, and from which it belongs to a name beside it."""

HINT = 0.1
"""Odds of a title from which a word is a hint of one."""

EPSILON = 1e-4
"""Keeps the odds of person or character finite."""

PARTICLES = frozenset(
    [
        "al",
        "da",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "du",
        "el",
        "la",
        "le",
        "of",
        "the",
        "van",
        "von",
        "y",
    ]
)
"""Small words that may stand inside a name with capitals."""

JOINS = frozenset(["and", "or"])
"""Small words that stand between titles."""

WORTH_SAYING = 0.02
"""Odds under which a role is not said."""


@dataclass(frozen=True)
class Mention:
    """One place where a review names somebody or something.

    Parameters
    ----------
    span : Span
        In the review's text. Possessive 's and quotation marks are not in it.
    sentence : int
        Index of its sentence.
    kind : NameKind
        A real person, a person of the story, or a title.
    probability : float
        That it is a mention of this kind with just these ends.
    roles : mapping of Role to float
        For a person: the odds of what they did, each from 0 to 1. Several may be high.
    relations : mapping of Relation to float
        For a work: how it stands to the film under review; they sum to 1.
    """

    span: Span
    sentence: int
    kind: NameKind
    probability: float
    roles: Mapping[Role, float] = field(default_factory=dict)
    relations: Mapping[Relation, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Plays:
    """That one mention's person plays another's character: indices into the mentions, and the odds."""

    person: int
    character: int
    probability: float


@dataclass(frozen=True)
class Names:
    """The names of a review, in order, and the odds of who plays whom within a sentence."""

    mentions: tuple[Mention, ...]
    plays: tuple[Plays, ...]


def find_names(
    tokens: Tokens, text: str, settings: Confidence, knows: Callable[[str], bool] | None = None
) -> Names:
    """What the model's name tags mark.

    Parameters
    ----------
    tokens : Tokens
    text : str
        The review's, into which the tokens' places point.
    settings : Confidence
    knows : callable, optional
        Whether somebody of this full name is known to have made films.
    """
    lines = (settings.person, settings.character, settings.work)
    thresholds = (settings.person_from, settings.character_from, settings.work_from)
    found: list[tuple[Mention, Stretch]] = []
    odds = tokens.odds("name")
    for part in chain.from_iterable(as_written(whole, tokens, text) for whole in _parts(tokens, odds)):
        span = span_of(tokens, part, text)
        stretch = _told_apart(part, odds, tokens, text[slice(*span)] if span else "", settings, knows)
        probability = lines[stretch.kind].at(float(log_odds(stretch.probability)))
        if span is not None and probability >= thresholds[stretch.kind]:
            found.append((_mention(tokens, stretch, span, probability), stretch))
    return Names(tuple(mention for mention, _ in found), tuple(_plays(tokens, found, settings)))


def _parts(tokens: Tokens, odds: Floats) -> Iterator[Stretch]:
    """Names, of kind 0 of a person or character, of kind 1 of a work.

    A person and a character are told apart by all of a name's words, not word by word.
    """
    grouped = np.concatenate([odds[:, :1], odds[:, 1:3] + odds[:, 3:5], odds[:, 5:]], -1)
    return stretches(tokens, grouped, LEAST, grows_from=GROWS_FROM, whole=(0,))


def human_names(tokens: Tokens, text: str) -> Iterator[tuple[Stretch, Floats]]:
    """The names of people and characters, with the name head's odds."""
    odds = tokens.odds("name")
    for part in _parts(tokens, odds):
        if part.kind == 0:
            yield from ((piece, odds) for piece in as_written(part, tokens, text))


def as_written(part: Stretch, tokens: Tokens, text: str) -> Iterator[Stretch]:
    """A stretch, or the names in it: one written with capitals neither holds other words nor ends in them."""
    rows = np.arange(part.first, part.last)[tokens.opens[part.rows]].tolist()
    words = [text[tokens.start[row] : tokens.end[row]] for row in rows]
    if not any(word[0].isupper() for word in words):
        yield part
        return
    ends = [*rows[1:], part.last]
    first = 0
    for place in range(len(words) + 1):
        if place < len(words) and (part.kind or _goes_on(words[place])):
            continue
        yield from _without_small_ends(part, rows, ends, words, first, place)
        first = place + 1


def _goes_on(word: str) -> bool:
    return not word[0].islower() or word in PARTICLES


def _without_small_ends(
    part: Stretch, rows: Sequence[int], ends: Sequence[int], words: Sequence[str], first: int, end: int
) -> Iterator[Stretch]:
    small = JOINS if part.kind else PARTICLES
    while first < end and words[first] in small:
        first += 1
    while end > first and words[end - 1] in small:
        end -= 1
    if any(word[0].isalnum() for word in words[first:end]):
        yield replace(part, first=rows[first], last=ends[end - 1])


def person_odds(part: Stretch, odds: Floats, tokens: Tokens) -> float:
    """The model's own log-odds that a name is a person's and not a character's."""
    words = odds[part.rows][tokens.opens[part.rows]]
    odds_of = mean(words).tolist()
    person, character = odds_of[1] + odds_of[2], odds_of[3] + odds_of[4]
    return math.log((person + EPSILON) / (character + EPSILON))


def _told_apart(
    part: Stretch,
    odds: Floats,
    tokens: Tokens,
    name: str,
    settings: Confidence,
    knows: Callable[[str], bool] | None,
) -> Stretch:
    """A name of a person or character as the likelier of the two, as sure as it is a name at all."""
    if part.kind == 1:
        return replace(part, kind=NAMES.index("work"))
    level, slope, known, unknown = settings.person_or_character
    total = level + slope * person_odds(part, odds, tokens)
    if knows is not None and " " in name:
        total += known if knows(name) else unknown
    return replace(part, kind=NAMES.index("person" if total >= 0 else "character"))


def _mention(tokens: Tokens, stretch: Stretch, span: Span, probability: float) -> Mention:
    kind = NAMES[stretch.kind]
    roles: dict[Role, float] = {}
    relations: dict[Relation, float] = {}
    if kind == "person":
        said = 1 / (1 + np.exp(-mean(tokens.logits("role")[stretch.rows])))
        roles = {role: float(value) for role, value in zip(ROLES, said, strict=True) if value >= WORTH_SAYING}
    if kind == "work":
        odds = mean(tokens.odds("relation")[stretch.rows])
        relations = {name: float(value) for name, value in zip(RELATIONS, odds, strict=True)}
    return Mention(span, int(tokens.sentence[stretch.first]), kind, probability, roles, relations)


def _plays(tokens: Tokens, found: Sequence[tuple[Mention, Stretch]], settings: Confidence) -> Iterator[Plays]:
    for i, (person, of_person) in enumerate(found):
        if person.kind != "person":
            continue
        for j, (character, of_character) in enumerate(found):
            if character.kind == "character" and character.sentence == person.sentence:
                odds = belongs(tokens, "plays", of_person, of_character)
                yield Plays(i, j, settings.plays.at(float(log_odds(odds))))


def title_hints(tokens: Tokens) -> dict[int, Mapping[Relation, float]]:
    """Where a word may be in a title: by its start, the odds of each relation, and together of any."""
    inside = tokens.odds("name")[:, 5:].sum(-1)
    hinted = np.flatnonzero(tokens.opens & (inside >= HINT))
    relations = tokens.odds("relation")[hinted] * inside[hinted, None]
    return {
        int(tokens.start[row]): dict(zip(RELATIONS, odds.tolist(), strict=True))
        for row, odds in zip(hinted, relations, strict=True)
    }
