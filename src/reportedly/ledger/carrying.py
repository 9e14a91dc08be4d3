"""Readings on their way to a ledger in other files than its own: plain values, and no loss."""

from __future__ import annotations

import json

from reportedly.data import Reading
from reportedly.ledger.assembly import page_of, reading_of
from reportedly.ledger.rows import ClaimRows, PageRow, ReadingRows, page_row, reading_rows


def carried(reading: Reading) -> tuple[bytes, bytes]:
    """The rows of a page and of its reading, as JSON. Raises `PageNotStorable`."""
    row = page_row(reading.page)
    _, rows = reading_rows(reading, row.id)
    return json.dumps(row.columns()).encode(), rows.canonical()


def uncarried(body: bytes, page: bytes, rows: bytes) -> Reading:
    """The reading that was carried, and the bytes of its page; `page.text`, which follows from
    them, is left empty. Raises `ValueError` for what is no such reading."""
    try:
        known_as, row, sources, claims, findings = json.loads(rows.decode("utf-8", "surrogatepass"))
        parts = [ClaimRows(*each) for each in claims]
        there = PageRow(*json.loads(page))
        kept = ReadingRows(known_as, tuple(row), sources, parts, findings)
        return reading_of(kept, page_of(there, body))
    except (TypeError, KeyError, IndexError, AttributeError) as error:
        raise ValueError(f"not a reading: {error}") from error
