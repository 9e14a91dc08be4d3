"""Attacks on the reading room of one user: each is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from reportedly.data import Form, Given, Page
from reportedly.ledger import Ledger, Query
from reportedly.reading import read
from reportedly.web.exporting import stream
from reportedly.web.house import house_of
from tests.test_web import client_of, field, found


@pytest.fixture(scope="module")
def room(sample_ledger: Path) -> Iterator[TestClient]:
    with client_of(sample_ledger) as client:
        yield client


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8411", "127.0.0.1.evil.example", ""]
)
def test_a_name_pointed_at_this_machine_is_refused(room: TestClient, host: str) -> None:
    assert room.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8411", "127.0.0.1:9", "[::1]:8411", "LOCALHOST"])
def test_our_own_names_are_not(room: TestClient, host: str) -> None:
    assert room.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_of_another_site_is_refused(room: TestClient, headers: dict[str, str]) -> None:
    token = field(room.get("/").text, "token")
    sent = {"theme": "dark", "token": token}
    assert room.post("/theme", data=sent, headers=headers).status_code == 403
    assert room.post("/theme", data=sent).status_code == 200


def test_a_form_without_our_token_is_refused(room: TestClient) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    stranger = client_token(room)
    for token in ("", "0" * 64, stranger):
        answer = room.post(f"/claims/{claim}/review", data={"action": "accept", "token": token})
        assert answer.status_code == 403


def client_token(room: TestClient) -> str:
    """A token that was given to another browser."""
    other = TestClient(room.app, base_url=str(room.base_url))
    return field(other.get("/").text, "token")


def test_another_site_can_link_to_a_page_but_not_use_it(room: TestClient) -> None:
    crossing = {"Sec-Fetch-Site": "cross-site"}
    assert room.get("/", headers=crossing | {"Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert (
        room.get("/search.json", headers=crossing | {"Sec-Fetch-Mode": "no-cors"}).status_code
        == 403
    )


@pytest.mark.parametrize("path", ["/", "/static/room.css", "/desk.json", "/nowhere", "/claims/x"])
def test_every_answer_carries_the_policy(room: TestClient, path: str) -> None:
    headers = room.get(path).headers
    policy = dict(each.split(" ", 1) for each in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/", "/search", "/review", "/nowhere"])
def test_no_page_has_script_or_style_within_it(room: TestClient, path: str) -> None:
    html = room.get(path).text
    assert not re.search(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", html)
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)


def test_the_way_back_leads_to_no_other_site(room: TestClient) -> None:
    token = field(room.get("/").text, "token")
    for back in ("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", ""):
        sent = {"theme": "dark", "token": token, "back": back}
        answer = room.post("/theme", data=sent, follow_redirects=False)
        assert answer.headers["location"] == "/"


def test_whoever_asks_for_the_head_gets_that_of_the_page(room: TestClient) -> None:
    for path in ("/", "/api/v1/claims?limit=1", "/claims/none", "/static/room.css"):
        head, whole = room.head(path), room.get(path)
        assert head.status_code == whole.status_code
        assert head.headers["content-length"] == whole.headers["content-length"]
        assert head.content == b""


def test_a_body_that_is_too_large_is_refused(ledger_copy: Path) -> None:
    from reportedly.limits import Limits

    with client_of(ledger_copy, limits=Limits(size=1000)) as client:
        token = field(client.get("/").text, "token")
        answer = client.post("/theme", data={"theme": "dark", "token": token, "back": "x" * 5000})
        assert answer.status_code == 413


ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
HOSTILE = (
    'Headline <script>alert(1)</script>\n\nMayor Ilse Varga said the "<img src=x onerror=alert(1)>'
    '\u202egnippilf\u202c bridge" was safe.\x1b[31m It {{ 7*7 }} held 1,200 cars, she said.'
)


def test_markup_in_a_page_is_text_in_ours(tmp_path: Path) -> None:
    given = Given(title="<b>Bold</b>\u202e", site="<i>site</i>", byline=("<u>x</u>",))
    page = Page(
        HOSTILE.encode(), HOSTILE, Form.TEXT, "text/plain", "<s>origin</s>",
        url="javascript:alert(1)", given=given,
    )  # fmt: skip
    path = tmp_path / "hostile.db"
    with Ledger.open(path) as ledger:
        ledger.add([read(page)])
    with client_of(path) as client:
        entry = client.get("/desk.json").json()["latest"][0]
        claim = found(client, "bridge")[0]["card"]["id"]
        for way in ("/", f"/readings/{entry['id']}?voice=all", f"/claims/{claim}", "/review",
                    "/search?q=bridge", "/search?view=table"):  # fmt: skip
            html = client.get(way).text
            assert not re.search(r"<(script>|img|b>Bold|i>site|u>x|s>origin)", html), way
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html), (
                way
            )
            assert "javascript:" not in html, way
        assert "{{ 7*7 }}" in client.get(f"/readings/{entry['id']}?voice=all").text


def test_no_cell_of_an_export_is_a_formula(tmp_path: Path) -> None:
    text = 'Ilse Varga said "=HYPERLINK(A1)" was the only note, and "@SUM(1)" the other one.'
    page = Page(text.encode(), text, Form.TEXT, "text/plain", "=origin", given=Given(title="+1"))
    path = tmp_path / "formula.db"
    with Ledger.open(path) as ledger:
        ledger.add([read(page)])
    with client_of(path) as client:
        rows = list(csv.reader(io.StringIO(client.get("/search/export?format=csv").text)))
    cells = [cell for row in rows[1:] for cell in row]
    assert "'=origin" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


def test_who_reads_an_export_slowly_keeps_nobody_waiting(room: TestClient) -> None:
    """Each that is on its way has a ledger of its own, and there are not endlessly many."""
    house = house_of(Request({"type": "http", "app": room.app}))
    slow = [stream(house, Query(), "csv") for _ in range(8)]
    for each in slow:
        next(each)
    assert room.get("/search").status_code == 200
    lines = {"Accept": "application/jsonl"}
    for path, headers in (("/search/export", {}), ("/api/v1/claims", lines)):
        refused = room.get(path, headers=headers)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "10"
    for each in slow:
        each.close()
    assert len(room.get("/api/v1/claims", headers=lines).text.splitlines()) > 10
    assert room.get("/search/export").status_code == 200


def test_the_address_of_the_ledger_stands_in_no_command(ledger_copy: Path) -> None:
    """That of a database may have a password in it, and all users of a machine see commands."""
    with client_of(ledger_copy) as client:
        token = field(client.get("/add").text, "token")
        client.post("/add", data={"token": token, "text": "Tom Ek said the bridge was shut."})
        workers = [each for each in psutil.Process().children() if each.is_running()]
        commands = [" ".join(each.cmdline()) for each in workers]
        (worker,) = [each for each in commands if "reportedly.web.worker" in each]
        assert ledger_copy.name not in worker
