"""Looking for steps that do nothing while a page looks on."""

from pathlib import Path
from threading import Event

import pytest

from app.engine.limits import CHECK_BYTES
from app.errors import Busy
from app.language.parse import parse
from app.play import idleness
from app.play.board import REMEMBERED, Board, Progress
from app.play.pool import Pool
from tests import tiny

TWO_HEADS = tiny.ECHO.replace("output", "  head spare\n    copy token -> unread\noutput")
"""The second head writes what nobody reads."""


def test_the_search_finds_what_does_nothing(tmp_path: Path) -> None:
    game = tiny.game(tmp_path)
    puzzle, program = game.library.puzzles[0], parse(TWO_HEADS).program
    assert idleness.look(game, puzzle, program) is None
    assert idleness.begin(game, puzzle, program) is not None
    game.checks.close()
    found = idleness.look(game, puzzle, program)
    assert found is not None
    assert found.over
    assert found.done == found.total > 1
    assert [step.place for step in found.idle] == [("layers", 0, "heads", 1)]
    game.store.close()


def test_a_search_is_begun_once(tmp_path: Path) -> None:
    game = tiny.game(tmp_path)
    puzzle, program = game.library.puzzles[0], parse(TWO_HEADS).program
    idleness.begin(game, puzzle, program)
    game.checks.close()
    over = idleness.look(game, puzzle, program)
    assert idleness.begin(game, puzzle, program) is over
    game.store.close()


def test_a_search_ends_when_its_time_is_up(tmp_path: Path) -> None:
    game = tiny.game(tmp_path)
    puzzle, program = game.library.puzzles[0], parse(TWO_HEADS).program
    readings = iter((0.0, 1.0, idleness.SECONDS))
    idleness.begin(game, puzzle, program, clock=lambda: next(readings))
    game.checks.close()
    found = idleness.look(game, puzzle, program)
    assert found is not None
    assert found.over
    assert found.done == 2 < found.total
    game.store.close()


def test_what_the_board_has_forgotten_the_pool_may_know(tmp_path: Path) -> None:
    game = tiny.game(tmp_path)
    puzzle, program = game.library.puzzles[0], parse(TWO_HEADS).program
    idleness.begin(game, puzzle, program)
    game.checks.close()
    for number in range(REMEMBERED):
        game.board.put(number, Progress(0, 1, (), False))
    again = idleness.begin(game, puzzle, program)
    assert again is not None
    assert again.over
    game.store.close()


def test_a_program_with_complaints_is_not_searched(tmp_path: Path) -> None:
    game = tiny.game(tmp_path)
    assert idleness.begin(game, game.library.puzzles[0], parse("output x\n").program) is None
    game.close()


def test_a_busy_server_begins_nothing(tmp_path: Path) -> None:
    closed = Pool(1, 0, 1)
    closed.close()
    game = tiny.game(tmp_path, checks=closed)
    puzzle, program = game.library.puzzles[0], parse(TWO_HEADS).program
    with pytest.raises(Busy):
        idleness.begin(game, puzzle, program)
    assert idleness.look(game, puzzle, program) is None
    game.close()


def test_what_is_begun_counts_as_asked_until_it_ends() -> None:
    pool, go = Pool(1, 0, 1), Event()
    pool.begin("long", go.wait)
    with pytest.raises(Busy):
        pool.begin("other", go.wait)
    go.set()
    pool.close()
    assert pool.asking == 0


def test_the_board_forgets_the_oldest() -> None:
    board = Board()
    for number in range(REMEMBERED + 1):
        board.put(number, Progress(0, 1, (), False))
    assert board.look(0) is None
    assert board.look(REMEMBERED) is not None


def test_long_work_leaves_half_of_the_places_to_checks() -> None:
    pool, go = Pool(4, 8, 4 * CHECK_BYTES), Event()
    for number in range(2):
        pool.begin(number, go.wait)
    with pytest.raises(Busy):
        pool.begin("one too many", go.wait)
    assert pool.run("check", lambda: "done") == "done"
    go.set()
    pool.close()
    assert pool.asking == 0
