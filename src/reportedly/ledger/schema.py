"""The tables of a ledger, and the views that other programs may rely on.

    pages ─┬─ readings ─┬─ sources ── speakers
           │            ├─ claims ─┬─ links
           │            │          ├─ quantities
           │            │          └─ entities
           │            └─ findings
           └─ captures, in WARC files beside the ledger

    reviews ─ standings ─┬─ standing_speakers, standing_quantities
                         └─ entries, the full-text index

What a reading's rows say is hashed into the reading's `id`; rows that nothing else vouches for
carry a `seal`, the hash of all their other columns. So `verify` finds what was altered. `key` is
a number for joins inside one ledger; whoever refers to something from outside uses its `id`.

Spans stand as JSON, `[start, end]` half-open in code points, and days and moments in ISO 8601.
The migrations make these tables; a test holds both against each other.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
)

metadata = MetaData()


def _key() -> Column[int]:
    # Given by us, never by the database: two databases then number alike.
    return Column("key", Integer, primary_key=True, autoincrement=False)


def _to(target: str, *, name: str | None = None, null: bool = False) -> Column[int]:
    column = target.split(".")[0].removesuffix("s") if name is None else name
    return Column(column, Integer, ForeignKey(target), nullable=null)


def _text(name: str, *, null: bool = False) -> Column[str]:
    return Column(name, Text, nullable=null)


def _id(name: str, *, unique: bool = False) -> Column[str]:
    return Column(name, String(80), nullable=False, unique=unique)


pages = Table(
    "pages",
    metadata,
    _key(),
    _id("id", unique=True),  # of body, form, address and what was given
    _id("body"),  # `sha256:` and the SHA-256 of the bytes
    _text("form"),
    _text("media_type"),
    _text("origin"),
    _text("url", null=True),
    _text("given_id", null=True),
    _text("given", null=True),  # JSON: title, byline, site, date
    _text("captured_at", null=True),
    _text("added_at"),
    _text("surt"),  # the address in the order of a CDXJ index
    _text("warc"),  # name of the file that has the capture
    Column("warc_start", Integer, nullable=False),  # bytes
    Column("warc_size", Integer, nullable=False),  # bytes, packed
    _id("warc_hash"),  # of the packed record
    _id("seal"),
    Index("pages_body", "body"),
    Index("pages_url", "url", postgresql_using="hash"),  # which takes addresses of any length
    Index("pages_given_id", "given_id", postgresql_using="hash"),
)

readings = Table(
    "readings",
    metadata,
    _key(),
    _id("id", unique=True),  # of all that the reading says
    _to("pages.key"),
    Column("current", Integer, CheckConstraint("current IN (0, 1)"), nullable=False),
    _text("version", null=True),
    _text("model", null=True),
    _text("weights", null=True),
    _text("title", null=True),
    _text("byline"),  # JSON
    _text("site", null=True),
    _text("sections"),  # JSON
    _text("language", null=True),
    _text("date", null=True),
    _text("earliest", null=True),
    _text("latest", null=True),
    _text("published_at", null=True),
    _text("nature"),
    _text("truncated", null=True),
    _text("basis"),
    _text("rejected"),  # JSON: [[value, why], …]
    _text("text"),
    _text("blocks"),  # JSON: see rows.py
    _text("attributions"),  # JSON: [[id, source, cue, content, quotation, confidence], …]
    _text("added_at"),
    _id("seal"),
    Index("readings_page", "page"),
)

speakers = Table(
    "speakers",
    metadata,
    _key(),
    _id("id", unique=True),  # of name, role and type, case and accents apart
    _text("name"),
    _text("role", null=True),
    _text("type"),
    # Who this is; itself, unless a reviewer has merged it into another. Follows from `reviews`.
    Column("person", Integer, nullable=False),
    Index("speakers_person", "person"),
)

sources = Table(
    "sources",
    metadata,
    _key(),
    _to("readings.key"),
    _to("speakers.key", null=True),  # null for who is never named
    _text("local"),  # "s1" in the reading
    _text("name", null=True),
    _text("type"),
    _text("role", null=True),
    _text("mentions"),  # JSON: spans
    Index("sources_reading", "reading"),
    Index("sources_speaker", "speaker"),
)

claims = Table(
    "claims",
    metadata,
    _key(),
    _id("id"),  # of page, place, content and chain: readings that agree share it
    _to("readings.key"),
    _text("local"),  # "c1" in the reading
    _text("place"),  # "title" or "text"
    _text("attribution", null=True),
    _text("content"),  # JSON: spans
    _text("text"),
    _text("certainty"),
    Column("factuality", Double, nullable=False),  # [-3, +3]
    _text("kind"),
    _text("quotation"),
    Index("claims_id", "id"),
    Index("claims_reading", "reading"),
)


def _of_claim(name: str, *columns: Column[int] | Column[float] | Column[str] | Index) -> Table:
    """Parts of a claim, in order. SQLite stores them by their key alone."""
    return Table(
        name,
        metadata,
        _to("claims.key"),
        Column("position", Integer, nullable=False),
        *columns,
        PrimaryKeyConstraint("claim", "position"),
        sqlite_with_rowid=False,
    )


def _edge(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=null)


links = _of_claim(
    "links",
    _to("sources.key"),
    _edge("mention_start", null=True),
    _edge("mention_end", null=True),
    _edge("cue_start", null=True),
    _edge("cue_end", null=True),
)

quantities = _of_claim(
    "quantities",
    _edge("span_start"),
    _edge("span_end"),
    Column("value", Double, nullable=True),  # null for a range
    Column("low", Double, nullable=False),
    Column("high", Double, nullable=False),
    _text("unit", null=True),
    _text("bound"),
    _text("change", null=True),
)

entities = _of_claim(
    "entities",
    _edge("span_start"),
    _edge("span_end"),
    _text("name"),
    _text("type"),
)

findings = Table(
    "findings",
    metadata,
    _to("readings.key"),
    Column("position", Integer, nullable=False),
    _text("kind"),
    _text("severity"),
    _text("message"),
    _text("evidence"),  # JSON: [[place, span, claim or null], …]
    PrimaryKeyConstraint("reading", "position"),
    Index("findings_severity", "severity", "reading"),
    sqlite_with_rowid=False,
)

failures = Table(
    "failures",
    metadata,
    Column("id", String(80), primary_key=True),  # of the origin
    _text("origin"),
    _text("given_id", null=True),
    _text("kind"),
    _text("message"),
    _text("seen_at"),
    _id("seal"),
)

fact_checks = Table(
    "fact_checks",
    metadata,
    Column("id", String(80), primary_key=True),  # of claim, address and publisher
    _text("claim"),
    _text("title"),
    _text("url"),
    _text("publisher"),
    _text("verdict"),  # as published
    _text("published"),
    _text("claimant"),
    _text("added_at"),
    _id("seal"),
)

reviews = Table(
    "reviews",
    metadata,
    _key(),
    _id("id", unique=True),  # of all other columns but `detail`, and of the review before
    _id("previous"),  # its id; empty for the first
    _text("at"),
    _text("who"),
    _text("action"),
    _id("subject"),  # id of a claim, a speaker, or of the review that is undone
    _id("page"),  # id of the page that the claim stands in; empty for speakers
    _text("detail", null=True),  # JSON: field, before, after; null once the page is forgotten
    _id("detail_hash"),
    Index("reviews_subject", "subject"),
    Index("reviews_page", "page"),
)

# ── What follows from the rest, kept for search ──────────────────────────────────────────


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, server_default="0", nullable=False)


standings = Table(  # what the reviews of a claim come to
    "standings",
    metadata,
    Column("claim", String(80), primary_key=True),  # id
    _id("page"),
    _text("status", null=True),  # accepted or rejected
    _text("certainty", null=True),  # as corrected, this and all below; null where it was not
    _text("quotation", null=True),
    _text("kind", null=True),
    _text("detail"),  # JSON: all corrections, tags, notes
    _text("text", null=True),
    _text("speaker", null=True),  # name of the last in the chain
    _text("role", null=True),
    _text("speaker_type", null=True),
    Column("factuality", Double, nullable=True),
    _flag("chain"),  # 1 where it was corrected; `standing_speakers` has its speakers
    _flag("quantities"),  # 1 where they were; `standing_quantities` has them
)


def _of_standing(name: str, *columns: Column[int] | Column[float] | Column[str] | Index) -> Table:
    return Table(
        name,
        metadata,
        Column("claim", String(80), ForeignKey("standings.claim"), nullable=False),
        Column("position", Integer, nullable=False),
        *columns,
        PrimaryKeyConstraint("claim", "position"),
    )


standing_speakers = _of_standing(
    "standing_speakers",
    _to("speakers.key"),
    Index("standing_speakers_speaker", "speaker"),
)

standing_quantities = _of_standing(
    "standing_quantities",
    Column("value", Double, nullable=True),
    Column("low", Double, nullable=False),
    Column("high", Double, nullable=False),
    _text("unit", null=True),
    _text("bound"),
    _text("change", null=True),
)

entries = Table(  # what the full-text index has of each claim of a current reading
    "entries",
    metadata,
    Column("key", Integer, ForeignKey("claims.key"), primary_key=True, autoincrement=False),
    _text("facets"),  # codes that are sought like words: see entries.py
    # The days between which the article was published, in days since 0000-12-31; null: unknown
    Column("first_day", Integer, nullable=True),
    Column("last_day", Integer, nullable=True),
)


samples = Table(  # hashes of each text, by which copies of it are found: see passages.py
    "samples",
    metadata,
    Column("hash", BigInteger, autoincrement=False, nullable=False),
    Column("place", SmallInteger, autoincrement=False, nullable=False),
    _to("readings.key"),
    PrimaryKeyConstraint("hash", "place"),
    sqlite_with_rowid=False,
)

sampled = Table(  # how far sampling has come: one row, or none
    "sampled",
    metadata,
    Column("reading", Integer, primary_key=True, autoincrement=False),  # key of the last
)

compared = Table(  # how far grouping has come: one row, or none
    "compared",
    metadata,
    Column("reading", Integer, primary_key=True, autoincrement=False),  # key of the last
    Column("maker", String(40), nullable=False),  # what codes and digests depend on
)

grouped = Table(  # pages that are compared by the claim that they carry: see groups.py
    "grouped",
    metadata,
    Column("reading", Integer, ForeignKey("readings.key"), primary_key=True, autoincrement=False),
    Column("first", Integer, nullable=True),  # reading of its group; null while it waits for one
    Index("grouped_first", "first"),
)

codes = Table(  # by which neighbours are found, of those that are in a group: see codes.py
    "codes",
    metadata,
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("readings", LargeBinary, nullable=False),  # 32 bits each, in order
    Column("codes", LargeBinary, nullable=False),
    _id("seal"),
)


def _of_grouped(name: str, column: str) -> Table:
    return Table(
        name,
        metadata,
        Column(
            "reading",
            Integer,
            ForeignKey("grouped.reading"),
            primary_key=True,
            autoincrement=False,
        ),
        _id("seal"),  # in front, where it is read without the rest
        Column(column, LargeBinary, nullable=False),
    )


digests = _of_grouped("digests", "digest")  # what is compared
views = _of_grouped("views", "view")  # the neighbours, and what speaks for each

rarities = Table(  # how often terms stand in the sampled digests: one row, or none
    "rarities",
    metadata,
    Column("sample", String(80), primary_key=True),  # of the seals of those digests
    Column("counts", LargeBinary, nullable=False),
    _id("seal"),
)

# ── Of several pages ─────────────────────────────────────────────────────────────────────

traced = Table(  # what was found by comparing pages: see traced.py
    "traced",
    metadata,
    Column("id", String(80), primary_key=True),  # of all other columns
    _text("kind"),
    _text("severity"),
    _text("message"),
    _text("evidence"),  # JSON: [[page, place, span, claim], …], both by id
)

traced_pages = Table(  # the pages that a finding concerns
    "traced_pages",
    metadata,
    Column("finding", String(80), ForeignKey("traced.id"), nullable=False),
    _id("page"),
    PrimaryKeyConstraint("finding", "page"),
    Index("traced_pages_page", "page"),
)

tombstones = Table(
    "tombstones",
    metadata,
    Column("page", String(80), primary_key=True),  # id
    _id("body"),  # the hash of what must not come back
    _text("reason"),
    _text("forgotten_at"),
    # 1 once somebody has allowed the page to come back
    Column("lifted", Integer, CheckConstraint("lifted IN (0, 1)"), nullable=False),
    _text("warc"),
    Column("warc_start", Integer, nullable=False),
    Column("warc_size", Integer, nullable=False),
    _id("warc_hash"),  # of what stands in the place of the record
    _id("seal"),
    Index("tombstones_body", "body"),
)
