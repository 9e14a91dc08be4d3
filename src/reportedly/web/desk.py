"""The desk: what came in, what an editor should look at, what waits for a review."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from reportedly.ledger import Ledger
from reportedly.web import answers, interim
from reportedly.web.house import house_of

router = APIRouter()
_LATEST = 30


@dataclass(frozen=True, slots=True)
class Notice:
    """A finding, and the reading that it was made in."""

    severity: str
    kind: str
    message: str
    reading: str
    title: str | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything on the desk."""

    readings: int  # in the ledger
    claims: int
    reviews: int
    latest: tuple[interim.Entry, ...]  # the last that came in first
    notices: tuple[Notice, ...]  # of the latest readings, the gravest first


_GRAVITY = ("serious", "warning", "info")


def desk_page(ledger: Ledger) -> DeskPage:
    entries = interim.latest(ledger, _LATEST)
    notices = [
        Notice(severity, kind, message, entry.reading, entry.title)
        for entry in entries
        for severity, kind, message in entry.findings
    ]
    notices.sort(key=lambda each: _GRAVITY.index(each.severity))
    return DeskPage(*interim.totals(ledger), tuple(entries), tuple(notices))


@router.get("/desk.json")
def desk_json(request: Request) -> Response:
    """The desk, for programs."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(desk_page(ledger), request=request)


@router.get("/")
def desk(request: Request) -> Response:
    """The desk."""
    with house_of(request).ledger() as ledger:
        context = desk_page(ledger)
    return answers.page(request, "desk.html", {"it": context})
