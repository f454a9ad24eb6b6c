"""The tables of readings as CSV (RFC 4180, UTF-8, a header row), safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula
and may run it (https://owasp.org/www-community/attacks/CSV_Injection), so texts that do are given
a leading apostrophe, in such a way that `plain` takes it off again without loss.
"""

from __future__ import annotations

import csv
import re
from contextlib import ExitStack
from typing import TYPE_CHECKING

from closeup.export.tables import JOIN, Cell, rows_of, tables_of

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from closeup.reading import Reading
    from closeup.review import Unreadable

_ACTS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_FIRST = frozenset("'=+-@\t\r\n＝＋－＠")


class CsvTables:
    """A folder of CSV files, one for each table, written row by row.

    Parameters
    ----------
    folder : Path
        An existing folder; files in it of the tables' names are replaced.
    full_text : bool
        Give the words of reviews and sentences too.
    """

    def __init__(self, folder: Path, *, full_text: bool = False) -> None:
        self._tables = tables_of(full_text=full_text)
        self._read = 0
        with ExitStack() as opened:
            files = [
                opened.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
                for table in self._tables
            ]
            self._files = opened.pop_all()
        self._writers = [csv.writer(file) for file in files]
        for writer, table in zip(self._writers, self._tables, strict=True):
            writer.writerow(column.name for column in table.columns)

    def __enter__(self) -> CsvTables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, item: Reading | Unreadable) -> None:
        """Write the rows of one reading, or its error."""
        self._read += 1
        for index, row in rows_of(item, self._read, self._tables):
            self._writers[index].writerow(map(_cell, row))

    def close(self) -> None:
        """Close every file."""
        self._files.close()


def safe(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula; `plain` gives the text back."""
    return f"'{text}" if text[:1] in _FIRST and _ACTS.match(text) else text


def plain(cell: str) -> str:
    """The text that `safe` made a cell of."""
    return cell[1:] if cell.startswith("'") and _ACTS.match(cell) else cell


def _cell(value: Cell) -> str | int | float | None:
    if isinstance(value, str):
        return safe(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return safe(JOIN.join(value))
    return value
