"""On how many independent origins a claim rests.

Every page is followed back to where its trails end. A named person who is said to know counts
for certain. A page that names nobody, an unnamed source, an outlet whose own page is not there:
each may rest on one of the others, or may not. So there is a least and a most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from reportedly.data import (
    Edge,
    Independence,
    Origin,
    OriginKind,
    Relation,
    Variant,
)
from reportedly.traces.citations import NODE, is_joint
from reportedly.traces.dates import OPEN, is_open, order
from reportedly.traces.drift import links_of
from reportedly.traces.outlets import longest, passes_on, same_name

_SURE = 0.7  # confidence below which a page may have a claim from elsewhere, too


def find_origins(
    variants: Sequence[Variant], edges: Sequence[Edge], circles: Sequence[Sequence[Edge]]
) -> tuple[tuple[Origin, ...], Independence]:
    """Where the trails of these pages end, those of most pages first, and how many there are."""
    variants = sorted(variants, key=lambda v: order(v.statement))
    roots = _roots(variants, edges)
    reach: dict[str, list[str]] = {}
    for variant in variants:
        for root in roots[variant.page]:
            reach.setdefault(root, []).append(variant.page)
    pages = {variant.page: variant for variant in variants}
    in_circle = {edge.origin for circle in circles for edge in circle}
    origins = [_origin(root, of, pages, root in in_circle) for root, of in _merged(reach).items()]
    origins.sort(key=lambda origin: (not origin.certain, -len(origin.pages)))
    doubtful = _doubtful(variants, edges)
    certain = sum(origin.certain for origin in origins)
    some = any(origin.kind is not OriginKind.CIRCLE for origin in origins)
    least = max(certain, int(some))
    return tuple(origins), Independence(least, len(origins) + doubtful)


def _roots(variants: Sequence[Variant], edges: Sequence[Edge]) -> dict[str, list[str]]:
    """For every page the nodes in which its trails end; a page that has none ends in itself."""
    leading: dict[str, list[Edge]] = {variant.page: [] for variant in variants}
    for edge in edges:
        if edge.target in leading and (edge.origin in leading or edge.origin.startswith(NODE)):
            leading[edge.target].append(edge)
    roots: dict[str, list[str]] = {}
    for page in leading:
        seen, ends, stack = {page}, [], [page]
        while stack:
            node = stack.pop()
            further = list(_further(leading.get(node, [])))
            if not further:
                ends.append(node)
            fresh = [each for each in further if each not in seen]
            seen.update(fresh)
            stack += fresh
        roots[page] = list(dict.fromkeys(ends))
    return roots


def _further(edges: Sequence[Edge]) -> Iterator[str]:
    """Where the trails of a page go on: not at an outlet that only passes on what another
    source of the page is said to know."""
    known = {e.origin for e in edges if e.relation is Relation.PRIMARY}
    for edge in edges:
        passing = edge.origin.startswith(NODE) and edge.relation is not Relation.PRIMARY
        if not (passing and known):
            yield edge.origin


def _merged(reach: dict[str, list[str]]) -> dict[str, list[str]]:
    """One entry for all spellings of a name: "Brekke" and "Tomas Brekke"."""
    merged: dict[str, list[str]] = {}
    for root, pages in reach.items():
        known = root
        if root.startswith(NODE):
            name = root.removeprefix(NODE)
            same = [
                each
                for each in merged
                if each.startswith(NODE) and same_name(each.removeprefix(NODE), name)
            ]
            if same:
                fullest = NODE + longest([name, same[0].removeprefix(NODE)])
                pages = [*merged.pop(same[0]), *pages]
                known = fullest
        merged[known] = list(dict.fromkeys([*merged.get(known, []), *pages]))
    return merged


def _origin(root: str, of: Sequence[str], pages: dict[str, Variant], in_circle: bool) -> Origin:
    if root.startswith(NODE):
        name = root.removeprefix(NODE)
        first_hand = _knows(name, (pages[page] for page in of))
        kind = OriginKind.FIRST_HAND if first_hand else OriginKind.CITED
        return Origin(root, name, kind, first_hand, tuple(of))
    statement = pages[root].statement
    name = statement.site or statement.url or statement.title or statement.page
    if in_circle:
        kind = OriginKind.CIRCLE
    else:
        kind = OriginKind.UNNAMED if links_of(statement) else OriginKind.OWN_VOICE
    return Origin(root, name, kind, False, tuple(of))


def _knows(name: str, variants: Iterable[Variant]) -> bool:
    """True for the last link of some chain that is no paper: who is said to know at first hand."""
    for variant in variants:
        last = next((source for source, _ in reversed(links_of(variant.statement))), None)
        if last is None or passes_on(last) or not same_name(last.name, name):
            continue
        if last.name == name or not is_joint(last):
            return True
    return False


def _doubtful(variants: Sequence[Variant], edges: Sequence[Edge]) -> int:
    """The pages that may well have the claim from elsewhere than their edges say."""
    pages = {variant.page: variant.statement.published for variant in variants}
    surest: dict[str, float] = {}
    for edge in edges:
        if edge.target in pages:
            sure = edge.confidence
            if edge.origin in pages and is_open(pages[edge.origin], pages[edge.target]):
                sure /= OPEN  # whichever was first, the two hang together
            surest[edge.target] = max(sure, surest.get(edge.target, 0.0))
    return sum(confidence < _SURE for confidence in surest.values())
