"""Exports: what goes out says what the ledger holds, and keeps to the formats of others."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import synthetic
from reportedly.data import Place
from reportedly.exchange.annotations import annotation
from reportedly.exchange.schemaorg import claim_or_review
from reportedly.exchange.tables import COLUMNS, write_csv
from reportedly.ledger import Action, KeptClaim, Ledger, Query
from tests.test_ledger_cli import EXAMPLES, _surroundings, run  # noqa: F401
from tests.test_ledger_search import READINGS


@pytest.fixture
def ledger(ledger_url: str, tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(ledger_url, captures=tmp_path / "captures") as opened:
        opened.add([*READINGS, *synthetic.readings(2)])
        yield opened


def claims(ledger: Ledger, **query: object) -> list[KeptClaim]:
    return list(ledger.found(Query(**query)))  # type: ignore[arg-type]


def test_all_claims_come_in_the_order_in_which_they_were_added(ledger: Ledger) -> None:
    expected = [each.text for one in (*READINGS, *synthetic.readings(2)) for each in one.claims]
    assert [each.claim.text for each in claims(ledger)] == expected
    assert {each.origin for each in claims(ledger, words="troops")} == {"boats"}


def test_csv_has_a_row_for_every_claim(ledger: Ledger) -> None:
    file = io.StringIO(newline="")
    write_csv(claims(ledger), file)
    rows = list(csv.DictReader(io.StringIO(file.getvalue(), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["text"] for row in rows] == [each.claim.text for each in claims(ledger)]
    boats = rows[1]
    assert (boats["speaker"], boats["chain"]) == ("Berit Oldam", "Orrin Packet; Berit Oldam")
    assert rows[0]["figures"] == "exact 100000 troops"
    assert (rows[0]["date"], rows[3]["date"], rows[3]["latest"]) == ("2022-05-10", "", "2022-09-26")


def test_annotations_find_their_words(ledger: Ledger) -> None:
    for kept in claims(ledger, site="skarn-post.example") + claims(ledger, speaker="Oldam"):
        title, article = ledger.texts(kept.reading)
        text = title if kept.claim.place is Place.TITLE else article
        value = json.loads(json.dumps(annotation(kept, text)))
        assert value["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert value["type"] == "Annotation"
        for target, span in zip(value["target"], kept.claim.content, strict=True):
            quote, position = target["selector"]
            assert (position["start"], position["end"]) == (span.start, span.end)
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_a_claim_with_a_published_verdict_is_a_claim_review(ledger: Ledger) -> None:
    kept = claims(ledger, words="cafés")[0]
    plain = claim_or_review(kept)
    assert plain["@type"] == "Claim"
    assert plain["author"] == {
        "@type": "Person",
        "name": "Berit Oldam",
        "jobTitle": "harbour master",
    }
    verdict = {"rating": "False", "url": "https://facts.example/1", "publisher": "Facts"}
    ledger.review(kept.id, Action.VERDICT, "ann", after=verdict)
    review = claim_or_review(ledger.claim(kept.id))
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {"@type": "Rating", "alternateName": "False"}
    assert review["url"] == "https://facts.example/1"
    assert review["itemReviewed"] == {
        key: value for key, value in plain.items() if key != "@context"
    }


def test_the_command_writes_every_format() -> None:
    run("add", EXAMPLES)
    readings = run("read", EXAMPLES, "--json").stdout
    assert run("export").stdout == readings
    some = [json.loads(line)["id"] for line in run("export", "port").stdout.splitlines()]
    assert some
    assert len(set(some)) == len(some)
    rows = list(csv.reader(io.StringIO(run("export", "--format", "csv").stdout)))
    for name in ("annotations", "schema.org"):
        lines = run("export", "--format", name).stdout.splitlines()
        assert len([json.loads(line) for line in lines]) == len(rows) - 1
    run("export", "--format", "docx", status=2)
