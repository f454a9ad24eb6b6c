"""The card: one reading as a person sees it in a terminal, by Rich.

With colours the sentences run on as the critic wrote them, coloured by tone. Without
(NO_COLOR, a dumb terminal, a pipe) each stands on its own line after a word for its tone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from closeup.cli.terminal import duration, visible
from closeup.export import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType

    from closeup.reading import Reading, Verdict

WIDEST = 100
"""Columns past which a card stays as it is: longer lines are hard to read."""

MARGIN = 2

STYLES: dict[words.Tone, str] = {
    "praise": "green",
    "blame": "red",
    "mixed": "yellow",
    "plot": "default",
    "theme": "magenta",
    "context": "cyan",
    "personal": "blue",
    "other": "dim",
}
"""The terminal's own sixteen colours, so that its theme keeps them legible on its ground."""


def width(console: Console) -> int:
    """How many columns a card takes on this console."""
    return max(min(console.width, WIDEST), 20)


def is_plain(console: Console) -> bool:
    """Whether tones must be told by words, there being no colours to tell them by."""
    return console.no_color or console.color_system is None


def card(reading: Reading, console: Console) -> RenderableType:
    """The card of one reading, made for the width and the colours of `console`."""
    plain, inner = is_plain(console), width(console) - 2 * MARGIN
    parts: list[RenderableType] = [
        *_title(reading),
        *_verdict(reading.verdict, inner, ascii_only=console.options.ascii_only),
        Text(),
        _margins(reading) if plain else _running(reading),
    ]
    if not plain:
        parts += [Text(), _legend(reading, inner)]
    for name, section in _sections(reading):
        parts += [Text(), Rule(Text(name, style="bold"), align="left", style="dim"), section]
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


def _style(reading: Reading, number: int) -> str:
    sentence = reading.sentences[number]
    style = STYLES[words.tone(sentence)]
    if sentence.kind == "eval" and abs(sentence.sentiment) >= words.STRONG:
        style = f"bold {style}"
    return f"underline {style}" if sentence.spoiler >= words.SPOILS else style


def _running(reading: Reading) -> Text:
    text = Text(visible(reading.text))
    for number, sentence in enumerate(reading.sentences):
        text.stylize(_style(reading, number), *sentence.span)
    text.rstrip()
    return text


def _legend(reading: Reading, inner: int) -> Text:
    present = {words.tone(sentence) for sentence in reading.sentences}
    keys = [(meaning, STYLES[tone]) for tone, meaning in words.TONES.items() if tone in present]
    if any(s.kind == "eval" and abs(s.sentiment) >= words.STRONG for s in reading.sentences):
        keys.append(("strong", "bold"))
    if any(s.spoiler >= words.SPOILS for s in reading.sentences):
        keys.append(("may spoil", "underline"))
    legend, gap, used = Text(), "   ", 0
    for meaning, style in keys:
        # Rich would break a line inside a key of two words.
        wraps = used + len(gap) + len(meaning) > inner
        if used:
            legend.append("\n" if wraps else gap)
        legend.append(meaning, style=style)
        used = len(meaning) if wraps or not used else used + len(gap) + len(meaning)
    return legend


def _margins(reading: Reading) -> Table:
    rows = Table.grid(padding=(0, 1))
    rows.add_column(no_wrap=True)
    rows.add_column()
    before = 0
    for sentence in reading.sentences:
        if "\n\n" in reading.text[before : sentence.span[0]].replace(" ", ""):
            rows.add_row("", "")
        before = sentence.span[1]
        mark: str = words.tone(sentence)
        if sentence.kind == "eval" and abs(sentence.sentiment) >= words.STRONG:
            mark += "!"
        if sentence.spoiler >= words.SPOILS:
            mark += "\nspoiler"
        rows.add_row(mark, Text(visible(words.one_line(reading.slice(sentence.span)))))
    return rows


def _sections(reading: Reading) -> Iterator[tuple[str, RenderableType]]:
    if reading.quotes:
        yield "Lines to quote", _quotes(reading)
    if reading.aspects:
        yield "Praised and blamed", _aspects(reading)
    elif reading.opinions:
        yield "Praised and blamed", _lines([words.opinion(reading, opinion) for opinion in reading.opinions])
    if reading.credits:
        yield "People", _pairs([(credit.person, words.credit(credit)) for credit in reading.credits])
    if reading.characters:
        yield "Characters", _lines([words.character(character) for character in reading.characters])
    if reading.works:
        yield "Works named", _lines([words.work(work) for work in reading.works])
    if reading.themes:
        yield "Themes", _lines([words.one_line(theme.text) for theme in reading.themes])


def _quotes(reading: Reading) -> Table:
    rows = Table.grid(padding=(0, 1))
    rows.add_column(justify="right", style="dim", no_wrap=True)
    rows.add_column()
    for quote in reading.quotes:
        line = Text(f"“{visible(words.one_line(quote.text))}”", style=STYLES[words.leaning(quote.polarity)])
        rows.add_row(f"{quote.rank}.", line)
    return rows


def _aspects(reading: Reading) -> Table:
    rows = Table.grid(padding=(0, 2))
    rows.add_column()
    rows.add_column(justify="right", no_wrap=True)
    rows.add_column()
    for aspect, summary in reading.aspects.items():
        style = STYLES[words.leaning(summary.polarity)]
        said = [
            f"“{words.one_line(reading.slice(opinion.evidence))}”"
            for opinion in reading.opinions
            if opinion.aspect == aspect
        ]
        evidence = Text(visible(", ".join(said)))
        rows.add_row(aspect, Text(words.signed(summary.polarity), style=style), evidence)
    return rows


def _pairs(pairs: list[tuple[str, str]]) -> Table:
    rows = Table.grid(padding=(0, 2))
    rows.add_column()
    rows.add_column()
    for left, right in pairs:
        rows.add_row(Text(visible(words.one_line(left))), Text(visible(right), style="dim"))
    return rows


def _lines(lines: list[str]) -> Text:
    return Text("\n".join(visible(line) for line in lines))
