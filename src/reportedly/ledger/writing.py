"""The rows of a batch of new readings: they get their keys, and go to their tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, func, select

from reportedly.data import Page
from reportedly.ledger import entries, schema
from reportedly.ledger.backends import Backend, in_parts
from reportedly.ledger.captures import Appender, Place
from reportedly.ledger.rows import (
    PageRow,
    ReadingRows,
    Row,
    claim_ids,
    digest,
    is_person_known,
    speaker_id,
)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A reading that is not in the ledger yet."""

    page: Page
    row: PageRow
    surt: str  # the page's address in the order of the index
    id: str
    rows: ReadingRows


@dataclass(slots=True)
class _Tables:
    """The rows of a batch, table by table, with their keys."""

    pages: list[Row] = field(default_factory=list)
    readings: list[Row] = field(default_factory=list)
    speakers: list[Row] = field(default_factory=list)
    sources: list[Row] = field(default_factory=list)
    claims: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    quantities: list[Row] = field(default_factory=list)
    entities: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    entries: list[Row] = field(default_factory=list)


class Writer:
    """Gives the rows of a batch their keys and writes them."""

    def __init__(self, backend: Backend, connection: Connection, now: str) -> None:
        self._backend, self._connection, self._now = backend, connection, now
        self._tables = _Tables()
        self._words: list[tuple[int, str, str]] = []  # for the full-text index
        self._reviewed: list[int] = []  # claims whose standing must be looked at
        self._known: dict[Row, int | None] = {}  # speakers' keys by name, role and type

    def write(self, batch: Sequence[Fresh], captures: Appender) -> None:
        """Writes all. The last reading of a page is current; no other may be by now."""
        pages = self._pages(batch, captures)
        self._know(batch)
        key, source, claim = (
            self._next(table) for table in (schema.readings, schema.sources, schema.claims)
        )
        last = {fresh.row.id: number for number, fresh in enumerate(batch)}
        reviewed = self._reviewed_pages(list(pages))
        for number, fresh in enumerate(batch):
            current = last[fresh.row.id] == number
            self._reading(key, pages[fresh.row.id], fresh, current)
            speakers = self._sources(key, source, fresh.rows)
            self._claims(key, claim, source, fresh.rows)
            keys = range(claim, claim + len(fresh.rows.claims))
            if current and fresh.row.id in reviewed:
                self._reviewed += keys
            elif current:
                self._enter(keys, fresh, speakers)
            key += 1
            source += len(fresh.rows.sources)
            claim += len(fresh.rows.claims)
        self._insert()

    def _next(self, table: Table) -> int:
        return (self._connection.scalar(select(func.max(table.c.key))) or 0) + 1

    def _pages(self, batch: Sequence[Fresh], captures: Appender) -> dict[str, int]:
        p = schema.pages.c
        there = select(p.id, p.key).where(p.id.in_([fresh.row.id for fresh in batch]))
        keys: dict[str, int] = {row.id: row.key for row in self._connection.execute(there)}
        key = self._next(schema.pages)
        for fresh in batch:
            if fresh.row.id in keys:
                continue
            place = captures.append(fresh.page, fresh.row, self._now)
            sealed = page_columns(fresh.row, self._now, fresh.surt, place)
            self._tables.pages.append((key, *sealed, digest(sealed)))
            keys[fresh.row.id] = key
            key += 1
        return keys

    def _reviewed_pages(self, pages: Sequence[str]) -> set[str]:
        st = schema.standings.c
        return set(self._connection.scalars(select(st.page).where(st.page.in_(pages))))

    def _know(self, batch: Sequence[Fresh]) -> None:
        """Finds the key of every speaker of the batch; who is not known yet is written."""
        wanted: dict[str, Row] = {}
        ids: dict[Row, str | None] = {}
        for fresh in batch:
            for _, name, kind, role, _ in fresh.rows.sources:
                who = (name, role, kind)
                if who not in ids:
                    known = is_person_known(name, kind)
                    ids[who] = known_as = speaker_id(name, role, kind) if known else None
                    if known_as is not None:
                        wanted.setdefault(known_as, who)
        s = schema.speakers.c
        keys: dict[str, int] = {}
        for some in in_parts(wanted):
            there = select(s.id, s.key).where(s.id.in_(some))
            keys |= {row.id: row.key for row in self._connection.execute(there)}
        key = self._next(schema.speakers)
        for known_as, who in wanted.items():
            if known_as not in keys:
                self._tables.speakers.append((key, known_as, *who, key))
                keys[known_as] = key
                key += 1
        for who, sought in ids.items():
            self._known[who] = None if sought is None else keys[sought]

    def _reading(self, key: int, page: int, fresh: Fresh, current: bool) -> None:
        seal = digest((fresh.id, self._now))
        row = (key, fresh.id, page, int(current), *fresh.rows.reading, self._now, seal)
        self._tables.readings.append(row)
        self._tables.findings += [
            (key, position, *finding) for position, finding in enumerate(fresh.rows.findings)
        ]

    def _sources(self, key: int, first: int, rows: ReadingRows) -> list[tuple[int | None, bool]]:
        """Gives the speaker of every source, and whether it has a name."""
        speakers: list[tuple[int | None, bool]] = []
        for source, row in enumerate(rows.sources, start=first):
            _, name, kind, role, _ = row
            speaker = self._known[name, role, kind]
            speakers.append((speaker, name is not None))
            self._tables.sources.append((source, key, speaker, *row))
        return speakers

    def _claims(self, key: int, first: int, source: int, rows: ReadingRows) -> None:
        tables = self._tables
        ids = claim_ids(rows.page, rows.claims)
        for claim, (known_as, each) in enumerate(zip(ids, rows.claims, strict=True), start=first):
            tables.claims.append((claim, known_as, key, *each.claim))
            for i, (number, *spans) in enumerate(each.links):
                tables.links.append((claim, i, source + number, *spans))
            for i, row in enumerate(each.quantities):
                tables.quantities.append((claim, i, *row))
            for i, row in enumerate(each.entities):
                tables.entities.append((claim, i, *row))

    def _enter(
        self, keys: Sequence[int], fresh: Fresh, speakers: Sequence[tuple[int | None, bool]]
    ) -> None:
        """What `entries.derived` gives of claims that nobody has reviewed, without asking."""
        _, _, _, _, _, site, _, _, date, earliest, latest, *_ = fresh.rows.reading
        days = entries.days(date, earliest, latest)
        places = entries.sites(site, fresh.surt)
        for key, each in zip(keys, fresh.rows.claims, strict=True):
            *_, text, certainty, _, kind, quotation = each.claim
            chain = [speakers[link[0]] for link in each.links]
            units = [quantity[5] for quantity in each.quantities]
            facets = entries.facets(certainty, quotation, kind, chain, units, places)
            self._tables.entries.append((key, facets, *days))
            self._words.append((key, text, facets))

    def _insert(self) -> None:
        backend, connection, tables = self._backend, self._connection, self._tables
        for name in _Tables.__dataclass_fields__:
            backend.insert(connection, getattr(schema, name), getattr(tables, name))
        backend.index(connection, "speakers", [(row[0], row[2]) for row in tables.speakers])
        backend.index(connection, "claims", self._words)
        for keys in in_parts(self._reviewed):
            entries.enter(backend, connection, list(entries.derived(connection, keys)))


def page_columns(row: PageRow, added_at: str, key: str, place: Place) -> Row:
    """All columns of a page between its key and its seal; `key`: its address by `surt`."""
    where = (place.warc, place.start, place.size, place.hash)
    return (*row.columns(), added_at, key, *where)
