"""What was found by comparing pages: drift, cut quotations, contradictions, circles.

Such a finding belongs to no reading: it goes when one of its pages is forgotten, and is replaced
when the pages are compared again.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Column, Connection, delete, exists, insert, select

from reportedly.data import Evidence, Finding, FindingKind, Place, Severity, Span
from reportedly.ledger import schema
from reportedly.ledger.backends import in_parts
from reportedly.ledger.characters import restored, storable
from reportedly.ledger.rows import Row, digest


def keep(connection: Connection, pages: Collection[str], findings: Sequence[Finding]) -> int:
    """Keeps what was found by comparing some pages, by their ids, and strikes off what earlier
    comparisons of these pages alone had found. Gives how many are kept: none of a page that was
    forgotten meanwhile."""
    for known_as in _of_none_but(connection, pages):
        _strike(connection, [known_as])
    f, of, p = schema.traced, schema.traced_pages, schema.pages.c
    named = {each.page for finding in findings for each in finding.evidence}
    there = _where(connection, p.id, p.id, named)
    rows = {}
    for finding in findings:
        concerned = {each.page for each in finding.evidence if each.page}
        if concerned <= there:
            row = _row(finding)
            rows[row[0]] = row, concerned
    known = _where(connection, f.c.id, f.c.id, rows)
    names = [column.name for column in f.columns]
    for known_as, (row, concerned) in rows.items():
        if known_as not in known:
            connection.execute(insert(f), dict(zip(names, row, strict=True)))
            connection.execute(
                insert(of), [{"finding": known_as, "page": page} for page in sorted(concerned)]
            )
    return len(rows)


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


def _where(
    connection: Connection, wanted: Column[str], column: Column[str], values: Iterable[str | None]
) -> set[str]:
    """What stands in one column where another has any of the values."""
    found: set[str] = set()
    for some in in_parts(sorted({each for each in values if each})):
        found.update(connection.scalars(select(wanted).where(column.in_(some))))
    return found


def _of_none_but(connection: Connection, pages: Collection[str]) -> list[str]:
    """The findings that concern some of these pages and no others."""
    of, mine = schema.traced_pages.c, set(pages)
    return [
        known_as
        for known_as in sorted(_where(connection, of.finding, of.page, mine))
        if set(connection.scalars(select(of.page).where(of.finding == known_as))) <= mine
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
