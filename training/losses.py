"""What each head is punished for."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from closeup.reader.heads import HEADS
from training.batches import TrainBatch
from training.model import review_answer

EPSILON = 1e-6
REVIEW_HEADS = tuple(head.name for head in HEADS if head.on == "review")


def head_logits(answers: dict[str, Tensor], batch: TrainBatch) -> dict[str, Tensor]:
    """Logits of every head: sentence heads [stretches, size], review heads [reviews, size]."""
    flat = {name: values[batch.row, batch.column].float() for name, values in answers.items()}
    logits = {head.name: flat[head.name] for head in HEADS if head.on == "sentence"}
    for head in HEADS:
        if head.on == "review":
            logits[head.name] = review_answer(flat["looks"], flat[head.name], batch.review_of, batch.reviews)
    logits["search"] = flat["search"]
    return logits


def head_loss(name: str, logits: Tensor, target: Tensor) -> Tensor:
    """Mean loss of one head.

    `kind` targets may allow several kinds: minus the log of the probability of any of them.
    """
    if name == "fresh":
        return functional.binary_cross_entropy_with_logits(logits, target)
    log_probabilities = logits.log_softmax(-1)
    if name == "kind":
        return -(log_probabilities + (target + EPSILON).log()).logsumexp(-1).mean()
    return -(target * log_probabilities).sum(-1).mean()


def soft_loss(name: str, logits: Tensor, target: Tensor) -> Tensor:
    """Mean cross-entropy against a teacher's probabilities."""
    if name == "fresh":
        return functional.binary_cross_entropy_with_logits(logits, target)
    return -(target * logits.log_softmax(-1)).sum(-1).mean()


def batch_loss(
    logits: dict[str, Tensor], batch: TrainBatch, weights: dict[str, float]
) -> tuple[Tensor, dict[str, float]]:
    """The weighted sum of all losses that the batch has targets for, and each by name.

    A head's mean is scaled by the root of how many targets it has in the batch relative to what
    the batch holds, so that a head with three targets does not shout.
    """
    parts: dict[str, Tensor] = {}
    scale: dict[str, float] = {}
    for name, (where, target) in batch.targets.items():
        head = name.removeprefix("soft:")
        loss = soft_loss if name.startswith("soft:") else head_loss
        parts[name] = loss(head, logits[head][where], target)
        of = batch.reviews if head in REVIEW_HEADS else len(batch.row)
        scale[name] = (len(where) / of) ** 0.5
    if batch.search is not None:
        where, target = batch.search
        parts["search"] = (1 - (logits["search"][where] * target).sum(-1)).mean()
        scale["search"] = 1.0
    total = torch.stack([weights.get(name, 1.0) * scale[name] * part for name, part in parts.items()]).sum()
    return total, {name: float(part.detach()) for name, part in parts.items()}
