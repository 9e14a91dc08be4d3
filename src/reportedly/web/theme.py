"""Light, dark, or as the system has it: kept in a cookie, so that it works without scripts."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Form
from starlette.responses import Response

from reportedly.web import answers
from reportedly.web.forms import Back, Genuine

router = APIRouter()
_YEAR = 31_536_000  # seconds


@router.post("/theme", dependencies=[Genuine])
def theme(theme: Annotated[Literal["auto", "dark", "light"], Form()], back: Back = "/") -> Response:
    response = answers.back(back)
    response.set_cookie("theme", theme, max_age=_YEAR, samesite="strict")
    return response
