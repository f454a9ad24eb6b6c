"""What the model reads, against labelled reviews that it has not learned from.

    python -m benchmarks.labels [--files D05 M05 R05 S02] [--limit N] [--json] [--errors N] [--keep FOLDER]

Reads the label files beside the data folder that `training.places` names; the reader gets the text of each
review and nothing else. Prints for each file, for each kind of text, for text with case and in lower case,
and for all together: F1 with precision and recall of opinions, people, credits, cast and works; kinds,
evidence, targets, the film, the best line, the score's error, spoilers. Then for all together: which aspects
are taken for which (opinions of one sentence whose evidence overlaps), and whether confidences mean what they
say (claims by confidence, and the expected calibration error).
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.label_figures import (
    ASPECTS,
    AVERAGE,
    FAILED,
    INVENTED,
    JUDGED,
    LABELLED,
    MISSED,
    OF,
    Figures,
    Mistake,
)
from closeup.reader import Reader
from closeup.review import Review, Unreadable
from training.data import DEV_LABELS
from training.label_claims import Row
from training.places import Places

KINDS_OF_TEXT = {
    "D": "users' reviews",
    "M": "a critic's reviews",
    "R": "one-line excerpts",
    "S": "lower-case reviews",
}
"""By the first letter of a label file's name."""

LOWER_CASE = "S"
CASES = ("with case", "in lower case")
ALL = "all together"


def rows(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a file, one per line."""
    return [json.loads(line) for line in path.read_text("utf8").split("\n") if line]


def read_into(path: Path, labels: Sequence[Row], reader: Reader) -> None:
    """Read the texts of labelled reviews and write their readings, one per line."""
    reviews = [Review(text=label["text"], id=label["id"]) for label in labels]
    with path.open("w", encoding="utf8") as file:
        for result in reader.read_many(reviews):
            if isinstance(result, Unreadable):
                line = json.dumps({"id": result.id, "error": str(result.error)})
            else:
                line = result.to_json()
            file.write(line + "\n")


def groups_of(name: str, names: Sequence[str]) -> list[str]:
    """The groups that the reviews of a file count in: the file, its kind of text, its case, all."""
    kind, several = KINDS_OF_TEXT.get(name[0], name), len(names) > 1
    alike = sum(other[0] == name[0] for other in names)
    case = CASES[name[0] == LOWER_CASE]
    return [name, *([kind] if alike > 1 and kind != name else []), *([case, ALL] if several else [])]


def measured(files: Sequence[tuple[str, Sequence[Row], Sequence[Row]]]) -> dict[str, Figures]:
    """Figures by group, from (name, labels, readings) of each file; all together come last."""
    names = [name for name, _, _ in files]
    groups = dict.fromkeys(group for name in names for group in groups_of(name, names))
    wide = [*KINDS_OF_TEXT.values(), *CASES, ALL]
    order = sorted(groups, key=lambda group: wide.index(group) + 1 if group in wide else 0)
    found = {group: Figures() for group in order}
    for name, labels, readings in files:
        by_id = {reading["id"]: reading for reading in readings}
        for label in labels:
            for group in groups_of(name, names):
                found[group].add(label, by_id.get(label["id"]))
    return found


def table(found: dict[str, Figures]) -> Iterator[str]:
    """Figures in rows and groups in columns; below them, precision and recall, and how many there were."""
    columns = {group: figures.numbers() for group, figures in found.items()}
    names = list(dict.fromkeys(name for numbers in columns.values() for name in numbers))
    subjects = [name.partition(":")[0] for name in names]
    names.sort(key=lambda name: subjects.index(name.partition(":")[0]))
    counts = [name for name in names if name.endswith((LABELLED, OF)) or name in ("reviews", FAILED)]
    halves = [name for name in names if name.endswith((" precision", " recall")) and AVERAGE not in name]
    figures = [name for name in names if name not in counts and name not in halves]
    widths = [max(6, len(group)) for group in columns]
    margin = max(map(len, names))
    for part in (figures, halves, counts):
        yield " " * margin + "".join(f"  {group:>{w}}" for group, w in zip(columns, widths, strict=True))
        for name in part:
            cells = [_cell(numbers.get(name)) for numbers in columns.values()]
            yield name.ljust(margin) + "".join(f"  {c:>{w}}" for c, w in zip(cells, widths, strict=True))
        yield ""


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def confusion(figures: Figures) -> Iterator[str]:
    """Labelled aspects down, read aspects across."""
    yield "aspects: labelled down, read across, of opinions of one sentence whose evidence overlaps"
    yield " " * 14 + "".join(f"{name[:7]:>8}" for name in (*ASPECTS, MISSED))
    for aspect in (*ASPECTS, INVENTED):
        counts = [figures.confusion[aspect, read] for read in (*ASPECTS, MISSED)]
        yield f"{aspect:<14}" + "".join(f"{count or '.':>8}" for count in counts)


def confidences(figures: Figures) -> Iterator[str]:
    """For each kind of claim, how often claims of like confidence are right."""
    for name in (*JUDGED, "film"):
        bins = figures.reliability(name)
        if not bins:
            yield f"{name}: no confidences"
            continue
        yield f"{name}: mean confidence, share that is right, how many"
        yield from (f"  {b.confidence:.3f}  {b.right:.3f}  {b.count:>6}" for b in bins)


def drawn(mistakes: Sequence[Mistake], count: int, seed: int) -> Iterator[str]:
    """How many faults of each type there are, and so many sentences with faults, drawn at random."""
    faults = Counter(fault for mistake in mistakes for fault in mistake.faults)
    yield "faults: " + ", ".join(f"{fault} {times}" for fault, times in faults.most_common())
    for mistake in random.Random(seed).sample(mistakes, min(count, len(mistakes))):
        yield f"\n{mistake.review}  [{', '.join(mistake.faults)}]"
        yield f"  {' '.join(mistake.sentence.split())}"
        yield from (f"    labelled  {told}" for told in mistake.gold or ("nothing",))
        yield from (f"    read      {told}" for told in mistake.read or ("nothing",))


def as_json(found: dict[str, Figures]) -> Iterator[str]:
    """One JSON object per group, with the confusion of aspects and the bins of confidence."""
    for group, figures in found.items():
        result: dict[str, object] = {"of": group}
        result |= {name: round(value, 4) for name, value in figures.numbers().items()}
        result["aspects"] = [[gold, read, n] for (gold, read), n in sorted(figures.confusion.items())]
        result["reliability"] = {
            name: [[round(b.confidence, 4), round(b.right, 4), b.count] for b in figures.reliability(name)]
            for name in (*JUDGED, "film")
        }
        result["faults"] = Counter(fault for mistake in figures.mistakes for fault in mistake.faults)
        yield json.dumps(result)


def report(found: dict[str, Figures], options: argparse.Namespace) -> Iterable[str]:
    """What is printed."""
    last = list(found.values())[-1]
    if options.json:
        yield from as_json(found)
    else:
        yield from table(found)
        yield from confusion(last)
        yield ""
        yield from confidences(last)
    if options.errors:
        yield from drawn(last.mistakes, options.errors, options.seed)


def main() -> None:
    """Read, compare and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", nargs="+", default=list(DEV_LABELS), help="label files, without .jsonl")
    parser.add_argument("--limit", type=int, help="the first so many reviews of each file")
    parser.add_argument("--model", type=Path, help="a model's folder; default: the one that ships")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where to leave the readings")
    parser.add_argument("--readings", type=Path, metavar="FOLDER", help="take readings from there; no model")
    parser.add_argument("--json", action="store_true", help="one JSON object per group of reviews")
    parser.add_argument("--errors", type=int, default=0, help="print so many sentences read otherwise")
    parser.add_argument("--seed", type=int, default=20, help="of the draw of errors")
    options = parser.parse_args()
    places = Places.default()
    reader = None if options.readings else Reader(options.model)
    files = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.readings or options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for name in options.files:
            labels = rows(places.labels / f"{name}.jsonl")[: options.limit]
            path = folder / f"{name}.jsonl"
            if reader:
                read_into(path, labels, reader)
            files.append((name, labels, rows(path)))
    for line in report(measured(files), options):
        print(line)


if __name__ == "__main__":
    main()
