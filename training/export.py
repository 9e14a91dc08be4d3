"""A trained tagger -> the files that the package ships, and proof that they compute the same."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from reportedly.encoder import Scores, inputs_of
from training.calibrate import UNCALIBRATED, describe
from training.corpora import Example
from training.fit import tensors
from training.network import Said, Tagger, scaled, tied

INPUTS = ("pieces", "features", "heads")
OUTPUTS = Said._fields  # the product never asks for the states
TOLERANCE = 1e-3  # between torch and ONNX in float32, on every output
SCALED = 0.02  # of all chances of a word's label together; int8 changes 0.015


class _Alone(nn.Module):
    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, pieces: Tensor, features: Tensor, heads: Tensor) -> list[Tensor]:
        return self.tagger.alone(pieces, features, heads)


def export(tagger: Tagger, sample: Sequence[Example], folder: Path, scales: bool = False) -> None:
    """Write `float32.onnx` and, in int8, `model.onnx` into `folder`; both read one window.
    `scales`: with norms that take no mean off.

    Raises ValueError where ONNX in float32 strays from torch by more than `TOLERANCE`, or labels
    from those of other norms by more than `SCALED` on average.
    """
    tagger.eval()
    if scales:
        made = scaled(tagger)
        change = _change(tagger, made, sample)
        if change > SCALED:
            raise ValueError(f"other norms change the chances of labels by {change:.2g}")
        tagger = made
    exact, small = folder / "float32.onnx", folder / "model.onnx"
    outputs = OUTPUTS if tagger.shape.graded else OUTPUTS[:-1]
    torch.onnx.export(
        _Alone(tagger).eval(),
        tuple(torch.from_numpy(array) for array in inputs_of(sample[0].window).values()),
        str(exact),
        input_names=list(INPUTS),
        output_names=list(outputs),
        dynamic_axes={
            **{name: {0: "pieces"} for name in INPUTS[:2]},
            **{name: {0: "words"} for name in ("heads", "labels", "events")},
            **{name: {0: "candidates"} for name in ("ties", "states")},
        },
        opset_version=17,
        custom_opsets={"com.microsoft": 1},
        dynamo=False,
    )
    strays = max(_distance(tagger, exact, example) for example in sample)
    if strays > TOLERANCE:
        raise ValueError(f"ONNX strays from torch by {strays:.2g}")
    quantize_dynamic(
        exact,
        small,
        per_channel=True,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": TensorProto.FLOAT},  # of operators that it knows not
    )
    print(f"float32 parity {strays:.1e}; int8 {small.stat().st_size / 1e6:.1f} MB", flush=True)


def ship(run: Path, tokenizer: Path, models: Path, name: str) -> None:
    """Put a model of a run where the package finds it, its confidence not yet calibrated."""
    folder = models / name
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(run / "model.onnx", folder / "model.onnx")
    definition = json.loads(tokenizer.read_text("utf-8"))
    definition |= {"padding": None, "truncation": None}  # those are for embedding sentences
    (models / "tokenizer.json").write_text(json.dumps(definition, ensure_ascii=False), "utf-8")
    describe(folder, UNCALIBRATED)


@torch.no_grad()
def _change(tagger: Tagger, other: Tagger, sample: Sequence[Example]) -> float:
    """By how much the chances of labels differ, all of a word's together, on average."""
    inputs = tensors(sample)
    labels, others = (each(**inputs).labels.exp() for each in (tagger, other))
    return float((labels - others).abs().sum(-1)[inputs["heads"] > 0].mean())


def _distance(tagger: Tagger, path: Path, example: Example) -> float:
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    theirs = session.run(None, inputs_of(example.window))
    with torch.no_grad():
        labels, ties, states, events = tagger(**tensors([example]))
    ours = [labels, ties, states]
    if events is not None:
        ours.append(events[..., :2])
    # The product ties words in numpy, training in torch: they must agree as well.
    window = example.window
    product = Scores(theirs[0], theirs[1]).sources(range(len(window.words)))
    _, sources = tied(torch.from_numpy(theirs[1])[None], torch.from_numpy(window.heads)[None])
    pairs = [
        *((a[0].numpy(), b) for a, b in zip(ours, theirs, strict=True)),
        (sources[0].numpy(), product),
    ]
    return max(float(np.abs(a - b).max()) for a, b in pairs)
