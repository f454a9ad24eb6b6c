"""Normalising happens once, and a review is the same review if its normalised text is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.errors import EmptyText, TooLarge
from closeup.review import MAX_BYTES, Review, normalise


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(st.characters(exclude_categories=())))
def test_normalised_text_is_nfc_with_one_kind_of_line_end_and_can_be_encoded(text: str) -> None:
    normal = normalise(text)
    assert unicodedata.is_normalized("NFC", normal)
    assert not set(normal) & {"\r", "\x85", "\u2028", "\u2029", "\ufeff", "\x00"}
    normal.encode("utf-8")


def test_line_ends_of_every_system_hash_the_same() -> None:
    assert len({Review.of(f"A gem.{end}See it.").hash for end in ("\n", "\r\n", "\r", "\u2028")}) == 1


def test_composed_and_decomposed_accents_hash_the_same() -> None:
    assert Review.of("Am\u00e9lie").hash == Review.of("Ame\u0301lie").hash


@pytest.mark.parametrize("text", ["", "   ", "\n\n", "★ … !!", "\ufeff"])
def test_a_text_with_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(EmptyText, match="no text"):
        Review.of(text)


@pytest.mark.parametrize("text", ["x" * (MAX_BYTES + 1), "é" * (MAX_BYTES // 2 + 1)])
def test_a_text_past_the_limit_is_refused_and_says_the_limit(text: str) -> None:
    with pytest.raises(TooLarge, match="1,000,000"):
        Review.of(text)


def test_a_text_at_the_limit_is_read() -> None:
    assert len(Review.of("x" * MAX_BYTES).text) == MAX_BYTES


def test_the_id_is_what_the_caller_gave_else_the_hash() -> None:
    review = Review.of("A gem.")
    assert review.name == review.hash
    assert Review.of("A gem.", id="7").name == "7"
