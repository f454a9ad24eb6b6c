"""What is said of tokens reaches the loss at the tokens that it was said of, wherever batches put them."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("torch", reason="needs the extra train")

import torch

from closeup.reader.bundle import Bundle
from closeup.reader.heads import TOKEN_SIZE, TOKEN_SLICES
from closeup.reader.tokens import belongs
from tests.reader.said import Said
from training.batches import Example, Tokens, assemble, cut_all, tokenise
from training.losses import batch_loss, pair_logits, token_loss
from training.marks import Judgement, Marks, Name, TokenTargets
from training.pieces import Piece

BUNDLE = Bundle()
TOKENS = Tokens(BUNDLE.tokenizer, BUNDLE.first, BUNDLE.last, 0, BUNDLE.pieces)
LONG = "It rains and rains on Zvyagintsev. " * 20


def sentence(text: str, *names: tuple[str, int]) -> tuple[str, Marks]:
    return text, Marks([Name((text.index(n), text.index(n) + len(n)), kind) for n, kind in names], [(0, 1)])


def piece(*sentences: tuple[str, Marks], name: str = "a") -> Piece:
    return Piece("labels", name, [text for text, _ in sentences], marks=[marks for _, marks in sentences])


def test_targets_stand_at_the_tokens_that_they_are_of() -> None:
    first = piece(sentence("So it goes."), sentence("Todd is Zvyagintsev.", ("Todd", 0), ("Zvyagintsev", 1)))
    second = piece(sentence("Ran is long.", ("Ran", 2)), name="b")
    batch = assemble(tokenise([first, second], TOKENS), TOKENS)
    row, column, target, weight = batch.tokens["name"]
    words = {
        (r, c): BUNDLE.tokenizer.id_to_token(int(batch.ids[r, c]))
        for r, c in zip(row.tolist(), column.tolist(), strict=True)
    }
    begins = {
        words[r, c]: int(t.argmax())
        for r, c, t in zip(row.tolist(), column.tolist(), target, strict=True)
        if int(t.argmax()) in (1, 3, 5)
    }
    assert list(begins.values()) == [1, 3, 5]
    first, second, third = begins
    assert (first, third) == ("todd", "ran")
    assert "zvyagintsev".startswith(second)
    assert not {"[CLS]", "[SEP]", "[PAD]"} & set(words.values())
    assert weight.tolist() == [1] * len(row)


def test_pairs_point_into_their_window_past_what_stands_before() -> None:
    before = sentence("So it goes.")
    played = sentence("Todd is Zvyagintsev.", ("Todd", 0), ("Zvyagintsev", 1))
    batch = assemble(tokenise([piece(before), piece(before, played, name="b")], TOKENS), TOKENS)
    places, together = batch.pairs["plays"]
    ((row, start, end, other, last),) = places.tolist()
    assert together.tolist() == [1]
    assert row == 1
    assert BUNDLE.tokenizer.decode(batch.ids[row, start:end].tolist()) == "todd"
    assert BUNDLE.tokenizer.decode(batch.ids[row, other:last].tolist()) == "zvyagintsev"


def test_tokens_without_weight_are_no_targets() -> None:
    text = "Todd met Lean."
    marks = Marks([Name((0, 4), 0)], unsure=[(9, 13)])
    batch = assemble(tokenise([piece((text, marks))], TOKENS), TOKENS)
    row, column, _, _ = batch.tokens["name"]
    seen = [BUNDLE.tokenizer.id_to_token(int(batch.ids[r, c])) for r, c in zip(row, column, strict=True)]
    assert seen == ["todd", "met", "."]
    assert "role" not in batch.tokens


def test_the_case_is_kept_from_the_model_only_where_it_is_asked() -> None:
    examples = tokenise([piece(sentence("Ann Todd.")), piece(sentence("Ann Todd."), name="b")], TOKENS)
    batch = assemble(examples, TOKENS, caseless=[True, False])
    assert batch.case[0].sum() == 0
    assert batch.case[1].sum() > 0
    assert torch.equal(batch.ids[0], batch.ids[1])


def test_a_mark_past_the_window_is_dropped_and_what_is_before_it_stays() -> None:
    text = LONG + "Todd."
    marks = Marks([Name((22, 33), 0), Name((len(LONG), len(LONG) + 4), 0)])
    (example,) = tokenise([piece((text, marks))], TOKENS)
    values, _ = example.targets[0].by_head["name"]
    assert len(values) == len(example.tokens[0]) == 126
    assert (values[:, 1] > 0).sum() == 1


def test_a_teachers_answers_for_tokens_go_to_their_sentences() -> None:
    soft = Piece("rt", "a", ["So it goes.", LONG, "Ran."])
    lengths = [len(ids) for ids in tokenise([soft], TOKENS)[0].tokens]
    total = sum(lengths)
    numbers = np.arange(total * 7, dtype=np.float16).reshape(total, 7) % 2048
    soft.soft_tokens = {"soft:name": (numbers, np.ones(total, np.float16))}
    (example,) = tokenise([soft], TOKENS)
    parts = [targets.by_head["soft:name"][0] for targets in example.targets]
    assert [len(part) for part in parts] == lengths
    assert np.array_equal(np.concatenate(parts), numbers)
    assert len(assemble([example], TOKENS).tokens["soft:name"][0]) == total


@given(st.lists(st.integers(0, 126), min_size=1, max_size=30), st.integers(0, 1000))
def test_all_of_a_review_is_cut_into_windows_with_every_sentence_once(lengths: list[int], seed: int) -> None:
    tokens = [[number] * length for number, length in enumerate(lengths)]
    rows = [np.full(6, number, np.float32) for number in range(len(lengths))]
    whole = Piece("labels", "x", [str(number) for number in range(len(lengths))], {"kind": list(rows)})
    example = Example(whole, tokens, [[0] * n for n in lengths], [TokenTargets() for _ in lengths])
    parts = list(cut_all(example, random.Random(seed)))
    assert [ids for part in parts for ids in part.tokens] == tokens
    assert [text for part in parts for text in part.piece.sentences] == whole.sentences
    for part in parts:
        assert part.length <= 128
        assert part.piece.total == len(lengths)
        assert part.piece.sentences[0] == str(part.piece.first)
        assert [int(row[0]) for row in part.piece.sentence_targets["kind"] if row is not None] == [
            int(text) for text in part.piece.sentences
        ]
    if example.length <= 128:
        assert parts == [example]


def test_no_two_epochs_cut_a_long_review_alike() -> None:
    tokens = [[1] * 20] * 40
    whole = Piece("labels", "x", ["s"] * 40)
    example = Example(whole, tokens, tokens, [TokenTargets() for _ in tokens])
    cuts = {tuple(len(p.tokens) for p in cut_all(example, random.Random(seed))) for seed in range(8)}
    assert len(cuts) > 1


def test_a_pairs_log_odds_are_the_product_of_the_means_of_its_stretches() -> None:
    random_ = np.random.default_rng(2)
    tokens = torch.from_numpy(random_.normal(size=(2, 9, TOKEN_SIZE)).astype(np.float32))
    places = torch.tensor([[0, 1, 3, 4, 8], [1, 0, 9, 2, 3]])
    found = pair_logits(tokens, "aims", places)
    values = tokens[:, :, TOKEN_SLICES["aims"]].numpy()
    half = values.shape[-1] // 2
    expected = [
        values[r, s:e, :half].mean(0) @ values[r, t:f, half:].mean(0) for r, s, e, t, f in places.tolist()
    ]
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-4)


def test_reading_and_training_agree_on_the_odds_of_a_pair() -> None:
    said = Said("Welles as Kane and Cotten as Leland")
    said.tokens.values[:] = np.random.default_rng(4).normal(size=said.tokens.values.shape)
    one, two = said.at("Welles"), said.at("Leland")
    places = torch.tensor([[0, one.first, one.last, two.first, two.last]])
    odds = pair_logits(torch.from_numpy(said.tokens.values)[None], "plays", places).sigmoid()
    assert belongs(said.tokens, "plays", one, two) == pytest.approx(float(odds[0]), abs=1e-4)


def token_targets_of(target: list[list[float]], weight: list[float]) -> tuple[Any, ...]:
    count = len(weight)
    return (
        torch.zeros(count, dtype=torch.long),
        torch.arange(count),
        torch.tensor(target),
        torch.tensor(weight),
    )


def test_a_token_loss_falls_as_the_answer_nears_and_counts_tokens_by_weight() -> None:
    tokens = torch.zeros(1, 6, TOKEN_SIZE)
    start = TOKEN_SLICES["evidence"].start
    targets = token_targets_of([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]], [1.0, 0.0001])
    far = token_loss(tokens, "evidence", targets)
    assert float(far) == pytest.approx(np.log(3), abs=1e-3)
    tokens[0, 1, start] = -20
    assert float(token_loss(tokens, "evidence", targets)) == pytest.approx(np.log(3), abs=0.01)
    tokens[0, 0, start + 1] = 20
    assert float(token_loss(tokens, "evidence", targets)) < 0.01


def test_a_persons_roles_are_answered_each_by_itself() -> None:
    tokens = torch.zeros(1, 6, TOKEN_SIZE)
    part = TOKEN_SLICES["role"]
    both = [1.0, 1.0, *[0.0] * (part.stop - part.start - 2)]
    tokens[0, 0, part] = torch.tensor([20.0 if value else -20.0 for value in both])
    assert float(token_loss(tokens, "role", token_targets_of([both], [1.0]))) < 1e-3


def test_a_loss_of_tokens_and_pairs_teaches_those_tokens_and_no_others() -> None:
    text = "Todd is Zvyagintsev."
    marks = sentence(text, ("Todd", 0), ("Zvyagintsev", 1))[1]
    marks.judgements = [Judgement((0, 4), 1, 4)]
    batch = assemble(tokenise([piece((text, marks))], TOKENS), TOKENS)
    values = torch.randn(*batch.ids.shape, TOKEN_SIZE, generator=torch.Generator().manual_seed(1))
    values.requires_grad_()
    total, parts = batch_loss({"tokens": values}, batch, {"name": 2.0})
    assert {"name", "plays", "evidence", "aspect"} <= set(parts)
    assert not {"role", "relation"} & set(parts)
    total.backward()
    assert values.grad is not None
    assert values.grad[0, 0].abs().sum() == 0
    assert values.grad[0, -1].abs().sum() == 0
    assert values.grad[0, 1, TOKEN_SLICES["name"]].abs().sum() > 0
    assert values.grad[0, 2, TOKEN_SLICES["aspect"]].abs().sum() == 0
