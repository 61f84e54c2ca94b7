"""The picture inside: one lit stream among columns of fog, and threads from what was looked at.

Sizes are in pixels and stand in static/css/inside.css as well; a test compares them. While the
others are fog, nothing in the picture depends on them: threads end anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.language.setting import Setting
from app.play.sight import Lane, Level, Sight
from app.web.chips import Chip, Palette, chip, colours

HEAD, FOOT, ROW, LABEL = 30, 44, 84, 34
"""Above the highest row, below the lowest, one row, and a layer's name under its first row."""
PILLAR, CHIP = 216, 128
NARROW, WIDE = 56, 96
"""Columns for tokens of few characters, and for words."""

_CHIP_CENTRE = 21
_CHIP_HALF = 15
_CLEAR = 5
_FEW = 4
_BEFORE, _AFTER = 6, 2
"""Columns of fog where nobody can say how many there are."""
_ENDS = (0.82, 0.5, 0.14)
"""Where lost threads end, as parts of the fog's width from its far edge."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one slot holds after a step. `label` is the layer's name under its first row."""

    key: str
    slot: str
    chip: Chip
    who: str
    label: str
    fresh: bool
    sealed: bool


@dataclass(frozen=True, slots=True)
class Column:
    """Another position; its token once the fog has lifted, and its number where that is known."""

    x: float
    number: str
    faint: float
    token: str
    colour: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A curve to a chip, which ends in the fog if it is `lost`, else at a column."""

    path: str
    width: float
    lost: bool


@dataclass(frozen=True, slots=True)
class Side:
    """What is to the left or the right of the seat."""

    width: int
    columns: tuple[Column, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """All of it. The stream is lit from `base` to `lit`; `marks` are layers not yet reached."""

    rows: tuple[Row, ...]
    height: int
    base: float
    lit: float
    marks: tuple[tuple[str, float], ...]
    left: Side
    right: Side
    pitch: int
    number: str
    words: str
    lifted: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What lifts the fog: the whole sequence."""

    tokens: tuple[str, ...]
    position: int


def scene(sight: Sight, setting: Setting, level: int, known: Known | None = None) -> Scene:
    """The picture of a sight up to a level; the other tokens are in it only if they are known."""
    stage = _Stage(sight, setting, level, known)
    left, right = stage.side(-1), stage.side(1)
    return Scene(
        rows=tuple(stage.rows()),
        height=stage.height,
        base=stage.centre(0),
        lit=stage.centre(stage.risen - 1),
        marks=tuple(stage.marks()),
        left=left,
        right=right,
        pitch=stage.pitch,
        number="" if stage.place is None else str(stage.place),
        words=_words(stage, setting),
        lifted=known is not None,
    )


def lane_chip(sight: Sight, lane: Lane) -> Chip:
    """The chip of a lane; that of a sealed one is empty."""
    space = sight.spaces[lane.space]
    concepts = sorted(space.concepts, key=lambda each: len(each[1]))
    of = Palette(space.names, tuple((name, frozenset(leaves)) for name, leaves in concepts))
    amounts = dict(lane.held)
    return chip([amounts.get(label, 0.0) for label in space.names], of, CHIP)


class _Stage:
    """Where everything stands while one picture is put together."""

    def __init__(self, sight: Sight, setting: Setting, level: int, known: Known | None) -> None:
        self.sight, self.known = sight, known
        self.causal = setting.attention == "causal"
        self.place = sight.position if known is None else known.position
        self.lanes = [
            (at, each, lane)
            for at, each in enumerate(sight.levels)
            for lane in each.lanes or (Lane("", ""),)
        ]
        self.risen = sum(at <= level for at, _, _ in self.lanes)
        self.level = level
        self.colours = dict(zip(setting.tokens, colours(setting.tokens), strict=True))
        short = all(len(token) <= _FEW for token in setting.tokens)
        self.pitch = NARROW if short else WIDE
        self.height = HEAD + FOOT + ROW * len(self.lanes) + LABEL * sum(map(self._first, self._all))
        self.widths = {side: self._count(side) * self.pitch for side in (-1, 1)}

    @property
    def _all(self) -> range:
        return range(len(self.lanes))

    def _first(self, row: int) -> bool:
        """Whether a row is the first of its layer."""
        return row > 0 and self.lanes[row][1].layer != self.lanes[row - 1][1].layer

    def centre(self, row: int) -> float:
        """The middle of a row's chip; rows count from the bottom."""
        below = ROW * (row + 1) + LABEL * sum(self._first(i) for i in range(row + 1))
        return self.height - FOOT - below + _CHIP_CENTRE

    def rows(self) -> Iterator[Row]:
        """Every row that has been reached, from the bottom up."""
        for row, (at, level, lane) in enumerate(self.lanes[: self.risen]):
            yield Row(
                key=f"row-{row}",
                slot=lane.slot,
                chip=lane_chip(self.sight, lane) if lane.slot else Chip("empty"),
                who=who(level, lane),
                label=f"Layer {level.layer + 1}" if self._first(row) else "",
                fresh=at == self.level > 0,
                sealed=lane.sealed,
            )

    def marks(self) -> Iterator[tuple[str, float]]:
        """Names of layers above, and where they stand."""
        for row in range(self.risen, len(self.lanes)):
            if self._first(row):
                under = self.centre(row) - _CHIP_CENTRE + ROW + LABEL / 2
                yield f"Layer {self.lanes[row][1].layer + 1}", under

    def side(self, side: int) -> Side:
        """The columns before the seat (-1) or after it (1), and the threads that lead there."""
        columns = tuple(self._columns(side))
        threads = self._lost(side) if self.known is None else self._found(side)
        return Side(self.widths[side], columns, tuple(threads))

    def _count(self, side: int) -> int:
        """How many columns are on a side, or seem to be where nobody can say."""
        if self.known is not None:
            before = self.known.position
            return before if side < 0 else len(self.known.tokens) - before - 1
        if side > 0:
            return 0 if self.causal else _AFTER
        return _BEFORE if self.place is None else self.place

    def _columns(self, side: int) -> Iterator[Column]:
        count = self._count(side)
        for i in range(count):
            steps = count - i if side < 0 else i + 1
            at = None if self.place is None else self.place + side * steps
            token = "" if self.known is None or at is None else self.known.tokens[at]
            yield Column(
                x=i * self.pitch,
                number="" if at is None or (side > 0 and not token) else str(at),
                faint=round(max(0.25, 1.06 - 0.09 * steps), 2),
                token=token,
                colour=self.colours.get(token, 0),
            )

    def _brought(self) -> Iterator[tuple[float, Lane]]:
        """Every row that heads have filled, with the middle of its chip."""
        for row, (_, level, lane) in enumerate(self.lanes[: self.risen]):
            if level.half == "heads":
                yield self.centre(row), lane

    def _lost(self, side: int) -> Iterator[Thread]:
        """The same threads wherever a head looked: the position itself cannot tell."""
        width, low = self.widths[side], self.centre(0) - 24
        for end, lane in self._brought():
            if not width or not lane.moved:
                continue
            for part in _ENDS:
                far = part * width if side < 0 else (1 - part) * width
                yield Thread(self._path(far, low, side, end), 1.6, True)

    def _found(self, side: int) -> Iterator[Thread]:
        """Threads from every column that was looked at, as wide as its share."""
        assert self.known is not None  # noqa: S101 - the caller has looked
        start = self.centre(0) - _CHIP_HALF - _CLEAR
        for end, lane in self._brought():
            for at, share in lane.looks:
                steps = at - self.known.position
                if steps * side <= 0:
                    continue
                column = at if side < 0 else steps - 1
                x = (column + 0.5) * self.pitch
                yield Thread(self._path(x, start, side, end), round(1.2 + 1.8 * share, 2), False)

    def _path(self, x: float, y: float, side: int, end: float) -> str:
        """Up from a point and over to the near side of a chip."""
        inset = (PILLAR - CHIP) / 2 - _CLEAR
        stop = self.widths[-1] + inset if side < 0 else -inset
        bend = 0.6 * (y - end)
        return f"M{x:g} {y:g}C{x:g} {y - bend:g} {stop + side * 60:g} {end:g} {stop:g} {end:g}"


def who(level: Level, lane: Lane) -> str:
    """Who filled a row, in few words."""
    if level.half == "token":
        return "sealed: no step can read it" if lane.sealed else "this is you"
    where = f"layer {level.layer + 1}"
    if level.half == "rules":
        return f"{where}: its rules wrote this" if lane.slot else f"{where}: no rule wrote a thing"
    names = names_of(lane)
    if lane.sealed:
        return f"{where}: {names}, sealed"
    if not lane.moved:
        return f"{where}: {names} brought nothing"
    return f"{where}: {names} brought this"


def names_of(lane: Lane) -> str:
    """The heads that fill a lane: `head prev`, `heads prev and next`."""
    *others, last = lane.by
    return f"heads {', '.join(others)} and {last}" if others else f"head {last}"


def _words(stage: _Stage, setting: Setting) -> str:
    """Who else is there, in a sentence."""
    if stage.known is not None:
        return "The fog has lifted: each column stands on its token, threads lead to what was read."
    if stage.place is None:
        return "All other positions: fog. Nobody says where you are, nor how many they are."
    before = stage.place
    parts = [
        "Nobody is before you."
        if before == 0
        else "Position 0: fog."
        if before == 1
        else f"Positions 0 to {before - 1}: fog."
    ]
    if setting.attention != "causal":
        parts.append("Those after you: fog, and nobody says how many.")
    return " ".join(parts)
