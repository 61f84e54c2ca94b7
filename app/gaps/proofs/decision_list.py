"""What a single look can tell apart: sorting rows by a decision list.

A head that selects one position ranks the keys, whatever its scores are: for a query it brings back
the best-ranked key that is there. Rules after it may answer each key differently. So a head can
answer a table of rows with one own stream exactly if the rows can be sorted by a decision list: if
some key is there, answer this; else if some other is there, answer that; and so on. Rivest (1987)
finds such a list if there is one, by taking any key all of whose rows want one answer, as long as
there is one. The rows that are left over are *stuck*: no head that selects is right on all of them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.gaps.exam import Indices

GROUPS_TRIED = 12
"""How many groups of stuck rows are shrunk before the smallest is taken."""

FIRST_LOOK = 64
"""How many rows are tried first; then twice as many, and so on."""


@dataclass(frozen=True, eq=False)
class Table:
    """Rows to be told apart. own (R,) numbers the query, wanted (R,) the answer.

    The pairs say which keys each row sees: row (P,), ascending in literal (P,), where a literal is
    a key as seen by one kind of query. So rows of different `own` share no literal.
    """

    own: Indices
    wanted: Indices
    row: Indices
    literal: Indices

    def __len__(self) -> int:
        return len(self.own)

    def part(self, rows: Indices) -> "Table":
        """Some of the rows, in the order given."""
        number = np.full(len(self.own), -1, dtype=np.intp)
        number[rows] = np.arange(len(rows))
        kept = number[self.row] >= 0
        return Table(self.own[rows], self.wanted[rows], number[self.row[kept]], self.literal[kept])


def table(
    own: NDArray[np.integer], wanted: Indices, row: Indices, key: NDArray[np.integer]
) -> Table:
    """A table from the number of each row's query (R,), and pairs (P,) of a row and a key it sees.

    The numbers need not be small.
    """
    owns = np.unique(own, return_inverse=True)[1].astype(np.intp)
    keys = np.unique(key, return_inverse=True)[1].astype(np.intp)
    literal = owns[row] * (int(keys.max(initial=-1)) + 1) + keys
    order = np.argsort(literal, kind="stable")
    return Table(owns, wanted, row[order], literal[order])


def stuck(table: Table) -> Indices:
    """The rows that no decision list sorts, ascending: none exactly if a head can answer all."""
    alive = np.ones(len(table), dtype=np.bool_)
    row, literal = table.row, table.literal
    while len(row):
        starts = np.flatnonzero(np.diff(literal, prepend=-1))
        answers = table.wanted[row]
        low, high = np.minimum.reduceat(answers, starts), np.maximum.reduceat(answers, starts)
        sizes = np.diff(starts, append=len(row))
        pure = np.repeat(low == high, sizes)
        if not pure.any():
            break
        alive[row[pure]] = False
        left = alive[row]
        row, literal = row[left], literal[left]
    return np.flatnonzero(alive)


def witness(table: Table) -> Indices:
    """A smallest set of stuck rows that could be found, ascending; none if no row is stuck.

    Early rows are preferred. The set is minimal: without any one of its rows, a head could answer
    the rest. All its rows have one `own`.
    """
    rows = _early(table)
    if not len(rows):
        return rows
    owns, first = np.unique(table.own[rows], return_index=True)
    tried = owns[np.argsort(first, kind="stable")][:GROUPS_TRIED]
    cores = [
        rows[minimal(table.part(rows))] for rows in (rows[table.own[rows] == o] for o in tried)
    ]
    return min(cores, key=len)


def minimal(table: Table) -> Indices:
    """A minimal set of stuck rows out of a table of which some are stuck, ascending.

    One needed row after another is found by halving: the last row of the shortest beginning of the
    table that is stuck together with the rows found so far.
    """
    found = np.zeros(0, dtype=np.intp)
    size = len(table)
    while not len(stuck(table.part(found))):
        low, high = 0, size
        while high - low > 1:
            middle = (low + high) // 2
            tried = np.concatenate([np.arange(middle), found])
            low, high = (low, middle) if len(stuck(table.part(tried))) else (middle, high)
        found = np.concatenate([[high - 1], found]).astype(np.intp)
        size = high - 1
    return found


def _early(table: Table) -> Indices:
    """Stuck rows among the first of the table, as few as show some, and as many again."""
    size = FIRST_LOOK
    while True:
        rows = stuck(table.part(np.arange(min(size, len(table)))))
        if len(rows):
            return stuck(table.part(np.arange(min(2 * size, len(table)))))
        if size >= len(table):
            return rows
        size *= 2
