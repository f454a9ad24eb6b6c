"""From pieces of text with places on pages to running text: columns, running headers, paragraphs, hyphens.

Coordinates are points with the origin at the top left of the page, y downwards.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

MARGIN = 0.12
"""The share of a page's height, at the top and at the bottom, where running headers and footers stand."""

_DEEP = 2
"""The most lines of a running header or footer."""

_PAGE_NUMBER = re.compile(r"[-–—|•·\s]*(?:page|p\.|pg\.?)?\s*\d{1,4}(?:\s*of\s*\d{1,4})?[-–—|•·\s]*", re.I)
_SENTENCE_END = re.compile(r"""[.!?…:★☆]["'”’)\]]*$|\d\s*/\s*\d+$""")
_BROKEN_WORD = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)[-\u2010]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_HYPHENATED = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_COMPOUND_STARTS = re.compile(
    "all|best|big|cross|deep|double|early|ever|ex|eye|far|first|full|good|half|hard|heavy|high|ill|jaw|late|"
    "life|light|long|low|mid|mind|much|must|near|never|non|often|old|one|post|quasi|quick|razor|real|second|"
    "self|semi|short|single|slow|small|so|soft|star|still|then|third|three|top|true|two|ultra|well|wide|world|would",
    re.I,
)
"""First parts that English writes with a hyphen, so that a line's end after them keeps it."""


@dataclass(slots=True)
class Piece:
    """A run of characters on one line, without a gap as wide as a gutter."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Points from ascent to descent."""
        return self.bottom - self.top


@dataclass(slots=True)
class Page:
    """The pieces of one page, in the order of the file."""

    pieces: list[Piece]
    height: float


@dataclass(slots=True)
class _Line(Piece):
    column: int = 0
    """Counts the columns of the document, so that a change of it is a change of column or page."""


def running_text(pages: Sequence[Page]) -> str:
    """The text of pages as a person reads it: paragraphs separated by blank lines."""
    ordered: list[list[list[_Line]]] = []
    for page in pages:
        size = median([piece.height for piece in page.pieces]) if page.pieces else 0.0
        pieces = _with_initials_joined(page.pieces, size)
        ordered.append([_lines(column) for column in _columns(pieces, size)])
    _drop_running_lines(ordered, [page.height for page in pages])
    lines: list[_Line] = []
    column = 0
    for columns in ordered:
        for found in columns:
            for line in found:
                line.column = column
            lines += found
            column += 1
    return _paragraphs(lines)


def _with_initials_joined(pieces: list[Piece], size: float) -> list[Piece]:
    """A drop cap put back at the head of the word it was taken from."""
    caps = [p for p in pieces if len(p.text) == 1 and p.text.isalpha() and p.height > 1.8 * size]
    for cap in caps:
        beside = [
            p
            for p in pieces
            if p is not cap and 0 <= p.left - cap.right + 2 < 2 * size and cap.top - size < p.top < cap.bottom
        ]
        if beside:
            first = min(beside, key=lambda p: p.top)
            first.text, first.left = cap.text + first.text, cap.left
            pieces = [p for p in pieces if p is not cap]
    return pieces


def _columns(pieces: list[Piece], size: float) -> list[list[Piece]]:
    """Columns in reading order; what spans a gutter parts the columns above it from those below."""
    gutter = _gutter(pieces, size)
    if gutter is None:
        return [pieces] if pieces else []
    spanning = sorted((p for p in pieces if p.left < gutter < p.right), key=lambda p: p.top)
    columns: list[list[Piece]] = []
    bars: list[Piece] = []
    rest = [p for p in pieces if not p.left < gutter < p.right]
    for bar in spanning:
        above = [p for p in rest if _middle(p) < bar.top]
        if above:
            columns += [bars] if bars else []
            columns += _sides(above, gutter, size)
            bars = []
        bars.append(bar)
        rest = [p for p in rest if _middle(p) >= bar.top]
    return columns + ([bars] if bars else []) + _sides(rest, gutter, size)


def _sides(pieces: list[Piece], gutter: float, size: float) -> list[list[Piece]]:
    left = [p for p in pieces if p.right <= gutter]
    return _columns(left, size) + _columns([p for p in pieces if p.right > gutter], size)


def _middle(piece: Piece) -> float:
    return (piece.top + piece.bottom) / 2


def _gutter(pieces: list[Piece], size: float) -> float | None:
    """The x of the emptiest vertical strip with prose on both sides, or None for a single column."""
    rights = sorted(p.right for p in pieces)
    lefts = sorted(p.left for p in pieces)
    best: tuple[float, float] | None = None
    for index, edge in enumerate(rights):
        on_left = index + 1
        following = bisect_right(lefts, edge)
        on_right = len(lefts) - following
        crossing = len(pieces) - on_left - on_right
        if min(on_left, on_right) < 3 or crossing > 0.4 * min(on_left, on_right):
            continue
        width = lefts[following] - edge
        score = width - 2 * size * crossing
        if width < 0.8 * size or (best is not None and score <= best[0]):
            continue
        sides = [p for p in pieces if p.right <= edge], [p for p in pieces if p.left > edge]
        overlap = min(max(p.bottom for p in side) for side in sides) - max(
            min(p.top for p in side) for side in sides
        )
        # Columns of short cells are a table or a list of credits, which is read row by row.
        prose = min(median([len(p.text) for p in side]) for side in sides) >= 12
        if overlap >= 2 * size and prose:
            best = score, edge + width / 2
    return best[1] if best else None


def _lines(pieces: Iterable[Piece]) -> list[_Line]:
    """Pieces that stand on one line, joined from left to right, from the top down."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (_middle(p), p.left)):
        first = lines[-1][0] if lines else piece
        if lines and abs(_middle(piece) - _middle(first)) < 0.4 * min(piece.height, first.height):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    joined = []
    for line in lines:
        line.sort(key=lambda p: p.left)
        joined.append(
            _Line(
                " ".join(p.text for p in line),
                line[0].left,
                max(p.right for p in line),
                min(p.top for p in line),
                max(p.bottom for p in line),
            )
        )
    return joined


def _drop_running_lines(pages: list[list[list[_Line]]], heights: Sequence[float]) -> None:
    """Take away the lines in the margins that return from page to page, digits aside, and page numbers."""
    seen: Counter[tuple[str, int]] = Counter()
    keys: list[list[tuple[tuple[str, int], list[_Line], _Line]]] = []
    for columns, height in zip(pages, heights, strict=True):
        found = []
        edge = sorted(((line, column) for column in columns for line in column), key=lambda at: at[0].top)
        for line, column in [*edge[:_DEEP], *edge[_DEEP:][-_DEEP:]]:
            if line.bottom < MARGIN * height or line.top > (1 - MARGIN) * height:
                # A title in a running header may be numbered, but it does not move.
                key = re.sub(r"\d+", "#", line.text.casefold()), round(line.top / 4)
                found.append((key, column, line))
        keys.append(found)
        seen.update({key for key, _, _ in found})
    often = 2 if len(pages) < 6 else 3
    for found in keys:
        for (text, place), column, line in found:
            times = sum(seen[text, near] for near in (place - 1, place, place + 1))
            if times >= often or _PAGE_NUMBER.fullmatch(line.text):
                column[:] = [kept for kept in column if kept is not line]


def _paragraphs(lines: list[_Line]) -> str:
    if not lines:
        return ""
    pitch = _pitch(lines)
    edges: dict[int, tuple[float, float]] = {}
    for line in lines:
        left, right = edges.get(line.column, (line.left, line.right))
        edges[line.column] = min(left, line.left), max(right, line.right)
    words = Counter(word for line in lines for word in re.findall(r"[\w'’-]+", line.text.lower()))
    paragraphs = [lines[0].text]
    for before, line in pairwise(lines):
        if _starts_paragraph(before, line, pitch, edges):
            paragraphs.append(line.text)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line.text, words)
    return "\n\n".join(text.strip() for text in paragraphs if text.strip())


def _pitch(lines: list[_Line]) -> float:
    """The usual distance from line to line, in points."""
    steps = [b.top - a.top for a, b in pairwise(lines) if a.column == b.column]
    steps = [step for step in steps if step > 0]
    return median(steps) if steps else lines[0].height


def _starts_paragraph(
    before: _Line, line: _Line, pitch: float, edges: dict[int, tuple[float, float]]
) -> bool:
    if max(line.height, before.height) > 1.18 * min(line.height, before.height):
        return True
    ended = bool(_SENTENCE_END.search(before.text))
    left, right = edges[line.column]
    indented = 0.6 * line.height < line.left - left < 4 * line.height
    if line.column != before.column:
        return ended and (indented or not line.text[:1].islower())
    if line.top - before.top > 1.35 * pitch:
        return True
    if indented and before.left - left <= 0.6 * line.height:
        return True
    # A line that stops well short of the margin ends its paragraph, unless the text is set ragged or centred.
    return ended and before.right < right - 0.25 * (right - left)


def _joined(text: str, following: str, words: Counter[str]) -> str:
    if text[-1] not in "-\u2010":
        return f"{text} {following}"
    broken = _BROKEN_WORD.search(text, max(0, len(text) - 60))
    start = _FIRST_WORD.match(following)
    if broken is None:
        return f"{text} {following}"
    if start is None or not start[0][0].islower():
        return text + following
    first, second = broken[1], start[0]
    compound = _HYPHENATED.match(f"{first}-{following}")
    whole = (first + second).lower()
    hyphenated = (compound[0] if compound else f"{first}-{second}").lower()
    if words[whole] == 0:
        before = text[: broken.start()]
        if words[hyphenated] or _COMPOUND_STARTS.fullmatch(first) or before.endswith("-"):
            return text[:-1] + "-" + following
    return text[:-1] + following
