"""Claims about solutions: all are right, none is cheaper than par, and par wastes nothing."""

from collections.abc import Iterator

from app.language.complaints import complaints
from app.language.tree import removals
from app.packs.judge import judge, ticks
from app.packs.mutants import mutants
from app.packs.prove.finding import Finding


def solutions(found: Finding) -> Iterator[str]:
    """Every solution is right and within budget, and par is the cheapest."""
    puzzle = found.puzzle
    for solution in puzzle.solutions:
        verdict = judge(puzzle, solution.program)
        if not verdict.solved:
            yield f"solutions/{solution.name}: {verdict.sentence}"
            continue
        if not all(ticks(puzzle, solution.program)):
            yield f"solutions/{solution.name}: it is wrong on a shown example"
        for name, value in puzzle.par.items():
            own = getattr(verdict.cost, name)
            if own < value:
                yield f"solutions/{solution.name}: its {name} are {own} where par is {value}"


def needed(found: Finding) -> Iterator[str]:
    """Every step of par that can go is a declared spare, and every spare such a step."""
    puzzle = found.puzzle
    spare = {one.step for one in puzzle.spare}
    idle = set()
    for variant in removals(puzzle.solutions[0].program):
        complained = complaints(variant.program, puzzle.setting, puzzle.allowance)
        if not complained and found.survives(variant.program):
            idle.add(variant.name)
            if variant.name not in spare:
                yield f'par does without a step: "{variant.name}"'
    for name in sorted(spare - idle):
        yield f'spare: "{name}" is no step of par that can go'


def mutate(found: Finding) -> None:
    """Counts the small changes to par that the cases notice, and lists the others."""
    for solution in found.puzzle.solutions[:1]:
        for variant in mutants(found.puzzle, solution.program):
            found.mutants += 1
            if found.survives(variant.program):
                found.notes.append(f"survives: {variant.name}")
            else:
                found.killed += 1
