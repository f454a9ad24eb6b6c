"""Calibration of claims: from the model's odds to how sure a claim is, kept in model.json and read back."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.confidence import Confidence, Line

ODDS = st.floats(-14, 14)


@given(ODDS, ODDS, st.floats(-3, 3), st.floats(0, 3))
def test_a_line_keeps_the_order_of_the_models_odds(
    one: float, other: float, level: float, slope: float
) -> None:
    line = Line(level, slope)
    low, high = sorted((one, other))
    assert 0 < line.at(low) <= line.at(high) <= 1


def test_a_line_that_changes_nothing_gives_the_models_own_probability() -> None:
    assert Line().at(0) == 0.5
    assert Line().at(2) == pytest.approx(0.8808, abs=1e-4)
    assert Line(1, 2).at(-0.5) == 0.5


@given(st.floats(0.001, 0.999), st.floats(-3, 3), st.floats(0.2, 3))
def test_what_the_model_itself_must_say_for_a_probability_is_found(
    probability: float, level: float, slope: float
) -> None:
    line = Line(level, slope)
    own = line.own(probability)
    if 1e-6 < own < 1 - 1e-6:
        assert line.at(math.log(own / (1 - own))) == pytest.approx(probability, abs=1e-6)


@pytest.mark.parametrize(
    ("line", "probability", "own"),
    [(Line(), 0, 0), (Line(), 1, 1), (Line(), 5e-324, 0), (Line(0, 0.001), 0.2, 0), (Line(0, 0), 0.5, 0)],
)
def test_at_the_ends_the_model_must_say_nothing_or_be_certain(
    line: Line, probability: float, own: float
) -> None:
    assert line.own(probability) == pytest.approx(own)


def test_settings_come_back_from_json_as_they_went() -> None:
    settings = Confidence(opinion=Line(0.3, 1.2), opinion_from=0.4, plays=Line(-1, 0.5), work_from=0.7)
    assert Confidence.from_json(json.loads(json.dumps(settings.to_json()))) == settings


@pytest.mark.parametrize("name", [field.name for field in fields(Confidence)])
def test_every_setting_must_be_there(name: str) -> None:
    values = Confidence().to_json()
    del values[name]
    with pytest.raises(KeyError):
        Confidence.from_json(values)


@pytest.mark.parametrize("change", [{"opinion": 0.5}, {"opinion": [1, 2, 3]}, {"opinion_from": None}])
def test_a_setting_of_another_kind_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        Confidence.from_json(Confidence().to_json() | change)


@given(st.floats(0, 1))
def test_one_threshold_for_every_claim_leaves_the_calibration_alone(confidence: float) -> None:
    settings = Confidence(opinion=Line(0.3, 1.2), target_from=0.2)
    found = settings.at_least(confidence)
    thresholds = {found.opinion_from, found.person_from, found.character_from, found.work_from}
    assert thresholds == {confidence}
    assert (
        replace(
            found,
            opinion_from=settings.opinion_from,
            person_from=settings.person_from,
            character_from=settings.character_from,
            work_from=settings.work_from,
        )
        == settings
    )


@pytest.mark.parametrize("confidence", [-0.01, 1.01, float("nan")])
def test_a_threshold_that_is_no_probability_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Confidence().at_least(confidence)
