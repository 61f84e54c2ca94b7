"""Sitting inside a program: one position, its own stream, and an answer to be given.

A seat is drawn before it is answered, and that can be checked: the page shows the SHA-256 of a
salt and the seat beforehand, and both of them afterwards. What the position saw is kept with the
seat, so that it can be looked at again when the program has long become another.
"""

import json
import secrets
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from app.engine.limits import VERSION as ENGINE
from app.errors import GameError, Missing
from app.gaps.exam import Exam, Seat
from app.language.program import Program
from app.packs.judge import wanted_for
from app.packs.model import Puzzle
from app.play.deck import Deal, Deck, deck, one_seat
from app.play.digest import digest_of, text_digest
from app.play.game import Game
from app.play.sight import Sight, from_json, sight
from app.store import sittings as stored
from app.store.sittings import Dealt, Kept

Who = Literal["you", "author"]
"""Whose program it is: the player's draft, or the author's par solution."""

PAIRS_OF_FOUR = 3
"""Of four seats, so many are drawn from worlds that collide, if the program has any."""

TRIES = 8
"""Pairs that are looked at to find two worlds which were the same at every level, not only last."""


@dataclass(frozen=True, slots=True)
class Twin:
    """Another world with the same final stream. `apart` are levels that differed on the way up."""

    seat: Seat
    apart: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat with all that is known of it.

    `given` is what the program answers there, None where it is undecided. `scope` says where a
    twin was looked for, and is empty where none could be.
    """

    seat: Seat
    sight: Sight
    given: str | None
    twin: Twin | None
    scope: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """A chair that was dealt. `commitment` is the text whose SHA-256 was shown beforehand."""

    id: int
    program: str
    who: Who
    chair: Chair
    commitment: str
    answer: str | None

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the salt and the seat, in hex."""
        return text_digest(self.commitment)

    @property
    def right(self) -> bool:
        """Whether the answer is the wanted one."""
        return self.answer == self.chair.seat.wanted


@dataclass(frozen=True, slots=True)
class Tally:
    """Answered seats: how many were right, and the most that answering by the stream can get."""

    right: int
    total: int
    best: int


def name_of(program: Program, puzzle: Puzzle) -> str:
    """The name under which seats in a program are kept: they end with it, the cases and engine."""
    return text_digest(f"{digest_of(program)} {puzzle.digest} {ENGINE}")


def deal(game: Game, player: str, puzzle: Puzzle, program: Program, who: Who) -> int:
    """The number of a fresh seat in a program that runs, or of the one that is not yet answered.

    Raises Busy and TooLarge.
    """
    name = name_of(program, puzzle)
    waiting = stored.waiting(game.store, player, puzzle.id, name)
    if waiting is not None:
        return waiting
    seed = int(name, 16)
    cards = game.checks.run(("deck", name), partial(deck, puzzle.exam, program, seed))
    chair = _draw(puzzle.exam, program, cards)
    salt = secrets.token_hex(16)
    text = json.dumps({**_plain(chair), "who": who})
    return stored.deal(game.store, Dealt(player, puzzle.id, name, salt, text))


def sitting(game: Game, player: str, puzzle: Puzzle, number: int) -> Sitting:
    """A seat that was dealt to the player. Raises Missing."""
    kept = stored.find(game.store, player, puzzle.id, number)
    if kept is None:
        raise Missing("There is no such seat of yours.", "Seats are dealt on the puzzle's page.")
    return _sitting(kept)


def answer(game: Game, player: str, puzzle: Puzzle, number: int, label: str) -> Sitting:
    """Answer a seat; a second answer changes nothing. Raises Missing, or GameError for no label."""
    sitting(game, player, puzzle, number)
    if label not in puzzle.exam.labels:
        raise GameError("That is not one of the answers.", "Choose one of those on the page.")
    stored.answer(game.store, player, puzzle.id, number, label)
    return sitting(game, player, puzzle, number)


def waiting(game: Game, player: str, puzzle: Puzzle, name: str) -> int | None:
    """The number of the seat in a program that is not yet answered, if there is one."""
    return stored.waiting(game.store, player, puzzle.id, name)


def tally(game: Game, player: str, puzzle: Puzzle, name: str) -> Tally:
    """How the player did on every answered seat in a program."""
    seats = [_sitting(kept) for kept in stored.answered(game.store, player, puzzle.id, name)]
    best = best_possible((one.chair.sight.seen, one.chair.seat.wanted) for one in seats)
    return Tally(sum(one.right for one in seats), len(seats), best)


def best_possible(seats: Iterable[tuple[str, str]]) -> int:
    """The most seats that a rule for answering can get right; each is (what is seen, wanted).

    Whoever answers by what is seen gives one answer to all seats that look the same. Among those
    it is right exactly where that answer is wanted, so at most as often as the answer wanted most
    often is; and the rule that always gives that one reaches the sum of these.
    """
    wanted: dict[str, Counter[str]] = {}
    for seen, want in seats:
        wanted.setdefault(seen, Counter())[want] += 1
    return sum(max(counts.values()) for counts in wanted.values())


def chosen(
    game: Game, puzzle: Puzzle, program: Program, tokens: tuple[str, ...], position: int
) -> Chair:
    """The seat a player chose to look at, with an empty `wanted` where nothing is asked or known.

    Raises Busy and TooLarge.
    """
    name: Hashable = ("seat", name_of(program, puzzle), tokens, position)
    found = game.checks.run(name, partial(one_seat, puzzle.exam, program, tokens, position))
    if found.ordinary:
        return _chair(puzzle.exam, program, found.ordinary[0], found.scope)
    answers = wanted_for(puzzle, tokens) if puzzle.setting.generate is None else None
    wanted = answers[position] if answers is not None and position < len(answers) else None
    return _chair(puzzle.exam, program, Deal(Seat(tokens, position, wanted or ""), None), "")


def _draw(exam: Exam, program: Program, cards: Deck) -> Chair:
    """A chair from a deck: often one of two colliding worlds, with a fair coin for which."""
    if not cards.pairs and not cards.ordinary:
        raise GameError("This puzzle asks nothing, so there is no seat to take.")
    if cards.pairs and secrets.randbelow(4) < PAIRS_OF_FOUR:
        return _pair(exam, program, cards)
    return _chair(exam, program, secrets.choice(cards.ordinary), cards.scope)


def _pair(exam: Exam, program: Program, cards: Deck) -> Chair:
    """One of two colliding worlds, if possible of two that differed at no level."""
    tried = []
    for _ in range(TRIES):
        pair = secrets.choice(cards.pairs)
        pair = pair.swapped if secrets.randbits(1) else pair
        tried.append(_chair(exam, program, pair, cards.scope))
        twin = tried[-1].twin
        if twin is not None and not twin.apart:
            return tried[-1]
    return tried[0]


def _chair(exam: Exam, program: Program, dealt: Deal, scope: str) -> Chair:
    seen, given = sight(exam, program, dealt.seat.tokens, dealt.seat.position)
    twin = None
    if dealt.twin is not None:
        other, _ = sight(exam, program, dealt.twin.tokens, dealt.twin.position)
        twin = Twin(dealt.twin, seen.apart(other))
    return Chair(dealt.seat, seen, given, twin, scope)


def _plain(chair: Chair) -> dict[str, Any]:
    twin = chair.twin
    return {
        "seat": _seat(chair.seat),
        "sight": chair.sight.as_json(),
        "given": chair.given,
        "twin": None if twin is None else {"seat": _seat(twin.seat), "apart": twin.apart},
        "scope": chair.scope,
    }


def _seat(seat: Seat) -> dict[str, Any]:
    return {"tokens": seat.tokens, "position": seat.position, "wanted": seat.wanted}


def _sitting(kept: Kept) -> Sitting:
    data = json.loads(kept.seat)
    twin = data["twin"]
    chair = Chair(
        seat=_seat_in(data["seat"]),
        sight=from_json(data["sight"]),
        given=data["given"],
        twin=None if twin is None else Twin(_seat_in(twin["seat"]), tuple(twin["apart"])),
        scope=data["scope"],
    )
    commitment = f"{kept.salt} {json.dumps(data['seat'])}"
    return Sitting(kept.id, kept.program, data["who"], chair, commitment, kept.answer)


def _seat_in(data: dict[str, Any]) -> Seat:
    return Seat(tuple(data["tokens"]), data["position"], data["wanted"])
