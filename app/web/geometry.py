"""Where everything in the tower stands, in pixels.

The tower is a table whose rows and columns have fixed sizes, so that curves drawn over it meet its
chips exactly. The same sizes stand in static/css/workshop.css, and a test compares them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from app.web.arcs import Grid
from app.web.columns import Columns
from app.web.floors import Lane

HEIGHTS = {"answer": 88, "gap": 30, "label": 28, "lane": 62, "tall": 14, "token": 68, "strip": 44}
"""Rows of the table; `label` is added to a layer's first lane, `tall` where concepts are shown.
A `strip` is all of a folded layer."""
GRIDS = {"narrow": Grid(60, 48), "plain": Grid(80, 64), "wide": Grid(120, 104)}

_CHIP_CENTRE = 27
_CHIP_HALF = 15
_PIP_HALF = 5
_TOKEN_CENTRE = 25
_CLEAR = 3
_ROOMY = 7
_FEW = 4
_WORD = 4
_LETTER = 8.5


@dataclass(frozen=True, slots=True)
class Band:
    """A lane in its place: `top` is its distance from the table's top edge.

    A folded layer is one band, a `strip`, with all its lanes `within`; `gap` is room above it.
    """

    lane: Lane | None
    layer: int
    first: bool
    top: int
    strip: bool = False
    within: tuple[Lane, ...] = ()
    gap: bool = False

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """Everything that is written here."""
        return self.within if self.lane is None else (self.lane,)

    @property
    def height(self) -> int:
        """The height of the whole row."""
        if self.strip:
            return HEIGHTS["strip"]
        tall = self.lane is not None and self.lane.tall
        return HEIGHTS["lane"] + HEIGHTS["label"] * self.first + HEIGHTS["tall"] * tall

    @property
    def centre(self) -> int:
        """The middle of the row's chips, or of a strip's marks."""
        if self.strip:
            return self.top + HEIGHTS["strip"] // 2
        return self.top + self.height - HEIGHTS["lane"] + _CHIP_CENTRE

    @property
    def level(self) -> int:
        """Which half-layer wrote it first: heads of layer k 2k, its rules 2k + 1."""
        return 2 * self.layer if self.lane is None else self.lane.level

    @property
    def half(self) -> int:
        """From the middle of what is drawn to its edge."""
        return _PIP_HALF if self.strip else _CHIP_HALF

    def holds(self, slot: str, position: int, level: int) -> bool:
        """Whether a half-layer below `level` wrote something into the slot here."""
        held = [
            lane.chips[position] for lane in self.lanes if lane.level < level and lane.slot == slot
        ]
        return any(chip is not None and chip.kind != "empty" for chip in held)


@dataclass(frozen=True, slots=True)
class Shape:
    """The tower's rows, from the top down, between the answers and the tokens."""

    bands: tuple[Band, ...]
    size: str
    columns: int
    grid: Grid

    @property
    def width(self) -> int:
        """All columns together, row headings not counted."""
        return self.columns * self.grid.pitch

    @property
    def token_top(self) -> int:
        """The top of the row of tokens."""
        last = self.bands[-1] if self.bands else None
        end = HEIGHTS["answer"] if last is None else last.top + last.height
        return end + HEIGHTS["gap"]

    @property
    def height(self) -> int:
        """The whole table."""
        return self.token_top + HEIGHTS["token"]

    def find(self, slot: str, position: int, level: int) -> Band | None:
        """The topmost row below a half-layer that shows the slot's content at a position."""
        for band in self.bands:
            if band.holds(slot, position, level):
                return band
        return None

    def above(self, slot: str, position: int, level: int) -> float:
        """Just above the chip that holds a slot at a position: where a curve begins."""
        band = self.find(slot, position, level)
        if band is not None:
            return band.centre - band.half - _CLEAR
        if slot in ("token", "position"):
            return self.token_top + _TOKEN_CENTRE - _CHIP_HALF - _CLEAR
        floor = [band for band in self.bands if band.level >= level]
        return floor[-1].top + floor[-1].height if floor else self.token_top


def shape(
    layers: Sequence[Sequence[Lane]], size: str, columns: Columns, folded: Collection[int] = ()
) -> Shape:
    """Stacks the lanes of each layer (given from the bottom up), an empty layer as one row.

    A folded layer is a strip; strips stand close together.
    """
    bands: list[Band] = []
    top = HEIGHTS["answer"]
    for layer in reversed(range(len(layers))):
        gap = not {layer, layer + 1} <= set(folded)
        top += HEIGHTS["gap"] * gap
        for band in _bands(layers[layer], layer, layer in folded):
            bands.append(replace(band, top=top, gap=gap and band.first))
            top += band.height
    grid = replace(GRIDS[size], places=columns.places)
    return Shape(tuple(bands), size, len(columns.runs), grid)


def _bands(lanes: Sequence[Lane], layer: int, folded: bool) -> list[Band]:
    if folded:
        return [Band(None, layer, True, 0, True, tuple(lanes))]
    return [Band(lane, layer, i == 0, 0) for i, lane in enumerate(lanes or [None])]


def size_for(columns: int, labels: Sequence[str]) -> str:
    """The column size for a sequence: wide for words if few, narrow for many short tokens."""
    longest = max((len(label) for label in labels), default=1)
    if longest * _LETTER > GRIDS["plain"].chip or (columns <= _FEW and longest > _WORD):
        return "wide"
    if columns > _ROOMY and longest * _LETTER <= GRIDS["narrow"].chip:
        return "narrow"
    return "plain"
