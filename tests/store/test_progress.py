"""Everything of one player and nothing of another, in an order that puts the best first."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.play import checks, drafts, hints
from app.play.game import Game
from app.store import progress
from tests import tiny


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the tiny library."""
    game = tiny.game(tmp_path)
    yield game
    game.close()


def test_a_stranger_has_nothing(game: Game) -> None:
    nothing = progress.Everything((), (), (), {}, (), ())
    assert progress.everything(game.store, "nobody") == nothing


def test_everything_of_one_player(game: Game) -> None:
    echo, again = game.library.puzzles
    drafts.save(game, "p", echo, tiny.WRONG, 0)
    drafts.save(game, "p", echo, tiny.ECHO, 1)
    for text in (tiny.ECHO + "layer\n", tiny.ECHO, tiny.ECHO, tiny.WRONG):
        checks.check(game, "p", echo, text)
    checks.check(game, "p", again, tiny.ECHO)
    hints.reveal(game, "p", again)
    drafts.save(game, "q", echo, tiny.WRONG, 0)
    found = progress.everything(game.store, "p")
    assert [(draft.puzzle, draft.text) for draft in found.drafts] == [(echo.id, tiny.ECHO)]
    tried = {each.puzzle: (each.programs, each.checks) for each in found.attempts}
    assert tried == {echo.id: (3, 4), again.id: (1, 1)}
    assert found.hints == {again.id: 1}
    ranked = [(each.puzzle, each.within_par) for each in found.solutions]
    assert ranked == [(again.id, True), (echo.id, True), (echo.id, False)]


def test_hints_only_rise(game: Game) -> None:
    assert progress.raise_hints(game.store, "p", "x", 2)
    assert not progress.raise_hints(game.store, "p", "x", 1)
    assert progress.raise_hints(game.store, "p", "x", 3)
    assert progress.everything(game.store, "p").hints == {"x": 3}
