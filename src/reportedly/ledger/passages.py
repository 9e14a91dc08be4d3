"""Passages: by which hashes the text of a page is found again in others.

    text ─► sample of its shingles ─► samples: hash, place, reading

A hash has a few places, taken in the order in which readings come. Whoever copies later what
many have copied finds the first of them. So neither keeping a page nor looking one up takes
longer in a larger ledger.

Readings are sampled apart from adding, in order, in runs; a mark says how far it has come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from reportedly.ledger import schema
from reportedly.ledger.backends import Backend, explained, in_parts
from reportedly.ledger.characters import restored
from reportedly.shingles import sample

PLACES = 48  # readings that a hash leads to
_RUN = 200  # readings that are sampled at once


def behind(connection: Connection) -> int:
    """How many readings are not sampled yet."""
    r = schema.readings.c
    query = select(func.count()).select_from(schema.readings)
    return int(connection.scalar(query.where(r.key > _mark(connection))) or 0)


def sample_some(backend: Backend, connection: Connection) -> int:
    """Samples the next readings, `_RUN` at most; gives how many."""
    r, s = schema.readings.c, schema.samples
    mark = _mark(connection)
    query = select(r.key, r.text).where(r.key > mark).order_by(r.key).limit(_RUN)
    readings = connection.execute(query).all()
    if not readings:
        return 0
    sampled = [(key, value) for key, text in readings for value in sample_of(text)]
    taken = _taken(connection, sorted({value for _, value in sampled}))
    rows = []
    for key, value in sampled:
        place = taken.get(value, 0)
        if place < PLACES:
            taken[value] = place + 1
            rows.append((value, place, key))
    backend.insert(connection, s, sorted(rows))  # in the order of the index, which is quickest
    _move(connection, mark, readings[-1].key)
    return len(readings)


def sample_of(text: str) -> list[int]:
    """The sample of a text as it is stored."""
    return [int(value) for value in sample(restored(text))]


def sharing(connection: Connection, hashes: Sequence[int], limit: int) -> list[tuple[str, int]]:
    """The pages, by id, that have these hashes in their current text; most first, then in the
    order in which they came."""
    s, r, p = schema.samples.c, schema.readings.c, schema.pages.c
    shared: Counter[tuple[int, str]] = Counter()
    for some in in_parts(hashes):
        query = (
            select(r.key, p.id)
            .join(schema.readings, r.key == s.reading)
            .join(schema.pages, p.key == r.page)
            .where(s.hash.in_(some), r.current == 1)
        )
        shared.update((key, known_as) for key, known_as in connection.execute(query))
    best = sorted(shared.items(), key=lambda each: (-each[1], each[0][0]))[:limit]
    return [(page, count) for (_, page), count in best]


def withdraw(connection: Connection, page: int) -> None:
    """Takes the samples of all readings of a page away."""
    r, s = schema.readings.c, schema.samples
    for key, text in connection.execute(select(r.key, r.text).where(r.page == page)).all():
        for some in in_parts(sample_of(text)):
            connection.execute(delete(s).where(s.c.hash.in_(some), s.c.reading == key))


class Articles(Sequence[tuple[str, str]]):
    """The page id and the current text of every page, in order; each fetched when it is asked
    for, within one transaction of the caller's. Raises `LedgerError`, about the ledger's name."""

    def __init__(self, connection: Connection, about: str) -> None:
        r, p = schema.readings.c, schema.pages.c
        query = select(r.key, p.id).join(schema.pages, p.key == r.page).where(r.current == 1)
        with explained(about):
            self._keys = [tuple(row) for row in connection.execute(query.order_by(r.key))]
        self._connection, self._about = connection, about

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, number):  # type: ignore[no-untyped-def]
        key, page = self._keys[number]
        r = schema.readings.c
        with explained(self._about):
            text = self._connection.scalar(select(r.text).where(r.key == key))
        return page, restored(text or "")


def misplaced(connection: Connection) -> Iterator[tuple[str, str]]:
    """Readings, by id, that have hashes which are not theirs, or lack some, and which."""
    r, s = schema.readings.c, schema.samples.c
    mark = _mark(connection)
    query = select(r.key, r.id, r.text).where(r.key <= mark).order_by(r.key)
    stored = select(s.reading, s.hash).order_by(s.reading)
    rows = iter(connection.execute(stored.execution_options(yield_per=10_000)))
    texts = connection.execute(query.execution_options(yield_per=100))
    row: Any = next(rows, None)
    for key, known_as, text in texts:
        has = set()
        while row is not None and row.reading <= key:
            has.add(row.hash)
            row = next(rows, None)
        should = set(sample_of(text))
        if has - should:
            yield known_as, "hashes are kept of it that its text does not have"
        missing = sorted(should - has)
        if missing and not _full(connection, missing):
            yield known_as, "hashes of its text are not kept"


def _full(connection: Connection, hashes: Sequence[int]) -> bool:
    """True when others have taken the last place of every one of these hashes."""
    taken = _taken(connection, hashes)
    return all(taken.get(value, 0) >= PLACES for value in hashes)


def _taken(connection: Connection, hashes: Sequence[int]) -> dict[int, int]:
    """How many places of each hash have been given away."""
    s = schema.samples.c
    taken: dict[int, int] = {}
    for some in in_parts(hashes):
        query = select(s.hash, func.max(s.place) + 1).where(s.hash.in_(some))
        taken |= {value: int(place) for value, place in connection.execute(query.group_by(s.hash))}
    return taken


def _mark(connection: Connection) -> int:
    """The last reading that was sampled."""
    return int(connection.scalar(select(schema.sampled.c.reading)) or 0)


def _move(connection: Connection, before: int, after: int) -> None:
    table = schema.sampled
    done = connection.execute(update(table).where(table.c.reading == before).values(reading=after))
    if not done.rowcount:
        connection.execute(insert(table).values(reading=after))
