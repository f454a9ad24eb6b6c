"""Whether what a document's properties name as its author is a person."""

from __future__ import annotations

import re

_NOT_A_CRITIC = re.compile(
    r"\b(admin|administrator|user|owner|author|unknown|anonymous|default|microsoft|adobe|google|canva|office|"
    r"printer|scanner|desktop|press|pictures|films|studios?|inc|ltd|llc|gmbh|corp)\b",
    re.I,
)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w.'’-]+")


def is_person(name: str) -> bool:
    """Whether a document's author is written like a person, not like an account, a firm or a program."""
    return bool(_NAME.fullmatch(name)) and not _NOT_A_CRITIC.search(name)
