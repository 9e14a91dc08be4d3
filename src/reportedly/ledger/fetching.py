"""Rows on their way out: pages and whole readings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, collate, select

from reportedly.data import Reading
from reportedly.errors import LedgerError, NotInLedger
from reportedly.ledger import schema
from reportedly.ledger.assembly import page_of, reading_of
from reportedly.ledger.captures import Place, cdxj_line, read_body
from reportedly.ledger.characters import stored_form
from reportedly.ledger.rows import ClaimRows, PageRow, ReadingRows, Row

_AT_ONCE = 500  # keys that are fetched ahead


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page of a ledger: its row, and where its capture lies."""

    key: int
    row: PageRow
    added_at: str
    surt: str
    place: Place
    seal: str


def _kept(row: Any) -> KeptPage:
    key, *columns, added_at, surt, warc, start, size, packed, seal = row
    return KeptPage(key, PageRow(*columns), added_at, surt, Place(warc, start, size, packed), seal)


def fetch_page(connection: Connection, id: str) -> KeptPage:
    """The page that goes by an id: the ledger's own, the SHA-256 of its bytes, its address, the
    user's id or its origin; of several the last. Raises `NotInLedger`."""
    return next(_called(connection, id, most=1))


def fetch_only_page(connection: Connection, id: str) -> KeptPage:
    """The page that goes by an id, if no other does. Raises `NotInLedger`, and `LedgerError` that
    names them all where there are several: captures of one address, say."""
    pages = list(_called(connection, id))
    if len(pages) > 1:
        ids = ", ".join(page.row.id for page in pages)
        message = f"{len(pages)} pages go by it; name the one that you mean by its id: {ids}"
        raise LedgerError(message, about=id)
    return pages[0]


def _called(connection: Connection, id: str, most: int | None = None) -> Iterator[KeptPage]:
    """The pages that go by an id, the last added first. Raises `NotInLedger`."""
    p = schema.pages.c
    known_as = stored_form(id)
    for column in (p.id, p.body, p.url, p.given_id, p.origin):
        query = select(schema.pages).where(column == known_as).order_by(p.key.desc()).limit(most)
        if rows := connection.execute(query).all():
            yield from map(_kept, rows)
            return
    raise NotInLedger("no such page", about=id)


def pages_in_order(connection: Connection) -> Iterator[KeptPage]:
    """All pages as they were added, a few at a time."""
    p = schema.pages.c
    after = 0
    while True:
        query = select(schema.pages).where(p.key > after).order_by(p.key).limit(_AT_ONCE)
        pages = [_kept(row) for row in connection.execute(query)]
        yield from pages
        if len(pages) < _AT_ONCE:
            return
        after = pages[-1].key


def index_lines(connection: Connection) -> Iterator[str]:
    """The CDXJ index of all captures, whose order is that of bytes."""
    p = schema.pages.c
    key = p.surt if connection.dialect.name == "sqlite" else collate(p.surt, "C")
    query = select(schema.pages).order_by(key, p.key)
    for row in connection.execute(query.execution_options(yield_per=_AT_ONCE)):
        page = _kept(row)
        yield cdxj_line(page.row, page.surt, page.added_at, page.place)


def reading_keys(connection: Connection, *, history: bool) -> Iterator[int]:
    """The keys of all readings, or of the current ones, a few at a time."""
    r = schema.readings.c
    after = 0
    while True:
        query = select(r.key).where(r.key > after)
        if not history:
            query = query.where(r.current == 1)
        keys = list(connection.scalars(query.order_by(r.key).limit(_AT_ONCE)))
        yield from keys
        if len(keys) < _AT_ONCE:
            return
        after = keys[-1]


def fetch_reading(connection: Connection, folder: Path, key: int) -> Reading:
    """A reading with its page; the page's bytes come from its capture. Raises `LedgerError`."""
    page_key = connection.scalar(select(schema.readings.c.page).where(schema.readings.c.key == key))
    query = select(schema.pages).where(schema.pages.c.key == page_key)
    page = _kept(connection.execute(query).one())
    rows = fetch_rows(connection, key, page.row.id)
    return reading_of(rows, page_of(page.row, read_body(folder, page.place)))


def fetch_bare(connection: Connection, key: int) -> tuple[str, Reading] | None:
    """The id and the reading with that key, without the bytes of its page; None where there is
    none."""
    r, p = schema.readings.c, schema.pages.c
    query = select(r.id, p.id).join(schema.pages, r.page == p.key).where(r.key == key)
    row = connection.execute(query).first()
    if row is None:
        return None
    known_as, page = row
    rows, kept = fetch_rows(connection, key, page), fetch_page(connection, page)
    return known_as, reading_of(rows, page_of(kept.row, b""))


def fetch_rows(connection: Connection, key: int, page: str) -> ReadingRows:
    """The rows of a reading, as they were made."""
    r, s, c, f = (t.c for t in (schema.readings, schema.sources, schema.claims, schema.findings))
    reading = connection.execute(select(schema.readings).where(r.key == key)).one()
    columns = [s.key, s.local, s.name, s.type, s.role, s.mentions]
    sources = connection.execute(select(*columns).where(s.reading == key).order_by(s.key)).all()
    numbers = {row[0]: number for number, row in enumerate(sources)}
    claims = connection.execute(select(schema.claims).where(c.reading == key).order_by(c.key)).all()
    links, quantities, entities = (
        _parts(connection, table, key)
        for table in (schema.links, schema.quantities, schema.entities)
    )
    findings = select(f.kind, f.severity, f.message, f.evidence)
    found = connection.execute(findings.where(f.reading == key).order_by(f.position))
    return ReadingRows(
        page,
        tuple(reading)[4:-2],
        [tuple(row[1:]) for row in sources],
        [
            ClaimRows(
                tuple(claim[3:]),
                [(numbers.get(source, -1), *spans) for source, *spans in links[claim[0]]],
                quantities[claim[0]],
                entities[claim[0]],
            )
            for claim in claims
        ],
        [tuple(row) for row in found],
    )


def _parts(connection: Connection, table: Any, reading: int) -> dict[int, list[Row]]:
    """The rows of a table by the claim that they belong to, in order."""
    c = schema.claims.c
    query: Select[Any] = (
        select(table)
        .join(schema.claims, c.key == table.c.claim)
        .where(c.reading == reading)
        .order_by(table.c.claim, table.c.position)
    )
    parts: dict[int, list[Row]] = defaultdict(list)
    for claim, _, *rest in connection.execute(query):
        parts[claim].append(tuple(rest))
    return parts
