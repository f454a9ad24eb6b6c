"""The card at every width, with colours and without."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from closeup.cli.card import card, width
from closeup.cli.card_sections import fitted
from closeup.cli.terminal import duration, visible
from closeup.reading import (
    Aspect,
    AspectSummary,
    Credit,
    Film,
    FilmCandidate,
    Opinion,
    Quote,
    Reading,
    Stated,
    Theme,
)
from tests.readings import build, find, full, full_reading, pan, plain, readings, verdict


def show(
    reading: Reading,
    columns: int = 80,
    *,
    colours: bool = False,
    text: bool = False,
    spoilers: bool = False,
) -> str:
    console = Console(
        width=columns,
        force_terminal=colours,
        color_system="standard" if colours else None,
        legacy_windows=False,
        _environ={},
    )
    with console.capture() as captured:
        console.print(card(reading, console, text=text, spoilers=spoilers), width=width(console))
    return captured.get()


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize("make", [full, full_reading, pan, plain])
def test_no_line_is_wider_than_the_terminal(columns: int, colours: bool, make: object) -> None:
    shown = re.sub(r"\x1b\[[\d;]*m", "", show(make(), columns, colours=colours))  # type: ignore[operator]
    assert max(cell_len(line) for line in shown.splitlines()) <= columns


@settings(deadline=None, max_examples=60)
@given(reading=readings(), colours=st.booleans(), columns=st.integers(20, 130))
def test_any_reading_makes_a_card_that_sends_no_control_characters(
    reading: Reading, colours: bool, columns: int
) -> None:
    shown = re.sub(r"\x1b\[[\d;]*m", "", show(reading, columns, colours=colours))
    assert not set(shown) & {chr(code) for code in (*range(10), *range(11, 32), *range(127, 160))}


def test_with_colours_the_text_runs_on_as_written_and_a_legend_says_what_they_mean() -> None:
    shown = show(full(), colours=True, text=True, spoilers=True)
    assert "\x1b[1;32mRobert Krasker's tilted frames" in shown
    assert "\x1b[31mThe zither grates" in shown
    assert "\x1b[35mWhat Carol Reed has made" in shown
    assert "\x1b[4;39mLime, of course" in shown
    for word in ("praise", "blame", "plot", "strong", "may spoil"):
        assert word in shown


def test_without_colours_each_sentence_follows_a_word_for_its_tone() -> None:
    shown = show(full(), text=True, spoilers=True)
    assert "\x1b" not in shown
    for start in (
        "praise!  Robert Krasker",
        "blame    The zither",
        "plot     Lime, of course",
        "mixed    Joseph",
    ):
        assert start in shown
    assert re.search(r"Lime, of course.*\n\s+spoiler\b", shown)


def test_no_color_gives_words_and_no_colours() -> None:
    console = Console(width=80, force_terminal=True, legacy_windows=False, _environ={"NO_COLOR": "1"})
    with console.capture() as captured:
        console.print(card(full(), console, text=True))
    assert "praise!" in captured.get()
    assert "\x1b[32m" not in captured.get()


def test_sections_appear_only_where_there_is_something_in_them() -> None:
    names = ("Lines to quote", "People", "Praised and blamed", "Characters", "Works", "Themes")
    assert all(name in show(full()) for name in names)
    assert not any(name in show(plain()) for name in names)


def crowded() -> Reading:
    """A reading with every aspect judged several times, a large cast and long quotes."""
    line = "The camera drifts through the ballroom like a guest who has been asked to leave and will not"
    made = build([[(f"{line}, and number {number} follows.", "eval", 0.6) for number in range(30)]])
    aspects: tuple[Aspect, ...] = get_args(Aspect)
    span = find(made.text, "drifts through the ballroom")
    opinions = tuple(
        Opinion(sentence=0, aspect=aspect, polarity=0.7, confidence=0.9, evidence=span)
        for aspect in aspects
        for _ in range(3)
    )
    names = tuple(
        Credit(person=f"Player Number {number}", roles=("actor",), mentions=(span,), confidence=0.9)
        for number in range(20)
    )
    quotes = tuple(
        Quote(rank=rank, span=sentence.span, text=made.slice(sentence.span), worth=0.9, polarity=0.6)
        for rank, sentence in enumerate(made.sentences[:5], start=1)
    )
    return made.model_copy(
        update={
            "opinions": opinions,
            "aspects": {aspect: AspectSummary(polarity=0.7, mentions=3) for aspect in aspects},
            "credits": names,
            "quotes": quotes,
        }
    )


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("make", [full, full_reading, crowded, pan, plain])
def test_a_card_fills_no_more_than_a_screen(columns: int, make: object) -> None:
    assert len(show(make(), columns).splitlines()) <= 40  # type: ignore[operator]


def test_what_matters_most_comes_first() -> None:
    shown = show(full_reading(), 120)
    order = (
        "The Night of the Hunter (1955)",
        "Recommended",
        "1. “Mitchum is terrifying",
        "Charles Laughton",
        "Robert Mitchum as Harry Powell",
        "“terrifying, funny and never once sincere” (Robert Mitchum)",
        "innocence",
        "The Magnificent Ambersons (film)",
    )
    places = [shown.index(words) for words in order]
    assert places == sorted(places)


def test_a_long_text_waits_until_it_is_asked_for_and_a_short_one_is_there() -> None:
    assert "I came to The Third Man late" not in show(full())
    assert "4 of 10 sentences judge, 2 tell the plot; 1 may spoil. --text shows them." in show(full())
    assert "I came to The Third Man late" in show(full(), text=True)
    assert "brush your own" in show(pan())
    assert "--text" not in show(pan())


@pytest.mark.parametrize("text", [True, False])
@pytest.mark.parametrize("colours", [True, False])
def test_no_card_spoils_unless_it_is_asked_to(text: bool, colours: bool) -> None:
    made = full_reading()
    hidden = made.slice(made.sentences[3].span)
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
            "aspects": {**made.aspects, "story": AspectSummary(polarity=0.8, mentions=1)},
            "quotes": (Quote(rank=1, span=made.sentences[3].span, text=hidden, worth=0.9, polarity=0.8),),
            "themes": (Theme(text="drowning", span=find(made.text, "the river"), weight=0.9),),
        }
    )
    shown = show(made, 100, text=text, colours=colours)
    assert not any(words in shown for words in ("bottom of the river", "streaming like weed", "drowning"))
    assert "in sentences that may spoil" in shown
    assert "streaming like weed" in show(made, 100, text=text, spoilers=True, colours=colours)


def test_spoilers_that_follow_on_each_other_leave_one_gap_in_running_text() -> None:
    made = build([[("It begins.", "plot", 0.0), ("She dies.", "plot", 0.0), ("He too.", "plot", 0.0)]])
    told = tuple(
        sentence.model_copy(update={"spoiler": 0.9 if number else 0.0})
        for number, sentence in enumerate(made.sentences)
    )
    shown = show(made.model_copy(update={"sentences": told}), colours=True)
    assert "[2 sentences that may spoil]" in shown
    assert "dies" not in shown


def test_a_film_that_is_not_sure_is_shown_with_the_others_that_it_may_be() -> None:
    film = Film(
        title="Emma",
        year=2020,
        confidence=0.55,
        candidates=(
            FilmCandidate(title="Emma", year=2020, confidence=0.55),
            FilmCandidate(title="Emma", year=1996, confidence=0.4),
        ),
    )
    assert "Which film: 55% sure; it may be Emma (1996) 40%." in show(plain(film=film))
    assert "Which film" not in show(full_reading())


def test_an_evidence_of_the_other_sign_says_so_without_colours() -> None:
    assert "“steals the whole thing” (Orson Welles), ±“fine, if a touch dour” (Joseph" in show(full(), 120)


@pytest.mark.parametrize(
    ("columns", "lines", "shown"),
    [
        (60, 1, "“a hunger that aches”, “sly and never once sincere”"),
        (40, 1, "“a hunger that aches” and 1 more"),
        (20, 1, "“a hunger that…"),
        (20, 2, "“a hunger that aches” and 1 more"),
    ],
)
def test_what_does_not_fit_on_its_lines_is_counted_or_cut_at_a_word(
    columns: int, lines: int, shown: str
) -> None:
    items = [Text("“a hunger that aches”"), Text("“sly and never once sincere”")]
    found = fitted(items, Console(width=100), columns, lines=lines).plain
    assert " ".join(found.split()) == shown


def test_a_stated_rating_is_shown_verbatim_beside_what_the_text_reads_as() -> None:
    shown = " ".join(show(full()).split())
    assert "90 / 100" in shown
    assert "The critic's own “4.5/5”. The text alone reads as 84, and 80% likely between 71 and 94." in shown


def test_a_bare_number_without_a_scale_is_shown_as_such() -> None:
    stated = Stated(span=None, text="7", value=7.0, scale=None, score=None)
    shown = show(plain(verdict=verdict(66, (50, 80), stated)))
    assert "66 / 100" in shown
    assert "“7” names no scale" in shown


@pytest.mark.parametrize(
    ("score", "interval"), [(0.0, (0.0, 0.0)), (100.0, (100.0, 100.0)), (50.0, (0.0, 100.0))]
)
def test_the_bar_keeps_its_length_and_marks_the_score(score: float, interval: tuple[float, float]) -> None:
    shown = show(plain(verdict=verdict(score, interval)))
    (bar,) = (line.strip() for line in shown.splitlines() if "●" in line)
    track = bar.removeprefix("0 ").removesuffix(" 100")
    assert len(track) == 70
    assert track.index("●") == round(score / 100 * 69)
    assert set(track) <= set("●━─")
    assert len(track.replace("─", "")) == max(round((interval[1] - interval[0]) / 100 * 69) + 1, 1)


def test_markup_in_a_review_is_text() -> None:
    assert "[red]loud[/red]" in show(plain("A [red]loud[/red] film."))


def test_showing_control_characters_keeps_every_offset() -> None:
    text = "a\x1b[31mb\tc\x7f\x9b\u202ed\n"
    assert len(visible(text)) == len(text)
    assert visible(text) == "a␛[31mb c␡\ufffd\ufffdd\n"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.0001, "1 ms"), (0.0123, "12 ms"), (0.9999, "1.0 s"), (59.96, "1 min 0 s"), (185, "3 min 5 s")],
)
def test_a_time_is_shown_to_two_or_three_digits(seconds: float, shown: str) -> None:
    assert duration(seconds) == shown
