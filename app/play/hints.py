"""A puzzle's hints, one at a time, each only when the player asks for it."""

from app.packs.model import Puzzle
from app.play.game import Game
from app.store import hints as stored


def shown(game: Game, player: str, puzzle: Puzzle) -> int:
    """How many of the puzzle's hints the player has seen."""
    return min(stored.shown(game.store, player, puzzle.id), len(puzzle.hints))


def reveal(game: Game, player: str, puzzle: Puzzle) -> int:
    """Show the next hint, if there is one; how many are shown now."""
    if not puzzle.hints:
        return 0
    return stored.show_one_more(game.store, player, puzzle.id, len(puzzle.hints))
