"""One request over one connection to an address that was checked, within a time that is kept.

httpx's own layer of connections (httpcore) is used directly: it lets us choose the IP address
while certificates are still checked against the name, and limits the time of each read alone,
which a server that sends a byte now and then would never exceed.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import httpcore
import httpx

from reportedly.errors import AddressRefused, FetchFailed, PageError, PageTooSlow, PageTruncated
from reportedly.pages.addresses import port_of
from reportedly.pages.files import too_large

Addresses = Callable[[str, int, float], list[str]]  # host, port, seconds to IPs; raises `PageError`


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered, its body still wrapped."""

    status: int
    headers: httpx.Headers
    body: bytes


def ask(
    url: httpx.URL,
    headers: dict[str, str],
    addresses: Addresses,
    *,
    ends: float,
    limit: int,
    wanted: Callable[[int, httpx.Headers], bool],
    cut: bool = False,
) -> Response:
    """The answer to one GET request; redirections are not followed.

    `ends`: when it must be over, by `time.monotonic`. `limit`: bytes of the body. `wanted`:
    whether the body is, by status and headers; else it is left empty. `cut`: of a body beyond
    the limit what lies within is taken. Raises `PageError`.
    """
    about = str(url)
    guard = _Backend(addresses, ends)
    # Always a connection of its own: another host may lie at the same IP address.
    pool = httpcore.ConnectionPool(
        _context(), max_connections=1, max_keepalive_connections=0, network_backend=guard
    )
    target = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=port_of(url), target=url.raw_path
    )
    sent = [(b"Host", url.netloc), *((k.encode(), v.encode()) for k, v in headers.items())]
    try:
        with pool, pool.stream("GET", target, headers=sent) as response:
            answered = httpx.Headers(response.headers)
            if not wanted(response.status, answered):
                return Response(response.status, answered, b"")
            announced = answered.get("Content-Length", "")
            if announced.isdecimal() and int(announced) > limit and not cut:
                raise too_large(about, limit)
            pieces, size = [], 0
            for piece in response.iter_stream():
                pieces.append(piece)
                size += len(piece)
                if size > limit:
                    if not cut:
                        raise too_large(about, limit)
                    break
            return Response(response.status, answered, b"".join(pieces)[:limit])
    except PageError as error:  # about the host, where its address was refused
        if error.about != about:
            error.message = f"{error.about}: {error.message}"
            error.about = about
        raise
    except httpcore.TimeoutException as error:
        message = "the server did not answer in time; allow more with REPORTEDLY_FETCH_SECONDS"
        raise PageTooSlow(message, about=about) from error
    except httpcore.RemoteProtocolError as error:
        raise PageTruncated(
            f"the answer breaks off ({error}); fetch it again", about=about
        ) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise FetchFailed(f"no connection ({error})", about=about) from error


@cache
def _context() -> ssl.SSLContext:
    return httpcore.default_ssl_context()


class _Backend(httpcore.NetworkBackend):
    """Connects to addresses that were checked."""

    def __init__(self, addresses: Addresses, ends: float) -> None:
        self._addresses, self._ends = addresses, ends
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        found = self._addresses(host, port, _left(self._ends))
        for number, ip in enumerate(found, start=1):
            # Of several addresses the first ones may not use up all the time.
            seconds = _left(self._ends) / (len(found) - number + 1)
            try:
                stream = self._inner.connect_tcp(ip, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if number == len(found):
                    raise
            else:
                return _Stream(stream, self._ends)
        raise AddressRefused("no address", about=host)

    def sleep(self, seconds: float) -> None:
        raise NotImplementedError("requests are not repeated here")


class _Stream(httpcore.NetworkStream):
    """A connection whose every wait ends when the whole must."""

    def __init__(self, inner: httpcore.NetworkStream, ends: float) -> None:
        self._inner, self._ends = inner, ends

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._ends))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._ends))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, _left(self._ends)), self._ends
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def _left(ends: float) -> float:
    """Seconds until the end. Raises `httpcore.ReadTimeout` when there are none."""
    left = ends - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("time is over")
    return left
