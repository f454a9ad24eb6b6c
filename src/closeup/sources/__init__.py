"""Text in: reviews from files, folders, tables, feeds, web pages and standard input."""

from closeup.sources.inputs import open_reviews, parse_bytes
from closeup.sources.policy import FetchPolicy
from closeup.sources.tables import ColumnMap

__all__ = ["ColumnMap", "FetchPolicy", "open_reviews", "parse_bytes"]
