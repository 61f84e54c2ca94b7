"""The two seats most alike that are held to be the same but want different answers.

Most alike means: the fewest tokens differ, compared place by place from the left, a missing one
counting as a difference; then the one whose longer sequence is shorter, or comes first. Few seats
are compared pair by pair. Of many, pairs that differ in at most two tokens are found by leaving out
each place, or two, and grouping what is left by a hash, short sequences first; where there are
none, only the shortest of each class are compared, and a nearer pair may be missed.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.gaps.collisions.pairwise import compared, effort
from app.gaps.collisions.pool import Pool, Ranked, distance_of, in_conflict, pool_of
from app.gaps.exam import Exam, Indices

FEW = 2_000_000
"""Up to how many tokens are compared pair by pair at once."""

MASKED = 2
"""Up to how many tokens that differ are looked for by leaving places out."""

WORK = 4_000_000
"""How many keys may be grouped for each number of places left out."""

_EACH = 4000
"""What one choice of places costs beside its keys."""

_SOME = 256
"""How many seats are looked at first."""

_TRIED = 32
"""How many pairs may turn out not to be the same after all before a search gives up."""

Hashes = NDArray[np.uint64]
Confirm = Callable[[int, int], bool]


@dataclass(frozen=True, slots=True)
class Closest:
    """Two seats by number, the shorter or earlier first, and in how many tokens they differ.

    `fewest` says whether it is certain that no two such seats differ in fewer.
    """

    first: int
    second: int
    distance: int
    fewest: bool


def closest(exam: Exam, classes: Indices, same: Confirm) -> Closest | None:
    """The closest pair of one class and different wanted answers; `same` confirms a pair."""
    members = np.flatnonzero(in_conflict(classes, exam.seats.wanted))
    if not len(members):
        return None
    pool = pool_of(exam, classes, members)
    sure, excluded = True, -1
    for distance in () if effort(pool) <= FEW else range(MASKED + 1):
        pairs, complete = _masked(pool, distance)
        found = next(_confirmed(pool, pairs, distance, same), None)
        if found is not None:
            sure = sure and found.fewest
            return replace(found, fewest=sure)
        sure = sure and complete and not pairs
        excluded = distance if sure else excluded
    pairs_by_distance, complete = compared(pool)
    for distance, pairs in sorted(pairs_by_distance.items()):
        for found in _confirmed(pool, pairs, distance, same):
            fewest = found.fewest and (complete or distance == excluded + 1)
            return replace(found, fewest=fewest)
    return None


def _confirmed(pool: Pool, pairs: list[Ranked], distance: int, same: Confirm) -> Iterator[Closest]:
    """The pairs that hold, best first. After one that does not, `fewest` is no longer claimed."""
    for tried, (other, one) in enumerate(sorted(set(pairs))[:_TRIED]):
        first, second = int(pool.seats[one]), int(pool.seats[other])
        apart = distance_of(pool, one, other)
        if apart <= distance and same(first, second):
            yield Closest(first, second, apart, tried == 0)


# By leaving places out --------------------------------------------------------------------------


def _masked(pool: Pool, distance: int) -> tuple[list[Ranked], bool]:
    """The best pairs that differ in at most these many places, and whether all were looked at.

    More and more of the pool is taken, the shortest first, until there is a pair: whatever is
    still left out comes later.
    """
    left, count = WORK, 0
    while count < len(pool.seats):
        count = min(max(2 * count, _SOME), len(pool.seats))
        pairs, left = _among(pool, count, distance, left)
        if pairs or left < 0:
            return pairs, left >= 0
    return [], True


def _among(pool: Pool, count: int, distance: int, left: int) -> tuple[list[Ranked], int]:
    """The best pairs for each choice of places, and how much of the work is left, or below 0."""
    longest = int(pool.lengths[count - 1])
    marks = _marks(pool, count, longest)
    whole = _spread(pool.classes[:count])
    for place, mark in enumerate(marks):
        whole[pool.longer(place, count)] += mark
    pairs: list[Ranked] = []
    for places in combinations(range(longest), distance):
        start = _first(pool, places, count)
        left -= count - start + _EACH
        if left < 0:
            return [], left
        keys = whole[start:].copy()
        for place in places:
            part = pool.longer(place, count)
            keys[max(part.start - start, 0) :] -= marks[place][max(start - part.start, 0) :]
        pairs += _clashes(pool, keys, start)
    return pairs, left


def _marks(pool: Pool, count: int, longest: int) -> list[Hashes]:
    """For each place a number for the token there, for every seat long enough."""
    rng = np.random.default_rng(2)
    kinds = len(pool.exam.setting.tokens)
    made = []
    for place in range(longest):
        table = rng.integers(0, 2**64, kinds, dtype=np.uint64)
        rows = pool.rows[pool.longer(place, count)]
        made.append(table[pool.exam.tokens[rows, place]])
    return made


def _first(pool: Pool, places: tuple[int, ...], count: int) -> int:
    """The first rank that leaving out these places, and no fewer, can be of use to."""
    if not places:
        return 0
    end = places[-1]
    while end - 1 in places:
        end -= 1
    return min(int(np.searchsorted(pool.lengths, end)), count)


def _clashes(pool: Pool, keys: Hashes, start: int) -> list[Ranked]:
    """The best pairs with equal keys and different wanted answers, if there are any.

    A small table is filled first: a key whose bucket holds no other answer is out at once.
    """
    wanted = pool.wanted[start : start + len(keys)]
    bits = max(8, len(keys).bit_length() + 3)
    bucket = (keys >> np.uint64(64 - bits)).astype(np.intp)
    table = np.zeros(1 << bits, dtype=np.int16)
    table[bucket] = wanted
    torn = table[bucket] != wanted
    if not torn.any():
        return []
    marked = np.zeros(1 << bits, dtype=np.bool_)
    marked[bucket[torn]] = True
    suspects = np.flatnonzero(marked[bucket])
    ordered = suspects[np.argsort(keys[suspects], kind="stable")]
    fresh = np.diff(keys[ordered], prepend=~keys[ordered[:1]]) != 0
    group = np.cumsum(fresh) - 1
    leader = ordered[fresh][group]
    apart = np.flatnonzero(wanted[ordered] != wanted[leader])
    if not len(apart):
        return []
    # Nothing before the first that wants something else than its leader clashes in its group.
    _, index = np.unique(group[apart], return_index=True)
    others = ordered[apart[index]]
    best = np.argsort(others)[:_TRIED]
    leaders = leader[apart[index]]
    return [(int(others[i]) + start, int(leaders[i]) + start) for i in best]


def _spread(classes: Indices) -> Hashes:
    """A number for each class that no sum of tokens' numbers is likely to meet."""
    found: Hashes = (classes.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    found ^= found >> np.uint64(31)
    return found * np.uint64(0xBF58476D1CE4E5B9)
