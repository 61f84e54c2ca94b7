"""Which constructs of the language a program uses, by the names that `introduces` has for them."""

from collections.abc import Iterator
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
    Neuron,
    Otherwise,
    Prefer,
    Program,
    Relate,
    Relation,
    Same,
    Slot,
    Space,
    When,
    Write,
)
from app.language.tree import walk
from app.packs.shape import Feature


def features(program: Program) -> frozenset[Feature]:
    """Everything a program uses."""
    found = {feature for _, node in walk(program) for feature in _of(node)}
    if len(program.layers) > 1:
        found.add("layers")
    return frozenset(found)


_ALONE: dict[type, Feature] = {
    Head: "heads",
    Prefer: "prefer",
    Same: "same",
    Amount: "amounts",
    Between: "between",
    Neuron: "neurons",
    Otherwise: "otherwise",
    Compute: "compute",
    Slot: "slots",
    Space: "spaces",
    Concept: "concepts",
    Relation: "relations",
    Circuit: "circuits",
}


def _of(node: Any) -> Iterator[Feature]:
    if type(node) in _ALONE:
        yield _ALONE[type(node)]
    match node:
        case Compare() | Relate() | Has():
            yield from _clause(node)
        case Copy():
            yield "through" if node.through else "part" if node.part else "copy"
        case When():
            yield "rules"
            if len(node.conditions) > 1:
                yield "and"
        case Is():
            yield "is not" if node.negated else "is"
    if isinstance(node, Copy | Write) and node.gain != 1:
        yield "gain"


def _clause(node: Compare | Relate | Has) -> Iterator[Feature]:
    if node.avoid:
        yield "avoid"
    if node.weight != 1:
        yield "weight"
    if isinstance(node, Has):
        yield "is not" if node.negated else "is"
    elif isinstance(node, Relate):
        yield "relate"
    else:
        yield {"==": "compare", "!=": "unequal"}.get(node.comparison, "order")  # type: ignore[misc]
        if node.shift:
            yield "shift"
