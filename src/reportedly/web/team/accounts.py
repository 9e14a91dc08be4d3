"""Accounts: names, roles, how each signs in. None is ever deleted, so that a name in a review
stays one person's; whoever leaves is disabled."""

from __future__ import annotations

import datetime as dt
import sqlite3
import unicodedata
from dataclasses import dataclass

from reportedly.errors import ReportedlyError
from reportedly.web.roles import Role
from reportedly.web.store import Store
from reportedly.web.team import passwords
from reportedly.web.team.audit import Act, Actor, write

_LONGEST = 60  # code points of a name


class AccountError(ReportedlyError):
    """An account that is not there, or cannot be as it was asked for."""

    kind = "account"


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the team."""

    id: int
    name: str  # as it stands in reviews
    role: Role
    email: str | None  # of one who signs in through the provider
    linked: bool  # whether they have done so
    has_password: bool
    must_change: bool  # the password, at the next sign-in
    disabled: bool
    at: str  # ISO 8601, when it was added


def folded(name: str) -> str:
    """A name as it is compared: however it is composed, spaced and capitalised."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


class Accounts:
    """All of a team's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Account]:
        with self._store.opened() as connection:
            rows = connection.execute("SELECT * FROM accounts ORDER BY folded").fetchall()
        return [account_of(row) for row in rows]

    def get(self, name: str) -> Account:
        """Raises `AccountError`."""
        with self._store.opened() as connection:
            return account_of(_row(connection, name))

    def by_id(self, id: int) -> Account:
        """Raises `AccountError`."""
        with self._store.opened() as connection:
            row = connection.execute("SELECT * FROM accounts WHERE id = ?", (id,)).fetchone()
        if row is None:
            raise AccountError("there is no such account", about=str(id))
        return account_of(row)

    def any_admin(self) -> bool:
        with self._store.opened() as connection:
            return _admins(connection) > 0

    def add(
        self,
        by: Actor,
        name: str,
        role: Role,
        *,
        password: str | None = None,
        must_change: bool = False,
        email: str | None = None,
    ) -> Account:
        """A new person, who signs in with a password, or through the provider that knows them by
        `email`. Raises `AccountError`."""
        name, email = _proper(name), _proper_email(email)
        if password is None and email is None:
            raise AccountError("needs a password, or the e-mail that a provider knows", about=name)
        hashed = None if password is None else _hash(name, password)
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with self._store.writing() as connection:
            try:
                connection.execute(
                    """INSERT INTO accounts (name, folded, role, email, password, must_change, at)
                       VALUES (?, ?, ?, ?, ?, ?, ?)""",
                    (name, folded(name), role.value, email, hashed, must_change, at),
                )
            except sqlite3.IntegrityError as error:
                what = "e-mail" if "email" in str(error) else "name"
                raise AccountError(f"there is an account of that {what}", about=name) from error
            write(connection, by, Act.ACCOUNT_ADDED, name, role.value)
            return account_of(_row(connection, name))

    def change_role(self, by: Actor, name: str, role: Role) -> None:
        """Takes effect with the person's next request. Raises `AccountError`."""
        with self._store.writing() as connection:
            found = account_of(_row(connection, name))
            if found.role is role:
                return
            connection.execute("UPDATE accounts SET role = ? WHERE id = ?", (role.value, found.id))
            _keep_an_admin(connection, found)
            write(connection, by, Act.ROLE_CHANGED, found.name, f"{found.role} to {role}")

    def set_password(
        self, by: Actor, name: str, password: str, *, must_change: bool, keep: str = ""
    ) -> None:
        """Ends all sessions of the person but `keep`. Raises `AccountError`."""
        hashed = _hash(self.get(name).name, password)
        with self._store.writing() as connection:
            found = account_of(_row(connection, name))
            connection.execute(
                "UPDATE accounts SET password = ?, must_change = ? WHERE id = ?",
                (hashed, must_change, found.id),
            )
            connection.execute(
                "DELETE FROM sessions WHERE account = ? AND hash <> ?", (found.id, keep)
            )
            act = Act.PASSWORD_CHANGED if by.name == found.name else Act.PASSWORD_RESET
            write(connection, by, act, found.name)

    def disable(self, by: Actor, name: str) -> None:
        """Ends the person's sessions and revokes their tokens. Raises `AccountError`."""
        at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        with self._store.writing() as connection:
            found = account_of(_row(connection, name))
            connection.execute("UPDATE accounts SET disabled = 1 WHERE id = ?", (found.id,))
            _keep_an_admin(connection, found)
            connection.execute("DELETE FROM sessions WHERE account = ?", (found.id,))
            connection.execute(
                "UPDATE tokens SET revoked_at = ? WHERE account = ? AND revoked_at IS NULL",
                (at, found.id),
            )
            write(connection, by, Act.ACCOUNT_DISABLED, found.name)

    def enable(self, by: Actor, name: str) -> None:
        """Lets the person in again. Raises `AccountError`."""
        with self._store.writing() as connection:
            found = account_of(_row(connection, name))
            connection.execute("UPDATE accounts SET disabled = 0 WHERE id = ?", (found.id,))
            write(connection, by, Act.ACCOUNT_ENABLED, found.name)

    # ── Signing in ───────────────────────────────────────────────────────────────────────

    def with_password(self, name: str, password: str) -> Account | None:
        """Whose name and password these are. One hash is computed, whatever is wrong."""
        with self._store.opened() as connection:
            row = connection.execute(
                "SELECT * FROM accounts WHERE folded = ?", (folded(name),)
            ).fetchone()
        right = passwords.fits(None if row is None else row["password"], password)
        return account_of(row) if right and not row["disabled"] else None

    def known(self, name: str) -> str:
        """A name as its account has it; empty where there is none."""
        try:
            return self.get(name).name
        except AccountError:
            return ""

    def with_subject(self, subject: str, email: str | None) -> Account | None:
        """Whom a provider means. By `subject`, or, the first time, by an e-mail that it has
        verified; from then on the account is the subject's."""
        with self._store.writing() as connection:
            row = connection.execute(
                "SELECT * FROM accounts WHERE subject = ?", (subject,)
            ).fetchone()
            if row is None and email:
                row = connection.execute(
                    """UPDATE accounts SET subject = ? WHERE email = ? AND subject IS NULL
                       AND NOT disabled RETURNING *""",
                    (subject, email.casefold()),
                ).fetchone()
        return None if row is None or row["disabled"] else account_of(row)


def account_of(row: sqlite3.Row) -> Account:
    return Account(
        row["id"],
        row["name"],
        Role(row["role"]),
        row["email"],
        row["subject"] is not None,
        row["password"] is not None,
        bool(row["must_change"]),
        bool(row["disabled"]),
        row["at"],
    )


def _row(connection: sqlite3.Connection, name: str) -> sqlite3.Row:
    found = connection.execute("SELECT * FROM accounts WHERE folded = ?", (folded(name),))
    row: sqlite3.Row | None = found.fetchone()
    if row is None:
        raise AccountError("there is no account of that name", about=name)
    return row


def _admins(connection: sqlite3.Connection) -> int:
    query = "SELECT count(*) FROM accounts WHERE role = 'admin' AND NOT disabled"
    return int(connection.execute(query).fetchone()[0])


def _keep_an_admin(connection: sqlite3.Connection, found: Account) -> None:
    """Refuses what has just been done to the last admin; the transaction takes it back."""
    if found.role is Role.ADMIN and not found.disabled and not _admins(connection):
        raise AccountError("is the last admin; make another one first", about=found.name)


def _proper(name: str) -> str:
    """A name as it is kept. Raises `AccountError`."""
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not 1 <= len(name) <= _LONGEST or not name.isprintable():
        raise AccountError(f"a name has 1 to {_LONGEST} visible characters", about=name[:_LONGEST])
    return name


def _proper_email(email: str | None) -> str | None:
    email = (email or "").strip().casefold()
    if not email:
        return None
    before, at, after = email.partition("@")
    if not (before and at and after) or not email.isprintable() or len(email) > 254:
        raise AccountError("is no e-mail address", about=email[:254])
    return email


def _hash(name: str, password: str) -> str:
    if why := passwords.why_not(password, name):
        raise AccountError(why, about=name)
    return passwords.make_hash(password)
