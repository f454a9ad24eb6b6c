"""How long each export takes for one reading, and the memory that tables need for many.

PYTHONPATH=src:. python -m benchmarks.exports
"""

from __future__ import annotations

import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path

from closeup.export.annotations import claims
from closeup.export.annotations import to_json as to_annotations
from closeup.export.csv_tables import CsvTables
from closeup.export.docbin import doc_bin
from closeup.export.json_ld import to_json as to_json_ld
from closeup.export.jsonl import line
from closeup.export.parquet_tables import ParquetTables
from closeup.export.tables import Sink
from closeup.reading import Reading
from tests.readings import full_reading

MANY = 500

Export = Callable[[list[Reading], Path], object]


def per_reading(write: Callable[[Reading], str]) -> Export:
    """An export of single readings, as one of many."""

    def all_of(readings: list[Reading], folder: Path) -> None:
        for reading in readings:
            write(reading).encode()

    return all_of


def tables(make: Callable[[Path], Sink]) -> Export:
    """A folder of tables, as an export."""

    def all_of(readings: list[Reading], folder: Path) -> None:
        sink = make(folder)
        for reading in readings:
            sink.write(reading)
        sink.close()

    return all_of


def docs(readings: list[Reading], folder: Path) -> bytes:
    """A spaCy DocBin."""
    return doc_bin(readings).to_bytes()


EXPORTS: dict[str, Export] = {
    "jsonl": per_reading(line),
    "jsonld": per_reading(to_json_ld),
    "annotations": per_reading(to_annotations),
    "docbin": docs,
    "csv": tables(CsvTables),
    "parquet": tables(ParquetTables),
}


def measure(export: Export, readings: list[Reading]) -> float:
    """Processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        export(readings, Path(folder))
        return time.process_time() - began


def peak(export: Export, readings: list[Reading]) -> int:
    """The most bytes that Python held at once while exporting."""
    with tempfile.TemporaryDirectory() as folder:
        tracemalloc.start()
        export(readings, Path(folder))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most


def main() -> None:
    """Print the table of docs/exports.md."""
    reading = full_reading()
    words = len(reading.text.split())
    print(f"{MANY:,} readings of {words} words, {len(list(claims(reading, sentences=True)))} claims")
    print("| form | milliseconds a reading |")
    print("|---|---:|")
    for name, export in EXPORTS.items():
        export_first(export, reading)
        print(f"| `{name}` | {measure(export, [reading] * MANY) / MANY * 1000:.2f} |")
    for name in ("csv", "parquet"):
        small, large = (peak(EXPORTS[name], [reading] * count) for count in (400, 1600))
        print(f"{name}: at most {small / 1e6:.1f} MB held for 400 readings, {large / 1e6:.1f} MB for 1,600")


def export_first(export: Export, reading: Reading) -> None:
    """Once without measuring: imports and caches."""
    with tempfile.TemporaryDirectory() as folder:
        export([reading], Path(folder))


if __name__ == "__main__":
    main()
