"""Opinions: which words judge which aspect of the film, how, and of whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from closeup.reader.confidence import Confidence
from closeup.reader.heads import ASPECTS, POLARITIES, SIGNS
from closeup.reader.tokens import Floats, Stretch, Tokens, belongs, log_odds, mean, span_of, stretches
from closeup.reading import Opinion, Span, Target

MIXED_WITHIN = 0.19
"""A judgement that is read as mixed has at most this much polarity, and any other more."""

GROWS_WHILE = 0.55
"""Evidence reaches as far around its surest word as words are this share as likely to be evidence."""

NO_EVIDENCE = frozenset({
    "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "for", "from", "had", "has", "have", "he",
    "her", "his", "i", "in", "is", "it", "its", "of", "on", "or", "she", "so", "that", "the", "their",
    "there", "they", "this", "to", "was", "were", "which", "who", "with", "you",
})  # fmt: skip
"""Words that judge nothing by themselves."""


@dataclass(frozen=True)
class Candidate:
    """A judgement that may stand in a sentence.

    Attributes
    ----------
    evidence : Stretch
        Its words; the probability is that its surest token is evidence of this aspect and sign.
    span : Span
    sentence : int
    aspect, sign : int
        Indices into `ASPECTS` and `SIGNS`.
    polarity : float
        From -1 to 1, of the evidence, whatever the sign.
    """

    evidence: Stretch
    span: Span
    sentence: int
    aspect: int
    sign: int
    polarity: float


class _Evidence:
    """How likely each token is evidence, of which aspect, with which sign."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self.inside = 1 - tokens.odds("evidence")[:, 0]
        self.levels = tokens.odds("polarity")
        levels = self.levels
        signs = np.stack([levels[:, 0] + levels[:, 1], levels[:, 2], levels[:, 3] + levels[:, 4]], -1)
        judged = tokens.odds("aspect")[:, :, None] * signs[:, None, :]
        self.joint: Floats = (self.inside[:, None, None] * judged).reshape(-1, len(ASPECTS) * len(SIGNS))
        self.words = np.flatnonzero(tokens.opens)
        self.ends = np.append(self.words[1:], len(self.inside))

    def peaks(self, least: float) -> Iterator[tuple[int, int, float]]:
        """Where in a sentence an aspect and sign is likeliest, at least so likely: token, which, odds."""
        sentence = self.tokens.sentence
        if not len(sentence):
            return
        starts = np.flatnonzero(np.diff(sentence, prepend=-1))
        best = np.maximum.reduceat(self.joint, starts)
        ends = np.append(starts[1:], len(sentence))
        for number, which in zip(*(best >= least).nonzero(), strict=True):
            start, end = starts[number], ends[number]
            token = start + int(self.joint[start:end, which].argmax())
            yield token, int(which), float(best[number, which])

    def around(self, token: int, odds: float) -> Stretch:
        """The words around a token that are about as likely to be evidence, and judge as it does."""
        place = int(np.searchsorted(self.words, token, "right")) - 1
        least = GROWS_WHILE * self.inside[self.words[place]]
        first = last = place
        while first > 0 and self._joins(first - 1, place, least):
            first -= 1
        while last + 1 < len(self.words) and self._joins(last + 1, place, least):
            last += 1
        return Stretch(int(self.words[first]), int(self.ends[last]), 0, odds)

    def _joins(self, word: int, place: int, least: npt.NDArray[np.float32]) -> bool:
        here, there = self.words[word], self.words[place]
        return bool(self.tokens.sentence[here] == self.tokens.sentence[there] and self.inside[here] >= least)


def candidates(tokens: Tokens, text: str, least: float) -> Iterator[Candidate]:
    """Every judgement that is at least so likely, 0 to 1, before calibration."""
    evidence = _Evidence(tokens)
    scale = np.asarray(POLARITIES, np.float32)
    for token, which, odds in evidence.peaks(least):
        stretch = evidence.around(token, odds)
        span = span_of(tokens, stretch, text)
        span = whole_words(span, text) if span else None
        if span is None or all(word in NO_EVIDENCE for word in text[slice(*span)].lower().split()):
            continue
        polarity = float((mean(evidence.levels[stretch.rows]) * scale).sum())
        aspect, sign = divmod(which, len(SIGNS))
        yield Candidate(stretch, span, int(tokens.sentence[token]), aspect, sign, polarity)


_CUT_BEFORE = re.compile(r"\w+['’]\Z")
_CUT_AFTER = re.compile(r"['’]t\b")
_TRAILING = re.compile(
    r"(?:\s+(?:a|an|and|as|at|but|by|for|from|if|in|into|is|it|its|of|on|or|than|that|the|this|to|with))+\Z",
    re.IGNORECASE,
)


def whole_words(span: Span, text: str) -> Span:
    """Evidence that neither cuts a contraction ("I'll", "doesn't") nor ends in a word that leads on."""
    start, end = span
    if cut := _CUT_BEFORE.search(text, max(0, start - 12), start):
        start = cut.start()
    if cut := _CUT_AFTER.match(text, end):
        end = cut.end()
    if trailing := _TRAILING.search(text, start, end):
        end = trailing.start()
    return start, end


def find_opinions(
    tokens: Tokens, text: str, settings: Confidence, people: Sequence[tuple[Span, str]] = ()
) -> tuple[Opinion, ...]:
    """The judgements that a review makes, in the order of their evidence.

    Parameters
    ----------
    tokens : Tokens
    text : str
    settings : Confidence
    people : sequence of (span, name)
        Where people are named, by the name that joins their mentions.
    """
    made: dict[tuple[Span, int], tuple[float, Candidate]] = {}
    least = max(settings.evidence_from, settings.opinion.own(settings.opinion_from) * (1 - 1e-6))
    for candidate in candidates(tokens, text, least):
        confidence = settings.opinion.at(float(log_odds(candidate.evidence.probability)))
        key = (candidate.span, candidate.aspect)
        if confidence >= settings.opinion_from and confidence > made.get(key, (0.0,))[0]:
            made[key] = (confidence, candidate)
    aims = _Aims(tokens, text, settings, people)
    return tuple(
        Opinion.model_construct(
            sentence=candidate.sentence,
            aspect=ASPECTS[candidate.aspect],
            polarity=_signed(candidate.polarity, SIGNS[candidate.sign]),
            confidence=round(confidence, 3),
            evidence=candidate.span,
            target=aims.of(candidate),
        )
        for (_, _), (confidence, candidate) in sorted(made.items(), key=lambda item: item[0])
    )


def _signed(polarity: float, sign: int) -> float:
    """The polarity, on the side that the sign names."""
    if sign == 0:
        return round(max(-MIXED_WITHIN, min(MIXED_WITHIN, polarity)), 3)
    return round(sign * max(MIXED_WITHIN + 0.06, sign * polarity), 3)


class _Aims:
    """Whom or what each judgement is of."""

    def __init__(
        self, tokens: Tokens, text: str, settings: Confidence, people: Sequence[tuple[Span, str]]
    ) -> None:
        self.tokens, self.text, self.settings, self.people = tokens, text, settings, people
        self.by_sentence: dict[int, list[Stretch]] = {}
        for stretch in stretches(tokens, tokens.odds("target"), settings.target_from):
            self.by_sentence.setdefault(int(tokens.sentence[stretch.first]), []).append(stretch)

    def of(self, candidate: Candidate) -> Target | None:
        """The likeliest target in the same sentence, if any is likely."""
        best, best_odds = None, self.settings.target_from
        for stretch in self.by_sentence.get(candidate.sentence, ()):
            odds = stretch.probability * belongs(self.tokens, "aims", candidate.evidence, stretch)
            if odds > best_odds:
                best, best_odds = stretch, odds
        span = span_of(self.tokens, best, self.text) if best else None
        if span is None:
            return None
        return Target.model_construct(span=span, text=self.text[slice(*span)], person=self._person(span))

    def _person(self, span: Span) -> str | None:
        for (start, end), name in self.people:
            if start < span[1] and end > span[0]:
                return name
        return None
