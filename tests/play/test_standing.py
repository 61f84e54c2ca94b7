"""Where a solution stands among everyone's: spreads, the frontier, and what to try next."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.play import standing
from app.play.game import Game
from app.store import solutions
from app.store.schema import COSTS
from app.store.solutions import Attempt, Solution
from tests import tiny


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the tiny library."""
    game = tiny.game(tmp_path)
    yield game
    game.close()


def keep(game: Game, player: str, **costs: int) -> None:
    """A solution of the first puzzle."""
    puzzle = game.library.puzzles[0]
    name = "-".join(map(str, costs.values()))
    attempt = Attempt(player, puzzle.id, name, puzzle.digest, "1", "1", "solved", 1, 1)
    solutions.record(game.store, attempt, Solution("", 1, dict.fromkeys(COSTS, 5) | costs))


def stand(game: Game, player: str = "ann") -> standing.Standing:
    return standing.standing(game, player, game.library.puzzles[0])


def test_nobody_has_solved_it_at_first(game: Game) -> None:
    found = stand(game)
    assert (found.solvers, found.frontier) == (0, ())


def test_each_player_counts_once_for_each_cost(game: Game) -> None:
    keep(game, "ann", layers=1, heads=3)
    keep(game, "ann", layers=2, heads=2)
    keep(game, "ben", layers=2, heads=3)
    found = stand(game)
    layers, heads, *_ = found.spreads
    assert found.solvers == 2
    assert (layers.players, layers.yours) == ({1: 1, 2: 1}, 1)
    assert (heads.players, heads.yours) == ({2: 1, 3: 1}, 2)
    assert stand(game, "cara").spreads[0].yours is None


def test_the_frontier_is_what_nobody_has_beaten(game: Game) -> None:
    keep(game, "ann", layers=1, heads=4)
    keep(game, "ben", layers=2, heads=2)
    keep(game, "cara", layers=2, heads=2)
    keep(game, "dan", layers=2, heads=3)
    found = stand(game).frontier
    assert [(c.costs["layers"], c.costs["heads"], c.players) for c in found] == [
        (1, 4, 1),
        (2, 2, 2),
    ]


def test_first_it_dares_what_others_have_done(game: Game) -> None:
    keep(game, "ann", layers=2, heads=3, neurons=0)
    puzzle = game.library.puzzles[0]
    costs = {"layers": 2, "heads": 3, "neurons": 0}
    alone = standing.dare(game, puzzle, costs, stand(game))
    assert alone == standing.Dare("heads", 2, 0)
    keep(game, "ben", layers=1, heads=5, neurons=9)
    beaten = standing.dare(game, puzzle, costs, stand(game))
    assert beaten == standing.Dare("layers", 1, 1)


def test_nothing_is_dared_where_nothing_is_left_to_save(game: Game) -> None:
    costs = {"layers": 1, "heads": 1, "neurons": 0}
    assert standing.dare(game, game.library.puzzles[0], costs, stand(game)) is None


def test_what_the_twin_asks_is_not_dared(game: Game) -> None:
    puzzle, other = game.library.puzzles
    puzzle.__dict__["pair"] = other.slug
    other.allowance.budget["heads"] = 2  # type: ignore[index]
    costs = {"layers": 1, "heads": 3, "neurons": 0}
    assert standing.dare(game, puzzle, costs, stand(game)) is None


def test_what_is_proved_impossible_beside_it_is_not_dared(game: Game) -> None:
    puzzle, other = game.library.puzzles
    costs = {"layers": 2, "heads": 1, "neurons": 0}
    assert standing.dare(game, puzzle, costs, stand(game)) is not None
    other.__dict__["proof"] = object()
    other.allowance.budget["layers"] = 1  # type: ignore[index]
    assert standing.dare(game, puzzle, costs, stand(game)) is None
