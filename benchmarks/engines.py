"""Tokens per second of the ways to run the model: `python benchmarks/engines.py --model MODEL.onnx`.

Ways are run in turn, several times over, and the best time of each counts, so that other work on the
machine touches all alike; processor time is the figure to trust on a busy machine. Ratios are to the first
line, the engine as shipped. With `--float`, the float32 export, OpenVINO runs it in bfloat16 if installed.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from closeup.reader.engine import OnnxEngine

Feed = dict[str, npt.NDArray[Any]]
Way = Callable[[list[Feed]], object]

LENGTHS = (32, 64, 128, 256)
WORDS = (1999, 29000)
"""Ids of whole words in the tokenizer."""


def windows(length: int, count: int) -> list[Feed]:
    """Unpadded windows of up to `length` tokens, a stretch for every 20 or so."""
    random = np.random.default_rng(length)
    return [_window(random, int(random.integers(length * 3 // 4, length + 1))) for _ in range(count)]


def _window(random: np.random.Generator, length: int) -> Feed:
    count = max(1, length // 20)
    pool = np.zeros((1, count, length), np.float32)
    for row, part in enumerate(np.array_split(np.arange(1, length - 1), count)):
        pool[0, row, part] = 1 / len(part)
    ids = random.integers(*WORDS, (1, length))
    return {"ids": ids, "pool": pool, "place": random.random((1, count, 4)).astype(np.float32)}


def batch(feeds: list[Feed]) -> Feed:
    """Windows side by side, padded to the longest, with a mask."""
    tokens, rows = (max(feed["pool"].shape[axis] for feed in feeds) for axis in (2, 1))
    made = {
        "ids": np.zeros((len(feeds), tokens), np.int64),
        "mask": np.zeros((len(feeds), tokens), np.int64),
        "pool": np.zeros((len(feeds), rows, tokens), np.float32),
        "place": np.zeros((len(feeds), rows, 4), np.float32),
    }
    for row, feed in enumerate(feeds):
        _, count, length = feed["pool"].shape
        made["ids"][row, :length] = feed["ids"][0]
        made["mask"][row, :length] = 1
        made["pool"][row, :count, :length] = feed["pool"][0]
        made["place"][row, :count] = feed["place"][0]
    return made


def ways(model: Path, exact: Path | None, threads: int) -> Iterator[tuple[str, Way]]:
    """Each way's name, and what runs a list of windows that way."""
    shipped, single = OnnxEngine(model, threads), OnnxEngine(model, 1)
    yield f"each window alone, {threads} at once", shipped.run
    yield "each window alone, 1 at once", single.run
    wide, fused = _session(model, threads), _session(model, 1, fuse=True)
    yield f"each window alone, {threads} threads in it", lambda feeds: _each(wide, feeds)
    yield "the same, 1 thread, SkipLayerNorm fused", lambda feeds: _each(fused, feeds)
    yield f"padded to 8 per call, {threads} threads in it", lambda feeds: _batched(wide, feeds, 8)
    if exact is None:
        return
    full = _session(exact, 1)
    yield "float32, each window alone, 1 thread", lambda feeds: _each(full, feeds)
    try:
        import openvino
    except ImportError:
        return
    settings = {"INFERENCE_NUM_THREADS": threads, "NUM_STREAMS": threads, "INFERENCE_PRECISION_HINT": "bf16"}
    queue = openvino.AsyncInferQueue(openvino.Core().compile_model(str(exact), "CPU", settings), threads)
    yield f"OpenVINO bf16, each alone, {threads} at once", lambda feeds: _queued(queue, feeds)


def _session(path: Path, threads: int, *, fuse: bool = False) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    disabled = [] if fuse else ["SkipLayerNormFusion"]
    return onnxruntime.InferenceSession(
        path, options, providers=["CPUExecutionProvider"], disabled_optimizers=disabled
    )


def _each(session: Any, feeds: list[Feed]) -> None:
    for feed in feeds:
        session.run(None, feed)


def _batched(session: Any, feeds: list[Feed], size: int) -> None:
    for start in range(0, len(feeds), size):
        made = batch(feeds[start : start + size])
        session.run(None, {name: made[name] for name in ("ids", "pool", "place")})


def _queued(queue: Any, feeds: list[Feed]) -> None:
    for feed in feeds:
        queue.start_async(feed)
    queue.wait_all()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="the int8 ONNX file")
    parser.add_argument("--float", type=Path, help="the float32 ONNX file, to compare")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--windows", type=int, default=16, help="of each length")
    parser.add_argument("--rounds", type=int, default=8)
    args = parser.parse_args()

    before, start = _peak(), time.perf_counter()
    engine = OnnxEngine(args.model, args.threads)
    loaded = time.perf_counter() - start
    engine.run(windows(256, 16))
    size, after = args.model.stat().st_size / 1e6, _peak()
    print(f"{size:.1f} MB; loads in {loaded:.2f} s; peak memory {before:.0f} MB before, {after:.0f} after")

    runners = list(ways(args.model, args.float, args.threads))
    print(f"{'tokens':>6} {'wall x':>7} {'CPU x':>6} {'tokens/s':>9} {'CPU us/token':>13}  way")
    for length in LENGTHS:
        feeds = windows(length, args.windows)
        total = sum(feed["ids"].size for feed in feeds)
        wall, work = [np.inf] * len(runners), [np.inf] * len(runners)
        for _ in range(args.rounds):
            for i, (_name, run) in enumerate(runners):
                start, busy = time.perf_counter(), time.process_time()
                run(feeds)
                wall[i] = min(wall[i], time.perf_counter() - start)
                work[i] = min(work[i], time.process_time() - busy)
        for i, (name, _run) in enumerate(runners):
            speed, cost = total / wall[i], 1e6 * work[i] / total
            ratios = f"{wall[0] / wall[i]:7.2f} {work[0] / work[i]:6.2f}"
            print(f"{length:6} {ratios} {speed:9.0f} {cost:13.1f}  {name}")


def _peak() -> float:
    """Peak resident memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
