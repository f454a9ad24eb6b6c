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
from training.pieces import Piece
from training.places import Places, base_model

CHUNK = 2000


def cache_answers(config: Config, sets: Sequence[str], places: Places, *, limit: int = 0) -> None:
    """Answer the training part of each set with a finished run, in chunks that resume.

    `limit` answers only that many pieces of each set, evenly drawn.
    """
    torch.set_num_threads(2)
    folder = base_model(config.base, places)
    tokens = Tokens.load(folder)
    model = ReviewReader(folder, middle=config.middle)
    model.load_state_dict(torch.load(places.work / "runs" / config.name / "model.pt"))
    for name in sets:
        pieces = Sets(places).train(name)
        if limit and len(pieces) > limit:
            pieces = pieces[:: len(pieces) // limit]
        out = places.work / "soft" / config.name / name
        out.mkdir(parents=True, exist_ok=True)
        for start in range(0, len(pieces), CHUNK):
            path = out / f"{start:07}.npz"
            if path.exists():
                continue
            part = pieces[start : start + CHUNK]
            answers = answers_of(model, tokenise(part, tokens), tokens)
            stored: dict[str, object] = {"id": np.asarray([p.id for p in part])}
            stored["count"] = np.asarray([len(p.sentences) for p in part])
            for head in HEADS:
                join = np.stack if head.on == "review" else np.concatenate
                stored[head.name] = join([a[head.name] for a in answers]).astype(np.float16)
            temporary = path.with_suffix(".part.npz")
            np.savez(temporary, **stored)  # type: ignore[arg-type]
            temporary.replace(path)
            print(f"{name}: {start + len(part)}/{len(pieces)}", flush=True)


def add_soft_targets(name: str, pieces: Sequence[Piece], run: str, places: Places) -> None:
    """Put the cached answers of `run` on the set `name` beside the labels, as ``soft:<head>``.

    A review head's answer is used only where the student sees the whole piece, as the teacher did.
    """
    by_id = {piece.id: piece for piece in pieces}
    for path in sorted((places.work / "soft" / run / name).glob("*.npz")):
        stored = dict(np.load(path).items())
        ends = np.cumsum(stored["count"])
        for number, (key, end) in enumerate(zip(stored["id"].tolist(), ends, strict=True)):
            piece = by_id.get(key)
            if piece is None:
                continue
            start = end - stored["count"][number]
            if len(piece.sentences) != end - start:
                raise ValueError(f"{path}: {key} was split otherwise; delete the cache and answer again")
            for head in HEADS:
                target = f"soft:{head.name}"
                if head.on == "sentence":
                    piece.sentence_targets[target] = list(stored[head.name][start:end].astype(np.float32))
                elif sum(map(len, piece.sentences)) < 400:
                    piece.review_targets[target] = stored[head.name][number].astype(np.float32)
