"""Attacks on a team's reading room: each is refused."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from reportedly.web.roles import Role
from reportedly.web.team.sessions import digest
from tests.teaming import (
    OUTSIDE,
    PASSWORDS,
    TESTS,
    TeamRoom,
    bearer,
    field_of,
    once,
    quick_hashes,
    send,
    sign_in,
    team_room,
)


@pytest.fixture
def outside(ledger_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TeamRoom]:
    """Behind a proxy that speaks https."""
    quick_hashes(monkeypatch)
    with team_room(ledger_copy, OUTSIDE) as made:
        yield made


# ── Signing in ───────────────────────────────────────────────────────────────────────────


def test_another_site_cannot_sign_somebody_in(room: TeamRoom) -> None:
    """Or it could have a victim work in an account of the attacker's."""
    client = room.visitor()
    token = field_of(client.get("/login").text, "token")
    of_another = field_of(room.visitor().get("/login").text, "token")
    sent = {"name": "Ann", "password": PASSWORDS["Ann"]}
    for wrong in ("", of_another, "0" * 64):
        assert client.post("/login", data={**sent, "token": wrong}).status_code == 403
    crossing = {"Origin": "https://evil.example"}
    right = {**sent, "token": token}
    assert client.post("/login", data=right, headers=crossing).status_code == 403
    assert "session" not in client.cookies


def test_a_token_of_before_the_sign_in_is_no_good_after_it(room: TeamRoom) -> None:
    """An attacker who planted the browser's cookie knows the tokens that go with it."""
    client = room.visitor()
    before = field_of(client.get("/login").text, "token")
    assert sign_in(client, "Ann", PASSWORDS["Ann"]).status_code == 303
    answer = client.post("/account/tokens", data={"token": before, "name": "x", "role": "reader"})
    assert answer.status_code == 403
    assert client.get("/account.json").json()["tokens"] == []


def test_a_session_that_was_planted_is_not_taken_over(room: TeamRoom) -> None:
    planted = "A" * 43
    client = room.visitor()
    client.cookies.set("session", planted, domain="127.0.0.1")
    answer = sign_in(client, "Ann", PASSWORDS["Ann"])
    word = answer.cookies["session"]
    assert word != planted
    thief = room.visitor()
    thief.cookies.set("session", planted, domain="127.0.0.1")
    assert thief.get("/desk.json").status_code == 401


def test_signing_in_anew_ends_the_session_before(room: TeamRoom) -> None:
    client = room.signed_in("Ann")
    old = client.cookies["session"]
    token = field_of(client.get("/account").text, "token")
    sent = {"token": token, "name": "Tom", "password": PASSWORDS["Tom"]}
    answer = client.post("/login", data=sent, follow_redirects=False)
    assert answer.cookies["session"] != old
    thief = room.visitor()
    thief.cookies.set("session", old, domain="127.0.0.1")
    assert thief.get("/desk.json").status_code == 401


def test_the_cookie_of_a_session_is_out_of_reach(room: TeamRoom, outside: TeamRoom) -> None:
    plain = set_cookie(sign_in(room.visitor(), "Ann", PASSWORDS["Ann"]))
    assert plain["session"] >= {"httponly", "samesite=lax", "path=/"}
    answer = sign_in(outside.visitor(), "Ann", PASSWORDS["Ann"])
    secure = set_cookie(answer)["__Host-session"]
    assert secure >= {"httponly", "samesite=lax", "path=/", "secure"}
    assert not [each for each in secure if each.startswith("domain")]
    assert set_cookie(answer)["__Host-browser"] >= {"httponly", "samesite=strict", "secure"}
    assert answer.headers["strict-transport-security"].startswith("max-age=")
    browser = set_cookie(outside.visitor().get("/login"))["reading-room"]
    assert browser >= {"httponly", "samesite=strict", "secure"}


def set_cookie(answer: object) -> dict[str, set[str]]:
    """Of each cookie that an answer sets, its attributes."""
    lines = answer.headers.get_list("set-cookie")  # type: ignore[attr-defined]
    return {
        line.partition("=")[0]: {each.strip().lower() for each in line.split(";")[1:]}
        for line in lines
    }


def test_the_way_on_after_signing_in_leads_to_no_other_site(room: TeamRoom) -> None:
    client = room.signed_in("Ann")
    for to in (
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:1",
        "/\t/evil.example",
        "evil.example",
    ):
        answer = sign_in(room.visitor(), "Ann", PASSWORDS["Ann"], to)
        assert answer.headers["location"] == "/", to
        again = client.get("/login", params={"to": to}, follow_redirects=False)
        assert again.headers["location"] == "/", to


def test_a_wrong_password_and_a_wrong_name_cannot_be_told_apart(
    room: TeamRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is the same, and so is the work: one hash is computed for each."""
    room.accounts.add(TESTS, "Olga", Role.READER, email="olga@example.org")
    room.accounts.add(TESTS, "Gone", Role.READER, password=PASSWORDS["Tom"])
    room.accounts.disable(TESTS, "Gone")
    computed: list[str] = []
    fits = PasswordHasher.verify

    def verify(self: object, hashed: str, password: bytes) -> bool:
        computed.append(hashed)
        return fits(self, hashed, password)  # type: ignore[arg-type]

    monkeypatch.setattr(PasswordHasher, "verify", verify)
    answers = []
    for name, password in (
        ("Ann", "not the password"), ("Nobody", "not the password"), ("Olga", "no password at"),
        ("Gone", PASSWORDS["Tom"]), ("Nobody", ""), ("Nobody\x00", "not the password"),
    ):  # fmt: skip
        client = room.visitor()
        answer = sign_in(client, name, password or "x")
        page = answer.text.replace(name.replace("\x00", "\ufffd"), "NAME")
        answers.append((answer.status_code, page.replace(token_of(page), "TOKEN")))
    assert len(set(answers)) == 1
    assert answers[0][0] == 403
    assert len(computed) == len(answers)
    assert len(set(computed)) == 3  # Ann's, Gone's, and nobody's


def token_of(page: str) -> str:
    return field_of(page, "token")


def test_guessing_at_a_name_is_slowed_down_from_anywhere(room: TeamRoom) -> None:
    waits, right = [], PASSWORDS["Ann"]
    for number in range(12):
        answer = sign_in(room.visitor(f"10.1.0.{number}"), "Ann", f"a wrong one {number}")
        if answer.status_code == 429:
            waits.append(int(answer.headers["retry-after"]))
            refused = sign_in(room.visitor("10.2.0.1"), "ANN", right)  # the right one waits, too
            assert refused.status_code == 429
            room.clock.now += waits[-1]
            sign_in(room.visitor("10.2.0.2"), "Ann", "a wrong one again")
    assert waits == sorted(waits)
    assert waits[:4] == [1, 2, 4, 8]
    assert max(waits) <= 60
    room.clock.now += 61
    assert sign_in(room.visitor("10.2.0.3"), "Ann", right).status_code == 303
    assert sign_in(room.visitor("10.2.0.3"), "Ann", "a wrong one").status_code == 403


def test_names_that_there_are_not_are_slowed_down_alike(room: TeamRoom) -> None:
    statuses = [
        sign_in(room.visitor(f"10.1.0.{n}"), "Nobody", "a wrong one").status_code for n in range(6)
    ]
    assert statuses == [403] * 5 + [429]


def test_guessing_from_one_address_is_slowed_down_whatever_the_name(room: TeamRoom) -> None:
    """An account of one's own in between does not help."""
    for number in range(20):
        assert sign_in(room.visitor("10.6.6.6"), f"N{number}", "a wrong one").status_code == 403
    assert sign_in(room.visitor("10.6.6.6"), "N20", "a wrong one").status_code == 429
    room.clock.now += 2
    assert sign_in(room.visitor("10.6.6.6"), "Tom", PASSWORDS["Tom"]).status_code == 303
    assert sign_in(room.visitor("10.6.6.6"), "N21", "a wrong one").status_code == 429
    assert sign_in(room.visitor("10.6.6.7"), "N21", "a wrong one").status_code == 403


def test_guesses_from_elsewhere_keep_nobody_waiting_in_a_browser_of_theirs(room: TeamRoom) -> None:
    """It is known by a word that we signed, and what is guessed there is counted by itself."""
    here, right = room.signed_in("Ann"), PASSWORDS["Ann"]
    send(here, "/account", "/logout")
    for number in range(8):
        sign_in(room.visitor(f"10.1.0.{number}"), "Ann", "a wrong one")
    for number in range(25):
        sign_in(room.visitor("10.0.0.1"), f"N{number}", "a wrong one")  # her own address, even
    assert sign_in(room.visitor(), "Ann", right).status_code == 429
    assert sign_in(here, "ann", right).status_code == 303
    assert sign_in(room.visitor("10.7.0.1"), "Ann", right).status_code == 429  # as before
    changed = send(here, "/account", "/account/password", current=right, new="six wet oars dry")
    assert changed.status_code == 303


def test_a_browser_that_is_known_guesses_no_quicker_and_at_no_other_name(room: TeamRoom) -> None:
    thief = room.signed_in("Tom")
    send(thief, "/account", "/logout")
    statuses = [sign_in(thief, "Tom", "a wrong one").status_code for _ in range(6)]
    assert statuses == [403] * 5 + [429]
    assert sign_in(room.visitor(), "Tom", PASSWORDS["Tom"]).status_code == 303
    for number in range(5):
        assert sign_in(thief, "Ann", f"a wrong one {number}").status_code == 403
    assert sign_in(room.visitor("10.8.0.1"), "Ann", PASSWORDS["Ann"]).status_code == 429
    forged = room.visitor("10.8.0.2")
    forged.cookies.set("browser", thief.cookies["browser"][:-2] + "xx", domain="127.0.0.1")
    assert sign_in(forged, "Tom", PASSWORDS["Tom"]).status_code == 303


def test_failures_at_an_address_are_forgiven_one_by_one(room: TeamRoom) -> None:
    """Behind that of an office are many people, who mistype now and then."""
    for number in range(60):
        assert sign_in(room.visitor("10.6.6.6"), f"N{number}", "a wrong one").status_code == 403
        room.clock.now += 900


def test_an_ipv6_network_is_one_address(room: TeamRoom) -> None:
    for number in range(20):
        sign_in(room.visitor(f"2001:db8:1:1::{number:x}"), f"N{number}", "a wrong one")
    assert sign_in(room.visitor("2001:db8:1:1::ff"), "M", "a wrong one").status_code == 429
    assert sign_in(room.visitor("2001:db8:1:2::ff"), "M", "a wrong one").status_code == 403


# ── More than one may ────────────────────────────────────────────────────────────────────


def test_no_form_raises_ones_own_role(room: TeamRoom) -> None:
    tom, own = room.signed_in("Tom"), room.accounts.get("Tom").id
    for path, sent in (
        (f"/people/{own}/role", {"role": "admin"}),
        ("/people", {"name": "Tom2", "role": "admin"}),
        (f"/people/{room.accounts.get('Ilse').id}/password", {}),
    ):
        assert send(tom, "/account", path, **sent).status_code == 403
    assert room.accounts.get("Tom").role is Role.READER
    assert len(room.accounts.all()) == 3


def test_no_token_is_made_above_ones_own_role(room: TeamRoom) -> None:
    tom = room.signed_in("Tom")
    for role in ("reviewer", "admin", "owner"):
        answer = send(tom, "/account", "/account/tokens", name="up", role=role)
        assert answer.status_code == 422
    assert tom.get("/account.json").json()["tokens"] == []


def test_a_readers_api_only_reads(room: TeamRoom) -> None:
    tom = room.signed_in("Tom")
    secret = once(send(tom, "/account", "/account/tokens", name="t", role="reader").text)
    claim = tom.get("/search.json", params={"q": "lake"}).json()["found"][0]["card"]["id"]
    for client in (tom, bearer(room, secret)):
        answer = client.post(f"/api/v1/claims/{claim}/reviews", json={"action": "accept"})
        assert answer.status_code == 403
        assert client.post("/api/v1/pages", json={"text": "Tom said so."}).status_code == 403
        assert client.get("/audit.json").status_code == 403
    assert tom.get(f"/api/v1/claims/{claim}/reviews").json()["items"] == []


def test_a_stolen_token_makes_no_other_and_changes_no_account(room: TeamRoom) -> None:
    """It opens the API and the JSON, not the pages with the forms."""
    ilse = room.signed_in("Ilse")
    secret = once(send(ilse, "/account", "/account/tokens", name="t", role="admin").text)
    thief = bearer(room, secret)
    assert thief.get("/people.json").status_code == 200
    for path in ("/account", "/people"):
        assert thief.get(path, follow_redirects=False).status_code == 303
    for path in ("/account/tokens", "/account/password", "/people", "/logout/everywhere"):
        answer = thief.post(path, data={"name": "x", "role": "admin"}, follow_redirects=False)
        assert answer.headers["location"].startswith("/login")
    assert len(room.accounts.all()) == 3


def test_one_revokes_ones_own_tokens_alone(room: TeamRoom) -> None:
    ann, tom = room.signed_in("Ann"), room.signed_in("Tom")
    secret = once(send(ann, "/account", "/account/tokens", name="t", role="reader").text)
    own = ann.get("/account.json").json()["tokens"][0]["id"]
    assert send(tom, "/account", f"/account/tokens/{own}/revoke").status_code == 422
    assert bearer(room, secret).get("/api/v1/claims").status_code == 200


def test_who_is_disabled_is_out_at_once(room: TeamRoom) -> None:
    ann, ilse = room.signed_in("Ann"), room.signed_in("Ilse")
    secret = once(send(ann, "/account", "/account/tokens", name="t", role="reviewer").text)
    send(ilse, "/people", f"/people/{room.accounts.get('Ann').id}/disable")
    assert ann.get("/desk.json").status_code == 401
    assert bearer(room, secret).get("/api/v1/claims").status_code == 401
    assert sign_in(room.visitor(), "Ann", PASSWORDS["Ann"]).status_code == 403
    send(ilse, "/people", f"/people/{room.accounts.get('Ann').id}/enable")
    assert ann.get("/desk.json").status_code == 401
    assert bearer(room, secret).get("/api/v1/claims").status_code == 401
    assert sign_in(room.visitor(), "Ann", PASSWORDS["Ann"]).status_code == 303


def test_no_other_word_opens_the_api(room: TeamRoom) -> None:
    for value in ("Bearer ", "Bearer reportedly_x", "Basic QW5uOng=", "Bearer \u00e9", "bearer"):
        headers = {b"Authorization": value.encode("latin-1")}
        answer = room.visitor().get("/api/v1/claims", headers=headers)
        assert answer.status_code == 401, value
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_wrong_token_does_not_fall_back_on_the_session(room: TeamRoom) -> None:
    ann = room.signed_in("Ann")
    answer = ann.get("/api/v1/claims", headers={"Authorization": "Bearer reportedly_revoked"})
    assert answer.status_code == 401


# ── What is kept ─────────────────────────────────────────────────────────────────────────


def test_the_store_holds_no_secret_that_opens_anything(room: TeamRoom) -> None:
    ann = room.signed_in("Ann")
    secret = once(send(ann, "/account", "/account/tokens", name="t", role="reviewer").text)
    word = ann.cookies["session"]
    with sqlite3.connect(room.store.folder / "room.db") as connection:
        dump = "\n".join(connection.iterdump())
    for each in (secret, word, *PASSWORDS.values()):
        assert each not in dump
    assert digest(word) in dump
    assert "$argon2id$" in dump
    assert (room.store.folder / "room.db").stat().st_mode & 0o077 == 0


def test_nothing_alters_the_audit(room: TeamRoom) -> None:
    ilse = room.signed_in("Ilse")
    before = room.audit(limit=1000)
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("/audit", f"/audit/{before[0].id}", "/audit.json"):
            token = field_of(ilse.get("/audit").text, "token")
            answer = ilse.request(method, path, data={"token": token}, follow_redirects=False)
            assert answer.status_code in (403, 404, 405)
    with room.store.opened() as connection:
        for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit",
                          "REPLACE INTO audit SELECT id, at, 'x', act, about, detail, address "
                          "FROM audit"):  # fmt: skip
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    assert room.audit(limit=1000) == before


def test_markup_in_a_name_is_text(room: TeamRoom) -> None:
    ilse = room.signed_in("Ilse")
    name = '<img src=x onerror="alert(1)">'
    send(ilse, "/people", "/people", name=name, role="reader")
    sign_in(room.visitor(), name, "a wrong one <b>")
    for path in ("/people", "/audit", f"/audit?who={name}"):
        assert "<img" not in ilse.get(path).text
    assert "<img" not in sign_in(room.visitor(), name, "another wrong one").text


# ── Behind a proxy ───────────────────────────────────────────────────────────────────────


def test_nobody_comes_in_beside_the_proxy(outside: TeamRoom) -> None:
    beside = TestClient(outside.app, base_url=OUTSIDE, client=("10.3.3.3", 1))
    assert beside.get("/login", headers={"X-Forwarded-For": "10.9.9.9"}).status_code == 403
    assert outside.visitor().get("/login").status_code == 200


def test_the_address_is_the_one_that_the_proxy_saw(outside: TeamRoom) -> None:
    client = outside.visitor("6.6.6.6, 10.4.4.4, 10.9.9.9")
    sign_in(client, "Ann", "a wrong one")
    assert outside.audit()[0].address == "10.4.4.4"
    again = outside.visitor("6.6.6.6")  # HAProxy's way: a line of its own behind that of the asker
    token = field_of(again.get("/login").text, "token")
    lines = [("X-Forwarded-For", "6.6.6.6"), ("X-Forwarded-For", "10.4.4.5")]
    sent = {"token": token, "name": "Ann", "password": "a wrong one"}
    assert again.post("/login", data=sent, headers=lines).status_code == 403
    assert outside.audit()[0].address == "10.4.4.5"
    sign_in(outside.visitor("::ffff:10.5.5.5, ::ffff:10.9.9.9"), "Ann", "a wrong one")
    assert outside.audit()[0].address == "10.5.5.5"
    sign_in(outside.visitor("10.5.5.6, somebody"), "Ann", "a wrong one")
    assert outside.audit()[0].address == "10.9.9.9"


def test_only_the_rooms_own_https_address_may_send_forms(outside: TeamRoom) -> None:
    client = outside.visitor()
    token = field_of(client.get("/login").text, "token")
    sent = {"token": token, "name": "Ann", "password": PASSWORDS["Ann"]}
    for origin in ("http://room.example.org", "https://example.org", "null"):
        answer = client.post("/login", data=sent, headers={"Origin": origin})
        assert answer.status_code == 403
    assert client.get("/login", headers={"Host": "127.0.0.1"}).status_code == 421
    right = client.post("/login", data=sent, headers={"Origin": OUTSIDE}, follow_redirects=False)
    assert right.status_code == 303


def test_a_strangers_upload_is_not_even_read(room: TeamRoom) -> None:
    stranger = room.visitor()
    token = field_of(stranger.get("/login").text, "token")
    sent = {"token": token, "name": "Ann", "password": "x" * 70_000}
    assert stranger.post("/login", data=sent).status_code == 413
    answer = stranger.post("/add", files={"files": b"x" * 100_000}, follow_redirects=False)
    assert answer.headers["location"] == "/login"
