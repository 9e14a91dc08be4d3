"""What forms send: the token that shows they are ours, and where to go on afterwards."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Request

from reportedly.web.house import house_of
from reportedly.web.identity import Visitor, visitor


def _genuine(request: Request, token: Annotated[str, Form()] = "") -> None:
    """Raises an error of status 403 for a form that no page of ours had."""
    known_as = str(request.scope.get("state", {}).get("visitor", ""))
    if not hmac.compare_digest(token.encode(), house_of(request).token(known_as).encode()):
        raise HTTPException(
            403, "This form is out of date: go back, load the page again, and repeat it."
        )


def _reviewer(who: Annotated[Visitor, Depends(visitor)]) -> Visitor:
    if not who.may_review:
        raise HTTPException(403, "You may read here, and not decide.")
    return who


Genuine = Depends(_genuine)
Reviewer = Annotated[Visitor, Depends(_reviewer)]
Back = Annotated[str, Form()]
