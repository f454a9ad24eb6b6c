"""Where readings go: standard output, a file or folder that appears when whole, a file that grows."""

from __future__ import annotations

import glob
import os
import shutil
import sys
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from closeup.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def writing_to_stdout() -> Iterator[None]:
    """Like `writing`; after a failure the interpreter's own last flush goes nowhere, and so says nothing."""
    try:
        with writing(Path("standard output")):
            yield
    except (OutputError, BrokenPipeError):
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
        raise


class Place(Protocol):
    """A place to write to."""

    def finish(self) -> None:
        """Everything was written."""

    def abandon(self) -> None:
        """Stop here: leave nothing half-written behind."""


class Destination(Place, Protocol):
    """A place to write text to."""

    def write(self, text: str) -> None:
        """Write some text."""


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what the system says of a failed write into `OutputError`, but for a pipe that was closed."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write there: {error.strerror or error}", where=str(path)) from error


class Stdout:
    """Standard output, passed on at once so that a pipe's reader sees each review as it is done."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self._encoding = encoding

    def write(self, text: str) -> None:
        """Write some text."""
        with writing_to_stdout():
            sys.stdout.buffer.write(text.encode(self._encoding, "replace"))
            sys.stdout.buffer.flush()

    def finish(self) -> None:
        """Nothing is left to do."""

    def abandon(self) -> None:
        """Nothing can be taken back."""


class WholeFile:
    """A file that takes its name, and the place of an older one, only when it is whole.

    Raises
    ------
    OutputError
        It cannot be written, or is a folder.
    """

    def __init__(self, path: Path) -> None:
        if path.is_dir():
            raise OutputError("is a folder; name a file to write", where=str(path))
        self._path = path
        # A device or a named pipe is written as it stands: it must not be replaced by a file.
        self._in_place = path.exists() and not path.is_file()
        self._part = path if self._in_place else path.with_name(f".{path.name}.part")
        with writing(path):
            self._file: BinaryIO = self._part.open("wb")

    def write(self, text: str) -> None:
        """Write some text."""
        self.write_bytes(text.encode("utf-8", "replace"))

    def write_bytes(self, data: bytes) -> None:
        """Write some bytes."""
        with writing(self._path):
            self._file.write(data)

    def finish(self) -> None:
        """Close the file and give it its name."""
        with writing(self._path):
            self._file.close()
            if not self._in_place:
                # Through a symbolic link, so that the link stays one.
                self._part.replace(self._path.resolve())

    def abandon(self) -> None:
        """Leave an older file of that name as it was."""
        with writing(self._path):
            self._file.close()
            if not self._in_place:
                self._part.unlink(missing_ok=True)


class WholeFolder:
    """A folder of files that takes its name, and the place of an older one, only when it is whole.

    Parameters
    ----------
    names : frozenset of str
        The files that may stand in an older folder of that name. One that holds anything else is not ours.

    Attributes
    ----------
    part : Path
        The folder to write the files to.
    held : ExitStack
        What must be closed before the folder can be given up.

    Raises
    ------
    OutputError
        It cannot be written, or there is a file or another folder of that name.
    """

    def __init__(self, path: Path, names: frozenset[str]) -> None:
        self.path, self._names = path, names
        self.held = ExitStack()
        # Through a symbolic link, so that the link stays one.
        self._real = path.resolve()
        self._old = self._real.with_name(f".{self._real.name}.old")
        self.part = self._real.with_name(f".{self._real.name}.part")
        for folder in (self._real, self.part, self._old):
            self._refuse_foreign(folder)
        with writing(path):
            self._clear(self._old)
            self._clear(self.part)
            self.part.mkdir()

    def finish(self) -> None:
        """Give the folder its name."""
        with writing(self.path):
            if self._real.exists():
                self._real.rename(self._old)
            try:
                self.part.rename(self._real)
            except OSError:
                if self._old.exists():
                    self._old.rename(self._real)
                raise
            self._clear(self._old)

    def abandon(self) -> None:
        """Leave an older folder of that name as it was."""
        with suppress(OSError):
            self.held.close()
        with writing(self.path):
            self._clear(self.part)

    def _refuse_foreign(self, folder: Path) -> None:
        with writing(self.path):
            if not folder.exists():
                return
            if not folder.is_dir():
                raise OutputError("is a file; name a folder for the tables", where=str(self.path))
            foreign = sorted(item.name for item in folder.iterdir() if item.name not in self._names)
        if foreign:
            what = "holds" if folder == self._real else f"cannot be made beside {folder.name}, which holds"
            message = f"{what} other files than tables ({foreign[0]}); name a new folder"
            raise OutputError(message, where=str(self.path))

    @staticmethod
    def _clear(folder: Path) -> None:
        if folder.exists():
            shutil.rmtree(folder)


class GrowingFile:
    """A file of whole lines, each on its way to the disk as soon as it is written.

    Parameters
    ----------
    keep : int
        Bytes of the existing file to go on after; what follows them is cut off.

    Raises
    ------
    OutputError
        It cannot be written, or is a folder.
    """

    def __init__(self, path: Path, *, keep: int = 0) -> None:
        if path.is_dir():
            raise OutputError("is a folder; name a file to write", where=str(path))
        self._path, self._whole = path, keep
        self._regular = not path.exists() or path.is_file()
        with writing(path):
            self._file = path.open("r+b" if keep else "wb", buffering=0)
            if keep:
                self._file.truncate(keep)
                self._file.seek(keep)

    def write(self, text: str) -> None:
        """Write whole lines."""
        data = memoryview(text.encode("utf-8"))
        with writing(self._path):
            written = 0
            while written < len(data):
                written += self._file.write(data[written:]) or 0
        self._whole += len(data)

    def finish(self) -> None:
        """Close the file."""
        self.abandon()

    def abandon(self) -> None:
        """Close the file after its last whole line."""
        with writing(self._path):
            if self._regular and not self._file.closed:
                self._file.truncate(self._whole)
            self._file.close()


def refuse_own_input(output: Path, inputs: list[str]) -> None:
    """Check that the output is none of the inputs, nor in a folder that is read.

    Raises
    ------
    OutputError
        It is: writing would destroy a review, or the next run would read the output as one.
    """
    for given in inputs:
        path = Path(given)
        if given == "-" or "://" in given:
            continue
        if path.is_dir() and output.resolve().is_relative_to(path.resolve()):
            raise OutputError(
                f"lies in the folder {given}, which is read; write it elsewhere", where=str(output)
            )
        # Path.glob cannot take a pattern that is absolute or begins with "..", as inputs may.
        matches = [given] if path.exists() else glob.glob(given, recursive=True)  # noqa: PTH207
        if output.is_dir() and any(Path(m).resolve().is_relative_to(output.resolve()) for m in matches):
            raise OutputError("holds one of the inputs; write to another folder", where=str(output))
        if output.exists() and any(Path(m).exists() and output.samefile(m) for m in matches):
            raise OutputError("is one of the inputs; write to another file", where=str(output))
