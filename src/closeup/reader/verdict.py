"""From what sentences say to a verdict: attention, probabilities, the score and its interval."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from closeup.reader.bundle import Calibration
from closeup.reader.heads import LOOKS, SCORES
from closeup.reading import Stated, Verdict

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]

TAIL = 0.1
"""What an 80 % interval leaves out on either side."""


def attend(looks: Floats, values: Floats) -> Doubles:
    """A review head's answer: the sum over sentences of attention times what each says.

    Parameters
    ----------
    looks : [sentences, LOOKS]
    values : [sentences, LOOKS * size]

    Returns
    -------
    [size]
    """
    weights = softmax(looks.astype(np.float64).T)
    by_look = values.astype(np.float64).reshape(len(values), LOOKS, -1)
    answer: Doubles = np.einsum("ls,slk->k", weights, by_look)
    return answer


def softmax(logits: Doubles) -> Doubles:
    """Probabilities along the last axis."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    result: Doubles = powers / powers.sum(-1, keepdims=True)
    return result


def quantile(probabilities: Doubles, share: float) -> float:
    """A quantile of a distribution over the score's bins, linear between their middles."""
    cumulative = np.cumsum(probabilities) - probabilities / 2
    return float(np.interp(share, cumulative, SCORES))


def stretched(probabilities: Doubles, low: float, high: float) -> tuple[float, float, float]:
    """Median and 80 % interval, the distances from the median multiplied by `low` and `high`.

    An interval that comes within half a bin of the scale's end reaches it: critics give whole marks.
    """
    median = quantile(probabilities, 0.5)
    start = median - low * (median - quantile(probabilities, TAIL))
    end = median + high * (quantile(probabilities, 1 - TAIL) - median)
    edge = (SCORES[1] - SCORES[0]) / 2
    return median, 0.0 if start < edge else start, 100.0 if end > 100 - edge else end


def fresh_log_odds(raw: float, sentences: int, calibration: Calibration) -> float:
    """Calibrated log-odds that the critic recommends the film, from the text alone."""
    level, slope = calibration.fresh_shift
    return (raw + level + slope * float(np.log(sentences))) / calibration.fresh.at(sentences)


def verdict(
    fresh: Doubles,
    score: Doubles,
    sentences: int,
    calibration: Calibration,
    stated: Stated | None,
) -> Verdict:
    """The verdict of one review.

    Parameters
    ----------
    fresh : [1]
        The model's log-odds that the critic recommends the film.
    score : [bins]
        Its logits over the score's bins.
    sentences : int
    calibration : Calibration
    stated : Stated or None
        The critic's own rating, which becomes the score where it is on a known scale.
    """
    odds = fresh_log_odds(float(fresh[0]), sentences, calibration)
    probabilities = softmax(score)
    read, start, end = stretched(probabilities, calibration.low.at(sentences), calibration.high.at(sentences))
    read, interval = round(read, 1), (round(start, 1), round(end, 1))
    given = stated.score if stated else None
    if given is not None:
        intercept, slope, trust = calibration.stated
        odds = intercept + slope * given + trust * odds
    probability = 1 / (1 + float(np.exp(-odds)))
    return Verdict(
        fresh=probability >= 0.5,
        fresh_probability=round(probability, 4),
        score=read if given is None else given,
        interval=interval if given is None else (given, given),
        stated=stated,
        read_score=read,
        read_interval=interval,
    )
