"""People over a whole review: whose mentions are one person's, what they did, and that none is lost."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from closeup.reader.mentions import Mention, Plays
from closeup.reader.people import people
from closeup.reading import Role, Span
from tests.reader.marked import marked, people_of


def forms(text: str) -> list[tuple[str, set[str]]]:
    """Each credit's and character's name with the forms of its mentions."""
    plain, sentences, mentions = marked(text)
    credits, characters = people(plain, sentences, mentions)
    return [(c.person, {plain[a:b] for a, b in c.mentions}) for c in credits] + [
        (c.name, {plain[a:b] for a, b in c.mentions}) for c in characters
    ]


ONE_PERSON = [
    ("Alec Guinness", "Guinness"),
    ("Sir Alec Guinness", "Alec Guinness"),
    ("Orson Welles", "Mr. Welles"),
    ("orson welles", "mr . welles"),
    ("Robert Downey Jr.", "Robert Downey"),
    ("Robert Downey, Jr.", "Downey"),
    ("Lon Chaney , Jr .", "Chaney"),
    ("Max von Sydow", "von Sydow"),
    ("Robert De Niro", "DeNiro"),
    ("robert de niro", "de niro"),
    ("Daniel Day-Lewis", "Day Lewis"),
    ("Jean-Luc Godard", "jean luc godard"),
    ("Penélope Cruz", "Penelope Cruz"),
    ("Krzysztof Kieślowski", "Kieslowski"),
    ("Peter O'Toole", "O’Toole"),
    ("peter o ' toole", "o'toole"),
    ("vincent d'onofrio", "d ' onofrio"),
    ("D. W. Griffith", "D.W. Griffith"),
    ("D.W. Griffith", "David Wark Griffith"),
    ("Samuel L. Jackson", "Samuel Jackson"),
    ("Christopher Nolan", "Chris Nolan"),
    ("James Stewart", "Jimmy Stewart"),
    ("Katharine Hepburn", "Kate Hepburn"),
    ("Humphrey Bogart", "Bogie"),
    ("Alfred Hitchcock", "Hitch"),
    ("Farrah Fawcett", "Farrah"),
    ("Philip Seymour Hoffman", "Seymour Hoffman"),
    ("Bong Joon-ho", "Bong"),
    ("BUSTER KEATON", "Keaton"),
    ("Dwayne Johnson", "Johnson's"),
]


@pytest.mark.parametrize(("full", "other"), ONE_PERSON)
@pytest.mark.parametrize("full_first", [True, False])
def test_two_ways_to_write_a_name_are_one_person(full: str, other: str, full_first: bool) -> None:
    first, second = (full, other) if full_first else (other, full)
    found = forms(f"{{{first}|actor}} is here. Nobody minds {{{second}|actor}} at all.")
    assert [names for _, names in found] == [{full, other}]


TWO_PEOPLE = [
    ("Kirk Douglas", "Michael Douglas"),
    ("Robert Downey Jr.", "Robert Downey Sr."),
    ("Ridley Scott", "Tony Scott"),
    ("Lionel Barrymore", "John Barrymore"),
    ("Sir John Mills", "Miss Hayley Mills"),
    ("J. Stewart", "Kristen Stewart"),
    ("Queen Latifah", "Latifah Jones"),
]


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people_with_one_surname_stay_two(one: str, other: str) -> None:
    assert len(forms(f"{{{one}|actor}} is here. So is {{{other}|actor}} at last.")) == 2


def test_a_surname_that_two_share_goes_to_the_one_named_last() -> None:
    credits, _ = people_of(
        "{Kirk Douglas|actor} glares. {Douglas|actor} was born to it. {Michael Douglas|actor} "
        "only smirks. {Douglas|actor} the younger is slick."
    )
    assert [(c.person, len(c.mentions)) for c in credits] == [("Kirk Douglas", 2), ("Michael Douglas", 2)]


def test_a_surname_that_two_share_goes_to_the_one_whose_role_fits() -> None:
    credits, _ = people_of(
        "{Ridley Scott|director} directs. {Campbell Scott|actor} looks lost. {Scott|director} shoots rain."
    )
    assert [(c.person, len(c.mentions)) for c in credits] == [("Ridley Scott", 2), ("Campbell Scott", 1)]


def test_a_first_name_that_two_share_stays_alone() -> None:
    text = "{John Ford|director} shot it. {John Wayne|actor} rides. {John|actor} drinks."
    assert [c.person for c in people_of(text)[0]] == ["John Ford", "John Wayne", "John"]


def test_the_fullest_form_names_the_person_as_the_text_writes_it() -> None:
    credits, characters = people_of(
        "{welles|actor} is {kane} . {orson welles|actor} plays {charles foster kane} ."
    )
    assert [c.person for c in credits] == ["orson welles"]
    assert [c.name for c in characters] == ["charles foster kane"]


CHARACTERS = [
    ("James Bond", "Bond", True),
    ("Captain Blood", "Blood", True),
    ("Jack Torrance", "Jack", True),
    ("the Duke", "Duke", True),
    ("Mr. Darcy", "Darcy", True),
    ("Mr. Bennet", "Mrs. Bennet", False),
    ("Jack Torrance", "Wendy Torrance", False),
    ("Sherlock Holmes", "Mycroft Holmes", False),
]


@pytest.mark.parametrize(("one", "other", "same"), CHARACTERS)
def test_characters_are_joined_by_first_name_and_surname_and_parted_by_title(
    one: str, other: str, same: bool
) -> None:
    assert len(forms(f"{{{one}}} is here. Nobody minds {{{other}}} at all.")) == (1 if same else 2)


def test_roles_are_joined_over_the_whole_review() -> None:
    credits, _ = people_of(
        "{Greta Gerwig|director} directs. {Gerwig|writer} also wrote it. {Gerwig|person} smiles."
    )
    assert [(c.person, set(c.roles)) for c in credits] == [("Greta Gerwig", {"director", "writer"})]


def test_one_sure_mention_of_a_role_decides_among_unsure_ones() -> None:
    text = "Lean " * 5
    unsure: dict[Role, float] = {"actor": 0.3, "director": 0.35, "person": 0.4}
    mentions = [Mention((5 * i, 5 * i + 4), 0, "person", 0.9, unsure) for i in range(4)]
    sure = Mention((20, 24), 0, "person", 0.9, {"director": 0.98})
    assert people(text, [(0, 25)], [*mentions, sure])[0][0].roles == ("director",)


def test_many_weak_odds_of_a_role_do_not_make_it_sure() -> None:
    text = "Lean " * 8
    odds: dict[Role, float] = {"director": 0.8, "actor": 0.3}
    mentions = [Mention((5 * i, 5 * i + 4), 0, "person", 0.9, odds) for i in range(8)]
    assert people(text, [(0, 40)], mentions)[0][0].roles == ("director",)


def test_person_is_said_only_of_whom_nothing_better_is_known() -> None:
    weak: dict[Role, float] = {"person": 0.3, "composer": 0.4}
    for odds, roles in (
        (weak, ("composer",)),
        ({"person": 0.9, "actor": 0.1}, ("person",)),
        ({}, ("person",)),
    ):
        mention = Mention((0, 9), 0, "person", 0.9, odds)  # type: ignore[arg-type]
        assert people("Nino Rota scored it.", [(0, 20)], [mention])[0][0].roles == roles


def test_roles_come_the_most_certain_first() -> None:
    mention = Mention((0, 12), 0, "person", 0.9, {"actor": 0.7, "director": 0.99, "writer": 0.8})
    assert people("Elaine May is all.", [(0, 18)], [mention])[0][0].roles == ("director", "writer", "actor")


def test_an_unsure_kind_follows_the_surer_mentions_of_the_name() -> None:
    text = "Turing runs. Turing thinks. Turing loses."
    spans = [(0, 6), (13, 19), (28, 34)]
    kinds = [("character", 0.95), ("person", 0.55), ("character", 0.9)]
    mentions = [Mention(s, i, k, p) for i, (s, (k, p)) in enumerate(zip(spans, kinds, strict=True))]  # type: ignore[arg-type]
    credits, characters = people(text, [(0, 12), (13, 27), (28, 41)], mentions)
    assert credits == ()
    assert characters[0].mentions == tuple(spans)


def test_a_name_may_be_a_person_and_a_character_where_both_are_sure() -> None:
    credits, characters = people_of(
        "{Malcolm X|person} lived thirty-nine years. {Denzel Washington|actor} plays {Malcolm X} as a blade."
    )
    assert [c.person for c in credits] == ["Malcolm X", "Denzel Washington"]
    assert [(c.name, c.played_by) for c in characters] == [("Malcolm X", "Denzel Washington")]


def test_whom_the_model_says_to_be_played_is_a_character() -> None:
    text, sentences, mentions = marked("{Annette Bening|actor} is all glamour as {Gloria Grahame|person}.")
    credits, characters = people(text, sentences, mentions, [Plays(0, 1, 0.8)])
    assert [(c.person, c.character) for c in credits] == [("Annette Bening", "Gloria Grahame")]
    assert [c.name for c in characters] == ["Gloria Grahame"]


def test_confidence_grows_with_mentions_and_one_sure_one_is_enough() -> None:
    def confidence(*odds: float) -> float:
        mentions = [Mention((5 * i, 5 * i + 4), 0, "person", p) for i, p in enumerate(odds)]
        return people("Lean " * len(odds), [(0, 5 * len(odds))], mentions)[0][0].confidence

    assert confidence(0.6) < confidence(0.6, 0.6) < confidence(0.6, 0.6, 0.95)
    assert confidence(0.99, 0.2) >= 0.99
    assert confidence(0.6, 0.6, 0.6) < 0.9


def test_of_overlapping_mentions_the_more_probable_stays_and_titles_do_not_count() -> None:
    text = "Bob Clampett drew it."
    mentions = [
        Mention((4, 12), 0, "person", 0.6, {"actor": 0.9}),
        Mention((0, 12), 0, "person", 0.9, {"director": 0.9}),
        Mention((0, 12), 0, "character", 0.3),
        Mention((0, 20), 0, "work", 0.99),
    ]
    credits, characters = people(text, [(0, 21)], mentions)
    assert [(c.person, c.roles, c.mentions) for c in credits] == [("Bob Clampett", ("director",), ((0, 12),))]
    assert characters == ()


def test_nothing_named_gives_nothing() -> None:
    assert people("A film.", [(0, 7)], []) == ((), ())


WORDS = st.lists(
    st.sampled_from(
        [
            "Kirk",
            "Douglas",
            "Michael",
            "Mr.",
            "Jr.",
            "von",
            "O'Toole",
            ",",
            "and",
            "as",
            "plays",
            "(",
            ")",
            "played",
            "by",
            "'s",
            "Mabel",
            "the",
            "The",
            "—",
            "Éric",
            "É.",
            "İ",
            "ß",
            "'Duke'",
            ".",
            "\n",
            "Rick",
            ",",
            "Ilsa",
            "He",
            "is",
        ]
    ),
    min_size=1,
    max_size=30,
)
ODDS = st.floats(0, 1)
ROLES = st.dictionaries(st.sampled_from(["actor", "director", "person", "critic"]), ODDS, max_size=3)


@st.composite
def reviews(draw: st.DrawFn) -> tuple[str, list[Span], list[Mention], list[Plays]]:
    text = " ".join(draw(WORDS))
    cut = draw(st.integers(0, len(text)))
    ends = st.integers(0, len(text))
    mentions = []
    for _ in range(draw(st.integers(0, 8))):
        a, b = sorted((draw(ends), draw(ends)))
        kind = draw(st.sampled_from(["person", "character", "work"]))
        mentions.append(Mention((a, b), int(a >= cut), kind, draw(ODDS), draw(ROLES)))  # type: ignore[arg-type]
    indices = st.integers(0, len(mentions))
    plays = draw(st.lists(st.builds(Plays, indices, indices, ODDS), max_size=4))
    return text, [(0, cut), (cut, len(text))], mentions, plays


@given(reviews(), st.randoms())
@settings(max_examples=400)
def test_every_mention_is_in_one_credit_or_character_whatever_their_order(
    review: tuple[str, list[Span], list[Mention], list[Plays]], random: object
) -> None:
    text, sentences, mentions, plays = review
    credits, characters = people(text, sentences, mentions, plays)
    spans = [s for c in credits for s in c.mentions] + [s for c in characters for s in c.mentions]
    given_ = {m.span for m in mentions if m.kind != "work" and m.span[0] < m.span[1]}
    assert len(set(spans)) == len(spans)
    assert set(spans) <= given_
    for span in given_ - set(spans):
        assert any(max(span[0], a) < min(span[1], b) for a, b in spans)
    for credit in credits:
        assert credit.person in {text[a:b] for a, b in credit.mentions}
        assert credit.roles
        assert credit.character is None or credit.character in {c.name for c in characters}
    for character in characters:
        assert character.name in {text[a:b] for a, b in character.mentions}
        assert character.played_by is None or character.played_by in {c.person for c in credits}

    order = list(range(len(mentions)))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = [
        Plays(order.index(p.person), order.index(p.character), p.probability)
        for p in plays
        if max(p.person, p.character) < len(mentions)
    ]
    assert people(text, sentences, [mentions[i] for i in order], moved) == (credits, characters)


@given(st.text(max_size=120), st.lists(st.tuples(st.integers(-5, 140), st.integers(-5, 140)), max_size=5))
def test_odd_text_and_spans_out_of_it_never_raise(text: str, spans: list[Span]) -> None:
    mentions = [Mention(s, i - 1, ("person", "character")[i % 2], 0.5) for i, s in enumerate(spans)]
    people(text, [], mentions, [Plays(0, 1, 0.9), Plays(7, -3, 0.9)])


def test_a_very_long_list_of_names_does_not_hang() -> None:
    def took(count: int) -> float:
        text = " ".join(f"{chr(97 + i % 26)}nna smith{i % 40} {'(' if i % 2 else ')'}" for i in range(count))
        mentions, at = [], 0
        for i, chunk in enumerate(text.split(" ")):
            if chunk.isalnum():
                mentions.append(Mention((at, at + len(chunk)), i // 30, ("person", "character")[i % 2], 0.9))
            at += len(chunk) + 1
        start = time.process_time()
        people(text, [(0, len(text))], mentions)
        return time.process_time() - start

    assert took(8000) < 15
