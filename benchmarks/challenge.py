"""What the model makes of the challenge lists, by phenomenon: negation, irony, who plays whom and so on.

    python -m benchmarks.challenge [--json] [--errors] [--model FOLDER]

Every text of `tests/challenge/opinions.jsonl` and `tests/challenge/names.jsonl` is read as a review of its
own. For opinions:

exact     share of texts whose set of aspects with signs is read just so
f1        F1 of aspect and sign
sign      share of expected opinions whose words are read with the right sign, whatever the aspect
target    of those that name whom or what they judge, the share read with the right sign and target
silent    share of texts without an opinion in which none is read

For names, F1 of mentions of people, characters and works (exact ends), of surname and role, of who plays
whom, and of works with their relation; and silent as above. `-` stands where there is nothing to count.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.challenge_lists import Challenge, name_challenges, opinion_challenges
from closeup.reader import Reader
from closeup.reading import Reading
from closeup.review import Review, Unreadable
from training.label_claims import CREDITS, WORKS, Row, compare, opinion_key, overlap, sign
from training.label_claims import OPINIONS as ASPECT_AND_SIGN

ALL = "all together"

NAME_FIGURES = {"role": CREDITS, "plays": "cast: who plays whom", "relation": WORKS}
"""F1 figures of names beside mentions, and what `training.label_claims` calls each."""

MENTIONS = ("people and characters: mention", "works: mention")

Figures = dict[str, float | int | None]
"""By name; None where there was nothing to count. `texts` is a number of texts, the rest run from 0 to 1."""


@dataclass
class Counts:
    """Shares and F1 figures, as they add up text by text."""

    texts: int = 0
    shares: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    sets: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    def claims(self, name: str, told: Set[Hashable], read: Set[Hashable]) -> None:
        """Count towards the F1 figure `name`."""
        self.sets[name][0] += 2 * len(told & read)
        self.sets[name][1] += len(told) + len(read)

    def figures(self, names: Iterable[str]) -> Figures:
        """What was counted; None where nothing was."""
        found: Figures = {}
        for name in names:
            shared, both = self.sets.get(name, (0, 0))
            right = self.shares.get(name)
            found[name] = sum(right) / len(right) if right else shared / both if both else None
        return {**found, "texts": self.texts}


OPINION_NAMES = ("exact", "f1", "sign", "target", "silent")
NAME_NAMES = ("mention", *NAME_FIGURES, "silent")


def count_opinions(counts: Counts, challenge: Challenge, reading: Row) -> None:
    """Count one text of the list of opinions."""
    found = compare(challenge.label, reading)[ASPECT_AND_SIGN]
    counts.claims("f1", found.gold, found.read.keys())
    counts.shares["exact"].append(found.gold == found.read.keys())
    if not found.gold:
        counts.shares["silent"].append(not found.read)
    for told in challenge.told("opinions"):
        said = answering(told, reading["opinions"])
        right = said is not None and sign(said["polarity"], "read") == sign(told["polarity"], "gold")
        counts.shares["sign"].append(right)
        if told["target"]:
            target = said["target"] if said else None
            near = target is not None and overlap(told["target"], target["span"]) > 0
            counts.shares["target"].append(right and near)


def answering(told: Row, said: Sequence[Row]) -> Row | None:
    """The opinion read from the words of an expected one: of its aspect and sign if there is one, else of
    its aspect, else the one that shares most of the words; None where the words carry none."""
    near = [opinion for opinion in said if overlap(opinion["evidence"], told["evidence"])]

    def likeness(opinion: Row) -> tuple[bool, bool, int]:
        aspect = opinion["aspect"] == told["aspect"]
        same = aspect and opinion_key(opinion, "read") == opinion_key(told, "gold")
        return same, aspect, overlap(opinion["evidence"], told["evidence"])

    return max(near, key=likeness, default=None)


def count_names(counts: Counts, challenge: Challenge, reading: Row) -> None:
    """Count one text of the list of names."""
    compared = compare(challenge.label, reading)
    for kind in MENTIONS:
        counts.claims("mention", compared[kind].gold, compared[kind].read.keys())
    for name, kind in NAME_FIGURES.items():
        counts.claims(name, compared[kind].gold, compared[kind].read.keys())
    if not any(compared[kind].gold for kind in MENTIONS):
        counts.shares["silent"].append(not any(compared[kind].read for kind in MENTIONS))


def readings(reader: Reader, challenges: Sequence[Challenge]) -> Iterator[Row]:
    """A reading for each text, as JSON objects; of nothing where a text cannot be read."""
    reviews = [Review(text=challenge.text, id=challenge.label["id"]) for challenge in challenges]
    for result in reader.read_many(reviews):
        if isinstance(result, Unreadable):
            yield {"opinions": [], "credits": [], "characters": [], "works": []}
        else:
            yield as_row(result)


def as_row(reading: Reading) -> dict[str, Any]:
    """The reading as a JSON object."""
    return dict(reading.model_dump(by_alias=True))


def measured(
    challenges: Sequence[Challenge],
    read: Iterable[Row],
    count: Callable[[Counts, Challenge, Row], None],
    names: Sequence[str],
) -> dict[str, Figures]:
    """Figures by phenomenon; all together come last."""
    found: dict[str, Counts] = {challenge.phenomenon: Counts() for challenge in challenges}
    found[ALL] = Counts()
    for challenge, reading in zip(challenges, read, strict=True):
        for group in (challenge.phenomenon, ALL):
            found[group].texts += 1
            count(found[group], challenge, reading)
    return {group: counts.figures(names) for group, counts in found.items()}


def figures(reader: Reader) -> dict[str, dict[str, Figures]]:
    """Everything measured: `opinions` and `names`, each by phenomenon with all together last."""
    opinions, names = opinion_challenges(), name_challenges()
    return {
        "opinions": measured(opinions, readings(reader, opinions), count_opinions, OPINION_NAMES),
        "names": measured(names, readings(reader, names), count_names, NAME_NAMES),
    }


def under(found: dict[str, dict[str, Figures]], floors: dict[str, dict[str, float]]) -> list[str]:
    """What falls under its floor, all phenomena together: one line for each such figure, none if all hold.

    `floors` is by list, then by figure: ``{"opinions": {"sign": 0.7}, "names": {"mention": 0.9}}``.
    """
    return [
        f"{part}: {name} is {found[part][ALL][name]}, under {floor}"
        for part, least in floors.items()
        for name, floor in least.items()
        if (found[part][ALL][name] or 0.0) < floor
    ]


def table(found: dict[str, Figures]) -> Iterator[str]:
    """Phenomena in rows, figures in columns."""
    names = list(next(iter(found.values())))
    margin = max(map(len, found)) + 2
    yield " " * margin + "".join(f"{name:>10}" for name in names)
    for group, numbers in found.items():
        yield group.ljust(margin) + "".join(f"{_cell(numbers[name]):>10}" for name in names)


def _cell(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def misread(challenges: Sequence[Challenge], read: Iterable[Row]) -> Iterator[str]:
    """The texts whose opinions are not read just so, with what was expected and what was read."""
    for challenge, reading in zip(challenges, read, strict=True):
        told, said = challenge.told("opinions"), reading["opinions"]
        if {opinion_key(o, "gold") for o in told} == {opinion_key(o, "read") for o in said}:
            continue
        yield f"\n{challenge.label['id']}  {challenge.text}"
        for what, found, of in (("expected", told, "gold"), ("read", said, "read")):
            for opinion in found:
                aspect, polarity = opinion_key(opinion, of)
                yield f"    {what:<9} {aspect} {polarity:+d}  {challenge.text[slice(*opinion['evidence'])]!r}"


def main() -> None:
    """Read the lists and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--errors", action="store_true", help="print the opinions that are read otherwise")
    parser.add_argument("--model", type=Path, help="a model's folder; default: the one that ships")
    options = parser.parse_args()
    reader = Reader(options.model)
    found = figures(reader)
    if options.json:
        print(json.dumps(found))
    else:
        for part, numbers in found.items():
            print(part, *table(numbers), "", sep="\n")
    if options.errors:
        opinions = opinion_challenges()
        print(*misread(opinions, readings(reader, opinions)), sep="\n")


if __name__ == "__main__":
    main()
