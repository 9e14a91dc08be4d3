"""Searches that somebody saved: opened again, with what came in since they last looked."""

from __future__ import annotations

import datetime as dt
import sqlite3
from dataclasses import dataclass, replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import Response

from reportedly.errors import ReportedlyError
from reportedly.ledger import Ledger
from reportedly.web import answers
from reportedly.web.forms import Back, Genuine, Id
from reportedly.web.house import house_of
from reportedly.web.identity import Who
from reportedly.web.searching import filters_of, query_of
from reportedly.web.store import Store
from reportedly.web.wording import count, moment

router = APIRouter()
NAME, ADDRESS = 100, 2000  # code points at most
_MOST = 100  # searches of one person
_COUNTED = 1000  # claims that are counted as new


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved search."""

    id: int
    name: str
    address: str  # its filters, as the parameters of an address; empty for everything
    at: str  # ISO 8601: when it was saved, or looked at last
    mark: int  # where the ledger ended then (`Ledger.mark`)
    new: int  # claims that fit and came in since; not counted beyond 1,000

    @property
    def is_more(self) -> bool:
        return self.new >= _COUNTED


@dataclass(frozen=True, slots=True)
class SavedPage:
    """The searches of one person, by name."""

    searches: tuple[Saved, ...]


# ── Kept ─────────────────────────────────────────────────────────────────────────────────


def saved_by(store: Store, ledger: Ledger, who: str) -> tuple[Saved, ...]:
    """The searches of one person, by name."""
    query = "SELECT * FROM searches WHERE who = ? ORDER BY name COLLATE NOCASE, id"
    with store.opened() as connection:
        rows = connection.execute(query, (who,)).fetchall()
    end = ledger.mark()
    return tuple(_saved(ledger, row, end) for row in rows)


def saved(store: Store, ledger: Ledger, who: str, id: int) -> Saved:
    """One of them. Raises an error of status 404."""
    with store.opened() as connection:
        row = connection.execute(
            "SELECT * FROM searches WHERE who = ? AND id = ?", (who, id)
        ).fetchone()
    if row is None:
        raise HTTPException(404, "You have no such search.")
    return _saved(ledger, row, ledger.mark())


def save(store: Store, ledger: Ledger, who: str, name: str, address: str) -> Saved:
    """Keeps a search, in the place of one with the same name. Raises `HTTPException`."""
    name = " ".join(name.split())
    if not name:
        raise HTTPException(422, "A search needs a name.")
    query_of(address)
    kept = urlencode(filters_of(address))
    values = (who, name, kept, _now(), ledger.mark())
    with store.opened() as connection:
        held = "SELECT count(*) FROM searches WHERE who = ? AND name != ?"
        if connection.execute(held, (who, name)).fetchone()[0] >= _MOST:
            raise HTTPException(422, f"There are {_MOST} already: delete one first.")
        row = connection.execute(
            """INSERT INTO searches (who, name, address, at, mark) VALUES (?, ?, ?, ?, ?)
               ON CONFLICT (who, name) DO UPDATE
               SET address = excluded.address, at = excluded.at, mark = excluded.mark
               RETURNING *""",
            values,
        ).fetchone()
    return _saved(ledger, row, values[-1])


def look(store: Store, ledger: Ledger, who: str, id: int) -> Saved:
    """The search as it was; from now on, only what comes in later is new to it. Raises
    `HTTPException`."""
    found = saved(store, ledger, who, id)
    with store.opened() as connection:
        connection.execute(
            "UPDATE searches SET at = ?, mark = ? WHERE who = ? AND id = ?",
            (_now(), ledger.mark(), who, id),
        )
    return found


def forget(store: Store, who: str, id: int) -> None:
    """Deletes a search. Raises an error of status 404."""
    with store.opened() as connection:
        gone = connection.execute("DELETE FROM searches WHERE who = ? AND id = ?", (who, id))
    if not gone.rowcount:
        raise HTTPException(404, "You have no such search.")


def _saved(ledger: Ledger, row: sqlite3.Row, end: int) -> Saved:
    found = Saved(row["id"], row["name"], row["address"], row["at"], row["mark"], new=0)
    return replace(found, new=_new(ledger, found) if found.mark < end else 0)


def _new(ledger: Ledger, search: Saved) -> int:
    query = replace(query_of(search.address), newer_than=search.mark)
    try:
        return ledger.number_of(query, most=_COUNTED)
    except ReportedlyError:  # a name that too many have got by now
        return 0


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


# ── Routes ───────────────────────────────────────────────────────────────────────────────


def _page(request: Request, who: Who) -> SavedPage:
    house = house_of(request)
    with house.ledger() as ledger:
        return SavedPage(saved_by(house.store, ledger, who.name))


@router.get("/searches.json")
def searches_json(request: Request, who: Who) -> Response:
    """The searches of whoever asks, for programs."""
    return answers.as_json(_page(request, who), request=request)


@router.get("/searches")
def searches(request: Request, who: Who) -> Response:
    """The searches of whoever asks."""
    return answers.page(request, "saved.html", {"it": _page(request, who)})


@router.post("/searches", dependencies=[Genuine])
def kept(
    request: Request,
    who: Who,
    name: Annotated[str, Form(max_length=NAME)],
    address: Annotated[str, Form(max_length=ADDRESS)] = "",
    back: Back = "/searches",
) -> Response:
    """Saves a search."""
    house = house_of(request)
    with house.ledger() as ledger:
        search = save(house.store, ledger, who.name, name, address)
    return answers.back(back, news=f"Saved as “{search.name}”.")


@router.post("/searches/{id}/open", dependencies=[Genuine])
def opened(request: Request, who: Who, id: Id) -> Response:
    """Shows what is new to a search; all of it where nothing is."""
    house = house_of(request)
    with house.ledger() as ledger:
        search = look(house.store, ledger, who.name, id)
    since = f"since {moment(search.at)}"
    if not search.new:
        return answers.back(f"/search?{search.address}", news=f"Nothing new {since}.")
    more = urlencode([*filters_of(search.address), ("newer_than", str(search.mark))])
    number = count(search.new, "new claim") + (" or more" if search.is_more else "")
    return answers.back(f"/search?{more}", news=f"{number} {since}.")


@router.post("/searches/{id}/delete", dependencies=[Genuine])
def deleted(request: Request, who: Who, id: Id) -> Response:
    """Deletes a search."""
    forget(house_of(request).store, who.name, id)
    return answers.back("/searches", news="Deleted.")
