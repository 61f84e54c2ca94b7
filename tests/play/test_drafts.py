"""Drafts as the pages use them: exact texts, the last readable program, conflicts."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from app.errors import TooLarge
from app.language import bounds
from app.language.parse import parse
from app.play import drafts
from app.play.drafts import Conflict, Draft
from app.play.game import Game
from tests import tiny


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the tiny library."""
    game = tiny.game(tmp_path)
    yield game
    game.close()


def saved(result: Draft | Conflict) -> Draft:
    """The draft, where no conflict is expected."""
    assert isinstance(result, Draft)
    return result


def test_the_first_draft_is_the_start(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    draft = drafts.open_draft(game, "p", puzzle)
    assert (draft.text, draft.program, draft.revision) == (puzzle.start_text, puzzle.start, 0)
    assert (draft.readable, draft.can_undo, draft.can_redo) == (True, False, False)
    for move in (drafts.undo, drafts.redo, drafts.reset):
        assert move(game, "p", puzzle, 0) == draft
    assert drafts.at_revision(game, "p", puzzle, 0) == draft


def test_the_text_is_kept_exactly(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    text = "  # mine \n\n" + tiny.ECHO
    draft = saved(drafts.save(game, "p", puzzle, text.replace("\n", "\r\n"), 0))
    assert (draft.text, draft.program) == (text, parse(text).program)
    assert drafts.open_draft(game, "p", puzzle) == draft
    assert drafts.open_draft(game, "other", puzzle).revision == 0


def test_the_same_text_is_no_change(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    first = saved(drafts.save(game, "p", puzzle, tiny.ECHO, 0))
    assert drafts.save(game, "p", puzzle, tiny.ECHO, 1) == first
    assert drafts.save(game, "p", puzzle, tiny.ECHO, 0) == first


def test_forms_work_on_the_last_readable_program(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    drafts.save(game, "p", puzzle, tiny.ECHO, 0)
    draft = saved(drafts.save(game, "p", puzzle, tiny.ECHO + "lyer\n", 1))
    assert (draft.readable, draft.program) == (False, parse(tiny.ECHO).program)
    assert draft.complaints[0].kind == "syntax"
    assert draft.text.endswith("lyer\n")


def test_reset_can_be_undone(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    drafts.save(game, "p", puzzle, tiny.ECHO, 0)
    assert saved(drafts.reset(game, "p", puzzle, 1)).text == puzzle.start_text
    back = saved(drafts.undo(game, "p", puzzle, 2))
    assert (back.text, back.can_redo) == (tiny.ECHO, True)
    assert saved(drafts.redo(game, "p", puzzle, 3)).text == puzzle.start_text


def test_an_older_tab_gets_a_choice(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    current = saved(drafts.save(game, "p", puzzle, tiny.ECHO, 0))
    assert drafts.save(game, "p", puzzle, tiny.WRONG, 0) == Conflict(current, tiny.WRONG)
    assert drafts.undo(game, "p", puzzle, 0) == Conflict(current, puzzle.start_text)
    assert drafts.reset(game, "p", puzzle, 7) == Conflict(current, puzzle.start_text)
    assert drafts.open_draft(game, "p", puzzle) == current
    mine = saved(drafts.save(game, "p", puzzle, tiny.WRONG, current.revision))
    assert saved(drafts.undo(game, "p", puzzle, mine.revision)).text == tiny.ECHO


def test_an_older_tab_is_known_by_its_revision(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    drafts.save(game, "p", puzzle, tiny.ECHO, 0)
    drafts.save(game, "p", puzzle, tiny.WRONG, 1)
    seen = drafts.at_revision(game, "p", puzzle, 1)
    assert seen is not None
    assert seen.program == parse(tiny.ECHO).program
    assert drafts.at_revision(game, "p", puzzle, 9) is None


@pytest.mark.parametrize("revision", [0, 1])
def test_of_two_tabs_at_once_exactly_one_wins(game: Game, revision: int) -> None:
    puzzle = game.library.puzzles[0]
    for number in range(revision):
        drafts.save(game, "p", puzzle, tiny.ECHO, number)
    together = Barrier(2)

    def change(text: str) -> Draft | Conflict:
        together.wait()
        return drafts.save(game, "p", puzzle, text, revision)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(change, ["# mine\n", "# yours\n"]))
    (won,) = (result for result in results if isinstance(result, Draft))
    (lost,) = (result for result in results if isinstance(result, Conflict))
    assert lost.current == won == drafts.open_draft(game, "p", puzzle)
    assert {won.text, lost.yours} == {"# mine\n", "# yours\n"}


def test_too_much_text_is_refused_in_a_sentence(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    with pytest.raises(TooLarge, match="64 KB"):
        drafts.save(game, "p", puzzle, "é" * (bounds.TEXT_BYTES // 2 + 1), 0)


def test_no_character_upsets_the_database(game: Game) -> None:
    puzzle = game.library.puzzles[0]
    draft = saved(drafts.save(game, "p", puzzle, "# \0 \ud800 <b>\n", 0))
    assert draft.text == "# \N{REPLACEMENT CHARACTER} ? <b>\n"
