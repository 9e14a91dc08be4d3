"""Search: words, phrases and beginnings of words, and filters that combine.

Claims of current readings are found, the best match first; without words, the last added
first. A page of results ends with a bookmark: the next page goes on after it, undisturbed by
what is added meanwhile.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)

from reportedly.data import Certainty, ClaimKind, Quotation, Span
from reportedly.errors import NotInLedger
from reportedly.ledger import schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.captures import surt
from reportedly.ledger.claims import KeptClaim, fetch_claims
from reportedly.ledger.words import Phrase, matches, parse

_AT_ONCE = 500  # claims that are fetched ahead
_WIDTH = 160  # code points of a snippet, about
_BEFORE = 50  # of them before the first hit


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought. Everything given must hold; of several values of one field, any."""

    words: str = ""  # in the claim: words, "phrases", beginnings (`troop*`)
    speaker: str | None = None  # words of the name of anybody in the chain
    certainty: tuple[Certainty, ...] = ()
    quotation: tuple[Quotation, ...] = ()
    kind: tuple[ClaimKind, ...] = ()
    since: dt.date | None = None  # of articles that may have been published on that day or after
    until: dt.date | None = None  # on that day or before
    site: str | None = None  # name, or host with all hosts below it
    named: bool | None = None  # whether the source that it rests on has a name
    unit: str | None = None  # of a figure
    more_than: float | None = None  # of the same figure: all of its range
    less_than: float | None = None
    status: str | None = None  # "accepted", "rejected", "open"; without it all but the rejected
    tag: str | None = None  # that a reviewer gave


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that was found, and the part of it that shows why."""

    claim: KeptClaim
    snippet: str
    marks: tuple[Span, ...]  # of `snippet`: what was sought


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results."""

    hits: tuple[Hit, ...]
    after: str | None  # bookmark for the next page; None when there is none


def search(
    backend: Backend, connection: Connection, query: Query, limit: int, after: str | None
) -> Results:
    """Raises `NotInLedger` for a bookmark that no search gave."""
    phrases = parse(query.words)
    last, offset = _bookmark(after) if after else (_last_key(connection), 0)
    statement = _statement(backend, query, phrases).where(schema.claims.c.key <= last)
    keys = list(connection.scalars(statement.limit(limit + 1).offset(offset)))
    claims = fetch_claims(connection, keys[:limit])
    hits = tuple(_hit(claim, phrases) for claim in claims)
    more = f"{last}-{offset + limit}" if len(keys) > limit else None
    return Results(hits, more)


def find_all(backend: Backend, connection: Connection, query: Query) -> Iterator[KeptClaim]:
    """All claims that fit, by their keys, `_AT_ONCE` of them at a time."""
    c = schema.claims.c
    statement = _statement(backend, query, parse(query.words)).order_by(None).order_by(c.key)
    after = 0
    while keys := list(connection.scalars(statement.where(c.key > after).limit(_AT_ONCE))):
        yield from fetch_claims(connection, keys)
        after = keys[-1]


def _last_key(connection: Connection) -> int:
    return int(connection.scalar(select(func.max(schema.claims.c.key))) or 0)


def _bookmark(after: str) -> tuple[int, int]:
    last, _, offset = after.partition("-")
    if not (last.isdecimal() and offset.isdecimal()):
        raise NotInLedger("not where a page of results ended", about=after)
    return int(last), int(offset)


def _statement(backend: Backend, query: Query, phrases: list[Phrase]) -> Select[Any]:
    """The keys of the claims, in order."""
    c, r, st = schema.claims.c, schema.readings.c, schema.standings.c
    statement = select(c.key).join(schema.readings, and_(r.key == c.reading, r.current == 1))
    statement = statement.outerjoin(schema.standings, st.claim == c.id)
    if phrases:
        found = matching(backend, "claims", phrases, "words")
        statement = statement.join(found, found.c.key == c.key).order_by(found.c.rank)
        if not backend.ranks_in_order:
            statement = statement.order_by(c.key)
    else:
        statement = statement.order_by(c.key.desc())
    return statement.where(*_conditions(backend, query, correlated=bool(phrases)))


def matching(backend: Backend, index: str, phrases: list[Phrase], name: str) -> Any:
    """A subquery with `key` and `rank` of what matches; `name` is that of its parameter."""
    sql = backend.matching(index).replace(":words", f":{name}")
    words = text(sql).bindparams(**{name: backend.query(phrases)})
    return words.columns(column("key", Integer), column("rank")).subquery(f"{index}_found")


def _conditions(backend: Backend, query: Query, *, correlated: bool) -> list[ColumnElement[bool]]:
    """`correlated`: the words have narrowed the claims down, so that each may be looked at;
    else what is rare should be looked up first."""
    c, st = schema.claims.c, schema.standings.c
    conditions: list[ColumnElement[bool]] = [
        func.coalesce(st[name], c[name]).in_([each.value for each in values])
        for name, values in (
            ("certainty", query.certainty),
            ("quotation", query.quotation),
            ("kind", query.kind),
        )
        if values
    ]
    conditions.append(_reviewed(query.status))
    if query.tag is not None:
        tagged = f"%{json.dumps(query.tag, ensure_ascii=False)}%"
        conditions.append(st.detail.like(tagged))
    if query.speaker is not None:
        conditions.append(_said_by(backend, query.speaker))
    if query.named is not None:
        conditions.append(_named(query.named))
    if query.unit is not None or query.more_than is not None or query.less_than is not None:
        conditions.append(_counts(query, correlated))
    if query.since is not None or query.until is not None:
        conditions.append(_published(query.since, query.until))
    if query.site is not None:
        conditions.append(_on_site(query.site))
    return conditions


def _said_by(backend: Backend, speaker: str) -> ColumnElement[bool]:
    links, sources = schema.links.c, schema.sources.c
    phrases = parse(speaker)
    if not phrases:
        return literal(1) == 0
    found = matching(backend, "speakers", phrases, "speaker")
    same, known = schema.speakers.alias("same"), schema.speakers.alias("known")
    persons = select(known.c.person).join(found, found.c.key == known.c.key)
    said = (
        select(links.claim)
        .join(schema.sources, sources.key == links.source)
        .where(sources.speaker.in_(select(same.c.key).where(same.c.person.in_(persons))))
    )
    return schema.claims.c.key.in_(said)


def _reviewed(status: str | None) -> ColumnElement[bool]:
    st = schema.standings.c
    if status is None:
        return func.coalesce(st.status, "") != "rejected"
    return func.coalesce(st.status, "open") == status


def _named(named: bool) -> ColumnElement[bool]:
    """By the last link: whoever is said to know at first hand."""
    links, sources, later = schema.links, schema.sources, schema.links.alias("later")
    last = select(func.max(later.c.position)).where(later.c.claim == links.c.claim)
    name = sources.c.name.is_not(None) if named else sources.c.name.is_(None)
    return exists(
        select(literal(1))
        .select_from(links)
        .join(sources, sources.c.key == links.c.source)
        .where(links.c.claim == schema.claims.c.key, name)
        .where(links.c.position == last.scalar_subquery())
    )


def _counts(query: Query, correlated: bool) -> ColumnElement[bool]:
    q = schema.quantities.c
    which = []
    if query.unit is not None:
        which.append(q.unit == query.unit)
    if query.more_than is not None:
        which.append(q.low > query.more_than)
    if query.less_than is not None:
        which.append(q.high < query.less_than)
    if correlated:
        return exists(select(literal(1)).where(q.claim == schema.claims.c.key, *which))
    return schema.claims.c.key.in_(select(q.claim).where(*which))


def _published(since: dt.date | None, until: dt.date | None) -> ColumnElement[bool]:
    """What may have been published then: a range counts when it reaches into the days."""
    r = schema.readings.c
    known = or_(r.date.is_not(None), r.earliest.is_not(None), r.latest.is_not(None))
    conditions = [known]
    if since is not None:
        conditions.append(func.coalesce(r.latest, r.date, "9999") >= since.isoformat())
    if until is not None:
        conditions.append(func.coalesce(r.earliest, r.date, "") <= until.isoformat())
    return and_(*conditions)


def _on_site(site: str) -> ColumnElement[bool]:
    p, r = schema.pages.c, schema.readings.c
    host = surt(f"https://{site}").partition(")")[0]
    inside = or_(p.surt.startswith(f"{host})", autoescape=True),
                 p.surt.startswith(f"{host},", autoescape=True))  # fmt: skip
    on_host = exists(select(literal(1)).where(p.key == r.page, inside))
    return or_(func.lower(r.site, type_=String) == site.lower(), on_host)


# ── Snippets ─────────────────────────────────────────────────────────────────────────────


def _hit(claim: KeptClaim, phrases: list[Phrase]) -> Hit:
    snippet, marks = snip(claim.claim.text, matches(claim.claim.text, phrases))
    return Hit(claim, snippet, marks)


def snip(whole: str, marks: Sequence[Span], width: int = _WIDTH) -> tuple[str, tuple[Span, ...]]:
    """A part of a text, `width` code points or little more, that shows the first mark and what
    follows; cut between words, with an ellipsis where something is left out."""
    start = 0
    if len(whole) > width and marks:
        start = max(0, min(marks[0].start - _BEFORE, len(whole) - width))
        start = 0 if not start else whole.find(" ", start, marks[0].start) + 1 or start
    end = len(whole)
    if end - start > width:
        end = whole.rfind(" ", start + width // 2, start + width)
        end = start + width if end < 0 else end
    before, behind = "… " * (start > 0), " …" * (end < len(whole))
    shift = len(before) - start
    shown = tuple(
        Span(mark.start + shift, min(mark.end, end) + shift)
        for mark in marks
        if start <= mark.start < end
    )
    return before + whole[start:end] + behind, shown
