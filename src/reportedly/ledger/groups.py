"""Groups: pages that carry one claim, as they stand, and what is kept to compare them.

    reading ─► grouped: its group     codes, digests, views: bytes that only `traces` reads

All of it follows from the readings, and is made when somebody asks for groups: `waiting` gives
the readings that have come since, and takes out those that are no longer current. A mark says
how far grouping has come, so that nothing need be looked through for what is new.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from reportedly.ledger import codes, schema
from reportedly.ledger.backends import Backend, in_parts
from reportedly.ledger.characters import restored

_AT_ONCE = 500  # rows in one query
_KEPT = (schema.views, schema.digests, schema.codes, schema.grouped, schema.rarities)


class Keeper:
    """Keeps pages in groups (`traces.grouping.Kept`), within one transaction. Pages go by the
    keys of their current readings."""

    def __init__(self, backend: Backend, connection: Connection, maker: str) -> None:
        self._backend, self._connection, self._maker = backend, connection, maker

    def add(self, pages: Mapping[int, tuple[str, bytes, bytes]]) -> list[int]:
        """Takes the ids, the codes and the digests of readings that wait, first those that came
        first; gives those that are in no group yet. Those of another maker than the rest it
        leaves, and those that are no longer there, though others may have their keys by now."""
        mark, maker = _mark(self._connection)
        if not pages or maker != self._maker:
            return []
        r = schema.readings.c
        query = select(r.key, r.id).where(r.key.in_(list(pages)), r.current == 1)
        there = dict(_values(self._connection, schema.grouped, "first", pages))
        current = {row.key: row.id for row in self._connection.execute(query)}
        others = [page for page in current if current[page] != pages[page][0]]
        found = sorted(page for page in current.keys() - set(others) if there.get(page) is None)
        new = [page for page in found if page not in there]
        self._backend.insert(self._connection, schema.grouped, [(page, None) for page in new])
        sealed = [(page, seal(page, pages[page][2]), pages[page][2]) for page in new]
        self._backend.insert(self._connection, schema.digests, sealed)
        codes.put(self._backend, self._connection, {page: pages[page][1] for page in found})
        reached = max(mark, min(others) - 1 if others else max(pages))
        self._connection.execute(update(schema.compared).values(reading=reached))
        return found

    def codes(self) -> Iterator[tuple[bytes, bytes]]:
        return codes.of_all(self._connection)

    def digests(self, pages: Collection[int]) -> Mapping[int, bytes]:
        return dict(_values(self._connection, schema.digests, "digest", pages))

    def views(self, pages: Collection[int]) -> Mapping[int, bytes]:
        return dict(_values(self._connection, schema.views, "view", pages))

    def sampled(self, size: int, count: Callable[[Iterable[bytes]], bytes]) -> bytes:
        """Samples the pages whose ids come first: ids are hashes, and so without order. What they
        come to is kept for as long as they are the same."""
        sample = dict(_values(self._connection, schema.digests, "seal", self._sample(size)))
        known_as = hashlib.sha256(" ".join(sample.values()).encode()).hexdigest()
        kept = schema.rarities
        found = self._connection.scalar(select(kept.c.counts).where(kept.c.sample == known_as))
        if found is not None:
            return bytes(found)
        counts = count(self.digests(sample).values())
        self._connection.execute(delete(kept))
        row = (known_as, counts, _seal_of_counts(known_as, counts))
        self._backend.insert(self._connection, kept, [row])
        return counts

    def _sample(self, size: int) -> list[int]:
        """Asked page by page in the order of ids, so that no database puts all of them in order."""
        d, r, p = schema.digests.c, schema.readings.c, schema.pages.c
        compared = select(func.max(d.reading)).join(schema.readings, r.key == d.reading)
        of_page = compared.where(r.page == p.key).correlate(schema.pages).scalar_subquery()
        each = select(p.id, of_page.label("reading")).subquery().c
        query = select(each.reading).where(each.reading > 0).order_by(each.id).limit(size)
        return list(self._connection.scalars(query))

    def put(self, views: Mapping[int, bytes]) -> None:
        pages = sorted(views)
        _delete(self._connection, schema.views, pages)
        rows = [(page, seal(page, views[page]), views[page]) for page in pages]
        self._backend.insert(self._connection, schema.views, rows)

    def together(self, pages: Collection[int]) -> list[list[int]]:
        g = schema.grouped.c
        firsts = {
            first for _, first in _values(self._connection, schema.grouped, "first", pages)
        } - {None}
        found: dict[int, list[int]] = {}
        for some in in_parts(sorted(firsts)):
            query = select(g.first, g.reading).where(g.first.in_(some)).order_by(g.reading)
            for first, page in self._connection.execute(query):
                found.setdefault(first, []).append(page)
        return list(found.values())

    def regroup(self, groups: Iterable[Sequence[int]]) -> None:
        g = schema.grouped
        firsts = {page: min(group) for group in groups for page in group}
        had = dict(_values(self._connection, g, "first", firsts))
        rows = [
            {"page": page, "group": first} for page, first in firsts.items() if had[page] != first
        ]
        if rows:
            changed = update(g).where(g.c.reading == bindparam("page"))
            self._connection.execute(changed.values(first=bindparam("group")), rows)


def waiting(backend: Backend, connection: Connection, maker: str) -> list[int]:
    """The current readings that are in no group, in order. What is kept of others that are not
    current, or by another maker, is taken out."""
    mark, known = _mark(connection)
    if known != maker:
        for table in (*_KEPT, schema.compared):
            connection.execute(delete(table))
        mark = 0
        connection.execute(insert(schema.compared).values(reading=mark, maker=maker))
    r, old, g = schema.readings.c, schema.readings.alias("old"), schema.grouped.c
    outdated = (
        select(old.c.key)
        .join(schema.readings, r.page == old.c.page)
        .join(schema.grouped, g.reading == old.c.key)
        .where(r.key > mark, r.key > old.c.key)
    )
    withdraw(backend, connection, set(connection.scalars(outdated)))
    new = connection.scalars(select(r.key).where(r.key > mark, r.current == 1))
    return sorted({*new, *connection.scalars(select(g.reading).where(g.first.is_(None)))})


def groups(connection: Connection) -> Iterator[list[tuple[str, str]]]:
    """The groups, in the order of their first pages: id and name of every page, in order."""
    g, r, p = schema.grouped.c, schema.readings.c, schema.pages.c
    query = (
        select(g.first, p.id, func.coalesce(p.given_id, p.url, p.origin))
        .join(schema.readings, r.key == g.reading)
        .join(schema.pages, p.key == r.page)
        .where(r.current == 1, g.first > 0)
        .order_by(g.first, g.reading)
    )
    group: list[tuple[str, str]] = []
    before = None
    for first, page, name in connection.execute(query):
        if group and first != before:
            yield group
            group = []
        before = first
        group.append((page, restored(name)))
    if group:
        yield group


def companions(connection: Connection, page: str) -> list[str]:
    """The ids of the pages in the group of a page, by its id, itself among them."""
    g, r, p = schema.grouped.c, schema.readings.c, schema.pages.c
    joined = schema.grouped.join(schema.readings, r.key == g.reading)
    joined = joined.join(schema.pages, p.key == r.page)
    mine = select(g.first).select_from(joined).where(p.id == page, r.current == 1)
    query = select(p.id).select_from(joined).where(r.current == 1)
    return list(connection.scalars(query.where(g.first.in_(mine)).order_by(g.reading)))


def withdraw(backend: Backend, connection: Connection, readings: Collection[int]) -> None:
    """Takes readings out of what is kept of groups. Those that have one of them for a neighbour
    wait to be looked at anew."""
    g, v = schema.grouped, schema.views
    firsts = dict(_values(connection, g, "first", readings))
    if not firsts:
        return
    gone = set(firsts)
    # All are looked through: 0.3 s among 100,000, where to settle the file takes ten. A table of
    # who has whom for a neighbour would cost every page that comes a millisecond, and 60 rows.
    about = connection.execute(select(v.c.reading, v.c.view))
    lost = {page for page, view in about if not gone.isdisjoint(neighbours(view))} - gone
    firsts |= dict(_values(connection, g, "first", lost))
    codes.remove(backend, connection, firsts)
    _delete(connection, v, firsts)
    for table in (schema.digests, g):
        _delete(connection, table, gone)
    for some in in_parts(sorted(lost)):
        connection.execute(update(g).where(g.c.reading.in_(some)).values(first=None))
    for first in sorted(set(firsts.values()) - {None}):
        named = select(func.min(g.c.reading)).where(g.c.first == first).scalar_subquery()
        connection.execute(update(g).where(g.c.first == first).values(first=named))


def of_page(connection: Connection, page: int) -> list[int]:
    """The readings of a page, by its key."""
    r = schema.readings.c
    return list(connection.scalars(select(r.key).where(r.page == page)))


def altered(connection: Connection) -> Iterator[tuple[int, str]]:
    """Readings of which something else is kept than was found, and what is wrong."""
    for table in (schema.digests, schema.views):
        every = select(table).execution_options(yield_per=_AT_ONCE)
        for page, sealed, kept in connection.execute(every):
            if seal(page, kept) != sealed:
                yield page, f"what is kept in {table.name} was altered"
    for page in codes.altered(connection):
        yield page, "what is kept in codes was altered"
    for known_as, counts, sealed in connection.execute(select(schema.rarities)):
        if _seal_of_counts(known_as, counts) != sealed:
            yield 0, "what is kept in rarities was altered"
    g, r = schema.grouped.c, schema.readings.c
    query = select(g.first).where(g.first > 0).group_by(g.first)
    for first in connection.scalars(query.having(func.min(g.reading) != g.first)):
        yield first, "a group goes by a page that is not its first"
    mark, _ = _mark(connection)
    passed = select(r.key).outerjoin(schema.grouped, g.reading == r.key)
    for page in connection.scalars(
        passed.where(r.key <= mark, r.current == 1, g.reading.is_(None))
    ):
        yield page, "grouping has passed it by"


def neighbours(view: bytes) -> tuple[int, ...]:
    """The readings that a view begins with: their number (16 bits), 16 bits of something else,
    then 32 bits each."""
    (size,) = struct.unpack_from("<H", view)
    return struct.unpack_from(f"<{size}I", view, 4)


def seal(page: int, kept: bytes) -> str:
    return hashlib.sha256(b"%d " % page + kept).hexdigest()


def _seal_of_counts(sample: str, counts: bytes) -> str:
    return hashlib.sha256(sample.encode() + counts).hexdigest()


def _mark(connection: Connection) -> tuple[int, str]:
    """The last reading that was put into a group, and what maker's digests are compared."""
    row = connection.execute(select(schema.compared)).first()
    return (row.reading, row.maker) if row else (0, "")


def _values(
    connection: Connection, table: Table, column: str, pages: Collection[int]
) -> Iterator[tuple[int, Any]]:
    for some in in_parts(sorted(pages)):
        query = select(table.c.reading, table.c[column]).where(table.c.reading.in_(some))
        for row in connection.execute(query):
            yield row[0], row[1]


def _delete(connection: Connection, table: Table, pages: Collection[int]) -> None:
    for some in in_parts(sorted(pages)):
        connection.execute(delete(table).where(table.c.reading.in_(some)))
