"""Reviews: events that are appended, views that follow from them, speakers joined and parted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import synthetic
from reportedly.data import Certainty, Dating, Source, SourceType, Span
from reportedly.errors import LedgerError, NotInLedger
from reportedly.ledger import Action, Ledger, Query, schema
from tests.test_ledger import NEWER, everything
from tests.test_ledger_search import MAY, READINGS, claim, found, reading
from training.corpora import polnear


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        opened.add(READINGS)
        yield opened


def id_of(ledger: Ledger, words: str) -> str:
    return ledger.search(Query(words)).hits[0].claim.id


def test_a_rejected_claim_is_found_only_when_asked_for(ledger: Ledger) -> None:
    one = id_of(ledger, "cafés")
    ledger.review(one, Action.REJECT, "ann")
    assert found(ledger, words="cafés") == set()
    assert found(ledger, words="cafés", status="rejected") == {"boats/c2"}
    ledger.review(one, Action.ACCEPT, "ben")
    assert found(ledger, words="cafés", status="accepted") == {"boats/c2"}
    assert [(event.who, event.action) for event in ledger.reviews(one)] == [
        ("ann", Action.REJECT),
        ("ben", Action.ACCEPT),
    ]


def test_corrections_change_the_view_and_not_what_was_read(ledger: Ledger) -> None:
    one = id_of(ledger, "cafés")
    was = ledger.claim(one)
    chain = [{"name": "Ida Moss", "type": "person", "role": None, "mention": [0, 3], "cue": None}]
    event = ledger.review(one, Action.CORRECT, "ann", field="certainty", after="denied")
    ledger.review(one, Action.CORRECT, "ann", field="content", after=[[4, 9]])
    ledger.review(one, Action.CORRECT, "ann", field="chain", after=chain)
    figure = {"span": [0, 4], "value": 7, "unit": "cafés"}
    ledger.review(one, Action.CORRECT, "ann", field="quantities", after=[figure])
    now = ledger.claim(one)
    assert event.detail == {"field": "certainty", "before": "asserted", "after": "denied"}
    assert now.claim.certainty is Certainty.DENIED
    assert (now.claim.content, now.claim.text) == ((Span(4, 9),), "boats")
    assert [source.name for source in now.chain] == ["Ida Moss"]
    assert (now.claim.quantities[0].low, now.claim.quantities[0].unit) == (7, "cafés")
    assert found(ledger, certainty=(Certainty.DENIED,)) == {"boats/c2"}
    assert ledger.reading("boats").claims[1] == was.claim


def test_search_finds_what_was_corrected_and_no_more_what_was_read(ledger: Ledger) -> None:
    one = id_of(ledger, "cafés")
    chain = [{"name": "Ida Moss", "type": "person", "role": None, "mention": [0, 3], "cue": None}]
    figure = {"span": [0, 4], "value": 7, "unit": "cakes"}
    before = everything(ledger)
    events = [
        ledger.review(one, Action.CORRECT, "ann", field=field, after=after)
        for field, after in (("content", [[4, 9]]), ("chain", chain), ("quantities", [figure]))
    ]
    assert list(ledger.verify()) == []
    all_of_it = {"words": "boats", "speaker": "Moss", "unit": "cakes", "more_than": 6.0}
    for now in (all_of_it, *({name: value} for name, value in all_of_it.items())):
        assert "boats/c2" in found(ledger, **now), now
    for once in ({"words": "cafés"}, {"speaker": "Packet", "certainty": (Certainty.ASSERTED,)}):
        assert "boats/c2" not in found(ledger, **once), once
    (snippet,) = {hit.snippet for hit in ledger.search(Query("boats", speaker="Moss")).hits}
    assert snippet == "boats"
    for event in events:
        ledger.undo(event.id, "ann")
    assert "boats/c2" in found(ledger, words="cafés", speaker="Packet")
    assert found(ledger, speaker="Moss") == found(ledger, unit="cakes") == set()
    assert everything(ledger)["claims"] == before["claims"]
    assert list(ledger.verify()) == []


def test_an_id_cut_short_must_be_that_of_one_claim(ledger: Ledger) -> None:
    one = id_of(ledger, "cafés")
    assert ledger.claim(one[:20]).id == one
    with ledger._backend.writing() as connection:
        twin = f"{one[:24]}{(int(one[24:], 16) ^ 1):08x}"
        other = schema.claims.update().where(schema.claims.c.id == id_of(ledger, "nothing"))
        connection.execute(other.values(id=twin))
    with pytest.raises(LedgerError, match="more than one"):
        ledger.claim(one[:20])
    assert ledger.claim(one).id == one


def test_a_chain_can_be_taken_away(ledger: Ledger) -> None:
    one = id_of(ledger, "cafés")
    ledger.review(one, Action.CORRECT, "ann", field="chain", after=[])
    assert ledger.claim(one).chain == ()
    assert "boats/c2" not in found(ledger, named=True) | found(ledger, named=False)
    assert list(ledger.verify()) == []


def test_undo_takes_back_and_can_be_taken_back(ledger: Ledger) -> None:
    one = id_of(ledger, "cafés")
    was = ledger.claim(one)
    first = ledger.review(one, Action.CORRECT, "ann", field="kind", after="opinion")
    undone = ledger.undo(first.id, "ben")
    assert ledger.claim(one) == was
    ledger.undo(undone.id, "ann")
    assert ledger.claim(one).claim.kind == "opinion"
    assert len(list(ledger.reviews())) == 3


def test_tags_and_notes(ledger: Ledger) -> None:
    one = id_of(ledger, "cafés")
    ledger.review(one, Action.TAG, "ann", after="to check")
    ledger.review(one, Action.TAG, "ann", after="odd")
    ledger.review(one, Action.UNTAG, "ann", after="odd")
    ledger.review(one, Action.NOTE, "ann", after="“Cafés”, really?")
    standing = ledger.claim(one).standing
    assert (standing.tags, standing.notes) == (("to check",), ("“Cafés”, really?",))
    assert found(ledger, tag="to check") == {"boats/c2"}
    assert found(ledger, tag="odd") == set()


@pytest.mark.parametrize(
    ("field", "after"),
    [
        ("certainty", "sure"),
        ("factuality", 9),
        ("content", [[0, 10**6]]),
        ("content", "all of it"),
        ("content", []),
        ("content", [[3, 3]]),
        ("content", [[0.5, 2]]),
        ("chain", [{"type": "alien"}]),
        ("chain", ""),
        ("chain", {"name": "Ida Moss"}),
        ("chain", ["Ida Moss"]),
        ("chain", [{"name": 3}]),
        ("chain", [{"name": " "}]),
        ("chain", [{"name": "Ida Moss", "role": ["mayor"]}]),
        ("chain", [{"name": "Ida Moss", "mention": [0, 10**6]}]),
        ("chain", [{"name": "Ida Moss", "mention": [0.5, 1.5]}]),
        ("chain", [{"name": "Ida Moss", "cue": "ab"}]),
        ("quantities", [{"span": [0, 1]}]),
        ("quantities", [{"span": [0, 10**6], "value": 1}]),
        ("quantities", [{"span": [0, 1], "value": 1, "unit": 5}]),
        ("quantities", [{"span": [0, 1], "value": "nan"}]),
        ("quantities", [{"span": [0, 1], "low": 5, "high": 1}]),
        ("colour", "blue"),
    ],
)
def test_what_a_field_cannot_be_is_refused(ledger: Ledger, field: str, after: object) -> None:
    one = id_of(ledger, "cafés")
    with pytest.raises(LedgerError):
        ledger.review(one, Action.CORRECT, "ann", field=field, after=after)
    assert list(ledger.reviews()) == []
    with pytest.raises(NotInLedger):
        ledger.review("00", Action.ACCEPT, "ann")


@pytest.mark.parametrize("after", ["nope", 7, [3], [[1, 2, 3]], ["ab"], {"a": 1}])
def test_what_are_no_spans_is_told_what_they_are(ledger: Ledger, after: object) -> None:
    one = id_of(ledger, "cafés")
    with pytest.raises(LedgerError, match=r"a list of spans, \[start, end\] each"):
        ledger.review(one, Action.CORRECT, "ann", field="content", after=after)


@pytest.mark.parametrize(
    ("action", "after"),
    [
        (Action.NOTE, None),
        (Action.NOTE, " "),
        (Action.TAG, ["odd"]),
        (Action.VERDICT, "False"),
        (Action.VERDICT, {"rating": "False", "url": "", "publisher": "Facts"}),
        (Action.MERGE, None),
    ],
)
def test_what_says_nothing_is_no_review(ledger: Ledger, action: Action, after: object) -> None:
    with pytest.raises(LedgerError):
        ledger.review(id_of(ledger, "cafés"), action, "ann", after=after)
    assert list(ledger.reviews()) == []


def test_reviews_hold_for_the_same_claim_in_a_newer_reading(ledger: Ledger) -> None:
    ledger.add([synthetic.reading(1)])
    hits = ledger.search(Query(site="skarn-post.example")).hits or ledger.search(Query()).hits
    one = hits[0].claim.id
    ledger.review(one, Action.ACCEPT, "ann")
    ledger.review(one, Action.TAG, "ann", after="seen")
    ledger.add([synthetic.reading(1, NEWER)])
    assert ledger.claim(one).standing.status == "accepted"
    assert [hit.claim.id for hit in ledger.search(Query(tag="seen", status="accepted")).hits] == [
        one
    ]
    assert list(ledger.verify()) == []


# ── Speakers ─────────────────────────────────────────────────────────────────────────────

VETERAN = Source("s1", "Berit Oldam", SourceType.PERSON, "veteran", ())


def test_speakers_are_joined_where_name_and_role_agree_and_else_only_by_hand(
    ledger: Ledger,
) -> None:
    import dataclasses

    other = reading("veterans", Dating(MAY), claim(1, "rain is wet", VETERAN), site="Y")
    ledger.add([dataclasses.replace(other, sources=(VETERAN,))])
    master, veteran = sorted(ledger.speakers("oldam"), key=lambda each: each.role or "")
    assert (master.articles, veteran.articles) == (3, 1)
    assert master.person != veteran.person
    for one, stands in ((master, veteran), (veteran, master)):
        merged = ledger.merge(one.id, stands.id, "ann")
        assert [each.id for each in ledger.speakers("oldam")] == [stands.id, one.id]
        ledger.undo(merged.id, "ann")
    merged = ledger.merge(veteran.id, master.id, "ann")
    assert {each.person for each in ledger.speakers("oldam")} == {master.id}
    with pytest.raises(LedgerError, match="same person already"):
        ledger.merge(master.id, veteran.id, "ann")
    ledger.undo(merged.id, "ann")
    assert len({each.person for each in ledger.speakers("oldam")}) == 2
    ledger.merge(veteran.id, master.id, "ann")
    ledger.split(veteran.id, "ben")
    assert len({each.person for each in ledger.speakers("oldam")}) == 2
    with pytest.raises(NotInLedger):
        ledger.merge("00", master.id, "ann")


def test_a_search_for_one_name_finds_the_person(ledger: Ledger) -> None:
    (oldam,) = ledger.speakers("Oldam")
    (packet,) = ledger.speakers("Packet")
    ledger.merge(packet.id, oldam.id, "ann")
    assert found(ledger, speaker="Packet") == found(ledger, speaker="Oldam")


# ── Training data ────────────────────────────────────────────────────────────────────────


def test_reviewed_readings_are_examples_that_training_reads(ledger: Ledger, tmp_path: Path) -> None:
    original = synthetic.reading(7)
    ledger.add([original])
    ids = [row[1] for row in everything(ledger)["claims"]][-12:]
    by_local = {ledger.claim(one).claim.id: one for one in ids}
    ledger.review(by_local["c1"], Action.ACCEPT, "ann")
    ledger.review(by_local["c2"], Action.REJECT, "ann")
    span = original.claims[2].content[0]
    shorter = [[span.start, span.end - 3]]
    ledger.review(by_local["c3"], Action.CORRECT, "ann", field="content", after=shorter)
    path = tmp_path / "gold.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ledger.training_rows()))
    (document,) = polnear(path)
    assert document.text == original.article.text
    contents = [each["content"] for each in document.attributions or ()]
    first = original.attributions[0].content[0]
    assert contents == [[[first.start, first.end]], shorter]
    for each in original.claims[3:9]:  # nobody has said anything of these
        inside = [start <= each.content[0].start < end for start, end in document.discard]
        assert any(inside)
    reviewed = original.claims[:3]
    for each in reviewed:
        assert not any(a <= each.content[0].start < b for a, b in document.discard)
