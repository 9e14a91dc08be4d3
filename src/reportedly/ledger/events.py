"""Events of review as they stand in their table, and which of them hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select

from reportedly.ledger import schema
from reportedly.ledger.characters import restored
from reportedly.ledger.rows import digest
from reportedly.ledger.standing import Action, Review


def reviews(connection: Connection, subject: str | None = None) -> Iterator[Review]:
    """All events, or those about a subject and whatever undoes them, in the order in which they
    happened."""
    v = schema.reviews
    query = select(v).order_by(v.c.key)
    if subject is None:
        yield from map(review_of, connection.execute(query))
        return
    found: dict[int, Review] = {}
    about = [subject]
    while about:
        rows = connection.execute(query.where(v.c.subject.in_(about))).all()
        found |= {row.key: review_of(row) for row in rows}
        about = [row.id for row in rows]
    yield from (found[key] for key in sorted(found))


def review_of(row: Any) -> Review:
    detail = None if row.detail is None else json.loads(restored(row.detail))
    who = restored(row.who)
    return Review(row.id, row.at, who, Action(row.action), row.subject, row.page, detail)


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
