"""Published fact-checks in a ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import astuple

from sqlalchemy import Connection, delete, insert, select

from reportedly.data import FactCheck
from reportedly.ledger import schema
from reportedly.ledger.backends import in_parts
from reportedly.ledger.characters import stored_form
from reportedly.ledger.rows import digest


def keep_checks(connection: Connection, checks: Iterable[FactCheck]) -> int:
    """How many there were; a check of the same claim, address and publisher takes the place of
    the one before."""
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    table = schema.fact_checks
    names = [column.name for column in table.columns]
    rows = {}
    for check in checks:
        told = tuple(stored_form(each) for each in astuple(check))
        columns = (FactCheck(*told).id, *told, now)
        rows[columns[0]] = dict(zip(names, (*columns, digest(columns)), strict=True))
    for some in in_parts(rows):
        connection.execute(delete(table).where(table.c.id.in_(some)))
        connection.execute(insert(table), [rows[one] for one in some])
    return len(rows)


def fetch_checks(connection: Connection) -> Iterator[FactCheck]:
    """All of them, by their ids."""
    c = schema.fact_checks.c
    told = (c.claim, c.title, c.url, c.publisher, c.verdict, c.published, c.claimant)
    for row in connection.execute(select(*told).order_by(c.id)):
        yield FactCheck(*row)
