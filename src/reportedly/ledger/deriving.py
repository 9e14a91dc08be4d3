"""What follows from the reviews: how claims stand, which speakers are one person, and what the
full-text index has of them. It is kept for search, and can be made anew at any time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from reportedly.ledger import entries, schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.characters import storable
from reportedly.ledger.events import review_of, reviews, standing_events
from reportedly.ledger.rows import Row, is_person_known, speaker_id
from reportedly.ledger.standing import Action, Review, Standing, derive

_AT_ONCE = 500  # claims
_PLAIN = ("certainty", "quotation", "kind", "factuality")


# ── How claims stand ─────────────────────────────────────────────────────────────────────


def derived_standings(events: Sequence[Review]) -> dict[str, tuple[str, Standing]]:
    """The page and the standing of every claim that was reviewed."""
    of_claim: dict[str, list[Review]] = {}
    for event in standing_events(events):
        if event.page:
            of_claim.setdefault(event.subject, []).append(event)
    return {claim: (each[0].page, derive(each)) for claim, each in of_claim.items()}


def standing_columns(claim: str, page: str, standing: Standing) -> dict[str, Any]:
    """The row of `standings`."""
    now = standing.corrected
    last = (now.get("chain") or [{}])[-1]
    columns = {name: now.get(name) for name in _PLAIN} | {
        "claim": claim,
        "page": page,
        "status": standing.status,
        "detail": standing.dumps(),
        "text": now["content"]["text"] if "content" in now else None,
        "speaker": last.get("name"),
        "role": last.get("role"),
        "speaker_type": last.get("type"),
        "chain": int("chain" in now),
        "quantities": int("quantities" in now),
    }
    return {name: storable(value) for name, value in columns.items()}


def standing_sources(standing: Standing) -> list[tuple[int, Row]]:
    """Position, and name, role and type of everybody in a corrected chain who is known by name."""
    chain = standing.corrected.get("chain") or ()
    return [
        (i, storable((each["name"], each["role"], each["type"])))
        for i, each in enumerate(chain)
        if is_person_known(each["name"], each["type"])
    ]


def standing_figures(standing: Standing) -> list[Row]:
    """The corrected figures, as `standing_quantities` has them but for the claim."""
    names = ("value", "low", "high", "unit", "bound", "change")
    figures = standing.corrected.get("quantities") or ()
    return [(i, *(storable(each[name]) for name in names)) for i, each in enumerate(figures)]


def restand(backend: Backend, connection: Connection, claim: str, page: str) -> None:
    """Brings a claim up to date with its reviews, and the index with it."""
    v = schema.reviews
    rows = connection.execute(select(v).where(v.c.page == page).order_by(v.c.key))
    standing = derived_standings([review_of(row) for row in rows]).get(claim)
    e, c = schema.entries.c, schema.claims.c
    query = select(e.key).join(schema.claims, c.key == e.key).where(c.id == claim)
    keys = list(connection.scalars(query))
    entries.withdraw(backend, connection, keys)
    _fall(connection, [claim])
    if standing is not None:
        _stand(backend, connection, claim, *standing)
    entries.enter(backend, connection, list(entries.derived(connection, keys)))


def _stand(
    backend: Backend, connection: Connection, claim: str, page: str, standing: Standing
) -> None:
    connection.execute(insert(schema.standings), standing_columns(claim, page, standing))
    speakers = [
        (claim, position, _speaker(backend, connection, *source))
        for position, source in standing_sources(standing)
    ]
    backend.insert(connection, schema.standing_speakers, speakers)
    figures = [(claim, *row) for row in standing_figures(standing)]
    backend.insert(connection, schema.standing_quantities, figures)


def _speaker(
    backend: Backend, connection: Connection, name: str, role: str | None, kind: str
) -> int:
    """The key of a speaker, who is written down if nobody has named them yet."""
    s = schema.speakers.c
    known_as = speaker_id(name, role, kind)
    key = connection.scalar(select(s.key).where(s.id == known_as))
    if key is None:
        key = (connection.scalar(select(func.max(s.key))) or 0) + 1
        backend.insert(connection, schema.speakers, [(key, known_as, name, role, kind, key)])
        backend.index(connection, "speakers", [(key, name)])
    return int(key)


def _fall(connection: Connection, claims: Sequence[str] | None) -> None:
    """Takes the standings of these claims away, or all."""
    for table in (schema.standing_speakers, schema.standing_quantities, schema.standings):
        statement = delete(table)
        connection.execute(
            statement if claims is None else statement.where(table.c.claim.in_(claims))
        )


# ── Who is who ───────────────────────────────────────────────────────────────────────────


def derived_persons(events: Sequence[Review]) -> dict[str, str]:
    """The speakers that were merged, each with the one that stands for the person."""
    into: dict[str, str] = {}
    for event in standing_events(events):
        if event.action is Action.MERGE and event.detail is not None:
            into[event.subject] = str(event.detail["after"])
        elif event.action is Action.SPLIT:
            into.pop(event.subject, None)
            into = {one: other for one, other in into.items() if other != event.subject}
    return {one: _end(into, one) for one in into}


def _end(into: Mapping[str, str], one: str) -> str:
    """Where a chain of mergers ends; of those that run in a circle, the first by id."""
    seen = [one]
    while (other := into.get(seen[-1])) is not None:
        if other in seen:
            return min(seen[seen.index(other) :])
        seen.append(other)
    return seen[-1]


def regroup(connection: Connection) -> None:
    """Brings speakers up to date with what reviews say of who is who."""
    s = schema.speakers
    persons = derived_persons(list(reviews(connection)))
    named = set(persons) | set(persons.values())
    rows = connection.execute(select(s.c.id, s.c.key).where(s.c.id.in_(named)))
    keys = {row.id: row.key for row in rows}
    connection.execute(update(s).where(s.c.person != s.c.key).values(person=s.c.key))
    for one, other in persons.items():
        if one in keys and other in keys:
            connection.execute(update(s).where(s.c.id == one).values(person=keys[other]))


# ── All of it ────────────────────────────────────────────────────────────────────────────


def derive_anew(backend: Backend, connection: Connection) -> None:
    """Makes everything that follows from the rest again: after a step that changes how it is
    kept. The full-text index must be empty of claims."""
    forgotten = set(connection.scalars(select(schema.tombstones.c.page)))
    connection.execute(delete(schema.entries))
    _fall(connection, None)
    for claim, (page, standing) in derived_standings(list(reviews(connection))).items():
        if page not in forgotten:
            _stand(backend, connection, claim, page, standing)
    regroup(connection)
    c, r = schema.claims.c, schema.readings.c
    current = select(c.key).join(schema.readings, r.key == c.reading).where(r.current == 1)
    after = 0
    while True:
        query = current.where(c.key > after).order_by(c.key).limit(_AT_ONCE)
        keys = list(connection.scalars(query))
        if not keys:
            return
        entries.enter(backend, connection, list(entries.derived(connection, keys)))
        after = keys[-1]
