"""How a reading is put into words, the same on the card, on the page and in the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from closeup.reading import Character, Credit, Opinion, Reading, Sentence, Verdict, Work

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


def tone(sentence: Sentence) -> Tone:
    """The tone that a sentence is shown in: which way it judges, or its kind where it does not."""
    if sentence.kind != "eval":
        return sentence.kind
    return leaning(sentence.sentiment)


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
    if reading.film is None:
        return None
    title = one_line(reading.film.title)
    return f"{title} ({reading.film.year})" if reading.film.year else title


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


def opinion(reading: Reading, opinion: Opinion) -> str:
    """One judgement: `acting: “exceptional performance” (Ann Doran), +0.90`."""
    target = f" ({one_line(opinion.target.text)})" if opinion.target else ""
    evidence = one_line(reading.slice(opinion.evidence))
    return f"{opinion.aspect}: “{evidence}”{target}, {signed(opinion.polarity)}"


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
