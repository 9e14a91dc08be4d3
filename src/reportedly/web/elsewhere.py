"""A claim beyond its page: its versions in others, who has it from whom, published checks.

To follow a claim through a large ledger takes a second: the page of a claim is there at once, and
fetches this when it is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from reportedly.data import FactCheck, Independence
from reportedly.ledger import Ledger
from reportedly.traces.kept import Checks
from reportedly.web import answers
from reportedly.web.house import house_of
from reportedly.web.tracing import Telling, trace_page, traced

router = APIRouter()

_SHOWN = 3  # published checks


@dataclass(frozen=True, slots=True)
class Answers:
    """The published checks that answer a claim; their verdicts are never our ruling."""

    among: int  # checks in the ledger
    found: tuple[FactCheck, ...]  # the best first; empty where none answers


@dataclass(frozen=True, slots=True)
class ElsewherePage:
    """What there is of a claim beyond its page."""

    id: str  # of the claim
    text: str
    own: Telling | None  # the claim in its own page: from where that has it
    versions: tuple[Telling, ...]  # in other pages, the earliest first
    independent: Independence
    checks: Answers


def elsewhere_page(ledger: Ledger, checks: Checks, id: str) -> ElsewherePage:
    """Raises `NotInLedger`."""
    kept = ledger.claim(id)
    trace = trace_page(traced(ledger, kept.id, None), "")
    among, answering = checks.answers(ledger, kept.claim.text)
    return ElsewherePage(
        kept.id,
        kept.claim.text,
        next((each for each in trace.pages if each.page == kept.page), None),
        tuple(each for each in trace.pages if each.page != kept.page),
        trace.independent,
        Answers(among, tuple(check for check, _ in answering[:_SHOWN])),
    )


@router.get("/claims/{id}/elsewhere.json")
def elsewhere_json(request: Request, id: str) -> Response:
    """A claim beyond its page, for programs."""
    house = house_of(request)
    with house.ledger() as ledger:
        return answers.as_json(elsewhere_page(ledger, house.checks, id), request=request)


@router.get("/claims/{id}/elsewhere")
def elsewhere(request: Request, id: str) -> Response:
    """A claim beyond its page."""
    house = house_of(request)
    with house.ledger() as ledger:
        context = elsewhere_page(ledger, house.checks, id)
    return answers.page(request, "elsewhere.html", {"it": context})
