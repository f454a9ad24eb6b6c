"""Dev figures of a PyTorch model, the same while it trains and after."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import torch

from closeup.reader.heads import HEADS, KINDS, SCORES, TOKEN_SLICES
from training.batches import Example, Tokens, assemble, tokenise
from training.data import Sets
from training.losses import YES_OR_NO, head_logits
from training.model import ReviewReader
from training.pieces import Floats, Piece, joined
from training.places import Places
from training.tags import tag_figures

DEV_SETS = ("rt", "sst", "imdb", "scale", "movielog", "subj", "labels")
WATCHED = {"imdb": 300, "scale": 100}
"""Whole reviews are many tokens: of these sets, training watches so many."""


@torch.inference_mode()
def answers_of(
    model: ReviewReader, examples: Sequence[Example], tokens: Tokens, *, budget: int = 4096
) -> list[dict[str, Floats]]:
    """Probabilities of every head for each example, whole reviews in all their windows.

    Returns
    -------
    list of dict
        By head: sentence heads [sentences, size], review heads [size], token heads [tokens, size] for the
        tokens of all sentences one after another; of pair heads not probabilities but the vectors.
    """
    model.eval()
    order = sorted(range(len(examples)), key=lambda i: examples[i].length)
    results: list[dict[str, Floats]] = [{} for _ in examples]
    batch: list[int] = []
    for place, item in enumerate(order):
        batch.append(item)
        longest = min(128, examples[item].length)
        full = sum(max(longest, examples[i].length) for i in batch) > budget
        if full or place == len(order) - 1:
            _answer(model, examples, batch, tokens, results)
            batch = []
    return results


def _answer(
    model: ReviewReader,
    examples: Sequence[Example],
    chosen: list[int],
    tokens: Tokens,
    results: list[dict[str, Floats]],
) -> None:
    batch = assemble([examples[i] for i in chosen], tokens)
    with torch.autocast("cpu", torch.bfloat16):
        answers = model(batch.ids, batch.case, batch.mask, batch.pool, batch.place)
    logits = head_logits(answers, batch)
    stretches = batch.pool > 0
    for number, item in enumerate(chosen):
        here = (batch.review_of == number).nonzero()[:, 0]
        places = [
            (row, stretches[row, column].nonzero()[:, 0])
            for row, column in zip(batch.row[here].tolist(), batch.column[here].tolist(), strict=True)
        ]
        flat = torch.cat([logits["tokens"][row, where] for row, where in places]).float()
        for head in HEADS:
            if head.on == "token":
                values = flat[:, TOKEN_SLICES[head.name]]
                yes_or_no = head.name in YES_OR_NO
                results[item][head.name] = (values.sigmoid() if yes_or_no else values.softmax(-1)).numpy()
            elif head.on == "pair":
                results[item][head.name] = flat[:, TOKEN_SLICES[head.name]].numpy()
    for head in HEADS:
        if head.on in ("token", "pair"):
            continue
        values = logits[head.name]
        probabilities = (values.sigmoid() if head.name in YES_OR_NO else values.softmax(-1)).numpy()
        for number, item in enumerate(chosen):
            if head.on == "review":
                results[item][head.name] = probabilities[number]
            else:
                results[item][head.name] = probabilities[(batch.review_of == number).numpy()]


def median_score(probabilities: Floats) -> npt.NDArray[np.float64]:
    """The median of a distribution over the score's bins, linear between bins; [.., bins] to [..]."""
    cumulative = np.cumsum(probabilities, -1) - probabilities / 2
    flat = cumulative.reshape(-1, len(SCORES))
    medians = [np.interp(0.5, row, SCORES) for row in flat]
    return np.asarray(medians).reshape(probabilities.shape[:-1])


@lru_cache(maxsize=2)
def _dev_examples(places: Places, tokens_id: int) -> dict[str, list[Example]]:
    tokens = _TOKENS[tokens_id]
    sets = Sets(places)
    found = {name: tokenise(sets.dev(name), tokens) for name in DEV_SETS}
    beside = joined([example.piece for example in found["sst"]], "sst beside others", random.Random(1))
    found["sst beside others"] = tokenise(beside, tokens)
    for name, count in WATCHED.items():
        found[name] = found[name][:: max(1, len(found[name]) // count)]
    return found


_TOKENS: dict[int, Tokens] = {}


def dev_figures(model: ReviewReader, tokens: Tokens, places: Places) -> dict[str, float]:
    """Accuracy, error and correlation on the dev parts; how each set is held out: `training.data`."""
    _TOKENS[id(tokens)] = tokens
    figures: dict[str, float] = {}
    for name, examples in _dev_examples(places, id(tokens)).items():
        answers = answers_of(model, examples, tokens)
        targets = [e.piece.review_targets for e in examples]
        judged = [
            (a["fresh"][0] > 0.5, t["fresh"][0] > 0.5)
            for a, t in zip(answers, targets, strict=True)
            if "fresh" in t
        ]
        if judged:
            figures[f"{name} fresh"] = float(np.mean([a == b for a, b in judged]))
        scored = [
            (median_score(answer["score"]), example.piece.score)
            for answer, example in zip(answers, examples, strict=True)
            if example.piece.score is not None
        ]
        if len(scored) > 1:
            read, real = np.asarray(scored, np.float64).T
            figures[f"{name} score error"] = float(np.abs(read - real).mean())
            figures[f"{name} score correlation"] = float(np.corrcoef(read, real)[0, 1])
        if name.startswith("sst"):
            sentiment = np.concatenate([a["sentiment"] for a in answers])
            figures |= {f"{name} {n}": value for n, value in sst_figures(sentiment, examples).items()}
        if name in ("subj", "labels"):
            read_kind, real_kind = known_kinds([a["kind"] for a in answers], [e.piece for e in examples])
            figures[f"{name} kind"] = kind_accuracy(name, read_kind, real_kind)
        if name == "labels":
            figures |= tag_figures(examples, answers)
    return {name: round(value, 4) for name, value in figures.items()}


def known_kinds(read: Sequence[Floats], pieces: Sequence[Piece]) -> tuple[Floats, Floats]:
    """What is read and what is labelled of the sentences whose kind is known: each [sentences, kinds]."""
    targets = [target for piece in pieces for target in piece.sentence_targets["kind"]]
    known = [number for number, target in enumerate(targets) if target is not None]
    return np.concatenate(read)[known], np.stack([target for target in targets if target is not None])


def sst_figures(read: Floats, examples: Sequence[Example]) -> dict[str, float]:
    """Accuracy in five classes, and in two where the label is not neutral."""
    targets = [t for e in examples for t in e.piece.sentence_targets["sentiment"] if t is not None]
    real = np.stack(targets).argmax(-1)
    polar = real != 2
    positive = read[:, 3:].sum(-1) > read[:, :2].sum(-1)
    return {
        "5": float((read.argmax(-1) == real).mean()),
        "2": float((positive == (real > 2))[polar].mean()),
    }


def kind_accuracy(name: str, read: Floats, real: Floats) -> float:
    """Share right; on `subj`, plot against all else."""
    if name == "subj":
        plot = KINDS.index("plot")
        return float(((read[:, plot] > 0.5) == (real[:, plot] > 0.5) * (real.sum(-1) == 1)).mean())
    return float((read.argmax(-1) == real.argmax(-1)).mean())
