"""A head: where each position looks, and what it brings back.

The score of key j for query i is a fixed part that depends on the two positions alone, a part that
depends on the key alone, and a product of query features and key features. Hidden keys score minus
infinity. What is brought back is a reading of the keys, averaged under the pattern.
"""

from dataclasses import dataclass

import numpy as np

from app.engine.limits import TIE
from app.engine.stream import Columns, Floats, Reading, Stream, read

_NARROW = 16
"""Up to this many columns, comparing them one after another beats NumPy's reduction."""


@dataclass(frozen=True, eq=False, slots=True)
class HeadPlan:
    """One head. `fixed` is (max_len, max_len), queries first; `lone` reads one amount a key.

    `query` and `key` read equally many features. `value` reads what is brought back, gains
    included, to `columns`. A part that is None adds nothing.
    """

    name: str
    fixed: Floats
    lone: Reading | None
    query: Reading | None
    key: Reading | None
    value: Reading | None
    columns: Columns | None


@dataclass(frozen=True, eq=False, slots=True)
class Looks:
    """Where a head looked: `shares` are not yet divided by their `totals`.

    `scores` and `shares` are (batch or 1, length, length), queries before keys, `totals` the same
    with one column.
    """

    scores: Floats
    shares: Floats
    totals: Floats


def look(head: HeadPlan, stream: Stream, sharpness: float | None) -> Looks:
    """The scores and the pattern of a head; hard attention where there is no sharpness."""
    scores = score(head, stream)
    best = largest(scores)
    if sharpness is None:
        shares = (scores >= best - TIE).astype(np.float64)
    else:
        shares = np.exp(sharpness * (scores - best))
    return Looks(scores, shares, _row_sums(shares))


def bring(head: HeadPlan, looks: Looks, stream: Stream) -> Floats | None:
    """What a head adds to its columns, (batch or 1, length, columns), or None if nothing."""
    if head.value is None:
        return None
    brought: Floats = np.matmul(looks.shares, read(head.value, stream))
    if (looks.totals != 1).any():
        brought /= looks.totals
    return brought


def score(head: HeadPlan, stream: Stream) -> Floats:
    """(batch or 1, length, length), queries before keys."""
    length = stream.length
    scores = head.fixed[None, :length, :length]
    if head.query is not None and head.key is not None:
        keys = read(head.key, stream).transpose(0, 2, 1)
        product: Floats = np.matmul(read(head.query, stream), keys)
        product += scores
        scores = product
    if head.lone is not None:
        scores = scores + read(head.lone, stream).transpose(0, 2, 1)
    return scores


def largest(amounts: Floats) -> Floats:
    """The largest along the last axis, which is kept with size 1."""
    size = amounts.shape[-1]
    if size > _NARROW:
        best: Floats = np.max(amounts, axis=-1, keepdims=True)
        return best
    best = amounts[..., :1]
    for column in range(1, size):
        best = np.maximum(best, amounts[..., column : column + 1])
    return best


def _row_sums(shares: Floats) -> Floats:
    """Sums along the last axis, kept with size 1; as a product, which is quicker for short rows."""
    sums: Floats = np.matmul(shares, np.ones((shares.shape[-1], 1)))
    return sums
