"""The commands that belong to a ledger, over the example pages."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from reportedly.cli import app
from reportedly.ledger import name_of

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REPORTEDLY_REVIEWER", "ann")
    for name in ("COLUMNS", "FORCE_COLOR", "NO_COLOR", "REPORTEDLY_LEDGER"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments: str | Path, status: int = 0, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, [str(each) for each in arguments], input=stdin)
    assert result.exit_code == status, result.output
    return result


def objects(*arguments: str | Path, status: int = 0) -> list[dict[str, Any]]:
    result = run(*arguments, "--json", status=status)
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_from_pages_to_a_corrected_claim() -> None:
    assert "5 pages added to reportedly.db" in run("add", EXAMPLES).stdout
    assert "0 pages added to reportedly.db, 5 known already" in run("add", EXAMPLES).stdout
    shown = run("search", "port").stdout
    assert "how firmly" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())
    *hits, last = objects("search", "port")
    assert last == {"after": None}
    hit = hits[0]
    assert list(hit) == ["id", "page", "reading", "speakers", "claim", "review", "snippet"]
    start, end = hit["snippet"]["marks"][0]
    assert hit["snippet"]["text"][start:end].lower() == "port"

    run("review", "correct", hit["id"], "certainty", "denied")
    (corrected, _) = objects("search", "port", "--certainty", "denied", "--limit", "1")
    assert corrected["claim"]["certainty"] == "denied"
    assert corrected["review"]["corrected"] == ["certainty"]
    assert "'nan' is no number" in run("search", "port", "--more-than", "nan", status=2).output
    assert run("review", "log", "nope").stdout == "No decisions about nope.\n"
    (event,) = objects("review", "log")
    assert (event["who"], event["detail"]["after"]) == ("ann", "denied")
    run("review", "undo", event["id"])
    run("review", "reject", hit["id"])
    assert hit["id"] not in [each.get("id") for each in objects("search", "port")]
    assert "certainty:" in run("review", "log", hit["id"]).stdout
    rows = run("review", "export").stdout.splitlines()
    assert {"article", "text", "attributions", "discard"} == set(json.loads(rows[0]))


def test_a_claim_goes_by_what_the_terminal_shows_of_its_id() -> None:
    run("add", EXAMPLES)
    *hits, _ = objects("search", "--limit", "99")
    shown = run("search", "--limit", "99").stdout
    assert all(hit["id"][:20] in shown for hit in hits)
    for hit in hits[::9]:
        (event,) = objects("review", "accept", hit["id"][:20])
        assert event["subject"] == hit["id"]
    assert hits[0]["id"][:20] in run("review", "log").stdout
    shown = run("review", "log").stdout.split()[0]
    (undone,) = objects("review", "undo", shown)
    assert undone["subject"].startswith(shown)
    assert "no such review" in run("review", "undo", shown[:6], status=2).stderr
    assert "no such claim" in run("review", "accept", hits[0]["id"][:12], status=2).stderr


def test_a_correction_that_its_field_cannot_have_is_told() -> None:
    run("add", EXAMPLES)
    claim = objects("search", "--limit", "1")[0]["id"]
    digits = "9" * 400  # a whole number beyond all fractions
    for field, value, why in (
        ("content", "[" * 3000, "content: its value must be JSON"),
        ("chain", "Varga", "chain: its value must be JSON"),
        ("quantities", f'[{{"span": [0, 4], "value": {digits}}}]', "too large"),
        ("factuality", digits, "between -3 and 3"),
        ("certainty", "2", "it is one of asserted"),
    ):
        assert why in run("review", "correct", claim, field, value, status=2).stderr, field
    verdict = ("--rating", "False", "--url", "checks.example/1", "--publisher", "Facts")
    refused = run("review", "verdict", claim, *verdict, status=2).stderr
    assert "checks.example/1: not the address of a verdict" in refused
    assert objects("review", "log") == []


def test_pages_of_results() -> None:
    run("add", EXAMPLES)
    *first, last = objects("search", "--limit", "2")
    assert len(first) == 2
    *second, _ = objects("search", "--limit", "2", "--after", last["after"])
    assert not {each["id"] for each in first} & {each["id"] for each in second}
    assert f"--after {last['after']}" in run("search", "--limit", "2").stdout
    assert run("search", "nothinglikethat").stdout == "Nothing found.\n"
    assert "bookmark" in run("search", "--help").stdout.lower()
    run("search", "--after", "x", status=2)


def test_bad_pages_are_listed_with_their_reason() -> None:
    Path("cat.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(900))
    result = run("add", "cat.html", EXAMPLES, status=3)
    assert "1 page could not be read: see reportedly errors" in result.stderr
    (failure,) = objects("errors")
    assert (failure["origin"], failure["kind"]) == ("cat.html", "binary")
    assert run("errors").stdout.startswith("cat.html: not a page of text")
    told = run("add", "cat.html", "--ledger", "other.db", status=3).stderr
    assert told.endswith("see reportedly errors --ledger other.db\n")


def test_the_ledger_is_named_by_option_or_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTEDLY_LEDGER", "other.db")
    assert objects("add", EXAMPLES / "reservoir.html")[0]["ledger"] == "other.db"
    assert Path("other.db.captures/index.cdxj").exists()
    assert "no ledger there" in run("search", "--ledger", "none.db", status=2).stderr
    assert not Path("none.db").exists()


def test_a_ledger_is_told_by_its_name_which_has_no_password() -> None:
    pytest.importorskip("psycopg")
    assert name_of("postgresql://ann:secret@host/news") == "postgresql://ann:***@host/news"
    address = "sqlite:///odd.db"  # as it was given it might have one
    assert objects("add", EXAMPLES / "reservoir.html", "--ledger", address)[0]["ledger"] == "odd.db"
    assert run("verify", "--ledger", address).stdout == "odd.db: all is well\n"
    told = run("backup", "sqlite:///copy.db", "--ledger", address).stdout
    assert told == "odd.db copied to copy.db\n"


def test_care() -> None:
    run("add", EXAMPLES)
    assert run("verify").stdout == "reportedly.db: all is well\n"
    assert objects("backup", "copy.db") == [{"backup": "copy.db", "room": None}]
    assert run("verify", "--ledger", "copy.db").stdout == "copy.db: all is well\n"

    page = objects("search", "--limit", "1")[0]["page"]
    assert "say why" in run("forget", page["origin"], status=2).stderr
    (tombstone,) = objects("forget", page["origin"], "--reason", "asked to")
    assert (tombstone["page"], tombstone["reason"]) == (page["id"], "asked to")
    assert objects("verify") == []
    assert "left out because they are to stay forgotten" in run("add", EXAMPLES).stdout
    run("forget", page["id"], "--lift")
    assert objects("add", EXAMPLES)[0]["added"] == 1

    Path("reportedly.db.captures/00001.warc.gz").write_bytes(b"gone")
    assert "problems" in run("verify", status=3).stderr


def test_a_ledger_is_rebuilt_from_its_captures() -> None:
    run("add", EXAMPLES)
    run("rebuild", "reportedly.db.captures", "--ledger", "again.db")
    found = [objects("search", "--limit", "99", "--ledger", name) for name in
             ("reportedly.db", "again.db")]  # fmt: skip
    assert found[0] == found[1]
    (again,) = objects("rebuild", "reportedly.db.captures", "--ledger", "again.db")
    assert (again["added"], again["known"]) == (0, 5)
    assert "no captures there" in run("rebuild", "elsewhere", "--ledger", "x.db", status=2).stderr
    assert not Path("x.db").exists()


def test_a_pipe_stays_what_it_is_when_something_is_exported_to_it() -> None:
    run("add", EXAMPLES)
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        run("export", "harbour", "--format", "csv", "-o", "pipe")
        assert os.read(reader, 1_000_000).startswith(b"claim,text,")
    finally:
        os.close(reader)
    assert Path("pipe").is_fifo()
    assert not Path("pipe.part").exists()


def test_text_that_no_file_can_hold_is_exported_all_the_same() -> None:
    line = {"text": "The dam \ud800 is leaking, the engineer Nell Varga said on Monday."}
    Path("odd.jsonl").write_text(json.dumps(line), "utf-8")
    run("add", "odd.jsonl")
    run("export", "--format", "csv", "-o", "odd.csv")
    assert r"\ud800 is leaking" in Path("odd.csv").read_text("utf-8")


def test_what_is_imported_says_what_it_is_not() -> None:
    Path("odd.jsonl").write_text("no JSON\n[]\n", "utf-8")
    run("import", "odd.jsonl", status=3)
    assert run("errors").stdout.count("not a whole reading (no JSON object)") == 2


def test_speakers_are_joined_by_hand() -> None:
    run("add", EXAMPLES)
    names = {each["name"] for hit in objects("search", "--named", "--limit", "99")[:-1]
             for each in hit["speakers"] if each["name"]}  # fmt: skip
    first, second = sorted(names)[:2]
    one, other = objects("speakers", first)[0], objects("speakers", second)[0]
    run("review", "merge", one["id"], other["id"])
    assert objects("speakers", first)[0]["person"] == other["person"]
    assert f"the same as {other['person']}" in run("speakers", first).stdout
    assert run("speakers", "Nobodyatall").stdout == "Nobody goes by that name.\n"
    assert objects("speakers", "Nobodyatall") == []
    run("review", "split", one["id"])
    assert objects("speakers", first)[0]["person"] == one["id"]


def test_the_keys_of_every_command_are_those_that_are_documented() -> None:
    Path("cat.html").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(900))
    hits = objects("add", "cat.html", EXAMPLES, status=3), objects("search", "--named")
    claim, page = hits[1][0]["id"], hits[1][0]["page"]["id"]
    run("export", "--whole", "-o", "all.jsonl")
    shown = {
        "add": hits[0],
        "import": objects("import", "all.jsonl", "--ledger", "other.db"),
        "rebuild": objects("rebuild", "reportedly.db.captures", "--ledger", "again.db"),
        "errors": objects("errors"),
        "speakers": objects("speakers", hits[1][0]["speakers"][-1]["name"]),
        "review log": [*objects("review", "note", claim, "hm"), *objects("review", "log")],
        "forget": objects("forget", page, "--reason", "asked to"),
        "backup": objects("backup", "copy.db"),
    }
    Path("reportedly.db.captures/index.cdxj").unlink()
    shown["verify"] = objects("verify", status=3)
    guide = (EXAMPLES.parent / "docs" / "ledger.md").read_text(encoding="utf-8")
    table = guide.split("## What the commands print as JSON")[1].split("|---|---|\n")[1]
    table = table.split("\n\n")[0]
    for command, values in shown.items():
        (row,) = (line for line in table.splitlines() if f"`{command}`" in line.split("|", 2)[1])
        documented = re.findall(r"`(\w+)`", row.split("|")[2])
        for value in values:
            assert list(value) == documented[: len(value)], command
            assert set(documented) - set(value) <= {"field", "before", "after"}, command
