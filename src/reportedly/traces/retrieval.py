"""Ranking documents by words: an inverted index in arrays, and Okapi BM25 over it.

Robertson and Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond*, 2009.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float64]
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
        self._rarity: dict[str, float] = {}
        self._postings: dict[str, tuple[npt.NDArray[np.int64], Scores]] = {}
        self._mass = np.zeros(self.size)
        for term, numbers in where.items():
            places = np.array(numbers)
            often = np.array(counts[term], np.float64)
            rarity = math.log1p((self.size - len(numbers) + 0.5) / (len(numbers) + 0.5))
            self._rarity[term] = rarity
            self._postings[term] = places, rarity * often * (_K + 1) / (often + norm[places])
            self._mass[places] += rarity
        self._unseen = math.log1p((self.size + 0.5) / 0.5)

    def rarity(self, term: str) -> float:
        """The natural logarithm of how rare a term is among the documents."""
        return self._rarity.get(term, self._unseen)

    def bm25(self, query: Iterable[str]) -> Scores:
        """[documents], of the distinct terms of the query."""
        found = np.zeros(self.size)
        for term in set(query):
            if (posting := self._postings.get(term)) is not None:
                found[posting[0]] += posting[1]
        return found

    def covered(self, query: Iterable[str]) -> Scores:
        """[documents] the share of each one's rarity that the query has, in [0, 1]."""
        found = np.zeros(self.size)
        for term in set(query):
            if (posting := self._postings.get(term)) is not None:
                found[posting[0]] += self._rarity[term]
        return found / np.maximum(self._mass, 1e-9)
