"""The built-in catalogue: facts of films out of a table of Wikipedia's lists of films.

    python -m training.catalog [--output FILE] [--sample N]

Reads `catalog/wikipedia_films.parquet` of the data (see `training.places`): title, year, cast, genres, name
of the article and its first paragraph. Only facts go into the catalogue; of the paragraph, who directed. With
`--sample` nothing is written: that many films, evenly drawn, are printed with their directors and the
paragraph, to be judged by hand.
"""

from __future__ import annotations

import argparse
import re
import urllib.parse
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from closeup.catalog.catalog import SHIPPED
from closeup.catalog.film import CatalogFilm, id_of
from closeup.catalog.titles import normal_name, normal_title
from closeup.catalog.writing import write
from training.directors import directors
from training.places import Places

_STYLE = re.compile(r"\.mw-parser-output .*\}(?=\d)")
_NOTE = re.compile(r"\s*\[\w{1,3}\]\s*$")
_QUALIFIER = re.compile(r"\s*\((?:\d{4} )?(?:film|serial|TV special|\d{4})\)$|\s*\([^()]*re-release\)$")
_ROLE = re.compile(
    r"\s*\((?:[A-Za-z]+ )?(?:actor|actress|narrator|dancer|cast|entertainer|singer|voice)\)$", re.IGNORECASE
)
_NO_PERSON = re.compile(
    r"[\[\](){}:;|/]|^\W|\b(?:director|screenplay|teleplay|novel|award|olympics|subculture|movement|"
    r"orchestra|cameos|commission|festival|life|history|hip hop|music|holocaust|unknown|narrated|"
    r"voices?|disabilities|championship|nominee)\b",
    re.IGNORECASE,
)
_LOWER_NAMES = {"muMs da Schemer", "will.i.am", "india.arie"}
_ABOUT_A_FILM = re.compile(
    r"\b(?:film|movie|serial|documentary|short|comedy|western|cartoon|picture)s?\b", re.I
)
_FAME_STEP = 16
"""Characters of the first paragraph for a step of fame: what is better known is told at more length."""
_ESTEEM = re.compile(r"\b(?:greatest|National Film Registry|masterpiece|landmark|most influential)\b")
_ESTEEM_STEPS = 60


@dataclass(frozen=True)
class _Row:
    title: str
    year: int
    cast: tuple[str, ...]
    genres: tuple[str, ...]
    article: str | None
    extract: str


def rows(path: Path) -> Iterator[_Row]:
    """The table's rows, cleaned one by one."""
    import pyarrow.parquet as pq

    for row in pq.read_table(path).to_pylist():
        href = urllib.parse.unquote(row["href"] or "")
        about = bool(href) and "#" not in href
        extract = (row["extract"] or "") if about else ""
        yield _Row(
            title=title_of(row["title"]),
            year=row["year"],
            cast=cast_of(row["cast"] or ()),
            genres=tuple(
                dict.fromkeys("Sports" if name == "Sport" else name for name in row["genres"] or ())
            ),
            article=href if about else None,
            extract=extract if _ABOUT_A_FILM.search(extract) else "",
        )


def title_of(text: str) -> str:
    """The title without notes, style sheets and qualifiers; a turned article put back."""
    text = " ".join(text.replace("\u00a0", " ").replace("\u2044", "/").split())
    text = _QUALIFIER.sub("", _NOTE.sub("", _STYLE.sub(" ", text)))
    turned = re.fullmatch(r"(.+), (The|A|An)", text)
    return " ".join((f"{turned[2]} {turned[1]}" if turned else text).split())


def cast_of(entries: Iterable[str]) -> tuple[str, ...]:
    """The people among the entries of a cast, each once."""
    found: dict[str, str] = {}
    for entry in entries:
        name = " ".join(re.sub(r"\]+$", "", _ROLE.sub("", entry)).split()).replace("  ", " ")
        if name in {"MOP", "The", "Animals", "Action", "GNU"} or len(name) < 2:
            continue
        plain = re.sub(r"\([A-Z][a-z]+\) ", "", name)
        if _NO_PERSON.search(plain.lstrip('"')) or (name[0].islower() and name not in _LOWER_NAMES):
            continue
        if normal := normal_name(name):
            found.setdefault(normal, name)
    return tuple(found.values())


def films(table: Iterable[_Row]) -> list[tuple[CatalogFilm, int]]:
    """One film for all rows of it, with its fame; an article goes to the film that it is about."""
    by_film: dict[tuple[str, str], list[_Row]] = defaultdict(list)
    for row in table:
        whose = row.article or f"no article, {row.year}"
        by_film[normal_title(row.title), whose].append(row)
    single = [film for same in by_film.values() for film in _one_a_film(same)]
    owners = _owners(single)
    made = [_film(row, owner=owners.get(row.article or "") is row) for row in single]
    unique: dict[str, tuple[CatalogFilm, int]] = {}
    for film, fame in made:
        unique.setdefault(film.id, (film, fame))
    return sorted(
        unique.values(), key=lambda entry: (normal_title(entry[0].title), entry[0].year, entry[0].id)
    )


def _one_a_film(same: list[_Row]) -> Iterator[_Row]:
    """Rows of one title and article whose years are next to each other are one film."""
    same = sorted(same, key=lambda row: row.year)
    while same:
        first = same[0]
        group = [row for row in same if row.year - first.year <= 1]
        same = same[len(group) :]
        stated = _stated_years(first.extract)
        year = next((row.year for row in group if row.year in stated[:1]), first.year)
        longest = max(group, key=lambda row: len(row.cast))
        genres = tuple(dict.fromkeys(name for row in group for name in row.genres))
        yield replace(first, year=year, cast=longest.cast, genres=genres)


def _stated_years(extract: str) -> list[int]:
    return [int(year) for year in re.findall(r"\b(?:18|19|20)\d\d\b", extract[:400])]


def _owners(single: Iterable[_Row]) -> dict[str, _Row]:
    """Of each article, the row that it is about: told by the year, then by the title."""
    found: dict[str, tuple[tuple[bool, bool, int], _Row]] = {}
    for row in single:
        if not row.article:
            continue
        years = _stated_years(row.extract)
        near = any(abs(year - row.year) <= 2 for year in years)
        named = normal_title(row.article.replace("_", " ")) == normal_title(row.title)
        if not (named or near) or (not named and not row.extract):
            continue
        if named and years and not near and re.search(r"\b(?:18|19|20)\d\d\b", row.extract[:120]):
            continue
        rank = (bool(years) and years[0] == row.year, named, -row.year)
        if row.article not in found or rank > found[row.article][0]:
            found[row.article] = (rank, row)
    return {article: row for article, (_, row) in found.items()}


def _film(row: _Row, *, owner: bool) -> tuple[CatalogFilm, int]:
    ids: dict[str, str] = {}
    others: tuple[str, ...] = ()
    year = row.year
    if owner and row.article:
        stated = _stated_years(row.extract[:200])
        # The lists go by the first showing in America.
        if stated and abs(stated[0] - year) <= 2:
            year = stated[0]
        ids = {"wikipedia": row.article}
        named = re.sub(r" \([^()]*\)$", "", row.article.replace("_", " "))
        if normal_title(named) != normal_title(row.title):
            others = (named,)
    film = CatalogFilm(
        id=id_of(ids, normal_title(row.title), year),
        title=row.title,
        year=year,
        directors=directors(row.extract, row.cast) if owner else (),
        cast=row.cast,
        genres=row.genres,
        ids=ids,
        other_titles=others,
    )
    return film, fame_of(row.extract) if owner else 0


def fame_of(extract: str) -> int:
    """From 0 to 255: how well known a film is, as far as its paragraph shows."""
    return min(len(extract) // _FAME_STEP + _ESTEEM_STEPS * bool(_ESTEEM.search(extract)), 255)


def main() -> None:
    """Write the catalogue, or show a sample."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--sample", type=int, default=0)
    options = parser.parse_args()
    table = list(rows(Places.default().data / "catalog" / "wikipedia_films.parquet"))
    if options.sample:
        kept = [row for row in table if row.extract]
        for row in kept[:: len(kept) // options.sample][: options.sample]:
            print(f"{row.title} ({row.year}): {directors(row.extract, row.cast)}\n    {row.extract[:500]}")
        return
    found = films(table)
    print(f"{write(options.output, found)} films, {options.output.stat().st_size} bytes")
    led = sum(bool(film.directors) for film, _ in found)
    print(f"{led} with directors, {sum('wikipedia' in film.ids for film, _ in found)} with articles")


if __name__ == "__main__":
    main()
