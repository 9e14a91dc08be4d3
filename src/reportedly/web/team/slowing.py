"""Guessing passwords made slow: whoever failed a few times has to wait, each time twice as long.

Counted by the name that was said, whether or not anybody has it, and by the address that it came
from. An attempt is counted before the password is looked at, so that a thousand at once are a
thousand; what succeeded is taken off again.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
from dataclasses import dataclass

from reportedly.web.store import Store
from reportedly.web.team.accounts import folded

_FORGOTTEN = 86_400.0  # seconds after the last failure


@dataclass(frozen=True, slots=True)
class _Limit:
    free: int  # failures, until there is something to wait for
    longest: float  # seconds


# One who waits for somebody else's guesses at their name waits a minute at most.
_LIMITS = {"name": _Limit(5, 60.0), "address": _Limit(20, 900.0)}


def begin(store: Store, name: str, address: str, now: float) -> int:
    """Counts an attempt. The seconds that it has to wait, and then it is not counted; or 0."""
    with store.writing() as connection:
        connection.execute("DELETE FROM failures WHERE last < ?", (now - _FORGOTTEN,))
        wait = 0.0
        for kind, asker in _askers(name, address):
            row = connection.execute("SELECT * FROM failures WHERE asker = ?", (asker,)).fetchone()
            if row is not None:
                wait = max(wait, row["last"] + _delay(_LIMITS[kind], row["count"]) - now)
        if wait > 0:
            return math.ceil(wait)
        for _, asker in _askers(name, address):
            connection.execute(
                """INSERT INTO failures VALUES (?, 1, ?)
                   ON CONFLICT DO UPDATE SET count = count + 1, last = excluded.last""",
                (asker, now),
            )
    return 0


def succeeded(store: Store, name: str, address: str) -> None:
    """Forgets the failures under a name. Those of an address stay, or whoever has an account
    could guess at others in between."""
    with store.writing() as connection:
        by_name, by_address = (asker for _, asker in _askers(name, address))
        connection.execute("DELETE FROM failures WHERE asker = ?", (by_name,))
        connection.execute(
            "UPDATE failures SET count = max(count - 1, 0) WHERE asker = ?", (by_address,)
        )


def _delay(limit: _Limit, failures: int) -> float:
    """Seconds after the last of so many failures."""
    over = failures - limit.free
    return 0.0 if over < 0 else min(limit.longest, 2.0 ** min(over, 30))


def _askers(name: str, address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    """As they are kept: as hashes, since people type passwords where names belong."""
    by_name = hashlib.sha256(folded(name).encode("utf-8", "replace")).hexdigest()
    return ("name", f"name {by_name}"), ("address", f"address {_network(address)}")


def _network(address: str) -> str:
    """Of an IPv6 address the /64: one machine has all of them."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((number, 64 if number.version == 6 else 32), strict=False))
