"""`closeup read --format jsonl -o FILE`: interrupted, it leaves whole lines; run again, it goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeup.cli.resume import skip_done
from closeup.errors import OutputError
from closeup.export.jsonl import line
from closeup.reading import ModelName
from closeup.review import Review
from tests.cli.conftest import Command, StandIn
from tests.readings import plain

TEXTS = [f"Film number {number} is a delight." for number in range(6)]


@pytest.fixture
def inputs(tmp_path: Path) -> str:
    lines = [json.dumps({"id": f"r{number}", "text": text}) for number, text in enumerate(TEXTS)]
    lines.insert(3, json.dumps({"id": "de", "text": "Das ist nicht gut."}))
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    return "in.jsonl"


@pytest.fixture
def whole(closeup: Command, inputs: str, tmp_path: Path) -> bytes:
    """The output of a run that nothing interrupted."""
    assert closeup("read", inputs, "-o", "whole.jsonl").status == 1
    return (tmp_path / "whole.jsonl").read_bytes()


def test_an_interrupted_run_leaves_whole_lines_says_how_to_go_on_and_is_status_130(
    closeup: Command, stand_in: StandIn, inputs: str, tmp_path: Path, whole: bytes
) -> None:
    stand_in.stop_at = 3
    result = closeup("read", inputs, "-o", "out.jsonl")
    assert result.status == 130
    assert result.err == "closeup: interrupted; the same command again goes on from here\n"
    assert (tmp_path / "out.jsonl").read_bytes() == b"".join(whole.splitlines(keepends=True)[:2])
    anew = closeup("read", inputs, "-o", "out.jsonl", "--no-resume")
    assert anew.err == "closeup: interrupted; the same command without --no-resume goes on from here\n"


@pytest.mark.parametrize("cut", [0, 1, 40, 700, -1, -30])
def test_the_same_command_after_a_cut_anywhere_gives_the_whole_output(
    closeup: Command, stand_in: StandIn, inputs: str, tmp_path: Path, whole: bytes, cut: int
) -> None:
    output = tmp_path / "out.jsonl"
    output.write_bytes(whole[:cut])
    already = whole[:cut].count(b"\n")
    stand_in.read.clear()
    result = closeup("read", inputs, "-o", "out.jsonl")
    assert output.read_bytes() == whole
    assert len(stand_in.read) == 7 - already
    assert result.status == 1


def test_a_finished_output_is_left_alone_with_the_same_status(
    closeup: Command, stand_in: StandIn, inputs: str, tmp_path: Path, whole: bytes
) -> None:
    stand_in.read.clear()
    assert closeup("read", inputs, "-o", "whole.jsonl").status == 1
    assert stand_in.read == []
    assert (tmp_path / "whole.jsonl").read_bytes() == whole


def test_no_resume_starts_anew(
    closeup: Command, stand_in: StandIn, inputs: str, tmp_path: Path, whole: bytes
) -> None:
    stand_in.read.clear()
    closeup("read", inputs, "-o", "whole.jsonl", "--no-resume")
    assert len(stand_in.read) == 7
    assert (tmp_path / "whole.jsonl").read_bytes() == whole


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda lines: lines[1:], "line 1 is of the review 'r0', but input 1 is 'r1'"),
        (lambda lines: [lines[1], lines[0], *lines[2:]], "line 1 is of the review 'r0', but input 1 is 'r1'"),
        (lambda lines: [lines[0].replace("delight", "bore"), *lines[1:]], "with another text than input 1"),
        (lambda lines: lines[:-1], "holds more than the 6 inputs"),
    ],
)
def test_other_inputs_than_the_output_was_made_from_are_refused_and_nothing_changes(
    closeup: Command, inputs: str, tmp_path: Path, whole: bytes, change: object, says: str
) -> None:
    path = tmp_path / inputs
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")  # type: ignore[operator]
    result = closeup("read", inputs, "-o", "whole.jsonl")
    assert result.status == 1
    assert len(result.err.splitlines()) == 1
    assert says in result.err
    assert "--no-resume" in result.err
    assert (tmp_path / "whole.jsonl").read_bytes() == whole


@pytest.mark.parametrize(
    "other", ["Dear diary,\ntoday I saw a film\n", "notes without a line end", "[1]\n", "{}\n"]
)
def test_a_file_that_is_something_else_is_never_overwritten(
    closeup: Command, inputs: str, tmp_path: Path, other: str
) -> None:
    (tmp_path / "out.jsonl").write_text(other)
    result = closeup("read", inputs, "-o", "out.jsonl")
    assert result.status == 1
    assert "line 1 is not a reading" in result.err
    assert (tmp_path / "out.jsonl").read_text() == other


def test_readings_of_two_models_are_not_mixed_in_one_file(
    closeup: Command, stand_in: StandIn, inputs: str, tmp_path: Path, whole: bytes
) -> None:
    half = b"".join(whole.splitlines(keepends=True)[:2])
    (tmp_path / "out.jsonl").write_bytes(half)
    stand_in.model = ModelName(name="closeup-en", version="9")
    result = closeup("read", inputs, "-o", "out.jsonl")
    assert result.status == 1
    assert "made by the model closeup-en 0.0-test, this is closeup-en 9" in result.err
    assert (tmp_path / "out.jsonl").read_bytes() == half


def test_an_error_in_the_middle_of_a_run_leaves_whole_lines(
    closeup: Command, stand_in: StandIn, inputs: str, tmp_path: Path, whole: bytes
) -> None:
    stand_in.stop_at, stand_in.stop_with = 4, ZeroDivisionError()
    assert closeup("read", inputs, "-o", "out.jsonl").status == 70
    assert whole.startswith((tmp_path / "out.jsonl").read_bytes())
    assert (tmp_path / "out.jsonl").read_bytes().count(b"\n") == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_wherever_an_output_is_cut_its_whole_lines_count_and_no_more(
    tmp_path: Path, data: st.DataObject
) -> None:
    reviews = [Review(text=text) for text in TEXTS]
    output = tmp_path / "any.jsonl"
    complete = "".join(line(plain(review.text)) + "\n" for review in reviews).encode()
    cut = data.draw(st.integers(0, len(complete)))
    output.write_bytes(complete[:cut])
    rest = iter(reviews)
    done = skip_done(rest, output)
    assert done.lines == complete[:cut].count(b"\n")
    assert done.size == complete[:cut].rfind(b"\n") + 1
    assert list(rest) == reviews[done.lines :]


def test_a_review_without_an_id_is_matched_by_its_text(tmp_path: Path) -> None:
    output = tmp_path / "out.jsonl"
    output.write_text(line(plain(TEXTS[0])) + "\n")
    assert skip_done(iter([Review(text=TEXTS[0])]), output).lines == 1
    with pytest.raises(OutputError, match="but input 1 is"):
        skip_done(iter([Review(text=TEXTS[1])]), output)
