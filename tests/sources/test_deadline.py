from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from closeup.errors import BrokenFile, EmptyText, NotAReview, TooSlow
from closeup.review import Review
from closeup.sources.deadline import PARSER_SECONDS, Parsers

STAND_IN = """
import os, re, sys, time

class Found:
    def __init__(self, body):
        self.body = body

def bare_extraction(tree, **options):
    text = tree.text_content()
    if "python loop" in text:
        while True:
            pass
    if "c loop" in text:
        re.match("(a+)+$", "a" * 64 + "b")
    if "sleep" in text:
        time.sleep(600)
    if "crash" in text:
        os.abort()
    if "print" in text:
        print("{}", flush=True)
    if "memory" in text:
        bytearray(3_000_000_000)
    return Found(tree)
"""


@pytest.fixture
def parsers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parsers]:
    """Parsers whose extractor hangs or crashes as the page tells it to."""
    (tmp_path / "trafilatura.py").write_text(STAND_IN)
    monkeypatch.syspath_prepend(str(tmp_path))
    with Parsers() as parsers:
        yield parsers


def page(word: str) -> bytes:
    text = f"{word}. Ann Savage is a terror. {'And it is a good film. ' * 10}"
    return f"<html><body><p>{text}</p></body></html>".encode()


def read(parsers: Parsers, word: str) -> Review:
    (found,) = parsers.read(page(word), "html", where=f"{word}.html")
    assert isinstance(found, Review)
    return found


@pytest.mark.parametrize("word", ["python loop", "c loop", "sleep"])
def test_a_parser_that_hangs_is_ended_in_time_and_the_next_document_is_read(
    parsers: Parsers, word: str
) -> None:
    read(parsers, "fine")
    parsers.seconds = 2.0
    start = time.monotonic()
    with pytest.raises(TooSlow) as caught:
        read(parsers, word)
    assert time.monotonic() - start < 25
    assert caught.value.where == f"{word}.html"
    # The process begun anew has to load its parser first, which a busy machine does slowly.
    parsers.seconds = PARSER_SECONDS
    assert "Ann Savage" in read(parsers, "fine").text


def test_a_parser_that_crashes_is_an_error_and_the_next_document_is_read(parsers: Parsers) -> None:
    with pytest.raises(BrokenFile):
        read(parsers, "crash")
    assert "Ann Savage" in read(parsers, "fine").text


def test_what_a_parser_prints_does_not_mix_with_the_answers(parsers: Parsers) -> None:
    assert "Ann Savage" in read(parsers, "print").text


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds a process's memory")
def test_a_document_that_unfolds_without_end_is_refused(parsers: Parsers) -> None:
    with pytest.raises(BrokenFile):
        read(parsers, "memory")


def test_one_process_serves_all_documents() -> None:
    with Parsers() as parsers:
        read(parsers, "one")
        first = parsers._process
        read(parsers, "two")
        assert parsers._process is first


def test_plain_text_starts_no_process() -> None:
    with Parsers() as parsers:
        parsers.read(b"Grim.", "text", where="x")
        parsers.read(b"*Grim.*", "markdown", where="x")
        assert parsers._process is None


def test_closing_ends_the_process() -> None:
    parsers = Parsers()
    read(parsers, "fine")
    process = parsers._process
    assert process is not None
    parsers.close()
    assert process.returncode is not None


def test_errors_come_out_as_the_kind_that_they_are() -> None:
    with Parsers() as parsers:
        with pytest.raises(NotAReview) as caught:
            parsers.read(b"<html><body><p>Short.</p></body></html>", "html", where="short.html")
        assert caught.value.where == "short.html"
        with pytest.raises(EmptyText):
            parsers.read(b" ", "html", where="x")


def test_the_process_imports_nothing_from_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "lxml.py").write_text("raise SystemExit('imported from the folder of the files')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    with Parsers() as parsers:
        assert "Ann Savage" in read(parsers, "fine").text


def test_reading_in_the_process_gives_what_reading_here_gives() -> None:
    from closeup.sources.dispatch import parse

    data = (Path(__file__).parent / "pages" / "newspaper.html").read_bytes()
    with Parsers() as parsers:
        assert parsers.read(data, "html", where="x") == parse(data, "html", where="x")
