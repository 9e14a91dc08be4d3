"""Search follows the reviews: what is indexed of a claim is how it stands now, with its facets.

Tables and views only; what follows from the rest is derived anew afterwards (`deriving.py`).
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

VIEWS = {
    "current_claims": """
        SELECT entries.key, coalesce(standings.text, claims.text) AS text, entries.facets
        FROM entries
        JOIN claims ON claims.key = entries.key
        LEFT JOIN standings ON standings.claim = claims.id
    """,
    "said": """
        SELECT claims.id AS claim, coalesce(standings.text, claims.text) AS text,
            coalesce(standings.certainty, claims.certainty) AS certainty,
            coalesce(standings.factuality, claims.factuality) AS factuality,
            coalesce(standings.kind, claims.kind) AS kind,
            coalesce(standings.quotation, claims.quotation) AS quotation,
            CASE WHEN standings.chain = 1 THEN standings.speaker ELSE sources.name END AS speaker,
            CASE WHEN standings.chain = 1 THEN standings.role ELSE sources.role END AS role,
            CASE WHEN standings.chain = 1 THEN standings.speaker_type ELSE sources.type END
                AS speaker_type,
            readings.title, readings.site, coalesce(readings.date, readings.latest) AS published,
            pages.url, pages.origin, pages.id AS page, standings.status
        FROM claims
        JOIN readings ON readings.key = claims.reading AND readings.current = 1
        JOIN pages ON pages.key = readings.page
        LEFT JOIN standings ON standings.claim = claims.id
        LEFT JOIN links ON links.claim = claims.key AND links.position = (
            SELECT max(position) FROM links AS later WHERE later.claim = claims.key)
        LEFT JOIN sources ON sources.key = links.source
    """,
    "figures": """
        SELECT claims.id AS claim, quantities.value, quantities.low, quantities.high,
            quantities.unit, quantities.bound, quantities.change,
            coalesce(standings.text, claims.text) AS text,
            readings.title, pages.url, pages.origin
        FROM quantities
        JOIN claims ON claims.key = quantities.claim
        JOIN readings ON readings.key = claims.reading AND readings.current = 1
        JOIN pages ON pages.key = readings.page
        LEFT JOIN standings ON standings.claim = claims.id
        WHERE coalesce(standings.quantities, 0) = 0
        UNION ALL
        SELECT claims.id, figures.value, figures.low, figures.high,
            figures.unit, figures.bound, figures.change,
            coalesce(standings.text, claims.text), readings.title, pages.url, pages.origin
        FROM standing_quantities AS figures
        JOIN standings ON standings.claim = figures.claim
        JOIN claims ON claims.id = figures.claim
        JOIN readings ON readings.key = claims.reading AND readings.current = 1
        JOIN pages ON pages.key = readings.page
    """,
}


def upgrade() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for name in VIEWS:
        op.execute(f"DROP VIEW {name}")
    _tables()
    for name, query in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {query}")
    if sqlite:
        op.execute("DROP TABLE claims_fts")
        op.execute(
            "CREATE VIRTUAL TABLE claims_fts USING fts5(text, facets, content='current_claims', "
            "content_rowid='key', tokenize='unicode61 remove_diacritics 2')"
        )
    else:
        op.execute("DELETE FROM claims_fts")


def _tables() -> None:
    op.create_table(
        "entries",
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("facets", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Integer(), nullable=True),
        sa.Column("last_day", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["key"], ["claims.key"]),
        sa.PrimaryKeyConstraint("key"),
    )
    for name in ("text", "speaker", "role", "speaker_type"):
        op.add_column("standings", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("standings", sa.Column("factuality", sa.Double(), nullable=True))
    for name in ("chain", "quantities"):
        column = sa.Column(name, sa.Integer(), server_default="0", nullable=False)
        op.add_column("standings", column)
    op.create_table(
        "standing_speakers",
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["claim"], ["standings.claim"]),
        sa.ForeignKeyConstraint(["speaker"], ["speakers.key"]),
        sa.PrimaryKeyConstraint("claim", "position"),
    )
    op.create_index("standing_speakers_speaker", "standing_speakers", ["speaker"])
    op.create_table(
        "standing_quantities",
        sa.Column("claim", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=False),
        sa.Column("high", sa.Double(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("bound", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["claim"], ["standings.claim"]),
        sa.PrimaryKeyConstraint("claim", "position"),
    )
    op.create_index("findings_severity", "findings", ["severity", "reading"])
    op.drop_index("quantities_unit", "quantities")
    op.drop_index("links_source", "links")
