"""From a finished run to the model that ships: review heads refitted, exported, calibrated."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from closeup.reader import Reader
from closeup.reader.bundle import FORMAT, SETTINGS, TOKENIZER, WEIGHTS, Calibration
from closeup.reader.confidence import Confidence
from closeup.reader.heads import HEADS
from closeup.reader.verdict import softmax
from closeup.reader.windows import WINDOW_TOKENS, feed_of, pack
from training.batches import Example, Tokens, assemble, tokenise
from training.calibrate import Answered, fit_all, judge
from training.data import DEV_LABELS, Sets
from training.evaluate import dev_figures, kind_accuracy, known_kinds, median_score, sst_figures
from training.fit import Config, Run
from training.model import ReviewReader
from training.pieces import Piece
from training.places import MODEL, Places, base_model
from training.refit import features, probabilities, put_back, refit

MIX = {"rt": 1.0, "imdb": 0.5, "scale": 1.0, "movielog": 1.0, "labels": 1.0}
"""How much of each set the review heads are refitted on."""

CRITICS_EPOCHS = 6
"""Epochs over three critics' reviews."""

SMOOTHED_ON = 24
"""Reviews whose windows show quantisation which channels run high."""

CALIBRATED_ON = {"rt": 1600, "imdb": 1200, "movielog": 100}
"""Dev reviews that calibration reads, by set; the rest of each dev part judges it."""


def load(config: Config, places: Places, weights: str = "model.pt") -> tuple[ReviewReader, Tokens]:
    """A finished run's model and its tokenizer."""
    base = base_model(config.base, places)
    model = ReviewReader(base, middle=config.middle)
    model.load_state_dict(torch.load(places.work / "runs" / config.name / weights))
    return model.eval(), Tokens.load(base)


def refit_run(config: Config, places: Places) -> None:
    """Refit the review heads on whole reviews, keep the result as `refit.pt`, and log dev figures."""
    torch.set_num_threads(2)
    run = Run(config, places)
    model, tokens = load(config, places)
    sets = Sets(places)
    pieces: list[Piece] = []
    for name, share in MIX.items():
        found = [p for p in sets.train(name) if p.review_targets]
        pieces += random.Random(config.seed).sample(found, round(share * len(found)))
    put_back(model, refit(model, features(model, tokenise(pieces, tokens), tokens)))
    torch.save(model.state_dict(), run.folder / "refit.pt")
    run.write(step="refit", dev=dev_figures(model, tokens, places))


def leave_critics_out(config: Config, places: Places) -> None:
    """Log the error of the score on each critic of `scale`, by heads refitted on the other three.

    The encoder and the heads that the refit begins from have learned from no score of this set
    (`training.data`), so leaving a critic out of the refit leaves him out of the model.
    """
    torch.set_num_threads(2)
    model, tokens = load(config, places)
    sets = Sets(places)
    pieces = [*sets.train("scale"), *sets.dev("scale")]
    seen = features(model, tokenise(pieces, tokens), tokens)
    real = np.asarray([p.score for p in pieces], np.float64)
    errors: dict[str, float] = {}
    every: list[float] = []
    for critic in sorted({p.id.split("/")[1] for p in pieces}):
        out = [i for i, p in enumerate(pieces) if p.id.startswith(f"scale/{critic}/")]
        heads = refit(model, seen, chosen=sorted(set(range(len(pieces))) - set(out)), epochs=CRITICS_EPOCHS)
        error = np.abs(median_score(probabilities(heads, seen, out)["score"].numpy()) - real[out])
        errors[critic.replace("+", " ")] = round(float(error.mean()), 2)
        every += error.tolist()
    every_critic = round(float(np.mean(every)), 2)
    Run(config, places).write(step="scale, each critic left out", **errors, all=every_critic)


def export_run(config: Config, places: Places, *, version: str, into: Path = MODEL) -> None:
    """Write the model's folder: ONNX weights in int8, tokenizer, settings with no calibration yet."""
    from training.export import export_onnx, quantise

    weights = "refit.pt" if (places.work / "runs" / config.name / "refit.pt").exists() else "model.pt"
    model, tokens = load(config, places, weights)
    into.mkdir(parents=True, exist_ok=True)
    examples = tokenise(Sets(places).train("movielog")[:SMOOTHED_ON], tokens)
    sample = assemble(examples[:2], tokens)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        export_onnx(model, whole, (sample.ids, sample.case, sample.mask, sample.pool, sample.place))
        quantise(
            whole,
            into / WEIGHTS,
            [
                feed_of(window, len(example.tokens))
                for example in examples
                for window in pack(example.tokens, example.cases, first=tokens.first, last=tokens.last)
            ],
        )
        exact = exact_folder(config, places)
        exact.mkdir(exist_ok=True)
        shutil.copyfile(whole, exact / WEIGHTS)
    shutil.copyfile(base_model(config.base, places) / "tokenizer.json", into / TOKENIZER)
    settings = {
        "format": FORMAT,
        "name": "closeup-en",
        "version": version,
        "run": config.name,
        "window": WINDOW_TOKENS,
        "special": [tokens.first, tokens.last, tokens.padding],
        "heads": [[head.name, head.on, head.size] for head in HEADS],
        "calibration": settings_of(Calibration()),
        "confidence": Confidence().to_json(),
    }
    write_settings(into, settings)
    shutil.copyfile(into / TOKENIZER, exact / TOKENIZER)
    write_settings(exact, settings)


def exact_folder(config: Config, places: Places) -> Path:
    """Where the same model stands in float32, to be compared with the one that ships."""
    return places.work / "runs" / config.name / "float32"


def settings_of(calibration: Calibration) -> dict[str, object]:
    """A calibration as it stands in model.json."""
    return {
        "fresh": [calibration.fresh.level, calibration.fresh.slope],
        "fresh_shift": list(calibration.fresh_shift),
        "low": [calibration.low.level, calibration.low.slope],
        "high": [calibration.high.level, calibration.high.slope],
        "stated": list(calibration.stated),
    }


def write_settings(folder: Path, settings: dict[str, object]) -> None:
    """Write model.json with the hashes of the files beside it."""
    settings["files"] = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (WEIGHTS, TOKENIZER)
    }
    (folder / SETTINGS).write_text(json.dumps(settings, indent=1) + "\n", "utf8")


def answered(reader: Reader, pieces: Sequence[Piece]) -> list[Answered]:
    """What the shipped model says of dev reviews, beside the truth."""
    found = []
    for piece, answers in zip(pieces, reader.answers([p.sentences for p in pieces]), strict=True):
        targets = piece.review_targets
        found.append(
            Answered(
                piece.source,
                len(piece.sentences),
                float(answers.review["fresh"][0]),
                softmax(answers.review["score"]),
                bool(targets["fresh"][0]) if "fresh" in targets else None,
                piece.score,
            )
        )
    return found


def calibration_parts(sets: Sets, name: str) -> tuple[list[Piece], list[Piece]]:
    """The dev reviews of a set that calibration reads, and the rest, which judge it."""
    pieces = sets.dev(name)
    random.Random(name).shuffle(pieces)
    count = CALIBRATED_ON[name]
    return pieces[:count], pieces[count:]


def calibrate(config: Config, places: Places, folder: Path = MODEL) -> None:
    """Fit the calibration of an exported model on dev reviews and write it into its settings."""
    run = Run(config, places)
    reader = Reader(folder)
    sets = Sets(places)
    reviews: list[Answered] = []
    rest: list[Answered] = []
    for name in CALIBRATED_ON:
        used, kept = calibration_parts(sets, name)
        reviews += answered(reader, used)
        rest += answered(reader, kept)
    calibration = fit_all(reviews)
    run.write(
        step="calibration",
        uncalibrated=judge(rest, Calibration()),
        calibrated=judge(rest, calibration),
        settings=settings_of(calibration),
    )
    settings = json.loads((folder / SETTINGS).read_text("utf8"))
    settings["calibration"] = settings_of(calibration)
    write_settings(folder, settings)


def confide(config: Config, places: Places, folder: Path = MODEL) -> None:
    """Fit how sure each claim is, and which are made, on the dev label files; write it into the settings."""
    from training.confide import answered as labelled
    from training.confide import fit_confidence

    sets = Sets(places)
    rows = [row for name in DEV_LABELS for row in sets.label_rows(name)]
    confidence = fit_confidence(list(labelled(Reader(folder), rows)))
    Run(config, places).write(step="confidence of claims", settings=confidence.to_json())
    for place in (folder, exact_folder(config, places)):
        settings = json.loads((place / SETTINGS).read_text("utf8"))
        settings["confidence"] = confidence.to_json()
        write_settings(place, settings)


def compare(config: Config, places: Places, folder: Path = MODEL) -> None:
    """Log what int8 costs: dev accuracy of the shipped model and of the same model in float32."""
    sets = Sets(places)
    figures = {}
    for name, where in (("int8", folder), ("float32", exact_folder(config, places))):
        reader = Reader(where)
        read = {}
        for source in ("rt", "imdb"):
            known = [a for a in answered(reader, sets.dev(source)) if a.fresh is not None]
            read[f"{source} fresh"] = np.mean([(a.fresh_odds > 0) == a.fresh for a in known])
        pieces = sets.dev("sst")
        logits = np.concatenate(
            [a.sentence["sentiment"] for a in reader.answers([p.sentences for p in pieces])]
        )
        sentiment = softmax(logits.astype(np.float64)).astype(np.float32)
        read |= {f"sst {n}": value for n, value in sst_figures(sentiment, tokenless(pieces)).items()}
        pieces = sets.dev("labels")
        found = [a.sentence["kind"] for a in reader.answers([p.sentences for p in pieces])]
        kinds, real = known_kinds(found, pieces)
        read["kind"] = kind_accuracy("labels", kinds, real)
        figures[name] = {key: round(float(value), 4) for key, value in read.items()}
    cost = {key: round(100 * (figures["float32"][key] - value), 2) for key, value in figures["int8"].items()}
    Run(config, places).write(step="int8 against float32", **figures, points_lost=cost)


def tokenless(pieces: Sequence[Piece]) -> list[Example]:
    """Pieces as examples where only their targets matter."""
    return [Example(piece, [], [], []) for piece in pieces]
