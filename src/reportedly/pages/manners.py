"""How servers are treated: what their robots.txt asks is kept (RFC 9309), no host is asked often,
and one that asks to come again later is left alone until then."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

import httpx
from protego import Protego

from reportedly.errors import AddressRefused, FetchFailed, PageError
from reportedly.limits import Reach
from reportedly.pages.addresses import port_of
from reportedly.pages.connecting import Response

ROBOTS_SIZE = 512_000  # bytes of robots.txt that are read; the standard asks for 500 KiB
_KEPT = 24 * 3600.0  # seconds that a robots.txt is taken for true
_KEPT_FAILURE = 3600.0
_LONGEST_DELAY = 30.0  # seconds between two requests, whatever robots.txt asks
_HOSTS = 10_000  # remembered at most


@dataclass(slots=True)
class _Host:
    """What is known about one origin (scheme, host and port)."""

    rules: Protego | None = None
    failure: str | None = None  # why there are no rules, and so nothing may be fetched
    until: float = -1.0  # these are taken for true
    asked: float = float("-inf")
    closed: float = float("-inf")  # asked not to be asked before


@dataclass(slots=True)
class Manners:
    """`ask_robots` fetches a robots.txt, redirections followed; it raises `PageError`."""

    agent: str
    reach: Reach
    ask_robots: Callable[[httpx.URL], Response]
    clock: Callable[[], float]
    sleep: Callable[[float], None]
    _hosts: OrderedDict[tuple[str, str, int], _Host] = field(default_factory=OrderedDict)

    def enter(self, url: httpx.URL, about: str) -> None:
        """Waits until the host may be asked for a page. Raises `PageError` where robots.txt asks
        not to, and where the server's own wait is longer than our patience."""
        host = self._host(url)
        self._learn(host, url)
        if host.failure:
            raise FetchFailed(f"robots.txt is not to be had ({host.failure})", about=about)
        assert host.rules is not None
        if not host.rules.can_fetch(str(url), self.agent):
            raise AddressRefused("robots.txt asks not to fetch it", about=about)
        asked_for = host.rules.crawl_delay(self.agent) or 0.0
        delay = max(self.reach.delay, min(asked_for, _LONGEST_DELAY))
        closed = host.closed - self.clock()
        if closed > self.reach.patience:
            message = f"the server asks to come again in {closed:,.0f} seconds"
            raise FetchFailed(message, about=about, wait=closed)
        wait = max(closed, host.asked + delay - self.clock())
        if wait > 0:
            self.sleep(wait)
        host.asked = self.clock()

    def leave_alone(self, url: httpx.URL, seconds: float) -> None:
        """Not to be asked again before that."""
        self._host(url).closed = self.clock() + seconds

    def _host(self, url: httpx.URL) -> _Host:
        key = (url.scheme, url.host, port_of(url))
        host = self._hosts.setdefault(key, _Host())
        self._hosts.move_to_end(key)
        while len(self._hosts) > _HOSTS:
            self._hosts.popitem(last=False)
        return host

    def _learn(self, host: _Host, url: httpx.URL) -> None:
        if self.clock() < host.until:
            return
        host.rules = host.failure = None
        try:
            answer = self.ask_robots(url.copy_with(raw_path=b"/robots.txt"))
        except PageError as error:
            host.failure = error.message
        else:
            if answer.status == 429 or answer.status >= 500:
                host.failure = f"the server answers {answer.status}"
            else:  # what is not there forbids nothing
                said = answer.body if answer.status < 300 else b""
                host.rules = Protego.parse(said.decode("utf-8", "replace"))
        host.until = self.clock() + (_KEPT_FAILURE if host.failure else _KEPT)


def retry_after(written: str | None) -> float | None:
    """The seconds that a `Retry-After` asks for (RFC 9110, 10.2.3); None where it asks nothing."""
    if written is None:
        return None
    if written.isascii() and written.isdecimal():
        return float(written[:9])
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(0.0, (moment - dt.datetime.now(dt.UTC)).total_seconds())
