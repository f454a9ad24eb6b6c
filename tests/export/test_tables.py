"""Tables of readings: rows that join, words beside their spans, cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from closeup.errors import MissingExtra, NotEnglish
from closeup.export import parquet_tables
from closeup.export.csv_tables import CsvTables, plain, safe
from closeup.export.parquet_tables import ParquetTables, schema
from closeup.export.tables import file_names, rows_of, tables_of
from closeup.reading import Reading, Source
from closeup.review import Unreadable
from tests import readings as made
from tests.readings import full_reading

UNREADABLE = Unreadable("de.txt", NotEnglish("the text is in German"))
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''-x"]
SINKS = {"csv": CsvTables, "parquet": ParquetTables}

Rows = list[dict[str, object]]


def written(
    folder: Path, form: str, *items: Reading | Unreadable, full_text: bool = False
) -> dict[str, Rows]:
    with SINKS[form](folder, full_text=full_text) as sink:
        for item in items:
            sink.write(item)
    assert {path.name for path in folder.iterdir()} == {name for name in file_names() if name.endswith(form)}
    return {path.stem: read(path) for path in folder.iterdir()}


def read(path: Path) -> Rows:
    if path.suffix == ".parquet":
        rows: Rows = parquet.read_table(path).to_pylist()
        return rows
    with path.open(encoding="utf-8", newline="") as file:
        return [{name: plain(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


@pytest.mark.parametrize("form", SINKS)
def test_every_table_joins_on_input_id_and_hash(tmp_path: Path, form: str) -> None:
    tables = written(tmp_path, form, full_reading(), UNREADABLE, full_reading())
    keys = {(str(row["input"]), row["reading_id"], row["hash"]) for row in tables["readings"]}
    assert keys == {(place, "hunter-whitfield", full_reading().hash) for place in ("1", "3")}
    for name in set(tables) - {"errors"}:
        assert {(str(row["input"]), row["reading_id"], row["hash"]) for row in tables[name]} == keys


@pytest.mark.parametrize("form", SINKS)
def test_errors_are_a_table_of_their_own(tmp_path: Path, form: str) -> None:
    nameless = Unreadable(None, UNREADABLE.error)
    rows = written(tmp_path, form, full_reading(), UNREADABLE, nameless)["errors"]
    told = [(str(row["input"]), row["reading_id"] or None, row["code"], row["message"]) for row in rows]
    assert told == [
        ("2", "de.txt", "not_english", "the text is in German"),
        ("3", None, "not_english", "the text is in German"),
    ]


@pytest.mark.parametrize("form", SINKS)
def test_the_tables_hold_what_the_reading_says(tmp_path: Path, form: str) -> None:
    tables = written(tmp_path, form, full_reading())
    opinion = {name: str(value) for name, value in tables["opinions"][0].items()}
    assert (
        opinion
        | {
            "sentence": "4",
            "aspect": "acting",
            "polarity": "0.95",
            "evidence": "terrifying, funny and never once sincere",
            "target": "Mitchum",
            "target_person": "Robert Mitchum",
        }
        == opinion
    )
    review = {name: str(value) for name, value in tables["readings"][0].items()}
    assert (
        review
        | {
            "critic": "Noor Whitfield",
            "film": "The Night of the Hunter",
            "year": "1955",
            "score": "90.0",
            "read_score": "88.5",
            "stated": "4½ stars out of 5",
            "stated_value": "4.5",
        }
        == review
    )
    agee = next(row for row in tables["credits"] if row["person"] == "James Agee")
    assert agee["roles"] == ("writer+critic" if form == "csv" else ["writer", "critic"])
    assert [row["quote"] for row in tables["quotes"]] == [quote.text for quote in full_reading().quotes]
    assert {row["relation"] for row in tables["works"]} == {"this", "book", "film", "song"}
    assert [row["words"] for row in tables["mentions"] if row["in_table"] == "characters"] == [
        "Harry Powell",
        "Willa Harper",
        "Willa",
        "Willa",
        "Rachel Cooper",
    ]
    assert len(tables["candidates"]) == 2
    assert len(tables["aspects"]) == 8
    assert [row["words"] for row in tables["themes"]] == ["innocence", "what preys on it"]


def test_csv_and_parquet_hold_the_same(tmp_path: Path) -> None:
    texts = {}
    for form in SINKS:
        (tmp_path / form).mkdir()
        tables = written(tmp_path / form, form, full_reading(), UNREADABLE, full_text=True)
        texts[form] = {
            name: [[as_cell(value) for value in row.values()] for row in rows]
            for name, rows in tables.items()
        }  # fmt: skip
    assert texts["csv"] == texts["parquet"]


def as_cell(value: object) -> str:
    if isinstance(value, list):
        return "+".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=made.readings())
@example(reading=full_reading())
def test_of_any_reading_words_beside_a_span_are_those_that_it_selects(reading: Reading) -> None:
    tables = tables_of(full_text=True)
    count = 0
    for index, row in rows_of(reading, 1, tables):
        names = [column.name for column in tables[index].columns]
        cells = dict(zip(names, row, strict=True))
        for place, column in enumerate(names):
            if column.endswith("_start") and column != "stated_start" and names[place + 2] != "kind":
                start, end, words = row[place : place + 3]
                count += 1
                if start is not None:
                    assert reading.text[start:end] == words  # type: ignore[misc]
        if tables[index].name == "sentences":
            assert reading.text[cells["span_start"] : cells["span_end"]] == cells["text"]  # type: ignore[misc]
    assert count


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=made.readings())
def test_any_reading_can_be_written_and_read_back(tmp_path: Path, reading: Reading) -> None:
    for form in SINKS:
        folder = tmp_path / form
        folder.mkdir(exist_ok=True)
        tables = written(folder, form, reading, full_text=True)
        assert tables["readings"][0]["text"] == reading.text
        assert [row["name"] for row in tables["characters"]] == [one.name for one in reading.characters]


def test_the_words_of_reviews_and_sentences_are_given_only_when_asked_for(tmp_path: Path) -> None:
    tables = written(tmp_path, "csv", full_reading())
    assert "text" not in tables["readings"][0]
    assert "text" not in tables["sentences"][0]
    assert full_reading().slice(full_reading().sentences[2].span) not in "".join(
        path.read_text("utf-8") for path in tmp_path.iterdir()
    )


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_given_an_apostrophe(tmp_path: Path, text: str) -> None:
    reading = full_reading().model_copy(update={"source": Source(title=text)})
    assert written(tmp_path, "csv", reading)["readings"][0]["title"] == text
    with (tmp_path / "readings.csv").open(encoding="utf-8", newline="") as file:
        assert next(csv.DictReader(file))["title"] == f"'{text}"


@given(text=st.text() | st.text("'=+-@\t\r\nx"))
@example(text="'Tis a pity")
def test_the_apostrophe_comes_off_without_loss(text: str) -> None:
    assert plain(safe(text)) == text
    assert safe(text)[:1] not in set("=+-@\t\r\n")


@pytest.mark.parametrize("text", ["'Tis a pity", "A = B", "fine", ""])
def test_other_texts_are_left_alone(text: str) -> None:
    assert safe(text) == text


def test_numbers_below_zero_stay_numbers(tmp_path: Path) -> None:
    written(tmp_path, "csv", full_reading())
    with (tmp_path / "opinions.csv").open(encoding="utf-8", newline="") as file:
        assert [row["polarity"] for row in csv.DictReader(file)][5] == "-0.6"


def test_parquet_columns_have_their_types_and_say_what_they_are(tmp_path: Path) -> None:
    written(tmp_path, "parquet", full_reading())
    for table in tables_of():
        found = parquet.read_schema(tmp_path / f"{table.name}.parquet")
        assert found.equals(schema(table))
        assert [found.field(column.name).nullable for column in table.columns] == [
            column.optional for column in table.columns
        ]
    roles = parquet.read_schema(tmp_path / "credits.parquet").field("roles")
    assert str(roles.type).startswith("list")
    assert roles.metadata[b"about"] == b"what the person did"


def test_parquet_is_written_by_row_groups_and_no_more_is_held(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_tables, "ROW_GROUP", 10)
    with ParquetTables(tmp_path) as sink:
        for _ in range(7):
            sink.write(full_reading())
            assert max(map(len, sink._held)) < 10
    found = parquet.ParquetFile(tmp_path / "opinions.parquet").metadata
    assert found.num_rows == 7 * len(full_reading().opinions)
    assert {found.row_group(group).num_rows for group in range(found.num_row_groups)} == {10, 3}


@pytest.mark.parametrize("form", SINKS)
def test_the_same_readings_give_the_same_bytes(tmp_path: Path, form: str) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        written(tmp_path / name, form, full_reading(), UNREADABLE)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()


def test_without_pyarrow_the_error_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"pip install 'closeup\[parquet\]'"):
        ParquetTables(tmp_path)
