"""Short noun phrases by their function words, without a tagger."""

from __future__ import annotations

import re
from collections.abc import Iterator

from closeup.reader.subjects import (
    CRAFT,
    EMPTY_HEADS,
    ENDS,
    HOLLOW,
    LEADING,
    NOUNS_IN_ING,
    NOUNS_IN_LY,
    OBJECTS,
    QUALIFY,
    SUBJECTS,
    VERBS_BEFORE,
)
from closeup.reading import Span

MOST_WORDS = 5
"""A longer phrase is a description, not a subject."""

_TOKEN = re.compile(r"\w+(?:['’-]\w+)*['’]?|\S")
_WORDLIKE = re.compile(r"[A-Za-z]")
_LIST = re.compile(r"\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|&)\s+")

_NEVER_BEFORE = ENDS | LEADING | VERBS_BEFORE | {"and", "or", "of"}
_ABSTRACT = re.compile(r"\w{3,}(?:ism|ship|hood|cide|phobia|isation|ization)s?\Z")
_GERUND = re.compile(r"\w{3,}ing\Z")
_NOT_NOUNS = re.compile(r"(?:\w{3,}ly|\w+n['’]t|\w+['’](?:re|ve|ll|d|m))\Z", re.IGNORECASE)
_VERBAL = re.compile(r"\w{2,}[^s\W]s\Z", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\w{3,}(?:ing|ed)\Z", re.IGNORECASE)
_ADJECTIVE = re.compile(r"\w{3,}(?:ful|ous|ical|able|ible|ish|less|esque)\Z", re.IGNORECASE)


def noun_phrases(text: str, start: int, end: int) -> Iterator[Span]:
    """The noun phrases of a list that begins at `start`: "love, loss and the price of fame" has three.

    Leading articles and pronouns are left out. A phrase whose head says nothing by itself ("a man", "the
    story of") is passed over; the list ends where the first word that is in no phrase stands.
    """
    found: list[Span] = []
    joined = True
    while True:
        phrase, start = _phrase(text, start, end)
        if phrase is None:
            break
        found.append(phrase)
        link = _LIST.match(text, start, end)
        if link is None:
            break
        joined = "," not in link.group() or len(link.group().split()) > 1
        start = link.end()
    if len(found) > 1 and not joined:
        # "about love, says the critic": a list ends with "and", else only its first phrase is sure
        found = found[:1]
    for begin, stop in found:
        if _tells(text[begin:stop]):
            yield begin, stop


def _phrase(text: str, start: int, end: int) -> tuple[Span | None, int]:
    """The phrase at `start` without what leads it, and where it ends; None where none is."""
    words: list[Span] = []
    at = start
    led = True
    while at < end:
        token = _TOKEN.match(text, _skip(text, at, end), end)
        if token is None or not _WORDLIKE.match(token.group()):
            break
        word = token.group().lower().replace("’", "'")
        if led and word in LEADING:
            at = token.end()
            continue
        if led and not words and _NOT_NOUNS.match(word) and word not in NOUNS_IN_LY:
            break
        led = False
        if word == "of":
            inner, after = _phrase(text, token.end(), end)
            if len(words) == 1 and inner and text[slice(*words[0])].lower() in HOLLOW:
                return inner, after
            if words and inner and len(words) <= 2 and inner[1] - inner[0] < 30:
                return (words[0][0], inner[1]), after
            break
        if word in ENDS or word in ("and", "or") or _is_adverb(word):
            if len(words) > 1 and word in OBJECTS and _VERBAL.match(text[slice(*words[-1])]):
                words.pop()
            break
        words.append(token.span())
        at = token.end()
    if len(words) > 1 and _VERBAL.match(text[slice(*words[-1])]) and _is_subject(text[slice(*words[-2])]):
        words.pop()  # "female independence fits"
    while words and _PARTICIPLE.match(text[slice(*words[-1])]) and len(words) > 1:
        words.pop()
    if not words or len(words) > MOST_WORDS:
        return None, start
    return (words[0][0], words[-1][1]), at


def _is_subject(word: str) -> bool:
    return word.lower() in SUBJECTS or _ABSTRACT.match(word) is not None


def _skip(text: str, at: int, end: int) -> int:
    while at < end and text[at].isspace():
        at += 1
    return at


def _is_adverb(word: str) -> bool:
    return _NOT_NOUNS.match(word) is not None and word not in NOUNS_IN_LY


def phrase_before(text: str, start: int, head: Span) -> Span:
    """A noun with what qualifies it: from up to two words before it in ``text[start:...]``."""
    words = [match.span() for match in _TOKEN.finditer(text, max(start, head[0] - 40), head[0])]
    begin = head[0]
    for first, last in words[:-3:-1]:
        word = text[first:last].lower()
        if (
            not word[0].isalpha()
            or word in VERBS_BEFORE
            or word in ENDS
            or word in LEADING
            or word in ("and", "or", "of")
        ):
            break
        if text[last:begin].strip() or _is_adverb(word) or _PARTICIPLE.match(word) or _VERBAL.match(word):
            break
        begin = first
    return begin, head[1]


def _tells(phrase: str) -> bool:
    """Whether a phrase names a subject by itself."""
    head, _, rest = phrase.partition(" of ")
    words = head.lower().split()
    last = re.sub(r"['’]s?$", "", words[-1])
    if (_GERUND.match(words[0]) and words[0] not in NOUNS_IN_ING) or last in CRAFT:
        return False
    if rest:
        inner = rest.lower().split()[0]
        return (inner in NOUNS_IN_ING or not _GERUND.match(inner)) and (
            _tells(rest) or last not in EMPTY_HEADS
        )
    if last in EMPTY_HEADS or len(last) < 3 or words[-1].endswith(("'s", "’s", "'", "’")):
        return False
    if words[0] in EMPTY_HEADS and words[0] not in QUALIFY:
        return False
    if len(words) == 1:
        return last in SUBJECTS or _ABSTRACT.match(last) is not None
    return not (_ADJECTIVE.match(last) or _PARTICIPLE.match(last))
