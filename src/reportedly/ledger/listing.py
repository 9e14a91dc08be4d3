"""Lists for readers and editors: what came in last, what was found wrong, who said what when,
what reviewers have begun. All are paged by bookmarks, and look at no more than they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, and_, func, or_, select

from reportedly.data import Dating, Finding, FindingKind, Nature, Severity
from reportedly.errors import NotInLedger
from reportedly.ledger import entries, schema
from reportedly.ledger.assembly import dating_of, finding_of
from reportedly.ledger.backends import Backend
from reportedly.ledger.characters import restored
from reportedly.ledger.claims import KeptClaim, fetch_claims
from reportedly.ledger.events import review_of
from reportedly.ledger.search import matching
from reportedly.ledger.standing import Review
from reportedly.ledger.words import Asked

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """One page of a list."""

    items: tuple[T, ...]
    after: str | None  # bookmark for the next page; None when there is none


@dataclass(frozen=True, slots=True)
class KeptReading:
    """A current reading at a glance."""

    id: str
    page: str  # id
    url: str | None
    origin: str
    title: str | None
    site: str | None
    published: Dating
    nature: Nature
    added_at: str  # ISO 8601
    claims: int  # how many
    findings: tuple[tuple[Severity, int], ...]  # how many of each severity that occurs


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding of a current reading, and where it stands."""

    finding: Finding
    position: int  # in `Reading.findings`
    reading: str  # id
    page: str  # id
    url: str | None
    origin: str
    title: str | None
    site: str | None
    published: Dating


def recent(connection: Connection, limit: int, after: str | None) -> Listing[KeptReading]:
    """Current readings, the last added first."""
    r = schema.readings.c
    query = _readings(r.key, r.id, r.nature, r.added_at).where(r.current == 1)
    query = query.where(r.key < _number(after)) if after else query
    rows = connection.execute(query.order_by(r.key.desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    keys = [row.key for row in shown]
    c, f = schema.claims.c, schema.findings.c
    counted = select(c.reading, func.count()).where(c.reading.in_(keys)).group_by(c.reading)
    claims: dict[int, int] = dict(map(tuple, connection.execute(counted)))
    found: dict[int, list[tuple[Severity, int]]] = {}
    query = select(f.reading, f.severity, func.count()).where(f.reading.in_(keys))
    for key, severity, number in connection.execute(query.group_by(f.reading, f.severity)):
        found.setdefault(key, []).append((Severity(severity), number))
    items = [
        KeptReading(
            row.id,
            *_where(row),
            Nature(row.nature),
            row.added_at,
            claims.get(row.key, 0),
            tuple(sorted(found.get(row.key, ()), key=lambda each: _WORST.index(each[0]))),
        )
        for row in shown
    ]
    return Listing(tuple(items), _mark(rows, limit, "key"))


_WORST = (Severity.SERIOUS, Severity.WARNING, Severity.INFO)


def findings(
    connection: Connection,
    severity: Severity | None,
    kind: FindingKind | None,
    limit: int,
    after: str | None,
) -> Listing[KeptFinding]:
    """Findings of current readings, those of the last added first."""
    r, f = schema.readings.c, schema.findings.c
    query = _readings(r.key, r.id, f.position, f.kind, f.severity, f.message, f.evidence)
    query = query.join(schema.findings, f.reading == r.key).where(r.current == 1)
    if severity is not None:
        query = query.where(f.severity == severity.value)
    if kind is not None:
        query = query.where(f.kind == kind.value)
    if after:
        reading, position = _numbers(after)
        query = query.where(
            or_(f.reading < reading, and_(f.reading == reading, f.position > position))
        )
    rows = connection.execute(query.order_by(f.reading.desc(), f.position).limit(limit + 1)).all()
    items = [
        KeptFinding(
            finding_of(row.kind, row.severity, row.message, row.evidence),
            row.position,
            row.id,
            *_where(row),
        )
        for row in rows[:limit]
    ]
    return Listing(tuple(items), _mark(rows, limit, "key", "position"))


def _readings(*columns: Any) -> Select[Any]:
    r, p = schema.readings.c, schema.pages.c
    of_reading = (
        r.title,
        r.site,
        r.date,
        r.earliest,
        r.latest,
        r.published_at,
        r.basis,
        r.rejected,
    )
    query = select(*columns, p.id.label("page"), p.url, p.origin, *of_reading)
    return query.select_from(schema.readings).join(schema.pages, p.key == r.page)


def _where(row: Any) -> tuple[str, str | None, str, str | None, str | None, Dating]:
    """Page, address, origin, title, site and dating."""
    return (
        row.page,
        None if row.url is None else restored(row.url),
        restored(row.origin),
        None if row.title is None else restored(row.title),
        None if row.site is None else restored(row.site),
        dating_of(row.date, row.earliest, row.latest, row.published_at, row.basis, row.rejected),
    )


# ── Claims ───────────────────────────────────────────────────────────────────────────────


def claims_of(connection: Connection, reading: str) -> list[KeptClaim]:
    """The claims of a reading as they stand, in reading order. Raises `NotInLedger`."""
    c, r = schema.claims.c, schema.readings.c
    key = connection.scalar(select(r.key).where(r.id == reading))
    if key is None:
        raise NotInLedger("no such reading", about=reading)
    keys = connection.scalars(select(c.key).where(c.reading == key).order_by(c.key))
    return fetch_claims(connection, list(keys))


def statements(
    backend: Backend, connection: Connection, speakers: Sequence[int], limit: int, after: str | None
) -> Listing[KeptClaim]:
    """Claims with one of the speakers in their chain, the last published first; those of unknown
    date at the end."""
    e = schema.entries.c
    asked = Asked(facets=(tuple(map(entries.speaker, speakers)),), without=(_REJECTED,))
    found = matching(backend, "claims", asked, "said")
    day = func.coalesce(e.first_day, 0)
    query = select(e.key, day.label("day")).join(found, found.c.key == e.key)
    if after:
        at, key = _numbers(after)
        query = query.where(or_(day < at, and_(day == at, e.key < key)))
    rows = connection.execute(query.order_by(day.desc(), e.key.desc()).limit(limit + 1)).all()
    claims = fetch_claims(connection, [row.key for row in rows[:limit]])
    return Listing(tuple(claims), _mark(rows, limit, "day", "key"))


_REJECTED = entries.plain("r", "rejected")


def undecided(connection: Connection, limit: int, after: str | None) -> Listing[KeptClaim]:
    """Claims that somebody has corrected, noted or tagged and nobody accepted or rejected, by the
    last review of their page, newest first."""
    st, v = schema.standings.c, schema.reviews.c
    last = select(func.max(v.key)).where(v.page == st.page).scalar_subquery()
    query = select(st.claim, last.label("last")).where(st.status.is_(None))
    rows = connection.execute(query).all()
    rows = sorted(rows, key=lambda row: (-row.last, row.claim))
    start = _number(after) if after else 0
    c, r = schema.claims.c, schema.readings.c
    ids = [row.claim for row in rows[start : start + limit]]
    query = select(c.id, func.max(c.key)).join(schema.readings, r.key == c.reading)
    keys = dict(connection.execute(query.where(c.id.in_(ids), r.current == 1).group_by(c.id)).all())
    claims = fetch_claims(connection, [keys[each] for each in ids if each in keys])
    more = len(rows) > start + limit
    return Listing(tuple(claims), str(start + limit) if more else None)


# ── Reviews ──────────────────────────────────────────────────────────────────────────────


def latest_reviews(connection: Connection, limit: int, after: str | None) -> Listing[Review]:
    """All reviews, the last first."""
    v = schema.reviews
    query = select(v).order_by(v.c.key.desc()).limit(limit + 1)
    rows = connection.execute(query.where(v.c.key < _number(after)) if after else query).all()
    return Listing(tuple(map(review_of, rows[:limit])), _mark(rows, limit, "key"))


def _mark(rows: Sequence[Any], limit: int, *names: str) -> str | None:
    """The bookmark after the first `limit` rows, where there are more."""
    if len(rows) <= limit:
        return None
    return "-".join(str(getattr(rows[limit - 1], name)) for name in names)


_DIGITS = 18  # no key has more, and no database takes many more


def _number(after: str) -> int:
    if not (after.isascii() and after.isdecimal()) or len(after) > _DIGITS:
        raise NotInLedger("not where a page of results ended", about=after)
    return int(after)


def _numbers(after: str) -> tuple[int, int]:
    one, _, other = after.partition("-")
    return _number(one), _number(other)


# ── How much there is ────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Size:
    """How much a ledger holds."""

    pages: int
    claims: int  # of current readings
    speakers: int
    reviews: int
    failures: int  # pages that could not be read
    forgotten: int  # pages


def size(connection: Connection) -> Size:
    tables = (schema.pages, schema.entries, schema.speakers, schema.reviews, schema.failures)
    counts = [
        int(connection.scalar(select(func.count()).select_from(table)) or 0)
        for table in (*tables, schema.tombstones)
    ]
    return Size(*counts)
