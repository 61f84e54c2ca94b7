"""The promises of the SQLite connection."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from app.errors import BadSettings, Busy
from app.store import players
from app.store.connect import WAIT_SECONDS, Store, connect
from app.store.migrate import migrate
from app.store.schema import hints
from app.store.schema import players as table


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A migrated database."""
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    yield store
    store.close()


def test_pragmas(store: Store) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": WAIT_SECONDS * 1000,
    }
    with store.reading() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    def fail() -> None:
        with store.writing() as connection:
            players.ensure(connection, "someone")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with store.reading() as connection:
        assert connection.execute(select(table)).all() == []


def test_nothing_belongs_to_nobody(store: Store) -> None:
    row = {"player": "nobody", "puzzle": "p", "shown": 1}
    with pytest.raises(IntegrityError), store.writing() as connection:
        connection.execute(insert(hints).values(row))


def test_forgetting_a_player_forgets_everything(store: Store) -> None:
    with store.writing() as connection:
        players.ensure(connection, "someone")
        players.ensure(connection, "someone")
        connection.execute(insert(hints).values(player="someone", puzzle="p", shown=1))
    players.forget(store, "someone")
    with store.reading() as connection:
        assert connection.execute(select(hints)).all() == []


@pytest.mark.parametrize("address", ["mysql://x/y", "nosuch://x/y"])
def test_a_database_without_a_driver_is_told(address: str) -> None:
    with pytest.raises(BadSettings, match="no driver here"):
        connect(address)


def test_a_database_that_stays_locked_is_told_in_a_sentence(store: Store) -> None:
    with store.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    locked = connect(str(store.engine.url))
    with (
        locked.writing(),
        pytest.raises(Busy, match="cannot save anything just now"),
        store.writing() as connection,
    ):
        connection.execute(insert(table).values(id="late", created=0))
    locked.close()
    with store.reading() as connection:
        assert connection.execute(select(table)).all() == []
