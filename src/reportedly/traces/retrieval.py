"""Ranking documents by words: an inverted index in arrays, and Okapi BM25 over it.

Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
Parts = Mapping[str, npt.NDArray[Any]]
_K, _B = 1.2, 0.75  # saturation of a term's count, and weight of a document's length


class Words:
    """An index of documents, each a sequence of terms; scores come in the documents' order."""

    def __init__(self, documents: Sequence[Sequence[str]], b: float = _B) -> None:
        self.size = len(documents)
        lengths = np.array([len(document) for document in documents], np.float64)
        norm = _K * (1 - b + b * lengths / max(1.0, float(lengths.mean() if self.size else 1.0)))
        where: dict[str, list[int]] = defaultdict(list)
        counts: dict[str, list[int]] = defaultdict(list)
        for number, document in enumerate(documents):
            for term, count in Counter(document).items():
                where[term].append(number)
                counts[term].append(count)
        self._number = {term: n for n, term in enumerate(where)}
        sizes = np.fromiter(map(len, where.values()), np.int64, len(where))
        self._ends = np.concatenate([[0], np.cumsum(sizes)])
        self._places = np.fromiter(chain.from_iterable(where.values()), np.int32, self._ends[-1])
        often = np.fromiter(chain.from_iterable(counts.values()), np.float64, self._ends[-1])
        self._rarities = np.log1p((self.size - sizes + 0.5) / (sizes + 0.5))
        weights = np.repeat(self._rarities, sizes)
        self._scores = weights * often * (_K + 1) / (often + norm[self._places])
        self._mass = np.bincount(self._places, weights, self.size)

    def parts(self) -> Parts:
        """The whole index as arrays, for `restored`."""
        return {
            "terms": np.frombuffer("\n".join(self._number).encode(), np.uint8),
            "ends": self._ends,
            "places": self._places,
            "scores": self._scores,
            "rarities": self._rarities,
            "mass": self._mass,
        }

    @classmethod
    def restored(cls, parts: Parts) -> Words:
        """The index that had these parts."""
        made = cls([])
        made._ends, made._places, made._scores, made._rarities, made._mass = (
            parts[name] for name in ("ends", "places", "scores", "rarities", "mass")
        )
        made.size = len(made._mass)
        terms = parts["terms"].tobytes().decode().split("\n")
        made._number = {term: n for n, term in enumerate(terms[: len(made._rarities)])}
        return made

    def _posting(self, term: str) -> slice:
        """Where in places and scores a term's documents lie."""
        number = self._number.get(term)
        return slice(0, 0) if number is None else slice(*self._ends[number : number + 2])

    def rarity(self, term: str) -> float:
        """The natural logarithm of how rare a term is among the documents."""
        number = self._number.get(term)
        if number is None:
            return math.log1p((self.size + 0.5) / 0.5)
        return float(self._rarities[number])

    def bm25(self, query: Iterable[str]) -> Scores:
        """[documents], of the distinct terms of the query."""
        found = np.zeros(self.size)
        for term in set(query):
            posting = self._posting(term)
            found[self._places[posting]] += self._scores[posting]
        return found

    def covered(self, query: Iterable[str]) -> Scores:
        """[documents] the share of each one's rarity that the query has, in [0, 1]."""
        found = np.zeros(self.size)
        for term in set(query):
            found[self._places[self._posting(term)]] += self.rarity(term)
        return found / np.maximum(self._mass, 1e-9)
