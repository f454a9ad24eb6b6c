"""The critic's own rating: read from a printed mark, or found in the text of a review."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from closeup.reader import marks
from closeup.reader.claims import claims
from closeup.reader.marks import Mark, with_scale
from closeup.reading import Stated
from closeup.review import Review, Unreadable

_LABEL = re.compile(
    r"\s*[\"'“(\[]*\s*(?:(?:my|our|final|overall|the|critic'?s?)\s+)*"
    r"(?:rating|grade|score|verdict|stars|mark)?\s{0,2}[:=]?\s{0,3}(?:(?:an?\s)?perfect\s)?",
    re.IGNORECASE,
)
_REST = re.compile(r"[\s\"'”)\].!]*\Z")
_LONGEST_PRINTED = 120


def parse_rating(printed: str, *, critic_scale: float | None = None) -> Stated | None:
    """Read a rating as printed beside a review or in a rating column.

    Parameters
    ----------
    printed : str
        Such as ``3.5/4``, ``B+``, ``★★★½``, ``80%``, ``two thumbs up``.
    critic_scale : float, optional
        The best mark of this critic (see `settle_scale`); it settles bare numbers and
        rows of stars that leave their scale open and fit on it.

    Returns
    -------
    Stated or None
        With ``span`` None and a ``score`` from 0 to 100, or None where the scale stays
        open: "7.5", "4 stars", "***1/2" (critics count both to four and to five). Stars
        that no scale to four can hold settle it: four and a half and five are of five,
        six to ten are of ten; none at all is 0. None if it is no rating.
    """
    text = printed.strip()
    if not text or len(text) > _LONGEST_PRINTED:
        return None
    label = _LABEL.match(text)
    start = label.end() if label else 0
    capitals = text[:start] + text[start:].upper() if len(text) - start <= 2 else text
    for mark in _readings(capitals, start):
        if _REST.match(text, mark.end):
            mark = with_scale(marks.perfected(text, mark), critic_scale)
            return Stated(span=None, text=text, value=mark.value, scale=mark.scale, score=mark.score)
    return None


def _readings(text: str, start: int) -> Iterator[Mark]:
    # "1/2" alone is half a star far more often than one of two.
    half_alone = text[start:].rstrip(" .)]\"'") == "1/2"
    for pattern, read in marks.LOOSE if half_alone else marks.SCALED + marks.LOOSE:
        match = pattern.match(text, start)
        if match:
            yield read(match)


def find_rating(text: str, *, critic_scale: float | None = None) -> Stated | None:
    """Find the critic's own rating of the film in the text of a review.

    A labelled mark ("Rating: 3/5") goes before one that the critic gives ("I give it
    7"), this before one that stands alone; of equals, one in the last or first line
    goes first, then the last. Marks of parts ("Acting: 7/10"), of other films, by other
    people, and numbers that only look like marks are passed over.

    Parameters
    ----------
    text : str
        A review's text, normalised (`closeup.review.normalise`).
    critic_scale : float, optional
        As in `parse_rating`.

    Returns
    -------
    Stated or None
        ``text[span[0]:span[1]] == stated.text``; `score` as in `parse_rating`.
    """
    best: tuple[tuple[int, int, int], Mark] | None = None
    edges = _edges(text)
    for claim in claims(text):
        mark = claim.mark
        edge = int(mark.start >= edges[1] or mark.end <= edges[0])
        rank = (claim.strength, edge, mark.start)
        if claim.strength + edge >= 2 and (best is None or rank > best[0]):
            best = (rank, mark)
    if best is None:
        return None
    mark = with_scale(best[1], critic_scale)
    return Stated(
        span=(mark.start, mark.end),
        text=text[mark.start : mark.end],
        value=mark.value,
        scale=mark.scale,
        score=mark.score,
    )


def _edges(text: str) -> tuple[int, int]:
    """The end of the first line and the start of the last, at most 160 characters in."""
    body = text.rstrip()
    lead = len(text) - len(text.lstrip())
    first = text.find("\n", lead)
    last = body.rfind("\n") + 1
    head = first if 0 <= first <= lead + 160 else lead + 60
    return head, max(last, len(body) - 160)


def settle_scale(printed: Iterable[str]) -> float | None:
    """The scale of one critic's bare numbers and open stars, from the critic's ratings as printed.

    Settled by the scale that the critic mostly prints (two thirds of at least two that
    have one), if every bare number fits on it; else by the bare numbers: one past ten
    means a hundred, one past five means ten, and of eight or more that go up to five
    and past four, five.

    Returns
    -------
    float or None
        The best mark possible, or None where nothing settles it.
    """
    printed_scales: Counter[float] = Counter()
    open_values: list[float] = []
    for text in printed:
        stated = parse_rating(text)
        if stated is None or stated.value is None:
            continue
        if stated.scale is None:
            open_values.append(stated.value)
        elif stated.score is not None and "%" not in text:
            printed_scales[stated.scale] += 1
    highest = max(open_values, default=0.0)
    if printed_scales:
        scale, times = printed_scales.most_common(1)[0]
        if times >= 2 and times * 3 >= printed_scales.total() * 2 and highest <= scale:
            return scale
    if highest > 100:
        return None
    if highest > 5:
        return 100.0 if highest > 10 else 10.0
    return 5.0 if highest > 4 and len(open_values) >= 8 else None


def settle_scales(reviews: Iterable[Review | Unreadable]) -> dict[str, float]:
    """The scale of each critic whose ratings settle one, by the critic's name.

    Parameters
    ----------
    reviews : iterable of Review
        Those without a critic or a rating are passed over. Read once; of each critic, the number of times
        that each rating was printed is kept, and nothing else.

    Returns
    -------
    dict of str to float
        The best mark possible, as `closeup.reader.Reader` takes it.
    """
    printed: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for review in reviews:
        if isinstance(review, Review) and review.critic and review.rating:
            printed[review.critic][review.rating] += 1
    scales = {critic: settle_scale(ratings.elements()) for critic, ratings in printed.items()}
    return {critic: scale for critic, scale in scales.items() if scale is not None}
