"""`closeup catalog`: facts about films, looked up, imported and counted."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from closeup.cli.terminal import say, visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from closeup.catalog import Catalog, CatalogFilm, Match
    from closeup.catalog.importing import Kind

app = typer.Typer(
    name="catalog",
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Facts about films: find them, and add your own files from IMDb, TMDB and Wikidata.",
)
importing = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Read other people's files into your own catalogue, beside the one that comes with Closeup.",
)
app.add_typer(importing, name="import")

Files = Annotated[list[Path], typer.Argument(metavar="FILES...", help="Files that you have; plain or .gz.")]
Own = Annotated[
    Path | None,
    typer.Option(
        "--catalog",
        metavar="FILE",
        help="Your catalogue. Default: what CLOSEUP_CATALOG names, else catalog.db in your data folder.",
    ),
]


class Format(StrEnum):
    """What is written."""

    TABLE = "table"
    JSON = "json"


As = Annotated[Format, typer.Option("--format", "-f", help="table: for people. json: for programs.")]


@importing.command("imdb")
def import_imdb(files: Files, catalog: Own = None) -> None:
    """Import IMDb's dataset files.

    title.basics.tsv.gz has the titles; title.crew and title.principals, which need name.basics, add who
    directed and who plays. Films and television films are taken, adult titles left out. IMDb's data are
    for personal and non-commercial use: see the terms where you fetch them.
    """
    _import("imdb", files, catalog)


@importing.command("tmdb")
def import_tmdb(files: Files, catalog: Own = None) -> None:
    """Import TMDB's daily export of identifiers.

    The export, movie_ids_MM_DD_YYYY.json.gz, has no years and no people, so a title joins the film that
    alone bears it: import it last.
    """
    _import("tmdb", files, catalog)


@importing.command("wikidata")
def import_wikidata(files: Files, catalog: Own = None) -> None:
    """Import the results of a Wikidata query, saved as JSON.

    docs/catalog.md has the query to run.
    """
    _import("wikidata", files, catalog)


@app.command()
def search(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="As you remember it; spelling may be off.")],
    year: Annotated[int | None, typer.Option("--year", min=1870, max=2200, help="Of the film.")] = None,
    person: Annotated[
        list[str] | None,
        typer.Option(
            "--person", metavar="NAME", help="Directed it or plays in it; may be repeated. A surname will do."
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help="How many at most.")] = 10,
    output_format: As = Format.TABLE,
    catalog: Own = None,
) -> None:
    """Find a film by its title, and better by its year and people too."""
    found = _open(catalog).search(title, year=year, people=person or (), limit=limit)
    if output_format is Format.JSON:
        _print_json([_as_object(match) for match in found])
    elif found:
        _print_table(
            ("score", "title", "year", "directed by", "with", "id"),
            [
                (
                    f"{match.score:.2f}",
                    match.film.title,
                    str(match.film.year or ""),
                    ", ".join(match.film.directors),
                    ", ".join(match.film.cast[:3]),
                    match.film.id,
                )
                for match in found
            ],
        )
    else:
        say(f"no film has a title like {title!r}")
        raise typer.Exit(1)


@app.command()
def stats(output_format: As = Format.TABLE, catalog: Own = None) -> None:
    """Count what the catalogues hold: films, people, identifiers."""
    counts = _open(catalog).stats()
    if output_format is Format.JSON:
        _print_json(counts)
        return
    names = [*dict.fromkeys(name for count in counts for name in count)]
    _print_table(
        names,
        [
            [f"{value:,}" if isinstance(value := count.get(name, 0), int) else str(value) for name in names]
            for count in counts
        ],
    )


def _open(own: Path | None) -> Catalog:
    from closeup.catalog import Catalog

    return Catalog.default(own)


def _import(kind: Kind, files: Sequence[Path], own: Path | None) -> None:
    from closeup.catalog.catalog import users_own
    from closeup.catalog.importing import import_files
    from closeup.cli.catalog_progress import Watch

    target = own or users_own()
    with Watch() as watch:
        done = import_files(kind, files, target, notices=watch.notices, writing=watch.writing)
    if done.bad_lines:
        say(f"{done.bad_lines:,} bad lines were left out")
    typer.echo(
        f"{done.added:,} films added, {done.joined:,} told more of, {done.unchanged:,} as they were; "
        f"{visible(str(target))} holds {done.films:,}."
    )


def _as_object(match: Match) -> dict[str, object]:
    return {"score": match.score, "title_score": match.title_score, **_facts(match.film)}


def _facts(film: CatalogFilm) -> dict[str, object]:
    return {
        "id": film.id,
        "title": film.title,
        "year": film.year,
        "directors": film.directors,
        "cast": film.cast,
        "genres": film.genres,
        "ids": dict(film.ids),
        "other_titles": film.other_titles,
    }


def _print_json(what: object) -> None:
    text = json.dumps(what, ensure_ascii=False, indent=1)
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.flush()


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in header:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(visible(cell)) for cell in row))
    console.print(table)
