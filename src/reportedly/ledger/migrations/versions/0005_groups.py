"""Pages grouped by the claim that they carry: what is compared of each, and where it stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "grouped",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("maker", sa.String(length=40), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["reading"], ["readings.key"]),
        sa.PrimaryKeyConstraint("reading"),
    )
    op.create_index("grouped_first", "grouped", ["first"])
    for table, column in (("digests", "digest"), ("views", "view")):
        op.create_table(
            table,
            sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column(column, sa.LargeBinary(), nullable=False),
            sa.Column("seal", sa.String(length=80), nullable=False),
            sa.ForeignKeyConstraint(["reading"], ["grouped.reading"]),
            sa.PrimaryKeyConstraint("reading"),
        )
