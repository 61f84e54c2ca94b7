"""Which slots a step reads, told apart by who reads them, and which it writes."""

from collections.abc import Iterator

from app.language.program import (
    Amount,
    Between,
    Binary,
    Compare,
    Compute,
    Condition,
    Expression,
    Extreme,
    Has,
    Head,
    Is,
    Negate,
    Neuron,
    Read,
    Relate,
    Rule,
    Same,
    Term,
    When,
)


def of_query(head: Head) -> tuple[str, ...]:
    """Slots of the position that looks, which the head's clauses compare."""
    return _once(c.query for c in head.clauses if isinstance(c, Compare | Relate))


def of_keys(head: Head) -> tuple[str, ...]:
    """Slots of the positions looked at, which the head's clauses read."""
    return _once(c.key for c in head.clauses if isinstance(c, Compare | Relate | Has))


def of_rule(rule: Rule) -> tuple[str, ...]:
    """Slots that a rule's conditions or sums read."""
    return _once(_rule(rule))


def writes_of(rule: Rule) -> tuple[str, ...]:
    """The slots a rule writes, each once."""
    if isinstance(rule, When | Neuron):
        return tuple(dict.fromkeys(write.slot for write in rule.writes))
    return (rule.slot,)


def _once(slots: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(slots))


def _rule(rule: Rule) -> Iterator[str]:
    match rule:
        case When(conditions):
            for condition in conditions:
                yield from _condition(condition)
        case Neuron(amount):
            yield from _terms(amount)
        case Compute(_, expression):
            yield from _expression(expression)


def _condition(condition: Condition) -> Iterator[str]:
    match condition:
        case Is(slot):
            yield slot
        case Same(left, right):
            yield from (left, right)
        case Between():
            yield from _terms(condition.middle)
        case Amount():
            yield from _terms((*condition.left, *condition.right))


def _terms(terms: tuple[Term, ...]) -> Iterator[str]:
    return (term.slot for term in terms if term.slot is not None)


def _expression(expression: Expression) -> Iterator[str]:
    match expression:
        case Read(slot):
            yield slot
        case Negate(of):
            yield from _expression(of)
        case Binary(_, left, right):
            yield from _expression(left)
            yield from _expression(right)
        case Extreme(_, parts):
            for part in parts:
                yield from _expression(part)
