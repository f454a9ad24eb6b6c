from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from closeup.errors import EmptyText, NotAReview, TooLarge
from closeup.review import Review
from closeup.sources.html import read_html

PAGES = Path(__file__).parent / "pages"
EXAMPLES = Path(__file__).parents[2] / "examples" / "reviews"
FILLER = (
    "Ann Savage turns on the driver with a look that could strip paint, and for half an hour she barely "
    "blinks. Tom Neal whines beautifully. Edgar G. Ulmer shot it in six days and it shows in every frame. "
)


def page(name: str) -> Review:
    path = PAGES / name
    return read_html(path.read_bytes(), where=str(path))


def wrapped(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html><head><title>T</title>{head}</head><body>{body}</body></html>".encode()


FURNITURE = {
    "newspaper.html": [
        "cookies", "Subscribe", "Advertisement", "Share on", "Sign up", "poverty row classics", "Hedy Lamarr",
        "Overrated rubbish", "My grandfather", "All rights", "injected", "Photograph: PRC",
    ],
    "blog.html": [
        "watched late", "Archive", "Share this", "Dawn of the Dead", "trowel scene", "Tom Savini",
        "Leave a Reply", "anthology films", "buying me a coffee", "Proudly powered", "Posted on",
    ],
    "magazine.html": [
        "Podcast", "min read", "Words by", "40,000", "Unsubscribe", "Fremantle", "1940s", "Hitch-Hiker",
        "bag of money", "traditional owners", "the trailer", "Review\n", "\n7",
    ],
    "microdata.html": ["Home", "Also this week", "Pinocchio", "volunteers", "Reviewed by", "of 4"],
    "oldsite.html": ["guestbook", "Links", "visitor number", "800x600", "SILENT VAULT", "Count Orlok\n"],
}  # fmt: skip
WORDS = {
    "newspaper.html": ("Al Roberts, a pianist", "But when the telephone cord", "Not to be missed."),
    "blog.html": (
        "I first saw George A. Romero’s Night",
        "(The further horror",
        "Few since have been so angry.",
    ),
    "magazine.html": (
        "No film has a better",
        "A head for figures",
        "any number of wolf",
        "with an actor to match.",
    ),
    "microdata.html": ("There are people who", "she is the funniest thing", "walked home wondering at what."),
    "oldsite.html": (
        "It isn’t scary any more",
        "Max Schreck’s Orlok",
        "turn off the telephone, and give in.",
    ),
}


@pytest.mark.parametrize("name", sorted(WORDS))
def test_the_main_text_is_whole_and_in_order(name: str) -> None:
    text = page(name).text
    places = [text.find(words) for words in WORDS[name]]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("name", sorted(FURNITURE))
def test_nothing_but_the_critics_words_is_in_the_text(name: str) -> None:
    text = page(name).text
    assert [piece for piece in FURNITURE[name] if piece in text] == []


@pytest.mark.parametrize(
    ("name", "count"), [("newspaper.html", 4), ("microdata.html", 3), ("oldsite.html", 3)]
)
def test_paragraphs_are_one_blank_line_apart(name: str, count: int) -> None:
    assert len(page(name).text.split("\n\n")) == count


def test_json_ld_of_a_newspaper_gives_the_facts() -> None:
    review = page("newspaper.html")
    assert review.title == "Detour review – the cheapest nightmare money can't buy"
    assert review.critic == "Odile Fennimore"
    assert review.publication == "The Harbour Courier"
    assert review.published == "2021-03-02T06:00:11+00:00"
    assert review.rating == "4/5"
    assert review.language == "en"
    assert review.film is not None
    assert (review.film.title, review.film.year) == ("Detour", 1945)


def test_a_pull_quote_is_not_read_twice() -> None:
    assert page("newspaper.html").text.count("one of the great rages in American cinema") == 1


def test_open_graph_and_meta_tags_of_a_blog_give_the_facts() -> None:
    review = page("blog.html")
    assert review.title == "Night of the Living Dead (1968)"
    assert review.critic == "Desmond Achterberg"
    assert review.publication == "Attic Projector"
    assert review.published == "2019-10-31T20:15:00+00:00"
    assert review.language == "en-US"


def test_a_rating_in_the_text_stays_there() -> None:
    assert page("blog.html").text.endswith("Rating: 9/10")


def test_microdata_gives_the_facts() -> None:
    review = page("microdata.html")
    assert review.title == "Stop the presses, and do not start them again"
    assert (review.critic, review.publication, review.published) == (
        "Corisande Blythe",
        "Screen & Stage",
        "2018-06-14",
    )
    assert review.rating == "3.5/4"
    assert review.film is not None
    assert (review.film.title, review.film.year) == ("His Girl Friday", 1940)


def test_marks_on_the_page_give_the_facts_where_nothing_else_does() -> None:
    review = page("magazine.html")
    assert (review.title, review.publication) == ("D.O.A.: dead man talking", "Projection Booth")
    assert (review.critic, review.rating) == ("Marguerite Osei", "7/10")
    assert (review.published, review.language) == ("2016-08-09T10:00:00+10:00", "en-AU")


def test_a_page_of_tables_in_an_old_encoding_is_read() -> None:
    review = page("oldsite.html")
    assert "“symphony of horror”" in review.text
    assert "Greta Schröder" in review.text
    assert (review.title, review.critic) == ("Nosferatu (1922)", "Leopold Wray")


def test_readers_ratings_are_not_the_critics() -> None:
    review = page("readers.html")
    assert (review.critic, review.rating) == (None, None)
    assert review.film is not None
    assert review.film.title == "Charade"


def test_the_example_page_is_read() -> None:
    review = read_html((EXAMPLES / "charade.html").read_bytes(), where="charade.html")
    assert (review.critic, review.rating) == ("Teodor Marsh", "3/5")
    assert "perfect bore" not in review.text
    assert review.url == "https://matinee-quarterly.example/reviews/charade-1963"


@pytest.mark.parametrize("name", ["index.html", "login.html"])
def test_a_page_that_is_no_review_is_refused(name: str) -> None:
    with pytest.raises(NotAReview) as caught:
        page(name)
    assert caught.value.where is not None
    assert caught.value.where.endswith(name)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<p>Not found.</p>",
        "<script>document.write('" + FILLER + "')</script>",
        "<ul>" + "<li><a href='/a'>A film title here</a></li>" * 40 + "</ul>",
        "<form><input value='x'><textarea>" + FILLER + "</textarea></form>",
    ],
)
def test_a_page_without_running_text_is_refused(body: str) -> None:
    with pytest.raises(NotAReview):
        read_html(wrapped(body), where="x")


def test_an_empty_page_is_empty() -> None:
    with pytest.raises(EmptyText):
        read_html(b" \n", where="x")


def test_inline_mark_up_leaves_no_trace() -> None:
    marked = "<i>Detour</i>, a <b>very</b>&nbsp;good&#8212;no, <a href='x'>great</a>&#32;film."
    body = f"<article><p>{marked}</p><p>{FILLER}</p></article>"
    assert read_html(wrapped(body), where="x").text.startswith("Detour, a very good—no, great film.\n\n")


def test_text_that_only_structured_data_holds_is_read() -> None:
    head = '<script type="application/ld+json">{"@type":"Review","reviewBody":"' + FILLER + '"}</script>'
    assert read_html(wrapped("<div id='root'></div>", head), where="x").text.startswith("Ann Savage turns")


def test_a_short_review_that_says_so_is_read() -> None:
    said = '{"@type":"Review","reviewBody":"Grim, quick and very good."}'
    head = f'<script type="application/ld+json">{said}</script>'
    assert read_html(wrapped("<div></div>", head), where="x").text == "Grim, quick and very good."


def test_stars_drawn_for_the_eye_are_read_from_their_label() -> None:
    body = f"<article><h1>Detour</h1><span aria-label='3.5 stars out of 5'></span><p>{FILLER}</p></article>"
    assert read_html(wrapped(body), where="x").rating == "3.5/5"


def test_stars_in_the_sidebar_are_another_films() -> None:
    body = f"<article><p>{FILLER}</p></article><aside><img alt='2 out of 5 stars'></aside>"
    assert read_html(wrapped(body), where="x").rating is None


def test_a_byline_in_the_text_names_the_critic_and_leaves_it() -> None:
    body = f"<article><p>By Ann Lee</p><p>{FILLER}</p><p>{FILLER[::1].replace('Neal', 'N.')}</p></article>"
    review = read_html(wrapped(body), where="x")
    assert review.critic == "Ann Lee"
    assert "By Ann Lee" not in review.text


def test_the_servers_encoding_comes_before_a_wrong_declaration() -> None:
    data = wrapped(f"<p>Murnau’s café. {FILLER}</p>", "<meta charset='utf-8'>").decode().encode("cp1252")
    assert "Murnau’s café" in read_html(data, where="x", declared="windows-1252").text


def test_relative_addresses_are_completed_from_the_pages_own() -> None:
    data = wrapped(f"<p>{FILLER}</p>", "<link rel=canonical href='/detour'>")
    assert read_html(data, where="x", url="https://reel.example/a?b").url == "https://reel.example/detour"


def test_a_canonical_address_that_is_no_web_page_is_passed_over() -> None:
    data = wrapped(f"<p>{FILLER}</p>", "<link rel=canonical href='javascript:alert(1)'>")
    assert read_html(data, where="x").url is None


def test_a_page_with_more_than_a_megabyte_of_text_is_too_large() -> None:
    blocks = "".join(f"<p>{number} {FILLER * 20}</p>" for number in range(280))
    with pytest.raises(TooLarge):
        read_html(wrapped(f"<article>{blocks}</article>"), where="x")


def test_deep_nesting_does_no_harm() -> None:
    deep = "<div>" * 3000 + f"<p>{FILLER}</p>" + "</div>" * 3000
    with contextlib.suppress(NotAReview):
        assert read_html(wrapped(deep), where="x").text
