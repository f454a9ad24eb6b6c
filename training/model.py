"""The model in PyTorch: an encoder, sentence heads, and review heads as sums over sentences."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from closeup.reader.heads import CASES, HEADS, LOOKS, PLACE_SIZE, SEARCH_SIZE, TOKEN_SIZE


class ReviewReader(nn.Module):
    """A transformer encoder with Closeup's heads.

    A review head's answer is a sum over sentences: `LOOKS` attention distributions weigh what
    each sentence says (`values`), so that a verdict can be traced to the sentences that made it.

    Parameters
    ----------
    base : Path
        Folder of a BERT or MPNet checkpoint in Hugging Face form.
    middle : int
        The layer whose states help the search head, which must keep what fine-tuning forgets.
    """

    def __init__(self, base: Path, *, middle: int, hidden: int = 256) -> None:
        super().__init__()
        from transformers import AutoModel

        # drawing dropout masks is serial work on a CPU and rules out fused attention, and the runs are short
        self.encoder = AutoModel.from_pretrained(
            base,
            add_pooling_layer=False,
            local_files_only=True,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
        self.middle = middle
        width = self.encoder.config.hidden_size
        seen = width + PLACE_SIZE
        self.dropout = nn.Dropout(0.1)
        self.sentence_heads = nn.ModuleDict(
            {head.name: nn.Linear(seen, head.size) for head in HEADS if head.on == "sentence"}
        )
        self.review_trunk = nn.Sequential(nn.Linear(seen, hidden), nn.GELU())
        self.looks = nn.Linear(hidden, LOOKS)
        self.values = nn.ModuleDict(
            {head.name: nn.Linear(hidden, LOOKS * head.size) for head in HEADS if head.on == "review"}
        )
        self.search = nn.Linear(2 * width, SEARCH_SIZE)
        self.tokens = nn.Linear(width, TOKEN_SIZE)
        self.case = nn.Embedding(CASES, width)
        nn.init.zeros_(self.case.weight)
        self.encoder.embeddings.word_embeddings.weight.requires_grad_(False)

    def states(self, ids: Tensor, case: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """The last layer's states and the middle layer's, each [windows, tokens, width]."""
        words = self.encoder.get_input_embeddings()(ids) + self.case(case)
        states = self.encoder(inputs_embeds=words, attention_mask=mask, output_hidden_states=True)
        return states.last_hidden_state, states.hidden_states[self.middle]

    def forward(
        self, ids: Tensor, case: Tensor, mask: Tensor, pool: Tensor, place: Tensor
    ) -> dict[str, Tensor]:
        """Read windows.

        Parameters
        ----------
        ids, case, mask : int64 [windows, tokens]
        pool : float32 [windows, stretches, tokens]
        place : float32 [windows, stretches, 4]

        Returns
        -------
        dict of float32 [windows, stretches, size]
            ``search`` (unit length); each sentence head's logits; ``looks`` [.., LOOKS]; for each
            review head its values [.., LOOKS * size]; and ``tokens`` [windows, tokens, TOKEN_SIZE], the
            token and pair heads' side by side (`TOKEN_SLICES`).
        """
        final, middle = self.states(ids, case, mask)
        pooled = torch.bmm(pool, final.float())
        seen = self.dropout(torch.cat([pooled, place], -1))
        answers = {name: head(seen) for name, head in self.sentence_heads.items()}
        trunk = self.review_trunk(seen)
        answers["looks"] = self.looks(trunk)
        answers |= {name: head(trunk) for name, head in self.values.items()}
        both = torch.cat([pooled, torch.bmm(pool, middle.float())], -1)
        answers["search"] = nn.functional.normalize(self.search(both), dim=-1)
        answers["tokens"] = self.tokens(self.dropout(final))
        return answers

    def parameter_groups(self, rate: float, head_rate: float, decay: float) -> list[dict[str, object]]:
        """Parameters by learning rate, with no weight decay on biases and norms."""
        groups: dict[tuple[float, float], list[nn.Parameter]] = {}
        for name, parameter in self.named_parameters():
            if parameter.requires_grad:
                key = (
                    rate if name.startswith("encoder") else head_rate,
                    decay if parameter.ndim > 1 else 0.0,
                )
                groups.setdefault(key, []).append(parameter)
        return [{"params": p, "lr": r, "weight_decay": d} for (r, d), p in groups.items()]


def review_answer(looks: Tensor, values: Tensor, review_of: Tensor, reviews: int) -> Tensor:
    """Sum what sentences say, by attention within each review.

    Parameters
    ----------
    looks : float [sentences, LOOKS]
    values : float [sentences, LOOKS * size]
    review_of : int64 [sentences]
        Which review a sentence belongs to.
    reviews : int

    Returns
    -------
    float [reviews, size]
    """
    values = values.unflatten(-1, (LOOKS, -1))
    top = torch.full((reviews, LOOKS), -torch.inf).scatter_reduce(
        0, review_of[:, None].expand_as(looks), looks, "amax"
    )
    weights = (looks - top.detach()[review_of]).exp()
    norm = torch.zeros(reviews, LOOKS).index_add(0, review_of, weights)
    weighted = (weights / norm[review_of])[..., None] * values
    return torch.zeros(reviews, values.shape[-1]).index_add(0, review_of, weighted.sum(1))
