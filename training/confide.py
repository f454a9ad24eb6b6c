"""How sure each claim is and which are made: fitted on the dev label files and written into model.json."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from closeup.catalog import Catalog
from closeup.reader import Reader
from closeup.reader.confidence import Confidence, Line
from closeup.reader.heads import ASPECTS, NAMES, SIGNS
from closeup.reader.mentions import find_names, human_names, person_odds
from closeup.reader.opinions import candidates, find_opinions
from closeup.reader.sentences import split_sentences
from closeup.reader.tokens import Tokens, span_of
from closeup.reading import Opinion, Span
from training.claims import best_threshold, calibrated, fit_platt, log_odds

OPEN = Confidence(
    opinion_from=0.0, evidence_from=0.1, target_from=0.05, person_from=0.2, character_from=0.2, work_from=0.2
)
"""Lets everything through that may be worth making."""


@dataclass
class Judged:
    """Claims of one kind: how sure the model is of each, whether it is right, and how many are labelled."""

    confidence: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)
    labelled: int = 0

    def add(self, confidence: float, right: bool) -> None:
        """One more."""
        self.confidence.append(confidence)
        self.right.append(right)

    def line(self) -> Line:
        """What makes the model's odds true."""
        slope, level = fit_platt(log_odds(self.confidence), self.right)
        return Line(round(level, 4), round(slope, 4))

    def threshold(self, line: Line) -> float:
        """The calibrated confidence from which making the claims gives the best F1."""
        sure = calibrated(log_odds(self.confidence), line.slope, line.level)
        return round(best_threshold(sure, self.right, self.labelled)[0], 4)


@dataclass(frozen=True)
class Labelled:
    """A labelled review as the model read it."""

    row: dict[str, Any]
    spans: Sequence[Span]
    tokens: Tokens
    spoiler: Sequence[float]

    def sentence_at(self, span: Span) -> int | None:
        """Which labelled sentence holds the middle of a stretch."""
        middle = sum(span) / 2
        for number, sentence in enumerate(self.row["sentences"]):
            if sentence["span"][0] <= middle < sentence["span"][1]:
                return number
        return None


def answered(reader: Reader, rows: Sequence[dict[str, Any]]) -> Iterator[Labelled]:
    """The model's answers for labelled reviews, split as the reader splits them."""
    spans = [split_sentences(row["text"]) for row in rows]
    texts = [[row["text"][s:e] for s, e in places] for row, places in zip(rows, spans, strict=True)]
    for row, places, answers in zip(rows, spans, reader.answers(texts), strict=True):
        tokens = answers.tokens.moved([start for start, _ in places])
        yield Labelled(row, places, tokens, answers.sentence["spoiler"][:, 0].tolist())


def fit_confidence(reviews: Sequence[Labelled]) -> Confidence:
    """Every line and threshold, from what dev labels say is right."""
    opinions, names, plays, spoilers = Judged(), defaultdict(Judged), Judged(), Judged()
    settled = _person_or_character(reviews)
    for review in reviews:
        _judge_opinions(review, opinions)
        _judge_names(review, replace(OPEN, person_or_character=settled), names, plays)
        _judge_spoilers(review, spoilers)
    lines = {name: names[name].line() for name in NAMES}
    settings = replace(
        OPEN,
        person_or_character=settled,
        opinion=opinions.line(),
        opinion_from=opinions.threshold(opinions.line()),
        plays=plays.line(),
        spoiler=spoilers.line(),
        person=lines["person"],
        person_from=names["person"].threshold(lines["person"]),
        character=lines["character"],
        character_from=names["character"].threshold(lines["character"]),
        work=lines["work"],
        work_from=names["work"].threshold(lines["work"]),
    )
    return replace(settings, target_from=_target_from(reviews, settings))


def _judge_opinions(review: Labelled, judged: Judged) -> None:
    told = [
        {(o["aspect"], (o["polarity"] > 0) - (o["polarity"] < 0)) for o in sentence["opinions"]}
        for sentence in review.row["sentences"]
    ]
    judged.labelled += sum(map(len, told))
    best: dict[tuple[int, str, int], float] = {}
    for candidate in candidates(review.tokens, review.row["text"], OPEN.evidence_from):
        number = review.sentence_at(candidate.span)
        if number is not None:
            key = (number, str(ASPECTS[candidate.aspect]), SIGNS[candidate.sign])
            best[key] = max(best.get(key, 0.0), candidate.evidence.probability)
    for (number, aspect, sign), odds in best.items():
        judged.add(odds, (aspect, sign) in told[number])


def _person_or_character(reviews: Sequence[Labelled]) -> tuple[float, float, float, float]:
    """The weights that tell people from characters, of the names whose places are right."""
    knows = Catalog.shipped().knows
    rows, truth = [], []
    for review in reviews:
        text, tokens = review.row["text"], review.tokens
        roles = {tuple(p["span"]): p["role"] for s in review.row["sentences"] for p in s["people"]}
        for part, odds in human_names(tokens, text):
            span = span_of(tokens, part, text)
            if span in roles:
                name = text[slice(*span)]
                full, known = " " in name, " " in name and knows(name)
                rows.append([1.0, person_odds(part, odds, tokens), float(known), float(full and not known)])
                truth.append(roles[span] != "character")
    columns, real = np.asarray(rows), np.asarray(truth, np.float64)

    def loss(weights: npt.NDArray[np.float64]) -> float:
        total = columns @ weights
        return float(np.mean(np.logaddexp(0, total) - real * total)) + 1e-3 * float(weights @ weights)

    level, slope, known_by, unknown_by = minimize(loss, np.zeros(4), method="BFGS").x
    return round(level, 4), round(slope, 4), round(known_by, 4), round(unknown_by, 4)


def _judge_names(review: Labelled, settings: Confidence, names: dict[str, Judged], plays: Judged) -> None:
    sentences = review.row["sentences"]
    people = [person for sentence in sentences for person in sentence["people"]]
    labelled = {
        "person": {tuple(p["span"]) for p in people if p["role"] != "character"},
        "character": {tuple(p["span"]) for p in people if p["role"] == "character"},
        "work": {tuple(work["span"]) for sentence in sentences for work in sentence["works"]},
    }
    found = find_names(review.tokens, review.row["text"], settings, Catalog.shipped().knows)
    for name, spans in labelled.items():
        names[name].labelled += len(spans)
    for mention in found.mentions:
        names[mention.kind].add(mention.probability, mention.span in labelled[mention.kind])
    played = {(tuple(p["span"]), tuple(p["character"])) for p in people if p["character"]}
    for link in found.plays:
        pair = (found.mentions[link.person].span, found.mentions[link.character].span)
        if pair[0] in labelled["person"] and pair[1] in labelled["character"]:
            plays.add(link.probability, pair in played)


def _judge_spoilers(review: Labelled, judged: Judged) -> None:
    for span, odds in zip(review.spans, review.spoiler, strict=True):
        number = review.sentence_at(span)
        if number is not None:
            judged.add(Line().at(odds), review.row["sentences"][number]["spoiler"] > 0)


def _target_from(reviews: Sequence[Labelled], settings: Confidence) -> float:
    """The odds from which naming a target gives the best F1, of opinions that are right."""
    return max((step / 20 for step in range(1, 12)), key=lambda odds: _target_f1(reviews, settings, odds))


def _target_f1(reviews: Sequence[Labelled], settings: Confidence, odds: float) -> float:
    settings = replace(settings, target_from=odds)
    hit = told = said = 0
    for review in reviews:
        for opinion in find_opinions(review.tokens, review.row["text"], settings):
            target = _told_target(review, opinion)
            if target is None:
                continue
            told += bool(target)
            said += opinion.target is not None
            if target and opinion.target:
                span = opinion.target.span
                hit += max(0, min(span[1], target[1]) - max(span[0], target[0])) > 0
    return 2 * hit / (told + said) if told + said else 0.0


def _told_target(review: Labelled, opinion: Opinion) -> Span | tuple[()] | None:
    """The labelled target of the opinion that this one is; () if it has none; None if there is no such."""
    number = review.sentence_at(opinion.evidence)
    if number is None:
        return None
    sign = 0 if abs(opinion.polarity) < 0.2 else 1 if opinion.polarity > 0 else -1
    for told in review.row["sentences"][number]["opinions"]:
        same_sign = (told["polarity"] > 0) - (told["polarity"] < 0) == sign
        if told["aspect"] == opinion.aspect and same_sign:
            return tuple(told["target"]) if told["target"] else ()
    return None
