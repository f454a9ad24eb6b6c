"""Where a quote may begin and end: sentences, and those of their clauses that stand alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from closeup.reader.openings import Opening, open_at
from closeup.reading import Span

MOST_JOINTS = 6
"""A sentence of more clauses than this is a list, and its pieces are no lines."""

_MARK = re.compile(r"[;:,…—–.-]+")
_JOINING = re.compile(
    r"\s*(but|yet|and|so|though|although|while|whereas|because|since|which|even though)\b", re.IGNORECASE
)
_BUT = re.compile(r"\bbut(?= (?:it|the|there|you|I|this)\b)")
_NOT_ONLY = re.compile(r"\b(?:not|anything|nothing|all|none|everything)\b[^,;]*$", re.IGNORECASE)
_GIVES_WAY = frozenset(("but", "yet", "though", "although", "while", "whereas", "even though"))
_GOES_ON = frozenset(("but", "yet", "and", "so"))

_YIELDING = re.compile(r"(?:while|although|though|even though|despite|for all)\b[^,;:]{6,120}?\s*,\s*", re.I)
_LEANING = re.compile(
    r"(?:while|although|though|even though|even if|despite|for all|if|unless|until|when|whenever|where|once|"
    r"as|because|since|after|before|given|considering|with|without|like|unlike|in|at|by|from|to)\b",
    re.IGNORECASE,
)

_SUBJECT = (
    r"(?:it|there|you|we|I|one|no one|nobody|nothing|everything|everyone|everybody|anyone|someone|"
    r"he|she|they|this|that|these|what)"
)


def _words(listed: str) -> list[str]:
    return listed.split()


_REGULAR = _words(
    "seem feel look sound play work fail need want lack deserve remain offer deliver suffer manage turn add "
    "prove end start reveal explore show shine crackle appear belong last pull push draw star make give take "
    "leave move capture combine provide surprise serve evoke create become come amuse produce promise handle "
    "enjoy recommend love like hate"
)
_FINITE = frozenset(
    _words(
        "is are was were am has have had does do did can could will would should may might must cannot go "
        "goes went made gave took left came became keep keeps kept get gets got let lets put puts set sets "
        "bring brings brought find finds found fall falls fell hold holds held run runs ran stand stands "
        "stood tell tells told win wins won hit hits know knows knew lose loses lost steal steals stole "
        "carries tries relies satisfies rise rises rose drag drags dragged"
    )
    + [stem + ending for stem in _REGULAR for ending in ("", "s", "d" if stem.endswith("e") else "ed")]
    + [
        verb + "n't"
        for verb in _words("is are was were has have had does do did ca could wo would should ai")
    ]
    + [
        f"{subject}'{ending}"
        for subject in _words("it there that what who he she i you we they here one")
        for ending in _words("s re ve ll d m")
    ]
)
_FORM = re.compile(r"[a-z]+(?: ?['’][a-z]+)?")
_CLAUSE = re.compile(_SUBJECT + r"\b", re.IGNORECASE)
_TWO_WORDS = re.compile(r"[\w'’-]+\s+([\w'’]+)")
_DETERMINED = re.compile(
    r"(?:the|an?|one|its?|this|my|every|each|no|all|some|most|his|her|their|few|many)\b", re.IGNORECASE
)
_NOUN_PHRASE = re.compile(r"(?:an?|the|one of|not an?|pure|sheer)\s", re.IGNORECASE)
_UNDONE = re.compile(
    r"\b(?:the|an?|of|to|is|are|was|were|be|in|on|at|by|for|from|with|as|like|and|or|but|than|that|this|"
    r"these|its|his|her|their|my|your|our|following|such|say|says|said|because|if|about|into|not|so|very|"
    r"more|most|who|which|whose)\s*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w[\w'’-]*")
_LEAD = re.compile(r"(?:[\s*•·>_~=|]|-{1,3}(?=\s)|\.{2,}|…|[-–—](?=\w))+")
_MARKED = re.compile(r"[()\[\]{}“”«»\"`?'‘]")
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("“", "”"), ("«", "»"))
_OPENED_SINGLE = re.compile(r"(?<![\w.,!?)])['‘](?=\w)(?!(?:s|t|re|ve|ll|d|m|em|til|cause|n|\d0s)\b)")
_CLOSED_SINGLE = re.compile(r"(?<=[\w.,!?])['’](?!\w)")
_GAP = re.compile(r"\s*,\s*")
_DASHES = "-–—"
_TRAILING = " \t\n,;:-–—"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that could be quoted: ``text[start:end]``, and how they stand in their sentence.

    Attributes
    ----------
    words : int
        How many they are.
    part : bool
        More of the sentence is left out than a connective at its head.
    conceded : bool
        What is left out speaks against them ("but", "though"), or they against it.
    bare : bool
        The subject, a pronoun for the film, is left out: "It is a triumph" without "It is".
    """

    start: int
    end: int
    words: int
    part: bool = False
    conceded: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Joint:
    """Where a sentence may be cut: a clause ends at `left`, the next begins at `right`."""

    left: int
    right: int
    word: str
    dash: bool = False

    @property
    def strong(self) -> bool:
        return not self.word


def passages(text: str, span: Span, titles: Sequence[Span] = ()) -> Iterator[Passage]:
    """The passages of a sentence that stand alone, the longest first.

    Each begins with neither a pronoun nor a connective that points out of it, closes every bracket and
    quotation mark that it opens, and asks no question. Nothing is cut inside one of the `titles`.
    """
    start, end = _trimmed(text, *span)
    if start >= end:
        return
    titles = [title for title in titles if start <= title[0] < end]
    joints = _joints(text, start, end, titles)
    if len(joints) > MOST_JOINTS:
        joints = []
    seen: set[Span] = set()
    for first in range(-1, len(joints)):
        for last in range(len(joints), first, -1):
            passage = _between(text, (start, end), joints, (first, last), titles)
            if passage and (passage.start, passage.end) not in seen:
                seen.add((passage.start, passage.end))
                yield passage


def word_count(text: str) -> int:
    """How many words a text has: "well-made" and "don't" are one each."""
    return len(_WORD.findall(text))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without list marks and ellipses before it, or the quotation marks of a longer speech around it."""
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    piece = text[start:end]
    if piece.count('"') % 2:
        if piece.startswith('"'):
            start += 1
        elif piece.endswith('"'):
            end -= 1
    elif len(piece) > 2 and piece[0] == piece[-1] == '"' and piece.count('"') == 2:
        start, end = start + 1, end - 1
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def _joints(text: str, start: int, end: int, titles: Sequence[Span]) -> list[_Joint]:
    found = list(_marked(text, start, end))
    dashes = [joint for joint in found if joint.dash]
    if len(dashes) == 2:
        # two dashes hold an aside, and the clause goes on after it
        found = [joint for joint in found if not dashes[0].left <= joint.left <= dashes[1].left]
    lead = _YIELDING.match(text, start, end)
    if lead:
        found.insert(0, _Joint(start, lead.end(), "while"))
    elif (comma := text.find(",", start, end)) > 0 and not _is_finite(text[start:comma]):
        after = _GAP.match(text, comma)
        if after and any(0 <= a - after.end() < 2 for a, _ in titles):
            found.insert(0, _Joint(start, after.end(), "intro"))
    return [j for j in found if not any(a < j.right < b for a, b in titles)]


def _marked(text: str, start: int, end: int) -> Iterator[_Joint]:
    """Joints at marks between words, and at "but" without one."""
    for mark in _MARK.finditer(text, start + 1, end - 1):
        left, right = mark.span()
        sign = mark.group()
        spaced = text[right].isspace()
        if sign == ",":
            word = _JOINING.match(text, right, end)
            if word:
                yield _Joint(_back(text, left), word.start(1), word[1].lower())
        elif (
            sign == ";"
            or (sign == ":" and spaced)
            or sign[0] in "…—–"
            or sign.startswith(("--", "..."))
            or (sign == "-" and spaced and text[left - 1].isspace())
        ):
            while right < end and text[right].isspace():
                right += 1
            if right < end:
                yield _Joint(_back(text, left), right, "", sign[0] in _DASHES)
    but = _BUT.search(text, start + 1, end)
    if but and text[but.start() - 1] == " " and not _NOT_ONLY.search(text, start, but.start()):
        before = _back(text, but.start())
        if text[before - 1] not in ",;-–—":
            yield _Joint(before, but.start(), "but")


def _back(text: str, at: int) -> int:
    while at and text[at - 1].isspace():
        at -= 1
    return at


def _is_finite(clause: str) -> bool:
    """Whether a clause has a verb that can carry it."""
    forms = _FORM.findall(clause.lower())
    if not _FINITE.isdisjoint(forms):
        return True
    return any(form.replace(" ", "").replace("’", "'") in _FINITE for form in forms if not form.isalpha())


def _is_clause(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` begins with a subject and goes on with what it does."""
    if _CLAUSE.match(text, start, end):
        return True
    two = _TWO_WORDS.match(text, start, end)
    if two and two[1].lower() in _FINITE:
        return True
    return _DETERMINED.match(text, start, end) is not None and _is_finite(text[start:end])


def _between(
    text: str, whole: Span, joints: Sequence[_Joint], between: tuple[int, int], titles: Sequence[Span]
) -> Passage | None:
    """The passage from one joint to another (-1: the sentence's start, len(joints): its end)."""
    start, end = whole
    first, last = between
    conceded = False
    if first >= 0:
        before = joints[first]
        if not before.strong and before.word not in _GOES_ON and before.left != start:
            return None
        conceded = before.word in _GIVES_WAY
        start = before.right
    closes = last == len(joints)
    if not closes:
        after = joints[last]
        if after.left <= start or not _may_end(text, start, after, whole[1]):
            return None
        conceded = conceded or after.word in _GIVES_WAY
        end = after.left
    opening = open_at(text, start, end, titles)
    if opening is None or (first >= 0 and not _may_begin(text, whole[0], opening, end, joints[first])):
        return None
    start, end = opening.start, _stripped(text, opening.start, end)
    words = word_count(text[start:end])
    if not words or not _is_whole(text, start, end):
        return None
    return Passage(start, end, words, first >= 0 or not closes or opening.bare, conceded, opening.bare)


def _may_begin(text: str, begin: int, opening: Opening, end: int, joint: _Joint) -> bool:
    """Whether what follows a joint is a clause of its own, or a phrase fit for a poster."""
    if joint.word == "and" and not _is_finite(text[begin : joint.left]):
        return False  # "the light, and the silence": a list
    if opening.bare:
        return True
    at = opening.start
    if _is_clause(text, at, end):
        return True
    return joint.strong and _NOUN_PHRASE.match(text, at, end) is not None


def _may_end(text: str, start: int, joint: _Joint, end: int) -> bool:
    """Whether the clause before a joint is complete; its sentence goes on to `end`."""
    if not _is_finite(text[start : joint.left]) or _UNDONE.search(text, start, joint.left):
        return False
    if _LEANING.match(text, start, joint.left) and text.find(",", start, joint.left) < 0:
        return False
    return joint.word != "and" or _is_clause(text, joint.right + len("and "), end)


def _stripped(text: str, start: int, end: int) -> int:
    """The end without marks that lead on."""
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return end


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether every bracket and quotation mark closes, and nothing is asked."""
    piece = text[start:end]
    if piece[0] in "([{":
        return False
    if not _MARKED.search(piece):
        return True
    if piece.rstrip("\"'”’)] ").endswith("?") or re.search(r"\?[\"'”’)]*\s+[A-Z]", piece):
        return False
    if piece.count('"') % 2 or piece.count("``") != piece.count("''"):
        return False
    if any(piece.count(opens) != piece.count(closes) for opens, closes in _PAIRS):
        return False
    return _OPENED_SINGLE.search(piece) is None or _CLOSED_SINGLE.search(piece) is not None
