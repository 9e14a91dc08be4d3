"""Reviews: events that are appended and never changed, each bound to the one before.

What follows from them, and is kept for search, is brought up to date in the same transaction.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, insert, select

from reportedly.data import Place, Span
from reportedly.errors import LedgerError, NotInLedger, ReviewConflict
from reportedly.ledger import schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.characters import restored, storable
from reportedly.ledger.claims import KeptClaim, fetch_claim, whole_id
from reportedly.ledger.deriving import regroup, restand
from reportedly.ledger.events import event_id
from reportedly.ledger.rows import digest
from reportedly.ledger.standing import FIELDS, SHORT, Action, Review, corrected, value_of

_VERDICT = ("rating", "url", "publisher")
_ON_CLAIMS = frozenset(Action) - {Action.MERGE, Action.SPLIT, Action.UNDO}


def review_claim(
    backend: Backend,
    connection: Connection,
    id: str,
    action: Action,
    who: str,
    field: str | None,
    after: Any,
    based_on: str | None,
) -> Review:
    """Appends a decision about a claim. Raises `LedgerError` for a value that does not fit, and
    `ReviewConflict` where the claim stands otherwise than the reviewer knew."""
    kept = fetch_claim(connection, id)
    if based_on is not None and kept.standing.state != based_on:
        raise ReviewConflict("somebody has reviewed it meanwhile: look at it again", about=kept.id)
    detail: dict[str, Any] = {}
    if action is Action.CORRECT:
        if field not in FIELDS:
            raise LedgerError(f"no such field; there are {', '.join(FIELDS)}", about=str(field))
        before = value_of(kept.claim, kept.chain, field)
        after = _checked(connection, kept, field, after)
        detail = {"field": field, "before": before, "after": after}
    elif action in (Action.NOTE, Action.TAG, Action.UNTAG):
        if not (isinstance(after, str) and after.strip()):
            raise LedgerError(f"a {action.value} needs some words", about=kept.id)
        detail = {"after": after}
    elif action is Action.VERDICT:
        words = [after.get(name) for name in _VERDICT] if isinstance(after, Mapping) else [None]
        if not all(isinstance(each, str) and each.strip() for each in words):
            raise LedgerError(f"a verdict has {', '.join(_VERDICT)}, in words", about=kept.id)
        if not after["url"].lower().startswith(("http://", "https://")):
            message = "not the address of a verdict; give http:// or https://"
            raise LedgerError(message, about=after["url"])
        detail = {"after": after}
    elif action not in _ON_CLAIMS:
        raise LedgerError("not something to do with a claim", about=action.value)
    event = _append(connection, who, action, kept.id, kept.page, detail)
    restand(backend, connection, kept.id, kept.page)
    return event


def _checked(connection: Connection, kept: KeptClaim, field: str, after: Any) -> Any:
    """The value in its whole shape, once the field is known to take it: whatever shows the claim
    from now on builds on it. Raises `LedgerError`."""
    r = schema.readings.c
    row = connection.execute(select(r.text, r.title).where(r.id == kept.reading)).one()
    text, title = restored(row.text), restored(row.title or "")
    own = text if kept.claim.place is Place.TEXT else title
    try:
        if field == "content":
            after = _content(own, after)
        elif field in ("chain", "quantities"):
            _check_objects(after)
        claim, chain = corrected(kept.claim, kept.chain, {field: after})
        if field == "chain":
            _check_words(word for source in chain for word in (source.name, source.role))
            spans = [span for link in claim.chain for span in (link.mention, link.cue) if span]
            _check_spans(spans, max(len(text), len(own)))
        elif field == "quantities":
            _check_words(each.unit for each in claim.quantities)
            _check_spans([each.span for each in claim.quantities], len(own))
            if not all(-math.inf < each.low <= each.high < math.inf for each in claim.quantities):
                raise ValueError("a figure has a value, or goes from low to high")
        return value_of(claim, chain, field)
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError) as error:
        raise LedgerError(f"{field} cannot be {after!r}: {error}", about=kept.id) from error


def _content(text: str, spans: Any) -> dict[str, Any]:
    """Spans together with the words that they cover."""
    if not (isinstance(spans, Sequence) and all(_is_pair(each) for each in spans)):
        raise ValueError("it is a list of spans, [start, end] each")
    pairs = [(start, end) for start, end in spans]
    _check_spans([Span(*pair) for pair in pairs], len(text))
    if not pairs or any(start == end for start, end in pairs):
        raise ValueError("content has words")
    return {"spans": pairs, "text": " ".join(text[start:end] for start, end in pairs)}


def _is_pair(value: Any) -> bool:
    return isinstance(value, list | tuple) and len(value) == 2


def _check_objects(value: Any) -> None:
    if not (isinstance(value, list) and all(isinstance(each, dict) for each in value)):
        raise ValueError("it is a list of objects")


def _check_words(words: Iterable[Any]) -> None:
    if not all(each is None or (isinstance(each, str) and each.strip()) for each in words):
        raise ValueError("names, roles and units are words, or null")


def _check_spans(spans: Iterable[Span], length: int) -> None:
    if not all(type(edge) is int and edge <= length for s in spans for edge in (s.start, s.end)):
        raise ValueError(f"spans are [start, end] within the text, [0, {length}]")


def merge(connection: Connection, id: str, into: str, who: str) -> Review:
    """Says that a speaker is the same person as another. Raises `NotInLedger`."""
    speaker, other = _speaker(connection, id), _speaker(connection, into)
    if speaker.person == other.person:
        raise LedgerError("they are the same person already", about=f"{id}, {into}")
    detail = {"before": None, "after": other.id}
    event = _append(connection, who, Action.MERGE, speaker.id, "", detail)
    regroup(connection)
    return event


def split(connection: Connection, id: str, who: str) -> Review:
    """Takes a speaker out of the person that it was merged into. Raises `NotInLedger`."""
    speaker = _speaker(connection, id)
    event = _append(connection, who, Action.SPLIT, speaker.id, "", {})
    regroup(connection)
    return event


def undo(backend: Backend, connection: Connection, id: str, who: str) -> Review:
    """Makes a review as if it had not been; undoing the undoing brings it back. So much of its
    `id` is enough as is shown. Raises `NotInLedger`."""
    v = schema.reviews.c
    whole = whole_id(connection, v.id, id, SHORT)
    row = connection.execute(select(v.id, v.page).where(v.id == whole)).first()
    if row is None:
        raise NotInLedger("no such review", about=id)
    event = _append(connection, who, Action.UNDO, row.id, row.page, {})
    subject = _root(connection, row.id)
    if row.page:
        restand(backend, connection, subject, row.page)
    else:
        regroup(connection)
    return event


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


def _root(connection: Connection, id: str) -> str:
    """The subject of the event that a chain of undoing comes down to."""
    v = schema.reviews.c
    row = connection.execute(select(v.action, v.subject).where(v.id == id)).one()
    return str(row.subject) if row.action != Action.UNDO else _root(connection, row.subject)


def _speaker(connection: Connection, id: str) -> Any:
    s = schema.speakers
    row = connection.execute(select(s).where(s.c.id == id)).first()
    if row is None:
        raise NotInLedger("no such speaker", about=id)
    return row
