"""The API and its client; the curl lines of docs/web.md are run as they stand there."""

from __future__ import annotations

import json
import re
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest
from fastapi.testclient import TestClient

from reportedly.client import Client, RoomError
from reportedly.ledger import backends
from reportedly.web.rates import Rates
from tests.test_web import client_of, decide, found

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads(
    (ROOT / "src/reportedly/exchange/reading.schema.json").read_text(encoding="utf-8")
)


class Through(httpx.BaseTransport):
    """Requests of our client, answered by an application in the same process."""

    def __init__(self, room: TestClient) -> None:
        self._room = room

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        answer = self._room.request(
            request.method, path, content=request.read(), headers=dict(request.headers)
        )
        kept = {k: v for k, v in answer.headers.items() if k != "content-length"}
        return httpx.Response(answer.status_code, headers=kept, content=answer.content)


@pytest.fixture
def room(ledger_copy: Path) -> Iterator[TestClient]:
    with client_of(ledger_copy) as served:
        yield served


@pytest.fixture
def client(room: TestClient) -> Iterator[Client]:
    with Client("http://127.0.0.1:8411", transport=Through(room)) as made:
        yield made


def test_readings_come_whole_and_as_their_schema_has_them(client: Client) -> None:
    readings = list(client.readings())
    assert len(readings) == 5
    for each in readings:
        jsonschema.validate(each, SCHEMA)
        assert client.reading(each["id"])["id"] == each["id"]


def test_a_reading_comes_by_what_its_page_is_known_by(client: Client, room: TestClient) -> None:
    for each in room.get("/api/v1/readings").json()["items"]:
        reading = client.reading(each["id"])
        for known in filter(None, (reading["page"]["url"], reading["page"]["origin"])):
            assert "/" in known
            assert client.reading(known) == reading


def test_lists_go_on_where_a_page_ended(room: TestClient) -> None:
    for path in ("readings", "claims", "findings"):
        seen, after = [], None
        for _ in range(100):
            answer = room.get(f"/api/v1/{path}", params={"limit": 2, "after": after} if after
                              else {"limit": 2}).json()  # fmt: skip
            seen += [json.dumps(each, sort_keys=True) for each in answer["items"]]
            after = answer["after"]
            if after is None:
                break
        assert after is None
        assert len(seen) == len(set(seen)) > 2


def test_claims_stream_and_search_agrees(client: Client) -> None:
    denied = list(client.claims(certainty=["denied"]))
    assert {each["claim"]["certainty"] for each in denied} == {"denied"}
    assert client.facets(certainty=["denied"])["counted"] == len(denied)
    assert client.search("lake", named=True)[0]["snippet"]["marks"]


def test_a_review_by_program_and_a_conflict(client: Client, room: TestClient) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    state = client.claim(claim)["state"]
    assert client.review(claim, "correct", field="certainty", value="denied")["who"] == "Ann"
    with pytest.raises(RoomError) as refused:
        client.review(claim, "accept", based_on=state)
    assert refused.value.status == 409
    client.review(claim, "accept", based_on=client.claim(claim)["state"])
    assert client.claim(claim)["review"]["status"] == "accepted"
    actions = [
        each["action"] for each in room.get(f"/api/v1/claims/{claim}/reviews").json()["items"]
    ]
    assert actions == ["correct", "accept"]


def test_every_field_of_a_claim_can_be_corrected_by_program(
    client: Client, room: TestClient
) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    chain = '[{"name": "Berit Oldam", "type": "person", "mention": [0, 4]}]'
    figures = '[{"span": [0, 4], "value": 12, "unit": "boats"}]'
    given = {"content": "[[0, 9]]", "chain": chain, "quantities": figures, "factuality": "1.5",
             "certainty": "denied", "kind": "promise", "quotation": "mixed"}  # fmt: skip
    for field, value in given.items():
        client.review(claim, "correct", field=field, value=value)
    kept = client.claim(claim)
    assert set(kept["review"]["corrected"]) == set(given)
    assert kept["speakers"][0]["name"] == "Berit Oldam"
    assert kept["claim"]["content"] == [[0, 9]]


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("content", "the lake", "must be JSON"),
        ("quantities", "[" * 2000, "must be JSON"),
        ("certainty", "perhaps", "it is one of asserted, probable"),
        ("factuality", "very", "a number between -3 and 3"),
    ],
)
def test_what_a_field_cannot_have_is_told_in_words(
    client: Client, room: TestClient, field: str, value: str, why: str
) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    with pytest.raises(RoomError, match=why) as refused:
        client.review(claim, "correct", field=field, value=value)
    assert refused.value.status == 422


def test_a_decision_is_taken_back_by_its_id_and_brought_back(
    client: Client, room: TestClient
) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    first = client.review(claim, "tag", value="to check")
    client.review(claim, "accept")
    undone = client.undo(first["id"])
    assert client.claim(claim)["review"] == {
        "status": "accepted", "corrected": [], "tags": [], "notes": [],
    }  # fmt: skip
    client.undo(undone["id"])
    assert client.claim(claim)["review"]["tags"] == ["to check"]
    assert [each["action"] for each in client.reviews(claim)] == ["tag", "accept", "undo", "undo"]
    with pytest.raises(RoomError) as refused:
        client.undo("f" * 64)
    assert refused.value.status == 404


def test_traces_come_by_id_and_by_words(client: Client, room: TestClient) -> None:
    hit = found(room, "lake")[0]
    trace = client.trace(claim=hit["card"]["id"])
    assert hit["card"]["id"] in [each["claim"] for each in trace["pages"]]
    assert client.trace(words=hit["card"]["text"])["pages"]
    with pytest.raises(RoomError, match="Which claim"):
        client.trace()


def test_searches_are_saved_and_tell_what_is_new(client: Client) -> None:
    kept = client.save_search("Rain", "rained", certainty=["asserted", "possible"])
    assert [each["name"] for each in client.searches()] == ["Rain"]
    job = client.add(text="Warden Tom Ek said it rained. Ole Brun said it snowed.", ready=True)
    client.wait(job, every=0.1)
    assert client.searches()[0]["new"] == 1
    assert "rained" in client.news(kept["id"])[0]["claim"]["text"]
    assert client.news(kept["id"]) == []
    client.delete_search(kept["id"])
    assert client.searches() == []


def test_pages_are_added_by_program(client: Client) -> None:
    job = client.wait(client.add(text="Tom Ek said the bridge was shut.", title="Shut"), every=0.1)
    assert job["tally"]["added"] == 1
    assert client.reading(job["pages"][0][0])["article"]["title"] == "Shut"
    with pytest.raises(RoomError, match="Nothing to add"):
        client.add()


def test_problems_are_those_of_rfc_9457(room: TestClient) -> None:
    asked: list[tuple[int, str, str, dict[str, Any]]] = [
        (404, "GET", "claims/none", {}),
        (404, "GET", "nothing", {}),
        (422, "GET", "claims?limit=0", {}),
        (422, "GET", "claims?after=x", {}),
        (422, "POST", "claims/none/reviews", {"json": {"action": "accept", "more": 1}}),
        (405, "DELETE", "claims", {}),
    ]
    for status, method, path, more in asked:
        answer = room.request(method, f"/api/v1/{path}", **more)
        assert answer.headers["content-type"] == "application/problem+json", path
        body = answer.json()
        assert body["status"] == answer.status_code, path
        assert body["title"], path
        if path != "claims?after=x":
            assert answer.status_code == status, path


def test_a_ledger_that_another_program_writes_to_is_unavailable(
    ledger_copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "_PATIENCE", 0)
    with client_of(ledger_copy) as room:
        way = f"/api/v1/claims/{found(room, 'lake')[0]['card']['id']}/reviews"
        with closing(sqlite3.connect(ledger_copy, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            answer = room.post(way, json={"action": "accept"})
            assert (answer.status_code, answer.json()["kind"]) == (503, "unavailable")
            assert "try again" in answer.json()["detail"]
            other.execute("ROLLBACK")
        assert room.post(way, json={"action": "accept"}).is_success


def test_another_sites_form_cannot_use_the_api(room: TestClient) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    plain = room.post(
        f"/api/v1/claims/{claim}/reviews",
        content='{"action": "accept"}',
        headers={"Content-Type": "text/plain"},
    )
    assert plain.status_code == 422
    crossing = {"Origin": "https://evil.example"}
    sent = {"action": "accept"}
    answer = room.post(f"/api/v1/claims/{claim}/reviews", json=sent, headers=crossing)
    assert answer.status_code == 403
    assert room.get(f"/api/v1/claims/{claim}/reviews").json()["items"] == []


def test_who_asks_too_much_has_to_wait() -> None:
    now = 0.0
    rates = Rates(rate=2, burst=3, clock=lambda: now)
    assert [rates.take("a") for _ in range(4)] == [0, 0, 0, 1]
    assert rates.take("b") == 0
    now = 0.5
    assert [rates.take("a") for _ in range(2)] == [0, 1]


def test_a_decision_in_the_browser_is_seen_through_the_api(
    client: Client, room: TestClient
) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    decide(room, claim, "tag", value="to check")
    assert client.claim(claim)["review"]["tags"] == ["to check"]


def test_the_document_has_examples_and_every_operation(room: TestClient) -> None:
    document = room.get("/api/v1/openapi.json").json()
    assert set(document["paths"]) >= {"/api/v1/claims", "/api/v1/readings/{id}", "/api/v1/pages"}
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert document["components"]["schemas"]["Decision"]["examples"]


# ── The docs ─────────────────────────────────────────────────────────────────────────────

CURLS = re.findall(
    r"^curl .+$", (ROOT / "docs" / "web.md").read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.mark.parametrize("line", CURLS)
def test_the_curl_lines_of_the_docs_work(room: TestClient, line: str) -> None:
    claim = found(room, "lake")[0]["card"]["id"]
    words = shlex.split(line.replace("CLAIM", claim))
    if "REVIEW" in line:
        decide(room, claim, "accept")
        reviews = room.get(f"/api/v1/claims/{claim}/reviews").json()["items"]
        words = [each.replace("REVIEW", reviews[-1]["id"]) for each in words]
    if "SEARCH" in line:
        saved = room.post("/api/v1/searches", json={"name": "Lake", "address": "q=lake"}).json()
        words = [each.replace("SEARCH", str(saved["id"])) for each in words]
    address = next(word for word in words if word.startswith("http"))
    headers = dict(w.split(": ", 1) for f, w in pairwise(words) if f == "-H")
    body = next((w for f, w in pairwise(words) if f == "-d"), None)
    answer = room.request(
        next((w for f, w in pairwise(words) if f == "-X"), "GET" if body is None else "POST"),
        address.removeprefix("http://127.0.0.1:8411"),
        headers=headers,
        content=body,
    )
    assert answer.status_code in (200, 201, 202, 204), answer.text


def test_there_are_curl_lines() -> None:
    assert len(CURLS) >= 5
