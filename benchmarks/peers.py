"""What simple peers reach on the same sets as `benchmarks.accuracy`.

    python -m benchmarks.peers

VADER (Hutto and Gilbert 2014, package vaderSentiment) takes the sign of its compound score. TF-IDF is words
and pairs of words with logistic regression, learned on the same training part as Closeup's model.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.accuracy import FILM_EXCERPTS
from training.data import clean, sst_sentences
from training.places import Places

Bools = npt.NDArray[np.bool_]
Judge = Callable[[Sequence[str]], npt.NDArray[np.float64]]


def vader() -> Judge:
    """Probability-like scores: the compound score moved to 0 to 1."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyzer = SentimentIntensityAnalyzer()

    def judge(texts: Sequence[str]) -> npt.NDArray[np.float64]:
        return np.asarray([(analyzer.polarity_scores(text)["compound"] + 1) / 2 for text in texts])

    return judge


def tfidf(texts: Sequence[str], truth: Bools) -> Judge:
    """Words and pairs of words, logistic regression."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    model = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True),
        LogisticRegression(C=4.0, max_iter=400),
    ).fit(texts, truth)

    def judge(texts: Sequence[str]) -> npt.NDArray[np.float64]:
        chances: npt.NDArray[np.float64] = model.predict_proba(texts)[:, 1]
        return chances

    return judge


def main() -> None:
    """Print each peer's figures."""
    places = Places.default()
    train, dev = (pd.read_parquet(places.data / "rt" / f"{part}.parquet") for part in ("train", "dev"))
    test = [(label, text) for label, text in sst_sentences(places.data / "sst" / "test.txt") if label != 2]
    imdb_train, imdb_test = (
        pd.read_parquet(places.data / "imdb" / f"{part}.parquet") for part in ("train", "test")
    )
    imdb_texts = [clean(text) for text in imdb_test.text[::10]]
    imdb_truth = (imdb_test.label == "pos").to_numpy()[::10]
    sst_train = [(label, t) for label, t in sst_sentences(places.data / "sst" / "train.txt") if label != 2]
    learned = {
        "rt": lambda: tfidf([clean(t) for t in train.text], (train.fresh == "fresh").to_numpy()),
        "sst": lambda: tfidf([t for _, t in sst_train], np.asarray([label > 2 for label, _ in sst_train])),
        "imdb": lambda: tfidf([clean(t) for t in imdb_train.text], (imdb_train.label == "pos").to_numpy()),
    }
    lexicon = vader()
    for peer, judge_of in (
        ("VADER", lambda _: lexicon),
        ("TF-IDF, logistic regression", lambda s: learned[s]()),
    ):
        chance = judge_of("rt")([clean(text) for text in dev.text])
        real = (dev.fresh == "fresh").to_numpy()
        films = pd.DataFrame({"film": dev.film, "read": chance, "real": real}).groupby("film")
        means = films.mean()[films.size() >= FILM_EXCERPTS]
        positive = np.asarray([label > 2 for label, _ in test])
        figures = {
            "rt dev, fresh": float(((chance > 0.5) == real).mean()),
            "rt dev, films, error of the share": float((means.read - means.real).abs().mean()),
            "rt dev, films, correlation": float(means.read.corr(means.real)),
            "SST test, 2 classes": float(((judge_of("sst")([t for _, t in test]) > 0.5) == positive).mean()),
            "imdb test, every tenth": float(((judge_of("imdb")(imdb_texts) > 0.5) == imdb_truth).mean()),
        }
        print(
            json.dumps({"peer": peer} | {name: round(value, 4) for name, value in figures.items()}),
            flush=True,
        )


if __name__ == "__main__":
    main()
