"""The engine: the same answers whatever stands beside a window, and clear errors for a bad file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from closeup.errors import ModelError
from closeup.reader.engine import OnnxEngine

Arrays = dict[str, npt.NDArray[np.generic]]
LENGTHS = (5, 30, 17)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A small model as float32 and int8 ONNX, made as the shipped one is."""
    torch = pytest.importorskip("torch")
    pytest.importorskip("onnx")
    pytest.importorskip("onnxscript")
    transformers = pytest.importorskip("transformers")
    from training.export import export_onnx, quantise

    class Small(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            config = transformers.BertConfig(
                vocab_size=1500,
                hidden_size=384,
                num_hidden_layers=2,
                num_attention_heads=12,
                intermediate_size=512,
                max_position_embeddings=64,
            )
            self.encoder = transformers.BertModel(config, add_pooling_layer=False)
            self.case = torch.nn.Embedding(3, 384)
            self.kind = torch.nn.Linear(388, 6)
            self.tokens = torch.nn.Linear(384, 7)

        def forward(self, ids, case, mask, pool, place):  # type: ignore[no-untyped-def]
            words = self.encoder.get_input_embeddings()(ids) + self.case(case)
            states = self.encoder(inputs_embeds=words, attention_mask=mask, output_hidden_states=True)
            seen = torch.bmm(pool, states.last_hidden_state)
            both = torch.cat([seen, torch.bmm(pool, states.hidden_states[1])], -1)
            return {
                "kind": self.kind(torch.cat([seen, place], -1)),
                "both": both,
                "tokens": self.tokens(states.last_hidden_state),
            }

    folder = tmp_path_factory.mktemp("model")
    torch.manual_seed(3)
    small = Small().eval()
    ids = torch.randint(1, 1500, (2, 12))
    sample = (ids, ids % 3, torch.ones_like(ids), torch.rand(2, 3, 12), torch.rand(2, 3, 4))
    export_onnx(small, folder / "float.onnx", sample)
    quantise(folder / "float.onnx", folder / "int8.onnx", [window(length, seed=1) for length in range(5, 20)])
    with torch.no_grad():
        for length in LENGTHS:
            ids, case, pool, place = (torch.from_numpy(array) for array in window(length).values())
            answers = small(ids, case, torch.ones_like(ids), pool, place)
            np.savez(folder / f"{length}.npz", **{name: value[0].numpy() for name, value in answers.items()})
    return folder / "float.onnx", folder / "int8.onnx"


def window(length: int, *, seed: int = 7) -> Arrays:
    """A window of this length, with one stretch per five tokens."""
    random = np.random.default_rng([seed, length])
    count = -(-length // 5)
    pool = np.zeros((1, count, length), np.float32)
    for row in range(count):
        end = min(length, row * 5 + 5)
        pool[0, row, row * 5 : end] = 1 / (end - row * 5)
    return {
        "ids": random.integers(1, 1500, (1, length)),
        "case": random.integers(0, 3, (1, length)),
        "pool": pool,
        "place": random.random((1, count, 4)).astype(np.float32),
    }


def test_float_graph_answers_as_pytorch_does(made: tuple[Path, Path]) -> None:
    found = OnnxEngine(made[0], 1).run([window(length) for length in LENGTHS])
    for length, answers in zip(LENGTHS, found, strict=True):
        expected = np.load(made[0].parent / f"{length}.npz")
        assert set(answers) == {"kind", "both", "tokens"}
        for name, values in answers.items():
            np.testing.assert_allclose(values, expected[name], atol=1e-4)


def test_int8_graph_is_smaller_and_answers_nearly_the_same(made: tuple[Path, Path]) -> None:
    exact, small = (OnnxEngine(path, 1).run([window(30)])[0]["both"] for path in made)
    cosine = (exact * small).sum(-1) / np.linalg.norm(exact, axis=-1) / np.linalg.norm(small, axis=-1)
    assert cosine.min() > 0.99
    assert made[1].stat().st_size < 0.35 * made[0].stat().st_size


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(others=st.lists(st.integers(1, 60), max_size=5), place=st.integers(0, 5), threads=st.integers(1, 3))
def test_a_window_answers_the_same_bytes_whatever_is_run_with_it(
    made: tuple[Path, Path], others: list[int], place: int, threads: int
) -> None:
    (alone,) = OnnxEngine(made[1], 1).run([window(23)])
    lengths = [*others[:place], 23, *others[place:]]
    together = OnnxEngine(made[1], threads).run([window(length) for length in lengths])
    for name, values in alone.items():
        assert together[lengths.index(23)][name].tobytes() == values.tobytes()


def test_export_gives_the_same_file_twice_and_names_no_path(made: tuple[Path, Path], tmp_path: Path) -> None:
    from training.export import quantise

    for name in ("first.onnx", "second.onnx"):
        quantise(made[0], tmp_path / name)
    assert (tmp_path / "first.onnx").read_bytes() == (tmp_path / "second.onnx").read_bytes()
    assert b".py" not in made[1].read_bytes()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_forked_process_reads_with_the_reader_that_it_was_given() -> None:
    script = (
        "import os, signal\n"
        "from closeup import Reader\n"
        "reader, text = Reader(threads=2), 'A warm, patient film with two fine leads. ' * 60\n"
        "reader.read(text)\n"
        "if os.fork() == 0:\n"
        "    signal.alarm(60)\n"
        "    reader.read(text)\n"
        "    os._exit(0)\n"
        "assert os.wait()[1] == 0\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_missing_file_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="missing"):
        OnnxEngine(tmp_path / "model.onnx", 1)


@pytest.mark.parametrize("content", [b"", b"not a model"], ids=["empty", "text"])
def test_damaged_file_is_a_model_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelError):
        OnnxEngine(path, 1)


def test_truncated_file_is_a_model_error(made: tuple[Path, Path], tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(made[1].read_bytes()[:100_000])
    with pytest.raises(ModelError, match="damaged"):
        OnnxEngine(path, 1)
