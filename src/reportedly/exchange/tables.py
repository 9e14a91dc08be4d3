"""Claims as CSV (RFC 4180), a claim a row."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from reportedly.data import Quantity
from reportedly.ledger import KeptClaim

COLUMNS = (
    "claim", "text", "speaker", "speaker_type", "speaker_role", "chain", "certainty", "factuality",
    "kind", "quotation", "figures", "title", "site", "date", "earliest", "latest", "url", "origin",
    "page", "reading", "status", "tags",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # that begin one, as OWASP lists them


def write_csv(claims: Iterable[KeptClaim], file: TextIO) -> None:
    """Writes a line of names and a row for every claim. Open `file` with `newline=""`.

    `speaker` is the last of the chain, on whose word the claim rests; `chain` has all, and
    `figures` all quantities, parted by semicolons. A cell that a spreadsheet would take for a
    formula begins with an apostrophe, which makes it a text there.
    """
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for kept in claims:
        writer.writerow([_cell(each) for each in _row(kept)])


def _cell(value: object) -> object:
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _row(kept: KeptClaim) -> tuple[object, ...]:
    claim, dating = kept.claim, kept.published
    last = kept.chain[-1] if kept.chain else None
    called = zip(kept.chain, kept.mentions, strict=True)
    return (
        kept.id,
        claim.text,
        last and last.name,
        last and last.type.value,
        last and last.role,
        "; ".join(each.name or mention or "" for each, mention in called),
        claim.certainty.value,
        claim.factuality,
        claim.kind.value,
        claim.quotation.value,
        "; ".join(map(_figure, claim.quantities)),
        kept.title,
        kept.site,
        dating.date,
        dating.earliest,
        dating.latest,
        kept.url,
        kept.origin,
        kept.page,
        kept.reading,
        kept.standing.status,
        "; ".join(kept.standing.tags),
    )


def _figure(each: Quantity) -> str:
    value = " to ".join(f"{bound:.15g}" for bound in dict.fromkeys((each.low, each.high)))
    return " ".join(part for part in (each.bound.value, value, each.unit, each.change) if part)
