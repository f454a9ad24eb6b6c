"""Going on with an output of lines: what it holds already, matched with the inputs one by one.

Line n belongs to input n. Both are walked together, so an output of any length takes
no memory, and a list of inputs that has changed is noticed before anything is written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from closeup.errors import OutputError
from closeup.reading import SCHEMA
from closeup.review import Review, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from closeup.reading import ModelName

_ELSE = "use --no-resume to start it anew, or write to another file"


@dataclass(slots=True)
class Done:
    """What an output holds: whole lines, their bytes, the errors among them, the last reading's model."""

    lines: int = 0
    size: int = 0
    errors: int = 0
    model: dict[str, Any] | None = None


def skip_done(items: Iterator[Review | Unreadable], output: Path) -> Done:
    """Advance `items` past those that `output` holds already; a half-written last line does not count.

    An error's line counts as done. An output that is not there, or is empty, holds nothing.

    Raises
    ------
    OutputError
        `output` is no such file, or holds other reviews than `items`.
    """
    done = Done()
    if not output.exists() or not output.is_file():
        return done
    try:
        with output.open("rb") as file:
            for line in file:
                if not line.endswith(b"\n"):
                    _check_is_ours(line, done, output)
                    break
                record = _parse(line, done.lines + 1, output)
                _match(record, next(items, None), done.lines + 1, output)
                done.lines += 1
                done.size += len(line)
                if "error" in record:
                    done.errors += 1
                else:
                    done.model = record.get("model")
    except OSError as error:
        raise OutputError(f"cannot be read to go on with it: {error.strerror}", where=str(output)) from error
    return done


def check_model(done: Done, model: ModelName, output: Path) -> None:
    """Check that the new readings come from the model that made those in `output`.

    Raises
    ------
    OutputError
        They do not: one file would mix two models' answers.
    """
    if done.model is not None and done.model != model.model_dump():
        made_by = " ".join(str(part) for part in done.model.values())
        now = f"{model.name} {model.version}"
        raise OutputError(f"was made by the model {made_by}, this is {now}; {_ELSE}", where=str(output))


def _check_is_ours(line: bytes, done: Done, output: Path) -> None:
    """Refuse to cut a last line that cannot be the beginning of one of ours."""
    begins = (f'{{"schema":"{SCHEMA}"'.encode(), b'{"id":')
    if not any(line.startswith(start) or start.startswith(line) for start in begins):
        raise OutputError(f"line {done.lines + 1} is not a reading; {_ELSE}", where=str(output))


def _parse(line: bytes, number: int, output: Path) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError:
        record = None
    if not isinstance(record, dict) or (record.get("schema") != SCHEMA and "error" not in record):
        raise OutputError(f"line {number} is not a reading; {_ELSE}", where=str(output))
    return record


def _match(record: dict[str, Any], item: Review | Unreadable | None, number: int, output: Path) -> None:
    held = record.get("id")
    if item is None:
        raise OutputError(f"holds more than the {number - 1:,} inputs; {_ELSE}", where=str(output))
    if isinstance(item, Unreadable):
        same, given = held == item.id, item.id
    else:
        same, given = held in (item.id, item.name), item.name
        if same and "hash" in record:
            same = record["hash"] == item.hash
    if not same:
        message = f"line {number:,} is of the review {held!r}, but input {number:,} is {given!r}"
        if held == given:
            message = f"line {number:,} is of the review {held!r} with another text than input {number:,}"
        raise OutputError(f"{message}; {_ELSE}", where=str(output))
