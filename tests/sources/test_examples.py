from __future__ import annotations

from pathlib import Path

import pytest

from closeup.review import Review
from closeup.sources import open_reviews

EXAMPLES = Path(__file__).parents[2] / "examples" / "reviews"


@pytest.mark.parametrize(
    ("name", "title", "critic", "rating"),
    [
        ("carnival-of-souls.txt", None, None, None),
        ("charade.html", "Charade review: a soufflé with a body in it", "Teodor Marsh", "3/5"),
        ("the-general.txt", None, None, None),
        ("the-terror.md", "The Terror: a castle, a storm, and no idea", "Imogen Hale", "1.5/4"),
    ],
)
def test_the_example_reviews_are_read_with_their_facts(
    name: str, title: str | None, critic: str | None, rating: str | None
) -> None:
    (review,) = open_reviews([EXAMPLES / name])
    assert isinstance(review, Review)
    assert (review.title, review.critic, review.rating) == (title, critic, rating)
    assert 200 <= len(review.text.split()) <= 500
