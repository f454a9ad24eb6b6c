"""Closeup reads film criticism: the verdict, the score, and the words that carry them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from closeup.version import __version__

if TYPE_CHECKING:
    from closeup.reader import Reader
    from closeup.reading import Reading
    from closeup.review import Review

__all__ = ["Reader", "Reading", "Review", "__version__", "read"]

_HOMES = {"Reader": "closeup.reader", "Reading": "closeup.reading", "Review": "closeup.review"}


def read(review: Review | str) -> Reading:
    """Read one review with the model that comes with the package, loaded once at the first call.

    Parameters
    ----------
    review : Review or str
        The review, or just its text.

    Raises
    ------
    EmptyText, NotEnglish, TooLarge
        The text cannot be read; see `closeup.errors`.
    ModelError
        The model's files are missing or damaged.

    Examples
    --------
    >>> reading = closeup.read("Carol Reed's thriller has not aged a day.")  # doctest: +SKIP
    >>> reading.verdict.fresh  # doctest: +SKIP
    True
    """
    return _default_reader().read(review)


@cache
def _default_reader() -> Reader:
    from closeup.reader import Reader

    return Reader()


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
