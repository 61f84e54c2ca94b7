"""Gap cards: met with a witness, earned with a solution or a proof, and the best witness kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.gaps.exam import Seat
from app.packs.library import Library
from app.play import cards, checks, proofs
from app.play.cards import Card
from app.play.game import Game
from tests import impossible, tiny

ONE = Seat(("a", "b"), 0, "b")
OTHER = Seat(("a", "a"), 0, "a")


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A game on the library with impossible puzzles."""
    game = impossible.game(tmp_path)
    yield game
    game.close()


def witness(kind: str, sentence: str, *seats: Seat) -> dict[str, Any]:
    """A witness as a report gives it."""
    told = [cards.seat_json(seat) for seat in seats]
    return {
        "kind": kind,
        "sentence": sentence,
        "first": told[0],
        "second": told[1] if len(told) > 1 else None,
    }


def card(game: Game, slug: str = "hidden-future", player: str | None = "p") -> Card:
    """One card of a player."""
    return next(card for card in cards.cards(game, player) if card.gap.slug == slug)


def meet(game: Game, kind: str, sentence: str, *seats: Seat) -> None:
    cards.meet(game, "p", game.library.find("tiny/peek"), witness(kind, sentence, *seats))


def test_a_visitor_has_met_nothing(game: Game) -> None:
    found = cards.cards(game, None)
    assert [each.gap.slug for each in found] == ["own-token", "hidden-future", "count"]
    assert not any(each.open for each in found)


def test_a_witness_opens_the_card_and_a_proof_earns_it(game: Game) -> None:
    meet(game, "collision", "You could not know.", ONE, OTHER)
    met = card(game)
    assert (met.met, met.earned) == (True, False)
    assert met.witness is not None
    assert met.witness.seats == (ONE, OTHER)
    proofs.attempt(game, "p", game.library.find("tiny/peek"), impossible.FUTURE)
    assert card(game).earned
    assert card(game, player="q").open is False


def test_a_solution_earns_a_card_without_a_witness(game: Game) -> None:
    checks.check(game, "p", game.library.find("tiny/echo"), tiny.ECHO)
    mine = card(game, "own-token")
    assert (mine.met, mine.earned, mine.witness) == (False, True, None)


def test_a_proof_is_its_own_witness(game: Game) -> None:
    proofs.attempt(game, "p", game.library.find("tiny/odd"), impossible.ONE_LOOK)
    found = card(game, "count").witness
    assert found is not None
    assert len(found.seats) == 2
    assert found.seats[0].wanted != found.seats[1].wanted
    assert found.puzzle.slug == "odd"


def test_a_lesser_witness_gives_way_and_an_equal_one_does_not(game: Game) -> None:
    told = []
    for kind, seats in [
        ("wrong", (ONE,)),
        ("wrong", (OTHER,)),
        ("unspoken", (ONE, OTHER)),
        ("wrong", (ONE,)),
        ("collision", (OTHER, ONE)),
        ("collision", (ONE, OTHER)),
        ("proof", (ONE, OTHER)),
    ]:
        meet(game, kind, f"{len(told)}", *seats)
        found = card(game).witness
        assert found is not None
        told.append(found.sentence)
    assert told == ["0", "0", "2", "2", "4", "4", "4"]


def test_the_best_witness_of_several_puzzles_is_shown(game: Game) -> None:
    first, second = game.library.find("tiny/odd"), game.library.find("tiny/odd-two")
    seat, other = Seat(("a", "?"), 1, "a"), Seat(("b", "?"), 1, "b")
    cards.meet(game, "p", first, witness("wrong", "lesser", seat))
    cards.meet(game, "p", second, witness("collision", "better", seat, other))
    found = card(game, "count").witness
    assert found is not None
    assert (found.puzzle.slug, found.sentence) == ("odd-two", "better")


def test_a_puzzle_that_touches_no_gap_leaves_no_card(game: Game) -> None:
    puzzle = replace(game.library.find("tiny/peek"), gaps=())
    cards.meet(game, "p", puzzle, witness("collision", "", ONE, OTHER))
    assert not any(each.open for each in cards.cards(game, "p"))


def test_a_witness_in_tokens_that_are_gone_is_not_drawn(game: Game) -> None:
    meet(game, "collision", "You could not know.", Seat(("z", "b"), 0, "b"), OTHER)
    assert card(game).witness is None
    assert card(game).met


def test_cards_of_a_pack_that_is_gone_are_left_out(game: Game) -> None:
    meet(game, "collision", "You could not know.", ONE, OTHER)
    assert cards.cards(replace(game, library=Library(())), "p") == ()


def test_the_cards_of_one_puzzle(game: Game) -> None:
    found = cards.of_puzzle(game, "p", game.library.find("tiny/odd"))
    assert [each.gap.slug for each in found] == ["count"]
