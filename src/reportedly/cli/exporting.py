"""`reportedly export` and `import`: what a ledger holds, in the formats of others, and back."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reportedly.cli import searching as found
from reportedly.cli.edges import (
    LEDGER,
    SOME_FAILED,
    AsJson,
    Where,
    exits,
    replacing,
    tell_json,
)
from reportedly.errors import ConfigurationError

if TYPE_CHECKING:
    from reportedly.data import Reading
    from reportedly.ledger import Ledger, Query

_PARQUET = b"PAR1"


class Format(StrEnum):
    JSONL = "jsonl"
    PARQUET = "parquet"
    CSV = "csv"
    ANNOTATIONS = "annotations"
    SCHEMA_ORG = "schema.org"
    PROV = "prov"
    WARC = "warc"


def export(
    words: found.Words = None,
    format: Annotated[
        Format,
        typer.Option(
            help="Readings (jsonl, parquet); claims (csv, W3C annotations, schema.org, W3C PROV); "
            "captures (warc)."
        ),
    ] = Format.JSONL,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="Write there, not to the screen."),
    ] = None,
    whole: Annotated[
        bool,
        typer.Option("--whole", help="jsonl with all that import needs; parquet always has it."),
    ] = False,
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
        if output is None and format in (Format.PARQUET, Format.WARC):
            raise ConfigurationError("goes to a file: --output FILE", about=format.value)
        with Ledger.open(ledger, create=False) as kept:
            if output is None:
                _print(kept, query, format, whole)
                return
            with replacing(output) as path:
                _write(kept, query, format, whole, path)


def _write(kept: Ledger, query: Query, format: Format, whole: bool, path: Path) -> None:
    if format is Format.PARQUET:
        from reportedly.exchange.parquet import write_readings

        write_readings(_readings(kept, query), path)
    elif format is Format.WARC:
        with path.open("wb") as file:
            file.writelines(kept.records(_pages(kept, query)))
    else:
        with (
            path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as text,
            redirect_stdout(text),
        ):
            _print(kept, query, format, whole)


def _print(kept: Ledger, query: Query, format: Format, whole: bool) -> None:
    if format is Format.JSONL:
        from reportedly.exchange.json import reading_to_json
        from reportedly.exchange.whole import whole_to_json

        for reading in _readings(kept, query):
            tell_json(whole_to_json(reading) if whole else reading_to_json(reading))
    elif format is Format.CSV:
        from reportedly.exchange.tables import write_csv

        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(newline="")
        write_csv(kept.found(query), sys.stdout)
    elif format is Format.PROV:
        from reportedly.exchange.provenance import provenance_to_json

        for _, claims in groupby(kept.found(query), key=lambda claim: claim.reading):
            tell_json(provenance_to_json(claims))
    else:
        _objects(kept, query, format)


def _readings(kept: Ledger, query: Query) -> Iterator[Reading]:
    from reportedly.ledger import Query

    if query == Query():
        yield from kept.readings()
        return
    for reading, _ in groupby(kept.found(query), key=lambda claim: claim.reading):
        yield kept.reading(reading)  # its claims follow one another


def _pages(kept: Ledger, query: Query) -> Iterator[str]:
    from reportedly.ledger import Query

    if query == Query():
        yield from kept.pages()
        return
    for page, _ in groupby(kept.found(query), key=lambda claim: claim.page):
        yield page


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


def import_readings(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Written by export: jsonl --whole, packed by gzip or not, or parquet; - is "
            "standard input.",
        ),
    ],
    ledger: Where = LEDGER,
    as_json: AsJson = False,
) -> None:
    """Keep the readings that another ledger has exported, with their pages, under the same ids.

    What people decided is not in them. Lines that hold no whole reading are recorded with the
    reason: see reportedly errors.

    \b
      reportedly export --whole -o readings.jsonl
      reportedly import readings.jsonl --ledger other.db

    Exit status: 0; 2 for wrong use or a ledger that cannot be used; 3 when some could not be
    kept.
    """
    with exits():
        from reportedly.cli.keeping import tell_added
        from reportedly.exchange.whole import whole_readings
        from reportedly.ledger import Ledger

        with Ledger.open(ledger) as kept:
            tally = kept.add(whole_readings(each for path in paths for each in _values(path)))
        tell_added(tally, kept.name, as_json)
        raise typer.Exit(SOME_FAILED if tally.failed else 0)


def _values(path: str) -> Iterator[tuple[str, Any]]:
    from reportedly.errors import LedgerError
    from reportedly.exchange.parquet import rows
    from reportedly.pages.files import STANDARD_INPUT, Source, explained, opened, unpacked

    source = Source(path, named=True)
    with opened(source) as file, explained(source.origin):
        if file.peek(len(_PARQUET)).startswith(_PARQUET):
            if path == STANDARD_INPUT:
                raise LedgerError("Parquet is no stream; name the file that it is in", about=path)
            yield from rows(Path(path))
            return
        for number, line in enumerate(unpacked(file, source), start=1):
            if line.strip():
                yield f"{source.origin}:{number}", _loaded(line)


def _loaded(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None  # as which it is told to be no reading
