"""How the tables came to be what they are, step by numbered step. A released step never changes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from reportedly.errors import LedgerTooNew

HEAD = "0006"  # the last step; a test holds it against the folder

DERIVED_SINCE = "0002"  # the last step after which what follows from the rest is made anew


def version_of(connection: Connection) -> str | None:
    """The step that a ledger has come to; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, about: str, to: str = HEAD) -> None:
    """Takes a ledger up to a step, within the transaction of `connection`: all or nothing.

    Raises `LedgerTooNew` for a ledger of a step that this version does not know.
    """
    version = version_of(connection)
    if version == to:
        return
    if version is not None and version > HEAD:
        raise LedgerTooNew(
            f"made by a newer version of Reportedly (step {version}, this one knows {HEAD}); "
            "upgrade: pip install --upgrade reportedly",
            about=about,
        )
    # Here, because importing it takes as long as a whole search.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, to)
