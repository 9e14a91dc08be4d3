"""Articles grouped by the main claim that they carry.

    readings ─► digests ─► pairs of neighbours ─► chance of the same claim ─► average linkage

The groups are a function of the set of pages: the order in which they came changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from reportedly.data import Reading
from reportedly.traces import embeddings
from reportedly.traces.digests import Digest, Terms, digest
from reportedly.traces.embeddings import Embedder
from reportedly.traces.likeness import Pairs, Pool
from reportedly.traces.linkage import average_linkage
from reportedly.traces.weights import Linear, linear

_SOFT = 2.0  # log-odds are divided by this: the mean of many chances is not ruled by a few


class Grouper:
    """Collects pages, a digest each; groups them when asked."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or embeddings.load()
        self._terms = Terms()
        self.digests: list[Digest] = []

    def __len__(self) -> int:
        return len(self.digests)

    def add(self, reading: Reading) -> int:
        """The number of the page among those added."""
        self.digests.append(digest(reading, self._terms, self._embedder))
        return len(self.digests) - 1

    def pairs(self) -> Pairs:
        """What speaks for any two pages that may carry the same claim."""
        return Pool(self.digests, len(self._terms)).pairs()

    def groups(self) -> list[list[int]]:
        """Numbers of pages, each group in order, ordered by its first page."""
        if not self.digests:
            return []
        return grouped(len(self.digests), self.pairs(), linear("same claim"))


def grouped(size: int, pairs: Pairs, same: Linear) -> list[list[int]]:
    """The groups of `size` pages by what speaks for pairs of them."""
    if not len(pairs.pages):
        return [[page] for page in range(size)]
    odds = same.scores(pairs.evidence) / _SOFT
    likely = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
    likeness = {
        (a, b): chance for (a, b), chance in zip(pairs.pages.tolist(), likely.tolist(), strict=True)
    }
    return average_linkage(range(size), likeness, same.threshold)


def group(readings: Iterable[Reading], embedder: Embedder | None = None) -> list[list[int]]:
    """The readings' numbers, counted from 0, grouped by the main claim."""
    grouper = Grouper(embedder)
    for reading in readings:
        grouper.add(reading)
    return grouper.groups()
