"""The stance of a page to a headline: the combination of `reportedly.traces.stance`, fitted on
FNC-1 as `score_stance.py` parts it.

What the sides say goes into the combination as they say it of text that they were not learned
from: for that they are learned without each fold in turn.
"""

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
from reportedly.traces.sides import Side, Sides, between
from reportedly.traces.stance import (
    STANCES,
    Body,
    Stance,
    evidence,
    headline_meaning,
    headline_measures,
)
from reportedly.traces.weights import Linear
from training.combine import softmax
from training.grouping import Row, readings, stories
from training.sides import Fitting, Kind, find, learn

Floats = npt.NDArray[np.float64]
FOLDS = 5
RIDGE = 1000.0
_HEADLINES = Fitting(least=(4,), ridges=(1.0, 2.0), meaning=(1.0, 2.0))
_ARTICLES = Fitting(least=(12, 24), ridges=(0.25, 2.0), meaning=(0.0, 3.0))
_COUNTS = {Stance.AGREE: 1.7, Stance.DISAGREE: 4.5, Stance.DISCUSS: 1.0, Stance.UNRELATED: 1.0}
_OTHERS, _KEPT = 12, 4  # headlines of other claims that are drawn for an article, and kept


@dataclass(frozen=True, slots=True)
class Asked:
    """A headline held against an article."""

    id: str
    row: int  # of the article
    headline: str
    stance: Stance
    fold: int  # articles of one claim share it
    cluster: str
    evidence: Floats  # [features] without the sides


class _Cached(embeddings.Embedder):
    """Headlines come again and again in training."""

    def __init__(self, embedder: embeddings.Embedder) -> None:
        self.vector = cache(embedder.vector)  # type: ignore[method-assign]


class Told:
    """All pairs, and the sides of their headlines and articles."""

    def __init__(self, rows: Sequence[Row], read_rows: Sequence[Reading]) -> None:
        embedder = _Cached(embeddings.load())
        bodies = [Body(reading, embedder) for reading in read_rows]
        self.pairs = [
            Asked(*pair, evidence(pair[2], headline_meaning(pair[2], embedder), bodies[pair[1]]))
            for pair in _pairs(rows)
        ]
        self.folds = np.array([pair.fold for pair in self.pairs])
        related = [pair for pair in self.pairs if pair.stance is not Stance.UNRELATED]
        names = sorted({(pair.cluster, pair.headline) for pair in related})
        number = {name: n for n, name in enumerate(names)}
        # A headline drawn for another claim's article comes from some cluster of its own.
        self._number = {headline: n for (_, headline), n in number.items()}
        where = [cluster for cluster, _ in names], [_fold(cluster) for cluster, _ in names]
        self._heads = Kind.of(
            [headline_measures(headline) for _, headline in names],
            [headline_meaning(headline, embedder) for _, headline in names],
            [[headline] for _, headline in names],
            where,
            _HEADLINES,
        )
        clusters = [row["cluster"] for row in rows]
        self._bodies = Kind.of(
            [body.measures for body in bodies],
            [body.meaning for body in bodies],
            [body.stretches for body in bodies],
            (clusters, [_fold(cluster) for cluster in clusters]),
            _ARTICLES,
        )
        self.explained = find(
            self._heads,
            self._bodies,
            [(number[one.cluster, one.headline], one.row, one.stance.value) for one in related],
        )
        self._learned: dict[frozenset[int], list[tuple[Sides, Floats]]] = {}

    def learned(self, without: frozenset[int]) -> list[tuple[Sides, Floats]]:
        """The sides of headlines and of articles, learned from the other folds; and what they
        say of all."""
        if without not in self._learned:
            self._learned[without] = learn(self._heads, self._bodies, without)
        return self._learned[without]

    def evidence(self, held: int | None = None) -> Floats:
        """[pairs, features]; the sides learned without the fold of each pair and without
        `held`."""
        found = []
        for pair in self.pairs:
            without = {pair.fold} if held is None else {pair.fold, held}
            heads, bodies = (said for _, said in self.learned(frozenset(without)))
            head, body = heads[self._number[pair.headline]], bodies[pair.row]
            found.append(np.append(pair.evidence, between(Side(*head), Side(*body))))
        return np.stack(found)

    def fit(self, rows: Floats, chosen: npt.NDArray[np.bool_]) -> Linear:
        """The combination from the pairs that `chosen` [pairs] marks."""
        truth = np.array([STANCES.index(pair.stance) for pair in self.pairs])[chosen]
        share = np.array([_COUNTS[stance] for stance in STANCES])[truth]
        return softmax(rows[chosen], truth, len(STANCES), RIDGE, share)


def _fold(cluster: str) -> int:
    return crc32(cluster.encode()) % FOLDS


def _pairs(rows: Sequence[Row]) -> Iterator[tuple[str, int, str, Stance, int, str]]:
    """The pairs of `score_stance.py`, of all folds."""
    rng = random.Random(0)
    pool = sorted({(row["cluster"], h["headline"]) for row in rows for h in row["headlines"]})
    for n, row in enumerate(rows):
        drawn = [one for one in rng.sample(pool, _OTHERS) if one[0] != row["cluster"]][:_KEPT]
        where = _fold(row["cluster"]), row["cluster"]
        for k, headline in enumerate(row["headlines"]):
            stance = Stance(headline["stance"])
            yield f"{row['id']}-{k}", n, headline["headline"], stance, *where
        for k, (_, other) in enumerate(drawn):
            yield f"{row['id']}-u{k}", n, other, Stance.UNRELATED, *where


def fit(folder: Path) -> dict[str, Linear | Sides]:
    rows = stories(folder)
    told = Told(rows, readings(rows))
    heads, bodies = (sides for sides, _ in told.learned(frozenset()))
    everything = np.ones(len(told.pairs), np.bool_)
    return {"stance": told.fit(told.evidence(), everything), "headline": heads, "body": bodies}
