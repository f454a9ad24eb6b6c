"""What sentences say becomes a verdict that can be traced and believed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.bundle import Calibration, Curve
from closeup.reader.heads import LOOKS, SCORES
from closeup.reader.verdict import attend, quantile, softmax, stretched, verdict
from closeup.reading import Stated

LOGITS = st.lists(st.floats(-8, 8), min_size=len(SCORES), max_size=len(SCORES)).map(np.asarray)


@given(LOGITS, st.floats(0.3, 3), st.floats(0.3, 3))
def test_an_interval_holds_its_median_and_stays_on_the_scale(
    logits: np.ndarray, low: float, high: float
) -> None:
    median, start, end = stretched(softmax(logits), low, high)
    assert 0 <= start <= median <= end <= 100


def test_a_quantile_lies_between_the_bins_that_it_parts() -> None:
    even = np.full(len(SCORES), 1 / len(SCORES))
    assert quantile(even, 0.5) == pytest.approx(50)
    assert quantile(even, 0.1) == pytest.approx(8, abs=1)


def test_the_verdict_listens_where_the_model_looks() -> None:
    looks = np.zeros((3, LOOKS), np.float32)
    looks[1] = 20
    values = np.zeros((3, LOOKS), np.float32)
    values[0], values[1], values[2] = -9, 2, -9
    assert attend(looks, values) == pytest.approx([2 * LOOKS], rel=1e-5)


def test_the_order_of_batches_does_not_matter_to_a_single_sentence() -> None:
    rng = np.random.default_rng(3)
    looks, values = rng.normal(size=(1, LOOKS)), rng.normal(size=(1, LOOKS))
    assert attend(looks, values) == pytest.approx([values.sum()])


def peaked(at: int) -> np.ndarray:
    return np.asarray([8.0 if score == at else 0.0 for score in SCORES])


def test_a_stated_rating_becomes_the_score_and_what_the_text_says_stays() -> None:
    stated = Stated(span=(0, 3), text="2/5", value=2, scale=5, score=40)
    read = verdict(np.asarray([2.0]), peaked(80), 9, Calibration(), stated)
    assert (read.score, read.interval) == (40, (40, 40))
    assert read.read_score == pytest.approx(80, abs=3)
    assert read.read_interval[0] < read.read_score < read.read_interval[1]
    assert not read.fresh


def test_a_rating_on_an_open_scale_is_reported_but_does_not_decide() -> None:
    stated = Stated(span=(0, 1), text="7", value=7, scale=None, score=None)
    read = verdict(np.asarray([2.0]), peaked(80), 9, Calibration(), stated)
    assert read.stated == stated
    assert read.score == read.read_score
    assert read.fresh


def test_a_higher_temperature_makes_a_verdict_less_sure_but_no_other() -> None:
    sure = verdict(np.asarray([2.0]), peaked(80), 9, Calibration(), None)
    unsure = verdict(np.asarray([2.0]), peaked(80), 9, Calibration(fresh=Curve(1.0, 0.0)), None)
    assert 0.5 < unsure.fresh_probability < sure.fresh_probability
