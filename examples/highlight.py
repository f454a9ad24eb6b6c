"""One review as a page of HTML with its sentences highlighted.

python examples/highlight.py examples/reviews/charade.html charade-reading.html
"""

from __future__ import annotations

import sys
from pathlib import Path

import closeup
from closeup.export.html import page
from closeup.review import Review
from closeup.sources import open_reviews


def main(source: str, target: Path) -> int:
    (review,) = open_reviews([source])
    if not isinstance(review, Review):
        print(review.error, file=sys.stderr)
        return 1
    target.write_text(page([closeup.read(review)]), "utf-8")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python examples/highlight.py REVIEW PAGE.html")
    sys.exit(main(sys.argv[1], Path(sys.argv[2])))
