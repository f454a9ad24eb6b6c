"""`closeup read`: formats, errors in their place, statuses."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from closeup.cli import job
from closeup.cli.read import Format, InputFormat
from closeup.errors import ModelError
from closeup.review import Review
from closeup.sources import ColumnMap
from tests.cli.conftest import Command, StandIn
from tests.readings import full, pan

GOOD = "A warm, unhurried film with two fine leads."
ALSO = "The jokes land and the songs do not."


@pytest.fixture
def two(tmp_path: Path) -> list[str]:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "b.txt").write_text(ALSO)
    return ["a.txt", "b.txt"]


def test_a_review_is_read_to_a_card_with_verdict_score_text_and_time(
    closeup: Command, two: list[str]
) -> None:
    result = closeup("read", two[0])
    assert result.status == 0
    assert result.err == ""
    assert "Recommended" in result.out
    assert "74 / 100" in result.out
    assert GOOD in result.out
    assert "1 review read in" in result.out


def test_jsonl_has_one_reading_per_line_in_input_order(closeup: Command, two: list[str]) -> None:
    result = closeup("read", *two, "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.out.splitlines()] == two


def test_what_cannot_be_read_becomes_an_error_line_in_its_place_and_status_one(
    closeup: Command, two: list[str], tmp_path: Path
) -> None:
    (tmp_path / "de.txt").write_text("Das ist nicht gut.")
    result = closeup("read", two[0], "gone.txt", "de.txt", two[1], "--format", "jsonl")
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert result.status == 1
    assert lines[1] == {
        "id": "gone.txt",
        "error": {"code": "not_found", "message": "gone.txt: there is no such file or folder"},
    }
    assert lines[2] == {"id": "de.txt", "error": {"code": "not_english", "message": "the text is in German"}}
    assert lines[3]["text"] == ALSO
    assert result.err == "closeup: 2 of 4 could not be read; the output says why, each in its place\n"


@pytest.mark.parametrize("form", ["card", "md", "html"])
def test_for_people_an_error_is_one_line_on_standard_error_that_names_the_input(
    closeup: Command, two: list[str], tmp_path: Path, form: str
) -> None:
    (tmp_path / "de.txt").write_text("Das ist nicht gut.")
    result = closeup("read", "gone.txt", "de.txt", two[1], "--format", form)
    assert result.status == 1
    assert result.err.splitlines() == [
        "closeup: gone.txt: there is no such file or folder",
        "closeup: de.txt: the text is in German",
    ]
    assert ALSO in result.out


def test_json_is_an_object_for_one_review_and_an_array_for_several(closeup: Command, two: list[str]) -> None:
    assert json.loads(closeup("read", two[0], "--format", "json").out)["text"] == GOOD
    several = json.loads(closeup("read", *two, "gone.txt", "--format", "json").out)
    assert [item["id"] for item in several] == [*two, "gone.txt"]
    assert several[2]["error"]["code"] == "not_found"


def test_the_format_follows_the_name_of_the_output_unless_it_is_given(
    closeup: Command, two: list[str], tmp_path: Path
) -> None:
    for name, begins in {
        "o.html": "<!DOCTYPE html>",
        "o.md": "# ",
        "o.jsonl": '{"schema"',
        "o.json": "{\n",
    }.items():
        assert closeup("read", two[0], "-o", name).status == 0
        assert (tmp_path / name).read_text().startswith(begins)
    closeup("read", two[0], "-o", "o.md", "--format", "json")
    assert json.loads((tmp_path / "o.md").read_text())["text"] == GOOD


def test_several_markdown_reports_are_parted_by_a_rule(closeup: Command, two: list[str]) -> None:
    assert closeup("read", *two, "--format", "md").out.count("\n---\n\n# ") == 1


def test_nothing_to_read_is_an_error(closeup: Command, tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").write_text("")
    result = closeup("read", "none.jsonl", "-o", "out.html")
    assert (result.status, result.err) == (1, "closeup: there was nothing to read in what was named\n")
    assert not (tmp_path / "out.html").exists()


def test_without_inputs_on_a_terminal_a_short_usage_is_shown(
    closeup: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    result = closeup("read")
    assert result.status == 2
    assert "closeup read review.txt" in result.err


def test_without_inputs_a_pipe_is_read(
    closeup: Command, monkeypatch: pytest.MonkeyPatch, two: list[str]
) -> None:
    asked: list[list[str]] = []

    def ask(inputs: list[str], *rest: object) -> Iterator[Review]:
        asked.append(inputs)
        return iter(())

    monkeypatch.setattr(job, "reviews_of", ask)
    closeup("read")
    assert asked == [["-"]]


@pytest.mark.parametrize(
    "args",
    [
        ["--format", "xml"],
        ["--threads", "0"],
        ["--column", "critic"],
        ["--column", "colour=x"],
        ["--text-column", "a", "--column", "text=b"],
    ],
)
def test_misuse_is_status_two_without_a_traceback(closeup: Command, two: list[str], args: list[str]) -> None:
    result = closeup("read", two[0], *args)
    assert result.status == 2
    assert "Traceback" not in result.err
    assert result.out == ""


def test_columns_are_mapped_by_field(
    closeup: Command, monkeypatch: pytest.MonkeyPatch, two: list[str]
) -> None:
    seen: list[ColumnMap] = []

    def see(inputs: list[str], input_format: str | None, columns: ColumnMap) -> Iterator[Review]:
        seen.append(columns)
        return iter(())

    monkeypatch.setattr(job, "reviews_of", see)
    closeup("read", two[0], "--text-column", "body", "--column", "critic=by", "--column", "rating=stars")
    (columns,) = seen
    assert (columns.text, columns.critic, columns.rating) == ("body", "by", "stars")


def test_a_rating_given_is_handed_to_the_one_review(
    closeup: Command, stand_in: StandIn, two: list[str]
) -> None:
    assert closeup("read", two[0], "--rating", "B+").status == 0
    assert stand_in.ratings == ["B+"]
    refused = closeup("read", *two, "--rating", "B+")
    assert refused.status == 2
    assert "it is for one review, and several were given" in refused.err


def test_a_rating_for_several_is_refused_before_an_older_output_is_touched(
    closeup: Command, two: list[str], tmp_path: Path
) -> None:
    (tmp_path / "out.jsonl").write_text("older")
    assert closeup("read", *two, "--rating", "B+", "--no-resume", "-o", "out.jsonl").status == 2
    assert (tmp_path / "out.jsonl").read_text() == "older"


def test_an_error_of_closeup_is_one_line_and_status_one(
    closeup: Command, monkeypatch: pytest.MonkeyPatch, two: list[str]
) -> None:
    def broken(options: object) -> None:
        raise ModelError("the weights are damaged;\nreinstall", where="m.onnx")

    monkeypatch.setattr(job, "open_reader", broken)
    result = closeup("read", two[0])
    assert (result.status, result.err) == (1, "closeup: m.onnx: the weights are damaged; reinstall\n")


def test_a_fault_is_one_line_unless_the_traceback_is_asked_for(
    closeup: Command, stand_in: StandIn, two: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in.stop_at, stand_in.stop_with = 1, ZeroDivisionError("oops")
    result = closeup("read", two[0])
    assert result.status == 70
    assert len(result.err.splitlines()) == 1
    assert "ZeroDivisionError: oops" in result.err
    monkeypatch.setattr("sys.argv", ["closeup", "--debug", "read", two[0]])
    from closeup.cli.main import run

    with pytest.raises(ZeroDivisionError):
        run()


def test_control_characters_of_a_file_name_do_not_reach_the_terminal(closeup: Command) -> None:
    assert "\x1b" not in closeup("read", "\x1b]0;owned\x07.txt").err


def test_an_interrupted_page_leaves_the_older_file_as_it_was(
    closeup: Command, stand_in: StandIn, two: list[str], tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_text("older")
    stand_in.stop_at = 2
    result = closeup("read", *two, "-o", "page.html")
    assert result.status == 130
    assert result.err == "closeup: interrupted; page.html was not written\n"
    assert (tmp_path / "page.html").read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt", "page.html"]


def test_an_output_that_is_an_input_is_refused(closeup: Command, two: list[str], tmp_path: Path) -> None:
    for inputs, output in [(two, "a.txt"), (["*.txt"], "a.txt"), (["."], "new.html")]:
        result = closeup("read", *inputs, "-o", output)
        assert result.status == 1
        assert len(result.err.splitlines()) == 1
    assert (tmp_path / "a.txt").read_text() == GOOD
    assert not (tmp_path / "new.html").exists()


def test_an_output_in_a_missing_folder_is_one_line(closeup: Command, two: list[str]) -> None:
    for name in ("no/out.jsonl", "no/out.md"):
        result = closeup("read", two[0], "-o", name)
        expected = f"closeup: {name}: cannot write there: No such file or directory\n"
        assert (result.status, result.err) == (1, expected)


def test_a_full_page_and_cards_of_several_reviews_are_written(
    closeup: Command, stand_in: StandIn, tmp_path: Path
) -> None:
    for number, made in enumerate((full(), pan())):
        (tmp_path / f"{number}.txt").write_text(made.text)
        stand_in.made[made.text] = made
    result = closeup("read", "0.txt", "1.txt")
    assert "The Third Man (1949)" in result.out
    assert "Cats (2019)" in result.out
    assert "2 reviews read in" in result.out
    assert not any(line.endswith(" ") for line in result.out.splitlines())


def in_a_process(form: str, stdout: int) -> subprocess.Popen[bytes]:
    """A run over ten thousand reviews in a process of its own."""
    program = (
        "import sys\n"
        "from closeup.cli import job, main\n"
        "from tests.cli.conftest import StandIn\n"
        "from closeup.review import Review\n"
        "job.open_reader = lambda options: StandIn()\n"
        "job.reviews_of = lambda *given: (Review(text='Fine film. ' * 50) for _ in range(10_000))\n"
        f"sys.argv = ['closeup', 'read', 'x', '--format', {form!r}]\n"
        "main.run()\n"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
        env={"PYTHONPATH": "src:.", "PATH": ""},
    )


@pytest.mark.parametrize("form", ["jsonl", "card"])
def test_a_broken_pipe_is_quiet(form: str) -> None:
    with in_a_process(form, subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("form", ["jsonl", "card"])
def test_a_full_disk_is_one_line(form: str) -> None:
    with Path("/dev/full").open("wb") as full_disk, in_a_process(form, full_disk.fileno()) as process:
        assert process.stderr is not None
        said = process.stderr.read()
        assert said == b"closeup: standard output: cannot write there: No space left on device\n"
        assert process.wait(30) == 1


def test_the_input_formats_offered_are_those_that_the_sources_read() -> None:
    from typing import get_args

    from closeup.sources import dispatch

    assert {form.value for form in InputFormat} == set(get_args(dispatch.Format))


def test_every_format_has_a_writer(closeup: Command, two: list[str], tmp_path: Path) -> None:
    for form in Format:
        assert closeup("read", two[0], "--format", form.value, "-o", f"out-{form.value}").status == 0
        assert (tmp_path / f"out-{form.value}").exists()
