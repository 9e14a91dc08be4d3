"""A team in the reading room: who may come in, and to do what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from reportedly.cli.caring import forget
from reportedly.client import Client, RoomError
from reportedly.ledger import Ledger
from reportedly.ledger.backends import SQLite
from reportedly.web import api
from reportedly.web.app import PAGES
from reportedly.web.rights import RIGHTS
from reportedly.web.roles import Role
from reportedly.web.team.audit import Act
from reportedly.web.team.passwords import generate, why_not
from tests.teaming import (
    PASSWORDS,
    ROLES,
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
from tests.test_web import client_of, decide
from tests.test_web_api import Through


@pytest.fixture(scope="module")
def shared(sample_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TeamRoom]:
    """A room in which nothing is changed."""
    import shutil

    folder = tmp_path_factory.mktemp("team")
    shutil.copytree(sample_ledger.parent, folder, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        quick_hashes(patch)
        with team_room(folder / sample_ledger.name) as made:
            yield made


# ── Every route ──────────────────────────────────────────────────────────────────────────


def every_route() -> list[tuple[str, str]]:
    modules = [*PAGES, api]
    return [
        (method, route.path)
        for module in modules
        for route in module.router.routes
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]


def test_the_table_of_rights_has_every_route_and_no_other() -> None:
    assert {f"{method} {path}" for method, path in every_route()} == set(RIGHTS)
    assert len(RIGHTS) > 50


def asked(client: TestClient, method: str, path: str) -> int:
    address = path.replace("{id}", "1")
    status: int = client.request(method, address, follow_redirects=False).status_code
    return status


@pytest.mark.parametrize(("method", "path"), every_route())
def test_no_route_lets_in_whom_it_should_not(shared: TeamRoom, method: str, path: str) -> None:
    needed = RIGHTS[f"{method} {path}"].role
    stranger = shared.visitor()
    if needed is None:
        assert asked(stranger, method, path) not in (303, 401) or path == "/login/provider"
        return
    answer = stranger.request(method, path.replace("{id}", "1"), follow_redirects=False)
    if path.startswith("/api/") or path.endswith(".json"):
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
    else:
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")
    for name, role in ROLES.items():
        client = signed_in_once(shared, name)
        status = asked(client, method, path)
        if not role.may(needed):
            assert status == 403, name
        elif method == "GET":
            assert status not in (401, 403), name
        else:
            assert not lacks_the_role(client, method, path), name


def lacks_the_role(client: TestClient, method: str, path: str) -> bool:
    """Whether that is why a form without a token is refused."""
    answer = client.request(method, path.replace("{id}", "1"), follow_redirects=False)
    return "That takes" in answer.text


_SIGNED_IN: dict[tuple[int, str], TestClient] = {}


def signed_in_once(room: TeamRoom, name: str) -> TestClient:
    key = (id(room), name)
    if key not in _SIGNED_IN:
        _SIGNED_IN[key] = room.signed_in(name)
    return _SIGNED_IN[key]


@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/nowhere", "/docs", "/static"])
def test_what_is_no_route_of_ours_is_closed_to_strangers_too(shared: TeamRoom, path: str) -> None:
    answer = shared.visitor().get(path, follow_redirects=False)
    assert answer.status_code in (303, 401)


def test_a_strangers_page_needs_its_style_and_nothing_of_the_ledger(shared: TeamRoom) -> None:
    stranger = shared.visitor()
    page = stranger.get("/login").text
    style = re.search(r'href="(/static/room\.css[^"]*)"', page)
    assert style is not None
    assert stranger.get(style[1]).status_code == 200
    assert "glacier" not in page
    assert 'role="search"' not in page


def test_a_reader_is_shown_no_form_that_would_be_refused(shared: TeamRoom) -> None:
    reader, reviewer = signed_in_once(shared, "Tom"), signed_in_once(shared, "Ann")
    claim = reader.get("/search.json", params={"q": "lake"}).json()["found"][0]
    pages = ("/", "/review", f"/claims/{claim['card']['id']}", f"/readings/{claim['reading']}",
             "/speakers?name=Rennick")  # fmt: skip
    for path in pages:
        forms = re.findall(r'method="post" action="([^"]+)"', reader.get(path).text)
        routes = {re.sub(r"/[0-9a-f]{8,}/", "/{id}/", each) for each in forms}
        for each in routes:
            needed = RIGHTS[f"POST {each}"].role
            assert needed is None or Role.READER.may(needed), (path, each)
        assert 'href="/add"' not in reader.get(path).text
    assert "accepts" not in reader.get("/review").text
    assert f"/claims/{claim['card']['id']}/review" in reviewer.get(pages[2]).text


def test_the_room_of_one_user_has_no_accounts(ledger_copy: Path) -> None:
    with client_of(ledger_copy) as alone:
        assert alone.get("/").status_code == 200
        for path in ("/login", "/account", "/people", "/audit"):
            assert alone.get(path).status_code == 404
        assert "/account" not in alone.get("/").text


# ── Signing in and out ───────────────────────────────────────────────────────────────────


def test_one_signs_in_goes_on_where_one_wanted_and_signs_out(room: TeamRoom) -> None:
    client = room.visitor()
    sent_away = client.get("/search?q=lake&kind=opinion", follow_redirects=False)
    to = sent_away.headers["location"]
    assert to == "/login?to=/search%3Fq%3Dlake%26kind%3Dopinion"
    page = client.get(to).text
    assert field_of(page, "to") == "/search?q=lake&amp;kind=opinion"
    answer = sign_in(client, "  ilse ", PASSWORDS["Ilse"], "/search?q=lake&kind=opinion")
    assert answer.headers["location"] == "/search?q=lake&kind=opinion"
    assert "You review as <b>Ilse</b>" in client.get("/").text
    assert client.get("/login", follow_redirects=False).headers["location"] == "/"
    assert send(client, "/account", "/logout").headers["location"] == "/login"
    assert client.get("/", follow_redirects=False).status_code == 303
    acts = [each.act for each in room.audit(who="Ilse", limit=2)]
    assert acts == [Act.SIGNED_OUT, Act.SIGNED_IN]


def test_signing_out_everywhere_ends_the_other_browsers(room: TeamRoom) -> None:
    here, there, other = (room.signed_in(name) for name in ("Ann", "Ann", "Tom"))
    assert len(here.get("/account.json").json()["sessions"]) == 2
    send(here, "/account", "/logout/everywhere")
    assert there.get("/desk.json").status_code == 401
    assert other.get("/desk.json").status_code == 200


def test_a_session_ends_when_it_is_idle_and_in_the_end(room: TeamRoom) -> None:
    client = room.signed_in("Ann")
    for _ in range(13):  # in use all the time
        room.clock.now += 11 * 3600
        assert client.get("/desk.json").status_code == 200
    room.clock.now += 13 * 3600
    assert client.get("/desk.json").status_code == 401
    client = room.signed_in("Ann")
    statuses = []
    for _ in range(16):  # a week and a third, never idle
        room.clock.now += 11 * 3600
        statuses.append(client.get("/desk.json").status_code)
    assert statuses == [200] * 15 + [401]


def test_a_script_is_told_where_to_sign_in(shared: TeamRoom) -> None:
    """htmx follows `HX-Redirect`; a login form in the place of a card would be no help."""
    stranger = shared.visitor()
    answer = stranger.post(
        "/claims/x/review",
        headers={"HX-Request": "true", "HX-Current-URL": "http://127.0.0.1:8411/review?after=2"},
    )
    assert answer.headers["hx-redirect"] == "/login?to=/review%3Fafter%3D2"


def test_reviews_carry_the_name_of_who_decides(room: TeamRoom, ledger_copy: Path) -> None:
    ann = room.signed_in("Ann")
    claim = ann.get("/search.json", params={"q": "lake"}).json()["found"][0]["card"]["id"]
    decide(ann, claim, "accept")
    with Ledger.open(ledger_copy) as ledger:
        assert [each.who for each in ledger.reviews(claim)] == ["Ann"]
    (entry,) = room.audit(act=Act.REVIEWED)
    assert (entry.who, entry.about, entry.detail) == ("Ann", claim, "accept")


def test_pages_that_are_added_stand_in_the_audit(room: TeamRoom) -> None:
    ann = room.signed_in("Ann")
    answer = send(ann, "/add", "/add", text="Tom Ek said the bridge was shut.")
    job = answer.headers["location"].rpartition("/")[2]
    (entry,) = room.audit(act=Act.PAGES_ADDED)
    # Nothing of the page itself: it may have to be forgotten, and the audit does not forget.
    assert (entry.who, entry.about, entry.detail) == ("Ann", job, "")
    assert ann.get(f"/jobs/{job}.json").json()["job"]["who"] == "Ann"


def test_an_admin_forgets_a_page_and_the_audit_says_why(room: TeamRoom, ledger_copy: Path) -> None:
    ilse = room.signed_in("Ilse")
    reading = ilse.get("/search.json", params={"q": "lake"}).json()["found"][0]["reading"]
    page = ilse.get(f"/readings/{reading}.json").json()["page"]
    way = f"/readings/{reading}/forget"
    assert f'href="{way}"' in ilse.get(f"/readings/{reading}").text
    assert f'href="{way}"' not in room.signed_in("Ann").get(f"/readings/{reading}").text
    assert send(ilse, way, way, reason=" ").status_code == 422
    assert ilse.get(way).status_code == 200
    assert send(ilse, way, way, reason="asked for by its author").headers["location"] == "/"
    assert ilse.get(f"/readings/{reading}").status_code == 404
    (entry,) = room.audit(act=Act.PAGE_FORGOTTEN)
    assert (entry.who, entry.about, entry.detail) == ("Ilse", page, "asked for by its author")
    other = ilse.get("/desk.json").json()["latest"][0]["id"]
    forget(
        ilse.get(f"/readings/{other}.json").json()["page"],
        reason="a mistake",
        ledger=str(ledger_copy),
    )
    assert [each.detail for each in room.audit(act=Act.PAGE_FORGOTTEN)] == [
        "a mistake", "asked for by its author",
    ]  # fmt: skip
    with Ledger.open(ledger_copy) as ledger:
        assert list(ledger.verify()) == []


def test_what_is_forgotten_while_it_is_read_stands_in_the_audit_too(
    room: TeamRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SQLite, "settle", lambda self: False)
    ilse = room.signed_in("Ilse")
    way = f"/readings/{ilse.get('/desk.json').json()['latest'][0]['id']}/forget"
    assert send(ilse, way, way, reason="asked for").headers["location"] == "/"
    assert "forget it again" in ilse.get("/").text
    (entry,) = room.audit(act=Act.PAGE_FORGOTTEN)
    assert (entry.who, entry.detail) == ("Ilse", "asked for")


# ── Accounts ─────────────────────────────────────────────────────────────────────────────


def test_an_admin_adds_somebody_who_chooses_a_password(room: TeamRoom) -> None:
    ilse = room.signed_in("Ilse")
    shown = send(ilse, "/people", "/people", name="Vera Lund", role="reviewer")
    first = once(shown.text)
    assert first not in ilse.get("/people").text
    vera = room.visitor()
    assert sign_in(vera, "vera lund", first).status_code == 303
    assert vera.get("/review", follow_redirects=False).headers["location"] == "/account"
    assert vera.get("/desk.json").status_code == 403
    page = vera.get("/account").text
    assert "Choose a password of your own" in page
    assert "/account/tokens" not in page
    new = "rain on a tin roof"
    refused = send(vera, "/account", "/account/password", current=first, new="password1234")
    assert refused.status_code == 422
    send(vera, "/account", "/account/password", current=first, new=new)
    assert vera.get("/review", follow_redirects=False).status_code == 200
    assert sign_in(room.visitor(), "Vera Lund", first).status_code == 403
    assert sign_in(room.visitor(), "Vera Lund", new).status_code == 303


def test_a_changed_password_ends_all_sessions_but_this_one(room: TeamRoom) -> None:
    here, there = room.signed_in("Ann"), room.signed_in("Ann")
    wrong = send(here, "/account", "/account/password", current="not this one!", new="x" * 20)
    assert wrong.status_code == 403
    send(here, "/account", "/account/password", current=PASSWORDS["Ann"], new="six wet oars dry")
    assert here.get("/desk.json").status_code == 200
    assert there.get("/desk.json").status_code == 401


def test_a_new_role_holds_from_the_next_request(room: TeamRoom) -> None:
    ilse, ann = room.signed_in("Ilse"), room.signed_in("Ann")
    assert ann.get("/add").status_code == 200
    send(ilse, "/people", f"/people/{room.accounts.get('Ann').id}/role", role="reader")
    assert ann.get("/add").status_code == 403
    (entry,) = room.audit(act=Act.ROLE_CHANGED)
    assert (entry.who, entry.about, entry.detail) == ("Ilse", "Ann", "reviewer to reader")


def test_there_is_always_an_admin(room: TeamRoom) -> None:
    ilse, own = room.signed_in("Ilse"), f"/people/{room.accounts.get('Ilse').id}"
    for path, sent in ((f"{own}/role", {"role": "reader"}), (f"{own}/disable", {})):
        answer = send(ilse, "/people", path, **sent)
        assert answer.status_code == 422
        assert "is the last admin" in answer.text
    assert room.accounts.get("Ilse").role is Role.ADMIN
    assert not room.accounts.get("Ilse").disabled
    assert send(ilse, "/people", f"{own}/password").status_code == 409


def test_an_account_beyond_every_number_is_not_there(room: TeamRoom) -> None:
    ilse = room.signed_in("Ilse")
    for beyond in (10**30, 2**53):
        for act in ("role", "password", "disable", "enable"):
            answer = send(ilse, "/people", f"/people/{beyond}/{act}", role="reader")
            assert answer.status_code == 422, act


def test_names_belong_to_one_person_however_they_are_written(room: TeamRoom) -> None:
    ilse = room.signed_in("Ilse")
    for name in ("ANN", " ann ", "\uff21nn", ""):
        assert send(ilse, "/people", "/people", name=name, role="reader").status_code == 422
    send(ilse, "/people", f"/people/{room.accounts.get('Ann').id}/disable")
    assert send(ilse, "/people", "/people", name="Ann", role="admin").status_code == 422


@pytest.mark.parametrize(
    "password",
    ["short pass 1", "password1234", "Password2026!", "P@ssw0rd!2024", "qwertyuiop12",
     "123456789012", "abcdefghijklm", "passwordpassword", "iloveyou!!!!!", "aaaaaaaaaaaaaa",
     "correct horse battery staple", "1q2w3e4r5t6y", "Vera-Lund 1999", "x" * 201],
)  # fmt: skip
def test_a_password_that_is_soon_guessed_is_refused(password: str) -> None:
    assert why_not(password[:11] if password.startswith("short") else password, "Vera Lund")


@pytest.mark.parametrize("password", [*PASSWORDS.values(), "password of the lighthouse", "пять чаек"
                                      " на молу", "Zq7-mm2-Rt9-w"])  # fmt: skip
def test_a_long_one_is_taken(password: str) -> None:
    assert why_not(password, "Vera Lund") is None


def test_a_password_that_is_made_is_taken_and_never_the_same() -> None:
    made = {generate() for _ in range(50)}
    assert len(made) == 50
    assert [each for each in made if why_not(each, "Ann")] == []


# ── Tokens ───────────────────────────────────────────────────────────────────────────────


def test_a_token_is_shown_once_works_and_is_revoked(room: TeamRoom) -> None:
    ann = room.signed_in("Ann")
    shown = send(ann, "/account", "/account/tokens", name="digest", role="reviewer")
    secret = once(shown.text)
    assert secret not in ann.get("/account").text
    program = bearer(room, secret)
    claim = program.get("/api/v1/claims", params={"q": "lake"}).json()["items"][0]["id"]
    made = program.post(f"/api/v1/claims/{claim}/reviews", json={"action": "accept"})
    assert made.json()["who"] == "Ann"
    (entry,) = room.audit(act=Act.REVIEWED)
    assert entry.detail == "accept (token: digest)"
    (token,) = ann.get("/account.json").json()["tokens"]
    assert token["used_at"]
    send(ann, "/account", f"/account/tokens/{token['id']}/revoke")
    assert program.get("/api/v1/claims").status_code == 401
    assert "revoked" in ann.get("/account").text


def test_the_openapi_document_says_that_it_takes_a_token(
    shared: TeamRoom, sample_ledger: Path
) -> None:
    """So that clients made from it send one, and try-out pages ask for it."""
    document = signed_in_once(shared, "Tom").get("/api/v1/openapi.json").json()
    (name,) = document["security"][0]
    scheme = document["components"]["securitySchemes"][name]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    with client_of(sample_ledger) as alone:
        document = alone.get("/api/v1/openapi.json").json()
    assert "security" not in document
    assert "securitySchemes" not in document["components"]


def test_the_client_sends_its_token(room: TeamRoom) -> None:
    ann = room.signed_in("Ann")
    secret = once(send(ann, "/account", "/account/tokens", name="c", role="reader").text)
    through = Through(room.visitor())
    with Client(room.terms.origin, token=secret, transport=through) as client:
        assert client.search("lake")
    with Client(room.terms.origin, transport=through) as client:
        with pytest.raises(RoomError, match="Sign in") as refused:
            client.search("lake")
        assert refused.value.status == 401


def test_a_token_may_not_do_more_than_its_owner_by_now(room: TeamRoom) -> None:
    ann = room.signed_in("Ann")
    for role in ("reader", "reviewer"):
        secret = once(send(ann, "/account", "/account/tokens", name=role, role=role).text)
        program = bearer(room, secret)
        status = program.post("/api/v1/pages", json={}).status_code
        assert status == (403 if role == "reader" else 422)
    room.accounts.change_role(TESTS, "Ann", Role.READER)
    assert program.post("/api/v1/pages", json={}).status_code == 403
    assert program.get("/api/v1/claims").status_code == 200


# ── The audit ────────────────────────────────────────────────────────────────────────────


def test_the_audit_is_searched_by_person_and_act(room: TeamRoom) -> None:
    ilse = room.signed_in("Ilse")
    room.signed_in("Ann", "10.0.0.7")
    sign_in(room.visitor("10.0.0.8"), "Ann", "wrong wrong wrong")
    sign_in(room.visitor(), "hunter2 hunter2", "typed in the wrong field")
    found = ilse.get("/audit.json", params={"who": "Ann", "act": "signed in"}).json()["entries"]
    assert [(each["who"], each["address"]) for each in found] == [("Ann", "10.0.0.7")]
    failed = ilse.get("/audit.json", params={"act": "sign-in failed"}).json()["entries"]
    assert [(each["who"], each["about"]) for each in failed] == [("", ""), ("", "Ann")]
    assert "hunter2" not in ilse.get("/audit").text
    page = ilse.get("/audit", params={"who": "Ann"}).text
    assert "10.0.0.8" in page
    assert "Nothing of that kind" in ilse.get("/audit", params={"who": "nobody"}).text


def test_the_audit_goes_on_where_a_page_ended(room: TeamRoom) -> None:
    ilse = room.signed_in("Ilse")
    for number in range(60):
        room.accounts.add(TESTS, f"Reader {number}", Role.READER, password=PASSWORDS["Tom"])
    seen, before = list[int](), None
    while True:
        page = ilse.get("/audit.json", params={"before": before} if before else {}).json()
        seen += [each["id"] for each in page["entries"]]
        before = page["before"]
        if before is None:
            break
    assert len(seen) == len(set(seen)) == len(room.audit(limit=1000)) > 60
    assert 'rel="next"' in ilse.get("/audit").text
