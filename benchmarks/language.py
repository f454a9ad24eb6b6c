"""How often English is refused, and how long the question takes, on public reviews.

    python benchmarks/language.py --data DATA

DATA holds `rt/train.parquet`, `imdb/train.parquet` and `scale/reviews.parquet`. Refusals are printed:
the few texts of `rt` that truly are Spanish or Portuguese are right to be refused.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd

from closeup.language import detect

SETS = {"rt": "rt/train.parquet", "imdb": "imdb/train.parquet", "scale": "scale/reviews.parquet"}
COLD = """
import time; from closeup.language import detect, _identifier
start = time.perf_counter(); _identifier().FindLanguage("warm"); print(1000 * (time.perf_counter() - start))
"""


def main() -> None:
    """Print, for each set, texts, refusals and milliseconds for each text; then the library's cold start."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with the data sets")
    parser.add_argument("--show", type=int, default=60, help="refused texts to print of each set")
    arguments = parser.parse_args()
    print(f"{'set':8}{'case':8}{'texts':>8}{'words':>8}{'refused':>9}{'per 5,000':>11}{'ms each':>9}")
    for name, path in SETS.items():
        texts = pd.read_parquet(arguments.data / path, columns=["text"])["text"].tolist()
        words = sum(len(text.split()) for text in texts) / len(texts)
        for case, changed in (("as is", texts), ("UPPER", [t.upper() for t in texts])):
            start = time.perf_counter()
            found = [detect(text) for text in changed]
            each = 1000 * (time.perf_counter() - start) / len(texts)
            refused = [(*f, text) for f, text in zip(found, changed, strict=True) if f[0] != "en"]
            rate = 5000 * len(refused) / len(texts)
            print(
                f"{name:8}{case:8}{len(texts):8}{words:8.0f}{len(refused):9}{rate:11.2f}{each:9.3f}",
                flush=True,
            )
            if case == "as is":
                for code, sure, text in refused[: arguments.show]:
                    print(f"    {code} {sure:.2f} {' '.join(text.split())[:110]}")
    cold = subprocess.run([sys.executable, "-c", COLD], capture_output=True, text=True, check=True)
    print(f"loading the library, once, for texts that function words leave open: {float(cold.stdout):.1f} ms")


if __name__ == "__main__":
    main()
