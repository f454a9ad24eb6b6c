"""The review heads, trained again on whole reviews.

The encoder is frozen and read once, so this takes minutes. Fitting sees one window at a time; here the
heads learn what they meet in use, every sentence of a review.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from training.batches import Example, Tokens, assemble
from training.losses import REVIEW_HEADS, head_loss
from training.model import ReviewReader, review_answer
from training.pieces import Floats

MODULES = ("review_trunk", "looks", "values")


@dataclass
class Features:
    """What the review heads see of some reviews.

    Attributes
    ----------
    seen : float16 [stretches, width]
    starts : list of int
        Where each review's stretches begin, and one past the last.
    targets : list of dict
    sources : list of str
    """

    seen: Tensor
    starts: list[int]
    targets: list[dict[str, Floats]]
    sources: list[str]

    def __len__(self) -> int:
        return len(self.targets)


@torch.inference_mode()
def features(
    model: ReviewReader, examples: Sequence[Example], tokens: Tokens, *, budget: int = 4096
) -> Features:
    """Read reviews with the encoder, all windows of each."""
    model.eval()
    order = sorted(range(len(examples)), key=lambda i: examples[i].length)
    found: list[Tensor] = [torch.empty(0)] * len(examples)
    batch: list[int] = []
    size = 0
    for place, item in enumerate(order):
        batch.append(item)
        size += examples[item].length
        if size > budget or place == len(order) - 1:
            made = assemble([examples[i] for i in batch], tokens)
            with torch.autocast("cpu", torch.bfloat16):
                states, _ = model.states(made.ids, made.case, made.mask)
            seen = torch.cat([torch.bmm(made.pool, states.float()), made.place], -1)[made.row, made.column]
            for number, i in enumerate(batch):
                found[i] = seen[made.review_of == number].half()
            batch, size = [], 0
    starts = [0]
    for part in found:
        starts.append(starts[-1] + len(part))
    return Features(
        torch.cat(found),
        starts,
        [e.piece.review_targets for e in examples],
        [e.piece.source for e in examples],
    )


def _take(features: Features, chosen: Sequence[int]) -> tuple[Tensor, Tensor]:
    spans = [(features.starts[i], features.starts[i + 1]) for i in chosen]
    seen = torch.cat([features.seen[start:end] for start, end in spans]).float()
    review_of = torch.repeat_interleave(torch.tensor([end - start for start, end in spans]))
    return seen, review_of


def review_logits(model: nn.Module, seen: Tensor, review_of: Tensor, reviews: int) -> dict[str, Tensor]:
    """The review heads' answers from what they see."""
    trunk = model.review_trunk(seen)
    looks = model.looks(trunk)
    return {n: review_answer(looks, model.values[n](trunk), review_of, reviews) for n in REVIEW_HEADS}


def refit(
    model: ReviewReader,
    features: Features,
    *,
    chosen: Sequence[int] | None = None,
    epochs: int = 4,
    reviews: int = 64,
    rate: float = 5e-4,
    seed: int = 20,
) -> nn.Module:
    """The review heads, trained on; `model` is left as it was.

    Parameters
    ----------
    chosen : sequence of int, optional
        Which reviews of `features` to learn from. Default: all.

    Returns
    -------
    Module with `review_trunk`, `looks` and `values`
    """
    torch.manual_seed(seed)
    heads = nn.Module()
    for name in MODULES:
        heads.add_module(name, copy.deepcopy(getattr(model, name)))
    items = list(chosen if chosen is not None else range(len(features)))
    steps = epochs * (len(items) // reviews + 1)
    optimizer = torch.optim.AdamW(heads.parameters(), lr=rate, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + epochs, pct_start=0.1)
    choice = random.Random(seed)
    dropout = nn.Dropout(0.2)
    for _ in range(epochs):
        choice.shuffle(items)
        for start in range(0, len(items), reviews):
            batch = items[start : start + reviews]
            seen, review_of = _take(features, batch)
            logits = review_logits(heads, dropout(seen), review_of, len(batch))
            total = torch.zeros(())
            for name in REVIEW_HEADS:
                known = [i for i, item in enumerate(batch) if name in features.targets[item]]
                if known:
                    target = torch.from_numpy(np.stack([features.targets[batch[i]][name] for i in known]))
                    weight = (len(known) / len(batch)) ** 0.5 * (0.5 if name == "score" else 1.0)
                    total = total + weight * head_loss(name, logits[name][known], target)
            optimizer.zero_grad()
            total.backward()
            optimizer.step()
            schedule.step()
    return heads.eval()


@torch.inference_mode()
def probabilities(heads: nn.Module, features: Features, chosen: Sequence[int]) -> dict[str, Tensor]:
    """The review heads' probabilities for some reviews: by head, [reviews, size]."""
    parts: dict[str, list[Tensor]] = {name: [] for name in REVIEW_HEADS}
    for start in range(0, len(chosen), 256):
        batch = chosen[start : start + 256]
        logits = review_logits(heads, *_take(features, batch), len(batch))
        for name, values in logits.items():
            parts[name].append(values.sigmoid() if values.shape[-1] == 1 else values.softmax(-1))
    return {name: torch.cat(found) for name, found in parts.items()}


def put_back(model: ReviewReader, heads: nn.Module) -> None:
    """Give the model the heads that `refit` made."""
    for name in MODULES:
        getattr(model, name).load_state_dict(getattr(heads, name).state_dict())
