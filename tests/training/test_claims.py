"""Claims mean what their confidence says, and the threshold keeps those that are worth it."""

import numpy as np
import numpy.typing as npt
import pytest

pytest.importorskip("scipy", reason="needs the extra train")

from hypothesis import given
from hypothesis import strategies as st

from training.claims import (
    Bin,
    best_threshold,
    calibrated,
    calibration_error,
    fit_platt,
    log_odds,
    reliability,
)

claim_lists = st.lists(
    st.tuples(st.integers(0, 20).map(lambda n: n / 20), st.booleans()), min_size=1, max_size=40
)


def drawn(odds: npt.NDArray[np.float64], seed: int) -> npt.NDArray[np.bool_]:
    """Whether claims of these true log-odds come out right."""
    chance = 1 / (1 + np.exp(-odds))
    return np.asarray(np.random.default_rng(seed).random(len(odds)) < chance)


def test_odds_that_boast_and_lean_are_brought_back_to_what_they_are_worth() -> None:
    true = np.random.default_rng(1).normal(0, 1.5, 20_000)
    slope, intercept = fit_platt(3 * true + 2, drawn(true, 2))
    assert slope == pytest.approx(1 / 3, abs=0.02)
    assert intercept == pytest.approx(-2 / 3, abs=0.05)
    rest = np.random.default_rng(3).normal(0, 1.5, 20_000)
    said = calibrated(3 * rest + 2, slope, intercept)
    assert calibration_error(reliability(said, drawn(rest, 4))) < 0.015


def test_odds_that_say_the_opposite_get_a_slope_of_nought_and_never_change_their_order() -> None:
    true = np.random.default_rng(5).normal(0, 2, 2000)
    slope, intercept = fit_platt(-true, drawn(true, 6))
    assert slope == 0
    assert calibrated([0.0], slope, intercept)[0] == pytest.approx(0.5, abs=0.05)


def test_claims_that_are_all_right_do_not_become_certain() -> None:
    slope, intercept = fit_platt([2.0] * 8, [True] * 8)
    assert 0.8 < calibrated([2.0], slope, intercept)[0] < 0.95


def test_confidences_and_log_odds_are_the_same_said_twice() -> None:
    assert calibrated(log_odds([0.02, 0.5, 0.9]), 1, 0) == pytest.approx([0.02, 0.5, 0.9])
    assert np.isfinite(log_odds([0.0, 1.0])).all()


def test_infinite_odds_are_as_good_as_certain_and_no_error() -> None:
    slope, intercept = fit_platt([np.inf, 1.0, -np.inf, -1.0], [True, True, False, False])
    assert np.isfinite([slope, intercept]).all()
    assert np.isfinite(calibrated([np.inf, -np.inf], slope, intercept)).all()


@pytest.mark.parametrize(("odds", "right"), [([], []), ([1.0], [True, False])])
def test_no_claims_and_uneven_columns_are_refused(odds: list[float], right: list[bool]) -> None:
    with pytest.raises(ValueError, match="claims"):
        fit_platt(odds, right)


def test_the_threshold_parts_the_right_from_the_wrong_midway() -> None:
    threshold, f1 = best_threshold([0.9, 0.8, 0.4, 0.2], [True, True, False, False])
    assert threshold == pytest.approx(0.6)
    assert f1 == 1


def test_labels_that_no_claim_finds_lower_the_best_f1_and_the_threshold() -> None:
    confidence, right = [0.9, 0.7, 0.5, 0.3], [True, False, True, False]
    high, best = best_threshold(confidence, right, 2)
    low, worse = best_threshold(confidence, right, 20)
    assert low <= high
    assert worse < best


def test_where_nothing_is_right_nothing_is_kept() -> None:
    assert best_threshold([0.9, 0.1], [False, False], 5) == (1.0, 0.0)
    assert best_threshold([], [], 5) == (1.0, 0.0)


@given(claim_lists, st.integers(0, 10))
def test_no_other_threshold_is_better_than_the_best(claims: list[tuple[float, bool]], missed: int) -> None:
    confidence, right = map(np.asarray, zip(*claims, strict=True))
    gold = int(right.sum()) + missed

    def f1(threshold: float) -> float:
        kept = confidence >= threshold
        hits = int((kept & right).sum())
        return 2 * hits / (int(kept.sum()) + gold) if hits else 0.0

    threshold, best = best_threshold(confidence, right, gold)
    assert best == pytest.approx(f1(threshold))
    assert best == pytest.approx(max(f1(t) for t in (*confidence, 0.0, 1.1)))


@given(claim_lists)
def test_every_claim_is_in_one_bin(claims: list[tuple[float, bool]]) -> None:
    confidence, right = zip(*claims, strict=True)
    bins = reliability(confidence, right, 10)
    assert sum(b.count for b in bins) == len(claims)
    assert sum(b.right * b.count for b in bins) == pytest.approx(sum(right))


def test_the_calibration_error_is_the_mean_distance_weighed_by_size() -> None:
    assert calibration_error([Bin(0.9, 0.6, 30), Bin(0.2, 0.2, 10)]) == pytest.approx(0.225)
    assert calibration_error([]) == 0
