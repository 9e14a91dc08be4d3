"""The API: what the ledger holds, for programs, under `/api/v1`. docs/web.md shows it with curl.

Lists come a page at a time, with a bookmark for the next; with `Accept: application/jsonl` all
of it comes as it is read, an object a line. What goes wrong comes as RFC 9457 has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from reportedly.data import FindingKind, Severity
from reportedly.exchange.found import hit_to_json, kept_claim_to_json
from reportedly.exchange.json import dumps, reading_to_json
from reportedly.exchange.traces import trace_to_json
from reportedly.ledger import Facets, KeptFinding, KeptReading, Ledger, Listing, Review
from reportedly.web import answers, contract
from reportedly.web.adding import begin
from reportedly.web.deciding import Wish, decide
from reportedly.web.forms import Id
from reportedly.web.house import House, house_of
from reportedly.web.identity import Who, address, visitor
from reportedly.web.jobs import Job
from reportedly.web.problems import MEDIA_TYPE
from reportedly.web.rates import Rates
from reportedly.web.saved import (
    ADDRESS,
    NAME,
    Saved,
    forget,
    look,
    save,
    saved_by,
)
from reportedly.web.searching import Asked
from reportedly.web.tracing import traced

LINES = "application/jsonl"
_RATES = Rates(rate=50, burst=200)
_PROBLEM = {
    "description": "RFC 9457",
    "content": {
        MEDIA_TYPE: {
            "schema": {"$ref": contract.PROBLEM},
            "example": {
                "title": "Not Found",
                "status": 404,
                "detail": "x: no such claim",
                "kind": "not-in-ledger",
            },
        }
    },
}


def _in_turn(request: Request) -> None:
    """Raises an error of status 429 for who asks too much."""
    who = visitor(request)
    wait = _RATES.take(f"account {who.account}" if who.account else address(request))
    if wait:
        raise HTTPException(429, "Too many requests at once.", {"Retry-After": str(wait)})


router = APIRouter(
    prefix="/api/v1",
    dependencies=[Depends(_in_turn)],
    responses=dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 421, 422, 429, 503), _PROBLEM),
)

Limit = Annotated[int, Query(ge=1, le=200, description="How many at once.", examples=[20])]
After = Annotated[
    str | None,
    Query(max_length=200, description="The bookmark that the page before gave.", examples=["2"]),
]
_BOTH: dict[int | str, dict[str, Any]] = {200: {"content": {LINES: {"schema": {"type": "string"}}}}}


def _wants_lines(request: Request) -> bool:
    return LINES in request.headers.get("accept", "")


def _lines(house: House, objects: Callable[[Ledger], Iterator[dict[str, Any]]]) -> Response:
    """Memory does not grow with what is sent."""

    def lines() -> Iterator[str]:
        with house.streaming() as ledger:
            for each in objects(ledger):
                yield dumps(each) + "\n"

    return answers.streamed(lines(), LINES)


# ── Readings ─────────────────────────────────────────────────────────────────────────────


@router.get("/readings", response_model=Listing[KeptReading], responses=_BOTH, tags=["readings"])
def readings(request: Request, limit: Limit = 20, after: After = None) -> Response:
    """Current readings at a glance, the last added first; as JSON Lines whole, in the order in
    which they were added (docs/reading.md)."""
    house = house_of(request)
    if _wants_lines(request):
        return _lines(house, lambda ledger: map(reading_to_json, ledger.readings()))
    with house.ledger() as ledger:
        return answers.as_json(ledger.recent(limit=limit, after=after), request=request)


@router.get("/readings/{id:path}", response_model=contract.WholeReading, tags=["readings"])
def reading(request: Request, id: str) -> Response:
    """A whole reading, by its id, or by the id, address, origin or SHA-256 of its page."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(reading_to_json(ledger.reading(id)), request=request)


@router.get("/findings", response_model=Listing[KeptFinding], tags=["readings"])
def findings(
    request: Request,
    severity: Annotated[
        Severity | None, Query(description="Of this severity alone.", examples=["warning"])
    ] = None,
    kind: Annotated[
        FindingKind | None, Query(description="Of this kind alone.", examples=["hedge-lost"])
    ] = None,
    limit: Limit = 20,
    after: After = None,
) -> Response:
    """Findings of current readings, those of the last added first."""
    with house_of(request).ledger() as ledger:
        listed = ledger.findings(severity=severity, kind=kind, limit=limit, after=after)
    return answers.as_json(listed, request=request)


# ── Claims ───────────────────────────────────────────────────────────────────────────────


@router.get("/claims", response_model=contract.FoundClaims, responses=_BOTH, tags=["claims"])
def claims(request: Request, query: Asked, limit: Limit = 20, after: After = None) -> Response:
    """The claims that fit, the best match first; as JSON Lines all of them, in the order in which
    they were added. The filters are those of `reportedly search` (docs/ledger.md)."""
    house = house_of(request)
    if _wants_lines(request):
        return _lines(house, lambda ledger: map(kept_claim_to_json, ledger.found(query)))
    with house.ledger() as ledger:
        found = ledger.search(query, limit=limit, after=after)
    items = [hit_to_json(hit) for hit in found.hits]
    return answers.as_json({"items": items, "after": found.after}, request=request)


@router.get("/facets", response_model=Facets, tags=["claims"])
def facets(request: Request, query: Asked) -> Response:
    """How the claims that fit are spread over speakers, certainty, sites and so on."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(ledger.facets(query), request=request)


@router.get("/claims/{id}", response_model=contract.OneClaim, tags=["claims"])
def claim(request: Request, id: str) -> Response:
    """A claim as it stands. `state` is what a review of it may be `based_on`."""
    with house_of(request).ledger() as ledger:
        kept = ledger.claim(id)
    return answers.as_json(kept_claim_to_json(kept) | {"state": kept.standing.state},
                           request=request)  # fmt: skip


@router.get("/speakers", response_model=contract.Speakers, tags=["claims"])
def speakers(
    request: Request,
    name: Annotated[str, Query(min_length=1, description="Words of a name.", examples=["Varga"])],
) -> Response:
    """Whoever goes by a name, person by person."""
    with house_of(request).ledger() as ledger:
        return answers.as_json({"items": ledger.speakers(name)}, request=request)


# ── Reviews ──────────────────────────────────────────────────────────────────────────────


class Decision(BaseModel):
    """What is decided about a claim."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"action": "accept"},
                {"action": "correct", "field": "certainty", "value": "denied"},
                {"action": "speaker", "start": 4, "end": 15},
            ]
        },
    )
    action: Annotated[
        str, Field(description="accept, reject, correct, content, speaker, note, tag, untag, undo")
    ]
    field: Annotated[str, Field(description="Of `correct`: docs/ledger.md lists them.")] = ""
    value: Annotated[
        str, Field(max_length=2000, description="Of `content`, `chain`, `quantities`: JSON.")
    ] = ""
    start: Annotated[int | None, Field(ge=0, description="Of `content`, `speaker`: span.")] = None
    end: Annotated[int | None, Field(ge=0)] = None
    based_on: Annotated[
        str | None, Field(description="The claim's `state` as you saw it: 409 where it changed.")
    ] = None


def review_to_json(event: Review) -> dict[str, Any]:
    names = ("id", "at", "who", "action", "subject", "page", "detail")
    return {name: getattr(event, name) for name in names}


@router.get("/claims/{id}/reviews", response_model=contract.History, tags=["reviews"])
def reviews(request: Request, id: str) -> Response:
    """All decisions about a claim, and those that take them back, in order."""
    with house_of(request).ledger() as ledger:
        events = [review_to_json(each) for each in ledger.reviews(ledger.claim(id).id)]
    return answers.as_json({"items": events}, request=request)


@router.post(
    "/claims/{id}/reviews",
    response_model=contract.Reviewed,
    status_code=201,
    tags=["reviews"],
)
def review(request: Request, id: str, decision: Decision, who: Who) -> Response:
    """Takes a decision down."""
    wish = Wish(decision.action, decision.field, decision.value, decision.start, decision.end)
    with house_of(request).ledger() as ledger:
        event = decide(ledger, id, wish, who.name, decision.based_on)
    request.state.detail = decision.action
    return JSONResponse(answers.plain(review_to_json(event)), 201)


@router.post(
    "/reviews/{id}/undo", response_model=contract.Reviewed, status_code=201, tags=["reviews"]
)
def undo(request: Request, id: str, who: Who) -> Response:
    """Takes a decision back, by its id, wherever it stands in the history; undoing that decision
    in turn brings it back."""
    with house_of(request).ledger() as ledger:
        event = ledger.undo(id, who.name)
    return JSONResponse(answers.plain(review_to_json(event)), 201)


# ── Traces ───────────────────────────────────────────────────────────────────────────────


@router.get("/traces", response_model=contract.Trace, tags=["traces"])
def trace(
    request: Request,
    claim: Annotated[
        str | None,
        Query(description="The id of a claim, or", examples=["f039857c1abb47a071225eb08cfdbee3"]),
    ] = None,
    q: Annotated[
        str | None, Query(description="a claim in any words.", examples=["The lake may rise"])
    ] = None,
) -> Response:
    """How a claim travelled: who has it from whom, what changed on the way, on how many
    independent origins it rests (docs/traces.md)."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(trace_to_json(traced(ledger, claim, q)), request=request)


# ── Saved searches ───────────────────────────────────────────────────────────────────────


class Search(BaseModel):
    """A search to save."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"name": "The lake", "address": "q=lake&certainty=possible"}]
        },
    )
    name: Annotated[str, Field(min_length=1, max_length=NAME)]
    address: Annotated[
        str, Field(max_length=ADDRESS, description="Filters, as in the address of /claims.")
    ] = ""


@router.get("/searches", response_model=contract.Searches, tags=["searches"])
def searches(request: Request, who: Who) -> Response:
    """Your saved searches by name, each with how many claims came in since you last looked."""
    house = house_of(request)
    with house.ledger() as ledger:
        kept = saved_by(house.store, ledger, who.name)
    return answers.as_json({"items": kept}, request=request)


@router.post("/searches", response_model=Saved, status_code=201, tags=["searches"])
def save_search(request: Request, search: Search, who: Who) -> Response:
    """Saves a search, in the place of one of yours with the same name."""
    house = house_of(request)
    with house.ledger() as ledger:
        kept = save(house.store, ledger, who.name, search.name, search.address)
    return JSONResponse(answers.plain(kept), 201)


@router.post("/searches/{id}/look", response_model=Saved, tags=["searches"])
def look_at(request: Request, id: Id, who: Who) -> Response:
    """The search as it was; what came in until now is not new to it any more. What was new:
    `/claims` with its `address` and `newer_than` its `mark`."""
    house = house_of(request)
    with house.ledger() as ledger:
        return answers.as_json(look(house.store, ledger, who.name, id))


@router.delete("/searches/{id}", status_code=204, tags=["searches"])
def delete_search(request: Request, id: Id, who: Who) -> Response:
    """Deletes a saved search."""
    forget(house_of(request).store, who.name, id)
    return Response(status_code=204)


# ── Pages ────────────────────────────────────────────────────────────────────────────────


class Handed(BaseModel):
    """A page to add: its text, or its address."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"text": "Mayor Ilse Varga said …", "title": "Bridge"}]},
    )
    text: str = ""
    title: Annotated[str, Field(max_length=500)] = ""
    ready: Annotated[bool, Field(description="The article alone, without furniture.")] = False
    url: Annotated[str, Field(max_length=4000)] = ""


@router.post("/pages", response_model=Job, status_code=202, tags=["pages"])
def add(request: Request, handed: Annotated[Handed, Body()], who: Who) -> Response:
    """Begins to read and keep a page; the job says how far it has come."""
    house = house_of(request)
    job = begin(house, who.name, handed.text, handed.title, handed.ready, handed.url)
    return JSONResponse(
        answers.plain(asdict(job)), 202, headers={"Location": f"/api/v1/jobs/{job.id}"}
    )


@router.get("/jobs/{id}", response_model=Job, tags=["pages"])
def job(request: Request, id: str) -> Response:
    """How far a job has come."""
    found = house_of(request).jobs.get(id)
    if found is None:
        raise HTTPException(404, "There is no such job.")
    return answers.as_json(found, request=request)
