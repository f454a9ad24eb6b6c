"""The model's folder: weights, tokenizer and settings, checked when they are loaded."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from closeup.errors import ModelError
from closeup.reader.confidence import Confidence
from closeup.reader.heads import HEADS

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FORMAT = 2
"""Of model.json; a reader refuses another."""

SETTINGS, WEIGHTS, TOKENIZER = "model.json", "model.onnx", "tokenizer.json"


def shipped() -> Path:
    """The folder of the model that comes with the package."""
    return Path(__file__).resolve().parent.parent / "model"


@dataclass(frozen=True)
class Curve:
    """A factor that depends on a review's length: exp(level + slope * log(sentences)).

    Short excerpts and whole reviews are wrong in different ways, so one temperature does not fit both.
    """

    level: float = 0.0
    slope: float = 0.0

    def at(self, sentences: int) -> float:
        """The factor for a review of so many sentences."""
        return math.exp(self.level + self.slope * math.log(max(1, sentences)))


@dataclass(frozen=True)
class Calibration:
    """What dev data says of the model's own confidence (`python -m training calibrate`).

    `fresh` divides the verdict's log-odds after `fresh_shift` is added; `low` and `high` stretch the
    score's distribution below and above its median until the 80 % interval covers. `stated` gives the
    log-odds of fresh where the critic's rating is known: an intercept, so much for each point of the
    rating, and so much for the text's own log-odds.
    """

    fresh: Curve = Curve()
    fresh_shift: tuple[float, float] = (0.0, 0.0)
    low: Curve = Curve()
    high: Curve = Curve()
    stated: tuple[float, float, float] = (-6.0, 0.1, 0.5)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Calibration:
        """From the `calibration` of model.json.

        Raises
        ------
        KeyError, TypeError
            A value is missing, or not of its kind.
        """
        return cls(
            fresh=Curve(*values["fresh"]),
            fresh_shift=tuple(values["fresh_shift"]),
            low=Curve(*values["low"]),
            high=Curve(*values["high"]),
            stated=tuple(values["stated"]),
        )


class Bundle:
    """A model's folder, opened.

    Parameters
    ----------
    folder : Path, optional
        Default: the model that comes with the package.

    Raises
    ------
    ModelError
        A file is missing, damaged, or of a format that this version does not read.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or shipped()
        self.settings = _settings(self.folder)
        if self.settings.get("format") != FORMAT:
            found = self.settings.get("format")
            raise ModelError(f"model format {found!r}; this version reads {FORMAT}", where=str(self.folder))
        heads = [[head.name, head.on, head.size] for head in HEADS]
        if self.settings.get("heads") != heads:
            raise ModelError(
                "the model answers other questions than this version asks", where=str(self.folder)
            )
        try:
            self.name: str = self.settings["name"]
            self.version: str = self.settings["version"]
            self.window: int = self.settings["window"]
            self.first, self.last, _padding = self.settings["special"]
            self.calibration = Calibration.from_json(self.settings["calibration"])
            self.confidence = Confidence.from_json(self.settings["confidence"])
        except (KeyError, TypeError, ValueError) as error:
            raise ModelError(
                f"model.json lacks what this version reads ({error}): install the model again",
                where=str(self.folder),
            ) from None

    @property
    def weights(self) -> Path:
        """The ONNX file."""
        return self.folder / WEIGHTS

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """The word-piece tokenizer, with neither truncation nor padding."""
        from tokenizers import Tokenizer

        try:
            tokenizer = Tokenizer.from_file(str(self.folder / TOKENIZER))
        except Exception as error:
            raise ModelError(f"the tokenizer cannot be loaded: {error}", where=str(self.folder)) from None
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def pieces(self) -> list[bool]:
        """By token id: whether it goes on with the word of the token before it."""
        return word_pieces(self.tokenizer)

    def check(self) -> None:
        """Compare every file with the hash that model.json holds.

        Raises
        ------
        ModelError
            A file is missing or another than the one that was shipped.
        """
        for name, expected in self.settings["files"].items():
            path = self.folder / name
            try:
                with path.open("rb") as file:
                    found = hashlib.file_digest(file, "sha256").hexdigest()
            except OSError:
                raise ModelError("the file is missing: install the model again", where=str(path)) from None
            if found != expected:
                raise ModelError("the file is damaged: install the model again", where=str(path))


def word_pieces(tokenizer: Tokenizer) -> list[bool]:
    """By token id: whether it goes on with the word of the token before it."""
    words = tokenizer.get_vocab()
    found = [False] * (max(words.values()) + 1)
    for word, number in words.items():
        found[number] = word.startswith("##")
    return found


def _settings(folder: Path) -> dict[str, Any]:
    path = folder / SETTINGS
    try:
        settings = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        raise ModelError("there is no model.json: not the folder of a model", where=str(folder)) from None
    except OSError as error:
        raise ModelError(f"the file cannot be opened: {error.strerror}", where=str(path)) from None
    except ValueError:
        settings = None
    if not isinstance(settings, dict):
        raise ModelError("the file is not a JSON object: install the model again", where=str(path))
    return settings
