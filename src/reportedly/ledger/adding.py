"""Readings on their way in, a batch and a transaction at a time."""

from __future__ import annotations

import datetime as dt
import gc
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select, update

from reportedly.data import Maker, Page, Reading
from reportedly.errors import PageError
from reportedly.ledger import entries as index
from reportedly.ledger import schema
from reportedly.ledger.backends import Backend, in_parts
from reportedly.ledger.captures import Appender, Place, surt, target
from reportedly.ledger.characters import stored_form
from reportedly.ledger.rows import digest, page_row, reading_rows
from reportedly.ledger.writing import Fresh, Writer

_READINGS, _BYTES = 1000, 16_000_000  # in a batch at most; bytes of bodies
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
    with _uncollected():
        return _add_batch(backend, folder, batch)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector's rounds: rows are many and hold no cycles, and walking over
    them again and again takes a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _add_batch(backend: Backend, folder: Path, batch: Sequence[Reading | PageError]) -> Added:
    entries, failures = _prepared(batch)
    with backend.writing() as connection:
        new, tally = _new(connection, entries)
        _record_failures(connection, failures)
        _clear_failures(connection, (entry.row.origin for entry in entries))
        if new:
            _write(backend, connection, folder, new)
    return tally + Added(added=len(new), failed=len(failures))


def unread(
    backend: Backend, connection: Connection, pages: Iterable[Page | PageError], maker: Maker
) -> Iterator[Page | PageError | None]:
    """The pages that `maker` has not read yet; None in the place of each that it has. These are
    no failures any more, if they were since."""
    pages = iter(pages)
    while run := _run(pages):
        ids = [_id_or_none(page) for page in run]
        known = _read_by(connection, [each for each in ids if each], maker)
        again = [stored_form(page.origin) for page, known_as in zip(run, ids, strict=True)
                 if isinstance(page, Page) and known_as in known]  # fmt: skip
        _clear_if_failed(backend, connection, again)
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
    """Which of the pages have been read by the maker."""
    r, p = schema.readings.c, schema.pages.c
    query = (
        select(p.id)
        .join(schema.readings, r.page == p.key)
        .where(p.id.in_(ids), r.version == maker.version)
        .where(r.model == maker.model, r.weights == maker.weights)
    )
    return set(connection.scalars(query))


# ── A batch ──────────────────────────────────────────────────────────────────────────────


def _prepared(batch: Sequence[Reading | PageError]) -> tuple[list[Fresh], list[PageError]]:
    entries, failures = [], []
    for each in batch:
        try:
            if isinstance(each, PageError):
                raise each
            row = page_row(each.page)
            known_as, rows = reading_rows(each, row.id)
            entries.append(Fresh(each.page, row, surt(target(row)), known_as, rows))
        except PageError as error:
            failures.append(error)
    return entries, failures


def _new(connection: Connection, entries: list[Fresh]) -> tuple[list[Fresh], Added]:
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


def _write(backend: Backend, connection: Connection, folder: Path, entries: list[Fresh]) -> None:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    captures = Appender(folder, last_place(connection))
    try:
        _supersede(backend, connection, entries)
        Writer(backend, connection, now).write(entries, captures)
        captures.keep()
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


def _supersede(backend: Backend, connection: Connection, entries: list[Fresh]) -> None:
    """Makes room for the new readings of known pages, which are current and alone in the index."""
    r, c, p = schema.readings.c, schema.claims.c, schema.pages.c
    ids = [entry.row.id for entry in entries]
    query = select(r.key).join(schema.pages, p.key == r.page)
    old = list(connection.scalars(query.where(p.id.in_(ids), r.current == 1)))
    if old:
        keys = list(connection.scalars(select(c.key).where(c.reading.in_(old))))
        for some in in_parts(keys):
            index.withdraw(backend, connection, some)
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


def _clear_if_failed(backend: Backend, connection: Connection, origins: Sequence[str]) -> None:
    """Looks first, since to write one has to wait for others. `origins` as they are stored."""
    failed = schema.failures.c.id.in_([digest([origin]) for origin in origins])
    if origins and connection.scalar(select(func.count()).where(failed)):
        with backend.writing() as writing:
            _clear_failures(writing, origins)


def _clear_failures(connection: Connection, origins: Iterable[str]) -> None:
    """What could not be read once and now can is no failure any more. `origins` as they are
    stored."""
    f = schema.failures
    if connection.scalar(select(func.count()).select_from(f)):
        ids = [digest([origin]) for origin in origins]
        connection.execute(delete(f).where(f.c.id.in_(ids)))
