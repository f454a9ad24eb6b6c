"""`closeup read`: its options, checked, then handed to the job."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from closeup.sources import ColumnMap

USAGE = """\
Nothing to read. Name a file, a folder or a URL, or pipe a text in:

  closeup read review.txt
  closeup read reviews.csv --text-column body --format jsonl -o out.jsonl
  pbpaste | closeup read

closeup read --help tells the rest."""


class Format(StrEnum):
    """What `closeup read` writes."""

    CARD = "card"
    JSON = "json"
    JSONL = "jsonl"
    MD = "md"
    HTML = "html"
    JSONLD = "jsonld"
    ANNOTATIONS = "annotations"
    DOCBIN = "docbin"
    CSV = "csv"
    PARQUET = "parquet"


class InputFormat(StrEnum):
    """What an input may be said to be, where its name and its bytes do not tell."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    FEED = "feed"
    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    PARQUET = "parquet"


_BY_SUFFIX = {
    ".json": Format.JSON,
    ".jsonl": Format.JSONL,
    ".ndjson": Format.JSONL,
    ".md": Format.MD,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".txt": Format.CARD,
    ".jsonld": Format.JSONLD,
    ".spacy": Format.DOCBIN,
}
_FOLDERS = (Format.CSV, Format.PARQUET)
_TABLES = (".csv", ".parquet")
_NEED_OUTPUT = {Format.DOCBIN: "FILE.spacy", Format.CSV: "FOLDER", Format.PARQUET: "FOLDER"}


def read(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH|URL|-",
            help="Files, folders, globs or web addresses; '-' is standard input, which is also what is read "
            "when none is named and something is piped in.",
            show_default=False,
        ),
    ] = None,
    output_format: Annotated[
        Format | None,
        typer.Option(
            "--format",
            "-f",
            help="card: for people. json: one object, or an array of several. jsonl: a line for each review. "
            "md, html: a report or page. jsonld: schema.org. annotations: W3C Web Annotations. docbin: "
            "spaCy. csv, parquet: a folder of tables. Default: by the name given to -o, else card.",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Write here; csv and parquet need a folder. Default: standard output.",
        ),
    ] = None,
    input_format: Annotated[
        InputFormat | None,
        typer.Option("--input", "-i", help="What the inputs are, where that should not be found out."),
    ] = None,
    text_column: Annotated[
        str | None,
        typer.Option("--text-column", metavar="NAME", help="The column or field that holds the review."),
    ] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="FIELD=NAME",
            help="Another column of a table; may be repeated. Fields: id, title, url, critic, publication, "
            "published, rating, language, film, year.",
        ),
    ] = None,
    rating: Annotated[
        str | None,
        typer.Option(
            "--rating",
            metavar="RATING",
            help="The critic's own rating, such as '3.5/5' or 'B+'; one review only.",
        ),
    ] = None,
    full_text: Annotated[
        bool,
        typer.Option(
            "--full-text",
            help="With jsonld, annotations, csv and parquet: give the whole text too, for those who may "
            "publish it.",
        ),
    ] = False,
    settle_scales: Annotated[
        bool,
        typer.Option(
            "--settle-scales",
            help="Read the inputs twice: first every critic's ratings, to settle what their bare numbers "
            "are out of.",
        ),
    ] = False,
    min_confidence: Annotated[
        float | None,
        typer.Option(
            "--min-confidence",
            metavar="P",
            min=0.0,
            max=1.0,
            help="Make the claims (film, people, works, opinions, quotes, themes) that are at least so sure, "
            "from 0 to 1. Default: for each kind, where precision and recall balance.",
            show_default=False,
        ),
    ] = None,
    spoilers: Annotated[
        bool,
        typer.Option("--spoilers", help="card, md, html: show what may spoil, which is else withheld."),
    ] = False,
    text: Annotated[
        bool,
        typer.Option("--text", help="card: show the review's text too, also where it is long."),
    ] = False,
    model: Annotated[
        Path | None,
        typer.Option("--model", metavar="FOLDER", help="A model other than the one that comes with Closeup."),
    ] = None,
    threads: Annotated[
        int | None,
        typer.Option(
            "--threads", metavar="N", min=1, help="Processor threads. Default: all that are available."
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--no-resume",
            help="With jsonl and -o: go on after the last whole line of FILE, or start it anew.",
        ),
    ] = True,
) -> None:
    """Read reviews: what each says, how strongly, and in which words.

    What cannot be read is reported in its place and the rest goes on; the exit status is
    then 1. In json and jsonl the report is an object with "id" and "error"; tables have a table of
    errors, and docs/exports.md tells how the other forms for programs show it.
    """
    from closeup.cli.job import Job, ReaderOptions

    if not inputs:
        if sys.stdin is None or sys.stdin.isatty():
            typer.echo(USAGE, err=True)
            raise typer.Exit(2)
        inputs = ["-"]
    if output is not None and str(output) == "-":
        output = None
    if rating is not None:
        _check_rating(rating)
    chosen = output_format or _format_of(output)
    _check_output(chosen, output)
    job = Job(
        inputs=inputs,
        output_format=chosen,
        output=output,
        input_format=input_format.value if input_format else None,
        columns=_column_map(text_column, column or []),
        rating=rating,
        resume=resume,
        full_text=full_text,
        settle_scales=settle_scales,
        min_confidence=min_confidence,
        spoilers=spoilers,
        text=text,
        reader=ReaderOptions(model=model, threads=threads, min_confidence=min_confidence),
    )
    raise typer.Exit(job.run())


def _check_rating(rating: str) -> None:
    from closeup.reader.ratings import parse_rating

    if parse_rating(rating) is None:
        raise typer.BadParameter(f"{rating!r} is not a rating that can be read, such as 3.5/5, B+ or ★★★")


def _check_output(chosen: Format, output: Path | None) -> None:
    if chosen in _NEED_OUTPUT and output is None:
        raise typer.BadParameter(f"{chosen.value} needs a place to write to: -o {_NEED_OUTPUT[chosen]}")
    if chosen in _FOLDERS and output is not None and output.suffix.lower() in (*_BY_SUFFIX, *_TABLES):
        raise typer.BadParameter(f"{chosen.value} is a folder of tables; {output.name!r} names a file")


def _format_of(output: Path | None) -> Format:
    suffix = output.suffix.lower() if output else ""
    if suffix in _TABLES:
        form = suffix.removeprefix(".")
        raise typer.BadParameter(f"{form} is a folder of tables: --format {form} -o FOLDER")
    if suffix and suffix not in _BY_SUFFIX:
        known = ", ".join(_BY_SUFFIX)
        raise typer.BadParameter(f"{suffix!r} tells no format (known: {known}); state it with --format")
    return _BY_SUFFIX.get(suffix, Format.CARD)


def _column_map(text_column: str | None, pairs: list[str]) -> ColumnMap | None:
    if text_column is None and not pairs:
        return None
    from dataclasses import fields

    from closeup.sources import ColumnMap

    known = [field.name for field in fields(ColumnMap)]
    names = {} if text_column is None else {"text": text_column}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not equals or not name or field not in known:
            choices = ", ".join(known)
            raise typer.BadParameter(f"{pair!r} is not FIELD=NAME with one of the fields {choices}")
        if names.setdefault(field, name) != name:
            raise typer.BadParameter(f"two columns are given for {field}: {names[field]!r} and {name!r}")
    return ColumnMap(**names)
