"""What comes out: a reading and its parts, the contract with everything that consumes one.

All spans are half-open ``(start, end)`` offsets in code points of `Reading.text`.
"""

from __future__ import annotations

from collections.abc import Iterable
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
    confidence: Probability = 1.0


class Work(Part):
    """A work that the review names, with its relation to the film under review."""

    title: str
    relation: Relation
    mentions: tuple[Span, ...]
    confidence: Probability = 1.0


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


def summary(opinions: Iterable[Opinion]) -> dict[Aspect, AspectSummary]:
    """The opinions by aspect: the mean of their polarities and how many they are, the most first."""
    polarities: dict[Aspect, list[float]] = {}
    for opinion in opinions:
        polarities.setdefault(opinion.aspect, []).append(opinion.polarity)
    return {
        aspect: AspectSummary(polarity=round(sum(said) / len(said), 4), mentions=len(said))
        for aspect, said in sorted(polarities.items(), key=lambda item: -len(item[1]))
    }


def at_least(reading: Reading, confidence: float) -> Reading:
    """The reading with only the claims that are at least so sure; nothing is added or moved.

    What is measured: the confidence of the film and its candidates, opinions, credits,
    characters and works; the worth of quotes; the weight of themes. `aspects` is made anew
    from the opinions that stay, quotes are ranked from 1 again, and a claim that named one
    who is left out (an opinion's `target.person`, `played_by`, a credit's `character`)
    names nobody. The verdict and the sentences stay.

    Parameters
    ----------
    confidence : float
        From 0, which keeps everything, to 1.

    Raises
    ------
    ValueError
        `confidence` is not between 0 and 1.
    """
    if not 0 <= confidence <= 1:
        raise ValueError(f"a confidence lies between 0 and 1, and this is {confidence}")
    if confidence == 0:
        return reading
    credits = tuple(credit for credit in reading.credits if credit.confidence >= confidence)
    characters = tuple(figure for figure in reading.characters if figure.confidence >= confidence)
    people = {credit.person for credit in reading.credits} - {credit.person for credit in credits}
    figures = {figure.name for figure in reading.characters} - {figure.name for figure in characters}
    opinions = tuple(
        _without_person(opinion, people) for opinion in reading.opinions if opinion.confidence >= confidence
    )
    quotes = [quote for quote in reading.quotes if quote.worth >= confidence]
    return reading.model_copy(
        update={
            "film": _sure_film(reading.film, confidence),
            "opinions": opinions,
            "aspects": summary(opinions),
            "credits": tuple(
                credit.model_copy(update={"character": None}) if credit.character in figures else credit
                for credit in credits
            ),
            "characters": tuple(
                figure.model_copy(update={"played_by": None}) if figure.played_by in people else figure
                for figure in characters
            ),
            "works": tuple(work for work in reading.works if work.confidence >= confidence),
            "quotes": tuple(
                quote.model_copy(update={"rank": rank}) for rank, quote in enumerate(quotes, start=1)
            ),
            "themes": tuple(theme for theme in reading.themes if theme.weight >= confidence),
        }
    )


def _without_person(opinion: Opinion, people: set[str]) -> Opinion:
    if opinion.target is None or opinion.target.person not in people:
        return opinion
    return opinion.model_copy(update={"target": opinion.target.model_copy(update={"person": None})})


def _sure_film(film: Film | None, confidence: float) -> Film | None:
    if film is None or film.confidence < confidence:
        return None
    kept = tuple(candidate for candidate in film.candidates if candidate.confidence >= confidence)
    return film.model_copy(update={"candidates": kept})
