"""Figures of readings against labelled reviews: what is found, how exactly, and which mistakes are made.

What counts as right is settled in `training.label_claims`. Labels and readings are JSON objects as stored.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from closeup.reading import Aspect
from training.claims import Bin, calibration_error, reliability
from training.label_claims import (
    CHARACTERS,
    CREDITS,
    OPINIONS,
    WORKS,
    Ends,
    Row,
    compare,
    film_claim,
    opinion_key,
    opinions_in,
    overlap,
)

ASPECTS: tuple[str, ...] = get_args(Aspect)
TOP_QUOTES = 3
BINS = 10
MISSED, INVENTED = "missed", "invented"
FAILED, AVERAGE = "missing or failed", "spoilers: average precision"
LABELLED, OF = ", labelled", ", of"
"""End the names of counts: of labels, and of what a mean is taken over."""

NOTHING: dict[str, Any] = {
    "sentences": [], "opinions": [], "credits": [], "characters": [], "works": [], "quotes": [],
}  # fmt: skip
"""What counts as the reading of a review that could not be read."""

JUDGED = {"opinions": OPINIONS, "credits": CREDITS, "characters": CHARACTERS, "works": WORKS}
"""The claims whose confidence is judged, beside the film's title, and where each is right."""

Fault = Literal["missed", "invented", "wrong sign", "wrong aspect", "other words"]


@dataclass
class Tally:
    """Counts for a micro-averaged F1."""

    hit: int = 0
    gold: int = 0
    read: int = 0

    @property
    def precision(self) -> float:
        """The share of what is read that is right; 0 of nothing."""
        return self.hit / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        """The share of what is labelled that is read; 0 of nothing."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hit / (self.gold + self.read) if self.hit else 0.0


@dataclass(frozen=True)
class Mistake:
    """A sentence whose opinions were not read as labelled, and in which ways."""

    review: str
    sentence: str
    faults: tuple[Fault, ...]
    gold: tuple[str, ...]
    read: tuple[str, ...]


@dataclass
class Figures:
    """Everything measured over some labelled reviews; `add` them one by one."""

    reviews: int = 0
    failed: int = 0
    tallies: dict[str, Tally] = field(default_factory=dict)
    means: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    claims: dict[str, list[tuple[float, bool]]] = field(default_factory=lambda: defaultdict(list))
    spoilers: list[tuple[float, bool]] = field(default_factory=list)
    confusion: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, label: Row, reading: Row | None) -> None:
        """Count one review; a `reading` of None, or of an error, is a reading of nothing."""
        self.reviews += 1
        if reading is None or "error" in reading:
            self.failed += 1
            reading = NOTHING
        compared = compare(label, reading)
        for name, found in compared.items():
            tally = self.tallies.setdefault(name, Tally())
            tally.hit += len(found.gold & found.read.keys())
            tally.gold += len(found.gold)
            tally.read += len(found.read)
        for name, kind in JUDGED.items():
            self.claims[name] += compared[kind].judged()
        for sentence in label["sentences"]:
            self._sentence(label, sentence, reading)
        self._review(label, reading)

    def _review(self, label: Row, reading: Row) -> None:
        film = film_claim(label, reading)
        if film is not None:
            confidence, right = film
            self.means["film: title right"].append(right)
            if confidence is not None:
                self.claims["film"].append((confidence, right))
        if label.get("best"):
            ranked = sorted(reading["quotes"], key=lambda quote: quote["rank"])[:TOP_QUOTES]
            found = any(overlap(quote["span"], label["best"]) for quote in ranked)
            self.means[f"quotes: best line in top {TOP_QUOTES}"].append(found)
        verdict = reading.get("verdict")
        if label.get("score") is not None and verdict:
            error = abs(verdict.get("read_score", verdict["score"]) - label["score"])
            self.means["verdict: mean absolute error of the score"].append(error)

    def _sentence(self, label: Row, sentence: Row, reading: Row) -> None:
        span = sentence["span"]
        nearest: Row = max(reading["sentences"], key=lambda s: overlap(s["span"], span), default={})
        near = nearest if nearest and overlap(nearest["span"], span) else None
        self.means["sentences: kind accuracy"].append(near is not None and near["kind"] == sentence["kind"])
        if near:
            self.spoilers.append((near.get("spoiler", 0.0), sentence["spoiler"] > 0))
        gold, read = sentence["opinions"], opinions_in(reading, sentence)
        told = {opinion_key(opinion, "gold"): opinion for opinion in gold}
        said = {opinion_key(opinion, "read"): opinion for opinion in read}
        for key in told.keys() & said.keys():
            self.means["opinions: evidence overlap F1"].append(
                span_f1(told[key]["evidence"], said[key]["evidence"])
            )
            if told[key]["target"]:
                target = said[key].get("target")
                hit = target is not None and overlap(told[key]["target"], target["span"]) > 0
                self.means["opinions: target found"].append(hit)
        pairs = paired(gold, read)
        for one, other in pairs:
            if one and other and overlap(one["evidence"], other["evidence"]):
                self.confusion[one["aspect"], other["aspect"]] += 1
                continue
            if one:
                self.confusion[one["aspect"], MISSED] += 1
            if other:
                self.confusion[INVENTED, other["aspect"]] += 1
        faults = tuple(fault for pair in pairs if (fault := fault_of(*pair)))
        if faults:
            text = label["text"]
            self.mistakes.append(
                Mistake(
                    label["id"],
                    text[span[0] : span[1]],
                    faults,
                    tuple(_told(text, opinion) for opinion in gold),
                    tuple(_told(text, opinion) for opinion in read),
                )
            )

    def numbers(self) -> dict[str, float]:
        """Every figure by name: F1 with precision and recall, means, and calibration errors."""
        found: dict[str, float] = {"reviews": self.reviews, FAILED: self.failed}
        for name, tally in self.tallies.items():
            found[f"{name} F1"] = tally.f1
            found[f"{name} precision"] = tally.precision
            found[f"{name} recall"] = tally.recall
            found[name + LABELLED] = tally.gold
        for name, values in sorted(self.means.items()):
            found[name] = sum(values) / len(values)
            found[name + OF] = len(values)
        if any(real for _, real in self.spoilers):
            found[AVERAGE] = average_precision(self.spoilers)
            found[AVERAGE + LABELLED] = sum(real for _, real in self.spoilers)
        for name in self.claims:
            if self.claims[name]:
                found[f"{name}: calibration error"] = calibration_error(self.reliability(name))
        return found

    def reliability(self, name: str) -> list[Bin]:
        """The claims of one kind of `JUDGED`, or of `film`, by confidence; empty without claims."""
        claims = self.claims[name]
        return reliability([sure for sure, _ in claims], [right for _, right in claims], BINS)


def span_f1(a: Ends, b: Ends) -> float:
    """How well two spans agree, in characters: 1 if they are the same, 0 if they do not meet."""
    shared = overlap(a, b)
    return 2 * shared / ((a[1] - a[0]) + (b[1] - b[0])) if shared else 0.0


def average_precision(scored: Iterable[tuple[float, bool]]) -> float:
    """Mean precision at each real item, the surest first; equals stay in their order."""
    hits, total = 0, 0.0
    for place, (_, real) in enumerate(sorted(scored, key=lambda item: -item[0]), 1):
        hits += real
        total += real * hits / place
    return total / hits if hits else 0.0


def paired(gold: Sequence[Row], read: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Labelled and read opinions of one sentence, each with at most one of the other.

    First those of the same aspect and sign whose evidence overlaps, then of the same aspect, then of any,
    the longest overlaps first; then those of the same aspect and sign that judge by other words. The rest
    stand alone, each aspect and sign once, but for those that the other side has: these say the same twice.
    """
    candidates = []
    for i, one in enumerate(gold):
        for j, other in enumerate(read):
            shared = overlap(one["evidence"], other["evidence"])
            same = opinion_key(one, "gold") == opinion_key(other, "read")
            if shared:
                rank = 0 if same else 1 if one["aspect"] == other["aspect"] else 2
                candidates.append((rank, -shared, i, j))
            elif same:
                candidates.append((3, 0, i, j))
    left, right = dict(enumerate(gold)), dict(enumerate(read))
    pairs: list[tuple[Row | None, Row | None]] = []
    for _, _, i, j in sorted(candidates):
        if i in left and j in right:
            pairs.append((left.pop(i), right.pop(j)))
    told = {opinion_key(one, "gold") for one in gold}
    said = {opinion_key(other, "read") for other in read}
    alone = {opinion_key(one, "gold"): one for one in left.values()}
    pairs += [(one, None) for key, one in alone.items() if key not in said]
    alone = {opinion_key(other, "read"): other for other in right.values()}
    pairs += [(None, other) for key, other in alone.items() if key not in told]
    return pairs


def fault_of(gold: Row | None, read: Row | None) -> Fault | None:
    """What is wrong with a pair of `paired`; None if nothing is."""
    if read is None:
        return "missed"
    if gold is None:
        return "invented"
    if gold["aspect"] != read["aspect"]:
        return "wrong aspect"
    if opinion_key(gold, "gold") != opinion_key(read, "read"):
        return "wrong sign"
    return None if overlap(gold["evidence"], read["evidence"]) else "other words"


def _told(text: str, opinion: Row) -> str:
    start, end = opinion["evidence"]
    target = opinion.get("target")
    if isinstance(target, dict):
        target = target["span"]
    of = f" of {text[target[0] : target[1]]!r}" if target else ""
    sure = f", {opinion['confidence']:.2f} sure" if "confidence" in opinion else ""
    return f"{opinion['aspect']} {opinion['polarity']:+g}: {text[start:end]!r}{of}{sure}"
