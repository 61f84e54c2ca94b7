"""How long a gap report takes: every authored wrong program, beside judging it on the same cases.

Run as `python -m benchmarks.reasons`; prints a Markdown table with one row a puzzle, for the wrong
program whose report takes longest. The floor is the full check that a player waits for first; the
report comes after it. Each time is the best of several, after one that fills the caches.
"""

from collections.abc import Iterator
from functools import partial

from app.gaps.report import explain
from app.packs.judge import judge
from app.packs.library import built_in
from app.packs.model import Puzzle, Wrong
from benchmarks.campaign import best


def main() -> None:
    """Print the table."""
    print("| puzzle | seats | slowest wrong program | report, ms | check, ms | ratio | opened |")
    print("|---|---:|---|---:|---:|---:|---|")
    for puzzle in built_in().puzzles:
        if puzzle.broken is not None:
            continue  # nothing is built there
        report, floor, wrong, picks = max(measured(puzzle), key=lambda row: row[0])
        print(
            f"| {puzzle.slug} | {len(puzzle.exam.seats):,} | {wrong.name} | {report * 1e3:.0f} | "
            f"{floor * 1e3:.0f} | {report / floor:.1f} | {', '.join(picks)} |"
        )


def measured(puzzle: Puzzle) -> Iterator[tuple[float, float, Wrong, tuple[str, ...]]]:
    """Seconds of the report and of the check for each wrong program, and what the report opens."""
    others = {wrong.name: wrong.program for wrong in puzzle.wrong}
    for wrong in puzzle.wrong:
        found = explain(puzzle.exam, wrong.program, others)
        picks = () if found is None else found.picks
        report = best(partial(explain, puzzle.exam, wrong.program, others))
        yield report, best(partial(judge, puzzle, wrong.program)), wrong, picks


if __name__ == "__main__":
    main()
