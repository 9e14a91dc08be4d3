"""What SQLite and PostgreSQL do differently. The rest of the room does not know which it has.

Whoever writes holds the ledger's one lock for the length of a transaction: numbers can be given
by hand, captures appended to one file, and two writers take turns, a batch each.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError

from reportedly.errors import LedgerError, LedgerUnavailable
from reportedly.ledger.rows import Row
from reportedly.ledger.words import Asked, fts5, tsquery, tsvector

_PATIENCE = 60  # seconds to wait for another writer
_CACHE = 64 * 1024  # KiB of SQLite's pages that a connection may hold
_LOG = 8_000  # of SQLite's pages (32 MB): many batches change the same ones, written back once
_AT_ONCE = 1000  # rows of an index that are looked at
_MOST = 500  # values in one query: databases bound how many there may be
_LOCK = 0x7265706F  # "repo"; of PostgreSQL's advisory locks


class Backend(Protocol):
    engine: Engine
    name: str  # for people: a path, or an address without its password

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees the ledger as it was when it first looked."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that alone may write; committed at its end, undone by an exception."""

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        """Rows with all columns of the table in order, as fast as the database takes them."""

    def index(self, connection: Connection, index: str, rows: Sequence[Row]) -> None:
        """Puts texts into the full-text index `<index>_fts`: of each a key, the words, and for
        claims the facets."""

    def unindex(self, connection: Connection, index: str, rows: Sequence[Row]) -> None:
        """Takes them out again; the texts must be those that were put in."""

    def matching(self, index: str) -> str:
        """SQL: `key` of what matches `:sought`."""

    def sought(self, index: str, asked: Asked) -> str:
        """What `:sought` must be bound to."""

    def check(self, connection: Connection) -> Iterator[str]:
        """What the database itself finds wrong with its storage and its full-text index."""

    def take_stock(self) -> None:
        """After much was added: lets the planner of queries know what there is."""

    def purge(self, connection: Connection) -> None:
        """Before anything is deleted: sees to it that nothing of it stays on the disk."""

    def settle(self) -> bool:
        """After a deletion: rewrites what may still hold traces of it. False where it could not,
        since somebody reads what was there before."""


def backend_for(url: str) -> Backend:
    """`url`: a path, `sqlite:///path` or `postgresql://…`. Raises `LedgerError`."""
    try:
        parsed = make_url(url if "://" in url else URL.create("sqlite", database=url))
    except ArgumentError as error:
        raise LedgerError(f"not a ledger's address: {error}", about=url) from error
    kind = parsed.get_backend_name()
    if kind == "sqlite" and parsed.database:
        return SQLite(Path(parsed.database))
    if kind in ("postgresql", "postgres"):
        return PostgreSQL(parsed.set(drivername="postgresql+psycopg"))
    raise LedgerError(
        "not a ledger's address; give the path of a file, or postgresql://user@host/database",
        about=parsed.render_as_string(),
    )


_Value = TypeVar("_Value")


def in_parts(values: Collection[_Value]) -> Iterator[list[_Value]]:
    """Values in their order, so many at a time as one query may have."""
    every = list(values)
    return (every[i : i + _MOST] for i in range(0, len(every), _MOST))


@contextmanager
def explained(about: str) -> Iterator[None]:
    """Turns what a database or a disk complains of into a `LedgerError` that says what to do, and
    that it is `LedgerUnavailable` where nothing is wrong with what was asked."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        passing = isinstance(error, OperationalError | sqlite3.OperationalError)
        kind = LedgerUnavailable if passing else LedgerError
        raise kind(_advice(str(said)), about=about) from error
    except OSError as error:
        where = str(error.filename or about)
        gone = isinstance(error, FileNotFoundError | NotADirectoryError)
        kind = LedgerError if gone else LedgerUnavailable
        raise kind(error.strerror or str(error), about=where) from error


_ADVICE = {
    "disk is full": "the disk is full; what was added before stands, and the rest can be added "
    "again once there is room",
    "readonly database": "it cannot be written to; give yourself the right to (chmod u+w, and of "
    "its folder, too)",
    "unable to open": "it cannot be opened; is its folder there, and may you write to it?",
    "not a database": "not a ledger: the file holds something else",
    "malformed": "damaged; `reportedly verify` says where, and a backup or the captures bring it "
    "back",
    "locked": f"another program has been writing to it for {_PATIENCE} seconds; try again",
}


def _advice(complaint: str) -> str:
    said = complaint.strip()
    return next((advice for sign, advice in _ADVICE.items() if sign in said), said)


class SQLite:
    """One file, in WAL mode: readers are not kept waiting by the writer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.engine = create_engine(URL.create("sqlite", database=str(path)))
        event.listen(self.engine, "connect", self._connected)
        event.listen(self.engine, "begin", self._begun)

    @staticmethod
    def _connected(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # transactions begin and end where we say
        for setting in (
            f"busy_timeout = {_PATIENCE * 1000}",
            "foreign_keys = ON",
            "synchronous = NORMAL",
            f"cache_size = -{_CACHE}",
            f"wal_autocheckpoint = {_LOG}",
        ):
            connection.execute(f"PRAGMA {setting}")

    @staticmethod
    def _begun(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with (
            self.engine.connect().execution_options(writing=True) as connection,
            connection.begin(),
        ):
            yield connection

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            marks = ",".join("?" * len(table.columns))
            connection.exec_driver_sql(f"INSERT INTO {table.name} VALUES ({marks})", list(rows))

    def index(self, connection: Connection, index: str, rows: Sequence[Row]) -> None:
        if rows:
            _, *columns = FTS[index]
            marks = ", ?" * len(columns)
            connection.exec_driver_sql(
                f"INSERT INTO {index}_fts (rowid, {', '.join(columns)}) VALUES (?{marks})",
                list(rows),
            )

    def unindex(self, connection: Connection, index: str, rows: Sequence[Row]) -> None:
        if rows:
            _, *columns = FTS[index]
            marks = ", ?" * len(columns)
            connection.exec_driver_sql(
                f"INSERT INTO {index}_fts ({index}_fts, rowid, {', '.join(columns)}) "
                f"VALUES ('delete', ?{marks})",
                list(rows),
            )

    def matching(self, index: str) -> str:
        name = f"{index}_fts"
        return f"SELECT rowid AS key FROM {name} WHERE {name} MATCH :sought"

    def sought(self, index: str, asked: Asked) -> str:
        return fts5(asked, FTS[index][1])

    def check(self, connection: Connection) -> Iterator[str]:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield str(line)
        if _layout(connection) != _layout_of_a_new_one():
            yield "its tables, views or indexes are not those of a ledger"
        for index in FTS:
            name = f"{index}_fts"
            try:
                with self.writing() as alone:  # alters nothing, but SQLite asks for the lock
                    alone.exec_driver_sql(
                        f"INSERT INTO {name} ({name}, rank) VALUES ('integrity-check', 1)"
                    )
            except DBAPIError as error:
                yield f"full-text index of {index}: {_advice(str(error.orig))}"

    def copy_to(self, path: Path) -> None:
        """The file as it is at one moment, while others write."""
        with (
            self.engine.connect() as connection,
            closing(sqlite3.connect(path, isolation_level=None)) as target,
        ):
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            source.backup(target, pages=-1)

    def remove(self) -> None:
        """The file, and what SQLite keeps beside it."""
        self.engine.dispose()
        for beside in ("", "-wal", "-shm", "-journal"):
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)

    def take_stock(self) -> None:
        pass  # its plans are the same for every ledger

    def purge(self, connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")

    def begin_wal(self) -> None:
        """Once in the life of a file, before it has tables."""
        self._outside_of_transactions("PRAGMA journal_mode = WAL")

    def _outside_of_transactions(self, statement: str) -> Any:
        """The first row of what it gives."""
        raw: Any = self.engine.raw_connection()
        try:
            return raw.driver_connection.execute(statement).fetchone()
        finally:
            raw.close()

    def settle(self) -> bool:
        with self.writing() as connection:
            for index in FTS:
                connection.exec_driver_sql(
                    f"INSERT INTO {index}_fts({index}_fts) VALUES('optimize')"
                )
        self._outside_of_transactions("VACUUM")
        busy, *_ = self._outside_of_transactions("PRAGMA wal_checkpoint(TRUNCATE)")
        return not busy


def _layout(connection: Connection) -> list[Row]:
    rows = connection.exec_driver_sql(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%'"
    )
    return sorted(map(tuple, rows), key=repr)


@cache
def _layout_of_a_new_one() -> list[Row]:
    from reportedly.ledger.migrations import upgrade

    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection, "memory")
        return _layout(connection)


class PostgreSQL:
    """A database on a server, version 15 or later."""

    def __init__(self, url: URL) -> None:
        self.name = url.set(drivername="postgresql").render_as_string(hide_password=True)
        try:
            self.engine = create_engine(url, pool_pre_ping=True)
        except (ImportError, NoSuchModuleError) as error:
            raise LedgerError(
                "PostgreSQL needs a driver: pip install 'reportedly[postgresql]'", about=self.name
            ) from error

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with self.engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection

    def insert(self, connection: Connection, table: Table, rows: Sequence[Row]) -> None:
        self._copy(connection, table.name, [column.name for column in table.columns], rows)

    @staticmethod
    def _copy(
        connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Row]
    ) -> None:
        if not rows:
            return
        driver: Any = connection.connection.driver_connection
        names = ", ".join(f'"{name}"' for name in columns)
        with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)

    def index(self, connection: Connection, index: str, rows: Sequence[Row]) -> None:
        words = [(key, tsvector(*each)) for key, *each in rows]
        self._copy(connection, f"{index}_fts", ("key", "words"), words)

    def unindex(self, connection: Connection, index: str, rows: Sequence[Row]) -> None:
        keys = [row[0] for row in rows]
        connection.execute(text(f"DELETE FROM {index}_fts WHERE key = ANY(:keys)"), {"keys": keys})

    def matching(self, index: str) -> str:
        return f"SELECT key FROM {index}_fts WHERE words @@ CAST(:sought AS tsquery)"

    def sought(self, index: str, asked: Asked) -> str:
        return tsquery(asked)

    def check(self, connection: Connection) -> Iterator[str]:
        for index, (view, *names) in FTS.items():
            columns = ", ".join(f"v.{name}" for name in names)
            query = text(
                f"SELECT coalesce(v.key, f.key), f.words::text, {columns} "
                f"FROM {view} AS v FULL JOIN {index}_fts AS f ON f.key = v.key"
            ).execution_options(yield_per=_AT_ONCE)
            for key, words, *said in connection.execute(query):
                if words is None or None in said or _lexemes(words) != _lexemes(tsvector(*said)):
                    yield f"full-text index of {index}: entry {key} does not match its text"

    def take_stock(self) -> None:
        self._outside_of_transactions("ANALYZE")

    def purge(self, connection: Connection) -> None:
        pass

    def settle(self) -> bool:
        self._outside_of_transactions("VACUUM")
        return True  # what it keeps for readers it takes away by itself

    def _outside_of_transactions(self, statement: str) -> None:
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(statement))


# Of every full-text index the view, or table, of what is in it, and the columns beside `key`
FTS = {"claims": ("current_claims", "text", "facets"), "speakers": ("speakers", "name")}


def _lexemes(words: str) -> list[str]:
    return sorted(words.split(" "))
