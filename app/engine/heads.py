"""A head's clauses and copies as arrays.

Clauses about two positions go into one fixed table, clauses about the key alone into one reading.
What is left pairs a key slot with a query slot by a matrix of labels; all pairs of a head are laid
side by side as features, each pair on the side of its smaller space, so that one product of query
and key features gives the rest of the score.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from app.engine import matrices
from app.engine.attention import HeadPlan
from app.engine.reach import Reach, accumulate
from app.engine.stream import Columns, Floats, Reading, compress
from app.language.program import Clause, Compare, Copy, Has, Head, Prefer, Relate

Pair = tuple[str, str]
"""A key slot and a query slot."""


def head_plan(head: Head, reach: Reach) -> HeadPlan:
    """The plan of a head, given what may hold something when its layer begins."""
    pairs = _pairs(head.clauses, reach)
    fixed = _fixed(head.clauses, reach) + pairs.pop(("position", "position"), np.float64(0)).T
    lone = _lone(head.clauses, reach)
    query, key = _features(pairs, reach)
    columns, value = _values(head.copies, reach)
    return HeadPlan(
        name=head.name,
        fixed=reach.share(_masked(fixed, reach)),
        lone=reach.read(lone, 1) if lone else None,
        query=query,
        key=key,
        value=value,
        columns=columns,
    )


# Scores -----------------------------------------------------------------------------------------


def _pairs(clauses: Iterable[Clause], reach: Reach) -> dict[Pair, Floats]:
    """(key labels, query labels) for each pair of slots that clauses compare or relate."""
    pairs: dict[Pair, Floats] = {}
    for clause in clauses:
        if not isinstance(clause, Compare | Relate):
            continue
        if clause.key not in reach.filled or clause.query not in reach.filled:
            continue
        matrix = _matrix(clause, reach) * _weight(clause)
        pair = (clause.key, clause.query)
        pairs[pair] = pairs[pair] + matrix if pair in pairs else matrix
        reach.afford(sum(found.size for found in pairs.values()))
    return pairs


def _matrix(clause: Compare | Relate, reach: Reach) -> Floats:
    if isinstance(clause, Relate):
        return reach.related(clause.relation, clause.key, clause.query)
    key, query = reach.scope.slots[clause.key], reach.scope.slots[clause.query]
    return matrices.compared(reach.scope, key, clause.comparison, query, clause.shift)


def _weight(clause: Compare | Relate | Has) -> float:
    return -float(clause.weight) if clause.avoid else float(clause.weight)


def _fixed(clauses: Iterable[Clause], reach: Reach) -> Floats:
    """(max_len, max_len): `prefer`, the 1 of every `is not`, and what is asked of key positions."""
    size = reach.setting.max_len
    keys = np.zeros(size)
    for clause in clauses:
        if isinstance(clause, Prefer):
            latest = np.arange(size) / (2 * size)
            keys += latest if clause.end == "latest" else -latest
        elif isinstance(clause, Has):
            weight = _weight(clause)
            if clause.negated:
                keys += weight
            if clause.key == "position":
                keys += _asked(clause, reach)
    return np.tile(keys, (size, 1))


def _lone(clauses: Iterable[Clause], reach: Reach) -> dict[str, Floats]:
    """(labels, 1) for each key slot that `is` clauses ask about, positions left out."""
    lone: dict[str, Floats] = {}
    for clause in clauses:
        if isinstance(clause, Has) and clause.key in reach.filled - {"position"}:
            accumulate(lone, clause.key, _asked(clause, reach)[:, None])
    return lone


def _asked(clause: Has, reach: Reach) -> Floats:
    """(labels,): what each label of the key adds to the score, without the 1 of an `is not`."""
    marked = matrices.members(reach.scope, reach.scope.slots[clause.key], clause.what)
    return marked * (-_weight(clause) if clause.negated else _weight(clause))


def _masked(fixed: Floats, reach: Reach) -> Floats:
    """The fixed scores with minus infinity where the query may not look."""
    if reach.setting.attention == "bidirectional":
        return fixed
    seen = np.tri(len(fixed), dtype=bool)
    return np.where(seen, fixed, -np.inf)


def _features(pairs: Mapping[Pair, Floats], reach: Reach) -> tuple[Reading | None, Reading | None]:
    """The query and the key features whose product sums all pairs."""
    groups = _groups(pairs)
    size = sum(len(used) for used in groups.values())
    if size == 0:
        return None, None
    asked = {slot for pair in pairs for slot in pair}
    reach.afford(size * 2 * sum(reach.size(slot) for slot in asked))
    queries: dict[str, Floats] = defaultdict(lambda: np.zeros((0, 0)))
    keys: dict[str, Floats] = {}
    at = 0
    for (side, slot), used in groups.items():
        place = slice(at, at + len(used))
        own, others = (keys, queries) if side == "key" else (queries, keys)
        _block(own, slot, reach.size(slot), size)[used, place] = np.eye(len(used))
        for pair, matrix in pairs.items():
            other = pair[1] if side == "key" else pair[0]
            if _side(pair, matrix) == (side, slot):
                turned = matrix if side == "key" else matrix.T
                _block(others, other, reach.size(other), size)[:, place] += turned[used].T
        at += len(used)
    return reach.read(dict(queries), size), reach.read(keys, size)


def _groups(pairs: Mapping[Pair, Floats]) -> dict[tuple[str, str], list[int]]:
    """(side, slot) -> the labels of that slot that any of its pairs uses."""
    groups: dict[tuple[str, str], set[int]] = {}
    for pair, matrix in pairs.items():
        side, slot = _side(pair, matrix)
        used = matrix.any(axis=1 if side == "key" else 0)
        groups.setdefault((side, slot), set()).update(int(i) for i in np.flatnonzero(used))
    return {group: sorted(used) for group, used in groups.items()}


def _side(pair: Pair, matrix: Floats) -> tuple[str, str]:
    """The side with fewer labels, and its slot."""
    return ("key", pair[0]) if matrix.shape[0] <= matrix.shape[1] else ("query", pair[1])


def _block(parts: dict[str, Floats], slot: str, labels: int, size: int) -> Floats:
    if slot not in parts:
        parts[slot] = np.zeros((labels, size))
    return parts[slot]


# Values -----------------------------------------------------------------------------------------


def _values(copies: Iterable[Copy], reach: Reach) -> tuple[Columns | None, Reading | None]:
    """Where a head writes, and the reading of what it brings there."""
    moves = [(copy, _copied(copy, reach)) for copy in copies if copy.source in reach.filled]
    touched = {
        reach.column((copy.target, int(label)))
        for copy, matrix in moves
        for label in np.flatnonzero(matrix.any(axis=0))
    }
    if not touched:
        return None, None
    columns, covered = compress(touched)
    reach.afford(len(covered) * sum(reach.size(slot) for slot in {c.source for c, _ in moves}))
    parts: dict[str, Floats] = {}
    for copy, matrix in moves:
        target = reach.layout.columns[copy.target]
        wide = np.zeros((len(matrix), reach.layout.width))
        wide[:, target.start : target.stop] = matrix
        accumulate(parts, copy.source, wide[:, covered])
    return columns, reach.read(parts, len(covered))


def _copied(copy: Copy, reach: Reach) -> Floats:
    """(source labels, target labels): the gain times the identity, a part of it, or a relation."""
    if copy.through is not None:
        matrix = reach.related(copy.through, copy.source, copy.target)
    elif copy.part is not None:
        space = reach.scope.slots[copy.source]
        matrix = np.diag(matrices.members(reach.scope, space, copy.part))
    else:
        matrix = np.eye(reach.size(copy.source))
    return matrix * float(copy.gain)
