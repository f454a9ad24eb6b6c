"""Short texts with the names marked, as the model would find them: `{Gena Rowlands|actor}'s {Mabel}`."""

from __future__ import annotations

import re
from typing import cast

from closeup.reader.mentions import Mention
from closeup.reader.people import people
from closeup.reader.sentences import split_sentences
from closeup.reading import Character, Credit, Role, Span

_MARK = re.compile(r"\{(?P<name>[^|{}]+)(?:\|(?P<roles>[^{}]+))?\}")


def marked(text: str, probability: float = 0.95) -> tuple[str, list[Span], list[Mention]]:
    """The text without its marks, its sentences, and its mentions: a character where no roles stand."""
    plain, spans = "", []
    at = 0
    for match in _MARK.finditer(text):
        plain += text[at : match.start()]
        spans.append(((len(plain), len(plain) + len(match["name"])), match["roles"]))
        plain += match["name"]
        at = match.end()
    plain += text[at:]
    sentences = split_sentences(plain)
    mentions = []
    for span, roles in spans:
        sentence = max(i for i, (start, _) in enumerate(sentences) if start <= span[0])
        odds = {cast(Role, role): 0.9 for role in roles.split("+")} if roles else {}
        mentions.append(Mention(span, sentence, "person" if roles else "character", probability, odds))
    return plain, sentences, mentions


def people_of(text: str) -> tuple[tuple[Credit, ...], tuple[Character, ...]]:
    """The people of a marked text."""
    return people(*marked(text))


def cast_of(text: str) -> dict[str, str]:
    """Actor to character of a marked text."""
    credits, _ = people_of(text)
    return {credit.person: credit.character for credit in credits if credit.character}
