"""A command line with a stand-in for the model: readings made by hand, failures on demand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from closeup.cli import job
from closeup.cli.main import run
from closeup.errors import NotEnglish, NotFound
from closeup.reading import ModelName, Reading
from closeup.review import Review, Unreadable
from tests.readings import MODEL, plain


@dataclass
class StandIn:
    """Reads anything as one sentence of praise; `stop_at` raises before that review, counted from 1."""

    made: dict[str, Reading] = field(default_factory=dict)
    stop_at: int | None = None
    stop_with: BaseException = field(default_factory=KeyboardInterrupt)
    model: ModelName = MODEL
    read: list[str] = field(default_factory=list)
    ratings: list[str | None] = field(default_factory=list)

    def read_many(self, items: Iterable[Review | str | Unreadable]) -> Iterator[Reading | Unreadable]:
        for number, item in enumerate(items, start=1):
            if number == self.stop_at:
                raise self.stop_with
            if isinstance(item, Unreadable):
                yield item
                continue
            assert isinstance(item, Review)
            self.read.append(item.text)
            self.ratings.append(item.rating)
            if "nicht" in item.text:
                yield Unreadable(item.id, NotEnglish("the text is in German"))
            else:
                made = self.made.get(item.text) or plain(item.text, model=self.model)
                yield made.model_copy(update={"id": item.name})


def open_simply(inputs: list[str], input_format: object, columns: object) -> Iterator[Review | Unreadable]:
    """Text files and JSONL, without what the real sources do to them."""
    for given in inputs:
        path = Path(given)
        if not path.exists():
            yield Unreadable(given, NotFound("there is no such file or folder", where=given))
        elif path.suffix == ".jsonl":
            yield from (Review(**json.loads(line)) for line in path.read_text().splitlines())
        else:
            yield Review(id=given, text=path.read_text())


@dataclass
class Result:
    status: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    reader = StandIn()
    monkeypatch.setattr(job, "open_reader", lambda options: reader)
    monkeypatch.setattr(job, "reviews_of", open_simply)
    return reader


@pytest.fixture
def closeup(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Command:
    """Run the command line in an empty folder, as the shell would."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLOSEUP_DEBUG", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)

    def command(*args: str) -> Result:
        monkeypatch.setattr("sys.argv", ["closeup", *args])
        with pytest.raises(SystemExit) as stopped:
            run()
        captured = capsys.readouterr()
        return Result(int(stopped.value.code or 0), captured.out, captured.err)

    return command
