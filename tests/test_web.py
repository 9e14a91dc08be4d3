"""The reading room's pages, as a browser without scripts has them."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from reportedly.cli.serving import listen
from reportedly.data import FactCheck
from reportedly.ledger import Ledger, Query
from reportedly.web import Premises, create_app

HERE = "http://127.0.0.1:8411"


def client_of(ledger: Path, **more: Any) -> TestClient:
    app = create_app(Premises(str(ledger), reviewer="Ann", **more))
    return TestClient(app, base_url=HERE, raise_server_exceptions=False)


@pytest.fixture(scope="module")
def room(sample_ledger: Path) -> Iterator[TestClient]:
    """A room that is only read in."""
    with client_of(sample_ledger) as client:
        yield client


@pytest.fixture
def desk(ledger_copy: Path) -> Iterator[TestClient]:
    """A room of which a test may change the ledger."""
    with client_of(ledger_copy) as client:
        yield client


def found(client: TestClient, words: str, **more: str) -> list[dict[str, Any]]:
    answer = client.get("/search.json", params={"q": words, **more})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["found"])


def field(page: str, name: str) -> str:
    """The value of the first field of a form that has this name."""
    match = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert match is not None, f"no field {name}"
    return match[1]


def decide(client: TestClient, claim: str, action: str, **more: str) -> Any:
    """Sends the form on the page of a claim, as a browser would."""
    page = client.get(f"/claims/{claim}").text
    sent = {name: field(page, name) for name in ("token", "state", "back")}
    return client.post(f"/claims/{claim}/review", data=sent | {"action": action, **more})


# ── Pages ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path", ["/", "/search", "/search?q=lake&view=table", "/searches", "/review"]
)
def test_every_page_is_there_and_says_so_in_its_title(room: TestClient, path: str) -> None:
    answer = room.get(path)
    assert answer.status_code == 200
    assert "· Reportedly</title>" in answer.text
    assert "None" not in re.sub(r"<[^>]*>", "", answer.text)


def test_the_desk_lists_what_came_in_and_what_to_look_at(room: TestClient) -> None:
    desk = room.get("/desk.json").json()
    titles = [each["title"] for each in desk["latest"]]
    assert "Villagers told to leave as glacier lake rises" in titles
    severities = [each["finding"]["severity"] for each in desk["notices"]]
    order = ["serious", "warning", "info"]
    assert severities == sorted(severities, key=order.index)
    assert severities


def test_a_reading_shows_every_code_point_of_its_text_in_its_place(room: TestClient) -> None:
    for entry in room.get("/desk.json").json()["latest"]:
        page = room.get(f"/readings/{entry['id']}.json").json()
        for part in page["flow"]:
            for segment in part.get("segments", ()):
                start = segment["at"]
                assert page["text"][start : start + len(segment["text"])] == segment["text"]
        shown = "".join(s["text"] for part in page["flow"] for s in part.get("segments", ()))
        assert "".join(shown.split()) == "".join(page["text"].split())


def test_statements_are_tied_to_their_cards_both_ways(room: TestClient) -> None:
    reading = found(room, "lake")[0]["reading"]
    html = room.get(f"/readings/{reading}").text
    to_cards = set(re.findall(r'class="ref" id="text-[^"]+" href="#(card-[0-9a-f]+)"', html))
    to_words = set(re.findall(r'class="number" href="#(text-[^"]+)"', html))
    assert to_cards == set(re.findall(r'<article class="card[^"]*" id="([^"]+)"', html))
    assert to_words == set(re.findall(r'class="ref" id="([^"]+)"', html))
    assert to_cards


def test_own_voice_is_shown_when_asked_for(room: TestClient) -> None:
    reading = found(room, "lake")[0]["reading"]
    some = room.get(f"/readings/{reading}.json").json()
    everything = room.get(f"/readings/{reading}.json", params={"voice": "all"}).json()
    cards = [each for part in everything["flow"] for each in part.get("cards", ())]
    assert some["hidden"] > 0
    assert everything["hidden"] == 0
    assert any(not each["steps"] for each in cards)


def test_furniture_is_folded_in_its_place(room: TestClient) -> None:
    entry = next(
        each
        for each in room.get("/desk.json").json()["latest"]
        if each["origin"].endswith("harbour-volunteers.txt")
    )
    page = room.get(f"/readings/{entry['id']}.json").json()
    shown = [
        " ".join(each["text"] for each in part.get("segments", ()))
        or f"folded: {part['blocks'][0][1]}"
        for part in page["flow"]
    ]
    place = next(i for i, text in enumerate(shown) if text.startswith("folded: READ ALSO"))
    assert "We have received no letter" in shown[place - 1]
    assert "60 per cent" in shown[place + 1]
    html = room.get(f"/readings/{entry['id']}").text.partition("READ ALSO")[0]
    assert html.rindex("<details") > html.rindex("</details>")


def test_search_takes_filters_and_goes_on_where_a_page_ended(room: TestClient) -> None:
    assert {each["card"]["certainty"] for each in found(room, "", certainty="denied")} == {"denied"}
    first = room.get("/search").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = room.get("/search" + following[1].replace("&amp;", "&")).text
    ids = [set(re.findall(r'id="card-([0-9a-f]+)"', page)) for page in (first, second)]
    assert len(ids[0]) == 20
    assert not ids[0] & ids[1]


def test_a_filter_that_cannot_be_says_so(room: TestClient) -> None:
    for name, value in (("since", "yesterday"), ("more_than", "many"), ("certainty", "sure")):
        answer = room.get("/search", params={name: value})
        assert answer.status_code == 422
        problem = room.get("/search.json", params={name: value})
        assert problem.headers["content-type"] == "application/problem+json"
        assert problem.json()["status"] == 422


def test_what_is_not_there_is_told_as_a_page_and_as_a_problem(room: TestClient) -> None:
    assert room.get("/claims/nobody").status_code == 404
    assert "no such claim" in room.get("/claims/nobody").text
    assert "<h1>Not here</h1>" in room.get("/claims/nobody").text
    problem = room.get("/claims/nobody.json")
    assert problem.status_code == 404
    assert problem.json()["kind"] == "not-in-ledger"
    assert room.get("/nowhere").status_code == 404
    assert "There is nothing at this address." in room.get("/nowhere").text


@pytest.mark.parametrize("address", ["/desk.json", "/api/v1/readings", "/api/v1/reviews"])
def test_a_bookmark_beyond_every_key_is_not_there(room: TestClient, address: str) -> None:
    assert room.get(address, params={"after": "9" * 20}).status_code == 404


def test_json_is_not_sent_again_to_who_has_it(room: TestClient) -> None:
    first = room.get("/desk.json")
    again = room.get("/desk.json", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("format", ["csv", "jsonl", "annotations", "schema.org"])
def test_exactly_what_was_found_is_exported(room: TestClient, format: str) -> None:
    wanted = {"certainty": "denied"}
    answer = room.get("/search/export", params=wanted | {"format": format})
    assert answer.headers["content-disposition"].startswith("attachment")
    facets = room.get("/search.json", params=wanted).json()["facets"]
    lines = answer.text.splitlines()
    assert len(lines) == facets["counted"] + (format == "csv")
    assert facets["certainty"] == [["denied", facets["counted"]]]


def test_what_is_answered_leaves_at_once() -> None:
    """Not only once the browser has confirmed the piece before, 40 ms later."""
    with listen(0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


# ── Beyond its page ──────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def story(story_ledger: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder = tmp_path_factory.mktemp("told")
    shutil.copytree(story_ledger.parent, folder, dirs_exist_ok=True)
    with Ledger.open(folder / story_ledger.name) as ledger:
        claim = "The ministry will send 2,000 volunteers to guard the Sarn pipeline"
        url, verdict = "https://checks.example/sarn", "Half true"
        ledger.add_checks(
            [
                FactCheck(claim, "Who guards the pipeline?", url, "Checks", verdict, "", ""),
                FactCheck("Cats bark at the moon", "Cats", url, "Checks", "False", "", ""),
            ]
        )
    with client_of(folder / story_ledger.name) as client:
        yield client


def test_a_claim_leads_to_its_versions_and_tells_what_changed(story: TestClient) -> None:
    claim = found(story, "volunteers pipeline", certainty="possible")[0]["card"]["id"]
    assert f'href="/claims/{claim}/elsewhere"' in story.get(f"/claims/{claim}").text
    page = story.get(f"/claims/{claim}/elsewhere.json").json()
    assert page["own"]["page"] == story.get(f"/api/v1/claims/{claim}").json()["page"]["id"]
    assert len(page["versions"]) >= 10
    assert page["own"]["page"] not in [each["page"] for each in page["versions"]]
    pages = {each["page"] for each in (page["own"], *page["versions"])}
    taken = [each for version in page["versions"] for each in version["taken"]]
    assert any(each["origin"] in pages for each in taken)
    drifts = [drift["message"] for each in taken for drift in each["drift"]]
    html = unescape(story.get(f"/claims/{claim}/elsewhere").text)
    assert drifts
    assert all(each in html for each in drifts)


def test_published_checks_that_answer_a_claim_stand_beside_it_as_published(
    story: TestClient, room: TestClient
) -> None:
    claim = found(story, "2,000 volunteers pipeline")[0]["card"]["id"]
    checks = story.get(f"/claims/{claim}/elsewhere.json").json()["checks"]
    assert checks["among"] == 2
    assert [each["verdict"] for each in checks["found"]][:1] == ["Half true"]
    assert "https://checks.example/sarn" in story.get(f"/claims/{claim}/elsewhere").text
    lake = found(room, "lake")[0]["card"]["id"]
    assert "fact-checks" not in room.get(f"/claims/{lake}/elsewhere").text


def test_a_rejected_claim_is_traced_all_the_same(desk: TestClient) -> None:
    claim = found(desk, "lake", named="yes")[0]["card"]["id"]
    decide(desk, claim, "reject")
    for address in (f"/claims/{claim}/elsewhere", f"/api/v1/traces?claim={claim}"):
        assert desk.get(address).status_code == 200
    assert claim in desk.get(f"/traces?claim={claim}").text


def test_nothing_is_beyond_a_claim_that_is_not_there(room: TestClient) -> None:
    assert room.get("/claims/none/elsewhere").status_code == 404


# ── Adding ───────────────────────────────────────────────────────────────────────────────


def add(client: TestClient, **more: Any) -> str:
    """Sends the form of the page Add; gives the address of the job."""
    token = field(client.get("/add").text, "token")
    data = {"token": token, **more.pop("data", {})}
    answer = client.post("/add", data=data, follow_redirects=False, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def finished(client: TestClient, job: str) -> dict[str, Any]:
    """The job, once it is over: its events end then."""
    with client.stream("GET", f"{job}/events") as events:
        last = [line for line in events.iter_lines() if line.startswith("data: ")][-1]
    assert json.loads(last.removeprefix("data: "))["ended_at"]
    return dict(client.get(f"{job}.json").json()["job"])


SCRAPE = "Mayor Ilse Varga said on Monday that the bridge at Norrin would be closed for 40 days."


def test_texts_and_files_are_added_and_what_cannot_be_read_is_told(desk: TestClient) -> None:
    files = [
        ("files", ("../../etc/lines.jsonl", b'{"text": "Tom Ek said it rained."}\n{"text": ""}\n')),
        ("files", ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(64))),
    ]
    job = finished(desk, add(desk, data={"text": SCRAPE, "title": "Closed"}, files=files))
    assert job["tally"] == {"added": 2, "known": 0, "failed": 2, "forgotten": 0}
    assert [origin for _, origin in job["pages"]] == ["lines.jsonl:1", "pasted"]
    assert any("PNG" in problem for problem in job["problems"])
    shown = desk.get(f"/jobs/{job['id']}").text
    assert "<h1>lines.jsonl, picture.html, Closed</h1>" in shown
    assert re.findall(r'<a class="line"[^>]*>([^<]*)</a>', shown) == ["lines.jsonl:1", "Closed"]
    page = desk.get(f"/readings/{job['pages'][1][0]}").text
    assert "Ilse Varga" in page
    assert "Closed" in page


def test_of_many_pages_all_are_listed_and_of_many_problems_some(desk: TestClient) -> None:
    lines = [json.dumps({"text": f"Tom Ek said that it rained {n} times."}) for n in range(70)]
    lines += ["{}"] * 120
    job = finished(desk, add(desk, files=[("files", ("lines.jsonl", "\n".join(lines).encode()))]))
    assert job["tally"] == {"added": 70, "known": 0, "failed": 120, "forgotten": 0}
    assert [origin for _, origin in job["pages"]] == [f"lines.jsonl:{n}" for n in range(1, 71)]
    assert len(job["problems"]) == 100
    assert desk.get(f"/jobs/{job['id']}").text.count('<li class="entry">') == 70


def test_a_pasted_page_goes_by_its_first_line_that_says_something(desk: TestClient) -> None:
    text = "Monday, 3 May\nHome\n" + SCRAPE + "\n"
    shown = desk.get(add(desk, data={"text": text})).text
    assert "<h1>Mayor Ilse Varga said on Monday that the bridge at Norrin …</h1>" in shown


def test_a_job_that_was_cut_off_is_finished_after_a_restart(ledger_copy: Path) -> None:
    with client_of(ledger_copy) as first:
        jobs = first.app.state.house.jobs  # type: ignore[attr-defined]
        jobs.close()
        jobs._command = ["false"]  # a worker that dies at once
        job = add(first, data={"text": SCRAPE})
        with jobs._store.opened() as connection:  # as a worker that was killed leaves it
            connection.execute("UPDATE jobs SET state = 'running', read = 1")
    with client_of(ledger_copy) as second:
        assert finished(second, job)["tally"]["added"] == 1


def test_nothing_to_add_and_too_much_are_refused(desk: TestClient, ledger_copy: Path) -> None:
    token = field(desk.get("/add").text, "token")
    assert desk.post("/add", data={"token": token, "text": "  "}).status_code == 422
    many = [("files", (f"{i}.txt", b"x")) for i in range(201)]
    assert desk.post("/add", data={"token": token}, files=many).status_code == 413
    assert not list((ledger_copy.parent / "news.db.room" / "jobs").glob("*"))


# ── Saved searches ───────────────────────────────────────────────────────────────────────


def saved(client: TestClient) -> dict[str, Any]:
    """The saved searches, by name."""
    return {each["name"]: each for each in client.get("/searches.json").json()["searches"]}


def send(client: TestClient, path: str, **more: str) -> Any:
    token = field(client.get("/searches").text, "token") if saved(client) else ""
    token = token or field(client.get("/search?q=x").text, "token")
    return client.post(path, data={"token": token, **more})


def test_a_search_is_saved_opened_with_what_is_new_and_deleted(desk: TestClient) -> None:
    page = desk.get("/search?q=lake&certainty=possible&view=table").text
    address = field(page, "address").replace("&amp;", "&")
    answer = send(desk, "/searches", name=" Rising  lake ", address=address, back="/search?q=lake")
    assert "Saved as “Rising lake”." in answer.text
    kept = saved(desk)["Rising lake"]
    assert (kept["address"], kept["new"]) == ("q=lake&certainty=possible", 0)

    answer = send(desk, f"/searches/{kept['id']}/open")
    assert "Nothing new since" in answer.text
    assert answer.url.query.decode() == kept["address"]

    text = "Warden Ole Brun said that the lake may rise again. Mayor Ilse Varga said it rained."
    finished(desk, add(desk, data={"text": text, "ready": "true"}))
    assert saved(desk)["Rising lake"]["new"] == 1
    assert "1 new" in desk.get("/").text
    answer = send(desk, f"/searches/{kept['id']}/open")
    assert "1 new claim since" in answer.text
    assert answer.text.count('class="hit"') == 1
    assert "Only what came in since you last looked." in answer.text
    assert saved(desk)["Rising lake"]["new"] == 0

    send(desk, f"/searches/{kept['id']}/delete")
    assert saved(desk) == {}


def test_what_is_told_reorders_nothing(desk: TestClient) -> None:
    answer = send(desk, "/searches", name="lake \u202e ekal", address="q=lake", back="/searches")
    assert "Saved as “lake \ufffd ekal”." in answer.text
    assert "\u202e" not in answer.text


def test_a_search_of_the_same_name_takes_the_place_of_the_old_one(desk: TestClient) -> None:
    send(desk, "/searches", name="Mine", address="q=lake")
    send(desk, "/searches", name="Mine", address="?q=harbour")
    send(desk, "/searches", name="Mine", address="q=harbour&evil=1&after=5-5")
    assert [each["address"] for each in saved(desk).values()] == ["q=harbour"]


@pytest.mark.parametrize(
    ("name", "address"),
    [("  ", "q=lake"), ("x" * 101, "q=lake"), ("Mine", "since=tomorrow"), ("Mine", "kind=lie")],
)
def test_a_search_that_cannot_be_is_not_saved(desk: TestClient, name: str, address: str) -> None:
    assert send(desk, "/searches", name=name, address=address).status_code == 422
    assert saved(desk) == {}


def test_nobody_opens_or_deletes_the_searches_of_another(ledger_copy: Path) -> None:
    with client_of(ledger_copy) as ann:
        send(ann, "/searches", name="Mine", address="q=lake")
        search = saved(ann)["Mine"]["id"]
    app = create_app(Premises(str(ledger_copy), reviewer="Ben"))
    with TestClient(app, base_url=HERE) as ben:
        assert saved(ben) == {}
        for verb in ("open", "delete"):
            assert send(ben, f"/searches/{search}/{verb}").status_code == 404
    with client_of(ledger_copy) as ann:
        assert list(saved(ann)) == ["Mine"]


# ── Reviews ──────────────────────────────────────────────────────────────────────────────


def test_a_decision_is_taken_down_shown_and_taken_back(desk: TestClient, ledger_copy: Path) -> None:
    claim = found(desk, "lake", named="yes")[0]["card"]["id"]
    answer = decide(desk, claim, "accept")
    assert answer.status_code == 200  # after the way back
    assert "Accepted." in answer.text
    with Ledger.open(ledger_copy) as ledger:
        assert ledger.claim(claim).standing.status == "accepted"
        assert [each.who for each in ledger.reviews(claim)] == ["Ann"]
    assert "accepted" in desk.get(f"/claims/{claim}").text
    decide(desk, claim, "undo")
    with Ledger.open(ledger_copy) as ledger:
        assert ledger.claim(claim).standing.status is None
    decide(desk, claim, "correct", field="certainty", value="denied")
    assert "possible → denied" in desk.get(f"/claims/{claim}").text


def test_a_page_in_its_own_voice_does_not_end_the_queue(desk: TestClient) -> None:
    text = "\n\n".join(f"The mill ground {i} tonnes of flour in {1950 + i}." for i in range(3, 30))
    finished(desk, add(desk, data={"text": text, "ready": "true"}))
    page = desk.get("/review.json").json()
    assert len(page["waiting"]) == 12
    assert all(each["card"]["steps"] for each in page["waiting"])


def test_one_is_one_and_two_are_two_in_words(desk: TestClient) -> None:
    text = "The ferry may have sunk with up to 300 people aboard, an unnamed official said."
    title = "Ferry sinks with 300 aboard"
    finished(desk, add(desk, data={"text": text, "title": title, "ready": "true"}))
    assert re.search(r"[2-9] warnings<", desk.get("/").text)
    asked = {"q": "The ferry may have sunk with up to 300 people aboard"}
    assert "<b>1 page</b> carries it" in desk.get("/traces", params=asked).text
    assert ": 1 page, 1 independent origin." in desk.get("/traces/picture.svg", params=asked).text


def test_what_was_begun_stands_first_and_nowhere_else(desk: TestClient) -> None:
    first = desk.get("/review.json").json()
    further = desk.get("/review.json", params={"after": first["after"]}).json()
    claim = further["waiting"][0]["card"]["id"]
    decide(desk, claim, "note", value="ask the pilots")
    pages = [desk.get("/review.json").json()]
    pages.append(desk.get("/review.json", params={"after": pages[0]["after"]}).json())
    shown = [[each["card"]["id"] for each in page["waiting"]] for page in pages]
    assert shown[0][0] == claim
    assert claim not in shown[1]


@pytest.mark.parametrize(
    ("days", "bars"),
    [
        (("9999-12-31",), {"December 9999": 1}),
        (("1901-05-06", "1930-02-03", "2030-01-02"), {"1901–1994": 2, "2030": 1}),
    ],
)
def test_no_statement_is_left_out_of_a_speaker_s_chart(
    desk: TestClient, days: tuple[str, ...], bars: dict[str, int]
) -> None:
    said = "<p>Councillor Jon Ekmo said on Monday that the bridge at Norrin would be closed.</p>"
    for day in days:
        when = f'<meta property="article:published_time" content="{day}">'
        body = f"<html><head><title>Closed</title>{when}</head><body>{said * 2}</body></html>"
        finished(desk, add(desk, files=[("files", (f"{day}.html", body.encode()))]))
    chart = desk.get("/speakers.json", params={"name": "Jon Ekmo"}).json()["chart"]
    assert {each["label"]: each["count"] for each in chart if each["count"]} == bars


def test_whoever_shares_words_of_a_name_keeps_what_they_said(desk: TestClient) -> None:
    text = "Berit Oldam said the lock was safe.\n\nTom Oldam said the weir would hold."
    finished(desk, add(desk, data={"text": text, "ready": "true"}))
    page = desk.get("/speakers", params={"name": "Oldam"}).text
    assert "<h1>Oldam</h1>" in page
    for name in ("Berit Oldam", "Tom Oldam"):
        assert f'<a href="/speakers?name={name.replace(" ", "%20")}">{name}</a>' in page
    alone = desk.get("/speakers", params={"name": "Tom Oldam"}).text
    assert "<h1>Tom Oldam</h1>" in alone
    assert "Berit" not in alone


def test_a_speaker_is_corrected_by_the_words_that_name_them(
    desk: TestClient, ledger_copy: Path
) -> None:
    claim = found(desk, "“no such warning”")[0]["card"]["id"]
    with Ledger.open(ledger_copy) as ledger:
        kept = ledger.claim(claim)
        text = ledger.texts(kept.reading)[1]
        source = next(s for s in ledger.reading(kept.reading).sources if s.name == "Yusra Tolland")
    start = text.index("Yusra Tolland")
    decide(desk, claim, "speaker", start=str(start), end=str(start + len("Yusra Tolland")))
    with Ledger.open(ledger_copy) as ledger:
        last = ledger.claim(claim).chain[-1]
        assert (last.name, last.role) == ("Yusra Tolland", source.role)
    start = text.index("prime minister")
    decide(desk, claim, "content", start=str(start), end=str(start + len("prime minister")))
    with Ledger.open(ledger_copy) as ledger:
        assert ledger.claim(claim).claim.text == "prime minister"


def test_two_people_with_one_claim_are_told_of_each_other(
    desk: TestClient, ledger_copy: Path
) -> None:
    claim = found(desk, "lake", named="yes")[0]["card"]["id"]
    page = desk.get(f"/claims/{claim}").text
    sent = {name: field(page, name) for name in ("token", "state", "back")}
    decide(desk, claim, "reject")  # meanwhile
    answer = desk.post(f"/claims/{claim}/review", data=sent | {"action": "accept"})
    assert answer.status_code == 409
    assert "rejected" in answer.text
    assert "You wanted to <b>accept it</b>." in answer.text
    for wish, said in (
        ({"action": "content", "start": "0", "end": "4"}, "correct its words"),
        ({"action": "correct", "field": "certainty", "value": "denied"},
         "correct the certainty to “denied”"),
        ({"action": "note", "value": "who?"}, "write a note: “who?”"),
    ):  # fmt: skip
        told = desk.post(f"/claims/{claim}/review", data=sent | wish).text
        assert f"You wanted to <b>{said}</b>." in told
    with Ledger.open(ledger_copy) as ledger:
        assert ledger.claim(claim).standing.status == "rejected"
    again = {name: field(answer.text, name) for name in ("token", "state", "back")}
    desk.post(f"/claims/{claim}/review", data=again | {"action": "accept"})
    with Ledger.open(ledger_copy) as ledger:
        assert ledger.claim(claim).standing.status == "accepted"


def test_decisions_about_a_forgotten_page_lead_nowhere(desk: TestClient, ledger_copy: Path) -> None:
    hit = found(desk, "lake", named="yes")[0]
    claim = hit["card"]["id"]
    decide(desk, claim, "accept")
    decide(desk, claim, "correct", field="certainty", value="denied")
    send(desk, f"/readings/{hit['reading']}/forget", reason="Asked to.")
    page = desk.get("/review").text
    assert page.count("of a page that is forgotten") == 2
    assert "corrected a claim<" in page
    assert f"/claims/{claim}" not in page
    assert "/undo" not in page


def test_what_was_decided_leaves_the_queue(desk: TestClient) -> None:
    waiting = desk.get("/review.json").json()["waiting"]
    claim = waiting[0]["card"]["id"]
    decide(desk, claim, "accept")
    after = desk.get("/review.json").json()
    assert claim not in [each["card"]["id"] for each in after["waiting"]]
    assert [each["what"] for each in after["decided"]] == ["accepted"]


@pytest.mark.parametrize(
    ("action", "more"),
    [
        ("promote", {}),
        ("note", {"value": "  "}),
        ("content", {}),
        ("content", {"start": "5", "end": "5"}),
        ("content", {"start": "0", "end": "9999999"}),
        ("correct", {"field": "certainty", "value": "sure"}),
        ("correct", {"field": "text", "value": "other"}),
    ],
)
def test_a_decision_that_cannot_be_changes_nothing(
    desk: TestClient, ledger_copy: Path, action: str, more: dict[str, str]
) -> None:
    claim = found(desk, "lake")[0]["card"]["id"]
    assert decide(desk, claim, action, **more).status_code == 422
    with Ledger.open(ledger_copy) as ledger:
        assert list(ledger.reviews()) == []
        assert ledger.search(Query("lake")).hits
