"""Several reviews of one film, side by side: how it was received, and the lines that say it most plainly.

python examples/film_reception.py examples/reviews/living-dead-*
"""

from __future__ import annotations

import sys
from statistics import mean

from closeup import Reader, Reading
from closeup.sources import open_reviews


def judgements(readings: list[Reading]) -> list[tuple[float, str, str]]:
    """Every sentence that judges: its sentiment, its words, and the review that it is from."""
    return [
        (sentence.sentiment, " ".join(reading.slice(sentence.span).split()), reading.id)
        for reading in readings
        for sentence in reading.sentences
        if sentence.kind == "eval"
    ]


def main(inputs: list[str]) -> int:
    readings = []
    for result in Reader().read_many(open_reviews(inputs)):
        if isinstance(result, Reading):
            readings.append(result)
        else:
            print(result.error, file=sys.stderr)
    if not readings:
        return 1
    verdicts = [reading.verdict for reading in readings]
    print(f"{len(readings)} reviews")
    print(f"recommended by {sum(verdict.fresh for verdict in verdicts)} of {len(verdicts)}")
    print(f"mean score {mean(verdict.score for verdict in verdicts):.0f} of 100")
    ranked = sorted(judgements(readings))
    for name, lines in (("Praise", ranked[:-4:-1]), ("Blame", ranked[:3])):
        print(f"\n{name}")
        for sentiment, words, source in lines:
            print(f"  {sentiment:+.2f}  {words}  [{source}]")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["examples/reviews/living-dead-*"]))
