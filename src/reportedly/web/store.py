"""What the room itself keeps, beside the ledger: jobs, saved searches, its secret.

    news.db.room/room.db      this file's tables
    news.db.room/jobs/ID/     what a job was given, until it is done

The ledger holds nothing of this. A step of `_STEPS`, once released, never changes.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 30.0  # seconds to wait for another process
_STEPS = (
    """
    CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
    CREATE TABLE jobs (
        id TEXT PRIMARY KEY,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        given TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
        total INTEGER,
        read INTEGER NOT NULL DEFAULT 0,
        tally TEXT,
        pages TEXT NOT NULL DEFAULT '[]',
        problems TEXT NOT NULL DEFAULT '[]',
        ended_at TEXT
    ) STRICT;
    CREATE INDEX jobs_at ON jobs (at);
    CREATE TABLE searches (
        id INTEGER PRIMARY KEY,
        who TEXT NOT NULL,
        name TEXT NOT NULL,
        address TEXT NOT NULL,
        at TEXT NOT NULL,
        UNIQUE (who, name)
    ) STRICT;
    """,
    """
    ALTER TABLE searches ADD COLUMN mark INTEGER NOT NULL DEFAULT 0;
    """,
)


class Store:
    """The room's own database. Every use opens it anew: it is small, and used by two
    processes and many threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        with self.opened() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            for number, step in enumerate(_STEPS[version:], version + 1):
                # One transaction; another process may have been quicker.
                connection.executescript(
                    f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {number}; COMMIT;"
                )

    @contextmanager
    def opened(self) -> Iterator[sqlite3.Connection]:
        """A connection in which each statement is a transaction of its own."""
        path = self.folder / "room.db"
        connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            yield connection
        finally:
            connection.close()

    def secret(self, name: str) -> bytes:
        """32 bytes that are the same for every start of this room."""
        with self.opened() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, secrets.token_bytes(32))
            )
            row = connection.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()
        return bytes(row["value"])
