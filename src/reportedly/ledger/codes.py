"""Codes: by what the neighbours of a page are found. All of them are read for every page that
comes, and so many stand in one row: those of readings whose keys are alike but for the end.
"""

from __future__ import annotations

import hashlib
import struct
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Connection, delete, select

from reportedly.ledger import schema
from reportedly.ledger.backends import Backend

_PART = 1024  # keys that share a row


def of_all(connection: Connection) -> Iterator[tuple[bytes, bytes]]:
    """Keys in order, 32 bits each, and the code of each: some at a time."""
    c = schema.codes.c
    yield from connection.execute(select(c.readings, c.codes).order_by(c.part))


def put(backend: Backend, connection: Connection, codes: Mapping[int, bytes]) -> None:
    _change(backend, connection, codes, ())


def remove(backend: Backend, connection: Connection, readings: Collection[int]) -> None:
    _change(backend, connection, {}, readings)


def altered(connection: Connection) -> Iterator[int]:
    """Readings at whose places something else stands than was put there, or nothing at all."""
    c, g = schema.codes, schema.grouped.c
    there: set[int] = set()
    for part, keys, codes, sealed in connection.execute(select(c)):
        if _seal(part, keys, codes) != sealed:
            yield part * _PART
        there.update(_numbers(keys))
    yield from sorted(there ^ set(connection.scalars(select(g.reading).where(g.first > 0))))


def _change(
    backend: Backend,
    connection: Connection,
    codes: Mapping[int, bytes],
    removed: Collection[int],
) -> None:
    c = schema.codes
    parts: defaultdict[int, dict[int, bytes]] = defaultdict(dict)
    for key in (*codes, *removed):
        parts[key // _PART] = {}
    for part, keys, kept, _ in connection.execute(select(c).where(c.c.part.in_(list(parts)))).all():
        numbers = _numbers(keys)
        width = len(kept) // len(numbers)
        parts[part] = {key: kept[n * width : (n + 1) * width] for n, key in enumerate(numbers)}
    for key, code in codes.items():
        parts[key // _PART][key] = code
    for key in removed:
        parts[key // _PART].pop(key, None)
    rows = []
    for part, each in sorted(parts.items()):
        keys = struct.pack(f"<{len(each)}I", *sorted(each))
        kept = b"".join(each[key] for key in sorted(each))
        rows.append((part, keys, kept, _seal(part, keys, kept)))
    connection.execute(delete(c).where(c.c.part.in_(list(parts))))
    backend.insert(connection, c, [row for row in rows if row[1]])


def _numbers(keys: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(keys) // 4}I", keys)


def _seal(part: int, keys: bytes, codes: bytes) -> str:
    return hashlib.sha256(b"%d %d " % (part, len(keys)) + keys + codes).hexdigest()
