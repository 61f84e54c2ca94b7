"""Puzzles that ask to decide come as twins: one can be built, and the other is all but the same.

A player who has decided one of them has learned nothing about the other unless they see what the
difference does.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from app.language import setting as settings
from app.packs.files import PUZZLE_DEPTH, where
from app.packs.model import BadPack, Pack, Puzzle


def twins(pack: Pack) -> Iterator[BadPack]:
    """Whatever is wrong with the pairs of a pack."""
    by_slug = {puzzle.slug: puzzle for puzzle in pack.puzzles}
    for puzzle in pack.puzzles:
        if puzzle.goal == "decide":
            for what in _wrong_with(puzzle, by_slug):
                yield BadPack(where(puzzle.folder / "puzzle.toml", PUZZLE_DEPTH), what)


def _wrong_with(puzzle: Puzzle, by_slug: Mapping[str, Puzzle]) -> Iterator[str]:
    if puzzle.pair is None:
        yield "pair is missing; a puzzle to decide names its twin there."
        return
    twin = by_slug.get(puzzle.pair)
    if twin is None or twin is puzzle:
        yield f"pair names {puzzle.pair}, which is no other puzzle of this pack."
        return
    if twin.goal != "decide" or twin.pair != puzzle.slug:
        yield f"pair names {twin.slug}, which does not name this puzzle as its own twin."
        return
    if twin.buildable == puzzle.buildable:
        both = "both" if puzzle.buildable else "neither"
        yield f"of this puzzle and its twin {twin.slug} exactly one can be built, not {both}."
    if not _one_step_apart(puzzle, twin):
        yield f"its twin {twin.slug} must differ by one unit of budget or one field of setting."


def _one_step_apart(one: Puzzle, other: Puzzle) -> bool:
    if _rules(one) != _rules(other):
        return False
    settings_apart = _apart(settings.to_json(one.setting), settings.to_json(other.setting))
    budget_apart = _apart(_budget(one), _budget(other))
    if settings_apart:
        return len(settings_apart) == 1 and not budget_apart
    return len(budget_apart) == 1 and _by_one(*budget_apart[0])


def _rules(puzzle: Puzzle) -> tuple[object, ...]:
    """All that must be alike, but for the setting and the budget."""
    allowance = puzzle.allowance
    asked = (puzzle.output_space, puzzle.scored)
    return (*asked, allowance.given, allowance.forbidden, allowance.sealed)


def _budget(puzzle: Puzzle) -> dict[tuple[int, str], int]:
    """Every bound by layer and cost; layer -1 is the whole program."""
    tables = enumerate((puzzle.allowance.budget, *puzzle.allowance.per_layer), start=-1)
    return {(layer, name): most for layer, table in tables for name, most in table.items()}


def _apart(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    """The two values of each key in which tables differ, None where a table lacks it."""
    keys = [key for key in {**one, **other} if one.get(key) != other.get(key)]
    return [(one.get(key), other.get(key)) for key in keys]


def _by_one(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and abs(one - other) == 1
