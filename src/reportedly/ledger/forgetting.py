"""Forgetting: a page leaves the ledger, its files and its indexes, and leaves a tombstone.

The database forgets first, in one transaction; then the capture is overwritten in its place. A
run that is killed in between is completed by forgetting the page again; `verify` says so.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from reportedly.errors import NotInLedger
from reportedly.ledger import groups, passages, schema, traced
from reportedly.ledger.backends import Backend
from reportedly.ledger.captures import Place, filler
from reportedly.ledger.characters import stored_form
from reportedly.ledger.entries import withdraw
from reportedly.ledger.fetching import KeptPage, fetch_only_page
from reportedly.ledger.rows import digest


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of a page that was forgotten."""

    page: str  # id
    body: str  # `sha256:` and the hash of what must not come back
    reason: str
    forgotten_at: str  # ISO 8601
    lifted: bool  # whether it may come back
    place: Place  # where the capture was; hash of what stands there now


def forget(backend: Backend, connection: Connection, id: str, reason: str) -> Tombstone:
    """Takes a page out of the database; its capture is to be overwritten next. A page that is
    forgotten already gives its tombstone. Raises `NotInLedger`, and `LedgerError` where several
    pages go by the id."""
    try:
        page = fetch_only_page(connection, id)
    except NotInLedger:
        return find_tombstone(connection, id)
    backend.purge(connection)
    passages.withdraw(connection, page.key)
    _go_back(connection, page.key)
    traced.forget(connection, page.row.id)
    groups.withdraw(backend, connection, groups.of_page(connection, page.key))
    _delete_readings(backend, connection, page.key)
    _delete_standings(connection, page.row.id)
    _delete_speakers(backend, connection)
    r, f = schema.reviews, schema.failures
    connection.execute(update(r).where(r.c.page == page.row.id).values(detail=None))
    connection.execute(delete(f).where(f.c.origin == page.row.origin))
    connection.execute(delete(schema.pages).where(schema.pages.c.key == page.key))
    return _bury(connection, page, reason)


def lift(connection: Connection, id: str) -> Tombstone:
    """Allows a page to come back. Raises `NotInLedger`."""
    tombstone = find_tombstone(connection, id)
    t = schema.tombstones
    connection.execute(delete(t).where(t.c.page == tombstone.page))
    return _inscribe(
        connection,
        tombstone.page,
        tombstone.body,
        tombstone.reason,
        tombstone.forgotten_at,
        1,
        tombstone.place,
    )


def find_tombstone(connection: Connection, id: str) -> Tombstone:
    """By the page's id in the ledger, or the SHA-256 of its bytes. Raises `NotInLedger`."""
    t = schema.tombstones
    row = connection.execute(select(t).where(or_(t.c.page == id, t.c.body == id))).first()
    if row is None:
        raise NotInLedger("no such page", about=id)
    return tombstone_of(row)


def tombstone_of(row: tuple[object, ...]) -> Tombstone:
    page, body, reason, at, lifted, *place, _ = row
    return Tombstone(str(page), str(body), str(reason), str(at), bool(lifted), Place(*place))  # type: ignore[arg-type]


def _bury(connection: Connection, page: KeptPage, reason: str) -> Tombstone:
    t = schema.tombstones
    connection.execute(delete(t).where(t.c.page == page.row.id))
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    empty = hashlib.sha256(filler(page.place.size)).hexdigest()
    place = Place(page.place.warc, page.place.start, page.place.size, empty)
    return _inscribe(connection, page.row.id, page.row.body, stored_form(reason), now, 0, place)


def _inscribe(
    connection: Connection, page: str, body: str, reason: str, at: str, lifted: int, place: Place
) -> Tombstone:
    where = (place.warc, place.start, place.size, place.hash)
    columns = (page, body, reason, at, lifted, *where)
    names = [column.name for column in schema.tombstones.columns]
    row = dict(zip(names, (*columns, digest(columns)), strict=True))
    connection.execute(insert(schema.tombstones), row)
    return Tombstone(page, body, reason, at, bool(lifted), place)


def _go_back(connection: Connection, page: int) -> None:
    """The keys of its readings may be given again, if they are the last: whatever has looked at
    readings in their order has not seen those that will have them."""
    r = schema.readings.c
    last = connection.scalar(select(func.max(r.key)).where(r.page != page)) or 0
    for mark in (schema.sampled, schema.compared):
        connection.execute(update(mark).where(mark.c.reading > last).values(reading=last))


def _delete_readings(backend: Backend, connection: Connection, page: int) -> None:
    r, c, s = schema.readings.c, schema.claims.c, schema.sources.c
    readings = select(r.key).where(r.page == page)
    claims = select(c.key).where(c.reading.in_(readings))
    current = select(c.key).join(schema.readings, r.key == c.reading)
    current = current.where(r.page == page, r.current == 1)
    withdraw(backend, connection, list(connection.scalars(current)))
    for table in (schema.links, schema.quantities, schema.entities):
        connection.execute(delete(table).where(table.c.claim.in_(claims)))
    connection.execute(delete(schema.claims).where(c.reading.in_(readings)))
    connection.execute(delete(schema.sources).where(s.reading.in_(readings)))
    findings = schema.findings
    connection.execute(delete(findings).where(findings.c.reading.in_(readings)))
    connection.execute(delete(schema.readings).where(r.page == page))


def _delete_standings(connection: Connection, page: str) -> None:
    st = schema.standings
    of_page = select(st.c.claim).where(st.c.page == page)
    for table in (schema.standing_speakers, schema.standing_quantities, st):
        connection.execute(delete(table).where(table.c.claim.in_(of_page)))


def _delete_speakers(backend: Backend, connection: Connection) -> None:
    """Those of whom no article speaks any more, unless somebody else is merged into them."""
    s, other = schema.speakers, schema.speakers.alias("other")
    so, ss = schema.sources.c, schema.standing_speakers.c
    read = exists(select(so.key).where(so.speaker == s.c.key))
    corrected = exists(select(ss.claim).where(ss.speaker == s.c.key))
    stands = exists(select(other.c.key).where(other.c.person == s.c.key, other.c.key != s.c.key))
    rows = connection.execute(select(s.c.key, s.c.name).where(~read, ~corrected, ~stands)).all()
    backend.unindex(connection, "speakers", [(key, name) for key, name in rows])
    connection.execute(delete(s).where(s.c.key.in_([key for key, _ in rows])))
