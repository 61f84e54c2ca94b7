"""Moving to another device: who one is there, and what becomes of what was there before."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.play import drafts, hints, records, transfer
from app.play.game import Game
from app.play.transfer import Moved
from tests import tiny


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the tiny library in which `old` has a draft."""
    game = tiny.game(tmp_path)
    drafts.save(game, "old", game.library.puzzles[0], tiny.ECHO, 0)
    yield game
    game.close()


def test_a_code_is_easy_to_type_and_kept_as_a_digest(game: Game) -> None:
    codes = {transfer.issue(game, "old") for _ in range(50)}
    assert len(codes) == 50
    assert all(re.fullmatch("[A-HJ-NP-Z2-9]{8}", code) for code in codes)
    last = transfer.issue(game, "old")
    with game.store.reading() as connection:
        (digest,) = connection.execute(text("SELECT digest FROM transfers")).scalars()
    assert last not in digest
    assert transfer.spelled("ABCD2345") == "ABCD-2345"


@pytest.mark.parametrize("here", [None, "new"])
def test_a_new_browser_becomes_the_player(game: Game, here: str | None) -> None:
    code = transfer.spelled(transfer.issue(game, "old")).lower()
    assert transfer.arrive(game, here, f" {code} ", False) == Moved("old", "moved")
    assert transfer.arrive(game, here, code, False) == "unknown"


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-234O", "ABCD-23456", "é" * 8, "A" * 10**6])
def test_what_is_no_code_is_told(game: Game, typed: str) -> None:
    assert transfer.arrive(game, None, typed, False) == "unreadable"


def test_work_of_ones_own_is_replaced_only_when_asked(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    drafts.save(game, "new", puzzle, tiny.WRONG, 0)
    code = transfer.issue(game, "old")
    assert transfer.arrive(game, "new", code, False) == "own progress"
    assert transfer.arrive(game, "new", "ABCD2345", True) == "unknown"
    assert drafts.open_draft(game, "new", puzzle).text == tiny.WRONG
    assert transfer.arrive(game, "new", code, True) == Moved("old", "moved")
    assert set(records.states(game, "new").values()) == {"new"}
    assert drafts.open_draft(game, "old", puzzle).text == tiny.ECHO


def test_hints_alone_are_no_work(game: Game) -> None:
    hints.reveal(game, "new", game.library.puzzles[0])
    code = transfer.issue(game, "old")
    assert transfer.arrive(game, "new", code, False) == Moved("old", "moved")


def test_a_players_own_code_deletes_nothing(game: Game) -> None:
    code = transfer.issue(game, "old")
    assert transfer.arrive(game, "old", code, True) == Moved("old", "same")
    assert drafts.open_draft(game, "old", game.library.puzzles[0]).text == tiny.ECHO
