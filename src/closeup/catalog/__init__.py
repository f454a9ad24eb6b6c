"""Facts about films, and how a review finds its film among them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from closeup.catalog.catalog import Catalog
    from closeup.catalog.film import CatalogFilm, Match
    from closeup.catalog.titles import normal_name, normal_title

__all__ = ["Catalog", "CatalogFilm", "Match", "normal_name", "normal_title"]

_HOME = {
    "Catalog": "catalog",
    "CatalogFilm": "film",
    "Match": "film",
    "normal_name": "titles",
    "normal_title": "titles",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"closeup.catalog.{_HOME[name]}"), name)
