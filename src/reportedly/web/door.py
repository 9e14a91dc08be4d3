"""The door of a team's room: who is it, may they come in at all, and what they did.

It stands behind the guards and before every page, so that a stranger's upload is not even read.
What each route takes is not known here, but in `rights.py`.
"""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from fastapi import Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportedly.web.answers import wants_json
from reportedly.web.guards import Bounded
from reportedly.web.problems import problem
from reportedly.web.rights import OPEN
from reportedly.web.roles import Visitor
from reportedly.web.team.audit import Actor
from reportedly.web.team.team import Team

SESSION = "session"  # the cookie of who is signed in
_STRANGERS = 64_000  # bytes of what one may send who is not signed in
_UNTIL_CHANGED = frozenset({"/account", "/account/password", "/logout", "/theme"})


def cookie(team: Team, name: str) -> str:
    """What it is called. With `__Host-` no other host and no plain http can set it; its path is
    then the whole room."""
    return f"__Host-{name}" if team.terms.secure else name


class Door:
    """The middleware."""

    def __init__(self, app: ASGIApp, team: Team) -> None:
        self.app, self.team = app, team

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        who = await run_in_threadpool(self._who, request)
        scope["state"]["who"] = who
        if who is None:
            if f"{scope['method']} {scope['path']}" not in OPEN:
                await _sent_away(request)(scope, receive, send)
                return
            if int(request.headers.get("content-length", "0")) > _STRANGERS:
                refused = problem(413, f"At most {_STRANGERS:,} bytes before you are signed in.")
                await refused(scope, receive, send)
                return
            receive = Bounded(receive, _STRANGERS)
        elif who.must_change and scope["path"] not in _UNTIL_CHANGED:
            await _to_new_password(request)(scope, receive, send)
            return
        await self.app(scope, receive, self._noted(scope, who, send))

    def _who(self, request: Request) -> Visitor | None:
        """By a token, where it is for programs; else by the session's cookie."""
        scheme, _, secret = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and wants_json(request):
            return self.team.tokens.visitor(secret.strip())
        word = request.cookies.get(cookie(self.team, SESSION))
        return self.team.signed_in(word) if word else None

    def _noted(self, scope: Scope, who: Visitor | None, send: Send) -> Send:
        """Writes into the audit what has been done, before the answer says so."""

        async def noted(message: Message) -> None:
            act = scope["state"].get("act")
            if message["type"] == "http.response.start" and act and message["status"] < 400:
                assert who is not None
                by = Actor(who.name, (scope.get("client") or ("",))[0])
                about = _about(scope, Headers(raw=message["headers"]))
                detail = scope["state"].get("detail", "")
                if who.token:
                    detail = f"{detail} (token: {who.token})".strip()
                await run_in_threadpool(self.team.note, by, act, about, detail)
            await send(message)

        return noted


def _about(scope: Scope, answer: Headers) -> str:
    """What it was done to: what the address names, or what it made."""
    told, named = scope["state"].get("about"), scope.get("path_params", {}).get("id")
    return str(told or named or answer.get("location", "").rpartition("/")[2])


def _sent_away(request: Request) -> Response:
    if wants_json(request):
        answer = problem(401, "Sign in, or send a token: Authorization: Bearer …")
        answer.headers["WWW-Authenticate"] = "Bearer"
        return answer
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    if "hx-request" in request.headers:
        page = urlsplit(request.headers.get("hx-current-url", ""))
        here = page.path + (f"?{page.query}" if page.query else "")
        return Response(status_code=401, headers={"HX-Redirect": _login(here)})
    return RedirectResponse(_login(here if request.method == "GET" else "/"), status_code=303)


def _login(to: str) -> str:
    return f"/login?to={quote(to)}" if to not in ("", "/") else "/login"


def _to_new_password(request: Request) -> Response:
    if wants_json(request):
        return problem(403, "Choose a new password first, in the browser.")
    return RedirectResponse("/account", status_code=303)
