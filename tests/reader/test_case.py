"""Case: what the uncased vocabulary leaves out, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.bundle import Bundle
from closeup.reader.case import CAPITAL, CAPITALS, SMALL, case_of

BUNDLE = Bundle()


def cases(sentence: str) -> dict[str, int]:
    encoding = BUNDLE.tokenizer.encode(sentence, add_special_tokens=False)
    found = case_of(sentence, encoding.offsets, [BUNDLE.pieces[i] for i in encoding.ids])
    return {sentence[start:end]: case for (start, end), case in zip(encoding.offsets, found, strict=True)}


def test_a_word_is_small_capital_or_in_capitals() -> None:
    found = cases("the Grapes of WRATH, 1940")
    assert found["the"] == found["of"] == found[","] == found["1940"] == SMALL
    assert found["Grapes"] == CAPITAL
    assert found["WRATH"] == CAPITALS


def test_every_piece_of_a_word_has_the_case_of_its_first() -> None:
    sentence = "Zvyagintsev"
    encoding = BUNDLE.tokenizer.encode(sentence, add_special_tokens=False)
    assert len(encoding.ids) > 1
    assert set(cases(sentence).values()) == {CAPITAL}


def test_accents_do_not_hide_a_capital() -> None:
    assert set(cases("Élodie").values()) == {CAPITAL}


@given(st.text(max_size=80))
def test_every_token_has_a_case(sentence: str) -> None:
    encoding = BUNDLE.tokenizer.encode(sentence, add_special_tokens=False)
    found = case_of(sentence, encoding.offsets, [BUNDLE.pieces[i] for i in encoding.ids])
    assert len(found) == len(encoding.ids)
    assert set(found) <= {SMALL, CAPITAL, CAPITALS}
