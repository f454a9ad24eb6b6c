"""Pull quotes stand alone, agree with their review, and are the critic's very words."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closeup.reader.passages import passages
from closeup.reader.quotes import MOST_WORDS, pull_quotes
from closeup.reader.sentences import split_sentences
from closeup.reading import Kind, Opinion, Quote, Sentence, Work

LAURA = (
    "Laura is a murder mystery that smoulders from its first line to its last. "
    "She haunts a portrait, and a detective falls for it. "
    "It is one of the most elegant thrillers that Hollywood ever made. "
    "But it's also a wicked comedy of manners; Clifton Webb bites into every line. "
    "Who could resist it? "
    "Preminger directed it in 1944 for Fox. "
    "Rating: 4/5"
)


def lines_of(text: str) -> list[str]:
    return [
        text[p.start : p.end] for start, end in split_sentences(text) for p in passages(text, (start, end))
    ]


def quotes_of(
    text: str,
    worth: float | list[float] = 0.6,
    *,
    kinds: dict[int, Kind] | None = None,
    sentiment: float = 0.8,
    spoiler: dict[int, float] | None = None,
    opinions: tuple[Opinion, ...] = (),
    fresh: float = 0.9,
    works: tuple[Work, ...] = (),
) -> tuple[Quote, ...]:
    spans = split_sentences(text)
    sentences = [
        Sentence(
            span=span,
            kind=(kinds or {}).get(n, "eval"),
            sentiment=sentiment,
            spoiler=(spoiler or {}).get(n, 0.0),
        )
        for n, span in enumerate(spans)
    ]
    worths = worth if isinstance(worth, list) else [worth] * len(spans)
    return pull_quotes(text, sentences, worths, opinions, fresh, works=works)


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        ("But the last reel of Sunrise is a miracle.", "the last reel of Sunrise is a miracle."),
        ("And yet, the waltz in Vampyr drifts like smoke.", "the waltz in Vampyr drifts like smoke."),
        ("In short, Metropolis towers over its heirs.", "Metropolis towers over its heirs."),
        ("However, Nosferatu still chills the blood.", "Nosferatu still chills the blood."),
        ("So the picture limps to its close.", "the picture limps to its close."),
        ("As a result the second act drags.", "the second act drags."),
        ("It's a triumph of patience and light.", "a triumph of patience and light."),
        ("it 's a dull , dusty parade of hats .", "a dull , dusty parade of hats ."),
        ("This is the funniest hour that Keaton gave us.", "the funniest hour that Keaton gave us."),
        ("Still, it leaves a bruise that lasts.", "leaves a bruise that lasts."),
    ],
)
def test_a_line_begins_after_connectives_and_after_a_pronoun_for_the_film(sentence: str, line: str) -> None:
    assert lines_of(sentence) == [line]


@pytest.mark.parametrize(
    "sentence",
    [
        "He carries the film on his back.",
        "Their scenes together are electric.",
        "These are the best minutes of the picture.",
        "This makes the ending unbearable.",
        "Which is why the film fails.",
        "That scene alone is worth the ticket.",
        "Both are superb.",
        "None of it works.",
        "With this, the film loses its nerve.",
        "Who would sit through such a bore?",
        "(A better cut exists abroad.)",
        '"What a film, she said and left.',
        "The scene (which nobody asked for is endless.",
    ],
)
def test_what_points_out_of_itself_asks_or_does_not_close_is_no_line(sentence: str) -> None:
    assert not lines_of(sentence) or sentence.startswith('"')
    assert all(line.count('"') % 2 == 0 for line in lines_of(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "This film is a gem.",
        "This charming little comedy never puts a foot wrong.",
        "In this picture nothing is wasted.",
        "Both Powell and Loy sparkle.",
        "There is nothing like it.",
        "So bad that it becomes sublime.",
        "One of those rare films that improve with age.",
    ],
)
def test_words_that_only_look_like_pointers_may_open_a_line(sentence: str) -> None:
    assert lines_of(sentence) == [sentence]


def test_a_title_that_begins_with_a_pronoun_is_no_pronoun() -> None:
    text = "It Happened One Night is pure champagne."
    assert [(p.start, p.end) for p in passages(text, (0, len(text)), [(0, 21)])] == [(0, len(text))]


def test_nothing_is_cut_inside_a_title() -> None:
    text = "Greed: The Lost Cut is a monument, and the desert is its hero."
    cut = {text[p.start : p.end] for p in passages(text, (0, len(text)), [(0, 19)])}
    assert "Greed: The Lost Cut is a monument" in cut
    assert not any(line.startswith("The Lost Cut") for line in cut)


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("The plot creaks; the faces are unforgettable.", "the faces are unforgettable."),
        ("The plot fails -- the faces are unforgettable.", "The plot fails"),
        ("The sets are cardboard, but the passion is real.", "the passion is real."),
        (
            "While the plot creaks along for an hour, the faces are unforgettable.",
            "the faces are unforgettable.",
        ),
        ("He made it in a week: the film looks like a dream.", "the film looks like a dream."),
    ],
)
def test_clauses_that_stand_alone_are_lines(sentence: str, clause: str) -> None:
    assert clause in lines_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "If you love trains, the General is the film for you.",
        "The music, the light, and the silence are perfect.",
        "The waltz--slow, sad, endless--is the heart of the film.",
        "The film is as long as it is, which is to say endless.",
    ],
)
def test_no_line_begins_or_ends_in_the_middle_of_a_clause(sentence: str) -> None:
    allowed = {sentence, "The film is as long as it is"}
    assert set(lines_of(sentence)) <= allowed


def test_quotes_are_ranked_verbatim_and_of_different_sentences() -> None:
    quotes = quotes_of(LAURA, kinds={1: "plot", 5: "context", 6: "other"})
    assert [quote.rank for quote in quotes] == list(range(1, len(quotes) + 1))
    assert all(LAURA[slice(*quote.span)] == quote.text for quote in quotes)
    assert {quote.text for quote in quotes} == {
        "Laura is a murder mystery that smoulders from its first line to its last.",
        "one of the most elegant thrillers that Hollywood ever made.",
        "a wicked comedy of manners; Clifton Webb bites into every line.",
    }


def test_what_the_model_finds_worth_more_comes_first() -> None:
    text = (
        "The editing is crisp and sure. The lighting is velvet throughout. The acting is a marvel to watch."
    )
    assert quotes_of(text, [0.3, 0.4, 0.9])[0].text == "The acting is a marvel to watch."


def test_what_speaks_with_the_verdict_comes_before_what_speaks_against_it() -> None:
    text = "The direction is hopeless from the start. The direction of the extras is a joy."
    spans = split_sentences(text)
    sentences = [
        Sentence(span=spans[0], kind="eval", sentiment=-0.8),
        Sentence(span=spans[1], kind="eval", sentiment=0.8),
    ]
    first = {fresh: pull_quotes(text, sentences, [0.6, 0.6], (), fresh)[0].polarity for fresh in (0.05, 0.95)}
    assert first == {0.05: -0.8, 0.95: 0.8}


def test_a_sentence_that_spoils_is_never_quoted() -> None:
    text = "The twist, that the butler was dead all along, is breathtaking. The photography is luminous."
    quotes = quotes_of(text, [0.95, 0.5], spoiler={0: 0.6})
    assert [quote.text for quote in quotes] == ["The photography is luminous."]


@pytest.mark.parametrize("line", ["I give it 8/10.", "My rating: 3 out of 4 stars.", "Grade: B+"])
def test_a_rating_is_no_quote(line: str) -> None:
    assert quotes_of(line, 0.9) == ()


def test_a_bare_fact_is_no_quote() -> None:
    assert quotes_of("Murnau shot Sunrise at the Fox studios in 1927.", 0.9, kinds={0: "context"}) == ()


def test_a_line_is_neither_a_word_nor_a_page() -> None:
    assert quotes_of("Nice. " + "The film is long and " * 12 + "the film is dull.", sentiment=0.3) == ()


def test_two_strong_words_are_enough() -> None:
    assert [quote.text for quote in quotes_of("Pure magic.", 0.8, sentiment=0.9)] == ["Pure magic."]


def test_the_same_words_are_quoted_once() -> None:
    text = "A film of great beauty and greater patience. Indeed, a film of great beauty and greater patience!"
    assert len(quotes_of(text)) == 1


def test_praise_is_not_cut_out_of_blame() -> None:
    text = "The photography is gorgeous, but the film is a corpse."
    opinions = tuple(
        Opinion(
            sentence=0, aspect=aspect, polarity=polarity, confidence=0.9, evidence=(start, start + len(word))
        )
        for aspect, polarity, word in (("cinematography", 0.9, "gorgeous"), ("overall", -1.0, "corpse"))
        for start in (text.index(word),)
    )
    found = quotes_of(text, sentiment=-0.6, opinions=opinions, fresh=0.1)
    assert "The photography is gorgeous" not in {quote.text for quote in found}


def test_no_more_quotes_come_than_asked_for() -> None:
    films = (
        "Sunrise",
        "Metropolis",
        "Greed",
        "Nosferatu",
        "Intolerance",
        "Vampyr",
        "Safety Last",
        "The General",
    )
    praise = ("a marvel of light", "pure delirium", "monstrous and grand", "a fever dream", "a cathedral",
              "an icy whisper", "the perfect clockwork", "comedy at full steam")  # fmt: skip
    text = " ".join(f"{film} is {words}." for film, words in zip(films, praise, strict=True))
    assert len(quotes_of(text)) == 5


PIECES = (
    "it's it this film but and the a acting is was great dull , ; : -- ... … . ! ? ( ) [ ] \" “ ” ' ’ he she "
    "so while which Sunrise not 4/5 é İ 🎬 \n because though if"
)
WORDS = st.sampled_from(PIECES.split(" "))


@given(st.lists(WORDS, max_size=40).map(" ".join), st.floats(0, 1), st.floats(-1, 1))
def test_quotes_are_verbatim_apart_and_whole_whatever_the_text(
    text: str, worth: float, sentiment: float
) -> None:
    quotes = quotes_of(text, worth, sentiment=sentiment)
    assert [quote.rank for quote in quotes] == list(range(1, len(quotes) + 1))
    spans = sorted(quote.span for quote in quotes)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    for quote in quotes:
        assert text[slice(*quote.span)] == quote.text == quote.text.strip()
        assert quote.text.count('"') % 2 == 0
        assert quote.text.count("(") == quote.text.count(")")
        assert len(quote.text.split()) <= 3 * MOST_WORDS
        assert not re.match(r"(?:he|she|they|it|but|and|so it|which|because)\b", quote.text, re.IGNORECASE)


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    for start, end in split_sentences(text):
        for passage in passages(text, (start, end)):
            assert start <= passage.start < passage.end <= end
