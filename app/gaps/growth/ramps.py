"""Amount conditions as they are meant and as an MLP draws them: a ramp one resolution wide.

As meant, `x > t` is on or off. As drawn it rises over one step of the resolution, so close to t it
is on by less than half, and whatever competes with it wins. (LANGUAGE section 6.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.engine.limits import TIE
from app.engine.stream import Floats
from app.language.expand import threshold
from app.language.program import Amount, Between
from app.language.scope import Scope


@dataclass(frozen=True, eq=False, slots=True)
class Ramp:
    """A condition on `weights` (slot, label index) -> weight, and its (comparison, t) bounds.

    A between has two bounds; the second is taken away from the first.
    """

    weights: tuple[tuple[tuple[str, int], float], ...]
    bounds: tuple[tuple[str, float], ...]
    resolution: float

    def drawn(self, x: Floats) -> Floats:
        """How far the condition is on, for amounts of any shape."""
        total = np.zeros(np.shape(x))
        for sign, (comparison, t) in zip((1, -1), self.bounds, strict=False):
            total += sign * _drawn(comparison, (x - t) / self.resolution)
        return total

    def meant(self, x: Floats) -> NDArray[np.bool_]:
        """Whether the condition holds."""
        met = [_meant(comparison, x - t) for comparison, t in self.bounds]
        return met[0] if len(met) == 1 else met[0] & ~met[1]

    def misses(self, x: Floats) -> NDArray[np.bool_]:
        """Whether it holds and is on by no more than half, or does not and is on by half."""
        half = self.drawn(x) - 0.5
        return np.where(self.meant(x), half <= TIE, half >= -TIE)


def ramp_of(condition: Amount | Between, scope: Scope, resolution: float) -> Ramp:
    """The ramp of an amount condition."""
    weights, bounds = threshold(condition, scope)
    return Ramp(
        tuple((direction, float(weight)) for direction, weight in weights.items()),
        tuple((comparison, float(t)) for comparison, t in bounds),
        resolution,
    )


def _drawn(comparison: str, u: Floats) -> Floats:
    drawn: Floats = np.maximum(1 - np.abs(u), 0)
    if comparison != "==":
        drawn = np.clip({">": u, ">=": u + 1, "<": -u, "<=": 1 - u}[comparison], 0, 1)
    return drawn


def _meant(comparison: str, x: Floats) -> NDArray[np.bool_]:
    found = {
        "==": np.abs(x) <= TIE,
        ">": x > TIE,
        ">=": x >= -TIE,
        "<": x < -TIE,
        "<=": x <= TIE,
    }[comparison]
    return np.asarray(found)
