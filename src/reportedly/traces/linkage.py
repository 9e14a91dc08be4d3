"""Average linkage over a sparse graph of likenesses, one connected part at a time.

Agglomerative clustering with the mean of all likenesses between two groups (Sokal and
Michener 1958; UPGMA); two that are joined by no edge count as not alike at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np


def parts(nodes: Iterable[int], edges: Iterable[tuple[int, int]]) -> list[list[int]]:
    """The connected parts, each in order, ordered by their first node."""
    parent = {node: node for node in nodes}

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for a, b in edges:
        a, b = root(a), root(b)
        if a != b:
            parent[max(a, b)] = min(a, b)
    found: dict[int, list[int]] = defaultdict(list)
    for node in sorted(parent):
        found[root(node)].append(node)
    return list(found.values())


def average_linkage(
    nodes: Iterable[int], likeness: Mapping[tuple[int, int], float], least: float
) -> list[list[int]]:
    """Groups whose members are on average at least `least` alike, in [0, 1].

    `likeness` has a pair's under `(smaller, larger)`; a pair that it lacks counts as 0.
    """
    nodes = list(nodes)
    groups = []
    for members in parts(nodes, likeness):
        groups += _joined(members, likeness, least) if len(members) > 1 else [members]
    return sorted(groups)


def _joined(
    members: list[int], likeness: Mapping[tuple[int, int], float], least: float
) -> list[list[int]]:
    size = len(members)
    near = np.full((size, size), -1.0)
    for i, a in enumerate(members):
        for j in range(i + 1, size):
            near[i, j] = near[j, i] = likeness.get((a, members[j]), 0.0)
    counts = np.ones(size)
    groups = {i: [node] for i, node in enumerate(members)}
    best = near.max(1)
    while len(groups) > 1:
        i = int(best.argmax())
        if best[i] < least:
            break
        j = int(near[i].argmax())
        i, j = min(i, j), max(i, j)
        merged = (counts[i] * near[i] + counts[j] * near[j]) / (counts[i] + counts[j])
        gone = near[i] < 0
        gone[j] = True
        merged[gone | (near[j] < 0)] = -1.0
        near[i], near[:, i] = merged, merged
        near[j], near[:, j] = -1.0, -1.0
        counts[i] += counts[j]
        groups[i] += groups.pop(j)
        best = near.max(1)
    return [sorted(group) for group in groups.values()]
