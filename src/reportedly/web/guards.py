"""What a request must have before any page sees it, and what every answer carries.

- `Host` is one of ours: a name that an attacker points at this machine (DNS rebinding) is not.
- What changes something comes from a page of ours: `Origin` and `Sec-Fetch-Site` say so in every
  browser of this decade; programs send neither.
- Other sites may link to our pages, but neither embed them nor run or read what we send.
- The policy allows our own scripts and styles, from files, and no request to anywhere else.

Written against ASGI itself: it stands before every request, streams included.
"""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from secrets import token_urlsafe

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.web.problems import problem

COOKIE = "reading-room"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ON_EVERY_ANSWER = {
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",  # without any, browsers hide the `Origin` of our own forms
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Guards:
    """The middleware. `hosts`: the names that may stand in `Host`, without the port.
    `largest`: bytes of a request's body."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], largest: int) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        known_as = _cookie(headers)
        scope.setdefault("state", {})["visitor"] = known_as or token_urlsafe(18)

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in _ON_EVERY_ANSWER.items():
                    answer.setdefault(name, value)
                answer.setdefault("Cache-Control", "no-store")
                if scope["scheme"] == "https":
                    answer.setdefault("Strict-Transport-Security", "max-age=31536000")
                if known_as is None:
                    answer.append("Set-Cookie", _set_cookie(scope))
            await send(message)

        refused = self._refusal(scope, headers)
        if refused is not None:
            await problem(*refused)(scope, receive, dressed)
            return
        if scope["method"] == "HEAD":  # the server leaves out what is answered
            scope = {**scope, "method": "GET"}
        await self.app(scope, Bounded(receive, self.largest), dressed)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if _name(host) not in self.hosts:
            return 421, "This reading room does not go by that name (Host)."
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if scope["method"] not in _SAFE:
            if origin is not None and origin != f"{scope['scheme']}://{host}":
                return 403, "That request came from another site (Origin)."
            if site not in (None, "same-origin", "none"):
                return 403, "That request came from another site (Sec-Fetch-Site)."
        elif site == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return 403, "Other sites may link to this page, but not use it (Sec-Fetch-Site)."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self.largest:
            return 413, f"At most {self.largest:,} bytes can be sent at once."
        return None


class Bounded:
    """A request's body, broken off where it grows too large without having said so."""

    def __init__(self, receive: Receive, largest: int) -> None:
        self._receive = receive
        self._left = largest

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                return {"type": "http.disconnect"}
        return message


def _name(host: str) -> str:
    """A host without its port; of an IPv6 address the brackets stay."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0].lower()


def _cookie(headers: Headers) -> str | None:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return None
    return found.value if found and 16 <= len(found.value) <= 64 else None


def _set_cookie(scope: Scope) -> str:
    secure = "; Secure" if scope["scheme"] == "https" else ""
    value = scope["state"]["visitor"]
    return f"{COOKIE}={value}; Path=/; HttpOnly; SameSite=Strict{secure}"
