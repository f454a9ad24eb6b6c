"""One writer per format of `closeup read`: each takes what was read, in order, and writes it out."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Protocol

from closeup.cli.output import writing, writing_to_stdout
from closeup.export.jsonl import line
from closeup.review import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from rich.console import Console

    from closeup.cli.output import Destination, WholeFile, WholeFolder
    from closeup.export.tables import Sink
    from closeup.reading import Reading


class Writer(Protocol):
    """Writes readings in one format; `keeps_errors` says whether errors have their place in it."""

    keeps_errors: bool

    def write(self, item: Reading | Unreadable) -> None:
        """Write what was read of one review, or the error in its place."""

    def finish(self, seconds: float) -> None:
        """All were written, in so many seconds; complete the output."""


class JsonLines:
    """A line of JSON for each review."""

    keeps_errors = True

    def __init__(self, destination: Destination) -> None:
        self._to = destination

    def write(self, item: Reading | Unreadable) -> None:
        """Write one line."""
        self._to.write(line(item) + "\n")

    def finish(self, seconds: float) -> None:
        """Nothing follows the last line."""


class Json:
    """One JSON value for one review, an array for several, none held longer than needed.

    Parameters
    ----------
    shown : callable
        A reading or an error as JSON text; by default, all of it, indented.
    """

    keeps_errors = True

    def __init__(
        self, destination: Destination, shown: Callable[[Reading | Unreadable], str] | None = None
    ) -> None:
        self._to = destination
        self._shown = shown or _indented
        self._held: Reading | Unreadable | None = None
        self._several = False

    def write(self, item: Reading | Unreadable) -> None:
        """Write the review before this one, and hold this."""
        if self._held is not None:
            self._to.write(("," if self._several else "[") + "\n" + self._shown(self._held))
            self._several = True
        self._held = item

    def finish(self, seconds: float) -> None:
        """Write the review held, and close the array if one was opened."""
        if self._several and self._held is not None:
            self._to.write(",\n" + self._shown(self._held) + "\n]\n")
        else:
            self._to.write("[]\n" if self._held is None else self._shown(self._held) + "\n")


def _indented(item: Reading | Unreadable) -> str:
    return json.dumps(json.loads(line(item)), ensure_ascii=False, indent=2)


class Docs:
    """A spaCy `DocBin`, written when the last review is read, since it begins with all its words."""

    keeps_errors = True

    def __init__(self, destination: WholeFile) -> None:
        from closeup.export.docbin import empty_bin

        self._to = destination
        self._bin = empty_bin()

    def write(self, item: Reading | Unreadable) -> None:
        """Keep one document."""
        from closeup.export.docbin import doc

        self._bin.add(doc(item))

    def finish(self, seconds: float) -> None:
        """Write them all."""
        self._to.write_bytes(self._bin.to_bytes())


class Tables:
    """A folder of tables, as `csv` or `parquet`."""

    keeps_errors = True

    def __init__(self, folder: WholeFolder, form: str, *, full_text: bool) -> None:
        self._folder = folder
        with writing(folder.path):
            self._sink = _sink(folder.part, form, full_text=full_text)
        folder.held.callback(self._sink.close)

    def write(self, item: Reading | Unreadable) -> None:
        """Write the rows of one review."""
        with writing(self._folder.path):
            self._sink.write(item)

    def finish(self, seconds: float) -> None:
        """Complete the tables."""
        with writing(self._folder.path):
            self._sink.close()


def _sink(folder: Path, form: str, *, full_text: bool) -> Sink:
    if form == "parquet":
        from closeup.export.parquet_tables import ParquetTables

        return ParquetTables(folder, full_text=full_text)
    from closeup.export.csv_tables import CsvTables

    return CsvTables(folder, full_text=full_text)


class Markdown:
    """A report for each review, with a rule between them."""

    keeps_errors = False

    def __init__(self, destination: Destination, *, spoilers: bool = False) -> None:
        self._to = destination
        self._spoilers = spoilers
        self._begun = False

    def write(self, item: Reading | Unreadable) -> None:
        """Write one report."""
        from closeup.export.markdown import report

        if not isinstance(item, Unreadable):
            self._to.write(("\n---\n\n" if self._begun else "") + report(item, spoilers=self._spoilers))
            self._begun = True

    def finish(self, seconds: float) -> None:
        """Nothing follows the last report."""


class Html:
    """One page of all reviews, written when the last is read, since its index comes first."""

    keeps_errors = False

    def __init__(self, destination: Destination, *, spoilers: bool = False) -> None:
        self._to = destination
        self._spoilers = spoilers
        self._readings: list[Reading] = []

    def write(self, item: Reading | Unreadable) -> None:
        """Keep one reading for the page."""
        if not isinstance(item, Unreadable):
            self._readings.append(item)

    def finish(self, seconds: float) -> None:
        """Write the page."""
        from closeup.export.html import page

        if self._readings:
            self._to.write(page(self._readings, spoilers=self._spoilers))


class Cards:
    """A card for each review, and a last line with the time taken."""

    keeps_errors = False

    def __init__(
        self, destination: Destination, console: Console, *, text: bool = False, spoilers: bool = False
    ) -> None:
        self._to = destination
        self._console = console
        self._text, self._spoilers = text, spoilers
        self._count = 0
        self._model = ""

    def write(self, item: Reading | Unreadable) -> None:
        """Write one card."""
        from closeup.cli.card import card, divider

        if isinstance(item, Unreadable):
            return
        if self._count:
            self._print(divider())
        self._print(card(item, self._console, text=self._text, spoilers=self._spoilers))
        self._count += 1
        self._model = f"{item.model.name} {item.model.version}"

    def finish(self, seconds: float) -> None:
        """Write the last line."""
        from closeup.cli.card import foot

        if self._count:
            self._print(foot(self._count, seconds, self._model))

    def _print(self, thing: object) -> None:
        from closeup.cli.card import is_plain, width

        # Rich touches the console's file even when it captures.
        with writing_to_stdout(), self._console.capture() as captured:
            self._console.print(thing, width=width(self._console))
        shown = captured.get()
        if is_plain(self._console):
            shown = "".join(f"{row.rstrip()}\n" for row in shown.splitlines())
        self._to.write(shown)


def card_console(*, to_file: bool) -> Console:
    """The console that cards are made for: the terminal, or a file's 80 columns without colours."""
    from rich.console import Console

    if to_file:
        return Console(width=80, color_system=None, force_terminal=False, legacy_windows=False)
    return Console(file=sys.stdout)
