"""What stands in the tower: tokens, and rows of cells with those who wrote them."""

from dataclasses import dataclass

from app.web.chips import Chip


@dataclass(frozen=True, slots=True)
class Token:
    """The bottom of a column. `made` tokens were appended by the program itself."""

    position: int
    href: str
    text: str
    colour: int
    made: bool
    ring: str
    numbered: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One slot at one position and height; `note` names the rules that fired there.

    In a folded layer only whether anything was written there.
    """

    position: int
    href: str = ""
    chip: Chip | None = None
    ring: str = ""
    note: str = ""
    fired: bool = False
    wrote: bool = False


@dataclass(frozen=True, slots=True)
class Skip:
    """A run of positions folded into one column; `href` unfolds it."""

    count: int
    first: int
    last: int
    href: str


@dataclass(frozen=True, slots=True)
class By:
    """Who writes a lane, as links that select the step."""

    name: str
    href: str
    selected: bool
    runs: bool
    given: bool


@dataclass(frozen=True, slots=True)
class Rising:
    """One row of the tower.

    `level` is how many half-layers have run once it is there; `fold` folds or unfolds its layer,
    and a folded layer's row is a `strip` that names what it `writes`. A `gap` is above it.
    """

    key: str
    layer: int
    first: bool
    last: bool
    level: int
    fold: str
    gap: bool
    tall: bool = False
    slot: str = ""
    half: str = ""
    by: tuple[By, ...] = ()
    more: int = 0
    cells: tuple[Cell, ...] = ()
    selected: bool = False
    strip: bool = False
    writes: str = ""
