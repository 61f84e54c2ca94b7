"""Seats that are kept: whose they are, one waiting at a time, one answer, and how many."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.store import sittings
from app.store.connect import Store, connect
from app.store.migrate import migrate
from app.store.schema import SITTINGS
from app.store.sittings import Dealt

SEAT = Dealt("player", "puzzle", "program", "salt", '{"position": 1}')


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A migrated database."""
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    yield store
    store.close()


def test_a_seat_is_found_by_its_player_and_puzzle_only(store: Store) -> None:
    number = sittings.deal(store, SEAT)
    found = sittings.find(store, "player", "puzzle", number)
    assert found is not None
    assert (found.program, found.salt, found.seat, found.answer) == (
        "program",
        "salt",
        '{"position": 1}',
        None,
    )
    assert sittings.find(store, "other", "puzzle", number) is None
    assert sittings.find(store, "player", "elsewhere", number) is None
    assert sittings.find(store, "player", "puzzle", number + 1) is None


def test_a_waiting_seat_is_dealt_again_until_it_is_answered(store: Store) -> None:
    first = sittings.deal(store, SEAT)
    assert sittings.deal(store, replace(SEAT, seat="another", salt="new")) == first
    assert sittings.waiting(store, "player", "puzzle", "program") == first
    assert sittings.deal(store, replace(SEAT, program="other")) != first
    sittings.answer(store, "player", "puzzle", first, "a")
    assert sittings.waiting(store, "player", "puzzle", "program") is None
    assert sittings.deal(store, SEAT) != first


def test_the_first_answer_stays(store: Store) -> None:
    number = sittings.deal(store, SEAT)
    sittings.answer(store, "other", "puzzle", number, "stolen")
    sittings.answer(store, "player", "puzzle", number, "a")
    sittings.answer(store, "player", "puzzle", number, "b")
    assert [kept.answer for kept in sittings.answered(store, "player", "puzzle", "program")] == [
        "a"
    ]
    assert sittings.answered(store, "player", "puzzle", "other") == ()


def test_the_newest_are_kept(store: Store) -> None:
    numbers = [sittings.deal(store, replace(SEAT, program=str(i))) for i in range(SITTINGS + 2)]
    kept = [sittings.find(store, "player", "puzzle", number) is not None for number in numbers]
    assert kept == [False, False] + [True] * SITTINGS
