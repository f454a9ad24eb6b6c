"""A review without its plot: only the sentences that judge, interpret or tell of the film's making.

python examples/without_the_plot.py examples/reviews/detour.txt
"""

from __future__ import annotations

import sys

from closeup import Reader, Reading
from closeup.sources import open_reviews

KEPT = {"eval", "theme", "context"}


def without_plot(reading: Reading) -> str:
    """The sentences of the kinds in `KEPT`, an ellipsis in place of what is left out between them."""
    pieces: list[str] = []
    left_out = False
    for sentence in reading.sentences:
        if sentence.kind not in KEPT:
            left_out = True
            continue
        if left_out and pieces:
            pieces.append("[…]")
        pieces.append(" ".join(reading.slice(sentence.span).split()))
        left_out = False
    return " ".join(pieces)


def main(inputs: list[str]) -> int:
    for result in Reader().read_many(open_reviews(inputs)):
        if not isinstance(result, Reading):
            print(result.error, file=sys.stderr)
            return 1
        print(f"{result.source.title or result.id}\n\n{without_plot(result)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["examples/reviews/detour.txt"]))
