"""Search: the ledger's filters as a form that works without scripts, results as cards or table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi import Query as Parameter
from starlette.responses import Response

from reportedly.data import Certainty, ClaimKind, Quotation
from reportedly.ledger import Facets, Hit, Ledger, Query
from reportedly.web import answers
from reportedly.web.cards import Card, card
from reportedly.web.house import house_of

router = APIRouter()
AT_ONCE = 20
MOST = 200  # of one answer


@dataclass(frozen=True, slots=True)
class Found:
    """A claim that was found, and the part of it that shows why."""

    card: Card
    parts: tuple[tuple[str, bool], ...]  # of the snippet; whether it was sought
    reading: str
    title: str | None
    site: str | None
    url: str | None
    origin: str
    published: str  # in words


@dataclass(frozen=True, slots=True)
class SearchPage:
    """What was sought, and one page of what was found."""

    query: Query
    view: str  # "cards" or "table"
    asked: bool  # whether anything was asked at all
    found: tuple[Found, ...]
    after: str | None  # bookmark of the next page
    facets: Facets
    parameters: tuple[tuple[str, str], ...]  # of the address, but for `after` and `view`

    def address(self, **more: str | None) -> str:
        """The same search, with or without something."""
        kept = [(name, value) for name, value in self.parameters if name not in more]
        kept += [(name, value) for name, value in more.items() if value is not None]
        return "?" + urlencode(kept)


def _text(value: str | None) -> str | None:
    """What was typed, if anything was: an empty field of a form is nothing."""
    return (value or "").strip() or None


def asked(
    q: str = "",
    speaker: str | None = None,
    certainty: Annotated[list[Certainty] | None, Parameter()] = None,
    quotation: Annotated[list[Quotation] | None, Parameter()] = None,
    kind: Annotated[list[ClaimKind] | None, Parameter()] = None,
    since: str | None = None,
    until: str | None = None,
    site: str | None = None,
    named: Literal["", "yes", "no"] = "",
    unit: str | None = None,
    more_than: str | None = None,
    less_than: str | None = None,
    status: Literal["", "accepted", "rejected", "open"] = "",
    tag: str | None = None,
) -> Query:
    """The parameters of an address as a query: empty ones are left out."""
    return Query(
        q.strip(),
        _text(speaker),
        tuple(certainty or ()),
        tuple(quotation or ()),
        tuple(kind or ()),
        _day("since", since),
        _day("until", until),
        _text(site),
        {"yes": True, "no": False}.get(named),
        _text(unit),
        _number("more_than", more_than),
        _number("less_than", less_than),
        status or None,
        _text(tag),
    )


def _day(name: str, value: str | None) -> dt.date | None:
    if (text := _text(value)) is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise problem_with(name, f"a day as 2026-05-31, not {text!r}") from error


def _number(name: str, value: str | None) -> float | None:
    if (text := _text(value)) is None:
        return None
    try:
        number = float(text.replace(",", ""))
    except ValueError as error:
        raise problem_with(name, f"a number, not {text!r}") from error
    if number != number or abs(number) == float("inf"):
        raise problem_with(name, f"a number, not {text!r}")
    return number


def problem_with(name: str, wanted: str) -> Exception:
    from fastapi import HTTPException

    return HTTPException(422, f"{name} must be {wanted}.")


Asked = Annotated[Query, Depends(asked)]


def search_page(
    ledger: Ledger,
    query: Query,
    parameters: list[tuple[str, str]],
    view: str = "cards",
    after: str | None = None,
    limit: int = AT_ONCE,
) -> SearchPage:
    results = ledger.search(query, limit=limit, after=after)
    kept = tuple((n, v) for n, v in parameters if n not in ("after", "view") and v)
    facets = ledger.facets(query)
    found = tuple(found_of(hit, i) for i, hit in enumerate(results.hits, 1))
    return SearchPage(query, view, query != Query(), found, results.after, facets, kept)


def found_of(hit: Hit, number: int) -> Found:
    from reportedly.web.wording import dated

    parts, at = [], 0
    for mark in hit.marks:
        parts += [(hit.snippet[at : mark.start], False), (mark.cut(hit.snippet), True)]
        at = mark.end
    parts.append((hit.snippet[at:], False))
    kept = hit.claim
    return Found(
        card(kept, number),
        tuple(part for part in parts if part[0]),
        kept.reading,
        kept.title,
        kept.site,
        kept.url,
        kept.origin,
        dated(kept.published),
    )


View = Literal["cards", "table"]


@router.get("/search.json")
def search_json(
    request: Request, query: Asked, view: View = "cards", after: str | None = None
) -> Response:
    """A page of results, for programs; `/api/v1/claims` streams all of them."""
    with house_of(request).ledger() as ledger:
        context = search_page(ledger, query, request.query_params.multi_items(), view, after)
    return answers.as_json(context, request=request)


@router.get("/search")
def search(
    request: Request, query: Asked, view: View = "cards", after: str | None = None
) -> Response:
    """A page of results."""
    with house_of(request).ledger() as ledger:
        context = search_page(ledger, query, request.query_params.multi_items(), view, after)
    return answers.page(request, "search.html", {"it": context})
