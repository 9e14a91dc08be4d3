"""`reportedly trace` and `reportedly copies`, as a person and a program have them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner, Result

from reportedly.cli import app

STORIES = Path(__file__).resolve().parent.parent / "stories"
CLAIM = "Mayor Greta Holm was on the Mill Island footbridge when it collapsed"


def run(*arguments: str | Path, status: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(each) for each in arguments])
    assert result.exit_code == status, result.output
    return result


def test_an_option_for_files_is_refused_of_a_ledger(ledger: Path) -> None:
    told = run("copies", "--ledger", ledger, "--text-field", "text", status=2)
    assert "are for FILE.jsonl" in told.output


@pytest.mark.skipif(os.name != "posix", reason="pipes as POSIX has them")
def test_a_closed_pipe_is_no_fault_of_the_ledger(ledger: Path) -> None:
    command = [sys.executable, "-m", "reportedly", "copies", "--ledger", str(ledger)]
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        told = subprocess.run(command, stdout=closed, stderr=subprocess.PIPE, timeout=60)
    assert (told.returncode, told.stderr) == (141, b"")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("traces") / "news.db"
    run("add", STORIES / "footbridge", "--ledger", path)
    return path


def traced(ledger: Path, *arguments: str | Path) -> dict[str, Any]:
    (line,) = run("trace", *arguments, "--ledger", ledger, "--json").stdout.splitlines()
    value = json.loads(line)
    assert isinstance(value, dict)
    return value


def test_a_trace_as_a_person_reads_it(ledger: Path) -> None:
    shown = run("trace", CLAIM, "--ledger", ledger).stdout
    assert "7 pages, 1 to 2 independent origins" in shown
    assert "2 Sep 2024  The Daily Gannet" in shown
    assert "└── 2 Sep 2024  Whatnot Daily · perhaps copies it" in shown
    assert "give each other as their source" in shown
    assert all(len(line) <= 80 for line in shown.splitlines())


def test_published_checks_stand_below_the_trace(ledger: Path, tmp_path: Path) -> None:
    place = copytree(ledger.parent, tmp_path / "copy") / ledger.name
    assert "Published checks" not in run("trace", CLAIM, "--ledger", place).stdout
    rows = [f"Village {n} vanished overnight.,False,u{n},Ostrel Checks" for n in range(8)]
    rows.append(f"{CLAIM}.,Not so,https://checks.example/bridge,Ostrel Checks")
    table = tmp_path / "checks.csv"
    table.write_text("\n".join(["claim,verdict,url,publisher", *rows]) + "\n", "utf-8")
    run("factchecks", "import", table, "--ledger", place)
    shown = run("trace", CLAIM, "--ledger", place).stdout
    below = shown.partition("\nPublished checks:\n")[2].splitlines()
    assert below[0].startswith("Ostrel Checks: “Not so”")
    assert [line.strip() for line in below[2:]] == ["https://checks.example/bridge"]
    other = run("trace", "Bakers strike in Norvale", "--ledger", place).stdout
    assert "Published checks" not in other


def test_a_trace_as_json(ledger: Path) -> None:
    trace = traced(ledger, CLAIM)
    assert list(trace) == [
        "claim", "text", "pages", "edges", "origins", "independent", "findings"
    ]  # fmt: skip
    assert trace["claim"] is None
    assert trace["independent"] == {"at_least": 1, "at_most": 2}
    page = trace["pages"][0]
    assert list(page)[:5] == ["id", "url", "site", "date", "claim"]
    assert (page["site"], page["date"]) == ("The Daily Gannet", "2024-09-02")
    ids = {each["id"] for each in trace["pages"]}
    for edge in trace["edges"]:
        assert list(edge) == [
            "from", "to", "relation", "ground", "evidence", "drift", "confidence"
        ]  # fmt: skip
        assert edge["to"] in ids
        assert edge["from"] in ids or edge["from"].startswith("source:")
        for drift in edge["drift"]:
            assert {"kind", "from_span", "to_span"} <= set(drift)
    again = traced(ledger, page["claim"])
    assert again["claim"] == page["claim"]
    assert traced(ledger, page["claim"][:20]) == again  # as much as `search` shows of it
    assert [each["id"] for each in again["pages"]] == [each["id"] for each in trace["pages"]]


def test_a_trace_as_a_picture(ledger: Path, tmp_path: Path) -> None:
    picture = tmp_path / "story.svg"
    run("trace", CLAIM, "--ledger", ledger, "--svg", picture)
    root = ElementTree.parse(picture).getroot()
    names = [e.text for e in root.iter("{http://www.w3.org/2000/svg}tspan")]
    assert "The Daily Gannet" in names
    assert "Ruth Amdal" in names
    assert len(list(root.iter("{http://www.w3.org/2000/svg}circle"))) == 8


def test_a_picture_that_cannot_be_kept(ledger: Path, tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere" / "x.svg"
    told = run("trace", CLAIM, "--ledger", ledger, "--svg", nowhere, status=2).stderr
    assert f"{nowhere}: No such file or directory" in told


def test_findings_stay_in_the_ledger(ledger: Path) -> None:
    from reportedly.ledger import Ledger

    found = traced(ledger, CLAIM)["findings"]
    with Ledger.open(ledger) as kept:
        assert {each.message for each in kept.findings_across()} >= {
            each["message"] for each in found
        }


def test_what_nobody_carries(ledger: Path) -> None:
    assert run("trace", "whales", "vote", "--ledger", ledger).stdout == "No page carries it.\n"
    assert traced(ledger, "whales vote")["pages"] == []
    assert "no such claim" in run("trace", "0" * 32, "--ledger", ledger, status=2).stderr


def test_copies_of_a_ledger(ledger: Path) -> None:
    shown = run("copies", "--ledger", ledger).stdout
    assert "near-duplicate 100% of the shorter  Lakeside Echo ═ Valley News" in shown
    assert shown.splitlines()[-1].endswith("pairs in 13 pages")


def test_copies_of_pages_are_those_of_their_articles(tmp_path: Path) -> None:
    menu = "".join(f"<li><a href='/{n}'>All the news from village {n}</a></li>" for n in range(30))
    for name, words in (("one", "the dam at Tarn holds and boats sail"), ("two", "rain fell")):
        body = "".join(f"<p>On day {n} in {name}, {words}, said Ida Moss.</p>" for n in range(9))
        page = f"<html><body><nav><ul>{menu}</ul></nav><article>{body}</article></body></html>"
        (tmp_path / f"{name}.html").write_text(page, "utf-8")
    (tmp_path / "copy.html").write_bytes((tmp_path / "one.html").read_bytes() + b"\n")
    shown = run("copies", tmp_path, "--json").stdout.splitlines()
    pairs = [{each["left"][-8:], each["right"][-8:]} for each in map(json.loads, shown)]
    assert pairs == [{"one.html", "opy.html"}]


def test_copies_of_a_file(tmp_path: Path) -> None:
    text = (
        "The ferry to Orrin Island will not sail before Friday, the harbour office in Port Asken "
        "told reporters on Tuesday, because the ice in the sound is thicker than in other years."
    )
    file = tmp_path / "articles.jsonl"
    rows = [{"n": 1, "text": f"Before it. {text}"}, {"n": 2, "text": text.upper()}, {"n": 3}]
    file.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    result = run("copies", file, "--id-field", "n", "--json", status=3)
    (pair,) = map(json.loads, result.stdout.splitlines())
    assert (pair["left"], pair["right"], pair["containment"]) == ("1", "2", 1.0)
    ((left, right),) = ((each["left"], each["right"]) for each in pair["shared"])
    assert rows[0]["text"][slice(*left)].upper() == rows[1]["text"][slice(*right)]  # type: ignore[index]
    assert "1 page could not be read" in result.stderr
