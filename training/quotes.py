"""Fits and measures how quotes are ranked: `python -m training.quotes [--dev] [--shuffle SEED]`.

Prints `WEIGHTS` for `closeup.reader.quotes`. The odds come from whole labelled reviews: a line counts as
one that an editor would use if the labeller marked its sentence as good, or chose words of it as the best.
How quotable the model finds each sentence is here told by a ridge regression on the model's search
vectors, kinds and sentiments, fitted on other reviews, so that it is as unsure as on a review unseen: the
model's own head has seen these. Only on dev is that measured too, and its `CERTAINTY` fitted.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import numpy as np
import numpy.typing as npt

from closeup.reader.quotes import CERTAINTY, LEAST, WEIGHTS, Line, lines, pull_quotes
from closeup.reading import Aspect, Opinion, Quote, Sentence, Span, Work
from training.data import DEV_LABELS, Sets
from training.places import Places

Array = npt.NDArray[np.float64]

FOLDS = 8
RIDGE = 30.0
DECAY = 0.003
"""Weight of the squared weights in the fit."""
GOOD = 2
"""Mark from which a labelled sentence is one that an editor would use."""
FOUND, RIGHT = 0.7, 0.7
"""Shares of labelled opinions that stay, and of those given that are labelled: the model's, about."""
TOP = 3


@dataclass
class Case:
    """A labelled review with what the model says of it."""

    row: dict[str, Any]
    inputs: Array
    sentences: tuple[Sentence, ...]
    opinions: tuple[Opinion, ...]
    works: tuple[Work, ...]
    fresh: float
    worth: Array
    read_worth: Array | None

    @property
    def best(self) -> Span | None:
        """Where the labeller's best line is."""
        best = self.row.get("best")
        return (best[0], best[1]) if best else None

    @property
    def marks(self) -> Array:
        """What a ridge regression is taught of each sentence: its mark, and more if the best is in it."""
        best = self.best or (0, 0)
        return np.asarray(
            [s["quote"] / 3 + (shared(s["span"], best) > 0) for s in self.row["sentences"]], np.float64
        )


def shared(one: Sequence[int], other: Sequence[int]) -> int:
    """How many characters two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def span_f1(one: Sequence[int], other: Sequence[int]) -> float:
    """How well two spans agree, from 0 to 1."""
    return 2 * shared(one, other) / (one[1] - one[0] + other[1] - other[0])


def cases(places: Places, names: Sequence[str], rng: random.Random) -> list[Case]:
    """The whole labelled reviews of some files."""
    from closeup.reader import Reader

    reader = Reader(threads=1)
    sets = Sets(places)
    rows = [row for name in names for row in sets._label_rows(name)]
    return [_case(row, reader, rng) for row in rows]


def _case(row: dict[str, Any], reader: Any, rng: random.Random) -> Case:
    from closeup.reader.heads import KINDS, SENTIMENTS
    from closeup.reader.verdict import softmax

    spans = [tuple(s["span"]) for s in row["sentences"]]
    (answers,) = reader.answers([[row["text"][a:b] for a, b in spans]])
    kinds = answers.sentence["kind"]
    sentiments = softmax(answers.sentence["sentiment"].astype(np.float64)) @ np.asarray(SENTIMENTS)
    sentences = tuple(
        Sentence(span=span, kind=cast(Any, KINDS[int(kind.argmax())]), sentiment=float(sentiment))
        for span, kind, sentiment in zip(spans, kinds, sentiments, strict=True)
    )
    inputs = np.hstack(
        [answers.sentence["search"] * 5, kinds * 0.3, answers.sentence["sentiment"] * 0.3]
    ).astype(np.float64)
    mentions: dict[str, list[Span]] = {}
    for labelled in row["sentences"]:
        for work in labelled["works"]:
            mentions.setdefault(work["relation"], []).append(tuple(work["span"]))
    works = tuple(
        Work(title="", relation=cast(Any, relation), mentions=tuple(found))
        for relation, found in mentions.items()
    )
    return Case(
        row=row,
        inputs=inputs,
        sentences=sentences,
        opinions=_unsure(row, sentences, rng),
        works=works,
        fresh=float(1 / (1 + np.exp(-answers.review["fresh"][0]))),
        worth=np.zeros(len(spans)),
        read_worth=_head(answers.sentence),
    )


def _head(answers: Mapping[str, Any]) -> Array | None:
    """What the model's own head finds each sentence worth, if it has one."""
    if "quote" not in answers:
        return None
    return cast(Array, 1 / (1 + np.exp(-answers["quote"][:, 0].astype(np.float64))))


def _unsure(row: dict[str, Any], sentences: Sequence[Sentence], rng: random.Random) -> tuple[Opinion, ...]:
    """The labelled opinions with about as many missed and made up as a model's."""
    found = []
    judging = [n for n, sentence in enumerate(sentences) if sentence.kind == "eval"]
    for n, labelled in enumerate(row["sentences"]):
        for opinion in labelled["opinions"]:
            if rng.random() < FOUND:
                found.append(_opinion(n, opinion["aspect"], opinion["polarity"] / 2, opinion["evidence"]))
            if judging and rng.random() < FOUND * (1 - RIGHT) / RIGHT:
                at = rng.choice(judging)
                start, end = sentences[at].span
                start = rng.randrange(start, max(start + 1, end - 12))
                sign = 1.0 if sentences[at].sentiment > 0 else -1.0
                found.append(_opinion(at, rng.choice(get_args(Aspect)), sign, (start, min(end, start + 12))))
    return tuple(found)


def _opinion(sentence: int, aspect: str, polarity: float, evidence: Sequence[int]) -> Opinion:
    return Opinion(
        sentence=sentence,
        aspect=cast(Any, aspect),
        polarity=polarity,
        confidence=0.7,
        evidence=(evidence[0], evidence[1]),
    )


def tell_worth(of: Sequence[Case], by: Sequence[Case]) -> None:
    """Fit a ridge regression on some reviews, and set what it finds the sentences of others worth."""
    inputs = np.vstack([case.inputs for case in by])
    marks = np.concatenate([case.marks for case in by])
    middle, level = inputs.mean(0), marks.mean()
    centred = inputs - middle
    weights = np.linalg.solve(
        centred.T @ centred + RIDGE * np.eye(inputs.shape[1]), centred.T @ (marks - level)
    )
    for case in of:
        case.worth = np.clip((level + (case.inputs - middle) @ weights) / 1.5, 0.01, 0.99)


def parts(cases: Sequence[Case]) -> list[tuple[list[Case], list[Case]]]:
    """The reviews in folds: those left out, and the rest."""
    return [
        (list(cases[fold::FOLDS]), [c for n, c in enumerate(cases) if n % FOLDS != fold])
        for fold in range(FOLDS)
    ]


def lines_of(case: Case) -> list[Line]:
    """Every line of a review that may be quoted, of all its sentences."""
    return list(
        lines(
            case.row["text"],
            case.sentences,
            case.worth.tolist(),
            case.opinions,
            case.fresh,
            works=case.works,
            examined=len(case.sentences),
        )
    )


def fitted(cases: Sequence[Case]) -> dict[str, float]:
    """The weights that tell best which lines an editor would use: logistic regression."""
    from scipy.optimize import minimize

    names = [name for name in WEIGHTS if name != "bias"]
    rows: list[list[float]] = []
    targets: list[float] = []
    counts: list[float] = []
    for case in cases:
        marks = [s["quote"] for s in case.row["sentences"]]
        found = lines_of(case)
        for line in found:
            span = (line.passage.start, line.passage.end)
            best = case.best
            of_best = best is not None and shared(case.row["sentences"][line.sentence]["span"], best) > 0
            if of_best:
                target = span_f1(span, best or (0, 1))
            elif marks[line.sentence] >= GOOD:
                if line.passage.part and not line.passage.bare:
                    continue  # which part of it the labeller liked is not known
                target = 1.0
            else:
                target = 0.0
            rows.append([1.0, *(line.signs[name] for name in names)])
            targets.append(target)
            counts.append(1 / sum(other.sentence == line.sentence for other in found))
    inputs, wanted, weight = np.asarray(rows), np.asarray(targets), np.asarray(counts)

    def loss(weights: Array) -> tuple[float, Array]:
        odds = inputs @ weights
        share = 1 / (1 + np.exp(-odds))
        cost = weight @ (np.logaddexp(0, odds) - wanted * odds) / weight.sum()
        slope = inputs.T @ (weight * (share - wanted)) / weight.sum()
        return float(cost + DECAY * weights[1:] @ weights[1:]), slope + 2 * DECAY * np.r_[0, weights[1:]]

    found_weights = minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x
    return dict(zip(["bias", *names], map(float, found_weights), strict=True))


def quotes_of(
    case: Case,
    weights: Mapping[str, float] = WEIGHTS,
    certainty: tuple[float, float] = CERTAINTY,
    least: float = LEAST,
) -> tuple[Quote, ...]:
    """A review's quotes."""
    return pull_quotes(
        case.row["text"],
        case.sentences,
        case.worth.tolist(),
        case.opinions,
        case.fresh,
        works=case.works,
        weights=weights,
        certainty=certainty,
        least=least,
    )


def usable(case: Case, span: Span) -> bool:
    """Whether the labeller marked a line's sentence as usable, or took the best line from it."""
    return any(
        shared(s["span"], span) and (s["quote"] or (case.best and shared(s["span"], case.best)))
        for s in case.row["sentences"]
    )


def certain(cases: Sequence[Case], weights: Mapping[str, float]) -> tuple[float, float]:
    """The shift and slope that make the odds of quotes those of being usable (Platt 1999)."""
    from scipy.optimize import minimize

    pairs = [
        (quote.worth, usable(case, quote.span))
        for case in cases
        for quote in quotes_of(case, weights, (0, 1), least=0)
    ]
    said, was = np.asarray(pairs, np.float64).T
    odds = np.log(said / (1 - said))

    def loss(at: Array) -> float:
        moved = at[0] + at[1] * odds
        return float(np.mean(np.logaddexp(0, moved) - was * moved))

    shift, slope = minimize(loss, np.asarray([0.0, 1.0])).x
    return float(shift), float(slope)


def measured(
    cases: Sequence[Case],
    weights: Mapping[str, float] = WEIGHTS,
    certainty: tuple[float, float] = CERTAINTY,
) -> dict[str, float]:
    """The best line in the top 3 and at the top, how much of it, and how well worth is calibrated."""
    top, first, agree, odds = [], [], [], []
    for case in cases:
        quotes = quotes_of(case, weights, certainty)
        odds += [(quote.worth, float(usable(case, quote.span))) for quote in quotes]
        if case.best:
            hits = [shared(quote.span, case.best) > 0 for quote in quotes[:TOP]]
            top.append(any(hits))
            first.append(bool(hits and hits[0]))
            agree += [span_f1(q.span, case.best) for q, hit in zip(quotes, hits, strict=False) if hit]
    said, was = np.asarray(odds).T
    return {
        "best line in top 3": float(np.mean(top)),
        "best line first": float(np.mean(first)),
        "overlap F1 where found": float(np.mean(agree)),
        "quotes a review": len(odds) / len(cases),
        "usable": float(was.mean()),
        "mean worth": float(said.mean()),
        "calibration error": calibration_error(said, was),
    }


def calibration_error(said: Array, was: Array, bins: int = 10) -> float:
    """The mean gap between what was said and what was, over bins of equal size."""
    order = np.argsort(said)
    return float(
        sum(abs(said[part].mean() - was[part].mean()) * len(part) for part in np.array_split(order, bins))
        / len(said)
    )


def show(title: str, figures: Mapping[str, float]) -> None:
    """One line of figures."""
    print(f"{title}: " + ", ".join(f"{name} {value:.3f}" for name, value in figures.items()))


def editors_lengths(places: Places) -> dict[str, float]:
    """How long the lines are that an aggregator's editors chose, in words."""
    import pandas as pd

    texts = pd.read_parquet(places.data / "rt/train.parquet").text
    counts = [len(re.findall(r"\w[\w'’-]*", text)) for text in texts]
    return {f"{share} %": float(np.percentile(counts, share)) for share in (1, 5, 25, 50, 75, 95, 99)}


def main() -> None:
    """Fit, measure by folds, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="measure on the dev files too")
    parser.add_argument("--shuffle", type=int, default=5, help="seed of the folds and made-up opinions")
    options = parser.parse_args()
    places = Places.default()
    rng = random.Random(options.shuffle)
    names = [p.stem for p in sorted(places.labels.glob("[DMS]*.jsonl"))]
    training = cases(places, [name for name in names if name not in DEV_LABELS], rng)
    rng.shuffle(training)
    for left, rest in parts(training):
        tell_worth(left, rest)
    show("editors' lengths in words", editors_lengths(places))
    show("as shipped", measured(training))
    each = []
    for left, rest in parts(training):
        weights = fitted(rest)
        each.append(measured(left, weights, certain(rest, weights)))
    show("fitted on other reviews", {name: float(np.mean([e[name] for e in each])) for name in each[0]})
    weights = fitted(training)
    certainty = certain(training, weights)
    print("\n".join(f'    "{name}": {value:.2f},' for name, value in weights.items()))
    print(f"CERTAINTY = ({certainty[0]:.2f}, {certainty[1]:.2f})")
    if options.dev:
        dev = cases(places, [name for name in names if name in DEV_LABELS], rng)
        tell_worth(dev, training)
        show("dev, as shipped", measured(dev))
        if all(case.read_worth is not None for case in dev):
            for case in dev:
                case.worth = np.asarray(case.read_worth)
            show("dev, worth by the model's head", measured(dev))
            print("CERTAINTY for it = ({:.2f}, {:.2f})".format(*certain(dev, WEIGHTS)))


if __name__ == "__main__":
    main()
