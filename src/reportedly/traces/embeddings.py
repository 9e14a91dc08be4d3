"""The shipped sentence encoder: a text as a vector of length 1, near to texts of like meaning.

all-MiniLM-L6-v2 (Reimers and Gurevych, EMNLP 2019), made small by `training/embedder.py`. It
shares tokenizer and session with the tagger (`encoder`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from reportedly.encoder import MODELS, open_session
from reportedly.errors import ModelError

SIZE = 384  # dimensions
PIECES, LONGEST = 128, 256  # of one text; what follows is not read
_LETTERS = 12  # of a piece, at most: more of a text than that many times `PIECES` is not cut

Floats = npt.NDArray[np.float32]


class Embedder:
    """One is enough for a process; it keeps nothing between calls."""

    def __init__(self, weights: bytes, tokenizer: bytes, digest: str) -> None:
        self.digest = digest  # SHA-256 of the weights
        self._session: Any = open_session(weights)
        self._tokenizer = Tokenizer.from_buffer(tokenizer)
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def vector(self, text: str, most: int = PIECES) -> Floats:
        """[SIZE], of length 1, of at most `most` pieces, up to `LONGEST`.

        A lone surrogate is read as an unknown character.
        """
        text = text[: most * _LETTERS].encode("utf-8", "replace").decode("utf-8")
        pieces = np.array(self._cut(self._tokenizer.encode(text).ids, most), np.int64)
        found: Floats = self._session.run(None, {"pieces": pieces})[0]
        return found

    @staticmethod
    def _cut(pieces: list[int], most: int) -> list[int]:
        return pieces if len(pieces) <= most else [*pieces[: most - 1], pieces[-1]]

    def vectors(self, texts: Iterable[str]) -> Floats:
        """[texts, SIZE]"""
        found = [self.vector(text) for text in texts]
        return np.stack(found) if found else np.zeros((0, SIZE), np.float32)


@cache
def load(folder: Path = MODELS) -> Embedder:
    """The shipped embedder, kept once loaded. Raises `ModelError` where it is missing or
    damaged."""
    place = folder / "embedder"
    try:
        expected = json.loads((place / "model.json").read_text("utf-8"))["sha256"]
        weights = (place / "model.onnx").read_bytes()
        tokenizer = (folder / "tokenizer.json").read_bytes()
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = f"the embedder cannot be read ({error}); reinstall reportedly"
        raise ModelError(problem, about=str(place)) from error
    digest = hashlib.sha256(weights).hexdigest()
    if digest != expected:
        raise ModelError(
            f"the weights are damaged: SHA-256 {digest[:12]}…, not {str(expected)[:12]}…; "
            "reinstall reportedly",
            about=str(place / "model.onnx"),
        )
    return Embedder(weights, tokenizer, digest)
