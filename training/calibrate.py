"""Calibration: what dev data says of the model's confidence, written into model.json.

Fitted on a part of the dev reviews and judged on the rest (Guo et al. 2017 for temperatures; Romano et
al. 2019 for stretching quantiles until the interval covers).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from closeup.reader.bundle import Calibration, Curve
from closeup.reader.verdict import TAIL, fresh_log_odds, quantile, stretched

Doubles = npt.NDArray[np.float64]
BINS = 15
COVERAGE = 1 - 2 * TAIL
ANCHORS = ("rt", "imdb")
"""Short excerpts and whole reviews, between whose lengths the interval's width is drawn as a line."""


@dataclass(frozen=True)
class Answered:
    """One dev review: its length, what the model says, and what is true."""

    source: str
    sentences: int
    fresh_odds: float
    score: Doubles
    fresh: bool | None
    real_score: float | None


def log_loss(odds: Doubles, truth: Doubles) -> float:
    """Mean negative log-likelihood of log-odds."""
    return float(np.mean(np.logaddexp(0, odds) - truth * odds))


def expected_calibration_error(probabilities: Doubles, truth: Doubles, bins: int = BINS) -> float:
    """Mean distance between confidence and accuracy over equal bins of confidence, weighed by their size.

    Of the predicted class: confidence is max(p, 1 - p) (Guo et al. 2017).
    """
    confidence = np.maximum(probabilities, 1 - probabilities)
    right = (probabilities >= 0.5) == (truth > 0.5)
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [
        abs(float(right[place == b].mean() - confidence[place == b].mean())) * float((place == b).mean())
        for b in range(bins)
        if (place == b).any()
    ]
    return sum(gaps)


def fit_fresh(answered: Sequence[Answered]) -> tuple[Curve, tuple[float, float]]:
    """Temperature and shift of the verdict, each a line in the log of the review's length."""
    known = [a for a in answered if a.fresh is not None]
    raw = np.asarray([a.fresh_odds for a in known])
    length = np.log([a.sentences for a in known])
    truth = np.asarray([a.fresh for a in known], np.float64)
    # each set counts the same, however large
    share = {s: sum(a.source == s for a in known) for s in {a.source for a in known}}
    weight = np.asarray([1 / share[a.source] for a in known])

    def loss(p: Doubles) -> float:
        odds = (raw + p[2] + p[3] * length) / np.exp(p[0] + p[1] * length)
        return float(np.average(np.logaddexp(0, odds) - truth * odds, weights=weight)) + 1e-3 * float(p @ p)

    level, slope, shift, lean = minimize(loss, np.zeros(4), method="Nelder-Mead", options={"maxiter": 4000}).x
    return Curve(float(level), float(slope)), (float(shift), float(lean))


def fit_stretch(answered: Sequence[Answered], side: int) -> Curve:
    """How far to move one end of the interval so that it leaves out the right share at every length."""
    known = [a for a in answered if a.real_score is not None]
    medians = np.asarray([quantile(a.score, 0.5) for a in known])
    ends = np.asarray([quantile(a.score, TAIL if side < 0 else 1 - TAIL) for a in known])
    real = np.asarray([a.real_score for a in known], np.float64)
    length = np.log([a.sentences for a in known])
    share = {s: sum(a.source == s for a in known) for s in {a.source for a in known}}
    weight = np.asarray([1 / share[a.source] for a in known])

    def loss(p: Doubles) -> float:
        moved = medians + (ends - medians) * np.exp(p[0] + p[1] * length)
        past = (real - moved) * side
        # the pinball loss of the quantile
        pinball = np.where(past > 0, (1 - TAIL) * past, -TAIL * past)
        return float(np.average(pinball, weights=weight)) + 1e-3 * float(p @ p)

    level, slope = minimize(loss, np.zeros(2), method="Nelder-Mead").x
    return Curve(float(level), float(slope))


def covered(reviews: Sequence[Answered], low: Curve, high: Curve, more: float = 1.0) -> float:
    """The share of scores inside their interval, with both of its arms multiplied by `more`."""
    inside = []
    for review in reviews:
        arms = (more * low.at(review.sentences), more * high.at(review.sentences))
        _, start, end = stretched(review.score, *arms)
        inside.append(start <= float(review.real_score or 0.0) <= end)
    return float(np.mean(inside))


def fit_coverage(answered: Sequence[Answered], low: Curve, high: Curve) -> tuple[Curve, Curve]:
    """Lengthen or shorten both arms until excerpts and whole reviews are covered as often as they should be.

    The pinball loss settles each arm's shape; where scores are whole marks, as users' are, its interval
    need not cover. One factor for each of the two sets makes it so, and a line between them in the log of
    the length makes it so in between (split conformal, Romano et al. 2019).
    """
    points = []
    for source in ANCHORS:
        here = [a for a in answered if a.source == source and a.real_score is not None]
        factors = np.exp(np.linspace(-1, 1, 81))
        misses = [abs(covered(here, low, high, more) - COVERAGE) for more in factors]
        points.append((np.mean(np.log([a.sentences for a in here])), np.log(factors[int(np.argmin(misses))])))
    (x1, y1), (x2, y2) = points
    slope = (y2 - y1) / (x2 - x1)
    level = y1 - slope * x1
    return (
        Curve(low.level + float(level), low.slope + float(slope)),
        Curve(high.level + float(level), high.slope + float(slope)),
    )


def fit_stated(odds: Doubles, scores: Doubles, fresh: npt.NDArray[np.bool_]) -> tuple[float, float, float]:
    """Log-odds of fresh where the critic's rating is known: intercept, per point, and trust in the text."""
    columns = np.stack([np.ones_like(scores), scores, odds], -1)
    truth = fresh.astype(np.float64)

    def loss(p: Doubles) -> float:
        return log_loss(columns @ p, truth)

    start = np.asarray([-6.0, 0.1, 0.5])
    intercept, slope, trust = minimize(loss, start, method="Nelder-Mead", options={"maxiter": 4000}).x
    return float(intercept), float(slope), float(trust)


def fit_all(answered: Sequence[Answered]) -> Calibration:
    """Everything that answers about reviews can settle."""
    fresh, shift = fit_fresh(answered)
    partial = Calibration(fresh=fresh, fresh_shift=shift)
    both = [a for a in answered if a.fresh is not None and a.real_score is not None and a.source == "rt"]
    stated = fit_stated(
        np.asarray([fresh_log_odds(a.fresh_odds, a.sentences, partial) for a in both]),
        np.asarray([a.real_score for a in both], np.float64),
        np.asarray([a.fresh for a in both]),
    )
    low, high = fit_coverage(answered, fit_stretch(answered, -1), fit_stretch(answered, 1))
    return Calibration(
        fresh=fresh,
        fresh_shift=shift,
        low=low,
        high=high,
        stated=stated,
    )


def judge(answered: Sequence[Answered], calibration: Calibration) -> dict[str, float]:
    """Calibration error of the verdict and coverage and width of the interval, by set."""
    figures: dict[str, float] = {}
    for source in sorted({a.source for a in answered}):
        here = [a for a in answered if a.source == source]
        known = [a for a in here if a.fresh is not None]
        if known:
            odds = np.asarray([fresh_log_odds(a.fresh_odds, a.sentences, calibration) for a in known])
            truth = np.asarray([a.fresh for a in known], np.float64)
            figures[f"{source} calibration error"] = expected_calibration_error(
                1 / (1 + np.exp(-odds)), truth
            )
            figures[f"{source} accuracy"] = float(((odds > 0) == (truth > 0.5)).mean())
        scored = [a for a in here if a.real_score is not None]
        if scored:
            covered, width = [], []
            for a in scored:
                _, start, end = stretched(
                    a.score, calibration.low.at(a.sentences), calibration.high.at(a.sentences)
                )
                covered.append(start <= float(a.real_score or 0.0) <= end)
                width.append(end - start)
            figures[f"{source} coverage"] = float(np.mean(covered))
            figures[f"{source} interval width"] = float(np.mean(width))
    return {name: round(value, 4) for name, value in figures.items()}
