"""What runs the model's ONNX file: onnxruntime, each window alone on one thread."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import numpy.typing as npt

from closeup.errors import ModelError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Feed = dict[str, npt.NDArray[Any]]

INPUTS = ("ids", "pool", "place")
"""Of the ONNX graph, each with one window and no padding."""


class Engine(Protocol):
    """Runs the encoder and its heads.

    A window's answers are the same, byte for byte, whatever windows are run with it and however far
    they are padded.

    Attributes
    ----------
    name : str
    """

    name: str

    def run(self, ids: Ints, mask: Ints, pool: Floats, place: Floats) -> dict[str, Floats]:
        """Run windows.

        Parameters
        ----------
        ids, mask : int64 [windows, tokens]
            The mask is 1 on a window's tokens and 0 on the padding after them.
        pool : float32 [windows, stretches, tokens]
            Rows after a window's last stretch are zero.
        place : float32 [windows, stretches, 4]

        Returns
        -------
        dict of float32 [windows, stretches or tokens, size]
            Each head's answers by name; zero in the padding.
        """
        ...


class OnnxEngine:
    """The model on onnxruntime.

    The activations' int8 range is taken anew in each call, so windows that share a call would change
    each other's answers: each window is its own call, on its own thread. That is also the fastest way,
    as no padding is computed and no thread waits for another.

    Parameters
    ----------
    path : Path
        The ONNX file.
    threads : int, optional
        Windows to run at once, 1 or more. Default: one per processor that this process may use.

    Raises
    ------
    ModelError
        There is no such file, it is damaged, or it is not a model of Closeup's.
    """

    name = "onnxruntime"

    def __init__(self, path: Path, threads: int | None = None) -> None:
        self.threads = max(1, threads or _processors())
        self._session = _open(path)
        found = tuple(sorted(item.name for item in self._session.get_inputs()))
        if found != tuple(sorted(INPUTS)):
            raise ModelError(f"the graph takes {', '.join(found)}, not {', '.join(INPUTS)}", where=str(path))
        self._outputs = [item.name for item in self._session.get_outputs()]
        self._pool = ThreadPoolExecutor(self.threads, "closeup") if self.threads > 1 else None

    def run(self, ids: Ints, mask: Ints, pool: Floats, place: Floats) -> dict[str, Floats]:
        """Run windows; see `Engine.run`."""
        tokens = [int(count) for count in mask.sum(1)]
        stretches = [_last(row) for row in np.any(pool, axis=2)]
        feeds: list[Feed] = [
            {
                "ids": ids[i : i + 1, :length],
                "pool": pool[i : i + 1, :count, :length],
                "place": place[i : i + 1, :count],
            }
            for i, (length, count) in enumerate(zip(tokens, stretches, strict=True))
        ]
        if self._pool is None or len(feeds) < 2:
            answers = [self._window(feed) for feed in feeds]
        else:
            answers = list(self._pool.map(self._window, feeds))
        return {
            name: _stack([answer[column][0] for answer in answers])
            for column, name in enumerate(self._outputs)
        }

    def _window(self, feed: Feed) -> Sequence[Floats]:
        answers: Sequence[Floats] = self._session.run(self._outputs, feed)
        return answers


def choose_engine(name: str, path: Path, threads: int | None = None) -> Engine:
    """The engine of this name.

    Parameters
    ----------
    name : {"auto", "onnxruntime"}
    path : Path
        The ONNX file.
    threads : int, optional

    Raises
    ------
    ModelError
        No engine has this name, or the file cannot be used.
    """
    if name not in ("auto", OnnxEngine.name):
        raise ModelError(f"there is no engine {name!r}; use 'auto' or '{OnnxEngine.name}'")
    return OnnxEngine(path, threads)


def _open(path: Path) -> InferenceSession:
    if not path.is_file():
        raise ModelError("the model's file is missing: install closeup again", where=str(path))
    from onnxruntime import InferenceSession

    try:
        return InferenceSession(
            path,
            _options(),
            providers=["CPUExecutionProvider"],
            # The fused operator is several times slower on a CPU than the two that it replaces.
            disabled_optimizers=["SkipLayerNormFusion"],
        )
    except Exception as error:  # onnxruntime's errors have no common class of their own
        reason = str(error).splitlines()[0]
        raise ModelError(
            f"the model's file is damaged, install closeup again ({reason})", where=str(path)
        ) from None


def _options() -> SessionOptions:
    from onnxruntime import SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Every window has another shape: a plan of memory for each would only pile up.
    options.enable_mem_pattern = False
    if _overflows():
        options.add_session_config_entry("session.x64quantprecision", "1")
    return options


def _overflows() -> bool:
    """Whether this processor adds pairs of int8 products in 16 bits: x86-64 before VNNI.

    There onnxruntime can be told to be exact. It must not be told so elsewhere, where its products are
    exact as they are and the option makes them over twice as slow. Known on Linux only.
    """
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return False
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return False
    return "vnni" not in flags


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _last(used: npt.NDArray[np.bool_]) -> int:
    """How many rows up to the last that is used; at least 1."""
    found = np.flatnonzero(used)
    return int(found[-1]) + 1 if len(found) else 1


def _stack(parts: Sequence[Floats]) -> Floats:
    """Arrays [rows, size] of different length as one, zero where they end."""
    stacked = np.zeros((len(parts), max(len(part) for part in parts), parts[0].shape[-1]), np.float32)
    for row, part in enumerate(parts):
        stacked[row, : len(part)] = part
    return stacked
