from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeup.errors import CloseupError, EmptyText, InputError, NotText, TooLarge, UnknownFormat
from closeup.review import Review, Unreadable
from closeup.sources.dispatch import MAX_DOCUMENT_BYTES, Format, format_of, known_format, parse

PAGE = b"<!DOCTYPE html><html><head><title>T</title></head><body><p>Grim.</p></body></html>"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", "text"),
        ("A.TXT", "text"),
        ("a.md", "markdown"),
        ("a.markdown", "markdown"),
        ("a.htm", "html"),
        ("a.rss", "feed"),
        ("a.csv", "csv"),
        ("a.tsv", "tsv"),
        ("a.jsonl", "jsonl"),
        ("a.ndjson", "jsonl"),
        ("README", "text"),
        ("review.of.detour", "text"),
    ],
)
def test_a_suffix_names_the_format(name: str, form: Format) -> None:
    assert format_of(b"Detour is grim.", where=name, name=name) == form


@pytest.mark.parametrize(
    ("head", "name", "form"),
    [
        (b"%PDF-1.7\n", "review.txt", "pdf"),
        (b"PAR1\x15\x04", None, "parquet"),
        (b"PK\x03\x04\x14", None, "docx"),
        (PAGE, None, "html"),
        (b"\xef\xbb\xbf \n<!-- x -->" + PAGE, None, "html"),
        (b'<?xml version="1.0"?>\n<rss version="2.0">', None, "feed"),
        (b'<?xml version="1.0"?><html>', "page.xml", "html"),
        (b"<feed xmlns=''>", "page.html", "feed"),
        (b"<b>Grim</b> and great", None, "text"),
        (b"BZhang's film is grim", None, "text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "locked.docx", "docx"),
    ],
)
def test_the_first_bytes_settle_what_they_can(head: bytes, name: str | None, form: Format) -> None:
    assert format_of(head, where="x", name=name) == form


@pytest.mark.parametrize(("name", "form"), [("a.csv.gz", "csv"), ("a.TSV.GZ", "tsv")])
def test_a_packed_table_is_known_by_its_name(name: str, form: Format) -> None:
    assert format_of(b"\x1f\x8b\x08", where="x", name=name) == form


def test_a_servers_media_type_comes_before_the_name() -> None:
    assert format_of(b"Grim.", where="x", name="index.php", media_type="text/html; charset=utf-8") == "html"
    assert format_of(b"Grim.", where="x", name="a.md", media_type="application/octet-stream") == "markdown"


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"\x89PNG\r\n\x1a\n", "still.txt"),
        (b"\xff\xd8\xff\xe0", None),
        (b"\x1f\x8b\x08", "a.txt.gz"),
        (b"\x7fELF", None),
        (b"\xd0\xcf\x11\xe0", "a.doc"),
        (b"{\\rtf1", "a.rtf"),
    ],
)
def test_pictures_archives_and_programs_are_named_for_what_they_are(head: bytes, name: str | None) -> None:
    with pytest.raises(NotText, match=r"this is (a|an) "):
        format_of(head, where="x", name=name)


@pytest.mark.parametrize("name", ["a.json", "a.epub", "a.odt", "a.xlsx"])
def test_formats_that_are_not_read_say_what_to_do(name: str) -> None:
    with pytest.raises(UnknownFormat, match=r"save|name it"):
        format_of(b"PK\x03\x04", where=name, name=name)


def test_an_unknown_name_of_a_format_lists_those_that_are() -> None:
    with pytest.raises(UnknownFormat, match=r"text, markdown, html"):
        known_format("word")


def test_a_document_past_twenty_megabytes_is_too_large() -> None:
    with pytest.raises(TooLarge):
        parse(b" " * (MAX_DOCUMENT_BYTES + 1), "html", where="x")


@pytest.mark.parametrize("form", ["text", "markdown", "html", "feed"])
def test_an_empty_file_is_empty_in_every_format(form: Format) -> None:
    with pytest.raises(EmptyText) as caught:
        parse(b"", form, where="nothing")
    assert caught.value.where == "nothing"


def test_a_table_is_no_document() -> None:
    with pytest.raises(InputError):
        parse(b"a,b", "csv", where="x")


def survives(data: bytes, form: Format) -> None:
    with contextlib.suppress(CloseupError):
        assert all(isinstance(result, Review | Unreadable) for result in parse(data, form, where="x"))


PIECES = [
    "<p>", "</p>", "<article>", "<div itemscope itemtype='http://schema.org/Review'>", "<br>",
    "<table><tr><td>", "<script type='application/ld+json'>", '{"@type":"Review","author":[', "]}",
    "</script>", "\ud800", "<meta property='og:title' content='", "'>",
    "<rss version='2.0'><channel><item><description>", "&#0;", "</description></item></channel></rss>",
    "---\ntitle: x\n---\n", "# ", "*", "[a](b)", "<!--", "&lt;p&gt;", "<html lang=en>",
    "Ann Savage is a terror and Tom Neal whines beautifully to the very end of it all. ",
]  # fmt: skip
MARKED = st.lists(st.sampled_from(PIECES), max_size=25).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)


@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=2000) | MARKED, form=st.sampled_from(["text", "markdown", "html", "feed"]))
def test_no_bytes_raise_anything_but_our_own_errors(data: bytes, form: Format) -> None:
    survives(data, form)


@settings(deadline=None, max_examples=200)
@given(
    data=st.binary(max_size=500) | MARKED,
    name=st.none() | st.sampled_from(["a.txt", "a.docx", "a.xml"]),
)
def test_the_format_of_any_bytes_is_known_or_refused(data: bytes, name: str | None) -> None:
    with contextlib.suppress(CloseupError):
        assert format_of(data, where="x", name=name)


@pytest.mark.parametrize("form", ["html", "feed", "markdown", "text"])
def test_damaged_documents_are_read_or_refused(form: Format) -> None:
    chance = random.Random(7)
    whole = PAGE * 3 + b"# Detour\n\n<rss><channel><item><description>Grim film.</description></item>"
    for _ in range(25):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        survives(bytes(data[: chance.randrange(1, len(data))]), form)
