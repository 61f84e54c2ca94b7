"""The map: every pack's chapters with their puzzles, and how far a player has come in each."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.packs.model import Chapter, Puzzle
from app.play import records
from app.play.game import Game
from app.play.records import DONE, State

WORDS: Mapping[State, str] = {
    "new": "new",
    "tried": "tried",
    "solved": "solved",
    "par": "solved within par",
    "proved": "proved impossible",
}
MARKS: Mapping[State, str] = {"new": "○", "tried": "◐", "solved": "✓", "par": "★", "proved": "⊘"}


@dataclass(frozen=True, slots=True)
class Stop:
    """One puzzle on the map."""

    number: int
    puzzle: Puzzle
    state: State
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class Column:
    """A chapter."""

    number: int
    chapter: Chapter
    stops: tuple[Stop, ...]

    @property
    def done(self) -> int:
        """How many of its puzzles are solved or proved impossible."""
        return sum(stop.state in DONE for stop in self.stops)


@dataclass(frozen=True, slots=True)
class Atlas:
    """All chapters in playing order. `following` is where a player would go on."""

    columns: tuple[Column, ...]
    following: Puzzle | None
    begun: bool

    @property
    def done(self) -> int:
        """Puzzles solved or proved impossible."""
        return sum(column.done for column in self.columns)

    @property
    def total(self) -> int:
        """Puzzles there are."""
        return sum(len(column.stops) for column in self.columns)


def atlas(game: Game, player: str | None) -> Atlas:
    """The map as a player sees it; a visitor who has not played yet is no player."""
    states = records.states(game, player) if player else {}
    columns: list[Column] = []
    number = 0
    for pack in game.library.packs:
        for chapter in pack.chapters:
            active = [puzzle for puzzle in chapter.puzzles if puzzle.status == "active"]
            stops = [_stop(number + i, p, states) for i, p in enumerate(active, 1)]
            number += len(stops)
            if stops:
                columns.append(Column(len(columns) + 1, chapter, tuple(stops)))
    left = [s for c in columns for s in c.stops if s.state not in DONE]
    begun = any(state != "new" for state in states.values())
    return Atlas(tuple(columns), left[0].puzzle if left else None, begun)


def _stop(number: int, puzzle: Puzzle, states: Mapping[str, State]) -> Stop:
    state = states.get(puzzle.id, "new")
    return Stop(number, puzzle, state, MARKS[state], WORDS[state])
