"""Which heads select: read exactly one position whatever the sequence.

In hard mode a head with `prefer`, whole-number weights and whole reads gives every key a whole
score plus a distinct fraction below one half, so no two keys tie. Whether a slot holds only whole
amounts is followed from layer to layer; what cannot be shown is not claimed.
"""

from functools import lru_cache

from app.language.arithmetic import inputs
from app.language.expand import rules_of
from app.language.program import (
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
    Rule,
    Same,
    When,
)
from app.language.setting import Setting


@lru_cache(maxsize=64)
def selects(program: Program, setting: Setting) -> dict[Place, bool]:
    """For the place of every head, whether it provably reads exactly one position."""
    ragged: set[str] = set()
    found: dict[Place, bool] = {}
    for n, layer in enumerate(program.layers):
        at: Place = ("layers", n)
        fresh: set[str] = set()
        for h, head in enumerate(layer.heads):
            one = setting.mode == "hard" and _selects(head, ragged)
            found[(*at, "heads", h)] = one
            fresh |= {c.target for c in head.copies if not (one and _whole_copy(c, ragged))}
        ragged |= fresh
        ragged |= {
            slot
            for _, rule in rules_of(layer, at)
            if not (_whole_activation(rule, ragged) and _whole_gains(rule))
            for slot in _written(rule)
        }
    return found


def _selects(head: Head, ragged: set[str]) -> bool:
    if not any(isinstance(clause, Prefer) for clause in head.clauses):
        return False
    for clause in head.clauses:
        if isinstance(clause, Prefer):
            continue
        read = {clause.key} if isinstance(clause, Has) else {clause.key, clause.query}
        if clause.weight.denominator != 1 or read & ragged:
            return False
    return True


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
