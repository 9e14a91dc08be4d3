"""An index in memory, of readings at hand: for a few thousand pages and no ledger."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from reportedly.claims.stems import stems_in
from reportedly.data import Reading, Statement
from reportedly.errors import NotInLedger
from reportedly.shingles import sample
from reportedly.traces.statements import statements_of


class Shelf:
    """The statements of some readings, found again by their words."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._pages: dict[str, tuple[Statement, ...]] = {}
        self._by_id: dict[str, Statement] = {}
        self._by_stem: defaultdict[str, list[str]] = defaultdict(list)
        self._by_hash: defaultdict[int, list[str]] = defaultdict(list)
        for reading in readings:
            self._put(reading)

    def _put(self, reading: Reading) -> None:
        statements = tuple(statements_of(reading))
        self._pages[reading.id] = statements
        for statement in statements:
            self._by_id[statement.id] = statement
            for stem in stems_in(statement.claim.text):
                self._by_stem[stem].append(statement.id)
        for value in sample(reading.article.text).tolist():
            self._by_hash[value].append(reading.id)

    def statement(self, id: str) -> Statement:
        """The statement with that id, which is "PAGE CLAIM". Raises `NotInLedger`."""
        if id not in self._by_id:
            raise NotInLedger("no such claim", about=id)
        return self._by_id[id]

    def stated_by(self, page: str) -> Sequence[Statement]:
        return self._pages.get(page, ())

    def alike(self, text: str, limit: int) -> Sequence[Statement]:
        weights: defaultdict[str, float] = defaultdict(float)
        for stem in sorted(stems_in(text)):  # sums and ties are the same in every process
            holders = self._by_stem.get(stem, [])
            for known_as in holders:
                weights[known_as] += math.log(1 + len(self._by_id) / len(holders))
        best = sorted(weights, key=lambda known_as: -weights[known_as])[:limit]
        return [self._by_id[known_as] for known_as in best]

    def sharing(self, sample: Sequence[int], limit: int) -> Sequence[tuple[str, int]]:
        shared = Counter(page for value in sample for page in self._by_hash.get(value, ()))
        return shared.most_common(limit)

    def companions(self, page: str) -> Sequence[str]:
        return ()  # nothing is grouped here
