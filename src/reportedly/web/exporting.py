"""Exactly what a search finds, in the formats of `reportedly export`, a line or row at a time."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from reportedly.data import Place
from reportedly.exchange.annotations import annotation
from reportedly.exchange.found import kept_claim_to_json
from reportedly.exchange.json import dumps
from reportedly.exchange.schemaorg import claim_or_review
from reportedly.exchange.tables import write_csv
from reportedly.ledger import Ledger, Query
from reportedly.web import answers
from reportedly.web.house import House, house_of
from reportedly.web.searching import Asked

router = APIRouter()
Format = Literal["csv", "jsonl", "annotations", "schema.org"]
_TYPES = {
    "csv": ("text/csv; charset=utf-8", "claims.csv"),
    "jsonl": ("application/jsonl", "claims.jsonl"),
    "annotations": ("application/jsonl", "annotations.jsonl"),
    "schema.org": ("application/jsonl", "claims.schema.org.jsonl"),
}


@router.get("/search/export")
def export(request: Request, query: Asked, format: Format = "csv") -> StreamingResponse:
    """All claims that fit, as a file."""
    media_type, name = _TYPES[format]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    lines = stream(house_of(request), query, format)
    return answers.streamed(lines, media_type, headers)


def stream(house: House, query: Query, format: Format) -> Generator[bytes, None, None]:
    """The file, a piece at a time: memory does not grow with what is found."""
    with house.streaming() as ledger:
        if format == "csv":
            yield from _table(ledger, query)
            return
        for line in _objects(ledger, query, format):
            yield (dumps(line) + "\n").encode()


def _table(ledger: Ledger, query: Query) -> Iterator[bytes]:
    """The rows as `write_csv` has them, handed on as they are written."""
    written = io.StringIO(newline="")

    def taken() -> bytes:
        piece = written.getvalue().encode("utf-8", "replace")
        written.seek(0)
        written.truncate()
        return piece

    write_csv((), written)
    yield taken()
    for kept in ledger.found(query):
        write_csv((kept,), written)
        yield taken().split(b"\r\n", 1)[1]  # the line of names stands once


def _objects(ledger: Ledger, query: Query, format: Format) -> Iterator[dict[str, object]]:
    reading, title, text = "", "", ""
    for kept in ledger.found(query):
        if format == "jsonl":
            yield kept_claim_to_json(kept)
        elif format == "schema.org":
            yield claim_or_review(kept)
        else:
            if kept.reading != reading:
                reading, (title, text) = kept.reading, ledger.texts(kept.reading)
            yield annotation(kept, title if kept.claim.place is Place.TITLE else text)
