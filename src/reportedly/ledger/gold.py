"""Reviewed readings as examples to train on, an article a line, as PolNeAR's are prepared:

    {"article": id, "text": …, "attributions": [{"id", "source", "cue", "content"}], "discard": …}

Every role is a list of spans. What nobody has reviewed is no gold: paragraphs with claims of
other people that were neither accepted nor corrected are named in `discard`, which training
leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, select

from reportedly.data import Attribution, Place, Reading, Span
from reportedly.ledger import schema
from reportedly.ledger.claims import KeptClaim, fetch_claims
from reportedly.ledger.fetching import fetch_reading

Spans = list[list[int]]


def training_rows(connection: Connection, folder: Path) -> Iterator[dict[str, object]]:
    """A row for every article of which at least one claim has a standing."""
    st, p, r, c = (
        table.c for table in (schema.standings, schema.pages, schema.readings, schema.claims)
    )
    reviewed = select(st.page).distinct()
    query = (
        select(r.key, p.id)
        .join(schema.pages, p.key == r.page)
        .where(r.current == 1, p.id.in_(reviewed))
        .order_by(r.key)
    )
    for key, page in connection.execute(query).all():
        keys = list(connection.scalars(select(c.key).where(c.reading == key).order_by(c.key)))
        claims = fetch_claims(connection, keys)
        yield _row(page, fetch_reading(connection, folder, key), claims)


def _row(page: str, reading: Reading, claims: list[KeptClaim]) -> dict[str, object]:
    said = [each for each in claims if each.claim.attribution and each.claim.place is Place.TEXT]
    known = {each.id: each for each in reading.attributions}
    rows, discard = [], set()
    for each in said:
        if not (each.standing.status or each.standing.corrected):
            discard |= {_paragraph(reading.article.text, span) for span in each.claim.content}
        elif each.standing.status != "rejected":
            rows.append(_attribution(each, known[str(each.claim.attribution)]))
    return {
        "article": page,
        "text": reading.article.text,
        "attributions": rows,
        "discard": [list(each) for each in sorted(discard)],
    }


def _attribution(kept: KeptClaim, found: Attribution) -> dict[str, object]:
    """The attribution as it stands corrected: the outermost link, and all of the content."""
    source, cue = found.source, found.cue
    if "chain" in kept.standing.corrected:
        outermost = kept.claim.chain[0] if kept.claim.chain else None
        source = outermost.mention if outermost else None
        cue = outermost.cue if outermost else None
    content = kept.claim.content if "content" in kept.standing.corrected else found.content
    return {
        "id": found.id,
        "source": _spans(source),
        "cue": _spans(cue),
        "content": [[span.start, span.end] for span in content],
    }


def _spans(span: Span | None) -> Spans:
    return [] if span is None else [[span.start, span.end]]


def _paragraph(text: str, span: Span) -> tuple[int, int]:
    start = text.rfind("\n\n", 0, span.start)
    end = text.find("\n\n", span.end)
    return (0 if start < 0 else start + 2, len(text) if end < 0 else end)
