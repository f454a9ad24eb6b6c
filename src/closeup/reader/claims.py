"""Where a review's text gives a rating of its film: the words around a mark that make it one.

Literal anchors are looked for first, since most reviews have none and patterns are slow;
patterns then look at a bounded stretch around each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from closeup.reader import marks, traps
from closeup.reader.marks import NUMBER_WORDS, Mark

LABELLED, GIVEN, TELLING, HINTED = 4, 3, 2, 1


@dataclass(frozen=True, slots=True)
class Claim:
    """A mark, and how surely its surroundings make it the critic's rating of the film.

    `strength` runs from `HINTED`, which needs a place in the first or last line, over
    `TELLING` and `GIVEN` to `LABELLED`, and one more for an overall mark.
    """

    mark: Mark
    strength: int


def claims(text: str) -> Iterator[Claim]:
    """Every claim in a text, in no order; one mark may be claimed twice."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    yield from _labelled(text, low)
    refused: set[int] = set()
    yield from _on_a_scale(text, low)
    yield from _given(text, low, refused)
    yield from (claim for claim in _standing(text, low) if claim.mark.start not in refused)
    yield from _at_the_ends(text)


def _every(low: str, *anchors: str) -> Iterator[int]:
    """Where each anchor begins a word, its first `_FAR_TOO_MANY` times."""
    for anchor in anchors:
        at, left = low.find(anchor), _FAR_TOO_MANY
        while at >= 0 and left:
            if at == 0 or not low[at - 1].isalnum():
                yield at
            at, left = low.find(anchor, at + len(anchor)), left - 1


# Past any real review; it bounds the time that a hostile text takes.
_FAR_TOO_MANY = 3000
_LABEL = re.compile(
    r"(?P<name>overall|ratings?|rate(?=\s?[:=])|grade|score|verdict|votes?|consensus|stars(?=\s?:))"
    r"(?:\s(?:rating|score|grade|mark|vote)\b)?"
    r"(?P<verb>(?:\s(?:for|of|on)\s(?:this|the)\s(?:film|movie|one|picture|thing)\b)?"
    r"(?:\s(?:is|of|would be|was|has to be|gets|it gets)\b)?)"
    r"(?:\s?\([^()\n]{1,24}\)(?=\s?[:=]))?"
    r"\s{0,2}(?P<colon>[:=\-–—>.]{0,3})(?:\*\*(?!\*))?\s{0,3}[\"'“‘(\[_]{0,2}"
)
_OWN = re.compile(r"\b(?:my|our|final|overall|total|personal|own)\s(?:\w{1,12}\s)?\Z")
_OVERALL = re.compile(r"\b(?:overall|final|total)\s(?:\w{1,12}\s)?\Z")


_LOOSELY = ("letter", "number", "word", "percent")


def _labelled(text: str, low: str) -> Iterator[Claim]:
    anchors: tuple[str, ...] = ("rating", "grade", "score", "verdict", "overall", "vote", "consensus")
    if ":" in low or "=" in low:
        anchors += ("rate:", "rate :", "stars:")
    for at in _every(low, *anchors):
        label = _LABEL.match(low, at)
        if label is None or low[at - 1 : at] == "-":
            continue
        before = low[max(0, at - 40) : at].rpartition("\n")[2]
        own = _OWN.search(before) is not None
        if (
            traps.is_of_others(before)
            or traps.is_of_a_part(before, colon=False)
            or traps.is_other_film(before)
        ):
            continue
        name, colon = label["name"], bool(label["colon"].strip("."))
        said = colon or (bool(label["verb"]) and own) or low[label.end() - 1] == "\n" or name == "overall"
        # "The score is ..." speaks of the music, "a rating of ..." of anybody's.
        if not said and (label["verb"] or (name in ("score", "scores", "vote", "votes") and not own)):
            continue
        mark = _after_label(text, low, label.end(), loose=said or name == "grade")
        if mark is None or traps.is_number_of_things(text, low, mark):
            continue
        signed = mark.notation == "letter" and mark.end - mark.start > 1
        if mark.notation in _LOOSELY and not (said and signed) and not traps.ends_clause(text, mark.end):
            continue
        if mark.notation == "number" and not (said and _may_be_bare(mark, name)):
            continue
        overall = name == "overall" or _OVERALL.search(before) is not None
        yield Claim(marks.perfected(low, mark), LABELLED + overall)


_ARTICLE = re.compile(r"an?[ ](?:(?:solid|strong|generous|weak|perfect|measly|mere)[ ])?[\"'“‘]?")


def _after_label(text: str, low: str, at: int, *, loose: bool) -> Mark | None:
    """The mark at `at`, or after an article there: "Verdict: A" and "Verdict: a B"."""
    mark = marks.mark_at(text, at, loose=loose)
    if mark is None or (mark.notation == "letter" and not traps.ends_clause(text, mark.end)):
        article = _ARTICLE.match(low, at)
        if article:
            return marks.mark_at(text, article.end(), loose=loose)
    return mark


def _may_be_bare(mark: Mark, label: str) -> bool:
    # "Rating: 15" and "Rating: 18" are for ages.
    return mark.value is not None and (mark.value <= 10 or (label == "score" and 20 < mark.value <= 100))


_VERBS = ("giv", "gave", "rate", "award", "deserve", "gets ", "get a", "earn", "merit")
_VERB = re.compile(
    r"(?:giv(?:es?|ing|en)|gave|rat(?:es?|ed)|award(?:s|ed|ing)?|deserv(?:es?|ed|ing)|gets?|earn(?:s"
    r"|ed)?|merits?)\b"
)
_NUMERIC = re.compile(
    r"\d|[½¼¾★⭐☆👍👎*]|\bthumb|\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|half|no|perfect)\b"
    r"|\b[a-df](?:[+\-−–]|\b(?![’' ](?:[a-z]|$)))"
)
_STOP = re.compile(r"[!?;\n]|\.(?=\s|\Z|[a-z])")
_IT = re.compile(
    r"\s+(?:it|this|them|(?:(?:this|the) (?:\w{2,14} )?(?:film|movie|picture|one|flick|thing|show"
    r"|piece)))\b"
)
_BARE_BY = re.compile(
    r"(?:\b(?:an?|it|this|film|movie|at|as|of|only|just|about|one|flick)"
    r"|\ban? [a-z]{2,12})\s+[\"'“‘(]{0,2}\Z"
)


def _given(text: str, low: str, refused: set[int]) -> Iterator[Claim]:
    for at in _every(low, *_VERBS):
        verb = _VERB.match(low, at)
        if verb is None:
            continue
        start = verb.end()
        end = _clause_end(low, start)
        if not _NUMERIC.search(low, start, end + 1):
            continue
        mark = _first_mark(text, start, end) or _loose_mark(text, low, start, end)
        if mark is None or mark.start - start > 70:
            continue
        before, whom = traps.clause_before(low, at), low[start : mark.start]
        this = _IT.match(whom) is not None
        if _is_anothers(before, whom, this=this) or traps.is_for_effort(low, mark.end):
            if not _TURNS.search(whom):
                refused.add(mark.start)
        elif _is_given(text, low, mark, whom, this=this):
            sure = (this or not whom.strip(" an")) and not traps.is_for_a_part(low, mark.end)
            yield Claim(marks.perfected(low, mark), GIVEN if sure else TELLING)


_TURNS = re.compile(r"[,:–—]|\b(?:i|my|but)\b")


def _clause_end(low: str, start: int) -> int:
    """Where the sentence ends that goes on at `start`, at most 90 characters away."""
    limit = min(len(low), start + 90)
    for stop in _STOP.finditer(low, start, limit):
        return stop.start()
    return limit


def _is_anothers(before: str, whom: str, *, this: bool) -> bool:
    """Whether what is given is another's mark, or of another film or a part, or not given at all."""
    if traps.is_of_others(before) or traps.is_unreal(before) or traps.is_of_a_part(before, colon=False):
        return True
    if traps.is_other_film(whom):
        return True
    return not this and (traps.is_other_film(before) or traps.names_a_part(whom))


def _is_given(text: str, low: str, mark: Mark, whom: str, *, this: bool) -> bool:
    """Whether it is the mark that is given, and not something else in the same breath."""
    if traps.is_number_of_things(text, low, mark) or traps.is_bound_apart(whom):
        return False
    if mark.notation == "percent":
        return this and traps.ends_clause(text, mark.end)
    counted = mark.notation == "stars" and mark.scale is None and not this
    return not (counted and traps.are_people(text, low, mark))


def _first_mark(text: str, start: int, end: int) -> Mark | None:
    """The first mark in a stretch that says by itself that it is one."""
    first: Mark | None = None
    for pattern, read in marks.SCALED:
        match = pattern.search(text, start, min(len(text), end + 40))
        if match and match.start() < end and (first is None or match.start() < first.start):
            first = read(match)
    return first


def _loose_mark(text: str, low: str, start: int, end: int) -> Mark | None:
    """The first letter or bare number in a stretch that "a", "it" and the like lead to."""
    for pattern, read in (marks.LOOSE[0], marks.LOOSE[2]):
        for match in pattern.finditer(text, start, min(len(text), end + 1)):
            lead = low[max(start, match.start() - 20) : match.start()]
            worded = match.group()[0].isalpha() and pattern is marks.LOOSE[2][0]
            led = _BARE_BY.search(lead)
            if not led or (worded and not re.search(r"\ban? (?:[a-z]{2,12} )?\Z", lead)):
                continue
            mark = read(match)
            if traps.ends_clause(text, mark.end) and (
                mark.value is None or mark.value <= 10 or mark.value == 100
            ):
                return mark
    return None


_TOP = re.compile(
    r"scale\s(?:of\s|from\s)?(?:0|1|zero|one)\s?(?:to|-|–|through|out of)\s?"
    r"(?P<top>10|5|4|100|ten|five|four|(?:a |one )?hundred)\b"
)


def _on_a_scale(text: str, low: str) -> Iterator[Claim]:
    """ "On a scale of 1 to 10 this is a 7", "a 7 on a scale of one to ten"."""
    for at in _every(low, "scale of", "scale from", "scale 1"):
        top = _TOP.match(low, at)
        if top is None:
            continue
        scale = marks.number(top["top"])
        found: Mark | None = None
        for match in marks.NUMBER.finditer(text, max(0, at - 32), at):
            if re.fullmatch(r",?\s(?:on|in)\s(?:a|the|my)\s(?:\w{1,12}\s)?", low[match.end() : at]):
                found = replace(marks.bare(match), end=top.end())
        if found is None:
            stop = _STOP.search(low, top.end(), top.end() + 90)
            for match in marks.NUMBER.finditer(text, top.end(), stop.start() if stop else top.end() + 90):
                if match.group().lower() in ("one", "no") or not traps.ends_clause(text, match.end()):
                    continue
                found = marks.bare(match)
                break
        before = traps.clause_before(low, at)
        if found and found.value is not None and not traps.is_of_others(before):
            score = marks.scored(found.value, scale)
            yield Claim(replace(found, notation="fraction", scale=scale, score=score), GIVEN)


_GLYPH = re.compile("[" + marks.FILLED + marks.HOLLOW + "👍👎]")
_OUT_OF = re.compile(
    r"out (?:of )?(?:an? )?(?:(?:possible|maximum|max|total) (?:of )?)?(?:\d|four|five|six|ten"
    r"|hundred|[*★⭐☆])"
)


def _standing(text: str, low: str) -> Iterator[Claim]:
    """Marks in the middle of things, that no word introduces."""
    for start, end in _stretches(text, low):
        taken = bytearray(end - start + 1)
        for pattern, read in marks.SCALED:
            if pattern is marks.PERCENT:
                continue
            for match in pattern.finditer(text, start, end):
                if any(taken[match.start() - start : match.end() - start]):
                    continue
                mark = read(match)
                taken[match.start() - start : match.end() - start] = b"\1" * (match.end() - match.start())
                strength = _strength(text, low, mark, match)
                if strength and not traps.is_foreign(text, low, mark):
                    yield Claim(marks.perfected(low, mark), strength)


# Hundreds of marks are a list and no review; its ends are read, so that time stays bounded.
_MOST = 200


def _stretches(text: str, low: str) -> Iterator[tuple[int, int]]:
    """The stretches in which a mark may stand, apart from each other."""
    at: list[int] = []
    if not text.isascii():
        at.extend(glyph.start() for glyph in _GLYPH.finditer(text))
    i = text.find("*")
    while i >= 0:
        at.append(i)
        i = text.find("*", i + 1)
    i = text.find("/")
    while i >= 0:
        after, before = low[i + 1 : i + 3].strip()[:1], low[max(0, i - 2) : i].strip()[-1:]
        if after in _AFTER_SLASH and before in _BEFORE_SLASH:
            at.append(i)
        i = text.find("/", i + 1)
    at.extend(i for i in _every(low, "out of ", "out 10", "out 5") if _OUT_OF.match(low, i))
    at.extend(i for i in _every(low, "star") if _counts(low, i))
    at.extend(_every(low, "thumb"))
    at.sort()
    if len(at) > 2 * _MOST:
        at = at[:_MOST] + at[-_MOST:]
    start, end = 0, -1
    for i in at:
        # Stretches that meet are read as one, so that no mark is cut in two.
        if i - 40 > end:
            if end >= 0:
                yield start, end
            start = max(0, i - 40)
        end = min(len(text), i + 48)
    if end >= 0:
        yield start, end


_AFTER_SLASH = frozenset("0123456789*tf" + marks.FILLED + marks.HOLLOW)
_BEFORE_SLASH = frozenset("0123456789*½¼¾s" + marks.FILLED + marks.HOLLOW)


def _counts(low: str, at: int) -> bool:
    """Whether a number stands before the word that begins at `at`."""
    head = low[max(0, at - 9) : at].rstrip(" -").removesuffix(" a")
    return (
        head[-1:].isdigit()
        or head[-1:] in marks.VULGAR
        or head.replace("-", " ").rpartition(" ")[2] in NUMBER_WORDS
    )


def _strength(text: str, low: str, mark: Mark, match: re.Match[str]) -> int:
    """What a mark is worth without words that introduce it; 0 for none."""
    halved = mark.value is not None and mark.value % 1 != 0
    if mark.notation == "fraction":
        if traps.is_number_of_things(text, low, mark) or mark.scale not in (4, 5, 6, 10, 100, 20):
            return 0
        starred = bool(match["unit"] or match["stars"]) or not match["scale"][0].isalnum()
        if not starred and match["of"].strip(" (") in ("of", "from"):
            return 0
        if starred or halved or mark.scale in (5, 10, 100):
            return TELLING
        return HINTED if traps.stands_alone(low, mark) else 0
    if mark.notation == "thumbs":
        return TELLING if traps.stands_alone(low, mark) else HINTED
    if match.re is marks.STARS:
        return _row_strength(text, mark, match)
    if match.re is marks.HALF_ROW:
        return HINTED
    if match["unit"].lower() == "star" and (mark.value or 0) > 1:
        film = re.match(
            r"[ -](?:film|movie|picture|flick|rating|effort|masterpiece)\b", low[mark.end : mark.end + 14]
        )
        return TELLING if film else 0
    if traps.are_people(text, low, mark):
        return 0
    return TELLING if halved or traps.stands_alone(low, mark) else 0


def _row_strength(text: str, mark: Mark, match: re.Match[str]) -> int:
    if mark.value is None or not any(glyph in match["row"] for glyph in marks.FILLED + "*"):
        return 0
    if "*" not in match["row"] or match["scale"] or mark.value % 1:
        return TELLING
    # Rows of asterisks also part sections, warn of spoilers and stand for letters.
    start = max(text.rfind("\n", max(0, mark.start - 160), mark.start) + 1, mark.start - 160, 0)
    stop = text.find("\n", mark.end, mark.end + 160)
    line = text[start : stop if stop >= 0 else mark.end + 160]
    worded = any(c.isalnum() for c in line[: mark.start - start])
    at_its_end = not line[mark.end - start :].strip(" .)")
    return HINTED if worded and at_its_end and line.count("*") == match["row"].count("*") else 0


_HEAD = re.compile(r"\s*(?=[^\n]{1,24}(?:\n|\Z))")
_END = re.compile(r"(?P<alone>\A|\n)?(?:(?<=[.!?…)\"”])[ \t])?[ \t(]*(?=\S[^\n]{0,22}\Z)")
_REST = re.compile(r"[\s.!)\]\"”*]*(?:\n|\Z)")


def _at_the_ends(text: str) -> Iterator[Claim]:
    """A mark that is the whole first or last line, or the last sentence."""
    body = text.rstrip()
    head = _HEAD.match(text)
    if head:
        mark = marks.mark_at(text, head.end())
        if mark and _REST.match(text, mark.end) and _may_end(text, mark, alone=True):
            yield Claim(mark, TELLING)
    cut = max(0, len(body) - 26)
    tail = body[cut:]
    for end in re.finditer(r"(?:(?P<alone>\n)|(?<=[.!?…)\"”])[ \t])[ \t(]*(?=\S)", tail):
        mark = marks.mark_at(text, cut + end.end())
        last = mark is not None and _REST.match(text, mark.end) and mark.end >= len(body) - 3
        if mark and last and _may_end(text, mark, alone=bool(end["alone"])):
            yield Claim(mark, TELLING)


def _may_end(text: str, mark: Mark, *, alone: bool) -> bool:
    if mark.notation == "number":
        return mark.value is not None and mark.value <= 10 and text[mark.start].isdigit()
    if mark.notation == "letter":
        return mark.end - mark.start > 1 or (alone and mark.start > 24)
    if mark.notation == "word":
        return alone
    if mark.notation == "fraction":
        return mark.scale in (4, 5, 6, 10, 100, 20)
    return not (mark.notation == "stars" and "*" in text[mark.start : mark.end] and mark.value is not None
                and mark.value % 1 == 0 and "/" not in text[mark.start : mark.end])  # fmt: skip
