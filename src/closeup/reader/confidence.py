"""What dev labels say of the model's claims: how sure each is, and which are made at all."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from typing import Any

MOST_ODDS = 700.0
"""Log-odds past which a probability is as good as 0, and its power would overflow."""


@dataclass(frozen=True)
class Line:
    """Log-odds from the model's own: level + slope * own (Platt 1999)."""

    level: float = 0.0
    slope: float = 1.0

    def at(self, odds: float) -> float:
        """The probability for the model's own log-odds."""
        return 1 / (1 + math.exp(-(self.level + self.slope * odds)))

    def own(self, probability: float) -> float:
        """The model's own probability that is as much as this one, calibrated; 0 or 1 at the ends."""
        if not 0 < probability < 1 or self.slope <= 0:
            return float(probability >= 1)
        odds = (math.log(probability / (1 - probability)) - self.level) / self.slope
        return 1 / (1 + math.exp(min(-odds, MOST_ODDS)))


@dataclass(frozen=True)
class Confidence:
    """Calibration of the claims inside a review, and the confidence from which each is made.

    Attributes
    ----------
    opinion_from, target_from, person_from, character_from, work_from : float
        Thresholds where precision and recall balance.
    evidence_from : float
        The model's own odds from which an opinion is considered; low, as `opinion_from` decides.
    person_or_character : tuple of float
        Log-odds that a name is a person's and not a character's: an intercept, then weights of the model's
        own log-odds, of a full name that the catalogue knows, and of one that it does not know.
    opinion, person, character, work, plays, spoiler : Line
    """

    opinion: Line = Line()
    opinion_from: float = 0.36
    evidence_from: float = 0.1
    target_from: float = 0.3
    person: Line = Line()
    person_from: float = 0.5
    character: Line = Line()
    character_from: float = 0.5
    work: Line = Line()
    work_from: float = 0.5
    person_or_character: tuple[float, float, float, float] = (-1.09, 1.64, 1.73, -0.43)
    plays: Line = Line()
    spoiler: Line = Line()

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Confidence:
        """From the `confidence` of model.json.

        Raises
        ------
        KeyError, TypeError
            A value is missing, or not of its kind.
        """
        found: dict[str, Any] = {}
        for field in dataclasses.fields(cls):
            value = values[field.name]
            if isinstance(field.default, Line):
                found[field.name] = Line(*map(float, value))
            elif isinstance(field.default, tuple):
                found[field.name] = tuple(map(float, value))
            else:
                found[field.name] = float(value)
        return cls(**found)

    def at_least(self, confidence: float) -> Confidence:
        """The same calibration with one threshold, from 0 to 1, for every kind of claim.

        Raises
        ------
        ValueError
            `confidence` is not between 0 and 1.
        """
        if not 0 <= confidence <= 1:
            raise ValueError(f"a confidence lies between 0 and 1, and this is {confidence}")
        return dataclasses.replace(
            self,
            opinion_from=confidence,
            person_from=confidence,
            character_from=confidence,
            work_from=confidence,
        )

    def to_json(self) -> dict[str, object]:
        """As it stands in model.json."""
        values = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        return {
            name: [value.level, value.slope] if isinstance(value, Line) else value
            for name, value in values.items()
        }
