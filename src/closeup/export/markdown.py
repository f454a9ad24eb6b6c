"""A reading as a Markdown report, for a wiki, a pull request or a notebook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from closeup.export import words
from closeup.export.discretion import discreet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeup.reading import Reading

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~&$]|^[#+\-=]")
_NUMBERED = re.compile(r"^(\d+)([.)])(?=\s|$)")


def report(reading: Reading, *, spoilers: bool = False) -> str:
    """One reading as CommonMark with tables, ending in a line end.

    The text is given sentence by sentence, each after its tone. Whatever the review holds
    is escaped, so that none of it acts as markup.

    Parameters
    ----------
    spoilers : bool
        Show sentences that may spoil, and what rests on them. Else such sentences are
        marked and their words withheld.
    """
    return "\n\n".join(_blocks(reading, spoilers=spoilers)) + "\n"


def escape(text: str) -> str:
    """The text on one line, with every character that Markdown would act on escaped."""
    return _NUMBERED.sub(r"\1\\\2", _SPECIAL.sub(r"\\\g<0>", words.one_line(text)))


def _blocks(reading: Reading, *, spoilers: bool) -> Iterator[str]:
    verdict = reading.verdict
    yield f"# {escape(words.headline(reading)) or 'Untitled'}"
    about = [escape(part) for part in words.byline(reading)]
    if words.film_title(reading) and reading.source.title:
        about.insert(0, f"“{escape(reading.source.title)}”")
    if about:
        yield " · ".join(about)
    doubt = words.film_doubt(reading)
    if doubt:
        yield escape(doubt)
    yield (
        f"**{words.recommendation(verdict)}** ({escape(words.certainty(verdict))}) · "
        f"**{words.points(verdict.score)}** / 100"
    )
    yield escape(words.basis(verdict))
    yield from _sections(reading if spoilers else discreet(reading))
    yield "## The review, sentence by sentence"
    yield escape(words.sentences(reading)) + "."
    yield "\n".join(_sentences(reading, spoilers=spoilers)) or "None."
    yield f"Read by Closeup, model {escape(f'{reading.model.name} {reading.model.version}')}"


def _sections(reading: Reading) -> Iterator[str]:
    quotes = [quote for quote in reading.quotes if quote.text.strip()]
    if quotes:
        yield "## Lines to quote"
        # A list would number them by place, and their ranks may skip.
        for quote in quotes:
            yield f"> {escape(quote.text)}"
            yield f"Rank {quote.rank}, {words.degree(quote.polarity)}, worth {quote.worth:.2f}"
    if people := words.people(reading):
        yield "## People"
        yield "\n".join(f"- {role}: {escape(', '.join(names))}" for role, names in people)
    if reading.aspects:
        yield "## Praised and blamed"
        yield "\n".join(_aspects(reading))
    lists = {
        "Themes": [f"{escape(theme.text)} (weight {theme.weight:.2f})" for theme in reading.themes],
        "Works named": [escape(work) for work in words.works(reading)],
    }
    for name, lines in lists.items():
        if lines:
            yield f"## {name}"
            yield "\n".join(f"- {line}" for line in lines)


def _aspects(reading: Reading) -> Iterator[str]:
    yield "| Aspect | Polarity | Mentions | In the critic's words |"
    yield "| --- | ---: | ---: | --- |"
    for aspect, summary in reading.aspects.items():
        said = words.said(reading, aspect)
        quoted = [
            f"{words.sign(opinion.polarity)} "
            f"{escape(words.evidence(reading, opinion) + words.doubt(opinion.confidence))}"
            for opinion in said
        ]
        if summary.mentions > len(said):
            quoted.append(f"{words.times(summary.mentions - len(said))} in what may spoil")
        yield f"| {aspect} | {words.signed(summary.polarity)} | {summary.mentions} | {', '.join(quoted)} |"


def _sentences(reading: Reading, *, spoilers: bool) -> Iterator[str]:
    for sentence in reading.sentences:
        mark: str = words.tone(sentence)
        if sentence.kind == "eval":
            mark += f" {words.signed(sentence.sentiment)}"
        hidden = words.may_spoil(sentence) and not spoilers
        if words.may_spoil(sentence):
            mark += ", may spoil"
        yield f"- `{mark}` {'(withheld)' if hidden else escape(reading.slice(sentence.span))}"
