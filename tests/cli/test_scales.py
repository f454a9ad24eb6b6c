"""A critic's other ratings settle what a bare number is out of."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from closeup.cli.main import app
from closeup.errors import InputError
from closeup.reader import Reader
from closeup.reader.ratings import settle_scales
from closeup.review import Review, Unreadable

ROWS = [
    {"id": "a", "text": "A fine, funny film.", "critic": "Ada Quill", "rating": "3/4"},
    {"id": "b", "text": "A dull, endless film.", "critic": "Ada Quill", "rating": "1/4"},
    {"id": "c", "text": "A good film with a weak end.", "critic": "Ada Quill", "rating": "3"},
    {"id": "d", "text": "A good film with a weak end.", "critic": "Someone Else", "rating": "3"},
]


def reviews() -> list[Review | Unreadable]:
    return [Review.of(**row) for row in ROWS]


def test_scales_are_settled_by_critic() -> None:
    assert settle_scales(reviews()) == {"Ada Quill": 4.0}


def test_a_reader_that_knows_the_scale_scores_a_bare_number_of_that_critic_only() -> None:
    reader = Reader(scales={"Ada Quill": 4.0})
    by_ada, by_another = (reader.read(Review.of(**row)).verdict for row in ROWS[2:])
    assert (by_ada.score, by_ada.interval) == (75.0, (75.0, 75.0))
    assert by_another.stated is not None
    assert by_another.stated.score is None
    assert by_another.score == by_another.read_score


@pytest.mark.parametrize(("options", "score"), [([], None), (["--settle-scales"], 75.0)])
def test_the_command_settles_scales_from_the_same_file_when_asked(
    tmp_path: Path, options: list[str], score: float | None
) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), "utf-8")
    done = CliRunner().invoke(app, ["read", str(path), "--format", "jsonl", *options])
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found[2]["verdict"]["stated"]["score"] == score
    assert found[0]["verdict"]["stated"]["score"] == 75.0


def test_standard_input_cannot_be_read_twice() -> None:
    done = CliRunner().invoke(app, ["read", "-", "--input", "jsonl", "--settle-scales"], input="{}\n")
    assert isinstance(done.exception, InputError)
    assert "twice" in str(done.exception)
