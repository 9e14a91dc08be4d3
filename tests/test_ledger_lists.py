"""Lists, counts and states, for whoever puts a page around a ledger."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest

from benchmarks import synthetic
from reportedly.data import (
    Certainty,
    Dating,
    Evidence,
    Finding,
    FindingKind,
    Place,
    Quotation,
    Severity,
    Span,
)
from reportedly.errors import EmptyPage, NotInLedger, ReviewConflict
from reportedly.ledger import Action, Ledger, Listing, Query, Size
from tests.test_ledger import NEWER
from tests.test_ledger_search import MAY, OLDAM, PACKET, READINGS, claim, reading

T = TypeVar("T")


def finding(kind: FindingKind, severity: Severity) -> Finding:
    return Finding(kind, severity, f"{kind}.", (Evidence(Place.TEXT, Span(0, 3), "c1"),))


FOUND = (
    finding(FindingKind.TRUNCATED, Severity.INFO),
    finding(FindingKind.HEDGE_LOST, Severity.SERIOUS),
    finding(FindingKind.CHAIN_CUT, Severity.SERIOUS),
)
DOUBTED = dataclasses.replace(READINGS[1], findings=FOUND)


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        opened.add([READINGS[0], DOUBTED, READINGS[2]])
        yield opened


def whole(listed: Callable[..., Listing[T]], *subject: Any, **more: Any) -> list[T]:
    """All items of a list, gathered page by page."""
    items: list[T] = []
    after = None
    while True:
        part = listed(*subject, limit=1, after=after, **more)
        items += part.items
        if (after := part.after) is None:
            return items


def test_the_last_readings_come_first(ledger: Ledger) -> None:
    ledger.add([dataclasses.replace(DOUBTED, made_by=NEWER)])
    shown = ledger.recent().items
    assert [each.origin for each in shown] == ["crates", "undated", "boats"]
    assert whole(ledger.recent) == list(shown)
    crates, _, boats = shown
    assert (crates.claims, crates.findings) == (2, ((Severity.SERIOUS, 2), (Severity.INFO, 1)))
    assert (boats.title, boats.site, boats.url) == (
        "boats", "Orrin Packet", "https://www.packet.example/boats",
    )  # fmt: skip
    assert boats.published == READINGS[0].article.published
    assert ledger.reading(boats.id).page.origin == "boats"


def test_findings_by_severity_and_kind(ledger: Ledger) -> None:
    ledger.add([synthetic.reading(1)])
    ledger.add([synthetic.reading(1, NEWER)])
    assert [each.finding.kind for each in whole(ledger.findings)] == [
        FindingKind.UNNAMED_ONLY, *(each.kind for each in FOUND),
    ]  # fmt: skip
    serious = whole(ledger.findings, severity=Severity.SERIOUS)
    assert [each.finding for each in serious] == list(FOUND[1:])
    assert [(each.position, each.origin) for each in serious] == [(1, "crates"), (2, "crates")]
    (one,) = ledger.findings(kind=FindingKind.CHAIN_CUT, severity=Severity.SERIOUS).items
    assert one.finding == FOUND[2]
    assert ledger.findings(kind=FindingKind.CHAIN_CUT, severity=Severity.INFO).items == ()


def test_the_claims_of_a_reading_as_they_stand(ledger: Ledger) -> None:
    (boats,) = (each for each in ledger.recent().items if each.origin == "boats")
    claims = ledger.claims_of(boats.id)
    assert [each.claim for each in claims] == list(READINGS[0].claims)
    ledger.review(claims[0].id, Action.CORRECT, "ann", field="certainty", after="denied")
    assert ledger.claims_of(boats.id)[0].claim.certainty is Certainty.DENIED
    with pytest.raises(NotInLedger):
        ledger.claims_of("none")


def test_what_a_person_said_over_time(ledger: Ledger) -> None:
    later = Dating(dt.date(2023, 1, 2), dt.date(2023, 1, 2), dt.date(2023, 1, 2))
    veteran = dataclasses.replace(OLDAM, role="veteran")
    other = reading("late", later, claim(1, "it rains", veteran), site="Y")
    ledger.add([dataclasses.replace(other, sources=(veteran,))])
    (master, old) = ledger.speakers("Oldam")
    assert [each.origin for each in whole(ledger.statements, master.id)] == [
        "boats", "boats", "undated",
    ]  # fmt: skip
    ledger.merge(old.id, master.id, "ann")
    said = whole(ledger.statements, old.id)
    assert [each.origin for each in said] == ["late", "boats", "boats", "undated"]
    ledger.review(said[1].id, Action.REJECT, "ann")
    assert [each.origin for each in ledger.statements(old.id).items] == ["late", "boats", "undated"]
    assert [each.id for each in ledger.person(old.id)] == [master.id, old.id]
    for listed in (ledger.person, ledger.statements):
        with pytest.raises(NotInLedger):
            listed("none")


def test_counts(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = ledger.facets(Query())
    assert (counts.counted, counts.complete) == (6, True)
    assert [(each.name, each.claims) for each in counts.speakers] == [
        ("Berit Oldam", 3), ("Orrin Packet", 2),
    ]  # fmt: skip
    assert dict(counts.certainty) == {Certainty.ASSERTED: 5, Certainty.POSSIBLE: 1}
    assert counts.quotation == ((Quotation.INDIRECT, 5), (Quotation.DIRECT, 1))
    assert counts.sites == (("Orrin Packet", 3), ("Skarn Post", 2), ("X", 1))
    assert counts.units == (("boats", 1), ("crates", 1), ("troops", 1))
    assert ledger.facets(Query(), most=1).speakers == counts.speakers[:1]
    some = ledger.facets(Query("troops", until=MAY, speaker="Oldam"))
    assert (some.counted, some.sites) == (2, (("Orrin Packet", 2),))
    assert ledger.facets(Query(speaker="Nobody")).counted == 0
    one, other = (ledger.speakers(name)[0].id for name in ("Packet", "Oldam"))
    ledger.merge(one, other, "ann")
    (both,) = ledger.facets(Query()).speakers
    assert (both.id, both.claims) == (other, 4)  # in a chain of one they stand both
    monkeypatch.setattr("reportedly.ledger.counting.COUNTED", 2)
    assert not ledger.facets(Query()).complete


def test_a_person_is_sought_as_they_are_counted(ledger: Ledger) -> None:
    pilot = dataclasses.replace(OLDAM, role="pilot")  # of the same name
    said = (claim(1, "it rained", pilot), claim(2, "so it did", PACKET, pilot))
    more = reading("rain", Dating(), *said, site="X")
    ledger.add([dataclasses.replace(more, sources=(pilot, PACKET))])
    for query in (Query(), Query(speaker="Oldam"), Query(speaker="Packet"), Query("troops")):
        for each in ledger.facets(query).speakers:
            asked = dataclasses.replace(query, person=each.id)
            assert ledger.number_of(asked) == ledger.facets(asked).counted == each.claims
    one, other = (each.id for each in ledger.speakers("Oldam"))
    ledger.merge(one, other, "ann")
    assert ledger.number_of(Query(person=one)) == ledger.number_of(Query(person=other)) == 5
    assert ledger.number_of(Query(person="none")) == 0


def test_how_much_there_is(ledger: Ledger) -> None:
    ledger.add([EmptyPage("empty", about="a.txt")])
    ledger.forget("undated", "asked to")
    assert ledger.size() == Size(2, 5, 2, 0, 1, 1)


def test_reviews_that_are_not_decided(ledger: Ledger) -> None:
    one, other, third = (ledger.search(Query(word)).hits[0].claim.id
                         for word in ("cafés", "trooper", "nothing"))  # fmt: skip
    ledger.review(one, Action.NOTE, "ann", after="really?")
    ledger.review(other, Action.TAG, "ann", after="to check")
    ledger.review(third, Action.NOTE, "ann", after="hm")
    ledger.review(third, Action.ACCEPT, "ann")
    assert [each.id for each in whole(ledger.undecided)] == [other, one]
    last = whole(ledger.latest_reviews)
    assert [each.action for each in last] == [Action.ACCEPT, Action.NOTE, Action.TAG, Action.NOTE]
    assert last[::-1] == list(ledger.reviews())


def test_a_claim_has_its_history_with_what_was_undone(ledger: Ledger) -> None:
    one, other = (ledger.search(Query(word)).hits[0].claim.id for word in ("cafés", "trooper"))
    event = ledger.review(one, Action.REJECT, "ann")
    ledger.review(other, Action.REJECT, "ann")
    undone = ledger.undo(event.id, "ben")
    again = ledger.undo(undone.id, "ann")
    assert list(ledger.reviews(one)) == [event, undone, again]


def test_a_review_of_what_has_changed_meanwhile_is_refused(ledger: Ledger) -> None:
    one = ledger.search(Query("cafés")).hits[0].claim
    state = one.standing.state
    event = ledger.review(one.id, Action.NOTE, "ann", after="hm", based_on=state)
    with pytest.raises(ReviewConflict, match="meanwhile"):
        ledger.review(one.id, Action.ACCEPT, "ben", based_on=state)
    assert len(list(ledger.reviews())) == 1
    ledger.review(one.id, Action.ACCEPT, "ben", based_on=ledger.claim(one.id).standing.state)
    ledger.undo(event.id, "ann")
    assert ledger.claim(one.id).standing.notes == ()


@pytest.mark.parametrize("after", ["x", "1-x", "٣", ""])
def test_a_bookmark_is_one_of_ours(ledger: Ledger, after: str) -> None:
    if not after:
        assert ledger.findings(after=after).items
        return
    for listed in (ledger.recent, ledger.findings, ledger.undecided, ledger.latest_reviews):
        with pytest.raises(NotInLedger, match="ended"):
            listed(after=after)
