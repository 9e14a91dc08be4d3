"""Search: the ledger's filters as a form that works without scripts, results as cards or table."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from inspect import signature
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi import Query as Parameter
from pydantic import ValidationError, validate_call
from starlette.responses import Response

from reportedly.data import Certainty, ClaimKind, Quotation
from reportedly.errors import NotInLedger
from reportedly.ledger import Facets, Hit, Ledger, Query
from reportedly.web import answers
from reportedly.web.cards import Card, card
from reportedly.web.house import house_of

router = APIRouter()
AT_ONCE = 20
_DIGITS = 18  # of a mark


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
    person: str | None  # the name of whom `query.person` asks for
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


def _given(description: str, example: str) -> Any:
    return Parameter(description=description, examples=[example])


def asked(
    q: Annotated[str, _given("In the claim: words, “phrases”, beginnings*.", "lake ris*")] = "",
    speaker: Annotated[str | None, _given("Anybody in the chain, by name.", "Varga")] = None,
    certainty: Annotated[
        list[Certainty] | None, _given("How firmly; any of these.", "possible")
    ] = None,
    quotation: Annotated[list[Quotation] | None, _given("Any of these.", "direct")] = None,
    kind: Annotated[list[ClaimKind] | None, _given("Any of these.", "prediction")] = None,
    since: Annotated[str | None, _given("Published then or later.", "2031-05-01")] = None,
    until: Annotated[str | None, _given("Published then or earlier.", "2031-05-31")] = None,
    site: Annotated[str | None, _given("Name or host.", "norrin-post.example")] = None,
    named: Annotated[
        Literal["", "yes", "no"], _given("Whether whom it rests on has a name.", "yes")
    ] = "",
    unit: Annotated[str | None, _given("Of a figure in it.", "days")] = None,
    more_than: Annotated[str | None, _given("The same figure.", "30")] = None,
    less_than: Annotated[str | None, _given("The same figure.", "1,000")] = None,
    status: Annotated[
        Literal["", "accepted", "rejected", "open"], _given("Of its review.", "open")
    ] = "",
    tag: Annotated[str | None, _given("That a reviewer gave.", "to check")] = None,
    newer_than: Annotated[
        str | None, _given("The `mark` of a saved search: what came in since.", "1024")
    ] = None,
    person: Annotated[
        str | None, _given("Id of a speaker: they are in the chain.", "9418633148aa8ac8")
    ] = None,
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
        _mark(newer_than),
        _text(person),
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


def _mark(value: str | None) -> int | None:
    if (text := _text(value)) is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise problem_with("newer_than", f"the mark of a saved search, not {text!r}")
    return int(text)


def problem_with(name: str, wanted: str) -> Exception:
    return HTTPException(422, f"{name} must be {wanted}.")


Asked = Annotated[Query, Depends(asked)]

_SEVERAL = frozenset({"certainty", "kind", "quotation"})  # filters that may stand more than once
_FILTERS = frozenset(signature(asked).parameters) - {"newer_than"}
_checked = validate_call(asked)


def filters_of(address: str) -> list[tuple[str, str]]:
    """The filters among the parameters of an address, without empty ones and `newer_than`."""
    return [(name, value) for name, value in parse_qsl(address) if name in _FILTERS]


def query_of(address: str) -> Query:
    """What the parameters of an address ask for. Raises `HTTPException`."""
    given: dict[str, Any] = {}
    for name, value in filters_of(address):
        if name in _SEVERAL:
            given.setdefault(name, []).append(value)
        else:
            given[name] = value
    try:
        return _checked(**given)
    except ValidationError as error:
        where = "/".join(map(str, error.errors()[0]["loc"]))
        raise HTTPException(422, f"No such search: {where} cannot be that.") from error


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
    who = _name(ledger, query.person)
    return SearchPage(query, view, query != Query(), who, found, results.after, facets, kept)


def _name(ledger: Ledger, person: str | None) -> str | None:
    """That of somebody by their id, if they are there."""
    if person is None:
        return None
    try:
        return ledger.person(person)[0].name
    except NotInLedger:
        return None


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
