"""From whom a page has copied a claim: what it shares with pages that were there before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from reportedly.data import Copy, Edge, Ground, Passage, Place, Relation, Span, Statement, Variant
from reportedly.traces.agencies import PRESS_RELEASE
from reportedly.traces.alignment import Prepared, compare, prepare
from reportedly.traces.citations import CITED, Papers, is_of_agency
from reportedly.traces.dates import OPEN, is_later, is_open, order
from reportedly.traces.drift import links_of, whole
from reportedly.traces.outlets import is_own

_COPIED = 0.6, 0.35  # confidence of a copy, and what containment adds
_NEARLY_ALL, _LONG = 0.85, 12  # part of a statement that is shared, and words in all
MOST_COPIED = 0.5  # containment from which a page is the copy of another


@dataclass(frozen=True, slots=True)
class _Pair:
    """What two pages of a trace share."""

    copy: Copy

    def shared(self, page: str) -> list[Span]:
        """The shared stretches in the text of one of the two."""
        side = 0 if page == self.copy.left else 1
        return [both[side] for both in self.copy.shared]


class Copies:
    """The copies among the pages of a trace, in order; of the pairs that have any words in a row
    in common each is compared once."""

    def __init__(self, variants: Sequence[Variant]) -> None:
        prepared = [prepare(variant.statement.text) for variant in variants]
        self._pairs: dict[frozenset[str], _Pair] = {}
        self._partners: defaultdict[str, list[Variant]] = defaultdict(list)
        for i, j in _sharing(prepared):
            one, other = variants[i], variants[j]
            agency = one.agency or other.agency
            copy = compare(one.page, prepared[i], other.page, prepared[j], agency)
            if copy is not None:
                self._pairs[frozenset((one.page, other.page))] = _Pair(copy)
                self._partners[one.page].append(other)
                self._partners[other.page].append(one)

    def partners(self, page: str) -> Sequence[Variant]:
        """The pages that share something with a page, in order."""
        return self._partners[page]

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


def _sharing(texts: Sequence[Prepared]) -> Iterator[tuple[int, int]]:
    """The numbers of any two texts that have a shingle in common, the smaller first, in order."""
    every = np.concatenate([np.zeros(0, np.uint64), *(text.distinct for text in texts)])
    owner = np.repeat(np.arange(len(texts)), [len(text.distinct) for text in texts])
    by_shingle = np.argsort(every, kind="stable")
    every, owner = every[by_shingle], owner[by_shingle]
    for number, text in enumerate(texts):
        # Of those that have a shingle, the ones from this text on stand behind its own place.
        first = np.searchsorted(every, text.distinct)
        count = np.searchsorted(every, text.distinct, "right") - first
        each = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
        found = np.unique(owner[each])
        for other in found[found > number].tolist():
            yield number, other


def copied(variant: Variant, papers: Papers, copies: Copies) -> Edge | None:
    """From the page, not a later one, with which it shares most; of several the earliest."""
    page, day = variant.page, variant.statement.published
    best: tuple[float, Variant, list[tuple[Span, Span]]] | None = None
    for other in copies.partners(page):
        if papers.credits(other, variant) or is_later(other.statement.published, day):
            continue
        part = copies.containment(page, other.page)
        covering = copies.covering(variant.statement, other.page)
        if part < MOST_COPIED and covering is None:
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
    confidence = CITED if own else _COPIED[0] + _COPIED[1] * part
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
    """Which of two pages that may be of one hour is taken for the original: the one that is a press
    release, else the agency's own, else the one that says whose copy it is, else the one that
    comes first in order."""
    released = [v.agency == PRESS_RELEASE for v in (one, other)]
    if released[0] != released[1]:
        return released[0]
    own = [is_own(v.agency, v.statement.site, v.statement.url) for v in (one, other)]
    if own[0] != own[1]:
        return own[0]
    labelled = [is_of_agency(v) for v in (one, other)]
    if labelled[0] != labelled[1]:
        return labelled[0]
    return order(one.statement) < order(other.statement)


def is_credit_copied(variant: Variant, copied: Edge, copies: Copies) -> bool:
    """True where the words that say from whom a page has it are a third page's."""
    shared = [here for here, _ in copies.passages(variant.page, copied.origin)]
    mentions = [mention.span for _, mention in links_of(variant.statement)]
    return all(any(span.covers(mention) for span in shared) for mention in mentions)
