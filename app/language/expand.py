"""Rules as neurons: every rule of a layer expanded into hinges, exactly as section 6 says.

A *hinge* is `scale * relu(bias + sum of coefficient * amount)`: one neuron. A *unit* is one rule
after its shorthands are expanded; its activation is the sum of its hinges, and it adds gain times
that activation to every direction it writes. The engine, the compiler and the costs all read this.

`half` asks that the program has no complaints; `neurons` counts without expanding, so that bounds
can be checked first.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import prod

from app.language import arithmetic
from app.language.program import (
    Amount,
    Between,
    Compute,
    Condition,
    Is,
    Layer,
    Neuron,
    Otherwise,
    Place,
    Ref,
    Rule,
    Same,
    Term,
    When,
    Write,
)
from app.language.scope import Scope

Direction = tuple[str, int]
"""A slot and a label index: one direction of the stream."""

HINGES = {"==": 3, "<": 2, "<=": 2, ">": 2, ">=": 2}


@dataclass(frozen=True, slots=True)
class Hinge:
    """`scale * relu(bias + sum(coefficient * stream[direction]))`."""

    scale: float
    inputs: tuple[tuple[Direction, float], ...]
    bias: float


@dataclass(frozen=True, slots=True)
class Unit:
    """One expanded rule: where it was written, its hinges, and what it writes with what gain."""

    place: Place
    hinges: tuple[Hinge, ...]
    writes: tuple[tuple[Direction, float], ...]


@dataclass(frozen=True, slots=True)
class Default:
    """An `otherwise`: writes 1 minus the activations of the units it counts (their indices)."""

    place: Place
    target: Direction
    counted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Half:
    """The MLP half of a layer, all blocks together."""

    units: tuple[Unit, ...] = ()
    defaults: tuple[Default, ...] = ()


def rules_of(layer: Layer, at: Place) -> Iterator[tuple[Place, Rule]]:
    """Every rule of a layer with its place; `at` is the layer's own."""
    for b, block in enumerate(layer.mlps):
        for r, rule in enumerate(block.rules):
            yield (*at, "mlps", b, "rules", r), rule


def half(layer: Layer, at: Place, scope: Scope, resolution: float) -> Half:
    """The expanded MLP half of a layer whose place is `at`."""
    units: list[Unit] = []
    defaults: list[tuple[Place, Otherwise]] = []
    counting: set[int] = set()
    for place, rule in rules_of(layer, at):
        if isinstance(rule, Otherwise):
            defaults.append((place, rule))
            continue
        fresh = list(_units(place, rule, scope, Fraction(resolution)))
        if not isinstance(rule, Neuron):
            counting.update(range(len(units), len(units) + len(fresh)))
        units.extend(fresh)
    return Half(tuple(units), tuple(_default(p, r, units, counting, scope) for p, r in defaults))


def neurons(rule: Rule, scope: Scope, tabulate: bool = True) -> int:
    """How many neurons a rule costs, counted without expanding a `when`.

    Without `tabulate` a `compute` counts all combinations of its inputs: at least its cost.
    """
    if isinstance(rule, Otherwise):
        return 0
    if isinstance(rule, Neuron):
        return 1
    if isinstance(rule, Compute):
        if not tabulate:
            return arithmetic.combinations(rule.expression, scope)
        return arithmetic.rows(rule.expression, rule.slot, scope)
    copies = prod(len(scope.labels(c.left)) for c in rule.conditions if isinstance(c, Same))
    return copies * _hinge_count(rule.conditions)


def reads(rule: Rule, scope: Scope) -> int:
    """About how many amounts the neurons of a rule read, counted without expanding it."""
    if not isinstance(rule, When | Neuron):
        return 0
    return neurons(rule, scope) * _inputs(rule, scope)


def _inputs(rule: When | Neuron, scope: Scope) -> int:
    terms: list[Term] = list(rule.amount) if isinstance(rule, Neuron) else []
    read: list[tuple[str, Ref]] = []
    for condition in rule.conditions if isinstance(rule, When) else ():
        if isinstance(condition, Is):
            read.append((condition.slot, condition.what))
        elif isinstance(condition, Between):
            terms += condition.middle
        elif isinstance(condition, Amount):
            terms += (*condition.left, *condition.right)
    read += [(t.slot, t.what) for t in terms if t.slot is not None and t.what is not None]
    known = [(slot, what) for slot, what in read if slot in scope.slots]
    return 2 + sum(len(directions(slot, what, scope)) for slot, what in known)


def _hinge_count(conditions: tuple[Condition, ...]) -> int:
    for condition in conditions:
        if isinstance(condition, Between):
            return 4
        if isinstance(condition, Amount):
            return HINGES[condition.comparison]
    return 1


def _default(
    place: Place, rule: Otherwise, units: list[Unit], counting: set[int], scope: Scope
) -> Default:
    counted = tuple(
        i for i in sorted(counting) if any(slot == rule.slot for (slot, _), _ in units[i].writes)
    )
    return Default(place, _direction(rule.slot, rule.label, scope), counted)


def _units(place: Place, rule: Rule, scope: Scope, resolution: Fraction) -> Iterator[Unit]:
    if isinstance(rule, Neuron):
        weights, bias = weigh(rule.amount, scope)
        yield Unit(place, (_hinge(Fraction(1), weights, bias),), _writes(rule.writes, scope))
    elif isinstance(rule, Compute):
        for labels, result in arithmetic.table(rule.expression, rule.slot, scope):
            hinge = Hinge(1.0, tuple((direction, 1.0) for direction in labels), 1.0 - len(labels))
            yield Unit(place, (hinge,), (((rule.slot, result), 1.0),))
    elif isinstance(rule, When):
        writes = _writes(rule.writes, scope)
        for conditions in _without_same(rule.conditions, scope):
            yield Unit(place, tuple(_activation(conditions, scope, resolution)), writes)


def _without_same(
    conditions: tuple[Condition, ...], scope: Scope
) -> Iterator[tuple[Condition, ...]]:
    """The conditions once per combination of labels, each `S == R` as two literals."""
    same = [c for c in conditions if isinstance(c, Same)]
    rest = tuple(c for c in conditions if not isinstance(c, Same))
    for labels in product(*(scope.labels(c.left) for c in same)):
        pairs: list[Condition] = []
        for condition, label in zip(same, labels, strict=True):
            ref = Ref(label, quoted=True)
            pairs += [Is(condition.left, ref), Is(condition.right, ref)]
        yield (*rest, *pairs)


Weights = dict[Direction, Fraction]


def _activation(
    conditions: tuple[Condition, ...], scope: Scope, resolution: Fraction
) -> Iterator[Hinge]:
    literals = [c for c in conditions if isinstance(c, Is)]
    met, missing = _literals(literals, scope)
    for condition in conditions:
        if isinstance(condition, Amount | Between):
            break
    else:
        yield _hinge(Fraction(1), met, missing - len(literals) + 1)
        return
    weights, bounds = threshold(condition, scope)
    reach = 1 + max(abs(t) for _, t in bounds) + sum(abs(w) for w in weights.values())
    gate = reach / resolution
    for sign, (comparison, t) in zip((1, -1), bounds, strict=False):
        for scale, slope, offset in _RAMPS[comparison]:
            # u = (x - t) / d, then h = slope * u + offset, then the gate of the literals.
            inputs = {d: slope * w / resolution for d, w in weights.items()}
            bias = Fraction(offset) - slope * t / resolution
            for direction, weight in met.items():
                inputs[direction] = inputs.get(direction, Fraction(0)) + gate * weight
            bias -= gate * (len(literals) - missing)
            yield _hinge(Fraction(sign * scale), inputs, bias)


_RAMPS: dict[str, tuple[tuple[int, int, int], ...]] = {
    ">": ((1, 1, 0), (-1, 1, -1)),
    ">=": ((1, 1, 1), (-1, 1, 0)),
    "<": ((1, -1, 0), (-1, -1, -1)),
    "<=": ((1, -1, 1), (-1, -1, 0)),
    "==": ((1, 1, 1), (-2, 1, 0), (1, 1, -1)),
}
"""Comparison -> (scale, slope of u, offset) of each hinge."""


def _literals(literals: list[Is], scope: Scope) -> tuple[Weights, Fraction]:
    """The sum of the literals' values as weights and a constant."""
    weights: Weights = {}
    constant = Fraction(0)
    for literal in literals:
        sign = -1 if literal.negated else 1
        constant += literal.negated
        for direction in directions(literal.slot, literal.what, scope):
            weights[direction] = weights.get(direction, Fraction(0)) + sign
    return weights, constant


def threshold(
    condition: Amount | Between, scope: Scope
) -> tuple[Weights, tuple[tuple[str, Fraction], ...]]:
    """An amount condition normalised: weights of x, and (comparison, t) once or, between, twice.

    Labels are on the left with equal ones combined, numbers on the right, both sides divided by
    the largest absolute coefficient. The second comparison of a between is subtracted.
    Weights are empty when no label term is left.
    """
    if isinstance(condition, Amount):
        weights, constant = weigh(condition.left, scope)
        right, number = weigh(condition.right, scope)
        for direction, weight in right.items():
            weights[direction] = weights.get(direction, Fraction(0)) - weight
        bounds = [(str(condition.comparison), number - constant)]
    else:
        weights, constant = weigh(condition.middle, scope)
        bounds = [
            (">=" if condition.above == "<=" else ">", condition.low - constant),
            (">" if condition.below == "<=" else ">=", condition.high - constant),
        ]
    weights = {direction: weight for direction, weight in weights.items() if weight}
    largest = max((abs(weight) for weight in weights.values()), default=Fraction(1))
    scaled = {direction: weight / largest for direction, weight in weights.items()}
    return scaled, tuple((comparison, t / largest) for comparison, t in bounds)


def weigh(terms: tuple[Term, ...], scope: Scope) -> tuple[Weights, Fraction]:
    """A sum of terms as weights of leaf directions and a constant."""
    weights: Weights = {}
    constant = Fraction(0)
    for term in terms:
        if term.slot is None or term.what is None:
            constant += term.coefficient
            continue
        for direction in directions(term.slot, term.what, scope):
            weights[direction] = weights.get(direction, Fraction(0)) + term.coefficient
    return weights, constant


def directions(slot: str, what: Ref, scope: Scope) -> tuple[Direction, ...]:
    """The directions a label or concept stands for in a slot."""
    return tuple((slot, leaf) for leaf in scope.members(scope.slots[slot], what) or ())


def _direction(slot: str, label: Ref, scope: Scope) -> Direction:
    index = scope.label(scope.slots[slot], label)
    assert index is not None, "complaints come before expansion"  # noqa: S101
    return (slot, index)


def _writes(writes: tuple[Write, ...], scope: Scope) -> tuple[tuple[Direction, float], ...]:
    return tuple((_direction(w.slot, w.label, scope), float(w.gain)) for w in writes)


def _hinge(scale: Fraction, weights: Weights, bias: Fraction) -> Hinge:
    inputs = tuple((direction, float(weight)) for direction, weight in weights.items())
    return Hinge(float(scale), inputs, float(bias))
