"""What trained taggers say of a batch: the soft labels from which the next one learns
(Hinton et al. 2015)."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path
from threading import Lock, Thread

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

    They run as int8 networks, three times as fast as in torch. With `keeps`, what they said
    of a window is kept in that file (0.2 MB each) until it comes again, for they cost more than
    the student does.
    """

    def __init__(
        self, taggers: Sequence[Path], grader: Path | None = None, keeps: Path | None = None
    ) -> None:
        self._taggers = [open_session(path.read_bytes()) for path in taggers]
        self._grader = open_session(grader.read_bytes()) if grader else None
        self._threads = ThreadPoolExecutor(torch.get_num_threads())
        self._file = keeps.open("w+b") if keeps else None
        self._kept: dict[bytes, tuple[int, list[tuple[int, ...]]]] = {}  # where, which shapes
        self._lock = Lock()

    def __call__(self, windows: Sequence[Window]) -> Soft:
        said = list(self._threads.map(self._alone, windows))
        labels, ties, states, *events = (
            pad_sequence([torch.from_numpy(one).float() for one in column], batch_first=True)
            for column in zip(*said, strict=True)
        )
        heads = pad_sequence([torch.from_numpy(w.heads) for w in windows], batch_first=True)
        return Soft(labels, *tied(ties, heads), states, events[0] if events else None)

    def ahead(self, batches: Sequence[Sequence[Window]]) -> None:
        """Answer these batches beside the training, if the answers are kept."""
        if self._file is not None:
            Thread(target=self._answer, args=(batches,), daemon=True).start()

    def _answer(self, batches: Sequence[Sequence[Window]]) -> None:
        for batch in batches:
            for window in batch:
                if self._key(window) not in self._kept:
                    self._alone(window)

    def _key(self, window: Window) -> bytes:
        return window.pieces.tobytes() + window.features.tobytes()

    def _alone(self, window: Window) -> list[Halves]:
        if self._file is None:
            return self._asked(window)
        key = self._key(window)
        if key not in self._kept:
            said = self._asked(window)
            with self._lock:
                start = self._file.seek(0, SEEK_END)
                self._file.write(b"".join(array.tobytes() for array in said))
                self._file.flush()
                self._kept[key] = start, [array.shape for array in said]
            return said
        start, shapes = self._kept[key]
        sizes = [math.prod(shape) for shape in shapes]
        kept = np.frombuffer(os.pread(self._file.fileno(), 2 * sum(sizes), start), np.float16)
        parts = np.split(kept.copy(), np.cumsum(sizes)[:-1])
        return [part.reshape(shape) for part, shape in zip(parts, shapes, strict=True)]

    def _asked(self, window: Window) -> list[Halves]:
        inputs = inputs_of(window)
        said = [session.run(["labels", "ties", "states"], inputs) for session in self._taggers]
        chances = np.mean([np.exp(labels) for labels, _, _ in said], axis=0)
        graded = self._grader.run(["events"], inputs) if self._grader else []
        arrays = [np.log(chances + 1e-6), *said[0][1:], *graded]
        return [np.ascontiguousarray(array, np.float16) for array in arrays]
