"""Pull quotes: which lines of a review an editor would put on a poster, and in which order."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from closeup.reader.passages import Passage, passages
from closeup.reader.ratings import find_rating
from closeup.reading import Opinion, Quote, Sentence, Span, Work

MOST_QUOTES = 5
FEWEST_WORDS, MOST_WORDS = 3, 45
"""Of 38,663 lines that editors chose, 1 % are shorter and fewer than 1 % longer (`training/quotes.py`)."""
VIVID = 0.6
"""A line of two words must be at least this strong to be one: "Pure magic.\""""
SPOILS = 0.25
"""Odds of a spoiler from which a sentence is not quoted."""
EXAMINED = 7
"""Sentences whose clauses are weighed: those behind them by their worth alone never come up."""
LEAST = 0.35
"""Worth below which nothing is a quote."""
ALIKE = 0.6
"""Share of their words from which two lines say the same."""
RATING_WORDS = 6
"""Words beside a stated rating that make no line: "I give this film a solid"."""

WEIGHTS: Mapping[str, float] = {
    "bias": -1.60,
    "worth": 0.89,
    "short": -0.18,
    "long": -0.25,
    "bare": 0.34,
    "part": -0.29,
    "conceded": -0.30,
    "agrees": 0.56,
    "strength": 0.25,
    "evidence": 0.30,
    "overall": 0.35,
    "names_film": 0.42,
    "says_i": -0.25,
    "first": 0.46,
    "last": 0.26,
}
"""Log odds that an editor would use a line, per unit of each of `signs`; fitted by `training/quotes.py`."""

CERTAINTY = (2.56, 1.39)
"""From those log odds to those of `Quote.worth`, that a reader marks the line as at least usable: a shift
and a slope, fitted by `training/quotes.py`."""

_WORD = re.compile(r"\w[\w'’-]*")
_FILM = re.compile(r"\b(?:film|movie|picture|flick)\b", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:I|my|me)\b", re.IGNORECASE)
_MAY_RATE = re.compile(r"\d|[*★☆]|\b(?:stars?|thumbs?|rating|grade|score|out of)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A passage that might be quoted, with what decides.

    Attributes
    ----------
    sentence : int
    polarity : float
        From -1 to 1: what its sentence says, or of a clause what its own opinions say.
    signs : dict of str to float
        What `WEIGHTS` weighs.
    """

    passage: Passage
    sentence: int
    polarity: float
    signs: dict[str, float]

    def odds(self, weights: Mapping[str, float]) -> float:
        """The log odds that an editor would use it."""
        return weights["bias"] + sum(weights[name] * value for name, value in self.signs.items())


def pull_quotes(
    text: str,
    sentences: Sequence[Sentence],
    worth: Sequence[float],
    opinions: Sequence[Opinion],
    fresh_probability: float,
    *,
    works: Sequence[Work] = (),
    most: int = MOST_QUOTES,
    spoils: float = SPOILS,
    least: float = LEAST,
    weights: Mapping[str, float] = WEIGHTS,
    certainty: tuple[float, float] = CERTAINTY,
) -> tuple[Quote, ...]:
    """The lines of a review most worth quoting, best first.

    A line is a sentence or a clause that stands alone. None starts with a pronoun or connective that
    points out of it, spoils, asks, or merely states a fact or a rating; no two come from one sentence
    or say the same in almost the same words.

    Parameters
    ----------
    text : str
    sentences : sequence of Sentence
    worth : sequence of float, one for each sentence, from 0 to 1
        How quotable the model finds it.
    opinions : sequence of Opinion
    fresh_probability : float
        That the critic recommends the film; lines that speak with the verdict come first.
    works : sequence of Work
        Titles are never cut, and a line that names the film is clearer.
    most : int, default 5
    spoils : float, default `SPOILS`
        Sentences whose odds of a spoiler are at least this are left out.
    least : float, default `LEAST`
        The least worth of a quote.
    weights : mapping of str to float, default `WEIGHTS`
    certainty : (shift, slope), default `CERTAINTY`

    Returns
    -------
    tuple of Quote
        Ranks from 1. `Quote.worth` is the probability that an editor would find the line usable.
    """
    found = lines(text, sentences, worth, opinions, fresh_probability, works=works, spoils=spoils)
    ranked = sorted(_best_of_each(found, weights), key=lambda pair: (-pair[0], pair[1].passage.start))
    quotes: list[Quote] = []
    taken: list[set[str]] = []
    for odds, line in ranked:
        if len(quotes) >= most:
            break
        words = text[line.passage.start : line.passage.end]
        bag = {word.lower() for word in _WORD.findall(words)}
        worthy = _probability(certainty[0] + certainty[1] * odds)
        if worthy < least:
            break
        if any(_alike(bag, other) for other in taken) or _only_rates(words):
            continue
        taken.append(bag)
        quotes.append(
            Quote(
                rank=len(quotes) + 1,
                span=(line.passage.start, line.passage.end),
                text=words,
                worth=round(worthy, 3),
                polarity=round(line.polarity, 3),
            )
        )
    return tuple(quotes)


def lines(
    text: str,
    sentences: Sequence[Sentence],
    worth: Sequence[float],
    opinions: Sequence[Opinion],
    fresh_probability: float,
    *,
    works: Sequence[Work] = (),
    spoils: float = SPOILS,
    examined: int = EXAMINED,
) -> Iterator[Line]:
    """Every passage of the most promising sentences that may be quoted at all."""
    titles = sorted(chain.from_iterable(work.mentions for work in works))
    film = sorted(chain.from_iterable(work.mentions for work in works if work.relation == "this"))
    judged: dict[int, list[Opinion]] = defaultdict(list)
    for opinion in opinions:
        judged[opinion.sentence].append(opinion)
    fit = [
        n
        for n, sentence in enumerate(sentences)
        if sentence.spoiler < spoils and _may_judge(sentence, judged.get(n, ()))
    ]
    fit.sort(key=lambda n: (-worth[n], n))
    lean = 2 * fresh_probability - 1
    for n in fit[:examined]:
        sentence = sentences[n]
        place = {"first": float(n < 2), "last": float(n >= len(sentences) - 2)}
        for passage in passages(text, sentence.span, titles):
            inside = [
                o
                for o in judged.get(n, ())
                if passage.start <= o.evidence[0] and o.evidence[1] <= passage.end
            ]
            polarity = _polarity(passage, sentence, inside)
            if not _speaks(passage, sentence, polarity, inside, judged.get(n, ())):
                continue
            signs = {
                "worth": _log_odds(worth[n]),
                "short": max(0, 8 - passage.words) / 8,
                "long": max(0, passage.words - 24) / 10,
                "bare": float(passage.bare),
                "part": float(passage.part),
                "conceded": float(passage.conceded),
                "agrees": polarity * lean,
                "strength": abs(polarity),
                "evidence": min(len(inside), 3),
                "overall": float(any(o.aspect == "overall" for o in inside)),
                "names_film": float(_names_film(text, passage, film)),
                "says_i": float(_FIRST_PERSON.match(text, passage.start) is not None),
                **place,
            }
            yield Line(passage, n, polarity, signs)


def _may_judge(sentence: Sentence, opinions: Sequence[Opinion]) -> bool:
    """Whether a sentence is more than a fact, a header or a byline."""
    return bool(opinions) or sentence.kind in ("eval", "theme", "personal")


def _speaks(
    passage: Passage,
    sentence: Sentence,
    polarity: float,
    inside: Sequence[Opinion],
    opinions: Sequence[Opinion],
) -> bool:
    """Whether a passage says by itself what its sentence says, at a length that can be quoted."""
    if passage.words > MOST_WORDS or passage.words < 2:
        return False
    if passage.words < FEWEST_WORDS and abs(polarity) < VIVID:
        return False
    if not passage.part:
        return True
    if opinions and not inside:
        return False
    # to quote "gorgeous" out of "gorgeous, but empty" would misstate the review
    return not passage.conceded or polarity * sentence.sentiment > 0


def _polarity(passage: Passage, sentence: Sentence, inside: Sequence[Opinion]) -> float:
    if not passage.part or not inside:
        return sentence.sentiment
    total = sum(o.confidence for o in inside)
    return sum(o.polarity * o.confidence for o in inside) / total if total else sentence.sentiment


def _names_film(text: str, passage: Passage, film: Sequence[Span]) -> bool:
    if any(passage.start <= start and end <= passage.end for start, end in film):
        return True
    return _FILM.search(text, passage.start, passage.end) is not None


def _best_of_each(found: Iterable[Line], weights: Mapping[str, float]) -> Iterator[tuple[float, Line]]:
    """Of each sentence the best line."""
    best: dict[int, tuple[float, Line]] = {}
    for line in found:
        odds = line.odds(weights)
        if line.sentence not in best or odds > best[line.sentence][0]:
            best[line.sentence] = odds, line
    return iter(best.values())


def _alike(one: set[str], other: set[str]) -> bool:
    return len(one & other) > ALIKE * min(len(one), len(other))


def _only_rates(words: str) -> bool:
    """Whether a line holds a rating and little else."""
    if not _MAY_RATE.search(words):
        return False
    stated = find_rating(words)
    if stated is None or stated.span is None:
        return False
    rest = words[: stated.span[0]] + " " + words[stated.span[1] :]
    return len(_WORD.findall(rest)) <= RATING_WORDS


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _log_odds(probability: float) -> float:
    share = min(0.99, max(0.01, probability))
    return math.log(share / (1 - share))
