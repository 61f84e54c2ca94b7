"""Attention drawn: curves from what a head reads to where it writes, as SVG path data."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.web.chips import EXACT, amount_text

FAINTEST = 0.02
"""Weights below this are not drawn; the table has them."""
_MOST = 24
_NEAR = 2.0
_CHIP_HALF = 15
_CORNER = 6


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


@dataclass(frozen=True, slots=True)
class Line:
    """A copy to draw: the height of what is read at each position, and of what is written."""

    read: Callable[[int], float]
    written: float


@dataclass(frozen=True, slots=True)
class Grid:
    """Where columns stand: the centre of position i is at (i + 1/2) * pitch."""

    pitch: int
    chip: int

    def centre(self, position: int) -> float:
        """The middle of a column, in pixels from the left edge of the first."""
        return (position + 0.5) * self.pitch


def fans(
    weights: NDArray[np.float64], lines: list[Line], grid: Grid, chosen: int, every: bool
) -> tuple[Fan, ...]:
    """The fans of a head's pattern (L, L): all of them, or only the chosen position's."""
    queries = range(len(weights)) if every else [chosen]
    return tuple(Fan(i, tuple(_arcs(weights[i], lines, grid, i)), i == chosen) for i in queries)


def _arcs(row: NDArray[np.float64], lines: list[Line], grid: Grid, query: int) -> Iterator[Arc]:
    heaviest = [int(j) for j in np.argsort(-row, kind="stable")[:_MOST] if row[j] >= FAINTEST]
    for line in lines:
        for key in sorted(heaviest):
            yield _arc(float(row[key]), line, grid, query, key)


def _arc(weight: float, line: Line, grid: Grid, query: int, key: int) -> Arc:
    x, y = grid.centre(key), line.read(key)
    text = "" if abs(weight - 1) <= EXACT else amount_text(weight)
    return Arc(
        path=_path(x, y, query, key, line.written, grid),
        x=round(x, 1),
        y=round(y, 1),
        width=round(1.2 + 1.8 * weight, 2),
        weight=text,
    )


def _path(x: float, y: float, query: int, key: int, end: float, grid: Grid) -> str:
    """Up from the chip that is read, over, and up into the chip that is written."""
    foot = end + _CHIP_HALF + _NEAR
    if key == query:
        return f"M{x:g} {y:g}V{foot:g}"
    side = 1 if key > query else -1
    stop = grid.centre(query) + side * (grid.chip / 2 - _CORNER)
    bend = 0.55 * (y - foot)
    return f"M{x:g} {y:g}C{x:g} {y - bend:g} {stop:g} {foot + bend:g} {stop:g} {foot:g}"
