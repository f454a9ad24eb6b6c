"""What comes out: a reading and its parts, the contract with everything that consumes one.

All spans are half-open ``(start, end)`` offsets in code points of `Reading.text`.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

SCHEMA: Literal["closeup/reading@1"] = "closeup/reading@1"

Span = tuple[Annotated[int, Field(ge=0)], Annotated[int, Field(ge=0)]]
Probability = Annotated[float, Field(ge=0, le=1)]
Polarity = Annotated[float, Field(ge=-1, le=1)]
Score = Annotated[float, Field(ge=0, le=100)]

Kind = Literal["eval", "plot", "theme", "context", "personal", "other"]
Aspect = Literal[
    "overall", "acting", "directing", "writing", "story", "characters", "cinematography", "design",
    "effects", "music", "pacing", "themes", "emotion", "humour", "originality",
]  # fmt: skip
Relation = Literal["this", "film", "book", "tv", "song", "game", "play", "other"]
Role = Literal[
    "actor", "director", "writer", "author", "producer", "cinematographer", "composer", "editor",
    "crew", "critic", "person",
]  # fmt: skip


class Part(BaseModel):
    """Base of every part of a reading: closed to unknown fields, never changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(Part):
    """What was known of the review before it was read."""

    title: str | None = None
    url: str | None = None
    critic: str | None = None
    publication: str | None = None
    published: str | None = None
    language: str = "en"


class FilmCandidate(Part):
    """A film that the review may be about."""

    title: str
    year: int | None = None
    catalog_id: str | None = None
    confidence: Probability


class Film(FilmCandidate):
    """The film under review; `span` is where the text names it."""

    span: Span | None = None
    candidates: tuple[FilmCandidate, ...] = ()


class Stated(Part):
    """A rating that the critic gave, in the text (`span`) or with it (`span` is None).

    `scale` is the best mark possible, None for letters and thumbs; `score` is None
    where a bare number leaves the scale open.
    """

    span: Span | None
    text: str
    value: float | None
    scale: float | None
    score: Score | None


class Verdict(Part):
    """Whether the critic recommends the film, and how strongly.

    `score` is the stated rating where there is one and then `interval` is that point;
    `read_score` and `read_interval` are what the text alone says. An interval holds the
    critic's score with 80 % probability.
    """

    fresh: bool
    fresh_probability: Probability
    score: Score
    interval: tuple[Score, Score]
    stated: Stated | None = None
    read_score: Score
    read_interval: tuple[Score, Score]


class Sentence(Part):
    """A sentence: what it mainly does, how it judges, and the odds that it spoils."""

    span: Span
    kind: Kind
    sentiment: Polarity
    spoiler: Probability = 0.0


class Target(Part):
    """Whom or what an opinion judges, in the review's words; `person` joins mentions."""

    span: Span
    text: str
    person: str | None = None


class Opinion(Part):
    """One judgement: `sentence` is an index into `Reading.sentences`."""

    sentence: Annotated[int, Field(ge=0)]
    aspect: Aspect
    polarity: Polarity
    confidence: Probability
    evidence: Span
    target: Target | None = None


class AspectSummary(Part):
    """An aspect over the whole review."""

    polarity: Polarity
    mentions: Annotated[int, Field(ge=1)]


class Credit(Part):
    """A real person, what they did, and every place where the review names them."""

    person: str
    roles: tuple[Role, ...]
    character: str | None = None
    mentions: tuple[Span, ...]
    confidence: Probability


class Character(Part):
    """A person of the story."""

    name: str
    played_by: str | None = None
    mentions: tuple[Span, ...]


class Work(Part):
    """A work that the review names, with its relation to the film under review."""

    title: str
    relation: Relation
    mentions: tuple[Span, ...]


class Quote(Part):
    """A line worth quoting, verbatim; `rank` counts from 1."""

    rank: Annotated[int, Field(ge=1)]
    span: Span
    text: str
    worth: Probability
    polarity: Polarity


class Theme(Part):
    """What the critic says that the film is about."""

    text: str
    span: Span
    weight: Probability


class ModelName(Part):
    """The model that made the reading."""

    name: str
    version: str


class Reading(Part):
    """Everything that Closeup reads out of one review."""

    schema_: Literal["closeup/reading@1"] = Field(default=SCHEMA, alias="schema")
    id: str
    hash: str
    text: str
    source: Source = Source()
    film: Film | None = None
    verdict: Verdict
    sentences: tuple[Sentence, ...]
    opinions: tuple[Opinion, ...] = ()
    aspects: dict[Aspect, AspectSummary] = Field(default_factory=dict)
    credits: tuple[Credit, ...] = ()
    characters: tuple[Character, ...] = ()
    works: tuple[Work, ...] = ()
    quotes: tuple[Quote, ...] = ()
    themes: tuple[Theme, ...] = ()
    model: ModelName

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    def slice(self, span: Span) -> str:
        """The words at `span`."""
        return self.text[span[0] : span[1]]

    def to_json(self) -> str:
        """The reading as one line of JSON, the form of `closeup read --format jsonl`."""
        return self.model_dump_json(by_alias=True)
