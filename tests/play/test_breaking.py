"""Sequences tried on a program that is to be broken: what is found, and what is remembered."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.packs.library import built_in
from app.packs.model import Broken, Puzzle
from app.play import breaking, cards, records
from app.play.game import Game
from tests import tiny

LIBRARY = built_in()
PLAYER = "0" * 32


def found(slug: str) -> tuple[Puzzle, Broken]:
    puzzle = LIBRARY.find("campaign", slug)
    assert puzzle.broken is not None
    return puzzle, puzzle.broken


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    made = tiny.game(tmp_path)
    yield Game(LIBRARY, made.store, made.checks)
    made.store.close()


def attempt(game: Game, slug: str, text: str) -> breaking.Trial:
    puzzle, broken = found(slug)
    trial = breaking.trial(puzzle, broken, tuple(text.split()))
    breaking.attempt(game, PLAYER, puzzle, broken, trial)
    return trial


def test_a_trial_names_the_first_wrong_position() -> None:
    tokens = ("^", "cy", "ann", "bob", "bob", "ann", "cy", "ann")
    trial = breaking.trial(*found("short-memory"), tokens)
    assert (trial.length, trial.asked, trial.breaks) == (7, 7, True)
    assert (trial.position, trial.wanted, trial.given) == (6, "old", "new")


def test_an_undecided_answer_is_wrong() -> None:
    trial = breaking.trial(*found("right-so-far"), tuple("aaaaaaabbbba"))
    assert (trial.position, trial.wanted, trial.given) == (11, "b", None)


def test_sequences_longer_than_all_that_were_built_are_judged_too() -> None:
    puzzle, broken = found("anything-flies")
    trial = breaking.trial(puzzle, broken, ("owl", *["ostrich"] * 15, "cod", "robin"))
    assert (trial.position, trial.wanted, trial.given) == (5, "yes", "no")


def test_where_nothing_is_asked_nothing_breaks() -> None:
    trial = breaking.trial(*found("right-so-far"), ("a", "b"))
    assert (trial.asked, trial.breaks) == (0, False)


def test_states_and_the_best_length_are_kept(game: Game) -> None:
    puzzle, _ = found("short-memory")

    def now() -> tuple[str, int | None]:
        return records.states(game, PLAYER)[puzzle.id], breaking.best(game, PLAYER, puzzle)

    assert now() == ("new", None)
    attempt(game, "short-memory", "^ ann")
    assert now() == ("tried", None)
    attempt(game, "short-memory", "^ ann bob bob bob bob bob ann")
    assert now() == ("solved", 7)
    attempt(game, "short-memory", "^ ann bob cy dee ann")
    assert now() == ("par", 5)
    attempt(game, "short-memory", "^ ann bob bob bob bob bob ann")
    attempt(game, "short-memory", "^ ann")
    assert now() == ("par", 5)


def test_only_what_was_tried_counts_as_tried(game: Game) -> None:
    puzzle, _ = found("short-memory")
    attempt(game, "short-memory", "^ ann bob")
    assert breaking.tried(game, PLAYER, puzzle, ("^", "ann", "bob"))
    assert not breaking.tried(game, PLAYER, puzzle, ("^", "ann"))
    assert not breaking.tried(game, "1" * 32, puzzle, ("^", "ann", "bob"))


def test_breaking_it_opens_its_gap_cards_with_the_sequence(game: Game) -> None:
    puzzle, _ = found("short-memory")
    attempt(game, "short-memory", "^ ann bob")
    assert not any(card.open for card in cards.of_puzzle(game, PLAYER, puzzle))
    trial = attempt(game, "short-memory", "^ ann bob cy dee ann")
    opened = cards.of_puzzle(game, PLAYER, puzzle)
    assert {card.gap.slug for card in opened if card.open} == set(puzzle.gaps)
    for card in opened:
        assert card.witness is not None
        assert card.witness.seats[0].tokens == trial.tokens


def test_what_was_kept_elsewhere_counts_only_if_it_breaks_it_here(game: Game) -> None:
    puzzle, broken = found("short-memory")

    def again(source: str) -> bool:
        trial = breaking.again(game, PLAYER, puzzle, broken, source)
        return trial is not None and trial.breaks

    assert not again("layer\noutput answer\n")
    assert not again("^\nann\nbob")
    assert records.states(game, PLAYER)[puzzle.id] == "new"
    assert again("^\nann\nbob\ncy\ndee\nann")
    assert breaking.best(game, PLAYER, puzzle) == 5
