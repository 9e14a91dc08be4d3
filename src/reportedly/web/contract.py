"""What the API answers, for its OpenAPI document: the shapes that are no dataclass of ours, and
those of the contract of readings, taken over from its schema.

Nothing is checked against these when a request is answered: the tests do that.
"""

from __future__ import annotations

import json
from copy import deepcopy
from importlib.resources import files
from typing import Annotated, Any

from fastapi import FastAPI
from pydantic import BaseModel, Field, WithJsonSchema

from reportedly.ledger import Speaker
from reportedly.web.saved import Saved

READING = "reportedly.exchange", "reading.schema.json"
EXAMPLES = "reportedly.web", "examples.json"  # docs/api_examples.py writes it
PROBLEM = "#/components/schemas/Problem"
_REFERS = "x-reading"  # stands in a schema for what that of readings calls so
_HOISTED = "reading-"  # before its names among the components


def _of_reading(name: str) -> WithJsonSchema:
    return WithJsonSchema({_REFERS: name})


Object = dict[str, Any]
WholeReading = Annotated[Object, _of_reading("reading")]
Claim = Annotated[Object, _of_reading("claim")]
Span = Annotated[list[int], _of_reading("span")]


class Published(BaseModel):
    """A day, or the range that the page allows; ISO 8601."""

    date: str | None
    earliest: str | None
    latest: str | None


class InPage(BaseModel):
    """Where a claim stands."""

    id: str
    url: str | None
    origin: str
    title: str | None
    site: str | None
    published: Published


class InChain(BaseModel):
    """Who a link of a chain is."""

    name: str | None
    type: str
    role: str | None
    mention: str | None


class Decided(BaseModel):
    """How a claim stands after its reviews."""

    status: str | None
    corrected: list[str]
    tags: list[str]
    notes: list[str]


class KeptClaim(BaseModel):
    """A claim of the ledger as it stands."""

    id: str
    page: InPage
    reading: str
    speakers: list[InChain]
    claim: Claim
    review: Decided


class Snippet(BaseModel):
    """The part of a claim that shows why it was found."""

    text: str
    marks: list[Span]


class Found(KeptClaim):
    """A claim that a search found."""

    snippet: Snippet


class FoundClaims(BaseModel):
    items: list[Found]
    after: str | None


class OneClaim(KeptClaim):
    """A claim, and what a review of it may be `based_on`."""

    state: str


class Speakers(BaseModel):
    items: list[Speaker]


class Searches(BaseModel):
    items: list[Saved]


class Reviewed(BaseModel):
    """A decision that was taken down."""

    id: str
    at: str
    who: str
    action: str
    subject: str
    page: str
    detail: Object | None


class History(BaseModel):
    items: list[Reviewed]


class Problem(BaseModel):
    """RFC 9457."""

    title: str
    status: int
    detail: str
    kind: str | None = None
    errors: list[Object] | None = None


# ── Traces: docs/traces.md ───────────────────────────────────────────────────────────────


class Teller(BaseModel):
    name: str | None
    type: str


class Telling(BaseModel):
    id: str
    url: str | None
    site: str | None
    date: str | None
    claim: str
    published: Published
    title: str | None
    text: str
    certainty: str
    speakers: list[Teller]
    headline: str | None
    agency: str | None


class Passage(BaseModel):
    page: str
    place: Annotated[str, Field(alias="in")]
    span: Span


class Drift(BaseModel):
    kind: str
    from_span: Span
    to_span: Span
    from_in: str
    to_in: str
    message: str


class Edge(BaseModel):
    origin: Annotated[str, Field(alias="from")]
    target: Annotated[str, Field(alias="to")]
    relation: str
    ground: str
    evidence: list[Passage]
    drift: list[Drift]
    confidence: Annotated[float, Field(ge=0, le=1)]


class Origin(BaseModel):
    node: str
    name: str
    kind: str
    certain: bool
    pages: list[str]


class Independent(BaseModel):
    at_least: int
    at_most: int


class TraceEvidence(Passage):
    claim: str | None


class TraceFinding(BaseModel):
    kind: str
    severity: str
    message: str
    evidence: list[TraceEvidence]


class Trace(BaseModel):
    """How a claim travelled."""

    claim: str | None
    text: str
    pages: list[Telling]
    edges: list[Edge]
    origins: list[Origin]
    independent: Independent
    findings: list[TraceFinding]


# ── The document ─────────────────────────────────────────────────────────────────────────


_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token, made on the page of one's account; it may do what its role may.",
}


def describe(app: FastAPI, *, team: bool) -> None:
    """Gives an application an OpenAPI document with the schema of readings among its own, and an
    example of every answer. In the room of a `team` every request takes a token."""
    write = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            document: dict[str, Any] = _resolved(deepcopy(write()))
            document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
            document["components"]["schemas"] |= {
                _HOISTED + name: _resolved(schema) for name, schema in _in(READING)["$defs"].items()
            }
            for operation, example in _in(EXAMPLES).items():
                method, path = operation.split()
                answers = document["paths"][path][method.lower()]["responses"]
                status = next(each for each in answers if each.startswith("2"))
                answers[status]["content"]["application/json"]["example"] = example
            if team:
                document["components"]["securitySchemes"] = {"token": _TOKEN}
                document["security"] = [{"token": []}]
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def _in(file: tuple[str, str]) -> dict[str, Any]:
    package, name = file
    return dict(json.loads((files(package) / name).read_text(encoding="utf-8")))


def _resolved(schema: Any) -> Any:
    """A schema whose references to that of readings go to where it stands in the document."""
    match schema:
        case {"x-reading": str(name)}:
            return {"$ref": f"#/components/schemas/{_HOISTED}{name}"}
        case dict():
            return {key: _resolved(each) for key, each in schema.items()}
        case list():
            return [_resolved(each) for each in schema]
        case str() if schema.startswith("#/$defs/"):
            return f"#/components/schemas/{_HOISTED}{schema.removeprefix('#/$defs/')}"
    return schema
