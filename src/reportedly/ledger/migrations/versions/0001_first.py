"""The first tables of a ledger, its views and its full-text indexes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

VIEWS = {
    "current_claims": """
        SELECT claims.key, claims.text FROM claims
        JOIN readings ON readings.key = claims.reading WHERE readings.current = 1
    """,
    "said": """
        SELECT claims.id AS claim, claims.text, claims.certainty, claims.factuality, claims.kind,
            claims.quotation, sources.name AS speaker, sources.role, sources.type AS speaker_type,
            readings.title, readings.site, coalesce(readings.date, readings.latest) AS published,
            pages.url, pages.origin, pages.id AS page
        FROM claims
        JOIN readings ON readings.key = claims.reading AND readings.current = 1
        JOIN pages ON pages.key = readings.page
        LEFT JOIN links ON links.claim = claims.key AND links.position = (
            SELECT max(position) FROM links AS later WHERE later.claim = claims.key)
        LEFT JOIN sources ON sources.key = links.source
    """,
    "figures": """
        SELECT claims.id AS claim, quantities.value, quantities.low, quantities.high,
            quantities.unit, quantities.bound, quantities.change, claims.text,
            readings.title, pages.url, pages.origin
        FROM quantities
        JOIN claims ON claims.key = quantities.claim
        JOIN readings ON readings.key = claims.reading AND readings.current = 1
        JOIN pages ON pages.key = readings.page
    """,
}


def upgrade() -> None:
    _tables()
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
    if op.get_bind().dialect.name == "sqlite":
        _fts5("claims", "text", content="current_claims")
        _fts5("speakers", "name", content="speakers")
    else:
        _tsvectors("claims")
        _tsvectors("speakers")


def _fts5(name: str, column: str, *, content: str) -> None:
    op.execute(
        f"CREATE VIRTUAL TABLE {name}_fts USING fts5({column}, content='{content}', "
        "content_rowid='key', tokenize='unicode61 remove_diacritics 2')"
    )


def _tsvectors(name: str) -> None:
    op.create_table(
        f"{name}_fts",
        sa.Column(
            "key",
            sa.Integer(),
            sa.ForeignKey(f"{name}.key"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("words", postgresql.TSVECTOR(), nullable=False),
    )
    op.create_index(f"{name}_fts_words", f"{name}_fts", ["words"], postgresql_using="gin")


def _tables() -> None:
    op.create_table(
        "failures",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("given_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "pages",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("given_id", sa.Text(), nullable=True),
        sa.Column("given", sa.Text(), nullable=True),
        sa.Column("captured_at", sa.Text(), nullable=True),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("surt", sa.Text(), nullable=False),
        sa.Column("warc", sa.Text(), nullable=False),
        sa.Column("warc_start", sa.Integer(), nullable=False),
        sa.Column("warc_size", sa.Integer(), nullable=False),
        sa.Column("warc_hash", sa.String(length=80), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("pages_body", "pages", ["body"], unique=False)
    op.create_index("pages_given_id", "pages", ["given_id"], unique=False, postgresql_using="hash")
    op.create_index("pages_url", "pages", ["url"], unique=False, postgresql_using="hash")
    op.create_table(
        "reviews",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("previous", sa.String(length=80), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("detail_hash", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("reviews_page", "reviews", ["page"], unique=False)
    op.create_index("reviews_subject", "reviews", ["subject"], unique=False)
    op.create_table(
        "speakers",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("speakers_person", "speakers", ["person"], unique=False)
    op.create_table(
        "standings",
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("certainty", sa.Text(), nullable=True),
        sa.Column("quotation", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("claim"),
    )
    op.create_table(
        "tombstones",
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("forgotten_at", sa.Text(), nullable=False),
        sa.Column("lifted", sa.Integer(), nullable=False),
        sa.Column("warc", sa.Text(), nullable=False),
        sa.Column("warc_start", sa.Integer(), nullable=False),
        sa.Column("warc_size", sa.Integer(), nullable=False),
        sa.Column("warc_hash", sa.String(length=80), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("page"),
    )
    op.create_index("tombstones_body", "tombstones", ["body"], unique=False)
    op.create_table(
        "readings",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("weights", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("sections", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("date", sa.Text(), nullable=True),
        sa.Column("earliest", sa.Text(), nullable=True),
        sa.Column("latest", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("nature", sa.Text(), nullable=False),
        sa.Column("truncated", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("rejected", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("attributions", sa.Text(), nullable=False),
        sa.Column("added_at", sa.Text(), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["page"],
            ["pages.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("readings_page", "readings", ["page"], unique=False)
    op.create_table(
        "claims",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("factuality", sa.Double(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quotation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("claims_id", "claims", ["id"], unique=False)
    op.create_index("claims_reading", "claims", ["reading"], unique=False)
    op.create_table(
        "findings",
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.key"],
        ),
        sa.PrimaryKeyConstraint("reading", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sources",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Integer(), nullable=True),
        sa.Column("local", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("mentions", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading"],
            ["readings.key"],
        ),
        sa.ForeignKeyConstraint(
            ["speaker"],
            ["speakers.key"],
        ),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("sources_reading", "sources", ["reading"], unique=False)
    op.create_index("sources_speaker", "sources", ["speaker"], unique=False)
    op.create_table(
        "entities",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["claim"],
            ["claims.key"],
        ),
        sa.PrimaryKeyConstraint("claim", "position"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("source", sa.Integer(), nullable=False),
        sa.Column("mention_start", sa.Integer(), nullable=True),
        sa.Column("mention_end", sa.Integer(), nullable=True),
        sa.Column("cue_start", sa.Integer(), nullable=True),
        sa.Column("cue_end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim"],
            ["claims.key"],
        ),
        sa.ForeignKeyConstraint(
            ["source"],
            ["sources.key"],
        ),
        sa.PrimaryKeyConstraint("claim", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index("links_source", "links", ["source"], unique=False)
    op.create_table(
        "quantities",
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("bound", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["claim"],
            ["claims.key"],
        ),
        sa.PrimaryKeyConstraint("claim", "position"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "quantities_unit", "quantities", ["unit"], unique=False, postgresql_using="hash"
    )
