"""Measures themes against the labelled ones: `python -m training.themes [--dev]`.

A theme is right if it shares a word's stem with one of the labeller's own, which are in other words.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from typing import Any

import numpy as np

from closeup.reader.heads import KINDS
from closeup.reader.themes import stem, themes
from closeup.reader.verdict import softmax
from closeup.reading import Sentence, Theme
from training.data import DEV_LABELS
from training.places import Places

_EMPTY = frozenset(
    ("with", "from", "that", "this", "film", "movie", "story", "life", "drama", "comedy", "into", "over")
)


def stems(text: str) -> set[str]:
    """The stems of a text's words, but for the emptiest."""
    return {stem(word) for word in re.findall(r"[a-z]{4,}", text.lower()) if word not in _EMPTY}


def themes_of(row: dict[str, Any], reader: Any) -> tuple[Theme, ...]:
    """The themes of a labelled review, its kinds as the model reads them and its names as labelled."""
    text, spans = row["text"], [(s["span"][0], s["span"][1]) for s in row["sentences"]]
    (answers,) = reader.answers([[text[a:b] for a, b in spans]])
    odds = softmax(answers.sentence["kind"].astype(np.float64))
    sentences = [
        Sentence(span=span, kind=KINDS[int(share.argmax())], sentiment=0)
        for span, share in zip(spans, odds, strict=True)
    ]
    names = [tuple(n["span"]) for s in row["sentences"] for n in (*s["people"], *s["works"])]
    return themes(text, sentences, odds[:, KINDS.index("theme")].tolist(), names=names)


def main() -> None:
    """Print precision, recall, and precision by weight."""
    from closeup.reader import Reader

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dev", action="store_true", help="measure on the dev files, else on the others")
    dev = parser.parse_args().dev
    reader = Reader(threads=1)
    right: dict[int, list[bool]] = defaultdict(list)
    reviews = said = gold = found = 0
    for path in sorted(Places.default().labels.glob("[DMS]*.jsonl")):
        if (path.stem in DEV_LABELS) != dev:
            continue
        for row in map(json.loads, path.read_text("utf8").strip().split("\n")):
            read = themes_of(row, reader)
            labelled = [stems(theme) for theme in row["themes"]]
            every = set().union(*labelled)
            ours = set().union(*(stems(theme.text) for theme in read))
            for theme in read:
                right[int(theme.weight * 10)].append(bool(stems(theme.text) & every))
            reviews += 1
            said += bool(read)
            gold += len(labelled)
            found += sum(bool(theme & ours) for theme in labelled)
    hits = [hit for part in right.values() for hit in part]
    print(f"reviews with themes: {said} of {reviews}, themes: {len(hits)}")
    print(f"precision {np.mean(hits):.3f}, recall {found / gold:.3f}")
    for tenth, part in sorted(right.items()):
        print(
            f"weight {tenth / 10:.1f} to {tenth / 10 + 0.1:.1f}: precision {np.mean(part):.2f} of {len(part)}"
        )


if __name__ == "__main__":
    main()
