"""What a labelled review says and what a reading of it claims, as sets that can be compared.

The one place that settles when a claim is right: thresholds, calibration and the figures of
`benchmarks.labels` all count these. Labels and readings are JSON objects as they are stored.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Ends = Sequence[int]

MIXED_BELOW = {"gold": 0.5, "read": 0.2}
"""A polarity nearer to 0 has no sign. Labels run from -2 to 2 in whole steps, readings from -1 to 1."""

NO_ROLE = frozenset(("person", "critic", "character"))
"""Roles that say nothing of who made the film."""

OPINIONS = "opinions: aspect and sign"
CREDITS = "credits: surname and role"
CHARACTERS = "characters: mention"
WORKS = "works: mention and relation"
FILM = "film: title"


@dataclass(frozen=True)
class Compared:
    """The claims of one kind: those that are labelled, and those that are read with their confidence.

    Where two claims of a reading come to the same, the surer one counts. The confidence is None where a
    reading gives none.
    """

    gold: frozenset[Hashable]
    read: Mapping[Hashable, float | None]

    def judged(self) -> list[tuple[float, bool]]:
        """The confidence of each claim that has one, and whether it is right."""
        return [(sure, key in self.gold) for key, sure in self.read.items() if sure is not None]


@dataclass
class Pool:
    """The claims of one kind over several reviews, as `training.claims` takes them.

    Attributes
    ----------
    confidence : list of float
    right : list of bool
        Of each claim that has a confidence.
    labelled : int
        How many claims there were to be found.
    """

    confidence: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    labelled: int = 0

    def add(self, judged: Iterable[tuple[float, bool]], labelled: int) -> None:
        """Put the claims of one review to the others."""
        for sure, right in judged:
            self.confidence.append(sure)
            self.right.append(right)
        self.labelled += labelled


def sign(polarity: float, of: str) -> int:
    """1 for praise, -1 for blame, 0 for neither; `of` is "gold" or "read"."""
    if abs(polarity) < MIXED_BELOW[of]:
        return 0
    return 1 if polarity > 0 else -1


def overlap(a: Ends, b: Ends) -> int:
    """How many characters two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def opinions_in(reading: Row, sentence: Row) -> list[Row]:
    """The opinions of a reading whose evidence has its middle in a labelled sentence."""
    start, end = sentence["span"]
    return [o for o in reading["opinions"] if start <= sum(o["evidence"]) / 2 < end]


def opinion_key(opinion: Row, of: str) -> tuple[str, int]:
    """What makes two opinions of one sentence the same: aspect and sign."""
    return opinion["aspect"], sign(opinion["polarity"], of)


def compare(label: Row, reading: Row) -> dict[str, Compared]:
    """Every kind of claim of one review, by name."""
    people = [p for s in label["sentences"] for p in s["people"]]
    works = [w for s in label["sentences"] for w in s["works"]]
    said = list(_said(label, reading))
    told = {(n, *opinion_key(o, "gold")) for n, s in enumerate(label["sentences"]) for o in s["opinions"]}
    credited, characters = reading["credits"], reading["characters"]
    persons = [(tuple(m), c.get("confidence")) for c in credited for m in c["mentions"]]
    parts = [(tuple(m), c.get("confidence")) for c in characters for m in c["mentions"]]
    text = label["text"]
    return {
        OPINIONS: _compared(told, said),
        "opinions: aspect": _compared({key[:2] for key in told}, [(key[:2], sure) for key, sure in said]),
        "people and characters: mention": _compared(_spans(people), persons + parts),
        "people: mention": _compared(_spans(p for p in people if p["role"] != "character"), persons),
        CHARACTERS: _compared(_spans(p for p in people if p["role"] == "character"), parts),
        CREDITS: _compared(_gold_roles(text, people), _read_roles(credited)),
        "cast: who plays whom": _compared(
            {(_last(_words(text, p["span"])), _last(_words(text, p["character"])))
             for p in people if p["character"]},
            [((_last(c["person"]), _last(c["character"])), c.get("confidence"))
             for c in credited if c["person"].split() and (c.get("character") or "").split()],
        ),
        "works: mention": _compared(
            _spans(works), [(tuple(m), w.get("confidence")) for w in reading["works"] for m in w["mentions"]]
        ),
        WORKS: _compared(
            {(*w["span"], w["relation"]) for w in works},
            [((*m, w["relation"]), w.get("confidence")) for w in reading["works"] for m in w["mentions"]],
        ),
    }  # fmt: skip


def pooled(reviews: Iterable[tuple[Row, Row]]) -> dict[str, Pool]:
    """The claims of many reviews, each a label and its reading: by kind as in `compare`, and `FILM`."""
    pools: dict[str, Pool] = {}
    for label, reading in reviews:
        for kind, compared in compare(label, reading).items():
            pools.setdefault(kind, Pool()).add(compared.judged(), len(compared.gold))
        film = film_claim(label, reading)
        if film is not None:
            sure, right = film
            pools.setdefault(FILM, Pool()).add([] if sure is None else [(sure, right)], 1)
    return pools


def film_claim(label: Row, reading: Row) -> tuple[float | None, bool] | None:
    """How sure a reading is of the film's title, and whether it is right; None where no film is labelled.

    The confidence is None where no film is read.
    """
    if not label.get("film"):
        return None
    film = reading.get("film") or {}
    right = (film.get("title") or "").casefold().strip() == label["film"].casefold().strip()
    return film.get("confidence"), right


def _said(label: Row, reading: Row) -> Iterator[tuple[tuple[int, str, int], float | None]]:
    for number, sentence in enumerate(label["sentences"]):
        for opinion in opinions_in(reading, sentence):
            yield (number, *opinion_key(opinion, "read")), opinion.get("confidence")


def _compared(gold: set[Any], read: Sequence[tuple[Hashable, float | None]]) -> Compared:
    surest: dict[Hashable, float | None] = {}
    for key, sure in read:
        before = surest.setdefault(key, sure)
        if sure is not None and (before is None or sure > before):
            surest[key] = sure
    return Compared(frozenset(gold), surest)


def _spans(rows: Any) -> set[tuple[int, ...]]:
    return {tuple(row["span"]) for row in rows}


def _gold_roles(text: str, people: Sequence[Row]) -> set[tuple[str, str]]:
    return {
        (_last(_words(text, person["span"])), role)
        for person in people
        for role in person["role"].split("+")
        if role not in NO_ROLE
    }


def _read_roles(credited: Sequence[Row]) -> list[tuple[tuple[str, str], float | None]]:
    return [
        ((_last(credit["person"]), role), credit.get("confidence"))
        for credit in credited
        if credit["person"].split()
        for role in credit["roles"]
        if role not in NO_ROLE
    ]


def _words(text: str, span: Ends) -> str:
    return text[span[0] : span[1]]


def _last(name: str) -> str:
    return name.casefold().split()[-1]
