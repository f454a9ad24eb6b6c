"""Names as the model's tags mark them: kind, roles, relation and who plays whom."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.confidence import Confidence, Line
from closeup.reader.heads import RELATIONS, ROLES, TOKEN_SLICES
from closeup.reader.mentions import find_names, title_hints
from tests.reader.said import Said

PLAIN = Confidence()
PERSON, CHARACTER, WORK = 0, 1, 2


def named(said: Said, settings: Confidence = PLAIN) -> list[tuple[str, str]]:
    found = find_names(said.tokens, said.text, settings).mentions
    return [(said.text[slice(*mention.span)], mention.kind) for mention in found]


def test_people_characters_and_titles_are_found_in_order() -> None:
    said = Said("Anton Walbrook is Lermontov.", "The Red Shoes burns.")
    said.tag("Anton Walbrook", "name", PERSON).tag("Lermontov", "name", CHARACTER)
    said.tag("The Red Shoes", "name", WORK)
    assert named(said) == [
        ("Anton Walbrook", "person"),
        ("Lermontov", "character"),
        ("The Red Shoes", "work"),
    ]
    assert [m.sentence for m in find_names(said.tokens, said.text, PLAIN).mentions] == [0, 0, 1]


def test_a_name_is_of_a_person_or_a_character_as_a_whole() -> None:
    said = Said("Harry Lime returns.").tag("Harry Lime", "name", CHARACTER)
    said.tag("Harry", "name", PERSON, 0.9).tag("Lime", "name", CHARACTER, 0.98)
    assert len(named(said)) == 1
    assert named(said)[0][0] == "Harry Lime"


def test_two_titles_side_by_side_stay_two() -> None:
    said = Said("Ikiru Ran").tag("Ikiru", "name", WORK).tag("Ran", "name", WORK)
    assert named(said) == [("Ikiru", "work"), ("Ran", "work")]


def test_the_possessive_is_not_in_a_name_that_ends_before_it() -> None:
    said = Said("Powell's film").tag("Powell", "name")
    assert named(said) == [("Powell", "person")]


def test_a_name_under_its_kinds_threshold_is_not_made() -> None:
    said = (
        Said("Walbrook, Lermontov")
        .tag("Walbrook", "name", PERSON, 0.8)
        .tag("Lermontov", "name", CHARACTER, 0.8)
    )
    assert named(said, Confidence(person_from=0.9)) == [("Lermontov", "character")]
    assert named(said, Confidence(character_from=0.9)) == [("Walbrook", "person")]


def test_how_sure_a_name_is_goes_by_its_kinds_calibration() -> None:
    said = Said("Walbrook").tag("Walbrook", "name", PERSON, 0.8)
    (plain,) = find_names(said.tokens, said.text, PLAIN).mentions
    (surer,) = find_names(said.tokens, said.text, Confidence(person=Line(2.0, 1.0))).mentions
    assert plain.probability == pytest.approx(0.8, abs=0.01)
    assert surer.probability > 0.95


def test_a_person_may_have_several_roles_and_says_none_that_is_unlikely() -> None:
    said = Said("Welles glowers.").tag("Welles", "name")
    said.tokens.values[said.at("Welles").rows, TOKEN_SLICES["role"]] = -9
    for role in ("director", "actor"):
        said.say("Welles", "role", ROLES.index(role), 4)
    (mention,) = find_names(said.tokens, said.text, PLAIN).mentions
    assert set(mention.roles) == {"director", "actor"}
    assert mention.relations == {}


def test_a_title_has_a_relation_that_is_a_distribution_and_no_role() -> None:
    said = Said("He read Rebecca first.").tag("Rebecca", "name", WORK)
    said.say("Rebecca", "relation", RELATIONS.index("book"))
    (mention,) = find_names(said.tokens, said.text, PLAIN).mentions
    assert max(mention.relations, key=lambda name: mention.relations[name]) == "book"
    assert sum(mention.relations.values()) == pytest.approx(1, abs=1e-5)
    assert mention.roles == {}


def test_who_plays_whom_points_at_the_mentions_and_stays_in_a_sentence() -> None:
    said = Said("Cotten is Holly, Welles is Lime.", "Holly drinks.")
    for name, kind in (("Cotten", PERSON), ("Holly", CHARACTER), ("Welles", PERSON), ("Lime", CHARACTER)):
        said.tag(name, "name", kind)
    said.tag("Holly", "name", CHARACTER, time=1)
    said.join("plays", "Cotten", "Holly").join("plays", "Welles", "Lime")
    found = find_names(said.tokens, said.text, PLAIN)
    words = [said.text[slice(*mention.span)] for mention in found.mentions]
    odds = {(words[link.person], words[link.character]): link.probability for link in found.plays}
    assert len(found.plays) == 4
    assert odds["Cotten", "Holly"] > 0.9 > 0.6 > odds["Cotten", "Lime"]
    assert odds["Welles", "Lime"] > 0.9 > 0.6 > odds["Welles", "Holly"]
    assert all(found.mentions[link.character].sentence == 0 for link in found.plays)


def test_a_word_that_may_be_in_a_title_is_a_hint_where_it_starts() -> None:
    said = Said("It beats brief encounter easily.").tag("brief", "name", WORK, 0.15)
    said.tag("encounter", "name", WORK, 0.05).say("brief", "relation", RELATIONS.index("film"))
    hints = title_hints(said.tokens)
    assert list(hints) == [said.text.index("brief")]
    (odds,) = hints.values()
    assert sum(odds.values()) == pytest.approx(0.15, abs=0.01)
    assert max(odds, key=lambda name: odds[name]) == "film"


def test_nothing_is_named_where_nothing_is_marked() -> None:
    assert named(Said("A rainy film about rain.")) == []
    assert named(Said("")) == []
    assert title_hints(Said("").tokens) == {}


@given(st.integers(0, 2**32), st.floats(0.5, 12))
def test_whatever_the_model_says_names_are_verbatim_apart_and_as_sure_as_asked(
    seed: int, scale: float
) -> None:
    said = Said("“Ran”, says Mr. O'Toole — (who's he?) — is Lear's kin.", "😀 É_a *so*!")
    said.tokens.values[:] = np.random.default_rng(seed).normal(0, scale, said.tokens.values.shape)
    names = find_names(said.tokens, said.text, PLAIN)
    end = 0
    for mention in names.mentions:
        assert end <= mention.span[0] < mention.span[1]
        end = mention.span[1]
        assert said.starts[mention.sentence] <= mention.span[0]
        assert 0.5 <= mention.probability <= 1
        assert all(0 <= odds <= 1 for odds in (*mention.roles.values(), *mention.relations.values()))
    for link in names.plays:
        assert names.mentions[link.person].kind == "person"
        assert names.mentions[link.character].kind == "character"
        assert 0 <= link.probability <= 1
