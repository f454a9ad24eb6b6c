"""The documents hold: their code runs, their links lead somewhere, their tables say what the code says.

After a change, `UPDATE_DOCS=1 pytest tests/test_docs.py` writes the schema and the table of training times.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from closeup import Reading, errors
from closeup.reader.marks import LETTER_SCORES
from closeup.reader.ratings import parse_rating
from closeup.reading import (
    Aspect,
    AspectSummary,
    Character,
    Credit,
    Film,
    FilmCandidate,
    Kind,
    Opinion,
    Quote,
    Relation,
    Role,
    Sentence,
    Stated,
    Target,
    Theme,
    Verdict,
    Work,
)
from tests.cli.test_help import commands

ROOT = Path(__file__).parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/*.md")])
INPUTS, READING, TRAINING = (ROOT / "docs" / f"{name}.md" for name in ("inputs", "reading", "training"))
SCHEMA = ROOT / "docs" / "reading.schema.json"
CODE = re.compile(r"^```python\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]+)\)")
UPDATE = bool(os.environ.get("UPDATE_DOCS"))

GIVEN = {"texts": ["A joy from end to end.", "Two hours that I would like to have back."]}
"""Names that the README's examples take for granted."""


def blocks(page: str) -> list[str]:
    return CODE.findall((ROOT / page).read_text("utf-8"))


def table(page: Path, first: str) -> list[list[str]]:
    """The rows of the table whose header begins with `first`, cells without their backquotes."""
    lines = iter(page.read_text("utf-8").split("\n"))
    rows = []
    for line in lines:
        if line.startswith(f"| {first} |"):
            next(lines)
            for row in lines:
                if not row.startswith("|"):
                    return rows
                rows.append([cell.strip() for cell in row.strip("|").split("|")])
    raise AssertionError(f"{page.name} has no table headed {first!r}")


def names(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def slugs(page: Path) -> set[str]:
    """The anchors that a page's headings get, as on GitHub."""
    headings = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in LINK.findall(re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)):
            if not re.match(r"[a-z]+:", target):
                yield page, target


@pytest.mark.parametrize(
    ("page", "number"),
    [(page, number) for page in ("README.md", "docs/python.md") for number in range(len(blocks(page)))],
)
def test_the_python_examples_run(
    page: str, number: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    code = compile(blocks(page)[number], f"{page}, example {number + 1}", "exec", dont_inherit=True)
    exec(code, {"__name__": "example", **GIVEN})


@pytest.mark.parametrize(
    ("page", "target"), sorted(set(links())), ids=lambda value: getattr(value, "name", value)
)
def test_a_relative_link_leads_to_a_file_and_to_a_heading(page: Path, target: str) -> None:
    path, _, anchor = target.partition("#")
    file = page.parent / path if path else page
    assert file.exists(), f"{page.name} links to {path}, which is not there"
    if anchor:
        assert anchor in slugs(file), f"{page.name} links to {target}; there is no such heading"


def test_the_options_in_the_documents_shell_commands_exist() -> None:
    def documented(*args: str) -> str:
        env = os.environ | {"PYTHONPATH": str(ROOT / "src"), "COLUMNS": "200", "TERMINAL_WIDTH": "200"}
        return subprocess.run(
            [sys.executable, "-m", "closeup", *args, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env=env,
        ).stdout

    shown = "".join(documented(*command.split()[1:]) for command in ("closeup", *commands()))
    known = set(re.findall(r"--[a-z-]+", shown))
    for page in PAGES:
        lines = re.findall(r"(?:^|[ |`])closeup (?:read )?[^\n`|]*", page.read_text("utf-8"))
        used = {option for command in lines for option in re.findall(r"(?<=\s)--[a-z-]+", command)}
        assert used <= known, f"{page.name}: {used - known}"


def test_inputs_lists_every_error_code_and_no_other() -> None:
    def below(kind: type[errors.CloseupError]) -> set[tuple[str, str]]:
        found = {(kind.code, kind.__name__)} if kind.__module__ == "closeup.errors" else set()
        return found.union(*(below(inner) for inner in kind.__subclasses__()))

    listed = [(names(row[0])[0], names(row[1])[0]) for row in table(INPUTS, "code")]
    assert sorted(listed) == sorted(below(errors.InputError))


def test_inputs_lists_every_format_with_the_names_that_it_goes_by() -> None:
    from closeup.sources.dispatch import SUFFIXES, Format

    listed: dict[str, str] = {}
    for row in table(INPUTS, "format"):
        formats = names(row[0])
        for suffix in (name for name in names(row[1]) if name.startswith(".")):
            tabbed = len(formats) > 1 and suffix != ".csv"
            listed[suffix] = formats[1] if tabbed else formats[0]
    assert listed == SUFFIXES
    assert set(listed.values()) == set(get_args(Format))


def test_inputs_lists_the_usual_names_of_columns() -> None:
    from closeup.sources import tables

    listed = {names(row[0])[0] if names(row[0]) else row[0]: row[2] for row in table(INPUTS, "field")}
    film, year = listed.pop("film").split(";")
    shown = {field: " ".join(names(cell)) for field, cell in listed.items()}
    shown |= {"film": " ".join(names(film)), "year": " ".join(names(year))}
    text = re.search(r"looked for under (.*?)\. Case", INPUTS.read_text("utf-8"), re.DOTALL)
    assert text
    assert shown | {"text": " ".join(names(text[1]))} == tables._USUAL


def test_inputs_states_the_limits_that_hold() -> None:
    from closeup.review import MAX_BYTES
    from closeup.sources import FetchPolicy, deadline, dispatch, docx, pdf, table_rows

    limits = {row[0].replace(",", ""): row[1].replace(",", "") for row in table(INPUTS, "what")}
    stated = " ".join(limits.values())
    for number in (MAX_BYTES, dispatch.MAX_DOCUMENT_BYTES, table_rows.MAX_LINE):
        assert str(number) in stated
    assert f"{pdf.MAX_PAGES} pages" in stated
    assert f"{docx.MAX_UNPACKED // 1_000_000} MB" in stated
    assert f"{docx.MAX_PART // 1_000_000} MB" in stated
    policy = FetchPolicy()
    assert deadline.PARSER_SECONDS == policy.seconds == pdf.MAX_SECONDS == 30
    assert stated.count("30 seconds") == 2
    assert (policy.max_bytes, policy.max_redirects, policy.pause) == (dispatch.MAX_DOCUMENT_BYTES, 5, 1.0)


def test_reading_names_every_field() -> None:
    page = READING.read_text("utf-8")
    fields = [field.alias or name for name, field in Reading.model_fields.items()]
    for name in fields:
        assert re.search(rf"`{name}(?:\[\]|\.\w+)?`", page), f"reading.md does not name {name}"
    for part, prefix in ((Verdict, "verdict."), (Sentence, ""), (Stated, "")):
        for name in part.model_fields:
            assert f"`{prefix}{name}`" in page
    for part in (Film, FilmCandidate, Opinion, Target, AspectSummary, Credit, Character, Work, Quote, Theme):
        for name in part.model_fields:
            assert f"`{name}`" in page or f"`film.{name}" in page, f"reading.md does not name {name}"
    for value in (*get_args(Role), *get_args(Relation)):
        assert f"`{value}`" in page
    assert [names(row[0])[0] for row in table(READING, "`kind`")] == list(get_args(Kind))
    assert [names(row[0])[0] for row in table(READING, "aspect")] == list(get_args(Aspect))


def test_reading_gives_the_score_of_every_letter() -> None:
    cells = [cell for row in table(READING, "grade") for cell in row]
    assert dict(zip(cells[::2], map(int, cells[1::2]), strict=True)) == LETTER_SCORES


@pytest.mark.parametrize(
    ("printed", "score"), [(names(row[1])[0], row[2]) for row in table(READING, "notation")]
)
def test_ratings_are_read_as_the_page_says(printed: str, score: str) -> None:
    stated = parse_rating(printed)
    assert stated is not None
    assert stated.score == (None if score == "null" else pytest.approx(float(score)))


def test_the_schema_is_that_of_the_code() -> None:
    schema = Reading.model_json_schema(by_alias=True, mode="serialization")
    if UPDATE:
        SCHEMA.write_text(json.dumps(schema, indent=1, ensure_ascii=False) + "\n", "utf-8")
    assert json.loads(SCHEMA.read_text("utf-8")) == schema


def test_training_names_every_step() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "training", "--help"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
    )
    commands = re.search(r"\{([\w,]+)\}", done.stdout)
    assert commands
    listed = {names(row[0])[0].split()[0] for row in table(TRAINING, "command")}
    assert listed | {"all"} == set(commands[1].split(","))


def times() -> str:
    rows = ["| run | steps | minutes | tokens a second |", "|---|---|---|---|"]
    for log in sorted((ROOT / "training" / "runs").glob("*.jsonl")):
        entries = map(json.loads, log.read_text("utf-8").splitlines())
        if done := [entry for entry in entries if "minutes" in entry]:
            last = done[-1]
            rows.append(
                f"| `{log.stem}` | {last['step']:,} | {last['minutes']} | {last['tokens_per_second']:,} |"
            )
    return "\n".join(rows)


def test_training_gives_the_times_in_the_logs() -> None:
    page = TRAINING.read_text("utf-8")
    before, rest = page.split("<!-- runs: begin -->\n")
    shown, after = rest.split("<!-- runs: end -->")
    if UPDATE:
        shown = f"{times()}\n"
        TRAINING.write_text(f"{before}<!-- runs: begin -->\n{shown}<!-- runs: end -->{after}", "utf-8")
    assert shown.strip() == times()
