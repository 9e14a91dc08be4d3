"""Learned combinations of evidence: a line each, kept beside the models in `matching.json`."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from reportedly.encoder import MODELS
from reportedly.errors import ModelError

Floats = npt.NDArray[np.float64]
Learned = TypeVar("Learned")


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model over evidence that is brought to mean 0 and deviation 1."""

    mean: Floats  # [features]
    deviation: Floats  # [features]
    weights: Floats  # [features], or [features, classes]
    bias: Floats  # [], or [classes]
    threshold: float  # of the chance, where one is needed; else 0.5

    def scores(self, evidence: Floats) -> Floats:
        """[rows], or [rows, classes], of evidence [rows, features]; log-odds, or parts of them."""
        found: Floats = (evidence - self.mean) / self.deviation @ self.weights + self.bias
        return found

    def chance(self, evidence: Floats) -> Floats:
        """[rows] in [0, 1]; of several classes [rows, classes], 1 together."""
        scores = self.scores(evidence)
        if scores.ndim == 1:
            return chances(scores)
        scores = np.exp(scores - scores.max(1, keepdims=True))
        return np.asarray(scores / scores.sum(1, keepdims=True))


def chances(log_odds: npt.ArrayLike) -> Floats:
    """Chances, in [0, 1], of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(log_odds, -40, 40))))


def linear(name: str) -> Linear:
    """A shipped combination. Raises `ModelError` where it is missing or damaged."""
    return _read(MODELS / "matching.json")[name]


@cache
def _read(path: Path) -> dict[str, Linear]:
    return read_learned(path, parsed)


def read_learned(path: Path, parse: Callable[[Any], Learned]) -> dict[str, Learned]:
    """What a file of JSON beside the models has, by name. Raises `ModelError` where it is missing
    or damaged."""
    try:
        kept = json.loads(path.read_text("utf-8"))
        return {name: parse(one) for name, one in kept.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"cannot be read ({error}); reinstall reportedly", about=str(path)
        ) from error


def parsed(one: Any) -> Linear:
    """A combination as it is kept in JSON."""
    mean, deviation, weights, bias = (
        np.array(one[part]) for part in ("mean", "deviation", "weights", "bias")
    )
    return Linear(mean, deviation, weights, bias, float(one["threshold"]))
