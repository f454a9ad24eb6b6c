from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from closeup import errors
from closeup.review import Review, Unreadable
from closeup.sources import ColumnMap, open_reviews, parse_bytes

TEXT = "Ann Savage turns on the driver with a look that could strip paint, and Tom Neal whines beautifully."
PAGE = (
    "<!doctype html><html lang=en><title>Detour</title>"
    f"<article><p>{TEXT}</p><p>Grim, {TEXT[4:]} A great film.</p></article></html>"
)


def ids(found: list[Review | Unreadable]) -> list[str | None]:
    return [result.id for result in found]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "b.txt").write_text("Second. " + TEXT)
    (tmp_path / "a.md").write_text("# Detour\n\nFirst. " + TEXT)
    (tmp_path / "still.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / ".hidden.txt").write_text("Hidden.")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.html").write_text(PAGE)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "d.txt").write_text("Hidden.")
    return tmp_path


def test_a_file_becomes_a_review_with_its_path_as_given_for_id(folder: Path) -> None:
    (review,) = open_reviews(["./b.txt"])
    assert isinstance(review, Review)
    assert (review.id, review.text) == ("./b.txt", "Second. " + TEXT)


def test_a_path_object_is_read_like_a_string(folder: Path) -> None:
    assert ids(list(open_reviews([folder / "b.txt"]))) == [str(folder / "b.txt")]


def test_a_folder_is_walked_in_order_and_only_for_what_is_read(folder: Path) -> None:
    assert ids(list(open_reviews([str(folder)]))) == [
        str(folder / "a.md"),
        str(folder / "b.txt"),
        str(folder / "inner" / "c.html"),
    ]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*.txt", ["b.txt"]),
        ("[ab].*", ["a.md", "b.txt"]),
        ("**/*.html", [str(Path("inner", "c.html"))]),
        ("inn*", [str(Path("inner", "c.html"))]),
    ],
)
def test_a_pattern_gives_its_matches_in_order(folder: Path, pattern: str, names: list[str]) -> None:
    assert ids(list(open_reviews([pattern]))) == names


def test_a_file_whose_name_looks_like_a_pattern_is_read(folder: Path) -> None:
    (folder / "detour [1945].txt").write_text(TEXT)
    assert ids(list(open_reviews(["detour [1945].txt"]))) == ["detour [1945].txt"]


def test_bad_inputs_stay_in_their_places_and_the_rest_goes_on(folder: Path) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "big.html").write_bytes(b"<html>" + b" " * 20_000_000)
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and then nothing")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7 and then nothing")
    (folder / "login.html").write_text("<html><body><form>Name <input></form></body></html>")
    (folder / "data.json").write_text("{}")
    (folder / "void").mkdir()
    given = {
        "b.txt": Review,
        "missing.txt": errors.NotFound,
        "empty.txt": errors.EmptyText,
        "still.png": errors.NotText,
        "big.html": errors.TooLarge,
        "broken.docx": errors.BrokenFile,
        "cut.pdf": errors.BrokenFile,
        "login.html": errors.NotAReview,
        "data.json": errors.UnknownFormat,
        "*.nothing": errors.NotFound,
        "void": errors.NotFound,
        "http://attic.example/detour": errors.FetchRefused,
        "file:///etc/passwd": errors.FetchRefused,
        "ftp://attic.example/detour": errors.FetchRefused,
        "a\0b.txt": errors.NotFound,
        "a.md": Review,
    }
    found = list(open_reviews(given))
    assert ids(found) == list(given)
    kinds = [type(result.error) if isinstance(result, Unreadable) else Review for result in found]
    assert kinds == list(given.values())
    wheres = [result.error.where for result in found if isinstance(result, Unreadable)]
    assert wheres == [name for name, kind in given.items() if kind is not Review]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_says_so(folder: Path) -> None:
    (folder / "b.txt").chmod(0)
    (found,) = open_reviews(["b.txt"])
    assert isinstance(found, Unreadable)
    assert "ermission" in found.error.message


def test_inputs_are_opened_one_at_a_time(folder: Path) -> None:
    opened = []

    def names() -> Iterator[str]:
        for name in ("a.md", "b.txt", "missing.txt"):
            opened.append(name)
            yield name

    stream = open_reviews(names())
    assert opened == []
    next(stream)
    assert opened == ["a.md"]


def test_a_dash_reads_one_review_from_standard_input() -> None:
    (review,) = open_reviews(["-"], stdin=io.BytesIO(f"{TEXT}\n\n{TEXT}".encode()))
    assert isinstance(review, Review)
    assert (review.id, review.text) == (None, f"{TEXT}\n\n{TEXT}")


def test_a_page_piped_in_is_read_as_a_page() -> None:
    (review,) = open_reviews(["-"], stdin=io.BytesIO(PAGE.encode()))
    assert isinstance(review, Review)
    assert review.title == "Detour"


def test_json_lines_piped_in_are_read_one_by_one() -> None:
    lines = [
        {"id": "one", "text": TEXT, "rating": "B+"},
        {"id": "two", "text": ""},
        {"id": "three", "text": "Grim."},
    ]
    stdin = io.BytesIO("\n".join(map(json.dumps, lines)).encode())
    found = list(open_reviews(["-"], input_format="jsonl", stdin=stdin))
    assert ids(found) == ["one", "two", "three"]
    assert isinstance(found[1], Unreadable)
    assert isinstance(found[0], Review)
    assert found[0].rating == "B+"


class Endless(io.RawIOBase):
    """Lines of JSON without end."""

    def __init__(self) -> None:
        self.given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        line = (json.dumps({"text": TEXT}) + "\n").encode()[: len(buffer)]
        buffer[: len(line)] = line
        self.given += len(line)
        return len(line)


def test_json_lines_are_streamed_not_gathered() -> None:
    source = Endless()
    stream = open_reviews(["-"], input_format="jsonl", stdin=io.BufferedReader(source))
    assert all(isinstance(next(stream), Review) for _ in range(50))
    assert source.given < 3_000_000


def test_tables_are_read_by_suffix(folder: Path) -> None:
    (folder / "t.jsonl").write_text(json.dumps({"id": "x", "text": TEXT}) + "\n")
    (folder / "t.csv").write_text(f'id,text\ny,"{TEXT}"\n')
    found = list(open_reviews(["t.jsonl", "t.csv"]))
    assert [result.text for result in found if isinstance(result, Review)] == [TEXT, TEXT]


def test_a_stated_format_comes_before_the_name(folder: Path) -> None:
    (folder / "b.html").write_text("# Not a <b>page</b>, a text")
    (review,) = open_reviews(["b.html"], input_format="text")
    assert isinstance(review, Review)
    assert review.text == "# Not a <b>page</b>, a text"


def test_an_unknown_format_is_refused_before_anything_is_read() -> None:
    with pytest.raises(errors.UnknownFormat):
        open_reviews(["-"], input_format="word", columns=ColumnMap())


def test_an_upload_is_parsed_from_its_bytes() -> None:
    (review,) = parse_bytes(PAGE.encode(), where="upload", name="detour.html")
    assert isinstance(review, Review)
    assert (review.id, review.title) == ("upload", "Detour")
    with pytest.raises(errors.NotText):
        parse_bytes(b"\x89PNG\r\n\x1a\n", where="upload", name="detour.html")
