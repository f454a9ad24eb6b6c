"""A review as the tokenizer writes it: what each token is a part of, and where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.bundle import Bundle
from closeup.reader.case import CAPITAL, SMALL
from closeup.reader.written import Written

BUNDLE = Bundle()


def written(*sentences: str) -> Written:
    encoded = iter(BUNDLE.tokenizer.encode_batch(list(sentences), add_special_tokens=False))
    return Written.of(sentences, encoded, BUNDLE.pieces)


def test_only_the_first_piece_of_a_word_opens_it_and_all_share_its_case() -> None:
    found = written("Zvyagintsev broods.")
    (cases,) = found.cases
    _, starts, _, opens = found.places()
    pieces = [i for i, start in enumerate(starts.tolist()) if start < len("Zvyagintsev")]
    assert len(pieces) > 1
    assert [opens[i] for i in pieces] == [True] + [False] * (len(pieces) - 1)
    assert {cases[i] for i in pieces} == {CAPITAL}
    assert cases[-1] == SMALL


def test_places_go_sentence_by_sentence() -> None:
    sentence, start, end, opens = written("So long.", "😀", "Go.").places()
    assert sentence.tolist() == sorted(sentence.tolist())
    assert ("So long."[start[0] : end[0]], "Go."[start[-2] : end[-2]]) == ("So", "Go")
    assert opens[0]
    assert sentence[-1] == 2


def test_a_review_without_tokens_has_no_places() -> None:
    assert [len(part) for part in written("", " ").places()] == [0, 0, 0, 0]
    assert [len(part) for part in written().places()] == [0, 0, 0, 0]


def test_as_many_encodings_are_taken_as_there_are_sentences() -> None:
    encoded = iter(BUNDLE.tokenizer.encode_batch(["One.", "Two.", "Three."], add_special_tokens=False))
    first = Written.of(["One.", "Two."], encoded, BUNDLE.pieces)
    second = Written.of(["Three."], encoded, BUNDLE.pieces)
    assert (len(first.ids), len(second.ids)) == (2, 1)
    assert next(encoded, None) is None


@given(st.lists(st.text(max_size=40), max_size=4))
def test_every_token_lies_in_its_sentence_and_every_sentence_opens_with_a_word(sentences: list[str]) -> None:
    found = written(*sentences)
    sentence, start, end, opens = found.places()
    assert len(sentence) == len(start) == len(end) == len(opens) == sum(map(len, found.ids))
    for number, s, e in zip(sentence.tolist(), start.tolist(), end.tolist(), strict=True):
        assert 0 <= s <= e <= len(sentences[number])
    firsts = [i for i in range(len(sentence)) if i == 0 or sentence[i] != sentence[i - 1]]
    assert opens[firsts].all()
