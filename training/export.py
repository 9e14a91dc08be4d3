"""A trained tagger -> the files that the package ships, and proof that they compute the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.corpora import Example
from training.fit import tensors
from training.network import Tagger

INPUTS = ("pieces", "features", "mask", "heads")
OUTPUTS = ("labels", "links")
TOLERANCE = 1e-3  # between torch and ONNX in float32, on log-probabilities of real words


class _Exported(nn.Module):
    """The network without its hidden states, which only distillation asks for."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(
        self, pieces: Tensor, features: Tensor, mask: Tensor, heads: Tensor
    ) -> tuple[Tensor, Tensor]:
        labels, links, _ = self.tagger(pieces, features, mask, heads)
        return labels, links


def export(
    tagger: Tagger, sample: Sequence[Example], tokenizer: Path, scratch: Path, folder: Path
) -> None:
    """Write `model.onnx` (int8), `tokenizer.json` and `model.json` into `folder`.

    The network in float32 is left in `scratch`. Raises ValueError where ONNX in float32
    strays from torch by more than `TOLERANCE`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    exact, shipped = scratch / "float32.onnx", folder / "model.onnx"
    network = _Exported(tagger).eval()
    inputs = tensors(sample)
    torch.onnx.export(
        network,
        tuple(inputs[name] for name in INPUTS),
        str(exact),
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_axes={
            **{name: {0: "windows", 1: "pieces"} for name in INPUTS[:3]},
            "heads": {0: "windows", 1: "words"},
            "labels": {0: "windows", 1: "words"},
            "links": {0: "windows", 1: "words", 2: "candidates"},
        },
        opset_version=17,
        dynamo=False,
    )
    strays = _distance(network, exact, inputs)
    if strays > TOLERANCE:
        raise ValueError(f"ONNX strays from torch by {strays:.2g}")
    quantize_dynamic(exact, shipped, per_channel=True, weight_type=QuantType.QInt8)
    print(f"float32 parity {strays:.1e}; int8 {shipped.stat().st_size / 1e6:.1f} MB", flush=True)
    _ship_tokenizer(tokenizer, folder / "tokenizer.json")
    describe(folder, calibration=(0.0, 1.0, 0.0, 0.0, 0.0, 0.0))


def describe(folder: Path, calibration: Sequence[float]) -> None:
    """Write `model.json`: the hash that loading checks, and the calibration."""
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    card = {"sha256": digest, "calibration": [round(x, 4) for x in calibration]}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n")


def _distance(network: nn.Module, path: Path, inputs: dict[str, Tensor]) -> float:
    session = ort.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    theirs = session.run(list(OUTPUTS), {name: inputs[name].numpy() for name in INPUTS})
    with torch.no_grad():
        ours = network(**inputs)
    real = (inputs["heads"] > 0).numpy()
    return max(
        float(np.abs(a.numpy() - b)[real].max(where=b[real] > -100, initial=0.0))
        for a, b in zip(ours, theirs, strict=True)
    )


def _ship_tokenizer(source: Path, target: Path) -> None:
    """The tokenizer without the padding and truncation that its package sets."""
    definition = json.loads(source.read_text("utf-8"))
    definition |= {"padding": None, "truncation": None}
    target.write_text(json.dumps(definition, ensure_ascii=False), "utf-8")
