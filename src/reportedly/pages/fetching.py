"""Pages from the web: one at a time, politely, and from nowhere but the public web.

address ─► rules ─► robots.txt ─► the host's turn ─► request ─┬─► body unwrapped ─► Page
             ▲                                                │
             └──────────────── redirection ───────────────────┘
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from http import HTTPStatus

import httpx

from reportedly.data import Page
from reportedly.errors import AddressRefused, BinaryPage, FetchFailed, PageError, UnreadablePage
from reportedly.limits import Limits, Reach, deadline
from reportedly.pages.addresses import Resolver, parse, resolve, system_resolver
from reportedly.pages.archives import PAGE_TYPES
from reportedly.pages.codings import SUPPORTED, CodingError, CodingTooLarge, unwrapped
from reportedly.pages.connecting import Response, ask
from reportedly.pages.files import too_large
from reportedly.pages.making import charset_of, make_page
from reportedly.pages.manners import ROBOTS_SIZE, Manners, retry_after

AGENT = "reportedly"  # as robots.txt names us
_AGENT = f"Mozilla/5.0 (compatible; {AGENT})"  # as servers expect it to be written
_REDIRECTIONS = frozenset({301, 302, 303, 307, 308})
_COME_AGAIN = frozenset({429, 503})
_TRIES = 3
_FIRST_WAIT = 5.0  # seconds, where a server does not say how long; doubled each time
# Statuses that another time will not change.
_FINAL = frozenset({400, 401, 402, 403, 404, 405, 406, 410, 414, 451})


@dataclass(frozen=True, slots=True)
class Validators:
    """By which a server tells whether a page has changed since (RFC 9110, 13)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server sent, unwrapped."""

    url: str  # where it was found in the end
    body: bytes
    media_type: str  # in small letters, without parameters; "" where the server said none
    charset: str | None
    at: dt.datetime
    validators: Validators


def fetch(address: str, reach: Reach = Reach(), limits: Limits = Limits()) -> Page | PageError:
    """The page at an address, or what is wrong with it. For more than one, keep a `Fetcher`."""
    try:
        return Fetcher(reach, limits).page(address)
    except PageError as error:
        return error


class Fetcher:
    """Fetches pages and remembers, for as long as it lives, what hosts ask for. Of one thread."""

    def __init__(
        self,
        reach: Reach = Reach(),
        limits: Limits = Limits(),
        *,
        resolver: Resolver = system_resolver,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._reach, self._limits, self._resolver = reach, limits, resolver
        self._manners = Manners(AGENT, reach, self._robots, clock, sleep)

    def page(self, address: str) -> Page:
        """The page at an address. Raises `PageError`."""
        fetched = self.fetch(address)
        assert fetched is not None
        return self.page_of(fetched, address)

    def page_of(self, fetched: Fetched, address: str) -> Page:
        """The page that was fetched. Raises `PageError`."""
        with deadline(self._limits.seconds, address):
            return make_page(
                fetched.body,
                address,
                self._limits,
                suffix=PAGE_TYPES.get(fetched.media_type, ""),
                charset=fetched.charset,
                url=fetched.url,
                captured_at=fetched.at,
            )

    def fetch(
        self,
        address: str,
        *,
        types: Collection[str] = PAGE_TYPES,
        known: Validators = Validators(),
    ) -> Fetched | None:
        """What is at an address; None where it is still as the validators say that we know it.

        `types`: media types that are taken. Raises `PageError`: `AddressRefused` where the rules
        or robots.txt speak against it, `FetchFailed` where the server is not reached or fails.
        """
        url = parse(address, self._reach)
        budget = _Budget(self._reach.seconds)
        visited = {url}
        for _ in range(self._reach.redirects + 1):
            response = self._answer(url, address, known, types, budget)
            if response.status == HTTPStatus.NOT_MODIFIED and known != Validators():
                return None
            if response.status not in _REDIRECTIONS:
                return self._unwrapped(response, url, address, types)
            url = self._redirected(url, response, address)
            if url in visited:
                raise FetchFailed("its redirections go round in a circle", about=address)
            visited.add(url)
        raise FetchFailed(f"redirected more than {self._reach.redirects} times", about=address)

    def _answer(
        self,
        url: httpx.URL,
        about: str,
        known: Validators,
        types: Collection[str],
        budget: _Budget,
    ) -> Response:
        """The answer of a server, which may ask for patience before it gives one."""
        for number in range(_TRIES):
            self._manners.enter(url, about)
            with budget:
                response = self._ask(url, known, types, self._limits.size, budget.ends)
            if response.status not in _COME_AGAIN:
                break
            asked = retry_after(response.headers.get("Retry-After"))
            wait = _FIRST_WAIT * 2**number if asked is None else asked
            self._manners.leave_alone(url, wait)
        return response

    def _ask(
        self,
        url: httpx.URL,
        known: Validators,
        types: Collection[str] | None,
        limit: int,
        ends: float,
    ) -> Response:
        headers = {"User-Agent": _AGENT, "Accept": "*/*", "Accept-Encoding": SUPPORTED}
        if known.etag:
            headers["If-None-Match"] = known.etag
        if known.last_modified:
            headers["If-Modified-Since"] = known.last_modified

        def wanted(status: int, headers: httpx.Headers) -> bool:
            return 200 <= status < 300 and (types is None or _media_type(headers) in types)

        cut = types is None  # robots.txt, of which the beginning counts
        return ask(url, headers, self._addresses, ends=ends, limit=limit, wanted=wanted, cut=cut)

    def _addresses(self, host: str, port: int, seconds: float) -> list[str]:
        return resolve(host, port, self._reach, self._resolver, seconds)

    def _robots(self, url: httpx.URL) -> Response:
        ends = time.monotonic() + self._reach.seconds
        for _ in range(self._reach.redirects + 1):
            response = self._ask(url, Validators(), None, ROBOTS_SIZE, ends)
            if response.status not in _REDIRECTIONS:
                codings = response.headers.get("Content-Encoding", "")
                try:
                    body = unwrapped(response.body, codings, ROBOTS_SIZE)
                except CodingError as error:
                    raise UnreadablePage(str(error), about=str(url)) from error
                if len(response.body) == ROBOTS_SIZE:  # within a line, which may be cut to more
                    body = body.rpartition(b"\n")[0]
                return Response(response.status, response.headers, body)
            url = self._redirected(url, response, str(url))
        return Response(HTTPStatus.NOT_FOUND, httpx.Headers(), b"")

    def _redirected(self, url: httpx.URL, response: Response, about: str) -> httpx.URL:
        """Where a server sends us, checked like an address of a user."""
        try:
            location = str(url.join(response.headers["Location"]))
            return parse(location, self._reach)
        except KeyError as error:
            raise FetchFailed("redirected, and not told where to", about=about) from error
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchFailed(f"redirected to what is no address ({error})", about=about) from error
        except AddressRefused as error:
            message = f"redirected to {error.about}: {error.message}"
            raise AddressRefused(message, about=about) from error

    def _unwrapped(
        self, response: Response, url: httpx.URL, about: str, types: Collection[str]
    ) -> Fetched:
        status, headers = response.status, response.headers
        if not 200 <= status < 300:
            name = HTTPStatus(status).phrase if status in set(HTTPStatus) else "of no known kind"
            message = f"the server answers {status} {name}"
            raise FetchFailed(message, about=about, passing=status not in _FINAL)
        media_type = _media_type(headers)
        if media_type not in types:
            raise BinaryPage(f"not a page of text but {media_type[:80]}", about=about)
        limit = self._limits.size
        try:
            body = unwrapped(response.body, headers.get("Content-Encoding", ""), limit)
        except CodingTooLarge as error:
            raise too_large(about, limit) from error
        except CodingError as error:
            raise UnreadablePage(str(error), about=about) from error
        return Fetched(
            str(url),
            body,
            media_type,
            charset_of(headers.get("Content-Type", "")),
            dt.datetime.now(dt.UTC).replace(microsecond=0),
            Validators(headers.get("ETag"), headers.get("Last-Modified")),
        )


class _Budget:
    """Time that runs only while a server is asked: waiting for our turn is not held against it."""

    def __init__(self, seconds: float) -> None:
        self._left = seconds
        self.ends = 0.0  # by `time.monotonic`

    def __enter__(self) -> None:
        self.ends = time.monotonic() + self._left

    def __exit__(self, *_: object) -> None:
        self._left = self.ends - time.monotonic()


def _media_type(headers: httpx.Headers) -> str:
    return str(headers.get("Content-Type", "")).split(";")[0].strip().lower()
