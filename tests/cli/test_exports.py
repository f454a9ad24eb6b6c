"""`closeup read` into the forms for programs: where each is written, what is refused, what is taken back."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
import spacy
from pyarrow import parquet
from spacy.tokens import DocBin

from closeup.export.docbin import KEY
from tests.cli.conftest import Command, StandIn
from tests.readings import full_reading

TABLES = ("csv", "parquet")
FORMS = (*TABLES, "docbin", "jsonld", "annotations")


@pytest.fixture
def inputs(tmp_path: Path, stand_in: StandIn) -> str:
    texts = {"hunter": full_reading().text, "de": "Das ist nicht gut.", "last": "A dull, grey film."}
    stand_in.made[full_reading().text] = full_reading()
    lines = [json.dumps({"id": name, "text": text}) for name, text in texts.items()]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    return "in.jsonl"


def column(path: Path, name: str) -> list[str]:
    if path.suffix == ".parquet":
        values: list[str] = parquet.read_table(path)[name].to_pylist()
        return values
    with path.open(encoding="utf-8", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


@pytest.mark.parametrize("form", TABLES)
def test_tables_are_a_folder_with_errors_beside_and_status_one(
    closeup: Command, inputs: str, tmp_path: Path, form: str
) -> None:
    result = closeup("read", inputs, "--format", form, "-o", "out")
    assert result.status == 1
    assert result.err == "closeup: 1 of 3 could not be read; the output says why, each in its place\n"
    assert column(tmp_path / "out" / f"readings.{form}", "reading_id") == ["hunter", "last"]
    assert column(tmp_path / "out" / f"errors.{form}", "code") == ["not_english"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out"]


def test_a_docbin_holds_every_review_and_its_ending_tells_the_format(
    closeup: Command, inputs: str, tmp_path: Path
) -> None:
    assert closeup("read", inputs, "-o", "out.spacy").status == 1
    docs = DocBin().from_disk(tmp_path / "out.spacy").get_docs(spacy.blank("en").vocab)
    assert [doc.user_data[KEY]["id"] for doc in docs] == ["hunter", "de", "last"]


def test_json_ld_and_annotations_are_one_object_or_an_array_with_errors_in_their_place(
    closeup: Command, inputs: str, tmp_path: Path
) -> None:
    closeup("read", inputs, "-o", "out.jsonld")
    several = json.loads((tmp_path / "out.jsonld").read_text())
    assert [one["@type"] for one in several] == ["CriticReview", "ReadAction", "CriticReview"]
    several = json.loads(closeup("read", inputs, "--format", "annotations").out)
    assert [one["total"] > 0 for one in several] == [True, False, False]
    (tmp_path / "one.txt").write_text(full_reading().text)
    assert json.loads(closeup("read", "one.txt", "--format", "jsonld").out)["@type"] == "CriticReview"


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["--format", "csv"], "-o FOLDER"),
        (["--format", "parquet"], "-o FOLDER"),
        (["--format", "docbin"], "-o FILE.spacy"),
        (["--format", "docbin", "-o", "-"], "-o FILE.spacy"),
        (["--format", "csv", "-o", "out.csv"], "names a file"),
        (["-o", "out.csv"], "--format csv -o FOLDER"),
        (["-o", "out.parquet"], "--format parquet -o FOLDER"),
    ],
)
def test_a_place_that_a_form_cannot_be_written_to_is_misuse(
    closeup: Command, inputs: str, args: list[str], says: str
) -> None:
    result = closeup("read", inputs, *args)
    assert result.status == 2
    assert says in " ".join(result.err.split())


@pytest.mark.parametrize("form", FORMS)
def test_an_interrupted_run_leaves_the_older_output_and_nothing_else(
    closeup: Command, stand_in: StandIn, inputs: str, tmp_path: Path, form: str
) -> None:
    closeup("read", inputs, "--format", form, "-o", "out")
    before = contents(tmp_path)
    stand_in.stop_at = 3
    result = closeup("read", inputs, "--format", form, "-o", "out")
    assert (result.status, result.err) == (130, "closeup: interrupted; out was not written\n")
    assert contents(tmp_path) == before
    assert closeup("read", inputs, "--format", form, "-o", "new").status == 130
    assert contents(tmp_path) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }  # fmt: skip


@pytest.mark.parametrize("form", TABLES)
def test_older_tables_are_replaced_all_together(
    closeup: Command, inputs: str, tmp_path: Path, form: str
) -> None:
    other = "parquet" if form == "csv" else "csv"
    closeup("read", inputs, "--format", other, "-o", "out")
    closeup("read", inputs, "--format", form, "-o", "out")
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {f".{form}"}
    (tmp_path / ".out.part").mkdir()
    (tmp_path / ".out.part" / f"readings.{form}").write_text("left by a run that was killed")
    closeup("read", inputs, "--format", form, "-o", "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out"]


def test_a_folder_that_holds_anything_else_is_never_replaced(
    closeup: Command, inputs: str, tmp_path: Path
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "diary.txt").write_text("today I saw a film")
    result = closeup("read", inputs, "--format", "csv", "-o", "out")
    assert result.status == 1
    assert result.err == "closeup: out: holds other files than tables (diary.txt); name a new folder\n"
    assert contents(tmp_path / "out") == {"diary.txt": b"today I saw a film"}


def test_a_file_of_that_name_is_never_replaced_by_a_folder(
    closeup: Command, inputs: str, tmp_path: Path
) -> None:
    (tmp_path / "out").write_text("mine")
    result = closeup("read", inputs, "--format", "csv", "-o", "out")
    assert (result.status, result.err) == (
        1,
        "closeup: out: is a file; name a folder for the tables\n",
    )
    assert (tmp_path / "out").read_text() == "mine"


def test_a_folder_that_holds_an_input_is_refused(closeup: Command, inputs: str, tmp_path: Path) -> None:
    closeup("read", inputs, "--format", "csv", "-o", "out")
    (tmp_path / "out" / "readings.csv").rename(tmp_path / "out" / "quotes.csv")
    result = closeup("read", "out/quotes.csv", "--format", "csv", "-o", "out")
    assert result.status == 1
    assert "holds one of the inputs" in result.err


@pytest.mark.parametrize("form", FORMS)
def test_a_folder_that_is_not_there_is_one_line(closeup: Command, inputs: str, form: str) -> None:
    result = closeup("read", inputs, "--format", form, "-o", "nowhere/out")
    assert result.status == 1
    assert result.err == "closeup: nowhere/out: cannot write there: No such file or directory\n"


def test_a_symbolic_link_to_a_folder_stays_one(closeup: Command, inputs: str, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    closeup("read", inputs, "--format", "csv", "-o", "out")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "real" / "readings.csv").exists()


@pytest.mark.parametrize("form", ["jsonld", "annotations", "csv"])
def test_the_text_is_given_only_with_full_text(
    closeup: Command, inputs: str, tmp_path: Path, form: str
) -> None:
    words = full_reading().slice(full_reading().sentences[2].span).encode()
    closeup("read", inputs, "--format", form, "-o", "without")
    closeup("read", inputs, "--format", form, "-o", "with", "--full-text")
    found = contents(tmp_path)
    assert not any(words in data for name, data in found.items() if name.startswith("without"))
    assert any(words in data for name, data in found.items() if name.startswith("with/") or name == "with")


@pytest.mark.parametrize("form", ["docbin", "parquet"])
def test_a_missing_extra_is_one_line_and_leaves_nothing(
    closeup: Command, inputs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    from closeup.export import docbin

    module, extra = {"docbin": ("spacy", "spacy"), "parquet": ("pyarrow", "parquet")}[form]
    monkeypatch.setitem(__import__("sys").modules, module, None)
    docbin._english.cache_clear()
    result = closeup("read", inputs, "--format", form, "-o", "out")
    assert result.status == 1
    assert f"pip install 'closeup[{extra}]'" in result.err
    assert len(result.err.splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]
