"""Brings a database to the shape this version needs, in process, when the server starts.

A database already there is recognised by its stamp alone, without loading alembic, so that an
ordinary start stays fast.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from app.errors import BadSettings
from app.store.connect import Store, hold_for_migration

HEAD = "0003"
"""The newest migration in `migrations/versions`; a test compares."""

SCRIPTS = Path(__file__).parent / "migrations"


def migrate(store: Store) -> None:
    """Upgrade the database to HEAD, or leave it alone if it is there already.

    Raises BadSettings for a database that cannot be opened, or that a newer version has written.
    """
    try:
        with store.reading() as connection:
            if _stamp(connection) == HEAD:
                return
    except DBAPIError as error:
        raise BadSettings(f"The database cannot be used: {error.orig}.") from None
    with store.writing() as connection:
        hold_for_migration(connection)
        if _stamp(connection) != HEAD:
            _upgrade(connection)


def _stamp(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is not None and str(found) > HEAD:
        raise BadSettings(
            f"The database is of a newer version of the game (its step {found}, ours {HEAD}).",
            "Start that version, or give an older database.",
        )
    return None if found is None else str(found)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
