"""`docs/exports.md` lists tables, groups and forms as the code has them; UPDATE_DOCS=1 writes the tables."""

from __future__ import annotations

import os
from pathlib import Path

from closeup.cli.read import Format
from closeup.export.docbin import GROUPS
from closeup.export.json_ld import QUOTE_LIMIT, critic_review
from closeup.export.tables import tables_of
from tests.readings import full_reading

PAGE = Path(__file__).parents[2] / "docs" / "exports.md"
MAY_BE_EMPTY = ", may be empty"
BEGIN, END = "<!-- tables: begin -->\n", "<!-- tables: end -->"


def tables() -> str:
    parts = []
    for table in tables_of(full_text=True):
        rows = [
            f"| `{column.name}` | {column.type}{MAY_BE_EMPTY * column.optional} | {column.about} |"
            for column in table.columns
            if column.name not in ("input", "reading_id", "hash") or table.name in ("readings", "errors")
        ]
        parts.append(
            "\n".join(
                [f"### `{table.name}`: {table.about}\n", "| column | type | what |", "|---|---|---|", *rows]
            )
        )
    return "\n\n".join(parts) + "\n"


def test_the_page_lists_every_column_of_every_table() -> None:
    before, rest = PAGE.read_text("utf-8").split(BEGIN)
    shown, after = rest.split(END)
    if os.environ.get("UPDATE_DOCS"):
        shown = tables()
        PAGE.write_text(f"{before}{BEGIN}{shown}{END}{after}", "utf-8")
    assert shown == tables()


def test_the_page_names_every_form_for_programs_every_property_and_every_group() -> None:
    page = PAGE.read_text("utf-8")
    for form in set(Format) - {Format.CARD, Format.MD, Format.HTML, Format.JSON, Format.JSONL}:
        assert f"| `{form.value}` |" in page
    names = [name for name in critic_review(full_reading(), full_text=True) if not name.startswith("@")]
    for name in (*names, *GROUPS.values()):
        assert f"`{name}`" in page
    assert f"up to {QUOTE_LIMIT} characters" in page
