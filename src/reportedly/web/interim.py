"""What the pages ask of the ledger until it has methods of its own for it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from reportedly.data import Dating, Severity
from reportedly.ledger import KeptClaim, Ledger, Review, schema
from reportedly.ledger.assembly import dating_of
from reportedly.ledger.characters import restored
from reportedly.ledger.claims import fetch_claims
from reportedly.ledger.events import review_of, standing_events


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list of readings."""

    reading: str
    page: str
    title: str | None
    site: str | None
    origin: str
    url: str | None
    published: Dating
    added_at: str
    claims: int
    findings: tuple[tuple[str, str, str], ...]  # severity, kind, message

    @property
    def worst(self) -> Severity | None:
        """The gravest of its findings."""
        found = {severity for severity, _, _ in self.findings}
        return next((each for each in reversed(Severity) if each.value in found), None)


def claims_of(ledger: Ledger, reading: str) -> list[KeptClaim]:
    c, r = schema.claims.c, schema.readings.c
    with ledger._reading() as connection:
        query = select(c.key).join(schema.readings, r.key == c.reading).where(r.id == reading)
        return fetch_claims(connection, list(connection.scalars(query.order_by(c.key))))


def latest(ledger: Ledger, limit: int) -> list[Entry]:
    r, p, c, f = (t.c for t in (schema.readings, schema.pages, schema.claims, schema.findings))
    said = select(func.count()).where(c.reading == r.key, c.attribution.is_not(None))
    query = (
        select(
            r.key,
            r.id,
            p.id.label("page"),
            r.title,
            r.site,
            p.origin,
            p.url,
            r.date,
            r.earliest,
            r.latest,
            r.basis,
            r.added_at,
            said.scalar_subquery().label("claims"),
        )
        .join(schema.pages, p.key == r.page)
        .where(r.current == 1)
        .order_by(r.key.desc())
        .limit(limit)
    )
    with ledger._reading() as connection:
        rows = connection.execute(query).all()
        keys = [row.key for row in rows]
        found: dict[int, list[tuple[str, str, str]]] = {}
        for row in connection.execute(
            select(f.reading, f.severity, f.kind, f.message)
            .where(f.reading.in_(keys))
            .order_by(f.reading, f.position)
        ):
            found.setdefault(row.reading, []).append(
                (row.severity, row.kind, restored(row.message))
            )
    return [
        Entry(
            row.id,
            row.page,
            row.title and restored(row.title),
            row.site and restored(row.site),
            restored(row.origin),
            row.url and restored(row.url),
            dating_of(row.date, row.earliest, row.latest, None, row.basis, "[]"),
            row.added_at,
            row.claims,
            tuple(found.get(row.key, ())),
        )
        for row in rows
    ]


def totals(ledger: Ledger) -> tuple[int, int, int]:
    """Readings, claims and reviews."""
    with ledger._reading() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(t)) or 0
            for t in (schema.pages, schema.claims, schema.reviews)
        ]
    return counts[0], counts[1], counts[2]


def reading_id(ledger: Ledger, id: str) -> str:
    r = schema.readings.c
    with ledger._reading() as connection:
        key = ledger._reading_key(connection, id)
        return str(connection.scalar(select(r.id).where(r.key == key)))


def last_events(ledger: Ledger, page: str) -> dict[str, str]:
    """The last review of every claim of a page that has one; taking one back is one, too."""
    last: dict[str, str] = {}
    of: dict[str, str] = {}
    for each in page_events(ledger, page):
        of[each.id] = of.get(each.subject, each.subject)
        last[of[each.id]] = each.id
    return last


def page_events(ledger: Ledger, page: str) -> list[Review]:
    v = schema.reviews
    with ledger._reading() as connection:
        rows = connection.execute(select(v).where(v.c.page == page).order_by(v.c.key))
        return [review_of(row) for row in rows]


def events_of(ledger: Ledger, kept: KeptClaim) -> list[Review]:
    """All events about a claim, and those that take them back."""
    about = {kept.id}
    found = []
    for each in page_events(ledger, kept.page):
        if each.subject in about:
            about.add(each.id)
            found.append(each)
    return found


def standing(events: list[Review]) -> list[Review]:
    return standing_events(events)


def decisions(ledger: Ledger, limit: int) -> list[Review]:
    """The last decisions, the last first."""
    v = schema.reviews
    with ledger._reading() as connection:
        rows = connection.execute(select(v).order_by(v.c.key.desc()).limit(limit))
        return [review_of(row) for row in rows]
