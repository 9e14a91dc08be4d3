"""How much speaks for two pages carrying the same main claim, seen from one of them.

    Digests ─► neighbours ─► evidence of each ─► a chance (a learned combination)

Words that many of a page's neighbours have tell nothing among them, and neither does the
direction that all their meanings share: both are weighed anew about every page. That is what
parts several claims about one event, told in the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from reportedly.traces.digests import CODE, Digest, Space, Terms, undigested

NEIGHBOURS = 60  # at most, of a page: those nearest in words and meaning
LEAST = 0.25  # how near a neighbour is, at least
_WORDS = 0.3  # the share of words in that, beside the meaning
_LOCAL, _CENTRE, _CROWD = 30, 15, 10  # neighbours that weigh words, make a centre, tell density
_SOUGHT = 4 * NEIGHBOURS  # pages by their codes, of which those nearest in meaning are taken
_WIDTH = CODE // 8  # numbers of a code
FEATURES = 18  # of `evidence`: seven bags, three meanings, local words, two lengths, nearness,
# two directions, and two of density

Floats = npt.NDArray[np.float32]
Evidence = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Codes:
    """Finds pages that begin with like meanings: those whose codes differ in fewest signs.

    It looks at every code, a hundred thousand in three milliseconds.
    """

    def __init__(self, parts: Iterable[tuple[bytes, bytes]]) -> None:
        """`parts`: of some pages each, in order, their numbers and their codes."""
        every = list(parts)
        pages = np.frombuffer(b"".join(pages for pages, _ in every), np.uint32)
        self.pages = pages.astype(np.int64)
        bits = np.frombuffer(b"".join(codes for _, codes in every), np.uint64)
        self._bits = np.ascontiguousarray(bits.reshape(len(self.pages), _WIDTH).T)

    def have(self, pages: Ints) -> npt.NDArray[np.bool_]:
        """[pages] whether each is one of those that may be found."""
        return self._at(pages)[1]

    def near(self, page: int) -> list[int]:
        """`_SOUGHT` pages, and all that are as near as the last of them but for the page's own."""
        at, _ = self._at(np.array([page]))
        apart = np.zeros(len(self.pages), np.uint16)
        for bits in self._bits:
            apart += np.bitwise_count(bits ^ bits[at])
        found = self.pages
        if len(apart) > _SOUGHT:
            limit = np.partition(apart, _SOUGHT)[_SOUGHT]
            found = found[apart <= limit][: 2 * _SOUGHT]
        return [other for other in found.tolist() if other != page]

    def _at(self, pages: Ints) -> tuple[Ints, npt.NDArray[np.bool_]]:
        at = np.minimum(np.searchsorted(self.pages, pages), max(len(self.pages) - 1, 0))
        return at, self.pages[at] == pages


class Rarity:
    """How rare terms are, by some pages that stand for all."""

    def __init__(self, counted: bytes) -> None:
        """`counted`: what `count` made of those pages."""
        self._pages, size = np.frombuffer(counted, np.uint32, 2).tolist()
        self._terms = np.frombuffer(counted, np.uint32, size, 8)
        self._counts = np.frombuffer(counted, np.uint16, size, 8 + 4 * size)

    @staticmethod
    def count(digests: Iterable[bytes]) -> bytes:
        """In how many of the pages, 65,535 at most, each term stands that several of them have."""
        spaces = (Space.TEXT, Space.PAIRS, Space.ENTITIES, Space.FIGURES, Space.SPEAKERS)
        bags = [undigested(one).bags for one in digests]
        found = [each[space].terms for each in bags for space in spaces]
        every = np.concatenate(found) if found else np.zeros(0, np.uint32)
        terms, counts = np.unique(every, return_counts=True)
        terms, counts = terms[counts > 1], counts[counts > 1]
        head = np.array([len(bags), len(terms)], np.uint32)
        return b"".join((head.tobytes(), terms.tobytes(), counts.astype(np.uint16).tobytes()))

    def of(self, terms: Terms) -> Floats:
        """[terms] 1 for what stands in all pages; more, the fewer have it."""
        often = np.ones(len(terms))
        if len(self._terms):
            at = np.minimum(np.searchsorted(self._terms, terms), len(self._terms) - 1)
            often = np.where(self._terms[at] == terms, self._counts[at], 1)
        rare: Floats = (np.log((1 + self._pages) / (1 + often)) + 1).astype(np.float32)
        return rare


@dataclass(frozen=True, slots=True)
class Around:
    """The neighbours of a page, nearest first."""

    pages: Ints  # [neighbours]
    near: Floats  # [neighbours] in [-1, 1]
    centres: Floats  # [2, SIZE] the mean `lead` and `told` of the nearest of them and the page

    @property
    def crowd(self) -> float:
        """How near the nearest are in the mean."""
        return float(self.near[:_CROWD].mean()) if len(self.near) else 0.0


def around(mine: Digest, others: Sequence[tuple[int, Digest]], rarity: Rarity) -> Around:
    """What a page has about it, of some `others`, by their numbers."""
    numbers = np.array([number for number, _ in others], np.int64)
    meaning = np.array([other.lead @ mine.lead for _, other in others], np.float32)
    chosen = np.lexsort((numbers, -meaning))[:NEIGHBOURS]
    text = _bags([mine, *(others[n][1] for n in chosen)], Space.TEXT, rarity)
    near = (_WORDS * text.cosines() + (1 - _WORDS) * meaning[chosen]).astype(np.float32)
    order = np.lexsort((numbers[chosen], -near))
    order = order[near[order] > LEAST]
    nearest = [mine, *(others[n][1] for n in chosen[order[:_CENTRE]])]
    centres = np.stack([one.meanings for one in nearest]).mean(0)[[0, 2]]
    return Around(numbers[chosen[order]], near[order], centres)


def evidence(
    mine: tuple[Digest, Around], theirs: Sequence[tuple[Digest, Around]], rarity: Rarity
) -> Evidence:
    """[neighbours, features] what speaks for the neighbours of a page carrying its claim, as it
    is seen from there. `theirs` are its neighbours, nearest first."""
    if not theirs:
        return np.zeros((0, FEATURES))
    me, about = mine
    digests = [digest for digest, _ in theirs]
    bags = [_bags([me, *digests], space, rarity) for space in Space]
    meanings = np.stack([digest.meanings for digest in digests])
    centres = (np.stack([other.centres for _, other in theirs]) + about.centres) / 2
    lengths = np.array([[digest.length, me.length] for digest in digests])
    crowds = np.array([other.crowd for _, other in theirs])
    return np.column_stack(
        [
            *(each.cosines() for each in bags),
            (meanings * me.meanings).sum(2),
            bags[Space.TEXT].local(_LOCAL),
            lengths.min(1),
            lengths.max(1),
            about.near,
            _cosines(meanings[:, 0] - centres[:, 0], me.lead - centres[:, 0]),
            _cosines(meanings[:, 2] - centres[:, 1], me.told - centres[:, 1]),
            about.crowd + crowds,
            np.abs(about.crowd - crowds),
        ]
    ).astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Bags:
    """The terms of a page, which has the number 0, and of others, those nearest first."""

    size: int  # pages
    owner: Ints  # [terms] the number of the page that has it
    term: Ints  # [terms] its number among the distinct ones
    weight: Floats  # [terms]

    def cosines(self) -> Floats:
        """[others] with the page."""
        lengths = np.sqrt(np.bincount(self.owner, self.weight**2, self.size))
        mine = np.zeros(int(self.term.max(initial=-1)) + 1)
        own = self.owner == 0
        mine[self.term[own]] = self.weight[own]
        dots = np.bincount(self.owner, self.weight * mine[self.term], self.size)
        found: Floats = (dots / np.maximum(lengths * lengths[0], 1e-9))[1:].astype(np.float32)
        return found

    def local(self, nearest: int) -> Floats:
        """[others] cosines where terms count by how few of the `nearest` have them."""
        nearest = min(nearest, self.size - 1)
        among = (self.owner > 0) & (self.owner <= nearest)
        often = np.bincount(self.term[among], minlength=int(self.term.max(initial=-1)) + 1)
        rare = np.maximum(np.log((nearest + 1) / (often + 0.5)), 0)
        return _Bags(self.size, self.owner, self.term, self.weight * rare[self.term]).cosines()


def _bags(digests: Sequence[Digest], space: Space, rarity: Rarity) -> _Bags:
    """Terms weighed by their rarity; those that one page alone has the less, the more pages
    there are that might have had them."""
    bags = [one.bags[space] for one in digests]
    owner = np.repeat(np.arange(len(bags)), [len(bag.terms) for bag in bags])
    distinct, term, often = np.unique(
        np.concatenate([bag.terms for bag in bags]), return_inverse=True, return_counts=True
    )
    rare = rarity.of(distinct)
    rare[often == 1] *= max(1 - len(digests) / NEIGHBOURS, 0)
    weight = np.concatenate([bag.weights for bag in bags]) * rare[term]
    return _Bags(len(bags), owner, term, weight)


def _cosines(left: npt.NDArray[Any], right: npt.NDArray[Any]) -> Floats:
    """[rows] of two [rows, SIZE]."""
    lengths = np.linalg.norm(left, axis=1) * np.linalg.norm(right, axis=1)
    found: Floats = (left * right).sum(1) / np.maximum(lengths, 1e-9)
    return found
