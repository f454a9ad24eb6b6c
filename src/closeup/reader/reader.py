"""The reader: reviews in, readings out, in one pass of the encoder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from closeup.errors import EmptyText, InputError
from closeup.language import require_english
from closeup.reader.bundle import Bundle
from closeup.reader.composition import compose
from closeup.reader.heads import HEADS, LOOKS, SEARCH_SIZE, TOKEN_SIZE
from closeup.reader.sentences import split_sentences
from closeup.reader.tokens import Tokens
from closeup.reader.verdict import attend
from closeup.reader.windows import Window, feed_of, pack
from closeup.reader.written import Written
from closeup.reading import Reading, Span
from closeup.review import Review, Unreadable

if TYPE_CHECKING:
    from closeup.catalog import Catalog
    from closeup.reader.engine import Engine

Floats = npt.NDArray[np.float32]

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
    tokens : Tokens
        What the token and pair heads say; places count from each sentence's start.
    """

    sentence: dict[str, Floats]
    review: dict[str, npt.NDArray[np.float64]]
    tokens: Tokens


@dataclass(frozen=True)
class _Prepared:
    review: Review
    spans: list[Span]

    @property
    def sentences(self) -> list[str]:
        return [self.review.text[start:end] for start, end in self.spans]


_Chunk = tuple[list[_Prepared | Unreadable], list[Answers]]
"""Reviews that are read together, and the answers for those that can be."""


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

    catalog : Catalog, optional
        The films that a review may be about. Default: the built-in ones and the user's own.
    min_confidence : float, optional
        Make the claims that are at least so sure, from 0 to 1. Default: for each kind of claim, the
        confidence at which precision and recall balance.

    Raises
    ------
    ModelError
        The model's files are missing, damaged or of another version.
    ValueError
        `min_confidence` is not between 0 and 1.
    """

    def __init__(
        self,
        model: Path | str | None = None,
        *,
        threads: int | None = None,
        scales: Mapping[str, float] | None = None,
        catalog: Catalog | None = None,
        min_confidence: float | None = None,
    ) -> None:
        from closeup.catalog import Catalog
        from closeup.reader.engine import OnnxEngine

        self.scales = dict(scales or {})
        self.min_confidence = min_confidence
        self.catalog = catalog if catalog is not None else Catalog.default()
        self.bundle = Bundle(Path(model) if model is not None else None)
        if min_confidence is not None:
            self.bundle.confidence.at_least(min_confidence)
        self.engine: Engine = OnnxEngine(self.bundle.weights, threads)
        self._reading_ahead: ThreadPoolExecutor | None = None
        self._process = os.getpid()

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
        ahead: Future[_Chunk] | None = None
        for chunk in _chunks(reviews):
            if len(chunk) < CHUNK:
                if ahead:
                    yield from self._composed(ahead.result())
                    ahead = None
                yield from self._composed(self._answered(chunk))
                continue
            # a source that fills chunks is fast: the model reads the next one while this one is composed
            behind, ahead = ahead, self._ahead.submit(self._answered, chunk)
            if behind:
                yield from self._composed(behind.result())
        if ahead:
            yield from self._composed(ahead.result())

    @property
    def _ahead(self) -> ThreadPoolExecutor:
        """The thread that reads ahead; a forked process needs one of its own."""
        if self._reading_ahead is None or self._process != os.getpid():
            self._reading_ahead = ThreadPoolExecutor(1, "closeup-ahead")
            self._process = os.getpid()
        return self._reading_ahead

    def _answered(self, chunk: Sequence[Review | str | Unreadable]) -> _Chunk:
        prepared = [self._prepare(review) for review in chunk]
        return prepared, list(self.answers([p.sentences for p in prepared if isinstance(p, _Prepared)]))

    def _composed(self, chunk: _Chunk) -> Iterator[Pass | Unreadable]:
        prepared, answers = chunk
        found = iter(answers)
        for item in prepared:
            yield self._compose(item, next(found)) if isinstance(item, _Prepared) else item

    def answers(self, reviews: Sequence[Sequence[str]]) -> Iterator[Answers]:
        """The model's raw answers for reviews that are split into sentences."""
        flat = [sentence for review in reviews for sentence in review]
        encoded = iter(self.bundle.tokenizer.encode_batch(flat, add_special_tokens=False))
        written = [Written.of(review, encoded, self.bundle.pieces) for review in reviews]
        packed = [list(self._pack(review)) for review in written]
        totals = [len(review) for review in reviews]
        runs = self._run(packed, totals)
        for review, windows, total, raw in zip(written, packed, totals, runs, strict=True):
            yield _joined(review, windows, total, raw)

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

    def _pack(self, review: Written) -> Iterator[Window]:
        bundle = self.bundle
        return pack(review.ids, review.cases, first=bundle.first, last=bundle.last, limit=bundle.window)

    def _run(self, reviews: Sequence[list[Window]], totals: Sequence[int]) -> Iterator[dict[str, Floats]]:
        """The model's answers for every review: by head, [stretches, size]."""
        feeds = [feed_of(w, total) for windows, total in zip(reviews, totals, strict=True) for w in windows]
        answers = iter(self.engine.run(feeds))
        for windows in reviews:
            parts = [next(answers) for _ in windows]
            yield {name: np.concatenate([part[name] for part in parts]) for name in parts[0]} if parts else {}

    def _compose(self, prepared: _Prepared, answers: Answers) -> Pass:
        review = prepared.review
        reading = compose(
            review,
            prepared.spans,
            answers,
            self.bundle,
            scale=self.scales.get(review.critic or ""),
            catalog=self.catalog,
            min_confidence=self.min_confidence,
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


def _joined(review: Written, windows: Sequence[Window], sentences: int, raw: dict[str, Floats]) -> Answers:
    """From stretches to sentences and the whole review."""
    if not windows:
        # nothing that the tokenizer knows: no answer leans either way
        raw = {
            head.name: np.zeros((1, head.size * (LOOKS if head.on == "review" else 1)), np.float32)
            for head in HEADS
        }
        raw |= {"looks": np.zeros((1, LOOKS), np.float32), "search": np.zeros((1, SEARCH_SIZE), np.float32)}
        raw["tokens"] = np.zeros((0, TOKEN_SIZE), np.float32)
        sentence_of, weights = [0], [1]
    else:
        sentence_of, weights = _stretches(windows)
    sentence = {
        name: _by_sentence(raw[name], sentence_of, weights, sentences)
        for name in ("search", *(head.name for head in HEADS if head.on == "sentence"))
    }
    sentence["search"] /= np.maximum(np.linalg.norm(sentence["search"], axis=-1, keepdims=True), 1e-9)
    answers = {head.name: attend(raw["looks"], raw[head.name]) for head in HEADS if head.on == "review"}
    return Answers(sentence, answers, _tokens(review, windows, raw["tokens"]))


def _tokens(review: Written, windows: Sequence[Window], values: Floats) -> Tokens:
    """The tokens of all windows without those that open and close one."""
    inside = np.ones(len(values), bool)
    end = 0
    for window in windows:
        inside[[end, end + len(window.ids) - 1]] = False
        end += len(window.ids)
    return Tokens(*review.places(), values[inside])


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
