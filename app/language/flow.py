"""Which heads select: read exactly one position whatever the sequence.

In hard mode a head with `prefer`, whole-number weights and whole reads gives every key a whole
score plus a distinct fraction below one half, so no two keys tie. Whether a slot holds only whole
amounts, and how large they can be, is followed from layer to layer; what cannot be shown is not
claimed. A score may not be so large that the fraction is lost in the rounding of numbers.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import prod

from app.language.arithmetic import inputs
from app.language.expand import rules_of
from app.language.program import (
    Compare,
    Compute,
    Copy,
    Has,
    Head,
    Is,
    Neuron,
    Otherwise,
    Place,
    Prefer,
    Program,
    Relate,
    Rule,
    Same,
    When,
)
from app.language.scope import Scope, scope_of
from app.language.setting import Setting

LARGEST = 2.0**28
"""What the scores of a selecting head may come to: their fractions stay apart in 64-bit floats."""


@lru_cache(maxsize=64)
def selects(program: Program, setting: Setting) -> dict[Place, bool]:
    """For the place of every head, whether it provably reads exactly one position."""
    scope = scope_of(program, setting)
    ragged: set[str] = set()
    sizes: dict[str, float] = {"token": 1.0, "position": 1.0}
    found: dict[Place, bool] = {}
    for n, layer in enumerate(program.layers):
        at: Place = ("layers", n)
        fresh: set[str] = set()
        grown: list[tuple[str, float]] = []
        for h, head in enumerate(layer.heads):
            one = setting.mode == "hard" and _selects(head, ragged, sizes)
            found[(*at, "heads", h)] = one
            fresh |= {c.target for c in head.copies if not (one and _whole_copy(c, ragged))}
            grown += [(c.target, _copied(c, sizes, scope)) for c in head.copies]
        ragged |= fresh
        _grow(sizes, grown)
        rules = list(rules_of(layer, at))
        ragged |= {
            slot
            for _, rule in rules
            if not (_whole_activation(rule, ragged) and _whole_gains(rule))
            for slot in _written(rule)
        }
        _grow(sizes, list(_added([rule for _, rule in rules], sizes, scope)))
    return found


# How large the amounts of a slot can be, added up over its labels ---------------------------------


def _grow(sizes: dict[str, float], grown: list[tuple[str, float]]) -> None:
    for slot, size in grown:
        sizes[slot] = sizes.get(slot, 0.0) + size


def _copied(copy: Copy, sizes: dict[str, float], scope: Scope) -> float:
    """What a copy can bring: an average is no larger than the largest; a relation may fan out."""
    fan = len(scope.labels(copy.target)) if copy.through and copy.target in scope.slots else 1
    return abs(float(copy.gain)) * sizes.get(copy.source, 0.0) * fan


def _added(rules: list[Rule], sizes: dict[str, float], scope: Scope) -> Iterator[tuple[str, float]]:
    """What rules can write, and the defaults that count on them."""
    fires = [(rule, _fired(rule, sizes, scope)) for rule in rules]
    for rule, size in fires:
        if isinstance(rule, Otherwise):
            counted = [s for other, s in fires if rule.slot in _written(other)]
            yield rule.slot, 1.0 + sum(counted)
        elif isinstance(rule, Compute):
            yield rule.slot, size
        else:
            yield from ((w.slot, abs(float(w.gain)) * size) for w in rule.writes)


def _fired(rule: Rule, sizes: dict[str, float], scope: Scope) -> float:
    """The most that all the neurons of a rule together can come to; amounts come to 1."""
    if isinstance(rule, Otherwise):
        return 0.0
    if isinstance(rule, Compute):
        read = inputs(rule.expression)
        known = [len(scope.labels(slot)) for slot in read if slot in scope.slots]
        # One that reads nothing writes 1.
        return (1.0 + sum(sizes.get(slot, 0.0) for slot in read)) * prod(known)
    if isinstance(rule, Neuron):
        return sum(
            abs(float(term.coefficient)) * (sizes.get(term.slot, 0.0) if term.slot else 1.0)
            for term in rule.amount
        )
    same = [c.left for c in rule.conditions if isinstance(c, Same) and c.left in scope.slots]
    return _met(rule, sizes) * prod(len(scope.labels(slot)) for slot in same)


def _met(rule: When, sizes: dict[str, float]) -> float:
    total = 1.0
    for condition in rule.conditions:
        if isinstance(condition, Is):
            total += 1.0 + sizes.get(condition.slot, 0.0)
        elif isinstance(condition, Same):
            total += sizes.get(condition.left, 0.0) + sizes.get(condition.right, 0.0)
    return total


# Whether amounts are whole ------------------------------------------------------------------------


def _selects(head: Head, ragged: set[str], sizes: dict[str, float]) -> bool:
    if not any(isinstance(clause, Prefer) for clause in head.clauses):
        return False
    score = 0.0
    for clause in head.clauses:
        if isinstance(clause, Prefer):
            continue
        read = {clause.key} if isinstance(clause, Has) else {clause.key, clause.query}
        if clause.weight.denominator != 1 or read & ragged:
            return False
        score += abs(float(clause.weight)) * _scored(clause, sizes)
    return score <= LARGEST


def _scored(clause: Compare | Relate | Has, sizes: dict[str, float]) -> float:
    """The most that a clause of weight 1 can add to a score."""
    key = sizes.get(clause.key, 0.0)
    return 1.0 + key if isinstance(clause, Has) else key * sizes.get(clause.query, 0.0)


def _whole_copy(copy: Copy, ragged: set[str]) -> bool:
    return copy.gain.denominator == 1 and copy.source not in ragged


def _whole_activation(rule: Rule, ragged: set[str]) -> bool:
    if isinstance(rule, When):
        for condition in rule.conditions:
            if isinstance(condition, Is):
                if condition.slot in ragged:
                    return False
            elif isinstance(condition, Same):
                if {condition.left, condition.right} & ragged:
                    return False
            else:
                return False
        return True
    if isinstance(rule, Neuron):
        return all(
            term.coefficient.denominator == 1 and term.slot not in ragged for term in rule.amount
        )
    if isinstance(rule, Compute):
        return not ragged.intersection(inputs(rule.expression))
    return True


def _whole_gains(rule: Rule) -> bool:
    return not isinstance(rule, When | Neuron) or all(w.gain.denominator == 1 for w in rule.writes)


def _written(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, Otherwise | Compute):
        return (rule.slot,)
    return tuple(write.slot for write in rule.writes)
