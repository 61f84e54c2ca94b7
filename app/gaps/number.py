"""Numbering combinations: equal numbers exactly for equal rows of several columns."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def numbered(*columns: NDArray[np.integer]) -> Numbers:
    """(N,) numbers 0, 1, ... of the rows of some columns, each (N,) and not negative."""
    found = np.unique(columns[0], return_inverse=True)[1].reshape(-1)
    for column in columns[1:]:
        wide = found * (int(column.max(initial=0)) + 1) + column
        found = np.unique(wide, return_inverse=True)[1].reshape(-1)
    numbers: Numbers = found.astype(np.int64)
    return numbers
