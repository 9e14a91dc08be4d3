"""Who is signed in. A session is a random word in a cookie; only its hash is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from reportedly.web.roles import Visitor
from reportedly.web.store import Store
from reportedly.web.team.accounts import Account, account_of
from reportedly.web.team.audit import Act, Actor, write

IDLE = 12 * 3600.0  # seconds without a request, after which a session is over
LONGEST = 7 * 86_400.0  # seconds, after which it is over in any case
_OFTEN = 60.0  # seconds between two notes of when it was seen


@dataclass(frozen=True, slots=True)
class Session:
    """One browser in which somebody is signed in."""

    hash: str
    since: str  # ISO 8601
    seen: str
    address: str
    browser: str


class Sessions:
    """All of a team's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(
        self, account: Account, by: Actor, browser: str, now: float, *, detail: str = ""
    ) -> str:
        """A new session; the word for its cookie. Those that are over are cleared away."""
        word = secrets.token_urlsafe(32)
        with self._store.writing() as connection:
            connection.execute(
                "DELETE FROM sessions WHERE seen < ? OR since < ?", (now - IDLE, now - LONGEST)
            )
            connection.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?)",
                (digest(word), account.id, now, now, by.address, browser[:200]),
            )
            write(connection, by, Act.SIGNED_IN, account.name, detail)
        return word

    def visitor(self, word: str, now: float) -> Visitor | None:
        """Whose session it is; None for one that is over, or whose account is disabled."""
        with self._store.opened() as connection:
            row = connection.execute(
                """SELECT a.*, s.hash, s.seen AS last FROM sessions s
                   JOIN accounts a ON a.id = s.account
                   WHERE s.hash = ? AND s.seen >= ? AND s.since >= ? AND NOT a.disabled""",
                (digest(word), now - IDLE, now - LONGEST),
            ).fetchone()
            if row is None:
                return None
            if now - row["last"] >= _OFTEN:
                connection.execute(
                    "UPDATE sessions SET seen = ? WHERE hash = ?", (now, row["hash"])
                )
        who = account_of(row)
        return Visitor(who.name, who.role, who.id, row["hash"], must_change=who.must_change)

    def of(self, account: int, now: float) -> list[Session]:
        """Those of one person, the last seen first."""
        with self._store.opened() as connection:
            rows = connection.execute(
                """SELECT * FROM sessions WHERE account = ? AND seen >= ? AND since >= ?
                   ORDER BY seen DESC""",
                (account, now - IDLE, now - LONGEST),
            ).fetchall()
        return [
            Session(r["hash"], _moment(r["since"]), _moment(r["seen"]), r["address"], r["browser"])
            for r in rows
        ]

    def end(self, who: Visitor, by: Actor) -> None:
        """Ends the one in which the visitor asks."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE hash = ?", (who.session,))
            write(connection, by, Act.SIGNED_OUT, who.name)

    def end_all(self, who: Visitor, by: Actor) -> None:
        """Ends every one of the visitor's."""
        with self._store.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE account = ?", (who.account,))
            write(connection, by, Act.SIGNED_OUT_EVERYWHERE, who.name)


def _moment(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).isoformat(timespec="seconds")


def digest(word: str) -> str:
    """What is kept of a secret of 256 random bits: it needs no salt and no slow hash."""
    return hashlib.sha256(word.encode("utf-8", "replace")).hexdigest()
