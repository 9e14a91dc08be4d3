"""Reviews: events that are appended and never changed, each bound to the one before.

`standings` and `speakers.person` follow from the events and are kept beside them for search.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from reportedly.data import Place
from reportedly.errors import LedgerError, NotInLedger
from reportedly.ledger import schema
from reportedly.ledger.characters import restored, storable
from reportedly.ledger.claims import KeptClaim, fetch_claim
from reportedly.ledger.rows import digest
from reportedly.ledger.standing import (
    FIELDS,
    Action,
    Review,
    Standing,
    corrected,
    derive,
    value_of,
)

_ON_CLAIMS = frozenset(Action) - {Action.MERGE, Action.SPLIT, Action.UNDO}


def review_claim(
    connection: Connection, id: str, action: Action, who: str, field: str | None, after: Any
) -> Review:
    """Appends a decision about a claim. Raises `LedgerError` for a value that does not fit."""
    kept = fetch_claim(connection, id)
    detail: dict[str, Any] = {}
    if action is Action.CORRECT:
        if field not in FIELDS:
            raise LedgerError(f"no such field; there are {', '.join(FIELDS)}", about=str(field))
        if field == "content":
            after = _content(connection, kept, after)
        before = value_of(kept.claim, kept.chain, field)
        detail = {"field": field, "before": before, "after": _checked(kept, field, after)}
    elif action in (Action.NOTE, Action.TAG, Action.UNTAG, Action.VERDICT):
        detail = {"after": after}
    elif action not in _ON_CLAIMS:
        raise LedgerError("not something to do with a claim", about=action.value)
    event = _append(connection, who, action, kept.id, kept.page, detail)
    _restand(connection, kept.id, kept.page)
    return event


def _checked(kept: KeptClaim, field: str, after: Any) -> Any:
    """The value in its whole shape, once the field is known to take it."""
    try:
        claim, chain = corrected(kept.claim, kept.chain, {field: after})
        return value_of(claim, chain, field)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError(f"{field} cannot be {after!r}: {error}", about=kept.id) from error


def _content(connection: Connection, kept: KeptClaim, spans: Any) -> dict[str, Any]:
    """Spans together with the words that they cover."""
    r = schema.readings.c
    row = connection.execute(select(r.text, r.title).where(r.id == kept.reading)).one()
    text = restored(row.text if kept.claim.place is Place.TEXT else row.title or "")
    try:
        pairs = [(int(start), int(end)) for start, end in spans]
    except (TypeError, ValueError) as error:
        raise LedgerError("content is a list of [start, end]", about=kept.id) from error
    if not pairs or not all(0 <= start < end <= len(text) for start, end in pairs):
        raise LedgerError(f"content must lie within the text, [0, {len(text)}]", about=kept.id)
    words = " ".join(text[start:end] for start, end in pairs)
    return {"spans": pairs, "text": words}


def merge(connection: Connection, id: str, into: str, who: str) -> Review:
    """Says that a speaker is the same person as another. Raises `NotInLedger`."""
    speaker, other = _speaker(connection, id), _speaker(connection, into)
    if speaker.person == other.person:
        raise LedgerError("they are the same person already", about=f"{id}, {into}")
    detail = {"before": None, "after": other.id}
    event = _append(connection, who, Action.MERGE, speaker.id, "", detail)
    _regroup(connection)
    return event


def split(connection: Connection, id: str, who: str) -> Review:
    """Takes a speaker out of the person that it was merged into. Raises `NotInLedger`."""
    speaker = _speaker(connection, id)
    event = _append(connection, who, Action.SPLIT, speaker.id, "", {})
    _regroup(connection)
    return event


def undo(connection: Connection, id: str, who: str) -> Review:
    """Makes a review as if it had not been; undoing the undoing brings it back. Raises
    `NotInLedger`."""
    v = schema.reviews.c
    row = connection.execute(select(v.id, v.page).where(v.id == id)).first()
    if row is None:
        raise NotInLedger("no such review", about=id)
    event = _append(connection, who, Action.UNDO, row.id, row.page, {})
    subject = _root(connection, row.id)
    if row.page:
        _restand(connection, subject, row.page)
    else:
        _regroup(connection)
    return event


def reviews(connection: Connection, subject: str | None = None) -> Iterator[Review]:
    """All events, or those about a subject, in the order in which they happened."""
    v = schema.reviews
    query = select(v).order_by(v.c.key)
    if subject is not None:
        query = query.where(v.c.subject == subject)
    for row in connection.execute(query):
        yield _review(row)


def _review(row: Any) -> Review:
    detail = None if row.detail is None else json.loads(restored(row.detail))
    who = restored(row.who)
    return Review(row.id, row.at, who, Action(row.action), row.subject, row.page, detail)


# ── Events ───────────────────────────────────────────────────────────────────────────────


def _append(
    connection: Connection,
    who: str,
    action: Action,
    subject: str,
    page: str,
    detail: Mapping[str, Any],
) -> Review:
    v = schema.reviews
    last = connection.execute(select(v.c.key, v.c.id).order_by(v.c.key.desc()).limit(1)).first()
    key, previous = (last.key + 1, last.id) if last else (1, "")
    try:
        text = storable(json.dumps(detail, ensure_ascii=False, sort_keys=True, allow_nan=False))
        who = storable(who)
    except ValueError as error:
        raise LedgerError(str(error), about=subject) from error
    at = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    hashed = digest([text])
    event = event_id(previous, at, who, action.value, subject, page, hashed)
    names = [column.name for column in v.columns]
    row = (key, event, previous, at, who, action.value, subject, page, text, hashed)
    connection.execute(insert(v), dict(zip(names, row, strict=True)))
    return Review(event, at, restored(who), action, subject, page, dict(detail))


def event_id(*columns: str) -> str:
    """The id of an event: all its columns but the detail, whose hash stands for it."""
    return digest(columns)


def standing_events(events: Sequence[Review]) -> list[Review]:
    """Those that are not undone. An undo is an event like others, and can be undone."""
    undone: set[str] = set()
    for event in reversed(events):
        if event.action is Action.UNDO and event.id not in undone:
            undone.add(event.subject)
    return [each for each in events if each.action is not Action.UNDO and each.id not in undone]


def _root(connection: Connection, id: str) -> str:
    """The subject of the event that a chain of undoing comes down to."""
    v = schema.reviews.c
    row = connection.execute(select(v.action, v.subject).where(v.id == id)).one()
    return str(row.subject) if row.action != Action.UNDO else _root(connection, row.subject)


# ── What follows from them ───────────────────────────────────────────────────────────────


def derived_standings(events: Sequence[Review]) -> dict[str, tuple[str, Standing]]:
    """The page and the standing of every claim that was reviewed."""
    of_claim: dict[str, list[Review]] = {}
    for event in standing_events(events):
        if event.page:
            of_claim.setdefault(event.subject, []).append(event)
    return {claim: (each[0].page, derive(each)) for claim, each in of_claim.items()}


def standing_columns(claim: str, page: str, standing: Standing) -> dict[str, Any]:
    value = {name: standing.corrected.get(name) for name in ("certainty", "quotation", "kind")}
    detail = storable(standing.dumps())
    return {"claim": claim, "page": page, "status": standing.status, **value, "detail": detail}


def _restand(connection: Connection, claim: str, page: str) -> None:
    v, s = schema.reviews, schema.standings
    rows = connection.execute(select(v).where(v.c.page == page).order_by(v.c.key))
    derived = derived_standings([_review(row) for row in rows]).get(claim)
    connection.execute(delete(s).where(s.c.claim == claim))
    if derived is not None:
        connection.execute(insert(s), standing_columns(claim, *derived))


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


def _regroup(connection: Connection) -> None:
    s = schema.speakers
    persons = derived_persons(list(reviews(connection)))
    named = set(persons) | set(persons.values())
    rows = connection.execute(select(s.c.id, s.c.key).where(s.c.id.in_(named)))
    keys = {row.id: row.key for row in rows}
    connection.execute(update(s).where(s.c.person != s.c.key).values(person=s.c.key))
    for one, other in persons.items():
        if one in keys and other in keys:
            connection.execute(update(s).where(s.c.id == one).values(person=keys[other]))


def _speaker(connection: Connection, id: str) -> Any:
    s = schema.speakers
    row = connection.execute(select(s).where(s.c.id == id)).first()
    if row is None:
        raise NotInLedger("no such speaker", about=id)
    return row
