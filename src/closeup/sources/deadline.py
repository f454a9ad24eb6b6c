"""Parsers under a time limit: documents are read in a process of their own, killed when it runs late.

A thread cannot be stopped, and an alarm signal neither exists everywhere nor interrupts a parser
written in C. A process can be killed whatever it does, and one that crashes takes no batch with it.
It is started at the first document that needs it, serves all that follow, and exchanges JSON only.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from closeup.errors import BrokenFile, CloseupError, InputError, MissingExtra, TooSlow
from closeup.review import Review, Unreadable
from closeup.sources.dispatch import Format, check_size, parse

PARSER_SECONDS = 30.0
"""The longest that a parser may work on one document, the start of its process not counted in."""

_PLAIN_BYTES = 64_000
"""Markdown up to this size is read in place: its parser's worst cases stay under two seconds there."""

_START = "import sys; sys.path[:] = sys.argv[1:]; from closeup.sources.worker import serve; serve()"


class Parsers:
    """The parsers of documents; use as a context manager, or call `close`.

    Parameters
    ----------
    seconds : float
        The time limit for one document.
    """

    def __init__(self, seconds: float = PARSER_SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(
        self, data: bytes, form: Format, *, where: str, url: str | None = None, declared: str | None = None
    ) -> list[Review | Unreadable]:
        """Read one document.

        Raises
        ------
        InputError
            As `dispatch.parse`; `TooSlow` past the time limit, `BrokenFile` where the parser crashed.
        """
        check_size(len(data), where)
        # Plain text is decoded in time proportional to its size, and without a process starts at once.
        if form == "text" or (form == "markdown" and len(data) <= _PLAIN_BYTES):
            return parse(data, form, where=where, url=url, declared=declared)
        request = {"format": form, "where": where, "url": url, "declared": declared, "size": len(data)}
        answer = self._asked(request, data, where)
        if failed := answer.get("failed"):
            raise _raised(failed)
        return [_result(result) for result in answer["results"]]

    def close(self) -> None:
        """End the process, if one was started."""
        if self._process is not None:
            self._process.kill()
            self._reap(self._process)
            self._process = None

    def _asked(self, request: dict[str, Any], data: bytes, where: str) -> dict[str, Any]:
        process = self._running()
        late = threading.Event()

        def expire() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(self.seconds, expire)
        watch.daemon = True
        watch.start()
        line = b""
        # A process that died shows as a broken pipe on writing, or as the end of its answers.
        with contextlib.suppress(OSError, ValueError):
            stdin, stdout = cast(BinaryIO, process.stdin), cast(BinaryIO, process.stdout)
            stdin.write(json.dumps(request | {"seconds": self.seconds}).encode("ascii") + b"\n")
            stdin.write(data)
            stdin.flush()
            line = stdout.readline()
        watch.cancel()
        watch.join()
        if not line.endswith(b"\n") or late.is_set():
            self.close()
        if line.endswith(b"\n"):
            answer: dict[str, Any] = json.loads(line)
            return answer
        if late.is_set():
            raise TooSlow(f"reading it took longer than {self.seconds:g} seconds, the limit", where=where)
        raise BrokenFile("its parser crashed; the file is damaged or made to do harm", where=where)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        # The folder that the command was called in is no place to import from: files to be read
        # lie there, some of them called like a module.
        home = str(Path(__file__).resolve().parents[2])
        paths = [home, *(path for path in sys.path if path and path != home)]
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-c", _START, *paths],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        # Waiting for its greeting keeps the start out of the first document's time.
        greeting = cast(BinaryIO, self._process.stdout).readline()
        if greeting != b"ready\n":
            self.close()
            raise CloseupError("the parsers' process does not start; is the installation whole?")
        return self._process

    @staticmethod
    def _reap(process: subprocess.Popen[bytes]) -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        process.wait()


def _result(result: dict[str, Any]) -> Review | Unreadable:
    if "review" in result:
        return Review.model_validate(result["review"])
    return Unreadable(result["id"], _error(result))


def _error(stated: dict[str, Any]) -> InputError:
    kinds: dict[str, type[InputError]] = {kind.code: kind for kind in InputError.__subclasses__()}
    return kinds.get(stated["code"], InputError)(stated["message"], where=stated["where"])


def _raised(stated: dict[str, Any]) -> CloseupError:
    if stated["code"] == MissingExtra.code:
        return MissingExtra(stated["message"], where=stated["where"])
    return _error(stated)
