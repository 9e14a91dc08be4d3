"""A watch over feeds: what they list and is not known yet is fetched, once.

lists ─► look: what is new waits ─► pages: a run of those that wait ─► settle: they are kept
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence

from reportedly.data import Page
from reportedly.errors import FetchFailed, PageError, PageTooSlow, PageTruncated
from reportedly.limits import Limits
from reportedly.pages.feeds import FEED_TYPES, Feed, read_feed
from reportedly.pages.fetching import Fetcher
from reportedly.pages.remembering import Memory

_RUN = 50  # pages that may have to be fetched again when a run is killed
_LISTS = 100  # of an index of sitemaps, that are read


class Watch:
    """Fetches what is new in some lists. Of one thread."""

    def __init__(
        self,
        lists: Sequence[str],
        fetcher: Fetcher,
        memory: Memory,
        limits: Limits = Limits(),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`clock`: seconds since 1970."""
        self._lists, self._fetcher, self._memory = lists, fetcher, memory
        self._limits, self._clock = limits, clock
        self._kept: list[str] = []
        self._given_up: list[str] = []
        self._postponed: list[str] = []
        self._put_off: dict[str, float] = {}  # seconds for which their servers want no asking

    def look(self) -> Iterator[PageError]:
        """Asks every list what is new. Yields what is wrong with those that cannot be read."""
        for url in self._lists:
            try:
                further = self._read(url)
            except PageError as error:
                yield error
                continue
            for each in further[:_LISTS]:
                try:
                    self._read(each)
                except PageError as error:
                    yield error

    def _read(self, url: str) -> Sequence[str]:
        known = self._memory.validators(url)
        fetched = self._fetcher.fetch(url, types=FEED_TYPES, known=known)
        if fetched is None:
            return ()
        feed: Feed = read_feed(fetched.body, fetched.url, self._limits)
        # Behind an index that has not changed, sitemaps may have: it is always read again.
        known = type(known)() if feed.lists else fetched.validators
        self._memory.learn(url, known, feed.pages)
        return feed.lists

    def pages(self) -> Iterator[Page | PageError]:
        """A run of the pages that wait; call `settle` once they are kept, and then again."""
        for url in self._memory.due(self._clock(), _RUN):
            try:
                page = self._fetcher.page(url)
            except PageError as error:
                passing = isinstance(error, PageTooSlow | PageTruncated)
                passing = error.passing if isinstance(error, FetchFailed) else passing
                if isinstance(error, FetchFailed) and error.wait:
                    self._put_off[url] = error.wait
                else:
                    (self._postponed if passing else self._given_up).append(url)
                yield error
            else:
                self._kept.append(url)
                yield page

    def settle(self) -> int:
        """What `pages` gave is kept, or told as an error. Gives how many that were."""
        number = len(self._kept) + len(self._given_up) + len(self._postponed) + len(self._put_off)
        self._memory.settle(self._kept, self._given_up)
        self._memory.postpone(self._postponed, self._clock())
        self._memory.put_off(self._put_off, self._clock())
        self._kept, self._given_up, self._postponed, self._put_off = [], [], [], {}
        return number
