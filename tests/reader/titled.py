"""Short texts with the titles marked, as the model would find them: `{Laura|this}`, `{Rebecca|film 0.8}`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import cast

from closeup.catalog.film import CatalogFilm
from closeup.catalog.titles import main_part, normal_name, normal_title
from closeup.reader.film import find_film
from closeup.reader.mentions import Mention
from closeup.reader.sentences import split_sentences
from closeup.reading import Credit, Film, Relation, Role, Span
from closeup.review import Review

_MARK = re.compile(r"\{(?P<title>[^|{}]+)\|(?P<relation>[a-z]+)(?: (?P<odds>[\d.]+))?\}")


def titled(text: str) -> tuple[str, list[Span], list[Mention]]:
    """The text without its marks, its sentences, and its works; the rest of the odds is for another film."""
    plain, at = "", 0
    found: list[tuple[Span, Relation, float]] = []
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        span = (len(plain), len(plain) + len(match["title"]))
        found.append((span, cast(Relation, match["relation"]), float(match["odds"] or 0.96)))
        plain += match["title"]
        at = match.end()
    plain += text[at:]
    sentences = split_sentences(plain)
    mentions = []
    for span, relation, odds in found:
        rest: Relation = "film" if relation != "film" else "this"
        sentence = max((i for i, (start, _) in enumerate(sentences) if start <= span[0]), default=0)
        relations: dict[Relation, float] = {relation: odds, rest: 1 - odds}
        mentions.append(Mention(span, sentence, "work", 0.95, relations=relations))
    return plain, sentences, mentions


def credit(person: str, *roles: Role) -> Credit:
    """A person whom a review names."""
    return Credit(person=person, roles=roles or ("actor",), mentions=((0, 1),), confidence=0.9)


class Shelf:
    """A catalogue of a few films."""

    def __init__(self, *films: CatalogFilm) -> None:
        self.films = films

    def exact(self, title: str) -> list[CatalogFilm]:
        """Films whose title, or its main part, is this."""
        key = normal_title(title)
        whole = [film for film in self.films if normal_title(film.title) == key]
        return whole + [film for film in self.films if normal_title(main_part(film.title) or "") == key]

    def together(self, people: Sequence[str], *, limit: int = 10) -> list[CatalogFilm]:
        """Films by how many of these people made them."""
        names = {normal_name(name) for name in people}
        made = Counter(
            {
                film.id: len(names & {normal_name(name) for name in (*film.directors, *film.cast)})
                for film in self.films
            }
        )
        known = {film.id: film for film in self.films}
        return [known[name] for name, count in made.most_common(limit) if count]


def film(title: str, year: int, directors: str = "", cast_: str = "") -> CatalogFilm:
    """A film with its people, each list parted by commas."""
    return CatalogFilm(
        id=f"wikipedia:{title.replace(' ', '_')}_{year}",
        title=title,
        year=year,
        directors=tuple(name.strip() for name in directors.split(",") if name.strip()),
        cast=tuple(name.strip() for name in cast_.split(",") if name.strip()),
    )


SHELF = Shelf(
    film("Laura", 1944, "Otto Preminger", "Gene Tierney, Dana Andrews, Clifton Webb"),
    film("Frankenstein", 1910, "J. Searle Dawley", "Augustus Phillips"),
    film("Frankenstein", 1931, "James Whale", "Colin Clive, Mae Clarke, Boris Karloff"),
    film("Bride of Frankenstein", 1935, "James Whale", "Boris Karloff, Colin Clive, Elsa Lanchester"),
    film("The General", 1926, "Buster Keaton, Clyde Bruckman", "Buster Keaton, Marion Mack"),
    film("His Girl Friday", 1940, "Howard Hawks", "Cary Grant, Rosalind Russell, Ralph Bellamy"),
    film("Bringing Up Baby", 1938, "Howard Hawks", "Cary Grant, Katharine Hepburn"),
    film("Nosferatu: A Symphony of Horror", 1922, "F. W. Murnau", "Max Schreck, Greta Schröder"),
    film(
        "A Nightmare on Elm Street 4: The Dream Master", 1988, "Renny Harlin", "Robert Englund, Lisa Wilcox"
    ),
)


def find(
    text: str,
    *people: Credit,
    shelf: Shelf | None = SHELF,
    **known: object,
) -> Film | None:
    """The film of a marked text."""
    plain, sentences, mentions = titled(text)
    review = Review.model_validate({"text": plain, **known})
    return find_film(review, sentences, mentions, people, (), shelf)
