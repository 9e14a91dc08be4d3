"""Pages grouped by the main claim that they carry, as they come in.

    new pages ─► neighbours ─► what speaks for each ─► groups about them, by average linkage

A new page changes its neighbours, too. Of a page that has many new ones, what speaks for its
neighbours is looked at anew; so groups hardly depend on the order in which pages came, and a
page costs the same whatever else there is. Pages that come all at once are grouped as a set.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol
from zlib import crc32

import numpy as np
import numpy.typing as npt

from reportedly.data import Reading
from reportedly.traces import embeddings
from reportedly.traces.digests import FORMAT, Digest, code, digest, undigested
from reportedly.traces.embeddings import Embedder
from reportedly.traces.likeness import (
    FEATURES,
    NEIGHBOURS,
    Around,
    Codes,
    Evidence,
    Ints,
    Rarity,
    around,
    evidence,
)
from reportedly.traces.linkage import average_linkage
from reportedly.traces.views import View
from reportedly.traces.weights import Linear, linear

SAMPLE = 1000  # pages by which the rarity of words is known
_SOFT = 2.0  # log-odds are divided by this: the mean of many chances is not ruled by a few
_CLOSE = 0.7  # part of the ties that each of two groups has within, that they have to each other
_APART, _SURE = -5.0, 10.0  # log-odds at which two pages have no ties, and from which on no more
_PARTNER = 0.2  # chance from which on a page's group is looked at anew with the page
_FRESH = 1 / 3  # part of its neighbours that are new, at which a page is looked at anew
_DIGESTS = 4096  # kept at hand
_RUN = 200  # pages that are put into groups at once


Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of pages that may carry the same claim, and what speaks for it."""

    pages: Ints  # [pairs, 2] the smaller number first
    evidence: Evidence  # [pairs, features]


class Kept(Protocol):
    """Whoever keeps pages in groups: a ledger, or `Memory`. Pages go by numbers."""

    def codes(self) -> Iterable[tuple[bytes, bytes]]:
        """Of every page its number, 32 bits each and in order, and its code: many at a time."""
        ...

    def digests(self, pages: Collection[int]) -> Mapping[int, bytes]: ...

    def views(self, pages: Collection[int]) -> Mapping[int, bytes]:
        """What was `put` of them; of a page that is new nothing."""
        ...

    def sampled(self, size: int, count: Callable[[Iterable[bytes]], bytes]) -> bytes:
        """What `count` makes of the digests of so many pages, or of all, chosen whatever the order
        in which they came."""
        ...

    def put(self, views: Mapping[int, bytes]) -> None: ...

    def together(self, pages: Collection[int]) -> Iterable[Sequence[int]]:
        """The groups, whole, that have any of the pages."""
        ...

    def regroup(self, groups: Iterable[Sequence[int]]) -> None:
        """Puts pages, of which all are named that stood with one of them, into these groups."""
        ...


def maker(embedder: Embedder) -> str:
    """What digests depend on beside the page."""
    return f"{FORMAT}-{embedder.digest[:12]}"


def place(new: Collection[int], kept: Kept, same: Linear | None = None) -> None:
    """Puts new pages, whose codes and digests are kept, into groups."""
    if new:
        _Placing(kept, same or linear("same claim")).place(sorted(new))


class _Placing:
    """Some pages on their way into the groups."""

    def __init__(self, kept: Kept, same: Linear) -> None:
        self._kept, self._same = kept, same
        self._at_hand: dict[int, Digest] = {}
        self._codes = Codes(kept.codes())
        self._rarity = Rarity(kept.sampled(SAMPLE, Rarity.count))
        self._views: dict[int, View] = {}

    def place(self, new: Sequence[int]) -> None:
        seen = {page: View(self._around(page)) for page in new}
        self._views |= seen
        old = {page for view in seen.values() for page in view.around.pages.tolist()}
        if len(self._codes.pages) <= len(new) + NEIGHBOURS:  # so few tell little of what is rare
            stale = sorted(set(self._codes.pages.tolist()) - seen.keys())  # all are looked at anew
        else:
            stale = self._meet(new, sorted(old - seen.keys()))
        anew = {page: View(self._around(page)) for page in stale}
        self._views |= anew
        for page in (*new, *stale):
            self._views[page].odds = self._same.scores(self._evidence(page)).astype(np.float32)
        self._kept.put({page: self._views[page].packed() for page in (*new, *stale)})
        self._regroup((*new, *stale))

    def pairs(self, pages: Sequence[int]) -> Pairs:
        """What speaks for any two neighbours, the mean of what each of them sees."""
        self._views |= {page: View(self._around(page)) for page in pages}
        rows: defaultdict[tuple[int, int], list[npt.NDArray[np.float64]]] = defaultdict(list)
        for page in pages:
            others = self._views[page].around.pages.tolist()
            for other, row in zip(others, self._evidence(page), strict=True):
                rows[min(page, other), max(page, other)].append(row)
        if not rows:
            return Pairs(np.zeros((0, 2), np.int64), np.zeros((0, FEATURES)))
        keys = sorted(rows)
        return Pairs(np.array(keys, np.int64), np.stack([np.mean(rows[k], 0) for k in keys]))

    def _around(self, page: int) -> Around:
        others = self._codes.near(page)
        mine, *theirs = self._digests([page, *others])
        return around(mine, list(zip(others, theirs, strict=True)), self._rarity)

    def _evidence(self, page: int) -> Evidence:
        about = self._views[page].around
        others = about.pages.tolist()
        self._look_up(others)
        mine, *digests = self._digests([page, *others])
        arounds = [self._views[other].around for other in others]
        return evidence((mine, about), list(zip(digests, arounds, strict=True)), self._rarity)

    def _meet(self, new: Sequence[int], old: Sequence[int]) -> list[int]:
        """Tells old pages of their new neighbours; gives those that are to be looked at anew."""
        self._look_up(old)
        newcomers = defaultdict(list)
        for page in new:
            about = self._views[page].around
            for other, near in zip(about.pages.tolist(), about.near.tolist(), strict=True):
                newcomers[other].append((page, near))
        stale, changed = [], {}
        for page in old:
            view = self._views[page]
            for other, near in newcomers[page]:
                view.meet(other, near, NEIGHBOURS)
            if view.fresh > _FRESH * len(view.around.pages):
                stale.append(page)
            else:
                changed[page] = view.packed()
        self._kept.put(changed)
        return stale

    def _regroup(self, touched: Sequence[int]) -> None:
        partners = set(touched)
        for page in touched:
            view = self._views[page]
            partners.update(view.around.pages[likely(view.odds) >= _PARTNER].tolist())
        members = {page for group in self._kept.together(partners) for page in group} | partners
        self._look_up(sorted(members))
        odds: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
        for page in members:
            view = self._views[page]
            for other, one in zip(view.around.pages.tolist(), view.odds.tolist(), strict=True):
                if other in members and not math.isnan(one):
                    odds[min(page, other), max(page, other)].append(one)
        means = {pair: sum(each) / len(each) for pair, each in odds.items()}
        self._kept.regroup(grouped(sorted(members), means, self._same.threshold))

    def _digests(self, pages: Sequence[int]) -> list[Digest]:
        missing = [page for page in pages if page not in self._at_hand]
        if len(self._at_hand) + len(missing) > _DIGESTS:
            self._at_hand.clear()
            missing = list(pages)
        for page, one in self._kept.digests(missing).items():
            self._at_hand[page] = undigested(one)
        return [self._at_hand[page] for page in pages]

    def _look_up(self, pages: Iterable[int]) -> None:
        missing = [page for page in pages if page not in self._views]
        found = self._kept.views(missing)
        for page in missing:
            self._views[page] = View.unpacked(found[page]).among(self._codes)


def likely(odds: Floats) -> Floats:
    """How alike pages are, in (0, 1), by the log-odds that they carry the same claim."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds / _SOFT, -30, 30))))


def grouped(
    pages: Iterable[int], odds: Mapping[tuple[int, int], float], least: float
) -> list[list[int]]:
    """Pages in groups, by the log-odds that any two of them carry the same claim. They are as
    alike as is likely, but tied by the odds: among the surest, chances hardly differ."""
    each = np.array(list(odds.values()), np.float64)
    ties = np.clip(each, _APART, _SURE) - _APART
    alike, tied = (dict(zip(odds, one.tolist(), strict=True)) for one in (likely(each), ties))
    return average_linkage(pages, alike, least, tied, _CLOSE)


class Ledger(Protocol):
    """A ledger whose pages are to be grouped. Readings go by numbers."""

    def ungrouped(self, maker: str) -> Sequence[int]: ...

    def readings_of(self, keys: Sequence[int]) -> Iterable[tuple[int, str, Reading]]: ...

    def grouping(self, maker: str) -> AbstractContextManager[Keeper]: ...


class Keeper(Kept, Protocol):
    def add(self, pages: Mapping[int, tuple[str, bytes, bytes]]) -> Collection[int]:
        """Takes readings' ids, codes and digests; gives the pages that are in no group yet."""
        ...


def group_ledger(ledger: Ledger, embedder: Embedder | None = None) -> Iterator[tuple[int, int]]:
    """Puts the pages that came since the last time into groups, a run and a transaction at a
    time; gives how many are done, and how many there are to do."""
    embedder = embedder or embeddings.load()
    waiting = ledger.ungrouped(maker(embedder))
    for start in range(0, len(waiting), _RUN):
        run = waiting[start : start + _RUN]
        found = {}
        for key, known_as, reading in ledger.readings_of(run):
            one = digest(reading, embedder)
            found[key] = (known_as, code(one), one)
        with ledger.grouping(maker(embedder)) as keeper:
            place(keeper.add(found), keeper)
        yield start + len(run), len(waiting)


class Memory:
    """Keeps pages for as long as they are needed."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []  # digests
        self._codes: list[bytes] = []
        self._views: dict[int, bytes] = {}
        self._groups: dict[int, tuple[int, ...]] = {}  # by page

    def add(self, one: bytes) -> int:
        self.kept.append(one)
        self._codes.append(code(one))
        return len(self.kept) - 1

    def new(self) -> list[int]:
        return [page for page in range(len(self.kept)) if page not in self._groups]

    def codes(self) -> Iterable[tuple[bytes, bytes]]:
        numbers = np.arange(len(self._codes), dtype=np.uint32)
        yield numbers.tobytes(), b"".join(self._codes)

    def digests(self, pages: Collection[int]) -> Mapping[int, bytes]:
        return {page: self.kept[page] for page in pages}

    def views(self, pages: Collection[int]) -> Mapping[int, bytes]:
        return {page: self._views[page] for page in pages if page in self._views}

    def sampled(self, size: int, count: Callable[[Iterable[bytes]], bytes]) -> bytes:
        return count(sorted(self.kept, key=crc32)[:size])

    def put(self, views: Mapping[int, bytes]) -> None:
        self._views |= views

    def together(self, pages: Collection[int]) -> Iterable[Sequence[int]]:
        return {self._groups[page] for page in pages if page in self._groups}

    def regroup(self, groups: Iterable[Sequence[int]]) -> None:
        for group in groups:
            self._groups |= dict.fromkeys(group, tuple(group))

    def groups(self) -> list[list[int]]:
        return sorted(map(list, set(self._groups.values())))


class Grouper:
    """Collects pages, a digest each; groups them when asked."""

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder or embeddings.load()
        self._memory = Memory()

    def __len__(self) -> int:
        return len(self._memory.kept)

    def add(self, reading: Reading) -> int:
        """The number of the page among those added."""
        return self._memory.add(digest(reading, self._embedder))

    @property
    def kept(self) -> Sequence[bytes]:
        """The digest of each page."""
        return self._memory.kept

    def pairs(self) -> Pairs:
        """What speaks for any two pages that may carry the same claim."""
        return _Placing(self._memory, linear("same claim")).pairs(range(len(self)))

    def groups(self) -> list[list[int]]:
        """Numbers of pages, each group in order, ordered by its first page."""
        place(self._memory.new(), self._memory)
        return self._memory.groups()


def group(readings: Iterable[Reading], embedder: Embedder | None = None) -> list[list[int]]:
    """The readings' numbers, counted from 0, grouped by the main claim."""
    grouper = Grouper(embedder)
    for reading in readings:
        grouper.add(reading)
    return grouper.groups()
