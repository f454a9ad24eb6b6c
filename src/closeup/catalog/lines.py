"""The files that others publish about films, line by line: plain or gzip, with where each line stands."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from closeup.errors import BrokenFile, NotFound, UnknownFormat

_MOST_SHOWN = 20
_ENOUGH_TO_JUDGE = 1000
"""Bad lines after which a file that is mostly bad is taken for the wrong one."""
_LONGEST = 1 << 20
_STEP = 1 << 14
"""Lines between two reports of progress."""


@dataclass
class Notices:
    """What a user is told while files are read.

    Parameters
    ----------
    progress : callable, optional
        Called with a file, the bytes read of it, and its size, now and then.
    complain : callable, optional
        Called with `file:line` and what is wrong there, for the first twenty bad lines.
    """

    progress: Callable[[Path, int, int], None] = lambda path, done, total: None
    complain: Callable[[str, str], None] = lambda where, message: None
    bad: int = 0
    lines: int = 0
    _in_file: dict[Path, int] = field(default_factory=dict)

    def bad_line(self, path: Path, number: int, message: str) -> None:
        """Count a line that cannot be used, and say so.

        Raises
        ------
        UnknownFormat
            If most of the file so far is bad.
        """
        self.bad += 1
        self._in_file[path] = bad = self._in_file.get(path, 0) + 1
        if self.bad <= _MOST_SHOWN:
            self.complain(f"{path}:{number}", message)
        if bad >= _ENOUGH_TO_JUDGE and bad * 2 > number:
            raise UnknownFormat(
                f"{bad} of the first {number} lines are bad: is this the right file?", where=str(path)
            )


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], Callable[[], int], int]]:
    """The file's content, unpacked where it is gzip; how far it has been read; its size.

    Raises
    ------
    NotFound
        If there is no such file, or it cannot be read.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise NotFound(f"the file cannot be read ({error.strerror})", where=str(path)) from error
    with raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        content = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw
        with content:
            yield content, raw.tell, path.stat().st_size


def lines(path: Path, notices: Notices) -> Generator[tuple[int, str], None, None]:
    """The lines of a file in UTF-8 with their numbers from 1; lines that are not text are reported.

    Raises
    ------
    NotFound
        If the file cannot be read.
    BrokenFile
        If a packed file is cut short or damaged.
    """
    number = 0
    with opened(path) as (content, done, total):
        try:
            while line := content.readline(_LONGEST):
                number += 1
                notices.lines += 1
                if number % _STEP == 0:
                    notices.progress(path, done(), total)
                try:
                    text = line.decode("utf-8").rstrip("\r\n")
                except UnicodeDecodeError:
                    notices.bad_line(path, number, "this is not text in UTF-8")
                    continue
                if text:
                    yield number, text
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise BrokenFile(
                f"the file is damaged or cut short after line {number}: fetch it again", where=str(path)
            ) from error
        notices.progress(path, total, total)
