"""How far an import has come, on standard error where that is a terminal, and what was wrong in the files."""

from __future__ import annotations

import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from closeup.catalog.lines import Notices
from closeup.cli.terminal import say, visible

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_STEP = 1000


class Watch:
    """Shows one line for each file and one for the catalogue as it is written."""

    def __init__(self) -> None:
        self.notices = Notices(progress=self._read, complain=self._complain)
        self._progress: Progress | None = None
        self._tasks: dict[Path | None, TaskID] = {}
        if sys.stderr is not None and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

            self._progress = Progress(
                TextColumn("{task.description}", markup=False),
                BarColumn(),
                TextColumn("{task.fields[count]}"),
                TimeRemainingColumn(elapsed_when_finished=True),
                console=Console(stderr=True),
                transient=True,
            )

    def _read(self, path: Path, done: int, total: int) -> None:
        if self._progress is not None:
            task = self._task(path, f"reading {visible(path.name)}", total)
            self._progress.update(task, completed=done, count=f"{done / 1e6:,.0f} MB")

    def writing(self, films: int) -> None:
        """So many films are written."""
        if self._progress is not None and films % _STEP == 0:
            task = self._task(None, "writing", None)
            self._progress.update(task, completed=films, count=f"{films:,} films")

    def _task(self, of: Path | None, description: str, total: int | None) -> TaskID:
        if self._progress is None:
            raise RuntimeError("nobody watches")
        if of not in self._tasks:
            self._tasks[of] = self._progress.add_task(description, total=total, count="")
        return self._tasks[of]

    def _complain(self, where: str, message: str) -> None:
        if self._progress is None:
            say(f"{where}: {message}")
        else:
            line = visible(" ".join(f"closeup: {where}: {message}".split()))
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
