"""How much speaks for two pages carrying the same main claim.

    Digests ─► neighbours ─► evidence of each pair ─► a chance (a learned combination)

Words that many of a page's neighbours have tell nothing among them, and neither does the
direction that all their meanings share: both are weighed anew about every page. That is what
parts several claims about one event, told in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reportedly.traces.digests import Bag, Digest, Space

NEIGHBOURS = 60  # at most, of a page: those nearest in words and meaning
LEAST = 0.25  # how near a neighbour is, at least
_WORDS = 0.3  # the share of words in that, beside the meaning
_LOCAL, _CENTRE, _CROWD = 30, 15, 10  # neighbours that weigh words, make a centre, tell density
_BLOCK = 512  # pages whose neighbours are sought at once
_POOL = 2  # times NEIGHBOURS: those nearest in meaning, among whom words are compared

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of pages that may carry the same claim, and what speaks for it."""

    pages: Ints  # [pairs, 2] the smaller number first
    evidence: npt.NDArray[np.float64]  # [pairs, features]


class Pool:
    """Digests that are compared with one another."""

    def __init__(self, digests: Sequence[Digest], terms: int) -> None:
        self._digests = digests
        self._lead = np.stack([one.lead for one in digests])
        self._whole = np.stack([one.whole for one in digests])
        often = np.zeros(terms, np.float32)
        for one in digests:
            for space in (Space.TEXT, Space.PAIRS, Space.ENTITIES, Space.FIGURES, Space.SPEAKERS):
                often[one.bags[space].terms] += 1
        self._rarity = np.log((1 + len(digests)) / (1 + often)) + 1
        self._rarity[often < 2] = 0  # what one page alone has says nothing of two
        self._bags = [[self._weighed(bag) for bag in one.bags] for one in digests]
        self._buffer = np.zeros(terms, np.float32)

    def _weighed(self, bag: Bag) -> Bag:
        weights = bag.weights * self._rarity[bag.terms]
        return _unit(bag.terms, weights)

    def _cosines(self, page: int, others: Sequence[int], space: Space) -> Floats:
        """[others] of two bags, weighed by rarity."""
        mine = self._bags[page][space]
        self._buffer[mine.terms] = mine.weights
        found = [
            float(self._buffer[bag.terms] @ bag.weights)
            for bag in (self._bags[other][space] for other in others)
        ]
        self._buffer[mine.terms] = 0
        return np.array(found, np.float32)

    def neighbours(self) -> list[tuple[Ints, Floats]]:
        """Of each page its neighbours, nearest first, and how near they are."""
        found = []
        size = len(self._digests)
        for start in range(0, size, _BLOCK):
            meaning = self._lead[start : start + _BLOCK] @ self._lead.T
            for row, near in enumerate(meaning):
                page = start + row
                near[page] = -2
                keep = min(_POOL * NEIGHBOURS, size - 1)
                chosen = np.argpartition(-near, keep - 1)[:keep] if keep else np.zeros(0, np.int64)
                words = self._cosines(page, chosen.tolist(), Space.TEXT)
                both = _WORDS * words + (1 - _WORDS) * near[chosen]
                order = np.lexsort((chosen, -both))[:NEIGHBOURS]
                found.append((chosen[order].astype(np.int64), both[order]))
        return found

    def pairs(self) -> Pairs:
        """All pairs of neighbours, in order."""
        around = self.neighbours()
        partners: list[set[int]] = [set() for _ in self._digests]
        for page, (others, near) in enumerate(around):
            for other in others[near > LEAST].tolist():
                partners[page].add(other)
                partners[other].add(page)
        crowd = np.array([float(near[:_CROWD].mean()) if len(near) else 0.0 for _, near in around])
        seen: dict[tuple[int, int], npt.NDArray[np.float64]] = {}
        for page, them in enumerate(partners):
            ordered = sorted(them)
            for other, row in zip(
                ordered, self._seen_from(page, ordered, around[page][0]), strict=True
            ):
                key = (min(page, other), max(page, other))
                seen[key] = (seen[key] + row) / 2 if key in seen else row
        if not seen:
            return Pairs(np.zeros((0, 2), np.int64), np.zeros((0, 0)))
        pages = np.array(sorted(seen), np.int64)
        rows = np.stack([seen[a, b] for a, b in pages.tolist()])
        left, right = pages.T
        centres = np.stack(
            [
                self._lead[[n, *near[:_CENTRE].tolist()]].mean(0)
                for n, (near, _) in enumerate(around)
            ]
        )
        centre = (centres[left] + centres[right]) / 2
        apart = _cosines(self._lead[left] - centre, self._lead[right] - centre)
        a, b = crowd[left], crowd[right]
        rows = np.column_stack([rows, apart, a + b, np.abs(a - b)])
        return Pairs(pages, rows)

    def _seen_from(self, page: int, others: Sequence[int], near: Ints) -> npt.NDArray[np.float64]:
        """[others, features], with words and meanings weighed by the neighbours of `page`."""
        if not others:
            return np.zeros((0, 0))
        me = self._digests[page]
        bags = [self._cosines(page, others, space) for space in Space]
        lead, whole = self._lead[others] @ me.lead, self._whole[others] @ me.whole
        theirs = [self._digests[other] for other in others]
        said = np.array([_claims(me.said, one.said) for one in theirs])
        lengths = np.array([[one.length, me.length] for one in theirs])
        return np.column_stack(
            [
                *bags,
                lead,
                whole,
                said,
                self._local(page, others, near[:_LOCAL]),
                lengths.min(1),
                lengths.max(1),
                _WORDS * bags[Space.TEXT] + (1 - _WORDS) * lead,
            ]
        ).astype(np.float64)

    def _local(self, page: int, others: Sequence[int], near: Ints) -> Floats:
        """[others] cosines of texts whose words count by how few of the neighbours have them."""
        counted = np.concatenate(
            [self._bags[one][Space.TEXT].terms for one in near.tolist()] or [np.zeros(0, np.int64)]
        )
        terms, counts = np.unique(counted, return_counts=True)
        top = float(np.log((len(near) + 1) / 0.5))
        lost = top - np.maximum(np.log((len(near) + 1) / (counts + 0.5)), 0)
        self._buffer[terms] = lost
        weighed = []
        for one in (page, *others):
            bag = self._bags[one][Space.TEXT]
            weights = bag.weights * (np.float32(top) - self._buffer[bag.terms])
            weighed.append(_unit(bag.terms, weights))
        self._buffer[terms] = 0
        mine = weighed[0]
        self._buffer[mine.terms] = mine.weights
        found = [float(self._buffer[bag.terms] @ bag.weights) for bag in weighed[1:]]
        self._buffer[mine.terms] = 0
        return np.array(found, np.float32)


def _unit(terms: Ints, weights: Floats) -> Bag:
    return Bag(terms, weights / np.float32(max(float(np.linalg.norm(weights)), 1e-9)))


def _claims(mine: Floats, theirs: Floats) -> list[float]:
    """What two pages' first claims have of each other: in the mean, at best, at the top."""
    if not len(mine) or not len(theirs):
        return [0.0] * 6
    both = mine @ theirs.T
    rows, columns = both.max(1), both.max(0)
    firsts = (float(both[0].max()), float(both[:, 0].max()))
    return [
        float(rows.mean() + columns.mean()) / 2,
        float(both.max()),
        sum(firsts) / 2,
        float(both[:3, :3].max()),
        float(rows[:4].mean() + columns[:4].mean()) / 2,
        float(np.sort(rows)[-3:].mean() + np.sort(columns)[-3:].mean()) / 2,
    ]


def _cosines(left: Floats, right: Floats) -> Floats:
    """[rows] of two [rows, SIZE]."""
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    found: Floats = (left * right).sum(1) / np.maximum(lengths, 1e-9)
    return found
