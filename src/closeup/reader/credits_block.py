"""Blocks of credits: 'Starring: ... Directed by: ...', in any case, read by rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from closeup.reader.mentions import Mention, NameKind
from closeup.reading import Role, Span

PROBABILITY = 0.97
"""Of a name in a block."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_BOOKS = (
    r"(?:novels?|books?|play|short\s+story|story|stories|memoir|comics?|graphic\s+novel|characters\s+created)"
)
_LABELS: tuple[tuple[Role | None, str], ...] = (
    ("cinematographer", r"directors?\s+of\s+photography|cinematograph(?:y|er)s?|photograph(?:y|ed)|camera"
                       r"|d\.?o\.?p"),
    ("crew", r"(?:costume|production|set|art|sound|visual\s+effects|special\s+effects|make-?up)s?"
             r"\s+(?:design(?:er|ed)?s?|direct(?:ion|or)s?|decorat(?:ion|or)s?|effects|supervisors?)|costumes|sets"
             r"|(?:visual|special)\s+effects|choreograph(?:y|er|ed)"),
    ("actor", r"(?:(?:also|co-?|main|principal|voice)\s*)?(?:starring|stars?|cast|players|featuring)"
              r"|actors|narrat(?:ed|or)|voices(?:\s+of)?|with\s+the\s+voices\s+of|performers"),
    ("director", r"direct(?:or|ors|ed|ion)|dir\.?|helmer"),
    ("author", rf"(?:original\s+)?{_BOOKS}"),
    ("writer", r"screenplay|teleplay|scripted|screen\s?writers?|writers?|writ(?:ten|ing)"
               r"|script|scr\.?|adapted|adaptation"),
    ("producer", r"(?:(?:executive|exec\.?|co|line|associate)[\s-]*)?produc(?:er|ers|ed)"),
    ("editor", r"(?:film\s+)?edit(?:or|ors|ed|ing)"),
    ("composer", r"(?:original\s+)?(?:music|score)|music\s+composed|composers?|composed"),
    (None, r"(?:u\s?\.\s?s\s?\.\s+|us\s+)?distribut(?:or|ors|ed|ion)|releas(?:ed|e)(?:\s+dates?)?"
           r"|running\s+(?:time|length)|run\s?time|mpaa(?:\s+(?:classification|rating))?|rating|rated|grade|genre|countr(?:y|ies)|languages?"
           r"|studio|year|plot|synopsis|summary|theatrical\s+aspect\s+ratio|aspect\s+ratio|opens|opened|seen\s+at|budget"
           r"|review(?:ed)?|verdict"),
)  # fmt: skip
_ROLE_OF_GROUP: tuple[Role | None, ...] = tuple(role for role, _ in _LABELS)
_ANY = "|".join(f"(?P<r{number}>{words})" for number, (_, words) in enumerate(_LABELS))
_ONE_LABEL = re.compile(_ANY, re.IGNORECASE)
_BARE = "|".join(words for _, words in _LABELS)
_LABEL = re.compile(
    rf"(?P<labels>(?:{_BARE})(?:\s*(?:/|,|-|\band\b|&|,\s*and\b)\s*(?:{_BARE}))*)"
    r"\s*(?P<mark>\bby\s*:|\bby\b|:)\s*",
    re.IGNORECASE,
)
# Apart from the others: two runs of words inside their repetition would take time without end.
_BASED_ON = re.compile(
    r"(?P<labels>(?:adapted\s+from|(?:loosely\s+)?based\s+(?:up)?on|from)\s+(?:the|a|an|his|her)\s+"
    rf"(?:[^\s.:;,]+\s+){{0,6}}?{_BOOKS})(?:\s+[^\s.:;,]+){{0,8}}?\s+(?P<mark>by\s*:|by\b)\s*",
    re.IGNORECASE,
)
_BASED_ON_FIRST = re.compile(r"(?:adapted\s+from|loosely|based|from)\s", re.IGNORECASE)
_BARE_STARRING = re.compile(r"(?P<labels>starring|stars|featuring)(?P<mark>)\s+", re.IGNORECASE)
_FIRST_WORDS = _words(
    "director directors cinematography cinematographer cinematographers photography photographed camera "
    "dop d.o.p costume costumes production set sets art sound visual special make-up makeup "
    "choreography choreographer choreographed also co-starring co-stars main principal voice voices "
    "starring star stars cast players featuring actors narrated narrator with performers directed "
    "direction dir helmer adapted loosely based from original novel novels book books play short story "
    "stories memoir comic comics graphic characters screenplay teleplay scripted screenwriter "
    "screenwriters writer writers written writing script scr adaptation executive exec co line "
    "associate producer producers produced co-producer co-producers co-produced film editor editors "
    "edited editing music score composer composers composed u us distributor distributors distributed "
    "distribution released release running runtime run mpaa rating rated grade genre country countries "
    "language languages studio year plot synopsis summary theatrical aspect opens opened seen budget "
    "review reviewed verdict"
)
_LAST_WORDS = _words(
    "photography cinematography cinematographer starring stars cast actors featuring by of director "
    "directors directed direction dir dir. screenplay writer writers written screenwriter screenwriters "
    "script producer producers produced music composer"
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_LINE = r"[ \t]*(?:directed|written|produced|screenplay|music|starring|based\s+on)\b"
_FIRST_LINE = re.compile(_LINE, re.IGNORECASE)
_BY_LINE = re.compile(r"\n" + _LINE, re.IGNORECASE)
_BEFORE = 250
_AFTER = 400


_PARTICLES = _words(
    "de la van von der den di da del du le bin al y ten ter dos das st el ibn zu della dalla d' o'"
)
_NOT_NAMES = _words(
    "a an the of in on at to for from by with and or but as is was are were be been it its this that "
    "these those he she they we i his her their my your not no so all some who which when where while "
    "if then than there here also etc various others none unknown himself herself itself great good bad "
    "terrible awful excellent poor decent solid fine weak strong average nothing everyone everybody "
    "nobody someone screenplay based released"
)
_NAME_WORD = (
    r"(?:[^\W\d_]\s?\.(?!\s?\.)|[^\W\d_][\w'’`-]*(?:\.(?=[^\W\d_]))?|(?:['‘\"“][^\W\d_][\w'’-]*['’\"”]))"
)
_TOKEN = re.compile(_NAME_WORD)
_JUNIOR = re.compile(r"\s*,?\s*\b(?:jr|sr)\b\s?\.?|\s+(?:iii|ii|iv)\b", re.IGNORECASE)
_SEPARATOR = re.compile(
    r"\s*(?:(?:,|;|&|/|\band\b|\bwith\b|\bfeaturing\b|\bintroducing\b|\balso\b)\s*)+", re.IGNORECASE
)
_CLEAN_END = re.compile(r"\s*(?:$|[.!?;)\]|•·–—]|-{2}|\n)|[ \t]*\n")
_BRACKETED = re.compile(
    r"\s*[(\[]\s*(?:as\s+|playing\s+)?(?P<part>[^()\[\]\n]{1,60}?)\s*[)\]]", re.IGNORECASE
)
_AS = re.compile(r"\s+as\s+(?:the\s+)?(?=\w)", re.IGNORECASE)
_NOT_A_PART = re.compile(
    r"\b(?:voice|uncredited|cameo|also|novel|story|book|play|archive|debut|director|writer|dir|\d+)\b",
    re.IGNORECASE,
)
_LONGEST_PART = 5


@dataclass(slots=True)
class _Entry:
    """A label with what follows it."""

    start: int
    end: int
    roles: tuple[Role, ...]
    firm: bool
    names: list[Span]
    parts: list[Span]


def credits_block(text: str, sentences: Sequence[Span] = ()) -> list[Mention]:
    """Read the names out of blocks of credits.

    A label ("Starring:", "directed by :", "screenplay/director :", "Music:") is one where
    a colon follows and it begins the text, a line or a sentence or stands by another;
    labels without a colon ("Directed by") count at the beginning of a line that ends
    with the names, or beside others. Marks of parts of a film ("Music: 7/10", "Cast:
    terrible") are none: somebody in each list has a name of two words.

    Parameters
    ----------
    text : str
        A review, with case or all in lower case and tokenised.
    sentences : sequence of (int, int)
        Its sentences, for `Mention.sentence`, which is 0 without them.

    Returns
    -------
    list of Mention
        In the order of the text, none overlapping: people with the role of their label at
        odds 1, and characters where brackets or "as" name them behind an actor.
    """
    window = _window(text)
    if not window:
        return []
    starts = [start for start, _ in sentences]
    found: list[Mention] = []
    for entry in _standing(text, list(_entries(text, _labels(text, *window)))):
        named: list[tuple[Span, NameKind]] = [(span, "person") for span in entry.names]
        named += [(span, "character") for span in entry.parts]
        for span, kind in sorted(named):
            sentence = max(0, bisect_right(starts, span[0]) - 1)
            roles: dict[Role, float] = dict.fromkeys(entry.roles, 1.0) if kind == "person" else {}
            found.append(Mention(span, sentence, kind, PROBABILITY, roles))
    return found


def merge_mentions(model: Sequence[Mention], block: Sequence[Mention]) -> list[Mention]:
    """Add a block's mentions to the model's; the block's stand where both find a name.

    The model's keep their places in the list, so that `Plays` still points at them: one
    that a block's overlaps is replaced by it in place, the rest of the block's follow.
    Titles stay as they are.
    """
    merged = list(model)
    ordered = sorted(block, key=lambda mention: mention.span)
    ends = [mention.span[1] for mention in ordered]
    used: set[int] = set()
    for index, mention in enumerate(merged):
        if mention.kind == "work":
            continue
        place = bisect_right(ends, mention.span[0])
        if place < len(ordered) and ordered[place].span[0] < mention.span[1]:
            used.add(place)
            merged[index] = replace(ordered[place], sentence=mention.sentence)
    merged.extend(mention for place, mention in enumerate(ordered) if place not in used)
    return merged


def _window(text: str) -> Span | None:
    """Where blocks may stand, told cheaply: around labels with colons and lines that begin with one."""
    first, last = len(text), -1
    at = text.find(":")
    while at >= 0:
        words = text[max(0, at - 40) : at].replace("/", " ").split()
        if words and words[-1].lower() in _LAST_WORDS:
            first, last = min(first, at), at
        at = text.find(":", at + 1)
    if _FIRST_LINE.match(text):
        first, last = 0, max(last, 0)
    for match in _BY_LINE.finditer(text) if "\n" in text else ():
        first, last = min(first, match.start()), max(last, match.start())
    return None if last < 0 else (max(0, first - _BEFORE), min(len(text), last + _AFTER))


def _labels(text: str, start: int, end: int) -> dict[int, re.Match[str]]:
    """The labels between two places, by where they begin."""
    found: dict[int, re.Match[str]] = {}
    past = start
    for word in _WORD.finditer(text, start, end):
        at = word.start()
        if at < past or word.group().rstrip(".").lower() not in _FIRST_WORDS:
            continue
        label = _LABEL.match(text, at) or _BASED_ON.match(text, at) or _BARE_STARRING.match(text, at)
        if label:
            found[at] = label
            past = label.end()
    return found


def _entries(text: str, labels: dict[int, re.Match[str]]) -> Iterator[_Entry]:
    past = 0
    for start, label in labels.items():
        if start < past:
            continue
        roles = _roles_of(label["labels"])
        names, parts, end = _listed(text, label.end(), labels) if roles else ([], [], label.end())
        firm = label["mark"].endswith(":") and _begins(text, start)
        firm = firm or (bool(names) and _fills_line(text, start, end))
        yield _Entry(start, end, roles, firm, names, parts if "actor" in roles else [])
        past = end


def _roles_of(labels: str) -> tuple[Role, ...]:
    roles: list[Role] = []
    if _BASED_ON_FIRST.match(labels):
        return ("author",)
    for match in _ONE_LABEL.finditer(labels):
        role = _ROLE_OF_GROUP[int(match.lastgroup[1:])] if match.lastgroup else None
        if role and role not in roles:
            roles.append(role)
    return tuple(roles)


def _begins(text: str, start: int) -> bool:
    before = text[max(0, start - 40) : start]
    rest = before.rstrip(" \t*•·-–—")
    return not rest or rest[-1] in ".!?\n)]|" or before.endswith("\n")


def _fills_line(text: str, start: int, end: int) -> bool:
    line_before = text[max(0, start - 1) : start]
    after = text[end : end + 2].strip(" .\t\r")
    return line_before in ("", "\n") and (not after or "\n" in text[end : end + 2])


def _standing(text: str, entries: list[_Entry]) -> Iterator[_Entry]:
    """The entries that are a block's: firm ones, and those that touch another."""
    touching = [
        not text[one.end : other.start].strip(" \t\n,.;|/•-–—")
        or text[one.end : other.start].strip(" ,.") in ("and", "based on")
        for one, other in pairwise(entries)
    ]
    for place, entry in enumerate(entries):
        if not entry.names:
            continue
        run = [place]
        while run[0] > 0 and touching[run[0] - 1]:
            run.insert(0, run[0] - 1)
        while run[-1] + 1 < len(entries) and touching[run[-1]]:
            run.append(run[-1] + 1)
        colons = sum(":" in text[entries[k].start : entries[k].end] for k in run)
        if entry.firm or (len(run) > 1 and (colons > 1 or any(entries[k].firm for k in run))):
            yield entry


def _listed(text: str, start: int, labels: Container[int]) -> tuple[list[Span], list[Span], int]:
    """The names of a list that begins at `start`, the parts named with them, and where it ends."""
    if start >= len(text):
        return [], [], start
    cased = text[start].isupper()
    names: list[Span] = []
    parts: list[Span] = []
    at = end = start
    while True:
        stop = _name_end(text, at, cased, labels)
        if stop is None:
            break
        names.append((at, stop))
        end = stop
        part = _part(text, stop, cased, labels)
        if part:
            parts.extend(part[0])
            end = part[1]
        separator = _SEPARATOR.match(text, end)
        if not separator:
            break
        at = separator.end()
    if not names:
        return [], [], start
    if not cased and not _CLEAN_END.match(text, end) and not _label_at(text, end, labels):
        end = names.pop()[0]
        parts = [part for part in parts if part[0] < end]
    if not any(" " in text[a:b].strip() for a, b in names):
        return [], [], start
    return names, parts, end


def _name_end(text: str, start: int, cased: bool, labels: Container[int]) -> int | None:
    """Where the name at `start` ends, None where there is none."""
    at, end, count = start, -1, 0
    while count < 6:
        token = _TOKEN.match(text, at)
        if not token or _label_at(text, at, labels):
            break
        word = token.group()
        low = word.casefold()
        if (
            low in _NOT_NAMES
            or (not count and low == "you")
            or (cased and not (word.lstrip("'‘\"“")[:1].isupper() or low in _PARTICLES))
        ):
            break
        at, count = token.end(), count + 1
        if low not in _PARTICLES or not cased:
            end = at
        while at < len(text) and text[at] in " \t":
            at += 1
    if end < 0:
        return None
    junior = _JUNIOR.match(text, end)
    end = junior.end() if junior else end
    one_letter = end - start <= 2 and not junior
    return None if one_letter else end


def _label_at(text: str, at: int, labels: Container[int]) -> bool:
    while at < len(text) and text[at] in " \t,":
        at += 1
    return at in labels


def _part(text: str, start: int, cased: bool, labels: Container[int]) -> tuple[list[Span], int] | None:
    match = _BRACKETED.match(text, start)
    if match:
        part = match["part"]
        wanted = not _NOT_A_PART.search(part) and len(part.split()) <= _LONGEST_PART
        return ([match.span("part")] if wanted else []), match.end()
    match = _AS.match(text, start)
    if not match:
        return None
    stop = _name_end(text, match.end(), cased, labels)
    return ([(match.end(), stop)], stop) if stop else None
