"""What of a reading can be shown to someone who has not seen the film yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from closeup.export import words

if TYPE_CHECKING:
    from closeup.reading import Reading, Span


def discreet(reading: Reading) -> Reading:
    """The reading without the claims that rest on sentences that may spoil.

    Opinions, quotes and themes that touch such a sentence go, and so do people of the story
    who are named in such sentences only, wherever they are named. `aspects` still counts
    every opinion; text and sentences stay, for their reader to hide.
    """
    hidden = [sentence.span for sentence in reading.sentences if words.may_spoil(sentence)]
    if not hidden:
        return reading

    def shown(*spans: Span) -> bool:
        return any(not _touches(span, hidden) for span in spans)

    secret = {figure.name for figure in reading.characters if not shown(*figure.mentions)}
    return reading.model_copy(
        update={
            "opinions": tuple(opinion for opinion in reading.opinions if shown(opinion.evidence)),
            "credits": tuple(
                credit.model_copy(update={"character": None}) if credit.character in secret else credit
                for credit in reading.credits
            ),
            "characters": tuple(figure for figure in reading.characters if figure.name not in secret),
            "quotes": tuple(quote for quote in reading.quotes if shown(quote.span)),
            "themes": tuple(theme for theme in reading.themes if shown(theme.span)),
        }
    )


def _touches(span: Span, hidden: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in hidden)
