"""The share of fresh is right where single verdicts are unsure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.consensus import share_of_fresh
from closeup.consensus.share import BASE_RATE


def film(share: float, count: int, seed: int) -> tuple[list[float], float]:
    """Probabilities that are calibrated over all films, for one film; and its real share."""
    random = np.random.default_rng(seed)
    fresh = random.random(count) < share
    seen = random.normal(np.where(fresh, 1.0, -1.0), 1.2)
    odds = 2 * seen / 1.2**2 + np.log(BASE_RATE / (1 - BASE_RATE))
    return list(1 / (1 + np.exp(-odds))), float(fresh.mean())


@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_a_film_s_share_is_nearer_than_the_mean_and_than_a_count_of_verdicts(share: float) -> None:
    errors = []
    for seed in range(30):
        read, real = film(share, 60, seed)
        guesses = (share_of_fresh(read), np.mean(read), np.mean([p >= 0.5 for p in read]))
        errors.append([abs(guess - real) for guess in guesses])
    ours, mean, count = np.mean(errors, 0)
    assert ours < 0.075
    if share in (0.05, 0.95):
        assert ours < mean
        assert ours < count


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_a_share_is_a_share_and_does_not_depend_on_the_order(probabilities: list[float]) -> None:
    share = share_of_fresh(probabilities)
    assert 0 <= share <= 1
    assert share_of_fresh(probabilities[::-1]) == pytest.approx(share, abs=1e-4)


def test_one_review_does_not_settle_a_film() -> None:
    assert 0.6 < share_of_fresh([0.99]) < 0.95


@pytest.mark.parametrize("probabilities", [[], [1.2], [-0.1]])
def test_what_is_no_probability_is_refused(probabilities: list[float]) -> None:
    with pytest.raises(ValueError, match=r"review|probability"):
        share_of_fresh(probabilities)
