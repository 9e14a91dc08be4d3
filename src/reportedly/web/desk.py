"""The desk: what came in, what an editor should look at, what waits for a review."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from reportedly.data import Severity
from reportedly.ledger import KeptClaim, KeptFinding, KeptReading, Ledger, Size
from reportedly.web import answers
from reportedly.web.cards import Card, card
from reportedly.web.house import house_of

router = APIRouter()
_LATEST = 30
_NOTICES = 12  # of each severity
_OPEN = 8


@dataclass(frozen=True, slots=True)
class Open:
    """A claim that somebody has begun to review, and nobody decided about."""

    card: Card
    reading: str
    title: str | None


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything on the desk."""

    size: Size
    latest: tuple[KeptReading, ...]  # the last that came in first
    after: str | None  # bookmark of those that came in before
    notices: tuple[KeptFinding, ...]  # the gravest first, of each severity the last
    open: tuple[Open, ...]


def desk_page(ledger: Ledger, after: str | None = None) -> DeskPage:
    latest = ledger.recent(limit=_LATEST, after=after)
    notices = [
        each
        for severity in reversed(Severity)
        for each in ledger.findings(severity=severity, limit=_NOTICES).items
    ]
    undecided = ledger.undecided(limit=_OPEN).items
    return DeskPage(
        ledger.size(),
        latest.items,
        latest.after,
        tuple(notices[:_NOTICES]),
        tuple(_open(each, i) for i, each in enumerate(undecided, 1)),
    )


def _open(kept: KeptClaim, number: int) -> Open:
    return Open(card(kept, number), kept.reading, kept.title)


@router.get("/desk.json")
def desk_json(request: Request, after: str | None = None) -> Response:
    """The desk, for programs."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(desk_page(ledger, after), request=request)


@router.get("/")
def desk(request: Request, after: str | None = None) -> Response:
    """The desk."""
    with house_of(request).ledger() as ledger:
        context = desk_page(ledger, after)
    return answers.page(request, "desk.html", {"it": context})
