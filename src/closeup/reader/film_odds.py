"""The odds that a review is about a film: what speaks for each candidate, weighed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from closeup.catalog.film import CatalogFilm
from closeup.reader.film_facts import Agreement, is_titled
from closeup.reader.film_titles import NamedTitle, Phrase
from closeup.reader.film_weights import WEIGHTS
from closeup.reading import Span

Evidence = dict[str, float]


@dataclass(frozen=True)
class Setting:
    """What all candidates of one review share.

    Attributes
    ----------
    titles : int
        Titles that the review names.
    people : int
        Directors and actors that it names.
    years : tuple of int
        Years that its text has.
    this_year : int or None
        Of "this 1944 film".
    """

    titles: int = 0
    people: int = 0
    years: tuple[int, ...] = ()
    this_year: int | None = None


@dataclass(frozen=True)
class Candidate:
    """A film that the review may be about: a title that it names, a film of the catalogue, or both.

    Attributes
    ----------
    title : NamedTitle or None
    film : CatalogFilm or None
    agreement : Agreement or None
        Of the film's people with the review's.
    namesakes : int
        Films of the catalogue that have this title.
    place : int
        Among the namesakes, the best known first.
    rivals : int
        Without a title: films whose people agree as well as this one's.
    span : Span or None
        Without a title: where the film's title stands in the text after all.
    echo : float
        Without a title: the share of the title's words that stand in the text, from 0 to 1.
    kin : bool
        Without a title: whether a title that the review names is part of the film's.
    alike : float
        How alike the title and the film's are; 1 where they are one.
    """

    title: NamedTitle | None = None
    film: CatalogFilm | None = None
    agreement: Agreement | None = None
    namesakes: int = 0
    place: int = 0
    rivals: int = 0
    span: Span | None = None
    echo: float = 0.0
    kin: bool = False
    alike: float = 1.0


def evidence(candidate: Candidate, setting: Setting) -> Evidence:
    """What speaks for and against a candidate, by name, each about 0 to 3."""
    found: Evidence = {}
    title = candidate.title
    if title:
        found |= _of_phrase(title, title.phrase) if title.phrase else _of_title(title, setting)
    if candidate.film and candidate.agreement:
        found |= _of_film(candidate.film, candidate.agreement, candidate, setting)
    elif candidate.title:
        found["unknown"] = 1.0
        found["unknown, namesakes"] = float(candidate.namesakes > 0)
        found["unknown, people"] = min(setting.people, 4) / 4
    return found


def _of_title(title: NamedTitle, setting: Setting) -> Evidence:
    this = min(max(title.this, 0.01), 0.99)
    return {
        "title": 1.0,
        "this": math.log(this / (1 - this)),
        "first": float(title.rank == 0),
        "early": 1.0 - title.start,
        "count": math.log1p(title.count),
        "short": float(title.short),
        "alone": float(setting.titles == 1),
        "heading": float(title.heading),
        "heading alone": float(title.heading and title.count == 0),
        "year beside": float(title.year is not None),
    }


def _of_phrase(title: NamedTitle, phrase: Phrase) -> Evidence:
    longer = min(len(title.words) - 1, 3)
    return {
        "phrase": 1.0,
        "phrase, lower": float(phrase.lower),
        "phrase, words": longer,
        "phrase, count": math.log(title.count),
        "phrase, early": 1.0 - title.start,
        "phrase, opening": float(phrase.opening),
        "phrase, capitals": phrase.capitals,
        "phrase, capitals, words": phrase.capitals * longer,
        "phrase, quoted": float(phrase.quoted),
        "phrase, said": float(phrase.said),
        "phrase, other": phrase.other,
        "phrase, repeated": float(phrase.repeated),
        "phrase, person": phrase.person,
        "year beside": float(title.year is not None),
    }


def _of_film(film: CatalogFilm, people: Agreement, candidate: Candidate, setting: Setting) -> Evidence:
    where = "" if candidate.title else "unnamed, "
    agree = people.agree
    found: Evidence = {
        f"{where}known": 1.0,
        f"{where}one agrees": min(agree, 1.0),
        f"{where}two agree": min(max(agree - 1, 0.0), 1.0),
        f"{where}more agree": min(max(agree - 2, 0.0), 2.0),
        f"{where}director": float(people.director),
        f"{where}amiss": min(people.amiss, 4) / 2,
        "year told": _year(film.year, candidate.title, setting),
        "year named": float(film.year in setting.years),
    }
    if candidate.title:
        words = candidate.title.words
        if candidate.title.phrase:
            found |= {"phrase, agrees": min(agree, 1.0), "phrase, director": float(people.director)}
        longer = min(len(words) - 1, 3)
        found |= {
            "none agree": float(setting.people >= 2 and agree == 0),
            "words": longer,
            "words, none agree": longer * float(agree == 0),
            "namesakes": math.log(max(candidate.namesakes, 1)),
            "best known": float(candidate.place == 0),
            "part": float(candidate.alike == 1 and not is_titled(film, words)),
            "unlike": 10 * (1 - candidate.alike),
        }
    else:
        found |= {
            "unnamed, rivals": math.log(max(candidate.rivals, 1)),
            "unnamed, stands": float(candidate.span is not None),
            "unnamed, echo": candidate.echo,
            "unnamed, kin": float(candidate.kin),
            "unnamed, titles": min(setting.titles, 3) / 3,
        }
    return found


def _year(year: int | None, title: NamedTitle | None, setting: Setting) -> float:
    """1 where the film's year is the one that the review gives its film, -1 where it is another."""
    told = (title.year if title else None) or setting.this_year
    if told is None or year is None:
        return 0.0
    return 1.0 if abs(told - year) <= 1 else -1.0


def chances(found: Sequence[Evidence], weights: Mapping[str, float] = WEIGHTS) -> list[float]:
    """The odds of each candidate; what is missing to 1 is the odds that it is none of them."""
    scores = [sum(weights.get(name, 0.0) * value for name, value in each.items()) for each in found]
    top = max(scores, default=0.0)
    top = max(top, 0.0)
    raised = [math.exp(score - top) for score in scores]
    total = sum(raised) + math.exp(-top)
    return [value / total for value in raised]
