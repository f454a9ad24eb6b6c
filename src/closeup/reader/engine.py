"""What runs the model's ONNX file: onnxruntime, each window alone on one thread."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from closeup.errors import ModelError
from closeup.reader.windows import Feed

if TYPE_CHECKING:
    from onnxruntime import InferenceSession, SessionOptions

Floats = npt.NDArray[np.float32]

INPUTS = ("ids", "case", "pool", "place")
"""Of the ONNX graph, each with one window and no padding."""


class Engine(Protocol):
    """Runs the encoder and its heads."""

    def run(self, windows: Sequence[Feed]) -> list[dict[str, Floats]]:
        """Run windows (`closeup.reader.windows.feed_of`).

        Returns
        -------
        list of dict
            For each window, in order, each head's answers by name: float32 [stretches or tokens, size].
            They are the same, byte for byte, whatever windows are run with it.
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

    def __init__(self, path: Path, threads: int | None = None) -> None:
        self.threads = max(1, threads or _processors())
        self._session = _open(path)
        found = tuple(sorted(item.name for item in self._session.get_inputs()))
        if found != tuple(sorted(INPUTS)):
            raise ModelError(f"the graph takes {', '.join(found)}, not {', '.join(INPUTS)}", where=str(path))
        self._outputs = [item.name for item in self._session.get_outputs()]
        self._pool: ThreadPoolExecutor | None = None
        self._process = os.getpid()

    def run(self, windows: Sequence[Feed]) -> list[dict[str, Floats]]:
        """Run windows; see `Engine.run`."""
        if self.threads == 1 or len(windows) < 2:
            return [self._window(window) for window in windows]
        # A forked process has the pool but none of its threads, and would wait for them for ever.
        if self._pool is None or self._process != os.getpid():
            self._pool, self._process = ThreadPoolExecutor(self.threads, "closeup"), os.getpid()
        return list(self._pool.map(self._window, windows))

    def _window(self, window: Feed) -> dict[str, Floats]:
        answers = self._session.run(self._outputs, window)
        return {name: answer[0] for name, answer in zip(self._outputs, answers, strict=True)}


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
        reason = str(error).partition("\n")[0]
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
