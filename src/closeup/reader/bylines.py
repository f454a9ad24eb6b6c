"""Bylines: who wrote the review is no part of the film."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from closeup.reader.mentions import Mention

_BYLINE = re.compile(
    r"^[\W_]*(?:(?:a )?(?:film |movie )?review(?:ed)?(?: written)? |words |written )?by:?\s+\0"
    r"(?:\s*[,|/·•–—-].{0,60})?[\W_]*$",
    re.IGNORECASE,
)
_OPENS, _CLOSES = 600, 200
"""Characters of a review's head and foot, where bylines stand."""


def with_bylines(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions; a person whom a line of the review's head or foot names as its writer is a critic."""
    return [_as_critic(mention) if _in_byline(text, mention) else mention for mention in mentions]


def _in_byline(text: str, mention: Mention) -> bool:
    start, end = mention.span
    if mention.kind == "work" or (start > _OPENS and end < len(text) - _CLOSES):
        return False
    first, last = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    line = f"{text[first:start]}\0{text[end : last if last >= 0 else len(text)]}"
    # a text of one line has no byline: "by Ford" may be all of it
    return "\n" in text.strip() and len(line) < 120 and bool(_BYLINE.match(line))


def _as_critic(mention: Mention) -> Mention:
    return replace(mention, kind="person", roles={"critic": 1.0}, relations={})
