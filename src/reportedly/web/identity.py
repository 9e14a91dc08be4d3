"""Who is at the door. The one place that knows: pages ask for `Who` and no more.

On a laptop there is one user, who may do everything; the guards see to it that no other site's
page can speak in their name. In the room of a team the door (`door.py`) has asked who it is.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, HTTPException, Request

from reportedly.web.house import house_of
from reportedly.web.roles import Role, Visitor
from reportedly.web.team.audit import Actor


def known(request: Request) -> Visitor | None:
    """The visitor of a request; None for one of whom nothing is known."""
    house = house_of(request)
    if house.team is None:
        return Visitor(house.premises.reviewer, Role.ADMIN)
    found: Visitor | None = request.scope.get("state", {}).get("who")
    return found


def visitor(request: Request) -> Visitor:
    """The visitor of a request. Raises an error of status 401."""
    who = known(request)
    if who is None:
        raise HTTPException(401, "Sign in first.", {"WWW-Authenticate": "Bearer"})
    return who


def actor(request: Request) -> Actor:
    """The same as the audit has them."""
    return Actor(visitor(request).name, address(request))


def address(request: Request) -> str:
    """That of the network."""
    return request.client.host if request.client else ""


def form_token(request: Request) -> str:
    """What a form of ours must send back: bound to the session, before there is one to the
    browser."""
    who = known(request)
    browser = request.scope.get("state", {}).get("visitor", "")
    bound = f"session {who.session}" if who and who.session else f"browser {browser}"
    return house_of(request).token(bound)


Who = Annotated[Visitor, Depends(visitor)]
