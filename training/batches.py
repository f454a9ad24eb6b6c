"""Pieces to batches: tokenised once, cut to a window, grouped by length, filled to a token budget."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer
from torch import Tensor

from closeup.reader.bundle import word_pieces
from closeup.reader.case import case_of
from closeup.reader.heads import HEADS, PLACE_SIZE
from closeup.reader.windows import WINDOW_TOKENS, Feed, Stretch, feed_of, pack
from training.marks import TokenTargets, token_targets
from training.pieces import Floats, Piece

CHUNK = 4000
"""Pieces that are tokenised at a time."""

WHOLE = ("labels", "movielog")
"""Sets of which an epoch sees every window of a review; of others, one."""


@dataclass
class Tokens:
    """A base model's tokenizer and its special tokens."""

    tokenizer: Tokenizer
    first: int
    last: int
    padding: int
    pieces: list[bool]

    @classmethod
    def load(cls, base: Path) -> Tokens:
        """From a checkpoint folder; both BERT's and MPNet's special tokens are known."""
        tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        first, last, padding = ("[CLS]", "[SEP]", "[PAD]")
        if tokenizer.token_to_id("<s>") is not None:  # MPNet's vocabulary has both kinds
            first, last, padding = ("<s>", "</s>", "<pad>")
        ids = [tokenizer.token_to_id(token) for token in (first, last, padding)]
        if None in ids:
            raise ValueError(f"{base}: the tokenizer lacks special tokens")
        return cls(tokenizer, *ids, word_pieces(tokenizer))

    def encode(self, sentences: Sequence[str]) -> list[list[int]]:
        """Token ids of sentences, without special tokens."""
        return [e.ids for e in self.tokenizer.encode_batch_fast(list(sentences), add_special_tokens=False)]


@dataclass
class Example:
    """A piece with its tokens: ids, cases and targets by sentence."""

    piece: Piece
    tokens: list[list[int]]
    cases: list[list[int]]
    targets: list[TokenTargets]

    @property
    def length(self) -> int:
        """Tokens in all, with two special ones."""
        return 2 + sum(map(len, self.tokens))


def tokenise(pieces: Sequence[Piece], tokens: Tokens) -> list[Example]:
    """Tokenise pieces; sentences past a window are cut to it, for training only."""
    limit = WINDOW_TOKENS - 2
    found: list[Example] = []
    for start in range(0, len(pieces), CHUNK):
        part = pieces[start : start + CHUNK]
        flat = [sentence for piece in part for sentence in piece.sentences]
        encoded = iter(tokens.tokenizer.encode_batch(flat, add_special_tokens=False))
        for piece in part:
            example = Example(piece, [], [], [])
            answered = 0
            for number, sentence in enumerate(piece.sentences):
                encoding = next(encoded)
                ids, offsets = encoding.ids[:limit], encoding.offsets[:limit]
                example.tokens.append(ids)
                example.cases.append(case_of(sentence, offsets, [tokens.pieces[i] for i in ids]))
                marks = piece.marks[number] if piece.marks else None
                targets = token_targets(marks, offsets) if marks else TokenTargets()
                for head, (values, weights) in (piece.soft_tokens or {}).items():
                    rows = slice(answered, answered + len(ids))
                    targets.by_head[head] = (values[rows], weights[rows])
                answered += len(ids)
                example.targets.append(targets)
            found.append(example)
    return found


def part_of(example: Example, start: int, end: int) -> Example:
    """The sentences from `start` to `end`, which know where in the review they stand."""
    piece = example.piece
    part = dataclasses.replace(
        piece,
        sentences=piece.sentences[start:end],
        sentence_targets={head: rows[start:end] for head, rows in piece.sentence_targets.items()},
        first=piece.first + start,
        marks=None,
        soft_tokens=None,
    )
    return Example(part, example.tokens[start:end], example.cases[start:end], example.targets[start:end])


def cut(example: Example, choice: random.Random, limit: int = WINDOW_TOKENS) -> Example:
    """A run of sentences that fills one window: all of a short piece, a random part of a long one."""
    if example.length <= limit:
        return example
    count = len(example.tokens)
    start = choice.randrange(count)
    room, end = limit - 2, start
    while end < count and room >= len(example.tokens[end]):
        room -= len(example.tokens[end])
        end += 1
    while start > 0 and room >= len(example.tokens[start - 1]):
        start -= 1
        room -= len(example.tokens[start])
    return part_of(example, start, end)


def cut_all(example: Example, choice: random.Random, limit: int = WINDOW_TOKENS) -> Iterator[Example]:
    """All of a piece, window after window; the first is of random length, so that no two epochs cut alike."""
    start, room = 0, choice.randint(limit // 3, limit) - 2 if example.length > limit else limit - 2
    used = 0
    for number, ids in enumerate(example.tokens):
        if number > start and used + len(ids) > room:
            yield part_of(example, start, number)
            start, used, room = number, 0, limit - 2
        used += len(ids)
    yield part_of(example, start, len(example.tokens)) if start else example


def grouped(lengths: Sequence[int], budget: int, choice: random.Random) -> list[list[int]]:
    """Shuffle items into batches of like length with at most `budget` padded tokens each."""
    order = sorted(range(len(lengths)), key=lambda i: (lengths[i] + choice.uniform(-2, 2), i))
    batches: list[list[int]] = [[]]
    longest = 0
    for item in order:
        longest = max(longest, lengths[item])
        if batches[-1] and longest * (len(batches[-1]) + 1) > budget:
            batches.append([])
            longest = lengths[item]
        batches[-1].append(item)
    choice.shuffle(batches)
    return [batch for batch in batches if batch]


@dataclass
class TrainBatch:
    """One step's input and targets.

    Attributes
    ----------
    ids, case, mask : int64 [windows, tokens]
    pool : float32 [windows, stretches, tokens]
    place : float32 [windows, stretches, 4]
    row, column : int64 [stretches]
        Where each real stretch stands in the batch.
    review_of : int64 [stretches]
    targets : dict
        By head: indices (into stretches for sentence heads, into reviews for review heads) and
        the target vectors there.
    search : (indices, vectors) or None
    tokens : dict
        By token head (a teacher's answers under "soft:" and its name): row, column, targets, weights.
    pairs : dict
        By pair head: int64 [pairs, 5] (row, and the two tokens' stretches) and whether they belong together.
    """

    ids: Tensor
    case: Tensor
    mask: Tensor
    pool: Tensor
    place: Tensor
    row: Tensor
    column: Tensor
    review_of: Tensor
    reviews: int
    targets: dict[str, tuple[Tensor, Tensor]]
    search: tuple[Tensor, Tensor] | None
    tokens: dict[str, tuple[Tensor, Tensor, Tensor, Tensor]]
    pairs: dict[str, tuple[Tensor, Tensor]]


def assemble(
    examples: Sequence[Example],
    tokens: Tokens,
    search: dict[str, Floats] | None = None,
    *,
    caseless: Sequence[bool] = (),
) -> TrainBatch:
    """Put examples side by side; a long one takes several windows, its sentences one review.

    `caseless` tells of which examples the case is kept from the model, which must read lower-case text too.
    """
    feeds: list[Feed] = []
    stretches: list[Stretch] = []
    row, column, review_of = [], [], []
    for number, example in enumerate(examples):
        piece = example.piece
        for window in pack(example.tokens, example.cases, first=tokens.first, last=tokens.last):
            for position, stretch in enumerate(window.stretches):
                row.append(len(feeds))
                column.append(position)
                review_of.append(number)
                stretches.append(stretch)
            feed = feed_of(window, piece.total, first=piece.first)
            if caseless and caseless[number]:
                feed["case"] = np.zeros_like(feed["case"])
            feeds.append(feed)
    sentence_of = [stretch.sentence for stretch in stretches]
    marked = [
        (r, stretch, examples[number].targets[stretch.sentence])
        for r, stretch, number in zip(row, stretches, review_of, strict=True)
    ]
    return TrainBatch(
        *map(torch.from_numpy, _padded(feeds, tokens.padding)),
        torch.tensor(row),
        torch.tensor(column),
        torch.tensor(review_of),
        len(examples),
        _targets(examples, review_of, sentence_of),
        _search_targets(examples, review_of, sentence_of, search) if search else None,
        _token_targets(marked),
        _pairs(marked),
    )


def _token_targets(
    marked: Sequence[tuple[int, Stretch, TokenTargets]],
) -> dict[str, tuple[Tensor, Tensor, Tensor, Tensor]]:
    found: dict[str, tuple[list[Any], ...]] = {}
    for row, stretch, targets in marked:
        for head, (values, weights) in targets.by_head.items():
            rows, columns, all_values, all_weights = found.setdefault(head, ([], [], [], []))
            rows.append(np.full(len(values), row))
            columns.append(np.arange(stretch.start, stretch.start + len(values)))
            all_values.append(values)
            all_weights.append(weights)
    joined: dict[str, tuple[Tensor, Tensor, Tensor, Tensor]] = {}
    for head, (rows, columns, all_values, all_weights) in found.items():
        weights = np.concatenate(all_weights).astype(np.float32)
        known = weights > 0
        if known.any():
            arrays = (
                np.concatenate(rows),
                np.concatenate(columns),
                np.concatenate(all_values).astype(np.float32),
            )
            joined[head] = (*(torch.from_numpy(a[known]) for a in arrays), torch.from_numpy(weights[known]))
    return joined


def _pairs(marked: Sequence[tuple[int, Stretch, TokenTargets]]) -> dict[str, tuple[Tensor, Tensor]]:
    found: dict[str, tuple[list[list[int]], list[float]]] = {}
    for row, stretch, targets in marked:
        for head, first, second, together in targets.pairs:
            places, truths = found.setdefault(head, ([], []))
            places.append([row, *(stretch.start + end for end in (*first, *second))])
            truths.append(together)
    return {
        head: (torch.tensor(places), torch.tensor(truths, dtype=torch.float32))
        for head, (places, truths) in found.items()
    }


def _padded(feeds: Sequence[Feed], padding: int) -> tuple[npt.NDArray[Any], ...]:
    """Windows side by side, padded to the longest: ids, case, mask, pool, place."""
    rows, width = (max(feed["pool"].shape[axis] for feed in feeds) for axis in (1, 2))
    ids = np.full((len(feeds), width), padding, np.int64)
    case = np.zeros((len(feeds), width), np.int64)
    mask = np.zeros((len(feeds), width), np.int64)
    pool = np.zeros((len(feeds), rows, width), np.float32)
    place = np.zeros((len(feeds), rows, PLACE_SIZE), np.float32)
    for i, feed in enumerate(feeds):
        _, count, length = feed["pool"].shape
        ids[i, :length] = feed["ids"][0]
        case[i, :length] = feed["case"][0]
        mask[i, :length] = 1
        pool[i, :count, :length] = feed["pool"][0]
        place[i, :count] = feed["place"][0]
    return ids, case, mask, pool, place


def _stack(found: list[tuple[int, Floats]]) -> tuple[Tensor, Tensor]:
    return torch.tensor([i for i, _ in found]), torch.from_numpy(np.stack([v for _, v in found]))


def _targets(
    examples: Sequence[Example], review_of: list[int], sentence_of: list[int]
) -> dict[str, tuple[Tensor, Tensor]]:
    targets = {}
    # a teacher's answers stand beside the labels, under "soft:" and the head's name
    for prefix in ("", "soft:"):
        for head in HEADS:
            name = prefix + head.name
            found: list[tuple[int, Floats]] = []
            if head.on == "review":
                for number, example in enumerate(examples):
                    if name in example.piece.review_targets:
                        found.append((number, example.piece.review_targets[name]))
            elif head.on == "sentence":
                for place, (number, sentence) in enumerate(zip(review_of, sentence_of, strict=True)):
                    rows = examples[number].piece.sentence_targets.get(name)
                    if rows is not None and (vector := rows[sentence]) is not None:
                        found.append((place, vector))
            if found:
                targets[name] = _stack(found)
    return targets


def _search_targets(
    examples: Sequence[Example], review_of: list[int], sentence_of: list[int], search: dict[str, Floats]
) -> tuple[Tensor, Tensor] | None:
    found = [
        (place, search[text])
        for place, (number, sentence) in enumerate(zip(review_of, sentence_of, strict=True))
        if (text := examples[number].piece.sentences[sentence]) in search
    ]
    return _stack(found) if found else None


def batches(
    examples: Sequence[Example], tokens: Tokens, *, budget: int, seed: int
) -> Iterator[list[Example]]:
    """An epoch's batches, the same for the same seed."""
    choice = random.Random(seed)
    parts = []
    for example in examples:
        if example.piece.source in WHOLE:
            parts += cut_all(example, choice)
        else:
            parts.append(cut(example, choice))
    for batch in grouped([part.length for part in parts], budget, choice):
        yield [parts[i] for i in batch]
