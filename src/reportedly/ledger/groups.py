"""Groups: pages that carry one claim, as they stand, and what is kept to compare them.

    reading ─► grouped: a code, its group     digests, views: bytes that only `traces` reads

All of it follows from the readings, and is made when somebody asks for groups: `waiting` gives
the readings that have come since, and takes out those that are no longer current.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, and_, bindparam, delete, func, or_, select, update

from reportedly.ledger import schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.characters import restored

_AT_ONCE = 500  # rows in one query


class Keeper:
    """Keeps pages in groups (`traces.grouping.Kept`), within one transaction. Pages go by the
    keys of their current readings."""

    def __init__(self, backend: Backend, connection: Connection, maker: str) -> None:
        self._backend, self._connection, self._maker = backend, connection, maker
        self._new: list[int] = []  # what was added last

    def add(self, pages: Mapping[int, tuple[bytes, bytes]]) -> list[int]:
        """Takes the codes and the digests of readings; gives those that are in no group yet."""
        r = schema.readings.c
        query = select(r.key).where(r.key.in_(list(pages)), r.current == 1)
        there = dict(_values(self._connection, schema.grouped, "first", pages))
        self._new = sorted(p for p in self._connection.scalars(query) if there.get(p) is None)
        new = [page for page in self._new if page not in there]
        rows = [(page, self._maker, pages[page][0], None) for page in new]
        self._backend.insert(self._connection, schema.grouped, rows)
        sealed = [(page, pages[page][1], seal(page, pages[page][1])) for page in new]
        self._backend.insert(self._connection, schema.digests, sealed)
        return self._new

    def codes(self) -> Iterator[tuple[int, bytes]]:
        g = schema.grouped.c
        query = select(g.reading, g.code).where(or_(g.first > 0, g.reading.in_(self._new)))
        for row in self._connection.execute(query.order_by(g.reading)):
            yield row.reading, row.code

    def digests(self, pages: Collection[int]) -> Mapping[int, bytes]:
        return dict(_values(self._connection, schema.digests, "digest", pages))

    def views(self, pages: Collection[int]) -> Mapping[int, bytes]:
        return dict(_values(self._connection, schema.views, "view", pages))

    def sample(self, size: int) -> Iterator[bytes]:
        """Those of the pages whose ids come first: ids are hashes, and so without order."""
        d, r, p = schema.digests.c, schema.readings.c, schema.pages.c
        query = (
            select(d.digest)
            .join(schema.readings, r.key == d.reading)
            .join(schema.pages, p.key == r.page)
            .order_by(p.id)
            .limit(size)
        )
        yield from self._connection.scalars(query)

    def put(self, views: Mapping[int, bytes]) -> None:
        pages = sorted(views)
        _delete(self._connection, schema.views, pages)
        rows = [(page, views[page], seal(page, views[page])) for page in pages]
        self._backend.insert(self._connection, schema.views, rows)

    def together(self, pages: Collection[int]) -> list[list[int]]:
        g = schema.grouped.c
        firsts = {
            first for _, first in _values(self._connection, schema.grouped, "first", pages)
        } - {None}
        found: dict[int, list[int]] = {}
        for some in _some(firsts):
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


def outdated(connection: Connection, maker: str) -> list[int]:
    """What is kept of readings that are no longer current, or by another maker."""
    g, r = schema.grouped.c, schema.readings.c
    query = select(g.reading).join(schema.readings, r.key == g.reading)
    return list(connection.scalars(query.where(or_(r.current == 0, g.maker != maker))))


def waiting(connection: Connection) -> list[int]:
    """The current readings that are in no group, in order."""
    g, r = schema.grouped.c, schema.readings.c
    joined = schema.readings.outerjoin(schema.grouped, and_(g.reading == r.key, g.first > 0))
    query = select(r.key).select_from(joined).where(r.current == 1, g.reading.is_(None))
    return list(connection.scalars(query.order_by(r.key)))


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


def withdraw(connection: Connection, readings: Collection[int]) -> None:
    """Takes readings out of what is kept of groups. Those that have one of them for a neighbour
    wait to be looked at anew."""
    g, v = schema.grouped, schema.views
    gone = {page for page, _ in _values(connection, g, "maker", readings)}
    if not gone:
        return
    about = connection.execute(select(v.c.reading, v.c.view))
    lost = {page for page, view in about if not gone.isdisjoint(neighbours(view))} - gone
    firsts = {first for _, first in _values(connection, g, "first", gone | lost)} - {None}
    for table in (schema.views, schema.digests, g):
        _delete(connection, table, gone if table is not schema.views else gone | lost)
    for some in _some(lost):
        connection.execute(update(g).where(g.c.reading.in_(some)).values(first=None))
    for first in sorted(firsts):
        named = select(func.min(g.c.reading)).where(g.c.first == first).scalar_subquery()
        connection.execute(update(g).where(g.c.first == first).values(first=named))


def of_page(connection: Connection, page: int) -> list[int]:
    """The readings of a page, by its key."""
    r = schema.readings.c
    return list(connection.scalars(select(r.key).where(r.page == page)))


def altered(connection: Connection) -> Iterator[tuple[int, str]]:
    """Readings of which something else is kept than was found, and what is wrong."""
    for table in (schema.digests, schema.views):
        for page, kept, sealed in connection.execute(select(table)):
            if seal(page, kept) != sealed:
                yield page, f"what is kept in {table.name} was altered"
    g = schema.grouped.c
    query = select(g.first).where(g.first > 0).group_by(g.first)
    for first in connection.scalars(query.having(func.min(g.reading) != g.first)):
        yield first, "a group goes by a page that is not its first"


def neighbours(view: bytes) -> tuple[int, ...]:
    """The readings that a view begins with: their number (16 bits), 16 bits of something else,
    then 32 bits each."""
    (size,) = struct.unpack_from("<H", view)
    return struct.unpack_from(f"<{size}I", view, 4)


def seal(page: int, kept: bytes) -> str:
    return hashlib.sha256(b"%d " % page + kept).hexdigest()


def _values(
    connection: Connection, table: Table, column: str, pages: Collection[int]
) -> Iterator[tuple[int, Any]]:
    for some in _some(pages):
        query = select(table.c.reading, table.c[column]).where(table.c.reading.in_(some))
        for row in connection.execute(query):
            yield row[0], row[1]


def _delete(connection: Connection, table: Table, pages: Collection[int]) -> None:
    for some in _some(pages):
        connection.execute(delete(table).where(table.c.reading.in_(some)))


def _some(pages: Collection[int]) -> Iterator[list[int]]:
    every = sorted(pages)
    for i in range(0, len(every), _AT_ONCE):
        yield every[i : i + _AT_ONCE]
