"""The card at every width, with colours and without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from closeup.cli.card import card, width
from closeup.cli.terminal import duration, visible
from closeup.reading import Reading, Stated
from tests.readings import full, pan, plain, readings, verdict


def show(reading: Reading, columns: int = 80, *, colours: bool = False, **options: object) -> str:
    console = Console(
        width=columns,
        force_terminal=colours,
        color_system="standard" if colours else None,
        legacy_windows=False,
        _environ={},
        **options,  # type: ignore[arg-type]
    )
    with console.capture() as captured:
        console.print(card(reading, console), width=width(console))
    return captured.get()


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("colours", [True, False])
@pytest.mark.parametrize("make", [full, pan, plain])
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
    shown = show(full(), colours=True)
    assert "\x1b[1;32mRobert Krasker's tilted frames" in shown
    assert "\x1b[31mThe zither grates" in shown
    assert "\x1b[35mWhat Carol Reed has made" in shown
    assert "\x1b[4;39mLime, of course" in shown
    for word in ("praise", "blame", "plot", "strong", "may spoil"):
        assert word in shown


def test_without_colours_each_sentence_follows_a_word_for_its_tone() -> None:
    shown = show(full())
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
        console.print(card(full(), console))
    assert "praise!" in captured.get()
    assert "\x1b[32m" not in captured.get()


def test_sections_appear_only_where_there_is_something_in_them() -> None:
    names = ("Lines to quote", "Praised and blamed", "People", "Characters", "Works named", "Themes")
    assert all(name in show(full()) for name in names)
    assert not any(name in show(plain()) for name in names)


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
