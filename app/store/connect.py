"""The door to the database: the only module that knows which one it is.

With SQLite a response that was sent survives a kill: WAL with `synchronous=FULL` flushes every
commit, and a writing transaction takes its lock at the start, so it waits instead of failing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import NoSuchModuleError, OperationalError

from app.errors import BadSettings, Busy

WAIT_SECONDS = 10
"""How long a writer waits for another before it gives up."""

CANNOT_SAVE = "The server cannot save anything just now, so nothing was changed."

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}",
)
_MIGRATION_LOCK = 0x42_54_54


@dataclass(frozen=True, slots=True)
class Store:
    """An open database. Every use is one transaction, read or written whole."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the data; nothing is written."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, on disk when the block ends, undone if it raises.

        Raises Busy, nothing having changed, where the database cannot be written to just now.
        """
        try:
            with self.engine.connect() as connection:
                writer = connection.execution_options(writing=True)
                with writer.begin():
                    yield writer
        except OperationalError as error:
            raise Busy(CANNOT_SAVE, "Try again in a moment.") from error

    def ping(self) -> None:
        """Ask the database something. Raises what it raises when it cannot answer."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()


def connect(address: str) -> Store:
    """Open the database at a SQLAlchemy address; a SQLite file's folder is made if missing."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return Store(_engine(url))
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": WAIT_SECONDS, "isolation_level": None})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Store(engine)


def _engine(url: URL) -> Engine:
    """An engine for another database. Raises BadSettings when its driver is not installed."""
    try:
        return create_engine(url, pool_pre_ping=True)
    except (ImportError, NoSuchModuleError):
        raise BadSettings(
            f"There is no driver here for a {url.drivername} database.",
            "SQLite needs none; for PostgreSQL install the game with its postgres extra.",
        ) from None


def hold_for_migration(connection: Connection) -> None:
    """Let one server migrate at a time. SQLite's writing transaction is already alone."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:
    try:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()
        raise


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
