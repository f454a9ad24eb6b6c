"""One line of JSON per review, in its place whether it could be read or not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from closeup.review import Unreadable

if TYPE_CHECKING:
    from closeup.reading import Reading


def line(item: Reading | Unreadable) -> str:
    """A reading, or the error that stands in its place, as one line of JSON without its line end."""
    if isinstance(item, Unreadable):
        error = {"code": item.error.code, "message": str(item.error)}
        return json.dumps({"id": item.id, "error": error}, ensure_ascii=False, separators=(",", ":"))
    return item.to_json()
