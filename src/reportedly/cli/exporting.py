"""`reportedly export`: what a ledger holds, in the formats of others."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from reportedly.cli import searching as found
from reportedly.cli.edges import LEDGER, Where, exits, tell_json

if TYPE_CHECKING:
    from reportedly.ledger import KeptClaim, Ledger, Query


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    ANNOTATIONS = "annotations"
    SCHEMA_ORG = "schema.org"


def export(
    words: found.Words = None,
    format: Annotated[
        Format,
        typer.Option(help="Readings (jsonl); claims (csv, W3C annotations, schema.org)."),
    ] = Format.JSONL,
    ledger: Where = LEDGER,
    speaker: found.Speaker = None,
    certainty: found.Firmly = None,
    quotation: found.Quoted = None,
    kind: found.Kind = None,
    since: found.Since = None,
    until: found.Until = None,
    site: found.Site = None,
    named: found.Named = None,
    unit: found.Unit = None,
    more_than: found.MoreThan = None,
    less_than: found.LessThan = None,
    status: found.Status = None,
    tag: found.Tag = None,
) -> None:
    """Print what a ledger holds, in the order in which it was added.

    With words or filters, as search takes them, only the claims that fit, and of readings those
    that have such a claim.

    \b
      reportedly export > readings.jsonl
      reportedly export --format csv --speaker Oldam > oldam.csv
    """
    with exits():
        from reportedly.ledger import Ledger

        query = found.query_of(
            words, speaker, certainty, quotation, kind, since, until, site, named, unit,
            more_than, less_than, status, tag,
        )  # fmt: skip
        with Ledger.open(ledger, create=False) as kept:
            if format is Format.JSONL:
                _readings(kept, query)
            elif format is Format.CSV:
                _csv(kept.found(query))
            else:
                _objects(kept, query, format)


def _readings(kept: Ledger, query: Query) -> None:
    from reportedly.exchange.json import reading_to_json
    from reportedly.ledger import Query

    if query == Query():
        for reading in kept.readings():
            tell_json(reading_to_json(reading))
        return
    last = None
    for claim in kept.found(query):  # those of one reading follow one another
        if claim.reading != last:
            last = claim.reading
            tell_json(reading_to_json(kept.reading(last)))


def _csv(claims: Iterator[KeptClaim]) -> None:
    from reportedly.exchange.tables import write_csv

    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(newline="")
    write_csv(claims, sys.stdout)


def _objects(kept: Ledger, query: Query, format: Format) -> None:
    from reportedly.data import Place
    from reportedly.exchange.annotations import annotation
    from reportedly.exchange.schemaorg import claim_or_review

    reading, title, text = "", "", ""
    for claim in kept.found(query):
        if format is Format.SCHEMA_ORG:
            tell_json(claim_or_review(claim))
            continue
        if claim.reading != reading:
            reading, (title, text) = claim.reading, kept.texts(claim.reading)
        tell_json(annotation(claim, title if claim.claim.place is Place.TITLE else text))
