"""The ledger itself: one object that opens, adds, and gives back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from reportedly.data import (
    FactCheck,
    Finding,
    FindingKind,
    Maker,
    Page,
    Reading,
    Severity,
    Statement,
)
from reportedly.errors import LedgerError, NotInLedger, PageError, StillRead
from reportedly.ledger import adding, groups, listing, passages, schema, statements, traced
from reportedly.ledger.backends import Backend, SQLite, backend_for, explained
from reportedly.ledger.captures import (
    erase,
    index_is_due,
    look,
    packed_info,
    read_packed,
    write_index,
)
from reportedly.ledger.characters import restored, stored_form
from reportedly.ledger.checks import fetch_checks, keep_checks
from reportedly.ledger.claims import KeptClaim, fetch_claim
from reportedly.ledger.copying import copy_whole
from reportedly.ledger.counting import Facets, count
from reportedly.ledger.deriving import derive_anew
from reportedly.ledger.events import reviews
from reportedly.ledger.fetching import (
    fetch_bare,
    fetch_page,
    fetch_reading,
    index_lines,
    pages_in_order,
    reading_keys,
)
from reportedly.ledger.forgetting import Tombstone, forget, lift
from reportedly.ledger.gold import training_rows
from reportedly.ledger.listing import KeptFinding, KeptReading, Listing, Size
from reportedly.ledger.migrations import DERIVED_SINCE, HEAD, upgrade, version_of
from reportedly.ledger.reviewing import merge, review_claim, split, undo
from reportedly.ledger.search import Query, Results, find_all, last_key, number_of, search
from reportedly.ledger.speakers import Speaker, find_speakers, person
from reportedly.ledger.standing import Action, Review
from reportedly.ledger.verifying import Problem, verify

_MUCH = 1000  # readings at once, after which queries are planned anew


@dataclass(frozen=True, slots=True)
class Failure:
    """A page that could not be read."""

    origin: str
    id: str | None  # the user's own
    kind: str
    message: str
    seen_at: str  # ISO 8601


class Ledger:
    """Readings, kept: in a file (SQLite) or on a server (PostgreSQL), the same on both.

        with Ledger.open("news.db") as ledger:
            ledger.add(read_all(capture(["pages/"])))

    Every method raises `LedgerError` when the database or the disk refuses; what was added
    before stands. A ledger may be used by several processes at once; one object by one thread.
    """

    def __init__(self, backend: Backend, captures: Path) -> None:
        """Use `Ledger.open`."""
        self._backend = backend
        self.captures = captures  # the folder of WARC files
        self.name = backend.name

    @classmethod
    def open(cls, url: str | Path, *, captures: Path | None = None, create: bool = True) -> Ledger:
        """Opens a ledger, makes it where there is none, and brings an older one up to date.

        `url` is the path of a file, `sqlite:///path` or `postgresql://user@host/database`.
        Captures lie in `captures`; by default in a folder beside the file that adds `.captures`
        to its name, or in the working directory for a database on a server: everyone who adds
        to that must share the folder.

        Raises `LedgerError`: `LedgerTooNew` for a ledger that a later version made, and
        `NotInLedger` where there is none and `create` is false.
        """
        backend = backend_for(str(url))
        folder = captures or _beside(backend)
        with explained(backend.name):
            _prepare(backend, create)
        return cls(backend, folder)

    def close(self) -> None:
        self._backend.engine.dispose()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        """A transaction that sees the ledger as it was at its beginning."""
        with explained(self.name), self._backend.reading() as connection:
            yield connection

    # ── In ───────────────────────────────────────────────────────────────────────────────

    def add(self, readings: Iterable[Reading | PageError]) -> adding.Added:
        """Keeps readings with their captures, a batch and a transaction at a time.

        A reading that is there already changes nothing. One of a known page by another maker
        is set beside the old one and becomes the current one. A `PageError` is recorded, and
        stays until its page can be read. Whenever the run ends, what was committed is whole,
        and adding the same readings again completes it.
        """
        tally = adding.Added()
        try:
            for batch in adding.batches(readings):
                with explained(self.name):
                    tally += adding.add_batch(self._backend, self.captures, batch)
        except BaseException:
            if tally.added:
                with suppress(LedgerError):  # what went wrong first is what is told
                    self.write_index()
            raise
        if tally.added or index_is_due(self.captures):
            self.write_index()
        if tally.added >= _MUCH:
            with explained(self.name):
                self._backend.take_stock()
        return tally

    def unread(
        self, pages: Iterable[Page | PageError], maker: Maker
    ) -> Iterator[Page | PageError | None]:
        """The pages that `maker` has not read yet; None in the place of each that it has, which
        is struck off `errors` if it could not be read since.

        For what takes long to read: `ledger.add(read_all(filter(None, ledger.unread(…))))`.
        """
        with explained(self.name), self._backend.engine.connect() as connection:
            for page in adding.unread(self._backend, connection, pages, maker):
                connection.rollback()  # see what others add meanwhile, and hold nothing up
                yield page

    def write_index(self) -> None:
        """Writes the CDXJ index of all captures anew. Under the lock, so that of two writers the
        one who has seen less does not have the last word."""
        with explained(self.name), self._backend.writing() as connection:
            write_index(self.captures, index_lines(connection))

    # ── Out ──────────────────────────────────────────────────────────────────────────────

    def reading(self, id: str) -> Reading:
        """The reading with that id, else the current one of that page. Raises `NotInLedger`.

        A page goes by its id in the ledger, by the SHA-256 of its bytes, its address, its
        origin or the user's id. `Page.text`, which follows from the bytes, is left empty.
        """
        with self._reading() as connection:
            return fetch_reading(connection, self.captures, self._reading_key(connection, id))

    def known_as(self, id: str) -> str:
        """The id of the reading that `reading` gives for a page. Raises `NotInLedger`."""
        r = schema.readings.c
        with self._reading() as connection:
            key = self._reading_key(connection, id)
            return str(connection.scalar(select(r.id).where(r.key == key)))

    def readings(self, *, history: bool = False) -> Iterator[Reading]:
        """The current reading of every page, in the order in which they were added; with
        `history` the older ones, too. `Page.text` is left empty."""
        with self._reading() as connection:
            for key in reading_keys(connection, history=history):
                yield fetch_reading(connection, self.captures, key)

    def search(self, query: Query, *, limit: int = 20, after: str | None = None) -> Results:
        """The first `limit` claims that fit, or those after a bookmark (`Results.after`).

        Raises `NotInLedger` for a bookmark that no search gave.
        """
        with self._reading() as connection:
            return search(self._backend, connection, query, limit, after)

    def mark(self) -> int:
        """Where the ledger ends now: `Query.newer_than` finds what is added from here on."""
        with self._reading() as connection:
            return last_key(connection)

    def number_of(self, query: Query, *, most: int = 1000) -> int:
        """How many claims fit; `most` where there are that many or more. Raises `LedgerError` as
        `search` does."""
        with self._reading() as connection:
            return number_of(self._backend, connection, query, most)

    def found(self, query: Query) -> Iterator[KeptClaim]:
        """All claims that fit, in the order in which they were added, a few at a time."""
        with self._reading() as connection:
            yield from find_all(self._backend, connection, query)

    def pages(self) -> Iterator[str]:
        """The ids of all pages, in the order in which they were added."""
        with self._reading() as connection:
            for page in pages_in_order(connection):
                yield page.row.id

    def records(self, pages: Iterable[str]) -> Iterator[bytes]:
        """The captures of pages, by their ids, as WARC records, each packed by itself; in front
        of them one that describes the file. Raises `NotInLedger`."""
        yield packed_info("reportedly.warc.gz", dt.datetime.now(dt.UTC).isoformat())
        with self._reading() as connection:
            for page in pages:
                yield read_packed(self.captures, fetch_page(connection, page).place)

    def texts(self, reading: str) -> tuple[str, str]:
        """Title and text of a reading's article, by the reading's id. Raises `NotInLedger`."""
        r = schema.readings.c
        with self._reading() as connection:
            row = connection.execute(select(r.title, r.text).where(r.id == reading)).first()
        if row is None:
            raise NotInLedger("no such reading", about=reading)
        return restored(row.title or ""), restored(row.text)

    def claim(self, id: str) -> KeptClaim:
        """The claim with that id. Raises `NotInLedger`."""
        with self._reading() as connection:
            return fetch_claim(connection, id)

    def size(self) -> Size:
        """How much there is of everything."""
        with self._reading() as connection:
            return listing.size(connection)

    def errors(self) -> Iterator[Failure]:
        """The pages that could not be read, the last ones first."""
        f = schema.failures.c
        query = select(f.origin, f.given_id, f.kind, f.message, f.seen_at)
        with self._reading() as connection:
            for row in connection.execute(query.order_by(f.seen_at.desc(), f.origin)):
                yield Failure(*row)

    # ── Lists ────────────────────────────────────────────────────────────────────────────
    # Each is a page of `limit` items; `after` is the bookmark of the page before.

    def recent(self, *, limit: int = 20, after: str | None = None) -> Listing[KeptReading]:
        """Current readings at a glance, the last added first."""
        with self._reading() as connection:
            return listing.recent(connection, limit, after)

    def findings(
        self,
        *,
        severity: Severity | None = None,
        kind: FindingKind | None = None,
        limit: int = 20,
        after: str | None = None,
    ) -> Listing[KeptFinding]:
        """Findings of current readings, those of the last added first."""
        with self._reading() as connection:
            return listing.findings(connection, severity, kind, limit, after)

    def claims_of(self, reading: str) -> list[KeptClaim]:
        """The claims of a reading, by its id, as they stand after reviews, in reading order.
        Raises `NotInLedger`."""
        with self._reading() as connection:
            return listing.claims_of(connection, reading)

    def facets(self, query: Query, *, most: int = 10) -> Facets:
        """How the claims that fit are spread over speakers, certainty, quotation, kinds, sites
        and units: of each the `most` frequent values, counted in the last 5,000 claims."""
        with self._reading() as connection:
            return count(self._backend, connection, query, most)

    def person(self, speaker: str) -> list[Speaker]:
        """The speakers that are one person with that one, by its id; the one that stands for
        them first. Raises `NotInLedger`."""
        with self._reading() as connection:
            return person(connection, speaker)[0]

    def statements(
        self, speaker: str, *, limit: int = 20, after: str | None = None
    ) -> Listing[KeptClaim]:
        """What a person said, or passed on, by a speaker's id: the last published first, what
        has no date at the end, what was rejected left out. Raises `NotInLedger`."""
        with self._reading() as connection:
            keys = person(connection, speaker)[1]
            return listing.statements(self._backend, connection, keys, limit, after)

    def undecided(self, *, limit: int = 20, after: str | None = None) -> Listing[KeptClaim]:
        """Claims that somebody has corrected, noted or tagged, and nobody accepted or rejected;
        those whose page was reviewed last come first."""
        with self._reading() as connection:
            return listing.undecided(connection, limit, after)

    def latest_reviews(self, *, limit: int = 20, after: str | None = None) -> Listing[Review]:
        """All reviews, the last first."""
        with self._reading() as connection:
            return listing.latest_reviews(connection, limit, after)

    # ── Across pages: what `traces` asks of an index ─────────────────────────────────────

    def statement(self, id: str) -> Statement:
        """The claim with that id, or alone with an id that begins so, ready to be compared. Raises
        `NotInLedger`."""
        with self._reading() as connection:
            return statements.statement(connection, id)

    def stated_by(self, page: str) -> list[Statement]:
        """All that a page, by its id, states; without what reviewers have rejected."""
        with self._reading() as connection:
            return statements.stated_by(connection, page)

    def alike(self, text: str, limit: int) -> list[Statement]:
        """At most `limit` claims that share words with a text, those first that share most."""
        with self._reading() as connection:
            return statements.alike(connection, text, limit)

    def sharing(self, sample: Sequence[int], limit: int) -> list[tuple[str, int]]:
        """At most `limit` pages, by their ids, that have some of these hashes, with how many.
        Finds pages that `sample` has been told of."""
        with self._reading() as connection:
            return passages.sharing(connection, sample, limit)

    def sample(self) -> Iterator[tuple[int, int]]:
        """Makes the texts that were added since findable by `sharing`: gives how many are done
        and how many there are to do, a run and a transaction at a time."""
        with self._reading() as connection:
            waiting = passages.behind(connection)
        done = 0
        while waiting:
            with explained(self.name), self._backend.writing() as connection:
                some = passages.sample_some(self._backend, connection)
            done += some
            if not some:
                return
            yield done, max(waiting, done)

    def ungrouped(self, maker: str) -> list[int]:
        """The readings, by their keys, that are in no group yet. What is kept of others that are
        not current, or by another maker, is taken out."""
        with explained(self.name), self._backend.writing() as connection:
            return groups.waiting(self._backend, connection, maker)

    def readings_of(self, keys: Sequence[int]) -> Iterator[tuple[int, str, Reading]]:
        """Readings with their ids, by their keys; those that are gone are left out. Their pages
        are empty."""
        with self._reading() as connection:
            for key in keys:
                found = fetch_bare(connection, key)
                if found is not None:
                    yield key, *found

    @contextmanager
    def grouping(self, maker: str) -> Iterator[groups.Keeper]:
        """A transaction in which pages are put into groups."""
        with explained(self.name), self._backend.writing() as connection:
            yield groups.Keeper(self._backend, connection, maker)

    def groups(self) -> Iterator[list[tuple[str, str]]]:
        """Pages that carry one claim: the id of each, and what it is called."""
        with self._reading() as connection:
            yield from groups.groups(connection)

    def companions(self, page: str) -> list[str]:
        """The ids of the pages in the group of a page, by its id; none before it has one."""
        with self._reading() as connection:
            return groups.companions(connection, page)

    @contextmanager
    def articles(self) -> Iterator[Sequence[tuple[str, str]]]:
        """The id and the current text of every page, in the order in which they were added;
        texts are fetched when they are asked for, as they were when the block began."""
        with ExitStack() as stack:
            with explained(self.name):
                connection = stack.enter_context(self._backend.reading())
            yield passages.Articles(connection, self.name)  # what the caller does fails as theirs

    def keep_findings(self, pages: Collection[str], findings: Sequence[Finding]) -> int:
        """Keeps what was found by comparing some pages, by their ids, in the place of what
        earlier comparisons of them had found; gives how many."""
        with explained(self.name), self._backend.writing() as connection:
            return traced.keep(connection, pages, findings)

    def findings_across(self, page: str | None = None) -> Iterator[Finding]:
        """What comparisons of pages found, of all or of one, by its id."""
        with self._reading() as connection:
            yield from traced.found(connection, page)

    # ── Published checks ─────────────────────────────────────────────────────────────────

    def add_checks(self, checks: Iterable[FactCheck]) -> int:
        """Keeps published fact-checks, all of them or none; returns how many. One that is there
        already is brought up to date."""
        with explained(self.name), self._backend.writing() as connection:
            return keep_checks(connection, checks)

    def checks(self) -> Iterator[FactCheck]:
        """All published fact-checks that were added, by their ids."""
        with self._reading() as connection:
            yield from fetch_checks(connection)

    @property
    def checks_index(self) -> Path:
        """Where an index of the checks may be kept, beside the captures; what is there can be
        made anew."""
        return self.captures.with_suffix(".checks")

    # ── Reviews ──────────────────────────────────────────────────────────────────────────

    def review(
        self,
        claim: str,
        action: Action,
        who: str,
        *,
        field: str | None = None,
        after: Any = None,
        based_on: str | None = None,
    ) -> Review:
        """Appends a person's decision about a claim, by the claim's id.

        To accept and to reject need nothing more. To correct needs one of `standing.FIELDS` and
        its value as the JSON of a reading has it: `content` as `[[start, end], …]`; `chain` as a
        list of objects with name, type, role, mention and cue. A note and a tag are texts.

        `based_on` may name the `Standing.state` that the reviewer saw: `ReviewConflict` is raised
        where the claim stands otherwise by now, and nothing is appended.

        Raises `NotInLedger`, and `LedgerError` for a value that the field cannot have.
        """
        with explained(self.name), self._backend.writing() as connection:
            return review_claim(
                self._backend, connection, claim, action, who, field, after, based_on
            )

    def merge(self, speaker: str, into: str, who: str) -> Review:
        """Says that two speakers, by their ids, are one person. Raises `NotInLedger`."""
        with explained(self.name), self._backend.writing() as connection:
            return merge(connection, speaker, into, who)

    def split(self, speaker: str, who: str) -> Review:
        """Takes a speaker out of the person that it was merged into. Raises `NotInLedger`."""
        with explained(self.name), self._backend.writing() as connection:
            return split(connection, speaker, who)

    def undo(self, review: str, who: str) -> Review:
        """Takes a review back by another; undoing that brings it back. Raises `NotInLedger`."""
        with explained(self.name), self._backend.writing() as connection:
            return undo(self._backend, connection, review, who)

    def reviews(self, subject: str | None = None) -> Iterator[Review]:
        """All reviews, or those of one claim or speaker and what undid them, in the order in which
        they were made."""
        with self._reading() as connection:
            yield from reviews(connection, subject)

    def speakers(self, name: str) -> list[Speaker]:
        """Who goes by that name, person by person, with those who may be the same."""
        with self._reading() as connection:
            return find_speakers(self._backend, connection, name)

    def training_rows(self) -> Iterator[dict[str, object]]:
        """The articles of which claims were reviewed, as corrected, in the format that
        `training/` reads (docs/ledger.md)."""
        with self._reading() as connection:
            yield from training_rows(connection, self.captures)

    # ── Care ─────────────────────────────────────────────────────────────────────────────

    def verify(self) -> Iterator[Problem]:
        """Everything that is not as it should be at the moment when it is asked: altered, missing,
        or too much. Nothing, when all is well. Others may add and review meanwhile: they are
        kept waiting for that moment, and on SQLite while a full-text index is looked through."""
        with self._reading() as connection, ExitStack() as kept:
            with self._backend.writing():  # no batch is half on the disk
                disk = kept.enter_context(look(self.captures))
                with suppress(DBAPIError):  # of damage, which will be told
                    connection.execute(select(schema.pages.c.key).limit(1)).first()
            yield from verify(self._backend, connection, self.captures, disk)

    def forget(self, page: str, reason: str) -> Tombstone:
        """Erases a page everywhere: readings, index entries, what reviews said, and capture.

        A tombstone with the reason and the hash of the bytes stays, and keeps the page from
        being added again. `page` is any name that `reading` takes and that no other page goes
        by. Raises `NotInLedger`, `LedgerError` where several pages go by it, and `StillRead` where
        it is forgotten and its words stay in SQLite's files all the same, until whoever reads them
        is done and it is forgotten again.
        """
        with explained(self.name), self._backend.writing() as connection:
            tombstone = forget(self._backend, connection, page, reason)
        with explained(self.name):
            erase(self.captures, tombstone.place)
            settled = self._backend.settle()
        self.write_index()
        if not settled:
            message = (
                "it is forgotten, but another program reads what was there, so that its words "
                "stay in the file for now: forget it again, by this id, when that is done"
            )
            raise StillRead(message, about=tombstone.page)
        return tombstone

    def lift(self, page: str) -> Tombstone:
        """Allows a forgotten page, by its id or the SHA-256 of its bytes, to be added again.
        Raises `NotInLedger`."""
        with explained(self.name), self._backend.writing() as connection:
            return lift(connection, page)

    def backup(self, target: str | Path) -> None:
        """A copy of it all, its captures too, as it is at one moment, while others write.

        `target` is a file that does not exist, or an empty database on a server, whichever this
        ledger is in; `captures_of` says where the captures come to lie. A copy that fails takes
        away what it made. Raises `LedgerError`.
        """
        other = backend_for(str(target))
        folder = _beside(other)
        with Ledger(other, folder) as copy, explained(f"{self.name}, copied to {copy.name}"):
            copy_whole(self._backend, self.captures, other, folder)

    # ─────────────────────────────────────────────────────────────────────────────────────

    def _reading_key(self, connection: Connection, id: str) -> int:
        r = schema.readings.c
        key = connection.scalar(select(r.key).where(r.id == stored_form(id)))
        if key is None:
            page = fetch_page(connection, id)
            key = connection.scalar(select(r.key).where(r.page == page.key, r.current == 1))
        if key is None:
            raise NotInLedger(f"no reading of {id}", about=self.name)
        return int(key)


def captures_of(url: str | Path) -> Path:
    """Where the captures of the ledger at that address lie, unless `Ledger.open` was told
    otherwise. Raises `LedgerError` for what is no address."""
    return _beside(backend_for(str(url)))


def name_of(url: str | Path) -> str:
    """What people are told of a ledger's address: all of it but its password. Raises
    `LedgerError`."""
    return backend_for(str(url)).name


def _beside(backend: Backend) -> Path:
    if isinstance(backend, SQLite):
        return backend.path.with_name(backend.path.name + ".captures")
    return Path(f"{backend.engine.url.database}.captures")


def _prepare(backend: Backend, create: bool) -> None:
    """Sees to it that the tables are there. Raises `LedgerError`."""
    if isinstance(backend, SQLite) and not create and not backend.path.exists():
        raise NotInLedger("no ledger there; `reportedly add` makes one", about=backend.name)
    with backend.engine.connect() as connection:
        version = version_of(connection)
    if version is None and not create:
        raise NotInLedger("no ledger there; `reportedly add` makes one", about=backend.name)
    if version is None and isinstance(backend, SQLite):
        backend.begin_wal()
    if version != HEAD:
        with backend.writing() as connection:
            upgrade(connection, backend.name)
            if version is not None and version < DERIVED_SINCE:
                derive_anew(backend, connection)
