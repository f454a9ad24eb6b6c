"""Works: mentions of one title joined, titles kept apart, one relation for each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.mentions import Mention
from closeup.reader.titles import title_words
from closeup.reader.works import works
from closeup.reading import Work
from tests.reader.titled import titled


def works_of(text: str) -> tuple[Work, ...]:
    plain, _, mentions = titled(text)
    return works(plain, mentions)


@pytest.mark.parametrize(
    "text",
    [
        "{The Lady Vanishes|this} moves like a train. {the lady vanishes|this} never stops.",
        "{The Lady Vanishes|this} moves like a train. {Lady Vanishes|this} never stops.",
        "{THE LADY VANISHES|this} moves. Better than {The Lady Vanishes|this}? No.",
        "{Les Misérables|film} cost more than {Les Miserables|film} earned.",
        "{Dr. Jekyll & Mr. Hyde|film} is the one; {Dr. Jekyll and Mr. Hyde|film} it stays.",
        "I saw {The Godfather Part II|film}, and {The Godfather, Part 2|film} again.",
    ],
)
def test_spellings_of_one_title_are_one_work(text: str) -> None:
    (work,) = works_of(text)
    assert len(work.mentions) == 2


@pytest.mark.parametrize(
    "text",
    [
        "{Alien|film} is quieter than {Aliens|film}.",
        "After {Frankenstein|film} came {Son of Frankenstein|film}; {Frankenstein|film} had started it.",
        "{The Thin Man|film} beats {After the Thin Man|film}.",
        "{Rio Bravo|film} is the model, {Rio Lobo|film} the copy.",
        "{Jaws 2|film} is no {Jaws|film}.",
        "{Star Wars: The Empire Strikes Back|film} is darker than {Star Wars|film}.",
        "It has the gall of {Airplane|film} and the nerve of {Airplane II|film}.",
    ],
)
def test_different_titles_stay_apart(text: str) -> None:
    assert len(works_of(text)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "It borrows from {The Empire Strikes Back|film}. {Empire|film} did it first.",
        "{The Secret of Roan Inish|this} is a tale by the fire. {Roan Inish|this} glows.",
        "{Roan Inish|this} glows. Yes, {The Secret of Roan Inish|this} is a tale by the fire.",
        "{Walk Hard: The Dewey Cox Story|this} is silly. {Walk Hard|this} is also long.",
    ],
)
def test_a_safe_short_form_joins_its_title_which_stays_the_fullest_form(text: str) -> None:
    (work,) = works_of(text)
    assert len(work.mentions) == 2
    assert len(work.title.split()) > 2


def test_a_short_form_in_another_relation_stays_apart() -> None:
    assert len(works_of("{Treasure Island|book} is a book, {Muppet Treasure Island|this} a romp.")) == 2


def test_a_title_has_the_relation_of_all_its_mentions_together() -> None:
    (work,) = works_of("{Laura|this 0.8} begins. {Laura|film 0.6} goes on. {Laura|this 0.8} ends.")
    assert work.relation == "this"


def test_the_novel_of_the_same_title_is_a_work_of_its_own() -> None:
    novel, film = works_of("Vera Caspary's {Laura|book} was a hit before {Laura|this} was filmed.")
    assert (novel.relation, film.relation) == ("book", "this")


def test_a_possessive_inside_the_mention_does_not_part_a_title() -> None:
    assert len(works_of("{Laura's|this} tune lingers, as {Laura|this} does.")) == 1


def test_works_stand_in_the_order_of_their_first_mention() -> None:
    titles = [work.title for work in works_of("{Gilda|film}, {Laura|this}, {Gilda|film}, {Detour|film}.")]
    assert titles == ["Gilda", "Laura", "Detour"]


def test_a_work_is_as_sure_as_its_mention_and_relation() -> None:
    (work,) = works_of("{Laura|this 0.8} begins.")
    assert work.confidence == pytest.approx(0.95 * 0.8, abs=0.01)


@given(st.text(max_size=60), st.data())
def test_every_mention_comes_out_once_and_verbatim_whatever_the_text(text: str, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 6))
    spans = [
        tuple(sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))))))
        for _ in range(count)
    ]
    odds = st.dictionaries(st.sampled_from(["this", "film", "book"]), st.floats(0, 1), max_size=3)
    mentions = [
        Mention((start, end), 0, "work", data.draw(st.floats(0, 1)), relations=data.draw(odds))  # type: ignore[arg-type]
        for start, end in spans
    ]
    found = works(text, mentions)
    told = sorted(span for work in found for span in work.mentions)
    # marks alone are no title
    assert told == sorted(span for span in spans if title_words(text[slice(*span)]))
    for work in found:
        assert any(text[slice(*span)] == work.title for span in work.mentions)


def test_a_title_with_words_of_its_sentence_at_an_end_is_the_title_without_them() -> None:
    text, _, found = titled("{Nosferatu|this 0.9} is slow. Later {Nosferatu falters|this 0.9} a little.")
    named = works(text, found)
    assert [work.title for work in named] == ["Nosferatu"]
