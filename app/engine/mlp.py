"""The MLP half of a layer: every rule at once, as hinges, then units, then writes.

The hinges of a unit alternate in sign, the first of them positive. They lie in ranks: first the
first hinge of every unit, then the second of those that have one, and so on, units with most hinges
first. So all activations come from a few sums and differences of whole blocks, in which the large
numbers of a steep ramp cancel before anything else is added.
"""

from dataclasses import dataclass

import numpy as np

from app.engine.stream import Columns, Floats, Reading, Stream, read
from app.language.program import Place


@dataclass(frozen=True, eq=False, slots=True)
class MlpPlan:
    """`hinges` reads all hinges before their ReLU, scaled; `ranks` says how many each rank has.

    `scales` is (hinges,), `write` (units, columns) and `bias` (columns,). `places` and `order` are
    about the units as they were written: the u-th lies at `order[u]` in the ranks.
    """

    hinges: Reading
    ranks: tuple[int, ...]
    scales: Floats
    write: Floats
    bias: Floats
    columns: Columns
    places: tuple[Place, ...]
    order: tuple[int, ...]


def fire(mlp: MlpPlan, stream: Stream) -> tuple[Floats, Floats]:
    """The scaled hinges after their ReLU, and the activations, both (batch or 1, length, size)."""
    before = read(mlp.hinges, stream)
    hinges: Floats = np.maximum(before, 0.0, out=before if before.flags.owndata else None)
    if len(mlp.ranks) < 2:
        return hinges, hinges
    most, second, *others = mlp.ranks
    activations = hinges[..., :most].copy()
    activations[..., :second] -= hinges[..., most : most + second]
    at, sign = most + second, 1
    for size in others:
        activations[..., :size] += sign * hinges[..., at : at + size]
        at, sign = at + size, -sign
    return hinges, activations


def write(mlp: MlpPlan, activations: Floats) -> Floats:
    """What the units add to the columns, (batch or 1, length, columns)."""
    written: Floats = np.matmul(activations, mlp.write)
    written += mlp.bias
    return written
