"""A line of JSON for each review."""

from __future__ import annotations

import json

from hypothesis import given, settings

from closeup.errors import BadLine
from closeup.export.jsonl import line
from closeup.reading import Reading
from closeup.review import Unreadable
from tests.readings import readings


@settings(deadline=None, max_examples=50)
@given(reading=readings())
def test_a_reading_is_one_line_that_gives_it_back(reading: Reading) -> None:
    assert "\n" not in line(reading)
    assert Reading.model_validate_json(line(reading)) == reading


def test_an_error_is_one_line_with_id_code_and_message() -> None:
    error = BadLine("there is no text", where="in.jsonl:3")
    assert json.loads(line(Unreadable(None, error))) == {
        "id": None,
        "error": {"code": "bad_line", "message": "in.jsonl:3: there is no text"},
    }
