"""What the confidence of a claim is worth: calibrated on dev claims, and the threshold that balances them.

A claim is anything that a reading says with a confidence: an opinion, a credit, a work, the film. Each result
is a few numbers, to be kept in model.json.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

Doubles = npt.NDArray[np.float64]

MOST_ODDS = 20.0
"""Log-odds past which a claim is as good as certain; infinite ones are cut to it."""


@dataclass(frozen=True)
class Bin:
    """The claims of like confidence: their mean confidence, the share of them that is right, how many."""

    confidence: float
    right: float
    count: int


def calibrated(raw_odds: npt.ArrayLike, slope: float, intercept: float) -> Doubles:
    """Confidences from 0 to 1 by `fit_platt`'s numbers."""
    odds = slope * np.clip(np.asarray(raw_odds, np.float64), -MOST_ODDS, MOST_ODDS) + intercept
    result: Doubles = np.exp(-np.logaddexp(0, -odds))
    return result


def log_odds(confidence: npt.ArrayLike) -> Doubles:
    """Confidences from 0 to 1 as log-odds, such as `fit_platt` takes."""
    said = np.clip(np.asarray(confidence, np.float64), 1e-9, 1 - 1e-9)
    result: Doubles = np.log(said) - np.log1p(-said)
    return result


def fit_platt(raw_odds: npt.ArrayLike, right: npt.ArrayLike) -> tuple[float, float]:
    """Calibrate log-odds: confidence = sigmoid(slope * raw + intercept), which never changes their order.

    The targets are drawn in from 0 and 1 as Platt (1999) does, so that claims which are all right do not
    become certain.

    Parameters
    ----------
    raw_odds : [claims]
        The model's own log-odds that the claim is right.
    right : [claims]
        Whether it was.

    Returns
    -------
    (slope, intercept)
        The slope is 0 or more: 0 where the model's odds say nothing.

    Raises
    ------
    ValueError
        There are no claims, or not as many odds as truths.
    """
    raw, truth = _columns(raw_odds, right)
    if not len(raw):
        raise ValueError("there are no claims to calibrate on")
    raw = np.clip(raw, -MOST_ODDS, MOST_ODDS)
    hits = float(truth.sum())
    target = np.where(truth > 0.5, (hits + 1) / (hits + 2), 1 / (len(truth) - hits + 2))

    def loss(p: Doubles) -> tuple[float, Doubles]:
        odds = p[0] * raw + p[1]
        miss = np.exp(-np.logaddexp(0, -odds)) - target
        value = float(np.mean(np.logaddexp(0, odds) - target * odds))
        return value, np.asarray([np.mean(miss * raw), np.mean(miss)])

    slope, intercept = minimize(
        loss, np.asarray([1.0, 0.0]), jac=True, method="L-BFGS-B", bounds=[(0, None), (None, None)]
    ).x
    return float(slope), float(intercept)


def best_threshold(
    confidence: npt.ArrayLike, right: npt.ArrayLike, gold_total: int | None = None
) -> tuple[float, float]:
    """The threshold whose claims have the best F1: a claim is kept if its confidence reaches it.

    Parameters
    ----------
    confidence : [claims]
        From 0 to 1. Claims of one confidence are kept or dropped together.
    right : [claims]
        Whether each is right; two right claims must not stand for the same label.
    gold_total : int, optional
        How many claims there were to be found. Default: as many as are right.

    Returns
    -------
    (threshold, f1)
        The threshold lies midway between the last confidence that is kept and the next below it, and is 0
        if all are kept. Of equal F1, the higher threshold. (1.0, 0.0) where nothing is right.

    Raises
    ------
    ValueError
        Not as many confidences as truths.
    """
    said, truth = _columns(confidence, right)
    if not truth.any():
        return 1.0, 0.0
    order = np.argsort(-said, kind="stable")
    said, hits = said[order], np.cumsum(truth[order])
    gold = hits[-1] if gold_total is None else gold_total
    f1 = 2 * hits / (np.arange(1, len(said) + 1) + gold)
    # claims of equal confidence stand or fall together, so only the last of them may end what is kept
    f1[:-1][said[:-1] == said[1:]] = -1.0
    best = int(np.argmax(f1))
    threshold = 0.0 if best == len(said) - 1 else (said[best] + said[best + 1]) / 2
    return float(threshold), float(f1[best])


def reliability(confidence: npt.ArrayLike, right: npt.ArrayLike, bins: int = 10) -> list[Bin]:
    """How often claims of like confidence are right, over equal bins of confidence; empty bins left out."""
    said, truth = _columns(confidence, right)
    place = np.minimum((said * bins).astype(int), bins - 1)
    return [
        Bin(float(said[place == b].mean()), float(truth[place == b].mean()), int((place == b).sum()))
        for b in range(bins)
        if (place == b).any()
    ]


def calibration_error(found: Sequence[Bin]) -> float:
    """Mean distance between confidence and the share that is right, weighed by the bins' sizes; 0 of none."""
    count = sum(b.count for b in found)
    return sum(b.count * abs(b.confidence - b.right) for b in found) / max(1, count)


def _columns(values: npt.ArrayLike, right: npt.ArrayLike) -> tuple[Doubles, Doubles]:
    first, truth = np.asarray(values, np.float64), np.asarray(right, np.float64)
    if first.shape != truth.shape or first.ndim != 1:
        raise ValueError(f"as many claims as truths: {first.shape} and {truth.shape}")
    return first, truth
