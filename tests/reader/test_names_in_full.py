"""Names that the tags leave out: the same words elsewhere in the review, and titles that films have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.mentions import Mention, NameKind
from closeup.reader.names_in_full import LISTED, REPEATED, listed, repeated
from closeup.reader.sentences import split_sentences
from closeup.reading import Relation


class Shelf:
    """A catalogue of a few titles, which remembers what it was asked."""

    def __init__(self, *titles: str) -> None:
        self.titles = {title.lower() for title in titles}
        self.asked: list[str] = []

    def exact(self, title: str) -> Sequence[object]:
        self.asked.append(title)
        return [title] if title.lower() in self.titles else []


def named(text: str, words: str, kind: NameKind, probability: float = 0.9) -> Mention:
    start = text.index(words)
    relations: dict[Relation, float] = {"book": 0.8, "film": 0.2} if kind == "work" else {}
    return Mention((start, start + len(words)), 0, kind, probability, {}, relations)


def starts(text: str) -> list[int]:
    return [start for start, _ in split_sentences(text)]


def words(text: str, mentions: Sequence[Mention]) -> list[str]:
    return [text[slice(*mention.span)] for mention in mentions]


def again(text: str, *mentions: Mention) -> list[str]:
    return words(text, repeated(text, starts(text), mentions)[len(mentions) :])


def test_a_surname_is_found_wherever_it_stands_again() -> None:
    text = "Robert Bresson waits. Bresson always waits. Only Bresson's donkey moves."
    found = repeated(text, starts(text), [named(text, "Robert Bresson", "person")])
    assert words(text, found) == ["Robert Bresson", "Bresson", "Bresson"]
    assert [mention.sentence for mention in found] == [0, 1, 2]
    assert [mention.probability for mention in found[1:]] == pytest.approx([0.9 * REPEATED] * 2)


def test_a_repeated_name_says_nothing_of_what_its_person_does() -> None:
    text = "Bresson waits. Bresson waits."
    sure = Mention((0, 7), 0, "person", 0.9, {"director": 0.9})
    assert repeated(text, starts(text), [sure])[1].roles == {}


def test_a_title_keeps_its_kind_and_relation_and_is_not_cut_short() -> None:
    text = "I like Diary of a Country Priest. A Country Priest is none. Diary of a Country Priest is."
    sure = named(text, "Diary of a Country Priest", "work")
    (other,) = repeated(text, starts(text), [sure])[1:]
    assert other.span[0] == text.rindex("Diary")
    assert (other.kind, other.relations) == ("work", sure.relations)


def test_an_unsure_name_is_not_looked_for() -> None:
    text = "Bresson waits. Bresson waits."
    assert again(text, named(text, "Bresson", "person", 0.5)) == []


def test_one_word_in_small_letters_is_not_looked_for_but_a_full_name_is() -> None:
    text = "hope is played by bob hope . i hope bob hope returns ."
    assert again(text, named(text, "hope", "character")) == []
    assert again(text, named(text, "bob hope", "person")) == ["bob hope"]


def test_a_name_inside_a_word_or_another_name_is_not_one() -> None:
    text = "Lean is lean. Leander is not Mc-Lean, and David Leans. Lean."
    assert again(text, named(text, "Lean", "person")) == ["Lean"]
    text = "Lean films Lean Street."
    assert again(text, named(text, "Lean", "person"), named(text, "Lean Street", "work")) == []


def test_the_surest_of_two_that_share_a_word_gives_its_kind() -> None:
    text = "Laura Hunt enters. Hunt the man hunts. Hunt."
    found = repeated(
        text,
        starts(text),
        [named(text, "Laura Hunt", "person", 0.7), Mention((19, 23), 1, "character", 0.95)],
    )
    assert [mention.kind for mention in found] == ["person", "character", "character"]


@given(
    st.text("Ab c'.-é(", max_size=60),
    st.lists(st.tuples(st.integers(0, 59), st.integers(1, 12), st.floats(0, 1)), max_size=4),
)
def test_what_is_added_never_lies_over_another_name(text: str, places: list[tuple[int, int, float]]) -> None:
    given_names, end = [], 0
    for start, length, sure in sorted(places):
        if end <= start and start + length <= len(text):
            end = start + length
            given_names.append(Mention((start, end), 0, "person", sure))
    found = repeated(text, [0], given_names)
    assert found[: len(given_names)] == given_names
    spans = sorted(mention.span for mention in found)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    known = set(words(text, given_names))
    assert all(word in known or any(name.endswith(word) for name in known) for word in words(text, found))


NO_HINTS: Mapping[int, Mapping[Relation, float]] = {}


def on_the_shelf(
    text: str, *titles: str, mentions: Sequence[Mention] = (), hints: Sequence[str] = ()
) -> list[str]:
    places: dict[int, Mapping[Relation, float]] = {
        text.index(word): {"this": 0.1, "film": 0.3} for word in hints
    }
    return words(text, listed(text, starts(text), mentions, places, Shelf(*titles)))


def test_a_film_in_title_case_that_the_model_passed_over_is_found() -> None:
    text = "Not since The Night of the Hunter has a river looked so kind."
    (found,) = listed(text, starts(text), [], NO_HINTS, Shelf("The Night of the Hunter", "The Hunter"))
    assert text[slice(*found.span)] == "The Night of the Hunter"
    assert (found.kind, found.probability, dict(found.relations)) == ("work", LISTED, {"film": 1.0})


def test_a_title_that_was_cut_short_is_given_whole_and_stays_what_it_was() -> None:
    text = "I read The Night of the Hunter twice."
    short = named(text, "The Night", "work", 0.8)
    (found,) = listed(text, starts(text), [short], NO_HINTS, Shelf("The Night of the Hunter"))
    assert text[slice(*found.span)] == "The Night of the Hunter"
    assert (found.relations, found.probability) == (short.relations, 0.8)


def test_a_title_inside_a_longer_one_is_no_other() -> None:
    text = "Try The Night of the Hunter again."
    assert on_the_shelf(text, "The Night of the Hunter", "Night of the Hunter") == ["The Night of the Hunter"]


def test_a_person_is_never_made_a_title() -> None:
    text = "Then Annie Hall arrives."
    person = named(text, "Annie Hall", "person")
    assert on_the_shelf(text, "Annie Hall", mentions=[person]) == ["Annie Hall"]
    assert listed(text, [0], [person], NO_HINTS, Shelf("Annie Hall")) == [person]


def test_words_that_no_film_is_called_stay_words() -> None:
    assert on_the_shelf("The Long Wet Road to Dublin is long.", "The Quiet Man") == []


def test_a_single_word_is_not_looked_up() -> None:
    shelf = Shelf("Ran")
    assert listed("Ran is a wound. I adore Ran.", [0, 16], [], NO_HINTS, shelf) == []
    assert all(" " in title for title in shelf.asked)


def test_in_small_letters_only_what_the_model_hints_at_is_looked_up() -> None:
    text = "it is no brief encounter and no quiet man either ."
    assert on_the_shelf(text, "Brief Encounter", "Quiet Man") == []
    assert on_the_shelf(text, "Brief Encounter", "Quiet Man", hints=["brief"]) == ["brief encounter"]


def test_a_title_is_related_as_its_words_are() -> None:
    text = "it is no brief encounter ."
    hints: dict[int, Mapping[Relation, float]] = {
        text.index("brief"): {"this": 0.3, "film": 0.1},
        text.index("encounter"): {"this": 0.3, "film": 0.1},
    }
    (found,) = listed(text, [0], [], hints, Shelf("Brief Encounter"))
    assert found.relations == pytest.approx({"this": 0.75, "film": 0.25})


def test_a_title_does_not_run_over_a_stop_or_a_bracket() -> None:
    assert on_the_shelf("They Drive. By Night they sleep.", "They Drive By Night") == []
    assert on_the_shelf("They Drive (By Night) and sleep.", "They Drive By Night") == []
    assert on_the_shelf("Try Good Morning, Vietnam now.", "Good Morning, Vietnam") == [
        "Good Morning, Vietnam"
    ]
