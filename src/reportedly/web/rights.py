"""Which role each route needs, and what the audit says of what it changes. All of it is here:
a route that is not in the table does not open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import HTTPException, Request
from starlette.routing import BaseRoute, Route

from reportedly.web.identity import visitor
from reportedly.web.roles import Role
from reportedly.web.team.audit import Act


@dataclass(frozen=True, slots=True)
class Right:
    """What it takes to be let through."""

    role: Role | None  # None: nobody need be signed in
    act: Act | None = None  # written down when it succeeds; None where the act does so itself


_ANYBODY = """
    GET /login   POST /login   GET /login/provider   GET /login/provider/back   POST /theme
"""
_READERS = """
    GET /   GET /desk.json   GET /readings/{id}   GET /readings/{id}.json
    GET /claims/{id}   GET /claims/{id}.json   GET /claims/{id}/elsewhere
    GET /claims/{id}/elsewhere.json
    GET /review   GET /review.json
    GET /search   GET /search.json   GET /search/export   GET /speakers   GET /speakers.json
    GET /traces   GET /traces.json   GET /traces/picture.svg
    GET /jobs/{id}   GET /jobs/{id}.json   GET /jobs/{id}/events
    GET /searches   GET /searches.json   POST /searches
    POST /searches/{id}/open   POST /searches/{id}/delete
    GET /account   GET /account.json   POST /account/password
    POST /account/tokens   POST /account/tokens/{id}/revoke   POST /logout   POST /logout/everywhere

    GET /api/v1/readings   GET /api/v1/readings/{id:path}   GET /api/v1/findings
    GET /api/v1/claims   GET /api/v1/claims/{id}   GET /api/v1/facets   GET /api/v1/speakers
    GET /api/v1/claims/{id}/reviews   GET /api/v1/jobs/{id}   GET /api/v1/traces
    GET /api/v1/searches   POST /api/v1/searches
    POST /api/v1/searches/{id}/look   DELETE /api/v1/searches/{id}
"""
_REVIEWERS = {
    Act.REVIEWED: "POST /claims/{id}/review   POST /api/v1/claims/{id}/reviews",
    Act.REVIEW_UNDONE: "POST /reviews/{id}/undo   POST /api/v1/reviews/{id}/undo",
    Act.SPEAKERS_MERGED: "POST /speakers/{id}/merge",
    Act.SPEAKERS_PARTED: "POST /speakers/{id}/split",
    Act.PAGES_ADDED: "POST /add   POST /api/v1/pages",
}
_ADMINS = """
    GET /people   GET /people.json   POST /people
    POST /people/{id}/role   POST /people/{id}/password
    POST /people/{id}/disable   POST /people/{id}/enable
    GET /audit   GET /audit.json
    GET /readings/{id}/forget   GET /readings/{id}/forget.json
"""


def _routes(listed: str) -> list[str]:
    words = listed.split()
    return [f"{method} {path}" for method, path in zip(words[::2], words[1::2], strict=True)]


RIGHTS: dict[str, Right] = {
    **dict.fromkeys(_routes(_ANYBODY), Right(None)),
    **dict.fromkeys(_routes(_READERS), Right(Role.READER)),
    **{
        route: Right(Role.REVIEWER, act)
        for act, listed in _REVIEWERS.items()
        for route in _routes(listed)
    },
    **dict.fromkeys(_routes("GET /add   GET /add.json"), Right(Role.REVIEWER)),
    **dict.fromkeys(_routes(_ADMINS), Right(Role.ADMIN)),
    "POST /readings/{id}/forget": Right(Role.ADMIN, Act.PAGE_FORGOTTEN),
}
OPEN = frozenset(route for route, right in RIGHTS.items() if right.role is None)


def admitted(request: Request) -> None:
    """Stands before every route. Raises an error of status 401 or 403."""
    right = RIGHTS[f"{request.method} {request.scope['route'].path}"]
    if right.role is None:
        return
    who = visitor(request)
    if not who.role.may(right.role):
        needed = "an admin" if right.role is Role.ADMIN else f"a {right.role}"
        raise HTTPException(403, f"That takes {needed}; you are a {who.role} here.")
    request.state.act = right.act


def check(routes: Iterable[BaseRoute]) -> None:
    """Fails for a route of which the table does not say who may come through."""
    for route in routes:
        assert isinstance(route, Route), route
        for method in route.methods or ():
            name = f"{method} {route.path}"
            assert name in RIGHTS, f"say in web/rights.py which role it takes: {name}"
