"""What goes in: one review, its text normalised once, and what the caller already knows of it."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, field_validator

from closeup.errors import EmptyText, InputError, TooLarge

MAX_BYTES = 1_000_000
"""The longest text that is read, in bytes of UTF-8."""


def normalise(text: str) -> str:
    r"""Normalise a text: Unicode NFC, line ends ``\n``, no byte-order mark, NUL or lone surrogate.

    Every offset that Closeup gives counts code points of this text. Idempotent.

    Raises
    ------
    TooLarge
        Past `MAX_BYTES` of UTF-8.
    """
    if len(text) > MAX_BYTES:
        raise TooLarge(f"the text has {len(text):,} characters; the limit is {MAX_BYTES:,} bytes")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # U+0085 is a line end by the book, but in reviews it is the ellipsis of Windows-1252, wrongly decoded
    text = (
        text.replace("\x85", "…")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
        .replace("\ufeff", "")
        .replace("\x00", "")
    )
    text = unicodedata.normalize("NFC", text)
    encoded = text.encode("utf-8", "replace")
    if len(encoded) > MAX_BYTES:
        raise TooLarge(f"the text has {len(encoded):,} bytes; the limit is {MAX_BYTES:,}")
    return encoded.decode("utf-8")


class FilmFact(BaseModel):
    """The film that a source names in its structured data."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    year: int | None = None


class Review(BaseModel):
    """One review: the text and what is known of it before reading.

    `text` is normalised on the way in (see `normalise`); a review is the same review
    if its normalised text hashes the same.

    Raises
    ------
    EmptyText, TooLarge
        From `text`, as themselves (`Review.of`), or inside Pydantic's `ValidationError`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    critic: str | None = None
    publication: str | None = None
    published: str | None = Field(
        default=None, description="Date as the source gives it, ISO 8601 where it can be"
    )
    rating: str | None = Field(
        default=None, description="The critic's own rating as printed, such as '3.5/5' or 'B+'"
    )
    language: str | None = Field(default=None, description="BCP 47 code, where the source states it")
    film: FilmFact | None = None

    @field_validator("text")
    @classmethod
    def _normalise(cls, text: str) -> str:
        return normalise(text)

    @property
    def hash(self) -> str:
        """SHA-256 of the normalised text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()

    @property
    def name(self) -> str:
        """What identifies the review: the caller's id, else its hash."""
        return self.id if self.id is not None else self.hash

    @classmethod
    def of(cls, text: str, **known: object) -> Review:
        """A review from its text, with `EmptyText` raised where there is nothing to read."""
        normalised = normalise(text)
        if not any(character.isalnum() for character in normalised):
            raise EmptyText("there is no text to read")
        return cls.model_validate({"text": normalised, **known})


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An input that could not become a review, kept in its place so that a batch goes on."""

    id: str | None
    error: InputError
