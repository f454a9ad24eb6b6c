"""Every review of a folder, a table or a feed to a CSV of verdicts.

python examples/read_folder.py examples/reviews examples/capsules.jsonl > verdicts.csv
"""

from __future__ import annotations

import csv
import sys

from closeup import Reader, Reading
from closeup.sources import open_reviews

FIELDS = ("id", "title", "critic", "recommended", "probability", "score", "low", "high", "stated", "error")


def main(inputs: list[str]) -> int:
    out = csv.DictWriter(sys.stdout, FIELDS, lineterminator="\n")
    out.writeheader()
    failed = 0
    for result in Reader().read_many(open_reviews(inputs)):
        if not isinstance(result, Reading):
            failed += 1
            out.writerow({"id": result.id, "error": result.error.code})
            continue
        verdict = result.verdict
        low, high = verdict.interval
        out.writerow({
            "id": result.id,
            "title": result.source.title,
            "critic": result.source.critic,
            "recommended": "yes" if verdict.fresh else "no",
            "probability": verdict.fresh_probability,
            "score": verdict.score,
            "low": low,
            "high": high,
            "stated": verdict.stated.text if verdict.stated else None,
        })  # fmt: skip
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:] or ["examples/reviews"]))
