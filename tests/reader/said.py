"""Tokens of short texts, of which the model says just what a test has it say."""

from __future__ import annotations

import re

import numpy as np

from closeup.reader.heads import TOKEN_SIZE, TOKEN_SLICES
from closeup.reader.tokens import Stretch, Tokens

_PIECE = re.compile(r"\w{1,4}|[^\w\s]")
_TAGS = ("name", "evidence", "target")


class Said:
    """The tokens of sentences that stand one after another; a word is cut every four letters.

    Nothing is marked, and every head leans nowhere, until it is told.
    """

    def __init__(self, *sentences: str) -> None:
        self.text = " ".join(sentences)
        self.starts = [sum(len(s) + 1 for s in sentences[:number]) for number in range(len(sentences))]
        places = [match.span() for match in _PIECE.finditer(self.text)]
        opens = [not (s and self.text[s].isalnum() and self.text[s - 1].isalnum()) for s, _ in places]
        sentence = [sum(start <= s for start in self.starts) - 1 for s, _ in places]
        values = np.zeros((len(places), TOKEN_SIZE), np.float32)
        for head in _TAGS:
            values[:, TOKEN_SLICES[head].start] = 9
        start, end = np.asarray(places, np.int64).reshape(-1, 2).T
        self.tokens = Tokens(np.asarray(sentence, np.int64), start, end, np.asarray(opens, bool), values)

    def at(self, words: str, time: int = 0) -> Stretch:
        """The tokens of words, where they stand for the first time or later."""
        place = [match.start() for match in re.finditer(re.escape(words), self.text)][time]
        inside = (self.tokens.start < place + len(words)) & (self.tokens.end > place)
        rows = np.flatnonzero(inside)
        return Stretch(int(rows[0]), int(rows[-1]) + 1, 0, 1.0)

    def tag(self, words: str, head: str, kind: int = 0, odds: float = 0.95, time: int = 0) -> Said:
        """Have a tag head mark words: the first token begins, the rest go on."""
        rows = self.at(words, time).rows
        values = self.tokens.values[rows, TOKEN_SLICES[head]]
        values[:] = np.log(1e-6)
        values[:, 0] = np.log(1 - odds)
        values[0, 1 + 2 * kind] = np.log(odds)
        values[1:, 2 + 2 * kind] = np.log(odds)
        return self

    def say(self, words: str, head: str, answer: int, logit: float = 12, time: int = 0) -> Said:
        """Have a head give one answer for words."""
        self.tokens.values[self.at(words, time).rows, TOKEN_SLICES[head].start + answer] = logit
        return self

    def join(self, head: str, first: str, second: str, times: tuple[int, int] = (0, 0)) -> Said:
        """Have a pair head say that two stretches belong together; of all others it is undecided."""
        part = TOKEN_SLICES[head]
        half = (part.stop - part.start) // 2
        taken = int((np.abs(self.tokens.values[:, part][:, :half]).sum(0) > 0).sum())
        self.tokens.values[self.at(first, times[0]).rows, part.start + taken] = 3
        self.tokens.values[self.at(second, times[1]).rows, part.start + half + taken] = 3
        return self
