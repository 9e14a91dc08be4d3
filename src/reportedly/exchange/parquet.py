"""Readings as Parquet: a row a reading, typed and nested as in the JSON contract, with the page's
bytes. DuckDB, Polars, pandas and Spark read it; `readings` gives the readings back.

Strings are stored as in a ledger: a NUL or a lone surrogate, which UTF-8 files do not take,
stands as one of the last private characters of Unicode, so that spans stay as they are.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportedly.data import Reading
from reportedly.errors import ConfigurationError, LedgerError
from reportedly.exchange.whole import whole_to_json
from reportedly.ledger import restored, storable

if TYPE_CHECKING:
    import pyarrow

_ROWS = 500  # in a group
_DAYS = ("date", "earliest", "latest")


def _pyarrow() -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ConfigurationError(
            "Parquet needs a library: pip install 'reportedly[parquet]'", about="pyarrow"
        ) from error
    return pyarrow


def schema() -> pyarrow.Schema:
    """The columns: those of `reportedly/1`, `page.body` as bytes, days as dates, moments as ISO
    8601 (they keep their offset), spans as lists of two numbers. Raises `ConfigurationError`
    where pyarrow is not installed."""
    pa = _pyarrow()
    text, count, number = pa.string(), pa.int32(), pa.float64()
    span = pa.list_(count)
    spans = pa.list_(span)

    def struct(**fields: Any) -> Any:
        return pa.struct([pa.field(name.rstrip("_"), kind) for name, kind in fields.items()])

    given = struct(id=text, title=text, byline=pa.list_(text), site=text, date=pa.date32())
    page = struct(
        url=text, media_type=text, captured_at=text, origin=text, form=text, given=given,
        body=pa.binary(),
    )  # fmt: skip
    published = struct(
        date=pa.date32(), earliest=pa.date32(), latest=pa.date32(), basis=text,
        rejected=pa.list_(struct(value=text, why=text)), at=text,
    )  # fmt: skip
    selector = struct(type=text, exact=text, prefix=text, suffix=text)
    block = struct(kind=text, text=text, page=span, span=span, selector=selector)
    article = struct(
        title=text, byline=pa.list_(text), site=text, sections=pa.list_(text), language=text,
        nature=text, truncated=text, published=published, text=text, blocks=pa.list_(block),
    )  # fmt: skip
    attribution = struct(
        id=text, source=span, cue=span, content=spans, quotation=text, confidence=number
    )
    source = struct(id=text, name=text, type=text, role=text, mentions=spans)
    quantity = struct(
        span=span, value=number, low=number, high=number, unit=text, bound=text, change=text
    )
    claim = struct(
        id=text, attribution=text, in_=text, content=spans, text=text,
        chain=pa.list_(struct(source=text, mention=span, cue=span)),
        certainty=text, factuality=number, kind=text, quotation=text,
        quantities=pa.list_(quantity), entities=pa.list_(struct(span=span, name=text, type=text)),
    )  # fmt: skip
    evidence = pa.list_(struct(in_=text, span=span, claim=text))
    finding = struct(kind=text, severity=text, message=text, evidence=evidence)
    return pa.schema(
        struct(
            schema=text, id=text, made_by=struct(version=text, model=text, weights=text),
            page=page, article=article, attributions=pa.list_(attribution),
            sources=pa.list_(source), claims=pa.list_(claim), findings=pa.list_(finding),
        )
    )  # fmt: skip


def write_readings(readings: Iterable[Reading], path: str | Path) -> int:
    """Writes a file, a few hundred rows at a time; gives how many. Raises `ConfigurationError`
    where pyarrow is not installed, and `OSError`."""
    pa = _pyarrow()
    columns = schema()
    number = 0
    with pa.parquet.ParquetWriter(path, columns, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        for reading in readings:
            rows.append(_row(reading))
            number += 1
            if len(rows) == _ROWS:
                writer.write_table(pa.Table.from_pylist(rows, schema=columns))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema=columns))
    return number


def rows(path: str | Path) -> Iterator[tuple[str, Any]]:
    """What a file has, row by row, as `whole.whole_readings` takes it, each with where it stands.
    Raises `LedgerError` for a file that is no Parquet."""
    pa = _pyarrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            number = 0
            for batch in file.iter_batches(batch_size=_ROWS):
                for row in batch.to_pylist():
                    number += 1
                    try:
                        value = _value(row)
                    except (KeyError, TypeError, AttributeError):  # with other columns
                        value = None
                    yield f"{path}:{number}", value
    except (pa.ArrowException, OSError) as error:
        raise LedgerError(
            f"not a Parquet file that can be read: {error}", about=str(path)
        ) from error


def _row(reading: Reading) -> dict[str, Any]:
    value: dict[str, Any] = _mapped(whole_to_json(reading), storable)
    value["page"]["body"] = reading.page.body
    value["page"]["given"]["date"] = _day(value["page"]["given"]["date"])
    published = value["article"]["published"]
    published |= {name: _day(published[name]) for name in _DAYS}
    return value


def _value(row: dict[str, Any]) -> Any:
    row["page"]["body"] = base64.b64encode(row["page"]["body"]).decode("ascii")
    for days, names in ((row["page"]["given"], ("date",)), (row["article"]["published"], _DAYS)):
        days |= {name: days[name] and days[name].isoformat() for name in names}
    return _mapped(row, restored)


def _day(value: str | None) -> dt.date | None:
    return None if value is None else dt.date.fromisoformat(value)


def _mapped(value: Any, change: Any) -> Any:
    """The value with every string in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _mapped(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    return value
