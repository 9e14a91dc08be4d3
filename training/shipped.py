"""A tagger back from the int8 file that was shipped: each weight is its number times its scale,
at most half a step beside what it once was, so that training can go on from there."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import numpy_helper

from reportedly.encoder import LABELS, TIE, TIES
from training.network import GRADE, HEAD, Shape, Tagger

Arrays = dict[str, npt.NDArray[np.generic]]


def restored(weights: bytes) -> Tagger:
    """The tagger of the `model.onnx` of a model that grades, as `export` wrote it."""
    graph = onnx.load_from_string(weights).graph
    kept: Arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    state = {
        name.removeprefix("tagger."): np.asarray(array)
        for name, array in kept.items()
        if name.startswith("tagger.") and name.endswith((".weight", ".bias"))
    }
    for table in ("pieces", "positions", "features"):
        state[f"{table}.weight"] = _exact(kept, f"tagger.{table}.weight")
    # In the order of the pass: of each layer four products, then what is asked of the states.
    products = [
        _exact(kept, node.input[1].removesuffix("_quantized")).T
        for node in graph.node
        if node.op_type == "MatMulInteger"
    ]
    *encoder, asked, state["grade.2.weight"] = products
    for number, matrix in enumerate(encoder):
        name = ("mixture", "out", "up", "down")[number % 4]
        state[f"layers.{number // 4}.{name}.weight"] = matrix
    biases = next(array for array in kept.values() if array.shape == (len(asked),))
    ends = np.cumsum([len(LABELS), TIES * TIE, GRADE])[:-1]
    for kind, joined in (("weight", asked), ("bias", biases)):
        for name, part in zip(("label", "ties", "grade.0"), np.split(joined, ends), strict=True):
            state[f"{name}.{kind}"] = part
    layers, pieces = range(len(encoder) // 4), state["pieces.weight"]
    shape = Shape(
        heads=tuple(state[f"layers.{i}.out.weight"].shape[1] // HEAD for i in layers),
        inner=tuple(len(state[f"layers.{i}.up.weight"]) for i in layers),
        hidden=pieces.shape[1],
        vocabulary=pieces.shape[0],
        positions=state["positions.weight"].shape[0],
        graded=True,
    )
    tagger = Tagger(shape)
    tagger.load_state_dict({k: torch.from_numpy(v.astype(np.float32)) for k, v in state.items()})
    return tagger


def _exact(kept: Arrays, name: str) -> npt.NDArray[np.float32]:
    number, zero, scale = (
        kept[f"{name}_{part}"].astype(np.float32) for part in ("quantized", "zero_point", "scale")
    )
    return (number - zero) * scale
