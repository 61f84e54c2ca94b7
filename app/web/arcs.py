"""Attention drawn: curves from what a head reads to where it writes, as SVG path data."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.web.chips import EXACT, amount_text

FAINTEST = 0.02
"""Weights below this are not drawn; the table has them."""
_MOST = 24
_FEW = 8
"""Weights are written beside up to this many curves; among more they hide each other."""
_NEAR = 2.0
_CHIP_HALF = 15
_SLANT = 12


@dataclass(frozen=True, slots=True)
class Arc:
    """One curve. `x`, `y` is its start, where the weight is written; `width` is in pixels."""

    path: str
    x: float
    y: float
    width: float
    weight: str


@dataclass(frozen=True, slots=True)
class Fan:
    """All the curves that end at one query position."""

    query: int
    arcs: tuple[Arc, ...]
    chosen: bool

    @property
    def many(self) -> bool:
        """Whether there are too many curves for each to be looked at."""
        return len(self.arcs) > _FEW


@dataclass(frozen=True, slots=True)
class Line:
    """A copy to draw: the height of what is read at each position, and of what is written."""

    read: Callable[[int], float]
    written: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Where columns stand: the centre of column i is at (i + 1/2) * pitch.

    `places` are the columns of the positions that have one; None where every position has.
    """

    pitch: int
    chip: int
    places: Mapping[int, int] | None = None

    def stands(self, position: int) -> bool:
        """Whether a position has a column of its own."""
        return self.places is None or position in self.places

    def centre(self, position: int) -> float:
        """The middle of a column, in pixels from the left edge of the first."""
        column = position if self.places is None else self.places[position]
        return (column + 0.5) * self.pitch


def fans(
    weights: NDArray[np.float64], lines: list[Line], grid: Grid, chosen: int, every: bool
) -> tuple[Fan, ...]:
    """The fans of a head's pattern (L, L): all of them, or only the chosen position's.

    What is looked at in a folded column has no curve.
    """
    queries = range(len(weights)) if every else [chosen]
    return tuple(Fan(i, tuple(_arcs(weights[i], lines, grid, i)), i == chosen) for i in queries)


def _arcs(row: NDArray[np.float64], lines: list[Line], grid: Grid, query: int) -> Iterator[Arc]:
    heaviest = [int(j) for j in np.argsort(-row, kind="stable")[:_MOST] if row[j] >= FAINTEST]
    for line in lines:
        for key in filter(grid.stands, sorted(heaviest)):
            yield _arc(float(row[key]), line, grid, query, key, len(heaviest) <= _FEW)


def _arc(weight: float, line: Line, grid: Grid, query: int, key: int, written: bool) -> Arc:
    x, y = grid.centre(key), line.read(key)
    text = amount_text(weight) if written and abs(weight - 1) > EXACT else ""
    return Arc(
        path=_path(x, y, query, key, line.written, grid),
        x=round(x, 1),
        y=round(y, 1),
        width=round(1.2 + 1.8 * weight, 2),
        weight=text,
    )


def _path(x: float, y: float, query: int, key: int, end: float, grid: Grid) -> str:
    """Up from the chip that is read, over, and up to the side of the chip that is written.

    The side, because what stands under that chip must stay readable.
    """
    if key == query:
        return f"M{x:g} {y:g}V{end + _CHIP_HALF + _NEAR:g}"
    side = 1 if key > query else -1
    stop = grid.centre(query) + side * (grid.chip / 2 + _NEAR)
    bend = 0.55 * (y - end)
    return (
        f"M{x:g} {y:g}C{x:g} {y - bend:g} {stop + side * _SLANT:g} {end + bend:g} {stop:g} {end:g}"
    )
