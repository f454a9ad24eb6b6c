"""The card's sections: quotes, people, praise and blame, themes and works, each kept to its lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from closeup.cli.card_text import STYLES
from closeup.cli.terminal import visible
from closeup.export import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console, RenderableType

    from closeup.reading import AspectSummary, Opinion, Reading


@dataclass(frozen=True, slots=True)
class Lines:
    """How many lines all quotes may take, the best being always whole, and one row of each table."""

    quotes: int
    people: int
    aspects: int
    named: int


LADDER = (Lines(5, 2, 2, 2), Lines(5, 2, 1, 2), Lines(5, 2, 1, 1), Lines(3, 2, 1, 1), Lines(0, 1, 1, 1))
"""From the most generous to the tightest."""

PEOPLE_ROWS = 7
ASPECT_ROWS = 9
LABEL = 14
"""Columns for the name of an aspect: the longest one's."""

_GAP = 2


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the card and how many lines it takes."""

    parts: list[RenderableType]
    lines: int


def sections(reading: Reading, console: Console, inner: int, lines: Lines) -> list[Section]:
    """The sections that have something in them."""
    made: list[Section] = []
    if reading.quotes:
        made.append(_headed("Lines to quote", _quotes(reading, console, inner, lines.quotes)))
    if people := words.people(reading):
        made.append(_headed("People", _people(people, console, inner, lines.people)))
    if reading.aspects:
        made.append(_headed("Praised and blamed", _aspects(reading, console, inner, lines.aspects)))
    themes = [words.one_line(theme.text) for theme in reading.themes]
    named = [
        (label, items) for label, items in (("Themes", themes), ("Works", words.works(reading))) if items
    ]
    if named:
        rows = _rows(named, console, inner, lines.named)
        made.append(Section([Text(), *rows.parts], rows.lines + 1))
    return made


def _headed(name: str, section: Section) -> Section:
    rule = Rule(Text(name, style="bold"), align="left", style="dim")
    return Section([Text(), rule, *section.parts], section.lines + 2)


def _grid(rows: Sequence[Sequence[Text]], widths: Sequence[int], gap: int = _GAP) -> Section:
    """A table whose last column takes what is left and holds text that is broken into lines already."""
    table = Table.grid(padding=(0, gap))
    for width in widths:
        table.add_column(no_wrap=True, width=width)
    table.add_column(no_wrap=True)
    for row in rows:
        table.add_row(*row)
    return Section([table], sum(row[-1].plain.count("\n") + 1 for row in rows))


def _quotes(reading: Reading, console: Console, inner: int, lines: int) -> Section:
    rows: list[tuple[Text, Text]] = []
    used, rank = 0, max(len(f"{quote.rank}.") for quote in reading.quotes)
    for quote in reading.quotes:
        said = Text(f"“{visible(words.one_line(quote.text))}”", style=STYLES[words.leaning(quote.polarity)])
        line = _broken(said, console, inner - rank - 1)
        used += line.plain.count("\n") + 1
        if rows and used > lines:
            break
        rows.append((Text(f"{quote.rank}.", style="dim", justify="right"), line))
    return _grid(rows, [rank], gap=1)


def _people(people: list[tuple[str, list[str]]], console: Console, inner: int, lines: int) -> Section:
    shown = _rows(people[:PEOPLE_ROWS], console, inner, lines)
    left = sum(len(names) for _, names in people[PEOPLE_ROWS:])
    if not left:
        return shown
    return Section([*shown.parts, Text(f"and {left} more", style="dim")], shown.lines + 1)


def _rows(rows: Sequence[tuple[str, list[str]]], console: Console, inner: int, lines: int) -> Section:
    label = max(len(name) for name, _ in rows)
    columns = inner - label - _GAP
    return _grid(
        [
            (
                Text(name, style="dim"),
                fitted([Text(visible(item)) for item in items], console, columns, lines=lines),
            )
            for name, items in rows
        ],
        [label],
    )


def _aspects(reading: Reading, console: Console, inner: int, lines: int) -> Section:
    columns = inner - LABEL - 5 - 2 * _GAP
    aspects = list(reading.aspects.items())
    rows: list[tuple[Text, Text, Text]] = []
    for aspect, summary in aspects[:ASPECT_ROWS]:
        style = STYLES[words.leaning(summary.polarity)]
        said = [_evidence(reading, opinion, summary) for opinion in words.said(reading, aspect)]
        rows.append(
            (
                Text(aspect),
                Text(words.signed(summary.polarity), style=style, justify="right"),
                fitted(said, console, columns, lines=lines, of=summary.mentions),
            )
        )
    left = [Text(words.sign(summary.polarity) + aspect) for aspect, summary in aspects[ASPECT_ROWS:]]
    if left:
        rows.append((Text(f"and {len(left)} more"), Text(), fitted(left, console, columns)))
    return _grid(rows, [LABEL, 5])


def _evidence(reading: Reading, opinion: Opinion, summary: AspectSummary) -> Text:
    """The words of an opinion, after its sign where this is not that of the aspect."""
    leaning = words.leaning(opinion.polarity)
    sign = "" if leaning == words.leaning(summary.polarity) else words.sign(opinion.polarity)
    return Text(visible(sign + words.evidence(reading, opinion)), style=STYLES[leaning])


def fitted(items: Sequence[Text], console: Console, columns: int, *, lines: int = 1, of: int = 0) -> Text:
    """As many of the items as fit on so many lines, then how many more there are; at least a part of one.

    Parameters
    ----------
    of : int
        How many there are in all, where not all of them can be shown.
    """
    columns, total = max(columns, 8), max(of, len(items))
    for count in range(len(items), 0, -1):
        line = Text(", ").join(items[:count])
        if count < total:
            line.append(f" and {total - count} more", style="dim")
        if (broken := _broken(line, console, columns)).plain.count("\n") < lines:
            return broken
    if not items:
        return Text("in sentences that may spoil" if total else "", style="dim")
    kept = list(items[0].wrap(console, columns))[:lines]
    kept[-1].rstrip()
    if kept[-1].cell_len >= columns:
        whole_words = kept[-1].plain[: columns - 1].rfind(" ")
        kept[-1].truncate(whole_words if whole_words > 0 else columns - 1)
    return Text("\n").join(kept).append("…")


def _broken(text: Text, console: Console, columns: int) -> Text:
    """The text with its line breaks in it, so that its lines can be counted."""
    return Text("\n").join(text.wrap(console, max(columns, 8)))
