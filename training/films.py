"""Weights of what speaks for a film, fitted on whole reviews whose films are known.

    python -m training.films [--catalog PATH] [--write]

Reads `labels` (D, M, S) and `movielog`; the development files are only measured. The names in a text are
those that the model finds, some forgotten, for it has learned from these reviews. Measured are the model's
names, and those of the labels or of the facts and italics of `movielog`, as unsure as `Noise` makes them.
Prints one JSON object per figure; with `--write`, puts the weights into `closeup.reader.film_weights`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from closeup.catalog import Catalog
from closeup.reader import Reader
from closeup.reader.credits_block import credits_block, merge_mentions
from closeup.reader.film import find_film
from closeup.reader.film_candidates import candidates_of
from closeup.reader.film_facts import Films, is_titled
from closeup.reader.film_odds import Candidate, Evidence, evidence
from closeup.reader.film_titles import place_of
from closeup.reader.film_weights import WEIGHTS
from closeup.reader.mentions import Mention, find_names
from closeup.reader.people import people
from closeup.reader.sentences import split_sentences
from closeup.reader.titles import title_words
from closeup.reading import Credit, Film, Relation, Span
from closeup.review import Review
from training.places import PROJECT, Places

DEV = ("D05", "M05", "S02")
TRAIN = tuple(
    name
    for kind, last in (("D", 9), ("M", 4), ("S", 5))
    for number in range(last + 1)
    if (name := f"{kind}{number:02}") not in DEV
)
RELATIONS: tuple[Relation, ...] = ("this", "film", "book", "tv", "song", "game", "play", "other")
PENALTY = 0.002
"""Of the squared weights, per review."""
WEIGHTS_FILE = PROJECT / "src" / "closeup" / "reader" / "film_weights.py"


@dataclass(frozen=True)
class Noise:
    """How unsure the names are made.

    `odds` is what the right relation has, `wrong` how often the wrong one has it, `dropped` how many mentions
    are not seen, `others` how many people of other films are taken for people of this one.
    """

    odds: tuple[float, float] = (1.0, 1.0)
    wrong: float = 0.0
    dropped: float = 0.0


SURE = Noise()
UNSURE = Noise(odds=(0.75, 0.75), dropped=0.1)
MODEL = Noise(odds=(0.6, 0.98), wrong=0.08, dropped=0.1)


FORGOTTEN = (0.0, 0.4, 0.6, 0.6)
"""The odds at which the film's mentions are forgotten, in turn; the later turns are of the few labelled."""

NamedAt = tuple[Span, int, Relation]
"""A title that a review names: where, in which sentence, and how it stands to the film."""


@dataclass(frozen=True)
class Case:
    """A review whose film is known: titles that are right, and the year where the set has it."""

    review: Review
    sentences: list[Span]
    works: list[NamedAt]
    credits: list[Credit]
    titles: frozenset[tuple[str, ...]]
    full: str
    year: int | None = None
    named: bool = True

    found: tuple[Mention, ...] | None = None
    """The names as the model finds them, where it has read the review."""

    def read_names(self, forget: float, seed: int = 0) -> list[Mention]:
        """The names as the model finds them; at these odds without those of the film.

        The model has learned from the reviews on which the weights are fitted, and finds more there.
        """
        chance = random.Random(f"{seed} {self.review.hash}")
        names = list(self.found or ())
        if chance.random() >= forget:
            return names
        text = self.review.text
        return [m for m in names if m.kind != "work" or title_words(text[slice(*m.span)]) not in self.titles]

    def mentions(self, noise: Noise, seed: int = 0) -> list[Mention]:
        """The titles as a model may find them."""
        return list(_unsure(self.works, noise, random.Random(f"{seed} {self.review.hash}")))


def as_read(reader: Reader, cases: Iterable[Case]) -> Iterator[Case]:
    """The reviews with the names and the people that the model and the rules find in them."""
    settings = reader.bundle.confidence
    for case in cases:
        text = case.review.text
        spans = split_sentences(text)
        (answers,) = reader.answers([[text[slice(*span)] for span in spans]])
        names = find_names(answers.tokens.moved([start for start, _ in spans]), text, settings)
        mentions = merge_mentions(names.mentions, credits_block(text, spans))
        credits, _ = people(text, spans, mentions, names.plays)
        yield replace(case, sentences=spans, credits=list(credits), found=tuple(mentions))


def labelled(places: Places, files: Sequence[str]) -> Iterator[Case]:
    """Labelled reviews that name their film."""
    for name in files:
        path = places.labels / f"{name}.jsonl"
        for row in map(
            json.loads, filter(None, path.read_text(encoding="utf8").split("\n") if path.exists() else ())
        ):
            review = Review(text=row["text"])
            if review.text != row["text"] or not row["film"]:
                continue
            sentences = [(s["span"][0], s["span"][1]) for s in row["sentences"]]
            works = [
                (tuple(work["span"]), number, work["relation"])
                for number, s in enumerate(row["sentences"])
                for work in s["works"]
            ]
            people: dict[str, list[tuple[Span, str]]] = {}
            for s in row["sentences"]:
                for person in s["people"]:
                    if person["role"] != "character":
                        written = row["text"][slice(*person["span"])]
                        people.setdefault(written, []).append((tuple(person["span"]), person["role"]))
            credits = [_credit(written, found) for written, found in people.items()]
            yield Case(review, sentences, works, credits, frozenset((title_words(row["film"]),)), row["film"])


def movielog(places: Places, part: str) -> Iterator[Case]:
    """Critic's reviews with the facts of their films."""
    import pyarrow.parquet as pq

    rows = pq.read_table(places.data / "movielog" / f"{part}.parquet").to_pylist()
    known = _people_known(rows)
    for row in rows:
        review = Review(text=row["text"])
        if review.text != row["text"]:
            continue
        titles = frozenset(title_words(row[name]) for name in ("title", "original_title"))
        sentences = split_sentences(review.text)
        works: list[NamedAt] = []
        for work in row["works"]:
            span = (work["start"], work["end"])
            if review.text[slice(*span)].islower() and not work["imdb_id"]:
                continue  # a word that is stressed
            own = title_words(review.text[slice(*span)]) in titles
            works.append((span, _sentence(sentences, span), "this" if own else "film"))
        if not any(relation == "this" for _, _, relation in works):
            for name in ("title", "original_title"):
                span_found = place_of(review.text, row[name])
                if span_found and len(row[name].split()) > 1:
                    works.append((span_found, _sentence(sentences, span_found), "this"))
                    break
        works.sort()
        yield Case(
            review,
            sentences,
            works,
            _credits(row, known, random.Random(row["id"])),
            titles,
            row["title"],
            row["year"],
            named=any(relation == "this" for _, _, relation in works),
        )


def _sentence(sentences: Sequence[Span], span: Span) -> int:
    return next((n for n, (_, end) in enumerate(sentences) if span[0] < end), 0)


def _unsure(works: Iterable[NamedAt], noise: Noise, chance: random.Random) -> Iterator[Mention]:
    for span, sentence, relation in works:
        if chance.random() < noise.dropped:
            continue
        other: Relation = "this" if relation != "this" else "film"
        first, second = (other, relation) if chance.random() < noise.wrong else (relation, other)
        odds = chance.uniform(*noise.odds)
        yield Mention(
            span=span,
            sentence=sentence,
            kind="work",
            probability=0.9,
            relations={first: odds, second: 1 - odds} if odds < 1 else {first: 1.0},
        )


def _credit(written: str, found: Sequence[tuple[Span, str]]) -> Credit:
    roles = dict.fromkeys(role for _, given in found for role in given.split("+"))
    return Credit(
        person=written,
        roles=tuple(roles),  # type: ignore[arg-type]
        mentions=tuple(span for span, _ in found),
        confidence=0.9,
    )


def _places(text: str, name: str) -> list[Span]:
    if name not in text:
        return []
    return [found.span() for found in re.finditer(rf"\b{re.escape(name)}\b", text)]


def _people_known(rows: Sequence[dict[str, Any]]) -> frozenset[str]:
    """Everybody in the facts of any film: the people of other films whom a review may name, too."""
    return frozenset(
        name
        for row in rows
        for name in (*row["directors"], *(person["name"] for person in row["performers"][:10]))
        if " " in name
    )


_NAME = re.compile(r"\b[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){1,2}")


def _credits(row: dict[str, Any], known: frozenset[str], chance: random.Random) -> list[Credit]:
    """People of the film whom the text names in full, or by a surname, and people of other films."""
    text: str = row["text"]
    roles: dict[str, list[str]] = {}
    for role, names in (
        ("director", row["directors"]),
        ("writer", row["writers"]),
        ("actor", [person["name"] for person in row["performers"]]),
    ):
        for name in names:
            roles.setdefault(name, []).append(role)
    credits = []
    leads = {*row["directors"], *(person["name"] for person in row["performers"][:5])}
    for name, done in roles.items():
        places = _places(text, name)
        if not places and name in leads:
            places = _places(text, name.split()[-1])
        if places:
            credits.append(
                _credit(text[slice(*places[0])], [(place, "+".join(dict.fromkeys(done))) for place in places])
            )
    for found in _NAME.finditer(text):
        if found[0] in known and found[0] not in roles:
            role = "person" if chance.random() < 0.5 else "actor"
            credits.append(_credit(found[0], [(found.span(), role)]))
    return credits


_HEADINGS = (
    "{title}", "{title} ({year})", "Review: {title}", "{title} review", "'{title}' Review: {other}",
    "{title} – {other}", "Movie review: {title} ({year})", "{title} | Film review", "{title}: {other}",
)  # fmt: skip
_TITLED, _SLOGANS = 0.2, 0.1
"""Shares of reviews that get a heading with the film's title, and one without."""


def headed(cases: Iterable[Case], seed: int) -> Iterator[Case]:
    """The same reviews, some with headings such as pages have: neither set comes with its own."""
    for case in cases:
        chance = random.Random(f"{seed} {case.review.hash}")
        draw = chance.random()
        if draw > _TITLED + _SLOGANS:
            yield case
            continue
        sentence = case.review.text[slice(*chance.choice(case.sentences))] if case.sentences else ""
        slogan = " ".join(sentence.split()[:5]).strip(",.;:")
        form = chance.choice(_HEADINGS) if draw < _TITLED else "{other}"
        if case.year is None:
            form = form.replace(" ({year})", "")
        heading = form.format(title=case.full, year=case.year, other=slogan)
        yield replace(case, review=case.review.model_copy(update={"title": heading}))


def right(case: Case, candidate: Candidate) -> bool:
    """Whether this candidate is the film of the review, as far as its set knows it."""
    words = (
        candidate.title.words
        if candidate.title
        else title_words(candidate.film.title)
        if candidate.film
        else ()
    )
    by_film = candidate.film is not None and case.year is not None and candidate.film.year is not None
    if by_film and candidate.film and title_words(candidate.film.title) in case.titles:
        return abs((candidate.film.year or 0) - (case.year or 0)) <= 1
    if words not in case.titles:
        return False
    return candidate.film is None or case.year is None


def fit(cases: Iterable[tuple[Case, list[Mention]]], films: Films | None) -> dict[str, float]:
    """Weights of a choice among the candidates and none of them, by maximum likelihood (McFadden 1974)."""
    from scipy.optimize import minimize

    rows: list[Evidence] = []
    truth: list[bool] = []
    starts: list[int] = []
    for case, mentions in cases:
        candidates, setting = candidates_of(case.review, case.sentences, mentions, case.credits, (), films)
        proper = [right(case, candidate) for candidate in candidates]
        known = [
            real and candidate.film is not None for real, candidate in zip(proper, candidates, strict=True)
        ]
        # a film of the catalogue is righter than its bare title
        if any(known) and case.year is not None:
            proper = known
        starts.append(len(rows))
        rows.extend([*(evidence(candidate, setting) for candidate in candidates), {}])
        truth.extend([*proper, not any(proper)])
    names = sorted({name for row in rows for name in row})
    table = np.asarray([[row.get(name, 0.0) for name in names] for row in rows])
    real, first = np.asarray(truth), np.asarray(starts)
    sizes = np.diff([*starts, len(rows)])

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        scores = table @ weights
        raised = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), sizes))
        odds = raised / np.repeat(np.add.reduceat(raised, first), sizes)
        within = np.where(real, odds, 0.0)
        share = np.maximum(np.add.reduceat(within, first), 1e-12)
        slope = table.T @ (odds - within / np.repeat(share, sizes))
        return (
            float(-np.log(share).mean() + PENALTY * weights @ weights),
            slope / len(starts) + 2 * PENALTY * weights,
        )

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    return {name: round(float(value), 3) for name, value in zip(names, best.x, strict=True)}


def measure(
    name: str, cases: Sequence[Case], noise: Noise, films: Films | None, weights: dict[str, float]
) -> None:
    """Print how often title and year are right, and how honest the confidence is."""
    heard = [case.mentions(noise) if case.found is None else list(case.found) for case in cases]
    began = time.process_time()
    read = [
        find_film(case.review, case.sentences, mentions, case.credits, (), films, weights=weights)
        for case, mentions in zip(cases, heard, strict=True)
    ]
    spent = time.process_time() - began
    pairs = list(zip(cases, read, strict=True))
    titles = [_titled(case, film) for case, film in pairs]
    odds = np.asarray([film.confidence if film else 0.0 for film in read])
    figures: dict[str, float] = {
        "reviews": len(cases),
        "title": _mean(titles),
        "title, letter by letter": _mean(
            film is not None and film.title.casefold() == case.full.casefold() for case, film in pairs
        ),
        **_figures_of_years(pairs),
        "confidence, mean": float(odds.mean()),
        "confidence, calibration error": calibration_error(odds, np.asarray(titles, dtype=float)),
        "ms per review": 1000 * spent / max(len(cases), 1),
    }
    print(json.dumps({"set": name, **{key: round(value, 3) for key, value in figures.items()}}), flush=True)


def _titled(case: Case, film: Film | None) -> bool:
    return film is not None and title_words(film.title) in case.titles


def _figures_of_years(pairs: Sequence[tuple[Case, Film | None]]) -> dict[str, float]:
    """Where the set knows the year: with it, and apart where the review names its film and where not."""
    dated = [(case, film) for case, film in pairs if case.year is not None]
    if not dated:
        return {}
    named = [(case, film) for case, film in dated if case.named]
    unnamed = [(case, film) for case, film in dated if not case.named]
    given = [(case, film) for case, film in dated if film and film.year is not None]
    return {
        "title and year": _mean(_titled(c, f) and f is not None and f.year == c.year for c, f in dated),
        "named": len(named) / len(dated),
        "named, title": _mean(_titled(c, f) for c, f in named),
        "named, title and year": _mean(
            _titled(c, f) and f is not None and f.year == c.year for c, f in named
        ),
        "unnamed, title": _mean(_titled(c, f) for c, f in unnamed),
        "unnamed, another title": _mean(f is not None and not _titled(c, f) for c, f in unnamed),
        "years given": len(given) / len(dated),
        "years right of given": _mean(f is not None and f.year == c.year for c, f in given),
    }


def ceiling(cases: Sequence[Case], films: Films) -> dict[str, float]:
    """What can be known at all: how many reviews name their film, and how many films the catalogue has."""
    known = [
        [film for title in case.titles for film in films.exact(" ".join(title)) if is_titled(film, title)]
        for case in cases
    ]
    year = [any(film.year == case.year for film in each) for case, each in zip(cases, known, strict=True)]
    near = [
        any(film.year and case.year and abs(film.year - case.year) <= 1 for film in each)
        for case, each in zip(cases, known, strict=True)
    ]
    told = [bool(re.search(rf"\b{case.year}\b", case.review.text)) for case in cases]
    return {
        "named": _mean(case.named for case in cases),
        "in the catalogue, same year": _mean(year),
        "in the catalogue, within a year": _mean(near),
        "year in the text": _mean(told),
        "named or in the catalogue": _mean(c.named or n for c, n in zip(cases, near, strict=True)),
        "year in the text or the catalogue": _mean(t or y for t, y in zip(told, year, strict=True)),
        "named, year in the text or the catalogue": _mean(
            t or y for c, t, y in zip(cases, told, year, strict=True) if c.named
        ),
    }


def calibration_error(odds: npt.NDArray[np.float64], real: npt.NDArray[np.float64], bins: int = 10) -> float:
    """Expected calibration error over bins of equal width (Naeini et al. 2015)."""
    place = np.minimum((odds * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(odds[place == number].mean() - real[place == number].mean()) * (place == number).mean()
            for number in range(bins)
            if (place == number).any()
        )
    )


def _mean(values: Iterable[bool]) -> float:
    counted = list(values)
    return sum(counted) / len(counted) if counted else 0.0


def write(weights: dict[str, float]) -> None:
    """Put the weights into the reader's source."""
    lines = [f'    "{name}": {value},' for name, value in weights.items()]
    text = WEIGHTS_FILE.read_text(encoding="utf8")
    head = text[: text.index("WEIGHTS: dict")]
    WEIGHTS_FILE.write_text(
        "\n".join([f"{head}WEIGHTS: dict[str, float] = {{", *lines, "}", ""]), encoding="utf8"
    )


def main() -> None:
    """Fit, write, measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--catalog", type=Path, help="a catalogue's file; default: the one that is shipped")
    parser.add_argument("--write", action="store_true", help="put the weights into the reader")
    parser.add_argument("--fitted", action="store_true", help="measure the weights that the reader has")
    options = parser.parse_args()
    places = Places.default()
    films = Catalog.open(options.catalog) if options.catalog else Catalog.shipped()
    reader = Reader()
    weights = dict(WEIGHTS)
    if not options.fitted:
        known = [*labelled(places, TRAIN), *movielog(places, "train")]
        read = list(as_read(reader, known))
        cases = (
            (case, case.read_names(forget, seed))
            for seed, forget in enumerate(FORGOTTEN)
            for case in headed(read if seed < 2 else [c for c in read if c.year is None], seed)
        )
        weights = fit(cases, films)
        print(json.dumps(weights), flush=True)
        if options.write:
            write(weights)
    sets = {file: list(labelled(places, (file,))) for file in DEV}
    sets["movielog dev"] = list(movielog(places, "dev"))
    for label, cases_of in sets.items():
        measure(f"{label}, model", list(as_read(reader, cases_of)), SURE, films, weights)
    for name, noise in (("sure", SURE), ("unsure", UNSURE), ("model-like", MODEL)):
        for label, cases_of in sets.items():
            measure(f"{label}, {name}", cases_of, noise, films, weights)
    measure("movielog dev, sure, no catalogue", sets["movielog dev"], SURE, None, weights)
    print(json.dumps({key: round(value, 3) for key, value in ceiling(sets["movielog dev"], films).items()}))


if __name__ == "__main__":
    main()
