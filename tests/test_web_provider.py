"""Signing in through an OpenID provider, which answers over a real socket."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import OctKey, RSAKey

from reportedly.config import Registration
from reportedly.errors import ConfigurationError
from reportedly.web.roles import Role
from reportedly.web.team.audit import Act
from reportedly.web.team.provider import Provider
from tests.openid import CLIENT, SECRET, Openid, provider
from tests.teaming import OUTSIDE, TESTS, TeamRoom, quick_hashes, send, team_room

OLGA = {"sub": "olga-1", "email": "Olga@example.org", "email_verified": True}


@pytest.fixture(scope="module")
def serving() -> Iterator[Openid]:
    with provider() as made:
        yield made


@pytest.fixture
def openid(serving: Openid, monkeypatch: pytest.MonkeyPatch) -> Openid:
    """As an honest one is, with Olga signed in."""
    monkeypatch.setattr(serving, "person", dict(OLGA))
    monkeypatch.setattr(serving, "lie", lambda claims: None)
    monkeypatch.setattr(serving, "algorithm", "RS256")
    monkeypatch.setattr(serving, "key", serving.key)
    serving.refused.clear()
    return serving


@pytest.fixture
def room(openid: Openid, ledger_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TeamRoom]:
    quick_hashes(monkeypatch)
    registration = Registration(openid.issuer, CLIENT, SECRET, "Newsroom")
    with team_room(ledger_copy, registration=registration) as made:
        made.accounts.add(TESTS, "Olga", Role.REVIEWER, email="olga@example.org")
        yield made


def sent_there(client: TestClient, to: str = "/") -> str:
    """Where the button of the form leads."""
    answer = client.get("/login/provider", params={"to": to}, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def back(client: TestClient, address: str) -> Any:
    """Follows the provider's redirection, as a browser would."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}", follow_redirects=False)


def refused(answer: Any, why: str) -> None:
    assert answer.status_code == 403
    assert why in answer.text
    assert "session" not in answer.cookies


def test_one_signs_in_and_goes_on_where_one_wanted(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    assert "Sign in with Newsroom" in client.get("/login").text
    answer = back(client, openid.authorize(sent_there(client, "/review?after=3")))
    assert answer.headers["location"] == "/review?after=3"
    assert client.get("/account.json").json()["account"]["name"] == "Olga"
    (entry,) = room.audit(act=Act.SIGNED_IN)
    assert (entry.who, entry.detail) == ("Olga", "provider")
    assert openid.refused == []


def test_from_then_on_the_account_is_the_subjects(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    back(client, openid.authorize(sent_there(client)))
    openid.person = {"sub": "olga-1"}  # with another e-mail by now, or none
    assert back(client, openid.authorize(sent_there(client))).status_code == 303
    openid.person = {**OLGA, "sub": "mallory-7"}  # the e-mail went to somebody else
    refused(back(client, openid.authorize(sent_there(client))), "Nobody of this team")


def test_whom_nobody_added_does_not_come_in(room: TeamRoom, openid: Openid) -> None:
    client, people = (
        room.visitor(),
        list[dict[str, Any]](
            [
                {"sub": "x", "email": "olga@example.org"},
                {"sub": "x", "email": "olga@example.org", "email_verified": False},
                {"sub": "x", "email": "olga@example.org", "email_verified": "true"},
                {"sub": "x", "email": "stranger@example.org", "email_verified": True},
                {"sub": "x"},
            ]
        ),
    )
    for person in people:
        openid.person = person
        refused(back(client, openid.authorize(sent_there(client))), "Nobody of this team")
        assert room.audit()[0].act is Act.SIGN_IN_FAILED


def test_who_is_disabled_does_not_come_in(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    back(client, openid.authorize(sent_there(client)))
    room.accounts.disable(TESTS, "Olga")
    assert client.get("/desk.json").status_code == 401
    refused(back(client, openid.authorize(sent_there(client))), "Nobody of this team")


def test_an_answer_with_another_state_is_refused(room: TeamRoom, openid: Openid) -> None:
    """Or an attacker could have a victim finish the attacker's own sign-in."""
    client, attacker = room.visitor(), room.visitor()
    address = openid.authorize(sent_there(attacker))
    sent_there(client)
    refused(back(client, address), "state")
    refused(back(room.visitor(), address), "begin again")
    without = address.replace("state=", "other=")
    sent_there(client)
    refused(back(client, without), "state")


def test_an_answer_is_taken_once(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    address = openid.authorize(sent_there(client))
    assert back(client, address).status_code == 303
    refused(back(client, address), "begin again")


def test_a_cookie_that_we_did_not_sign_is_no_sign_in(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    address = openid.authorize(sent_there(client))
    kept = client.cookies["sign-in"]
    client.cookies.clear()
    client.cookies.set("sign-in", kept[:-2] + "xx", domain="127.0.0.1")
    refused(back(client, address), "begin again")


def wrong(**changed: Any) -> Any:
    def lie(claims: dict[str, Any]) -> None:
        claims.update(changed)
        for name in [each for each, value in changed.items() if value is None]:
            del claims[name]

    return lie


def test_an_id_token_that_does_not_fit_is_refused(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    for lie in (
        wrong(nonce="another"), wrong(nonce=None), wrong(aud="another-client"), wrong(aud=None),
        wrong(aud=[CLIENT, "another"]), wrong(azp="another"), wrong(iss="https://evil.example"),
        wrong(exp=1_000_000_000), wrong(exp=None), wrong(iat=None), wrong(sub=None),
        wrong(at_hash="AAAA"),
    ):  # fmt: skip
        openid.lie = lie
        refused(back(client, openid.authorize(sent_there(client))), "cannot be believed")


def test_a_signature_of_another_key_is_refused(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    back(client, openid.authorize(sent_there(client)))  # the right key is known by now
    says = openid.key
    openid.key = RSAKey.generate_key(2048, {"kid": says.kid or ""})
    refused(back(client, openid.authorize(sent_there(client))), "cannot be believed")


def test_a_signature_by_the_shared_secret_is_refused(room: TeamRoom, openid: Openid) -> None:
    """The room knows the client's secret itself, and offers of HMAC are not taken up."""
    openid.algorithm, openid.key = "HS256", OctKey.import_key(SECRET)  # type: ignore[assignment]
    client = room.visitor()
    refused(back(client, openid.authorize(sent_there(client))), "Newsroom: ")


def test_a_key_that_is_new_is_asked_for(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    back(client, openid.authorize(sent_there(client)))
    openid.key = RSAKey.generate_key(2048, {"kid": "two"})
    assert back(client, openid.authorize(sent_there(client))).status_code == 303


def test_a_code_without_the_verifier_is_worth_nothing(room: TeamRoom, openid: Openid) -> None:
    """What was stolen on its way back cannot be brought in by another browser."""
    client, thief = room.visitor(), room.visitor()
    stolen = parse_qs(urlsplit(openid.authorize(sent_there(client))).query)["code"][0]
    address = openid.authorize(sent_there(thief))
    own = parse_qs(urlsplit(address).query)["code"][0]
    refused(back(thief, address.replace(own, stolen)), "no token")
    assert openid.refused == ["verifier"]


def test_the_answer_of_another_provider_is_refused(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    address = openid.authorize(sent_there(client)).replace("iss=http", "iss=https")
    refused(back(client, address), "another provider")


def test_answers_that_fail_are_slowed_down(room: TeamRoom, openid: Openid) -> None:
    """Each would have the room ask the provider, and write into the audit."""
    client = room.visitor()
    for _ in range(20):
        refused(back(client, openid.authorize(sent_there(client)) + "x"), "another provider")
    before = len(room.audit(limit=1000))
    answer = back(client, openid.authorize(sent_there(client)))
    assert answer.status_code == 429
    assert answer.headers["retry-after"] == "1"
    assert len(room.audit(limit=1000)) == before
    room.clock.now += 2
    assert back(client, openid.authorize(sent_there(client))).status_code == 303


def test_no_other_host_can_plant_a_sign_in_that_has_begun(
    openid: Openid, ledger_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its cookie is the attacker's own, and would have the victim work in their account."""
    quick_hashes(monkeypatch)
    registration = Registration(openid.issuer, CLIENT, SECRET)
    with team_room(ledger_copy, OUTSIDE, registration) as made:
        answer = made.visitor().get("/login/provider", follow_redirects=False)
        (cookie,) = [each for each in answer.headers.get_list("set-cookie") if "sign-in" in each]
        assert cookie.startswith("__Host-sign-in=")
        assert {"Secure", "HttpOnly", "Path=/"} <= {each.strip() for each in cookie.split(";")}


def test_who_said_no_is_told_so(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    state = parse_qs(urlsplit(sent_there(client)).query)["state"][0]
    answer = client.get(
        "/login/provider/back", params={"state": state, "error": "access_denied<b>"}
    )
    assert answer.status_code == 403
    assert "access_denied&lt;b&gt;" in answer.text


def test_the_way_on_leads_to_no_other_site(room: TeamRoom, openid: Openid) -> None:
    client = room.visitor()
    answer = back(client, openid.authorize(sent_there(client, "//evil.example")))
    assert answer.headers["location"] == "/"


def test_a_provider_that_does_not_answer_leaves_the_form(
    ledger_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick_hashes(monkeypatch)
    registration = Registration("http://127.0.0.1:9", CLIENT, SECRET)
    with team_room(ledger_copy, registration=registration) as made:
        answer = made.visitor().get("/login/provider")
        assert answer.status_code == 502
        assert "does not answer" in answer.text
        assert 'name="password"' in answer.text
        monkeypatch.setattr(Provider, "_get", None)  # for a while it is not asked again
        assert "does not answer" in made.visitor().get("/login/provider").text


def test_a_team_without_one_has_no_button(ledger_copy: Path, monkeypatch: Any) -> None:
    quick_hashes(monkeypatch)
    with team_room(ledger_copy) as made:
        client = made.signed_in("Ilse")
        assert "/login/provider" not in made.visitor().get("/login").text
        assert made.visitor().get("/login/provider").status_code == 404
        answer = send(client, "/people", "/people", name="Eva", role="reader", email="e@x.org")
        assert answer.status_code == 422


def test_it_is_not_asked_in_the_clear() -> None:
    with pytest.raises(ConfigurationError, match="must be an https address"):
        Provider(Registration("http://accounts.example.org", CLIENT), "https://x.example")
