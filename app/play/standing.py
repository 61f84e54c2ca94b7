"""Where a solution lies among everyone's on this server, for one puzzle and its present cases.

Each player counts once for each cost, with the least they have solved the puzzle at. The frontier
is made of whole combinations of costs that nobody has beaten: none that was reached is as cheap in
every cost and cheaper in one.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from app.language.allowance import CostName
from app.packs.model import Puzzle
from app.play.game import Game
from app.play.proofs import twin
from app.store import solutions

CHARTED: tuple[CostName, ...] = ("layers", "heads", "neurons", "width")
"""The costs that players are compared by."""

FEWEST = 3
"""Players who must have solved a puzzle before it is worth drawing how they are spread."""

_LEAST: Mapping[CostName, int] = {"heads": 1, "layers": 1, "neurons": 0}
"""Costs that one may be asked to bring down by one, and where asking stops."""

Costs = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """Every player's least of one cost: `players[value]` have it, and the asking player `yours`."""

    cost: CostName
    players: Mapping[int, int]
    yours: int | None


@dataclass(frozen=True, slots=True)
class Combination:
    """Costs reached together, and by how many players."""

    costs: Costs
    players: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All of it. `solvers` players have solved the puzzle; `frontier` has the cheapest first."""

    solvers: int
    spreads: tuple[Spread, ...]
    frontier: tuple[Combination, ...]


@dataclass(frozen=True, slots=True)
class Dare:
    """A cost that could be `least` instead, one less than it is; `players` here have done it."""

    cost: CostName
    least: int
    players: int


def standing(game: Game, player: str, puzzle: Puzzle) -> Standing:
    """How everyone has solved a puzzle so far."""
    least = solutions.least(game.store, puzzle.id, puzzle.digest, CHARTED)
    reached = solutions.combinations(game.store, puzzle.id, puzzle.digest, CHARTED)
    return Standing(
        solvers=len(least),
        spreads=tuple(_spread(least, player, cost) for cost in CHARTED),
        frontier=_frontier(reached),
    )


def dare(game: Game, puzzle: Puzzle, costs: Costs, among: Standing) -> Dare | None:
    """What to try next after a solution within par: first what others have done already.

    Never what a puzzle beside it asks and proves impossible, nor what its twin asks.
    """
    dares = [
        Dare(cost, costs[cost] - 1, _reach(among, cost, costs[cost] - 1))
        for cost, end in _LEAST.items()
        if costs[cost] > end and not _asked(game, puzzle, cost, costs[cost] - 1)
    ]
    return next((each for each in dares if each.players), dares[0] if dares else None)


def _asked(game: Game, puzzle: Puzzle, cost: CostName, least: int) -> bool:
    """Whether another puzzle is about this cost: the twin, or an impossible one of the chapter."""
    other = twin(game, puzzle)
    beside = [p for p in game.library.chapter_of(puzzle).puzzles if p.proof is not None]
    asked = [p for p in beside if p.setting.tokens == puzzle.setting.tokens]
    asked += [] if other is None else [other]
    return any(p.allowance.budget.get(cost, least + 1) == least for p in asked)


def _reach(among: Standing, cost: CostName, least: int) -> int:
    """How many players have solved it at this much of a cost or less."""
    spread = next(each for each in among.spreads if each.cost == cost)
    return sum(players for value, players in spread.players.items() if value <= least)


def _spread(least: Mapping[str, Costs], player: str, cost: CostName) -> Spread:
    counted = Counter(costs[cost] for costs in least.values())
    yours = least[player][cost] if player in least else None
    return Spread(cost, dict(sorted(counted.items())), yours)


def _frontier(reached: Mapping[tuple[int, ...], int]) -> tuple[Combination, ...]:
    """The combinations nobody has beaten; in rising order none is beaten by a later one."""
    best: dict[tuple[int, ...], int] = {}
    for costs, players in reached.items():
        if not any(all(a <= b for a, b in zip(one, costs, strict=True)) for one in best):
            best[costs] = players
    return tuple(
        Combination(dict(zip(CHARTED, costs, strict=True)), players)
        for costs, players in best.items()
    )
