"""Published fact-checks beside the claims that they may answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    texts = ("claim", "title", "url", "publisher", "verdict", "published", "claimant", "added_at")
    op.create_table(
        "fact_checks",
        sa.Column("id", sa.String(length=80), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("seal", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
