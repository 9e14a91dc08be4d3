"""What trained taggers say of a batch: the soft labels from which the next one learns
(Hinton et al. 2015)."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from reportedly.encoder import Window, inputs_of, open_session
from training.network import tied


@dataclass(frozen=True, slots=True)
class Soft:
    labels: Tensor  # [windows, words, labels] log-probabilities
    cues: Tensor  # [windows, words, 1 + words] log-probabilities
    sources: Tensor  # [windows, words, 1 + words] log-probabilities
    states: Tensor  # [windows, 1 + words, hidden]


class Teachers:
    """Several taggers, their chances of labels averaged; ties and states are the first one's.

    They run as int8 networks, three times as fast as in torch.
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        self._sessions = [open_session(path.read_bytes()) for path in paths]
        self._threads = ThreadPoolExecutor(torch.get_num_threads())

    def __call__(self, windows: Sequence[Window]) -> Soft:
        said = list(self._threads.map(self._alone, windows))
        labels, ties, states = (
            pad_sequence([torch.from_numpy(one[i]) for one in said], batch_first=True)
            for i in range(3)
        )
        heads = pad_sequence([torch.from_numpy(w.heads) for w in windows], batch_first=True)
        return Soft(labels, *tied(ties, heads), states)

    def _alone(self, window: Window) -> list[Any]:
        inputs = inputs_of(window)
        said = [session.run(["labels", "ties", "states"], inputs) for session in self._sessions]
        chances = np.mean([np.exp(labels) for labels, _, _ in said], axis=0)
        return [np.log(chances + 1e-9), *said[0][1:]]
