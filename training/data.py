"""The data sets, cleaned, split and turned into pieces (sources and licences: docs/model-card.md)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from closeup.reader.heads import ASPECTS, KINDS, NAMES, SCORES, SENTIMENTS, SIGNS
from closeup.reader.ratings import parse_rating
from closeup.reader.sentences import split_sentences
from closeup.review import normalise
from training.facts import FactMarker, FilmFacts, trivia_marks
from training.marks import (
    Judgement,
    Marks,
    Name,
    aspect_index,
    polarity_index,
    relation_index,
    role_indices,
)
from training.pieces import Floats, Piece, one_hot, share_of
from training.places import Places

DEV_LABELS = ("D05", "M05", "R05", "S02")
DEV_SHARE = 0.08
"""Of `imdb` train and `scale`, which come without a dev part."""

SCORE_BLUR = 4.0
"""Standard deviation, in points, of the target over the score's bins: critics' scales are coarse."""
FRESH_FROM, ROTTEN_TO = 65.0, 50.0
"""Reviews with a score but no verdict count as fresh from the one, as rotten up to the other (as in `rt`)."""
COPY = 0.2
"""The share of common runs from which two reviews are versions of one."""
QUOTE_WORTH = (0.02, 0.35, 0.65, 0.9)
"""What a label of a line's worth as a pull quote, 0 to 3, teaches."""
BEST_WORTH = 0.95
"""What the best line of a review teaches."""
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

    def share(self, text: str) -> float:
        """The share of a text's runs that are in kept texts: near 1 for a copy, near 0 for a chance match."""
        runs = word_runs(text)
        return len(runs & self.runs) / len(runs)


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
        self.dev_ids = {row["id"] for name in DEV_LABELS for row in self.label_rows(name)}
        others = (path.stem for path in places.labels.glob("M*.jsonl") if path.stem not in DEV_LABELS)
        self.labelled = {row["id"] for name in others for row in self.label_rows(name)}

    def train(self, name: str) -> list[Piece]:
        """The pieces of a set that may be learned from."""
        return list(getattr(self, f"_{name}")(dev=False))

    def dev(self, name: str) -> list[Piece]:
        """The pieces of a set that training watches and calibration uses."""
        return list(getattr(self, f"_{name}")(dev=True))

    def files(self) -> Iterator[Path]:
        """The files that training reads, to be hashed in the run's log."""
        for pattern in (
            "rt/[td]*.parquet",
            "imdb/train.parquet",
            "scale/*",
            "movielog/*",
            "mr/*",
            "subj/*",
            "mit_movie/*",
        ):
            yield from sorted(self.places.data.glob(pattern))
        yield from (self.places.data / "sst" / f"{part}.txt" for part in ("train", "dev", "test"))
        yield from (self.places.data / name for name in ("rt/heldout_text.parquet", "heldout/texts.jsonl"))
        yield from sorted(self.places.labels.glob("*.jsonl"))

    def _table(self, name: str) -> pd.DataFrame:
        return pd.read_parquet(self.places.data / f"{name}.parquet")

    def label_rows(self, name: str) -> list[dict[str, Any]]:
        """The labelled reviews of one file, as it has them."""
        lines = (self.places.labels / f"{name}.jsonl").read_text("utf8").split("\n")
        return [json.loads(line) for line in lines if line]

    @lru_cache(maxsize=1)  # noqa: B019 one object per run
    def kept(self) -> Overlaps:
        """Texts that no set may repeat in training."""
        data = self.places.data
        texts = [text for part in ("dev", "test") for _, text in sst_sentences(data / "sst" / f"{part}.txt")]
        texts += self._table("rt/dev").text.tolist() + self._table("rt/heldout_text").text.tolist()
        texts += [str(row["text"]) for row in self.label_rows("R05")]
        for name in ("texts", "critic_reviews"):
            held = (data / f"heldout/{name}.jsonl").read_text("utf8").split("\n")
            texts += [json.loads(line)["text"] for line in held if line]
        return Overlaps(texts)

    def _is_copy(self, text: str) -> bool:
        """Whether a whole review is one that is kept for measuring, or a version of it."""
        return self.kept().share(text) > COPY

    def _rt(self, *, dev: bool) -> Iterator[Piece]:
        table = self._table("rt/dev" if dev else "rt/train")
        if not dev:
            table = table[~table.overlaps_sst_eval]
        makers = {} if dev else self._makers()
        for row in table.itertuples():
            name = f"rt/{row.row}"
            if dev or name not in self.dev_ids:
                stated = parse_rating(str(row.rating)) if row.rating else None
                score = stated.score if stated else None
                targets = review_targets(score, row.fresh == "fresh")
                piece = whole("rt", name, str(row.text), targets, score)
                if marker := makers.get(str(row.film)):
                    marks = [marker.marks(sentence) for sentence in piece.sentences]
                    piece.marks = [found if found.names else None for found in marks]
                yield piece

    def _makers(self) -> dict[str, FactMarker]:
        """Who directed and wrote the films of `rt`, by film."""
        found: dict[str, FactMarker] = {}
        for row in self._table("rt/film_info").itertuples():
            directors, writers = (
                tuple(name for name in str(names or "").split("|") if name and name != "nan")
                for names in (row.director, row.writer)
            )
            if directors or writers:
                # those who wrote may have written the book, or act as well
                others = tuple(name for name in writers if name not in directors)
                found[str(row.id)] = FactMarker(FilmFacts((), directors, (), (), others))
        return found

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
                if not dev and self._is_copy(str(row.text)):
                    continue
                score = row.rating * 100
                yield whole("scale", name, str(row.text), review_targets(score, None), score)

    def _scale_text(self, *, dev: bool) -> Iterator[Piece]:
        """The reviews of `scale` without their scores, for a teacher to answer."""
        for piece in self._scale(dev=dev):
            yield Piece("scale_text", piece.id, piece.sentences)

    def _movielog(self, *, dev: bool) -> Iterator[Piece]:
        for row in self._table("movielog/dev" if dev else "movielog/train").itertuples():
            if dev or (row.id not in self.dev_ids and row.id not in self.labelled):
                stated = parse_rating(str(row.grade).replace("F+", "F"))
                score = stated.score if stated else None
                piece = whole("movielog", row.id, str(row.text), review_targets(score, None), score)
                if not dev:
                    marker = FactMarker(FilmFacts.of(row))
                    piece.marks = [marker.marks(sentence) for sentence in piece.sentences]
                yield piece

    def _trivia(self, *, dev: bool) -> Iterator[Piece]:
        """Spoken questions about films with names and roles (`mit_movie`), in lower case."""
        name = "test" if dev else "train"
        text = (self.places.data / f"mit_movie/trivia10k13{name}.bio").read_text("utf8")
        for number, block in enumerate(filter(None, text.split("\n\n"))):
            sentence, marks = trivia_marks([line.split("\t") for line in block.split("\n") if line])
            yield Piece("trivia", f"trivia/{number}", [sentence], marks=[marks])

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
            for row in self.label_rows(path.stem):
                if dev or not self._is_held_out(row):
                    yield label_piece(row)

    def _is_held_out(self, row: dict[str, Any]) -> bool:
        """Whether another set keeps a labelled review for measuring."""
        if row["id"].startswith("rt/"):
            return row["text"] in self.kept()
        if self._is_copy(row["text"]):
            return True
        return row["id"].startswith(("imdb/", "scale/")) and share_of(row["id"]) < DEV_SHARE


def label_piece(row: dict[str, Any]) -> Piece:
    """A labelled review as a piece, sentences as labelled."""
    text, sentences = row["text"], [part for s in row["sentences"] for part in parts_of(row["text"], s)]
    best = row.get("best")
    targets: dict[str, list[Floats | None]] = {"kind": [], "spoiler": [], "quote": [], "opinions": []}
    for sentence in sentences:
        span = sentence["span"]
        is_best = best is not None and span[0] <= best[0] < span[1]
        worth = max(QUOTE_WORTH[sentence["quote"]], BEST_WORTH if is_best else 0.0)
        kind = sentence["kind"]
        targets["kind"].append(None if kind is None else one_hot(len(KINDS), KINDS.index(kind)))
        targets["spoiler"].append(np.asarray([sentence["spoiler"] > 0], np.float32))
        targets["quote"].append(np.asarray([worth], np.float32))
        targets["opinions"].append(opinions_target(sentence["opinions"]))
    # the critics of `scale` teach the review heads only through that set, so that one can be left out
    of_scale = row["id"].startswith("scale/")
    return Piece(
        source="labels",
        id=row["id"],
        sentences=[text[slice(*s["span"])] for s in sentences],
        sentence_targets=targets,
        review_targets={} if of_scale else review_targets(row.get("score"), row.get("fresh")),
        score=row.get("score"),
        marks=[label_marks(sentence) for sentence in sentences],
    )


def parts_of(text: str, sentence: dict[str, Any]) -> list[dict[str, Any]]:
    """A labelled sentence as the splitter would have it: an excerpt of several is labelled as one.

    What is marked goes to the part where it stands; where a mark lies across two parts, all stays one.
    """
    start, end = sentence["span"]
    spans = [(start + s, start + e) for s, e in split_sentences(text[start:end])]
    marked = [
        *(o["evidence"] for o in sentence["opinions"]),
        *(p["span"] for p in sentence["people"]),
        *(w["span"] for w in sentence["works"]),
    ]
    whole = all(any(s <= a and b <= e for s, e in spans) for a, b in marked)
    if len(spans) < 2 or not whole:
        return [sentence]
    parts = []
    for s, e in spans:
        inside = [o for o in sentence["opinions"] if s <= o["evidence"][0] < e]
        opinions = [
            o if o["target"] is None or s <= o["target"][0] < e else {**o, "target": None} for o in inside
        ]
        people = [
            p if p["character"] is None or s <= p["character"][0] < e else {**p, "character": None}
            for p in sentence["people"]
            if s <= p["span"][0] < e
        ]
        works = [w for w in sentence["works"] if s <= w["span"][0] < e]
        kind = sentence["kind"] if opinions or sentence["kind"] != "eval" else None
        parts.append(
            {**sentence, "span": [s, e], "kind": kind, "opinions": opinions, "people": people, "works": works}
        )
    return parts


def opinions_target(opinions: Sequence[dict[str, Any]]) -> Floats:
    """Which aspects are judged with which sign: one number for each of them, aspect by aspect."""
    target = np.zeros((len(ASPECTS), len(SIGNS)), np.float32)
    for opinion in opinions:
        target[aspect_index(opinion["aspect"]), 1 + int(np.sign(opinion["polarity"]))] = 1
    return target.ravel()


def label_marks(sentence: dict[str, Any]) -> Marks:
    """What a labelled sentence has marked inside."""
    start = sentence["span"][0]

    def place(span: Sequence[int]) -> tuple[int, int]:
        return span[0] - start, span[1] - start

    names, plays, by_span = [], [], {}
    for person in sentence["people"]:
        is_character = person["role"] == "character"
        roles = () if is_character else role_indices(person["role"])
        if is_character:
            by_span[tuple(person["span"])] = len(names)
        names.append(
            Name(place(person["span"]), NAMES.index("character" if is_character else "person"), roles)
        )
    for number, person in enumerate(sentence["people"]):
        if person["character"] and tuple(person["character"]) in by_span:
            plays.append((number, by_span[tuple(person["character"])]))
    for work in sentence["works"]:
        relation = relation_index(work["relation"])
        names.append(Name(place(work["span"]), NAMES.index("work"), relation=relation))
    judgements = [
        Judgement(
            place(opinion["evidence"]),
            aspect_index(opinion["aspect"]),
            polarity_index(opinion["polarity"]),
            place(opinion["target"]) if opinion["target"] else None,
        )
        for opinion in sentence["opinions"]
    ]
    return Marks(names, plays, judgements)
