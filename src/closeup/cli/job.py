"""The run of `closeup read`: open the inputs, read them in order, write each, count what failed."""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import typer

from closeup.cli.output import (
    Destination,
    GrowingFile,
    Place,
    Stdout,
    WholeFile,
    WholeFolder,
    refuse_own_input,
)
from closeup.cli.progress import Meter, total_of
from closeup.cli.read import Format
from closeup.cli.resume import Done, check_model, skip_done
from closeup.cli.terminal import duration, say
from closeup.cli.writers import Cards, Docs, Html, Json, JsonLines, Markdown, Tables, Writer, card_console
from closeup.errors import InputError, OutputError
from closeup.export.annotations import to_json as to_annotations
from closeup.export.json_ld import to_json as to_json_ld
from closeup.export.tables import file_names
from closeup.review import Review, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from closeup.reading import Reading
    from closeup.sources import ColumnMap

DONE, FAILED, INTERRUPTED, BROKEN_PIPE = 0, 1, 130, 141


class ReadsMany(Protocol):
    """The one thing that a job asks of a reader."""

    def read_many(self, items: Iterable[Review | str | Unreadable]) -> Iterator[Reading | Unreadable]:
        """Read in order."""


@dataclass(frozen=True, slots=True)
class ReaderOptions:
    """What the reader is made with."""

    model: Path | None = None
    threads: int | None = None
    scales: Mapping[str, float] | None = None
    min_confidence: float | None = None


@dataclass(slots=True)
class Job:
    """One call of `closeup read`, its options checked."""

    inputs: list[str]
    output_format: Format
    output: Path | None = None
    input_format: str | None = None
    columns: ColumnMap | None = None
    rating: str | None = None
    resume: bool = True
    full_text: bool = False
    settle_scales: bool = False
    min_confidence: float | None = None
    spoilers: bool = False
    text: bool = False
    reader: ReaderOptions = field(default_factory=ReaderOptions)

    def run(self) -> int:
        """Read everything and return the exit status.

        Raises
        ------
        CloseupError
            What stops the whole run: no model, an output that cannot be written or gone on with.
        """
        if self.output is not None:
            refuse_own_input(self.output, self.inputs)
        if self.settle_scales:
            self.reader = replace(self.reader, scales=self._scales())
        items = reviews_of(self.inputs, self.input_format, self.columns)
        if self.rating is not None:
            items = _with_rating(items, self.rating)
        going_on = self.resume and self.output is not None and self.output_format is Format.JSONL
        done = Done()
        if going_on and self.output is not None:
            done = skip_done(items, self.output)
        reader = open_reader(self.reader)
        place = self._place(done)
        try:
            return self._read_all(reader, items, place, done)
        except BrokenPipeError:
            return BROKEN_PIPE
        except KeyboardInterrupt:
            place.abandon()
            say(self._interrupted())
            return INTERRUPTED
        except BaseException:
            place.abandon()
            raise

    def _scales(self) -> dict[str, float]:
        from closeup.reader.ratings import settle_scales

        if "-" in self.inputs:
            raise InputError("standard input cannot be read twice, as --settle-scales must; give a file")
        return settle_scales(reviews_of(self.inputs, self.input_format, self.columns))

    def _read_all(
        self,
        reader: ReadsMany,
        items: Iterator[Review | Unreadable],
        place: Place,
        done: Done,
    ) -> int:
        writer = self._writer(place)
        total = total_of(self.inputs, self.input_format) if self.output else None
        read, failed = 0, done.errors
        began = time.perf_counter()
        with Meter(shown=self.output is not None, done=done.lines, total=total) as meter:
            for item in reader.read_many(items):
                if isinstance(item, Unreadable):
                    failed += 1
                    if not writer.keeps_errors:
                        meter.note(_complaint(item))
                elif self.output is not None:
                    check_model(done, item.model, self.output)
                writer.write(_sure(item, self.min_confidence))
                read += 1
                meter.advance()
            seconds = time.perf_counter() - began
            if not read + done.lines:
                raise InputError("there was nothing to read in what was named")
            writer.finish(seconds)
            place.finish()
        self._sum_up(done, read, failed, seconds, live=meter.live, in_place=writer.keeps_errors)
        return FAILED if failed else DONE

    def _interrupted(self) -> str:
        if self.output is None:
            return "interrupted"
        if self.output_format is not Format.JSONL:
            return f"interrupted; {self.output} was not written"
        again = "the same command again" if self.resume else "the same command without --no-resume"
        return f"interrupted; {again} goes on from here"

    def _sum_up(
        self, done: Done, read: int, failed: int, seconds: float, *, live: bool, in_place: bool
    ) -> None:
        all_of_them = read + done.lines
        if failed and in_place:
            say(f"{failed:,} of {all_of_them:,} could not be read; the output says why, each in its place")
        if live:
            before = f" ({done.lines:,} were there already)" if done.lines else ""
            say(f"{all_of_them - failed:,} read in {duration(seconds)}{before}: {self.output}")

    def _place(self, done: Done) -> Place:
        if self.output is None:
            on_screen = self.output_format is Format.CARD
            return Stdout(sys.stdout.encoding or "utf-8") if on_screen else Stdout()
        match self.output_format:
            case Format.JSONL:
                return GrowingFile(self.output, keep=done.size)
            case Format.CSV | Format.PARQUET:
                return WholeFolder(self.output, file_names())
        return WholeFile(self.output)

    def _writer(self, place: Place) -> Writer:
        match self.output_format, place:
            case Format.CSV | Format.PARQUET, WholeFolder():
                return Tables(place, self.output_format.value, full_text=self.full_text)
            case Format.DOCBIN, WholeFile():
                return Docs(place)
            case _, Stdout() | WholeFile() | GrowingFile():
                return self._text_writer(place)
        raise OutputError(f"{self.output_format.value} cannot be written there", where=str(self.output))

    def _text_writer(self, destination: Destination) -> Writer:
        match self.output_format:
            case Format.JSONL:
                return JsonLines(destination)
            case Format.MD:
                return Markdown(destination, spoilers=self.spoilers)
            case Format.HTML:
                return Html(destination, spoilers=self.spoilers)
            case Format.CARD:
                console = card_console(to_file=self.output is not None)
                return Cards(destination, console, text=self.text, spoilers=self.spoilers)
            case Format.JSONLD:
                return Json(destination, partial(to_json_ld, full_text=self.full_text))
            case Format.ANNOTATIONS:
                return Json(destination, partial(to_annotations, full_text=self.full_text))
        return Json(destination)


def reviews_of(
    inputs: list[str], input_format: str | None, columns: ColumnMap | None
) -> Iterator[Review | Unreadable]:
    """The reviews of the inputs, in order."""
    from closeup.sources import open_reviews

    return iter(open_reviews(inputs, input_format=input_format, columns=columns))


def open_reader(options: ReaderOptions) -> ReadsMany:
    """The reader that the options ask for, its model loaded."""
    from closeup.reader import Reader

    return Reader(
        options.model,
        threads=options.threads,
        scales=options.scales,
        min_confidence=options.min_confidence,
    )


def _sure(item: Reading | Unreadable, confidence: float | None) -> Reading | Unreadable:
    """The reading without the claims that are less sure than was asked for."""
    if confidence is None or isinstance(item, Unreadable):
        return item
    from closeup.reading import at_least

    return at_least(item, confidence)


def _complaint(item: Unreadable) -> str:
    return str(item.error) if item.error.where or not item.id else f"{item.id}: {item.error}"


def _with_rating(items: Iterator[Review | Unreadable], rating: str) -> Iterator[Review | Unreadable]:
    """The one review with its rating; refused here, before any output is opened, where there are more."""
    first = list(islice(items, 2))
    if len(first) > 1:
        raise typer.BadParameter("it is for one review, and several were given", param_hint="--rating")
    return iter(
        item if isinstance(item, Unreadable) else item.model_copy(update={"rating": rating}) for item in first
    )
