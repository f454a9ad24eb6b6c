"""From the model's answers about one review to its reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from closeup.reader.bundle import Bundle
from closeup.reader.bylines import with_bylines
from closeup.reader.credits_block import credits_block, merge_mentions
from closeup.reader.film import find_film
from closeup.reader.film_credits import with_facts
from closeup.reader.heads import KINDS, SENTIMENTS
from closeup.reader.mentions import Mention, Names, find_names, title_hints
from closeup.reader.names_in_full import listed, repeated
from closeup.reader.opinions import find_opinions
from closeup.reader.people import people
from closeup.reader.quotes import pull_quotes
from closeup.reader.ratings import find_rating, parse_rating
from closeup.reader.reviewed import in_agreement
from closeup.reader.themes import themes
from closeup.reader.tokens import Tokens
from closeup.reader.verdict import softmax, verdict
from closeup.reader.works import works
from closeup.reading import ModelName, Reading, Sentence, Source, Span, Stated, at_least, summary
from closeup.review import Review

if TYPE_CHECKING:
    from closeup.catalog import Catalog
    from closeup.reader.reader import Answers

Floats = npt.NDArray[np.float32]

LABEL_WORDS = 2
"""Words beside a rating on a line of its own, such as `My rating:`."""


def compose(
    review: Review,
    spans: Sequence[Span],
    answers: Answers,
    bundle: Bundle,
    *,
    scale: float | None = None,
    catalog: Catalog | None = None,
    min_confidence: float | None = None,
) -> Reading:
    """Everything that the answers, the rules and the catalogue say of a review.

    Parameters
    ----------
    review : Review
    spans : sequence of Span
        Its sentences.
    answers : Answers
    bundle : Bundle
        The model that answered, with its calibration.
    scale : float, optional
        The best mark of the critic's scale, for bare numbers.
    catalog : Catalog, optional
        The films that the review may be about.
    min_confidence : float, optional
        Of the claims that are made, in place of the model's own thresholds.
    """
    text = review.text
    settings = bundle.confidence if min_confidence is None else bundle.confidence.at_least(min_confidence)
    stated = _stated(review, scale)
    sentences = _sentences(text, spans, answers, bundle, stated)
    tokens = answers.tokens.moved([start for start, _ in spans])
    names = find_names(tokens, text, settings, catalog.knows if catalog is not None else None)
    mentions = _in_full(text, spans, names, tokens, catalog)
    credits, characters = people(text, spans, mentions, names.plays)
    named = [(span, credit.person) for credit in credits for span in credit.mentions]
    opinions = find_opinions(tokens, text, settings, named)
    film = find_film(review, spans, mentions, credits, characters, catalog)
    if catalog is not None and film is not None and film.catalog_id:
        credits = with_facts(credits, catalog.get(film.catalog_id))
    titles = works(text, in_agreement(text, [start for start, _ in spans], mentions, film))
    judged = verdict(answers.review["fresh"], answers.review["score"], len(spans), bundle.calibration, stated)
    worth = sigmoid(answers.sentence["quote"][:, 0])
    quotes = pull_quotes(text, sentences, worth.tolist(), opinions, judged.fresh_probability, works=titles)
    odds_of_theme = softmax(answers.sentence["kind"].astype(np.float64))[:, KINDS.index("theme")]
    reading = Reading(
        id=review.name,
        hash=review.hash,
        text=text,
        source=Source(
            title=review.title,
            url=review.url,
            critic=review.critic,
            publication=review.publication,
            published=review.published,
            language=review.language or "en",
        ),
        film=film,
        verdict=judged,
        sentences=sentences,
        opinions=opinions,
        aspects=summary(opinions),
        credits=credits,
        characters=characters,
        works=titles,
        quotes=quotes,
        themes=themes(text, sentences, odds_of_theme.tolist(), names=[m.span for m in mentions]),
        model=ModelName(name=bundle.name, version=bundle.version),
    )
    return reading if min_confidence is None else at_least(reading, min_confidence)


def _in_full(
    text: str, spans: Sequence[Span], names: Names, tokens: Tokens, catalog: Catalog | None
) -> list[Mention]:
    """The model's names, with those of credits blocks, of the catalogue, and of other places in the text."""
    starts = [start for start, _ in spans]
    mentions = merge_mentions(names.mentions, credits_block(text, spans))
    if catalog is not None:
        mentions = listed(text, starts, mentions, title_hints(tokens), catalog)
    return with_bylines(text, repeated(text, starts, mentions))


def sigmoid(values: Floats) -> npt.NDArray[np.float64]:
    """Probabilities of log-odds."""
    odds: npt.NDArray[np.float64] = 1 / (1 + np.exp(-values.astype(np.float64)))
    return odds


def _stated(review: Review, scale: float | None) -> Stated | None:
    if review.rating and (given := parse_rating(review.rating, critic_scale=scale)):
        return given
    return find_rating(review.text, critic_scale=scale)


def _sentences(
    text: str, spans: Sequence[Span], answers: Answers, bundle: Bundle, stated: Stated | None
) -> tuple[Sentence, ...]:
    kinds = [KINDS[kind] for kind in answers.sentence["kind"].argmax(-1)]
    polarity = softmax(answers.sentence["sentiment"].astype(np.float64)) @ np.asarray(SENTIMENTS)
    spoils = [bundle.confidence.spoiler.at(odds) for odds in answers.sentence["spoiler"][:, 0].tolist()]
    return tuple(
        Sentence.model_construct(
            span=span,
            kind="other" if _is_rating_line(text, span, stated) else kind,
            sentiment=round(float(value), 3),
            spoiler=round(spoiler, 3),
        )
        for span, kind, value, spoiler in zip(spans, kinds, polarity, spoils, strict=True)
    )


def _is_rating_line(text: str, span: Span, stated: Stated | None) -> bool:
    """Whether a sentence is nothing but the stated rating and its label, such as `Grade: B+`."""
    if stated is None or stated.span is None or not span[0] <= stated.span[0] < span[1]:
        return False
    rest = text[span[0] : stated.span[0]] + text[stated.span[1] : span[1]]
    return len(rest.split()) <= LABEL_WORDS
