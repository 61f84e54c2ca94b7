"""Gap cards: what each gap is, and the sequences on which a player met it.

A gap is met when a report or a proof shows the player a witness of it, and earned when a puzzle
that touches it is solved or proved impossible. Either opens its card.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.gaps.exam import Seat
from app.packs.model import Gap, Pack, Puzzle
from app.play import records
from app.play.game import Game
from app.play.records import DONE, State
from app.store import cards as stored

PROOF = "proof"
COLLISION = "collision"

PARTING = (COLLISION, PROOF)
"""Kinds of witness of which nothing can be mended where it stands: two sequences, one view."""


@dataclass(frozen=True, slots=True)
class Witness:
    """What the player saw: the puzzle it was on, a sentence, and one seat or two."""

    puzzle: Puzzle
    sentence: str
    seats: tuple[Seat, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that the wanted answers are of."""
        return labels_of(self.puzzle)


@dataclass(frozen=True, slots=True)
class Touched:
    """A puzzle that touches a gap, and how far the player has come with it."""

    puzzle: Puzzle
    state: State


@dataclass(frozen=True, slots=True)
class Card:
    """A gap as a player has it. `touched` are the puzzles in playing order."""

    pack: Pack
    gap: Gap
    touched: tuple[Touched, ...]
    witness: Witness | None
    met: bool
    earned: bool

    @property
    def open(self) -> bool:
        """Whether the card may be read."""
        return self.met or self.earned


def meet(game: Game, player: str, puzzle: Puzzle, witness: Mapping[str, Any]) -> None:
    """Keep a witness for every gap the puzzle touches.

    The first is kept, unless it was a lesser one: two sequences that look the same say more than
    two that were only answered alike, and those more than one that went wrong. `witness` is plain
    data: `kind`, `sentence`, and `first` and `second` as of `seat_json`, the second maybe None.
    """
    if not puzzle.gaps:
        return
    text = json.dumps(witness, ensure_ascii=False, separators=(",", ":"))
    rank = _rank(witness)
    stored.keep(
        game.store, player, puzzle.id, puzzle.gaps, text, lambda old: _rank(json.loads(old)) < rank
    )


def seat_json(seat: Seat) -> dict[str, Any]:
    """A seat of a witness as plain data."""
    return {"tokens": list(seat.tokens), "position": seat.position, "wanted": seat.wanted}


def labels_of(puzzle: Puzzle) -> tuple[str, ...]:
    """The labels of a puzzle's seats; where it generates, what is wanted is the next token."""
    setting = puzzle.setting
    return puzzle.output if setting.generate is None else setting.tokens


def cards(game: Game, player: str | None) -> tuple[Card, ...]:
    """Every gap that some puzzle touches, as the player has it; a visitor has met none."""
    states = records.states(game, player) if player else {}
    kept = stored.kept(game.store, player) if player else ()
    return tuple(card for pack in game.library.packs for card in _of_pack(pack, states, kept))


def of_puzzle(game: Game, player: str, puzzle: Puzzle) -> tuple[Card, ...]:
    """The cards of the gaps that a puzzle touches."""
    pack = game.library.pack_of(puzzle)
    states, kept = records.states(game, player), stored.kept(game.store, player)
    return tuple(card for card in _of_pack(pack, states, kept) if card.gap.slug in puzzle.gaps)


def _of_pack(
    pack: Pack, states: Mapping[str, State], kept: Sequence[stored.Kept]
) -> Iterator[Card]:
    by_id = {puzzle.id: puzzle for puzzle in pack.puzzles}
    for gap in pack.gaps:
        mine = [card for card in kept if card.gap == gap.slug and card.puzzle in by_id]
        touched = tuple(Touched(p, states.get(p.id, "new")) for p in pack.touching(gap))
        if touched or mine:
            yield Card(
                pack=pack,
                gap=gap,
                touched=touched,
                witness=_best([(by_id[card.puzzle], json.loads(card.witness)) for card in mine]),
                met=bool(mine),
                earned=any(each.state in DONE for each in touched),
            )


def _best(found: list[tuple[Puzzle, Mapping[str, Any]]]) -> Witness | None:
    """The witness that says most, the first met of equal ones, if it can still be shown."""
    for puzzle, witness in sorted(found, key=lambda each: -_rank(each[1])):
        told = [witness["first"], witness["second"]]
        seats = tuple(
            Seat(tuple(seat["tokens"]), seat["position"], seat["wanted"]) for seat in told if seat
        )
        if all(_fits(puzzle, seat) for seat in seats):
            return Witness(puzzle, witness["sentence"], seats)
    return None


def _fits(puzzle: Puzzle, seat: Seat) -> bool:
    """Whether a seat is still one of the puzzle's language, which a new version may change."""
    known = set(puzzle.setting.tokens)
    return known.issuperset(seat.tokens) and seat.wanted in labels_of(puzzle)


def _rank(witness: Mapping[str, Any]) -> int:
    if witness["second"] is None:
        return 0
    return 2 if witness["kind"] in PARTING else 1
