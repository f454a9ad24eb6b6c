"""A reading as a Markdown report, for a wiki, a pull request or a notebook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closeup.export import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeup.reading import Reading

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]|^[#+\-=]")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")


def report(reading: Reading) -> str:
    """One reading as CommonMark with tables, ending in a line end.

    The text is given sentence by sentence, each after its tone. Whatever the review holds
    is escaped, so that none of it acts as markup.
    """
    return "\n\n".join(_blocks(reading)) + "\n"


def escape(text: str) -> str:
    """The text on one line, with every character that Markdown would act on escaped."""
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", words.one_line(text)))


def _blocks(reading: Reading) -> Iterator[str]:
    verdict = reading.verdict
    yield f"# {escape(words.headline(reading)) or 'Untitled'}"
    about = [escape(part) for part in words.byline(reading)]
    if words.film_title(reading) and reading.source.title:
        about.insert(0, f"“{escape(reading.source.title)}”")
    if about:
        yield " · ".join(about)
    yield (
        f"**{words.recommendation(verdict)}** ({escape(words.certainty(verdict))}) · "
        f"**{words.points(verdict.score)}** / 100"
    )
    yield escape(words.basis(verdict))
    yield from _sections(reading)
    yield "## The review, sentence by sentence"
    yield "\n".join(_sentences(reading)) or "None."
    yield f"Read by Closeup, model {escape(f'{reading.model.name} {reading.model.version}')}"


def _sections(reading: Reading) -> Iterator[str]:
    if reading.quotes:
        yield "## Lines to quote"
        yield from (f"> {escape(quote.text)}" for quote in reading.quotes if quote.text.strip())
    if reading.aspects:
        yield "## Praised and blamed"
        yield "\n".join(_aspects(reading))
    lists = {
        "People": [f"{escape(person.person)}: {escape(words.credit(person))}" for person in reading.credits],
        "Characters": [escape(words.character(figure)) for figure in reading.characters],
        "Works named": [escape(words.work(work)) for work in reading.works],
        "Themes": [escape(theme.text) for theme in reading.themes],
    }
    for name, lines in lists.items():
        if lines:
            yield f"## {name}"
            yield "\n".join(f"- {line}" for line in lines)


def _aspects(reading: Reading) -> Iterator[str]:
    yield "| Aspect | Polarity | In the critic's words |"
    yield "| --- | ---: | --- |"
    for aspect, summary in reading.aspects.items():
        said = [opinion for opinion in reading.opinions if opinion.aspect == aspect]
        quoted = ", ".join(f"“{escape(reading.slice(opinion.evidence))}”" for opinion in said)
        yield f"| {aspect} | {words.signed(summary.polarity)} | {quoted} |"


def _sentences(reading: Reading) -> Iterator[str]:
    for sentence in reading.sentences:
        mark: str = words.tone(sentence)
        if sentence.kind == "eval":
            mark += f" {words.signed(sentence.sentiment)}"
        if sentence.spoiler >= words.SPOILS:
            mark += ", may spoil"
        yield f"- `{mark}` {escape(reading.slice(sentence.span))}"
