"""Who has a claim from whom.

    versions ─► citations ─┐
               copies ─────┤
               near-copies ┼─► for each page, the edges that it most likely has ─► circles cut
               quotations ─┘

A page says itself whom it has a claim from: that counts most, unless the very sentence that says
so is copied from a third. A page that names nobody is held against the wording of earlier ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rapidfuzz.distance import Indel

from reportedly.data import (
    Copy,
    Edge,
    Ground,
    Passage,
    Place,
    Relation,
    Source,
    SourceType,
    Span,
    Statement,
    Variant,
)
from reportedly.shingles import words_of
from reportedly.traces.agencies import PRESS_RELEASE
from reportedly.traces.alignment import compare, prepare
from reportedly.traces.dates import OPEN, is_later, is_on_later_day, is_open, order
from reportedly.traces.drift import find_drift, links_of, whole
from reportedly.traces.outlets import is_outlet, is_own, may_be_outlet, name_of, passes_on
from reportedly.traces.quotations import Change, compare_quotations, quotations

NODE = "source:"  # before the name of somebody whose own page is not there

_CITED, _NAMED = 0.9, 0.9  # confidence of what a page says itself
_BESIDE = 0.7  # of whom it names for another statement of the same, where it names nobody
_COPIED = 0.6, 0.35  # confidence of a copy, and what containment adds
_WORDED = 0.75  # likeness of two wordings from which the later may have it from the earlier
_WORDED_CONFIDENCE = 0.3, 0.4
_QUOTED = 0.5
_SHARED_QUOTATION = 6  # words
_NEARLY_ALL, _LONG = 0.85, 12  # part of a statement that is shared, and words in all
_MOST_COPIED = 0.5  # containment from which a page is the copy of another


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two pages of a trace share."""

    copy: Copy

    def shared(self, page: str) -> list[Span]:
        """The shared stretches in the text of one of the two."""
        side = 0 if page == self.copy.left else 1
        return [both[side] for both in self.copy.shared]


class Copies:
    """The copies among the pages of a trace, each pair compared once."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        prepared = {v.page: prepare(v.statement.text) for v in variants}
        self._pairs: dict[frozenset[str], _Pair] = {}
        for one, other in combinations(variants, 2):
            left, right = one.page, other.page
            agency = one.agency or other.agency
            copy = compare(left, prepared[left], right, prepared[right], agency)
            if copy is not None:
                self._pairs[frozenset((left, right))] = _Pair(copy)

    def containment(self, one: str, other: str) -> float:
        pair = self._pairs.get(frozenset((one, other)))
        return pair.copy.containment if pair else 0.0

    def passages(self, one: str, other: str) -> list[tuple[Span, Span]]:
        """The shared stretches, in the text of `one` and of `other`."""
        pair = self._pairs.get(frozenset((one, other)))
        return list(zip(pair.shared(one), pair.shared(other), strict=True)) if pair else []

    def covering(self, statement: Statement, other: str) -> tuple[Span, Span] | None:
        """The stretch that a page shares with another and that has nearly all of a statement. A
        few words in a row, and no others, are no copy: anybody may come by them."""
        if statement.claim.place is not Place.TEXT:
            return None
        inner = whole(statement).span
        passages = self.passages(statement.page, other)
        if sum(len(here.cut(statement.text).split()) for here, _ in passages) < _LONG:
            return None
        for here, there in passages:
            common = min(here.end, inner.end) - max(here.start, inner.start)
            if common >= _NEARLY_ALL * len(inner):
                return here, there
        return None


def find_edges(variants: Sequence[Variant]) -> list[Edge]:
    """The edges to every page, before circles are cut. Their drift is found, too."""
    variants = sorted(variants, key=lambda v: order(v.statement))
    copies = Copies(variants)
    by_page = {variant.page: variant for variant in variants}
    edges: list[Edge] = []
    for variant in variants:
        edges += _of(variant, variants, copies)
    return [
        replace(edge, drift=find_drift(by_page[edge.origin], by_page[edge.target]))
        if edge.origin in by_page
        else edge
        for edge in edges
    ]


def _of(variant: Variant, variants: Sequence[Variant], copies: Copies) -> list[Edge]:
    """The edges that lead to one page."""
    others = [v for v in variants if v.page != variant.page]
    givers = [v for v in others if not _credits(v, variant)]
    copied = _copied(variant, givers, copies)
    cited = list(_cited(variant, others))
    named = list(_named(variant))
    if copied is not None and _is_credit_copied(variant, copied, copies):
        return [copied]
    if copied is not None and cited:
        if cited[0].origin == copied.origin:
            return [_joined(cited[0], copied)]
        if _has_as_much(variant, cited[0], copied, others, copies):
            return cited
        return [copied, *cited]
    if cited:
        return cited
    if copied is not None:
        return [copied, *named]
    if _of_agency(variant) and not is_own(
        variant.agency, variant.statement.site, variant.statement.url
    ):
        return [_from_agency(variant), *named]
    return named or list(_beside(variant, others)) or list(_worded(variant, givers))


def _credits(one: Variant, other: Variant) -> bool:
    """True where `one` says that it has the claim from the paper of `other`, and so has not
    given it to it."""
    site, url = other.statement.site, other.statement.url
    return any(is_outlet(source.name, site, url) for source, _ in links_of(one.statement))


def _has_as_much(
    variant: Variant, cited: Edge, copied: Edge, others: Sequence[Variant], copies: Copies
) -> bool:
    """True where a sentence or two are shared with a third page, or no more than with the cited
    one, and that was there before."""
    (page,) = [v for v in others if v.page == cited.origin]
    if is_later(page.statement.published, variant.statement.published):
        return False
    shared = copies.containment(variant.page, copied.origin)
    return shared < _MOST_COPIED or copies.containment(variant.page, cited.origin) >= shared


# ── Citations ────────────────────────────────────────────────────────────────────────────


def _cited(variant: Variant, others: Sequence[Variant]) -> Iterator[Edge]:
    """From the page of the first link of the chain that has one."""
    statement = variant.statement
    for source, mention in links_of(statement):
        page = page_of(source, variant, others)
        if page is None:
            continue
        relation = Relation.DERIVED if passes_on(source) else Relation.PRIMARY
        open_ = is_open(page.statement.published, statement.published)
        confidence = _CITED * (OPEN if open_ else 1)
        evidence = (mention, whole(page.statement))
        yield Edge(
            page.page, variant.page, relation, Ground.CITATION, evidence, (), round(confidence, 2)
        )
        return


def page_of(source: Source, variant: Variant, others: Sequence[Variant]) -> Variant | None:
    """The page of a named source, not of a later day: of several the last before."""
    if not may_be_outlet(source):
        return None
    day = variant.statement.published
    own = [
        other
        for other in others
        if is_outlet(source.name, other.statement.site, other.statement.url)
        and not is_on_later_day(other.statement.published, day)
    ]
    if not own and len(name_of(source.name)) == 1:
        own = _by_short_name(source, others, variant)
    before = [other for other in own if not is_later(other.statement.published, day)]
    return next(iter(before or own), None)


def _by_short_name(source: Source, others: Sequence[Variant], variant: Variant) -> list[Variant]:
    """The pages of the one site that is called so for short: "the Echo"."""
    day = variant.statement.published
    found = [
        other
        for other in others
        if is_own(source.name, other.statement.site, other.statement.url)
        and not is_on_later_day(other.statement.published, day)
    ]
    return found if len({other.statement.site for other in found}) == 1 else []


def _named(variant: Variant) -> Iterator[Edge]:
    """From whoever is named and has no page here: outlets that pass it on, and who knows."""
    links = links_of(variant.statement)
    for number, (source, mention) in enumerate(links):
        if source.name is None or source.type is SourceType.UNNAMED:
            continue
        last = number == len(links) - 1
        if not (last or passes_on(source)):
            continue
        relation = Relation.DERIVED if passes_on(source) else Relation.PRIMARY
        node = NODE + source.name
        yield Edge(node, variant.page, relation, Ground.CITATION, (mention,), (), _NAMED)


def _beside(variant: Variant, others: Sequence[Variant]) -> Iterator[Edge]:
    """From the outlet that a page names for another statement of the same: "it has been learnt"
    here, "the Courier said" two sentences on."""
    for statement in variant.beside:
        for source, mention in links_of(statement):
            if source.name is None or not passes_on(source):
                continue
            page = page_of(source, variant, others)
            node = NODE + source.name if page is None else page.page
            evidence = (mention,) if page is None else (mention, whole(page.statement))
            relation, ground = Relation.DERIVED, Ground.CITATION
            yield Edge(node, variant.page, relation, ground, evidence, (), _BESIDE)
            return


def _from_agency(variant: Variant) -> Edge:
    """From the agency whose copy a page says it is, and whose own page is not there."""
    statement, name = variant.statement, variant.agency or ""
    at = statement.text.find(name)
    signed = Passage(statement.page, Place.TEXT, Span(at, at + len(name)))
    evidence = signed if at >= 0 else whole(statement)
    return Edge(NODE + name, variant.page, Relation.QUOTED, Ground.COPY, (evidence,), (), _NAMED)


# ── Words in common ──────────────────────────────────────────────────────────────────────


def _copied(variant: Variant, others: Sequence[Variant], copies: Copies) -> Edge | None:
    """From the page, not a later one, with which it shares most; of several the earliest."""
    page, day = variant.page, variant.statement.published
    best: tuple[float, Variant, list[tuple[Span, Span]]] | None = None
    for other in others:
        if is_later(other.statement.published, day):
            continue
        part = copies.containment(page, other.page)
        covering = copies.covering(variant.statement, other.page)
        if part < _MOST_COPIED and covering is None:
            continue
        if is_open(other.statement.published, day) and not _goes_first(other, variant):
            continue
        if best is None or part > best[0] + 0.02:
            passages = copies.passages(page, other.page)
            best = part, other, [covering] if covering else passages[:1]
    if best is None:
        return None
    part, other, passages = best
    evidence = [Passage(page, Place.TEXT, here) for here, _ in passages]
    evidence += [Passage(other.page, Place.TEXT, there) for _, there in passages]
    own = other.statement.site is not None and other.statement.site == variant.statement.site
    confidence = _CITED if own else _COPIED[0] + _COPIED[1] * part
    confidence *= OPEN if is_open(other.statement.published, day) else 1
    return Edge(
        other.page,
        page,
        Relation.QUOTED,
        Ground.COPY,
        tuple(evidence),
        (),
        round(confidence, 2),
    )


def _goes_first(one: Variant, other: Variant) -> bool:
    """Which of two pages that may be of one hour is taken for the original: the agency's own,
    else the one that says whose copy it is, else the one that comes first in order."""
    own = [is_own(v.agency, v.statement.site, v.statement.url) for v in (one, other)]
    if own[0] != own[1]:
        return own[0]
    labelled = [_of_agency(v) for v in (one, other)]
    if labelled[0] != labelled[1]:
        return labelled[0]
    return order(one.statement) < order(other.statement)


def _of_agency(variant: Variant) -> bool:
    return variant.agency is not None and variant.agency != PRESS_RELEASE


def _is_credit_copied(variant: Variant, copied: Edge, copies: Copies) -> bool:
    """True where the words that say from whom a page has it are a third page's."""
    shared = [here for here, _ in copies.passages(variant.page, copied.origin)]
    mentions = [mention.span for _, mention in links_of(variant.statement)]
    return all(any(span.covers(mention) for span in shared) for mention in mentions)


def _worded(variant: Variant, others: Sequence[Variant]) -> Iterator[Edge]:
    """From an earlier page that tells it in nearly the same words, or quotes the same."""
    statement = variant.statement
    earlier = [
        other
        for other in others
        if is_later(statement.published, other.statement.published) and other.body is not None
    ]
    best = max(earlier, key=lambda v: wording(v.statement, statement), default=None)
    if best is not None and (like := wording(best.statement, statement)) >= _WORDED:
        base, more = _WORDED_CONFIDENCE
        confidence = base + more * (like - _WORDED) / (1 - _WORDED)
        evidence = (whole(statement), whole(best.statement))
        yield Edge(
            best.page,
            variant.page,
            Relation.DERIVED,
            Ground.NEAR_COPY,
            evidence,
            (),
            round(confidence, 2),
        )
        return
    yield from _quoting(variant, earlier)


def _quoting(variant: Variant, earlier: Sequence[Variant]) -> Iterator[Edge]:
    mine = quotations(variant.statement.text)
    for other in earlier:
        for match in compare_quotations(quotations(other.statement.text), mine):
            if len(match.after.words) >= _SHARED_QUOTATION and match.change is not Change.ALTERED:
                evidence = (
                    Passage(variant.page, Place.TEXT, match.after.span),
                    Passage(other.page, Place.TEXT, match.before.span),
                )
                yield Edge(
                    other.page,
                    variant.page,
                    Relation.QUOTED,
                    Ground.QUOTATION,
                    evidence,
                    (),
                    _QUOTED,
                )
                return


def wording(one: Statement, other: Statement) -> float:
    """How alike two statements are word by word, in [0, 1]."""
    first, second = (words_of(each.claim.text).hashes.tolist() for each in (one, other))
    return Indel.normalized_similarity(first, second) if first and second else 0.0


def _joined(cited: Edge, copied: Edge) -> Edge:
    """A citation of the page that is copied: one edge, with the evidence of both."""
    return replace(
        cited,
        evidence=(*cited.evidence, *copied.evidence),
        confidence=max(cited.confidence, copied.confidence),
    )


# ── Circles ──────────────────────────────────────────────────────────────────────────────


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
