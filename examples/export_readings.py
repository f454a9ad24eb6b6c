"""Readings that were made once, as tables, schema.org JSON-LD and Web Annotations; nothing is read again.

closeup read examples/reviews --format jsonl -o readings.jsonl
python examples/export_readings.py readings.jsonl exported
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

from closeup import Reading
from closeup.export.annotations import to_json as to_annotations
from closeup.export.csv_tables import CsvTables
from closeup.export.json_ld import to_json as to_json_ld


def readings(source: Path) -> Iterator[Reading]:
    """The readings of a file of JSON Lines; what could not be read then is named again."""
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if "error" in record:
                print(f"{record['id']}: {record['error']['message']}", file=sys.stderr)
            else:
                yield Reading.model_validate(record)


def main(source: Path, target: Path) -> int:
    tables = target / "tables"
    tables.mkdir(parents=True, exist_ok=True)
    count = 0
    with CsvTables(tables) as sink:
        for reading in readings(source):
            count += 1
            sink.write(reading)
            name = target / reading.hash[:12]
            name.with_suffix(".jsonld").write_text(to_json_ld(reading), "utf-8")
            name.with_suffix(".annotations.json").write_text(to_annotations(reading), "utf-8")
    print(f"{count} readings in {target}")
    return 0 if count else 1


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python examples/export_readings.py READINGS.jsonl FOLDER")
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
