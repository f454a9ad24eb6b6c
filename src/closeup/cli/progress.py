"""How far a long run has come: a line on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from closeup.cli.terminal import say, visible
from closeup.sources.dispatch import SUFFIXES

if TYPE_CHECKING:
    from rich.progress import Progress, Task, TaskID
    from rich.text import Text

_ONE_REVIEW = {"text", "markdown", "html", "pdf", "docx"}
_COUNTED = 1 << 30
"""Bytes of JSONL past which counting lines ahead would keep the user waiting."""


def total_of(inputs: list[str], input_format: str | None) -> int | None:
    """How many reviews the inputs hold, where that is cheap to know; else None."""
    total = 0
    for given in inputs:
        path = Path(given)
        form = input_format or SUFFIXES.get(path.suffix.lower())
        if not path.is_file():
            return None
        if form == "jsonl" and path.stat().st_size <= _COUNTED:
            total += _count_lines(path)
        elif form in _ONE_REVIEW:
            total += 1
        else:
            return None
    return total


def _count_lines(path: Path) -> int:
    count, last = 0, b"\n"
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
            last = block[-1:]
    return count + (last != b"\n")


class Meter:
    """Counts reviews on standard error as they are done; silent where that is not a terminal.

    Parameters
    ----------
    shown : bool
        Whether to show anything at all: not where readings go to the same terminal.
    done : int
        Reviews done by an earlier run.
    total : int, optional
        Of all reviews, done ones included.
    """

    def __init__(self, *, shown: bool, done: int = 0, total: int | None = None) -> None:
        self._progress: Progress | None = None
        self._task: TaskID | None = None
        if shown and sys.stderr is not None and sys.stderr.isatty():
            self._progress = _progress(known=total is not None)
            self._task = self._progress.add_task("", completed=done, total=total)

    @property
    def live(self) -> bool:
        """Whether someone is watching."""
        return self._progress is not None

    def advance(self) -> None:
        """Count one review."""
        if self._progress is not None and self._task is not None:
            self._progress.advance(self._task)

    def note(self, message: str) -> None:
        """Say one line without tearing the count."""
        if self._progress is None:
            say(message)
        else:
            line = visible(" ".join(f"closeup: {message}".split()))
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)

    def __enter__(self) -> Self:
        if self._progress is not None:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._progress is not None:
            self._progress.stop()


def _progress(*, known: bool) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn
    from rich.text import Text

    class Rate(ProgressColumn):
        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text(f"{speed:,.1f}/s" if speed else "", style="dim")

    console = Console(stderr=True)
    if known:
        counted = TextColumn("{task.completed:,.0f} of {task.total:,.0f} reviews")
        return Progress(
            BarColumn(), counted, Rate(), TimeRemainingColumn(elapsed_when_finished=True),
            console=console, transient=True,
        )  # fmt: skip
    return Progress(TextColumn("{task.completed:,.0f} reviews"), Rate(), console=console, transient=True)
