"""Seats that share their class with one that wants another answer, the shortest first.

A *class* is a number for what a seat holds. A seat's *rank* is its place in the pool.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.gaps.exam import Exam, Indices

Ranked = tuple[int, int]
"""Two ranks in the pool, the larger first: of two such pairs the smaller is the shorter."""


def in_conflict(classes: Indices, wanted: Indices) -> NDArray[np.bool_]:
    """(S,): whether another seat of the same class wants another answer."""
    if not len(classes):
        return np.zeros(0, dtype=np.bool_)
    classes = _dense(classes)
    some = np.zeros(int(classes.max()) + 1, dtype=np.int16)
    some[classes] = wanted
    torn = np.zeros(len(some), dtype=np.bool_)
    torn[classes[some[classes] != wanted]] = True
    found: NDArray[np.bool_] = torn[classes]
    return found


@dataclass(frozen=True, eq=False, slots=True)
class Pool:
    """The seats in conflict, by length and then in order: all arrays are (M,)."""

    exam: Exam
    seats: Indices
    rows: Indices
    lengths: Indices
    classes: Indices
    wanted: Indices

    def upto(self, length: int) -> int:
        """How many have at most this length: they come first."""
        return int(np.searchsorted(self.lengths, length, side="right"))

    def longer(self, place: int, count: int) -> slice:
        """Those of the first `count` that have a token at a place."""
        return slice(min(self.upto(place), count), count)


def pool_of(exam: Exam, classes: Indices, members: Indices) -> Pool:
    """Some seats, by number, as a pool."""
    lengths = exam.lengths[exam.seats.rows[members]]
    members = members[np.argsort(lengths, kind="stable")]
    rows = exam.seats.rows[members]
    return Pool(
        exam=exam,
        seats=members,
        rows=rows,
        lengths=exam.lengths[rows].astype(np.intp),
        classes=classes[members],
        wanted=exam.seats.wanted[members],
    )


def distance_of(pool: Pool, one: int, other: int) -> int:
    """In how many places the tokens of two ranks differ."""
    short, long = sorted((one, other), key=lambda rank: int(pool.lengths[rank]))
    size, tokens = int(pool.lengths[short]), pool.exam.tokens
    unequal = tokens[pool.rows[short], :size] != tokens[pool.rows[long], :size]
    return int(unequal.sum()) + int(pool.lengths[long]) - size


def _dense(classes: Indices) -> Indices:
    """The same classes by numbers small enough to index a table."""
    if int(classes.max()) < 64 * len(classes) + 2**22:
        return classes
    return np.unique(classes, return_inverse=True)[1].reshape(-1)
