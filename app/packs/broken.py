"""A puzzle to break: a program that claims to solve the task, and is wrong somewhere.

The program stands in broken.stream. Whatever a player types must be judged, so the pack has a
reference program that answers for every sequence the task allows.
"""

from app.language.complaints import complaints
from app.packs.files import PUZZLE_DEPTH, read_text, where
from app.packs.model import BadPack, Broken, Puzzle
from app.packs.plan import Plan
from app.packs.programs import load_program

FILE = "broken.stream"

_OTHERS = ("start.stream", "given.stream", "solutions", "wrong", "proof.toml")


def load_broken(plan: Plan) -> Broken | None:
    """The program to be broken, None where the puzzle asks for something else. Raises BadPack."""
    path, least = plan.folder / FILE, plan.shape.shortest
    name = where(plan.folder / "puzzle.toml", PUZZLE_DEPTH)
    if plan.shape.goal != "break":
        if least is not None:
            raise BadPack(name, "shortest is for puzzles whose goal is break.")
        if path.exists():
            raise BadPack(where(path, PUZZLE_DEPTH), "only a puzzle whose goal is break has one.")
        return None
    if least is None:
        raise BadPack(name, "shortest is missing: the length of the shortest failing sequence.")
    _alone(plan)
    text = read_text(path, PUZZLE_DEPTH)
    program = load_program(path, text)
    for complaint in complaints(program, plan.setting):
        raise BadPack(where(path, PUZZLE_DEPTH), str(complaint))
    return Broken(program, text, least)


def _alone(plan: Plan) -> None:
    """Refuses what belongs to puzzles in which something is built, and a missing reference."""
    shape, name = plan.shape, where(plan.folder / "puzzle.toml", PUZZLE_DEPTH)
    for other in _OTHERS:
        if (plan.folder / other).exists():
            what = "a puzzle to break has no such file: nothing is built in it."
            raise BadPack(where(plan.folder / other, PUZZLE_DEPTH), what)
    for field in ("par", "spare", "pair", "given", "forbid", "sealed"):
        if getattr(shape, field):
            raise BadPack(name, f"{field} is about what is built, and this puzzle is to break.")
    if shape.budget.model_fields_set:
        raise BadPack(name, "budget is about what is built, and this puzzle is to break.")
    if plan.setting.generate is not None:
        raise BadPack(name, "setting.generate: a puzzle to break answers in one pass.")
    if not (plan.folder / "reference.stream").exists():
        path = where(plan.folder / "reference.stream", PUZZLE_DEPTH)
        raise BadPack(path, "the file is missing; any sequence must have a known answer here.")


def length_of(puzzle: Puzzle, tokens: tuple[str, ...]) -> int:
    """How long a sequence counts as: the `^` is no part of it."""
    return len(tokens) - int(puzzle.setting.bos)
