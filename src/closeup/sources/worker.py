"""The process that parsers run in: documents come on standard input, answers go to standard output.

A request is a line of JSON and then the document's bytes; an answer is a line of JSON.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import sys
from typing import Any

from closeup.errors import CloseupError
from closeup.review import Unreadable
from closeup.sources.dispatch import parse

_MEMORY = 2_000_000_000
"""Bytes that the process may map, so that a document that unfolds without end fails here."""

_GRACE = 5.0
"""Seconds past the limit after which the process ends itself, should its parent be gone."""


def serve() -> None:
    """Answer requests until standard input ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb")
    # Whatever a parser prints must not mix with the answers.
    os.dup2(2, 1)
    _bound_memory()
    answers.write(b"ready\n")
    answers.flush()
    while line := requests.readline():
        request = json.loads(line)
        data = requests.read(request["size"])
        faulthandler.dump_traceback_later(request["seconds"] + _GRACE, exit=True)
        answers.write(json.dumps(_answer(request, data)).encode("ascii") + b"\n")
        answers.flush()
        faulthandler.cancel_dump_traceback_later()


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    try:
        found = parse(
            data, request["format"], where=request["where"], url=request["url"], declared=request["declared"]
        )
    except CloseupError as error:
        return {"failed": _stated(error)}
    results = []
    for result in found:
        if isinstance(result, Unreadable):
            results.append({"id": result.id, **_stated(result.error)})
        else:
            results.append({"review": result.model_dump()})
    return {"results": results}


def _stated(error: CloseupError) -> dict[str, Any]:
    return {"code": error.code, "message": error.message, "where": error.where}


def _bound_memory() -> None:
    # Only Linux keeps to this limit; elsewhere the time limit has to do.
    if sys.platform == "linux":
        import resource

        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
