"""Proving puzzles impossible: where it is asked, what is ruled, and what it leaves behind."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import Busy
from app.gaps.proofs.attempt import Attempt
from app.packs.library import Library
from app.packs.model import Puzzle
from app.play import drafts, proofs, records
from app.play.game import Game
from app.play.pool import Pool
from tests import impossible

LOOK = """\
layer
  head eye
    match key.token is b
    prefer latest
    copy token -> guess
slot guess : token
output guess
"""
"""A program that the freeze lemma is about."""


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the library with impossible puzzles."""
    game = impossible.game(tmp_path)
    yield game
    game.close()


def named(game: Game, slug: str) -> Puzzle:
    return game.library.find("tiny", slug)


def busy(game: Game) -> Game:
    """The same game with no room for any work, and nothing worked out yet."""
    pool = Pool(1, 0, 1)
    pool.close()
    return replace(game, checks=pool)


def test_it_is_asked_from_the_second_chapter_on(game: Game) -> None:
    asked = [puzzle.slug for puzzle in game.library.puzzles if proofs.offered(game, puzzle)]
    assert asked == ["peek", "odd", "odd-two"]


def test_it_is_asked_in_a_first_chapter_where_building_is_not_all(game: Game) -> None:
    pack = game.library.packs[0]
    first = replace(pack.chapters[0], puzzles=(named(game, "peek"),))
    alone = replace(game, library=Library((replace(pack, chapters=(first,)),)))
    assert proofs.offered(alone, named(alone, "peek"))


@pytest.mark.parametrize(
    ("slug", "attempt"),
    [
        ("peek", impossible.FUTURE),
        ("odd", impossible.FREEZE),
        ("odd", impossible.ONE_LOOK),
    ],
)
def test_a_proof_solves_the_puzzle(game: Game, slug: str, attempt: Attempt) -> None:
    puzzle = named(game, slug)
    ruling = proofs.attempt(game, "p", puzzle, attempt)
    assert ruling.accepted
    assert proofs.proved(game, "p", puzzle)
    assert records.states(game, "p")[puzzle.id] == "proved"
    assert proofs.last_proof(game, "p", puzzle) == (attempt, ruling)
    assert records.states(game, "q")[puzzle.id] == "new"


def test_a_refused_attempt_counts_as_a_try(game: Game) -> None:
    puzzle = named(game, "odd-two")
    ruling = proofs.attempt(game, "p", puzzle, impossible.FREEZE)
    assert not ruling.accepted
    assert not all(part.holds for part in ruling.parts)
    assert not proofs.proved(game, "p", puzzle)
    assert records.states(game, "p")[puzzle.id] == "tried"
    assert proofs.last_proof(game, "p", puzzle) is None


def test_a_refused_attempt_takes_no_proof_away(game: Game) -> None:
    puzzle = named(game, "peek")
    proofs.attempt(game, "p", puzzle, impossible.FUTURE)
    assert not proofs.attempt(game, "p", puzzle, Attempt("anagrams")).accepted
    assert proofs.proved(game, "p", puzzle)
    last = proofs.last_proof(game, "p", puzzle)
    assert last is not None
    assert last[0] == impossible.FUTURE


def test_a_proof_that_holds_no_longer_is_not_shown_but_stays_counted(game: Game) -> None:
    proofs.attempt(game, "p", named(game, "peek"), impossible.FUTURE)
    pack = game.library.packs[0]
    echo = replace(pack.chapters[0].puzzles[0], id=named(game, "peek").id)
    echo.__dict__["cases"] = pack.chapters[0].puzzles[0].cases
    chapters = (replace(pack.chapters[0], puzzles=(echo,)),)
    changed = replace(game, library=Library((replace(pack, chapters=chapters),)))
    assert proofs.proved(changed, "p", echo)
    assert proofs.last_proof(changed, "p", echo) is None


def test_nothing_is_remembered_when_the_server_is_busy(game: Game) -> None:
    puzzle = named(game, "peek")
    with pytest.raises(Busy):
        proofs.attempt(busy(game), "p", puzzle, impossible.FUTURE)
    assert records.states(game, "p")[puzzle.id] == "new"


def test_looking_never_fails_for_a_busy_server(game: Game) -> None:
    puzzle = named(game, "odd")
    proofs.attempt(game, "p", puzzle, impossible.FREEZE)
    drafts.save(game, "p", puzzle, LOOK, 0)
    assert proofs.last_proof(busy(game), "p", puzzle) is None
    assert proofs.killer(busy(game), "p", puzzle, impossible.FREEZE) is None


def test_the_pair_that_ones_own_draft_cannot_tell_apart(game: Game) -> None:
    puzzle = named(game, "odd")
    assert proofs.killer(game, "p", puzzle, impossible.FREEZE) is None
    drafts.save(game, "p", puzzle, LOOK, 0)
    pair = proofs.killer(game, "p", puzzle, impossible.FREEZE)
    assert pair is not None
    assert pair[0].wanted != pair[1].wanted
    assert pair[0].tokens != pair[1].tokens


@pytest.mark.parametrize("text", ["layer\n  hed eye\n", LOOK + "layer\n"])
def test_a_draft_that_is_no_program_here_has_no_such_pair(game: Game, text: str) -> None:
    puzzle = named(game, "odd")
    drafts.save(game, "p", puzzle, text, 0)
    assert proofs.killer(game, "p", puzzle, impossible.FREEZE) is None


def test_twins(game: Game) -> None:
    twin = proofs.twin(game, named(game, "odd"))
    assert twin is named(game, "odd-two")
    assert proofs.twin(game, named(game, "peek")) is None
