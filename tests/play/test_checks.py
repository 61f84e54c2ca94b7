"""Checks: verdicts, what they leave behind, and what is worked out only once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.engine.limits import CHECK_BYTES
from app.errors import Busy
from app.packs.judge import Verdict
from app.play import checks, digest, hints, players, records
from app.play.game import Game
from app.play.pool import Pool
from app.store import solutions
from app.store.schema import SOLUTIONS
from tests import tiny


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the tiny library."""
    game = tiny.game(tmp_path)
    yield game
    game.close()


@pytest.mark.parametrize(
    ("text", "status", "state"),
    [
        (tiny.ECHO, "solved", "par"),
        (tiny.ECHO + "layer\n", "solved over par", "solved"),
        (tiny.WRONG, "wrong answers", "tried"),
        (tiny.ECHO + "layer\nlayer\n", "over budget", "tried"),
        (tiny.START.replace("output guess", ""), "not a program yet", "tried"),
        ("layer\n  hed\n", "not a program yet", "tried"),
    ],
)
def test_verdicts_and_states(game: Game, text: str, status: str, state: str) -> None:
    puzzle, other = game.library.puzzles
    assert checks.last_verdict(game, "p", puzzle, text) is None
    verdict = checks.check(game, "p", puzzle, text)
    assert verdict.status == status
    assert checks.last_verdict(game, "p", puzzle, text) == verdict
    assert records.states(game, "p") == {puzzle.id: state, other.id: "new"}
    assert set(records.states(game, "q").values()) == {"new"}


def test_complaints_have_the_lines_of_this_text(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    text = tiny.ECHO.replace("token -> guess", "tokn -> guess")
    lines = [
        checks.check(game, "p", puzzle, start + text).complaints[0].line for start in ("", "# x\n")
    ]
    assert lines == [5, 6]


def test_an_equal_program_is_judged_and_kept_once(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    puzzle = game.library.puzzles[0]
    checks.check(game, "p", puzzle, tiny.ECHO)
    monkeypatch.setattr(checks, "judge", unexpected)
    assert checks.check(game, "p", puzzle, "# the same\n" + tiny.ECHO).solved
    assert checks.check(game, "q", puzzle, tiny.ECHO).solved
    (kept,) = solutions.kept(game.store, "p", puzzle.id)
    assert kept.source == tiny.ECHO


def test_a_busy_server_refuses_a_check_and_remembers_nothing(tmp_path: Path) -> None:
    closed = Pool(1, 0, CHECK_BYTES)
    closed.close()
    game = tiny.game(tmp_path, checks=closed)
    puzzle = game.library.puzzles[0]
    with pytest.raises(Busy):
        checks.check(game, "p", puzzle, tiny.ECHO)
    assert records.states(game, "p")[puzzle.id] == "new"
    game.close()


def test_a_busy_server_still_shows_pages(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    checks.check(game, "p", puzzle, tiny.WRONG)
    closed = Pool(1, 0, CHECK_BYTES)
    closed.close()
    later = Game(game.library, game.store, closed)
    assert checks.last_verdict(later, "p", puzzle, tiny.WRONG) is None


def unexpected(*_: object) -> Verdict:
    """A judge that nobody should call."""
    raise AssertionError


def test_the_best_solution_comes_first(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    assert records.best(game, "p", puzzle) is None
    checks.check(game, "p", puzzle, tiny.ECHO + "layer\n")
    checks.check(game, "p", puzzle, tiny.ECHO)
    best = records.best(game, "p", puzzle)
    assert best is not None
    assert (best.source, best.within_par, best.costs["layers"]) == (tiny.ECHO, True, 1)


def test_solutions_are_bounded(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    puzzle = game.library.puzzles[0]
    monkeypatch.setattr(solutions, "SOLUTIONS", 3)
    for name in "abcde":
        checks.check(game, "p", puzzle, tiny.ECHO.replace("head here", f"head {name}"))
    assert len(solutions.kept(game.store, "p", puzzle.id)) == 3 < SOLUTIONS


def test_a_digest_sees_the_program_and_not_its_comments() -> None:
    puzzle = tiny.puzzle()
    assert digest.bare(puzzle.start) != puzzle.start
    assert digest.digest_of(digest.bare(puzzle.start)) == digest.digest_of(puzzle.start)
    assert len(digest.digest_of(puzzle.start)) == 64


def test_hints_come_one_at_a_time(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    assert hints.shown(game, "p", puzzle) == 0
    assert [hints.reveal(game, "p", puzzle) for _ in range(3)] == [1, 2, 2]
    assert (hints.shown(game, "p", puzzle), hints.shown(game, "q", puzzle)) == (2, 0)


def test_a_forgotten_player_is_new_again(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    checks.check(game, "p", puzzle, tiny.ECHO)
    hints.reveal(game, "p", puzzle)
    players.forget(game, "p")
    assert set(records.states(game, "p").values()) == {"new"}
    assert hints.shown(game, "p", puzzle) == 0


def test_ids_cannot_be_mistaken() -> None:
    ids = {players.new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(players.is_id(one) for one in ids)
    assert not any(players.is_id(odd) for odd in (None, 3, "", "short", "x" * 22 + "\n", "'" * 22))
