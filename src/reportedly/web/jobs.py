"""Long work: kept in the room's store, done by a process of its own, told of as it goes.

A job that is cut off, by a crash or a restart, is begun again at the next start: what it had
added stays, and the ledger passes over what it knows.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from reportedly.web.store import Store

PASTED = "pasted.txt"  # in the folder of a job: a text that was pasted
PAGES, PROBLEMS = 200, 100  # that are told of one job at most: the last, and the first


@dataclass(frozen=True, slots=True)
class Handed:
    """What a job is to add: files in its folder, and addresses to fetch."""

    files: tuple[tuple[str, str], ...] = ()  # name in the folder, and what the user calls it
    urls: tuple[str, ...] = ()
    title: str | None = None  # of a pasted text
    ready: bool = False  # whether that text is the article's alone, without furniture


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands."""

    id: str
    at: str  # ISO 8601
    who: str
    what: str  # in words
    state: str  # "waiting", "running", "done", "failed"
    total: int | None  # pages, where that is known
    read: int  # pages, so far
    tally: Mapping[str, int] | None  # added, known, failed, forgotten; once it is done
    pages: tuple[tuple[str, str], ...]  # id (`sha256:…`) and origin, of the last 200
    problems: tuple[str, ...]
    ended_at: str | None

    @property
    def over(self) -> bool:
        return self.state in ("done", "failed")


class Jobs:
    """All jobs of a room, and the process that does them."""

    def __init__(self, store: Store, told: bytes) -> None:
        """`told`: what the worker must know, a line. It comes on its standard input, as the news
        of jobs does: what stands in a command, such as a database's password, all users of the
        machine can see."""
        self._store = store
        self._told = told
        self._command = [sys.executable, "-m", "reportedly.web.worker"]
        self._worker: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        with store.opened() as connection:
            connection.execute("UPDATE jobs SET state = 'waiting' WHERE state = 'running'")
            if connection.execute("SELECT 1 FROM jobs WHERE state = 'waiting'").fetchone():
                self._wake()

    def folder(self, id: str) -> Path:
        return self._store.folder / "jobs" / id

    @staticmethod
    def new_id() -> str:
        return secrets.token_hex(8)

    def begin(self, id: str, who: str, what: str, handed: Handed) -> Job:
        """Puts a job in the queue; its files are in its folder already."""
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with self._store.opened() as connection:
            connection.execute(
                "INSERT INTO jobs (id, at, who, what, given, state) VALUES (?, ?, ?, ?, ?, ?)",
                (id, at, who, what, json.dumps(asdict(handed)), "waiting"),
            )
        self._wake()
        job = self.get(id)
        assert job is not None
        return job

    def get(self, id: str) -> Job | None:
        with self._store.opened() as connection:
            row = connection.execute("SELECT * FROM jobs WHERE id = ?", (id,)).fetchone()
        return None if row is None else _job(row)

    def latest(self, limit: int = 10) -> list[Job]:
        """The last ones first."""
        query = "SELECT * FROM jobs ORDER BY at DESC, rowid DESC LIMIT ?"
        with self._store.opened() as connection:
            return [_job(row) for row in connection.execute(query, (limit,))]

    def _wake(self) -> None:
        """Tells the worker that there is something to do; starts it where it is not there. One
        that dies at once leaves its jobs waiting for the next."""
        with self._lock:
            for _ in range(2):
                news = b"\n"
                if self._worker is None or self._worker.poll() is not None:
                    self._worker = subprocess.Popen(
                        self._command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
                    )
                    news = self._told + news
                inlet: IO[bytes] | None = self._worker.stdin
                assert inlet is not None
                try:
                    inlet.write(news)
                    inlet.flush()
                    return
                except BrokenPipeError:
                    self._worker.wait()

    def close(self) -> None:
        """Ends the worker. What it had not finished is done after the next start."""
        with self._lock:
            if self._worker is not None:
                self._worker.terminate()
                with suppress(BrokenPipeError):
                    self._worker.communicate()
                self._worker = None


# ── What the worker does ─────────────────────────────────────────────────────────────────


def take(store: Store) -> tuple[str, Handed] | None:
    """The next job that waits, which then runs; None where none does."""
    query = """UPDATE jobs SET state = 'running', read = 0, pages = '[]', problems = '[]'
               WHERE id = (SELECT id FROM jobs WHERE state = 'waiting' ORDER BY at, rowid LIMIT 1)
               RETURNING id, given"""
    with store.opened() as connection:
        row = connection.execute(query).fetchone()
    if row is None:
        return None
    given = json.loads(row["given"])
    files = tuple((name, called) for name, called in given["files"])
    return row["id"], Handed(files, tuple(given["urls"]), given["title"], given["ready"])


def tell(
    store: Store,
    id: str,
    read: int,
    total: int | None,
    pages: Iterable[tuple[str, str]],
    problems: Iterable[str],
) -> None:
    """Writes down how far a job has come."""
    values = (read, total, json.dumps(list(pages)), json.dumps(list(problems)), id)
    with store.opened() as connection:
        connection.execute(
            "UPDATE jobs SET read = ?, total = ?, pages = ?, problems = ? WHERE id = ?", values
        )


def end(store: Store, id: str, state: str, tally: Mapping[str, int] | None, why: str = "") -> None:
    """Writes down how a job ended, and clears away what it was given."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    with store.opened() as connection:
        if why:
            connection.execute(
                "UPDATE jobs SET problems = json_insert(problems, '$[#]', ?) WHERE id = ?",
                (why, id),
            )
        connection.execute(
            "UPDATE jobs SET state = ?, tally = ?, ended_at = ? WHERE id = ?",
            (state, None if tally is None else json.dumps(dict(tally)), at, id),
        )
    shutil.rmtree(store.folder / "jobs" / id, ignore_errors=True)


def worker_told(ledger: str, captures: Path, room: Path, model: str, limits: Any) -> bytes:
    """What the worker of a room must know."""
    told = {
        "ledger": ledger, "captures": str(captures), "room": str(room), "model": model,
        "limits": asdict(limits),
    }  # fmt: skip
    return json.dumps(told).encode() + b"\n"


def _job(row: Any) -> Job:
    return Job(
        row["id"],
        row["at"],
        row["who"],
        row["what"],
        row["state"],
        row["total"],
        row["read"],
        None if row["tally"] is None else json.loads(row["tally"]),
        tuple((page, origin) for page, origin in json.loads(row["pages"])),
        tuple(json.loads(row["problems"])),
        row["ended_at"],
    )
