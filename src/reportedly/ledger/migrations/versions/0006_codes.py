"""Groups in a time that hardly grows with the ledger: codes stand many in a row, how often terms
stand in the sample is kept, and how far grouping has come. What was kept of groups before goes;
the next grouping makes it anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("views", "digests", "grouped"):
        op.drop_table(table)
    op.create_table(
        "compared",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("maker", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("reading"),
    )
    op.create_table(
        "grouped",
        sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["reading"], ["readings.key"]),
        sa.PrimaryKeyConstraint("reading"),
    )
    op.create_index("grouped_first", "grouped", ["first"])
    op.create_table(
        "codes",
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("readings", sa.LargeBinary(), nullable=False),
        sa.Column("codes", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("part"),
    )
    for table, column in (("digests", "digest"), ("views", "view")):
        op.create_table(
            table,
            sa.Column("reading", sa.Integer(), autoincrement=False, nullable=False),
            sa.Column("seal", sa.String(length=80), nullable=False),
            sa.Column(column, sa.LargeBinary(), nullable=False),
            sa.ForeignKeyConstraint(["reading"], ["grouped.reading"]),
            sa.PrimaryKeyConstraint("reading"),
        )
    op.create_table(
        "rarities",
        sa.Column("sample", sa.String(length=80), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("sample"),
    )
