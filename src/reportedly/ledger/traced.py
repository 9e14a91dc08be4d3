"""What was found by comparing pages: drift, cut quotations, contradictions, circles.

Such a finding belongs to no reading: it goes when one of its pages is forgotten, and is replaced
when the pages are compared again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from sqlalchemy import Connection, delete, exists, insert, select

from reportedly.data import Evidence, Finding, FindingKind, Place, Severity, Span
from reportedly.ledger import schema
from reportedly.ledger.characters import restored, storable
from reportedly.ledger.rows import Row, digest

_AT_ONCE = 500  # findings in one query


def keep(connection: Connection, pages: Collection[str], findings: Sequence[Finding]) -> int:
    """Keeps what was found by comparing some pages, by their ids, and strikes off what earlier
    comparisons of these pages alone had found. Gives how many are kept."""
    for known_as in _of_none_but(connection, pages):
        _strike(connection, [known_as])
    f, of = schema.traced, schema.traced_pages
    known = set(connection.scalars(select(f.c.id)))
    kept = 0
    for finding in findings:
        row = _row(finding)
        if row[0] not in known:
            known.add(row[0])
            names = [column.name for column in f.columns]
            connection.execute(insert(f), dict(zip(names, row, strict=True)))
            concerned = sorted({each.page for each in finding.evidence if each.page})
            connection.execute(
                insert(of), [{"finding": row[0], "page": page} for page in concerned]
            )
        kept += 1
    return kept


def found(connection: Connection, page: str | None) -> Iterator[Finding]:
    """What comparisons found, of all pages or of one, by its id."""
    f, of = schema.traced.c, schema.traced_pages.c
    query = select(f.kind, f.severity, f.message, f.evidence).order_by(f.kind, f.id)
    if page is not None:
        query = query.where(exists().where(of.finding == f.id, of.page == page))
    for row in connection.execute(query):
        yield _finding(*row)


def forget(connection: Connection, page: str) -> None:
    """Erases what was found of a page, by its id."""
    of = schema.traced_pages.c
    _strike(connection, list(connection.scalars(select(of.finding).where(of.page == page))))


def altered(connection: Connection) -> Iterator[str]:
    """The ids that are not those of what they stand for."""
    for known_as, *said in connection.execute(select(schema.traced)):
        if digest(said) != known_as:
            yield known_as


def _of_none_but(connection: Connection, pages: Collection[str]) -> list[str]:
    """The findings that concern some of these pages and no others."""
    of = schema.traced_pages.c
    mine = sorted(set(pages))
    inside: set[str] = set()
    for i in range(0, len(mine), _AT_ONCE):
        query = select(of.finding).where(of.page.in_(mine[i : i + _AT_ONCE]))
        inside.update(connection.scalars(query))
    return [
        known_as
        for known_as in sorted(inside)
        if set(connection.scalars(select(of.page).where(of.finding == known_as))) <= set(mine)
    ]


def _strike(connection: Connection, findings: Sequence[str]) -> None:
    f, of = schema.traced, schema.traced_pages
    connection.execute(delete(of).where(of.c.finding.in_(findings)))
    connection.execute(delete(f).where(f.c.id.in_(findings)))


def _row(finding: Finding) -> Row:
    evidence = json.dumps(
        [[e.page, e.place.value, [e.span.start, e.span.end], e.claim] for e in finding.evidence]
    )
    said = storable((finding.kind.value, finding.severity.value, finding.message, evidence))
    return (digest(said), *said)


def _finding(kind: str, severity: str, message: str, evidence: str) -> Finding:
    rests_on = tuple(
        Evidence(Place(place), Span(*span), claim, page)
        for page, place, span, claim in json.loads(restored(evidence))
    )
    return Finding(FindingKind(kind), Severity(severity), restored(message), rests_on)
