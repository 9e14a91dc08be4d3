"""Verify, backup, forget, rebuild."""

from __future__ import annotations

import dataclasses
import errno
import random
import shutil
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from warcio.archiveiterator import ArchiveIterator

from benchmarks import synthetic
from reportedly.data import (
    Evidence,
    FactCheck,
    Finding,
    FindingKind,
    Page,
    Place,
    Reading,
    Severity,
    Span,
)
from reportedly.errors import EmptyPage, LedgerError, NotInLedger, ReportedlyError, StillRead
from reportedly.ledger import (
    Action,
    Added,
    Ledger,
    Query,
    adding,
    backends,
    captures_of,
    copying,
    kept_pages,
    schema,
    verifying,
)
from reportedly.ledger.backends import PostgreSQL, SQLite
from reportedly.ledger.migrations import upgrade
from reportedly.ledger.rows import page_row
from reportedly.pages import capture, recapture
from reportedly.traces.grouping import group_ledger
from tests.test_ledger import EXAMPLES, NEWER, everything, kept


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with something in every table."""
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        fill(opened)
        yield opened


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """The same, made once, and where its captures are: `copied` is quicker."""
    folder = tmp_path_factory.mktemp("filled")
    url = str(folder / "news.db")
    if request.param == "postgresql":
        url = new_database(request.getfixturevalue("postgres"))
    with Ledger.open(url, captures=folder / "captures") as opened:
        fill(opened)
    return url, folder / "captures"


def new_database(server: str, template: str = "template1") -> str:
    """The address of a database of its own."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    return f"{server}/{name}"


@pytest.fixture
def copied(filled: tuple[str, Path], tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with something in every table, for one test to change."""
    url, captures = filled
    server, _, name = url.rpartition("/")
    url = new_database(server, name) if "://" in url else str(shutil.copy(url, tmp_path))
    shutil.copytree(captures, tmp_path / "captures")
    with Ledger.open(url, captures=tmp_path / "captures") as opened:
        yield opened


def fill(ledger: Ledger) -> None:
    ledger.add([*synthetic.readings(4), EmptyPage("empty", about="a.txt")])
    ledger.add([synthetic.reading(1, NEWER)])
    claim, other = (hit.claim.id for hit in ledger.search(Query(), limit=2).hits)
    ledger.review(claim, Action.CORRECT, "ann", field="certainty", after="denied")
    chain = [{"name": "Ida Moss", "type": "person"}]
    ledger.review(claim, Action.CORRECT, "ann", field="chain", after=chain)
    figures = [{"span": [0, 1], "value": 3}]
    ledger.review(claim, Action.CORRECT, "ann", field="quantities", after=figures)
    ledger.undo(ledger.review(other, Action.REJECT, "ann").id, "ben")
    ledger.add_checks([FactCheck("The harbour freezes.", "", "", "Checks", "False", "", "")])
    first, *_ = pages = list(ledger.pages())
    told = (Evidence(Place.TEXT, Span(0, 4), page=first),)
    finding = Finding(FindingKind.DRIFT, Severity.INFO, "A figure grew.", told)
    ledger.keep_findings(pages, [finding])
    for _ in (*ledger.sample(), *group_ledger(ledger)):
        pass


def problems(ledger: Ledger) -> list[str]:
    return [f"{each.about}: {each.message}" for each in ledger.verify()]


# ── Verify ───────────────────────────────────────────────────────────────────────────────


def test_nothing_is_wrong_with_a_ledger_that_nobody_touched(ledger: Ledger) -> None:
    assert problems(ledger) == []


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE claims SET certainty = 'denied' WHERE key = 1",
        "UPDATE claims SET id = 'ff' WHERE key = 1",
        "UPDATE quantities SET low = low + 1",
        "UPDATE entities SET name = 'X' WHERE claim = 2",
        "UPDATE links SET cue_end = 9999 WHERE claim = 3",
        "UPDATE sources SET role = 'king' WHERE key = 2",
        "UPDATE sources SET speaker = 1 WHERE key = 3",
        "UPDATE speakers SET name = 'Nobody' WHERE key = 1",
        "UPDATE speakers SET person = 2 WHERE key = 1",
        "UPDATE findings SET message = 'All is well.'",
        "UPDATE readings SET title = 'X' WHERE key = 1",
        "UPDATE readings SET current = 1",
        "UPDATE readings SET added_at = '1999-01-01' WHERE key = 1",
        "UPDATE pages SET url = 'https://elsewhere.example/' WHERE key = 1",
        "UPDATE pages SET warc_start = warc_start + 1 WHERE key = 1",
        "UPDATE failures SET message = 'fine'",
        "UPDATE reviews SET who = 'eve' WHERE key = 1",
        "UPDATE reviews SET detail = '{}' WHERE key = 1",
        "DELETE FROM reviews WHERE key = 2",
        "UPDATE standings SET status = 'rejected'",
        "DELETE FROM quantities WHERE claim = 1",
        "DELETE FROM entities WHERE claim = 1",
        "UPDATE entries SET facets = facets || ' ropen' WHERE key = 3",
        "UPDATE entries SET last_day = last_day + 1 WHERE key = 3",
        "DELETE FROM entries WHERE key = 3",
        "DELETE FROM standing_speakers",
        "UPDATE standing_quantities SET low = low + 1",
    ],
)
def test_what_is_altered_is_found(copied: Ledger, damage: str) -> None:
    with copied._backend.writing() as connection:
        connection.execute(text(damage))
    assert problems(copied)


def test_a_flipped_byte_anywhere_is_found(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "news.db") as ledger:
        fill(ledger)
        sound = everything(ledger), ledger_times(tmp_path / "news.db")
    chance = random.Random(7)
    whole = tmp_path / "news.db.captures"
    files = [tmp_path / "news.db", whole / "00001.warc.gz", whole / "index.cdxj"]
    for number in range(30):
        folder = tmp_path / str(number)
        folder.mkdir()
        shutil.copy(files[0], folder / "news.db")
        shutil.copytree(whole, folder / "news.db.captures")
        victim = files[number % 3].relative_to(tmp_path)
        content = bytearray((folder / victim).read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        (folder / victim).write_bytes(content)
        try:
            with Ledger.open(folder / "news.db") as ledger:
                found = problems(ledger)
                # A byte of a database file that holds nothing may be what it likes.
                unharmed = not found and sound == (
                    everything(ledger),
                    ledger_times(folder / "news.db"),
                )
        except ReportedlyError:
            continue
        assert found or (unharmed and victim.suffix == ".db"), victim
        shutil.rmtree(folder)


def ledger_times(path: Path) -> list[object]:
    """What `everything` leaves out."""
    plain = sqlite3.connect(path)
    rows = plain.execute("SELECT added_at, seal, warc_hash, warc_start, warc_size FROM pages")
    found: list[object] = [*rows, *plain.execute("SELECT added_at, seal FROM readings")]
    plain.close()
    return found


def test_what_a_killed_run_left_behind_is_told_and_goes_with_the_next(ledger: Ledger) -> None:
    (path,) = ledger.captures.glob("*.warc.gz")
    with path.open("ab") as file:
        file.write(b"unfinished")
    assert len(problems(ledger)) == 1
    ledger.add([synthetic.reading(9)])
    assert problems(ledger) == []


def test_others_may_write_while_a_ledger_is_verified(
    ledger: Ledger, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is verified is the ledger of one moment, captures and their index included."""
    looked_through = verifying._pages
    with Ledger.open(ledger_url, captures=ledger.captures) as other:

        def meanwhile(*arguments: Any) -> Iterator[verifying.Problem]:
            assert other.add([synthetic.reading(9)]).added == 1
            claim = other.search(Query(), limit=1).hits[0].claim.id
            other.review(claim, Action.ACCEPT, "ann")
            yield from looked_through(*arguments)

        monkeypatch.setattr(verifying, "_pages", meanwhile)
        assert problems(ledger) == []
        monkeypatch.undo()
        assert problems(ledger) == problems(other) == []


def test_a_ledger_is_verified_between_two_batches(
    ledger: Ledger, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its index is written at the end of the run; until then what it has must be right."""
    monkeypatch.setattr(adding, "_READINGS", 1)
    found = []
    with Ledger.open(ledger_url, captures=ledger.captures) as other:

        def one_by_one() -> Iterator[Reading]:
            for number in (9, 10):
                yield synthetic.reading(number)
                found.append(problems(ledger))

        other.add(one_by_one())
    assert found == [[], []]
    index = ledger.captures / "index.cdxj"
    whole = index.read_text("utf-8")
    for altered, complaint in (
        (whole.replace('"200"', '"300"', 1), "not what the ledger says"),
        (whole[: whole.rindex("\n", 0, -1) + 1], "lacks captures"),
    ):
        index.write_text(altered, "utf-8")
        assert complaint in problems(ledger)[0]
    index.unlink()
    assert "is not there" in problems(ledger)[0]


# ── Backup ───────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_a_ledger(ledger: Ledger, tmp_path: Path) -> None:
    copy_to = tmp_path / "copy.db"
    ledger.forget(synthetic.reading(3).page.id, "asked to")
    list(group_ledger(ledger))
    before = whole(ledger)
    ledger.backup(copy_to)
    ledger.add([synthetic.reading(9)])
    with pytest.raises(LedgerError, match="already"):
        ledger.backup(copy_to)
    with Ledger.open(copy_to, create=False) as copy:
        assert whole(copy) == before
        assert problems(copy) == []
        assert copy.add([synthetic.reading(9)]) == Added(added=1)
        assert problems(copy) == []


def test_a_ledger_moves_onto_a_server_and_back(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where the captures of a server's ledger lie
    monkeypatch.setattr(copying, "_AT_ONCE", 3)
    with Ledger.open("news.db") as ledger:
        fill(ledger)
        ledger.forget(synthetic.reading(3).page.id, "asked to")
        list(group_ledger(ledger))
        before = whole(ledger)
        found = ledger.search(Query("harbour"), limit=50)
        ledger.backup(postgres_url)
        with Ledger.open(postgres_url, create=False) as served:
            assert whole(served) == before
            assert problems(served) == []
            assert served.search(Query("harbour"), limit=50) == found
            served.backup("back.db")
            with pytest.raises(LedgerError, match="there are captures already"):
                ledger.backup(postgres_url)
            served.captures.rename("elsewhere")
        with pytest.raises(LedgerError, match="there is a ledger already"):
            ledger.backup(postgres_url)
    with Ledger.open("back.db", create=False) as back:
        assert whole(back) == before
        assert problems(back) == []
        assert back.search(Query("harbour"), limit=50) == found


def test_a_backup_that_fails_leaves_nothing_in_the_way_of_the_next(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Ledger.open("news.db") as ledger:
        fill(ledger)
        _fails_and_then_works(ledger, "copy.db")
        _fails_and_then_works(ledger, postgres_url)
        with Ledger.open(postgres_url, create=False) as served:
            _fails_and_then_works(served, "back.db")


def _fails_and_then_works(ledger: Ledger, target: str) -> None:
    there = set(Path().iterdir())
    elsewhere = ledger.captures.rename("elsewhere")
    with pytest.raises(LedgerError, match=r"00001\.warc\.gz: No such file"):
        ledger.backup(target)
    elsewhere.rename(ledger.captures)
    assert set(Path().iterdir()) == there
    ledger.backup(target)
    with Ledger.open(target, create=False) as copy:
        assert problems(copy) == []


@pytest.mark.parametrize("onto_a_server", [False, True])
def test_a_backup_that_is_refused_takes_nothing_of_others_away(
    onto_a_server: bool, tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    target = postgres_url if onto_a_server else "copy.db"
    theirs = captures_of(target) / "00001.warc.gz"

    def meanwhile(what: Callable[..., None]) -> Callable[..., None]:
        def wrapped(*given: object) -> None:  # somebody else makes captures there
            theirs.parent.mkdir()
            theirs.touch()
            what(*given)

        return wrapped

    monkeypatch.setattr(copying, "upgrade", meanwhile(upgrade))
    monkeypatch.setattr(SQLite, "copy_to", meanwhile(SQLite.copy_to))
    with Ledger.open("news.db") as ledger:
        fill(ledger)
        with pytest.raises(LedgerError, match="there are captures already"):
            ledger.backup(target)
    assert theirs.exists()
    assert not Path("copy.db").exists()


def test_a_backup_without_room_for_its_index_leaves_nothing(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(copying, "write_index", full)
    there = set(tmp_path.iterdir())
    with pytest.raises(LedgerError, match="No space left"):
        ledger.backup(tmp_path / "copy.db")
    assert set(tmp_path.iterdir()) == there


def test_a_backup_is_whole_where_only_its_statistics_fail(
    tmp_path: Path, postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise OperationalError("ANALYZE", None, Exception("cut off"))

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(PostgreSQL, "take_stock", fails)
    with Ledger.open("news.db") as ledger:
        fill(ledger)
        ledger.backup(postgres_url)
    with Ledger.open(postgres_url, create=False) as copy:
        assert problems(copy) == []


def whole(ledger: Ledger) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, each of which has some."""
    with ledger._reading() as connection:
        tables = {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in schema.metadata.sorted_tables
        }
    assert [name for name, rows in tables.items() if not rows] == []
    return tables


# ── Forget ───────────────────────────────────────────────────────────────────────────────


def test_a_forgotten_page_is_gone_and_stays_gone(ledger: Ledger) -> None:
    reading = synthetic.reading(1)
    reviewed = next(h.claim.id for h in ledger.search(Query(), limit=99).hits
                    if h.claim.page == page_row(reading.page).id)  # fmt: skip
    ledger.review(reviewed, Action.NOTE, "ann", after="secret")
    tombstone = ledger.forget(reading.page.origin, "a court said so")
    assert (tombstone.body, tombstone.reason) == (reading.page.id, "a court said so")
    assert problems(ledger) == []
    with pytest.raises(NotInLedger):
        ledger.reading(reading.page.origin)
    assert "secret" not in repr(everything(ledger))
    assert ledger.add([reading, synthetic.reading(8)]) == Added(added=1, forgotten=1)
    assert problems(ledger) == []
    assert ledger.forget(tombstone.page, "again") == tombstone
    ledger.lift(tombstone.page)
    assert ledger.add([reading]) == Added(added=1)
    assert ledger.reading(reading.page.origin) == kept(reading)
    assert problems(ledger) == []


def test_the_last_page_can_be_forgotten(ledger: Ledger) -> None:
    ledger.forget(synthetic.reading(3).page.origin, "asked to")
    ledger.add([synthetic.reading(8)])
    assert problems(ledger) == []
    assert [page.origin for page in kept_pages(ledger.captures)] == [
        f"made-up/{number}.txt" for number in (0, 1, 2, 8)
    ]
    with next(ledger.captures.glob("*.warc.gz")).open("rb") as file:
        assert len(list(ArchiveIterator(file))) == 6


def test_nothing_of_it_is_left_in_any_file(tmp_path: Path) -> None:
    reading = synthetic.reading(2)
    with Ledger.open(tmp_path / "news.db") as ledger:
        fill(ledger)
        assert {"news.db", "news.db-wal"} & set(files_with_words_of(reading, tmp_path))
        ledger.forget(reading.page.id, "asked to")
        assert files_with_words_of(reading, tmp_path) == []


def files_with_words_of(reading: Reading, folder: Path) -> list[str]:
    """The files that hold words which no other reading of `fill` has."""
    words = {word for claim in reading.claims for word in claim.text.split() if len(word) > 5}
    others = [synthetic.reading(i) for i in (0, 1, 3)]
    taken = " ".join(each.article.text + str(each.article.title) for each in others)
    own = [word.encode() for word in sorted(words) if word not in taken]
    assert own
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [each.name for each in files if any(word in each.read_bytes() for word in own)]


def test_what_somebody_still_reads_is_told_and_goes_when_it_is_forgotten_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backends, "_PATIENCE", 0)
    path, reading = tmp_path / "news.db", synthetic.reading(2)
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        fill(ledger)
        reader = other.pages()
        next(reader)
        with pytest.raises(StillRead, match="forget it again") as forgotten:
            ledger.forget(reading.page.origin, "asked to")
        assert files_with_words_of(reading, tmp_path)
        assert problems(ledger) == []
        list(reader)
        assert ledger.forget(forgotten.value.about, "again").reason == "asked to"
        assert files_with_words_of(reading, tmp_path) == []


def test_of_several_pages_that_go_by_a_name_none_is_forgotten_before_one_is_meant(
    ledger: Ledger,
) -> None:
    url, first = "https://pages.example/harbour", synthetic.reading(5)
    pages = [
        dataclasses.replace(first.page, url=url, body=body, captured_at=None)
        for body in (first.page.body, first.page.body + b"\n")
    ]
    ledger.add(dataclasses.replace(first, page=page) for page in pages)
    ids = [page_row(page).id for page in pages]
    with pytest.raises(LedgerError, match=f"2 pages go by it.*{ids[1]}, {ids[0]}"):
        ledger.forget(url, "asked to")
    assert ledger.forget(ids[1], "asked to").page == ids[1]
    assert ledger.forget(url, "asked to").page == ids[0]
    assert problems(ledger) == []


def test_a_page_that_is_not_there_cannot_be_forgotten(ledger: Ledger) -> None:
    with pytest.raises(NotInLedger):
        ledger.forget("none", "why not")


# ── Rebuild ──────────────────────────────────────────────────────────────────────────────


def test_captures_hold_all_that_is_needed_to_read_the_pages_again(ledger: Ledger) -> None:
    pages = [page for page in capture([EXAMPLES]) if isinstance(page, Page)]
    ledger.add(dataclasses.replace(synthetic.reading(50), page=page) for page in pages)
    again = [recapture(page) for page in kept_pages(ledger.captures)]
    assert again[-len(pages) :] == pages
