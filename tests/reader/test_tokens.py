"""Tags become stretches of whole words, whatever the model says of their pieces."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.heads import TOKEN_SIZE
from closeup.reader.tokens import Stretch, Tokens, belongs, log_odds, span_of, stretches
from tests.reader.said import Said

SENTENCES = ("Agnes Moorehead, as ever, is a marvel.", "“Ambersons” is Welles's wound!", "So is time…")


def found(said: Said, head: str = "name", threshold: float = 0.5, **options: object) -> list[str]:
    odds = said.tokens.odds(head)
    parts = stretches(said.tokens, odds, threshold, **options)  # type: ignore[arg-type]
    spans = [span_of(said.tokens, part, said.text) for part in parts]
    return [said.text[slice(*span)] for span in spans if span]


def test_a_stretch_is_the_words_that_are_marked() -> None:
    said = Said(*SENTENCES).tag("Agnes Moorehead", "name").tag("Ambersons", "name", 2)
    assert found(said) == ["Agnes Moorehead", "Ambersons"]


def test_a_word_is_as_its_first_piece() -> None:
    said = Said(*SENTENCES).tag("Moor", "name")
    assert found(said) == ["Moorehead"]
    assert found(Said(*SENTENCES).tag("ehea", "name")) == []


def test_two_names_side_by_side_are_two_where_the_second_begins() -> None:
    said = Said("Starring Cotten Welles").tag("Cotten", "name").tag("Welles", "name")
    assert found(said) == ["Cotten", "Welles"]


def test_words_of_a_whole_kind_are_never_parted() -> None:
    said = Said("Starring Joseph Cotten").tag("Joseph", "name").tag("Cotten", "name")
    assert found(said, whole=(0,)) == ["Joseph Cotten"]
    assert found(said, whole=(1,)) == ["Joseph", "Cotten"]


def test_words_of_two_kinds_are_two_stretches() -> None:
    said = Said("Welles Kane").tag("Welles Kane", "name").tag("Kane", "name", 1)
    parts = list(stretches(said.tokens, said.tokens.odds("name"), 0.5))
    assert [part.kind for part in parts] == [0, 1]


def test_a_stretch_ends_with_its_sentence() -> None:
    said = Said("He meets Anna", "Schmidt weeps").tag("Anna Schmidt", "name")
    assert found(said) == ["Anna", "Schmidt"]


def test_a_word_that_is_less_sure_belongs_to_a_sure_one_beside_it_but_never_stands_alone() -> None:
    said = Said("wild, the great Ambersons and the rest").tag("great Ambersons", "name", 2)
    said.tag("great", "name", 2, 0.3).tag("rest", "name", 2, 0.3).tag("wild", "name", 2, 0.3)
    assert found(said) == ["Ambersons"]
    assert found(said, grows_from=0.2) == ["great Ambersons"]


def test_a_stretch_is_as_likely_as_its_words_are_on_average() -> None:
    said = Said("Joseph Cotten").tag("Joseph Cotten", "name", odds=0.9)
    said.tokens.values[said.at("Cotten").rows, 0] = np.log(0.9 / 0.6 - 0.9)
    (part,) = stretches(said.tokens, said.tokens.odds("name"), 0.5)
    assert part.probability == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize(
    "marked", ["“Ambersons”", " “Ambersons” ", "(Ambersons)", "*Ambersons*", "Ambersons,"]
)
def test_a_span_leaves_out_the_marks_around_its_words(marked: str) -> None:
    said = Said(f"I love {marked} so").tag(marked.strip(), "name")
    assert found(said) == ["Ambersons"]


def test_a_stretch_of_nothing_but_marks_has_no_span() -> None:
    assert found(Said("Well — (, so").tag("— (,", "name")) == []


def test_no_tokens_have_no_stretches() -> None:
    said = Said("")
    assert found(said) == []
    assert said.tokens.odds("name").shape == (0, 7)


@given(st.integers(0, 2**32), st.floats(0.05, 0.9), st.floats(0.1, 1), st.sampled_from([(), (0,), (1, 2)]))
def test_stretches_are_whole_words_of_one_sentence_in_order_and_apart(
    seed: int, threshold: float, share: float, whole: tuple[int, ...]
) -> None:
    said = Said(*SENTENCES)
    random = np.random.default_rng(seed)
    said.tokens.values[:] = random.normal(0, 3, said.tokens.values.shape)
    tokens = said.tokens
    parts = list(stretches(tokens, tokens.odds("name"), threshold, grows_from=share * threshold, whole=whole))
    assert all(one.last <= other.first for one, other in pairwise(parts))
    for part in parts:
        assert tokens.opens[part.first]
        assert part.last == len(tokens.opens) or tokens.opens[part.last]
        assert len(set(tokens.sentence[part.rows].tolist())) == 1
        assert part.kind in (0, 1, 2)
        assert 0 <= part.probability <= 1 + 1e-6
        span = span_of(tokens, part, said.text)
        if span:
            assert tokens.start[part.first] <= span[0] < span[1] <= tokens.end[part.last - 1]
            assert said.text[slice(*span)].strip() == said.text[slice(*span)]


@given(st.integers(0, 2**32), st.floats(0, 1e4))
def test_odds_are_a_distribution_however_large_the_numbers(seed: int, scale: float) -> None:
    said = Said(*SENTENCES)
    said.tokens.values[:] = np.random.default_rng(seed).normal(0, scale, said.tokens.values.shape)
    odds = said.tokens.odds("aspect")
    assert odds.min() >= 0
    assert odds.sum(-1) == pytest.approx(1, abs=1e-5)


def test_moved_places_stand_in_the_review_and_not_in_the_sentence() -> None:
    tokens = Tokens(
        np.asarray([0, 1, 1]),
        np.asarray([0, 0, 4]),
        np.asarray([5, 3, 8]),
        np.ones(3, bool),
        np.zeros((3, TOKEN_SIZE), np.float32),
    ).moved([2, 20])
    assert tokens.start.tolist() == [2, 20, 24]
    assert tokens.end.tolist() == [7, 23, 28]


def test_a_pair_is_likely_where_its_vectors_agree_and_unlikely_where_they_do_not() -> None:
    said = Said("Welles as Kane, Cotten as Leland").join("plays", "Welles", "Kane")
    one, two = said.at("Welles"), said.at("Kane")
    assert belongs(said.tokens, "plays", one, two) > 0.99
    assert belongs(said.tokens, "plays", said.at("Cotten"), two) == pytest.approx(0.5)
    assert belongs(said.tokens, "aims", one, two) == pytest.approx(0.5)
    said.tokens.values[two.rows] *= -1
    assert belongs(said.tokens, "plays", one, two) < 0.01


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize(("sign", "odds"), [(1, 1.0), (-1, 0.0)])
def test_a_pair_is_surely_so_or_surely_not_without_overflow(sign: int, odds: float) -> None:
    said = Said("Welles as Kane")
    said.tokens.values[:] = 40
    said.tokens.values[said.at("Kane").rows] *= sign
    assert belongs(said.tokens, "plays", said.at("Welles"), said.at("Kane")) == pytest.approx(odds)


def test_log_odds_are_finite_at_certainty() -> None:
    assert np.isfinite(log_odds(np.asarray([0.0, 1.0], np.float32))).all()
    assert log_odds(0.5) == pytest.approx(0)


def test_the_rows_of_a_stretch_are_its_tokens() -> None:
    assert Stretch(2, 5, 0, 1.0).rows == slice(2, 5)
