"""Whether the evidence for the verdict is what people marked: the validation reviews of ERASER movies.

    python -m benchmarks.eraser [--limit N] [--model FOLDER]

People marked the phrases that made them call a review positive or negative (Zaidan et al. 2007; DeYoung et
al. 2020, doi:10.18653/v1/2020.acl-main.408). Against these stand the opinions whose sign agrees with the
verdict that was read, in three widths: their evidence alone, the clause around it, the sentence around it;
and, for comparison, whole sentences whose sentiment agrees by itself. Prints one JSON object per width:

  token F1   as in the benchmark's `token_prf`: precision, recall and F1 of the marked tokens of each review,
             averaged over reviews (`instance_macro`; a review without any evidence counts 0), and over all
             tokens at once (`instance_micro`: "token F1, pooled")
  AUPRC      the area under the curve of precision and recall over the tokens of each review, averaged. A
             token's score is the confidence of the surest agreeing opinion that covers it, else a tenth of
             its sentence's sentiment, as far as that agrees

Tokens are those of the set, between white space. People marked some of the evidence, not all of it, so the
precision is a lower bound. Some of the texts are also in `scale`, which trains the score, and all of them
stand a second time among the set's training reviews: whoever trains on these must take them out.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean

import numpy as np
import pandas as pd

from closeup.reader import Reader
from closeup.reading import Opinion, Reading, Span
from closeup.review import Unreadable
from training.data import clean
from training.places import Places

SENTIMENT_SHARE = 0.1
"""What a sentence's agreement is worth beside an opinion: less than nearly every confidence."""

AGREES = 0.25
"""The sentiment from which a sentence by itself speaks for the verdict: half of the way to mild praise."""

_TOKEN = re.compile(r"\S+")
_CLAUSE = re.compile(r"[,;:()\[\]\"—]|\s--?\s|\s(?:but|though|although|while|whereas|yet|because|which)\s")

NAMES = ("token precision", "token recall", "token F1", "AUPRC", "share of tokens")

Widen = Callable[[Reading, Opinion], Span]


def evidence(reading: Reading, opinion: Opinion) -> Span:
    """The evidence as it is."""
    return opinion.evidence


def clause(reading: Reading, opinion: Opinion) -> Span:
    """The evidence and what stands beside it up to the next comma, dash, `but` and the like."""
    start, end = reading.sentences[opinion.sentence].span
    first, last = opinion.evidence
    before = [mark.end() for mark in _CLAUSE.finditer(reading.text, start, first)]
    after = _CLAUSE.search(reading.text, last, end)
    return min(before[-1] if before else start, first), max(after.start() if after else end, last)


def sentence(reading: Reading, opinion: Opinion) -> Span:
    """The sentence that the evidence stands in."""
    return reading.sentences[opinion.sentence].span


WIDTHS: dict[str, Widen | None] = {
    "evidence": evidence,
    "clauses": clause,
    "sentences": sentence,
    "sentences by their sentiment": None,
}


def side(reading: Reading) -> int:
    """1 where the verdict is fresh, else -1."""
    return 1 if reading.verdict.fresh else -1


def agreeing(reading: Reading, widen: Widen | None) -> list[tuple[Span, float]]:
    """The spans that speak for the verdict, each with how surely."""
    if widen is None:
        told = [(s.span, side(reading) * s.sentiment) for s in reading.sentences]
        return [(span, agreement) for span, agreement in told if agreement >= AGREES]
    return [(widen(reading, o), o.confidence) for o in reading.opinions if side(reading) * o.polarity > 0]


def token_scores(reading: Reading, spans: Sequence[tuple[Span, float]]) -> tuple[list[bool], list[float]]:
    """Of each token of the text, whether a span covers its middle, and its score."""
    tokens = [(match.start() + match.end()) / 2 for match in _TOKEN.finditer(reading.text)]
    middles = np.asarray(tokens)
    scores = np.zeros(len(tokens))
    for part in reading.sentences:
        inside = (part.span[0] <= middles) & (middles < part.span[1])
        scores[inside] = SENTIMENT_SHARE * max(0.0, side(reading) * part.sentiment)
    covered = np.zeros(len(tokens), bool)
    for (start, end), sure in spans:
        inside = (start <= middles) & (middles < end)
        covered |= inside
        scores[inside] = np.maximum(scores[inside], sure)
    return covered.tolist(), scores.tolist()


def prf(marked: Sequence[bool], read: Sequence[bool]) -> tuple[float, float, float]:
    """Precision, recall and F1 of tokens; each is 0 where it would divide by 0."""
    hits = sum(a and b for a, b in zip(marked, read, strict=True))
    precision, recall = hits / max(1, sum(read)), hits / max(1, sum(marked))
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def auprc(marked: Sequence[bool], scores: Sequence[float]) -> float:
    """The area under the curve of precision over recall, by trapezoids as in the benchmark."""
    from sklearn.metrics import auc, precision_recall_curve

    precision, recall, _ = precision_recall_curve(marked, scores)
    return float(auc(recall, precision))


def marked_tokens(count: int, phrases: Iterable[Mapping[str, int]]) -> list[bool]:
    """Which of so many tokens people marked; each phrase has `start_token` and `end_token`."""
    marks = [False] * count
    for phrase in phrases:
        for token in range(phrase["start_token"], min(count, phrase["end_token"])):
            marks[token] = True
    return marks


def figures(reviews: Sequence[tuple[Reading, list[bool]]], widen: Widen | None) -> dict[str, float]:
    """The figures of one width over reviews and their marked tokens."""
    by_review: dict[str, list[float]] = defaultdict(list)
    every_mark: list[bool] = []
    every_read: list[bool] = []
    for reading, marks in reviews:
        read, scores = token_scores(reading, agreeing(reading, widen))
        found = (*prf(marks, read), auprc(marks, scores), sum(read) / len(read))
        for name, value in zip(NAMES, found, strict=True):
            by_review[name].append(value)
        every_mark += marks
        every_read += read
    pooled = {"token F1, pooled": prf(every_mark, every_read)[2]}
    return {name: mean(values) for name, values in by_review.items()} | pooled


def main() -> None:
    """Read the reviews and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--limit", type=int, help="so many reviews, evenly drawn; default: all")
    parser.add_argument("--model", type=Path, help="a model's folder; default: the one that ships")
    options = parser.parse_args()
    table = pd.read_parquet(Places.default().data / "eraser" / "reviews.parquet")
    table = table[table.split == "val"]
    if options.limit:
        table = table.iloc[:: max(1, len(table) // options.limit)][: options.limit]
    reviews: list[tuple[Reading, list[bool]]] = []
    right = 0
    texts = [clean(text) for text in table.text]
    for row, reading in zip(table.itertuples(), Reader(options.model).read_many(texts), strict=True):
        if isinstance(reading, Unreadable):
            raise reading.error
        right += reading.verdict.fresh == (row.label == "POS")
        reviews.append((reading, marked_tokens(len(str(row.text).split()), row.evidence)))
    marked = mean(mean(marks) for _, marks in reviews)
    print(
        json.dumps({"reviews": len(reviews), "verdict": right / len(reviews), "marked": round(marked, 4)}),
        flush=True,
    )
    for name, widen in WIDTHS.items():
        found = {key: round(value, 4) for key, value in figures(reviews, widen).items()}
        print(json.dumps({"of": name, **found}), flush=True)


if __name__ == "__main__":
    main()
