"""What all players have solved a puzzle with: counted by player, for one version of its cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.store import solutions
from app.store.connect import Store, connect
from app.store.migrate import migrate
from app.store.schema import COSTS
from app.store.solutions import Attempt, Solution

PAIR = ("layers", "heads")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty database."""
    store = connect(f"sqlite:///{tmp_path / 'game.db'}")
    migrate(store)
    yield store
    store.close()


def keep(store: Store, player: str, layers: int, heads: int, cases: str = "now") -> None:
    """A solution of puzzle `x`."""
    attempt = Attempt(player, "x", f"{layers}-{heads}", cases, "1", "1", "solved", 1, 1)
    costs = dict.fromkeys(COSTS, 0) | {"layers": layers, "heads": heads}
    solutions.record(store, attempt, Solution("", 1, costs))


def test_the_least_of_each_cost_may_come_from_different_solutions(store: Store) -> None:
    keep(store, "ann", 1, 5)
    keep(store, "ann", 2, 2)
    keep(store, "ben", 3, 3)
    assert solutions.least(store, "x", "now", PAIR) == {
        "ann": {"layers": 1, "heads": 2},
        "ben": {"layers": 3, "heads": 3},
    }


def test_a_combination_counts_each_player_once(store: Store) -> None:
    keep(store, "ann", 2, 2)
    keep(store, "ben", 2, 2)
    keep(store, "ben", 1, 4)
    found = solutions.combinations(store, "x", "now", PAIR)
    assert list(found.items()) == [((1, 4), 1), ((2, 2), 2)]


def test_solutions_of_earlier_cases_and_other_puzzles_do_not_count(store: Store) -> None:
    keep(store, "ann", 2, 2, cases="before")
    assert solutions.least(store, "x", "now", PAIR) == {}
    assert solutions.combinations(store, "y", "before", PAIR) == {}
