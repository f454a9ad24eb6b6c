"""Where the words of a quote begin: past connectives and past pronouns that point out of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from closeup.reading import Span

MOST_CONNECTIVES = 3
"""How many connectives in a row are dropped: "But still, in the end, ..."."""

_CONJUNCTIONS = ("but", "and", "yet", "or", "plus", "because", "'cause")
_ADVERBS = ("also", "therefore", "however", "thus", "hence", "moreover", "nevertheless", "nonetheless")
_SET_OFF = (
    *_ADVERBS, "still", "so", "indeed", "in short", "in sum", "besides", "furthermore", "as a result",
    "as a consequence", "on the other hand", "on the one hand", "that said", "that being said", "this said",
    "having said that", "with that said", "for example", "for instance", "in fact", "in truth", "of course",
    "instead", "otherwise", "meanwhile", "then", "then again", "even so", "anyway", "anyways", "btw",
    "by the way", "simply put", "to sum up", "to summarize", "in summary", "in conclusion", "to conclude",
    "in other words", "to that end", "as such", "for that matter", "actually", "well", "now", "again",
    "similarly", "likewise", "consequently", "accordingly", "after all", "at any rate", "in any case",
    "in any event", "at the same time", "as it is", "as it turns out", "in the end", "yes", "yeah", "no",
    "okay", "ok", "oh", "alas", "all the same", "by contrast", "in contrast", "conversely", "additionally",
    "in addition", "that aside", "for this reason", "first", "firstly", "second", "secondly", "third",
    "thirdly", "next", "lastly", "finally", "too", "incidentally", "admittedly", "granted", "sure", "if so",
    "from here", "once again", "even then",
)  # fmt: skip
_CONNECTIVE = re.compile(
    rf"(?:(?:{'|'.join(_CONJUNCTIONS)})(?:\s*,\s*|\s+)"
    rf"|(?:{'|'.join(sorted(_SET_OFF, key=len, reverse=True))})\s*,\s*"
    rf"|(?:{'|'.join(_ADVERBS)})\s+"
    r"|(?:instead|then|now|again)\s+(?=(?:I|the|you|we)\b)"
    r"|as\s+a\s+(?:result|consequence)\s+"
    r"|so\s+(?=(?:it|I|you|we|they|he|she|the|this|there|that|if|in)\b))",
    re.IGNORECASE,
)

_COPULA = re.compile(
    r"(?:it|this|that)(?:\s?['’]s|\s+is|\s+was)(?:\s+(?:also|just|all|still|then|thus))?\s+"
    r"(?!(?:been|being|that|because|only|what|when|how|why|where|who|his|her|their|me|him|them|us|to|in|on|at|"
    r"of|from|with|for|by|about|based|set|called|if|supposed|here|there|over|true|up|out|no longer|said|"
    r"as if|as though|it)\b)",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"it\s+(?:also\s+|just\s+|all\s+|simply\s+|really\s+|truly\s+)?"
    r"(?=(?:never|has|had|does|did|\w+[a-rt-z]s|\w+sses|"
    r"made|left|kept|took|gave|held|felt|lacked|failed|worked|seemed|"
    r"(?:does|has|did)\s?n['’]t)\b)",
    re.IGNORECASE,
)

_PRONOUNS = (
    "he", "she", "they", "him", "her", "his", "hers", "them", "their", "theirs", "it", "its", "itself",
    "himself", "herself", "themselves", "this", "that", "these", "those", "which", "who", "whom", "whose",
)  # fmt: skip
_LEANING = (
    *_ADVERBS, "than", "nor", "and", "but", "or", "yet", "because", "instead", "otherwise", "furthermore",
    "besides", "likewise", "meanwhile", "both", "neither", "either", "then", "said", "so", "in turn",
    "as such", "such as", "here it", "the former", "the latter", "the same", "the other", "the others",
    "another thing",
)  # fmt: skip
_OF = ("all", "none", "most", "some", "one", "each", "many", "any", "much", "half", "two")
_IN = (
    "in", "with", "for", "at", "by", "on", "from", "of", "like", "as for", "despite", "given", "to",
    "because of", "beyond", "after", "before",
)  # fmt: skip
_FILM = (
    r"(?:film|movie|picture|flick|feature|documentary|doc|comedy|drama|thriller|western|horror|noir|sequel|"
    r"prequel|remake|adaptation|version|romance|romcom|musical|epic|gem|masterpiece|classic|cartoon|anime|"
    r"animation|show|series|mystery|satire|farce|biopic|melodrama|fantasy|production|short|turkey|mess|"
    r"disaster|one|chiller|slasher|whodunit|entry|effort|debut|adventure|tale|fable|story)"
)
_THIS_FILM = re.compile(rf"(?:\w+\s+)?this\s+(?:[\w'’-]+\s+){{0,3}}?{_FILM}\b", re.IGNORECASE)
_TWO_NAMED = re.compile(
    r"(?:both\b[^.;]{2,60}\band|neither\b[^.;]{2,60}\bnor|either\b[^.;]{2,60}\bor)\b", re.IGNORECASE
)
_DANGLING = re.compile(
    rf"(?:{'|'.join((*_PRONOUNS, *_LEANING))}|(?:all|adding to|to top) (?:this|that|these|those)"
    rf"|(?:{'|'.join(_OF)}) of (?:it|them|which|whom|(?:this|that|these|those)"
    r"(?=\s*[,.;]|\s+(?:is|are|was|were|has|have)\b))"
    rf"|(?:{'|'.join(_IN)}) (?:{'|'.join(_PRONOUNS[:18])}|that|these|those|"
    r"this(?! (?:[\w'’-]+ )?(?:day|age|era|year|decade|century|kind|sort|type|genre)\b)))(?:\b|(?=['’]))",
    re.IGNORECASE,
)
_SO_MUCH = re.compile(
    r"so\s+(?:bad|good|much|many|[a-z]+(?:y|ful|ing|ous|ive|ent|ant|ed|al|ish))\b", re.IGNORECASE
)
_HEADS = frozenset(
    phrase.split()[0].strip("'")
    for phrase in (*_CONJUNCTIONS, *_SET_OFF, *_PRONOUNS, *_LEANING, *_OF, *_IN, "instead", "as", "adding")
)
_HEAD = re.compile(r"['’]?(\w+)")
_MARKS = re.compile(r"[\s,;:.!?)\]}–—-]+")


@dataclass(frozen=True, slots=True)
class Opening:
    """Where quotable words begin; `bare` if a pronoun for the film was left out."""

    start: int
    bare: bool = False


def open_at(text: str, start: int, end: int, titles: Sequence[Span] = ()) -> Opening | None:
    """Where words that lean on nothing before them begin in ``text[start:end]``, close to its start.

    Leading connectives are passed over, as is a pronoun that stands for the film before what is said of
    it: "But it's a triumph" opens at "a triumph". None where the words dangle. What opens one of the
    `titles`, such as "It Happened One Night", is no pronoun.
    """
    for _ in range(MOST_CONNECTIVES + 1):
        marks = _MARKS.match(text, start, end)
        start = marks.end() if marks else start
        head = _HEAD.match(text, start, end)
        if head is None or head[1].lower() not in _HEADS or any(0 <= at - start < 2 for at, _ in titles):
            return Opening(start)
        connective = _CONNECTIVE.match(text, start, end)
        if connective is None:
            break
        start = connective.end()
    if _THIS_FILM.match(text, start, end) or _TWO_NAMED.match(text, start, end):
        return Opening(start)
    pronoun = _COPULA.match(text, start, end) or _PREDICATE.match(text, start, end)
    start = pronoun.end() if pronoun else start
    if _DANGLING.match(text, start, end) and not _SO_MUCH.match(text, start, end):
        return None
    return Opening(start, bare=pronoun is not None)
