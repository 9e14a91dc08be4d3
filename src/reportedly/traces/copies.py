"""Copies among many pages: which pairs are worth a look, and what each pair shares.

    texts ─► sample of each ─► pairs with hashes in common ─► aligned, exactly ─► Copy

Samples only say which pairs to look at, and they find a short text inside a long one. What is
said of a pair rests on all of its words.

A hash that many pages have leads to the first of them alone: whoever copies what a hundred
have copied shares it with those. So each page is compared with a bounded number of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportedly.data import Copy
from reportedly.shingles import sample
from reportedly.traces.agencies import agency_of
from reportedly.traces.alignment import Prepared, compare, prepare

FIRST = 48  # pages to which a hash leads
MOST_PAIRS = 24_000  # to which it may lead all those that have it, together
HINTS, FEW = 2, 12  # hashes in common that a pair needs, if neither sample is smaller than this
_KEPT = 512  # texts that stay prepared


class _Text(NamedTuple):
    page: str
    prepared: Prepared
    agency: str | None


def find_copies(
    pages: Sequence[tuple[str, str]], seen: Callable[[int], object] | None = None
) -> Iterator[Copy]:
    """The copies among `pages`, each its id and its text, ordered by the page that comes first.

    `pages` is asked for a text when it is needed, twice or more: one that fetches them from a
    disk keeps memory at that of the samples, two kilobytes a page. `seen` is told the number
    of pages that are done with, of twice as many as there are.
    """
    tell = seen or (lambda number: None)
    sizes, pairs = _candidates(pages, tell)

    @lru_cache(_KEPT)
    def text(number: int) -> _Text:
        page, words = pages[number]
        return _Text(page, prepare(words), agency_of(words))

    for left, right, hints in pairs:
        tell(len(pages) + left)
        if hints < HINTS and min(sizes[left], sizes[right]) >= FEW:
            continue
        one, other = text(left), text(right)
        agency = one.agency or other.agency
        found = compare(one.page, one.prepared, other.page, other.prepared, agency)
        if found is not None:
            yield found
    tell(2 * len(pages))


def _candidates(
    pages: Sequence[tuple[str, str]], tell: Callable[[int], object]
) -> tuple[list[int], Iterator[tuple[int, int, int]]]:
    """The size of each page's sample, and the pairs that share hashes, with how many."""
    samples = []
    for number in range(len(pages)):
        samples.append(sample(pages[number][1]))
        tell(number)
    sizes = list(map(len, samples))
    return sizes, find_pairs(samples)


def find_pairs(samples: Sequence[NDArray[np.int64]]) -> Iterator[tuple[int, int, int]]:
    """The pairs of samples, by number, that share hashes, with how many they share; in order."""
    if not samples:
        return
    hashes = np.concatenate(samples)
    owners = np.repeat(np.arange(len(samples), dtype=np.int32), [len(each) for each in samples])
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    del order
    codes, totals = led(hashes, owners, len(samples))
    for code, total in zip(codes.tolist(), totals.tolist(), strict=True):
        yield *divmod(code, len(samples)), total


def led(
    hashes: NDArray[np.int64], owners: NDArray[np.int32], number: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs each owner of a hash with the first owners of it, as many as `MOST_PAIRS` allows.

    `hashes` and with them `owners`, of whom there are `number`, stand in order. Gives each pair
    once and in order, as `left * number + right`, with how many hashes led to it.
    """
    begins = np.flatnonzero(np.append(True, np.diff(hashes) != 0)[: len(hashes)])
    counts = np.diff(np.append(begins, len(hashes)))
    begins, counts = begins[counts > 1], counts[counts > 1]
    most = np.clip(MOST_PAIRS // counts, 1, FIRST)
    codes: NDArray[np.int64] = np.zeros(0, np.int64)
    totals: NDArray[np.int64] = np.zeros(0, np.int64)
    for place in range(min(FIRST, int(counts.max(initial=0)) - 1)):
        leads = (most > place) & (counts > place + 1)
        start, count = begins[leads] + place, counts[leads] - place - 1
        each = np.repeat(start, count)
        within = np.arange(len(each)) - np.repeat(np.cumsum(count) - count, count)
        pairs = owners[each].astype(np.int64) * number + owners[each + 1 + within]
        new, times = np.unique(pairs, return_counts=True)
        codes, totals = _merged(codes, totals, new, times)
    return codes, totals


def _merged(
    codes: NDArray[np.int64],
    totals: NDArray[np.int64],
    new: NDArray[np.int64],
    times: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Two tallies as one."""
    every, where = np.unique(np.concatenate([codes, new]), return_inverse=True)
    sums = np.zeros(len(every), np.int64)
    np.add.at(sums, where, np.concatenate([totals, times]))
    return every, sums
