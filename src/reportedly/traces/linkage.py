"""Average linkage over a sparse graph of likenesses.

Agglomerative clustering with the mean of all likenesses between two groups (Sokal and
Michener 1958; UPGMA); two that are joined by no edge count as not alike at all. Two groups that
are tied far closer within than to each other may be kept apart (relative closeness; Karypis, Han
and Kumar 1999): two claims about one event, told by many each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

_UNKNOWN = 5  # pairs without ties that are counted to those of every group

Sums = dict[int, dict[int, float]]  # between two groups


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
    nodes: Iterable[int],
    likeness: Mapping[tuple[int, int], float],
    least: float,
    ties: Mapping[tuple[int, int], float] | None = None,
    close: float = 0.0,
) -> list[list[int]]:
    """Groups whose members are on average at least `least` alike, in (0, 1], and two groups of
    them have `ties` at least `close` times as strong as the looser of the two within itself.

    `likeness` has a pair's under `(smaller, larger)`; a pair that it lacks counts as 0, its ties
    as well. Memory grows with the pairs that it has.
    """
    ties = likeness if ties is None else ties
    groups = {node: [node] for node in nodes}
    within = dict.fromkeys(groups, 0.0)  # ties of all pairs within
    total: Sums = {node: {} for node in groups}  # likenesses of all pairs between
    tied: Sums = {node: {} for node in groups}
    for (a, b), alike in likeness.items():
        total[a][b] = total[b][a] = alike
        tied[a][b] = tied[b][a] = ties[a, b]
    # Two groups that are not alike enough may become so only by a join, which looks at them anew.
    nearest = [(-alike, a, b) for (a, b), alike in likeness.items() if alike >= least]
    heapify(nearest)
    while nearest:
        alike, a, b = heappop(nearest)
        if b not in total.get(a, ()) or -alike != _mean(total, groups, a, b):
            continue  # one of them has grown since, or is no more
        looser = min(_cohesion(within[each], len(groups[each])) for each in (a, b))
        if _mean(tied, groups, a, b) < close * looser:
            continue
        within[a] += within.pop(b) + tied[a][b]
        groups[a] += groups.pop(b)
        _join(total, a, b)
        _join(tied, a, b)
        for other in total[a]:
            mean = _mean(total, groups, a, other)
            if mean >= least:
                heappush(nearest, (-mean, min(a, other), max(a, other)))
    return sorted(sorted(group) for group in groups.values())


def _join(sums: Sums, a: int, b: int) -> None:
    """Gives to `a` what `b` has with others."""
    del sums[a][b]
    for other, sum_ in sums.pop(b).items():
        if other != a:
            del sums[other][b]
            sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + sum_


def _cohesion(within: float, size: int) -> float:
    """How tied the members of a group are. Of few pairs little is known: less is asked for."""
    return within / (size * (size - 1) / 2 + _UNKNOWN)


def _mean(sums: Sums, groups: Mapping[int, list[int]], a: int, b: int) -> float:
    return sums[a][b] / (len(groups[a]) * len(groups[b]))
