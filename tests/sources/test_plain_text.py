from __future__ import annotations

import pytest

from closeup.errors import CloseupError, EmptyText, NotText, TooLarge
from closeup.sources.text import read_markdown, read_text

QUOTED = (
    "It’s a film I don’t trust — “Detour” wears its café noir… well, naïvely. Savage is all clichés’ end."
)


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "cp1252", "mac_roman"],
)
def test_text_is_read_in_any_encoding(encoding: str) -> None:
    assert read_text(QUOTED.encode(encoding), where="x").text == QUOTED


def test_latin_1_is_read() -> None:
    text = "Greta Schröder's Ellen is the naïve heart of it; the café scene drags."
    assert read_text(text.encode("latin-1"), where="x").text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_other_alphabets_are_decoded_not_garbled(encoding: str) -> None:
    text = "Это отличный фильм, очень хорошая работа режиссёра и актёров. " * 5
    assert "фильм" in read_text(text.encode(encoding), where="x").text


def test_paragraphs_and_line_breaks_stay() -> None:
    assert read_text(b"One line.\r\nAnother.\r\n\r\nA paragraph.", where="x").text == (
        "One line.\nAnother.\n\nA paragraph."
    )


@pytest.mark.parametrize("data", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"* * *\n", b"\xff\xfe"])
def test_a_file_without_words_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyText):
        read_text(data, where="x")


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 50, b"text\x00with a NUL", b"\x07\x08\x0e" * 20 + b"words", bytes(range(256)) * 4],
)
def test_binary_bytes_are_not_text(data: bytes) -> None:
    with pytest.raises(NotText) as caught:
        read_text(data, where="reel.bin")
    assert caught.value.where == "reel.bin"


@pytest.mark.parametrize("data", [b"a" * 1_000_001, b"a" * 4_000_010, "é".encode() * 500_001])
def test_a_text_past_one_megabyte_is_too_large(data: bytes) -> None:
    with pytest.raises(TooLarge):
        read_text(data, where="x")


def markdown(source: str) -> str:
    return read_markdown(source.encode(), where="x").text


def test_front_matter_states_the_facts() -> None:
    review = read_markdown(
        b"""---
title: "Charade: a second look"
author: [Ann Lee, Bo Diaz]
date: 2021-03-04
rating: 3.50/5
publication: The Late Reel
canonical_url: https://late-reel.example/charade
film: Charade
year: 1963
lang: en-GB
---

A *light* thing.
""",
        where="x",
    )
    assert review.text == "A light thing."
    assert review.title == "Charade: a second look"
    assert review.critic == "Ann Lee, Bo Diaz"
    assert review.published == "2021-03-04"
    assert review.rating == "3.50/5"
    assert review.publication == "The Late Reel"
    assert review.url == "https://late-reel.example/charade"
    assert review.language == "en-GB"
    assert review.film is not None
    assert (review.film.title, review.film.year) == ("Charade", 1963)


def test_toml_front_matter_is_read() -> None:
    review = read_markdown(b'+++\ntitle = "Detour"\ndate = 2020-01-02\ngrade = "B+"\n+++\nGrim.', where="x")
    assert (review.title, review.published, review.rating) == ("Detour", "2020-01-02", "B+")


def test_broken_front_matter_is_dropped_and_the_text_read() -> None:
    review = read_markdown(b"---\ntitle: [unclosed\n---\nThe film holds.", where="x")
    assert (review.text, review.title) == ("The film holds.", None)


def test_a_rule_of_dashes_is_no_front_matter() -> None:
    review = read_markdown(b"---\nNot a key here.\n---\nThe film holds.", where="x")
    assert (review.title, review.text) == ("Not a key here.", "The film holds.")


def test_the_first_heading_is_the_title_and_not_text() -> None:
    review = read_markdown(b"# Detour\n\nGrim and great.\n\n## The end\n\nStill grim.", where="x")
    assert review.title == "Detour"
    assert review.text == "Grim and great.\n\nThe end\n\nStill grim."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It is *so* **very** good.", "It is so very good."),
        ("See [the trailer](http://x.example/a_b) now.", "See the trailer now."),
        ("![a still](still.jpg)Grim.", "Grim."),
        ("> Not frightening.\n\nTrue.", "Not frightening.\n\nTrue."),
        ("- cheap\n- quick\n", "cheap\n\nquick"),
        ("One line\nwrapped.", "One line wrapped."),
        ("One line  \nbroken.", "One line\nbroken."),
        ("Fish &amp; chips \\*not\\* bold.", "Fish & chips *not* bold."),
        ("<p align=center>Centred <b>words</b>.</p>\n\nMore.", "Centred words.\n\nMore."),
        ("Words <!-- a note --> here.", "Words here."),
        ("<script>alert(1)</script>\n\nWords.", "Words."),
        ("<!doctype html><html><head><title>T</title></head>\n\nWords.", "Words."),
        ("Four stars: ****", "Four stars: ****"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nWords.", "Words."),
    ],
)
def test_markdown_becomes_running_text(source: str, text: str) -> None:
    assert markdown(source) == text


def test_markdown_of_mark_up_alone_is_empty() -> None:
    with pytest.raises(EmptyText):
        read_markdown(b"![](a.png)\n\n---\n", where="x")


def test_aliases_in_front_matter_do_not_unfold() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(9)
    )
    try:
        assert read_markdown(f"---\n{bomb}---\nThe film holds.".encode(), where="x").text == "The film holds."
    except CloseupError:
        pytest.fail("a review is not refused for its front matter")
