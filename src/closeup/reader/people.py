"""Everyone whom a review names: real people with what they did, characters, and who plays whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from closeup.reader import cast, casting_words
from closeup.reader.joining import join
from closeup.reader.mentions import Mention, NameKind, Plays
from closeup.reader.names import take_apart
from closeup.reader.parts import lowered, with_parts
from closeup.reader.stated_roles import stated_roles
from closeup.reading import Character, Credit, Role, Span

LEAST_ROLE = 0.5
"""Odds from which somebody is said to have done something."""
LEAST_PLAYS = 0.5
"""Odds from which an actor is said to play a character."""

_LEAST_GUESS = 0.3
_SURE = 0.8
_STEEPNESS = 3.0
_ECHO = 0.25
_CLOSE = 0.8
# The model alone is believed of who plays whom only where it is surer than the words have to be.
_TOLD = 0.8
_EXCERPT = 400
# Of 68 one-line excerpts that name one actor and one character and nobody else, and no words that join
# them, 43 mean that the one plays the other: counted on the labelled excerpts that train the model.
_ALONE = 0.6
# Of 650 roles that the words beside labelled names say, 97 in 100 are labelled so.
_STATED = 0.97


@dataclass(slots=True)
class _Joined:
    """One person or character: indices of the mentions, and what they amount to."""

    mentions: list[int]
    name: str
    roles: dict[Role, float]


def people(
    text: str, sentences: Sequence[Span], mentions: Sequence[Mention], plays: Sequence[Plays] = ()
) -> tuple[tuple[Credit, ...], tuple[Character, ...]]:
    """Join a review's mentions into people and characters, and tell who plays whom.

    Parameters
    ----------
    text : str
        The review.
    sentences : sequence of (int, int)
        Its sentences in order; `Mention.sentence` counts them.
    mentions : sequence of Mention
        In any order. Works are passed over; of mentions that overlap the more probable
        stays (of equals the longer, then the earlier) and the others are dropped; every
        other mention is in exactly one credit or character.
    plays : sequence of Plays
        The model's odds of who plays whom; what the words say is added to them.

    Returns
    -------
    (tuple of Credit, tuple of Character)
        Each in the order in which the review first names them. `Credit.person` and
        `Character.name` are the fullest form in the text. `confidence` is the
        odds that it is a person whom the review names.
    """
    kept, place_of = _apart(text, with_parts(text, sentences, mentions))
    if not kept:
        return (), ()
    kept = _settle_kinds(text, kept, _linked_characters(plays, place_of))
    real = _join(text, kept, "person")
    story = _join(text, kept, "character")
    chosen = _cast(text, sentences, kept, real, story, plays, place_of)
    played: dict[int, tuple[float, int]] = {}
    for (actor, character), odds in chosen.items():
        played[character] = max(played.get(character, (0.0, 0)), (odds, -actor))
    part: dict[int, tuple[float, int]] = {}
    for (actor, character), odds in chosen.items():
        part[actor] = max(part.get(actor, (0.0, 0)), (odds, -character))
        real[actor].roles["actor"] = max(odds, real[actor].roles.get("actor", 0.0))
    credits = tuple(
        Credit(
            person=one.name,
            roles=_roles(one.roles),
            character=story[-part[index][1]].name if index in part else None,
            mentions=tuple(kept[place].span for place in one.mentions),
            confidence=round(_together(kept[place].probability for place in one.mentions), 3),
        )
        for index, one in enumerate(real)
    )
    characters = tuple(
        Character(
            name=one.name,
            played_by=real[-played[index][1]].name if index in played else None,
            mentions=tuple(kept[place].span for place in one.mentions),
            confidence=round(_together(kept[place].probability for place in one.mentions), 3),
        )
        for index, one in enumerate(story)
    )
    return credits, characters


def _apart(text: str, mentions: Sequence[Mention]) -> tuple[list[Mention], dict[int, int]]:
    """The mentions that stay, in the order of the text, and for each given index its place among them.

    An overlapped mention's place is that of the one that it gave way to.
    """
    names = [
        index
        for index, mention in enumerate(mentions)
        if mention.kind != "work" and 0 <= mention.span[0] < mention.span[1] <= len(text)
    ]
    names.sort(key=lambda index: mentions[index].span)
    clusters: list[list[int]] = []
    end = -1
    for index in names:
        span = mentions[index].span
        if span[0] < end:
            clusters[-1].append(index)
        else:
            clusters.append([index])
        end = max(end, span[1])
    stay: list[int] = []
    gave_way: dict[int, int] = {}
    for cluster in clusters:
        stay.extend(_of_overlapping(mentions, cluster, gave_way) if len(cluster) > 1 else cluster)
    place_of = {index: place for place, index in enumerate(stay)}
    for index, winner in gave_way.items():
        place_of[index] = place_of[winner]
    return [mentions[index] for index in stay], place_of


def _of_overlapping(mentions: Sequence[Mention], cluster: list[int], gave_way: dict[int, int]) -> list[int]:
    def worth(index: int) -> tuple[float, int, Span, str, list[tuple[Role, float]]]:
        mention = mentions[index]
        start, end = mention.span
        return (-mention.probability, start - end, mention.span, mention.kind, sorted(mention.roles.items()))

    stay: list[int] = []
    for index in sorted(cluster, key=worth):
        start, end = mentions[index].span
        for other in stay:
            if mentions[other].span[0] < end and start < mentions[other].span[1]:
                gave_way[index] = other
                break
        else:
            stay.append(index)
    return sorted(stay, key=lambda index: mentions[index].span)


def _linked_characters(plays: Sequence[Plays], place_of: Mapping[int, int]) -> set[int]:
    return {
        place_of[link.character]
        for link in plays
        if link.probability >= LEAST_PLAYS and link.character in place_of and link.person in place_of
    }


def _settle_kinds(text: str, kept: list[Mention], played: set[int]) -> list[Mention]:
    """Let an unsure mention follow the surer ones of the same name in whether it is a person or a character.

    A name may be both where the model is sure of each ("Malcolm X" who lived, and the
    part that Denzel Washington plays). Whom the model says to be played is a character.
    """
    kinds = {mention.kind for mention in kept}
    if len(kinds) == 1 and not played:
        return kept
    weights: dict[str, dict[str, float]] = defaultdict(lambda: {"person": 0.0, "character": 0.0})
    lasts = [take_apart(text[m.span[0] : m.span[1]]).words for m in kept]
    for mention, words in zip(kept, lasts, strict=True):
        key = words[-1] if words else ""
        weights[key][mention.kind] += mention.probability
        if len(words) > 1:
            weights[" ".join(words)][mention.kind] += mention.probability
    settled: list[Mention] = []
    for place, (mention, words) in enumerate(zip(kept, lasts, strict=True)):
        if place in played:
            settled.append(replace(mention, kind="character"))
            continue
        weight = weights[" ".join(words)]
        other: NameKind = "person" if mention.kind == "character" else "character"
        flips = mention.probability < _SURE and weight[other] > weight[mention.kind]
        settled.append(replace(mention, kind=other) if flips else mention)
    return settled


def _join(text: str, kept: Sequence[Mention], kind: str) -> list[_Joined]:
    places = [place for place, mention in enumerate(kept) if mention.kind == kind]
    story = kind == "character"
    written = [text[kept[place].span[0] : kept[place].span[1]] for place in places]
    names = [take_apart(name, story=story) for name in written]
    leading = [_leading(kept[place].roles) for place in places]
    lower = lowered(text)
    joined: list[_Joined] = []
    for group in join(names, leading, story=story):
        fullest = max(group, key=lambda index: (len(names[index].words), len(written[index].strip()), -index))
        own = [places[index] for index in group]
        roles = {} if story else _pooled([kept[place].roles for place in own])
        if not story:
            _say(roles, frozenset().union(*(stated_roles(lower, kept[place].span) for place in own)))
        joined.append(_Joined(own, written[fullest], roles))
    return joined


def _say(roles: dict[Role, float], stated: frozenset[Role]) -> None:
    for role in stated:
        roles[role] = max(_STATED, roles.get(role, 0.0))


def _leading(roles: Mapping[Role, float]) -> str:
    return max(roles, key=lambda role: (roles[role], role)) if roles else ""


def _pooled(odds: Sequence[Mapping[Role, float]]) -> dict[Role, float]:
    """Odds of roles over all mentions of a person.

    A power mean: one sure mention decides among several that say nothing, and many
    unsure ones never add up to a sure one, as they would if they were taken as independent.
    """
    if len(odds) == 1:
        return dict(odds[0])
    sums: dict[Role, float] = {}
    for roles in odds:
        for role, value in roles.items():
            sums[role] = sums.get(role, 0.0) + value**_STEEPNESS
    return {role: (total / len(odds)) ** (1 / _STEEPNESS) for role, total in sums.items()}


def _roles(odds: Mapping[Role, float]) -> tuple[Role, ...]:
    """What a person did, the most certain first; "person" only where nothing better is known."""
    ranked = sorted(odds, key=lambda role: (-odds[role], role))
    did: tuple[Role, ...] = tuple(role for role in ranked if role != "person" and odds[role] >= LEAST_ROLE)
    if did:
        return did
    better = next((role for role in ranked if role != "person"), None)
    if better and odds[better] >= max(_LEAST_GUESS, odds.get("person", 0.0)):
        return (better,)
    return ("person",)


def _cast(
    text: str,
    sentences: Sequence[Span],
    kept: Sequence[Mention],
    real: Sequence[_Joined],
    story: Sequence[_Joined],
    plays: Sequence[Plays],
    place_of: Mapping[int, int],
) -> dict[tuple[int, int], float]:
    """Odds of each pair of a real person and a character that holds."""
    if not real or not story:
        return {}
    actor_of = {place: index for index, one in enumerate(real) for place in one.mentions}
    character_of = {place: index for index, one in enumerate(story) for place in one.mentions}
    named = [
        cast.Named(mention.span, mention.sentence, place in actor_of, _acts(mention.roles))
        for place, mention in enumerate(kept)
    ]
    found: dict[tuple[int, int], list[float]] = defaultdict(list)
    told: dict[tuple[int, int], float] = {}
    for person, character, odds in cast.links(text, named, [start for start, _ in sentences]):
        if odds:
            found[actor_of[person], character_of[character]].append(odds)
    for link in plays:
        pair = (
            actor_of.get(place_of.get(link.person, -1), -1),
            character_of.get(place_of.get(link.character, -1), -1),
        )
        if min(pair) >= 0:
            told[pair] = max(told.get(pair, 0.0), link.probability)
    for pair, odds in told.items():
        words = max(found[pair]) if pair in found else 0.0
        if words >= LEAST_PLAYS or (odds >= _TOLD and words != casting_words.REFUSED):
            found[pair].append(odds)
    if not found and len(real) == len(story) == 1 and len(text) <= _EXCERPT:
        found[0, 0] = [_ALONE * _acts(real[0].roles)]
    return _chosen({pair: _together(odds) for pair, odds in found.items()})


def _acts(roles: Mapping[Role, float]) -> float:
    if not roles or _leading(roles) in ("person", "actor"):
        return 1.0
    return roles.get("actor", 0.0)


def _chosen(odds: Mapping[tuple[int, int], float]) -> dict[tuple[int, int], float]:
    """The pairs that hold: those likely enough, and not much less likely than another of the same actor."""
    best: dict[int, float] = {}
    for (actor, _), value in odds.items():
        best[actor] = max(best.get(actor, 0.0), value)
    return {
        (actor, character): value
        for (actor, character), value in odds.items()
        if value >= LEAST_PLAYS and value >= _CLOSE * best[actor]
    }


def _together(odds: Iterable[float]) -> float:
    """The odds from several pieces of evidence that are far from independent: the best counts full."""
    ranked = sorted(odds, reverse=True)
    doubt = 1.0 - ranked[0]
    for value in ranked[1:]:
        doubt *= (1.0 - value) ** _ECHO
    return min(1.0, max(0.0, 1.0 - doubt))
