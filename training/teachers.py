"""What trained taggers say of a batch: the soft labels from which the next one learns
(Hinton et al. 2015)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from reportedly.encoder import Window, inputs_of, open_session
from training.network import tied

Halves = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class Soft:
    labels: Tensor  # [windows, words, labels] log-probabilities
    cues: Tensor  # [windows, words, 1 + words] log-probabilities
    sources: Tensor  # [windows, words, 1 + words] log-probabilities
    states: Tensor  # [windows, 1 + words, hidden]
    events: Tensor | None  # [windows, words, 2] log-odds that it is one, factuality


class Teachers:
    """Several taggers, their chances of labels averaged; ties and states are the first one's.

    They run as int8 networks, three times as fast as in torch. With `keeps`, what
    they said of a window is kept (0.15 MB each) until it comes again, for they cost more than the
    student does.
    """

    def __init__(
        self, taggers: Sequence[Path], grader: Path | None = None, *, keeps: bool = False
    ) -> None:
        self._taggers = [open_session(path.read_bytes()) for path in taggers]
        self._grader = open_session(grader.read_bytes()) if grader else None
        self._threads = ThreadPoolExecutor(torch.get_num_threads())
        self._keeps = keeps
        self._kept: dict[bytes, list[Halves]] = {}

    def __call__(self, windows: Sequence[Window]) -> Soft:
        said = list(self._threads.map(self._alone, windows))
        labels, ties, states, *events = (
            pad_sequence([torch.from_numpy(one).float() for one in column], batch_first=True)
            for column in zip(*said, strict=True)
        )
        heads = pad_sequence([torch.from_numpy(w.heads) for w in windows], batch_first=True)
        return Soft(labels, *tied(ties, heads), states, events[0] if events else None)

    def _alone(self, window: Window) -> list[Halves]:
        key = window.pieces.tobytes() + window.features.tobytes()
        said = self._kept.get(key)
        if said is None:
            said = [array.astype(np.float16) for array in self._asked(window)]
            if self._keeps:
                self._kept[key] = said
        return said

    def _asked(self, window: Window) -> list[Any]:
        inputs = inputs_of(window)
        said = [session.run(["labels", "ties", "states"], inputs) for session in self._taggers]
        chances = np.mean([np.exp(labels) for labels, _, _ in said], axis=0)
        graded = self._grader.run(["events"], inputs) if self._grader else []
        return [np.log(chances + 1e-6), *said[0][1:], *graded]
