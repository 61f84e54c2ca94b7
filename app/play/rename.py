"""Renaming slots, spaces, concepts, relations, circuits and heads together with their uses.

A slot that no line declares (a copy made it) is renamed by its name: its place is `slot.NAME`.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from app.language.program import (
    Circuit,
    Compare,
    Compute,
    Concept,
    Copy,
    Has,
    Head,
    Is,
    Layer,
    Mlp,
    Otherwise,
    Output,
    Place,
    Program,
    Read,
    Ref,
    Relate,
    Relation,
    Same,
    Slot,
    Space,
    Term,
    Write,
)
from app.language.scope import Scope
from app.play import snippets
from app.play.fields.common import Unusable, Values, read
from app.play.places import NoSuchPlace, part, put

Change = Callable[[Any], Any]

_BUILT_IN = ("token", "position")


def is_loose(place: Place) -> bool:
    """Whether a place names a slot that no line declares."""
    return len(place) == 2 and place[0] == "slot"


def rename(program: Program, place: Place, values: Values, scope: Scope) -> Program:
    """The program with another name for the thing at a place. Raises Unusable."""
    if is_loose(place):
        return _slot(program, str(place[1]), _name(values, scope.slots), scope)
    match part(program, place):
        case Slot() as slot:
            return _slot(program, slot.name, _name(values, scope.slots, slot.name), scope)
        case Space() as space:
            return _space(program, space.name, _name(values, scope.spaces, space.name))
        case Concept() as concept:
            new = _name(values, scope.concepts, concept.name)
            return _everywhere(program, lambda one: _concept(one, concept, new, scope))
        case Relation() as relation:
            return _relation(program, relation.name, _name(values, scope.relations, relation.name))
        case Circuit() as circuit:
            return _circuit(program, circuit.path, read(values, "name", snippets.path))
        case Head() as head:
            layer: Layer = part(program, place[:2])
            taken = {other.name for other in layer.heads}
            new = _name(values, taken, head.name)
            return put(program, place, replace(head, name=new))
    raise NoSuchPlace


def _name(values: Values, taken: Any, now: str | None = None) -> str:
    name = read(values, "name", snippets.name)
    if name in taken and name != now:
        raise Unusable("name", f"The name {name} is taken; choose another.")
    return name


def _everywhere(program: Program, change: Change) -> Program:
    changed: Program = rewrite(program, change)
    return changed


def rewrite(here: Any, change: Change) -> Any:
    """The same data with `change` applied to every part, from the innermost out."""
    if isinstance(here, tuple):
        items = tuple(rewrite(item, change) for item in here)
        return here if all(a is b for a, b in zip(items, here, strict=True)) else items
    if not is_dataclass(here) or isinstance(here, type):
        return here
    old = {field.name: getattr(here, field.name) for field in fields(here)}
    new = {name: rewrite(value, change) for name, value in old.items()}
    kept = all(new[name] is old[name] for name in old)
    return change(here if kept else replace(here, **new))


def _slot(program: Program, old: str, new: str, scope: Scope) -> Program:
    if old in _BUILT_IN or old not in scope.slots:
        raise NoSuchPlace
    said = {old: new}

    def change(one: Any) -> Any:
        match one:
            case Slot():
                return replace(one, name=said.get(one.name, one.name))
            case Compare() | Relate():
                key, query = said.get(one.key, one.key), said.get(one.query, one.query)
                return replace(one, key=key, query=query)
            case Has():
                return replace(one, key=said.get(one.key, one.key))
            case Copy():
                source, target = said.get(one.source, one.source), said.get(one.target, one.target)
                return replace(one, source=source, target=target)
            case Same():
                left, right = said.get(one.left, one.left), said.get(one.right, one.right)
                return replace(one, left=left, right=right)
            case Is() | Write() | Otherwise() | Compute() | Read() | Output():
                return replace(one, slot=said.get(one.slot, one.slot))
            case Term(slot=str() as slot):
                return replace(one, slot=said.get(slot, slot))
        return one

    return _everywhere(program, change)


def _space(program: Program, old: str, new: str) -> Program:
    def change(one: Any) -> Any:
        if isinstance(one, Space) and one.name == old:
            return replace(one, name=new)
        if isinstance(one, Slot | Concept) and one.space == old:
            return replace(one, space=new)
        return one

    return _everywhere(program, change)


def _relation(program: Program, old: str, new: str) -> Program:
    def change(one: Any) -> Any:
        if isinstance(one, Relation) and one.name == old:
            return replace(one, name=new)
        if isinstance(one, Relate) and one.relation == old:
            return replace(one, relation=new)
        if isinstance(one, Copy) and one.through == old:
            return replace(one, through=new)
        return one

    return _everywhere(program, change)


def _circuit(program: Program, old: str, new: str) -> Program:
    """The circuit and those nested in it, with the steps placed in them."""
    if any(circuit.path == new != old for circuit in program.circuits):
        raise Unusable("name", f"The circuit {new} exists already; choose another path.")

    def moved(path: str | None) -> str | None:
        if path is not None and (path == old or path.startswith(f"{old}/")):
            return new + path[len(old) :]
        return path

    def change(one: Any) -> Any:
        if isinstance(one, Circuit):
            return replace(one, path=moved(one.path) or one.path)
        if isinstance(one, Head | Mlp):
            return replace(one, circuit=moved(one.circuit))
        return one

    return _everywhere(program, change)


def _concept(one: Any, concept: Concept, new: str, scope: Scope) -> Any:
    """One part with the concept's new name where its old one meant it."""
    space = concept.space

    def named(what: Ref, slot: str | None) -> Ref:
        meant = slot is None or scope.slots.get(slot) == space
        return _named(what, concept.name, new, scope.index.get(space, {})) if meant else what

    match one:
        case Concept(name=name) if name == concept.name:
            one = replace(one, name=new)
    match one:
        case Concept(space=its) if its == space:
            return replace(one, members=tuple(named(member, None) for member in one.members))
        case Relation():
            pairs = tuple((named(a, None), named(b, None)) for a, b in one.pairs)
            return replace(one, pairs=pairs)
        case Has():
            return replace(one, what=named(one.what, one.key))
        case Is():
            return replace(one, what=named(one.what, one.slot))
        case Copy(part=Ref() as what):
            return replace(one, part=named(what, one.source))
        case Term(slot=str() as slot, what=Ref() as what):
            return replace(one, what=named(what, slot))
    return one


def _named(what: Ref, old: str, new: str, labels: Any) -> Ref:
    is_it = what.text == old and not what.quoted and old not in labels
    return Ref(new) if is_it else what
