"""The page: the review verbatim, everything escaped, nothing fetched, nothing run."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from closeup.export.html import highlighted, page
from closeup.reading import AspectSummary, Film, FilmCandidate, Opinion, Quote, Reading, Source
from tests.readings import find, full, full_reading, pan, plain, readings

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


def doubtful(made: Reading) -> Reading:
    return made.model_copy(update={"film": Film(title="Emma", year=2020, confidence=0.4)})


HARMLESS = [
    element
    for made in (full(), full_reading(), pan(), plain())
    for spoilers in (False, True)
    for element in Parsed(page([made, doubtful(made)], spoilers=spoilers)).elements
]
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
@given(reading=readings(), spoilers=st.booleans())
@example(reading=full(), spoilers=False)
@example(reading=full_reading(), spoilers=False)
def test_the_text_of_the_page_is_the_review_character_for_character(reading: Reading, spoilers: bool) -> None:
    # HTML knows no NUL-like escape for a carriage return in data, but normalised text has none.
    html = highlighted(reading, spoilers=spoilers, anchor="s")
    assert "".join(Parsed(f'<div class="text">{html}</div>').text) == reading.text


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


def test_a_sentence_that_may_spoil_is_folded_away_until_it_is_asked_for() -> None:
    html = highlighted(full())
    assert re.search(
        r'<details class="hidden"><summary aria-label="[^"]+"></summary>'
        r'<span class="s plot spoiler"[^>]*>(<[^>]*>)?Lime',
        html,
    )
    assert html.count("<details") == html.count("</details>") == 1
    assert "may spoil (91%)" in html
    css = page([full()])
    assert '.hidden > summary::before { content: "may spoil: show"; }' in css
    assert '.hidden > summary::before { content: "may spoil: withheld"; }' in css.partition("@media print")[2]


def test_spoilers_that_follow_on_each_other_are_folded_away_together() -> None:
    made = full()
    told = tuple(
        one.model_copy(update={"spoiler": 0.9 if n in (2, 3, 6) else 0.0})
        for n, one in enumerate(made.sentences)
    )
    html = highlighted(made.model_copy(update={"sentences": told}))
    folded = [re.sub(r"<[^>]*>", "", part) for part in re.findall(r"<details.*?</details>", html, re.DOTALL)]
    assert [words[:13] for words in folded] == ["Holly Martins", "Joseph Cotten"]
    assert folded[0].endswith("nothing of the kind.")


def test_spoilers_asked_for_are_in_the_open_and_marked() -> None:
    html = highlighted(full(), spoilers=True)
    assert "<details" not in html
    assert sentence(html, "Lime, of course").startswith('plot spoiler"')


def test_nothing_that_rests_on_a_spoiler_is_told_beside_the_text() -> None:
    made = full_reading()
    words = "her hair streaming like weed"
    secret = Opinion(
        sentence=3, aspect="story", polarity=0.8, confidence=0.9, evidence=find(made.text, words)
    )
    made = made.model_copy(
        update={
            "opinions": (*made.opinions, secret),
            "aspects": {"story": AspectSummary(polarity=0.8, mentions=1)},
            "quotes": (Quote(rank=1, span=find(made.text, words), text=words, worth=1, polarity=0.8),),
        }
    )
    beside = page([made]).partition('<div class="findings">')[2].partition('<div class="text"')[0]
    assert words not in beside
    assert "once in what may spoil" in beside
    assert page([made], spoilers=True).count(f"“{words}”") > page([made]).count(f"“{words}”")


def test_each_evidence_is_labelled_with_its_sign_and_aspect_where_it_ends() -> None:
    html = highlighted(full_reading())
    assert '<span class="evidence up" data-label="+\N{NO-BREAK SPACE}humour">funny</span>' in html
    assert 'data-label="+\N{NO-BREAK SPACE}acting"> and never once sincere</span>' in html
    both = "+\N{NO-BREAK SPACE}cinematography, +\N{NO-BREAK SPACE}emotion"
    assert f'<span class="evidence up" data-label="{both}">gorgeous and frightening</span>' in html
    assert "[data-label]::after" in page([full_reading()])


def test_evidence_beside_the_text_leads_to_its_sentence() -> None:
    html = page([full(), full_reading()])
    links = re.findall(r'href="#(review-\d+-sentence-\d+)"', html)
    assert len(links) >= len(full_reading().opinions)
    for link in links:
        assert html.count(f'id="{link}"') == 1
    assert '<a href="#review-1-sentence-5">“steals the whole thing”</a> <small>Orson Welles</small>' in html


def test_an_aspect_has_a_bar_from_the_middle_and_says_it_in_words() -> None:
    html = page([full()])
    assert '<i style="left:50.0%;right:2.5%"></i></div><small>strong praise +0.95, once</small>' in html
    assert '<i style="left:20.0%;right:50.0%"></i></div><small>strong blame −0.60, once</small>' in html
    assert "<small>praise +0.50, 2 times</small>" in html


def test_people_are_told_by_what_they_did_and_whom_they_play() -> None:
    html = page([full_reading()])
    assert "<dt>Director</dt><dd><ul><li>Charles Laughton</li></ul></dd>" in html
    assert "<li>Robert Mitchum as Harry Powell</li>" in html


def test_a_film_that_is_not_sure_says_which_others_it_may_be() -> None:
    other = FilmCandidate(title="Emma", year=1996, confidence=0.4)
    film = Film(title="Emma", year=2020, confidence=0.55, candidates=(other,))
    assert "Which film: 55% sure; it may be Emma (1996) 40%." in page([plain(film=film)])
    assert "Which film" not in page([full_reading()])


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, from 0 to 1 (WCAG 2.2)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * value for weight, value in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_that_wcag_aa_asks_for(scheme: str) -> None:
    css = page([plain()])
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    named = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light))
    if scheme == "dark":
        named |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark.partition("html {")[0]))
    grounds = [name for name in named if name.endswith(("ground", "deep", "raised"))]
    on_page = ("soft", "praise", "blame", "mixed", "context")
    pairs = [("ink", ground) for ground in grounds]
    pairs += [(ink, ground) for ink in on_page for ground in ("ground", "raised")]
    for ink, ground in pairs:
        light_first = sorted((luminance(named[ink]), luminance(named[ground])), reverse=True)
        assert (light_first[0] + 0.05) / (light_first[1] + 0.05) >= 4.5, (ink, ground)


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
    assert '<span class="evidence down up" data-label="−\N{NO-BREAK SPACE}overall">burning</span>' in html
    assert '<span class="evidence up" data-label="+\N{NO-BREAK SPACE}overall"> marvel</span>' in html
    assert ".evidence.up.down {" in page([plain()])


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
    names = ("Lines to quote", "People", "Praised and blamed", "Themes", "Works named")
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
