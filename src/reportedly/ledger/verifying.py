"""Verifying: everything that can be derived is derived again and held against what is there."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from reportedly.data import Place as Part
from reportedly.data import Reading, Span
from reportedly.errors import LedgerError
from reportedly.ledger import groups, passages, schema, traced
from reportedly.ledger.assembly import page_of, reading_of
from reportedly.ledger.backends import Backend
from reportedly.ledger.captures import (
    INDEX,
    OnDisk,
    Place,
    read_body,
    read_packed,
    surt,
    target,
)
from reportedly.ledger.deriving import (
    derived_persons,
    derived_standings,
    standing_columns,
    standing_figures,
    standing_sources,
)
from reportedly.ledger.entries import derived as derived_entries
from reportedly.ledger.events import event_id, reviews
from reportedly.ledger.fetching import (
    KeptPage,
    fetch_page,
    fetch_rows,
    index_lines,
    pages_in_order,
    reading_keys,
)
from reportedly.ledger.forgetting import tombstone_of
from reportedly.ledger.rows import (
    claim_ids,
    digest,
    is_person_known,
    page_id,
    reading_id,
    speaker_id,
)
from reportedly.ledger.standing import Standing

_AT_ONCE = 500  # claims


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be."""

    about: str  # "page 3f…", "reading 9a…", "storage"
    message: str


def verify(
    backend: Backend, connection: Connection, folder: Path, disk: OnDisk
) -> Iterator[Problem]:
    """All problems of a ledger. What is too damaged to be looked at is one, too. `disk`: what lay
    beside the database at the moment that the connection sees."""
    parts: tuple[tuple[str, Callable[[], Iterator[Problem]]], ...] = (
        ("storage", lambda: (Problem("storage", each) for each in backend.check(connection))),
        ("keys", lambda: _foreign_keys(connection)),
        ("pages", lambda: _pages(connection, folder)),
        ("readings", lambda: _readings(connection)),
        ("speakers", lambda: _speakers(connection)),
        ("reviews", lambda: _reviews(connection)),
        ("entries", lambda: _entries(connection)),
        ("samples", lambda: _samples(connection)),
        ("groups", lambda: _groups(connection)),
        ("traced", lambda: _traced(connection)),
        ("fact-checks", lambda: _sealed(connection, schema.fact_checks)),
        ("failures", lambda: _sealed(connection, schema.failures)),
        ("tombstones", lambda: _tombstones(connection, folder)),
        ("captures", lambda: _series(connection, folder, disk.sizes)),
        ("index", lambda: _index(connection, folder / INDEX, disk)),
    )
    for name, problems in parts:
        yield from _guarded(name, problems)


def _guarded(about: str, problems: Callable[[], Iterator[Problem]]) -> Iterator[Problem]:
    """The problems, and as the last one whatever keeps us from looking for more."""
    try:
        yield from problems()
    except LedgerError as error:
        yield Problem(error.about, error.message)
    except DBAPIError as error:
        yield Problem(about, str(error.orig))
    except (ValueError, TypeError, LookupError, AttributeError, OSError, zlib.error) as error:
        yield Problem(about, f"cannot be made sense of ({type(error).__name__}: {error})")


def _samples(connection: Connection) -> Iterator[Problem]:
    for reading, message in passages.misplaced(connection):
        yield Problem(f"reading {reading}", message)


def _groups(connection: Connection) -> Iterator[Problem]:
    for reading, message in groups.altered(connection):
        yield Problem(f"grouped {reading}", message)


def _traced(connection: Connection) -> Iterator[Problem]:
    for known_as in traced.altered(connection):
        yield Problem(f"traced {known_as}", "altered: its id is not that of what it says")


def _sealed(connection: Connection, table: Any) -> Iterator[Problem]:
    """Rows whose seal does not hold. The key, if there is one, is not under it."""
    for row in connection.execute(select(table)):
        *columns, seal = row
        if digest(columns) != seal:
            yield Problem(f"{table.name} {row[0]}", "altered: its seal is broken")


def _foreign_keys(connection: Connection) -> Iterator[Problem]:
    for table in schema.metadata.sorted_tables:
        for key in table.foreign_keys:
            other = key.column.table.alias("other")
            there = other.c[key.column.name]
            query = (
                select(func.count())
                .select_from(table.outerjoin(other, there == key.parent))
                .where(key.parent.is_not(None), there.is_(None))
            )
            if number := connection.scalar(query):
                yield Problem(table.name, f"{number} refer to {key.column.table.name} not there")


# ── Pages ────────────────────────────────────────────────────────────────────────────────


def _pages(connection: Connection, folder: Path) -> Iterator[Problem]:
    for page in pages_in_order(connection):
        about = f"page {page.row.id}"
        for problem in _guarded(about, partial(_page, page, folder)):
            yield Problem(about, problem.message)


def _page(page: KeptPage, folder: Path) -> Iterator[Problem]:
    row, place = page.row, page.place
    where = (place.warc, place.start, place.size, place.hash)
    if digest((*row.columns(), page.added_at, page.surt, *where)) != page.seal:
        yield Problem("", "altered: its seal is broken")
    if page_id(row.body, row.form, row.url, row.given_id, row.given) != row.id:
        yield Problem("", "its id does not follow from what it says")
    if surt(target(row)) != page.surt:
        yield Problem("", "stands in the wrong place of the index")
    if hashlib.sha256(read_body(folder, place)).hexdigest() != row.body.removeprefix("sha256:"):
        yield Problem("", "its capture holds other bytes")
    page_of(row, b"")


def _series(connection: Connection, folder: Path, sizes: Mapping[str, int]) -> Iterator[Problem]:
    """The WARC files have what the ledger says, one record after the other, and no more."""
    p, t = schema.pages.c, schema.tombstones.c
    places: dict[str, list[tuple[int, int]]] = {}
    for c in (p, t):
        for warc, start, size in connection.execute(select(c.warc, c.warc_start, c.warc_size)):
            places.setdefault(warc, []).append((start, start + size))
    for warc, spans in sorted(places.items()):
        path = folder / warc
        spans.sort()
        with path.open("rb") as file:
            head = file.read(spans[0][0])
        if b"WARC-Type: warcinfo" not in zlib.decompress(head, zlib.MAX_WBITS | 16):
            yield Problem(str(path), "does not begin with its own description")
        for (_, end), (start, _) in pairwise(spans):
            if start != end:
                yield Problem(str(path), f"bytes {end:,} to {start:,} belong to no capture")
        if sizes[warc] != spans[-1][1]:
            yield Problem(
                str(path),
                f"{sizes[warc] - spans[-1][1]:+,} bytes beside what was committed; a run "
                "that was killed leaves some behind, and the next one cuts them off",
            )


def _index(connection: Connection, path: Path, disk: OnDisk) -> Iterator[Problem]:
    """The index lists the captures and no others; one that is behind them, since a run that adds
    writes it at its end, may lack some."""
    expected = index_lines(connection)
    if disk.index is None:
        if next(expected, None) is not None:
            yield Problem(str(path), "is not there; the next run that adds writes it")
        return
    for number, found in enumerate(disk.index, start=1):
        line = next(expected, None)
        while disk.behind and line not in (None, found):
            line = next(expected, None)
        if line != found:
            yield Problem(f"{path}:{number}", "not what the ledger says")
            return
    if not disk.behind and next(expected, None) is not None:
        yield Problem(str(path), "lacks captures that the ledger has")


# ── Readings ─────────────────────────────────────────────────────────────────────────────


def _readings(connection: Connection) -> Iterator[Problem]:
    r, p = schema.readings.c, schema.pages.c
    query = select(r.id, r.added_at, r.seal, r.current, p.id.label("page"))
    others = schema.readings.alias("others")
    last = select(func.max(others.c.key)).where(others.c.page == r.page).scalar_subquery()
    query = query.add_columns(last.label("last")).join(schema.pages, p.key == r.page)
    for key in reading_keys(connection, history=True):
        row = connection.execute(query.where(r.key == key)).first()
        if row is None:
            continue  # without its page, which the keys have told
        about = f"reading {row.id}"
        for problem in _guarded(about, partial(_reading, connection, key, row)):
            yield Problem(about, problem.message)


def _reading(connection: Connection, key: int, row: Any) -> Iterator[Problem]:
    if digest((row.id, row.added_at)) != row.seal:
        yield Problem("", "altered: its seal is broken")
    if row.current != (key == row.last):
        yield Problem("", "the last reading of a page is current, and no other")
    rows = fetch_rows(connection, key, row.page)
    if reading_id(rows) != row.id:
        yield Problem("", "altered: its id does not follow from what it says")
    c, s, sp = schema.claims.c, schema.sources.c, schema.speakers.c
    ids = connection.scalars(select(c.id).where(c.reading == key).order_by(c.key))
    if list(ids) != claim_ids(row.page, rows.claims):
        yield Problem("", "ids of its claims do not follow from what they say")
    known = (
        select(sp.id).select_from(schema.sources).outerjoin(schema.speakers, sp.key == s.speaker)
    )
    speakers = list(connection.scalars(known.where(s.reading == key).order_by(s.key)))
    expected = [
        speaker_id(name, role, kind) if is_person_known(name, kind) else None
        for _, name, kind, role, _ in rows.sources
    ]
    if speakers != expected:
        yield Problem("", "its sources lead to other speakers")
    kept = fetch_page(connection, row.page)
    reading = reading_of(rows, page_of(kept.row, b""))
    yield from (Problem("", each) for each in spans_outside(reading))


def spans_outside(reading: Reading) -> Iterator[str]:
    """Spans that lie outside of their text, in words."""
    text, title = reading.article.text, reading.article.title or ""

    def outside(what: str, spans: Sequence[Span | None], within: str) -> Iterator[str]:
        for span in spans:
            if span is not None and span.end > len(within):
                yield f"{what}: [{span.start}, {span.end}) lies outside of the text"

    for source in reading.sources:
        yield from outside(f"source {source.id}", source.mentions, text)
    for each in reading.attributions:
        yield from outside(f"attribution {each.id}", (each.source, each.cue, *each.content), text)
    for claim in reading.claims:
        within = text if claim.place is Part.TEXT else title
        spans = [*claim.content, *(e.span for e in claim.entities)]
        spans += [quantity.span for quantity in claim.quantities]
        yield from outside(f"claim {claim.id}", spans, within)
        links = [span for link in claim.chain for span in (link.mention, link.cue)]
        yield from outside(f"claim {claim.id}", links, text)
    for finding in reading.findings:
        for evidence in finding.evidence:
            within = text if evidence.place is Part.TEXT else title
            yield from outside(f"finding {finding.kind}", (evidence.span,), within)


# ── Speakers, reviews, tombstones ────────────────────────────────────────────────────────


def _speakers(connection: Connection) -> Iterator[Problem]:
    s = schema.speakers
    persons = derived_persons(list(reviews(connection)))
    keys = {}
    for row in connection.execute(select(s)):
        keys[row.id] = row.key
        if speaker_id(row.name, row.role, row.type) != row.id:
            yield Problem(f"speaker {row.id}", "its id does not follow from what it says")
    for row in connection.execute(select(s)):
        if row.person != keys.get(persons.get(row.id, row.id), row.key):
            yield Problem(f"speaker {row.id}", "joined with others than the reviews say")


def _reviews(connection: Connection) -> Iterator[Problem]:
    v, t, st = schema.reviews, schema.tombstones, schema.standings
    forgotten = set(connection.scalars(select(t.c.page)))
    previous = ""
    for number, row in enumerate(connection.execute(select(v).order_by(v.c.key)), start=1):
        about = f"review {row.id}"
        columns = (row.at, row.who, row.action, row.subject, row.page, row.detail_hash)
        if row.previous != previous or row.key != number:
            yield Problem(about, "does not follow the review before; one is missing")
        if event_id(row.previous, *columns) != row.id:
            yield Problem(about, "altered: its id does not follow from what it says")
        if row.detail is None and row.page not in forgotten:
            yield Problem(about, "its detail is missing")
        if row.detail is not None and digest([row.detail]) != row.detail_hash:
            yield Problem(about, "altered: its detail is not what was decided")
        previous = row.id
    derived = derived_standings(list(reviews(connection)))
    expected = {
        claim: standing_columns(claim, *each)
        for claim, each in derived.items()
        if each[0] not in forgotten
    }
    found = {row.claim: dict(row._mapping) for row in connection.execute(select(st))}
    for claim in sorted(expected.keys() | found.keys()):
        if expected.get(claim) != found.get(claim):
            yield Problem(f"claim {claim}", "stands otherwise than its reviews say")
    yield from _parts_of_standings(connection, {c: derived[c][1] for c in expected})


def _parts_of_standings(
    connection: Connection, standings: Mapping[str, Standing]
) -> Iterator[Problem]:
    ss, s, sq = schema.standing_speakers.c, schema.speakers.c, schema.standing_quantities
    speakers = {
        (claim, position, speaker_id(*source))
        for claim, standing in standings.items()
        for position, source in standing_sources(standing)
    }
    query = select(ss.claim, ss.position, s.id).join(schema.speakers, s.key == ss.speaker)
    if speakers != {tuple(row) for row in connection.execute(query)}:
        yield Problem("standing_speakers", "other speakers than the reviews say")
    figures = {
        (claim, *row) for claim, standing in standings.items() for row in standing_figures(standing)
    }
    if figures != {tuple(row) for row in connection.execute(select(sq))}:
        yield Problem("standing_quantities", "other figures than the reviews say")


def _entries(connection: Connection) -> Iterator[Problem]:
    """What is indexed of the claims of current readings, of all of them, and of no others."""
    e, c, r = schema.entries, schema.claims.c, schema.readings.c
    current = select(c.key).join(schema.readings, r.key == c.reading).where(r.current == 1)
    after = 0
    while True:
        keys = list(
            connection.scalars(current.where(c.key > after).order_by(c.key).limit(_AT_ONCE))
        )
        within = e.c.key > after if len(keys) < _AT_ONCE else e.c.key.between(after + 1, keys[-1])
        found = {row.key: tuple(row) for row in connection.execute(select(e).where(within))}
        expected = {entry.key: entry.row() for entry in derived_entries(connection, keys)}
        for key in sorted(found.keys() | expected.keys()):
            if found.get(key) != expected.get(key):
                yield Problem(f"entry {key}", "not what the claim and its reviews say")
        if len(keys) < _AT_ONCE:
            return
        after = keys[-1]


def _tombstones(connection: Connection, folder: Path) -> Iterator[Problem]:
    yield from _sealed(connection, schema.tombstones)
    there = set(connection.scalars(select(schema.pages.c.id)))
    for row in connection.execute(select(schema.tombstones)):
        tombstone = tombstone_of(tuple(row))
        about = f"tombstone {tombstone.page}"
        if tombstone.page in there and not tombstone.lifted:
            yield Problem(about, "what was forgotten is there")
        try:
            read_packed(folder, tombstone.place)
        except LedgerError:
            yield Problem(about, "its capture is not erased: forget it again")


def committed(connection: Connection) -> Iterator[Place]:
    """Of every WARC file the last place that the ledger knows."""
    ends: dict[str, Place] = {}
    for c in (schema.pages.c, schema.tombstones.c):
        query = select(c.warc, c.warc_start, c.warc_size, c.warc_hash)
        for row in connection.execute(query):
            place = Place(*row)
            if place.warc not in ends or ends[place.warc].end < place.end:
                ends[place.warc] = place
    yield from ends.values()
