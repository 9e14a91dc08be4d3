"""A room behind a proxy that speaks https for it: nobody comes in beside it, and whom it asks
for stands in `X-Forwarded-For`."""

from __future__ import annotations

import ipaddress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from reportedly.web.problems import problem


class Behind:
    """The middleware. `proxies`: addresses or networks; what they send on is https to browsers."""

    def __init__(self, app: ASGIApp, proxies: tuple[str, ...]) -> None:
        self.app = app
        self._proxies = [ipaddress.ip_network(each, strict=False) for each in proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            peer = (scope.get("client") or ("",))[0]
            if not self._is_ours(peer):
                refused = problem(403, "This reading room is entered through its proxy.")
                await refused(scope, receive, send)
                return
            # All lines of it: some proxies add one of their own behind that of whoever asks.
            forwarded = ",".join(Headers(scope=scope).getlist("x-forwarded-for"))
            asker = self._asker(forwarded, peer)
            scope = {**scope, "scheme": "https", "client": (asker, 0)}
        await self.app(scope, receive, send)

    def _is_ours(self, address: str) -> bool:
        found = parse(address)
        return found is not None and any(found in network for network in self._proxies)

    def _asker(self, forwarded: str, peer: str) -> str:
        """The last address that none of the proxies has. What stands before it, anybody can
        have written."""
        for each in reversed([part.strip() for part in forwarded.split(",")]):
            if not self._is_ours(each):
                return str(parse(each) or peer)
        return peer


def parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """An address; of one of IPv4 that is written as one of IPv6, that of IPv4."""
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found
