"""Why a program fails a puzzle, worked out in the pool and kept like a verdict."""

from collections.abc import Hashable
from functools import partial
from itertools import zip_longest

from app.engine.limits import VERSION as ENGINE
from app.errors import TooLarge
from app.gaps.report import Explanation, explain
from app.language.complaints import complaints
from app.language.program import Layer, Program
from app.packs.model import Puzzle, Wrong
from app.play import cards
from app.play.digest import digest_of
from app.play.game import Game


def why(game: Game, player: str, puzzle: Puzzle, program: Program) -> Explanation | None:
    """Why a program fails, its gap cards collected; None where there is nothing to explain.

    That is: the program is right, is the puzzle's start unchanged, is complained about, or is too
    large.
    Raises Busy.
    """
    if not explainable(puzzle, program):
        return None
    (found,) = game.checks.run(_key(puzzle, program), partial(_explain, puzzle, program))
    if found is not None:
        cards.meet(game, player, puzzle, _witness(found))
    return found


def ready(game: Game, puzzle: Puzzle, program: Program) -> bool:
    """Whether the answer is known already, so that asking costs nothing."""
    return game.checks.known(_key(puzzle, program)) is not None


def explainable(puzzle: Puzzle, program: Program) -> bool:
    """Whether a program is one of the player's own, and none about which there are complaints."""
    if digest_of(program) == digest_of(puzzle.start):
        return False
    return not complaints(program, puzzle.setting, puzzle.allowance)


def mistake(puzzle: Puzzle, found: Explanation) -> Wrong | None:
    """The authored wrong program that does the same."""
    return next((wrong for wrong in puzzle.wrong if wrong.name == found.mistake), None)


def _explain(puzzle: Puzzle, program: Program) -> tuple[Explanation | None]:
    """The explanation in a box of its own: the pool takes nothing for not yet known."""
    try:
        return (explain(puzzle.exam, program, _mistakes(puzzle, program)),)
    except TooLarge:
        return (None,)


def _mistakes(puzzle: Puzzle, program: Program) -> dict[str, Program]:
    """The authored wrong programs, the most alike first: several may do the same."""
    ordered = sorted(puzzle.wrong, key=lambda wrong: _unlike(wrong.program, program))
    return {wrong.name: wrong.program for wrong in ordered}


def _unlike(one: Program, other: Program) -> tuple[bool, int]:
    """Whether two programs differ at all, and by how many heads and rules, layer by layer."""
    pairs = zip_longest(one.layers, other.layers, fillvalue=Layer())
    apart = sum(abs(len(a.heads) - len(b.heads)) + abs(_rules(a) - _rules(b)) for a, b in pairs)
    return digest_of(one) != digest_of(other), apart + abs(len(one.layers) - len(other.layers))


def _rules(layer: Layer) -> int:
    return sum(len(mlp.rules) for mlp in layer.mlps)


def _key(puzzle: Puzzle, program: Program) -> Hashable:
    return ("why", digest_of(program), puzzle.id, puzzle.digest, ENGINE)


def _witness(found: Explanation) -> dict[str, object]:
    """What a gap card keeps: the two worlds of a collision, or else the smallest failure."""
    pair = found.collision
    if pair is None:
        sentence = "The smallest sequence that came out wrong."
        first = cards.seat_json(found.smallest)
        return {"kind": "wrong", "sentence": sentence, "first": first, "second": None}
    return {
        "kind": cards.COLLISION,
        "sentence": pair.sentence,
        "first": cards.seat_json(pair.first),
        "second": cards.seat_json(pair.second),
    }
