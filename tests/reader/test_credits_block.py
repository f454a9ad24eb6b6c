"""Blocks of credits: labels and lists read by rule, prose and marks left alone."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.credits_block import credits_block, merge_mentions
from closeup.reader.mentions import Mention
from closeup.reader.people import people
from closeup.reading import Span


def read(text: str) -> dict[str, str]:
    """Each name with its roles, or "character"."""
    found: dict[str, str] = {}
    for mention in credits_block(text):
        name = text[slice(*mention.span)]
        what = "+".join(sorted(mention.roles)) or mention.kind
        found[name] = f"{found[name]}, {what}" if name in found else what
    return found


def test_a_block_in_lower_case_without_stops_is_read() -> None:
    text = (
        "starring : humphrey bogart , ingrid bergman , claude rains , s . z . sakall director : michael "
        "curtiz producers : hal b . wallis screenplay : julius j . epstein , philip g . epstein and howard "
        "koch based on the play everybody comes to rick's by murray burnett and joan alison "
        "cinematography : arthur edeson editor : owen marks music : max steiner u . s . distributor : "
        "warner bros . casablanca needs no praise ."
    )
    assert read(text) == {
        "humphrey bogart": "actor",
        "ingrid bergman": "actor",
        "claude rains": "actor",
        "s . z . sakall": "actor",
        "michael curtiz": "director",
        "hal b . wallis": "producer",
        "julius j . epstein": "writer",
        "philip g . epstein": "writer",
        "howard koch": "writer",
        "murray burnett": "author",
        "joan alison": "author",
        "arthur edeson": "cinematographer",
        "owen marks": "editor",
        "max steiner": "composer",
    }


BLOCKS = [
    ("Starring: Gena Rowlands, Peter Falk. Directed by John Cassavetes.",
     {"Gena Rowlands": "actor", "Peter Falk": "actor", "John Cassavetes": "director"}),
    ("Directed by Orson Welles\nWritten by Herman J. Mankiewicz and Orson Welles\n\nA man dies.",
     {"Orson Welles": "director, writer", "Herman J. Mankiewicz": "writer"}),
    ("CITY LIGHTS (1931)\nwritten and directed by: Charles Chaplin\n"
     "starring: Charles Chaplin, Virginia Cherrill",
     {"Charles Chaplin": "director+writer, actor", "Virginia Cherrill": "actor"}),
    ("screenplay/director : preston sturges . the lady is a card sharp .",
     {"preston sturges": "director+writer"}),
    ("Cast: Gena Rowlands (Mabel), Peter Falk (Nick Longhetti)",
     {"Gena Rowlands": "actor", "Mabel": "character", "Peter Falk": "actor", "Nick Longhetti": "character"}),
    ("Cast: Boris Karloff as Ardath Bey, Zita Johann as Helen Grosvenor",
     {"Boris Karloff": "actor", "Ardath Bey": "character", "Zita Johann": "actor",
      "Helen Grosvenor": "character"}),
    ("Stars: Cher, Nicolas Cage and Olympia Dukakis", {"Cher": "actor", "Nicolas Cage": "actor",
                                                        "Olympia Dukakis": "actor"}),
    ("Director of photography: Gregg Toland. Music: Bernard Herrmann. Editor: Robert Wise.",
     {"Gregg Toland": "cinematographer", "Bernard Herrmann": "composer", "Robert Wise": "editor"}),
    ("screenplay : ernest lehman , based on the novel by robert traver . director : otto preminger .",
     {"ernest lehman": "writer", "robert traver": "author", "otto preminger": "director"}),
    ("Cast: Lon Chaney, Jr., Max von Sydow, Vincent D'Onofrio\n",
     {"Lon Chaney, Jr.": "actor", "Max von Sydow": "actor", "Vincent D'Onofrio": "actor"}),
    ("a long evening . running length : 1 : 36 mpaa classification : pg ( violence ) cast : buster keaton , "
     "marion mack director : clyde bruckman .",
     {"buster keaton": "actor", "marion mack": "actor", "clyde bruckman": "director"}),
    ("Plenty to enjoy.\n\nCast: Peter Lorre, Otto Wernicke\nDirector: Fritz Lang\nRunning time: 117 minutes",
     {"Peter Lorre": "actor", "Otto Wernicke": "actor", "Fritz Lang": "director"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "names"), BLOCKS)
def test_labels_give_their_names_a_role(text: str, names: dict[str, str]) -> None:
    assert read(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Acting: dreadful. Story: awful. Music: terrible. Directing: a joke.",
        "Cast: 7/10\nMusic: 8/10\nDirector: 6/10",
        "the cast : everyone looks tired and nobody cares .",
        "I blame the director: Fritz Lang knew better than this.",
        "A film directed by Fritz Lang and starring Peter Lorre, about a whistling man.",
        "2001: A Space Odyssey is long.",
        "He said of the music: play it again.",
        "director : and that is all",
        "",
    ],
)
def test_marks_and_prose_are_no_block(text: str) -> None:
    assert read(text) == {}


def test_a_name_belongs_to_the_sentence_in_which_it_begins() -> None:
    text = "A treat. Director: Fritz Lang. Music: none."
    sentences = [(0, 8), (9, 30), (31, 43)]
    assert [m.sentence for m in credits_block(text, sentences)] == [1]


def test_a_block_tells_who_plays_whom() -> None:
    text = "Cast: Gena Rowlands (Mabel), Peter Falk (Nick)\nDirector: John Cassavetes"
    credits, _ = people(text, [(0, len(text))], credits_block(text))
    assert [(c.person, c.roles, c.character) for c in credits] == [
        ("Gena Rowlands", ("actor",), "Mabel"),
        ("Peter Falk", ("actor",), "Nick"),
        ("John Cassavetes", ("director",), None),
    ]


def test_who_is_listed_twice_has_both_roles() -> None:
    text = "screenplay : preston sturges . director : preston sturges . a card sharp falls in love ."
    credits, _ = people(text, [(0, len(text))], credits_block(text))
    assert [(c.person, set(c.roles)) for c in credits] == [("preston sturges", {"writer", "director"})]


def test_merging_keeps_the_models_places_and_takes_the_blocks_names() -> None:
    text = "director : fritz lang . lang's m stars peter lorre ."
    model = [
        Mention((39, 50), 1, "person", 0.9, {"actor": 0.9}),
        Mention((11, 16), 0, "person", 0.4, {"actor": 0.6}),
        Mention((11, 21), 0, "work", 0.4),
    ]
    merged = merge_mentions(model, credits_block(text))
    assert merged[0] == model[0]
    assert merged[1].span == (11, 21)
    assert merged[1].roles == {"director": 1.0}
    assert merged[2] == model[2]
    assert len(merged) == 3


def test_merging_adds_what_the_model_missed() -> None:
    block = credits_block("Cast: Gena Rowlands, Peter Falk")
    assert merge_mentions([], block) == block
    assert merge_mentions(block[:1], block) == block


LABELS = "starring : directed by director music written based on the novel by mpaa rating play"
NAMES = "fritz lang Fritz Lang , and ( ) Mabel as jr . / s ’ Ⅷ é U.S. \n"
PIECES = st.lists(st.sampled_from([*LABELS.split(" "), *NAMES.split(" ")]), max_size=40)


@given(st.one_of(st.text(max_size=80), PIECES.map(" ".join)))
def test_names_of_a_block_are_verbatim_apart_and_in_order(text: str) -> None:
    found = credits_block(text)
    spans: list[Span] = [m.span for m in found]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
    assert sorted(m.span for m in merge_mentions(found[::2], found)) == spans


def test_labels_over_and_over_take_no_time_to_speak_of() -> None:
    for piece in ("based on the novel ", "directed and ", "from the play by ", "cast : ", "a . ", "music/"):
        text = "director : fritz lang . " + piece * 2000 + "director : fritz lang"
        start = time.process_time()
        credits_block(text)
        assert time.process_time() - start < 2
