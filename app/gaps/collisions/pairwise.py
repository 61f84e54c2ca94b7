"""The closest seats of each class, compared pair by pair as far as that is affordable."""

import numpy as np

from app.gaps.collisions.pool import Pool, Ranked
from app.gaps.exam import Indices

PAIRS = 8_000_000
"""How many tokens may be compared when seats are compared pair by pair."""

CLASSES = 256
"""Of how many classes seats are compared pair by pair."""


def effort(pool: Pool) -> int:
    """How many tokens have to be compared to compare all pairs of each class."""
    sizes = np.diff(
        np.flatnonzero(np.diff(np.sort(pool.classes), prepend=-1)), append=len(pool.seats)
    )
    if len(sizes) > CLASSES:
        return PAIRS + 1
    return int((sizes**2).sum()) * int(pool.lengths[-1])


def compared(pool: Pool) -> tuple[dict[int, list[Ranked]], bool]:
    """The best pair of each class, by distance, and whether all pairs were compared."""
    groups = sorted(_groups(pool), key=lambda group: int(group[0]))
    complete = len(groups) <= CLASSES
    groups = groups[:CLASSES]
    width = int(pool.lengths[-1])
    if sum(len(group) ** 2 for group in groups) * width > PAIRS:
        most = max(2, int((PAIRS / (width * len(groups))) ** 0.5))
        complete = complete and all(len(group) <= most for group in groups)
        groups = [_shortest(pool, group, most) for group in groups]
    found: dict[int, list[Ranked]] = {}
    for group in groups:
        distance, ranked = _best(pool, group)
        found.setdefault(distance, []).append(ranked)
    return found, complete


def _groups(pool: Pool) -> list[Indices]:
    """The ranks of each class."""
    order = np.argsort(pool.classes, kind="stable")
    starts = np.flatnonzero(np.diff(pool.classes[order], prepend=-1))
    return np.split(order, starts[1:])


def _shortest(pool: Pool, group: Indices, most: int) -> Indices:
    """The shortest seats of a class, of its first answer and of others half each at most."""
    if len(group) <= most:
        return group
    first = pool.wanted[group] == pool.wanted[group[0]]
    half = max(1, most // 2)
    return np.sort(np.concatenate([group[first][:half], group[~first][:half]]))


def _best(pool: Pool, group: Indices) -> tuple[int, Ranked]:
    """The distance and the ranks of the closest pair of a class."""
    lengths, wanted = pool.lengths[group], pool.wanted[group]
    width = int(lengths.max())
    tokens = pool.exam.tokens[pool.rows[group], :width].astype(np.int16)
    tokens[np.arange(width) >= lengths[:, None]] = -1
    distance = np.zeros((len(group), len(group)), dtype=np.int64)
    for place in range(width):
        distance += tokens[:, place, None] != tokens[None, :, place]
    distance[wanted[:, None] == wanted[None, :]] = width + 1
    distance[np.triu_indices(len(group))] = width + 1
    other, one = divmod(int(np.argmin(distance)), len(group))
    return int(distance[other, one]), (int(group[other]), int(group[one]))
