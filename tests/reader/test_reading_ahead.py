"""Many reviews at once: the next ones are read while these are composed, and nobody can tell from outside."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import closeup.reader.reader as module
from closeup.errors import EmptyText, NotEnglish
from closeup.reader import Reader
from closeup.reading import Reading
from closeup.review import Review, Unreadable

CHUNK = 4
TEXTS = (
    "Celia Johnson is quietly shattering in Brief Encounter.",
    "A dull, plodding story; the photography is gorgeous. The ending is not.",
    "i walked out . robert newton 's accent is never dull , though .",
    "It rains. It rains again. " * 30,
    "Carol Reed directs The Third Man, a film about a zither.",
)
FRENCH = "Un film magnifique, drôle et tendre, que je recommande à tous sans hésiter."


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """A reader of small chunks, so that a few reviews fill several."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "CHUNK", CHUNK)
        yield Reader(threads=1)


@pytest.fixture(scope="module")
def alone(reader: Reader) -> dict[str, str]:
    return {text: reader.read(text).to_json() for text in TEXTS}


def numbered(count: int) -> list[Review]:
    return [Review.of("A small gem.", id=str(number)) for number in range(count)]


def names(results: list[Reading | Unreadable]) -> list[str]:
    return [result.id for result in results if isinstance(result, Reading)]


@settings(max_examples=8)
@given(order=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3 * CHUNK + 1))
def test_a_reading_is_the_same_bytes_wherever_it_falls_in_a_batch(
    reader: Reader, alone: dict[str, str], order: list[str]
) -> None:
    found = [r.to_json() for r in reader.read_many(order) if isinstance(r, Reading)]
    assert found == [alone[text] for text in order]


@pytest.mark.parametrize("count", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 2])
def test_every_review_comes_out_once_and_in_order(reader: Reader, count: int) -> None:
    assert names(list(reader.read_many(numbered(count)))) == [str(number) for number in range(count)]


@pytest.mark.parametrize("place", range(2 * CHUNK + 1))
def test_what_cannot_be_read_stands_in_its_place(reader: Reader, place: int) -> None:
    items: list[Review | str | Unreadable] = [*numbered(2 * CHUNK + 1)]
    items[place] = FRENCH
    found = list(reader.read_many(items))
    assert len(found) == len(items)
    bad = found[place]
    assert isinstance(bad, Unreadable)
    assert isinstance(bad.error, NotEnglish)
    assert names(found) == [str(number) for number in range(2 * CHUNK + 1) if number != place]


def test_a_chunk_of_which_nothing_can_be_read_holds_nothing_up(reader: Reader) -> None:
    given_up = Unreadable("gone", EmptyText("there is no text to read"))
    items: list[Review | str | Unreadable] = [*[given_up] * CHUNK, *numbered(CHUNK), *[""] * CHUNK]
    found = list(reader.read_many(items))
    assert found[:CHUNK] == [given_up] * CHUNK
    assert names(found) == [str(number) for number in range(CHUNK)]
    assert all(isinstance(item, Unreadable) for item in found[2 * CHUNK :])


def test_at_most_two_chunks_are_taken_before_the_first_reading(reader: Reader) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield "A small gem."

    stream = reader.read_many(endless())
    next(stream)
    assert taken <= 2 * CHUNK
    for _ in range(5 * CHUNK):
        next(stream)
    assert taken <= 7 * CHUNK


def test_each_reading_of_a_slow_source_is_there_before_the_next_review_is_asked_for(reader: Reader) -> None:
    taken = 0

    def slow() -> Iterator[str]:
        nonlocal taken
        for _ in range(4):
            time.sleep(1.3 * module.PATIENCE)
            taken += 1
            yield "A small gem."

    for number, _ in enumerate(reader.read_many(slow()), start=1):
        assert taken == number


def test_a_source_that_slows_down_gets_back_first_what_was_read_ahead(reader: Reader) -> None:
    def source() -> Iterator[Review]:
        for review in numbered(CHUNK + 2):
            if int(review.id or 0) >= CHUNK:
                time.sleep(1.3 * module.PATIENCE)
            yield review

    assert names(list(reader.read_many(source()))) == [str(number) for number in range(CHUNK + 2)]


def test_a_stream_that_is_given_up_leaves_the_reader_as_it_was(reader: Reader, alone: dict[str, str]) -> None:
    for _ in range(3):
        stream = reader.read_many(TEXTS * CHUNK)
        assert next(stream)
        stream.close()  # type: ignore[attr-defined]
    found = [r.to_json() for r in reader.read_many(TEXTS * 2) if isinstance(r, Reading)]
    assert found == [alone[text] for text in TEXTS * 2]


def test_streams_that_take_turns_do_not_mix(reader: Reader) -> None:
    one = reader.read_many(numbered(3 * CHUNK))
    other = reader.read_many([Review.of("A small gem.", id=f"other {n}") for n in range(3 * CHUNK)])
    found = [(a.id, b.id) for a, b in zip(one, other, strict=True)]
    assert found == [(str(number), f"other {number}") for number in range(3 * CHUNK)]


def test_reading_ahead_takes_one_thread_however_many_streams_there_are(reader: Reader) -> None:
    def threads() -> int:
        return sum(thread.name.startswith("closeup-ahead") for thread in threading.enumerate())

    before = threads()
    for _ in range(5):
        list(reader.read_many(numbered(2 * CHUNK)))
    assert threads() - before <= 1


def test_an_error_of_the_source_comes_through(reader: Reader) -> None:
    def broken() -> Iterator[Review]:
        yield from numbered(2 * CHUNK)
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="disk"):
        list(reader.read_many(broken()))
    assert names(list(reader.read_many(numbered(CHUNK)))) == [str(number) for number in range(CHUNK)]
