"""How a reading is put into words, the same on the card, on the page and in the report."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from closeup.reading import (
        Aspect,
        Character,
        Credit,
        Film,
        FilmCandidate,
        Opinion,
        Reading,
        Role,
        Sentence,
        Verdict,
        Work,
    )

Tone = Literal["praise", "blame", "mixed", "plot", "theme", "context", "personal", "other"]

TONES: dict[Tone, str] = {
    "praise": "praise",
    "blame": "blame",
    "mixed": "mixed or mild",
    "plot": "plot",
    "theme": "what it means",
    "context": "background",
    "personal": "about the critic",
    "other": "other",
}
"""The eight tones that a sentence is shown in, and what the legend calls each."""

MILD = 0.2
"""Sentiment nearer to zero than this counts as neither praise nor blame."""

STRONG = 0.6
"""Sentiment past this, either way, is shown as strong."""

SPOILS = 0.5
"""Odds from which a sentence is marked as a spoiler."""

SURE = 0.75
"""Confidence under which a claim is shown with how sure it is."""

CREDITED: dict[Role, tuple[str, str]] = {
    "director": ("Director", "Directors"),
    "writer": ("Writer", "Writers"),
    "author": ("Author", "Authors"),
    "actor": ("Cast", "Cast"),
    "producer": ("Producer", "Producers"),
    "cinematographer": ("Cinematographer", "Cinematographers"),
    "composer": ("Composer", "Composers"),
    "editor": ("Editor", "Editors"),
    "crew": ("Crew", "Crew"),
    "critic": ("Critic", "Critics"),
    "person": ("Also named", "Also named"),
}
"""The roles in the order in which they are shown, and what one and several people of each are called."""


def tone(sentence: Sentence) -> Tone:
    """The tone that a sentence is shown in: which way it judges, or its kind where it does not."""
    if sentence.kind != "eval":
        return sentence.kind
    return leaning(sentence.sentiment)


def may_spoil(sentence: Sentence) -> bool:
    """Whether a sentence is one to hide until it is asked for."""
    return sentence.spoiler >= SPOILS


def withheld(sentences: int) -> str:
    """What stands in the place of sentences that are hidden."""
    return "a sentence that may spoil" if sentences == 1 else f"{sentences} sentences that may spoil"


def spoiling_runs(reading: Reading) -> list[range]:
    """Sentences that may spoil, those that follow on each other together: ranges of their numbers."""
    runs: list[range] = []
    for number, sentence in enumerate(reading.sentences):
        if not may_spoil(sentence):
            continue
        if runs and runs[-1].stop == number:
            runs[-1] = range(runs[-1].start, number + 1)
        else:
            runs.append(range(number, number + 1))
    return runs


def leaning(polarity: float) -> Literal["praise", "blame", "mixed"]:
    """Praise, blame or mixed, of a polarity from -1 to 1."""
    if polarity >= MILD:
        return "praise"
    return "blame" if polarity <= -MILD else "mixed"


def signed(polarity: float) -> str:
    """A polarity with its sign and two decimals, by a true minus: `+0.82`, `−0.40`, `0.00`."""
    rounded = round(polarity, 2)
    if rounded == 0:
        return "0.00"
    return f"{'+' if rounded > 0 else '−'}{abs(rounded):.2f}"


def percent(probability: float) -> str:
    """A probability in whole percent that never claims certainty: `97%`, `>99%`, `<1%`."""
    if probability > 0.99:
        return ">99%"
    return "<1%" if probability < 0.01 else f"{probability * 100:.0f}%"


def recommendation(verdict: Verdict) -> str:
    """The verdict in words."""
    return "Recommended" if verdict.fresh else "Not recommended"


def certainty(verdict: Verdict) -> str:
    """How sure the verdict is, in words."""
    sure = verdict.fresh_probability if verdict.fresh else 1 - verdict.fresh_probability
    return f"{percent(sure)} sure"


def points(score: float) -> str:
    """A score from 0 to 100 as a whole number."""
    return f"{score:.0f}"


def basis(verdict: Verdict) -> str:
    """Where the score comes from, in a sentence or two: the critic's own rating, or the text."""
    low, high = (points(bound) for bound in verdict.read_interval)
    read = f"{points(verdict.read_score)}, and 80% likely between {low} and {high}"
    stated = verdict.stated
    if stated is None:
        return f"Read from the text: {read}."
    if stated.score is None:
        return f"Read from the text: {read}. The critic's own “{one_line(stated.text)}” names no scale."
    return f"The critic's own “{one_line(stated.text)}”. The text alone reads as {read}."


def film_title(reading: Reading) -> str | None:
    """The film and its year, None where no film was found."""
    return None if reading.film is None else _titled(reading.film)


def film_doubt(reading: Reading) -> str:
    """How sure the film is where it is not quite, and which others it may be; else nothing."""
    film = reading.film
    if film is None or film.confidence >= SURE:
        return ""
    others = [candidate for candidate in film.candidates if not _same_film(candidate, film)]
    doubt = f"Which film: {percent(film.confidence)} sure"
    if not others:
        return f"{doubt}."
    named = ", ".join(f"{_titled(other)} {percent(other.confidence)}" for other in others[:3])
    return f"{doubt}; it may be {named}."


def _titled(film: FilmCandidate) -> str:
    title = one_line(film.title)
    return f"{title} ({film.year})" if film.year else title


def _same_film(candidate: FilmCandidate, film: Film) -> bool:
    return (candidate.title, candidate.year) == (film.title, film.year)


def headline(reading: Reading) -> str:
    """What to call a review in a list: its film, else its own title, else its opening words."""
    return film_title(reading) or one_line(reading.source.title or "") or opening(reading.text)


def opening(text: str, limit: int = 60) -> str:
    """The first words of a text's first line, at most `limit` characters, with an ellipsis where cut."""
    first = text.lstrip().partition("\n")[0]
    flat = one_line(first[: limit * 4])
    if len(flat) <= limit and len(first) <= limit * 4:
        return flat
    cut = flat[: limit - 1]
    return (cut.rsplit(" ", 1)[0] or cut) + "…"


def byline(reading: Reading) -> list[str]:
    """Critic, publication and date, those that are known."""
    source = reading.source
    return [one_line(part) for part in (source.critic, source.publication, source.published) if part]


def doubt(confidence: float) -> str:
    """How sure a claim is, in brackets after a space, where it is not quite: ` (62% sure)`."""
    return f" ({percent(confidence)} sure)" if confidence < SURE else ""


def people(reading: Reading) -> list[tuple[str, list[str]]]:
    """Who is named, by what they did: `("Cast", ["Orson Welles as Harry Lime"])`.

    Makers and cast come first, people of the story whom nobody is said to play last. Who
    directed and who wrote are one line where they are the same people.
    """
    plays = _parts_played(reading)
    groups: dict[Role, list[str]] = {}
    for credit in reading.credits:
        name = one_line(credit.person)
        for role in _shown_roles(credit):
            played = plays.get(credit.person, []) if role == "actor" else []
            shown = f"{name} as {' and '.join(played)}" if played else name
            groups.setdefault(role, []).append(shown + doubt(credit.confidence))
    lines: list[tuple[str, list[str]]] = []
    labels = dict(CREDITED)
    if groups.get("director") == groups.get("writer"):
        labels["director"] = ("Director, writer", "Directors, writers")
        groups.pop("writer", None)
    for role, (one, several) in labels.items():
        if names := groups.get(role):
            lines.append((one if len(names) == 1 else several, names))
    figures = list(_unplayed(reading, plays))
    return [*lines, ("Characters", figures)] if figures else lines


def _shown_roles(credit: Credit) -> tuple[Role, ...]:
    """What somebody did for the film; what else they are only where they did nothing for it."""
    aside: tuple[Role, ...] = ("critic", "person")
    return tuple(role for role in credit.roles if role not in aside) or credit.roles[:1] or ("person",)


def _parts_played(reading: Reading) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for credit in reading.credits:
        if credit.character:
            parts.setdefault(credit.person, []).append(one_line(credit.character))
    for figure in reading.characters:
        if figure.played_by and (name := one_line(figure.name)) not in parts.get(figure.played_by, []):
            parts.setdefault(figure.played_by, []).append(name)
    return parts


def _unplayed(reading: Reading, plays: dict[str, list[str]]) -> Iterator[str]:
    """The people of the story who are not shown beside an actor in the cast."""
    cast = {credit.person for credit in reading.credits if "actor" in credit.roles}
    shown = {name for person in cast for name in plays.get(person, [])}
    for figure in reading.characters:
        name = one_line(figure.name)
        if name in shown:
            continue
        by = f" (played by {one_line(figure.played_by)})" if figure.played_by else ""
        yield name + by + doubt(figure.confidence)


def credit(credit: Credit) -> str:
    """What a person did: `actor, as Harry Lime`."""
    roles = ", ".join(credit.roles)
    played = f"as {one_line(credit.character)}" if credit.character else ""
    return ", ".join(part for part in (roles, played) if part)


def character(character: Character) -> str:
    """A person of the story, with who plays them where that is known."""
    name = one_line(character.name)
    return f"{name} (played by {one_line(character.played_by)})" if character.played_by else name


def work(work: Work) -> str:
    """A work and what it is to the film: `Brighton Rock (book)`."""
    relation = "the film under review" if work.relation == "this" else work.relation
    return f"{one_line(work.title)} ({relation})"


def works(reading: Reading) -> list[str]:
    """The works named, but for the film's own title, which stands at the top."""
    own = reading.film.title if reading.film else None
    return [
        work(named) + doubt(named.confidence)
        for named in reading.works
        if not (named.relation == "this" and named.title == own)
    ]


def sign(polarity: float) -> Literal["+", "−", "±"]:
    """Praise, blame or mixed as one sign, for where colours are not seen."""
    signs: dict[str, Literal["+", "−", "±"]] = {"praise": "+", "blame": "−", "mixed": "±"}
    return signs[leaning(polarity)]


def degree(polarity: float) -> str:
    """A polarity in words: `strong praise`, `praise`, `mixed`, `blame`, `strong blame`."""
    strong = "strong " if abs(polarity) >= STRONG else ""
    return strong + leaning(polarity)


def times(mentions: int) -> str:
    """How often an aspect is judged: `once`, `3 times`."""
    return "once" if mentions == 1 else f"{mentions} times"


def said(reading: Reading, aspect: Aspect) -> list[Opinion]:
    """The opinions of an aspect, those that say most first: the surest and strongest."""
    about = [opinion for opinion in reading.opinions if opinion.aspect == aspect]
    return sorted(about, key=lambda opinion: -opinion.confidence * abs(opinion.polarity))


def evidence(reading: Reading, opinion: Opinion) -> str:
    """The words of a judgement and whom or what they judge: `“steals the whole thing” (Orson Welles)`."""
    quoted = f"“{one_line(reading.slice(opinion.evidence))}”"
    judged = target(opinion)
    return f"{quoted} ({judged})" if judged else quoted


def target(opinion: Opinion) -> str:
    """Whom or what an opinion judges, a person by their whole name; empty for the film itself."""
    if opinion.target is None:
        return ""
    text, person = one_line(opinion.target.text), one_line(opinion.target.person or "")
    return person if text in person else text


def opinion(reading: Reading, opinion: Opinion) -> str:
    """One judgement: `acting: “exceptional performance” (Ann Doran), +0.90`."""
    shown = f"{opinion.aspect}: {evidence(reading, opinion)}, {signed(opinion.polarity)}"
    return shown + doubt(opinion.confidence)


def sentences(reading: Reading) -> str:
    """What the sentences do, in a line: `5 of 12 sentences judge, 2 tell the plot; 1 may spoil`."""
    kinds = Counter(sentence.kind for sentence in reading.sentences)
    count = len(reading.sentences)
    parts = [f"{kinds['eval']} of {count} sentence{'' if count == 1 else 's'} judge"]
    if kinds["plot"]:
        parts.append(f"{kinds['plot']} tell the plot")
    spoiling = sum(map(may_spoil, reading.sentences))
    return ", ".join(parts) + (f"; {spoiling} may spoil" if spoiling else "")


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
