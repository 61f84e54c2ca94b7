"""The fields of every part of a program: what a form shows, and what a changed form means.

`values_of` gives a part's fields as text. `changes` gives the parts a changed form may mean, the
literal one first, then the one in which untouched fields follow the changed ones (a comparison of
`position` cannot stay one with `token`). Which of them is allowed is not decided here.
"""

from collections.abc import Callable, Iterator
from typing import Any

from app.language.program import (
    Amount,
    Between,
    Circuit,
    Compare,
    Compute,
    Concept,
    Copy,
    Has,
    Head,
    Is,
    Mlp,
    Neuron,
    Otherwise,
    Output,
    Prefer,
    Relate,
    Relation,
    Same,
    Slot,
    Space,
    When,
    Write,
)
from app.language.scope import Scope
from app.play.fields import declarations, heads, rules
from app.play.fields.common import Unusable, Values

__all__ = ["Unusable", "Values", "changes", "values_of"]

_Kind = tuple[Callable[..., dict[str, str]], Callable[..., Any], Callable[..., Any]]


def _as_it_is(part: Any, changed: object, scope: Scope) -> Any:
    return part


_HEAD: _Kind = (heads.head_values, heads.build_head, _as_it_is)
_CLAUSE: _Kind = (heads.clause_values, heads.build_clause, heads.mend_clause)
_COPY: _Kind = (heads.copy_values, heads.build_copy, heads.mend_copy)
_MLP: _Kind = (rules.mlp_values, rules.build_mlp, _as_it_is)
_RULE: _Kind = (rules.rule_values, rules.build_rule, rules.mend_rule)
_CONDITION: _Kind = (rules.condition_values, rules.build_condition, rules.mend_condition)
_WRITE: _Kind = (rules.write_values, rules.build_write, rules.mend_write)
_DECLARATION: _Kind = (
    declarations.declaration_values,
    declarations.build_declaration,
    declarations.mend_declaration,
)

_KINDS: dict[type, _Kind] = {
    Head: _HEAD,
    **dict.fromkeys((Compare, Relate, Has, Prefer), _CLAUSE),
    Copy: _COPY,
    Mlp: _MLP,
    **dict.fromkeys((When, Neuron, Otherwise, Compute), _RULE),
    **dict.fromkeys((Is, Same, Amount, Between), _CONDITION),
    Write: _WRITE,
    **dict.fromkeys((Space, Slot, Concept, Relation, Circuit, Output), _DECLARATION),
}


def values_of(part: object) -> dict[str, str]:
    """What the fields of a part hold now; empty for a part without fields."""
    kind = _KINDS.get(type(part))
    return kind[0](part) if kind else {}


def touched(part: object, values: Values) -> tuple[str, ...]:
    """The fields of a form that hold something else than the part does."""
    now = values_of(part)
    return tuple(f for f, text in values.items() if f in now and text.strip() != now[f])


def changes(part: object, values: Values, scope: Scope) -> Iterator[Any]:
    """The parts that a form may mean, the literal one first. Raises Unusable."""
    kind = _KINDS.get(type(part))
    if kind is None:
        raise Unusable("", "This part has nothing to set.")
    now, build, mend = kind
    changed = touched(part, values)
    literal = build(part, {**now(part), **values}, scope)
    yield literal
    mended = mend(literal, changed, scope)
    if mended != literal:
        yield mended
