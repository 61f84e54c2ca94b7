"""The cases of one length and one seat, seen as what is free in them and what is not.

A choice of fixed tokens *settles* the answer if all cases that have them want one answer as soon as
the rest of the sequence is known too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from app.gaps.exam import Exam, Indices
from app.gaps.number import Numbers, numbered
from app.gaps.proofs.asked import visible


@dataclass(frozen=True, eq=False)
class Block:
    """The cases of one length that are asked at one position, with one token there.

    seats (S,) number them in `exam.seats`; tokens (S, F) are those at the free positions; rest (S,)
    numbers what else is visible, and wanted (S,) the answers.
    """

    seats: Indices
    free: tuple[int, ...]
    tokens: Numbers
    rest: Numbers
    wanted: Indices


def settled(block: Block, heads: int) -> tuple[tuple[int, ...], int] | None:
    """Columns to fix, and a row to take their tokens from, that leave one answer; None if none do.

    It is enough to fix as many as there are heads: what leaves both answers open when more is
    fixed leaves them open when less is.
    """
    every = range(len(block.free))
    for columns in combinations(every, min(heads, len(every))):
        fixed = numbered(np.zeros_like(block.rest), *(block.tokens[:, c] for c in columns))
        either = np.zeros(int(fixed.max()) + 1, dtype=np.bool_)
        either[fixed[_mixed(numbered(fixed, block.rest), block.wanted)]] = True
        if not either.all():
            return columns, int(np.flatnonzero(fixed == np.argmin(either))[0])
    return None


def narrowed(block: Block, columns: tuple[int, ...], row: int) -> Indices:
    """The rows with the same tokens as one of them in some columns."""
    chosen = list(columns)
    return np.flatnonzero((block.tokens[:, chosen] == block.tokens[row, chosen]).all(axis=1))


def clash(block: Block, rows: Indices) -> tuple[int, int] | None:
    """Two seats among some rows, alike outside the free positions, that want different answers."""
    order = rows[np.lexsort((block.wanted[rows], block.rest[rows]))]
    same = np.diff(block.rest[order]) == 0
    pairs = np.flatnonzero(same & (np.diff(block.wanted[order]) != 0))
    if not len(pairs):
        return None
    one, other = order[pairs[0]], order[pairs[0] + 1]
    return int(block.seats[one]), int(block.seats[other])


def blocks_of(exam: Exam, seat: int, free: tuple[int, ...]) -> Iterator[Block]:
    """The cases of a seat's length and position, for each token there; the seat's own first."""
    position, alike = int(exam.seats.positions[seat]), alike_seats(exam, seat)
    tokens = exam.tokens[exam.seats.rows[alike], : int(visible(exam)[seat])].astype(np.int64)
    outside = [place for place in range(tokens.shape[1]) if place not in free]
    rest = numbered(*(tokens[:, place] for place in outside))
    own, mine = tokens[:, position], int(exam.tokens[exam.seats.rows[seat], position])
    for token in sorted(set(own.tolist()), key=lambda token: token != mine):
        kept = own == token
        seats = alike[kept]
        yield Block(seats, free, tokens[kept][:, list(free)], rest[kept], exam.seats.wanted[seats])


def alike_seats(exam: Exam, seat: int) -> Indices:
    """The seats of a seat's length and position."""
    lengths, positions = exam.lengths[exam.seats.rows], exam.seats.positions
    return np.flatnonzero((lengths == lengths[seat]) & (positions == positions[seat]))


def _mixed(group: Numbers, wanted: Indices) -> NDArray[np.bool_]:
    """(S,): whether the rows of a row's group want different answers."""
    low = np.full(int(group.max()) + 1, np.iinfo(np.intp).max)
    high = np.full(len(low), -1)
    np.minimum.at(low, group, wanted)
    np.maximum.at(high, group, wanted)
    return np.asarray((low < high)[group])
