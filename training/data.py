"""The data sets, cleaned, split and turned into pieces (sources and licences: docs/model-card.md)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from closeup.reader.heads import KINDS, SCORES, SENTIMENTS
from closeup.reader.ratings import parse_rating
from closeup.reader.sentences import split_sentences
from closeup.review import normalise
from training.pieces import Floats, Piece, one_hot, share_of
from training.places import Places

DEV_LABELS = ("D05", "M05", "R05", "S02")
DEV_SHARE = 0.08
"""Of `imdb` train and `scale`, which come without a dev part."""

SCORE_BLUR = 4.0
"""Standard deviation, in points, of the target over the score's bins: critics' scales are coarse."""
FRESH_FROM, ROTTEN_TO = 65.0, 50.0
"""Reviews with a score but no verdict count as fresh from the one, as rotten up to the other (as in `rt`)."""
_WORD = re.compile(r"[a-z0-9]+")
_RUN = 7


def score_target(score: float) -> Floats:
    """A score from 0 to 100 as a distribution over the bins."""
    bins = np.asarray(SCORES, np.float32)
    weights = np.exp(-0.5 * ((bins - score) / SCORE_BLUR) ** 2)
    return (weights / weights.sum()).astype(np.float32)


def review_targets(score: float | None, fresh: bool | None) -> dict[str, Floats]:
    """The targets that a score and a verdict give."""
    targets: dict[str, Floats] = {}
    if score is not None:
        targets["score"] = score_target(score)
        if fresh is None and (score >= FRESH_FROM or score <= ROTTEN_TO):
            fresh = score >= FRESH_FROM
    if fresh is not None:
        targets["fresh"] = np.asarray([fresh], np.float32)
    return targets


def clean(text: str) -> str:
    """Source text as the reader would get it: entities decoded, breaks as line ends."""
    return normalise(re.sub(r"(?:<br\s*/?>\s*)+", "\n", html.unescape(text)))


def sentences_of(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[start:end] for start, end in split_sentences(text)]


def detokenise(text: str) -> str:
    """Treebank tokens back to ordinary writing."""
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("\\/", "/").replace("\\*", "*")
    text = text.replace("``", '"').replace("''", '"').replace("`", "'")
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", text, flags=re.IGNORECASE)
    return re.sub(r" ([.,;:?!)])", r"\1", re.sub(r"\( ", "(", text))


def word_runs(text: str) -> set[tuple[str, ...]]:
    """All runs of seven words, or the whole of a shorter text: what two copies of a text share."""
    words = tuple(_WORD.findall(text.lower()))
    return {words[i : i + _RUN] for i in range(max(1, len(words) - _RUN + 1))}


class Overlaps:
    """Tells which texts share seven words in a row with texts that are kept for measuring."""

    def __init__(self, kept: Iterable[str]) -> None:
        self.runs = {run for text in kept for run in word_runs(text) if len(run) > 2}

    def __contains__(self, text: str) -> bool:
        return not self.runs.isdisjoint(word_runs(text))


_TREE_LEAF = re.compile(r"\((\d) ([^()]+)\)")


def tree_phrases(line: str) -> Iterator[tuple[int, str]]:
    """Every phrase of a treebank line with its label, the whole sentence last."""
    stack: list[tuple[int, list[str]]] = []
    for mark in re.findall(r"\(\d|\)|[^\s()]+", line):
        if mark.startswith("("):
            stack.append((int(mark[1:]), []))
        elif mark == ")":
            label, words = stack.pop()
            yield label, detokenise(" ".join(words))
            if stack:
                stack[-1][1].extend(words)
        else:
            stack[-1][1].append(mark)


def sst_sentences(path: Path) -> list[tuple[int, str]]:
    """Whole sentences of a treebank file with their label from 0 to 4."""
    return [list(tree_phrases(line))[-1] for line in path.read_text("utf8").split("\n") if line]


def whole(source: str, name: str, text: str, targets: dict[str, Floats], score: float | None) -> Piece:
    """A whole review or excerpt as a piece."""
    return Piece(source, name, sentences_of(clean(text)), review_targets=targets, score=score)


class Sets:
    """All sets as pieces. `train(name)` is for learning, `dev(name)` for watching and tuning."""

    def __init__(self, places: Places) -> None:
        self.places = places
        self.dev_ids = {row["id"] for name in DEV_LABELS for row in self._label_rows(name)}

    def train(self, name: str) -> list[Piece]:
        """The pieces of a set that may be learned from."""
        return list(getattr(self, f"_{name}")(dev=False))

    def dev(self, name: str) -> list[Piece]:
        """The pieces of a set that training watches and calibration uses."""
        return list(getattr(self, f"_{name}")(dev=True))

    def files(self) -> Iterator[Path]:
        """The files that training reads, to be hashed in the run's log."""
        for pattern in ("rt/[td]*.parquet", "imdb/train.parquet", "scale/*", "movielog/*", "mr/*", "subj/*"):
            yield from sorted(self.places.data.glob(pattern))
        yield from (self.places.data / "sst" / f"{part}.txt" for part in ("train", "dev", "test"))
        yield from (self.places.data / name for name in ("rt/heldout_text.parquet", "heldout/texts.jsonl"))
        yield from sorted(self.places.labels.glob("*.jsonl"))

    def _table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.places.data / f"{name}.parquet")

    def _label_rows(self, name: str) -> list[dict[str, Any]]:
        lines = (self.places.labels / f"{name}.jsonl").read_text("utf8").split("\n")
        return [json.loads(line) for line in lines if line]

    @lru_cache(maxsize=1)  # noqa: B019 one object per run
    def kept(self) -> Overlaps:
        """Texts that no set may repeat in training."""
        data = self.places.data
        texts = [text for part in ("dev", "test") for _, text in sst_sentences(data / "sst" / f"{part}.txt")]
        texts += self._table("rt/dev").text.tolist() + self._table("rt/heldout_text").text.tolist()
        texts += [str(row["text"]) for row in self._label_rows("R05")]
        held = (data / "heldout/texts.jsonl").read_text("utf8").split("\n")
        texts += [json.loads(line)["text"] for line in held if line]
        return Overlaps(texts)

    def _rt(self, *, dev: bool) -> Iterator[Piece]:
        table = self._table("rt/dev" if dev else "rt/train")
        if not dev:
            table = table[~table.overlaps_sst_eval]
        for row in table.itertuples():
            name = f"rt/{row.row}"
            if dev or name not in self.dev_ids:
                stated = parse_rating(str(row.rating)) if row.rating else None
                score = stated.score if stated else None
                targets = review_targets(score, row.fresh == "fresh")
                yield whole("rt", name, str(row.text), targets, score)

    def _sst(self, *, dev: bool) -> Iterator[Piece]:
        return (piece for piece in self._treebank(dev=dev) if piece.source == "sst")

    def _sst_phrases(self, *, dev: bool) -> Iterator[Piece]:
        return (piece for piece in self._treebank(dev=dev) if piece.source == "sst_phrases")

    def _treebank(self, *, dev: bool) -> Iterator[Piece]:
        lines = (self.places.data / "sst" / ("dev.txt" if dev else "train.txt")).read_text("utf8")
        seen: set[str] = set()
        for number, line in enumerate(filter(None, lines.split("\n"))):
            phrases = list(tree_phrases(line))
            # what overlaps excerpts kept for measuring goes, phrases and all
            if not dev and phrases[-1][1] in self.kept():
                continue
            for part, (label, text) in enumerate(phrases[-1:] if dev else phrases):
                whole = dev or part == len(phrases) - 1
                if text in seen or (not whole and len(text.split()) < 4):
                    continue
                seen.add(text)
                target: list[Floats | None] = [one_hot(len(SENTIMENTS), label)]
                source = "sst" if whole else "sst_phrases"
                yield Piece(source, f"sst/{number}/{part}", [text], {"sentiment": target})

    def _imdb(self, *, dev: bool) -> Iterator[Piece]:
        for row in self._table("imdb/train").itertuples():
            name = f"imdb/{row.id}"
            if (name in self.dev_ids or share_of(name) < DEV_SHARE) == dev:
                score = (row.rating - 1) / 9 * 100
                targets = review_targets(score, row.label == "pos")
                yield whole("imdb", name, str(row.text), targets, score)

    def _scale(self, *, dev: bool) -> Iterator[Piece]:
        for row in self._table("scale/reviews").itertuples():
            name = f"scale/{str(row.critic).replace(' ', '+')}/{row.index}"
            if (name in self.dev_ids or share_of(name) < DEV_SHARE) == dev:
                score = row.rating * 100
                yield whole("scale", name, str(row.text), review_targets(score, None), score)

    def _movielog(self, *, dev: bool) -> Iterator[Piece]:
        for row in self._table("movielog/dev" if dev else "movielog/train").itertuples():
            if dev or row.id not in self.dev_ids:
                stated = parse_rating(str(row.grade).replace("F+", "F"))
                score = stated.score if stated else None
                yield whole("movielog", row.id, str(row.text), review_targets(score, None), score)

    def _mr(self, *, dev: bool) -> Iterator[Piece]:
        for number, row in enumerate(self._table("mr/rt_polarity").itertuples()):
            text = detokenise(str(row.text))
            if not dev and text not in self.kept():
                yield Piece(
                    "mr", f"mr/{number}", [text], review_targets=review_targets(None, bool(row.fresh))
                )

    def _subj(self, *, dev: bool) -> Iterator[Piece]:
        plot = KINDS.index("plot")
        for number, row in enumerate(self._table("subj/sentences").itertuples()):
            text = detokenise(str(row.text))
            held = share_of(text) < 0.2
            if held == dev and (dev or text not in self.kept()):
                kinds = [k for k in range(len(KINDS)) if k != plot] if row.subjective else [plot]
                yield Piece("subj", f"subj/{number}", [text], {"kind": [one_hot(len(KINDS), *kinds)]})

    def _labels(self, *, dev: bool) -> Iterator[Piece]:
        for path in sorted(self.places.labels.glob("*.jsonl")):
            if (path.stem in DEV_LABELS) != dev:
                continue
            for row in self._label_rows(path.stem):
                if dev or not self._is_held_out(row):
                    yield label_piece(row)

    def _is_held_out(self, row: dict[str, Any]) -> bool:
        """Whether another set keeps a labelled review for measuring."""
        if row["id"].startswith("rt/"):
            return row["text"] in self.kept()
        return row["id"].startswith(("imdb/", "scale/")) and share_of(row["id"]) < DEV_SHARE


def label_piece(row: dict[str, Any]) -> Piece:
    """A labelled review as a piece, sentences as labelled."""
    text, sentences = row["text"], row["sentences"]
    kinds: list[Floats | None] = [one_hot(len(KINDS), KINDS.index(s["kind"])) for s in sentences]
    # the critics of `scale` teach the review heads only through that set, so that one can be left out
    of_scale = row["id"].startswith("scale/")
    return Piece(
        source="labels",
        id=row["id"],
        sentences=[text[slice(*s["span"])] for s in sentences],
        sentence_targets={"kind": kinds},
        review_targets={} if of_scale else review_targets(row.get("score"), row.get("fresh")),
        score=row.get("score"),
    )
