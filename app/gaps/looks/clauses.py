"""The score of a head, taken apart into what each of its clauses gives each key.

A head only ever sees the sum. Apart, the clauses tell a true match, which fulfils all of them, from
the best of several poor ones. The sum of the parts is the score that the engine computes, hidden
keys aside; the parts follow LANGUAGE section 5 word by word instead of the engine's shared tables.
"""

from fractions import Fraction

import numpy as np

from app.engine import matrices
from app.engine.stream import Floats
from app.engine.trace import Slots, Trace
from app.language.program import Clause, Compare, Has, Head, Place, Prefer, Program, Relate
from app.language.scope import Scope, scope_of
from app.language.setting import Setting


def head_at(program: Program, place: Place) -> Head:
    """The head at a place such as `("layers", 0, "heads", 1)`."""
    return program.layers[int(place[1])].heads[int(place[3])]


def clause_scores(
    program: Program, setting: Setting, trace: Trace, place: Place
) -> tuple[tuple[Clause, Floats], ...]:
    """Each clause of a head with what it adds to the score: (queries, keys), hidden keys too."""
    scope, stream = scope_of(program, setting), before(trace, place)
    with np.errstate(over="ignore", invalid="ignore"):
        return tuple(
            (clause, _given(clause, scope, setting, stream))
            for clause in head_at(program, place).clauses
        )


def matched(program: Program, setting: Setting, trace: Trace, place: Place) -> Floats:
    """(queries, keys): the score without `prefer`, hidden keys too."""
    size = len(trace.tokens)
    total = np.zeros((size, size))
    for clause, given in clause_scores(program, setting, trace, place):
        if not isinstance(clause, Prefer):
            total += given
    return total


def full(head: Head) -> float | None:
    """The most that a head's clauses but `prefer` could give a key, all reads being crisp.

    None where there are none. Clauses may exclude each other, so this is an upper bound; `most`
    is exact for one query.
    """
    weights = [weight(c) for c in head.clauses if not isinstance(c, Prefer)]
    return float(sum(max(w, Fraction(0)) for w in weights)) if weights else None


def most(program: Program, setting: Setting, trace: Trace, place: Place) -> Floats:
    """(queries,): the most that any key with crisp slots would get, `prefer` left out.

    A key slot enters the score by itself, so each is given the label that suits the query best.
    Whether such a key exists, or may be seen, is not asked.
    """
    scope, stream = scope_of(program, setting), before(trace, place)
    by_slot: dict[str, Floats] = {}
    for clause in head_at(program, place).clauses:
        if not isinstance(clause, Prefer):
            found = _by_label(clause, scope, stream, len(trace.tokens))
            by_slot[clause.key] = by_slot[clause.key] + found if clause.key in by_slot else found
    best = np.zeros(len(trace.tokens))
    for found in by_slot.values():
        best += found.max(axis=1)
    return best


def weight(clause: Compare | Relate | Has) -> Fraction:
    """What a clause gives where it holds, or takes where it should not: its signed weight."""
    return -clause.weight if clause.avoid else clause.weight


def before(trace: Trace, place: Place) -> Slots:
    """The stream that the heads of a place's layer read."""
    return trace.streams[2 * int(place[1])]


def _given(clause: Clause, scope: Scope, setting: Setting, stream: Slots) -> Floats:
    size = len(stream["token"])
    if isinstance(clause, Prefer):
        latest = np.arange(size) / (2 * setting.max_len)
        return np.tile(latest if clause.end == "latest" else -latest, (size, 1))
    found: Floats = _by_label(clause, scope, stream, size) @ stream[clause.key].T
    if isinstance(clause, Has) and clause.negated:
        # `_by_label` puts the 1 of an `is not` on every label; it is there for an empty slot too.
        found = found + float(weight(clause)) * (1 - stream[clause.key].sum(axis=1))
    return found


def _by_label(clause: Compare | Relate | Has, scope: Scope, stream: Slots, size: int) -> Floats:
    """(queries, key labels): what the clause gives a key that holds just that label."""
    if isinstance(clause, Has):
        marked = matrices.members(scope, scope.slots[clause.key], clause.what)
        marked = 1 - marked if clause.negated else marked
        return np.tile(marked * float(weight(clause)), (size, 1))
    key, query = scope.slots[clause.key], scope.slots[clause.query]
    accepted = (
        matrices.related(scope, clause.relation, key, query)
        if isinstance(clause, Relate)
        else matrices.compared(scope, key, clause.comparison, query, clause.shift)
    )
    product: Floats = stream[clause.query] @ (accepted * float(weight(clause))).T
    return product
