"""The residual stream of a batch, and the one way anything is read off it.

All slots but `position` lie side by side in one array, the one-hot tokens first. Positions are the
same in every sequence, so they are never laid out; whatever is read of them is a table. A `Reading`
is a matrix from directions of the stream to the amounts that a step needs: a product for what lies
in the array, and a table for what stands still.

Products are taken sequence by sequence, always in the same shapes, so that a sequence comes out the
same to the last bit in whatever company it runs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.intp]
Columns: TypeAlias = slice | Integers


@dataclass(frozen=True, eq=False, slots=True)
class Stream:
    """Sequences of one length: `tokens` is (batch, length), `amounts` (batch, length, width)."""

    tokens: Integers
    amounts: Floats

    @property
    def length(self) -> int:
        """How many positions every sequence has."""
        return int(self.tokens.shape[1])

    def add(self, columns: Columns, amounts: Floats) -> None:
        """Add (batch or 1, length, size) amounts to some columns, in place."""
        self.amounts[:, :, columns] += amounts


def embed(tokens: Integers, width: int) -> Stream:
    """The stream before the first layer: tokens one-hot, every other slot empty."""
    amounts = np.zeros((tokens.size, width))
    amounts[np.arange(tokens.size), tokens.ravel()] = 1
    return Stream(tokens, amounts.reshape(*tokens.shape, width))


@dataclass(frozen=True, eq=False, slots=True)
class Reading:
    """`size` amounts for each position; a part that is None adds nothing.

    `matrix` is (columns read, size), or None where the amounts are those columns as they are.
    `still` is (max_len or 1, size): what positions and constants add. Where nothing but the token
    is read, `table` is (tokens, size) and takes the place of the product.
    """

    size: int
    columns: Columns | None = None
    matrix: Floats | None = None
    table: Floats | None = None
    still: Floats | None = None


def read(reading: Reading, stream: Stream) -> Floats:
    """The amounts, (batch, length, size), or (1, length, size) where all stands still.

    The result may be a view of the stream or of the plan: write to it only if it owns its data.
    """
    moving = _moving(reading, stream)
    if reading.still is None:
        return np.zeros((1, stream.length, reading.size)) if moving is None else moving
    still = reading.still[None, : stream.length]
    if moving is None:
        return np.broadcast_to(still, (1, stream.length, reading.size))
    if not moving.flags.owndata:
        return moving + still
    moving += still
    return moving


def _moving(reading: Reading, stream: Stream) -> Floats | None:
    """What differs between sequences, (batch, length, size)."""
    if reading.table is not None:
        return np.take(reading.table, stream.tokens, axis=0)
    if reading.columns is None:
        return None
    chosen = stream.amounts[:, :, reading.columns]
    return chosen if reading.matrix is None else np.matmul(chosen, reading.matrix)


# Building ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the slots but `position` lie: each one's columns, and how many columns there are."""

    columns: dict[str, range]
    width: int


def compress(columns: Iterable[int]) -> tuple[Columns, Integers]:
    """Columns as a slice where they lie close together, and the list of all it then covers."""
    chosen = sorted(set(columns))
    low, high = chosen[0], chosen[-1] + 1
    if high - low <= 2 * len(chosen) + 8:
        return slice(low, high), np.arange(low, high)
    array = np.array(chosen, dtype=np.intp)
    return array, array


def reading(
    parts: dict[str, Floats], layout: Layout, size: int, bias: Floats | None = None
) -> Reading:
    """The reading whose matrix has `parts[slot]`, (labels, size), at the rows of each slot."""
    still = _still(parts.get("position"), bias)
    moving = [slot for slot in parts if slot != "position" and parts[slot].any()]
    if moving == ["token"] and not _identity(parts["token"]):
        return Reading(size, table=parts["token"], still=still)
    rows = {
        layout.columns[slot][label]: parts[slot][label]
        for slot in moving
        for label in np.flatnonzero(parts[slot].any(axis=1))
    }
    if not rows:
        return Reading(size, still=still)
    columns, covered = compress(rows)
    nothing = np.zeros(size)
    matrix = np.array([rows.get(int(column), nothing) for column in covered])
    return Reading(size, columns, None if _identity(matrix) else matrix, still=still)


def _still(position: Floats | None, bias: Floats | None) -> Floats | None:
    """(max_len, size) or, where positions are not read, (1, size)."""
    still = np.zeros((1, 1)) if bias is None else bias[None]
    if position is not None:
        still = still + position
    return still if still.any() else None


def _identity(matrix: Floats) -> bool:
    return matrix.shape[0] == matrix.shape[1] and bool((matrix == np.eye(len(matrix))).all())
