"""The claim that a check stays within the engine's limits: its time and its memory."""

import time
import tracemalloc
from collections.abc import Iterator

from app.engine import limits
from app.packs.judge import judge
from app.packs.prove.finding import Finding

SLOW = 0.3
"""Seconds that a full check should take at most; past it the report says so."""

TOO_SLOW = 3.0
"""Seconds past which a puzzle is not fit to be served."""


def measure(found: Finding) -> Iterator[str]:
    """A full check of par, the better of two; of each wrong program where nothing is right."""
    puzzle = found.puzzle
    programs = [one.program for one in puzzle.solutions[:1] or puzzle.wrong]
    programs += [] if puzzle.broken is None else [puzzle.broken.program]
    for program in programs:
        times = []
        for _ in range(2):
            start = time.perf_counter()
            judge(puzzle, program)
            times.append(time.perf_counter() - start)
        tracemalloc.start()
        judge(puzzle, program)
        found.bytes = max(found.bytes, tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        found.seconds = max(found.seconds, min(times))
    if found.seconds > SLOW:
        found.notes.append(f"slow: a full check should take {SLOW * 1000:.0f} ms at most")
    if found.seconds > TOO_SLOW:
        yield f"a full check takes {found.seconds:.1f} s, over {TOO_SLOW:.0f} s"
    if found.bytes > limits.CHECK_BYTES:
        yield f"a check takes {found.bytes / 2**20:.0f} MB, over {limits.CHECK_BYTES / 2**20:.0f}"
