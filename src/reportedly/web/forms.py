"""What forms send: the token that shows they are ours, and where to go on afterwards."""

from __future__ import annotations

import hmac
from typing import Annotated

from fastapi import Depends, Form, HTTPException, Path, Request

from reportedly.web.identity import form_token


def _genuine(request: Request, token: Annotated[str, Form()] = "") -> None:
    """Raises an error of status 403 for a form that no page of ours had."""
    if not hmac.compare_digest(token.encode(), form_token(request).encode()):
        raise HTTPException(
            403, "This form is out of date: go back, load the page again, and repeat it."
        )


Genuine = Depends(_genuine)
Back = Annotated[str, Form()]
Id = Annotated[int, Path(ge=1, le=2**53)]  # of what the room's own store keeps
