"""Counts: how the claims that a search finds are spread over speakers, sites, units and so on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from reportedly.data import Certainty, ClaimKind, Quotation
from reportedly.ledger import entries, schema
from reportedly.ledger.backends import Backend, in_parts
from reportedly.ledger.characters import restored
from reportedly.ledger.search import Query, Sought, sought
from reportedly.ledger.words import parse

COUNTED = 5000  # claims that are looked at, the last added ones


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    """How many of the claims have a person in their chain."""

    id: str  # of the speaker that stands for the person
    name: str
    role: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How the claims that fit a query are spread; the most frequent values first."""

    counted: int  # claims that were looked at
    complete: bool  # False when there are more; then the last added were counted
    speakers: tuple[SpeakerCount, ...]
    certainty: tuple[tuple[Certainty, int], ...]
    quotation: tuple[tuple[Quotation, int], ...]
    kind: tuple[tuple[ClaimKind, int], ...]
    sites: tuple[tuple[str, int], ...]  # names, or where a page states none, hosts
    units: tuple[tuple[str, int], ...]


def count(backend: Backend, connection: Connection, query: Query, most: int) -> Facets:
    """Counts the claims that fit, `COUNTED` at most, and names `most` values of each kind."""
    found = sought(backend, connection, query, parse(query.words))
    if found is None:
        return Facets(0, True, (), (), (), (), (), ())
    rows = _rows(connection, found)
    complete, rows = len(rows) <= COUNTED, rows[:COUNTED]
    codes = Counter(chain.from_iterable(row.facets.split() for row in rows))
    return Facets(
        len(rows),
        complete,
        _speakers(connection, rows, most),
        tuple((Certainty(code), number) for code, number in _with(codes, "c")),
        tuple((Quotation(code), number) for code, number in _with(codes, "q")),
        tuple((ClaimKind(code), number) for code, number in _with(codes, "k")),
        _sites(rows, most),
        _units(connection, rows, most),
    )


def _with(codes: Counter[str], letter: str) -> list[tuple[str, int]]:
    """The codes of one letter, without it, and their counts; the most frequent first."""
    some = ((code[1:], number) for code, number in codes.items() if code[0] == letter)
    return sorted(some, key=lambda each: (-each[1], each[0]))


def _rows(connection: Connection, found: Sought) -> list[Any]:
    """Key, facets, and where it was published, of `COUNTED` claims and one more; the last added
    first."""
    e, c, r, p = schema.entries.c, schema.claims.c, schema.readings.c, schema.pages.c
    last = found.statement.order_by(found.key.desc()).limit(COUNTED + 1).subquery()
    query = (
        select(e.key, e.facets, r.site, p.surt)
        .select_from(last)
        .join(schema.entries, e.key == last.c.key)
        .join(schema.claims, c.key == last.c.key)
        .join(schema.readings, r.key == c.reading)
        .join(schema.pages, p.key == r.page)
    )
    return sorted(connection.execute(query).all(), key=lambda row: -row.key)


def _speakers(connection: Connection, rows: Sequence[Any], most: int) -> tuple[SpeakerCount, ...]:
    chains = [[int(code[1:]) for code in row.facets.split() if code[0] == "s"] for row in rows]
    s = schema.speakers.c
    person_of: dict[int, int] = {}
    for some in in_parts(set(chain.from_iterable(chains))):
        query = select(s.key, s.person).where(s.key.in_(some))
        person_of |= {row.key: row.person for row in connection.execute(query)}
    persons = Counter(chain.from_iterable({person_of[key] for key in each} for each in chains))
    top = sorted(persons.items(), key=lambda each: (-each[1], each[0]))[:most]
    named = select(s.key, s.id, s.name, s.role).where(s.key.in_([key for key, _ in top]))
    who = {row.key: row for row in connection.execute(named)}
    return tuple(
        SpeakerCount(
            who[key].id,
            restored(who[key].name),
            who[key].role and restored(who[key].role),
            number,
        )
        for key, number in top
    )


def _sites(rows: Sequence[Any], most: int) -> tuple[tuple[str, int], ...]:
    counts: Counter[str] = Counter()
    for (site, surt), number in Counter((row.site, row.surt) for row in rows).items():
        name = restored(site) if site else entries.host(surt)
        if name:
            counts[name] += number
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:most])


def _units(connection: Connection, rows: Sequence[Any], most: int) -> tuple[tuple[str, int], ...]:
    """Of each unit in how many claims it stands, however it is written, as most write it."""
    told = [[code for code in row.facets.split() if code[0] == "u"] for row in rows]
    one_of = {code: row.key for row, codes in zip(rows, told, strict=True) for code in codes}
    named = {entries.hashed("u", unit): unit for unit in _units_of(connection, one_of.values())}
    units = [[named[code] for code in codes if code in named] for codes in told]
    written = Counter(chain.from_iterable(units))
    shown: dict[str, str] = {}
    for unit, _ in sorted(written.items(), key=lambda each: (-each[1], each[0])):
        shown.setdefault(entries.one_unit(unit), unit)
    claims = Counter(
        chain.from_iterable({entries.one_unit(unit) for unit in each} for each in units)
    )
    counts = [(restored(shown[one]), number) for one, number in claims.items()]
    return tuple(sorted(counts, key=lambda each: (-each[1], each[0]))[:most])


def _units_of(connection: Connection, keys: Iterable[int]) -> Iterator[str]:
    """Every unit in claims, as read and as corrected."""
    q, now, c = schema.quantities.c, schema.standing_quantities.c, schema.claims.c
    for some in in_parts(set(keys)):
        yield from connection.scalars(select(q.unit).where(q.claim.in_(some), q.unit.is_not(None)))
        corrected = select(now.unit).join(schema.claims, c.id == now.claim)
        yield from connection.scalars(corrected.where(c.key.in_(some), now.unit.is_not(None)))
