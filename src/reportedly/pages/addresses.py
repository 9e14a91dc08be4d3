"""Which addresses may be fetched. A page's address may lead anywhere, and so may its redirections.

    address ─► parse: scheme, port, no password ─► resolve: every IP address public ─► connect

What is resolved here is what is connected to: a name that answers otherwise a moment later (DNS
rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
from collections.abc import Callable, Sequence

import httpx

from reportedly.errors import AddressRefused, FetchFailed, UnreadablePage
from reportedly.limits import Reach

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]  # host and port to IP addresses; raises OSError

_LONGEST = 8192  # characters of an address
_DEFAULT_PORTS = {"http": 80, "https": 443}
# Beyond what `ipaddress` knows as not global: addresses of protocols, of machines' own services,
# and those that another address is packed in.
_CLOSED = tuple(
    map(
        ipaddress.ip_network,
        (
            "192.0.0.0/24",  # protocol assignments; a cloud's metadata at .192
            "192.88.99.0/24",  # 6to4 relays
            "168.63.129.16/32",  # a cloud's own service, under a public address
            "2002::/16",  # 6to4
            "64:ff9b:1::/48",  # NAT64 of one network
            "fec0::/10",  # site-local
        ),
    )
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def parse(address: str, reach: Reach) -> httpx.URL:
    """An address, taken apart and found to be one that may be asked, if its host may.

    Raises `UnreadablePage` for what is no address, and `AddressRefused`.
    """
    shown = address[:200]
    if len(address) > _LONGEST:
        raise UnreadablePage(f"an address of more than {_LONGEST:,} characters", about=shown)
    try:
        url = httpx.URL(address).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:  # of the host's encoding
        raise UnreadablePage(f"not an address ({error})", about=shown) from error
    if url.scheme not in _DEFAULT_PORTS:
        raise AddressRefused("only http and https are fetched", about=shown)
    if not url.host:
        raise UnreadablePage("not an address: it names no host", about=shown)
    if url.userinfo:
        raise AddressRefused("holds a user's name or password; leave them out", about=shown)
    if port_of(url) not in reach.ports:
        raise AddressRefused(f"port {port_of(url)} is not asked for pages", about=shown)
    return url


def port_of(url: httpx.URL) -> int:
    return url.port or _DEFAULT_PORTS[url.scheme]


def system_resolver(host: str, port: int) -> list[str]:
    """The IP addresses of a host, as the system finds them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def resolve(host: str, port: int, reach: Reach, resolver: Resolver, seconds: float) -> list[str]:
    """The IP addresses of a host, all of which may be asked. Raises `AddressRefused` where one
    may not, and `FetchFailed` where there are none or finding them takes too long."""
    found = _within(seconds, host, lambda: resolver(host, port))
    if not found:
        raise FetchFailed("its host has no address", about=host)
    for each in found:
        if not may_be_asked(each, reach):
            raise AddressRefused(
                f"leads to {each}, which lies in a network that is not public", about=host
            )
    return list(found)


def may_be_asked(ip: str, reach: Reach) -> bool:
    """Whether an IP address is public, or in a network that was opened on purpose."""
    try:
        address = ipaddress.ip_address(ip.split("%")[0])
    except ValueError:
        return False
    inner = _inner(address)
    if any(inner in network for network in map(ipaddress.ip_network, reach.inside)):
        return True
    if any(inner in network for network in _CLOSED):
        return False
    return inner.is_global and not inner.is_multicast


def _inner(address: IPAddress) -> IPAddress:
    """The IPv4 address that an IPv6 address stands for, where it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address


def _within(seconds: float, host: str, find: Callable[[], Sequence[str]]) -> Sequence[str]:
    """What `find` gives, waited for no longer than that: the system's resolver knows no limit."""
    answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def work() -> None:
        try:
            answers.put(find())
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=work, daemon=True).start()
    try:
        answer = answers.get(timeout=max(seconds, 0))
    except queue.Empty:
        raise FetchFailed("its host's address was not found in time", about=host) from None
    if isinstance(answer, Exception):
        raise FetchFailed(f"its host is not found ({answer})", about=host) from answer
    return answer
