"""Whether the shipped model's confidence means what it says, on dev reviews that calibration has not read.

    python -m benchmarks.calibration [--diagram docs/images/reliability.svg]

Prints for each set the expected calibration error of the verdict (15 equal bins, Guo et al. 2017) and the
share of critics' scores that the 80 % interval holds, and draws the reliability diagram.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from closeup.reader import Reader
from closeup.reader.verdict import fresh_log_odds
from training.calibrate import Answered, judge
from training.data import Sets
from training.places import Places
from training.release import CALIBRATED_ON, answered, calibration_parts

BINS = 10


def reliability(reviews: list[Answered], reader: Reader) -> list[tuple[float, float, int]]:
    """By bin of the probability of fresh: its mean, the share that is fresh, and how many."""
    known = [a for a in reviews if a.fresh is not None]
    odds = np.asarray([fresh_log_odds(a.fresh_odds, a.sentences, reader.bundle.calibration) for a in known])
    chance = 1 / (1 + np.exp(-odds))
    truth = np.asarray([a.fresh for a in known], np.float64)
    place = np.minimum((chance * BINS).astype(int), BINS - 1)
    return [
        (float(chance[place == b].mean()), float(truth[place == b].mean()), int((place == b).sum()))
        for b in range(BINS)
        if (place == b).any()
    ]


def diagram(points: dict[str, list[tuple[float, float, int]]], path: Path) -> None:
    """Draw probability against frequency."""
    import altair as alt

    rows = [
        {"set": name, "probability": p, "share that is fresh": share, "reviews": count}
        for name, found in points.items()
        for p, share, count in found
    ]
    base = alt.Chart(alt.Data(values=rows))
    dots = base.mark_point(filled=True).encode(
        x=alt.X("probability:Q", scale=alt.Scale(domain=[0, 1]), title="probability of fresh, as read"),
        y=alt.Y("share that is fresh:Q", scale=alt.Scale(domain=[0, 1]), title="share that is fresh"),
        color="set:N",
        size=alt.Size("reviews:Q"),
    )
    exact = (
        alt.Chart(alt.Data(values=[{"x": 0, "y": 0}, {"x": 1, "y": 1}]))
        .mark_line(strokeDash=[4, 4], color="gray")
        .encode(x="x:Q", y=alt.Y("y:Q", title="share that is fresh"))
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    (exact + dots).properties(width=360, height=360, title="Reliability of the verdict").save(path)


def main() -> None:
    """Print the figures and draw the diagram."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--diagram", type=Path, help="where to draw the reliability diagram (SVG or PNG)")
    options = parser.parse_args()
    reader, sets = Reader(), Sets(Places.default())
    points = {}
    for name in CALIBRATED_ON:
        reviews = answered(reader, calibration_parts(sets, name)[1])
        print(json.dumps({"set": name, "of": len(reviews)} | judge(reviews, reader.bundle.calibration)))
        points[name] = reliability(reviews, reader)
    if options.diagram:
        diagram(points, options.diagram)


if __name__ == "__main__":
    main()
