"""The training loop: any of the models, from a configuration, with checkpoints, a log and dev figures."""

from __future__ import annotations

import json
import random
import sys
import time
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from training.batches import Example, Tokens, assemble, batches, tokenise
from training.data import Sets
from training.evaluate import dev_figures
from training.losses import batch_loss, head_logits
from training.model import ReviewReader
from training.pieces import Floats, joined
from training.places import RUNS, Places, base_model, file_hash

CHECKPOINT_SECONDS = 180.0
LOG_EVERY = 50
CASELESS = 0.3
"""The share of examples whose case the model does not see."""
JOINED, JOINED_FROM = "joined", ("sst", "mr")
"""A set made of single sentences of others (`training.pieces.joined`)."""


@dataclass(frozen=True)
class Config:
    """A training run, read from `training/configs/NAME.toml`.

    `mix` gives, by set, how much of it an epoch takes (0.5: half of it, drawn anew each epoch).
    `start` names a run whose weights to begin from. `soft` names the runs that taught, whose answers
    `python -m training answers` has cached, and the heads that each teaches (none named: all); where two
    answer, the later counts. `most_steps` ends the run, and its schedule, before the data does.
    """

    name: str
    base: str
    middle: int
    epochs: int
    budget: int
    rate: float
    head_rate: float
    mix: dict[str, float]
    weights: dict[str, float] = field(default_factory=dict)
    start: str | None = None
    soft: dict[str, list[str]] = field(default_factory=dict)
    warmup: float = 0.06
    decay: float = 0.01
    frozen_layers: int = 0
    most_steps: int | None = None
    seed: int = 20

    @classmethod
    def load(cls, path: Path) -> Config:
        """Read a configuration; an unknown or missing key is an error."""
        return cls(name=path.stem, **tomllib.loads(path.read_text("utf8")))


def begin_from(model: ReviewReader, weights: dict[str, torch.Tensor]) -> None:
    """Load another run's weights; heads that it did not have stay as they are."""
    missing, unknown = model.load_state_dict(weights, strict=False)
    lost = [name for name in missing if name.startswith("encoder")]
    if lost or unknown:
        raise ValueError(f"the weights to begin from lack {lost} and know {unknown}: another kind of model")


def seed_all(seed: int) -> None:
    """Fix every generator that training draws from."""
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def epoch_examples(sets: dict[str, list[Example]], config: Config, epoch: int) -> list[Example]:
    """The examples of one epoch: each set's share, drawn by seed and epoch."""
    chosen: list[Example] = []
    for name, share in config.mix.items():
        choice = random.Random(f"{config.seed}/{epoch}/{name}")
        examples = sets[name]
        whole, part = int(share), share - int(share)
        chosen += examples * whole
        chosen += choice.sample(examples, round(part * len(examples)))
    return chosen


class Run:
    """One training run: its folder holds `state.pt` while it goes on and `model.pt` when it is done."""

    def __init__(self, config: Config, places: Places) -> None:
        self.config = config
        self.places = places
        self.folder = places.work / "runs" / config.name
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log = RUNS / f"{config.name}.jsonl"

    def write(self, **entry: object) -> None:
        """One line to the run's log, which is small and is committed."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a", encoding="utf8") as log:
            log.write(json.dumps(entry) + "\n")
        print(json.dumps(entry), flush=True)

    def load_sets(self, tokens: Tokens) -> dict[str, list[Example]]:
        """Every set of the mix, tokenised, with the teacher's answers where there are some."""
        from training.soft import add_soft_targets

        sets = Sets(self.places)
        pieces = {name: sets.train(name) for name in self.config.mix if name != JOINED}
        for run, heads in self.config.soft.items():
            for name, found in pieces.items():
                add_soft_targets(name, found, run, self.places, heads=heads)
        if JOINED in self.config.mix:
            singles = [piece for name in JOINED_FROM for piece in pieces[name]]
            pieces[JOINED] = joined(singles, JOINED, random.Random(self.config.seed))
        return {name: tokenise(found, tokens) for name, found in pieces.items()}

    def search_targets(self) -> dict[str, Floats]:
        """The base model's own vectors by sentence (`python -m training embed`)."""
        vectors = self.places.work / "search.npy"
        if not vectors.exists():
            return {}
        texts = json.loads((self.places.work / "search.json").read_text("utf8"))
        return dict(zip(texts, np.load(vectors).astype(np.float32), strict=True))

    def fit(self, *, threads: int = 2) -> None:
        """Train, or go on where a stopped run was."""
        config = self.config
        torch.set_num_threads(threads)
        seed_all(config.seed)
        base = base_model(config.base, self.places)
        tokens = Tokens.load(base)
        model = ReviewReader(base, middle=config.middle)
        if config.start:
            weights = torch.load(self.places.work / "runs" / config.start / "model.pt")
            begin_from(model, weights)
        for layer in list(model.encoder.encoder.layer)[: config.frozen_layers]:
            layer.requires_grad_(False)
        sets = self.load_sets(tokens)
        search = self.search_targets() if config.weights.get("search", 1.0) else {}
        optimizer = torch.optim.AdamW(
            model.parameter_groups(config.rate, config.head_rate, config.decay), fused=True
        )
        lengths = {name: len(examples) for name, examples in sets.items()}
        plan = [
            list(batches(epoch_examples(sets, config, e), tokens, budget=config.budget, seed=config.seed + e))
            for e in range(config.epochs)
        ]
        steps = min(sum(map(len, plan)), config.most_steps or sys.maxsize)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda step: min(
                (step + 1) / (config.warmup * steps), (steps - step) / (steps * (1 - config.warmup))
            ),
        )
        step, spent = 0, 0.0
        state_path = self.folder / "state.pt"
        if state_path.exists():
            state = torch.load(state_path)
            if state["config"] != vars(config):
                raise ValueError(f"{config.name} began under another configuration; delete {state_path}")
            model.load_state_dict(state["model"])
            optimizer.load_state_dict(state["optimizer"])
            schedule.load_state_dict(state["schedule"])
            step, spent = state["step"], state["spent"]
            self.write(resumed_at=step)
        else:
            self.write(
                run=config.name,
                config=dict(vars(config)),
                data={
                    str(p.relative_to(self.places.data.parent)): file_hash(p) for p in sets_files(self.places)
                },
                sets=lengths,
                steps=steps,
                torch=torch.__version__,
            )
        started = saved = time.monotonic()
        seen, losses = 0, {}
        flat = [batch for epoch in plan for batch in epoch]
        ends = {*np.cumsum([len(epoch) for epoch in plan]).tolist(), steps}
        model.train()
        while step < steps:
            choice = random.Random(f"{config.seed}/{step}")
            caseless = [choice.random() < CASELESS for _ in flat[step]]
            batch = assemble(flat[step], tokens, search, caseless=caseless)
            torch.manual_seed(config.seed + step)  # the same dropout whether or not the run was stopped
            with torch.autocast("cpu", torch.bfloat16):
                answers = model(batch.ids, batch.case, batch.mask, batch.pool, batch.place)
            total, parts = batch_loss(head_logits(answers, batch), batch, config.weights)
            optimizer.zero_grad(set_to_none=True)
            total.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            step += 1
            seen += int(batch.mask.sum())
            for name, value in parts.items():
                losses.setdefault(name, []).append(value)
            now = time.monotonic()
            if step % LOG_EVERY == 0:
                means = {name: round(float(np.mean(v)), 4) for name, v in losses.items()}
                rate = seen / (now - started)
                print(f"{step}/{steps} {rate:.0f} tokens/s {means}", flush=True)
                losses = {}
            if now - saved > CHECKPOINT_SECONDS or step in ends:
                saved = now
                _save(
                    state_path,
                    model=model.state_dict(),
                    optimizer=optimizer.state_dict(),
                    schedule=schedule.state_dict(),
                    step=step,
                    spent=spent + now - started,
                    config=vars(config),
                )
            if step in ends:
                self.write(
                    step=step,
                    minutes=round((spent + now - started) / 60, 1),
                    tokens_per_second=round(seen / (now - started)),
                    dev=dev_figures(model, tokens, self.places),
                )
                model.train()
        _save(self.folder / "model.pt", **model.state_dict())
        state_path.unlink()
        (self.folder / "refit.pt").unlink(missing_ok=True)


def sets_files(places: Places) -> list[Path]:
    """All files that training reads."""
    return list(Sets(places).files())


def _save(path: Path, **state: object) -> None:
    """Write so that a stop at any moment leaves the old file or the new one."""
    part = path.with_suffix(".part")
    torch.save(state, part)
    part.replace(path)


__all__ = ["Config", "Run", "seed_all"]
