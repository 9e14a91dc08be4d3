"""Claims on their way out, each with who said it, where and when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from reportedly.data import Claim, Dating, Source
from reportedly.errors import LedgerError, NotInLedger
from reportedly.ledger import schema
from reportedly.ledger.assembly import claim_of, dating_of, source_of
from reportedly.ledger.characters import restored
from reportedly.ledger.rows import ClaimRows, Row
from reportedly.ledger.standing import Standing, corrected, standing_of

SHOWN = 20  # digits of a claim's id that tell it from the others of its page
_WHOLE = 32


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim of a ledger as it stands after its reviews. Spans refer to the article of its
    reading."""

    id: str  # the ledger's, 32 hexadecimal digits; `claim.id` is the reading's own
    claim: Claim
    chain: tuple[Source, ...]  # of `claim.chain`, link by link, without mentions
    mentions: tuple[str | None, ...]  # how the article calls each of them there
    reading: str  # id
    page: str  # id
    url: str | None
    origin: str
    title: str | None
    site: str | None
    published: Dating
    standing: Standing


def fetch_claim(connection: Connection, id: str) -> KeptClaim:
    """The claim with that id, or alone with an id that begins so, in a current reading, else in
    the last that has it. Raises `NotInLedger`, and `LedgerError` where several begin so."""
    c, r = schema.claims.c, schema.readings.c
    query = select(c.key).join(schema.readings, r.key == c.reading)
    query = query.where(c.id == whole_id(connection, c.id, id, SHOWN))
    key = connection.scalar(query.order_by(r.current.desc(), c.key.desc()).limit(1))
    if key is None:
        raise NotInLedger("no such claim", about=id)
    return fetch_claims(connection, [key])[0]


def whole_id(connection: Connection, known: ColumnElement[str], id: str, shown: int) -> str:
    """The whole of an id, of those that are `known`, that was cut short to `shown` digits, as on
    a terminal, or to more."""
    if not shown <= len(id) < _WHOLE:
        return id
    begun = select(known).distinct().where(known >= id, known < id + "g").limit(2)
    found = list(connection.scalars(begun))
    if len(found) > 1:
        raise LedgerError("more than one begins so; give more of the id", about=id)
    return str(found[0]) if found else id


def fetch_claims(connection: Connection, keys: Sequence[int]) -> list[KeptClaim]:
    """The claims with these keys, in this order."""
    c, r, p, st = schema.claims, schema.readings, schema.pages.c, schema.standings.c
    query = (
        select(
            *c.c,
            r.c.id.label("reading_id"),
            *(r.c[name] for name in ("title", "site", "date", "earliest", "latest")),
            *(r.c[name] for name in ("published_at", "basis", "rejected")),
            p.id.label("page"),
            p.url,
            p.origin,
            st.status,
            st.detail,
        )
        .join(r, r.c.key == c.c.reading)
        .join(schema.pages, p.key == r.c.page)
        .outerjoin(schema.standings, st.claim == c.c.id)
        .where(c.c.key.in_(keys))
    )
    rows = {row.key: row for row in connection.execute(query)}
    quantities, entities = (
        _parts(connection, table, keys) for table in (schema.quantities, schema.entities)
    )
    links = _links(connection, keys)
    return [_kept(rows[key], links[key], quantities[key], entities[key]) for key in keys]


def _kept(row: Any, links: list[Row], quantities: list[Row], entities: list[Row]) -> KeptClaim:
    sources = [source_of((*link[4:-1], "[]")) for link in links]
    numbered = [(number, *link[:4]) for number, link in enumerate(links)]
    claim = claim_of(
        ClaimRows(tuple(row[3 : len(schema.claims.c)]), numbered, quantities, entities), sources
    )
    mentions = tuple(None if link[0] is None else restored(link[-1]) for link in links)
    standing = Standing() if row.detail is None else standing_of(row.status, restored(row.detail))
    claim, chain = corrected(claim, tuple(sources), standing.corrected)
    if "chain" in standing.corrected:
        mentions = (None,) * len(chain)
    return KeptClaim(
        row.id,
        claim,
        chain,
        mentions,
        row.reading_id,
        row.page,
        None if row.url is None else restored(row.url),
        restored(row.origin),
        None if row.title is None else restored(row.title),
        None if row.site is None else restored(row.site),
        dating_of(row.date, row.earliest, row.latest, row.published_at, row.basis, row.rejected),
        standing,
    )


def _links(connection: Connection, keys: Sequence[int]) -> dict[int, list[Row]]:
    """Mention, cue, the source that each link names, and the words of its mention, by claim."""
    li, s, r = schema.links.c, schema.sources.c, schema.readings.c
    words = func.substr(r.text, li.mention_start + 1, li.mention_end - li.mention_start)
    query = (
        select(li.claim, li.mention_start, li.mention_end, li.cue_start, li.cue_end)
        .add_columns(s.local, s.name, s.type, s.role, words)
        .join(schema.sources, s.key == li.source)
        .join(schema.readings, r.key == s.reading)
        .where(li.claim.in_(keys))
        .order_by(li.claim, li.position)
    )
    links: dict[int, list[Row]] = defaultdict(list)
    for claim, *rest in connection.execute(query):
        links[claim].append(tuple(rest))
    return links


def _parts(connection: Connection, table: Any, keys: Sequence[int]) -> dict[int, list[Row]]:
    query = select(table).where(table.c.claim.in_(keys))
    parts: dict[int, list[Row]] = defaultdict(list)
    for claim, _, *rest in connection.execute(query.order_by(table.c.claim, table.c.position)):
        parts[claim].append(tuple(rest))
    return parts
