"""How right the shipped model is, on public sets that it has not learned from.

    python -m benchmarks.accuracy [--only NAME ...] [--imdb N]

Reads the data folder that `training.places` names. Prints one JSON object per figure.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from closeup.consensus import share_of_fresh
from closeup.reader import Reader
from closeup.reader.heads import KINDS
from closeup.reader.reader import Answers
from closeup.reader.verdict import fresh_log_odds
from training.data import Sets, clean, sentences_of, sst_sentences
from training.places import Places

CHUNK = 256
FILM_EXCERPTS = 10


def answers_to(reader: Reader, reviews: Sequence[Sequence[str]]) -> Iterator[Answers]:
    """Raw answers, a chunk at a time."""
    for start in range(0, len(reviews), CHUNK):
        yield from reader.answers(reviews[start : start + CHUNK])


def fresh_odds(reader: Reader, reviews: Sequence[Sequence[str]]) -> npt.NDArray[np.float64]:
    """Calibrated log-odds of fresh for each review."""
    calibration = reader.bundle.calibration
    return np.asarray(
        [
            fresh_log_odds(float(answer.review["fresh"][0]), len(review), calibration)
            for review, answer in zip(reviews, answers_to(reader, reviews), strict=True)
        ]
    )


def sst(reader: Reader, places: Places, options: argparse.Namespace) -> dict[str, float]:
    """SST test sentences: accuracy in five classes, and in two where the label is not neutral."""
    found = sst_sentences(places.data / "sst" / "test.txt")
    real = np.asarray([label for label, _ in found])
    logits = np.stack([a.sentence["sentiment"][0] for a in answers_to(reader, [[text] for _, text in found])])
    odds = np.exp(logits - logits.max(-1, keepdims=True))
    positive = odds[:, 3:].sum(-1) > odds[:, :2].sum(-1)
    polar = real != 2
    return {
        "SST test, 2 classes": float((positive == (real > 2))[polar].mean()),
        "SST test, 5 classes": float((logits.argmax(-1) == real).mean()),
        "of": len(real),
    }


def rt(reader: Reader, places: Places, options: argparse.Namespace) -> dict[str, float]:
    """`rt` dev: fresh by excerpt, and the share of fresh by film."""
    table = pd.read_parquet(places.data / "rt" / "dev.parquet")
    odds = fresh_odds(reader, [sentences_of(clean(text)) for text in table.text])
    real = (table.fresh == "fresh").to_numpy()
    table = table.assign(real=real, read=1 / (1 + np.exp(-odds)), said=odds > 0)
    films = table.groupby("film").filter(lambda film: len(film) >= FILM_EXCERPTS).groupby("film")
    shares = films.real.mean()
    figures: dict[str, float] = {"rt dev, fresh": float(((odds > 0) == real).mean())}
    for name, read in (
        ("share", films.read.apply(lambda chances: share_of_fresh(list(chances)))),
        ("mean probability", films.read.mean()),
        ("count of verdicts", films.said.mean()),
    ):
        figures[f"rt dev, films, {name}, error"] = float((read - shares).abs().mean())
        figures[f"rt dev, films, {name}, correlation"] = float(read.corr(shares))
    return {**figures, "films": len(shares), "of": len(table)}


def imdb(reader: Reader, places: Places, options: argparse.Namespace) -> dict[str, float]:
    """`imdb` test: positive or negative, whole reviews."""
    table = pd.read_parquet(places.data / "imdb" / "test.parquet")
    if options.imdb:
        table = table.iloc[:: max(1, len(table) // options.imdb)]
    odds = fresh_odds(reader, [sentences_of(clean(text)) for text in table.text])
    return {"imdb test": float(((odds > 0) == (table.label == "pos").to_numpy()).mean()), "of": len(table)}


def subj(reader: Reader, places: Places, options: argparse.Namespace) -> dict[str, float]:
    """`subj`, the fixed fifth that training leaves out: plot or not, by the kinds as they are, and by
    logistic regression over the kinds' logits and the search vector, fitted on the other four fifths."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    sets = Sets(places)
    parts = []
    for pieces in (sets.train("subj"), sets.dev("subj")):
        answers = list(answers_to(reader, [p.sentences for p in pieces]))
        logits = np.stack([a.sentence["kind"][0] for a in answers])
        vectors = np.stack([a.sentence["search"][0] for a in answers])
        real = np.asarray([p.sentence_targets["kind"][0].sum() == 1 for p in pieces])  # type: ignore[union-attr]
        parts.append((logits, np.concatenate([logits, vectors], -1), real))
    (_, seen, truth), (logits, unseen, real) = parts
    plot = KINDS.index("plot")
    read = logits[:, plot] > np.log(np.exp(np.delete(logits, plot, -1)).sum(-1))
    probe = make_pipeline(StandardScaler(), LogisticRegression(C=0.02, max_iter=500)).fit(seen, truth)
    return {
        "subj, a fixed fifth, kinds": float((read == real).mean()),
        "subj, a fixed fifth, fitted": float((probe.predict(unseen) == real).mean()),
        "of": len(real),
    }


FIGURES: dict[str, Callable[[Reader, Places, argparse.Namespace], dict[str, float]]] = {
    "sst": sst,
    "rt": rt,
    "subj": subj,
    "imdb": imdb,
}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=FIGURES, default=list(FIGURES))
    parser.add_argument(
        "--imdb", type=int, default=0, help="so many reviews of imdb test, evenly drawn; 0: all"
    )
    options = parser.parse_args()
    reader, places = Reader(), Places.default()
    for name in options.only:
        figures = FIGURES[name](reader, places, options)
        print(json.dumps({key: round(value, 4) for key, value in figures.items()}), flush=True)


if __name__ == "__main__":
    main()
