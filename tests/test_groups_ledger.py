"""Pages of a ledger, kept in groups as they come in, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from reportedly.data import Given, Maker, Reading
from reportedly.ledger import Ledger, codes, groups
from reportedly.traces import grouping
from reportedly.traces.embeddings import load
from reportedly.traces.grouping import group_ledger, maker
from reportedly.traces.likeness import Codes
from tests.test_grouping import DAM, FERRY, SINGER, reading


def named(words: str, name: str) -> Reading:
    made = reading(words)
    return replace(made, page=replace(made.page, origin=name, given=Given(id=name)))


@pytest.fixture(scope="module")
def pages() -> list[Reading]:
    names = ("dam1", "dam2", "dam3", "singer1", "singer2", "ferry")
    return [named(*each) for each in zip((*DAM, *SINGER, *FERRY), names, strict=True)]


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        yield opened


def grouped(ledger: Ledger) -> list[list[str]]:
    for _ in group_ledger(ledger):
        pass
    return [[name for _, name in group] for group in ledger.groups()]


def test_pages_are_grouped_as_they_come_in(ledger: Ledger, pages: list[Reading]) -> None:
    assert grouped(ledger) == []
    ledger.add([pages[5], pages[0], pages[3]])
    assert grouped(ledger) == [["ferry"], ["dam1"], ["singer1"]]
    ledger.add([pages[1], pages[4], pages[2]])
    assert grouped(ledger) == [["ferry"], ["dam1", "dam2", "dam3"], ["singer1", "singer2"]]
    assert list(group_ledger(ledger)) == []  # nothing waits
    dams = next(group for group in ledger.groups() if len(group) == 3)
    assert ledger.companions(dams[1][0]) == [page for page, _ in dams]
    assert list(ledger.verify()) == []


def test_a_forgotten_page_leaves_its_group_and_nothing_behind(
    ledger: Ledger, pages: list[Reading]
) -> None:
    ledger.add(pages)
    grouped(ledger)
    ledger.forget("dam1", "asked to")
    assert list(ledger.verify()) == []
    assert grouped(ledger) == [["dam2", "dam3"], ["singer1", "singer2"], ["ferry"]]
    ledger.forget("ferry", "asked to")  # the last: its number is given again
    ledger.add([named(SINGER[1].replace("autumn", "winter"), "singer3")])
    assert grouped(ledger) == [["dam2", "dam3"], ["singer1", "singer2", "singer3"]]
    assert list(ledger.verify()) == []


def test_a_page_that_is_forgotten_while_it_is_compared_comes_back_under_no_other(
    ledger: Ledger, pages: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add(pages[:3])

    grouping_of = ledger.grouping

    def meanwhile(maker: str) -> AbstractContextManager[groups.Keeper]:
        ledger.forget("dam3", "asked to")  # the last: its number is given again
        ledger.add([pages[5]])
        monkeypatch.undo()
        return grouping_of(maker)

    monkeypatch.setattr(ledger, "grouping", meanwhile)
    assert grouped(ledger) == [["dam1", "dam2"]]
    assert grouped(ledger) == [["dam1", "dam2"], ["ferry"]]
    assert list(ledger.verify()) == []


def test_a_page_that_is_read_again_stands_once(ledger: Ledger, pages: list[Reading]) -> None:
    ledger.add(pages)
    before = grouped(ledger)
    ledger.add([replace(pages[1], made_by=Maker("9.9", "another", "sha256:" + 64 * "0"))])
    after = grouped(ledger)
    assert sorted(map(sorted, after)) == sorted(map(sorted, before))
    assert list(ledger.verify()) == []


def test_a_run_that_was_cut_short_leaves_the_rest_to_the_next(
    ledger: Ledger, pages: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.add(pages[:3])
    assert grouped(ledger) == [["dam1", "dam2", "dam3"]]
    monkeypatch.setattr(grouping, "_RUN", 2)
    ledger.add(pages[3:])
    assert next(group_ledger(ledger)) == (2, 3)
    assert list(ledger.verify()) == []
    assert len(ledger.ungrouped(maker(load()))) == 1
    assert grouped(ledger) == [["dam1", "dam2", "dam3"], ["singer1", "singer2"], ["ferry"]]
    assert list(ledger.verify()) == []


def test_another_maker_compares_all_pages_anew(ledger: Ledger, pages: list[Reading]) -> None:
    ledger.add(pages)
    before = grouped(ledger)
    assert len(ledger.ungrouped("another")) == len(pages)
    assert list(ledger.groups()) == []
    with ledger.grouping(maker(load())) as keeper:  # one that began before
        assert keeper.add({1: ("id", b"code", b"digest")}) == []
    assert grouped(ledger) == before
    assert list(ledger.verify()) == []


def test_codes_are_kept_many_in_a_row(ledger: Ledger) -> None:
    kept = {key: bytes([key % 256]) * 48 for key in (1, 1023, 1024, 3000, 3001)}
    with ledger._backend.writing() as connection:
        for some in ((3001, 1), (1024, 1023, 3000)):
            codes.put(ledger._backend, connection, {key: kept[key] for key in some})
        codes.remove(ledger._backend, connection, [1024, 3000, 7])
        rows = list(codes.of_all(connection))
    found = Codes(rows)
    assert [len(pages) // 4 for pages, _ in rows] == [2, 1]
    assert found.pages.tolist() == [1, 1023, 3001]
    assert b"".join(each for _, each in rows) == kept[1] + kept[1023] + kept[3001]


def test_what_was_altered_is_told(ledger: Ledger, pages: list[Reading]) -> None:
    ledger.add(pages)
    grouped(ledger)
    with ledger._backend.writing() as connection:
        for change in (
            "UPDATE digests SET seal = 'x' WHERE reading = 1",
            "UPDATE grouped SET first = 2 WHERE reading = 1",
            "UPDATE rarities SET seal = 'x'",
            "DELETE FROM views WHERE reading = 6",
            "DELETE FROM digests WHERE reading = 6",
            "DELETE FROM grouped WHERE reading = 6",
        ):
            connection.execute(text(change))
    told = {problem.message for problem in ledger.verify() if problem.about.startswith("grouped")}
    assert told == {
        "what is kept in digests was altered",
        "what is kept in codes was altered",
        "what is kept in rarities was altered",
        "a group goes by a page that is not its first",
        "grouping has passed it by",
    }


def test_a_ledger_is_grouped_from_the_command_line(
    tmp_path: Path, pages: list[Reading], capsys: pytest.CaptureFixture[str]
) -> None:
    import json

    from reportedly.cli.matching import group

    path = tmp_path / "news.db"
    with Ledger.open(path) as ledger:
        ledger.add(pages)
    group(ledger=str(path), as_json=True)
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["name"], row["group"]) for row in rows] == [
        ("dam1", 0), ("dam2", 0), ("dam3", 0), ("singer1", 1), ("singer2", 1), ("ferry", 2)
    ]  # fmt: skip
