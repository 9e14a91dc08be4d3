"""The network, and what it says of the words of a window."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from reportedly.encoder.windows import Ints, Window, Windower
from reportedly.errors import ModelError

ROLES = ("source", "cue", "content")
LABELS = ("O", *(f"{prefix}-{role}" for role in ROLES for prefix in "BI"))

Floats = npt.NDArray[np.float32]

TIE = 64  # dimensions of each of the vectors that tie words to cues and cues to sources
TIES = 4  # a word as what hangs on a cue, as the cue, as one that asks for a source, as the source


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of the words of one window."""

    labels: Floats  # [words, len(LABELS)] natural logarithm of the chance of each label
    ties: Floats  # [1 + words, TIES × TIE or a multiple]; the first row stands for nowhere
    # [words, 2] log-odds that a word names an event, and how factual that is, about [-3, 3];
    # None from a model that does not grade.
    events: Floats | None = None

    def cues(self, runs: Sequence[tuple[int, int]]) -> Floats:
        """[len(runs), 1 + words] log-probability that the cue of the words `[first, last)`
        begins at a word; at 0, that they have none."""
        ties = self._side(0)[1:]
        asking = [np.add.reduce(ties[first:last]) / (last - first) for first, last in runs]
        return _tied(np.array(asking), self._side(1))

    def sources(self, cues: Sequence[int]) -> Floats:
        """[len(cues), 1 + words] log-probability that a cue's source is a word; at 0, that it
        is left unsaid. A cue is given by its first word."""
        return _tied(self._side(2)[np.asarray(cues, np.int64) + 1], self._side(3))

    def beside(self, other: Scores, share: float) -> Scores:
        """What both say, by the weighted mean of their log-probabilities (a product of experts;
        Hinton, ICANN 1999): `other` has `share` of the weight, and alone grades events."""
        labels = (1.0 - share) * self.labels + share * other.labels
        labels -= np.log(np.exp(labels).sum(1, keepdims=True))
        # Products of longer vectors are sums of products, so that both are weighed in one.
        ties = [
            scores.ties.reshape(len(self.ties), TIES, -1) * np.float32(weight**0.5)
            for scores, weight in ((self, 1.0 - share), (other, share))
        ]
        return Scores(labels, np.concatenate(ties, 2).reshape(len(self.ties), -1), other.events)

    def _side(self, number: int) -> Floats:
        width = self.ties.shape[1] // TIES
        return self.ties[:, number * width : (number + 1) * width]


def _tied(asking: Floats, asked: Floats) -> Floats:
    products = asking @ asked.T
    products *= TIE**-0.5
    products -= np.maximum.reduce(products, 1, keepdims=True)  # what `max` would ask for
    products -= np.log(np.add.reduce(np.exp(products), 1, keepdims=True))
    return products


@dataclass(frozen=True, slots=True)
class Events:
    """The words of a text as names of events (Lee et al., EMNLP 2015), in reading order."""

    starts: Ints  # [words] code points
    ends: Ints  # [words]
    log_odds: Floats  # [words] that a word names an event
    factuality: Floats  # [words] how far the text holds that it happened, in [-3, 3]

    @classmethod
    def of(cls, said: Iterable[tuple[Ints, Floats | None]]) -> Events:
        """Window by window its words and what a model said of them; None: it does not grade."""
        pairs = [(words, events) for words, events in said if events is not None]
        pairs = pairs or [(np.zeros((0, 2), np.int64), np.zeros((0, 2), np.float32))]
        starts, ends = np.concatenate([words for words, _ in pairs]).T.copy()
        log_odds, factuality = np.concatenate([events for _, events in pairs]).T.copy()
        return cls(starts, ends, log_odds, factuality.clip(-3.0, 3.0))


class Encoder:
    """The shipped network. One is enough for a process; between calls it keeps nothing but the
    pieces of words that it has met."""

    def __init__(
        self,
        weights: bytes,
        tokenizer: bytes,
        digest: str,
        calibration: tuple[float, ...],
        second: Encoder | None = None,
    ) -> None:
        """`digest`: the weights' SHA-256. `calibration`: what turns the tagger's evidence into a
        confidence; fitted with the weights, so kept beside them. `second`: a network that is
        asked as well, about the same windows."""
        self.digests: tuple[str, ...] = (digest, *(second.digests if second else ()))
        self._session = open_session(weights)
        said = {output.name for output in self._session.get_outputs()}
        self._outputs = [field.name for field in fields(Scores) if field.name in said]
        self._windower = Windower(Tokenizer.from_buffer(tokenizer))
        self._second = second
        self.calibration = calibration

    def read(self, text: str, quoted: bytes | None = None) -> Iterator[tuple[Window, Scores]]:
        """The windows of a text with their scores, in reading order. `quoted`: the text's
        `quote_mask`, where it has been looked at before.

        Each window runs through the network alone: int8 activations take their range from the
        whole run, and a page must read the same alone as among others. It is faster as well,
        for there is no padding.
        """
        windows = self._windower.windows(text, quoted=quoted)
        while some := list(islice(windows, _AT_ONCE)):
            yield from zip(some, self._scores(some), strict=True)

    def _scores(self, windows: Sequence[Window]) -> list[Scores]:
        run, names = self._session.run, self._outputs
        found = [Scores(*run(names, inputs_of(window))) for window in windows]
        if self._second is None:
            return found
        others = self._second._scores(windows)
        return [one.beside(other, _SHARE) for one, other in zip(found, others, strict=True)]


_AT_ONCE = 8  # windows, one after another: the weights are then near at hand
_SHARE = 0.08  # of the second network in what both say; tuned on the development split of PolNeAR


def open_session(weights: bytes) -> Any:
    """The network of an ONNX file, on one thread. It says the same whether or not the processor
    has an operation for products of int8 (VNNI): those that have none would cut sums off."""
    import onnxruntime as ort  # here, because importing it takes longer than --help may

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.x64quantprecision", "1")
    return ort.InferenceSession(
        weights,
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=["SkipLayerNormFusion"],  # slower than the operators it replaces
    )


def inputs_of(window: Window) -> dict[str, Ints]:
    """The network's inputs: `pieces`, `features` [pieces] and `heads` [words]."""
    return {"pieces": window.pieces, "features": window.features, "heads": window.heads}


MODELS = Path(__file__).parent.with_name("models")
NAMES = ("default", "accurate")  # of the shipped models: the fast one, and the exact one
_SECOND = {"accurate": "default"}  # which other network a model asks as well


def load(name: str = NAMES[0], folder: Path = MODELS) -> Encoder:
    """A shipped model, kept once it is loaded. `folder` has `tokenizer.json`, and under the
    model's name `model.onnx` and `model.json`.

    Raises `ModelError` where there is none of that name, a file is missing or damaged, or the
    weights are not those that `model.json` names.
    """
    check(name)
    return _load(name, folder)


def check(name: str) -> None:
    """Raises `ModelError` where no model has that name; loads nothing."""
    if name not in NAMES:
        raise ModelError(f"no such model; there are {' and '.join(NAMES)}", about=name)


@cache
def _load(name: str, folder: Path) -> Encoder:
    try:
        card = json.loads((folder / name / "model.json").read_text("utf-8"))
        expected, calibration = str(card["sha256"]), tuple(card["calibration"])
        weights = (folder / name / "model.onnx").read_bytes()
        tokenizer = (folder / "tokenizer.json").read_bytes()
        digest = hashlib.sha256(weights).hexdigest()
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else str(error)
        raise ModelError(
            f"the model cannot be read ({reason}); reinstall reportedly",
            about=str(folder / name),
        ) from error
    if digest != expected:
        raise ModelError(
            f"the weights are damaged: SHA-256 {digest[:12]}…, not {expected[:12]}…; "
            "reinstall reportedly",
            about=str(folder / name / "model.onnx"),
        )
    second = load(_SECOND[name], folder) if name in _SECOND else None
    return Encoder(weights, tokenizer, digest, calibration, second)
