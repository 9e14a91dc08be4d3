"""`reportedly group`, `stance` and `factchecks match` on JSON Lines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from reportedly.cli import app

DAM = "The Ostrel dam is leaking, an engineer told the Valley Courier. Its wall has cracks."


def lines(path: Path, *rows: object) -> str:
    text = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows)
    path.write_text(text + "\n", "utf-8")
    return str(path)


def run(*arguments: str) -> tuple[int, list[Any]]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_group(tmp_path: Path) -> None:
    rows = [
        {"no": 1, "body": DAM},
        "{broken",
        {"no": "b", "body": "A singer lost her voice after a concert in Pellham, she said."},
        {"no": "c", "body": DAM + " Nobody was hurt."},
    ]
    file = lines(tmp_path / "articles.jsonl", *rows)
    status, found = run("group", file, "--text-field", "body", "--id-field", "no", "--json")
    assert status == 3
    groups = {row["id"]: row["group"] for row in found if "group" in row}
    assert groups["1"] == groups["c"] != groups["b"]
    assert [row.get("error", {}).get("kind") for row in found] == [None, "unreadable", None, None]


def test_groups_for_people_say_what_pages_are_called(tmp_path: Path) -> None:
    file = lines(
        tmp_path / "articles.jsonl", {"text": DAM}, {"id": "b", "text": DAM + " So it is."}
    )
    shown = CliRunner().invoke(app, ["group", file]).stdout
    assert shown.split() == ["0", "2", f"{file}:1", "b"]


def test_stance(tmp_path: Path) -> None:
    rows = [
        {"id": 7, "headline": "Dam at Ostrel leaks", "text": DAM},
        {"id": 8, "text": DAM},
        {"id": 9, "headline": "Minister weds actress", "text": DAM},
    ]
    status, found = run("stance", lines(tmp_path / "pairs.jsonl", *rows), "--json")
    assert status == 3
    assert [row["id"] for row in found] == ["7", "8", "9"]
    assert "headline" in found[1]["error"]["message"]
    assert found[2]["stance"] == "unrelated"
    assert set(found[0]["scores"]) == {"agree", "disagree", "discuss", "unrelated"}


def test_factchecks_match(tmp_path: Path) -> None:
    checks = [
        {"id": 1, "title": "Did a Dam Leak?", "claim": "The dam at Ostrel is leaking."},
        {"id": 2, "title": "Taxed?", "claim": "Parliament has passed a tax on umbrellas."},
    ]
    against = lines(tmp_path / "checks.jsonl", *checks)
    queries = lines(tmp_path / "posts.jsonl", {"text": "They tax UMBRELLAS now!"}, "[]")
    status, found = run("factchecks", "match", queries, "--against", against, "--json")
    assert status == 3
    assert found[0]["ranked"] == ["2", "1"]
    assert found[0]["scores"][0] > found[0]["scores"][1]
    assert set(found[0]) == {"text", "ranked", "scores", "none"}
    assert found[1]["error"]["kind"] == "unreadable"


def test_a_check_whose_id_was_given_before_is_told_and_left_out(tmp_path: Path) -> None:
    checks = [
        {"id": "c1", "claim": "The old bridge was sold to a circus."},
        {"id": "c1", "claim": "The moon is made of cheese."},
        {"id": "c2", "claim": " "},
    ]
    posts = [{"text": "They sold the old bridge to a circus!"}, {"text": "\0"}]
    against = lines(tmp_path / "checks.jsonl", *checks)
    match = ["factchecks", "match", lines(tmp_path / "posts.jsonl", *posts), "--against", against]
    status, found = run(*match, "--json")
    assert status == 3
    assert found[0]["ranked"] == ["c1"]
    assert found[1]["error"]["kind"] == "empty"
    result = CliRunner().invoke(app, match)
    assert "The old bridge was sold to a circus." in result.stdout
    assert "an earlier line" in result.stderr


def test_standard_input_is_one_of_two_files(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["factchecks", "match", "-", "--against", "-"], input="{}")
    assert result.exit_code == 2
    assert "standard input" in result.stderr


@pytest.mark.parametrize("command", [["group"], ["stance"], ["factchecks", "match"]])
def test_a_file_that_is_not_there(tmp_path: Path, command: list[str]) -> None:
    missing = str(tmp_path / "missing.jsonl")
    more = ["--against", missing] if "match" in command else []
    assert CliRunner().invoke(app, [*command, missing, *more]).exit_code in (2, 3)
