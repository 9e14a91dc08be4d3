"""Circles of pages that give each other as their source, found and cut."""

from __future__ import annotations

from collections.abc import Sequence

from reportedly.data import Edge


def cut_circles(
    edges: Sequence[Edge], places: dict[str, int]
) -> tuple[list[Edge], list[list[Edge]]]:
    """The edges without those that close a circle, and each circle as it was. `places` are the
    pages in order: what is cut leads from a later page to an earlier one."""
    left = list(edges)
    circles = []
    while circle := _circle(left):
        circles.append(circle)
        cut = max(
            circle,
            key=lambda e: (places[e.origin] > places[e.target], -e.confidence, places[e.origin]),
        )
        left.remove(cut)
    return left, circles


def _circle(edges: Sequence[Edge]) -> list[Edge] | None:
    """The edges of some circle, found in depth, without recursion."""
    onward: dict[str, list[Edge]] = {}
    for each in edges:
        onward.setdefault(each.origin, []).append(each)
    done: set[str] = set()
    for start in onward:
        path: list[Edge] = []
        on_path = {start}
        stack = [iter(onward[start])] if start not in done else []
        while stack:
            edge: Edge | None = next(stack[-1], None)
            if edge is None:
                stack.pop()
                if path:
                    on_path.discard(path[-1].target)
                    done.add(path.pop().target)
                continue
            if edge.target in on_path:
                whole_path = [*path, edge]
                first = next(i for i, e in enumerate(whole_path) if e.origin == edge.target)
                return whole_path[first:]
            if edge.target in done:
                continue
            path.append(edge)
            on_path.add(edge.target)
            stack.append(iter(onward.get(edge.target, ())))
        done.add(start)
    return None
