"""Which positions have a column of their own, and which are folded into one.

A long sequence is read around what matters: the chosen position and what its head looks at. The
rest is there, a click away, and counted.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

LONG = 32
"""Positions past which columns are folded unless all are asked for."""
_SHORT = 3
"""A run of fewer is shown: folding it would save no room."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns from left to right, each a single position or a folded run."""

    runs: tuple[range, ...]

    @property
    def shown(self) -> tuple[int, ...]:
        """Positions with a column of their own."""
        return tuple(run.start for run in self.runs if len(run) == 1)

    @property
    def folded(self) -> tuple[range, ...]:
        """The folded runs."""
        return tuple(run for run in self.runs if len(run) > 1)

    @property
    def places(self) -> dict[int, int]:
        """Which column each shown position has, counted from the left."""
        return {run.start: i for i, run in enumerate(self.runs) if len(run) == 1}


def whole(length: int) -> Columns:
    """A column for every position."""
    return Columns(tuple(range(i, i + 1) for i in range(length)))


def around(length: int, matter: Iterable[int], opened: Collection[int] = ()) -> Columns:
    """Columns for both ends, positions that matter and their neighbours; the rest in runs.

    A run with an opened position in it is shown. The last column is never a run.
    """
    near = {i + step for i in {0, length - 1, *matter} for step in (-1, 0, 1)}
    found: list[range] = []
    start = 0
    for at in (*sorted(i for i in near if 0 <= i < length), length):
        found += _run(range(start, at), opened)
        if at < length:
            found.append(range(at, at + 1))
        start = at + 1
    return Columns(tuple(found))


def _run(run: range, opened: Collection[int]) -> list[range]:
    if len(run) >= _SHORT and not any(i in run for i in opened):
        return [run]
    return [range(i, i + 1) for i in run]
