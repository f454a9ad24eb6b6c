"""A reading as one web page: no script, no request, what was read beside the review's own text."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from closeup.export import words
from closeup.export.discretion import discreet
from closeup.export.marked import SIGNS, highlighted
from closeup.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from closeup.reading import Aspect, AspectSummary, Opinion, Quote, Reading, Span, Verdict

__all__ = ["highlighted", "page"]


def page(readings: Iterable[Reading], *, title: str | None = None, spoilers: bool = False) -> str:
    """One self-contained HTML page of one or more readings, with an index where there are several.

    Parameters
    ----------
    readings : iterable of Reading
        In the order in which they appear. The page holds all of them: meant for up to some hundreds.
    title : str, optional
        The page's title. Default: the review's headline, or how many reviews there are.
    spoilers : bool
        Show sentences that may spoil, and what rests on them. Else such sentences wait,
        folded away, until they are asked for.
    """
    entries: list[str] = []
    articles: list[str] = []
    first = "Untitled"
    for number, reading in enumerate(readings, start=1):
        first = _heading(reading) if number == 1 else first
        entries.append(_entry(reading, number))
        articles.append(_article(reading, number, spoilers=spoilers))
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


def _article(reading: Reading, number: int, *, spoilers: bool) -> str:
    anchor = f"review-{number}-sentence-"
    shown = reading if spoilers else discreet(reading)
    sections = [
        f"<section><h3>{name}</h3>\n{section}</section>" for name, section in _sections(shown, anchor)
    ]
    text = highlighted(reading, spoilers=spoilers, anchor=anchor)
    name = f"{reading.model.name} {reading.model.version}"
    parts = [
        f"<h2>{escape(_heading(reading))}</h2>",
        _byline(reading),
        _doubt(reading),
        _verdict(reading.verdict),
        f'<div class="sides">\n<div class="findings">\n{"".join(sections)}\n</div>' if sections else "<div>",
        f"<div>\n{_legend(reading, spoilers=spoilers)}",
        f'<div class="text" lang="{escape(reading.source.language)}">{text}</div>\n</div>\n</div>',
        f'<p class="foot">Read by Closeup, model {escape(name)}{_in_catalogue(reading)}</p>',
    ]
    body = "\n".join(part for part in parts if part)
    return f'<article class="review" id="review-{number}">\n{body}\n</article>'


def _doubt(reading: Reading) -> str:
    doubt = words.film_doubt(reading)
    return f'<p class="doubt">{escape(doubt)}</p>' if doubt else ""


def _in_catalogue(reading: Reading) -> str:
    known = reading.film.catalog_id if reading.film else None
    return f" · the film in the catalogue: {escape(words.one_line(known))}" if known else ""


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


def _legend(reading: Reading, *, spoilers: bool) -> str:
    present = {words.tone(sentence) for sentence in reading.sentences}
    keys = [
        f'<li class="key {tone if tone != "plot" else "plain"}">{escape(meaning)}</li>'
        for tone, meaning in words.TONES.items()
        if tone in present
    ]
    if spoilers and any(map(words.may_spoil, reading.sentences)):
        keys.append('<li class="key spoiler">may spoil</li>')
    if reading.opinions:
        keys.append('<li class="key"><span class="evidence up">praising</span> or '
                    '<span class="evidence down">blaming</span> words</li>')  # fmt: skip
    if not keys:
        return ""
    told = escape(f"{words.sentences(reading)}. Point at one, touch it or tab to it to see all of it.")
    return f'<ul class="legend" aria-label="Legend">{"".join(keys)}</ul>\n<p class="told">{told}</p>'


def _sections(reading: Reading, anchor: str) -> Iterator[tuple[str, str]]:
    if reading.quotes:
        yield "Lines to quote", _quotes(reading.quotes)
    if people := words.people(reading):
        yield "People", _people(people)
    if reading.aspects:
        yield "Praised and blamed", _aspects(reading, anchor)
    if reading.themes:
        items = [
            f"{_link(reading, theme.span, words.one_line(theme.text), anchor)} "
            f"<small>weight {theme.weight:.2f}</small>"
            for theme in reading.themes
        ]
        yield "Themes", _list(items, escaped=True)
    if works := words.works(reading):
        yield "Works named", _list(works)


def _quotes(quotes: Iterable[Quote]) -> str:
    items = [
        f'<li value="{quote.rank}"><blockquote class="{words.leaning(quote.polarity)}">{escape(quote.text)}'
        f"</blockquote><small>{words.degree(quote.polarity)} · worth {quote.worth:.2f}</small></li>"
        for quote in quotes
    ]
    return f'<ol class="quotes">{"".join(items)}</ol>'


def _people(people: list[tuple[str, list[str]]]) -> str:
    rows = "".join(f"<dt>{escape(role)}</dt><dd>{_list(names)}</dd>" for role, names in people)
    return f"<dl>{rows}</dl>"


def _aspects(reading: Reading, anchor: str) -> str:
    return "".join(
        f'<div class="aspect"><h4>{aspect}</h4>{_scale(summary)}'
        f"{_said(reading, aspect, summary, anchor)}</div>"
        for aspect, summary in reading.aspects.items()
    )


def _scale(summary: AspectSummary) -> str:
    """The polarity as a bar from the middle, and in words."""
    polarity = summary.polarity
    left, right = sorted((50.0, 50 + polarity * 50))
    told = f"{words.degree(polarity)} {words.signed(polarity)}, {words.times(summary.mentions)}"
    return (
        f'<div class="pole {SIGNS[words.leaning(polarity)]}" aria-hidden="true">'
        f'<i style="left:{left:.1f}%;right:{100 - right:.1f}%"></i></div><small>{told}</small>'
    )


def _said(reading: Reading, aspect: Aspect, summary: AspectSummary, anchor: str) -> str:
    items = [_evidence(reading, opinion, anchor) for opinion in words.said(reading, aspect)]
    hidden = summary.mentions - len(items)
    if hidden > 0:
        items.append(f"<small>{words.times(hidden)} in what may spoil</small>")
    return _list(items, escaped=True)


def _evidence(reading: Reading, opinion: Opinion, anchor: str) -> str:
    sign = f'<b class="{SIGNS[words.leaning(opinion.polarity)]}">{words.sign(opinion.polarity)}</b>'
    quoted = f"“{words.one_line(reading.slice(opinion.evidence))}”"
    link = f'<a href="#{anchor}{opinion.sentence}">{escape(quoted)}</a>'
    aside = escape(" ".join(filter(None, (words.target(opinion), words.doubt(opinion.confidence).strip()))))
    return f"{sign} {link} <small>{aside}</small>" if aside else f"{sign} {link}"


def _link(reading: Reading, span: Span, text: str, anchor: str) -> str:
    """The text as a link to the sentence that holds `span`, where there is one."""
    for number, sentence in enumerate(reading.sentences):
        if sentence.span[0] <= span[0] < sentence.span[1]:
            return f'<a href="#{anchor}{number}">{escape(text)}</a>'
    return escape(text)


def _list(items: Iterable[str], *, escaped: bool = False) -> str:
    lines = "".join(f"<li>{item if escaped else escape(item)}</li>" for item in items)
    return f"<ul>{lines}</ul>"
