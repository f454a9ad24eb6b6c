"""The review's text on the card, its sentences told apart by colour or, without colours, by a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from closeup.cli.terminal import visible
from closeup.export import words

if TYPE_CHECKING:
    from rich.console import RenderableType

    from closeup.reading import Reading

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


def written_out(reading: Reading, inner: int, *, plain: bool, spoilers: bool) -> list[RenderableType]:
    """The text and, with colours, their legend; without `spoilers` what may spoil is left out."""
    parts: list[RenderableType] = [Text(), Rule(style="dim")]
    if plain:
        return [*parts, _margins(reading, spoilers=spoilers)]
    return [*parts, _running(reading, spoilers=spoilers), Text(), _legend(reading, inner)]


def _style(reading: Reading, number: int) -> str:
    sentence = reading.sentences[number]
    style = STYLES[words.tone(sentence)]
    if sentence.kind == "eval" and abs(sentence.sentiment) >= words.STRONG:
        style = f"bold {style}"
    return f"underline {style}" if words.may_spoil(sentence) else style


def _running(reading: Reading, *, spoilers: bool) -> Text:
    text = Text(visible(reading.text))
    for number, sentence in enumerate(reading.sentences):
        text.stylize(_style(reading, number), *sentence.span)
    if not spoilers:
        text = _with_gaps(reading, text)
    text.rstrip()
    return text


def _with_gaps(reading: Reading, text: Text) -> Text:
    shown, done = Text(), 0
    for run in words.spoiling_runs(reading):
        start, end = reading.sentences[run.start].span[0], reading.sentences[run.stop - 1].span[1]
        shown.append_text(text[done:start])
        shown.append(f"[{words.withheld(len(run))}]", style="dim underline")
        done = end
    return shown.append_text(text[done:])


def _legend(reading: Reading, inner: int) -> Text:
    present = {words.tone(sentence) for sentence in reading.sentences}
    keys = [(meaning, STYLES[tone]) for tone, meaning in words.TONES.items() if tone in present]
    if any(s.kind == "eval" and abs(s.sentiment) >= words.STRONG for s in reading.sentences):
        keys.append(("strong", "bold"))
    if any(map(words.may_spoil, reading.sentences)):
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


def _margins(reading: Reading, *, spoilers: bool) -> Table:
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
        if words.may_spoil(sentence):
            mark += "\nspoiler"
        hidden = words.may_spoil(sentence) and not spoilers
        said = f"[{words.withheld(1)}]" if hidden else words.one_line(reading.slice(sentence.span))
        rows.add_row(mark, Text(visible(said)))
    return rows
