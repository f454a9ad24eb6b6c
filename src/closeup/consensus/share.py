"""The share of a film's critics who recommend it, from how sure each reading is."""

from __future__ import annotations

from collections.abc import Sequence

BASE_RATE = 0.61
"""Share of fresh among the excerpts that the model learned from: what it expects of an unknown film."""

STEPS = 200
TOLERANCE = 1e-6


def share_of_fresh(
    probabilities: Sequence[float], *, base_rate: float = BASE_RATE, weight: float = 1.0
) -> float:
    """Estimate the share of fresh verdicts among reviews of one film.

    Each probability was read as if the review were of any film. For a film that nearly all critics like, a
    doubtful review is likelier to be fresh than it looks, and the plain mean, or a count of verdicts,
    leans to the middle. This finds the share under which the readings are likeliest, by expectation and
    maximisation (Saerens, Latinne and Decaestecker 2002, Neural Computation 14(1), section 2.2).

    Parameters
    ----------
    probabilities : sequence of float
        `Verdict.fresh_probability` of each review, 0 to 1.
    base_rate : float
        Share of fresh at which the probabilities are calibrated.
    weight : float
        Reviews that the base rate counts for, so that one review alone does not settle a film.

    Returns
    -------
    float
        0 to 1.

    Raises
    ------
    ValueError
        There is no probability, or one is outside 0 to 1.
    """
    if not probabilities:
        raise ValueError("a share needs at least one review")
    if not all(0 <= p <= 1 for p in probabilities):
        raise ValueError("a probability is from 0 to 1")
    share = sum(probabilities) / len(probabilities)
    for _ in range(STEPS):
        for_fresh, for_rotten = share / base_rate, (1 - share) / (1 - base_rate)
        expected = sum(for_fresh * p / (for_fresh * p + for_rotten * (1 - p) or 1.0) for p in probabilities)
        before, share = share, (expected + weight * base_rate) / (len(probabilities) + weight)
        if abs(share - before) < TOLERANCE:
            break
    return share
