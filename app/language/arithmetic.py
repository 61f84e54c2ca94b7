"""`compute`: whole-number expressions over slots, tabulated.

The table of an expression holds one row per combination of input labels whose result is the value
of a label of the written slot. Python's integers and its meaning of `//` and `%` are used; a
division by zero gives no row.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from math import prod

from app.language.program import Binary, Expression, Extreme, Negate, Number, Read
from app.language.scope import Scope
from app.language.words import value_of

Row = tuple[tuple[tuple[str, int], ...], int]
"""The (slot, label index) of every input, and the label index that is written."""


def inputs(expression: Expression) -> tuple[str, ...]:
    """The distinct slots an expression reads, in order of appearance."""
    return tuple(dict.fromkeys(part.slot for part in parts(expression) if isinstance(part, Read)))


def parts(expression: Expression) -> Iterator[Expression]:
    """The expression and everything inside it, outermost first, left to right."""
    stack = [expression]
    while stack:
        part = stack.pop()
        yield part
        if isinstance(part, Negate):
            stack.append(part.of)
        elif isinstance(part, Binary):
            stack += (part.right, part.left)
        elif isinstance(part, Extreme):
            stack.extend(reversed(part.of))


def combinations(expression: Expression, scope: Scope) -> int:
    """How many combinations of input labels a table would try."""
    return prod(len(scope.labels(slot)) for slot in inputs(expression))


def table(expression: Expression, target: str, scope: Scope) -> tuple[Row, ...]:
    """All rows of `compute target = expression`, in the order of the input labels."""
    slots = inputs(expression)
    rows = _table(expression, slots, target, scope)
    return tuple((tuple(zip(slots, row, strict=True)), result) for row, result in rows)


def rows(expression: Expression, target: str, scope: Scope) -> int:
    """How many rows `table` has."""
    return len(_table(expression, inputs(expression), target, scope))


def _table(
    expression: Expression, slots: tuple[str, ...], target: str, scope: Scope
) -> tuple[tuple[tuple[int, ...], int], ...]:
    spaces = tuple(scope.labels(slot) for slot in slots)
    return _rows(expression, slots, spaces, scope.labels(target))


@lru_cache(maxsize=64)
def _rows(
    expression: Expression,
    slots: tuple[str, ...],
    spaces: tuple[tuple[str, ...], ...],
    results: tuple[str, ...],
) -> tuple[tuple[tuple[int, ...], int], ...]:
    wanted: dict[int, int] = {}
    for index, label in enumerate(results):
        value = value_of(label)
        if value is not None:
            wanted.setdefault(value, index)
    values = [[int(label) for label in labels] for labels in spaces]
    rows = []
    for chosen in product(*(range(len(labels)) for labels in values)):
        world = {s: values[k][i] for k, (s, i) in enumerate(zip(slots, chosen, strict=True))}
        result = evaluate(expression, world)
        if result is not None and result in wanted:
            rows.append((chosen, wanted[result]))
    return tuple(rows)


def evaluate(expression: Expression, world: dict[str, int]) -> int | None:
    """The value of an expression, or None where it divides by zero.

    A `compute` has few parts and its numbers few digits, so that no value grows beyond reason.
    """
    try:
        return _value(expression, world)
    except ZeroDivisionError:
        return None


def _value(expression: Expression, world: dict[str, int]) -> int:
    match expression:
        case Number(value):
            return value
        case Read(slot):
            return world[slot]
        case Negate(of):
            return -_value(of, world)
        case Extreme(which, of):
            values = [_value(part, world) for part in of]
            return min(values) if which == "min" else max(values)
        case Binary(operator, left, right):
            return _operate(operator, _value(left, world), _value(right, world))


def _operate(operator: str, left: int, right: int) -> int:
    if operator == "//":
        return left // right
    if operator == "%":
        return left % right
    if operator == "+":
        return left + right
    if operator == "-":
        return left - right
    return left * right
