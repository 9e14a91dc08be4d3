"""Exports: what goes out says what the ledger holds, and keeps to the formats of others."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import gzip
import io
import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from prov.model import ProvAgent, ProvDerivation, ProvDocument
from referencing import Registry, Resource
from warcio.archiveiterator import ArchiveIterator

from benchmarks import synthetic
from reportedly.data import Given, Place, Reading
from reportedly.errors import PageError
from reportedly.exchange.annotations import annotation
from reportedly.exchange.json import dumps
from reportedly.exchange.parquet import rows, write_readings
from reportedly.exchange.parquet import schema as parquet_schema
from reportedly.exchange.provenance import provenance, provenance_to_json
from reportedly.exchange.schemaorg import claim_or_review
from reportedly.exchange.tables import COLUMNS, write_csv
from reportedly.exchange.whole import whole_readings, whole_to_json
from reportedly.ledger import Action, KeptClaim, Ledger, Query
from tests.test_ledger import everything
from tests.test_ledger_cli import EXAMPLES, _surroundings, objects, run  # noqa: F401
from tests.test_ledger_search import READINGS

SCHEMAS = [
    json.loads((files("reportedly.exchange") / f"{name}.schema.json").read_text("utf-8"))
    for name in ("reading", "whole")
]
WHOLE = Draft202012Validator(
    SCHEMAS[1], registry=Registry().with_resources(
        (each["$id"], Resource.from_contents(each)) for each in SCHEMAS)
)  # fmt: skip


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
        assert value["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
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
    assert "--output" in run("export", "--format", "warc", status=2).stderr
    run("export", "--output", "all.jsonl")
    assert Path("all.jsonl").read_text(encoding="utf-8") == readings
    assert run("export", "--output", "none/all.jsonl", status=2).stderr.startswith("reportedly: ")
    assert not list(Path().glob("*.part"))


# ── Formats, each against its own rules ──────────────────────────────────────────────────

# What https://www.w3.org/TR/annotation-model/ says that an annotation, a textual body and the
# two selectors must have.
ANNOTATION = {
    "type": "object",
    "required": ["@context", "id", "type", "target"],
    "properties": {
        "@context": {
            "type": "array",
            "contains": {"const": "http://www.w3.org/ns/anno.jsonld"},
        },
        "id": {"type": "string", "format": "iri", "pattern": "^[a-z]+:"},
        "type": {"const": "Annotation"},
        "motivation": {"enum": ["describing"]},
        "body": {
            "required": ["type", "value"],
            "properties": {"type": {"const": "TextualBody"}, "value": {"type": "string"}},
        },
        "target": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["source", "selector"],
                "properties": {
                    "source": {"type": "string", "pattern": "^[a-z]+:"},
                    "selector": {"type": "array", "items": {"$ref": "#/$defs/selector"}},
                },
            },
        },
    },
    "$defs": {
        "selector": {
            "oneOf": [
                {
                    "required": ["type", "exact"],
                    "properties": {
                        "type": {"const": "TextQuoteSelector"},
                        **{name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
                    },
                },
                {
                    "required": ["type", "start", "end"],
                    "properties": {
                        "type": {"const": "TextPositionSelector"},
                        **{name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
                    },
                },
            ]
        }
    },
}
# What https://schema.org and its readers expect of the two.
CLAIM = {
    "required": ["@type", "text", "appearance"],
    "properties": {
        "@type": {"const": "Claim"},
        "appearance": {"required": ["@type", "headline"]},
        "author": {"required": ["@type", "name"]},
    },
}
REVIEW = {
    "required": ["@context", "@type", "url", "claimReviewed", "reviewRating", "itemReviewed"],
    "properties": {
        "@type": {"const": "ClaimReview"},
        "url": {"type": "string", "format": "uri"},
        "reviewRating": {"required": ["@type", "alternateName"]},
        "itemReviewed": CLAIM,
    },
}


def test_linked_data_is_as_its_models_have_it(ledger: Ledger) -> None:
    first = claims(ledger)[0]
    verdict = {"rating": "False", "url": "https://facts.example/1", "publisher": "Facts"}
    ledger.review(first.id, Action.VERDICT, "ann", after=verdict)
    for kept in claims(ledger):
        Draft202012Validator(ANNOTATION).validate(annotation(kept, READINGS[0].article.text))
        kind = REVIEW if kept.id == first.id else CLAIM
        Draft202012Validator(kind).validate(claim_or_review(kept))


def test_provenance_is_prov_that_others_read(ledger: Ledger) -> None:
    value = json.dumps(provenance_to_json(claims(ledger, site="Orrin Packet")))
    document = ProvDocument.deserialize(content=value, format="json")
    assert document == provenance(claims(ledger, site="Orrin Packet"))
    assert "prefix reportedly" in document.get_provn()
    kinds = {str(kind) for record in document.get_records(ProvDerivation)
             for kind in record.get_asserted_types()}  # fmt: skip
    assert kinds == {"prov:Quotation", "prov:PrimarySource"}
    labels = {str(label) for agent in document.get_records(ProvAgent)
              for label in agent.get_attribute("prov:label")}  # fmt: skip
    assert labels == {"Berit Oldam", "Orrin Packet"}
    one = claims(ledger, words="cafés")[0]
    ledger.review(one.id, Action.CORRECT, "ann", field="certainty", after="denied")
    revised = provenance(claims(ledger, words="cafés")).get_provn()
    assert "prov:Revision" in revised


def test_csv_has_every_digit_of_a_range(ledger: Ledger, tmp_path: Path) -> None:
    (first, *others) = READINGS[0].claims
    figure = dataclasses.replace(first.quantities[0], value=None, low=1234567.0, high=2345678.0)
    claims_ = (dataclasses.replace(first, quantities=(figure,)), *others)
    with Ledger.open(tmp_path / "range.db") as other:
        other.add([dataclasses.replace(READINGS[0], claims=claims_)])
        file = io.StringIO(newline="")
        write_csv(claims(other), file)
    (row, *_) = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    assert row["figures"] == "exact 1234567 to 2345678 troops"


def test_a_cell_is_no_formula(ledger: Ledger, tmp_path: Path) -> None:
    title = '=HYPERLINK("https://evil.example";"Orrin")'
    article = dataclasses.replace(READINGS[0].article, title=title)
    with Ledger.open(tmp_path / "evil.db") as other:
        other.add([dataclasses.replace(READINGS[0], article=article)])
        file = io.StringIO(newline="")
        write_csv(claims(other), file)
    (row, *_) = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    assert row["title"] == "'" + title
    assert row["text"] == READINGS[0].claims[0].text


# ── Out and in again ─────────────────────────────────────────────────────────────────────

HARD = st.text(st.characters() | st.sampled_from("\0\ud800é“"), max_size=20)


@given(HARD, HARD, st.floats(-3, 3))
def test_a_whole_reading_comes_back_from_json(title: str, role: str, factuality: float) -> None:
    plain = synthetic.reading(3)
    sources = (dataclasses.replace(plain.sources[0], role=role), *plain.sources[1:])
    given_ = Given("n1", title, ("Ida Moss",), None, dt.date(2023, 1, 2))
    reading = dataclasses.replace(
        plain,
        article=dataclasses.replace(plain.article, title=title),
        page=dataclasses.replace(plain.page, text="", given=given_),
        sources=sources,
        claims=(dataclasses.replace(plain.claims[0], factuality=factuality), *plain.claims[1:]),
    )
    line = dumps(whole_to_json(reading))
    assert list(whole_readings([("a:1", json.loads(line))])) == [reading]
    WHOLE.validate(json.loads(line))


def test_exports_come_back_under_the_same_ids(ledger: Ledger, tmp_path: Path) -> None:
    odd = dataclasses.replace(synthetic.reading(7).article, title="\0 and \ud800")
    ledger.add([dataclasses.replace(synthetic.reading(7), article=odd)])
    readings = list(ledger.readings())
    lines = [dumps(whole_to_json(each)) for each in readings]
    assert write_readings(readings, tmp_path / "readings.parquet") == len(readings)
    expected = everything(ledger)
    for number, values in enumerate((
        [("a", json.loads(line)) for line in lines], rows(tmp_path / "readings.parquet"),
    )):  # fmt: skip
        with Ledger.open(tmp_path / f"{number}.db") as other:
            assert other.add(whole_readings(values)).added == len(readings)
            assert everything(other) == expected
            assert list(other.readings()) == readings
            assert list(other.verify()) == []


def test_other_columns_in_parquet_are_no_readings(tmp_path: Path) -> None:
    path = tmp_path / "other.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"id": ["a"], "x": [1]}), path)
    assert [value for _, value in rows(path)] == [None]


def test_parquet_is_typed_and_nested(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "readings.parquet"
    write_readings(ledger.readings(), path)
    assert pyarrow.parquet.read_schema(path).remove_metadata().equals(parquet_schema())
    table = pyarrow.parquet.read_table(path)
    table.validate(full=True)
    query = """
        SELECT claim.text, claim.quantities[1].value, article.published.date
        FROM (SELECT unnest(claims) AS claim, article FROM read_parquet(?))
        WHERE claim.certainty = 'possible' AND article.site = 'Orrin Packet'
    """
    assert duckdb.execute(query, [str(path)]).fetchall() == [
        (READINGS[0].claims[0].text, 100_000.0, dt.date(2022, 5, 10))
    ]


def test_captures_are_exported_as_warc(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "some.warc.gz"
    path.write_bytes(b"".join(ledger.records(ledger.pages())))
    with path.open("rb") as file:
        records = [
            (each.rec_type, each.content_stream().read())
            for each in ArchiveIterator(file, check_digests="raise")
        ]
    assert [kind for kind, _ in records] == ["warcinfo", *["resource"] * 5]
    assert [body for _, body in records[1:]] == [each.page.body for each in ledger.readings()]


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.clear(),
        lambda value: value.update(schema="reportedly/9"),
        lambda value: value.update(id="sha256:00"),
        lambda value: value["page"].update(body="!"),
        lambda value: value["page"].pop("form"),
        lambda value: value["claims"][0].update(content=[[0, 10**9]]),
        lambda value: value["claims"][0].update(content=[[5, 3]]),
        lambda value: value["claims"][0].update(certainty="sure"),
        lambda value: value["article"].update(blocks=7),
    ],
)
def test_what_is_no_whole_reading_is_told(change: Callable[[dict[str, Any]], None]) -> None:
    value = whole_to_json(synthetic.reading(1))
    change(value)
    good = whole_to_json(synthetic.reading(2))
    first, second = whole_readings([("a:1", value), ("a:2", good)])
    assert isinstance(first, PageError)
    assert first.about == "a:1"
    assert isinstance(second, Reading)


def test_the_commands_take_a_ledger_to_another() -> None:
    run("add", EXAMPLES)
    run("export", "--whole", "-o", "all.jsonl")
    run("export", "--format", "parquet", "-o", "all.parquet")
    run("export", "--format", "warc", "port", "-o", "some.warc.gz")
    Path("all.jsonl.gz").write_bytes(gzip.compress(Path("all.jsonl").read_bytes()))
    exported = run("export").stdout
    for name in ("all.jsonl", "all.jsonl.gz", "all.parquet"):
        (counts,) = objects("import", name, "--ledger", f"{name}.db")
        assert (counts["added"], counts["failed"]) == (5, 0)
        assert run("export", "--ledger", f"{name}.db").stdout == exported
        assert "5 known already" in run("import", name, "--ledger", f"{name}.db").stdout
    Path("bad.jsonl").write_text('{"id": 1}\nnonsense\n')
    result = run("import", "bad.jsonl", "--ledger", "all.jsonl.db", status=3)
    assert "2 pages could not be read" in result.stderr
    assert "bad.jsonl:1: not a whole reading" in run("errors", "--ledger", "all.jsonl.db").stdout
    Path("bad.parquet").write_bytes(b"PAR1nonsense")
    run("import", "bad.parquet", "--ledger", "all.jsonl.db", status=2)
    stream = Path("all.parquet").read_bytes()
    result = run("import", "-", "--ledger", "all.jsonl.db", status=2, stdin=stream)
    assert "name the file" in result.stderr
    run("import", "none.jsonl", "--ledger", "all.jsonl.db", status=2)
    Path("cut.gz").write_bytes(Path("all.jsonl.gz").read_bytes()[:-9])
    assert "cut off" in run("import", "cut.gz", "--ledger", "all.jsonl.db", status=2).stderr
    for line in run("export", "--format", "prov").stdout.splitlines():
        ProvDocument.deserialize(content=line, format="json")
