"""The pages that a trace finds for a claim, with groups and without.

    python -m benchmarks.grouping

A claim is a headline that agrees with the pages of its cluster, one of each cluster of four pages
or more: it is asked for as anybody would, among all the stories.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from reportedly.data import Reading
from reportedly.traces import Shelf
from reportedly.traces.tracing import versions

_FEWEST = 4  # pages of a cluster


class _Grouped(Shelf):
    """A shelf whose pages stand in groups."""

    def __init__(self, readings: Iterable[Reading], groups: Iterable[Sequence[str]]) -> None:
        super().__init__(readings)
        self._groups = {page: group for group in groups for page in group}

    def companions(self, page: str) -> Sequence[str]:
        return self._groups[page]


def measure(
    rows: Sequence[dict[str, Any]], readings: Sequence[Reading], groups: Sequence[Sequence[int]]
) -> None:
    """Print precision and recall over all claims. `groups` are numbers of rows."""
    pages: dict[str, Reading] = {}
    clusters: defaultdict[str, set[str]] = defaultdict(set)
    claims: dict[str, str] = {}
    chance = random.Random(1)
    for row, reading in zip(rows, readings, strict=True):
        if row["quality"] != "clean":
            continue
        pages.setdefault(reading.id, reading)
        clusters[row["cluster"]].add(reading.id)
        agreeing = sorted(h["headline"] for h in row["headlines"] if h["stance"] == "agree")
        if agreeing and row["cluster"] not in claims:
            claims[row["cluster"]] = chance.choice(agreeing)
    named = [
        list(dict.fromkeys(readings[n].id for n in group if readings[n].id in pages))
        for group in groups
    ]
    asked = {c: claim for c, claim in claims.items() if len(clusters[c]) >= _FEWEST}
    for what, shelf in (
        ("without groups", Shelf(pages.values())),
        ("with groups", _Grouped(pages.values(), named)),
    ):
        right = found = wanted = 0
        for cluster, claim in asked.items():
            carrying = {version.page for version in versions(claim, shelf)}
            right += len(carrying & clusters[cluster])
            found, wanted = found + len(carrying), wanted + len(clusters[cluster])
        print(f"traces: pages that carry one of {len(asked)} claims, {what}: "
              f"precision {right / found:.3f}, recall {right / wanted:.3f}")  # fmt: skip
