"""Sitting inside: what is dealt, that it was drawn before, what is seen, and the best possible."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import GameError, Missing
from app.gaps.exam import Exam, Seat
from app.language.allowance import Allowance
from app.language.setting import Setting
from app.packs.model import Puzzle
from app.play import deck, inside
from app.play.game import Game
from app.play.sight import Sight, from_json, sight
from tests import tiny
from tests.gaps.small import exam, program

BLIND = program("slot guess : token\nlayer\n  head all\n    copy token -> guess\noutput guess\n")
"""Averages everything up to its seat."""


ECHO = program(tiny.ECHO)


def last_but_one(length: int = 3, **changes: object) -> Exam:
    """Every word of up to a length; the last position says the token before it."""
    setting = Setting(("a", "b"), 4)
    made = exam(setting, lambda row: [None] * (len(row) - 1) + [row[-2]], length, shortest=2)
    return replace(made, **changes)  # type: ignore[arg-type]


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the tiny library, its first puzzle examined on the token before the last."""
    game = tiny.game(tmp_path)
    game.library.puzzles[0].__dict__["exam"] = last_but_one()
    yield game
    game.close()


@pytest.fixture
def puzzle(game: Game) -> Puzzle:
    return game.library.puzzles[0]


# What is dealt ----------------------------------------------------------------------------------


def test_pairs_have_one_stream_and_want_different_answers() -> None:
    cards = deck.deck(last_but_one(), BLIND, seed=1)
    assert cards.pairs
    for pair in cards.pairs:
        assert pair.twin is not None
        assert pair.seat.position == pair.twin.position
        assert pair.seat.tokens[-1] == pair.twin.tokens[-1]
        assert sorted(pair.seat.tokens) == sorted(pair.twin.tokens)
        assert pair.seat.wanted != pair.twin.wanted


def test_the_same_seed_makes_the_same_deck() -> None:
    decks = [deck.deck(last_but_one(), BLIND, seed) for seed in (1, 1)]
    assert decks[0] == decks[1]


def test_a_program_that_knows_has_no_pairs() -> None:
    before = program(tiny.ECHO.replace("query.position\n", "query.position - 1\n"))
    cards = deck.deck(last_but_one(), before, seed=1)
    assert cards.pairs == ()
    assert all(deal.twin is None for deal in cards.ordinary)


def test_the_small_world_is_dealt_from_where_it_has_what_is_needed() -> None:
    made = last_but_one(small=4)
    cards = deck.deck(made, ECHO, seed=1)
    assert {len(deal.seat.tokens) for deal in (*cards.pairs, *cards.ordinary)} == {2}


def test_both_worlds_of_a_pair_are_dealt(game: Game, puzzle: Puzzle) -> None:
    dealt = set()
    for _ in range(60):
        number = inside.deal(game, "p", puzzle, BLIND, "you")
        dealt.add(inside.answer(game, "p", puzzle, number, "a").chair.seat)
    pairs = deck.deck(puzzle.exam, BLIND, int(inside.name_of(BLIND, puzzle), 16)).pairs
    for pair in pairs:
        assert pair.seat in dealt
        assert pair.twin in dealt


def test_a_seat_waits_until_it_is_answered(game: Game, puzzle: Puzzle) -> None:
    first = inside.deal(game, "p", puzzle, BLIND, "you")
    assert inside.deal(game, "p", puzzle, BLIND, "you") == first
    assert inside.waiting(game, "p", puzzle, inside.name_of(BLIND, puzzle)) == first
    inside.answer(game, "p", puzzle, first, "a")
    assert inside.deal(game, "p", puzzle, BLIND, "you") != first


# Answers ----------------------------------------------------------------------------------------


def test_the_fingerprint_stays_and_is_that_of_salt_and_seat(game: Game, puzzle: Puzzle) -> None:
    number = inside.deal(game, "p", puzzle, BLIND, "you")
    before = inside.sitting(game, "p", puzzle, number)
    after = inside.answer(game, "p", puzzle, number, "b")
    assert before.fingerprint == after.fingerprint
    assert hashlib.sha256(after.commitment.encode()).hexdigest() == before.fingerprint
    salt, _, seat = after.commitment.partition(" ")
    assert len(salt) == 32
    assert f'"wanted": "{after.chair.seat.wanted}"' in seat


def test_answering_twice_changes_nothing(game: Game, puzzle: Puzzle) -> None:
    number = inside.deal(game, "p", puzzle, BLIND, "you")
    assert inside.answer(game, "p", puzzle, number, "a").answer == "a"
    assert inside.answer(game, "p", puzzle, number, "b").answer == "a"


def test_a_seat_of_another_player_is_missing(game: Game, puzzle: Puzzle) -> None:
    number = inside.deal(game, "p", puzzle, BLIND, "you")
    with pytest.raises(Missing):
        inside.sitting(game, "q", puzzle, number)
    with pytest.raises(Missing):
        inside.answer(game, "q", puzzle, number, "a")
    with pytest.raises(Missing):
        inside.sitting(game, "p", game.library.puzzles[1], number)


def test_only_a_label_is_an_answer(game: Game, puzzle: Puzzle) -> None:
    number = inside.deal(game, "p", puzzle, BLIND, "you")
    with pytest.raises(GameError, match="not one of the answers"):
        inside.answer(game, "p", puzzle, number, "z")
    assert inside.sitting(game, "p", puzzle, number).answer is None


def test_nobody_who_answers_by_what_is_seen_beats_the_bound(game: Game, puzzle: Puzzle) -> None:
    for _ in range(24):
        number = inside.deal(game, "p", puzzle, BLIND, "you")
        seen = inside.sitting(game, "p", puzzle, number).chair.sight.seen
        inside.answer(game, "p", puzzle, number, "ab"[int(seen, 16) % 2])
    tally = inside.tally(game, "p", puzzle, inside.name_of(BLIND, puzzle))
    assert tally.total == 24
    assert tally.right <= tally.best < tally.total


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abc")), max_size=9))
def test_the_bound_is_that_of_brute_force(seats: list[tuple[str, str]]) -> None:
    rules = (dict(zip("xyz", answers, strict=True)) for answers in product("abc", repeat=3))
    best = max(sum(rule[seen] == wanted for seen, wanted in seats) for rule in rules)
    assert inside.best_possible(seats) == best


# What is seen -----------------------------------------------------------------------------------


def seen(text: str, tokens: str, position: int, **changes: object) -> Sight:
    found, _ = sight(last_but_one(**changes), program(text), tuple(tokens), position)
    return found


def test_levels_are_the_token_each_head_and_the_rules() -> None:
    text = (
        "slot guess : token\nslot twice : token\nlayer\n  head one\n    copy token -> guess\n"
        "  head two\n    copy token -> twice\n  head three\n    copy token -> guess\n"
        "  mlp\n    when twice is a: twice = b\nlayer\n  mlp\n    when twice is a: guess = a\n"
        "output guess\n"
    )
    levels = seen(text, "bb", 1).levels
    assert [(one.layer, one.half, [lane.slot for lane in one.lanes]) for one in levels] == [
        (-1, "token", ["token"]),
        (0, "heads", ["guess"]),
        (0, "heads", ["twice"]),
        (0, "rules", []),
        (1, "rules", []),
    ]
    assert levels[1].lanes[0].by == ("one", "three")
    assert levels[1].lanes[0].held == (("b", 2.0),)
    assert levels[1].lanes[0].looks == ((0, 0.5), (1, 0.5))


def test_what_looks_the_same_has_the_same_name() -> None:
    text = tiny.WRONG
    assert seen(text, "aba", 2).seen == seen(text, "baa", 2).seen
    assert seen(text, "aba", 2).seen != seen(text, "aaa", 2).seen
    assert seen(text, "aab", 1).seen == seen(text, "aaa", 1).seen
    assert seen(text, "aaa", 1).seen != seen(text, "aaa", 2).seen


def test_a_place_that_cannot_be_read_is_not_seen() -> None:
    nowhere = Allowance(sealed=frozenset({"position"}))
    one, other = (seen(tiny.WRONG, "aaa", at, allowance=nowhere) for at in (1, 2))
    assert one.position is None
    assert one.seen == other.seen


def test_a_sealed_slot_shows_nothing() -> None:
    sealed = Allowance(sealed=frozenset({"guess"}))
    found = seen(tiny.WRONG, "ab", 1, allowance=sealed)
    assert found.levels[1].lanes[0].held == ()
    assert found.levels[1].lanes[0].sealed
    assert found.seen == seen(tiny.WRONG, "bb", 1, allowance=sealed).seen


def test_levels_that_differ_are_named() -> None:
    text = tiny.WRONG
    assert seen(text, "ab", 1).apart(seen(text, "bb", 1)) == (1,)
    assert seen(text, "ab", 1).apart(seen(text, "ab", 1)) == ()


def test_a_sight_is_the_same_when_it_is_read_again() -> None:
    found = seen(tiny.WRONG, "aab", 2)
    assert from_json(found.as_json()) == found


# A seat of one's own choice ----------------------------------------------------------------------


def test_a_chosen_seat_knows_its_twin(game: Game, puzzle: Puzzle) -> None:
    chair = inside.chosen(game, puzzle, BLIND, ("a", "b", "a"), 2)
    assert chair.seat == Seat(("a", "b", "a"), 2, "b")
    assert chair.twin is not None
    assert chair.twin.seat == Seat(("b", "a", "a"), 2, "a")
    assert chair.twin.apart == ()
    assert chair.given == "a"


def test_a_chosen_seat_outside_the_tests_is_compared_with_nothing(
    game: Game, puzzle: Puzzle
) -> None:
    chair = inside.chosen(game, puzzle, BLIND, ("a", "b", "a", "b"), 3)
    assert chair.twin is None
    assert chair.scope == ""
