"""Who plays whom: what the words between two names say."""

from __future__ import annotations

import pytest

from closeup.reader.mentions import Plays
from closeup.reader.people import people
from tests.reader.marked import cast_of, marked, people_of

ONE = [
    "{Gena Rowlands|actor}'s {Mabel} frightens her own family.",
    "{Gena Rowlands|actor} 's {Mabel} is a marvel .",
    "{Gena Rowlands|actor}'s raw, bruised {Mabel} frightens her own family.",
    "{Mabel} ({Gena Rowlands|actor}) waits for the bus.",
    "{Mabel} ( {Gena Rowlands|actor} ) waits for the bus .",
    '"{Mabel}" (the great {Gena Rowlands|actor}) waits for the bus.',
    "{Mabel}'s ({Gena Rowlands|actor}) children come home.",
    "{Gena Rowlands|actor} ({Mabel}) has never been better.",
    "{Gena Rowlands|actor} (as {Mabel}) has never been better.",
    "{Gena Rowlands|actor} plays {Mabel}.",
    "{Gena Rowlands|actor} plays a housewife named {Mabel}.",
    "{Gena Rowlands|actor} plays the wife, {Mabel}.",
    "{Gena Rowlands|actor} portrays the unravelling {Mabel} without vanity.",
    "{Gena Rowlands|actor}, who plays {Mabel}, deserved the prize.",
    "{Gena Rowlands|actor} stars as {Mabel}.",
    "{Gena Rowlands|actor} is cast as {Mabel}.",
    "{Gena Rowlands|actor} turns up as {Mabel} and the film wakes.",
    "{Gena Rowlands|actor} is astonishing in the role of {Mabel}.",
    "{Gena Rowlands|actor} gives a towering performance as {Mabel}.",
    "{Gena Rowlands|actor}'s portrayal of {Mabel} is a landmark.",
    "{Gena Rowlands|actor} brings {Mabel} to life.",
    "{Gena Rowlands|actor} makes {Mabel} her own.",
    "{Gena Rowlands|actor} , as the fragile {Mabel} , breaks your heart .",
    "{Gena Rowlands|actor}, as the loving, frightened {Mabel}, breaks your heart.",
    "With {Gena Rowlands|actor} as {Mabel}, the film cannot fail.",
    "As {Mabel}, {Gena Rowlands|actor} is a force of nature.",
    "As the fragile {Mabel}, {Gena Rowlands|actor} is a force of nature.",
    "In the title role of {Mabel}, {Gena Rowlands|actor} is a force of nature.",
    "{Mabel}, played by {Gena Rowlands|actor}, waits for the bus.",
    "{Mabel}, his troubled wife, played by {Gena Rowlands|actor}, waits for the bus.",
    "{Mabel} is beautifully played by the director's wife, {Gena Rowlands|actor}.",
    "{Mabel} (played by a fearless {Gena Rowlands|actor}) waits for the bus.",
    "Played with abandon by {Gena Rowlands|actor}, {Mabel} is unforgettable.",
    "The role of {Mabel} goes to {Gena Rowlands|actor}.",
    "He wrote the part of {Mabel} for {Gena Rowlands|actor}.",
    "{Gena Rowlands|actor} is a wonder. She plays {Mabel}, a mother of three.",
    "{Gena Rowlands|actor} is a wonder. Her {Mabel} is all nerves.",
    "{Gena Rowlands|actor} is a wonder. As {Mabel}, she is all nerves.",
    "{Gena Rowlands|actor} disappears into {Mabel}.",
]


@pytest.mark.parametrize("text", ONE)
def test_an_actor_and_a_character_are_joined_by_the_words_between_them(text: str) -> None:
    credits, characters = people_of(text)
    assert [(c.person, c.character) for c in credits] == [("Gena Rowlands", "Mabel")]
    assert [(c.name, c.played_by) for c in characters] == [("Mabel", "Gena Rowlands")]


FEW = [
    ("{Bogart|actor} ({Rick}), {Bergman|actor} ({Ilsa}) and {Rains|actor} ({Renault}) are ideal.",
     {"Bogart": "Rick", "Bergman": "Ilsa", "Rains": "Renault"}),
    ("{Rick} ({Bogart|actor}), {Ilsa} ({Bergman|actor}) and {Renault} ({Rains|actor}) are in one bar.",
     {"Bogart": "Rick", "Bergman": "Ilsa", "Rains": "Renault"}),
    ("{Rowlands|actor} and {Falk|actor} play {Mabel} and {Nick}.", {"Rowlands": "Mabel", "Falk": "Nick"}),
    ("{Mabel} and {Nick} ({Rowlands|actor} and {Falk|actor}) are married.",
     {"Rowlands": "Mabel", "Falk": "Nick"}),
    ("{Mabel} and {Nick}, played by {Rowlands|actor} and {Falk|actor}, are married.",
     {"Rowlands": "Mabel", "Falk": "Nick"}),
    ("{Rowlands|actor} and {Falk|actor} are superb as the fragile {Mabel} and blustering {Nick}.",
     {"Rowlands": "Mabel", "Falk": "Nick"}),
    ("{Rowlands|actor} carries it, with {Falk|actor} as {Nick}.", {"Falk": "Nick"}),
    ("{Rowlands|actor} plays {Nick}'s wife, {Mabel}.", {"Rowlands": "Mabel"}),
    ("{Henreid|actor} is stiff as {Ilsa}'s husband {Laszlo}.", {"Henreid": "Laszlo"}),
    ("{Rathbone|actor} (every bit as good as {Flynn|actor}) plays {Sir Guy}.", {"Rathbone": "Sir Guy"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cast"), FEW)
def test_several_pairs_in_one_sentence_stay_apart(text: str, cast: dict[str, str]) -> None:
    assert cast_of(text) == cast


_AND_ON = " The streets are wet, the night is long and the saxophone never sleeps." * 6

NOBODY = [
    "{Rowlands|actor} plays the mother of {Maria}.",
    "{Rains|actor} plays {Ilsa}'s neighbour.",
    "{Falk|actor}'s friend {Eddie} eats his spaghetti.",
    "{Reiner|director}'s script gives {Buttercup} too little.",
    "{Ford|director} watches as {Ringo} walks down the street.",
    "{Rick} drinks and {Bogart|actor} broods.",
    "{Falk|actor} is as good a husband as {Torvald} is a bad one.",
    "{Rick} runs from a policeman played by {Rains|actor}.",
    "Only imagine {Cagney|actor} as {Rick}.",
]


@pytest.mark.parametrize("text", NOBODY)
def test_words_that_do_not_say_who_plays_whom_join_nobody(text: str) -> None:
    assert cast_of(text + _AND_ON) == {}


@pytest.mark.parametrize("text", NOBODY[:3])
def test_words_that_deny_it_do_so_in_one_line_too(text: str) -> None:
    assert cast_of(text) == {}


def test_a_one_line_review_of_one_actor_and_one_character_joins_them() -> None:
    assert cast_of("{Theron|actor} is fearless; pity for {Aileen} has never been so hard.") == {
        "Theron": "Aileen"
    }


def test_a_director_does_not_play_whom_he_owns() -> None:
    text = "{Burton|director}'s {Batman} is a brooding one."
    assert cast_of(text + _AND_ON) == {}


def test_one_actor_may_play_two_and_the_credit_names_one() -> None:
    text = "{Fredric March|actor} plays {Jekyll} and {Hyde}, and {Hyde} wins."
    credits, characters = people_of(text)
    assert credits[0].character in ("Jekyll", "Hyde")
    assert {c.name for c in characters if c.played_by == "Fredric March"} >= {credits[0].character}


def test_a_character_whom_two_have_played_is_played_by_the_likelier_and_both_keep_it() -> None:
    text, sentences, mentions = marked("{Connery|actor} and {Craig|actor} meet in spirit: {Bond} is a mood.")
    plays = [Plays(0, 2, 0.92), Plays(1, 2, 0.97)]
    credits, characters = people(text, sentences, mentions, plays)
    assert [c.character for c in credits] == ["Bond", "Bond"]
    assert characters[0].played_by == "Craig"


def test_the_models_odds_join_where_words_do_not() -> None:
    text, sentences, mentions = marked("{Oscar Isaac|actor} sings and the cat runs; {Llewyn} never learns.")
    text += _AND_ON
    for odds, played in ((0.95, "Oscar Isaac"), (0.05, None)):
        _, characters = people(text, sentences, mentions, [Plays(0, 1, odds)])
        assert characters[0].played_by == played


def test_words_that_say_it_plainly_stand_against_a_model_that_missed_it() -> None:
    text, sentences, mentions = marked("{Rick} ({Bogart|actor}) drinks.")
    assert people(text, sentences, mentions, [Plays(1, 0, 0.05)])[1][0].played_by == "Bogart"


def test_who_plays_somebody_is_an_actor_whatever_else() -> None:
    credits, _ = people_of("{Orson Welles|director} plays {Kane}.")
    assert set(credits[0].roles) == {"director", "actor"}
