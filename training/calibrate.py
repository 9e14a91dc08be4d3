"""How much to trust an attribution: logistic regression on the decoder's evidence (Platt 1999),
judged by expected calibration error (Guo et al., ICML 2017)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from reportedly.attributions.tagger import Draft, drafts
from reportedly.data import Span
from reportedly.encoder import Encoder
from training.corpora import Document

Doubles = npt.NDArray[np.float64]

FOLDS = 5
BINS = 10
_RIDGE = 1.0


def calibrate(model: Encoder, documents: Iterable[Document]) -> tuple[list[float], float]:
    """Bias and weights, and the expected calibration error that other folds measure."""
    evidence: list[tuple[float, ...]] = []
    right: list[bool] = []
    fold: list[int] = []
    for number, document in enumerate(documents):
        for draft in drafts(document.text, model):
            evidence.append(draft.evidence)
            right.append(_is_right(draft, document))
            fold.append(number % FOLDS)
    x = np.column_stack([np.ones(len(evidence)), np.array(evidence)])
    y, folds = np.array(right, np.float64), np.array(fold)
    held_out = np.zeros(len(y))
    for k in range(FOLDS):
        weights = _fit(x[folds != k], y[folds != k])
        held_out[folds == k] = _sigmoid(x[folds == k] @ weights)
    return _fit(x, y).tolist(), expected_calibration_error(held_out, y)


def expected_calibration_error(confidence: Doubles, right: Doubles) -> float:
    """Mean distance of confidence from accuracy over `BINS` equal bins, weighted by size."""
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = [
        abs(confidence[bins == k].mean() - right[bins == k].mean()) * (bins == k).mean()
        for k in range(BINS)
        if (bins == k).any()
    ]
    return float(sum(gaps))


def _fit(x: Doubles, y: Doubles) -> Doubles:
    """Newton's method; the bias alone goes without the ridge."""
    weights = np.zeros(x.shape[1])
    ridge = np.diag([0.0] + [_RIDGE] * (x.shape[1] - 1))
    for _ in range(25):
        p = _sigmoid(x @ weights)
        gradient = x.T @ (p - y) + ridge @ weights
        curvature = (x.T * (p * (1 - p))) @ x + ridge
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def _sigmoid(x: Doubles) -> Doubles:
    result: Doubles = 1.0 / (1.0 + np.exp(-np.clip(x, -30, 30)))
    return result


def _is_right(draft: Draft, document: Document) -> bool:
    """As the score has it: contents share half their extent, sources touch or both lack."""
    for gold in document.attributions or ():
        shared = _common(draft.content, gold["content"])
        union = _extent(draft.content) + sum(e - s for s, e in gold["content"]) - shared
        if shared and shared >= 0.5 * union:
            sources = [draft.source] if draft.source else []
            if _common(sources, gold["source"]) or not (sources or gold["source"]):
                return True
    return False


def _extent(spans: Sequence[Span]) -> int:
    return sum(len(span) for span in spans)


def _common(spans: Sequence[Span], others: Sequence[Sequence[int]]) -> int:
    """Code points that both cover."""
    return sum(
        max(0, min(span.end, end) - max(span.start, start))
        for span in spans
        for start, end in others
    )
