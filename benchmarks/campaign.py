"""How long a full check takes: every puzzle's par, beside a program of no layers on the same cases.

Run as `python -m benchmarks.campaign`; prints a Markdown table. The floor, `output token`, answers
and is compared on every case as well, and computes nothing: what par takes beyond it is its price,
its heads and its rules. Each time is the best of several, after one that fills the caches.
"""

from collections.abc import Callable
from functools import partial
from time import perf_counter

from app.language.parse import parse
from app.packs.judge import judge
from app.packs.library import built_in
from app.packs.score import everything, score

ROUNDS = 5
FLOOR = parse("output token\n").program


def main() -> None:
    """Print the table."""
    print("| puzzle | sequences | longest | par, ms | floor, ms | ratio |")
    print("|---|---:|---:|---:|---:|---:|")
    for puzzle in built_in().puzzles:
        if puzzle.broken is not None:
            continue  # nothing is built there
        cases = puzzle.cases
        # Where nothing can be built, a tempting wrong program takes the place of par.
        tempting = [wrong.program for wrong in puzzle.wrong]
        programs = [solution.program for solution in puzzle.solutions] or tempting
        rows, program = everything(cases), programs[0]
        par = best(partial(judge, puzzle, program))
        floor = best(partial(score, puzzle, FLOOR, rows))
        longest = int(cases.lengths.max())
        print(
            f"| {puzzle.slug} | {cases.total:,} | {longest} | {par * 1e3:.1f} | "
            f"{floor * 1e3:.1f} | {par / floor:.1f} |"
        )


def best(work: Callable[[], object]) -> float:
    """The shortest of several runs, in seconds."""
    times = []
    for _ in range(ROUNDS + 1):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times[1:])


if __name__ == "__main__":
    main()
