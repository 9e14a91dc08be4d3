"""How a claim travelled: the picture, and the same in words, page by page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import Response

from reportedly.data import (
    Certainty,
    Drift,
    Edge,
    Finding,
    Ground,
    Independence,
    Origin,
    Trace,
    Variant,
)
from reportedly.exchange.picture import trace_to_svg
from reportedly.exchange.traces import trace_to_json
from reportedly.ledger import Ledger
from reportedly.traces import trace as follow
from reportedly.web import answers
from reportedly.web.house import house_of
from reportedly.web.wording import dated

router = APIRouter()
_SAMPLED = 2  # runs of new texts that are made findable before a trace; the worker does the rest
_LONGEST = 2000  # code points of a claim in any words
# The picture carries its styles within it, and is shown by itself: as a file, it runs nothing.
_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_NODE = "source:"
_HOW = {
    Ground.CITATION: "cites",
    Ground.COPY: "copies",
    Ground.NEAR_COPY: "tells it in nearly the words of",
    Ground.QUOTATION: "has the quotation of",
}


@dataclass(frozen=True, slots=True)
class Taken:
    """From where a page has the claim, and what changed on the way."""

    origin: str  # page, or `source:` and a name
    name: str
    how: str  # "cites"
    relation: str  # of W3C PROV
    confidence: float  # [0, 1]
    drift: tuple[Drift, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """One page's version of the claim."""

    page: str
    claim: str  # the ledger's id
    name: str  # site, else the title
    title: str | None
    when: str  # in words
    text: str
    certainty: Certainty
    speakers: tuple[str, ...]
    headline: str | None  # how its headline tells it
    agency: str | None
    taken: tuple[Taken, ...]
    is_origin: bool


@dataclass(frozen=True, slots=True)
class TracePage:
    """Everything on the page of a trace."""

    text: str
    claim: str | None  # the ledger's id, where one was asked for
    pages: tuple[Telling, ...]  # the earliest first
    origins: tuple[Origin, ...]
    independent: Independence
    findings: tuple[Finding, ...]
    picture: str  # SVG without its styles, for the page; empty without pages
    query: str  # of this trace's address


def traced(ledger: Ledger, claim: str | None, text: str | None) -> Trace:
    """How a claim travelled, by its id or in any words. Raises `NotInLedger`."""
    for _ in islice(ledger.sample(), _SAMPLED):
        pass
    if claim:
        return follow(ledger.statement(claim), ledger)
    if text and text.strip():
        return follow(text.strip()[:_LONGEST], ledger)
    raise HTTPException(422, "Which claim? Give the id of one, or a claim in any words.")


def trace_page(trace: Trace, query: str) -> TracePage:
    taken: dict[str, list[Edge]] = defaultdict(list)
    for edge in trace.edges:
        taken[edge.target].append(edge)
    names = {variant.page: _name(variant) for variant in trace.pages}
    origins = {each.node for each in trace.origins}
    return TracePage(
        trace.text,
        trace.claim,
        tuple(
            _telling(each, taken[each.page], names, each.page in origins) for each in trace.pages
        ),
        trace.origins,
        trace.independent,
        trace.findings,
        _inner(trace_to_svg(trace)) if trace.pages else "",
        query,
    )


def _telling(
    variant: Variant, edges: Sequence[Edge], names: dict[str, str], is_origin: bool
) -> Telling:
    statement = variant.statement
    return Telling(
        variant.page,
        statement.id,
        names[variant.page],
        statement.title,
        dated(statement.published),
        statement.claim.text,
        statement.claim.certainty,
        tuple(each.name or "somebody unnamed" for each in statement.chain),
        variant.headline.claim.text if variant.headline and variant.body else None,
        variant.agency,
        tuple(_taken(edges, names)),
        is_origin,
    )


def _taken(edges: Sequence[Edge], names: dict[str, str]) -> Iterator[Taken]:
    for edge in edges:
        name = names.get(edge.origin) or edge.origin.removeprefix(_NODE)
        how = _HOW[edge.ground]
        yield Taken(edge.origin, name, how, edge.relation.value, edge.confidence, edge.drift)


def _name(variant: Variant) -> str:
    statement = variant.statement
    return statement.site or statement.title or statement.url or variant.page[:12]


_STYLES = re.compile(r"<style>.*?</style>\n|<rect [^>]*fill=\"#fff\"/>\n", re.DOTALL)


_LABELLED = re.compile(r'(<path [^>]*?) aria-label="([^"]*)"/>')


def _inner(svg: str) -> str:
    """The picture without its styles and its ground: the page's own serve light and dark. What a
    curve says is its title, since a path within a picture has no label."""
    return _LABELLED.sub(r"\1><title>\2</title></path>", _STYLES.sub("", svg, count=2))


@router.get("/traces.json")
def trace_json(request: Request, claim: str | None = None, q: str | None = None) -> Response:
    """A trace, for programs, in the contract of docs/traces.md."""
    with house_of(request).ledger() as ledger:
        return answers.as_json(trace_to_json(traced(ledger, claim, q)), request=request)


@router.get("/traces/picture.svg")
def picture(request: Request, claim: str | None = None, q: str | None = None) -> Response:
    """The picture, to save."""
    with house_of(request).ledger() as ledger:
        svg = trace_to_svg(traced(ledger, claim, q))
    headers = {
        "Content-Security-Policy": _PICTURE,
        "Content-Disposition": 'attachment; filename="trace.svg"',
    }
    return Response(svg, media_type="image/svg+xml", headers=headers)


@router.get("/traces")
def trace(request: Request, claim: str | None = None, q: str | None = None) -> Response:
    """The page of a trace."""
    with house_of(request).ledger() as ledger:
        context = trace_page(traced(ledger, claim, q), request.url.query)
    return answers.page(request, "trace.html", {"it": context})
