"""What is shown on a terminal: text made safe, times in words, the one line that says what went wrong."""

from __future__ import annotations

import sys

_SHOWN = (
    {number: 0x2400 + number for number in range(32) if chr(number) != "\n"}
    | {0x09: " ", 0x7F: 0x2421}
    | dict.fromkeys(range(0x80, 0xA0), "\ufffd")
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
)


def visible(text: str) -> str:
    """The text with control characters shown instead of sent, one for one, so that offsets hold.

    A review must not be able to move the cursor, set the window's title or turn lines round.
    """
    return text.translate(_SHOWN)


def say(message: str) -> None:
    """Print one line on standard error, after the program's name."""
    if sys.stderr is None:
        return
    line = visible(" ".join(f"closeup: {message}".split()))
    encoding = sys.stderr.encoding or "utf-8"
    print(line.encode(encoding, "backslashreplace").decode(encoding), file=sys.stderr, flush=True)


def duration(seconds: float) -> str:
    """A time to two or three digits: `8 ms`, `1.4 s`, `3 min 5 s`."""
    if seconds < 0.9995:
        return f"{max(seconds * 1000, 1):.0f} ms"
    if seconds < 59.95:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"
