"""Which line breaks end a sentence: a blank line always, a single one by the look of the lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

Span = tuple[int, int]

NARROWEST, WIDEST = 40, 120
"""Widths, in characters, of the columns that prose is hard-wrapped to."""

FILLED = 0.85
"""The share of the column that a line of proportional type fills before it wraps."""

_KEY = re.compile(r"\s*[\w'’/&-]+(?: [\w'’/&-]+){0,3} ?:")
_ENDED = re.compile(r"[.!?…:;][\"'”’)\]*_]*$")
_WORD = re.compile(r"\S{1,40}")
_BULLET = re.compile(r"\s*(?:[-*•+]|\d{1,2}[.)])\s")


def units(text: str) -> list[Span]:
    """Stretches of `text` that no sentence crosses, in order, blank ones left out.

    A break is soft, and so inside a unit, where the next word would not have fitted on the line in a
    text that is hard-wrapped, or where a long line stops without a stop and the next goes on in lower case.
    """
    lines: list[Span] = []
    at = 0
    for line in text.split("\n"):
        lines.append((at, at + len(line)))
        at += len(line) + 1
    width = _wrapped_at(text, lines)
    stretches: list[Span] = []
    fresh = True
    for index, (start, end) in enumerate(lines):
        if text[start:end].isspace() or start == end:
            fresh = True
            continue
        if not fresh and _goes_on(text, lines[index - 1], (start, end), width):
            stretches[-1] = (stretches[-1][0], end)
        else:
            stretches.append((start, end))
        fresh = False
    return stretches


def _goes_on(text: str, above: Span, below: Span, width: int | None) -> bool:
    """Whether a sentence may run from the line `above` into the line `below`."""
    if _BULLET.match(text, *below):
        return False
    line = text[slice(*above)].rstrip()
    lower = _next(text, below)[:1].islower()
    if width is not None and _was_full(line, text, below, width):
        return lower or not _KEY.match(text, *below)
    if len(line) < NARROWEST or not lower or _ENDED.search(line, max(0, len(line) - 6)):
        return False
    return not _KEY.match(text, *below)


def _was_full(line: str, text: str, below: Span, width: int) -> bool:
    return len(line) + 1 + len(_next(text, below)) > FILLED * width


def _next(text: str, line: Span) -> str:
    word = _WORD.search(text, *line)
    return word.group() if word else ""


def _wrapped_at(text: str, lines: Sequence[Span]) -> int | None:
    """The width that the text is hard-wrapped to, or None."""
    lengths = sorted(end - start for start, end in lines if end > start)
    if len(lengths) < 3:
        return None
    width = lengths[-1] if len(lengths) < 10 else lengths[len(lengths) * 9 // 10]
    if not NARROWEST <= width <= WIDEST:
        return None
    breaks = full = running = 0
    for above, below in pairwise(lines):
        line = text[slice(*above)].rstrip()
        if not line or not _next(text, below):
            continue
        breaks += 1
        if _was_full(line, text, below, width):
            full += 1
            running += not _ENDED.search(line, max(0, len(line) - 6)) and not _next(text, below)[:1].isupper()
    return width if breaks >= 2 and full >= 0.6 * breaks and running >= 0.3 * full else None
