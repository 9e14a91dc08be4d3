"""A team's reading room for tests, and people who come to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from anyio.from_thread import BlockingPortal, start_blocking_portal
from argon2 import PasswordHasher
from fastapi import FastAPI
from fastapi.testclient import TestClient

from reportedly.config import Registration
from reportedly.web import Premises, create_app
from reportedly.web.roles import Role
from reportedly.web.store import Store
from reportedly.web.team import passwords
from reportedly.web.team.accounts import Accounts
from reportedly.web.team.audit import Actor, Entry, entries
from reportedly.web.team.terms import Terms

HERE = "http://127.0.0.1:8411"
OUTSIDE = "https://room.example.org"
PROXY = "10.9.9.9"
PASSWORDS = {
    "Ilse": "four slow herons wade",
    "Ann": "a kettle on the ferry",
    "Tom": "nine blue gates ajar",
}
ROLES = {"Ilse": Role.ADMIN, "Ann": Role.REVIEWER, "Tom": Role.READER}
TESTS = Actor("tests")


@dataclass
class Clock:
    """Seconds of the epoch, as a test sets them."""

    now: float = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class TeamRoom:
    """The room, and a way to come in as somebody."""

    app: FastAPI
    terms: Terms
    store: Store
    portal: BlockingPortal  # one loop for all requests: to start one takes longer than they do
    clock: Clock = field(default_factory=Clock)

    @property
    def accounts(self) -> Accounts:
        return Accounts(self.store)

    def visitor(self, address: str = "10.0.0.1") -> TestClient:
        """A browser in which nobody is signed in yet."""
        client = TestClient(
            self.app, base_url=self.terms.origin, raise_server_exceptions=False,
            client=(PROXY if self.terms.proxies else address, 5000),
        )  # fmt: skip
        if self.terms.proxies:
            client.headers["X-Forwarded-For"] = address
        client.portal = self.portal
        return client

    def signed_in(self, name: str, address: str = "10.0.0.1") -> TestClient:
        client = self.visitor(address)
        answer = sign_in(client, name, PASSWORDS[name])
        assert answer.status_code == 303, answer.text
        return client

    def audit(self, **filters: Any) -> list[Entry]:
        return entries(self.store, **filters)


def sign_in(client: TestClient, name: str, password: str, to: str = "/") -> Any:
    """Sends the form of the page, as a browser would."""
    token = field_of(client.get("/login").text, "token")
    sent = {"token": token, "name": name, "password": password, "to": to}
    return client.post("/login", data=sent, follow_redirects=False)


def send(client: TestClient, page: str, path: str, **sent: str) -> Any:
    """Sends a form with the token of a page."""
    token = field_of(client.get(page).text, "token")
    return client.post(path, data={"token": token, **sent}, follow_redirects=False)


def field_of(page: str, name: str) -> str:
    from tests.test_web import field

    return field(page, name)


def once(page: str) -> str:
    """A password or a token that a page shows this once."""
    match = re.search(r"<output>([^<]+)</output>", page)
    assert match is not None
    return match[1]


def bearer(room: TeamRoom, secret: str) -> TestClient:
    """A program that has a token."""
    client = room.visitor()
    client.headers["Authorization"] = f"Bearer {secret}"
    return client


def quick_hashes(patch: pytest.MonkeyPatch) -> None:
    """Argon2id at its cheapest: tests are about who may, not about what a guess costs."""
    patch.setattr(passwords, "_HASHER", PasswordHasher(1, 8, 1))
    passwords.nobodys.cache_clear()


@contextmanager
def team_room(
    ledger: Path, origin: str = HERE, registration: Registration | None = None
) -> Iterator[TeamRoom]:
    """A room with an admin, a reviewer and a reader."""
    store, clock = Store(ledger.with_name(ledger.name + ".room")), Clock()
    accounts = Accounts(store)
    for name, role in ROLES.items():
        if name not in {each.name for each in accounts.all()}:
            accounts.add(TESTS, name, role, password=PASSWORDS[name])
    proxies = (PROXY,) if origin.startswith("https") else ()
    terms = Terms(origin, proxies, registration, clock)
    app = create_app(Premises(str(ledger), team=terms))
    try:
        with start_blocking_portal() as portal:
            yield TeamRoom(app, terms, store, portal, clock)
    finally:
        app.state.house.close()
