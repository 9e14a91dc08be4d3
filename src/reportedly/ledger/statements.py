"""Statements: claims with what it takes to compare them across pages (`traces.Index`)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Connection, select, text

from reportedly.claims.stems import stems_of
from reportedly.data import Span, Statement
from reportedly.errors import NotInLedger
from reportedly.ledger import schema
from reportedly.ledger.backends import in_parts
from reportedly.ledger.characters import restored, stored_form
from reportedly.ledger.claims import SHOWN, KeptClaim, fetch_claims, whole_id
from reportedly.ledger.words import words_of

_PREFIX = 5  # code points of a word that its inflections share
_MOST = 24  # words of a text that are looked up


def statement(connection: Connection, id: str) -> Statement:
    """The claim with that id, or alone with an id that begins so, in a current reading, rejected
    or not. Raises `NotInLedger`, and `LedgerError` where several begin so."""
    c, r = schema.claims.c, schema.readings.c
    query = select(c.key).join(schema.readings, r.key == c.reading)
    whole = whole_id(connection, c.id, stored_form(id), SHOWN)
    key = connection.scalar(query.where(c.id == whole, r.current == 1).limit(1))
    if key is None:
        raise NotInLedger("no such claim", about=id)
    (claim,) = fetch_claims(connection, [key])
    if not claim.claim.content:
        raise NotInLedger("nothing is left of that claim to be compared", about=id)
    return _statement(claim, *_texts(connection, [claim.reading])[claim.reading])


def stated_by(connection: Connection, page: str) -> list[Statement]:
    """All that the current reading of a page states, but for what reviewers have rejected."""
    c, r, p = schema.claims.c, schema.readings.c, schema.pages.c
    query = (
        select(c.key)
        .join(schema.readings, r.key == c.reading)
        .join(schema.pages, p.key == r.page)
        .where(p.id == page, r.current == 1)
        .order_by(c.key)
    )
    return _statements(connection, list(connection.scalars(query)))


def alike(connection: Connection, words: str, limit: int) -> list[Statement]:
    """The claims that share most words with a text, the rarer ones first where the database
    weighs them. Words are compared by how they begin."""
    telling = " ".join(each.span.cut(words) for each in stems_of(words, Span(0, len(words))))
    begins = dict.fromkeys(word[:_PREFIX] for word in words_of(telling))
    asked = sorted(begins, key=len, reverse=True)[:_MOST]
    if not asked:
        return []
    if connection.dialect.name == "sqlite":
        sought = "text : (" + " OR ".join(f'"{word}"*' for word in asked) + ")"
        sql = (
            "SELECT rowid FROM claims_fts WHERE claims_fts MATCH :sought"
            " ORDER BY rank, rowid LIMIT :limit"
        )
    else:
        sought = " | ".join(f"'{word}':*" for word in asked)
        sql = (
            "SELECT key FROM claims_fts WHERE words @@ CAST(:sought AS tsquery)"
            " ORDER BY ts_rank(words, CAST(:sought AS tsquery)) DESC, key LIMIT :limit"
        )
    keys = list(connection.scalars(text(sql), {"sought": sought, "limit": limit}))
    return _statements(connection, keys)


def _statements(connection: Connection, keys: Sequence[int]) -> list[Statement]:
    """What is stated by claims that are not rejected."""
    found = []
    for some in in_parts(keys):
        claims = fetch_claims(connection, some)
        texts = _texts(connection, sorted({claim.reading for claim in claims}))
        found += [
            _statement(claim, *texts[claim.reading])
            for claim in claims
            if claim.standing.status != "rejected" and claim.claim.content
        ]
    return found


def _texts(
    connection: Connection, readings: Sequence[str]
) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Text and byline of readings by their ids."""
    r = schema.readings.c
    rows = connection.execute(select(r.id, r.text, r.byline).where(r.id.in_(readings)))
    return {
        each: (restored(words), tuple(json.loads(restored(byline)))) for each, words, byline in rows
    }


def _statement(kept: KeptClaim, words: str, byline: tuple[str, ...]) -> Statement:
    return Statement(
        kept.id,
        kept.page,
        kept.claim,
        kept.chain,
        kept.url,
        kept.site,
        byline,
        kept.published,
        kept.title,
        words,
    )
