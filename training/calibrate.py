"""How much to trust an attribution: logistic regression on the decoder's evidence (Platt 1999),
fitted on articles that no model was trained on, judged by expected calibration error (Guo et
al., ICML 2017) on the development split."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from reportedly.attributions.tagger import Draft, decode
from reportedly.data import Span
from reportedly.encoder import Encoder, load
from training.corpora import Document

Doubles = npt.NDArray[np.float64]

UNCALIBRATED = (0.0,) * 6  # a bias, and a weight for each piece of evidence
BINS = 10
_RIDGE = 1.0


def calibrate(
    models: Path, name: str, held_out: Iterable[Document], dev: Iterable[Document]
) -> float:
    """Fit on `held_out` and write what was found into the model's `model.json`, and the
    reliability plot of `dev` beside it. Returns the expected calibration error on `dev`."""
    model = load(name, models)
    weights = _fit(*_judged(model, held_out))
    describe(models / name, weights.tolist())
    evidence, right = _judged(model, dev)
    trust = _sigmoid(evidence @ weights)
    bins = reliability(trust, right)
    (models / name / "reliability.svg").write_text(_plot(bins), "utf-8")
    return expected_calibration_error(bins)


def describe(folder: Path, calibration: Sequence[float]) -> None:
    """Write `model.json`: the hash that loading checks, and the calibration."""
    digest = hashlib.sha256((folder / "model.onnx").read_bytes()).hexdigest()
    card = {"sha256": digest, "calibration": [round(x, 4) for x in calibration]}
    (folder / "model.json").write_text(json.dumps(card, indent=1) + "\n")


def _judged(model: Encoder, documents: Iterable[Document]) -> tuple[Doubles, Doubles]:
    """The evidence of every draft, a 1 before it for the bias, and whether the draft is right."""
    judged = [
        ((1.0, *draft.evidence), _is_right(draft, document))
        for document in documents
        for window, scores in model.read(document.text)
        for draft in decode(window, scores)
    ]
    return np.array([row for row, _ in judged]), np.array([float(right) for _, right in judged])


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions of like confidence."""

    share: float  # of all, [0, 1]
    confidence: float  # their mean, [0, 1]
    right: float  # share of those that are right, [0, 1]


def reliability(trust: Doubles, right: Doubles) -> list[Bin]:
    """Confidence beside accuracy in `BINS` bins of equal width; empty ones are left out."""
    number = np.minimum((trust * BINS).astype(int), BINS - 1)
    return [
        Bin(float(chosen.mean()), float(trust[chosen].mean()), float(right[chosen].mean()))
        for chosen in (number == k for k in range(BINS))
        if chosen.any()
    ]


def expected_calibration_error(bins: Iterable[Bin]) -> float:
    """Mean distance of confidence from accuracy, weighted by size."""
    return sum(abs(each.confidence - each.right) * each.share for each in bins)


def _plot(bins: Sequence[Bin]) -> str:
    """A reliability diagram as SVG: each bin a bar at its confidence, as high as its accuracy."""
    return "\n".join(_drawn(bins)) + "\n"


def _drawn(bins: Sequence[Bin]) -> Iterator[str]:
    size, edge, width = 300, 36, 24
    full = size + 2 * edge
    foot = size + edge
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {full} {full}" width="{full}" '
        'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>'
    )
    for tick in range(0, 11, 2):
        x, y = edge + size * tick / 10, foot - size * tick / 10
        yield f'<text x="{x:.0f}" y="{foot + 16}" text-anchor="middle">{tick / 10}</text>'
        yield f'<text x="{edge - 6}" y="{y + 4:.0f}" text-anchor="end">{tick / 10}</text>'
    for each in bins:
        x, height = edge + size * each.confidence, size * each.right
        yield (
            f'<rect x="{x - width / 2:.1f}" y="{foot - height:.1f}" width="{width}" '
            f'height="{height:.1f}" fill="#47a" fill-opacity="{0.25 + 0.75 * each.share:.2f}"/>'
            f'<text x="{x:.1f}" y="{foot - height - 4:.1f}" text-anchor="middle">'
            f"{each.right:.2f}</text>"
        )
    yield (
        f'<path d="M{edge} {foot}L{foot} {edge}" stroke="#222" stroke-dasharray="4 3"/>'
        f'<path d="M{edge} {edge}V{foot}H{foot}" stroke="#222" fill="none"/>'
        f'<text x="{edge + size / 2}" y="{full - 4}" text-anchor="middle">confidence'
        f' (darker: more attributions)</text><text x="{edge}" y="{edge - 12}">share that is right'
        "</text></svg>"
    )


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
