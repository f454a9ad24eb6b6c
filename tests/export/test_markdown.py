"""The Markdown report: complete, and nothing in a review acts as markup."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from closeup.export.markdown import escape, report
from closeup.reading import AspectSummary, Opinion, Reading
from tests.readings import find, full, full_reading, pan, plain, readings


def inline(markdown: str) -> list[Token]:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown)
    return [child for token in tokens for child in token.children or []]


@given(text=st.text(st.characters(codec="ascii", categories=["P", "S", "N", "Lu"]), min_size=1))
@example(text="1. # *not* [a](http://x) <b>list</b> `code` | $x$")
@example(text="- dash")
@example(text="==")
def test_escaped_text_renders_as_itself(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(escape(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    rendered = "".join(child.content for child in tokens[1].children or [])
    assert rendered == " ".join(text.split())
    assert {child.type for child in tokens[1].children or []} <= {"text", "text_special"}


@settings(deadline=None, max_examples=50)
@given(reading=readings())
def test_no_reading_brings_in_links_images_or_html(reading: Reading) -> None:
    markdown = report(reading)
    kinds = {token.type for token in inline(markdown)}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "code_inline", "softbreak"}
    assert "html_block" not in {token.type for token in MarkdownIt("commonmark").parse(markdown)}


def test_the_report_holds_verdict_stated_rating_quotes_aspects_people_and_every_sentence() -> None:
    markdown = report(full())
    for words in (
        "# The Third Man (1949)\n",
        "**Recommended** (97% sure) · **90** / 100",
        "The critic's own “4.5/5”.",
        "> Robert Krasker's tilted frames are a marvel of wet stone and hard light.",
        "| acting | +0.50 | 2 | + “steals the whole thing” (Orson Welles), "
        "± “fine, if a touch dour” (Joseph Cotten) (60% sure) |",
        "- Director: Carol Reed",
        "- Cast: Orson Welles as Harry Lime",
        "- Characters: Holly Martins",
        "- Brighton Rock (film)",
        "- guilt (weight 0.70)",
        "- `blame −0.55` The zither grates before the hour is up.",
    ):
        assert words in markdown
    assert markdown.count("\n- `") == len(full().sentences)


def test_what_may_spoil_is_marked_and_withheld_until_it_is_asked_for() -> None:
    made = full_reading()
    secret = Opinion(
        sentence=3,
        aspect="story",
        polarity=0.8,
        confidence=0.9,
        evidence=find(made.text, "streaming like weed"),
    )
    made = made.model_copy(
        update={
            "opinions": (*made.opinions, secret),
            "aspects": {"story": AspectSummary(polarity=0.8, mentions=1)},
        }
    )
    markdown = report(made)
    assert "- `plot, may spoil` (withheld)" in markdown
    assert "| story | +0.80 | 1 | once in what may spoil |" in markdown
    assert "streaming like weed" not in markdown
    assert report(made, spoilers=True).count("streaming like weed") == 2


@pytest.mark.parametrize("made", [plain(), pan()])
def test_sections_appear_only_where_there_is_something_in_them(made: Reading) -> None:
    assert [line for line in report(made).splitlines() if line.startswith("## ")] == [
        "## The review, sentence by sentence"
    ]
