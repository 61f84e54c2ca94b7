"""What a program costs (LANGUAGE reference, section 8): the measures of budgets and rankings.

Costs are counted from the program alone; a program with complaints still has the costs of what
can be understood of it, so that the budget is shown while one builds.
"""

from dataclasses import asdict, dataclass
from functools import lru_cache

from app.language import arithmetic, bounds
from app.language.allowance import Given
from app.language.arithmetic import inputs
from app.language.expand import neurons, reads, rules_of
from app.language.given import counted_layers
from app.language.program import (
    Amount,
    Between,
    Clause,
    Compare,
    Compute,
    Condition,
    Copy,
    Has,
    Head,
    Is,
    Layer,
    Neuron,
    Otherwise,
    Prefer,
    Program,
    Relate,
    Rule,
    Same,
    Term,
    When,
)
from app.language.scope import Scope, scope_of
from app.language.setting import Setting


@dataclass(frozen=True, slots=True)
class Cost:
    """The costs of a whole program; `width` is d_model and `parameters` counts dense weights."""

    layers: int
    heads: int
    terms: int
    neurons: int
    width: int
    value_width: int
    key_width: int
    parameters: int

    def as_json(self) -> dict[str, int]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class LayerCost:
    """The costs that can be bounded layer by layer."""

    heads: int
    terms: int
    neurons: int
    value_width: int
    key_width: int


@lru_cache(maxsize=64)
def cost(program: Program, setting: Setting, given: Given | None = None) -> Cost:
    """The costs of a program, without the steps of a given that is free."""
    scope = scope_of(program, setting)
    counted = counted_layers(program, given)
    by_layer = _by_layer(program, counted, scope)
    width = scope.directions + 1
    of_heads = sum(
        2 * width * (key_width(head, scope) + value_width(head, scope))
        for layer in counted
        for head in layer.heads
    )
    of_neurons = sum(layer.neurons for layer in by_layer)
    fixed = (len(setting.tokens) + setting.max_len + len(program.layers)) * width
    return Cost(
        layers=len(program.layers),
        heads=sum(layer.heads for layer in by_layer),
        terms=sum(layer.terms for layer in by_layer),
        neurons=of_neurons,
        width=width,
        value_width=max((layer.value_width for layer in by_layer), default=0),
        key_width=max((layer.key_width for layer in by_layer), default=0),
        parameters=fixed
        + of_heads
        + of_neurons * (2 * width + 1)
        + _answers(program, scope) * width,
    )


@lru_cache(maxsize=64)
def layer_costs(
    program: Program, setting: Setting, given: Given | None = None
) -> tuple[LayerCost, ...]:
    """The costs of each layer."""
    return _by_layer(program, counted_layers(program, given), scope_of(program, setting))


def key_width(head: Head, scope: Scope) -> int:
    """The rank that a head's clauses need at most: the sum over clauses of the smaller side."""
    return sum(_clause_width(clause, scope) for clause in head.clauses)


def value_width(head: Head, scope: Scope) -> int:
    """The distinct (slot, label) directions a head's copies read."""
    return len({direction for copy in head.copies for direction in _read(copy, scope)})


def combinations(program: Program, scope: Scope) -> int:
    """How many combinations of input values all `compute` rules together ask to try."""
    return sum(
        arithmetic.combinations(rule.expression, scope)
        for layer in program.layers
        for _, rule in rules_of(layer, ())
        if isinstance(rule, Compute) and _computable(rule, scope)
    )


def step_neurons(rule: Rule, scope: Scope, tabulate: bool = True) -> int:
    """The neurons of a rule, 0 where it names what does not exist."""
    if isinstance(rule, Compute) and not _computable(rule, scope):
        return 0
    if isinstance(rule, When):
        slots = [c.left for c in rule.conditions if isinstance(c, Same)]
        if not all(slot in scope.slots for slot in slots):
            return 0
    return neurons(rule, scope, tabulate)


def step_reads(rule: Rule, scope: Scope) -> int:
    """How many amounts the neurons of a rule read, 0 where it names what does not exist."""
    return reads(rule, scope) if step_neurons(rule, scope) else 0


def _computable(rule: Compute, scope: Scope) -> bool:
    reads = inputs(rule.expression)
    if rule.slot not in scope.slots or not all(slot in scope.slots for slot in reads):
        return False
    return all(scope.is_integer(scope.slots[slot]) for slot in reads)


def _by_layer(program: Program, counted: tuple[Layer, ...], scope: Scope) -> tuple[LayerCost, ...]:
    tabulate = combinations(program, scope) <= bounds.COMBINATIONS
    return tuple(_layer(layer, scope, tabulate) for layer in counted)


def _layer(layer: Layer, scope: Scope, tabulate: bool) -> LayerCost:
    rules = [rule for _, rule in rules_of(layer, ())]
    return LayerCost(
        heads=len(layer.heads),
        terms=sum(_head_terms(head) for head in layer.heads) + sum(map(_rule_terms, rules)),
        neurons=sum(step_neurons(rule, scope, tabulate) for rule in rules),
        value_width=max((value_width(head, scope) for head in layer.heads), default=0),
        key_width=max((key_width(head, scope) for head in layer.heads), default=0),
    )


def _answers(program: Program, scope: Scope) -> int:
    slots = [output.slot for output in program.outputs if output.slot in scope.slots]
    return len(scope.labels(slots[0])) if slots else 0


def _clause_width(clause: Clause, scope: Scope) -> int:
    if isinstance(clause, Prefer | Has):
        return 1
    known = [scope.labels(s) for s in (clause.key, clause.query) if s in scope.slots]
    return min((len(labels) for labels in known), default=0)


def _read(copy: Copy, scope: Scope) -> set[tuple[str, int]]:
    space = scope.slots.get(copy.source)
    if space is None:
        return set()
    if copy.part is not None:
        leaves = scope.members(space, copy.part) or ()
    elif copy.through is not None and copy.through in scope.relations:
        sides = (left for left, _ in scope.relations[copy.through].pairs)
        leaves = tuple(leaf for left in sides for leaf in scope.members(space, left) or ())
    else:
        leaves = tuple(range(len(scope.spaces[space])))
    return {(copy.source, leaf) for leaf in leaves}


def _head_terms(head: Head) -> int:
    return len(head.copies) + sum(_clause_terms(clause) for clause in head.clauses)


def _clause_terms(clause: Clause) -> int:
    if isinstance(clause, Prefer):
        return 0
    return 2 if isinstance(clause, Compare | Relate) else 1


def _rule_terms(rule: Rule) -> int:
    if isinstance(rule, Otherwise):
        return 0
    if isinstance(rule, Neuron):
        return _amounts(rule.amount)
    if isinstance(rule, Compute):
        return len(inputs(rule.expression))
    return sum(_condition_terms(condition) for condition in rule.conditions)


def _condition_terms(condition: Condition) -> int:
    match condition:
        case Is():
            return 1
        case Same():
            return 2
        case Amount():
            return _amounts(condition.left) + _amounts(condition.right)
        case Between():
            return _amounts(condition.middle)


def _amounts(terms: tuple[Term, ...]) -> int:
    return sum(term.slot is not None for term in terms)
