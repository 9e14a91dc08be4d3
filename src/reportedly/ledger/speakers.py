"""Speakers across articles: joined where name, role and type agree, and otherwise only by a
person's word."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from reportedly.errors import NotInLedger
from reportedly.ledger import schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.characters import restored
from reportedly.ledger.search import matching
from reportedly.ledger.words import Asked, parse


@dataclass(frozen=True, slots=True)
class Speaker:
    """A name with one role, in however many articles. Speakers of one `person` are the same;
    others who share a name may be, which only a reviewer can say (`Ledger.merge`)."""

    id: str  # 32 hexadecimal digits
    person: str  # id of the speaker that stands for the person; its own unless merged
    name: str
    role: str | None
    type: str
    articles: int  # whose current reading has the speaker


def find_speakers(backend: Backend, connection: Connection, name: str) -> list[Speaker]:
    """Those whose name has all the words, and those merged with them; person by person, the one
    that stands for them first."""
    phrases = parse(name)
    if not phrases:
        return []
    found = matching(backend, "speakers", Asked(tuple(phrases)), "name")
    known = schema.speakers.alias("known")
    persons = select(known.c.person).join(found, found.c.key == known.c.key)
    return _speakers(connection, schema.speakers.c.person.in_(persons))


def person(connection: Connection, id: str) -> tuple[list[Speaker], list[int]]:
    """The speakers who are one person with that one, and their keys; the one that stands for
    them first. Raises `NotInLedger`."""
    s = schema.speakers.c
    stands = connection.scalar(select(s.person).where(s.id == id))
    if stands is None:
        raise NotInLedger("no such speaker", about=id)
    found = _speakers(connection, s.person == stands)
    keys = list(connection.scalars(select(s.key).where(s.person == stands)))
    return found, keys


def _speakers(connection: Connection, which: ColumnElement[bool]) -> list[Speaker]:
    s = schema.speakers
    stands = schema.speakers.alias("stands")
    so, r = schema.sources.c, schema.readings.c
    articles = (
        select(func.count(so.reading.distinct()))
        .join(schema.readings, r.key == so.reading)
        .where(so.speaker == s.c.key, r.current == 1)
    )
    query = (
        select(s.c.id, stands.c.id.label("person"), s.c.name, s.c.role, s.c.type)
        .add_columns(articles.scalar_subquery().label("articles"))
        .join(stands, stands.c.key == s.c.person)
        .where(which)
        .order_by(stands.c.name, stands.c.key, s.c.key != stands.c.key, s.c.key)
    )
    return [
        Speaker(row.id, row.person, restored(row.name), row.role and restored(row.role), row.type,
                row.articles)
        for row in connection.execute(query)
    ]  # fmt: skip
