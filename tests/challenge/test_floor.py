"""The model that ships holds its own on the challenge lists."""

from __future__ import annotations

from benchmarks.challenge import figures, under
from closeup.reader import Reader

FLOORS = {
    "opinions": {"exact": 0.44, "f1": 0.59, "sign": 0.64, "silent": 0.42},
    "names": {"mention": 0.84, "role": 0.70, "plays": 0.62, "relation": 0.40},
}
"""A little under what docs/benchmarks.md gives, so that only a real loss fails."""


def test_the_model_holds_its_floors_on_the_challenge_lists() -> None:
    assert under(figures(Reader()), FLOORS) == []
