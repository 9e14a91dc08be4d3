"""The desk: what came in, what an editor should look at, what waits for a review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from reportedly.data import Severity
from reportedly.ledger import KeptClaim, KeptFinding, KeptReading, Ledger, Size
from reportedly.web import answers
from reportedly.web.cards import Card, card
from reportedly.web.house import house_of
from reportedly.web.identity import Who
from reportedly.web.saved import Saved, saved_by

router = APIRouter()
_LATEST = 30
_NOTICES = 12  # of each severity
_OPEN = 8
_SEARCHES = 8


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
    searches: tuple[Saved, ...]  # of whoever asks; those with something new first


def desk_page(
    ledger: Ledger, size: Size, after: str | None = None, searches: Iterable[Saved] = ()
) -> DeskPage:
    latest = ledger.recent(limit=_LATEST, after=after)
    notices = [
        each
        for severity in reversed(Severity)
        for each in ledger.findings(severity=severity, limit=_NOTICES).items
    ]
    undecided = ledger.undecided(limit=_OPEN).items
    return DeskPage(
        size,
        latest.items,
        latest.after,
        tuple(notices[:_NOTICES]),
        tuple(_open(each, i) for i, each in enumerate(undecided, 1)),
        tuple(sorted(searches, key=lambda each: not each.new)[:_SEARCHES]),
    )


def _open(kept: KeptClaim, number: int) -> Open:
    return Open(card(kept, number), kept.reading, kept.title)


def _page(request: Request, who: Who, after: str | None) -> DeskPage:
    house = house_of(request)
    with house.ledger() as ledger:
        searches = saved_by(house.store, ledger, who.name)
        return desk_page(ledger, house.size(ledger), after, searches)


@router.get("/desk.json")
def desk_json(request: Request, who: Who, after: str | None = None) -> Response:
    """The desk, for programs."""
    return answers.as_json(_page(request, who, after), request=request)


@router.get("/")
def desk(request: Request, who: Who, after: str | None = None) -> Response:
    """The desk."""
    return answers.page(request, "desk.html", {"it": _page(request, who, after)})
