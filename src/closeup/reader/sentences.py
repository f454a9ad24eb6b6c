"""Where sentences begin and end, with exact offsets, in edited, sloppy and pre-tokenised prose alike.

Rules, not a model: every run of ``. ! ? …`` is a candidate, and the word before it, the marks that close
on it and the word after it decide. Linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from closeup.reader.abbreviations import (
    CARRY_ON,
    DANGLING,
    JOINING,
    LASTING,
    LEADING,
    NUMBERED,
    SEQUEL,
    STARTERS,
)
from closeup.reader.line_breaks import units

Span = tuple[int, int]

_FACE = (
    r"(?:[:;]-?[)(DP](?!\w)|[\U0001F600-\U0001F64F\U0001F910-\U0001F92F\U0001F389\U0001F44D-\U0001F44F"
    r"\U0001F480\U0001F4A9\U0001F4AF\U0001F525\u2764\u2B50\U0001F3FB-\U0001F3FF\uFE0F]+)"
)
_STOPS = r"[.!?…]+(?: [.!?…]++(?!\w))*"
_RUN = re.compile(_STOPS)
_RUN_OR_FACE = re.compile(rf"{_STOPS}|{_FACE}(?: ?{_FACE})*")
_ANY_FACE = re.compile(_FACE)
_CLOSERS = re.compile(r"[)\]}\"'”’»]*(?:[*_]{1,3}(?!\S)|[*_]{1,3}[)\]}\"'”’»]+)?")
_FACES = re.compile(rf"(?: ?{_FACE})*")
_SPACED_CLOSERS = re.compile(r"(?: +(?:[)\]}”’]|'')(?!\S))*")
_SPACED_QUOTE = re.compile(r' "(?!\S)')
_NEXT = re.compile(r"\s+([\"'“‘«(\[{*_¡¿`]*)\s*([\w'’]*)")
_CONTINUES = re.compile(r"[,;:)\]}](?!-?[)(DP])|[.!?](?!\S)")
_NAMED = re.compile(r"[^\W_]|[★☆*]")
_BLACK = re.compile(r"\S")
_LIST_MARK = re.compile(r"[(\[]?(?:\d{1,2}|[A-Za-z]|[ivxIVX]{1,4})")
_ACRONYM = re.compile(r"(?:\w{1,2}\.)+\w{1,2}")
_INITIALS = re.compile(r"(?:\b\w ?\. ?)+\w$")
_GRADE = re.compile(r"(?:grade|rating|verdict|score)\W+\w$", re.IGNORECASE)
_JOINED = re.compile(r"[A-Z][a-z]|[IA](?=[\s'’])")
_ADDRESS = re.compile(r"://|www\.|@")
_CASE = re.compile(r"(?<!\.)(?<!\. )\.[\"')\]]*\s+[\"'(]*([A-Za-z])")
_SAYS = re.compile(
    r"\s+(?:(?:the|a|his|her) \w+|I|he|she|they|we|(?:[A-Z][\w'’.-]*\s+){0,2}[A-Z][\w'’-]*)\s+"
    r"(?:said|says|say|asks?|asked|cries|cried|shouts?|shouted|repl(?:y|ies|ied)|whisper(?:s|ed)?|"
    r"yell(?:s|ed)?|scream(?:s|ed)?|mutter(?:s|ed)?|answer(?:s|ed)?|quip(?:s|ped)|exclaim(?:s|ed)?|"
    r"wonder(?:s|ed)?)\b"
)

_BRACKETS_AND_QUOTES = frozenset(")]}\"'”’»")
_FIRST_PERSON = frozenset(("I", "I'm", "I'd", "I've", "I'll", "I’m", "I’d", "I’ve", "I’ll"))

REACH = 400
"""How far back, in characters, the mark that opens a quotation or a parenthesis is looked for."""


def split_sentences(text: str) -> list[Span]:
    r"""The sentences of a normalised text (NFC, line ends ``\n``), in order.

    A blank line, the end of a line of credits or the end of a heading ends a sentence; a title's own
    stop ('Mother! is') does not. Closing quotes, brackets and emoji stay with the sentence that they close.

    Returns
    -------
    list of (start, end)
        Half-open offsets in code points. Spans are trimmed of white space, do not overlap, and
        together hold every character that is not white space. Empty for blank text.
    """
    spans: list[Span] = []
    loose = _starts_in_lower_case(text)
    pattern = _RUN_OR_FACE if _ANY_FACE.search(text) else _RUN
    for start, end in units(text) if "\n" in text else [(0, len(text))]:
        for boundary in _boundaries(text, start, end, pattern, loose):
            spans.append(_trimmed(text, start, boundary))
            start = boundary
        if not text[start:end].isspace() and start < end:
            spans.append(_trimmed(text, start, end))
    return spans


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end].rstrip()
    return start + len(piece) - len(piece.lstrip()), start + len(piece)


def _starts_in_lower_case(text: str) -> bool:
    """Whether the writer's sentences begin in lower case, so that capitals say nothing."""
    starts = "".join(_CASE.findall(text))
    if len(starts) < 3:
        return text == text.lower()
    return sum(map(str.islower, starts)) > 0.35 * len(starts)


@dataclass(slots=True)
class _Stop:
    """A run of stops at ``text[at:stop]`` in the sentence that began at `begin`, and what follows it.

    The sentence would end at `end`, past the marks that close on it, and `word` comes next.
    """

    text: str
    begin: int
    at: int
    stop: int
    end: int
    word: str
    loose: bool

    @property
    def token(self) -> str:
        """The word before the stop, at most the last 24 characters of it."""
        words = self.text[max(self.begin, self.at - 24) : self.at].rsplit(None, 1)
        return words[-1].lstrip("\"'“‘([*_") if words else ""

    @property
    def lower(self) -> bool:
        return self.word[:1].islower()

    @property
    def dashed(self) -> bool:
        """Whether a dash comes next."""
        return not self.word and self.text[self.end : self.end + 3].lstrip()[:1] in ("-", "–", "—")

    @property
    def starter(self) -> bool:
        return self.word.lower().replace("’", "'") in STARTERS


class _Quotes:
    """Straight double quotes from `start` on: which of them close."""

    def __init__(self, text: str, start: int) -> None:
        self._text = text
        self._counted = start
        self._odd = False

    def closes(self, at: int) -> bool:
        """Whether a quote at `at` closes one that was opened within `REACH`; ask in order."""
        self._odd ^= self._text.count('"', self._counted, at) % 2 == 1
        self._counted = at
        if self._odd and self._text.rfind('"', max(0, at - REACH), at) < 0:
            self._odd = False
        return self._odd


def _boundaries(text: str, start: int, end: int, pattern: re.Pattern[str], loose: bool) -> Iterator[int]:
    """Offsets inside ``text[start:end]`` where a sentence ends and another follows."""
    begin = start
    unnamed: int | None = start
    quotes = _Quotes(text, start)
    for match in pattern.finditer(text, start, end):
        at, stop = match.span()
        after = stop
        if after < end and not text[after].isspace():
            after = _past(_CLOSERS, text, after, end)
        if at > start and text[at - 1] == " ":
            after = _past(_SPACED_CLOSERS, text, after, end)
            if _SPACED_QUOTE.match(text, after, end) and quotes.closes(after + 1):
                after = _past(_SPACED_CLOSERS, text, after + 2, end)
        if pattern is _RUN_OR_FACE:
            after = _past(_FACES, text, after, end)
        if after >= end:
            return
        if unnamed is not None:
            if not _NAMED.search(text, unnamed, at):
                unnamed = at
                continue
            unnamed = None
        following = _NEXT.match(text, after, end)
        if following is None:
            boundary = _joint(text, begin, at, stop, after)
        else:
            opener, word = following.groups()
            if not opener and not word and _CONTINUES.match(text, following.end(), end):
                continue
            ends = _ends(_Stop(text, begin, at, stop, after, word, loose))
            boundary = after if ends else None
        if boundary is not None:
            yield boundary
            begin = unnamed = boundary


def _past(pattern: re.Pattern[str], text: str, at: int, end: int) -> int:
    match = pattern.match(text, at, end)
    return match.end() if match else at


def _joint(text: str, begin: int, at: int, stop: int, after: int) -> int | None:
    """Where a sentence ends though the space after it was forgotten ('the end.But then'), or None."""
    run = text[at:stop]
    if (len(run) > 1 and "." in run) or not _JOINED.match(text, after):
        return None
    before = text[max(begin, at - 2) : at]
    if run == "." and not (before.endswith(" ") or (before.isalpha() and before[-1].islower())):
        return None
    token = "".join(text[max(begin, at - REACH) : at].rsplit(None, 1)[-1:])
    if token.lower() in LEADING or token.lower() in LASTING or _ADDRESS.search(token):
        return None
    closers = text[stop:after]
    if closers == '"' and text.count('"', max(begin, at - REACH), at) % 2 == 0:
        return stop
    return after


def _ends(stop: _Stop) -> bool:
    """Whether the sentence ends at a stop that white space follows."""
    run = stop.text[stop.at : stop.stop]
    if stop.end > stop.stop and not _closes_sentence(stop, run):
        return False
    if run == ".":
        return _ends_at_period(stop)
    if "!" in run or "?" in run:
        if stop.dashed or (stop.word in SEQUEL and stop.token[:1].isupper()):
            return False
        return not stop.lower or stop.loose or not _is_in_title(stop)
    if run[0] in ".…":
        return _ends_at_ellipsis(stop)
    return stop.word[:1].isupper() and stop.word not in _FIRST_PERSON


def _closes_sentence(stop: _Stop, run: str) -> bool:
    """Whether marks that close after the stop may end the sentence that they stand in."""
    closers = stop.text[stop.stop : stop.end]
    if stop.lower and not stop.loose:
        return not any(closer in _BRACKETS_AND_QUOTES for closer in closers)
    if ")" in closers:
        opened = stop.text.rfind("(", max(stop.begin, stop.at - REACH), stop.at)
        if opened >= 0 and stop.at - opened <= 2:
            return False
        if opened > stop.begin and stop.text[stop.begin : opened].strip():
            inside = stop.text[opened + 1 : opened + 2]
            return inside.isspace() if stop.lower else stop.starter or inside.isupper()
    elif "." not in run and any(closer in "\"'”’" for closer in closers):
        return not _SAYS.match(stop.text, stop.end, stop.end + 80)
    return True


def _is_in_title(stop: _Stop) -> bool:
    """Whether the stop belongs to a title that the sentence goes on after: 'Airplane! is'."""
    return stop.word in CARRY_ON or (stop.word in JOINING and stop.token[:1].isupper())


def _ends_at_ellipsis(stop: _Stop) -> bool:
    if not stop.word[:1].isupper() or stop.word in _FIRST_PERSON:
        return False
    return stop.token.lower() not in DANGLING


def _ends_at_period(stop: _Stop) -> bool:
    token = stop.token
    low = token.lower()
    if low in LEADING:
        return False
    if low in NUMBERED and stop.word[:1].isdigit():
        return False
    if stop.at - stop.begin < 8 and _LIST_MARK.fullmatch(stop.text[stop.begin : stop.at].strip()):
        return False
    if len(token) == 1 and token.isalpha():
        return _ends_at_initial(stop)
    if low in LASTING:
        return _ends_at_lasting(stop, low)
    if "." in token and _ACRONYM.fullmatch(token):
        return stop.starter and not (stop.lower and not stop.loose)
    return not stop.lower or stop.loose or not _is_in_title(stop) or not token[:1].isupper()


def _ends_at_initial(stop: _Stop) -> bool:
    """'Samuel L. Jackson' against 'a vitamin C. The', and 'i . e .' in its pieces."""
    back = stop.text[max(stop.begin, stop.at - 16) : stop.at].rstrip()
    chain = _INITIALS.search(back)
    if chain and chain.group().replace(" ", "").lower() in LEADING:
        return False
    if _GRADE.search(back):
        return not stop.lower
    return stop.starter and (stop.loose or not stop.lower)


def _ends_at_lasting(stop: _Stop, low: str) -> bool:
    if not stop.word:
        return not stop.dashed
    if stop.lower:
        return stop.loose and stop.starter
    if low == "etc":
        return True
    return stop.starter
