"""What goes into a ledger comes out again, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, inspect, select, text
from warcio.archiveiterator import ArchiveIterator

from benchmarks import synthetic
from reportedly import data
from reportedly.data import Form, Given, Maker, Page, Reading
from reportedly.errors import (
    EmptyPage,
    LedgerError,
    LedgerTooNew,
    NotInLedger,
    PageError,
    PageNotStorable,
)
from reportedly.ledger import Action, Added, Ledger, Query, schema
from reportedly.ledger.assembly import page_of, reading_of
from reportedly.ledger.backends import SQLite, backend_for
from reportedly.ledger.captures import surt
from reportedly.ledger.characters import restored, storable
from reportedly.ledger.migrations import HEAD, upgrade
from reportedly.ledger.rows import page_row, reading_rows
from reportedly.pages import capture
from reportedly.reading import maker, read_all

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
NEWER = dataclasses.replace(synthetic.MAKER, version="0.1.0")


@pytest.fixture
def captures(tmp_path: Path) -> Path:
    return tmp_path / "captures"


@pytest.fixture
def ledger(ledger_url: str, captures: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=captures) as opened:
        yield opened


def kept(reading: Reading) -> Reading:
    """A reading as a ledger gives it back."""
    return dataclasses.replace(reading, page=dataclasses.replace(reading.page, text=""))


MOMENTS = {"added_at", "seen_at", "seal", "warc_hash", "warc_start", "warc_size"}


def everything(ledger: Ledger) -> dict[str, list[Any]]:
    """All rows of all tables, but for what depends on the time of day."""
    with ledger._backend.engine.connect() as connection:
        return {
            table.name: sorted(
                connection.execute(select(*(c for c in table.c if c.name not in MOMENTS))).all(),
                key=repr,
            )
            for table in schema.metadata.sorted_tables
        }


# ── In and out ───────────────────────────────────────────────────────────────────────────


def test_real_readings_come_back_as_they_were(ledger: Ledger) -> None:
    readings = [each for each in read_all(capture([EXAMPLES])) if isinstance(each, Reading)]
    assert ledger.add(readings) == Added(added=len(readings))
    assert list(ledger.readings()) == [kept(each) for each in readings]


def test_a_reading_is_found_by_page_address_and_origin(ledger: Ledger) -> None:
    first, second = synthetic.readings(2)
    ledger.add([first, second])
    names = (first.page.id, first.page.url, first.page.origin, page_row(first.page).id)
    for name in names:
        assert ledger.reading(str(name)) == kept(first)
    with pytest.raises(NotInLedger):
        ledger.reading("sha256:none")


def test_adding_twice_changes_nothing(ledger: Ledger) -> None:
    readings = list(synthetic.readings(5))
    ledger.add(readings)
    before = everything(ledger)
    assert ledger.add(readings + readings[:2]) == Added(known=7)
    assert everything(ledger) == before


def test_both_databases_hold_the_same(tmp_path: Path, postgres_url: str) -> None:
    held: list[dict[str, list[Any]]] = []
    for url in (str(tmp_path / "news.db"), postgres_url):
        with Ledger.open(url, captures=tmp_path / str(len(held))) as ledger:
            ledger.add(synthetic.readings(20))
            ledger.add([*synthetic.readings(5, maker=NEWER), EmptyPage("empty", about="a.txt")])
            held.append(everything(ledger))
    assert held[0] == held[1]


def test_another_model_reads_beside_the_old_one_and_becomes_current(ledger: Ledger) -> None:
    old, new = synthetic.reading(1), synthetic.reading(1, NEWER)
    ledger.add([old])
    assert ledger.add([new]) == Added(added=1)
    assert list(ledger.readings()) == [kept(new)]
    assert list(ledger.readings(history=True)) == [kept(old), kept(new)]
    assert ledger.add([old]) == Added(known=1)
    assert list(ledger.readings()) == [kept(new)]
    assert len(everything(ledger)["pages"]) == 1


def test_claims_that_models_agree_on_share_their_id(ledger: Ledger) -> None:
    ledger.add([synthetic.reading(1), synthetic.reading(1, NEWER)])
    ids = [row[1] for row in everything(ledger)["claims"]]
    assert len(ids) == 2 * len(set(ids))


def test_the_same_text_twice_in_one_file_of_lines_is_two_pages(ledger: Ledger) -> None:
    reading = synthetic.reading(1)
    twins = [
        dataclasses.replace(reading, page=dataclasses.replace(reading.page, given=Given(id=own)))
        for own in ("n1", "n2")
    ]
    assert ledger.add(twins) == Added(added=2)
    assert ledger.reading("n2") == kept(twins[1])


def test_every_field_of_the_nouns_is_kept() -> None:
    """Whoever gives a noun a field gives the ledger a place for it, and then changes this."""
    fields = {
        each.__name__: len(dataclasses.fields(each))
        for each in (
            data.Reading, data.Page, data.Given, data.Article, data.Block, data.TextQuote,
            data.Dating, data.RejectedDate, data.Attribution, data.Source, data.Claim, data.Link,
            data.Quantity, data.Entity, data.Finding, data.Evidence, data.Maker,
        )
    }  # fmt: skip
    # The page of an evidence is that of its reading, and said in a trace alone.
    assert list(fields.values()) == [7, 8, 5, 10, 5, 3, 6, 2, 6, 5, 12, 3, 7, 3, 4, 4, 3], fields


# ── What cannot be read, and what need not be ────────────────────────────────────────────


def test_bad_pages_are_recorded_until_they_can_be_read(ledger: Ledger) -> None:
    reading = synthetic.reading(1)
    bad = EmptyPage("nothing in it", about=reading.page.origin, id="n1")
    assert ledger.add([bad, bad]) == Added(failed=2)
    (failure,) = ledger.errors()
    assert (failure.origin, failure.id, failure.kind) == (reading.page.origin, "n1", "empty")
    ledger.add([reading])
    assert list(ledger.errors()) == []
    ledger.add([bad])  # out of reach for a while
    assert len(list(ledger.errors())) == 1
    assert list(ledger.unread([reading.page], synthetic.MAKER)) == [None]
    assert list(ledger.errors()) == []
    assert list(ledger.verify()) == []


def test_pages_are_not_read_twice_by_one_maker(ledger: Ledger) -> None:
    first, second = synthetic.readings(2)
    broken = EmptyPage("empty", about="c.txt")
    ledger.add([first])
    pages: list[Page | PageError] = [first.page, second.page, broken]
    assert list(ledger.unread(pages, synthetic.MAKER)) == [None, second.page, broken]
    assert list(ledger.unread(pages, NEWER)) == pages


def test_what_was_read_before_a_run_is_stopped_is_kept(ledger: Ledger) -> None:
    def stopped() -> Iterator[Reading]:
        yield from synthetic.readings(3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ledger.add(stopped())
    assert len(list(ledger.readings())) == 3


# ── Characters ───────────────────────────────────────────────────────────────────────────

HARD = st.text(st.characters() | st.sampled_from("\0\ud800\udfffé“\U0010f000"))


@given(HARD)
def test_any_text_is_stored_code_point_for_code_point(value: str) -> None:
    try:
        stored = storable(value)
    except ValueError:
        assert any(ord(each) >= 0x10F7FF for each in value)
        return
    assert len(stored) == len(value)
    assert "\0" not in stored.encode().decode()
    assert restored(stored) == value


@given(HARD, HARD)
def test_rows_give_back_the_reading_that_they_were_made_of(title: str, role: str) -> None:
    plain = synthetic.reading(3)
    sources = (dataclasses.replace(plain.sources[0], role=role), *plain.sources[1:])
    article = dataclasses.replace(plain.article, title=title)
    reading = dataclasses.replace(plain, article=article, sources=sources)
    row = page_row(reading.page)
    try:
        _, rows = reading_rows(reading, row.id)
    except PageNotStorable:
        return
    assert reading_of(rows, page_of(row, reading.page.body)) == kept(reading)


def test_nul_and_lone_surrogates_survive_the_database(ledger: Ledger) -> None:
    text = "Berit Oldam said \0 that \ud800 it sank."
    page = Page(
        text.encode("utf-8", "surrogatepass"), text, Form.TEXT, "text/plain", "\udcff:1",
        given=Given(id="\0", title="\udfff"),
    )  # fmt: skip
    plain = synthetic.reading(1)
    claim = dataclasses.replace(plain.claims[0], text=text, quantities=(), entities=(), chain=())
    article = dataclasses.replace(plain.article, text=text, title="\udfff\0", blocks=())
    reading = Reading(page, article, (), (), (claim,), (), synthetic.MAKER)
    ledger.add([reading])
    assert ledger.reading("\0") == kept(reading)


# ── Captures ─────────────────────────────────────────────────────────────────────────────


def test_captures_are_warc_that_others_read(ledger: Ledger) -> None:
    readings = list(synthetic.readings(3))
    ledger.add(readings[:2])
    ledger.add(readings[2:])
    (path,) = ledger.captures.glob("*.warc.gz")
    with path.open("rb") as file:
        records = [
            (r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
            for r in ArchiveIterator(file, check_digests="raise")
        ]
    assert records[0][0] == "warcinfo"
    assert records[1:] == [("resource", each.page.url, each.page.body) for each in readings]


def test_the_index_is_sorted_and_leads_to_every_capture(ledger: Ledger) -> None:
    import json

    ledger.add(synthetic.readings(4))
    lines = (ledger.captures / "index.cdxj").read_bytes().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 4
    for line in lines:
        key, moment, fields = line.decode().split(" ", 2)
        found = json.loads(fields)
        assert (key, moment) == (surt(found["url"]), "20240101000000")
        with (ledger.captures / found["filename"]).open("rb") as file:
            file.seek(int(found["offset"]))
            record = next(ArchiveIterator(file))
            assert record.rec_headers.get_header("WARC-Target-URI") == found["url"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.Orrin.example/A?b=C", "example,orrin)/a?b=c"),
        ("http://orrin.example:8080", "example,orrin:8080)/"),
        ("urn:sha256:00", "urn:sha256:00"),
        ("http://[orrin", "http://[orrin"),
    ],
)
def test_addresses_sort_by_site(url: str, key: str) -> None:
    assert surt(url) == key


# ── Opening ──────────────────────────────────────────────────────────────────────────────


def test_migrations_make_the_tables_that_the_code_knows(ledger_url: str, captures: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    ledger = Ledger.open(ledger_url, captures=captures)
    with ledger, ledger._backend.engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), schema.metadata)
        views = inspect(connection).get_view_names()
    assert [each for each in found if "_fts" not in str(each)] == []
    assert set(views) == {"current_claims", "said", "figures"}


def test_a_ledger_of_the_first_step_is_brought_up_to_date(
    ledger_url: str, captures: Path, tmp_path: Path
) -> None:
    with Ledger.open(tmp_path / "new.db", captures=captures) as new:
        new.add([*synthetic.readings(3), synthetic.reading(1, NEWER)])
        one, other = (hit.claim for hit in new.search(Query(named=True), limit=2).hits)
        chain = [{"name": "Ida Moss", "type": "person"}]
        new.review(one.id, Action.CORRECT, "ann", field="chain", after=chain)
        new.review(other.id, Action.REJECT, "ann")
        expected = everything(new)
        with new._backend.engine.connect() as connection:
            rows = {
                table.name: list(connection.execute(select(table)).mappings())
                for table in schema.metadata.sorted_tables
            }
    old = backend_for(ledger_url)
    if isinstance(old, SQLite):
        old.begin_wal()
    with old.writing() as connection:
        upgrade(connection, "old", to="0001")
        for name, each in rows.items():
            if inspect(connection).has_table(name) and each:
                columns = [column["name"] for column in inspect(connection).get_columns(name)]
                table = Table(name, MetaData(), *(Column(column) for column in columns))
                known = [{column: row[column] for column in columns} for row in each]
                connection.execute(table.insert(), known)
        old.index(connection, "speakers", [(row["key"], row["name"]) for row in rows["speakers"]])
    old.engine.dispose()
    with Ledger.open(ledger_url, captures=captures) as ledger:
        assert everything(ledger) == expected
        assert list(ledger.verify()) == []
        assert [hit.claim.id for hit in ledger.search(Query(speaker="Moss")).hits] == [one.id]


def test_a_negative_zero_is_kept_as_what_a_database_makes_of_it(ledger: Ledger) -> None:
    one = synthetic.reading(1)
    claim = replace(one.claims[0], factuality=-0.0)
    ledger.add([replace(one, claims=(claim, *one.claims[1:]))])
    assert list(ledger.verify()) == []


def test_the_last_migration_is_the_one_that_the_code_asks_for() -> None:
    from reportedly.ledger import migrations

    steps = sorted(Path(migrations.__file__).parent.glob("versions/[0-9]*.py"))
    assert steps[-1].name.startswith(f"{HEAD}_")


def test_a_ledger_of_a_later_version_is_refused(ledger_url: str, captures: Path) -> None:
    with Ledger.open(ledger_url, captures=captures) as ledger:
        ledger.add([synthetic.reading(1)])
        with ledger._backend.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerTooNew, match="newer version"):
        Ledger.open(ledger_url, captures=captures)


def test_what_is_no_ledger_is_refused(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<p>Not a database, whatever it is called.</p>" * 100)
    with pytest.raises(LedgerError, match="not a ledger"):
        Ledger.open(tmp_path / "page.html")
    with pytest.raises(NotInLedger, match="no ledger there"):
        Ledger.open(tmp_path / "none.db", create=False)
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(LedgerError, match="address"):
        Ledger.open("mysql://localhost/news")


def test_a_server_that_is_not_there_is_named_without_the_password() -> None:
    with pytest.raises(LedgerError) as raised:
        Ledger.open("postgresql://ann:secret@127.0.0.1:1/news")
    assert "127.0.0.1" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_other_programs_read_the_file(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "news.db") as ledger:
        ledger.add([synthetic.reading(1), synthetic.reading(1, NEWER)])
    with sqlite3.connect(f"file:{tmp_path / 'news.db'}?mode=ro", uri=True) as plain:
        said = plain.execute("SELECT speaker, certainty, text, url FROM said").fetchall()
        assert len(said) == len(synthetic.reading(1).claims)
        assert plain.execute("SELECT count(*) FROM figures").fetchone() == (8,)
        word = said[0][2].split()[0]
        query = "SELECT count(*) FROM claims_fts WHERE claims_fts MATCH ?"
        assert plain.execute(query, (word,)).fetchone() >= (1,)
    plain.close()


# ── Together, and in spite of everything ─────────────────────────────────────────────────


def test_two_writers_at_once_lose_nothing(ledger_url: str, captures: Path) -> None:
    Ledger.open(ledger_url, captures=captures).close()

    def write(first: int) -> Added:
        with Ledger.open(ledger_url, captures=captures) as ledger:
            total = Added()
            for number in range(first, first + 30, 3):
                total += ledger.add(synthetic.readings(3, first=number))
            return total

    with ThreadPoolExecutor(2) as pool:
        tallies = list(pool.map(write, (0, 15)))
    assert sum(each.added for each in tallies) == 45
    with Ledger.open(ledger_url, captures=captures) as ledger:
        assert list(ledger.verify()) == []  # the index of captures has all of them, too
        assert sorted(each.page.origin for each in ledger.readings()) == sorted(
            each.page.origin for each in synthetic.readings(45)
        )


def test_an_index_that_a_killed_run_did_not_come_to_is_written_by_the_next(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "write_index", lambda self: None)
        ledger.add(synthetic.readings(2))
    assert list(ledger.verify())
    assert ledger.add(synthetic.readings(2)) == Added(known=2)
    assert list(ledger.verify()) == []


def test_made_by_is_what_the_model_says() -> None:
    assert maker() == Maker(maker().version, "default", maker().weights)
    tags, grades = maker("accurate").weights.split()
    assert grades == maker().weights != tags
