"""The base model's own sentence vectors, which the search head learns to give."""

from __future__ import annotations

import json
import random

import numpy as np
import torch

from training.batches import Tokens
from training.data import Sets
from training.places import Places, base_model

SENTENCES = {"imdb": 30_000, "movielog": 6_000, "rt": 12_000, "labels": 8_000}
BATCH = 64


@torch.inference_mode()
def cache_vectors(places: Places) -> None:
    """Embed a sample of training sentences with all-MiniLM-L6-v2: mean of the states, unit length."""
    from transformers import AutoModel

    base = base_model("minilm", places)
    tokens = Tokens.load(base)
    model = AutoModel.from_pretrained(base, add_pooling_layer=False, local_files_only=True).eval()
    texts: set[str] = set()
    for name, count in SENTENCES.items():
        found = sorted({s for piece in Sets(places).train(name) for s in piece.sentences if len(s) > 10})
        texts.update(random.Random(7).sample(found, min(count, len(found))))
    ordered = sorted(texts, key=len)
    vectors = np.zeros((len(ordered), model.config.hidden_size), np.float16)
    for start in range(0, len(ordered), BATCH):
        encoded = [
            [tokens.first, *ids[:126], tokens.last] for ids in tokens.encode(ordered[start : start + BATCH])
        ]
        longest = max(map(len, encoded))
        ids = torch.tensor([row + [tokens.padding] * (longest - len(row)) for row in encoded])
        mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in encoded])
        with torch.autocast("cpu", torch.bfloat16):
            states = model(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        mean = (states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        vectors[start : start + BATCH] = torch.nn.functional.normalize(mean, dim=-1).numpy()
    places.work.mkdir(parents=True, exist_ok=True)
    (places.work / "search.json").write_text(json.dumps(ordered), "utf8")
    np.save(places.work / "search.npy", vectors)
