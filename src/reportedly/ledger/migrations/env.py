"""What Alembic runs to apply the steps; the connection and its transaction are ours."""

from __future__ import annotations

from alembic import context

from reportedly.ledger.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
