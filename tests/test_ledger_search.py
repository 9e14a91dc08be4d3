"""Search: the same claims, in the same way, on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import synthetic
from reportedly.data import (
    Article,
    Bound,
    Certainty,
    Claim,
    ClaimKind,
    Dating,
    Form,
    Given,
    Link,
    Page,
    Place,
    Quantity,
    Quotation,
    Reading,
    Source,
    SourceType,
    Span,
)
from reportedly.errors import NotInLedger
from reportedly.ledger import Ledger, Query
from reportedly.ledger.search import snip
from reportedly.ledger.words import matches, parse, rank

OLDAM = Source("s1", "Berit Oldam", SourceType.PERSON, "harbour master", ())
PACKET = Source("s2", "Orrin Packet", SourceType.MEDIA, None, ())
OFFICIAL = Source("s3", None, SourceType.UNNAMED, "official", ())


def figure(value: float, unit: str, high: float | None = None) -> Quantity:
    single = value if high is None else None
    return Quantity(Span(0, 1), single, value, high or value, unit, Bound.EXACT)


def claim(number: int, text: str, *chain: Source, **more: Any) -> Claim:
    plain: dict[str, Any] = {
        "certainty": Certainty.ASSERTED,
        "quotation": Quotation.INDIRECT,
        "quantities": (),
    }
    links = tuple(Link(source.id, Span(0, 3), None) for source in chain)
    return Claim(
        id=f"c{number}",
        place=Place.TEXT,
        attribution=None,
        content=(Span(number, number + len(text)),),
        text=text,
        chain=links,
        factuality=1.0,
        kind=ClaimKind.STATEMENT,
        entities=(),
        **plain | more,
    )


def reading(name: str, dating: Dating, *claims: Claim, site: str, **page: Any) -> Reading:
    text = "The " + name + ": " + " ".join(each.text for each in claims)
    article = Article(name, (), site, (), "en", dating, text, ())
    body = Page(text.encode(), text, Form.TEXT, "text/plain", name, given=Given(id=name), **page)
    return Reading(body, article, (), (OLDAM, PACKET, OFFICIAL), claims, (), synthetic.MAKER)


MAY = dt.date(2022, 5, 10)
READINGS = (
    reading(
        "boats",
        Dating(MAY, MAY, MAY),
        claim(1, "100,000 troops may come to Orrin", OLDAM, certainty=Certainty.POSSIBLE,
              quantities=(figure(100_000, "troops"),)),
        claim(2, "the troops are 100,000 cafés away", PACKET, OLDAM, quotation=Quotation.DIRECT),
        claim(3, "The harbour is so-called closed.", quantities=(figure(3, "boats"),)),
        site="Orrin Packet",
        url="https://www.packet.example/boats",
    ),
    reading(
        "crates",
        Dating(None, None, dt.date(2022, 9, 26)),
        claim(1, "over 40 to 60 crates sank", OFFICIAL, quantities=(figure(40, "crates", 60),)),
        claim(2, "an Élan trooper counted crates", PACKET, OFFICIAL),
        site="Skarn Post",
        url="https://news.skarn.example/crates",
    ),
    reading("undated", Dating(), claim(1, "nothing is known of the crates", OLDAM), site="X"),
)  # fmt: skip


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        opened.add(READINGS)
        yield opened


def found(ledger: Ledger, **query: Any) -> set[str]:
    """Which claims are found, as `page/claim`."""
    results = ledger.search(Query(**query))
    assert results.after is None
    return {f"{hit.claim.origin}/{hit.claim.claim.id}" for hit in results.hits}


EVERYTHING = {"boats/c1", "boats/c2", "boats/c3", "crates/c1", "crates/c2", "undated/c1"}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, EVERYTHING),
        ({"words": "troops"}, {"boats/c1", "boats/c2"}),
        ({"words": "100,000 troops"}, {"boats/c1", "boats/c2"}),
        ({"words": '"100,000 troops"'}, {"boats/c1"}),
        ({"words": "troop*"}, {"boats/c1", "boats/c2", "crates/c2"}),
        ({"words": '"are 100"*'}, {"boats/c2"}),
        ({"words": "SO-CALLED"}, {"boats/c3"}),
        ({"words": "cafes"}, {"boats/c2"}),
        ({"words": "élan"}, {"crates/c2"}),
        ({"words": "troops crates"}, set()),
        ({"words": "' \" ) & | :* NEAR( AND"}, set()),
        ({"words": "*"}, set()),
        ({"words": "🌊", "named": True}, set()),
        ({"speaker": "oldam"}, {"boats/c1", "boats/c2", "undated/c1"}),
        ({"speaker": "Packet", "words": "crates"}, {"crates/c2"}),
        ({"speaker": "…"}, set()),
        ({"certainty": (Certainty.POSSIBLE, Certainty.DENIED)}, {"boats/c1"}),
        ({"quotation": (Quotation.DIRECT,)}, {"boats/c2"}),
        ({"kind": (ClaimKind.OPINION,)}, set()),
        ({"named": True}, {"boats/c1", "boats/c2", "undated/c1"}),
        ({"named": False}, {"crates/c1", "crates/c2"}),
        ({"attributed": True}, EVERYTHING - {"boats/c3"}),
        ({"attributed": True, "named": False}, {"crates/c1", "crates/c2"}),
        ({"unit": "crates"}, {"crates/c1"}),
        ({"unit": "Crates"}, {"crates/c1"}),
        ({"unit": "TROOPS", "more_than": 50_000}, {"boats/c1"}),
        ({"more_than": 39}, {"boats/c1", "crates/c1"}),
        ({"more_than": 40}, {"boats/c1"}),
        ({"less_than": 60}, {"boats/c3"}),
        ({"words": "crates", "unit": "crates", "less_than": 61}, {"crates/c1"}),
        ({"since": MAY, "until": MAY}, {"boats/c1", "boats/c2", "boats/c3"}
            | {"crates/c1", "crates/c2"}),
        ({"since": dt.date(2022, 7, 1)}, {"crates/c1", "crates/c2"}),
        ({"site": "orrin packet"}, {"boats/c1", "boats/c2", "boats/c3"}),
        ({"site": "skarn.example"}, {"crates/c1", "crates/c2"}),
        ({"site": "karn.example"}, set()),
        ({"words": "troops", "speaker": "Oldam", "certainty": (Certainty.POSSIBLE,),
          "until": MAY, "named": True, "unit": "troops", "more_than": 50_000}, {"boats/c1"}),
    ],
)  # fmt: skip
def test_words_and_filters(ledger: Ledger, query: dict[str, Any], expected: set[str]) -> None:
    assert found(ledger, **query) == expected


def test_a_hit_has_the_whole_claim_and_where_it_stands(ledger: Ledger) -> None:
    (hit,) = ledger.search(Query("cafes")).hits
    kept = hit.claim
    assert kept.claim == READINGS[0].claims[1]
    assert [source.name for source in kept.chain] == ["Orrin Packet", "Berit Oldam"]
    assert kept.mentions == ("The", "The")
    assert (kept.title, kept.site) == ("boats", "Orrin Packet")
    assert kept.url == "https://www.packet.example/boats"
    assert kept.published == READINGS[0].article.published
    assert [mark.cut(hit.snippet) for mark in hit.marks] == ["cafés"]
    assert ledger.claim(kept.id) == kept
    with pytest.raises(NotInLedger):
        ledger.claim("00")


def test_pages_of_results_follow_each_other_whatever_is_added(ledger: Ledger) -> None:
    word = max(synthetic.WORDS[:50], key=lambda each: sum(
        each in claim.text for one in synthetic.readings(30) for claim in one.claims))  # fmt: skip
    ledger.add(synthetic.readings(30))
    whole = [hit.claim.id for hit in ledger.search(Query(word), limit=1000).hits]
    paged: list[str] = []
    after = None
    for _ in range(len(whole)):
        results = ledger.search(Query(word), limit=3, after=after)
        paged += [hit.claim.id for hit in results.hits]
        after = results.after
        if after is None:
            break
        ledger.add([READINGS[0]])
    assert len(whole) > 6
    assert paged == whole
    with pytest.raises(NotInLedger):
        ledger.search(Query(word), after="somewhere")


def test_a_unit_is_one_however_it_is_written(ledger: Ledger) -> None:
    title = claim(1, "70 Boats Sink", OLDAM, quantities=(figure(70, "Boats"),))
    plain = claim(2, "of 90 boats 70 boats, it says, sank", OLDAM,
                  quantities=(figure(90, "boats"), figure(70, "BOATS")))  # fmt: skip
    signs = claim(3, "8 MB are 64 Mb", OLDAM, quantities=(figure(8, "MB"), figure(64, "Mb")))
    ledger.add([reading("more", Dating(), title, plain, signs, site="X")])
    for written in ("boats", "Boats", "BOATS"):
        assert found(ledger, unit=written) == {"boats/c3", "more/c1", "more/c2"}
    assert found(ledger, unit="boats", less_than=71) == {"boats/c3", "more/c1", "more/c2"}
    assert ledger.facets(Query()).units == (
        ("boats", 3), ("MB", 1), ("Mb", 1), ("crates", 1), ("troops", 1),
    )  # fmt: skip


@pytest.mark.parametrize("words", ["", "crates"])
def test_what_is_not_ranked_follows(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    texts = [f"{'crates and ' * (number % 3 + 1)}boats" for number in range(9)]
    claims = [claim(number, each, OLDAM) for number, each in enumerate(texts, start=1)]
    ledger.add([reading("more", Dating(), *claims, site="X")])
    monkeypatch.setattr("reportedly.ledger.search.RANKED", 5)
    results = ledger.search(Query(words), limit=2)
    shown = [hit.claim for hit in results.hits]
    while results.after:
        results = ledger.search(Query(words), limit=2, after=results.after)
        shown += [hit.claim for hit in results.hits]
    assert len({each.id for each in shown}) == len(shown)
    assert {f"{each.origin}/{each.claim.id}" for each in shown} == found(ledger, words=words)
    if words:  # of the last five the fullest of crates first; then from the last to the first
        assert [each.claim.id for each in shown[:7]] == ["c9", "c6", "c8", "c5", "c7", "c4", "c3"]


def test_the_closer_the_words_the_better() -> None:
    phrases = parse("red boats")
    close, far = "the red boats of Orrin", "the red house and the old boats"
    assert rank(close, phrases) > rank(far, phrases) > rank(far + " and much more", phrases) > 0
    assert rank("boats and boats", parse("boats")) > rank("boats and cars", parse("boats"))


def test_both_databases_order_alike(tmp_path: Path, postgres_url: str) -> None:
    orders: list[list[str]] = []
    word = synthetic.WORDS[0]
    for url in (str(tmp_path / "news.db"), postgres_url):
        with Ledger.open(url, captures=tmp_path / str(len(orders))) as ledger:
            ledger.add(synthetic.readings(30))
            hits = ledger.search(Query(word), limit=1000).hits
            orders.append([hit.claim.id for hit in hits])
    assert orders[0] == orders[1]
    assert len(orders[0]) > 20


def test_what_is_added_later_does_not_shift_the_pages(ledger: Ledger) -> None:
    first = ledger.search(Query(), limit=4)
    ledger.add(synthetic.readings(2))
    second = ledger.search(Query(), limit=4, after=first.after)
    names = [f"{hit.claim.origin}/{hit.claim.claim.id}" for hit in first.hits + second.hits]
    assert sorted(names) == sorted(EVERYTHING)


def test_what_is_new_since_a_mark_is_found_and_counted(ledger: Ledger) -> None:
    mark = ledger.mark()
    for query in (Query(newer_than=mark), Query("troops", newer_than=mark)):
        assert ledger.search(query).hits == ()
        assert ledger.number_of(query) == 0
    ledger.add(synthetic.readings(2))
    word = synthetic.reading(1).claims[0].text.split()[0]
    for query in (Query(newer_than=mark), Query(word, newer_than=mark)):
        hits = ledger.search(query, limit=1000).hits
        assert {hit.claim.origin for hit in hits} <= {"made-up/0.txt", "made-up/1.txt"}
        assert ledger.number_of(query) == len(hits) > 0
        assert ledger.number_of(query, most=1) == 1
    assert ledger.facets(Query(newer_than=mark)).counted == 24
    assert ledger.search(Query(newer_than=ledger.mark())).hits == ()


def test_only_the_current_reading_is_searched(ledger: Ledger) -> None:
    newer = dataclasses.replace(synthetic.MAKER, version="0.1.0")
    ledger.add([dataclasses.replace(READINGS[0], claims=READINGS[0].claims[:1], made_by=newer)])
    assert found(ledger, words="troops") == {"boats/c1"}
    assert "boats/c3" not in found(ledger)


# ── Words and snippets ───────────────────────────────────────────────────────────────────


@given(st.text(), st.text())
def test_snippets_show_what_is_there(text: str, query: str) -> None:
    snippet, marks = snip(text, matches(text, parse(query)))
    assert len(snippet) <= 170
    for mark in marks:
        assert mark.cut(snippet) in text


@given(st.text(alphabet="ab \"*'é,-", max_size=30), st.text(alphabet="ab é,-", max_size=40))
def test_marks_are_what_was_asked_for(query: str, text: str) -> None:
    for mark in matches(text, parse(query)):
        assert mark.cut(text).strip() == mark.cut(text) != ""


def test_a_long_text_is_cut_around_the_hit() -> None:
    text = "before " * 60 + "needle " + "after " * 60
    snippet, marks = snip(text, matches(text, parse("needle")))
    assert snippet.startswith("… before")
    assert snippet.endswith("after …")
    assert [mark.cut(snippet) for mark in marks] == ["needle"]
