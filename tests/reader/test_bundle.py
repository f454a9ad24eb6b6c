"""A model's folder: the one that ships is whole, and a bad one is an error that says so."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from closeup.errors import ModelError
from closeup.reader.bundle import SETTINGS, TOKENIZER, WEIGHTS, Bundle, shipped


def test_the_model_that_ships_is_whole() -> None:
    Bundle().check()


def test_a_file_other_than_the_one_shipped_is_found(tmp_path: Path) -> None:
    for name in (SETTINGS, TOKENIZER):
        shutil.copyfile(shipped() / name, tmp_path / name)
    with pytest.raises(ModelError, match="missing"):
        Bundle(tmp_path).check()
    (tmp_path / WEIGHTS).write_bytes(b"other weights")
    with pytest.raises(ModelError, match="damaged"):
        Bundle(tmp_path).check()


def test_a_place_without_settings_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "review.txt").write_text("A gem.")
    for place in (tmp_path, tmp_path / "nowhere", tmp_path / "review.txt"):
        with pytest.raises(ModelError, match="not the folder of a model"):
            Bundle(place)


@pytest.mark.parametrize("written", ["", "{", "[]", "null"])
def test_settings_that_are_no_json_object_are_a_model_error(tmp_path: Path, written: str) -> None:
    (tmp_path / SETTINGS).write_text(written)
    with pytest.raises(ModelError, match="not a JSON object"):
        Bundle(tmp_path)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"format": 0}, "model format 0"),
        ({"heads": [["kind", "sentence", 7]]}, "other questions"),
        ({"heads": None}, "other questions"),
        ({"special": [1]}, "lacks what this version reads"),
        ({"calibration": {}}, "lacks what this version reads"),
        ({"calibration": None}, "lacks what this version reads"),
    ],
)
def test_settings_of_another_version_are_a_model_error(
    tmp_path: Path, change: dict[str, Any], says: str
) -> None:
    settings = json.loads((shipped() / SETTINGS).read_text("utf-8")) | change
    (tmp_path / SETTINGS).write_text(json.dumps(settings))
    with pytest.raises(ModelError, match=says):
        Bundle(tmp_path)
