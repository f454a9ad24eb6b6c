"""The challenge lists in `tests/challenge`: sentences by phenomenon, as labels that readings compare with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closeup.reading import Span

FOLDER = Path(__file__).parents[1] / "tests" / "challenge"
OPINIONS, NAMES = FOLDER / "opinions.jsonl", FOLDER / "names.jsonl"

CHARACTER = "character"
"""The role of a person of the story."""


@dataclass(frozen=True)
class Challenge:
    """One text of a list: what makes it hard, and its label as `training.label_claims` takes it."""

    phenomenon: str
    label: dict[str, Any]

    @property
    def text(self) -> str:
        """What a reader is given."""
        return str(self.label["text"])

    def told(self, what: str) -> list[dict[str, Any]]:
        """The labelled `opinions`, `people` or `works`."""
        (sentence,) = self.label["sentences"]
        return list(sentence[what])


def rows(path: Path) -> list[dict[str, Any]]:
    """The lines of a list as they are written."""
    return [json.loads(line) for line in path.read_text("utf8").split("\n") if line]


def opinion_challenges() -> list[Challenge]:
    """The list of opinions; each text counts as one sentence.

    Raises
    ------
    ValueError
        An evidence or a target is not in its text.
    """
    return [
        _challenge(
            row,
            opinions=[
                {
                    "aspect": aspect,
                    "polarity": sign,
                    "evidence": located(row["text"], [evidence])[0],
                    "target": located(row["text"], [target])[0] if target else None,
                }
                for aspect, sign, evidence, target in row["opinions"]
            ],
        )
        for row in rows(OPINIONS)
    ]


def name_challenges() -> list[Challenge]:
    """The list of names, in which every mention is listed in the order of the text.

    Raises
    ------
    ValueError
        A name is not in its text after the one listed before it.
    """
    return [_names(row) for row in rows(NAMES)]


def located(text: str, names: Iterable[str], taken: Iterable[Span] = ()) -> list[Span]:
    """Where each name stands, as whole words after the name before it and clear of the spans `taken`.

    Raises
    ------
    ValueError
        A name is not there.
    """
    found: list[Span] = []
    for name in names:
        start = found[-1][1] if found else 0
        places = (match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text))
        span = next((p for p in places if p[0] >= start and not any(_overlap(p, t) for t in taken)), None)
        if span is None:
            raise ValueError(f"{name!r} is not in {text[start:]!r}")
        found.append(span)
    return found


def _names(row: dict[str, Any]) -> Challenge:
    text, people, works = row["text"], row["people"], row["works"]
    spans = located(text, [name for name, _, _ in people])
    parts = {name: span for (name, role, _), span in zip(people, spans, strict=True) if role == CHARACTER}
    titles = located(text, [title for title, _ in works], taken=spans)
    return _challenge(
        row,
        people=[
            {"span": span, "role": role, "character": parts[plays] if plays else None}
            for (_, role, plays), span in zip(people, spans, strict=True)
        ],
        works=[
            {"span": span, "relation": relation} for (_, relation), span in zip(works, titles, strict=True)
        ],
    )


def _challenge(row: dict[str, Any], **told: list[dict[str, Any]]) -> Challenge:
    sentence = {"span": (0, len(row["text"])), "opinions": [], "people": [], "works": [], **told}
    return Challenge(row["phenomenon"], {"id": row["id"], "text": row["text"], "sentences": [sentence]})


def _overlap(a: Span, b: Span) -> bool:
    return max(a[0], b[0]) < min(a[1], b[1])
