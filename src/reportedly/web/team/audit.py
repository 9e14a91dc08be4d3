"""Who did what when. Written in the transaction of the act, and never altered: the store's
triggers refuse it, whoever asks."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from reportedly.web.store import Store

_LONGEST = 300  # code points of what is kept of one field


class Act(StrEnum):
    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    SIGNED_OUT_EVERYWHERE = "signed out everywhere"
    ACCOUNT_ADDED = "account added"
    ROLE_CHANGED = "role changed"
    PASSWORD_CHANGED = "password changed"
    PASSWORD_RESET = "password reset"
    ACCOUNT_DISABLED = "account disabled"
    ACCOUNT_ENABLED = "account enabled"
    TOKEN_MADE = "token made"
    TOKEN_REVOKED = "token revoked"
    PAGES_ADDED = "pages added"
    REVIEWED = "reviewed"
    REVIEW_UNDONE = "review undone"
    SPEAKERS_MERGED = "speakers merged"
    SPEAKERS_PARTED = "speakers parted"
    PAGE_FORGOTTEN = "page forgotten"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, and from where."""

    name: str  # empty for who did not say a name that there is
    address: str = ""  # of the network; empty on the command line


@dataclass(frozen=True, slots=True)
class Entry:
    """One act."""

    id: int
    at: str  # ISO 8601
    who: str
    act: Act
    about: str  # whom or what it was done to: an account, a token, a claim, a job, a page
    detail: str
    address: str


def write(
    connection: sqlite3.Connection, who: Actor, act: Act, about: str = "", detail: str = ""
) -> None:
    """Writes an act down, in the transaction of the connection."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    connection.execute(
        "INSERT INTO audit (at, who, act, about, detail, address) VALUES (?, ?, ?, ?, ?, ?)",
        (at, who.name, act.value, about[:_LONGEST], detail[:_LONGEST], who.address),
    )


def entries(
    store: Store,
    *,
    who: str | None = None,
    act: Act | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Entry]:
    """The last acts first. `who`: by this person, or about them. `before`: older than this id."""
    wanted, values = ["1"], list[object]()
    if who is not None:
        wanted.append("(who = ? OR about = ?)")
        values += [who, who]
    if act is not None:
        wanted.append("act = ?")
        values.append(act.value)
    if before is not None:
        wanted.append("id < ?")
        values.append(before)
    query = f"SELECT * FROM audit WHERE {' AND '.join(wanted)} ORDER BY id DESC LIMIT ?"
    with store.opened() as connection:
        rows = connection.execute(query, (*values, limit)).fetchall()
    return [
        Entry(r["id"], r["at"], r["who"], Act(r["act"]), r["about"], r["detail"], r["address"])
        for r in rows
    ]
