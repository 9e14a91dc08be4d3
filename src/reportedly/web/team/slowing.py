"""Guessing passwords made slow: whoever failed a few times has to wait, each time twice as long.

Counted by the name that was said, whether or not anybody has it, and by the address that it came
from; in a browser in which that name has signed in before, by the browser alone, so that guesses
from elsewhere keep nobody waiting there. An attempt is counted before the password is looked at,
so that a thousand at once are a thousand; what succeeded is taken off again.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer

from reportedly.web.store import Store
from reportedly.web.team.accounts import folded

REMEMBERED = 180 * 86_400  # seconds for which a browser is known
_FORGOTTEN = 86_400.0  # seconds after the last failure
_FORGIVEN = 900  # seconds without a failure, for which one is taken off


@dataclass(frozen=True, slots=True)
class Asker:
    """One of those by whom an attempt is counted."""

    key: str  # as it is kept
    free: int = 5  # failures, until there is something to wait for
    longest: float = 60.0  # seconds
    shared: bool = False  # by people who have nothing to do with each other


def stranger(address: str) -> tuple[Asker, ...]:
    """Who has said no name."""
    return (Asker(f"address {_network(address)}", free=20, longest=900.0, shared=True),)


def somebody(name: str, address: str, browser: str) -> tuple[Asker, ...]:
    """Who says that name. `browser`: by what one is known in which it has signed in, or empty."""
    if browser:
        return (Asker(f"browser {browser}"),)
    return Asker(f"name {_hash(name)}"), *stranger(address)


def begin(store: Store, askers: tuple[Asker, ...], now: float) -> int:
    """Counts an attempt. The seconds that it has to wait, and then it is not counted; or 0."""
    with store.writing() as connection:
        connection.execute("DELETE FROM failures WHERE last < ?", (now - _FORGOTTEN,))
        wait = 0.0
        for asker in askers:
            row = connection.execute(
                "SELECT * FROM failures WHERE asker = ?", (asker.key,)
            ).fetchone()
            if row is not None:
                wait = max(wait, row["last"] + _delay(asker, row["count"]) - now)
        if wait > 0:
            return math.ceil(wait)
        for asker in askers:
            connection.execute(
                """INSERT INTO failures VALUES (?, 1, ?) ON CONFLICT DO UPDATE
                   SET count = 1 + max(0, count - CAST((excluded.last - last) / ? AS INTEGER)),
                       last = excluded.last""",
                (asker.key, now, _FORGIVEN),
            )
    return 0


def succeeded(store: Store, askers: tuple[Asker, ...]) -> None:
    """Forgets the failures under a name. Those of an address stay, or whoever has an account
    could guess at others in between."""
    with store.writing() as connection:
        for asker in askers:
            if asker.shared:
                connection.execute(
                    "UPDATE failures SET count = max(count - 1, 0) WHERE asker = ?", (asker.key,)
                )
            else:
                connection.execute("DELETE FROM failures WHERE asker = ?", (asker.key,))


def _delay(asker: Asker, failures: int) -> float:
    """Seconds after the last of so many failures."""
    over = failures - asker.free
    return 0.0 if over < 0 else min(asker.longest, 2.0 ** min(over, 30))


def _hash(name: str) -> str:
    """A name as it is kept, since people type passwords where names belong."""
    return hashlib.sha256(folded(name).encode("utf-8", "replace")).hexdigest()


def _network(address: str) -> str:
    """Of an IPv6 address the /64: one machine has all of them."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((number, 64 if number.version == 6 else 32), strict=False))


class Browsers:
    """Browsers in which somebody has signed in. Each keeps a word that we signed; whoever steals
    one may guess at that one name, as slowly as anybody."""

    def __init__(self, store: Store) -> None:
        self._signer = URLSafeTimedSerializer(store.secret("browsers"), salt="browser")

    def word(self, name: str, browser: str) -> str:
        """What the browser is to keep. `browser`: by what it is known, or empty."""
        said: str = self._signer.dumps([_hash(name), browser or secrets.token_hex(8)])
        return said

    def known(self, word: str, name: str) -> str:
        """By what the browser is known that has kept a word of this name; empty for another."""
        try:
            whose, browser = self._signer.loads(word, max_age=REMEMBERED)
        except BadData:
            return ""
        return str(browser) if whose == _hash(name) else ""
