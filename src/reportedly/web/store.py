"""What the room itself keeps, beside the ledger: jobs, saved searches, its secret, a team.

    news.db.room/room.db      this file's tables
    news.db.room/jobs/ID/     what a job was given, until it is done

The ledger holds nothing of this. A step of `_STEPS`, once released, never changes.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
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
    # A team. Of sessions and tokens only hashes are kept; nothing that is audited is altered.
    """
    CREATE TABLE accounts (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'admin')),
        email TEXT UNIQUE,
        subject TEXT UNIQUE,
        password TEXT,
        must_change INTEGER NOT NULL DEFAULT 0,
        disabled INTEGER NOT NULL DEFAULT 0,
        at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE sessions (
        hash TEXT PRIMARY KEY,
        account INTEGER NOT NULL REFERENCES accounts,
        since REAL NOT NULL,
        seen REAL NOT NULL,
        address TEXT NOT NULL,
        browser TEXT NOT NULL
    ) STRICT;
    CREATE INDEX sessions_account ON sessions (account);
    CREATE TABLE tokens (
        id TEXT PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        account INTEGER NOT NULL REFERENCES accounts,
        name TEXT NOT NULL,
        role TEXT NOT NULL CHECK (role IN ('reader', 'reviewer', 'admin')),
        at TEXT NOT NULL,
        used_at TEXT,
        revoked_at TEXT
    ) STRICT;
    CREATE INDEX tokens_account ON tokens (account);
    CREATE TABLE failures (
        asker TEXT PRIMARY KEY,
        count INTEGER NOT NULL,
        last REAL NOT NULL
    ) STRICT;
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        act TEXT NOT NULL,
        about TEXT NOT NULL,
        detail TEXT NOT NULL,
        address TEXT NOT NULL
    ) STRICT;
    CREATE INDEX audit_who ON audit (who, id);
    CREATE INDEX audit_act ON audit (act, id);
    CREATE TRIGGER audit_is_not_altered BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
        WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    """,
)


def folder_of(captures: Path) -> Path:
    """Where the room of a ledger keeps its things, by the folder of the ledger's captures."""
    return captures.with_name(captures.name.removesuffix(".captures") + ".room")


class Store:
    """The room's own database. Every use opens it anew: it is small, and used by two
    processes and many threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "room.db").touch(mode=0o600)  # its secrets are its owner's alone
        with self.opened() as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            for number, step in enumerate(_STEPS[_version(connection) :], _version(connection) + 1):
                try:
                    connection.executescript(
                        f"BEGIN IMMEDIATE; {step} PRAGMA user_version = {number}; COMMIT;"
                    )
                except sqlite3.OperationalError:
                    connection.rollback()
                    if _version(connection) < number:  # else another process was quicker
                        raise

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

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection for one transaction, alone among writers from its beginning."""
        with self.opened() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")

    def copy_to(self, folder: Path) -> None:
        """Copies it into a folder that has none, consistently, while others write. Who is signed
        in stays behind, and jobs that are not through, whose files are not copied. Raises
        `FileExistsError`."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "room.db"
        path.touch(mode=0o600, exist_ok=False)
        with self.opened() as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
        with Store(folder).writing() as copy:
            copy.execute("DELETE FROM sessions")
            copy.execute("DELETE FROM failures")
            copy.execute("DELETE FROM jobs WHERE state IN ('waiting', 'running')")

    def secret(self, name: str) -> bytes:
        """32 bytes that are the same for every start of this room."""
        with self.opened() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO secrets VALUES (?, ?)", (name, secrets.token_bytes(32))
            )
            row = connection.execute("SELECT value FROM secrets WHERE name = ?", (name,)).fetchone()
        return bytes(row["value"])


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
