"""Windows hold every token once, in order, and no window is too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.windows import feed_of, pack, place_of

SENTENCES = st.lists(st.lists(st.integers(10, 99), max_size=40), max_size=12)
FIRST, LAST = 1, 2


def cases_of(sentences: list[list[int]]) -> list[list[int]]:
    """A case for each token that tells it from its neighbours."""
    return [[token % 3 for token in tokens] for tokens in sentences]


@given(SENTENCES, st.integers(5, 30))
def test_windows_hold_every_token_once_and_in_order(sentences: list[list[int]], limit: int) -> None:
    windows = list(pack(sentences, cases_of(sentences), first=FIRST, last=LAST, limit=limit))
    found: dict[int, list[int]] = {}
    for window in windows:
        assert len(window.ids) <= limit
        assert (window.ids[0], window.ids[-1]) == (FIRST, LAST)
        assert window.cases == (0, *(token % 3 for token in window.ids[1:-1]), 0)
        for stretch in window.stretches:
            found.setdefault(stretch.sentence, []).extend(window.ids[stretch.start : stretch.end])
    assert found == {i: tokens for i, tokens in enumerate(sentences) if tokens}
    assert list(found) == sorted(found)


@given(SENTENCES, st.integers(5, 30))
def test_only_a_sentence_longer_than_a_window_is_cut(sentences: list[list[int]], limit: int) -> None:
    windows = pack(sentences, cases_of(sentences), first=FIRST, last=LAST, limit=limit)
    stretches = [stretch for window in windows for stretch in window.stretches]
    for index, tokens in enumerate(sentences):
        parts = sum(stretch.sentence == index for stretch in stretches)
        assert parts <= 1 or len(tokens) > limit - 2


def test_a_window_pools_each_sentence_to_its_mean_and_knows_its_place() -> None:
    (window,) = pack([[5, 6, 7], [8, 9]], [[0, 1, 2], [0, 0]], first=FIRST, last=LAST, limit=9)
    feed = feed_of(window, 4, first=2)
    assert feed["ids"].tolist() == [[1, 5, 6, 7, 8, 9, 2]]
    assert feed["case"].tolist() == [[0, 0, 1, 2, 0, 0, 0]]
    assert (feed["pool"] @ feed["ids"][..., None]).ravel().tolist() == pytest.approx([6.0, 8.5])
    assert feed["place"][0].tolist() == [pytest.approx(place_of(2, 4)), pytest.approx(place_of(3, 4))]


def test_a_place_tells_first_from_last_and_short_from_long() -> None:
    only, first, last = place_of(0, 1), place_of(0, 40), place_of(39, 40)
    assert only == (0.5, 0.0, 1.0, 1.0)
    assert first[0] < 0.1 < 0.9 < last[0]
    assert first[2] == 1.0 == last[3]
    assert first[1] == last[1] > 0.5
