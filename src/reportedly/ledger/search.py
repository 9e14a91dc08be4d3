"""Search: words, phrases and beginnings of words, and filters that combine.

Claims of current readings are found as they stand after reviews. Of the last `RANKED` that were
added and fit, the best match comes first; the others follow, the last added first. So a search
looks at no more claims than that, however common its words are, and the same come in the same
order from every database. A page of results ends with a bookmark: the next page goes on after
it, undisturbed by what is added meanwhile.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    column,
    exists,
    func,
    literal,
    or_,
    select,
    text,
)

from reportedly.data import Certainty, ClaimKind, Quotation, Span
from reportedly.errors import LedgerError, NotInLedger
from reportedly.ledger import entries, schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.characters import restored, stored_form
from reportedly.ledger.claims import KeptClaim, fetch_claims
from reportedly.ledger.words import Asked, Phrase, matches, parse, rank

RANKED = 500  # claims that are ordered by how well they match
_SPEAKERS = 1000  # that one search may be about
_AT_ONCE = 500  # claims that are fetched ahead
_WIDTH = 160  # code points of a snippet, about
_BEFORE = 50  # of them before the first hit


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought. Everything given must hold; of several values of one field, any."""

    words: str = ""  # in the claim: words, "phrases", beginnings (`troop*`)
    speaker: str | None = None  # words of the name of anybody in the chain
    certainty: tuple[Certainty, ...] = ()
    quotation: tuple[Quotation, ...] = ()
    kind: tuple[ClaimKind, ...] = ()
    since: dt.date | None = None  # of articles that may have been published on that day or after
    until: dt.date | None = None  # on that day or before
    site: str | None = None  # name, or host with all hosts below it
    named: bool | None = None  # whether the source that it rests on has a name
    unit: str | None = None  # of a figure
    more_than: float | None = None  # of the same figure: all of its range
    less_than: float | None = None
    status: str | None = None  # "accepted", "rejected", "open"; without it all but the rejected
    tag: str | None = None  # that a reviewer gave
    newer_than: int | None = None  # a `Ledger.mark`: what was added since
    person: str | None = None  # id of a speaker: whoever is one person with them is in the chain
    attributed: bool = False  # only what somebody says, nothing in an article's own voice


@dataclass(frozen=True, slots=True)
class Hit:
    """A claim that was found, and the part of it that shows why."""

    claim: KeptClaim
    snippet: str
    marks: tuple[Span, ...]  # of `snippet`: what was sought


@dataclass(frozen=True, slots=True)
class Results:
    """One page of results."""

    hits: tuple[Hit, ...]
    after: str | None  # bookmark for the next page; None when there is none


def search(
    backend: Backend, connection: Connection, query: Query, limit: int, after: str | None
) -> Results:
    """Raises `NotInLedger` for a bookmark that no search gave, and `LedgerError` for a speaker
    of whom there are too many."""
    phrases = parse(query.words)
    place = _bookmark(after) if after else _Bookmark(last_key(connection), 0, None)
    fitting = sought(backend, connection, query, phrases)
    if fitting is None:
        return Results((), None)
    keys, following = _page(connection, fitting, phrases, place, limit)
    claims = fetch_claims(connection, keys)
    return Results(tuple(_hit(claim, phrases) for claim in claims), following)


def find_all(backend: Backend, connection: Connection, query: Query) -> Iterator[KeptClaim]:
    """All claims that fit, by their keys, `_AT_ONCE` of them at a time."""
    fitting = sought(backend, connection, query, parse(query.words))
    after = 0
    while fitting is not None:
        statement = fitting.statement.where(fitting.key > after).order_by(fitting.key)
        keys = list(connection.scalars(statement.limit(_AT_ONCE)))
        if not keys:
            return
        yield from fetch_claims(connection, keys)
        after = keys[-1]


def number_of(backend: Backend, connection: Connection, query: Query, most: int) -> int:
    """How many claims fit; `most` where there are that many or more."""
    fitting = sought(backend, connection, query, parse(query.words))
    if fitting is None:
        return 0
    some = fitting.statement.limit(most).subquery()
    return int(connection.scalar(select(func.count()).select_from(some)) or 0)


# ── Pages of results ─────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Bookmark:
    """Where a page of results ended."""

    last: int  # key of the last claim there was when the search began
    shown: int  # how many of the ranked were, as long as there are more of them
    below: int | None  # once they all were: the key below which to go on

    def __str__(self) -> str:
        below = "" if self.below is None else f"-{self.below}"
        return f"{self.last}-{self.shown}{below}"


def _bookmark(after: str) -> _Bookmark:
    parts = after.split("-")
    if len(parts) not in (2, 3) or not all(p.isascii() and p.isdecimal() for p in parts):
        raise NotInLedger("not where a page of results ended", about=after)
    last, shown, *below = map(int, parts)
    return _Bookmark(last, shown, below[0] if below else None)


def last_key(connection: Connection) -> int:
    """That of the claim that was added last; 0 when there is none."""
    return int(connection.scalar(select(func.max(schema.claims.c.key))) or 0)


def _page(
    connection: Connection, fitting: Sought, phrases: list[Phrase], place: _Bookmark, limit: int
) -> tuple[list[int], str | None]:
    """The keys of the claims on a page, and the bookmark of the next."""
    ranked = bool(phrases) and place.below is None
    below = place.last + 1 if place.below is None else place.below
    wanted = max(RANKED, limit) if ranked else limit
    statement = fitting.statement.where(fitting.key < below).order_by(fitting.key.desc())
    keys = list(connection.scalars(statement.limit(wanted + 1)))
    more, keys = len(keys) > wanted, keys[:wanted]
    rest = str(_Bookmark(place.last, place.shown, keys[-1])) if more else None
    if not ranked:
        return keys, rest
    best = _by_rank(connection, keys, phrases)
    shown = place.shown + limit
    following = str(_Bookmark(place.last, shown, None)) if shown < len(best) else rest
    return best[place.shown : shown], following


def _by_rank(connection: Connection, keys: list[int], phrases: list[Phrase]) -> list[int]:
    """The best match first; of equal ones the last added."""
    query = text("SELECT key, text FROM current_claims WHERE key IN :keys")
    query = query.bindparams(bindparam("keys", expanding=True))
    ranks = {
        key: rank(restored(words), phrases)
        for key, words in connection.execute(query, {"keys": keys})
    }
    return sorted(keys, key=lambda key: (-ranks[key], -key))


# ── What is sought ───────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Sought:
    """The keys of the claims that fit, in no order."""

    statement: Select[Any]
    key: ColumnElement[int]


def sought(
    backend: Backend, connection: Connection, query: Query, phrases: list[Phrase]
) -> Sought | None:
    """None where nothing can fit, as where what is asked for has no word. The index is asked for
    all that it knows; the rest is looked up claim by claim, from the last added on, until a page
    is full."""
    if query.words.strip() and not phrases:
        return None
    facets = _facets(query)
    wanted: list[list[int]] = []
    if query.speaker is not None:
        wanted.append(_speakers(backend, connection, query.speaker))
    if query.person is not None:
        wanted.append(_person(connection, query.person))
    if not all(wanted):
        return None
    facets += [tuple(entries.speaker(key) for key in speakers) for speakers in wanted]
    without = {None: ("rejected",), "open": ("accepted", "rejected")}.get(query.status, ())
    missing = tuple(entries.plain("r", status) for status in without)
    asked = Asked(tuple(phrases), tuple(facets), missing)
    e = schema.entries.c
    if not asked.narrows:
        statement = select(e.key).where(*_unless(query.status), *_conditions(query))
        return _newer(Sought(statement, e.key), query)
    found = matching(backend, "claims", asked, "words")
    statement = select(found.c.key)
    conditions = _conditions(query)
    if conditions:
        statement = statement.join(schema.entries, e.key == found.c.key).where(*conditions)
    return _newer(Sought(statement, found.c.key), query)


def _newer(sought: Sought, query: Query) -> Sought:
    if query.newer_than is None:
        return sought
    return Sought(sought.statement.where(sought.key > query.newer_than), sought.key)


def _facets(query: Query) -> list[tuple[str, ...]]:
    """Groups of facets, of each of which a claim must have one."""
    named: tuple[bool, ...] = ()
    if query.named is not None:
        named = (query.named,)
    elif query.attributed:
        named = (True, False)  # a claim in the article's own voice has neither
    status = query.status if query.status in ("accepted", "rejected") else None
    groups = (
        tuple(entries.plain("c", each.value) for each in query.certainty),
        tuple(entries.plain("q", each.value) for each in query.quotation),
        tuple(entries.plain("k", each.value) for each in query.kind),
        tuple(entries.site_sought(query.site)) if query.site is not None else (),
        tuple(entries.hashed("u", unit) for unit in _units(query)),
        (entries.hashed("t", query.tag),) if query.tag is not None else (),
        (entries.plain("r", status),) if status else (),
        tuple(map(entries.named, named)),
    )
    return [group for group in groups if group]


def _units(query: Query) -> list[str]:
    return [] if query.unit is None else entries.unit_sought(stored_form(query.unit))


def _speakers(backend: Backend, connection: Connection, name: str) -> list[int]:
    """The keys of all who go by that name, and of those who were merged with them."""
    phrases = parse(name)
    if not phrases:
        return []
    found = matching(backend, "speakers", Asked(tuple(phrases)), "name")
    same, known = schema.speakers.alias("same"), schema.speakers.alias("known")
    persons = select(known.c.person).join(found, found.c.key == known.c.key)
    query = select(same.c.key).where(same.c.person.in_(persons)).limit(_SPEAKERS + 1)
    keys = list(connection.scalars(query))
    if len(keys) > _SPEAKERS:
        raise LedgerError(f"more than {_SPEAKERS:,} go by that name; give more of it", about=name)
    return keys


def _person(connection: Connection, id: str) -> list[int]:
    """The keys of all who are one person with that speaker; none where there is no such."""
    same, known = schema.speakers.alias("same"), schema.speakers.alias("known")
    query = select(same.c.key).join(known, known.c.person == same.c.person)
    return list(connection.scalars(query.where(known.c.id == id)))


def matching(backend: Backend, index: str, asked: Asked, name: str) -> Any:
    """A subquery with the `key` of what matches; `name` is that of its parameter."""
    sql = backend.matching(index).replace(":sought", f":{name}")
    words = text(sql).bindparams(**{name: backend.sought(index, asked)})
    return words.columns(column("key", Integer)).subquery(f"{index}_found")


def _unless(status: str | None) -> list[ColumnElement[bool]]:
    """What the index cannot be asked for by itself: claims that are not this or that."""
    st, c = schema.standings.c, schema.claims.c
    decided = select(c.key).join(schema.standings, st.claim == c.id)
    excluded = st.status == "rejected" if status is None else st.status.is_not(None)
    return [schema.entries.c.key.not_in(decided.where(excluded))]


def _conditions(query: Query) -> list[ColumnElement[bool]]:
    """What the index does not know: days and figures."""
    e = schema.entries.c
    conditions: list[ColumnElement[bool]] = []
    if query.since is not None:
        conditions.append(e.last_day >= query.since.toordinal())
    if query.until is not None:
        conditions.append(e.first_day <= query.until.toordinal())
    if query.more_than is not None or query.less_than is not None:
        conditions.append(_counts(query))
    return conditions


def _counts(query: Query) -> ColumnElement[bool]:
    """That one figure is of that unit and size: as read, or where it was corrected, as that."""
    key = schema.entries.c.key
    c, st = schema.claims.c, schema.standings.c
    q, now = schema.quantities.c, schema.standing_quantities.c
    read = exists(select(literal(1)).where(q.claim == key, *_size(q, query)))
    corrected = select(c.key).join(schema.standings, st.claim == c.id).where(st.quantities == 1)
    anew = select(c.key).join(schema.standing_quantities, now.claim == c.id)
    return or_(and_(read, key.not_in(corrected)), key.in_(anew.where(*_size(now, query))))


def _size(q: Any, query: Query) -> Iterator[ColumnElement[bool]]:
    if query.unit is not None:
        yield q.unit.in_(_units(query))
    if query.more_than is not None:
        yield q.low > query.more_than
    if query.less_than is not None:
        yield q.high < query.less_than


# ── Snippets ─────────────────────────────────────────────────────────────────────────────


def _hit(claim: KeptClaim, phrases: list[Phrase]) -> Hit:
    snippet, marks = snip(claim.claim.text, matches(claim.claim.text, phrases))
    return Hit(claim, snippet, marks)


def snip(whole: str, marks: Sequence[Span], width: int = _WIDTH) -> tuple[str, tuple[Span, ...]]:
    """A part of a text, `width` code points or little more, that shows the first mark and what
    follows; cut between words, with an ellipsis where something is left out."""
    start = 0
    if len(whole) > width and marks:
        start = max(0, min(marks[0].start - _BEFORE, len(whole) - width))
        start = 0 if not start else whole.find(" ", start, marks[0].start) + 1 or start
    end = len(whole)
    if end - start > width:
        end = whole.rfind(" ", start + width // 2, start + width)
        end = start + width if end < 0 else end
    before, behind = "… " * (start > 0), " …" * (end < len(whole))
    shift = len(before) - start
    shown = tuple(
        Span(mark.start + shift, min(mark.end, end) + shift)
        for mark in marks
        if start <= mark.start < end
    )
    return before + whole[start:end] + behind, shown
