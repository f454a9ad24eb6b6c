"""`python -m training COMMAND`: one command per step of making the model, and `all` for every step.

`embed`, `fit` and `answers` go on where they were stopped, and do nothing where their result is there.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from training.places import Places

CONFIGS = Path(__file__).parent / "configs"
TAUGHT = {
    "teacher": {"rt": 0, "sst": 0, "mr": 0},
    "teacher1": {"rt": 0, "labels": 0, "movielog": 0, "imdb": 800, "scale_text": 500},
}
"""The sets that a teacher answers as they are, and of how many reviews (0: of all)."""
TAUGHT_ALONE = {"teacher": {"rt": 0, "movielog": 0, "imdb": 2500}}
"""The sets whose sentences it answers one by one."""


def _fit(name: str, places: Places) -> None:
    from training.fit import Config, Run

    run = Run(Config.load(CONFIGS / f"{name}.toml"), places)
    if not (run.folder / "model.pt").exists():
        run.fit()


def _answers(name: str, places: Places) -> None:
    from training.fit import Config
    from training.soft import cache_answers

    config = Config.load(CONFIGS / f"{name}.toml")
    for source, limit in TAUGHT[name].items():
        cache_answers(config, source, places, limit=limit)
    for source, limit in TAUGHT_ALONE.get(name, {}).items():
        cache_answers(config, source, places, alone=True, limit=limit)


def _embed(places: Places) -> None:
    from training.embed import cache_vectors

    if not (places.work / "search.npy").exists():
        cache_vectors(places)


def _refit(name: str, places: Places) -> None:
    from training.fit import Config
    from training.release import refit_run

    refit_run(Config.load(CONFIGS / f"{name}.toml"), places)


def _critics(name: str, places: Places) -> None:
    from training.fit import Config
    from training.release import leave_critics_out

    leave_critics_out(Config.load(CONFIGS / f"{name}.toml"), places)


def _export(name: str, places: Places, version: str) -> None:
    from training.fit import Config
    from training.release import export_run

    export_run(Config.load(CONFIGS / f"{name}.toml"), places, version=version)


def _calibrate(name: str, places: Places) -> None:
    from training.fit import Config
    from training.release import calibrate

    calibrate(Config.load(CONFIGS / f"{name}.toml"), places)


def _confide(name: str, places: Places) -> None:
    from training.fit import Config
    from training.release import confide

    confide(Config.load(CONFIGS / f"{name}.toml"), places)


def _compare(name: str, places: Places) -> None:
    from training.fit import Config
    from training.release import compare

    compare(Config.load(CONFIGS / f"{name}.toml"), places)


def everything(places: Places, version: str) -> None:
    """From the data to the model in the package."""
    _embed(places)
    _fit("student0", places)
    _fit("teacher", places)
    _answers("teacher", places)
    _fit("student", places)
    _fit("student1", places)
    _fit("teacher1", places)
    _answers("teacher1", places)
    _fit("student2", places)
    _refit("student2", places)
    _export("student2", places, version)
    _calibrate("student2", places)
    _confide("student2", places)
    _compare("student2", places)
    _critics("student2", places)


def main() -> None:
    """Parse the command line and run a step."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    steps: dict[str, tuple[Callable[..., None], str]] = {
        "fit": (_fit, "train a model by its configuration"),
        "answers": (_answers, "cache a finished teacher's answers for its student"),
        "refit": (_refit, "train the review heads again on whole reviews, the encoder frozen"),
        "export": (_export, "write the model's folder: ONNX in int8, tokenizer, settings"),
        "calibrate": (_calibrate, "fit the exported model's confidence on dev reviews"),
        "confide": (_confide, "fit how sure its claims are, and which are made, on dev labels"),
        "critics": (_critics, "log the error of the score on each critic of `scale`, trained without him"),
        "compare": (_compare, "log what int8 costs against float32"),
    }
    for name, (_, text) in steps.items():
        step = commands.add_parser(name, help=text)
        step.add_argument("run", choices=sorted(p.stem for p in CONFIGS.glob("*.toml")))
        if name == "export":
            step.add_argument("--version", required=True)
    commands.add_parser("embed", help="cache the base model's own sentence vectors for the search head")
    whole = commands.add_parser("all", help="every step in order")
    whole.add_argument("--version", required=True)
    options = parser.parse_args()
    places = Places.default()
    if options.command == "all":
        everything(places, options.version)
    elif options.command == "embed":
        _embed(places)
    else:
        rest = (options.version,) if options.command == "export" else ()
        steps[options.command][0](options.run, places, *rest)


if __name__ == "__main__":
    main()
