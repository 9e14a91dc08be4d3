"""What a watch remembers between its rounds, so that nothing is fetched twice.

A small SQLite file: of each list by which validators it is known, of each page whether it waits,
is kept or has been given up. A list's validators are stored with the pages that it named, in one
transaction, and a page is kept only once the ledger has it: a killed run loses nothing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from reportedly.errors import ConfigurationError
from reportedly.pages.fetching import Validators

_SCHEMA = """
CREATE TABLE IF NOT EXISTS lists (
    url TEXT PRIMARY KEY, etag TEXT, last_modified TEXT
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pages (
    key INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'kept', 'given-up')),
    tries INTEGER NOT NULL DEFAULT 0, tried REAL, due REAL NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS waiting ON pages (due) WHERE state = 'waiting';
"""
_TRIES = 5
_FIRST_WAIT = 900.0  # seconds until a page is tried again; doubled each time


class Memory:
    """Of one watch at a time."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @classmethod
    @contextmanager
    def open(cls, path: Path) -> Iterator[Memory]:
        """Raises `ConfigurationError` for a file that cannot be used, or is in use."""
        with ExitStack() as stack:
            try:
                connection = sqlite3.connect(path, timeout=0.0, isolation_level=None)
                stack.callback(connection.close)
                connection.execute("PRAGMA locking_mode = EXCLUSIVE")
                connection.execute("BEGIN EXCLUSIVE")
                for statement in _SCHEMA.split(";"):
                    connection.execute(statement)
                connection.execute("COMMIT")
            except sqlite3.Error as error:
                busy = "locked" in str(error)
                message = "another run watches with it" if busy else f"cannot be used ({error})"
                raise ConfigurationError(message, about=str(path)) from error
            yield cls(connection)

    def validators(self, url: str) -> Validators:
        """Those of a list when it was last read."""
        query = "SELECT etag, last_modified FROM lists WHERE url = ?"
        row = self._connection.execute(query, (url,)).fetchone()
        return Validators(*row) if row else Validators()

    def learn(self, url: str, validators: Validators, pages: Iterable[str]) -> int:
        """A list was read. Gives how many of its pages are new."""
        known = "INSERT OR REPLACE INTO lists VALUES (?, ?, ?)"
        new = "INSERT OR IGNORE INTO pages (url, state) VALUES (?, 'waiting')"
        with self._transaction():
            self._connection.execute(known, (url, validators.etag, validators.last_modified))
            return self._connection.executemany(new, ((page,) for page in pages)).rowcount

    def due(self, now: float, most: int) -> list[str]:
        """Pages to be fetched, by the clock that counts seconds since 1970. A clock that was set
        back keeps none of them waiting."""
        query = (
            "SELECT url FROM pages WHERE state = 'waiting' AND (due <= ? OR tried > ?) "
            "ORDER BY due, key LIMIT ?"
        )
        return [url for (url,) in self._connection.execute(query, (now, now, most))]

    def settle(self, kept: Iterable[str], given_up: Iterable[str]) -> None:
        with self._transaction():
            for state, urls in (("kept", kept), ("given-up", given_up)):
                query = "UPDATE pages SET state = ? WHERE url = ?"
                self._connection.executemany(query, ((state, url) for url in urls))

    def postpone(self, urls: Iterable[str], now: float) -> None:
        """They failed, and may go well another time."""
        query = (
            "UPDATE pages SET tries = tries + 1, tried = ?, due = ? + ? * (1 << tries), "
            "state = CASE WHEN tries + 1 >= ? THEN 'given-up' ELSE state END WHERE url = ?"
        )
        with self._transaction():
            rows = ((now, now, _FIRST_WAIT, _TRIES, url) for url in urls)
            self._connection.executemany(query, rows)

    def put_off(self, waits: Mapping[str, float], now: float) -> None:
        """They were not asked for, and may be in so many seconds."""
        query = "UPDATE pages SET tried = ?, due = ? + ? WHERE url = ?"
        with self._transaction():
            rows = ((now, now, wait, url) for url, wait in waits.items())
            self._connection.executemany(query, rows)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
