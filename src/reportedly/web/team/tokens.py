"""Tokens for programs: named, shown once, revocable, and never above the role of their owner."""

from __future__ import annotations

import datetime as dt
import secrets
import sqlite3
from dataclasses import dataclass

from reportedly.web.roles import Role, Visitor
from reportedly.web.store import Store
from reportedly.web.team.accounts import AccountError, account_of
from reportedly.web.team.audit import Act, Actor, write
from reportedly.web.team.sessions import digest

_MARK = "reportedly_"  # by which scanners for secrets can know one
_MOST = 50  # of one person, that are not revoked
_OFTEN = dt.timedelta(minutes=1)  # between two notes of when one was used


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token; the secret itself is not."""

    id: str
    name: str
    role: Role
    at: str  # ISO 8601
    used_at: str | None
    revoked_at: str | None


class Tokens:
    """All of a team's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def make(self, who: Visitor, by: Actor, name: str, role: Role) -> str:
        """A new one, as it is sent: `Authorization: Bearer …`. Raises `AccountError`."""
        name = " ".join(name.split())
        if not 1 <= len(name) <= 60 or not name.isprintable():
            raise AccountError("a token has a name of 1 to 60 visible characters", about="token")
        if not who.role.may(role):
            raise AccountError(f"a {who.role} makes no token for a {role}", about=name)
        secret = _MARK + secrets.token_urlsafe(32)
        row = (secrets.token_hex(8), digest(secret), who.account, name, role.value, _now())
        with self._store.writing() as connection:
            query = "SELECT count(*) FROM tokens WHERE account = ? AND revoked_at IS NULL"
            if connection.execute(query, (who.account,)).fetchone()[0] >= _MOST:
                raise AccountError(f"you have {_MOST} tokens; revoke some first", about=name)
            connection.execute(
                "INSERT INTO tokens (id, hash, account, name, role, at) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )
            write(connection, by, Act.TOKEN_MADE, name, role.value)
        return secret

    def visitor(self, secret: str) -> Visitor | None:
        """Whose token it is; None for one that is revoked, or whose owner may not come in. It
        may do what both it and its owner may."""
        with self._store.opened() as connection:
            row = connection.execute(
                """SELECT a.*, t.id AS token, t.name AS called, t.role AS most, t.used_at
                   FROM tokens t JOIN accounts a ON a.id = t.account
                   WHERE t.hash = ? AND t.revoked_at IS NULL AND NOT a.disabled
                   AND NOT a.must_change""",
                (digest(secret),),
            ).fetchone()
            if row is None:
                return None
            _note_use(connection, row)
        who, most = account_of(row), Role(row["most"])
        return Visitor(
            who.name, most if who.role.may(most) else who.role, who.id, token=row["called"]
        )

    def of(self, account: int) -> list[Token]:
        """Those of one person, the last made first; revoked ones, too."""
        with self._store.opened() as connection:
            rows = connection.execute(
                "SELECT * FROM tokens WHERE account = ? ORDER BY at DESC, rowid DESC", (account,)
            ).fetchall()
        return [
            Token(r["id"], r["name"], Role(r["role"]), r["at"], r["used_at"], r["revoked_at"])
            for r in rows
        ]

    def revoke(self, who: Visitor, by: Actor, id: str) -> None:
        """Ends one of the visitor's own. Raises `AccountError`."""
        with self._store.writing() as connection:
            row = connection.execute(
                """UPDATE tokens SET revoked_at = ?
                   WHERE id = ? AND account = ? AND revoked_at IS NULL RETURNING name""",
                (_now(), id, who.account),
            ).fetchone()
            if row is None:
                raise AccountError("you have no such token", about=id)
            write(connection, by, Act.TOKEN_REVOKED, row["name"])


def _note_use(connection: sqlite3.Connection, row: sqlite3.Row) -> None:
    now = dt.datetime.now(dt.UTC)
    last = row["used_at"]
    if last is None or now - dt.datetime.fromisoformat(last) >= _OFTEN:
        at = now.isoformat(timespec="seconds")
        connection.execute("UPDATE tokens SET used_at = ? WHERE id = ?", (at, row["token"]))


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
