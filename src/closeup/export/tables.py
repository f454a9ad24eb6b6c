"""Readings as tables that join on `input`, `reading_id` and `hash`: their columns, types and rows.

What a column holds is said once, here; CSV, Parquet and the documentation follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from closeup.review import Unreadable

if TYPE_CHECKING:
    from closeup.reading import Character, Credit, Reading, Span, Work

Cell = str | int | float | bool | tuple[str, ...] | None
Row = tuple[Cell, ...]
Type = Literal["text", "whole", "number", "yes/no", "texts"]

JOIN = "+"
"""What stands between the parts of a `texts` cell where a cell holds one text: `director+writer`."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` of its values, and whether a cell may be empty."""

    name: str
    type: Type
    about: str
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, and what gives the rows of one reading, without the key that they begin with."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Reading], Iterator[Row]]


class Sink(Protocol):
    """A folder of tables being written."""

    def write(self, item: Reading | Unreadable) -> None:
        """Write the rows of one reading, or its error."""

    def close(self) -> None:
        """Write what is held, and close every file."""


def rows_of(item: Reading | Unreadable, number: int, tables: tuple[Table, ...]) -> Iterator[tuple[int, Row]]:
    """Every row of one reading, or of its error, each after the index of its table.

    Parameters
    ----------
    number : int
        The place of the review among the inputs, from 1.
    """
    if isinstance(item, Unreadable):
        yield tables.index(ERRORS), (number, item.id, item.error.code, str(item.error))
        return
    key: Row = (number, item.id, item.hash)
    for index, table in enumerate(tables):
        for row in table.rows(item):
            yield index, key + row


def tables_of(*, full_text: bool = False) -> tuple[Table, ...]:
    """All tables, the errors last; with the texts of reviews and sentences only where they are asked for."""
    whole = (_with_text(READINGS, _whole), _with_text(SENTENCES, _sentence_texts))
    return (*(whole if full_text else (READINGS, SENTENCES)), *_CLAIMS, ERRORS)


def file_names() -> frozenset[str]:
    """The name of every file that a folder of tables may hold."""
    return frozenset(f"{table.name}.{form}" for table in tables_of() for form in ("csv", "parquet"))


def _with_text(table: Table, texts: Callable[[Reading], Iterator[str]]) -> Table:
    def rows(reading: Reading) -> Iterator[Row]:
        for row, text in zip(table.rows(reading), texts(reading), strict=True):
            yield (*row, text)

    return Table(table.name, table.about, (*table.columns, TEXT), rows)


def _whole(reading: Reading) -> Iterator[str]:
    yield reading.text


def _sentence_texts(reading: Reading) -> Iterator[str]:
    return (reading.slice(sentence.span) for sentence in reading.sentences)


def _readings(reading: Reading) -> Iterator[Row]:
    source, film, verdict = reading.source, reading.film, reading.verdict
    stated = verdict.stated
    yield (
        source.title,
        source.url,
        source.critic,
        source.publication,
        source.published,
        source.language,
        *((film.title, film.year, film.catalog_id, film.confidence) if film else (None,) * 4),
        *_words(reading, film.span if film else None),
        verdict.fresh,
        verdict.fresh_probability,
        verdict.score,
        *verdict.interval,
        verdict.read_score,
        *verdict.read_interval,
        *((stated.text, stated.value, stated.scale, stated.score) if stated else (None,) * 4),
        *(stated.span or (None, None) if stated else (None, None)),
        reading.model.name,
        reading.model.version,
    )


def _candidates(reading: Reading) -> Iterator[Row]:
    for rank, film in enumerate(reading.film.candidates if reading.film else (), start=1):
        yield rank, film.title, film.year, film.catalog_id, film.confidence


def _sentences(reading: Reading) -> Iterator[Row]:
    for number, sentence in enumerate(reading.sentences):
        yield number, *sentence.span, sentence.kind, sentence.sentiment, sentence.spoiler


def _opinions(reading: Reading) -> Iterator[Row]:
    for number, opinion in enumerate(reading.opinions):
        target = opinion.target
        yield (
            number,
            opinion.sentence,
            opinion.aspect,
            opinion.polarity,
            opinion.confidence,
            *_words(reading, opinion.evidence),
            *_words(reading, target.span if target else None),
            target.person if target else None,
        )


def _aspects(reading: Reading) -> Iterator[Row]:
    for aspect, summary in reading.aspects.items():
        yield aspect, summary.polarity, summary.mentions


def _credits(reading: Reading) -> Iterator[Row]:
    for number, credit in enumerate(reading.credits):
        yield number, credit.person, credit.roles, credit.character, credit.confidence, len(credit.mentions)


def _characters(reading: Reading) -> Iterator[Row]:
    for number, figure in enumerate(reading.characters):
        yield number, figure.name, figure.played_by, len(figure.mentions)


def _works(reading: Reading) -> Iterator[Row]:
    for number, work in enumerate(reading.works):
        yield number, work.title, work.relation, len(work.mentions)


def _mentions(reading: Reading) -> Iterator[Row]:
    named: dict[str, tuple[Credit | Character | Work, ...]] = {
        "credits": reading.credits,
        "characters": reading.characters,
        "works": reading.works,
    }
    for name, things in named.items():
        for number, thing in enumerate(things):
            for span in thing.mentions:
                yield name, number, *_words(reading, span)


def _quotes(reading: Reading) -> Iterator[Row]:
    for quote in reading.quotes:
        yield quote.rank, *_words(reading, quote.span), quote.worth, quote.polarity


def _themes(reading: Reading) -> Iterator[Row]:
    for number, theme in enumerate(reading.themes):
        yield number, theme.text, *_words(reading, theme.span), theme.weight


def _words(reading: Reading, span: Span | None) -> tuple[int, int, str] | tuple[None, None, None]:
    return (None, None, None) if span is None else (*span, reading.slice(span))


def _places(what: str, words: str, *, at: str = "span", optional: bool = False) -> tuple[Column, ...]:
    return (
        Column(f"{at}_start", "whole", f"where {what} begins in the text, in code points", optional),
        Column(f"{at}_end", "whole", f"where {what} ends, exclusive", optional),
        Column(words, "text", f"{what}, verbatim", optional),
    )


KEY = (
    Column("input", "whole", "the place of the review among the inputs, from 1"),
    Column("reading_id", "text", "the reading's `id`"),
    Column("hash", "text", "SHA-256 of the normalised text"),
)
TEXT = Column("text", "text", "the words themselves; only with `--full-text`")

READINGS = Table(
    "readings",
    "one row for each review that was read",
    (
        *KEY,
        Column("title", "text", "the review's title", optional=True),
        Column("url", "text", "its address", optional=True),
        Column("critic", "text", "who wrote it", optional=True),
        Column("publication", "text", "where", optional=True),
        Column("published", "text", "when, as the source has it", optional=True),
        Column("language", "text", "its language"),
        Column("film", "text", "title of the film under review", optional=True),
        Column("year", "whole", "its year", optional=True),
        Column("catalog_id", "text", "the film in the catalogue", optional=True),
        Column("film_confidence", "number", "that it is this film, 0 to 1", optional=True),
        *_places("the film's title", "film_words", at="film", optional=True),
        Column("fresh", "yes/no", "whether the critic recommends the film"),
        Column("fresh_probability", "number", "the odds of that, 0 to 1"),
        Column("score", "number", "0 to 100: the stated rating, else the one read"),
        Column("score_low", "number", "lower end of its 80% interval"),
        Column("score_high", "number", "upper end of its 80% interval"),
        Column("read_score", "number", "what the text alone says, 0 to 100"),
        Column("read_low", "number", "lower end of its 80% interval"),
        Column("read_high", "number", "upper end of its 80% interval"),
        Column("stated", "text", "the critic's own rating as printed", optional=True),
        Column("stated_value", "number", "the mark in it", optional=True),
        Column("stated_scale", "number", "the best mark possible", optional=True),
        Column("stated_score", "number", "the stated rating on the scale from 0 to 100", optional=True),
        Column("stated_start", "whole", "where the text states it; empty if given with it", optional=True),
        Column("stated_end", "whole", "where that ends, exclusive", optional=True),
        Column("model", "text", "name of the model that read it"),
        Column("model_version", "text", "its version"),
    ),
    _readings,
)
SENTENCES = Table(
    "sentences",
    "every sentence, without its words unless they are asked for",
    (
        *KEY,
        Column("sentence", "whole", "its index, from 0"),
        Column("span_start", "whole", "where it begins in the text, in code points"),
        Column("span_end", "whole", "where it ends, exclusive"),
        Column("kind", "text", "eval, plot, theme, context, personal or other"),
        Column("sentiment", "number", "-1 to 1"),
        Column("spoiler", "number", "the odds that it spoils, 0 to 1"),
    ),
    _sentences,
)
_CLAIMS = (
    Table(
        "opinions",
        "one row for each judgement",
        (
            *KEY,
            Column("opinion", "whole", "its index, from 0"),
            Column("sentence", "whole", "index of its sentence"),
            Column("aspect", "text", "what is judged"),
            Column("polarity", "number", "-1 to 1"),
            Column("confidence", "number", "0 to 1"),
            *_places("the evidence", "evidence"),
            *_places("the target", "target", at="target", optional=True),
            Column("target_person", "text", "the person judged", optional=True),
        ),
        _opinions,
    ),
    Table(
        "aspects",
        "each aspect over the whole review",
        (
            *KEY,
            Column("aspect", "text", "what is judged"),
            Column("polarity", "number", "-1 to 1"),
            Column("mentions", "whole", "how many opinions"),
        ),
        _aspects,
    ),
    Table(
        "credits",
        "one row for each real person named",
        (
            *KEY,
            Column("credit", "whole", "its index, from 0"),
            Column("person", "text", "name"),
            Column("roles", "texts", "what the person did"),
            Column("character", "text", "whom he or she plays", optional=True),
            Column("confidence", "number", "0 to 1"),
            Column("mentions", "whole", "how often the review names the person"),
        ),
        _credits,
    ),
    Table(
        "characters",
        "one row for each person of the story",
        (
            *KEY,
            Column("character", "whole", "its index, from 0"),
            Column("name", "text", "name"),
            Column("played_by", "text", "the actor", optional=True),
            Column("mentions", "whole", "how often the review names the character"),
        ),
        _characters,
    ),
    Table(
        "works",
        "one row for each work named",
        (
            *KEY,
            Column("work", "whole", "its index, from 0"),
            Column("title", "text", "title"),
            Column("relation", "text", "what it is to the film under review, or its kind"),
            Column("mentions", "whole", "how often the review names it"),
        ),
        _works,
    ),
    Table(
        "mentions",
        "every place where a person, character or work is named",
        (
            *KEY,
            Column("in_table", "text", "credits, characters or works"),
            Column("in_row", "whole", "its index in that table"),
            *_places("the name", "words"),
        ),
        _mentions,
    ),
    Table(
        "quotes",
        "lines worth quoting",
        (
            *KEY,
            Column("rank", "whole", "from 1"),
            *_places("the line", "quote"),
            Column("worth", "number", "0 to 1"),
            Column("polarity", "number", "-1 to 1"),
        ),
        _quotes,
    ),
    Table(
        "themes",
        "what the critic says that the film is about",
        (
            *KEY,
            Column("theme", "whole", "its index, from 0"),
            Column("text", "text", "the theme"),
            *_places("what says so", "words"),
            Column("weight", "number", "0 to 1"),
        ),
        _themes,
    ),
    Table(
        "candidates",
        "the films that the review may be about",
        (
            *KEY,
            Column("rank", "whole", "from 1"),
            Column("title", "text", "title"),
            Column("year", "whole", "year", optional=True),
            Column("catalog_id", "text", "the film in the catalogue", optional=True),
            Column("confidence", "number", "0 to 1"),
        ),
        _candidates,
    ),
)

ERRORS = Table(
    "errors",
    "what could not be read",
    (
        KEY[0],
        Column("reading_id", "text", "the review's id, where it has one", optional=True),
        Column("code", "text", "what is wrong, as a code"),
        Column("message", "text", "what is wrong, in a sentence"),
    ),
    lambda reading: iter(()),
)
