"""A byline names the critic, who made no part of the film."""

from __future__ import annotations

import pytest

from closeup.reader.bylines import with_bylines
from closeup.reader.mentions import Mention


def roles(text: str, name: str) -> dict[str, float]:
    start = text.index(name)
    mention = Mention((start, start + len(name)), 0, "person", 0.9, {"director": 0.8})
    (found,) = with_bylines(text, [mention])
    return dict(found.roles)


@pytest.mark.parametrize(
    "head",
    [
        "By Petra Lindqvist",
        "Review by Petra Lindqvist",
        "by Petra Lindqvist | Film Editor",
        "*By: Petra Lindqvist*",
    ],
)
def test_a_line_that_only_says_who_wrote_it_names_a_critic(head: str) -> None:
    assert roles(f"DETOUR\n{head}\n\nA mean little film.", "Petra Lindqvist") == {"critic": 1.0}


@pytest.mark.parametrize(
    "text",
    [
        "DETOUR\nDirected by Petra Lindqvist\nA mean little film.",
        "A mean little film\nby Petra Lindqvist and two others, who should have known better.",
        "By Petra Lindqvist",
    ],
)
def test_another_line_leaves_the_roles_as_they_are(text: str) -> None:
    assert roles(text, "Petra Lindqvist") == {"director": 0.8}
