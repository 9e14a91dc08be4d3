"""What traces ask of a ledger, on both databases; and what they leave in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import synthetic
from reportedly.data import Evidence, Finding, FindingKind, Place, Reading, Severity, Span
from reportedly.errors import NotInLedger, PageError
from reportedly.ledger import Ledger
from reportedly.ledger.passages import PLACES
from reportedly.ledger.rows import page_row
from reportedly.pages import capture
from reportedly.reading import read_all
from reportedly.shingles import sample
from reportedly.traces import Index, Shelf, trace

STORIES = Path(__file__).resolve().parent.parent / "stories"
CLAIM = "The defence ministry may send up to 2,000 volunteers to guard the Sarn pipeline"


@pytest.fixture(scope="module")
def leak() -> list[Reading]:
    read = read_all(capture([str(STORIES / "leak")]))
    return [each for each in read if not isinstance(each, PageError)]


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        yield opened


def filled(ledger: Ledger, readings: list[Reading]) -> Ledger:
    ledger.add(readings)
    assert [done for done, _ in ledger.sample()][-1] == len(readings)
    assert list(ledger.sample()) == []
    return ledger


def test_a_ledger_and_a_shelf_give_the_same_trace(ledger: Ledger, leak: list[Reading]) -> None:
    index: Index = filled(ledger, leak)
    shelf = Shelf(leak)
    first = index.alike(CLAIM, 5)[0]
    kept, shelved = trace(first, index), trace(shelf.alike(CLAIM, 5)[0], shelf)
    assert [v.statement.claim for v in kept.pages] == [v.statement.claim for v in shelved.pages]
    assert [(e.ground, e.confidence) for e in kept.edges] == [
        (e.ground, e.confidence) for e in shelved.edges
    ]
    assert [f.message for f in kept.findings] == [f.message for f in shelved.findings]
    assert index.statement(first.id) == first
    assert first in index.stated_by(first.page)
    with pytest.raises(NotInLedger):
        index.statement("0" * 32)


def test_what_comes_after_the_last_page_was_forgotten_is_sampled(
    ledger: Ledger, leak: list[Reading]
) -> None:
    filled(ledger, leak[:3])
    ledger.forget(leak[2].page.id, "asked to")
    ledger.add(leak[3:4])  # its reading gets the key of the one that went
    assert list(ledger.sample()) == [(1, 1)]
    passages = [int(each) for each in sample(leak[3].article.text)]
    assert [count for _, count in ledger.sharing(passages, 1)] == [len(passages)]
    assert list(ledger.verify()) == []


def test_a_wire_report_and_its_rewrites_are_traced_from_a_ledger(ledger: Ledger) -> None:
    read = read_all(capture([str(STORIES / "rescue")]))
    filled(ledger, [each for each in read if not isinstance(each, PageError)])
    told = trace("Fourteen miners are missing after a tunnel collapsed at Kestrel", ledger)
    names = {v.page: Path(ledger.reading(v.page).page.origin).name[:2] for v in told.pages}
    edges = {f"{names.get(e.origin, e.origin)} > {names[e.target]}" for e in told.edges}
    assert edges == {
        "source:Tomas Brekke > 01",
        *("01 > 02", "01 > 03", "01 > 04", "01 > 06", "01 > 07", "01 > 09"),
        *("05 > 08", "source:Arne Fosse > 10", "10 > 11"),
    }
    assert (told.independent.at_least, told.independent.at_most) == (2, 4)
    assert [f.kind for f in told.findings].count(FindingKind.QUOTATION_CUT) == 1


def test_pages_are_found_by_what_they_share(ledger: Ledger, leak: list[Reading]) -> None:
    filled(ledger, leak)
    lantern, valley = leak[2], leak[3]
    shared = ledger.sharing(sample(valley.article.text).tolist(), 5)
    pages = [ledger.stated_by(page)[0].text for page, _ in shared]
    assert pages == [lantern.article.text, valley.article.text]  # the first has all of the second
    assert shared[0][1] >= shared[1][1] > 2
    assert ledger.sharing([], 5) == []


def test_a_hash_leads_to_a_bounded_number_of_pages(ledger: Ledger) -> None:
    reading = synthetic.reading(1)
    many = [_renamed(reading, number) for number in range(PLACES + 20)]
    filled(ledger, many)
    assert len(ledger.sharing(sample(reading.article.text).tolist(), 1000)) == PLACES
    assert list(ledger.verify()) == []
    ledger.forget("n3", "asked to")
    assert len(ledger.sharing(sample(reading.article.text).tolist(), 1000)) == PLACES - 1
    assert list(ledger.verify()) == []


def _renamed(reading: Reading, number: int) -> Reading:
    from dataclasses import replace

    from reportedly.data import Given

    return replace(reading, page=replace(reading.page, given=Given(id=f"n{number}")))


def test_what_comparisons_found_is_kept_replaced_and_forgotten(
    ledger: Ledger, leak: list[Reading]
) -> None:
    filled(ledger, leak)
    traced = trace(ledger.alike(CLAIM, 1)[0], ledger)
    pages = [variant.page for variant in traced.pages]
    for _ in range(2):
        assert ledger.keep_findings(pages, traced.findings) == len(traced.findings)
        assert set(ledger.findings_across()) == set(traced.findings)
    (tollgate,) = {v.page for v in traced.pages if v.statement.site == "The Tollgate"}
    assert {f.kind for f in ledger.findings_across(tollgate)} == {FindingKind.DRIFT}
    assert list(ledger.verify()) == []

    ledger.add([synthetic.reading(1)])
    elsewhere = page_row(synthetic.reading(1).page).id
    other = Evidence(Place.TEXT, Span(0, 1), None, elsewhere)
    apart = Finding(FindingKind.DRIFT, Severity.INFO, "Of another page.", (other,))
    ledger.keep_findings([elsewhere], [apart])
    ledger.forget(tollgate, "asked to")
    # By a comparison that began before
    rest = [each for each in traced.findings if tollgate not in {e.page for e in each.evidence}]
    assert ledger.keep_findings(pages, traced.findings) == len(rest) < len(traced.findings)
    assert list(ledger.findings_across(tollgate)) == []
    assert apart in set(ledger.findings_across())
    ledger.keep_findings(pages, [])
    assert list(ledger.findings_across()) == [apart]
    assert list(ledger.verify()) == []


def test_altered_samples_and_findings_are_told(ledger: Ledger, leak: list[Reading]) -> None:
    filled(ledger, leak)
    traced = trace(ledger.alike(CLAIM, 1)[0], ledger)
    ledger.keep_findings([v.page for v in traced.pages], traced.findings)
    from sqlalchemy import text

    with ledger._backend.writing() as connection:
        connection.execute(text("UPDATE samples SET hash = hash + 1 WHERE reading = 1"))
        connection.execute(text("UPDATE traced SET message = 'All is well.'"))
    problems = [problem.about.split()[0] for problem in ledger.verify()]
    assert problems.count("traced") == len(traced.findings)
    assert "reading" in problems
