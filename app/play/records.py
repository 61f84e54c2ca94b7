"""What a player has achieved: the state of each puzzle on the map, and their best solution."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Literal

from app.packs.model import Puzzle
from app.play.game import Game
from app.store import drafts, proofs, solutions

State = Literal["new", "tried", "solved", "par", "proved"]

DONE: frozenset[State] = frozenset(("solved", "par", "proved"))
"""The states of a puzzle that is done with: built, or proved impossible."""


@dataclass(frozen=True, slots=True)
class Best:
    """A player's best solution so far: within par first, then the cheapest by layers and heads."""

    source: str
    costs: Mapping[str, int]
    within_par: bool


def states(game: Game, player: str) -> Mapping[str, State]:
    """The state of every puzzle in the library, by puzzle id."""
    statuses = solutions.statuses(game.store, player)
    begun = drafts.puzzles_of(game.store, player)
    rulings = proofs.rulings(game.store, player)
    return {
        puzzle.id: "proved"
        if rulings.get(puzzle.id)
        else _state(statuses.get(puzzle.id, frozenset()), puzzle.id in begun | rulings.keys())
        for pack in game.library.packs
        for puzzle in pack.puzzles
    }


def best(game: Game, player: str, puzzle: Puzzle) -> Best | None:
    """The player's best solution of a puzzle, or None while it is not solved."""
    for kept in solutions.kept(game.store, player, puzzle.id):
        return Best(kept.source, kept.costs, kept.within_par)
    return None


def solutions_open(game: Game) -> bool:
    """Whether the host lets the author's solutions be seen, by those who have solved a puzzle.

    A day begins at midnight UTC.
    """
    if isinstance(game.show_solutions, date):
        return datetime.now(UTC).date() >= game.show_solutions
    return game.show_solutions == "solved"


def _state(statuses: frozenset[str], begun: bool) -> State:
    if solutions.WITHIN_PAR in statuses:
        return "par"
    if solutions.OVER_PAR in statuses:
        return "solved"
    return "tried" if statuses or begun else "new"
