"""Steps that can only be read, in the same sentences as those that can be changed."""

from app.language.program import (
    Compare,
    Compute,
    Condition,
    Copy,
    Has,
    Head,
    Is,
    Neuron,
    Otherwise,
    Prefer,
    Relate,
    Rule,
    Same,
    Write,
)
from app.language.show import (
    condition_text,
    expression_text,
    number_text,
    ref_text,
    sum_text,
)
from app.web.editor import words


def head_lines(head: Head) -> tuple[str, ...]:
    """Where a head looks, what it does with a tie, and what it brings back."""
    looks = [clause for clause in head.clauses if not isinstance(clause, Prefer)]
    tie = next((clause.end for clause in head.clauses if isinstance(clause, Prefer)), "")
    lines = [_clause(clause) for clause in looks] or ["Look at everything it can see, evenly."]
    if looks or tie:
        lines.append(f"If several tie, {words.tie(tie)}.")
    return (*lines, *copy_lines(head))


def copy_lines(head: Head) -> tuple[str, ...]:
    """What a head brings back, a sentence for each copy."""
    return tuple(map(_copy, head.copies))


def rule_line(rule: Rule) -> str:
    """When a rule writes, and what."""
    match rule:
        case Otherwise():
            return f"Where no rule wrote it, {rule.slot} = {ref_text(rule.label)}."
        case Compute():
            return f"Compute {rule.slot} = {expression_text(rule.expression)}."
        case Neuron():
            when = f"{sum_text(rule.amount)} is above 0, as much as it is"
            return f"When {when}, then {_writes(rule.writes)}."
    when = " and ".join(map(_condition, rule.conditions))
    return f"When {when}, then {_writes(rule.writes)}."


def _clause(clause: Compare | Relate | Has) -> str:
    sense = words.sense("avoid" if clause.avoid else "match")
    match clause:
        case Has():
            how = words.how("is not" if clause.negated else "is")
            rest = f"{how} {ref_text(clause.what)}"
        case Relate():
            rest = f"is {clause.relation} to my {clause.query}"
        case Compare():
            rest = f"{words.how(clause.comparison)} {clause.query}{_shift(clause)}"
    weight = "" if clause.weight == 1 else f", weight {number_text(clause.weight)}"
    return f"{sense} positions whose {clause.key} {rest}{weight}."


def _shift(clause: Compare) -> str:
    if not clause.shift:
        return ""
    if clause.key == clause.query == "position":
        return f" moved by {clause.shift} {words.moved(clause.shift)}"
    return f" moved by {clause.shift}"


def _copy(copy: Copy) -> str:
    part = "" if copy.part is None else f"only {ref_text(copy.part)} of "
    through = f", translated by {copy.through}," if copy.through else ""
    gain = "" if copy.gain == 1 else f", gain {number_text(copy.gain)}"
    return f"Bring back {part}{copy.source}{through} into {copy.target}{gain}."


def _condition(condition: Condition) -> str:
    match condition:
        case Is():
            how = words.how("is not" if condition.negated else "is")
            return f"{condition.slot} {how} {ref_text(condition.what)}"
        case Same():
            return f"{condition.left} {words.how('same')} {condition.right}"
    return condition_text(condition)


def _writes(writes: tuple[Write, ...]) -> str:
    return " and ".join(map(_write, writes))


def _write(write: Write) -> str:
    gain = "" if write.gain == 1 else f", gain {number_text(write.gain)}"
    return f"{write.slot} = {ref_text(write.label)}{gain}"
