"""Tables of reviews (CSV, TSV, JSONL, Parquet) to reviews, row by row, however large the file."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Literal

from closeup.errors import BadLine, InputError, MissingColumn, NotFound
from closeup.review import FilmFact, Review, Unreadable
from closeup.sources.table_rows import Row, json_rows, parquet_rows, separated_rows

TableFormat = Literal["csv", "tsv", "jsonl", "parquet"]

_USUAL = {
    "text": "text review review_text body content review_content review_body full_text article quote excerpt "
    "comment",
    "id": "id review_id",
    "title": "title headline review_title",
    "url": "url link review_url review_link permalink",
    "critic": "critic critic_name reviewer reviewer_name author",
    "publication": "publication publication_name publisher publisher_name outlet source",
    "published": "published date review_date publish_date published_at publication_date creation_date",
    "rating": "rating score grade stars review_score original_score",
    "language": "language lang",
    "film": "film film_title film_name movie movie_title movie_name",
    "year": "year film_year movie_year release_year",
}
"""The names that each column goes by, the first found taken; case, spaces and hyphens do not count."""

_YEAR = re.compile(r"(?:18[89]|19\d|20\d)\d")


@dataclass(frozen=True)
class ColumnMap:
    """Which column of a table, or key of JSONL, holds what; None: the usual names are looked for.

    Attributes
    ----------
    text, id, title, url, critic, publication, published, rating, language : str, optional
        As in `closeup.review.Review`.
    film, year : str, optional
        The film's title and its year of release.
    """

    text: str | None = None
    id: str | None = None
    title: str | None = None
    url: str | None = None
    critic: str | None = None
    publication: str | None = None
    published: str | None = None
    rating: str | None = None
    language: str | None = None
    film: str | None = None
    year: str | None = None

    def among(self, names: Sequence[str], *, where: str) -> dict[str, str]:
        """The column of each field, of those that a table has.

        Parameters
        ----------
        names : sequence of str
            The table's columns.
        where : str
            The table's name, for messages.

        Raises
        ------
        MissingColumn
            A column that was named is not there, or none could hold the text. Says which there are.
        """
        found = dict(_found(self, tuple(names)))
        for field in fields(self):
            wanted = getattr(self, field.name)
            if wanted is not None and field.name not in found:
                raise MissingColumn(f"there is no column {wanted!r}; {_listed(names)}", where=where)
        if "text" not in found:
            message = f"no column is named like a review's text; {_listed(names)}; say which holds the text"
            raise MissingColumn(message, where=where)
        return found


def read_table(
    source: Path | BinaryIO, *, format: TableFormat, columns: ColumnMap, where: str
) -> Iterator[Review | Unreadable]:
    """The reviews of a table, in its order.

    A review's id is that of the id column; without one its reading is known by its hash. A row that
    cannot become a review comes as `Unreadable` in its place, with its id where that could be read, else
    ``<where>#<row number from 1>``.

    Parameters
    ----------
    source : Path or binary file
        CSV, TSV and JSONL may be compressed with gzip, and a file need not be seekable.
    format : {'csv', 'tsv', 'jsonl', 'parquet'}
        CSV: comma, semicolon, tab or bar, told from the head; a header row is needed. JSONL: one object
        a line, unknown keys ignored.
    columns : ColumnMap
        Which column holds what.
    where : str
        The table's name, for ids and messages.

    Raises
    ------
    MissingColumn, EmptyText, BrokenFile, NotText, NotFound, MissingExtra
        When iterated, for what concerns the whole table.
    """

    def found_among(names: Sequence[str]) -> Mapping[str, str]:
        return columns.among(names, where=where)

    def found_in_object(names: Sequence[str]) -> Mapping[str, str]:
        return _found(columns, tuple(names))

    rows: Iterator[Row]
    try:
        if format == "jsonl":
            rows = json_rows(source, found_in_object, where=where)
        elif format == "parquet":
            rows = parquet_rows(source, found_among, where=where)
        else:
            rows = separated_rows(source, found_among, tabs=format == "tsv", where=where)
        film_is_guessed = columns.film is None
        for number, row in enumerate(rows, start=1):
            yield _review(row, f"{where}#{number}", film_is_guessed)
    except FileNotFoundError as error:
        raise NotFound("there is no such file", where=where) from error


def _review(row: Row, name: str, film_is_guessed: bool) -> Review | Unreadable:
    stated = {field: _said(value) for field, value in row.values.items() if field != "text"}
    stated["id"] = stated.get("id") or None
    try:
        if row.error is not None:
            raise row.error
        text = row.values.get("text")
        if text is not None and not isinstance(text, str):
            raise BadLine(f"the text is not a string but {type(text).__name__}")
        if not text or not text.strip():
            raise BadLine("there is no text")
        film = _film(
            row.values.get("film"), stated.pop("film", None), stated.pop("year", None), film_is_guessed
        )
        return Review.of(text, film=film, **stated)
    except InputError as error:
        error.where = error.where or row.place
        return Unreadable(stated["id"] or name, error)


def _said(value: object) -> str | None:
    """A cell as a string; None for what is empty, not a number, or not a single value."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, str | int) or type(value).__name__ == "Decimal":
        # Lone surrogates, which JSON can write, are no text.
        return str(value).encode("utf-8", "replace").decode("utf-8").strip() or None
    return None


def _film(value: object, title: str | None, year: str | None, guessed: bool) -> FilmFact | None:
    if isinstance(value, dict):
        title, year = _said(value.get("title")), _said(value.get("year")) or year
    elif title and guessed and title.isdigit():
        # A column called "film" that holds numbers holds keys of another table.
        return None
    if not title:
        return None
    found = _YEAR.fullmatch(year) if year else None
    return FilmFact(title=title, year=int(found[0]) if found else None)


@lru_cache(maxsize=256)
def _found(columns: ColumnMap, names: tuple[str, ...]) -> dict[str, str]:
    by_form: dict[str, str] = {}
    for column in names:
        by_form.setdefault(_form(column), column)
    found = {}
    for field, usual in _USUAL.items():
        wanted: str | None = getattr(columns, field)
        if wanted is None:
            name = next((by_form[form] for form in map(_form, usual.split()) if form in by_form), None)
        else:
            name = wanted if wanted in names else by_form.get(_form(wanted))
        if name is not None:
            found[field] = name
    return found


def _form(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name[:60]) for name in names[:30])
    more = f" and {len(names) - 30} more" if len(names) > 30 else ""
    return f"the columns are {shown}{more}" if names else "there are no columns"
