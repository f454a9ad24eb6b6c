"""Readings made by hand, and a Hypothesis strategy for arbitrary ones, for every test that needs them."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, get_args

from hypothesis import strategies as st

from closeup.reading import (
    Aspect,
    AspectSummary,
    Character,
    Credit,
    Film,
    FilmCandidate,
    Kind,
    ModelName,
    Opinion,
    Quote,
    Reading,
    Role,
    Sentence,
    Source,
    Span,
    Stated,
    Target,
    Theme,
    Verdict,
    Work,
)
from closeup.review import Review

MODEL = ModelName(name="closeup-en", version="0.0-test")

Piece = tuple[str, Kind, float]
"""A sentence to build from: its words, its kind, its sentiment."""


def find(text: str, words: str, nth: int = 0) -> Span:
    """The span of the `nth` place, from 0, where `text` has `words`."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return start, start + len(words)


def build(paragraphs: list[list[Piece]], **fields: Any) -> Reading:
    """A reading of sentences joined by spaces, paragraphs joined by blank lines; `fields` as in Reading."""
    text, sentences = "", []
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        for number, (words, kind, sentiment) in enumerate(paragraph):
            text += " " if number else ""
            sentences.append(
                Sentence(span=(len(text), len(text) + len(words)), kind=kind, sentiment=sentiment)
            )
            text += words
    review = Review(text=text)
    known: dict[str, Any] = {
        "id": review.hash,
        "hash": review.hash,
        "text": text,
        "verdict": verdict(74.0, (58.0, 89.0)),
        "sentences": tuple(sentences),
        "model": MODEL,
    }
    return Reading(**(known | fields))


def verdict(score: float, interval: tuple[float, float], stated: Stated | None = None) -> Verdict:
    """A verdict read from the text, or given by `stated` where it has a score."""
    final = stated.score if stated and stated.score is not None else None
    fresh = (score if final is None else final) >= 60
    return Verdict(
        fresh=fresh,
        fresh_probability=0.97 if fresh else 0.04,
        score=score if final is None else final,
        interval=interval if final is None else (final, final),
        stated=stated,
        read_score=score,
        read_interval=interval,
    )


def plain(words: str = "A brisk, funny film that never outstays its welcome.", **fields: Any) -> Reading:
    """A reading of one sentence with every optional part empty."""
    return build([[(words, "eval", 0.7)]], **fields)


def full() -> Reading:
    """A reading with every part filled: an admiring review of The Third Man."""
    bare = build(
        [
            [
                ("I came to The Third Man late, on a scratched print in a half-empty hall.", "personal", 0.1),
                (
                    "Graham Greene wrote it fresh for the screen, not long after Brighton Rock.",
                    "context",
                    0.05,
                ),
            ],
            [
                ("Holly Martins arrives in Vienna to find that his friend Harry Lime is dead.", "plot", -0.1),
                ("Lime, of course, is nothing of the kind.", "plot", 0.0),
            ],
            [
                ("Robert Krasker's tilted frames are a marvel of wet stone and hard light.", "eval", 0.93),
                ("Orson Welles, as Lime, steals the whole thing with a grin in a doorway.", "eval", 0.88),
                ("Joseph Cotten is fine, if a touch dour for so long a walk.", "eval", 0.1),
                ("The zither grates before the hour is up.", "eval", -0.55),
            ],
            [
                ("What Carol Reed has made is a picture of guilt among ruins.", "theme", 0.4),
                ("4.5/5", "other", 0.0),
            ],
        ]
    )
    text = bare.text
    stated = Stated(span=find(text, "4.5/5"), text="4.5/5", value=4.5, scale=5, score=90.0)
    changed = list(bare.sentences)
    changed[3] = changed[3].model_copy(update={"spoiler": 0.91})
    best = "Robert Krasker's tilted frames are a marvel of wet stone and hard light."
    second = "Orson Welles, as Lime, steals the whole thing with a grin in a doorway."
    welles = Target(span=find(text, "Orson Welles"), text="Orson Welles", person="Orson Welles")
    return bare.model_copy(
        update={
            "id": "third-man",
            "source": Source(
                title="Shadows on wet stone",
                url="https://example.org/reviews/third-man",
                critic="Ida Lenz",
                publication="The Evening Lamp",
                published="2021-11-04",
            ),
            "film": Film(
                title="The Third Man",
                year=1949,
                span=find(text, "The Third Man"),
                catalog_id="wikipedia:The_Third_Man",
                confidence=0.98,
                candidates=(FilmCandidate(title="The Third Man", year=1949, confidence=0.98),),
            ),
            "verdict": verdict(84.0, (71.0, 94.0), stated),
            "sentences": tuple(changed),
            "opinions": (
                Opinion(
                    sentence=4,
                    aspect="cinematography",
                    polarity=0.95,
                    confidence=0.93,
                    evidence=find(text, "a marvel of wet stone and hard light"),
                    target=Target(span=find(text, "tilted frames"), text="tilted frames"),
                ),
                Opinion(
                    sentence=5,
                    aspect="acting",
                    polarity=0.9,
                    confidence=0.9,
                    evidence=find(text, "steals the whole thing"),
                    target=welles,
                ),
                Opinion(
                    sentence=6,
                    aspect="acting",
                    polarity=0.1,
                    confidence=0.6,
                    evidence=find(text, "fine, if a touch dour"),
                    target=Target(
                        span=find(text, "Joseph Cotten"), text="Joseph Cotten", person="Joseph Cotten"
                    ),
                ),
                Opinion(
                    sentence=7,
                    aspect="music",
                    polarity=-0.6,
                    confidence=0.8,
                    evidence=find(text, "grates"),
                    target=Target(span=find(text, "The zither"), text="The zither"),
                ),
            ),
            "aspects": {
                "cinematography": AspectSummary(polarity=0.95, mentions=1),
                "acting": AspectSummary(polarity=0.5, mentions=2),
                "music": AspectSummary(polarity=-0.6, mentions=1),
            },
            "credits": (
                Credit(
                    person="Carol Reed",
                    roles=("director",),
                    mentions=(find(text, "Carol Reed"),),
                    confidence=0.97,
                ),
                Credit(
                    person="Orson Welles",
                    roles=("actor",),
                    character="Harry Lime",
                    mentions=(find(text, "Orson Welles"),),
                    confidence=0.96,
                ),
                Credit(
                    person="Graham Greene",
                    roles=("writer",),
                    mentions=(find(text, "Graham Greene"),),
                    confidence=0.95,
                ),
                Credit(
                    person="Robert Krasker",
                    roles=("cinematographer",),
                    mentions=(find(text, "Robert Krasker"),),
                    confidence=0.93,
                ),
            ),
            "characters": (
                Character(
                    name="Harry Lime",
                    played_by="Orson Welles",
                    mentions=(find(text, "Harry Lime"), find(text, "Lime", 1), find(text, "Lime", 2)),
                ),
                Character(name="Holly Martins", mentions=(find(text, "Holly Martins"),)),
            ),
            "works": (
                Work(title="The Third Man", relation="this", mentions=(find(text, "The Third Man"),)),
                Work(title="Brighton Rock", relation="film", mentions=(find(text, "Brighton Rock"),)),
            ),
            "quotes": (
                Quote(rank=1, span=find(text, best), text=best, worth=0.94, polarity=0.93),
                Quote(rank=2, span=find(text, second), text=second, worth=0.88, polarity=0.88),
            ),
            "themes": (Theme(text="guilt", span=find(text, "guilt"), weight=0.7),),
        }
    )


def full_reading() -> Reading:
    """A reading with every field filled: a review of The Night of the Hunter, nothing of it plain.

    Spans share words, nest, begin inside a word ("Cortez" in "Cortez-lit") and stand after a
    character outside the Basic Multilingual Plane; one title names a film and a book.
    """
    bare = build(
        [
            [
                ("🎬 Some films wait decades to be forgiven for being new.", "theme", 0.2),
                (
                    "Charles Laughton directed just one, The Night of the Hunter (1955), and nobody came.",
                    "context",
                    -0.1,
                ),
            ],
            [
                (
                    "Robert Mitchum's Harry Powell, LOVE and HATE inked across his knuckles, marries the "
                    "widow Willa Harper for the money that her husband hid.",
                    "plot",
                    -0.2,
                ),
                ("Willa ends at the bottom of the river, her hair streaming like weed.", "plot", -0.3),
            ],
            [
                ("Mitchum is terrifying, funny and never once sincere: the role of his life.", "eval", 0.95),
                ("Shelley Winters gives Willa a hunger that aches.", "eval", 0.7),
                (
                    "Stanley Cortez also shot The Magnificent Ambersons, and every Cortez-lit frame here is "
                    "gorgeous and frightening.",
                    "eval",
                    0.9,
                ),
                ("Only the comic townsfolk are overdrawn, and the last reel dawdles.", "eval", -0.5),
            ],
            [
                (
                    "James Agee, a critic himself, wrote it from Davis Grubb's novel The Night of the "
                    "Hunter: a tale of innocence and what preys on it.",
                    "theme",
                    0.3,
                ),
                (
                    "When Lillian Gish's Rachel Cooper joins in on “Leaning on the Everlasting Arms”, "
                    "I forget to breathe.",
                    "personal",
                    0.6,
                ),
            ],
            [("A one-off, and a masterpiece.", "eval", 0.97), ("4½ stars out of 5", "other", 0.5)],
        ]
    )
    text = bare.text

    def at(words: str, nth: int = 0) -> Span:
        return find(text, words, nth)

    def opinion(
        sentence: int, aspect: Aspect, polarity: float, evidence: str, target: Target | None = None
    ) -> Opinion:
        return Opinion(
            sentence=sentence,
            aspect=aspect,
            polarity=polarity,
            confidence=0.9,
            evidence=at(evidence),
            target=target,
        )

    def person(name: str, *mentions: Span, role: tuple[Role, ...], plays: str | None = None) -> Credit:
        return Credit(
            person=name, roles=role, character=plays, mentions=(at(name), *mentions), confidence=0.95
        )

    title, hunger = "The Night of the Hunter", "a hunger that aches"
    mitchum = Target(span=at("Mitchum", 1), text="Mitchum", person="Robert Mitchum")
    winters = Target(span=at("Shelley Winters"), text="Shelley Winters", person="Shelley Winters")
    frame = Target(span=at("every Cortez-lit frame"), text="every Cortez-lit frame", person="Stanley Cortez")
    this = FilmCandidate(
        title=title, year=1955, catalog_id="wikipedia:The_Night_of_the_Hunter_(film)", confidence=0.97
    )
    remake = FilmCandidate(
        title="Night of the Hunter", year=1991, catalog_id="imdb:tt0102531", confidence=0.02
    )
    quotes = (
        ("Mitchum is terrifying, funny and never once sincere: the role of his life.", 0.94, 0.95),
        ("A one-off, and a masterpiece.", 0.81, 0.97),
        ("every Cortez-lit frame here is gorgeous and frightening", 0.74, 0.9),
    )
    sentences = list(bare.sentences)
    sentences[3] = sentences[3].model_copy(update={"spoiler": 0.92})
    return bare.model_copy(
        update={
            "id": "hunter-whitfield",
            "source": Source(
                title="Love, hate and the river",
                url="https://example.org/reviews/hunter?page=1",
                critic="Noor Whitfield",
                publication="The Harbour Gazette",
                published="2024-10-31",
                language="en-GB",
            ),
            "film": Film(**this.model_dump(), span=at(title), candidates=(this, remake)),
            "verdict": verdict(
                88.5,
                (76.0, 97.0),
                Stated(
                    span=at("4½ stars out of 5"), text="4½ stars out of 5", value=4.5, scale=5, score=90.0
                ),
            ),
            "sentences": tuple(sentences),
            "opinions": (
                opinion(4, "acting", 0.95, "terrifying, funny and never once sincere", mitchum),
                opinion(4, "humour", 0.6, "funny", mitchum),
                opinion(5, "acting", 0.8, hunger, winters),
                opinion(6, "cinematography", 0.9, "gorgeous and frightening", frame),
                opinion(6, "emotion", 0.7, "gorgeous and frightening", frame),
                opinion(
                    7,
                    "characters",
                    -0.6,
                    "overdrawn",
                    Target(span=at("the comic townsfolk"), text="the comic townsfolk"),
                ),
                opinion(7, "pacing", -0.4, "dawdles", Target(span=at("the last reel"), text="the last reel")),
                opinion(10, "overall", 0.97, "a masterpiece"),
                opinion(10, "originality", 0.0, "A one-off"),
            ),
            "aspects": {
                "overall": AspectSummary(polarity=0.97, mentions=1),
                "acting": AspectSummary(polarity=0.88, mentions=2),
                "characters": AspectSummary(polarity=-0.6, mentions=1),
                "cinematography": AspectSummary(polarity=0.9, mentions=1),
                "pacing": AspectSummary(polarity=-0.4, mentions=1),
                "emotion": AspectSummary(polarity=0.7, mentions=1),
                "humour": AspectSummary(polarity=0.6, mentions=1),
                "originality": AspectSummary(polarity=0.0, mentions=1),
            },
            "credits": (
                person("Charles Laughton", role=("director",)),
                person("Robert Mitchum", at("Mitchum", 1), role=("actor",), plays="Harry Powell"),
                person("Shelley Winters", role=("actor",), plays="Willa Harper"),
                person("Stanley Cortez", at("Cortez", 1), role=("cinematographer",)),
                person("James Agee", role=("writer", "critic")),
                person("Davis Grubb", role=("author",)),
                person("Lillian Gish", role=("actor",), plays="Rachel Cooper"),
            ),
            "characters": (
                Character(name="Harry Powell", played_by="Robert Mitchum", mentions=(at("Harry Powell"),)),
                Character(
                    name="Willa Harper",
                    played_by="Shelley Winters",
                    mentions=(at("Willa Harper"), at("Willa", 1), at("Willa", 2)),
                ),
                Character(name="Rachel Cooper", played_by="Lillian Gish", mentions=(at("Rachel Cooper"),)),
            ),
            "works": (
                Work(title=title, relation="this", mentions=(at(title),)),
                Work(title=title, relation="book", mentions=(at(title, 1),)),
                Work(
                    title="The Magnificent Ambersons",
                    relation="film",
                    mentions=(at("The Magnificent Ambersons"),),
                ),
                Work(
                    title="Leaning on the Everlasting Arms",
                    relation="song",
                    mentions=(at("Leaning on the Everlasting Arms"),),
                ),
            ),
            "quotes": tuple(
                Quote(rank=rank, span=at(words), text=words, worth=worth, polarity=polarity)
                for rank, (words, worth, polarity) in enumerate(quotes, start=1)
            ),
            "themes": (
                Theme(text="innocence", span=at("innocence"), weight=0.8),
                Theme(text="what preys on it", span=at("what preys on it"), weight=0.4),
            ),
        }
    )


def pan() -> Reading:
    """A reading of a short, hostile review of Cats, with the film known and no rating stated."""
    made = build(
        [
            [
                ("Tom Hooper's Cats is two hours of famous faces glued to the wrong bodies.", "eval", -0.9),
                ("Francesca Hayward can dance, and is given nothing to dance to.", "eval", -0.3),
            ],
            [("Stay home, and brush your own.", "eval", -0.8)],
        ],
        verdict=verdict(12.0, (0.0, 27.0)),
    )
    film = Film(title="Cats", year=2019, span=find(made.text, "Cats"), confidence=0.96)
    return made.model_copy(update={"id": "cats", "film": film, "source": Source(critic="Moss Abara")})


_words = st.text(max_size=12)
_polarity = st.sampled_from([-1.0, -0.4, 0.0, 0.001, 0.3, 1.0])
_probability = st.sampled_from([0.0, 0.004, 0.5, 0.97, 1.0])
_score = st.floats(0, 100)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any reading at all: hostile strings everywhere, spans that overlap and nest as they please."""
    text = Review(text=draw(st.text(min_size=1, max_size=60))).text
    size = len(text)
    places = st.tuples(st.integers(0, size), st.integers(0, size)).map(lambda pair: (min(pair), max(pair)))
    mentions = st.lists(places, min_size=1, max_size=3).map(tuple)
    cuts = sorted(draw(st.sets(st.integers(0, size), max_size=4)) | {0, size})
    kinds: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))
    sentences = tuple(
        Sentence(span=(start, end), kind=draw(kinds), sentiment=draw(_polarity), spoiler=draw(_probability))
        for start, end in pairwise(cuts)
        if draw(st.booleans())
    )
    opinions = tuple(
        Opinion(
            sentence=number,
            aspect="acting",
            polarity=draw(_polarity),
            confidence=0.5,
            evidence=draw(places),
            target=draw(st.none() | st.builds(Target, span=places, text=_words)),
        )
        for number in range(len(sentences))
    )
    low, score, high = sorted(draw(st.tuples(_score, _score, _score)))
    stated = draw(
        st.none()
        | st.builds(
            Stated,
            span=st.none() | places,
            text=_words,
            value=st.none(),
            scale=st.none(),
            score=st.none() | _score,
        )
    )
    optional = st.none() | _words
    return Reading(
        id=draw(_words),
        hash=draw(_words),
        text=text,
        source=Source(
            title=draw(optional),
            url=draw(optional | st.sampled_from(["javascript:alert(1)", "https://example.org/?a=1&b=<i>"])),
            critic=draw(optional),
            publication=draw(optional),
            published=draw(optional),
        ),
        film=draw(
            st.none()
            | st.builds(Film, title=_words, year=st.none() | st.integers(1890, 2100), confidence=_probability)
        ),
        verdict=Verdict(
            fresh=draw(st.booleans()),
            fresh_probability=draw(_probability),
            score=score,
            interval=(low, high),
            stated=stated,
            read_score=score,
            read_interval=(low, high),
        ),
        sentences=sentences,
        opinions=opinions,
        aspects={"acting": AspectSummary(polarity=0.1, mentions=1)} if opinions else {},
        credits=tuple(
            draw(
                st.lists(
                    st.builds(
                        Credit,
                        person=_words,
                        roles=st.just(("actor", "writer")),
                        character=optional,
                        mentions=mentions,
                        confidence=_probability,
                    ),
                    max_size=2,
                )
            )
        ),
        characters=tuple(
            draw(
                st.lists(
                    st.builds(
                        Character,
                        name=_words,
                        played_by=optional,
                        mentions=mentions,
                        confidence=_probability,
                    ),
                    max_size=2,
                )
            )
        ),
        works=tuple(
            draw(
                st.lists(
                    st.builds(
                        Work,
                        title=_words,
                        relation=st.just("film"),
                        mentions=mentions,
                        confidence=_probability,
                    ),
                    max_size=2,
                )
            )
        ),
        quotes=tuple(
            Quote(rank=rank + 1, span=span, text=text[slice(*span)], worth=0.5, polarity=0.0)
            for rank, span in enumerate(draw(st.lists(places, max_size=2)))
        ),
        themes=tuple(
            draw(st.lists(st.builds(Theme, text=_words, span=places, weight=_probability), max_size=2))
        ),
        model=ModelName(name=draw(_words), version=draw(_words)),
    )
