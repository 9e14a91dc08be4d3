"""What the full-text index has of a claim: its words, and its facets, as it stands after reviews.

A facet is a short code of letters and digits that is sought like a word, so that filters cost no
more than words do and follow every correction:

    cpossible     certainty            s12        speaker in the chain, by key
    qdirect       quotation            n1, n0     whether the last of the chain has a name
    kstatement    kind                 h3f9a…     site: its name, its host, and those above it
    raccepted     status               u07bc…     unit of a figure
                                       t88d1…     tag
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, select

from reportedly.ledger import schema
from reportedly.ledger.backends import Backend
from reportedly.ledger.captures import surt
from reportedly.ledger.characters import restored
from reportedly.ledger.rows import Row
from reportedly.ledger.standing import Standing, standing_of

_LATEST = dt.date.max.toordinal()
_SIGN = 2  # letters of a unit that is a sign, no word: "m", "kg", "MB"


def plain(letter: str, value: str) -> str:
    """The facet of a word of ours: certainty, quotation, kind, status."""
    return letter + value


@lru_cache(maxsize=4096)
def hashed(letter: str, value: str) -> str:
    """The facet of anything: a site, a unit, a tag."""
    return letter + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def named(value: bool) -> str:
    return f"n{value:d}"


def speaker(key: int) -> str:
    return f"s{key}"


def sites(name: str | None, address: str) -> list[str]:
    """The facets of a site by its name and by a page's address as `surt` writes it."""
    known = [] if name is None else [name.lower()]
    labels = host(address).split(".")
    known += [".".join(labels[i:]) for i in reversed(range(len(labels)))]
    return [hashed("h", each) for each in dict.fromkeys(known) if each]


def host(address: str) -> str:
    """The host in an address as `surt` writes it, without its port; empty where it has none."""
    labels, found, _ = address.partition(")")
    return ".".join(reversed(labels.partition(":")[0].split(","))) if found else ""


def site_sought(site: str) -> list[str]:
    """The facets of which a site has one: it may be a name, or a host."""
    either = (site.lower(), host(surt(f"https://{site}")))
    return [hashed("h", each) for each in dict.fromkeys(either) if each]


def one_unit(unit: str) -> str:
    """What counts alike: "Volunteers" in a headline are "volunteers". Short signs are as written,
    for "Mb" and "MB" are two."""
    return unit if len(unit) <= _SIGN else unit.lower()


def unit_sought(unit: str) -> list[str]:
    """The ways in which a unit may stand in a text, in headlines and in capitals, too."""
    if len(unit) <= _SIGN:
        return [unit]
    titled = " ".join(word.capitalize() if word.islower() else word for word in unit.split(" "))
    several = (unit, unit.lower(), unit.capitalize(), titled, unit.title(), unit.upper())
    return list(dict.fromkeys(several))


def days(
    date: str | None, earliest: str | None, latest: str | None
) -> tuple[int | None, int | None]:
    """The days between which an article was published, as `date.toordinal` counts them."""
    if not (date or earliest or latest):
        return None, None
    first, last = earliest or date, latest or date
    return (
        dt.date.fromisoformat(first).toordinal() if first else 0,
        dt.date.fromisoformat(last).toordinal() if last else _LATEST,
    )


def facets(
    certainty: str,
    quotation: str,
    kind: str,
    chain: Sequence[tuple[int | None, bool]],
    units: Iterable[str | None],
    places: Sequence[str],
    standing: Standing | None = None,
) -> str:
    """All facets of a claim. `chain`: key of the speaker, if there is one, and whether the source
    has a name, link by link; `places`: the facets of its site."""
    found = [plain("c", certainty), plain("q", quotation), plain("k", kind), *places]
    found += [speaker(key) for key, _ in chain if key is not None]
    if chain:
        found.append(named(chain[-1][1]))
    found += [hashed("u", unit) for unit in units if unit is not None]
    if standing is not None:
        found += [plain("r", standing.status)] if standing.status else []
        found += [hashed("t", tag) for tag in standing.tags]
    return " ".join(dict.fromkeys(found))


# ── From the tables ──────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of `entries`, and the words that are indexed with it."""

    key: int  # of the claim
    facets: str
    first_day: int | None
    last_day: int | None
    text: str

    def row(self) -> Row:
        return (self.key, self.facets, self.first_day, self.last_day)

    def indexed(self) -> tuple[int, str, str]:
        return (self.key, self.text, self.facets)


def derived(connection: Connection, keys: Sequence[int]) -> Iterator[Entry]:
    """The entries of the claims with these keys, as they follow from all other tables."""
    c, r, p, st = schema.claims.c, schema.readings.c, schema.pages.c, schema.standings.c
    query = (
        select(c.key, c.id, c.text, c.certainty, c.quotation, c.kind)
        .add_columns(r.site, r.date, r.earliest, r.latest, p.surt, st.status, st.detail)
        .add_columns(st.text.label("words"), st.chain, st.quantities, st.speaker)
        .join(schema.readings, r.key == c.reading)
        .join(schema.pages, p.key == r.page)
        .outerjoin(schema.standings, st.claim == c.id)
        .where(c.key.in_(keys))
        .order_by(c.key)
    )
    chains, units = _chains(connection, keys), _units(connection, keys)
    for row in connection.execute(query):
        standing = None
        chain, counted = chains[row.key], units[row.key]
        if row.detail is not None:
            standing = standing_of(row.status, restored(row.detail))
            chain = _corrected_chain(connection, row) if row.chain else chain
            counted = _corrected_units(connection, row.id) if row.quantities else counted
        now = standing.corrected if standing else {}
        found = facets(
            now.get("certainty", row.certainty),
            now.get("quotation", row.quotation),
            now.get("kind", row.kind),
            chain,
            counted,
            sites(row.site, row.surt),
            standing,
        )
        first, last = days(row.date, row.earliest, row.latest)
        yield Entry(row.key, found, first, last, row.text if row.words is None else row.words)


def _chains(
    connection: Connection, keys: Sequence[int]
) -> defaultdict[int, list[tuple[int | None, bool]]]:
    li, s = schema.links.c, schema.sources.c
    query = (
        select(li.claim, s.speaker, s.name)
        .join(schema.sources, s.key == li.source)
        .where(li.claim.in_(keys))
        .order_by(li.claim, li.position)
    )
    found = defaultdict(list)
    for claim, key, name in connection.execute(query):
        found[claim].append((key, name is not None))
    return found


def _units(connection: Connection, keys: Sequence[int]) -> defaultdict[int, list[str | None]]:
    q = schema.quantities.c
    query = select(q.claim, q.unit).where(q.claim.in_(keys)).order_by(q.claim, q.position)
    found = defaultdict(list)
    for claim, unit in connection.execute(query):
        found[claim].append(unit)
    return found


def _corrected_chain(connection: Connection, row: Any) -> list[tuple[int | None, bool]]:
    """Speakers of a chain that was corrected; the last entry says whether the last has a name."""
    sp = schema.standing_speakers.c
    query = select(sp.speaker).where(sp.claim == row.id).order_by(sp.position)
    chain: list[tuple[int | None, bool]] = [(key, True) for key in connection.scalars(query)]
    standing = standing_of(row.status, restored(row.detail))
    return [*chain, (None, row.speaker is not None)] if standing.corrected["chain"] else []


def _corrected_units(connection: Connection, claim: str) -> list[str | None]:
    q = schema.standing_quantities.c
    query = select(q.unit).where(q.claim == claim).order_by(q.position)
    return list(connection.scalars(query))


# ── In the index ─────────────────────────────────────────────────────────────────────────


def enter(backend: Backend, connection: Connection, entries: Sequence[Entry]) -> None:
    """Puts entries into the index."""
    backend.insert(connection, schema.entries, [entry.row() for entry in entries])
    backend.index(connection, "claims", [entry.indexed() for entry in entries])


def withdraw(backend: Backend, connection: Connection, keys: Sequence[int]) -> None:
    """Takes the claims with these keys out of the index. Before their standing changes: the
    index must be told what it has of them."""
    if not keys:
        return
    e, c, st = schema.entries.c, schema.claims.c, schema.standings.c
    words = select(e.key, st.text, c.text, e.facets)
    words = words.join(schema.claims, c.key == e.key)
    words = words.outerjoin(schema.standings, st.claim == c.id).where(e.key.in_(keys))
    rows = connection.execute(words).all()
    backend.unindex(
        connection,
        "claims",
        [(key, was if now is None else now, known) for key, now, was, known in rows],
    )
    connection.execute(delete(schema.entries).where(e.key.in_(keys)))
