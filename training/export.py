"""From the trained PyTorch model to the one int8 ONNX file that is shipped.

The graph takes windows unpadded (`ids`, `case`, `pool`, `place`; no mask): the engine runs each window
alone, so that what is read beside a review cannot change its answers, and attention without a mask is faster.
"""

from __future__ import annotations

import copy
import tempfile
import warnings
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from closeup.reader.engine import INPUTS

OPSET = 23
"""The first with an Attention operator."""

SMALLEST = 2**17
"""Weights of a matrix that is worth quantising. The encoder's are larger, most heads' smaller."""

HEADROOM = 1.5
"""How far an input channel may rise over the median channel before it is scaled down."""

Feed = Mapping[str, npt.NDArray[Any]]


class UnpaddedBert(nn.Module):
    """A BERT encoder for windows that are all of one length, in operators that run fast.

    The scale of attention goes into the query weights, and the type embedding into the positions.

    Parameters
    ----------
    bert : transformers.BertModel
        Its weights are copied.
    """

    def __init__(self, bert: Any) -> None:
        super().__init__()
        self.heads: int = bert.config.num_attention_heads
        scale = (bert.config.hidden_size // self.heads) ** -0.5
        table = bert.embeddings
        self.words = copy.deepcopy(table.word_embeddings)
        self.norm = copy.deepcopy(table.LayerNorm)
        self.positions = nn.Parameter(
            (table.position_embeddings.weight + table.token_type_embeddings.weight[0]).detach().clone()
        )
        self.layers = nn.ModuleList()
        for layer in copy.deepcopy(bert.encoder.layer):
            attention = layer.attention.self
            with torch.no_grad():
                attention.query.weight.mul_(scale)
                attention.query.bias.mul_(scale)
            self.layers.append(
                nn.ModuleDict(
                    {
                        "query": attention.query,
                        "key": attention.key,
                        "value": attention.value,
                        "out": layer.attention.output.dense,
                        "middle_norm": layer.attention.output.LayerNorm,
                        "up": layer.intermediate.dense,
                        "down": layer.output.dense,
                        "last_norm": layer.output.LayerNorm,
                    }
                )
            )

    def get_input_embeddings(self) -> nn.Module:
        """The word table."""
        return self.words

    def forward(self, inputs_embeds: Tensor, **_: Any) -> SimpleNamespace:
        """Like `BertModel.forward` with hidden states. `inputs_embeds`: [windows, tokens, width]."""
        state = self.norm(inputs_embeds + self.positions[: inputs_embeds.shape[1]])
        states = [state]
        for module in self.layers:
            layer = cast(nn.ModuleDict, module)
            mixed, *_rest = torch.onnx.ops.attention(
                layer["query"](state),
                layer["key"](state),
                layer["value"](state),
                q_num_heads=self.heads,
                kv_num_heads=self.heads,
                scale=1.0,
            )
            state = layer["middle_norm"](state + layer["out"](mixed))
            state = layer["last_norm"](state + layer["down"](nn.functional.gelu(layer["up"](state))))
            states.append(state)
        return SimpleNamespace(last_hidden_state=state, hidden_states=tuple(states))


class _Unpadded(nn.Module):
    def __init__(self, module: nn.Module) -> None:
        super().__init__()
        self.module = _with_unpadded_encoder(module)

    def forward(self, ids: Tensor, case: Tensor, pool: Tensor, place: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.module(ids, case, torch.ones_like(ids), pool, place).values())


def _with_unpadded_encoder(module: nn.Module) -> nn.Module:
    from transformers import BertModel

    module = copy.deepcopy(module).eval()
    for name, child in module.named_children():
        if isinstance(child, BertModel):
            setattr(module, name, UnpaddedBert(child))
            return module
    raise TypeError(f"{type(module).__name__} has no BertModel among its children")


def export_onnx(
    module: nn.Module, path: Path, sample_inputs: tuple[Tensor, Tensor, Tensor, Tensor, Tensor]
) -> tuple[str, ...]:
    """Write a model as float32 ONNX.

    Parameters
    ----------
    module : torch.nn.Module
        Takes (ids, case, mask, pool, place), returns a dict of tensors by name; its encoder is a `BertModel`.
    path : Path
        The file to write.
    sample_inputs : (ids, case, mask, pool, place)
        At least two windows, stretches and tokens, or their number is taken for a constant.

    Returns
    -------
    tuple of str
        The names of the graph's outputs.
    """
    import onnx

    ids, case, mask, pool, place = sample_inputs
    with torch.no_grad():
        names = tuple(module.eval()(ids, case, mask, pool, place))
    windows, stretches, tokens = (torch.export.Dim(name) for name in ("windows", "stretches", "tokens"))
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder:
        warnings.simplefilter("ignore")
        raw = Path(folder) / "raw.onnx"
        torch.onnx.export(
            _Unpadded(module),
            (ids, case, pool, place),
            raw,
            dynamo=True,
            verbose=False,
            external_data=False,
            opset_version=OPSET,
            input_names=list(INPUTS),
            output_names=list(names),
            dynamic_shapes=(
                {0: windows, 1: tokens},
                {0: windows, 1: tokens},
                {0: windows, 1: stretches, 2: tokens},
                {0: windows, 1: stretches},
            ),
        )
        model = onnx.load(raw)
    _strip(model)
    onnx.save(model, path)
    return names


def quantise(path_in: Path, path_out: Path, calibration_batches: Iterable[Feed] | None = None) -> None:
    """Turn a float32 ONNX file into int8.

    Weights of the large matrices are int8 by output channel; their inputs become uint8 as they come, with
    a range per window; the word table is int8. The same input file gives the same output file.

    Parameters
    ----------
    path_in, path_out : Path
    calibration_batches : iterable of dicts by input name, optional
        Some fifty windows of real text. With them, input channels that tower over the others are scaled
        down and their weights up, which leaves the other channels more of the 256 steps (SmoothQuant,
        Xiao et al. 2023, arXiv:2211.10438, with a cap in place of the exponent).
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load(path_in)
    if calibration_batches is not None:
        _smooth(model, _channel_peaks(model, calibration_batches))
    matrices = [node.name for node in _large_products(model)]
    tables = [
        node.name for node in model.graph.node if node.op_type == "Gather" and _is_large(model, node.input[0])
    ]
    with tempfile.TemporaryDirectory() as folder:
        raw = Path(folder) / "raw.onnx"
        onnx.save(model, raw)
        quantize_dynamic(
            raw,
            path_out,
            per_channel=True,
            weight_type=QuantType.QInt8,
            nodes_to_quantize=[*matrices, *tables],
            op_types_to_quantize=["MatMul", "Gather"],
            extra_options={"MatMulConstBOnly": True},
        )
    model = onnx.load(path_out)
    _strip(model)
    onnx.save(model, path_out)


def _strip(model: Any) -> None:
    """Drop what the exporter notes about the machine that it ran on, and what no run needs."""
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    del model.graph.value_info[:]
    model.graph.doc_string = model.doc_string = ""
    for node in model.graph.node:
        node.doc_string = ""
        del node.metadata_props[:]


def _initializers(model: Any) -> dict[str, Any]:
    return {tensor.name: tensor for tensor in model.graph.initializer}


def _is_large(model: Any, name: str) -> bool:
    tensor = _initializers(model).get(name)
    return tensor is not None and int(np.prod(tensor.dims)) >= SMALLEST


def _large_products(model: Any) -> list[Any]:
    return [node for node in model.graph.node if node.op_type == "MatMul" and _is_large(model, node.input[1])]


def _channel_peaks(model: Any, batches: Iterable[Feed]) -> dict[str, npt.NDArray[np.float32]]:
    """Largest absolute value of each channel of every large product's input."""
    import onnx
    from onnxruntime import InferenceSession

    watched = copy.deepcopy(model)
    names = list(dict.fromkeys(node.input[0] for node in _large_products(model)))
    watched.graph.output.extend(
        onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None) for name in names
    )
    session = InferenceSession(watched.SerializeToString(), providers=["CPUExecutionProvider"])
    peaks: dict[str, npt.NDArray[np.float32]] = {}
    for batch in batches:
        found: Sequence[Any] = session.run(names, {name: batch[name] for name in INPUTS})
        for name, values in zip(names, found, strict=True):
            peak = np.abs(values).reshape(-1, values.shape[-1]).max(0)
            peaks[name] = np.maximum(peaks.get(name, peak), peak)
    return peaks


def _smooth(model: Any, peaks: Mapping[str, npt.NDArray[np.float32]]) -> None:
    """Divide the inputs' high channels by a factor and multiply their weights by it."""
    from onnx import helper, numpy_helper

    initializers = _initializers(model)
    scaled: dict[str, Any] = {}
    for node in _large_products(model):
        peak = peaks[node.input[0]]
        factor = np.maximum(peak / (HEADROOM * np.median(peak)), 1).astype(np.float32)
        weight = initializers[node.input[1]]
        product = (numpy_helper.to_array(weight) * factor[:, None]).astype(np.float32)
        weight.CopyFrom(numpy_helper.from_array(product, weight.name))
        name = f"{node.input[0]}_smooth"
        if name not in scaled:
            model.graph.initializer.append(numpy_helper.from_array(1 / factor, f"{name}_factor"))
            scaled[name] = helper.make_node("Mul", [node.input[0], f"{name}_factor"], [name], name=name)
        node.input[0] = name
    nodes: list[Any] = []
    for node in model.graph.node:
        nodes.extend(scaled.pop(name) for name in list(node.input) if name in scaled)
        nodes.append(node)
    del model.graph.node[:]
    model.graph.node.extend(nodes)
