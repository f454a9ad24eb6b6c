"""The tables of readings as Parquet (extra `parquet`): typed columns, written by row groups."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from closeup.errors import MissingExtra
from closeup.export.tables import Row, Table, rows_of, tables_of
from closeup.reading import SCHEMA

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from closeup.reading import Reading
    from closeup.review import Unreadable

ROW_GROUP = 5000
"""Rows of one table that are held before they are written, whatever the number of reviews."""


class ParquetTables:
    """A folder of Parquet files, one for each table, in constant memory.

    Parameters
    ----------
    folder : Path
        An existing folder; files in it of the tables' names are replaced.
    full_text : bool
        Give the words of reviews and sentences too.

    Raises
    ------
    MissingExtra
        pyarrow is not installed.
    """

    def __init__(self, folder: Path, *, full_text: bool = False) -> None:
        self._arrow = _pyarrow()
        from pyarrow.parquet import ParquetWriter  # type: ignore[import-untyped]

        self._tables = tables_of(full_text=full_text)
        self._schemas = [schema(table) for table in self._tables]
        self._held: list[list[Row]] = [[] for _ in self._tables]
        self._read = 0
        with ExitStack() as opened:
            self._writers = [
                opened.enter_context(
                    ParquetWriter(folder / f"{table.name}.parquet", made, compression="zstd")
                )
                for table, made in zip(self._tables, self._schemas, strict=True)
            ]
            self._files = opened.pop_all()

    def __enter__(self) -> ParquetTables:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, item: Reading | Unreadable) -> None:
        """Take the rows of one reading, or its error; write the tables of which enough are held."""
        self._read += 1
        for index, row in rows_of(item, self._read, self._tables):
            self._held[index].append(row)
            if len(self._held[index]) == ROW_GROUP:
                self._flush(index)

    def close(self) -> None:
        """Write what is held, and close every file."""
        with self._files:
            for index in range(len(self._tables)):
                self._flush(index)

    def _flush(self, index: int) -> None:
        rows, made = self._held[index], self._schemas[index]
        if rows:
            columns = [
                self._arrow.array(cells, type=field.type)
                for cells, field in zip(zip(*rows, strict=True), made, strict=True)
            ]
            self._writers[index].write_table(self._arrow.table(columns, schema=made))
            self._held[index] = []


def schema(table: Table) -> Any:
    """The Arrow schema of a table; what a column is about stands in its metadata.

    Raises
    ------
    MissingExtra
        pyarrow is not installed.
    """
    pyarrow = _pyarrow()
    types = {
        "text": pyarrow.string(),
        "whole": pyarrow.int64(),
        "number": pyarrow.float64(),
        "yes/no": pyarrow.bool_(),
        "texts": pyarrow.list_(pyarrow.string()),
    }
    fields = [
        pyarrow.field(
            column.name, types[column.type], nullable=column.optional, metadata={"about": column.about}
        )
        for column in table.columns
    ]
    return pyarrow.schema(fields, metadata={"closeup": SCHEMA, "about": table.about})


def _pyarrow() -> Any:
    try:
        import pyarrow  # type: ignore[import-untyped]
    except ImportError as error:
        raise MissingExtra.named("parquet", "Writing Parquet") from error
    return pyarrow
