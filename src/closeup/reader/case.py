"""How words are written, which the model's uncased vocabulary leaves out."""

from __future__ import annotations

from collections.abc import Sequence

SMALL, CAPITAL, CAPITALS = range(3)


def case_of(sentence: str, offsets: Sequence[tuple[int, int]], pieces: Sequence[bool]) -> list[int]:
    """The case of each token's word.

    Parameters
    ----------
    sentence : str
    offsets : sequence of (start, end)
        Of each token in the sentence.
    pieces : sequence of bool
        Whether a token goes on with the word of the token before it.

    Returns
    -------
    list of int
        0: small letters, or none. 1: begins with a capital. 2: begins with two.
    """
    cases: list[int] = []
    last = SMALL
    if sentence.islower():
        return [SMALL] * len(offsets)
    for (start, end), piece in zip(offsets, pieces, strict=True):
        if not piece:
            last = SMALL
            if start < end and sentence[start].isupper():
                last = CAPITALS if sentence[start + 1 : start + 2].isupper() else CAPITAL
        cases.append(last)
    return cases
