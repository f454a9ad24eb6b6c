"""What the words beside a name say that somebody did: 'producer Howard Hughes', 'Landon's script'."""

from __future__ import annotations

import re

from closeup.reading import Role, Span

_NEAR = 48

_TITLES: tuple[tuple[Role, str], ...] = (
    ("director", r"directors?(?!\s+of\s)|(?:co-?)?directed\s+by|film\s?makers?|helmer|helmed\s+by"
                 r"|direction\s+(?:by|of)"),
    ("writer", r"(?:screen|script)?-?\s?writers?|scribes?|(?:co-?)?(?:written|scripted|penned)\s+by"
               r"|(?:screenplay|script)\s+(?:by|from)"),
    ("producer", r"producers?|produced\s+by"),
    ("cinematographer", r"cinematographers?|(?:photographed|shot|lensed)\s+by"
                        r"|cinematography\s+(?:by|of)|directors?\s+of\s+photography"),
    ("composer", r"composers?|(?:score|music)\s+(?:by|from)|(?:composed|scored)\s+by"),
    ("editor", r"(?:film\s+)?editors?|edited\s+by"),
    ("author", r"authors?|novelists?|playwrights?|(?:novel|book|play|memoir|short\s+story)\s+by"),
    ("actor", r"actors?|actress(?:es)?|co-?stars?|stars?|starring|comedians?|comedienne"),
)  # fmt: skip
_ANY = "|".join(f"(?:{words})" for _, words in _TITLES)
_ROLE_OF = tuple((role, re.compile(rf"(?<![a-z])(?:{words})")) for role, words in _TITLES)
_BEFORE = re.compile(rf"(?<![\w-])(?P<titles>(?:{_ANY})(?:\s?(?:-|/|,|&|and)\s?(?:{_ANY}))*)\s+$")
_OWN = r"\s?['’]s?\s+(?:[\w-]+\s+){0,2}?"
_WHO = r",?\s+(?:who\s+)?(?:also\s+|himself\s+|herself\s+|co-)*"
_AFTER: tuple[tuple[Role, re.Pattern[str]], ...] = (
    ("writer", re.compile(rf"{_OWN}(?:script|screenplay)\b"
                          rf"|{_WHO}(?:wrote|writes|scripted|adapted|penned)\b")),
    ("author", re.compile(rf"{_OWN}(?:novels?|novella|books?|memoirs?|short\s+story|stage\s+play|prose)\b")),
    ("director", re.compile(rf"{_OWN}direct(?:ion|ing|orial)\b"
                            rf"|{_WHO}(?:direct(?:s|ed)|helms|helmed)\b|-directed\b")),
    ("composer", re.compile(rf"{_OWN}(?:score|music)\b")),
    ("cinematographer", re.compile(rf"{_OWN}(?:cinematography|camerawork|photography)\b")),
)  # fmt: skip


def stated_roles(lower: str, span: Span) -> frozenset[Role]:
    """The roles that the words directly before and behind a name say.

    Parameters
    ----------
    lower : str
        The review in lower case.
    span : (int, int)
        Where the name stands.
    """
    start, end = span
    found: set[Role] = set()
    match = _BEFORE.search(lower, max(0, start - _NEAR), start)
    if match:
        found.update(role for role, words in _ROLE_OF if words.search(match["titles"]))
    found.update(role for role, words in _AFTER if words.match(lower, end, end + _NEAR))
    return frozenset(found)
