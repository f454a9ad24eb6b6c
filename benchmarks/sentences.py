"""How well sentence ends are found, and how fast, against other splitters where they are installed.

    python benchmarks/sentences.py --labels LABELS

LABELS holds files of labelled reviews, one review per line with its `text` and `sentences[].span`.
A boundary is the end of a sentence; a span counts only if both its ends agree. Peers are given one line
at a time, since the labels end a sentence at each line end and most peers do not look at lines.
Excerpts (R files) are labelled as one sentence each, however many they hold, so they stand apart.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from closeup.reader.sentences import split_sentences
from closeup.review import normalise

Span = tuple[int, int]
Split = Callable[[str], Iterable[Span]]
Labelled = tuple[str, set[Span]]

PASSES = 5
"""Timed runs of each splitter; the fastest counts, since others share the machine."""


@dataclass
class Agreement:
    """Counts of boundaries and spans, found, labelled and both."""

    found: int = 0
    labelled: int = 0
    boundaries: int = 0
    spans: int = 0

    def add(self, found: set[Span], labelled: set[Span]) -> None:
        """Count one review."""
        self.found += len(found)
        self.labelled += len(labelled)
        self.boundaries += len({end for _, end in found} & {end for _, end in labelled})
        self.spans += len(found & labelled)

    def row(self) -> str:
        """Precision, recall and F1 of boundaries, and F1 of exact spans."""
        both = self.found + self.labelled
        figures = (self.boundaries / self.found, self.boundaries / self.labelled, 2 * self.boundaries / both)
        return "".join(f"{figure:10.4f}" for figure in (*figures, 2 * self.spans / both))


def main() -> None:
    """Print a table for each splitter: precision, recall, F1, exact-span F1 and milliseconds a review."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--labels", type=Path, required=True, help="folder with the labelled reviews")
    parser.add_argument("--sets", nargs="+", default=["D05", "M05", "S02"], help="whole reviews")
    parser.add_argument("--excerpts", nargs="*", default=["R05"], help="excerpts labelled as one sentence")
    parser.add_argument("--show", type=int, default=0, help="disagreements of ours to print of each set")
    arguments = parser.parse_args()
    sets = {name: load(arguments.labels / f"{name}.jsonl") for name in arguments.sets}
    excerpts = [review for name in arguments.excerpts for review in load(arguments.labels / f"{name}.jsonl")]
    print(f"{'splitter':12}{'set':8}{'precision':>10}{'recall':>10}{'F1':>10}{'spans F1':>10}{'ms each':>10}")
    for splitter, split in {"closeup": split_sentences, **peers()}.items():
        together = [review for reviews in sets.values() for review in reviews]
        for name, reviews in {**sets, "all": together}.items():
            print(f"{splitter:12}{name:8}{agreement(split, reviews).row()}{fastest(split, reviews):10.3f}")
        if excerpts:
            whole = sum(len(list(split(text))) == 1 for text, _ in excerpts) / len(excerpts)
            row = agreement(split, excerpts).row()
            print(f"{splitter:12}{'/'.join(arguments.excerpts):8}{row}{fastest(split, excerpts):10.3f}")
            print(f"{'':12}{whole:.1%} of the excerpts are one sentence")
    for name, reviews in sets.items():
        for line in disagreements(reviews)[: arguments.show]:
            print(f"{name}  {line}")


def load(path: Path) -> list[Labelled]:
    """The texts of a file with the labelled spans, trimmed of white space."""
    reviews = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            text = normalise(record["text"])
            if len(text) != len(record["text"]):
                raise SystemExit(f"{path}: normalising moves the labels of {record['id']}")
            reviews.append((text, {trimmed(text, *sentence["span"]) for sentence in record["sentences"]}))
    return reviews


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at its ends."""
    piece = text[start:end].rstrip()
    return start + len(piece) - len(piece.lstrip()), start + len(piece)


def agreement(split: Split, reviews: Iterable[Labelled]) -> Agreement:
    """How the splitter's sentences agree with the labelled ones."""
    counts = Agreement()
    for text, labelled in reviews:
        counts.add({trimmed(text, *span) for span in split(text)}, labelled)
    return counts


def fastest(split: Split, reviews: list[Labelled]) -> float:
    """Milliseconds of processor time for each review, in the fastest of `PASSES`."""
    times = []
    for _ in range(PASSES):
        start = time.process_time()
        for text, _spans in reviews:
            split(text)
        times.append(time.process_time() - start)
    return 1000 * min(times) / len(reviews)


def disagreements(reviews: Iterable[Labelled]) -> list[str]:
    """Where ours and the labels part, with ⟂ at the end that only one of them has."""
    lines = []
    for text, labelled in reviews:
        ours, theirs = ({end for _, end in spans} for spans in (split_sentences(text), labelled))
        for end in sorted(ours ^ theirs):
            who = "ours  " if end in ours else "labels"
            lines.append(f"{who} {f'{text[max(0, end - 60) : end]}⟂{text[end : end + 40]}'!r}")
    return lines


def peers() -> dict[str, Split]:
    """Other splitters that are installed here."""
    found: dict[str, Split] = {}
    try:
        import pysbd

        segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)
        found["pysbd"] = by_line(lambda line: [(span.start, span.end) for span in segmenter.segment(line)])
    except ImportError:
        pass
    try:
        from syntok import segmenter as syntok

        found["syntok"] = by_line(
            lambda line: [
                (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
                for paragraph in syntok.analyze(line)
                for sentence in paragraph
            ]
        )
    except ImportError:
        pass
    try:
        import blingfire

        found["blingfire"] = by_line(lambda line: blingfire.text_to_sentences_and_offsets(line)[1])
    except ImportError:
        pass
    return found


def by_line(split: Split) -> Split:
    """The splitter, given one line at a time."""

    def lines(text: str) -> list[Span]:
        return [
            (line.start() + start, line.start() + end)
            for line in re.finditer(r"[^\n]*\S[^\n]*", text)
            for start, end in split(line.group())
        ]

    return lines


if __name__ == "__main__":
    main()
