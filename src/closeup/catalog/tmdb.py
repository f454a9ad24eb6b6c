"""Films out of TMDB's daily export of identifiers: a title, an identifier and a popularity a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from closeup.catalog.film import CatalogFilm
from closeup.catalog.lines import Notices, lines
from closeup.errors import UnknownFormat

_KEYS = {"id", "original_title", "popularity"}
_MOST_FAME = 255


def films(files: Sequence[Path], notices: Notices) -> Iterator[tuple[CatalogFilm, int]]:
    """The films of the files as they come, with popularity as fame; without `adult` and `video` ones.

    Raises
    ------
    UnknownFormat
        If a file's first line is not a film of the export, or most lines are not.
    NotFound, BrokenFile
        As `lines`.
    """
    for path in files:
        _check(path)
        for number, line in lines(path, notices):
            row = _row(line)
            if row is None:
                notices.bad_line(path, number, "no object with id, original_title and popularity")
            elif not row.get("adult") and not row.get("video"):
                yield _film(row)


def _check(path: Path) -> None:
    with closing(lines(path, Notices())) as source:
        _, line = next(source, (0, ""))
    if _row(line) is None:
        raise UnknownFormat(
            "this is not TMDB's export movie_ids_MM_DD_YYYY.json.gz: "
            'its first line is not {"id": ..., "original_title": ..., "popularity": ...}',
            where=str(path),
        )


def _row(line: str) -> dict[str, object] | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(row, dict) or not row.keys() >= _KEYS:
        return None
    well = isinstance(row["id"], int) and isinstance(row["original_title"], str) and row["original_title"]
    return row if well and isinstance(row["popularity"], int | float) else None


def _film(row: dict[str, object]) -> tuple[CatalogFilm, int]:
    value = str(row["id"])
    title = " ".join(str(row["original_title"]).split())
    popularity = row["popularity"]
    fame = min(int(popularity), _MOST_FAME) if isinstance(popularity, int | float) else 0
    return CatalogFilm(id=f"tmdb:{value}", title=title, ids={"tmdb": value}), max(fame, 0)
