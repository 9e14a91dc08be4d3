"""Copies and traces: by which hashes a text is found again, and what comparing pages found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "samples",
        sa.Column("hash", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("place", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("reading", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["reading"], ["readings.key"]),
        sa.PrimaryKeyConstraint("hash", "place"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sampled",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("reading"),
    )
    op.create_table(
        "traced",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "traced_pages",
        sa.Column("finding", sa.String(length=80), nullable=False),
        sa.Column("page", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["finding"], ["traced.id"]),
        sa.PrimaryKeyConstraint("finding", "page"),
    )
    op.create_index("traced_pages_page", "traced_pages", ["page"])
