"""Forgetting a page, for admins: it leaves the ledger, and what is left says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from reportedly.errors import StillRead
from reportedly.ledger import Ledger
from reportedly.ledger.rows import page_row
from reportedly.web import answers
from reportedly.web.forms import Genuine
from reportedly.web.house import house_of

router = APIRouter()


@dataclass(frozen=True, slots=True)
class ForgetPage:
    """What is to be forgotten."""

    reading: str  # as the address has it
    page: str  # id
    title: str | None
    origin: str


def forget_page(ledger: Ledger, id: str) -> ForgetPage:
    """Raises `NotInLedger`."""
    reading = ledger.reading(id)
    page = page_row(reading.page).id
    return ForgetPage(id, page, reading.article.title, reading.page.origin)


@router.get("/readings/{id}/forget.json")
def forget_json(request: Request, id: str) -> Response:
    """What is to be forgotten, for programs."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(forget_page(ledger, id), request=request)


@router.get("/readings/{id}/forget")
def forget(request: Request, id: str) -> Response:
    """Asks why, and for good."""
    with house_of(request).ledger() as ledger:
        context = forget_page(ledger, id)
    return answers.page(request, "forget.html", {"it": context})


@router.post("/readings/{id}/forget", dependencies=[Genuine])
def forgotten(request: Request, id: str, reason: Annotated[str, Form(max_length=500)]) -> Response:
    """Erases the page everywhere, its capture included."""
    reason = " ".join(reason.split())
    if not reason:
        raise HTTPException(422, "Say why: it is kept in the page's place.")
    news = "Forgotten. What is left is the hash of the page, and why."
    with house_of(request).ledger() as ledger:
        try:
            page = ledger.forget(forget_page(ledger, id).page, reason).page
        except StillRead as forgotten:
            page, news = forgotten.about, str(forgotten)
    request.state.about, request.state.detail = page, reason
    return answers.back("/", news=news)
