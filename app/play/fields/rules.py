"""The fields of MLP blocks, rules, conditions and writes. See `heads` for the three functions."""

from collections.abc import Collection
from dataclasses import replace

from app.language.program import (
    Amount,
    Between,
    Compute,
    Condition,
    Is,
    Mlp,
    Neuron,
    Otherwise,
    Ref,
    Rule,
    Same,
    When,
    Write,
)
from app.language.scope import Scope
from app.language.show import condition_text, expression_text, number_text, ref_text, sum_text
from app.play import snippets
from app.play.fields.common import Unusable, Values, read
from app.play.naming import both_integer, first_label, resolves

Changed = Collection[str]


def mlp_values(block: Mlp) -> dict[str, str]:
    return {"circuit": block.circuit or ""}


def build_mlp(block: Mlp, values: Values, scope: Scope) -> Mlp:
    circuit = values["circuit"] and read(values, "circuit", snippets.path)
    return replace(block, circuit=circuit or None)


def rule_values(rule: Rule) -> dict[str, str]:
    if isinstance(rule, When):
        return {}
    if isinstance(rule, Neuron):
        return {"amount": sum_text(rule.amount)}
    if isinstance(rule, Otherwise):
        return {"slot": rule.slot, "label": ref_text(rule.label)}
    return {"slot": rule.slot, "expression": expression_text(rule.expression)}


def build_rule(rule: Rule, values: Values, scope: Scope) -> Rule:
    if isinstance(rule, Neuron):
        return replace(rule, amount=read(values, "amount", snippets.amount))
    if isinstance(rule, Otherwise):
        return replace(rule, slot=values["slot"], label=_label(values, "label", scope))
    if isinstance(rule, Compute):
        expression = read(values, "expression", snippets.expression)
        return replace(rule, slot=values["slot"], expression=expression)
    return rule


def mend_rule(rule: Rule, changed: Changed, scope: Scope) -> Rule:
    if isinstance(rule, Otherwise):
        written = _mend_label(Write(rule.slot, rule.label), changed, scope)
        return replace(rule, slot=written.slot, label=written.label)
    return rule


def write_values(write: Write) -> dict[str, str]:
    return {
        "slot": write.slot,
        "label": ref_text(write.label),
        "gain": number_text(write.gain),
    }


def build_write(write: Write, values: Values, scope: Scope) -> Write:
    gain = read(values, "gain", snippets.number)
    return Write(values["slot"], _label(values, "label", scope), gain)


def mend_write(write: Write, changed: Changed, scope: Scope) -> Write:
    return _mend_label(write, changed, scope)


def condition_values(condition: Condition) -> dict[str, str]:
    if isinstance(condition, Amount | Between):
        return {"text": condition_text(condition)}
    if isinstance(condition, Same):
        return {"slot": condition.left, "how": "same", "what": "", "other": condition.right}
    how = "is not" if condition.negated else "is"
    return {"slot": condition.slot, "how": how, "what": ref_text(condition.what), "other": ""}


def build_condition(condition: Condition, values: Values, scope: Scope) -> Condition:
    if isinstance(condition, Amount | Between):
        return read(values, "text", snippets.condition)
    slot, how = values["slot"], values["how"]
    if how == "same":
        return Same(slot, values["other"] or _another(scope, slot))
    if how not in ("is", "is not"):
        raise Unusable("how", "Choose one of the values in the list.")
    return Is(slot, _label({"slot": slot, "what": values["what"]}, "what", scope), how == "is not")


def mend_condition(condition: Condition, changed: Changed, scope: Scope) -> Condition:
    if isinstance(condition, Is) and not resolves(scope, condition.slot, condition.what):
        first = first_label(scope, condition.slot)
        return replace(condition, what=first) if first and "what" not in changed else condition
    if isinstance(condition, Same) and not _alike(scope, condition.left, condition.right):
        if "other" not in changed:
            return replace(condition, right=_another(scope, condition.left))
        if "slot" not in changed:
            return replace(condition, left=_another(scope, condition.right))
    return condition


def integers(scope: Scope) -> tuple[str, ...]:
    """The slots a `compute` may read or write."""
    return tuple(slot for slot in scope.slots if both_integer(scope, slot))


def _label(values: Values, field: str, scope: Scope) -> Ref:
    first = first_label(scope, values["slot"])
    if not values[field] and first is not None:
        return first
    return read(values, field, snippets.ref)


def _mend_label(write: Write, changed: Changed, scope: Scope) -> Write:
    space = scope.slots.get(write.slot)
    if space is None or scope.label(space, write.label) is not None or "label" in changed:
        return write
    first = first_label(scope, write.slot)
    return replace(write, label=first) if first else write


def _alike(scope: Scope, one: str, other: str) -> bool:
    return one in scope.slots and scope.slots[one] == scope.slots.get(other)


def _another(scope: Scope, slot: str) -> str:
    """The first other slot of the same space, or the slot itself."""
    others = (s for s in scope.slots if s != slot and _alike(scope, s, slot))
    return next(others, slot)
