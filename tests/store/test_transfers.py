"""Transfer codes as they are kept: once, for a while, one a player."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from app.store import players, transfers
from app.store.connect import Store, connect
from app.store.migrate import migrate
from app.store.schema import transfers as table

LATER = 2**40


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A migrated database."""
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    yield store
    store.close()


def kept(store: Store) -> list[str]:
    with store.reading() as connection:
        return sorted(connection.execute(select(table.c.digest)).scalars())


def test_a_code_works_once(store: Store) -> None:
    transfers.issue(store, "p", "abcd1", LATER)
    assert transfers.redeem(store, "abcd2") is None
    assert transfers.redeem(store, "abcd1") == "p"
    assert transfers.redeem(store, "abcd1") is None


def test_a_code_ends(store: Store) -> None:
    transfers.issue(store, "p", "abcd1", players.now())
    assert transfers.redeem(store, "abcd1") is None
    assert kept(store) == []


def test_a_new_code_takes_the_place_of_the_old_one(store: Store) -> None:
    transfers.issue(store, "p", "abcd1", LATER)
    transfers.issue(store, "q", "abcd2", LATER)
    transfers.issue(store, "p", "abcd3", LATER)
    assert transfers.redeem(store, "abcd1") is None
    assert transfers.redeem(store, "abcd2") == "q"
    assert transfers.redeem(store, "abcd3") == "p"


def test_a_forgotten_players_code_goes_with_them(store: Store) -> None:
    transfers.issue(store, "p", "abcd1", LATER)
    players.forget(store, "p")
    assert kept(store) == []


@pytest.mark.parametrize("odd", ["", "%", "____", "abcd%"])
def test_no_pattern_finds_a_code(store: Store, odd: str) -> None:
    transfers.issue(store, "p", "abcd1", LATER)
    assert transfers.redeem(store, odd) is None
