"""What each head is punished for."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from closeup.reader.heads import ASPECTS, HEADS, TOKEN_SLICES
from training.batches import TrainBatch
from training.model import review_answer

EPSILON = 1e-6
REVIEW_HEADS = tuple(head.name for head in HEADS if head.on == "review")
YES_OR_NO = ("fresh", "spoiler", "quote", "opinions", "role")
"""Heads whose every number is a log-odds of its own."""


def head_logits(answers: dict[str, Tensor], batch: TrainBatch) -> dict[str, Tensor]:
    """Logits of every head: sentence heads [stretches, size], review heads [reviews, size].

    And ``tokens`` as the model gives them.
    """
    flat = {n: values[batch.row, batch.column].float() for n, values in answers.items() if n != "tokens"}
    logits = {head.name: flat[head.name] for head in HEADS if head.on == "sentence"}
    for head in HEADS:
        if head.on == "review":
            logits[head.name] = review_answer(flat["looks"], flat[head.name], batch.review_of, batch.reviews)
    logits["search"] = flat["search"]
    logits["tokens"] = answers["tokens"]
    return logits


def head_loss(name: str, logits: Tensor, target: Tensor) -> Tensor:
    """Mean loss of one head.

    `kind` targets may allow several kinds: minus the log of the probability of any of them.
    """
    if name in YES_OR_NO:
        # of the many possible opinions few are there, so their losses are summed, by aspect
        times = len(ASPECTS) if name == "opinions" else 1
        return times * functional.binary_cross_entropy_with_logits(logits, target)
    log_probabilities = logits.log_softmax(-1)
    if name == "kind":
        return -(log_probabilities + (target + EPSILON).log()).logsumexp(-1).mean()
    return -(target * log_probabilities).sum(-1).mean()


def soft_loss(name: str, logits: Tensor, target: Tensor) -> Tensor:
    """Mean cross-entropy against a teacher's probabilities."""
    if name in YES_OR_NO:
        return head_loss(name, logits, target)
    return -(target * logits.log_softmax(-1)).sum(-1).mean()


def token_loss(tokens: Tensor, head: str, targets: tuple[Tensor, Tensor, Tensor, Tensor]) -> Tensor:
    """Mean cross-entropy of a token head, by the tokens' weights."""
    row, column, target, weight = targets
    logits = tokens[row, column][:, TOKEN_SLICES[head]].float()
    if head in YES_OR_NO:
        losses = functional.binary_cross_entropy_with_logits(logits, target, reduction="none").sum(-1)
    else:
        losses = -(target * logits.log_softmax(-1)).sum(-1)
    return (weight * losses).sum() / weight.sum()


def pair_logits(tokens: Tensor, head: str, places: Tensor) -> Tensor:
    """Log-odds that two stretches of tokens belong together: products of their vectors' means.

    Parameters
    ----------
    tokens : float [windows, tokens, TOKEN_SIZE]
    places : int64 [pairs, 5]
        Window, and start and end of the first and of the second.
    """
    values = tokens[:, :, TOKEN_SLICES[head]].float()
    sums = functional.pad(values.cumsum(1), (0, 0, 1, 0))
    row, start, end, other_start, other_end = places.T
    half = values.shape[-1] // 2
    first = (sums[row, end] - sums[row, start])[:, :half] / (end - start)[:, None]
    second = (sums[row, other_end] - sums[row, other_start])[:, half:] / (other_end - other_start)[:, None]
    return (first * second).sum(-1)


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
    sentences = len(batch.row)
    for name, targets in batch.tokens.items():
        parts[name] = token_loss(logits["tokens"], name.removeprefix("soft:"), targets)
        scale[name] = min(1.0, (float(targets[3].sum()) / sentences) ** 0.5)
    for name, (places, together) in batch.pairs.items():
        odds = pair_logits(logits["tokens"], name, places)
        parts[name] = functional.binary_cross_entropy_with_logits(odds, together)
        scale[name] = min(1.0, (len(together) / sentences) ** 0.5)
    total = torch.stack([weights.get(name, 1.0) * scale[name] * part for name, part in parts.items()]).sum()
    return total, {name: float(part.detach()) for name, part in parts.items()}
