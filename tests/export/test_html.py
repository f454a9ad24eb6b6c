"""The page: the review verbatim, everything escaped, nothing fetched, nothing run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings

from closeup.export.html import highlighted, page
from closeup.reading import Opinion, Reading, Source
from tests.readings import find, full, pan, plain, readings

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(1)></style></title><!-- &lt; ]]> ${title} $body"
)


class Parsed(HTMLParser):
    """Elements, attributes, and the text inside the first `div.text`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.comments: list[str] = []
        self._inside = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "div" and dict(attrs).get("class") == "text":
            self._inside = not self.text

    def handle_endtag(self, tag: str) -> None:
        if tag == "div":
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


HARMLESS = Parsed(page([full(), pan(), plain()])).elements
ELEMENTS = {tag for tag, _ in HARMLESS} | {"h1"}
ATTRIBUTES = {name for _, attributes in HARMLESS for name in attributes}


def hostile() -> Reading:
    made = plain(HOSTILE)
    return made.model_copy(
        update={
            "id": HOSTILE,
            "source": Source(
                title=HOSTILE,
                url="javascript:alert(1)",
                critic=HOSTILE,
                publication=HOSTILE,
                published=HOSTILE,
                language='en" onload="alert(1)',
            ),
        }
    )


@settings(deadline=None, max_examples=50)
@given(reading=readings())
@example(reading=hostile())
def test_no_reading_can_bring_in_an_element_attribute_or_address_of_its_own(reading: Reading) -> None:
    parsed = Parsed(page([reading, reading]))
    for tag, attributes in parsed.elements:
        assert tag in ELEMENTS
        assert set(attributes) <= ATTRIBUTES
        href = attributes.get("href")
        assert href is None or href.startswith(("#review-", "https://", "http://"))
        style = attributes.get("style")
        assert style is None or re.fullmatch(r"left:[\d.]+%(;right:[\d.]+%)?", style)
    assert parsed.comments == []


@settings(deadline=None, max_examples=50)
@given(reading=readings())
@example(reading=full())
def test_the_text_of_the_page_is_the_review_character_for_character(reading: Reading) -> None:
    # HTML knows no NUL-like escape for a carriage return in data, but normalised text has none.
    assert "".join(Parsed(f'<div class="text">{highlighted(reading)}</div>').text) == reading.text


@pytest.mark.parametrize("made", [[full()], [full(), pan(), plain()]])
def test_the_page_asks_nothing_of_the_network_and_runs_nothing(made: list[Reading]) -> None:
    html = page(made)
    assert "default-src 'none'" in html
    assert "<script" not in html
    assert "<link" not in html
    assert "url(" not in html
    assert "@import" not in html


def sentence(html: str, words: str) -> str:
    """The element of the sentence that begins with `words`."""
    plain_words = re.sub(r"</?span[^>]*>", "", html)
    assert words in plain_words
    return next(
        part
        for part in html.split('<span class="s ')
        if re.sub(r"<[^>]*>", "", part.split(">", 1)[-1]).startswith(words)
    )


def test_a_sentence_says_its_tone_sentiment_and_claims_on_hover_and_focus() -> None:
    element = sentence(highlighted(full()), "Orson Welles, as Lime")
    assert element.startswith(
        'praise strong" tabindex="0" role="mark" aria-description="praise · sentiment +0.88\n'
    )
    assert "acting: “steals the whole thing” (Orson Welles), +0.90" in element
    assert "Orson Welles: actor, as Harry Lime" in element
    css = page([full()])
    assert ".s:hover::after, .s:focus::after" in css
    assert "content: attr(aria-description)" in css


def test_a_spoiler_is_marked() -> None:
    assert sentence(highlighted(full()), "Lime, of course").startswith('plot spoiler"')
    assert "may spoil (91%)" in highlighted(full())


def test_marks_that_overlap_without_nesting_are_both_shown_on_the_words_they_share() -> None:
    made = plain("A slow burning marvel of a film.")
    opinions = tuple(
        Opinion(
            sentence=0, aspect="overall", polarity=polarity, confidence=1, evidence=find(made.text, words)
        )
        for words, polarity in (("slow burning", -0.5), ("burning marvel", 0.9))
    )
    html = highlighted(made.model_copy(update={"opinions": opinions}))
    assert '<span class="evidence down">slow </span>' in html
    assert '<span class="evidence down evidence up">burning</span>' in html
    assert '<span class="evidence up"> marvel</span>' in html


def test_one_review_has_its_headline_as_title_and_no_index() -> None:
    html = page([full()])
    assert "<title>The Third Man (1949)</title>" in html
    assert "<h1>The Third Man (1949)</h1>" in html
    assert "<nav" not in html


def test_several_reviews_have_an_index_that_leads_to_each() -> None:
    html = page([full(), pan(), plain()])
    assert "<h1>3 reviews</h1>" in html
    for number, name in enumerate(("The Third Man (1949)", "Cats (2019)", "A brisk, funny film"), start=1):
        assert f'<a href="#review-{number}">{name}' in html
        assert f'<article class="review" id="review-{number}">' in html


def test_the_verdict_bar_shows_score_and_interval_and_says_them() -> None:
    html = page([pan()])
    assert '<i style="left:0.0%;right:73.0%"></i><b style="left:12.0%"></b>' in html
    assert 'aria-label="Score 12 of 100. Read from the text: 12, and 80% likely between 0 and 27."' in html
    assert "Not recommended" in html


def test_sections_appear_only_where_there_is_something_in_them() -> None:
    names = ("Lines to quote", "Praised and blamed", "People", "Characters", "Works named", "Themes")
    assert all(f"<h3>{name}</h3>" in page([full()]) for name in names)
    assert "<h3>" not in page([plain()])


def test_a_link_is_made_of_web_addresses_only() -> None:
    assert 'href="https://example.org/reviews/third-man"' in page([full()])
    for url in (
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://[bad",
        "//example.org",
    ):
        assert "the review at its source" not in page([plain(source=Source(url=url))])


def test_the_same_readings_give_the_same_page_byte_for_byte() -> None:
    assert page([full(), pan()]) == page([full(), pan()])
