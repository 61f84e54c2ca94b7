"""What is known while a machine is built: names, columns, and which slots may hold anything."""

from dataclasses import dataclass, field

import numpy as np

from app.engine import matrices
from app.engine.limits import PLAN_BYTES
from app.engine.stream import Floats, Layout, Reading, reading
from app.errors import TooLarge
from app.language.scope import Scope
from app.language.setting import Setting

ROOTS = ("token", "position")
"""The slots that are one-hot from the start and never written."""


@dataclass(slots=True)
class Reach:
    """Names and columns; `filled` grows layer by layer, `bytes_left` shrinks."""

    scope: Scope
    setting: Setting
    layout: Layout
    filled: set[str] = field(default_factory=lambda: set(ROOTS))
    bytes_left: int = PLAN_BYTES
    _shared: dict[bytes, Floats] = field(default_factory=dict)
    _related: dict[tuple[str, str, str], Floats] = field(default_factory=dict)

    def read(self, parts: dict[str, Floats], size: int, bias: Floats | None = None) -> Reading:
        """The reading whose matrix has `parts[slot]`, (labels, size), at the rows of each slot."""
        made = reading(parts, self.layout, size, bias)
        self.keep(*(part for part in (made.matrix, made.table, made.still) if part is not None))
        return made

    def size(self, slot: str) -> int:
        """How many labels a slot has."""
        return len(self.scope.labels(slot))

    def column(self, direction: tuple[str, int]) -> int:
        """The column of a label of a slot."""
        slot, label = direction
        return self.layout.columns[slot][label]

    def related(self, relation: str, left: str, right: str) -> Floats:
        """(left labels, right labels): a relation between the spaces of two slots."""
        key = (relation, self.scope.slots[left], self.scope.slots[right])
        if key not in self._related:
            self._related[key] = matrices.related(self.scope, *key)
        return self._related[key]

    def keep(self, *arrays: Floats) -> None:
        """Count arrays that the machine will hold. Raises TooLarge when they are too much."""
        self.bytes_left -= sum(array.nbytes for array in arrays)
        self.afford(0)

    def afford(self, entries: int) -> None:
        """Raises TooLarge if this many more numbers, about to be made, are too much."""
        if self.bytes_left < 8 * entries:
            raise TooLarge(
                "This program is too large to run: its weights would take more than "
                f"{PLAN_BYTES // 2**20} MiB. Compare smaller spaces, or use fewer steps."
            )

    def share(self, matrix: Floats) -> Floats:
        """An equal matrix met before, or this one: many heads have the same fixed scores."""
        key = matrix.tobytes()
        if key not in self._shared:
            self.keep(matrix)
            self._shared[key] = matrix
        return self._shared[key]


def layout_of(scope: Scope) -> Layout:
    """The columns of every slot but `position`, in the order of the stream."""
    columns, width = {}, 0
    for slot in scope.slots:
        if slot != "position":
            size = len(scope.labels(slot))
            columns[slot] = range(width, width + size)
            width += size
    return Layout(columns, width)


def accumulate(parts: dict[str, Floats], slot: str, matrix: Floats) -> None:
    """Add a matrix to what is read of a slot."""
    parts[slot] = parts[slot] + matrix if slot in parts else np.array(matrix)
