"""A review's text as HTML, what was read in it marked in place.

Its text content is the review's own, character for character: what is added is in
attributes and shown by style alone, so copying from the page copies the review.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from closeup.export import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeup.reading import Reading, Sentence, Span

SIGNS = {"praise": "up", "blame": "down", "mixed": "even"}
"""The class of words that praise, blame or do both."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A marked span, its classes, and the label that stands after its last word."""

    span: Span
    names: str
    label: str = ""


def highlighted(reading: Reading, *, spoilers: bool = False, anchor: str = "") -> str:
    """The review's text as HTML: each sentence an element, opinions and names marked inside it.

    Its text content is `reading.text` exactly. Sentences that may spoil are in a
    `<details>` of their own, closed.

    Parameters
    ----------
    spoilers : bool
        Leave those sentences in the open, marked.
    anchor : str
        What the id of each sentence begins with, its number following. Empty: no ids.
    """
    marks = _marks(reading)
    parts: list[str] = []
    done, in_hiding = 0, False
    for number, sentence in sorted(enumerate(reading.sentences), key=lambda pair: pair[1].span):
        start, end = max(sentence.span[0], done), sentence.span[1]
        if start >= end:
            continue
        hides = words.may_spoil(sentence) and not spoilers
        between = _segments(reading, (done, start), marks)
        if hides == in_hiding:
            parts.append(between)
        else:
            parts += [between, _HIDE] if hides else [_SHOW, between]
        in_hiding = hides
        parts.append(_sentence(reading, number, (start, end), marks, anchor))
        done = end
    rest = _segments(reading, (done, len(reading.text)), marks)
    return "".join([*parts, _SHOW if in_hiding else "", rest])


_HIDE = '<details class="hidden"><summary aria-label="May spoil: show or hide"></summary>'
_SHOW = "</details>"


def _sentence(reading: Reading, number: int, span: Span, marks: list[_Mark], anchor: str) -> str:
    name = f' id="{escape(anchor)}{number}"' if anchor else ""
    classes = _sentence_classes(reading.sentences[number])
    about = escape(_about(reading, number))
    inside = _segments(reading, span, marks)
    return (
        f'<span class="{classes}"{name} tabindex="0" role="mark" aria-description="{about}">{inside}</span>'
    )


def _sentence_classes(sentence: Sentence) -> str:
    classes = ["s", words.tone(sentence)]
    if sentence.kind == "eval" and abs(sentence.sentiment) >= words.STRONG:
        classes.append("strong")
    if words.may_spoil(sentence):
        classes.append("spoiler")
    return " ".join(classes)


def _about(reading: Reading, number: int) -> str:
    """What the tooltip says of a sentence: its tone, then what is claimed inside it, a line each."""
    sentence = reading.sentences[number]
    lines = [f"{words.TONES[words.tone(sentence)]} · sentiment {words.signed(sentence.sentiment)}"]
    if words.may_spoil(sentence):
        lines[0] += f" · may spoil ({words.percent(sentence.spoiler)})"
    lines += [words.opinion(reading, opinion) for opinion in reading.opinions if opinion.sentence == number]
    lines += _named(reading, sentence.span)
    for theme in reading.themes:
        if _inside(theme.span, sentence.span):
            lines.append(f"theme: {words.one_line(theme.text)}")
    return "\n".join(lines)


def _named(reading: Reading, span: Span) -> Iterator[str]:
    for person in reading.credits:
        if any(_inside(mention, span) for mention in person.mentions):
            yield f"{words.one_line(person.person)}: {words.credit(person)}{words.doubt(person.confidence)}"
    for figure in reading.characters:
        if any(_inside(mention, span) for mention in figure.mentions):
            yield f"{words.character(figure)}, a character{words.doubt(figure.confidence)}"
    for work in reading.works:
        if any(_inside(mention, span) for mention in work.mentions):
            yield words.work(work) + words.doubt(work.confidence)


def _inside(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _marks(reading: Reading) -> list[_Mark]:
    """Every span marked inside sentences."""
    marks = [
        _Mark(
            opinion.evidence,
            f"evidence {SIGNS[words.leaning(opinion.polarity)]}",
            f"{words.sign(opinion.polarity)}\N{NO-BREAK SPACE}{opinion.aspect}",
        )
        for opinion in reading.opinions
    ]
    for group in (reading.credits, reading.characters, reading.works):
        for named in group:
            marks += [_Mark(span, "named") for span in named.mentions]
    if reading.film and reading.film.span:
        marks.append(_Mark(reading.film.span, "named"))
    if reading.verdict.stated and reading.verdict.stated.span:
        marks.append(_Mark(reading.verdict.stated.span, "rating"))
    marks += [_Mark(theme.span, "topic") for theme in reading.themes]
    return sorted(marks, key=lambda mark: (mark.span, mark.names))


def _segments(reading: Reading, span: Span, marks: list[_Mark]) -> str:
    """The text at `span`, cut wherever a mark begins or ends, so that marks may overlap as they please."""
    here = [mark for mark in marks if mark.span[0] < span[1] and mark.span[1] > span[0]]
    edges = {edge for mark in here for edge in mark.span if span[0] < edge < span[1]}
    cuts = [span[0], *sorted(edges), span[1]]
    parts: list[str] = []
    for left, right in pairwise(cuts):
        text = escape(reading.text[left:right])
        on = [mark for mark in here if mark.span[0] <= left and right <= mark.span[1]]
        names = dict.fromkeys(name for mark in on for name in mark.names.split())
        labels = dict.fromkeys(mark.label for mark in on if mark.label and mark.span[1] == right)
        label = f' data-label="{escape(", ".join(labels))}"' if labels else ""
        parts.append(f'<span class="{" ".join(names)}"{label}>{text}</span>' if names else text)
    return "".join(parts)
