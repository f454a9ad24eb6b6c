"""How well stated ratings are read: printed ones, and ones in running text.

Printed ratings (``rt/train.parquet``, column ``rating``). One of the distinct ones has
*one clear meaning* if it is a letter grade (A to D or F, with + or - or plain) or a
number and the scale that it is out of, the scale at least 4 and the number within it.
Left out, for their meaning is open: numbers without a scale ("7", "3 1/2"), numbers
beyond their scale ("5.5/5"), scales below 4 ("2/2", which may be a slip for another),
ranges ("1-5") and lone letters that are no grades ("R"). The definition is written here
apart from the reader's own patterns. One counts as read if it gets the score that the
plain arithmetic, or the table of grades, gives.

Text (``imdb/train.parquet``). Users rated 1 to 10 beside the text, so a rating that is
found in the text should lie near ten times that. The user's rating is rounded and
cannot be 0, and some texts rate several films: this measures agreement, not truth.
Also printed: the mean rating of users, and of critics, who use thumbs or verdict words,
which are the source of the scores in `closeup.reader.marks`; and the time per review.

Usage: python benchmarks/ratings.py --data PATH [--show N]
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections import defaultdict
from pathlib import Path

import pyarrow.parquet as pq

from closeup.reader.marks import LETTER_SCORES
from closeup.reader.ratings import find_rating, parse_rating, settle_scale

_PLAIN = re.compile(r"(\d+(?:\.\d+)?)/(\d+(?:\.\d+)?)")
_PHRASES = (
    r"\b(?:two|2) thumbs (?:way )?up\b",
    r"(?<!two )(?<!2 )\bthumbs up\b",
    r"(?<!two )(?<!2 )\bthumbs down\b",
    r"\b(?:two|2) thumbs (?:way )?down\b",
    r"\bhighly recommended\b",
    r"(?<!highly )(?<!not )\brecommended[.!]",
    r"\bnot recommended\b",
)


def expected(printed: str) -> float | None:
    """The score of a printed rating that has one clear meaning, else None."""
    if re.fullmatch(r"[ABCD][+-]?|F", printed):
        return float(LETTER_SCORES[printed])
    plain = _PLAIN.fullmatch(printed)
    if plain is None:
        return None
    value, scale = float(plain[1]), float(plain[2])
    return 100 * value / scale if scale >= 4 and value <= scale else None


def printed_ratings(data: Path) -> None:
    """Print the share of clear printed ratings read, and what happens to the others."""
    table = pq.read_table(data / "rt/train.parquet", columns=["rating", "critic", "publisher", "fresh"])
    rows = [row for row in table.to_pylist() if row["rating"]]
    distinct = sorted({row["rating"].strip() for row in rows})
    clear = {text: score for text in distinct if (score := expected(text)) is not None}
    missed = []
    for text, score in clear.items():
        stated = parse_rating(text)
        if stated is None or stated.score is None or abs(stated.score - score) > 1e-9:
            missed.append(text)
    read = len(clear) - len(missed)
    print(f"printed ratings: {len(distinct)} distinct, {len(clear)} with one clear meaning")
    print(f"  read: {read} of {len(clear)}, {100 * read / len(clear):.1f} %; not read: {missed}")
    unclear = [text for text in distinct if text not in clear]
    shown = {text: parse_rating(text) for text in unclear}
    scored = [text for text, stated in shown.items() if stated and stated.score is not None]
    print(f"  not clear, scored all the same: {scored}")
    print(f"  not clear, value only: {[t for t, s in shown.items() if s and s.score is None]}")
    print(f"  not clear, taken for no rating: {[t for t, s in shown.items() if s is None]}")

    by_critic: dict[tuple[str, str], list[str]] = defaultdict(list)
    sides: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        by_critic[row["critic"] or "", row["publisher"] or ""].append(row["rating"].strip())
        stated = parse_rating(row["rating"])
        if stated and stated.score is not None:
            sides[row["fresh"]].append(stated.score)
    bare = settled = 0
    for ratings in by_critic.values():
        scale = settle_scale(ratings)
        for text in ratings:
            stated = parse_rating(text)
            if stated and stated.score is None and stated.scale is None:
                bare += 1
                settled += (
                    again := parse_rating(text, critic_scale=scale)
                ) is not None and again.score is not None
    print(f"  bare numbers, by row: {bare}; settled by the critic's others: {settled}")
    for side, scores in sorted(sides.items()):
        print(f"  mean score of reviews marked {side}: {statistics.mean(scores):.1f} ({len(scores)})")


def ratings_in_text(data: Path, show: int) -> None:
    """Print how many ratings are found in users' reviews, and how they agree with the given ones."""
    rows = pq.read_table(data / "imdb/train.parquet", columns=["text", "rating"]).to_pylist()
    texts = [row["text"].replace("<br />", "\n") for row in rows]
    start = time.perf_counter()
    stated_all = [find_rating(text, critic_scale=10) for text in texts]
    seconds = time.perf_counter() - start
    found = scored = 0
    off: list[tuple[float, int, str]] = []
    for row, text, stated in zip(rows, texts, stated_all, strict=True):
        if stated is None or stated.span is None:
            continue
        found += 1
        alone = find_rating(text)
        if alone is None or alone.score is None:
            continue
        scored += 1
        start_at, end_at = alone.span or (0, 0)
        around = f"{text[max(0, start_at - 70) : start_at]}[[{alone.text}]]{text[end_at : end_at + 50]}"
        off.append((abs(alone.score - 10 * row["rating"]), row["rating"], around.replace("\n", "|")))
    near = sum(difference <= 15 for difference, _, _ in off)
    print(f"ratings in text: {len(rows)} reviews, found in {found}, of these with a score {scored}")
    print(f"  mean absolute difference from the user's rating: {statistics.mean(d for d, _, _ in off):.2f}")
    print(f"  within 15 points: {100 * near / scored:.1f} %")
    bare = [
        (abs(10 * stated.value - 10 * row["rating"]))
        for row, text, stated in zip(rows, texts, stated_all, strict=True)
        if stated and stated.value is not None and (plain := find_rating(text)) and plain.score is None
    ]
    tenths = 100 * sum(b <= 15 for b in bare) / len(bare)
    print(f"  scale open: {len(bare)}; taken as tenths, within 15 points: {tenths:.1f} %")
    for phrase in _PHRASES:
        scores = [10 * row["rating"] for row in rows if re.search(phrase, row["text"], re.IGNORECASE)]
        print(f"  mean rating where the text has {phrase}: {statistics.mean(scores):.0f} ({len(scores)})")
    print(f"  microseconds per review, all: {1e6 * seconds / len(rows):.0f}")
    plain_texts = [
        text
        for text, stated in zip(texts, stated_all, strict=True)
        if stated is None and 200 <= text.count(" ") <= 300
    ]
    times = []
    for text in plain_texts[:4000]:
        start = time.perf_counter()
        find_rating(text)
        times.append(1e6 * (time.perf_counter() - start))
    times.sort()
    middle, high = times[len(times) // 2], times[int(0.95 * len(times))]
    print(f"  microseconds per review of 200 to 300 words, no rating: median {middle:.0f}, 95th {high:.0f}")
    for difference, given, around in sorted(off, reverse=True)[:show]:
        print(f"  off by {difference:.0f} (given {given}): {around}")


def main() -> None:
    """Run both parts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder that holds rt/ and imdb/")
    parser.add_argument("--show", type=int, default=0, help="print so many of the worst disagreements")
    options = parser.parse_args()
    printed_ratings(options.data)
    ratings_in_text(options.data, options.show)


if __name__ == "__main__":
    main()
