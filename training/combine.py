"""Fitting linear combinations with numpy alone: Newton's method, a ridge on the weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from reportedly.traces.weights import Linear

Floats = npt.NDArray[np.float64]
_STEPS = 40


def scale(evidence: Floats) -> tuple[Floats, Floats]:
    """Mean and deviation of each feature of `evidence` [rows, features]."""
    return evidence.mean(0), evidence.std(0) + 1e-6


def logit(evidence: Floats, truth: Floats, ridge: float, share: Floats | None = None) -> Linear:
    """Logistic regression. `truth` [rows] 0 or 1; `share` [rows] how much each row counts."""
    mean, deviation = scale(evidence)
    x = np.column_stack([(evidence - mean) / deviation, np.ones(len(evidence))])
    counts = np.ones(len(x)) if share is None else share
    penalty = np.append(np.full(x.shape[1] - 1, ridge), 1e-6)
    w = np.zeros(x.shape[1])
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (counts * (p - truth)) + penalty * w
        curve = (x * (counts * p * (1 - p) + 1e-9)[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        w -= step * min(1.0, 5.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-6:
            break
    return Linear(mean, deviation, w[:-1], np.array(w[-1]), 0.5)


def softmax(
    evidence: Floats, truth: npt.NDArray[np.int64], classes: int, ridge: float, share: Floats
) -> Linear:
    """Multinomial logistic regression. `truth` [rows] in [0, classes)."""
    mean, deviation = scale(evidence)
    x = np.column_stack([(evidence - mean) / deviation, np.ones(len(evidence))])
    target = np.eye(classes)[truth]
    penalty = np.append(np.full(x.shape[1] - 1, ridge), 1e-3)[:, None]
    w = np.zeros((x.shape[1], classes))
    # Of all curves that a row's chances can have, the steepest: no step goes too far (Böhning).
    bound = 0.5 * (x * share[:, None]).T @ x
    inverse = np.linalg.inv(bound + np.diag(penalty[:, 0]))
    ahead, pace = w, 1.0
    for _ in range(600):
        scores = x @ ahead
        p = np.exp(scores - scores.max(1, keepdims=True))
        p /= p.sum(1, keepdims=True)
        new = ahead - inverse @ (x.T @ (share[:, None] * (p - target)) + penalty * ahead)
        faster = (1 + (1 + 4 * pace * pace) ** 0.5) / 2  # Nesterov
        ahead, w, pace = new + (pace - 1) / faster * (new - w), new, faster
    return Linear(mean, deviation, w[:-1], w[-1], 0.5)


def conditional(
    lists: Sequence[Floats], right: Sequence[npt.NDArray[np.bool_]], ridge: float
) -> Linear:
    """A conditional logit (McFadden 1974): of each list [rows, features], which row is right."""
    mean, deviation = scale(np.concatenate(list(lists)))
    rows = [(one - mean) / deviation for one in lists]
    w = np.zeros(len(mean))
    for _ in range(_STEPS):
        slope, curve = ridge * w, ridge * np.eye(len(w))
        for x, good in zip(rows, right, strict=True):
            p = x @ w
            p = np.exp(p - p.max())
            p /= p.sum()
            among = p * good
            among /= among.sum() + 1e-12
            slope += x.T @ (p - among)
            centred = x - p @ x
            curve += (centred * p[:, None]).T @ centred
        step = np.linalg.solve(curve, slope)
        w -= step * min(1.0, 2.0 / (np.abs(step).max() + 1e-12))
        if np.abs(step).max() < 1e-5:
            break
    return Linear(mean, deviation, w, np.array(0.0), 0.5)


def spread(kernel: Floats, truth: Floats, ridge: float, share: Floats) -> tuple[Floats, float]:
    """Logistic regression with more features than rows: how much each row adds to the weights,
    and the bias. `kernel` [rows, rows] are the rows' products with one another."""
    size = len(truth)
    scores, bias = np.zeros(size), 0.0
    system = np.ones((size + 1, size + 1))
    system[size, size] = 0
    adds = np.zeros(size)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(scores, -30, 30)))
        curve = share * p * (1 - p) + 1e-6
        system[:size, :size] = kernel
        system[range(size), range(size)] += ridge / curve
        wanted = scores + share * (truth - p) / curve
        found = np.linalg.solve(system, np.append(wanted, 0.0))
        adds, bias = found[:size], float(found[size])
        new = kernel @ adds + bias
        moved, scores = np.abs(new - scores).max(), new
        if moved < 1e-4:
            break
    return adds, bias
