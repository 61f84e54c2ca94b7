"""Why a program fails, kept like a verdict, and the cards that it collects."""

from pathlib import Path

import pytest

from app.errors import Busy
from app.language.parse import parse
from app.language.program import Program
from app.play import reasons
from app.play.pool import Pool
from tests import tiny

BLIND = "slot guess : token\nlayer\n  mlp\n    otherwise: guess = a\noutput guess\n"


def program(text: str) -> Program:
    return parse(text).program


def test_a_wrong_program_is_explained_once(tmp_path: Path) -> None:
    game = tiny.game(tmp_path)
    puzzle = game.library.puzzles[0]
    assert not reasons.ready(game, puzzle, program(BLIND))
    first = reasons.why(game, "p", puzzle, program(BLIND))
    assert first is not None
    assert first.unspoken is not None
    assert reasons.ready(game, puzzle, program(BLIND))
    assert reasons.why(game, "p", puzzle, program("# a comment\n" + BLIND)) is first
    game.close()


@pytest.mark.parametrize("text", [tiny.ECHO, tiny.START, "output nowhere\n"])
def test_there_is_nothing_to_explain(tmp_path: Path, text: str) -> None:
    game = tiny.game(tmp_path)
    assert reasons.why(game, "p", game.library.puzzles[0], program(text)) is None
    game.close()


def test_that_nothing_is_wrong_is_worked_out_once(tmp_path: Path) -> None:
    game = tiny.game(tmp_path)
    puzzle, right = game.library.puzzles[0], program(tiny.ECHO)
    reasons.why(game, "p", puzzle, right)
    assert reasons.ready(game, puzzle, right)
    game.checks.close()
    assert reasons.why(game, "p", puzzle, right) is None
    game.store.close()


def test_a_busy_server_says_so(tmp_path: Path) -> None:
    closed = Pool(1, 0, 1)
    closed.close()
    game = tiny.game(tmp_path, checks=closed)
    with pytest.raises(Busy):
        reasons.why(game, "p", game.library.puzzles[0], program(BLIND))
    game.close()
