"""What all pages share: the ledger that is lent, who is there, the templates."""

from __future__ import annotations

import hashlib
import hmac
import queue
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from fastapi import HTTPException, Request

from reportedly.config import login
from reportedly.ledger import Ledger, Size
from reportedly.limits import Limits
from reportedly.traces.kept import Checks
from reportedly.web.jobs import Jobs, worker_told
from reportedly.web.store import Store, folder_of
from reportedly.web.team.team import Team
from reportedly.web.team.terms import Terms

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
_KEPT = 20  # times as long as it took to count it, the size of a ledger is not counted again
_LENT = 6  # ledgers that are open at once; further requests wait their turn
_STREAMS = 8  # answers that are sent as they are read


@dataclass(frozen=True, slots=True)
class Premises:
    """Where a reading room stands, and whom it lets in."""

    ledger: str  # a file, or postgresql://user@host/database
    captures: Path | None = None  # the folder of its captures; by default that beside it
    hosts: tuple[str, ...] = LOOPBACK  # names that a request may ask for, without the port
    reviewer: str = field(default_factory=login)  # who decides, in single-user mode
    limits: Limits = Limits()  # of the pages that are added
    model: str = "default"
    team: Terms | None = None  # of a room with accounts; None in that of one user


class House:
    """One running reading room."""

    def __init__(self, premises: Premises) -> None:
        """Opens the ledger, and makes it where there is none. Raises `LedgerError`, and
        `ConfigurationError` for a team without an admin."""
        self.premises = premises
        self._shelf: queue.LifoQueue[Ledger] = queue.LifoQueue()
        self._all = [self._open(create=True)]
        self._all += [self._open(create=False) for _ in range(_LENT - 1)]
        for each in self._all:
            self._shelf.put(each)
        self._streams = threading.BoundedSemaphore(_STREAMS)
        captures = self._all[0].captures
        self._size: tuple[Size | None, float] = None, 0.0  # and until when it is good
        self.checks = Checks()
        self.store = store = Store(folder_of(captures))
        self.team = Team(store, premises.team) if premises.team else None
        self._secret = store.secret("forms")
        self.jobs = Jobs(
            store,
            worker_told(premises.ledger, captures, store.folder, premises.model, premises.limits),
        )

    def _open(self, *, create: bool) -> Ledger:
        return Ledger.open(self.premises.ledger, captures=self.premises.captures, create=create)

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """A ledger for one thread, for as long as the block lasts."""
        lent = self._shelf.get()
        try:
            yield lent
        finally:
            self._shelf.put(lent)

    @contextmanager
    def streaming(self) -> Iterator[Ledger]:
        """A ledger of its own, for an answer that takes as long as whoever asked takes to read
        it: those that are lent must come back soon. Raises an error of status 429."""
        if not self._streams.acquire(blocking=False):
            raise HTTPException(
                429,
                "Too many are being sent all of something; wait a little.",
                {"Retry-After": "10"},
            )
        try:
            with self._open(create=False) as ledger:
                yield ledger
        finally:
            self._streams.release()

    def size(self, ledger: Ledger) -> Size:
        """How much there is of everything. To count a large ledger takes a while: a count is kept
        for twenty times as long as it took, so that no more than that goes into counting."""
        size, until = self._size
        if size is None or time.monotonic() >= until:
            began = time.monotonic()
            size = ledger.size()
            now = time.monotonic()
            self._size = size, now + _KEPT * (now - began)
        return size

    def close(self) -> None:
        self.jobs.close()
        for each in self._all:
            each.close()

    def token(self, bound: str) -> str:
        """What a form must send back, so that only forms of ours are taken."""
        return hmac.new(self._secret, bound.encode(), hashlib.sha256).hexdigest()


def house_of(request: Request) -> House:
    house = request.app.state.house
    assert isinstance(house, House)
    return house
