"""What names stand for, as arrays: members of a concept, pairs of a relation or a comparison."""

import operator
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from app.engine.stream import Floats
from app.language.program import Comparison, Ref
from app.language.scope import Scope

_TESTS: dict[Comparison, Callable[..., NDArray[np.bool_]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def members(scope: Scope, space: str, what: Ref) -> Floats:
    """(labels,): 1 for each leaf label of `what`."""
    marked = np.zeros(len(scope.spaces[space]))
    marked[list(scope.members(space, what) or ())] = 1
    return marked


def related(scope: Scope, relation: str, left: str, right: str) -> Floats:
    """(left labels, right labels): 1 for each pair of the relation, however often covered."""
    pairs = scope.relations[relation].pairs
    lefts = np.array([members(scope, left, one) for one, _ in pairs])
    rights = np.array([members(scope, right, other) for _, other in pairs])
    covered: Floats = lefts.T @ rights
    return np.minimum(covered, 1)


def compared(scope: Scope, key: str, comparison: Comparison, query: str, shift: int) -> Floats:
    """(key labels, query labels): 1 where the comparison of two spaces accepts the pair.

    Labels of one space that carry no value are compared by identity under unshifted `==` and
    `!=`; everything else goes by value. Made at once: two spaces of 256 labels have 65,536 pairs.
    """
    if key == query and shift == 0 and comparison in ("==", "!="):
        equal = np.eye(len(scope.spaces[key]))
        return equal if comparison == "==" else 1 - equal
    keys, queries = scope.values(key), scope.values(query)
    known = np.outer([v is not None for v in keys], [v is not None for v in queries])
    left = np.array([v or 0 for v in keys], dtype=object)[:, None]
    right = np.array([(v or 0) + shift for v in queries], dtype=object)
    accepted = np.asarray(_TESTS[comparison](left, right), dtype=bool) & known
    return np.asarray(accepted, dtype=np.float64)
