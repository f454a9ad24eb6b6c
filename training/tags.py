"""Dev figures of the token heads, by the plainest decoding, to watch a run by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from closeup.reader.heads import ASPECTS, POLARITIES
from training.batches import Example
from training.pieces import Floats

Tagged = set[tuple[int, int, int]]
LIFT = 0.35
"""Odds from which a token counts as evidence."""


def tagged(odds: Floats, threshold: float) -> Tagged:
    """Stretches of tokens that begin-and-go-on tags mark: (kind, start, end)."""
    kinds = (odds.shape[-1] - 1) // 2
    by_kind = odds[:, 1:].reshape(-1, kinds, 2)
    inside = 1 - odds[:, 0] > threshold
    kind = by_kind.sum(-1).argmax(-1)
    found: Tagged = set()
    start: int | None = None
    for i in range(len(odds) + 1):
        goes_on = (
            i < len(odds)
            and inside[i]
            and start is not None
            and kind[i] == kind[i - 1]
            and by_kind[i, kind[i], 0] <= by_kind[i, kind[i], 1]
        )
        if goes_on:
            continue
        if start is not None:
            found.add((int(kind[start]), start, i))
        start = i if i < len(odds) and inside[i] else None
    return found


def f1(hit: int, gold: int, read: int) -> float:
    """Harmonic mean of precision and recall."""
    return 2 * hit / (gold + read) if gold + read else 0.0


def average_precision(odds: npt.NDArray[np.floating], truth: npt.NDArray[np.bool_]) -> float:
    """Mean precision at each true item, best first."""
    ranked = truth[np.argsort(-odds, kind="stable")]
    precision = np.cumsum(ranked) / np.arange(1, len(ranked) + 1)
    return float(precision[ranked].mean()) if ranked.any() else 0.0


def tag_figures(examples: Sequence[Example], answers: Sequence[dict[str, Floats]]) -> dict[str, float]:
    """F1 of names and of opinions (aspect and sign by sentence), and of spoilers the average precision."""
    names, opinions = np.zeros(3, int), np.zeros(3, int)
    spoilers: list[Floats] = []
    spoiled: list[Floats] = []
    for example, answer in zip(examples, answers, strict=True):
        spoilers.append(answer["spoiler"][:, 0])
        spoiled.append(
            np.asarray([t[0] > 0.5 for t in example.piece.sentence_targets["spoiler"] if t is not None])
        )
        start = 0
        for ids, targets in zip(example.tokens, example.targets, strict=True):
            here = slice(start, start + len(ids))
            start += len(ids)
            told, read = tagged(targets.by_head["name"][0], 0.5), tagged(answer["name"][here], 0.5)
            names += (len(told & read), len(told), len(read))
            said = _opinions({head: answer[head][here] for head in ("evidence", "aspect", "polarity")}, LIFT)
            known = _opinions({h: targets.by_head[h][0] for h in ("evidence", "aspect", "polarity")}, 0.5)
            opinions += (len(said & known), len(known), len(said))
    return {
        "labels names": f1(*names.tolist()),
        "labels opinions": f1(*opinions.tolist()),
        "labels spoilers": average_precision(np.concatenate(spoilers), np.concatenate(spoiled)),
    }


def _opinions(answer: dict[str, Floats], threshold: float) -> set[tuple[int, int]]:
    """(aspect, sign) of each stretch of evidence."""
    found = set()
    for _, start, end in tagged(answer["evidence"], threshold):
        aspect = int(answer["aspect"][start:end].astype(np.float32).mean(0).argmax())
        polarity = int(answer["polarity"][start:end].astype(np.float32).mean(0).argmax())
        found.add((aspect % len(ASPECTS), int(np.sign(POLARITIES[polarity]))))
    return found
