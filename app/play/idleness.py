"""Which steps of a program do nothing: looked for on request, since every step is one more run.

The work goes through the game's pool; a page asks again how far it is.
"""

from collections.abc import Callable, Hashable
from functools import partial
from time import monotonic

from app.engine.limits import VERSION as ENGINE
from app.errors import TooLarge
from app.gaps.shortcuts.idle import Idle, idle_steps
from app.gaps.views import views
from app.language.complaints import complaints
from app.language.program import Program
from app.packs.model import Puzzle
from app.play.board import Board, Progress
from app.play.digest import digest_of
from app.play.game import Game

TRIED = 400
"""Steps taken away in turn at most; a program has seldom a tenth of that."""

SECONDS = 10.0
"""How long a search may hold its place in the pool; what it has tried by then is told."""


def begin(
    game: Game, puzzle: Puzzle, program: Program, clock: Callable[[], float] = monotonic
) -> Progress | None:
    """How far the search is, started if need be; None for a program that is complained about.

    Raises Busy, having begun nothing, when too much work waits already.
    """
    if complaints(program, puzzle.setting, puzzle.allowance):
        return None
    found = look(game, puzzle, program)
    if found is not None:
        return found
    key = _key(puzzle, program)
    game.board.put(key, Progress(0, 0, (), False))
    try:
        game.checks.begin(key, partial(_search, game.board, key, puzzle, program, clock))
    except BaseException:
        game.board.drop(key)
        raise
    return look(game, puzzle, program)


def look(game: Game, puzzle: Puzzle, program: Program) -> Progress | None:
    """How far the search is, or None if nobody has asked for it.

    What the pool knows counts first: it may remember a result that the board has forgotten.
    """
    key = _key(puzzle, program)
    known: Progress | None = game.checks.known(key)
    return game.board.look(key) if known is None else known


def _search(
    board: Board, key: Hashable, puzzle: Puzzle, program: Program, clock: Callable[[], float]
) -> Progress:
    end = clock() + SECONDS
    found: list[Idle] = []
    last = Progress(0, 0, (), True)
    try:
        for done, total, idle in idle_steps(views(puzzle.exam, program)):
            found += [] if idle is None else [idle]
            over = done in (total, TRIED) or clock() >= end
            last = Progress(done, total, tuple(found), over)
            board.put(key, last)
            if last.over:
                break
    except TooLarge:
        last = Progress(0, 0, (), True)
    except BaseException:
        board.drop(key)
        raise
    board.put(key, last)
    return last


def _key(puzzle: Puzzle, program: Program) -> Hashable:
    return ("idle", digest_of(program), puzzle.id, puzzle.digest, ENGINE)
