"""A ledger copied while others write: its database, and its captures as far as that knows them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import Connection, Executable, select, text

from reportedly.errors import LedgerError
from reportedly.ledger import schema
from reportedly.ledger.backends import FTS, Backend, SQLite
from reportedly.ledger.migrations import upgrade, version_of
from reportedly.ledger.rows import Row
from reportedly.ledger.verifying import committed

_AT_ONCE = 1000  # rows


def copy_whole(source: Backend, captures: Path, target: Backend, folder: Path) -> None:
    """A ledger as it is at one moment: its database into a file that is not there yet or a
    database that holds no ledger, its captures into a folder that is not there. What fails
    leaves nothing behind. Raises `LedgerError`."""
    if folder.exists():
        raise LedgerError("there are captures already", about=str(folder))
    if isinstance(target, SQLite) and target.path.exists():
        raise LedgerError("there is a file already", about=target.name)
    try:
        if isinstance(source, SQLite) and isinstance(target, SQLite):
            source.copy_to(target.path)
            with target.reading() as here:
                _copy_captures(here, captures, folder)
        else:
            _copy_rows(source, captures, target, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        if isinstance(target, SQLite):
            target.remove()
        raise


def _copy_rows(source: Backend, captures: Path, target: Backend, folder: Path) -> None:
    if isinstance(target, SQLite):
        target.begin_wal()
    with source.reading() as there, target.writing() as here:
        if version_of(here) is not None:
            raise LedgerError("there is a ledger already", about=target.name)
        upgrade(here, target.name)
        for table in schema.metadata.sorted_tables:
            for rows in _some(there, select(table)):
                target.insert(here, table, rows)
        for index, (view, *columns) in FTS.items():
            for rows in _some(there, text(f"SELECT key, {', '.join(columns)} FROM {view}")):
                target.index(here, index, rows)
        _copy_captures(here, captures, folder)
    target.take_stock()


def _copy_captures(connection: Connection, source: Path, target: Path) -> None:
    """Those that a database knows, as they lie in one folder, into another."""
    target.mkdir(parents=True)
    for place in committed(connection):
        shutil.copyfile(source / place.warc, target / place.warc)
        os.truncate(target / place.warc, place.end)


def _some(connection: Connection, query: Executable) -> Iterator[Sequence[Row]]:
    found = connection.execute(query.execution_options(yield_per=_AT_ONCE))
    for rows in found.partitions():
        yield [tuple(row) for row in rows]
