"""The teacher's answers, cached to disk, and put beside the labels for the student."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from closeup.reader.heads import HEADS
from training.batches import Tokens, tokenise
from training.data import Sets
from training.evaluate import answers_of
from training.fit import Config
from training.model import ReviewReader
from training.pieces import Floats, Piece
from training.places import Places, base_model

CHUNK = 2000
ONE_WINDOW = 400
"""Characters that surely fit one window."""


ALONE = ".alone"
"""Ends the name of a cache in which every sentence was answered by itself."""


def cache_answers(config: Config, name: str, places: Places, *, alone: bool = False, limit: int = 0) -> None:
    """Answer the training part of a set with a finished run, in chunks that resume.

    Parameters
    ----------
    alone : bool
        Answer each sentence of the reviews that have several by itself. The teacher learned sentiment
        from single sentences; beside others, their sentiment colours its answer.
    limit : int
        Answer at most so many pieces, evenly drawn. Default: all.
    """
    torch.set_num_threads(2)
    folder = base_model(config.base, places)
    tokens = Tokens.load(folder)
    model = ReviewReader(folder, middle=config.middle)
    model.load_state_dict(torch.load(places.work / "runs" / config.name / "model.pt"))
    pieces = [p for p in Sets(places).train(name) if not alone or len(p.sentences) > 1]
    if limit and len(pieces) > limit:
        pieces = pieces[:: -(-len(pieces) // limit)]
    out = places.work / "soft" / config.name / (name + ALONE * alone)
    out.mkdir(parents=True, exist_ok=True)
    chunk = CHUNK // 5 if alone else CHUNK
    for start in range(0, len(pieces), chunk):
        path = out / f"{start:07}.npz"
        if path.exists():
            continue
        part = pieces[start : start + chunk]
        asked = [Piece(name, p.id, [s]) for p in part for s in p.sentences] if alone else part
        examples = tokenise(asked, tokens)
        answers = answers_of(model, examples, tokens)
        stored: dict[str, object] = {"id": np.asarray([p.id for p in part])}
        stored["count"] = np.asarray([len(p.sentences) for p in part])
        stored["tokens"] = np.asarray([sum(map(len, e.tokens)) for e in examples])
        for head in HEADS:
            if head.on != "pair" and (head.name == "sentiment" or not alone):
                join = np.stack if head.on == "review" else np.concatenate
                stored[head.name] = join([a[head.name] for a in answers]).astype(np.float16)
        temporary = path.with_suffix(".part.npz")
        np.savez(temporary, **stored)  # type: ignore[arg-type]
        temporary.replace(path)
        print(f"{out.name}: {start + len(part)}/{len(pieces)}", flush=True)


def add_soft_targets(
    name: str, pieces: Sequence[Piece], run: str, places: Places, *, heads: Sequence[str] = ()
) -> None:
    """Put the cached answers of `run` on the set `name` beside the labels, as ``soft:<head>``.

    Sentiment beside other sentences comes from each sentence answered alone. A review head's answer is
    used only where the student sees the whole piece, as the teacher did. `heads` are those that it teaches;
    by default all.
    """
    by_id = {piece.id: piece for piece in pieces}
    for alone in (False, True):
        for path in sorted((places.work / "soft" / run / (name + ALONE * alone)).glob("*.npz")):
            stored = dict(np.load(path).items())
            if heads:
                stored = {key: stored[key] for key in ("id", "count", *heads) if key in stored}
            ends = np.cumsum(stored["count"])
            token_ends = np.cumsum(stored.get("tokens", 0))
            for number, (key, end) in enumerate(zip(stored["id"].tolist(), ends, strict=True)):
                piece = by_id.get(key)
                if piece is None:
                    continue
                start = end - stored["count"][number]
                if len(piece.sentences) != end - start:
                    raise ValueError(f"{path}: {key} was split otherwise; delete the cache and answer again")
                _add(piece, stored, number, slice(start, end), alone=alone)
                if not alone and "tokens" in stored:
                    before = token_ends[number] - stored["tokens"][number]
                    _add_tokens(piece, stored, slice(before, token_ends[number]))


def _add(piece: Piece, stored: dict[str, Floats], number: int, rows: slice, *, alone: bool) -> None:
    several = len(piece.sentences) > 1
    for head in HEADS:
        target = f"soft:{head.name}"
        if head.on == "token" or head.name not in stored or (head.name == "sentiment" and several != alone):
            continue
        if head.on == "sentence":
            piece.sentence_targets[target] = list(stored[head.name][rows].astype(np.float32))
        elif sum(map(len, piece.sentences)) < ONE_WINDOW:
            piece.review_targets[target] = stored[head.name][number].astype(np.float32)


WEIGHED_BY = {"role": ("name", (1, 2)), "relation": ("name", (5, 6)), "aspect": ("evidence", (1, 2))}
"""Heads that mean something only where another says so: on a person, on a title, on evidence."""

WORTH_SAYING = 0.05
"""Odds under which they say nothing."""


def _add_tokens(piece: Piece, stored: dict[str, Floats], rows: slice) -> None:
    """Keep the teacher's answers for a piece's tokens, all sentences in one; `tokenise` splits them."""
    found: dict[str, tuple[Floats, Floats]] = {}
    for head in HEADS:
        if head.on != "token":
            continue
        values = stored[head.name][rows]
        of, columns = WEIGHED_BY.get("aspect" if head.name == "polarity" else head.name, (None, ()))
        weights = np.ones(len(values), np.float16)
        if of:
            weights = stored[of][rows][:, list(columns)].sum(-1)
            weights[weights < WORTH_SAYING] = 0
        found[f"soft:{head.name}"] = (values, weights)
    piece.soft_tokens = found
