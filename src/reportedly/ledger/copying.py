"""A ledger copied while others write: its database, and its captures as far as that knows them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Connection, Executable, select, text
from sqlalchemy.exc import DBAPIError

from reportedly.errors import LedgerError
from reportedly.ledger import schema
from reportedly.ledger.backends import FTS, Backend, SQLite
from reportedly.ledger.captures import write_index
from reportedly.ledger.fetching import index_lines
from reportedly.ledger.migrations import upgrade, version_of
from reportedly.ledger.rows import Row
from reportedly.ledger.verifying import committed

_AT_ONCE = 1000  # rows


def copy_whole(source: Backend, captures: Path, target: Backend, folder: Path) -> None:
    """A ledger as it is at one moment: its database into a file that is not there yet or a
    database that holds no ledger, its captures into a folder that is not there. What fails
    takes away what it made, and nothing else. Raises `LedgerError`."""
    if folder.exists():
        raise LedgerError("there are captures already", about=str(folder))
    with ExitStack() as undo:
        if isinstance(target, SQLite):
            with _made_anew("there is a file already", target.path):
                target.path.open("xb").close()
            undo.callback(target.remove)
            if isinstance(source, SQLite):
                source.copy_to(target.path)
            else:
                target.begin_wal()
                with source.reading() as there, target.writing() as here:
                    _copy_rows(there, here, target)
            with target.reading() as here:
                _copy_captures(here, captures, folder)
        else:
            with source.reading() as there, target.writing() as here:
                _copy_rows(there, here, target)
                _copy_captures(here, captures, folder)  # while nobody else can write
        undo.pop_all()
    with suppress(DBAPIError):  # it is all there
        target.take_stock()


def _copy_rows(there: Connection, here: Connection, target: Backend) -> None:
    if version_of(here) is not None:
        raise LedgerError("there is a ledger already", about=target.name)
    upgrade(here, target.name)
    for table in schema.metadata.sorted_tables:
        for rows in _some(there, select(table)):
            target.insert(here, table, rows)
    for index, (view, *columns) in FTS.items():
        for rows in _some(there, text(f"SELECT key, {', '.join(columns)} FROM {view}")):
            target.index(here, index, rows)


def _copy_captures(connection: Connection, source: Path, target: Path) -> None:
    """Those that a database knows, as they lie in one folder, into another, and their index."""
    with _made_anew("there are captures already", target):
        target.mkdir(parents=True)
    try:
        for place in committed(connection):
            shutil.copyfile(source / place.warc, target / place.warc)
            os.truncate(target / place.warc, place.end)
        write_index(target, index_lines(connection))
    except BaseException:
        shutil.rmtree(target, ignore_errors=True)
        raise


@contextmanager
def _made_anew(otherwise: str, path: Path) -> Iterator[None]:
    try:
        yield
    except FileExistsError as error:
        raise LedgerError(otherwise, about=str(path)) from error


def _some(connection: Connection, query: Executable) -> Iterator[Sequence[Row]]:
    found = connection.execute(query.execution_options(yield_per=_AT_ONCE))
    for rows in found.partitions():
        yield [tuple(row) for row in rows]
