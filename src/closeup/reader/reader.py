"""The reader: reviews in, readings out, in one pass of the encoder."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from closeup.errors import EmptyText, InputError
from closeup.language import require_english
from closeup.reader.bundle import Bundle
from closeup.reader.heads import HEADS, KINDS, LOOKS, SEARCH_SIZE, SENTIMENTS
from closeup.reader.ratings import find_rating, parse_rating
from closeup.reader.sentences import split_sentences
from closeup.reader.verdict import attend, softmax, verdict
from closeup.reader.windows import Window, feed_of, pack
from closeup.reading import Film, ModelName, Reading, Sentence, Source, Span, Stated
from closeup.review import Review, Unreadable

if TYPE_CHECKING:
    from closeup.reader.engine import Engine

Floats = npt.NDArray[np.float32]

LABEL_WORDS = 2
"""Words beside a rating on a line of its own, such as `My rating:`."""

CHUNK = 64
"""Reviews that are in memory at once, at most."""

PATIENCE = 0.1
"""Seconds of waiting for more reviews before those at hand are read: a slow source holds nothing up."""


@dataclass(frozen=True)
class Pass:
    """What one pass gives: the reading, and a search vector for each of its sentences.

    Attributes
    ----------
    reading : Reading
    vectors : float32 [sentences, 384], unit length
    """

    reading: Reading
    vectors: Floats


@dataclass(frozen=True)
class Answers:
    """What the model says of one review, before it means anything.

    Attributes
    ----------
    sentence : dict of float32 [sentences, size]
        Logits of each sentence head, and ``search`` vectors of unit length.
    review : dict of float64 [size]
        Logits of each review head.
    """

    sentence: dict[str, Floats]
    review: dict[str, npt.NDArray[np.float64]]


@dataclass(frozen=True)
class _Prepared:
    review: Review
    spans: list[Span]

    @property
    def sentences(self) -> list[str]:
        return [self.review.text[start:end] for start, end in self.spans]


class Reader:
    """Reads reviews.

    The same text gives the same reading, byte for byte, whatever is read beside it.

    Parameters
    ----------
    model : Path or str, optional
        A model's folder. Default: the model that comes with the package.
    threads : int, optional
        Windows to read at once. Default: one for each processor that this process may use.
    scales : mapping of str to float, optional
        By critic, the best mark of the scale that bare numbers and open stars are on
        (`closeup.reader.ratings.settle_scales`). Without it such a rating is reported without a score.

    Raises
    ------
    ModelError
        The model's files are missing, damaged or of another version.
    """

    def __init__(
        self,
        model: Path | str | None = None,
        *,
        threads: int | None = None,
        scales: Mapping[str, float] | None = None,
    ) -> None:
        from closeup.reader.engine import OnnxEngine

        self.scales = dict(scales or {})
        self.bundle = Bundle(Path(model) if model is not None else None)
        self.engine: Engine = OnnxEngine(self.bundle.weights, threads)

    def read(self, review: Review | str) -> Reading:
        """Read one review.

        Raises
        ------
        EmptyText, TooLarge, NotEnglish
            The text cannot be read.
        """
        (result,) = self.passes([review])
        if isinstance(result, Unreadable):
            raise result.error
        return result.reading

    def read_many(self, reviews: Iterable[Review | str | Unreadable]) -> Iterator[Reading | Unreadable]:
        """Read reviews one after another, in order, in constant memory.

        A review that cannot be read comes out as `Unreadable`, in its place, and the rest goes on.
        """
        for result in self.passes(reviews):
            yield result if isinstance(result, Unreadable) else result.reading

    def passes(self, reviews: Iterable[Review | str | Unreadable]) -> Iterator[Pass | Unreadable]:
        """Like `read_many`, with each sentence's search vector beside the reading."""
        for chunk in _chunks(reviews):
            prepared = [self._prepare(review) for review in chunk]
            answers = self.answers([p.sentences for p in prepared if isinstance(p, _Prepared)])
            for item in prepared:
                yield self._compose(item, next(answers)) if isinstance(item, _Prepared) else item

    def answers(self, reviews: Sequence[Sequence[str]]) -> Iterator[Answers]:
        """The model's raw answers for reviews that are split into sentences."""
        flat = [sentence for review in reviews for sentence in review]
        encoded = iter(self.bundle.tokenizer.encode_batch_fast(flat, add_special_tokens=False))
        packed = [list(self._pack([next(encoded).ids for _ in review])) for review in reviews]
        totals = [len(review) for review in reviews]
        for windows, total, raw in zip(packed, totals, self._run(packed, totals), strict=True):
            yield _joined(windows, total, raw)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Search vectors of short texts, such as queries: float32 [texts, 384], unit length."""
        if not texts:
            return np.zeros((0, SEARCH_SIZE), np.float32)
        return np.concatenate(
            [answers.sentence["search"][:1] for answers in self.answers([[t] for t in texts])]
        )

    def _prepare(self, item: Review | str | Unreadable) -> _Prepared | Unreadable:
        if isinstance(item, Unreadable):
            return item
        try:
            review = Review.of(item) if isinstance(item, str) else item
            spans = split_sentences(review.text)
            if not spans:
                raise EmptyText("there is no text to read")
            require_english(review.text, stated=review.language)
        except InputError as error:
            return Unreadable(None if isinstance(item, str) else item.id, error)
        return _Prepared(review, spans)

    def _pack(self, sentences: Sequence[Sequence[int]]) -> Iterator[Window]:
        bundle = self.bundle
        return pack(sentences, first=bundle.first, last=bundle.last, limit=bundle.window)

    def _run(self, reviews: Sequence[list[Window]], totals: Sequence[int]) -> Iterator[dict[str, Floats]]:
        """The model's answers for every review: by head, [stretches, size]."""
        feeds = [feed_of(w, total) for windows, total in zip(reviews, totals, strict=True) for w in windows]
        answers = iter(self.engine.run(feeds))
        for windows in reviews:
            parts = [next(answers) for _ in windows]
            yield {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}

    def _compose(self, prepared: _Prepared, answers: Answers) -> Pass:
        review, spans = prepared.review, prepared.spans
        stated = _stated(review, self.scales.get(review.critic or ""))
        reading = Reading(
            id=review.name,
            hash=review.hash,
            text=review.text,
            source=Source(
                title=review.title,
                url=review.url,
                critic=review.critic,
                publication=review.publication,
                published=review.published,
                language=review.language or "en",
            ),
            film=_film(review),
            verdict=verdict(
                answers.review["fresh"],
                answers.review["score"],
                len(spans),
                self.bundle.calibration,
                stated,
            ),
            sentences=_sentences(review.text, spans, answers.sentence, stated),
            model=ModelName(name=self.bundle.name, version=self.bundle.version),
        )
        return Pass(reading, answers.sentence["search"])


def _chunks(reviews: Iterable[Review | str | Unreadable]) -> Iterator[list[Review | str | Unreadable]]:
    """Reviews in groups that keep every processor busy; how they fall does not change a reading."""
    chunk: list[Review | str | Unreadable] = []
    began = time.monotonic()
    for review in reviews:
        chunk.append(review)
        if len(chunk) == CHUNK or time.monotonic() - began > PATIENCE:
            yield chunk
            chunk = []
            began = time.monotonic()
    if chunk:
        yield chunk


def _sentences(
    text: str, spans: Sequence[Span], answers: dict[str, Floats], stated: Stated | None
) -> tuple[Sentence, ...]:
    kinds = [KINDS[kind] for kind in answers["kind"].argmax(-1)]
    polarity = softmax(answers["sentiment"].astype(np.float64)) @ np.asarray(SENTIMENTS)
    return tuple(
        Sentence.model_construct(
            span=span,
            kind="other" if _is_rating_line(text, span, stated) else kind,
            sentiment=round(float(value), 3),
            spoiler=0.0,
        )
        for span, kind, value in zip(spans, kinds, polarity, strict=True)
    )


def _is_rating_line(text: str, span: Span, stated: Stated | None) -> bool:
    """Whether a sentence is nothing but the stated rating and its label, such as `Grade: B+`."""
    if stated is None or stated.span is None or not span[0] <= stated.span[0] < span[1]:
        return False
    rest = text[span[0] : stated.span[0]] + text[stated.span[1] : span[1]]
    return len(rest.split()) <= LABEL_WORDS


def _joined(windows: Sequence[Window], sentences: int, raw: dict[str, Floats]) -> Answers:
    """From stretches to sentences and the whole review."""
    if not windows:
        # nothing that the tokenizer knows: no answer leans either way
        raw = {
            head.name: np.zeros((1, head.size * (LOOKS if head.on == "review" else 1)), np.float32)
            for head in HEADS
        }
        raw |= {"looks": np.zeros((1, LOOKS), np.float32), "search": np.zeros((1, SEARCH_SIZE), np.float32)}
        sentence_of, weights = [0], [1]
    else:
        sentence_of, weights = _stretches(windows)
    sentence = {
        name: _by_sentence(raw[name], sentence_of, weights, sentences)
        for name in ("search", *(head.name for head in HEADS if head.on == "sentence"))
    }
    sentence["search"] /= np.maximum(np.linalg.norm(sentence["search"], axis=-1, keepdims=True), 1e-9)
    review = {head.name: attend(raw["looks"], raw[head.name]) for head in HEADS if head.on == "review"}
    return Answers(sentence, review)


def _film(review: Review) -> Film | None:
    """The film that the source itself names; no other is guessed."""
    return Film(title=review.film.title, year=review.film.year, confidence=1.0) if review.film else None


def _stated(review: Review, scale: float | None) -> Stated | None:
    if review.rating and (given := parse_rating(review.rating, critic_scale=scale)):
        return given
    return find_rating(review.text, critic_scale=scale)


def _stretches(windows: Sequence[Window]) -> tuple[list[int], list[int]]:
    """For every stretch of a review: its sentence, and its length in tokens."""
    found = [(s.sentence, s.end - s.start) for window in windows for s in window.stretches]
    return [sentence for sentence, _ in found], [length for _, length in found]


def _by_sentence(values: Floats, sentence_of: list[int], weights: list[int], count: int) -> Floats:
    """Join the stretches of long sentences, weighed by length; a sentence without tokens is all zeros."""
    if sentence_of == list(range(count)):
        return values
    lengths = np.asarray(weights, np.float32)[:, None]
    total = np.zeros((count, values.shape[-1]), np.float32)
    length = np.zeros((count, 1), np.float32)
    np.add.at(total, sentence_of, values * lengths)
    np.add.at(length, sentence_of, lengths)
    return (total / np.maximum(length, 1)).astype(np.float32)
