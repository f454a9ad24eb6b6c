"""The card: one reading as a person sees it in a terminal, by Rich, what matters most at the top.

It fills one screen: the text itself follows where there is room for it, or is asked for.
With colours its sentences run on as the critic wrote them, coloured by tone. Without
(NO_COLOR, a dumb terminal, a pipe) each stands on its own line after a word for its tone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from closeup.cli.card_sections import LADDER, Section, sections
from closeup.cli.card_text import written_out
from closeup.cli.terminal import duration, visible
from closeup.export import words
from closeup.export.discretion import discreet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from closeup.reading import Reading, Verdict

WIDEST = 100
"""Columns past which a card stays as it is: longer lines are hard to read."""

MARGIN = 2

SCREEN = 40
"""Lines that a card keeps to where it can."""


def width(console: Console) -> int:
    """How many columns a card takes on this console."""
    return max(min(console.width, WIDEST), 20)


def is_plain(console: Console) -> bool:
    """Whether tones must be told by words, there being no colours to tell them by."""
    return console.no_color or console.color_system is None


def card(reading: Reading, console: Console, *, text: bool = False, spoilers: bool = False) -> RenderableType:
    """The card of one reading, made for the width and the colours of `console`.

    Parameters
    ----------
    text : bool
        Show the review's text however long it is. Else it is shown where the card with it
        stays within `SCREEN` lines, or has nothing else to show.
    spoilers : bool
        Show what rests on sentences that may spoil, and those sentences in the text.
    """
    plain, inner = is_plain(console), width(console) - 2 * MARGIN
    shown = reading if spoilers else discreet(reading)
    top = [*_title(reading), *_verdict(reading.verdict, inner, ascii_only=console.options.ascii_only)]
    written = written_out(reading, inner, plain=plain, spoilers=spoilers)
    hint: list[RenderableType] = [
        Text(),
        Text(f"{words.sentences(reading)}. --text shows them.", style="dim"),
    ]

    def lines_of(parts: list[RenderableType]) -> int:
        return len(console.render_lines(Group(*parts), console.options.update(width=inner)))

    tries = (sections(shown, console, inner, lines) for lines in LADDER)
    found = next(tries)
    room = SCREEN - 1 - lines_of(top)
    brief = len(reading.text) < SCREEN * inner and _lines(found) + lines_of(written) <= room
    if text or brief or not found:
        return _framed([*top, *_parts(found), *written])
    room -= lines_of(hint)
    while _lines(found) > room and (tighter := next(tries, None)):
        found = tighter
    return _framed([*top, *_parts(found), *hint])


def _lines(found: list[Section]) -> int:
    return sum(section.lines for section in found)


def _parts(found: list[Section]) -> list[RenderableType]:
    return [part for section in found for part in section.parts]


def _framed(parts: list[RenderableType]) -> Padding:
    return Padding(Group(*parts), (1, MARGIN, 0, MARGIN))


def divider() -> Padding:
    """What stands between two cards."""
    return Padding(Rule(style="dim", characters="═"), (1, MARGIN, 0, MARGIN))


def foot(count: int, seconds: float, model: str) -> Padding:
    """The last line: how many reviews were read, how fast, by which model."""
    reviews = "1 review" if count == 1 else f"{count:,} reviews"
    line = Text(f"{reviews} read in {duration(seconds)} · {visible(model)}", style="dim")
    return Padding(line, (1, MARGIN, 0, MARGIN))


def _title(reading: Reading) -> Iterator[RenderableType]:
    film, title = words.film_title(reading), words.one_line(reading.source.title or "")
    head = film or title
    if head:
        yield Text(visible(head), style="bold")
    under = ([f"“{title}”"] if film and title else []) + words.byline(reading)
    if under:
        yield Text(visible(" · ".join(under)), style="dim")
    doubt = words.film_doubt(reading)
    if doubt:
        yield Text(visible(doubt), style="yellow")
    if head or under:
        yield Text()


def _verdict(verdict: Verdict, inner: int, *, ascii_only: bool) -> Iterator[RenderableType]:
    style = "bold green" if verdict.fresh else "bold red"
    left = Text(words.recommendation(verdict), style=style)
    left.append(f"  {words.certainty(verdict)}", style="not bold default")
    right = Text(words.points(verdict.score), style=style).append(" / 100", style="not bold default")
    row = Table.grid(expand=True)
    row.add_column()
    row.add_column(justify="right", no_wrap=True)
    row.add_row(left, right)
    yield row
    yield _bar(verdict, inner, ascii_only=ascii_only)
    yield Text(visible(words.basis(verdict)), style="dim")


def _bar(verdict: Verdict, inner: int, *, ascii_only: bool) -> Text:
    """The scale from 0 to 100 with the interval read from the text, and the score on it."""
    empty, filled, mark, ghost = "-=O." if ascii_only else "─━●○"
    size = max(inner - 6, 10)
    low, high, read, score = (
        round(value / 100 * (size - 1))
        for value in (*verdict.read_interval, verdict.read_score, verdict.score)
    )
    colour = "green" if verdict.fresh else "red"
    bar = Text("0 ", style="dim")
    for column in range(size):
        if column == score:
            bar.append(mark, style=f"bold {colour}")
        elif column == read:
            bar.append(ghost, style=colour)
        elif low <= column <= high:
            bar.append(filled, style=colour)
        else:
            bar.append(empty, style="dim")
    return bar.append(" 100", style="dim")
