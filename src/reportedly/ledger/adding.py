"""Readings on their way in, a batch and a transaction at a time."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select, update

from reportedly.data import Maker, Page, Reading
from reportedly.errors import PageError
from reportedly.ledger import schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.captures import Appender, Place, surt, target
from reportedly.ledger.characters import stored_form
from reportedly.ledger.rows import (
    PageRow,
    ReadingRows,
    Row,
    claim_ids,
    digest,
    is_person_known,
    page_row,
    reading_rows,
    speaker_id,
)

_READINGS, _BYTES = 200, 16_000_000  # in a batch at most; bytes of bodies
_SECONDS = 10.0  # that a reading may wait to be written
_PAGES, _PAGE_BYTES = 64, 8_000_000  # looked up at once


@dataclass(frozen=True, slots=True)
class Added:
    """What became of the readings that were handed to a ledger."""

    added: int = 0
    known: int = 0  # were there already
    failed: int = 0  # could not be read; `errors` lists them
    forgotten: int = 0  # were asked to be forgotten, and stay so

    def __add__(self, other: Added) -> Added:
        return Added(
            self.added + other.added,
            self.known + other.known,
            self.failed + other.failed,
            self.forgotten + other.forgotten,
        )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A reading, ready to be written."""

    page: Page
    row: PageRow
    id: str
    rows: ReadingRows
    speakers: list[str | None]  # ids, a source each; None for who is never named


def _speakers(rows: ReadingRows) -> list[str | None]:
    return [
        speaker_id(name, role, kind) if is_person_known(name, kind) else None
        for _, name, kind, role, _ in rows.sources
    ]


def batches(
    readings: Iterable[Reading | PageError],
) -> Iterator[list[Reading | PageError]]:
    """The readings in runs that fit a transaction and the memory, and do not wait for long."""
    batch: list[Reading | PageError] = []
    size, began = 0, time.monotonic()
    try:
        for each in readings:
            batch.append(each)
            size += len(each.page.body) if isinstance(each, Reading) else 0
            late = time.monotonic() - began > _SECONDS
            if len(batch) >= _READINGS or size >= _BYTES or late:
                yield batch
                batch, size, began = [], 0, time.monotonic()
    except (Exception, KeyboardInterrupt):
        if batch:
            yield batch  # what was read before is not lost
        raise
    if batch:
        yield batch


def add_batch(backend: Backend, folder: Path, batch: Sequence[Reading | PageError]) -> Added:
    """Writes a batch, all of it or nothing. Raises what the database and the disk raise."""
    entries, failures = _prepared(batch)
    with backend.writing() as connection:
        new, tally = _new(connection, entries)
        _record_failures(connection, failures)
        _clear_failures(connection, entries)
        if new:
            _write(backend, connection, folder, new)
    return tally + Added(added=len(new), failed=len(failures))


def unread(
    connection: Connection, pages: Iterable[Page | PageError], maker: Maker
) -> Iterator[Page | PageError | None]:
    """The pages that `maker` has not read yet; None in the place of each that it has."""
    pages = iter(pages)
    while run := _run(pages):
        ids = [_id_or_none(page) for page in run]
        known = _read_by(connection, [each for each in ids if each], maker)
        for page, known_as in zip(run, ids, strict=True):
            yield None if known_as in known else page


def _run(pages: Iterator[Page | PageError]) -> list[Page | PageError]:
    run: list[Page | PageError] = []
    size = 0
    for page in islice(pages, _PAGES):
        run.append(page)
        size += len(page.body) if isinstance(page, Page) else 0
        if size > _PAGE_BYTES:
            break
    return run


def _id_or_none(page: Page | PageError) -> str | None:
    try:
        return page_row(page).id if isinstance(page, Page) else None
    except PageError:
        return None  # it will be told when it is added


def _read_by(connection: Connection, ids: Sequence[str], maker: Maker) -> set[str]:
    """Which of the pages have been read by the maker, or are to stay forgotten."""
    r, p = schema.readings.c, schema.pages.c
    query = (
        select(p.id)
        .join(schema.readings, r.page == p.key)
        .where(p.id.in_(ids), r.version == maker.version)
        .where(r.model == maker.model, r.weights == maker.weights)
    )
    return set(connection.scalars(query))


# ── A batch ──────────────────────────────────────────────────────────────────────────────


def _prepared(batch: Sequence[Reading | PageError]) -> tuple[list[_Entry], list[PageError]]:
    entries, failures = [], []
    for each in batch:
        try:
            if isinstance(each, PageError):
                raise each
            row = page_row(each.page)
            known_as, rows = reading_rows(each, row.id)
            entries.append(_Entry(each.page, row, known_as, rows, _speakers(rows)))
        except PageError as error:
            failures.append(error)
    return entries, failures


def _new(connection: Connection, entries: list[_Entry]) -> tuple[list[_Entry], Added]:
    """The entries that are not in the ledger yet, each once; without what is forgotten."""
    r, t = schema.readings.c, schema.tombstones.c
    bodies = select(t.body).where(t.body.in_([entry.row.body for entry in entries]))
    forgotten = set(connection.scalars(bodies.where(t.lifted == 0)))
    welcome = [entry for entry in entries if entry.row.body not in forgotten]
    ids = [entry.id for entry in welcome]
    there = set(connection.scalars(select(r.id).where(r.id.in_(ids))))
    new = []
    for entry in welcome:
        if entry.id not in there:
            there.add(entry.id)
            new.append(entry)
    return new, Added(known=len(welcome) - len(new), forgotten=len(entries) - len(welcome))


def _write(backend: Backend, connection: Connection, folder: Path, entries: list[_Entry]) -> None:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    captures = Appender(folder, last_place(connection))
    try:
        pages = _Writer(backend, connection, now).write(entries, captures)
        captures.keep()
        _supersede(backend, connection, pages)
    except BaseException:
        captures.drop()
        raise


def last_place(connection: Connection) -> Place | None:
    """Where the last capture that is committed, or was and is forgotten, lies."""
    places = []
    for table in (schema.pages, schema.tombstones):
        c = table.c
        query = select(c.warc, c.warc_start, c.warc_size, c.warc_hash)
        order = [c.key.desc()] if table is schema.pages else [c.warc.desc(), c.warc_start.desc()]
        if row := connection.execute(query.order_by(*order).limit(1)).first():
            places.append(Place(*row))
    return max(places, key=lambda place: (place.warc, place.end), default=None)


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


class _Writer:
    """Gives the rows of a batch their keys and writes them."""

    def __init__(self, backend: Backend, connection: Connection, now: str) -> None:
        self._backend, self._connection, self._now = backend, connection, now
        self._tables = _Tables()

    def write(self, entries: list[_Entry], captures: Appender) -> dict[int, int]:
        """Writes all; gives the key of the page and of its last reading for every page."""
        pages = self._write_pages(entries, captures)
        speakers = self._known_speakers(entries)
        key, source, claim = (
            self._next(table) for table in (schema.readings, schema.sources, schema.claims)
        )
        last = {}
        for entry in entries:
            page = pages[entry.row.id]
            self._reading(key, page, entry)
            self._sources(key, source, entry, speakers)
            self._claims(key, claim, source, entry.rows)
            last[page] = key
            key += 1
            source += len(entry.rows.sources)
            claim += len(entry.rows.claims)
        self._insert()
        return last

    def _next(self, table: Table) -> int:
        return (self._connection.scalar(select(func.max(table.c.key))) or 0) + 1

    def _write_pages(self, entries: list[_Entry], captures: Appender) -> dict[str, int]:
        p = schema.pages.c
        ids = [entry.row.id for entry in entries]
        there = select(p.id, p.key).where(p.id.in_(ids))
        keys: dict[str, int] = {row.id: row.key for row in self._connection.execute(there)}
        key = self._next(schema.pages)
        for entry in entries:
            if entry.row.id in keys:
                continue
            place = captures.append(entry.page, entry.row, self._now)
            sealed = page_columns(entry.row, self._now, place)
            self._tables.pages.append((key, *sealed, digest(sealed)))
            keys[entry.row.id] = key
            key += 1
        return keys

    def _known_speakers(self, entries: list[_Entry]) -> dict[str, int]:
        """The key of every speaker of the batch by id; who is not known yet is written."""
        wanted: dict[str, Row] = {}
        for entry in entries:
            for known_as, row in zip(entry.speakers, entry.rows.sources, strict=True):
                if known_as is not None:
                    _, name, kind, role, _ = row
                    wanted.setdefault(known_as, (name, role, kind))
        s = schema.speakers.c
        keys: dict[str, int] = {}
        ids = list(wanted)
        for i in range(0, len(ids), 500):
            there = select(s.id, s.key).where(s.id.in_(ids[i : i + 500]))
            keys |= {row.id: row.key for row in self._connection.execute(there)}
        key = self._next(schema.speakers)
        for known_as, row in wanted.items():
            if known_as not in keys:
                self._tables.speakers.append((key, known_as, *row, key))
                keys[known_as] = key
                key += 1
        return keys

    def _reading(self, key: int, page: int, entry: _Entry) -> None:
        seal = digest((entry.id, self._now))
        row = (key, entry.id, page, 1, *entry.rows.reading, self._now, seal)
        self._tables.readings.append(row)
        self._tables.findings += [
            (key, position, *finding) for position, finding in enumerate(entry.rows.findings)
        ]

    def _sources(self, key: int, first: int, entry: _Entry, speakers: dict[str, int]) -> None:
        each = zip(entry.rows.sources, entry.speakers, strict=True)
        for source, (row, known_as) in enumerate(each, start=first):
            speaker = None if known_as is None else speakers[known_as]
            self._tables.sources.append((source, key, speaker, *row))

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

    def _insert(self) -> None:
        backend, connection, tables = self._backend, self._connection, self._tables
        for name in _Tables.__dataclass_fields__:
            backend.insert(connection, getattr(schema, name), getattr(tables, name))
        backend.index(connection, "speakers", [(row[0], row[2]) for row in tables.speakers])
        backend.index(connection, "claims", [(row[0], row[7]) for row in tables.claims])


def page_columns(row: PageRow, added_at: str, place: Place) -> Row:
    """All columns of a page between its key and its seal."""
    key = surt(target(row))
    where = (place.warc, place.start, place.size, place.hash)
    return (*row.columns(), added_at, key, *where)


def _supersede(backend: Backend, connection: Connection, pages: dict[int, int]) -> None:
    """Of the readings of a page the last is current, and alone in the index."""
    r, c = schema.readings.c, schema.claims.c
    query = select(r.key, r.page).where(r.page.in_(list(pages)), r.current == 1)
    old = [key for key, page in connection.execute(query) if key != pages[page]]
    if old:
        claims = connection.execute(select(c.key, c.text).where(c.reading.in_(old)))
        backend.unindex(connection, "claims", [(key, text) for key, text in claims])
        connection.execute(update(schema.readings).where(r.key.in_(old)).values(current=0))


# ── Failures ─────────────────────────────────────────────────────────────────────────────


def _record_failures(connection: Connection, failures: list[PageError]) -> None:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    rows = {}
    for error in failures:
        origin, given_id, message = (
            None if each is None else stored_form(each)
            for each in (error.about, error.id, error.message)
        )
        columns = (digest([origin]), origin, given_id, error.kind, message, now)
        rows[columns[0]] = (*columns, digest(columns))
    if rows:
        table = schema.failures
        connection.execute(delete(table).where(table.c.id.in_(list(rows))))
        names = [column.name for column in table.columns]
        connection.execute(
            insert(table), [dict(zip(names, row, strict=True)) for row in rows.values()]
        )


def _clear_failures(connection: Connection, entries: list[_Entry]) -> None:
    """What could not be read once and now can is no failure any more."""
    f = schema.failures
    if connection.scalar(select(func.count()).select_from(f)):
        ids = [digest([entry.row.origin]) for entry in entries]
        connection.execute(delete(f).where(f.c.id.in_(ids)))
