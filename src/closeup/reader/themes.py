"""Themes: what the critic says that the film is about, in the critic's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from closeup.reader.noun_phrases import noun_phrases, phrase_before
from closeup.reader.subjects import OFTEN_SAID, SUBJECTS
from closeup.reading import Sentence, Span, Theme

MOST_THEMES = 5
LEAST = 0.35
"""Weight below which nothing is a theme: none is better than a wrong one."""


@dataclass(frozen=True)
class Cue:
    """What leads to a theme: one of `words`, then `rest`; and how often what follows it is one."""

    words: frozenset[str]
    rest: re.Pattern[str]
    odds: float
    before: re.Pattern[str] | None = None


def _cue(words: str, rest: str, odds: float, before: str | None = None) -> Cue:
    return Cue(frozenset(words.split()), re.compile(rest), odds, re.compile(before) if before else None)


CUES = (
    _cue(
        "theme themes notion notions question questions issue issues idea ideas",
        r"\s+(?:of|about|like|such as|including)\b",
        0.75,
    ),
    _cue(
        "meditation meditations rumination ruminations reflection reflections exploration explorations "
        "examination examinations investigation inquiry study studies parable parables allegory allegories "
        "fable fables metaphor metaphors portrait portraits portrayal portrayals depiction depictions "
        "indictment critique critiques commentary comment comments satire satires treatise essay lesson "
        "lessons statement statements message messages insight insights elegy celebration evocation "
        "dissection warning warnings ode hymn paean",
        r"\s+(?:of|on|upon|about|for|in|to|into|against)\b",
        0.7,
    ),
    _cue("cautionary morality", r"\s+(?:tales?|plays?)\s+(?:of|about|on)\b", 0.7),
    _cue(
        "explore explores explored exploring examine examines examined examining probe probes probing tackle "
        "tackles tackled tackling dissect dissects dissected dissecting satirise satirises satirize "
        "satirizes critique critiques interrogate interrogates",
        r"",
        0.65,
    ),
    _cue("address addresses addressed addressing confront confronts confronted confronting", r"", 0.55),
    _cue("grapple grapples grappled grappling wrestle wrestles wrestled wrestling", r"\s+with\b", 0.55),
    _cue(
        "deal deals dealt dealing concern concerns comment comments commenting meditate meditates reflect "
        "reflects concerned",
        r"\s+(?:itself\s+)?(?:with|on)\b",
        0.5,
    ),
    _cue(
        "about",
        r"",
        0.5,
        r"\b(?:film|movie|picture|drama|comedy|story|it|this|that|satire|documentary|tale|one)"
        r"(?:['’]s|\s+is|\s+was)?(?:\s+(?:really|ultimately|actually|also|essentially|basically|all|mainly|"
        r"mostly|less|more|as much|simply|not just|truly))*\s+$",
    ),
)
"""What leads to themes, with about the precision that `training/themes.py` finds."""

_LEADS = {word: cue for cue in reversed(CUES) for word in cue.words}
_NAMING = SUBJECTS - OFTEN_SAID
NAMED = 0.5
"""How often a noun that names what films are about is a theme of the review that has it."""
REACH = 60
"""How many characters before "about" are looked at."""

_TOKEN = re.compile(r"[a-z]{4,}(?:-[a-z]+)*")
_WORD = re.compile(r"[a-z]{4,}")
_SPOKEN_OF = frozenset(("eval", "theme", "plot", "context"))


def themes(
    text: str,
    sentences: Sequence[Sentence],
    theme_odds: Sequence[float] | None = None,
    *,
    names: Sequence[Span] = (),
) -> tuple[Theme, ...]:
    """Up to five subjects of the film, the most telling first.

    Parameters
    ----------
    text : str
    sentences : sequence of Sentence
    theme_odds : sequence of float, optional
        For each sentence, from 0 to 1, that it says what the film is about. Default: by its kind.
    names : sequence of Span
        People, characters and titles: no theme overlaps one.

    Returns
    -------
    tuple of Theme
        Noun phrases as they stand in the text, with weights from 0 to 1, not overlapping.
    """
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text  # a letter that grows when it is lowered would move every offset
    weighed = sorted(
        (
            (_weight(text[start:end], odds, lowered), start, end)
            for odds, (start, end) in _found(text, lowered, sentences, theme_odds)
        ),
        key=lambda item: (-item[0], item[1]),
    )
    taken: list[Theme] = []
    said: set[str] = set()
    for weight, start, end in weighed:
        stems = {stem(word) for word in _WORD.findall(text[start:end].lower())}
        if len(taken) == MOST_THEMES or weight < LEAST:
            break
        if not stems or stems & said or any(a < end and start < b for a, b in names):
            continue
        said |= stems
        taken.append(Theme(text=text[start:end], span=(start, end), weight=round(weight, 3)))
    return tuple(taken)


def _found(
    text: str, lowered: str, sentences: Sequence[Sentence], theme_odds: Sequence[float] | None
) -> Iterator[tuple[float, Span]]:
    """Phrases that may be themes, with how often such phrases are."""
    for n, sentence in enumerate(sentences):
        if sentence.kind not in _SPOKEN_OF:
            continue
        share = theme_odds[n] if theme_odds is not None else float(sentence.kind == "theme")
        start, end = sentence.span
        sure = 0.7 + 0.3 * share
        for token in _TOKEN.finditer(lowered, start, end):
            word = token.group()
            if word in _NAMING:
                yield NAMED * sure, phrase_before(text, start, token.span())
            elif word in _LEADS and (after := _after(_LEADS[word], lowered, token, start)) is not None:
                for span in noun_phrases(text, after, end):
                    yield _LEADS[word].odds * sure, span


def _after(cue: Cue, lowered: str, token: re.Match[str], start: int) -> int | None:
    """Where a cue ends, if it is one here."""
    if cue.before and not cue.before.search(lowered[max(start, token.start() - REACH) : token.start()]):
        return None
    rest = cue.rest.match(lowered, token.end())
    return rest.end() if rest else None


def _weight(phrase: str, odds: float, lowered: str) -> float:
    """More for what the review comes back to."""
    again = max((lowered.count(stem(word)) - 1 for word in _WORD.findall(phrase.lower())), default=0)
    return min(1.0, odds * (1 + 0.1 * min(max(again, 0), 3)))


def stem(word: str) -> str:
    """A word without its commonest endings, so that "exploring class" and "classes" meet."""
    for ending in ("ies", "es", "s", "ing", "ed", "y"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
