"""A review as the tokenizer writes it: ids, cases and places of its tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from closeup.reader.case import case_of

if TYPE_CHECKING:
    from tokenizers import Encoding


@dataclass(frozen=True)
class Written:
    """Each sentence's tokens.

    Attributes
    ----------
    ids, cases : list of list of int
    offsets : list of list of (start, end)
        In the sentence.
    goes_on : list of list of bool
        Whether the token goes on with the word of the one before it.
    """

    ids: list[list[int]]
    cases: list[list[int]]
    offsets: list[list[tuple[int, int]]]
    goes_on: list[list[bool]]

    @classmethod
    def of(cls, sentences: Sequence[str], encoded: Iterator[Encoding], pieces: Sequence[bool]) -> Written:
        """Take as many encodings as there are sentences."""
        written = cls([], [], [], [])
        for sentence in sentences:
            encoding = next(encoded)
            ids, offsets = encoding.ids, encoding.offsets
            goes_on = [pieces[i] for i in ids]
            written.ids.append(ids)
            written.offsets.append(offsets)
            written.cases.append(case_of(sentence, offsets, goes_on))
            written.goes_on.append(goes_on)
        return written

    def places(
        self,
    ) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
        """Of all tokens: sentence, start and end in it, and whether a word begins."""
        sentence = np.repeat(np.arange(len(self.ids)), [len(ids) for ids in self.ids])
        count = len(sentence)
        offsets = np.fromiter(chain.from_iterable(chain.from_iterable(self.offsets)), np.int64, 2 * count)
        opens = ~np.fromiter(chain.from_iterable(self.goes_on), bool, count)
        return sentence, offsets[::2], offsets[1::2], opens
