"""What is marked inside a sentence (names, opinions), and its targets token by token."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from closeup.reader.heads import ASPECTS, HEADS, NAMES, POLARITIES, RELATIONS, ROLES
from training.pieces import Floats

Place = tuple[int, int]
"""A half-open stretch of a sentence's characters, or of its tokens."""

SIZES = {head.name: head.size for head in HEADS if head.on == "token"}


@dataclass(frozen=True)
class Name:
    """A name: its place, which of `NAMES`, and its roles or relation (indices), where known."""

    place: Place
    kind: int
    roles: tuple[int, ...] = ()
    relation: int | None = None


@dataclass(frozen=True)
class Judgement:
    """An opinion: evidence, index of its aspect and of its polarity, and the place of whom it judges."""

    evidence: Place
    aspect: int
    polarity: int
    target: Place | None = None


@dataclass
class Marks:
    """What is known of one sentence's inside.

    Parameters
    ----------
    names : list of Name, or None where names are not known
    plays : list of (index of a person, index of a character) in `names`
    judgements : list of Judgement, or None where opinions are not known
    unsure : list of Place
        Where a word that is not marked as a name may still be one.
    """

    names: list[Name] | None = None
    plays: list[tuple[int, int]] = field(default_factory=list)
    judgements: list[Judgement] | None = None
    unsure: list[Place] = field(default_factory=list)


@dataclass
class TokenTargets:
    """Targets of one sentence's tokens.

    Attributes
    ----------
    by_head : dict
        By token head, float16 [tokens, size] targets and float16 [tokens] weights.
    pairs : list of (head, first's tokens, second's tokens, whether they belong together)
    """

    by_head: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)
    pairs: list[tuple[str, Place, Place, float]] = field(default_factory=list)


def tokens_at(offsets: Sequence[Place], place: Place) -> Place | None:
    """The tokens that touch a stretch of characters, or None."""
    inside = [i for i, (start, end) in enumerate(offsets) if start < place[1] and end > place[0]]
    return (inside[0], inside[-1] + 1) if inside else None


def token_targets(marks: Marks, offsets: Sequence[Place]) -> TokenTargets:
    """Targets of a sentence whose tokens have these offsets."""
    found = TokenTargets()
    if marks.names is not None:
        _names(marks, offsets, found)
    if marks.judgements is not None:
        _judgements(marks.judgements, offsets, found)
    return found


def _empty(head: str, count: int, *, weight: float) -> tuple[Floats, Floats]:
    return np.zeros((count, SIZES[head]), np.float16), np.full(count, weight, np.float16)


def _names(marks: Marks, offsets: Sequence[Place], found: TokenTargets) -> None:
    count = len(offsets)
    tags, weights = _empty("name", count, weight=1.0)
    roles, role_weights = _empty("role", count, weight=0.0)
    relations, relation_weights = _empty("relation", count, weight=0.0)
    tags[:, 0] = 1
    for place in marks.unsure:
        if where := tokens_at(offsets, place):
            weights[slice(*where)] = 0
    places: list[Place | None] = []
    for name in marks.names or ():
        where = tokens_at(offsets, name.place)
        places.append(where)
        if where is None:
            continue
        start, end = where
        tags[start:end] = 0
        tags[start, 1 + 2 * name.kind] = 1
        tags[start + 1 : end, 2 + 2 * name.kind] = 1
        weights[start:end] = 1
        if name.roles:
            roles[start:end, list(name.roles)] = 1
            role_weights[start:end] = 1 / (end - start)
        if name.relation is not None:
            relations[start:end, name.relation] = 1
            relation_weights[start:end] = 1 / (end - start)
    found.by_head |= {
        "name": (tags, weights),
        "role": (roles, role_weights),
        "relation": (relations, relation_weights),
    }
    kinds = [name.kind for name in marks.names or ()]
    for i, person in enumerate(places):
        for j, character in enumerate(places):
            if (
                kinds[i] == NAMES.index("person")
                and kinds[j] == NAMES.index("character")
                and person
                and character
            ):
                found.pairs.append(("plays", person, character, float((i, j) in marks.plays)))


def _judgements(judgements: Sequence[Judgement], offsets: Sequence[Place], found: TokenTargets) -> None:
    count = len(offsets)
    evidence, weights = _empty("evidence", count, weight=1.0)
    targets, _ = _empty("target", count, weight=1.0)
    aspects, aspect_weights = _empty("aspect", count, weight=0.0)
    polarities, _ = _empty("polarity", count, weight=0.0)
    evidence[:, 0] = targets[:, 0] = 1
    aims: list[tuple[Place, Place | None]] = []
    # the longest first, so that what lies inside another keeps its own beginning
    for judgement in sorted(judgements, key=lambda j: j.evidence[0] - j.evidence[1]):
        where = tokens_at(offsets, judgement.evidence)
        target = tokens_at(offsets, judgement.target) if judgement.target else None
        if where is None:
            continue
        start, end = where
        _begin(evidence, where)
        aspects[start:end, judgement.aspect] += 1
        polarities[start:end, judgement.polarity] += 1
        aspect_weights[start:end] = np.maximum(aspect_weights[start:end], 1 / (end - start))
        if target:
            _begin(targets, target)
        aims.append((where, target))
    for values in (aspects, polarities):
        values /= np.maximum(values.sum(-1, keepdims=True), 1)
    found.by_head |= {
        "evidence": (evidence, weights),
        "target": (targets, weights),
        "aspect": (aspects, aspect_weights),
        "polarity": (polarities, aspect_weights),
    }
    for candidate in {target for _, target in aims if target}:
        found.pairs += [("aims", where, candidate, float(candidate == target)) for where, target in aims]


def _begin(tags: Floats, where: Place) -> None:
    """Mark tokens: the first begins, the rest go on unless another begins there."""
    start, end = where
    begun = tags[start:end, 1] > 0
    tags[start:end, 0] = 0
    tags[start:end, 2] = ~begun
    tags[start, 1], tags[start, 2] = 1, 0


def aspect_index(name: str) -> int:
    """Of an aspect's name."""
    return [str(a) for a in ASPECTS].index(name)


def polarity_index(value: int) -> int:
    """Of a label from -2 to 2."""
    return POLARITIES.index(value / 2)


def role_indices(joined: str) -> tuple[int, ...]:
    """Of roles as labels have them, such as ``director+writer``."""
    return tuple([str(r) for r in ROLES].index(role) for role in joined.split("+"))


def relation_index(name: str) -> int:
    """Of a relation's name."""
    return [str(r) for r in RELATIONS].index(name)
