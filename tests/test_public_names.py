"""What `import closeup` offers, and what it does not load."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import closeup

ROOT = Path(__file__).parents[1]


def loaded_by(code: str) -> set[str]:
    """The top-level packages loaded after running `code` in a fresh interpreter."""
    program = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / "src")},
    )
    return set(done.stdout.split())


def test_importing_closeup_loads_nothing_heavy() -> None:
    heavy = {"pydantic", "numpy", "onnxruntime", "rich", "typer", "tokenizers", "pyarrow"}
    assert not loaded_by("import closeup") & heavy


def test_importing_the_command_line_loads_neither_types_nor_model_nor_rich() -> None:
    heavy = {"pydantic", "numpy", "onnxruntime", "rich", "tokenizers", "pyarrow"}
    assert not loaded_by("import closeup.cli.main") & heavy


def test_the_public_names_are_found_and_listed() -> None:
    from closeup.reading import Reading
    from closeup.review import Review

    assert closeup.Reading is Reading
    assert closeup.Review is Review
    assert dir(closeup) == ["Reader", "Reading", "Review", "__version__", "read"]


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        _ = closeup.reed


def test_read_loads_the_model_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []

    class OnceReader:
        def __init__(self) -> None:
            made.append(self)

        def read(self, review: object) -> object:
            return review

    monkeypatch.setattr("closeup.reader.Reader", OnceReader)
    closeup._default_reader.cache_clear()
    answers: list[object] = [closeup.read("a"), closeup.read("b")]
    assert answers == ["a", "b"]
    assert len(made) == 1
    closeup._default_reader.cache_clear()
