"""Who has a claim from whom.

    versions ─► citations ─┐
               copies ─────┤
               near-copies ┼─► for each page, the edges that it most likely has ─► circles cut
               quotations ─┘

A page says itself whom it has a claim from: that counts most, unless the very sentence that says
so is copied from a third. A page that names nobody is held against the wording of earlier ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reportedly.data import Edge, Variant
from reportedly.traces.citations import Papers, beside, cited, from_agency, named
from reportedly.traces.copying import MOST_COPIED, Copies, copied, is_credit_copied
from reportedly.traces.dates import is_later, order
from reportedly.traces.drift import find_drift
from reportedly.traces.wordings import Wordings, worded


def find_edges(variants: Sequence[Variant]) -> list[Edge]:
    """The edges to every page, before circles are cut. Their drift is found, too."""
    variants = sorted(variants, key=lambda v: order(v.statement))
    papers, copies, wordings = Papers(variants), Copies(variants), Wordings(variants)
    by_page = {variant.page: variant for variant in variants}
    edges: list[Edge] = []
    for variant in variants:
        edges += _of(variant, by_page, papers, copies, wordings)
    return [
        replace(edge, drift=find_drift(by_page[edge.origin], by_page[edge.target]))
        if edge.origin in by_page
        else edge
        for edge in edges
    ]


def _of(
    variant: Variant,
    by_page: Mapping[str, Variant],
    papers: Papers,
    copies: Copies,
    wordings: Wordings,
) -> list[Edge]:
    """The edges that lead to one page."""
    copy = copied(variant, papers, copies)
    citations = list(cited(variant, papers))
    sources = list(named(variant))
    if copy is not None and is_credit_copied(variant, copy, copies):
        return [copy]
    if copy is not None and citations:
        if any(each.origin == copy.origin for each in citations):
            return [_joined(e, copy) if e.origin == copy.origin else e for e in citations]
        if _has_as_much(variant, by_page[citations[0].origin], copy, copies):
            return citations
        return [copy, *citations]
    if citations:
        return citations
    if copy is not None:
        return [copy, *sources]
    if agency := list(from_agency(variant)):
        return [*agency, *sources]
    return sources or list(beside(variant, papers)) or list(worded(variant, papers, wordings))


def _has_as_much(variant: Variant, page: Variant, copy: Edge, copies: Copies) -> bool:
    """True where a sentence or two are shared with a third page, or no more than with the cited
    one, and that was there before."""
    if is_later(page.statement.published, variant.statement.published):
        return False
    shared = copies.containment(variant.page, copy.origin)
    return shared < MOST_COPIED or copies.containment(variant.page, page.page) >= shared


def _joined(cited: Edge, copied: Edge) -> Edge:
    """A citation of the page that is copied: one edge, with the evidence of both."""
    return replace(
        cited,
        evidence=(*cited.evidence, *copied.evidence),
        confidence=max(cited.confidence, copied.confidence),
    )
