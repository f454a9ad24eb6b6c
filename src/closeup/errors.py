"""Every error that Closeup raises on purpose: what was wrong, where, and what to do."""

from __future__ import annotations


class CloseupError(Exception):
    """Base of all errors of Closeup.

    Parameters
    ----------
    message : str
        One sentence: what is wrong and what to do about it.
    where : str, optional
        The file, URL, line or column that it concerns.
    """

    code = "error"

    def __init__(self, message: str, *, where: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class InputError(CloseupError):
    """Something about what was given to read."""

    code = "bad_input"


class EmptyText(InputError):
    """There is no text to read."""

    code = "empty"


class NotText(InputError):
    """The bytes are not text, nor a document of a known kind."""

    code = "not_text"


class NotEnglish(InputError):
    """The text is in a language that the model does not read."""

    code = "not_english"


class TooLarge(InputError):
    """A text, file, page count or download past its limit."""

    code = "too_large"


class TooSlow(InputError):
    """A parser or a download took longer than its limit."""

    code = "too_slow"


class BrokenFile(InputError):
    """A document that its format's parser cannot open."""

    code = "broken_file"


class EncryptedFile(InputError):
    """A document that needs a password."""

    code = "encrypted"


class NoTextLayer(InputError):
    """A PDF of pictures: scanned pages without text."""

    code = "no_text_layer"


class NotAReview(InputError):
    """A page or feed without the running text of a review."""

    code = "not_a_review"


class BadLine(InputError):
    """A line of JSONL, or a row of a table, that does not hold a review."""

    code = "bad_line"


class MissingColumn(InputError):
    """A table without the column that was asked for."""

    code = "missing_column"


class UnknownFormat(InputError):
    """A file of a kind that Closeup does not read."""

    code = "unknown_format"


class NotFound(InputError):
    """No file, folder or page there."""

    code = "not_found"


class FetchRefused(InputError):
    """A URL that Closeup will not fetch, or whose server refused."""

    code = "fetch_refused"


class MissingExtra(CloseupError):
    """An optional dependency is not installed."""

    code = "missing_extra"

    @classmethod
    def named(cls, extra: str, what: str) -> MissingExtra:
        """The error for `what`, which needs the extra `extra`."""
        return cls(f"{what} needs an extra: pip install 'closeup[{extra}]'")


class ModelError(CloseupError):
    """The model's files are missing, damaged or of another version."""

    code = "bad_model"


class OutputError(CloseupError):
    """The place to write to cannot be written, or holds something else."""

    code = "bad_output"
