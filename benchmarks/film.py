"""How well the film, its people and the other works are read, over whole reviews of films never learned from.

    python -m benchmarks.film [--data DATA] [--part dev] [--reviews N]

Reads ``movielog/dev.parquet``: whole reviews by one critic, with the facts of each film. Prints one JSON
object. Each review goes in as bare text; what is measured:

*Title*: the title of the reading's film is the film's title or original title, but for case, accents,
marks, articles and how numbers are written (`closeup.catalog.normal_title`); "letter by letter" only case
may differ.
*Title and year*: and its year is the film's. Both also over those reviews alone whose text has the title,
for a quarter of them never name their film.

*Credits*: of the film's directors, writers and performers whom the text names, in full or, if nobody else
among them bears it, by a surname with its capital letter, as a word: those with whose surname a credit of
the reading ends.

*Who plays whom*: a performer and a name of the character, both in one sentence; a name is any word of the
character's that has a capital, three letters or more, is no title (Dr., Captain) and is not in the
performer's own name. Found where the reading's credit of that surname has a character with such a name, or
a character of such a name is played by that surname.

*Works*: italics that are marked as another film, with the relation "film", and italics that have the film's
own title, with "this"; other italics are left out on both sides. Scored as spans, and as spans with
relation, by F1. A film that the reading finds outside all italics counts against it; a book, song, series,
game or play does not, for those need not be in italics.

*Score*: `verdict.read_score` against the critic's letter grade: Spearman's rank correlation, and the mean
absolute error.
"""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from closeup import Reader
from closeup.catalog import normal_name, normal_title
from closeup.reader.marks import LETTER_SCORES
from closeup.reading import Reading, Span
from closeup.review import Review

Row = Mapping[str, Any]

_TITLES = frozenset((
    "dr", "mr", "mrs", "ms", "miss", "captain", "capt", "sir", "lady", "lord", "count", "inspector",
    "professor", "prof", "sgt", "sergeant", "lt", "lieutenant", "colonel", "col", "major", "general",
    "father", "sister", "aunt", "uncle", "king", "queen", "prince", "princess", "doctor", "detective",
    "agent", "sheriff", "the",
))  # fmt: skip


@dataclass
class Tally:
    """Counts for an F1."""

    hit: int = 0
    gold: int = 0
    read: int = 0

    def add(self, gold: set[Any], read: set[Any]) -> None:
        """Count one review's."""
        self.hit += len(gold & read)
        self.gold += len(gold)
        self.read += len(read)

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.hit / (self.gold + self.read) if self.hit else 0.0


def surname(name: str) -> str:
    """The last word of a name, in its normal form; Jr. and the like are no surnames."""
    words = normal_name(name).split()
    while len(words) > 2 and words[-1] in {"jr", "sr", "ii", "iii", "iv"}:
        words.pop()
    return words[-1] if words else ""


def people_of(row: Row) -> list[str]:
    """Directors, writers and performers, each once."""
    performers = [performer["name"] for performer in row["performers"]]
    return list(dict.fromkeys([*row["directors"], *row["writers"], *performers]))


def stands(name: str, text: str) -> bool:
    """Whether a text has this name as whole words, with its capitals."""
    return name in text and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def last_word(name: str) -> str:
    """A name's surname as it is written."""
    words = [word for word in name.split() if normal_name(word) not in {"jr", "sr", "ii", "iii", "iv"}]
    return words[-1].strip(",") if words else name


def named_people(row: Row) -> set[str]:
    """Surnames of the film's people whom the text names."""
    return {surname(name) for name in people_of(row) if _is_named(name, row["text"])}


def _is_named(name: str, text: str) -> bool:
    last = last_word(name)
    return stands(name, text) or (last[:1].isupper() and len(last) > 2 and stands(last, text))


def names_of_character(role: str, performer: str) -> list[str]:
    """The words by which a text may name a character."""
    own = set(normal_name(performer).split())
    return [
        word
        for word in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", role)
        if word[0].isupper()
        and len(word) > 2
        and word.casefold() not in _TITLES
        and normal_name(word) not in own
    ]


def named_plays(row: Row, sentences: Sequence[Span]) -> dict[str, set[str]]:
    """By surname of a performer, the names of the character that stand in one sentence with it."""
    found: dict[str, set[str]] = {}
    texts = [row["text"][slice(*span)] for span in sentences]
    for performer in row["performers"]:
        names = [name for role in performer["roles"] for name in names_of_character(role, performer["name"])]
        near = [text for text in texts if _is_named(performer["name"], text)]
        if beside := {normal_name(name) for name in names if any(stands(name, text) for text in near)}:
            found.setdefault(surname(performer["name"]), set()).update(beside)
    return found


def read_plays(reading: Reading) -> Iterator[tuple[str, set[str]]]:
    """Surnames of performers, and the words of what they play, as the reading has them."""
    for credit in reading.credits:
        if credit.character:
            yield surname(credit.person), set(normal_name(credit.character).split())
    for character in reading.characters:
        if character.played_by:
            yield surname(character.played_by), set(normal_name(character.name).split())


def italics(row: Row) -> tuple[dict[Span, str], list[Span]]:
    """Italics whose relation is known, and the others."""
    own = {normal_title(row["title"]), normal_title(row["original_title"])}
    known: dict[Span, str] = {}
    others: list[Span] = []
    for work in row["works"]:
        span = (work["start"], work["end"])
        if normal_title(row["text"][slice(*span)]) in own:
            known[span] = "this"
        elif work["imdb_id"] and work["imdb_id"] != row["imdb_id"]:
            known[span] = "film"
        else:
            others.append(span)
    return known, others


def has_title(row: Row) -> bool:
    """Whether the text has the film's title, in italics or as words with its capitals."""
    known, _ = italics(row)
    return "this" in known.values() or any(
        stands(row[name], row["text"]) for name in ("title", "original_title")
    )


def is_titled(row: Row, reading: Reading) -> bool:
    """Whether the reading's film has the title of the film."""
    titles = {normal_title(row["title"]), normal_title(row["original_title"])}
    return reading.film is not None and normal_title(reading.film.title) in titles


def figures(rows: Sequence[Row], readings: Sequence[Reading]) -> dict[str, float]:
    """All figures."""
    pairs = list(zip(rows, readings, strict=True))
    named = [(row, reading) for row, reading in pairs if has_title(row)]
    return {
        "reviews": len(pairs),
        **films(pairs),
        "reviews that name their film": len(named),
        **{f"{name}, of these": value for name, value in films(named).items()},
        **people(pairs),
        **works(pairs),
        **scores(pairs),
    }


def films(pairs: Sequence[tuple[Row, Reading]]) -> dict[str, float]:
    """Title and year."""
    right = [is_titled(row, reading) for row, reading in pairs]
    dated = [bool(reading.film and reading.film.year == row["year"]) for row, reading in pairs]
    letters = [
        bool(reading.film and reading.film.title.casefold() == row["title"].casefold())
        for row, reading in pairs
    ]
    return {
        "film: title right": mean(right),
        "film: title letter by letter": mean(letters),
        "film: title and year right": mean([a and b for a, b in zip(right, dated, strict=True)]),
    }


def people(pairs: Sequence[tuple[Row, Reading]]) -> dict[str, float]:
    """Credits and who plays whom."""
    credits, plays = Tally(), Tally()
    for row, reading in pairs:
        there = named_people(row)
        credits.add(there, {surname(credit.person) for credit in reading.credits} & there)
        told = list(read_plays(reading))
        pairs_there = named_plays(row, [sentence.span for sentence in reading.sentences])
        plays.add(
            set(pairs_there),
            {who for who, names in told if who in pairs_there and names & pairs_there[who]},
        )
    return {
        "credits found": credits.recall,
        "credits": credits.gold,
        "who plays whom found": plays.recall,
        "who plays whom": plays.gold,
    }


def works(pairs: Sequence[tuple[Row, Reading]]) -> dict[str, float]:
    """Works, as spans and with their relation."""
    spans, related = Tally(), Tally()
    for row, reading in pairs:
        known, others = italics(row)
        read = {
            span: work.relation
            for work in reading.works
            for span in work.mentions
            if not any(span[0] < end and start < span[1] for start, end in others)
            and (span in known or work.relation in ("this", "film"))
        }
        spans.add(set(known), set(read))
        related.add(set(known.items()), set(read.items()))
    return {"works: F1": spans.f1, "works and relation: F1": related.f1, "works": spans.gold}


def scores(pairs: Sequence[tuple[Row, Reading]]) -> dict[str, float]:
    """The score that the text alone gives, against the grade."""
    from scipy.stats import spearmanr

    real = [float(LETTER_SCORES[row["grade"]]) for row, _ in pairs]
    read = [reading.verdict.read_score for _, reading in pairs]
    return {
        "score: rank correlation": float(spearmanr(real, read).statistic),
        "score: mean absolute error": mean([abs(a - b) for a, b in zip(real, read, strict=True)]),
    }


def mean(values: Sequence[float]) -> float:
    """The mean; 0 of nothing."""
    return sum(values) / len(values) if values else 0.0


def rows_of(data: Path, part: str, count: int) -> list[Row]:
    """The reviews with their films' facts; all, or so many evenly drawn."""
    import pyarrow.parquet as pq

    rows: list[Row] = pq.read_table(data / "movielog" / f"{part}.parquet").to_pylist()
    return rows[:: max(1, len(rows) // count)] if count else rows


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("CLOSEUP_DATA", "data")))
    parser.add_argument("--part", choices=("train", "dev"), default="dev")
    parser.add_argument("--reviews", type=int, default=0, help="so many, evenly drawn; 0: all")
    options = parser.parse_args()
    rows = rows_of(options.data, options.part, options.reviews)
    reader = Reader()
    readings = [reader.read(Review(text=row["text"])) for row in rows]
    found = figures(rows, readings)
    print(json.dumps({name: round(value, 4) for name, value in found.items()}, indent=1))


if __name__ == "__main__":
    main()
