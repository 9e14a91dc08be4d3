"""The stance of a page to a headline: the combination of `reportedly.traces.stance`, fitted on
FNC-1 as `score_stance.py` parts it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from reportedly.data import Reading
from reportedly.traces import embeddings
from reportedly.traces.stance import STANCES, Body, Stance, evidence
from reportedly.traces.weights import Linear
from training.combine import softmax
from training.grouping import Row, readings, stories

Floats = npt.NDArray[np.float64]
FOLDS = 5
RIDGE = 10.0
_COUNTS = {Stance.AGREE: 1.0, Stance.DISAGREE: 2.0, Stance.DISCUSS: 1.0, Stance.UNRELATED: 1.0}
_OTHERS, _KEPT = 12, 4  # headlines of other claims that are drawn for an article, and kept


@dataclass(frozen=True, slots=True)
class Asked:
    """A headline held against an article."""

    id: str
    evidence: Floats  # [features]
    stance: Stance
    fold: int  # articles of one claim share it


class _Cached(embeddings.Embedder):
    """Headlines come again and again in training."""

    def __init__(self, embedder: embeddings.Embedder) -> None:
        self.vector = cache(embedder.vector)  # type: ignore[method-assign]


def asked(rows: Sequence[Row], read_rows: Sequence[Reading]) -> list[Asked]:
    embedder = _Cached(embeddings.load())
    bodies = [Body(reading, embedder) for reading in read_rows]
    return [
        Asked(name, evidence(headline, bodies[n], embedder), stance, fold)
        for name, n, headline, stance, fold in _pairs(rows)
    ]


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[str, int, str, Stance, int]]:
    """The pairs of `score_stance.py`, of all folds."""
    rng = random.Random(0)
    pool = sorted({(row["cluster"], h["headline"]) for row in rows for h in row["headlines"]})
    for n, row in enumerate(rows):
        drawn = [one for one in rng.sample(pool, _OTHERS) if one[0] != row["cluster"]][:_KEPT]
        fold = crc32(row["cluster"].encode()) % FOLDS
        for k, headline in enumerate(row["headlines"]):
            yield f"{row['id']}-{k}", n, headline["headline"], Stance(headline["stance"]), fold
        for k, (_, other) in enumerate(drawn):
            yield f"{row['id']}-u{k}", n, other, Stance.UNRELATED, fold


def fit_stance(pairs: Sequence[Asked]) -> Linear:
    truth = np.array([STANCES.index(pair.stance) for pair in pairs])
    share = np.array([_COUNTS[pair.stance] for pair in pairs])
    return softmax(np.stack([pair.evidence for pair in pairs]), truth, len(STANCES), RIDGE, share)


def fit(folder: Path) -> dict[str, Linear]:
    rows = stories(folder)
    return {"stance": fit_stance(asked(rows, readings(rows)))}
