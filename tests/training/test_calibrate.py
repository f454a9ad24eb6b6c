"""Calibration makes confidence mean what it says, on data where the truth is known."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="needs the extra train")

from closeup.reader.bundle import Calibration
from closeup.reader.heads import SCORES
from closeup.reader.verdict import softmax
from training.calibrate import Answered, expected_calibration_error, fit_all, judge


def made(count: int, seed: int, *, boast: float, blur: float) -> list[Answered]:
    """Reviews whose odds boast and whose scores scatter more than the model thinks."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        source, sentences = ("rt", 1) if number % 2 else ("imdb", 12)
        odds = random.normal(0, 2)
        fresh = bool(random.random() < 1 / (1 + np.exp(-odds)))
        middle = random.uniform(25, 75)
        bins = np.asarray(SCORES, np.float64)
        said = softmax(-0.5 * ((bins - middle) / 6) ** 2)
        real = float(np.clip(middle + random.normal(0, 6 * blur), 0, 100))
        found.append(Answered(source, sentences, boast * odds, said, fresh, real))
    return found


def test_calibration_mends_odds_that_boast_and_intervals_that_are_too_narrow() -> None:
    calibration = fit_all(made(3000, 1, boast=3.0, blur=2.0))
    rest = made(3000, 2, boast=3.0, blur=2.0)
    before, after = judge(rest, Calibration()), judge(rest, calibration)
    for source in ("rt", "imdb"):
        assert after[f"{source} calibration error"] < 0.04 < before[f"{source} calibration error"]
        assert 0.76 < after[f"{source} coverage"] < 0.84
        assert before[f"{source} coverage"] < 0.6


def test_calibration_leaves_what_is_right_nearly_alone() -> None:
    calibration = fit_all(made(3000, 3, boast=1.0, blur=1.0))
    assert calibration.fresh.at(1) == pytest.approx(1, abs=0.15)
    assert calibration.low.at(12) == pytest.approx(1, abs=0.15)


def test_a_higher_stated_rating_makes_fresh_likelier() -> None:
    _, slope, trust = fit_all(made(2000, 4, boast=1.0, blur=1.0)).stated
    assert trust > 0.5
    assert abs(slope) < 0.02  # in made-up data the score says nothing of the verdict


def test_the_calibration_error_is_none_for_exact_odds_and_large_for_false_certainty() -> None:
    random = np.random.default_rng(5)
    chance = random.random(20_000)
    truth = (random.random(20_000) < chance).astype(np.float64)
    assert expected_calibration_error(chance, truth) < 0.02
    assert expected_calibration_error(np.full(1000, 0.99), np.tile([0.0, 1.0], 500)) == pytest.approx(0.49)
