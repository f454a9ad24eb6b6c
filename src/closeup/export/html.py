"""A reading as one web page: no script, no request, the review's text highlighted in place.

The highlighted text is the review's own, character for character: what the page adds is
in attributes and shown by style alone, so copying from the page copies the review.
"""

from __future__ import annotations

from html import escape
from importlib.resources import files
from itertools import pairwise
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from closeup.export import words
from closeup.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from closeup.reading import Reading, Sentence, Span, Verdict

_LEANINGS = {"praise": "up", "blame": "down", "mixed": "even"}


def page(readings: Iterable[Reading], *, title: str | None = None) -> str:
    """One self-contained HTML page of one or more readings, with an index where there are several.

    Parameters
    ----------
    readings : iterable of Reading
        In the order in which they appear. The page holds all of them: meant for up to some hundreds.
    title : str, optional
        The page's title. Default: the review's headline, or how many reviews there are.
    """
    entries: list[str] = []
    articles: list[str] = []
    first = "Untitled"
    for number, reading in enumerate(readings, start=1):
        first = _heading(reading) if number == 1 else first
        entries.append(_entry(reading, number))
        articles.append(_article(reading, number))
    count = len(articles)
    name = title or (first if count == 1 else f"{count:,} reviews")
    body = "\n".join(articles)
    if count == 1:
        body = body.replace("<h2>", "<h1>", 1).replace("</h2>", "</h1>", 1)
    else:
        body = f"<h1>{escape(name)}</h1>\n{_index(entries)}\n{body}"
    resources = files("closeup.export")
    return Template(resources.joinpath("page.html").read_text("utf-8")).substitute(
        title=escape(name),
        style=resources.joinpath("page.css").read_text("utf-8").strip(),
        generator=escape(f"Closeup {__version__}"),
        body=body,
    )


def highlighted(reading: Reading) -> str:
    """The review's text as HTML: each sentence an element, opinions and names marked inside it.

    Its text content is `reading.text` exactly.
    """
    marks = _marks(reading)
    parts: list[str] = []
    done = 0
    for number, sentence in sorted(enumerate(reading.sentences), key=lambda pair: pair[1].span):
        start, end = max(sentence.span[0], done), sentence.span[1]
        if start >= end:
            continue
        parts.append(_segments(reading, (done, start), marks))
        classes = _sentence_classes(sentence)
        about = escape(_about(reading, number))
        inside = _segments(reading, (start, end), marks)
        parts.append(
            f'<span class="{classes}" tabindex="0" role="mark" aria-description="{about}">{inside}</span>'
        )
        done = end
    parts.append(_segments(reading, (done, len(reading.text)), marks))
    return "".join(parts)


def _sentence_classes(sentence: Sentence) -> str:
    classes = ["s", words.tone(sentence)]
    if sentence.kind == "eval" and abs(sentence.sentiment) >= words.STRONG:
        classes.append("strong")
    if sentence.spoiler >= words.SPOILS:
        classes.append("spoiler")
    return " ".join(classes)


def _about(reading: Reading, number: int) -> str:
    """What the tooltip says of a sentence: its tone, then what is claimed inside it, a line each."""
    sentence = reading.sentences[number]
    lines = [f"{words.TONES[words.tone(sentence)]} · sentiment {words.signed(sentence.sentiment)}"]
    if sentence.spoiler >= words.SPOILS:
        lines[0] += f" · may spoil ({words.percent(sentence.spoiler)})"
    lines += [words.opinion(reading, opinion) for opinion in reading.opinions if opinion.sentence == number]
    for person in reading.credits:
        if any(_inside(span, sentence.span) for span in person.mentions):
            lines.append(f"{words.one_line(person.person)}: {words.credit(person)}")
    for figure in reading.characters:
        if any(_inside(span, sentence.span) for span in figure.mentions):
            lines.append(f"{words.character(figure)}, a character")
    for work in reading.works:
        if any(_inside(span, sentence.span) for span in work.mentions):
            lines.append(words.work(work))
    return "\n".join(lines)


def _inside(span: Span, outer: Span) -> bool:
    return outer[0] <= span[0] and span[1] <= outer[1]


def _marks(reading: Reading) -> list[tuple[Span, str]]:
    """Every span marked inside sentences, with its class."""
    marks = [
        (opinion.evidence, f"evidence {_LEANINGS[words.leaning(opinion.polarity)]}")
        for opinion in reading.opinions
    ]
    for group in (reading.credits, reading.characters, reading.works):
        for named in group:
            marks += [(span, "named") for span in named.mentions]
    if reading.film and reading.film.span:
        marks.append((reading.film.span, "named"))
    if reading.verdict.stated and reading.verdict.stated.span:
        marks.append((reading.verdict.stated.span, "rating"))
    return sorted(marks)


def _segments(reading: Reading, span: Span, marks: list[tuple[Span, str]]) -> str:
    """The text at `span`, cut wherever a mark begins or ends, so that marks may overlap as they please."""
    here = [(start, end, name) for (start, end), name in marks if start < span[1] and end > span[0]]
    edges = {edge for start, end, _ in here for edge in (start, end) if span[0] < edge < span[1]}
    cuts = [span[0], *sorted(edges), span[1]]
    parts: list[str] = []
    for left, right in pairwise(cuts):
        text = escape(reading.text[left:right])
        names = dict.fromkeys(name for start, end, name in here if start <= left and right <= end)
        parts.append(f'<span class="{" ".join(names)}">{text}</span>' if names else text)
    return "".join(parts)


def _index(entries: list[str]) -> str:
    columns = (
        '<th scope="col">Review</th><th scope="col">Verdict</th><th scope="col" class="number">Score</th>'
    )
    rows = "\n".join(entries)
    table = f"<table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    return f'<nav class="index" aria-label="Reviews">{table}</nav>'


def _entry(reading: Reading, number: int) -> str:
    verdict = reading.verdict
    by = escape(", ".join(words.byline(reading)[:2]))
    return (
        f'<tr><td><a href="#review-{number}">{escape(_heading(reading))}</a>'
        f"{f'<br><small>{by}</small>' if by else ''}</td>"
        f'<td class="{_call(verdict)}">{words.recommendation(verdict)}</td>'
        f'<td class="number">{words.points(verdict.score)}</td></tr>'
    )


def _heading(reading: Reading) -> str:
    return words.headline(reading) or "Untitled"


def _article(reading: Reading, number: int) -> str:
    parts = [f"<h2>{escape(_heading(reading))}</h2>", _byline(reading), _verdict(reading.verdict)]
    parts.append(f'<div class="text" lang="{escape(reading.source.language)}">{highlighted(reading)}</div>')
    parts.append(_legend(reading))
    parts += [f"<section><h3>{name}</h3>\n{section}</section>" for name, section in _sections(reading)]
    model = escape(f"{reading.model.name} {reading.model.version}")
    parts.append(f'<p class="foot">Read by Closeup, model {model}</p>')
    body = "\n".join(part for part in parts if part)
    return f'<article class="review" id="review-{number}">\n{body}\n</article>'


def _byline(reading: Reading) -> str:
    parts = [escape(part) for part in words.byline(reading)]
    source = reading.source
    if words.film_title(reading) and source.title:
        parts.insert(0, f"“{escape(words.one_line(source.title))}”")
    if source.url and _is_web_address(source.url):
        link = f'<a href="{escape(source.url)}" rel="noopener noreferrer">the review at its source</a>'
        parts.append(link)
    return f'<p class="byline">{" · ".join(parts)}</p>' if parts else ""


def _is_web_address(url: str) -> bool:
    try:
        return urlsplit(url).scheme in ("http", "https")
    except ValueError:
        return False


def _call(verdict: Verdict) -> str:
    return "fresh" if verdict.fresh else "rotten"


def _verdict(verdict: Verdict) -> str:
    low, high = verdict.read_interval
    label = escape(f"Score {words.points(verdict.score)} of 100. {words.basis(verdict)}")
    return f"""<div class="verdict">
<p class="call"><span><strong class="{_call(verdict)}">{words.recommendation(verdict)}</strong>
<small>{escape(words.certainty(verdict))}</small></span>
<span class="score {_call(verdict)}">{words.points(verdict.score)}<small> / 100</small></span></p>
<div class="bar {_call(verdict)}" role="img" aria-label="{label}">\
<i style="left:{low:.1f}%;right:{100 - high:.1f}%"></i><b style="left:{verdict.score:.1f}%"></b></div>
<p class="ends" aria-hidden="true"><span>0</span><span>100</span></p>
<p class="basis">{escape(words.basis(verdict))}</p>
</div>"""


def _legend(reading: Reading) -> str:
    present = {words.tone(sentence) for sentence in reading.sentences}
    keys = [
        f'<li class="key {tone if tone != "plot" else "plain"}">{escape(meaning)}</li>'
        for tone, meaning in words.TONES.items()
        if tone in present
    ]
    if any(sentence.spoiler >= words.SPOILS for sentence in reading.sentences):
        keys.append('<li class="key spoiler">may spoil</li>')
    if reading.opinions:
        keys.append('<li class="key"><span class="evidence up">praising</span> or '
                    '<span class="evidence down">blaming</span> words</li>')  # fmt: skip
    return f'<ul class="legend" aria-label="Legend">{"".join(keys)}</ul>' if keys else ""


def _sections(reading: Reading) -> Iterator[tuple[str, str]]:
    if reading.quotes:
        yield (
            "Lines to quote",
            "\n".join(
                f'<blockquote class="{words.leaning(quote.polarity)}">{escape(quote.text)}</blockquote>'
                for quote in reading.quotes
            ),
        )
    if reading.aspects:
        yield "Praised and blamed", _aspects(reading)
    if reading.credits:
        yield (
            "People",
            _table(
                f'<tr><th scope="row">{escape(words.one_line(person.person))}</th>'
                f"<td>{escape(words.credit(person))}</td></tr>"
                for person in reading.credits
            ),
        )
    if reading.characters:
        yield "Characters", _list(words.character(figure) for figure in reading.characters)
    if reading.works:
        yield "Works named", _list(words.work(work) for work in reading.works)
    if reading.themes:
        yield "Themes", _list(words.one_line(theme.text) for theme in reading.themes)


def _aspects(reading: Reading) -> str:
    rows: list[str] = []
    for aspect, summary in reading.aspects.items():
        said = ", ".join(
            f"“{words.one_line(reading.slice(opinion.evidence))}”"
            for opinion in reading.opinions
            if opinion.aspect == aspect
        )
        leaning = _LEANINGS[words.leaning(summary.polarity)]
        rows.append(
            f'<tr><th scope="row">{aspect}</th>'
            f'<td class="number {leaning}">{words.signed(summary.polarity)}</td><td>{escape(said)}</td></tr>'
        )
    return _table(rows)


def _table(rows: Iterable[str]) -> str:
    return f"<table>{''.join(rows)}</table>"


def _list(lines: Iterable[str]) -> str:
    return f'<ul class="plain-list">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
