"""Copying, deleting and moving whole items of a program's lists."""

from dataclasses import replace
from typing import Any

from app.language.program import (
    Circuit,
    Concept,
    Head,
    Layer,
    Mlp,
    Place,
    Program,
    Relation,
    Slot,
    Space,
)
from app.language.scope import Scope
from app.play.naming import fresh
from app.play.places import NoSuchPlace, insert, part, put, remove, siblings

Moved = tuple[Program, Place]
"""A program and the place where the item stands now."""


class Unmovable(Exception):
    """Why an item cannot be moved or deleted, in one sentence. Never leaves `app.play.edit`."""


def delete(program: Program, place: Place) -> Moved:
    """Without the item. The place is that of its neighbour, or of what held it."""
    items, at = siblings(program, place)
    if place[-2] in ("conditions", "writes") and len(items) == 1:
        one = "condition" if place[-2] == "conditions" else "write"
        raise Unmovable(f"A rule needs at least one {one}; delete the rule instead.")
    smaller = remove(program, place)
    if len(items) > 1:
        return smaller, (*place[:-1], min(at, len(items) - 2))
    return smaller, place[:-2]


def double(program: Program, place: Place, scope: Scope) -> Moved:
    """With a copy of the item right after it, under a name of its own."""
    items, at = siblings(program, place)
    after: Place = (*place[:-1], at + 1)
    return insert(program, after, _renamed(part(program, place), items, scope)), after


def _renamed(item: Any, items: tuple[Any, ...], scope: Scope) -> Any:
    match item:
        case Head():
            return replace(item, name=fresh(item.name, {head.name for head in items}))
        case Space():
            return replace(item, name=fresh(item.name, scope.spaces))
        case Slot():
            return replace(item, name=fresh(item.name, scope.slots))
        case Concept():
            labels = {label for space in scope.spaces.values() for label in space}
            return replace(item, name=fresh(item.name, labels | set(scope.concepts)))
        case Relation():
            return replace(item, name=fresh(item.name, scope.relations))
        case Circuit():
            return replace(item, path=fresh(item.path, {circuit.path for circuit in items}))
    return item


def shift(program: Program, place: Place, by: int) -> Moved:
    """The item one further up (-1) or down (1) in its list."""
    items, at = siblings(program, place)
    there = at + by
    if not 0 <= there < len(items):
        raise Unmovable("It is the first already." if by < 0 else "It is the last already.")
    order = list(items)
    order[at], order[there] = order[there], order[at]
    return put(program, place[:-1], tuple(order)), (*place[:-1], there)


def move(program: Program, place: Place, to: Place) -> Moved:
    """The head or MLP block at the end of another layer, the rule at the end of another block."""
    item = part(program, place)
    goal = part(program, to)
    if to in (place[:-2], place):
        raise Unmovable("It stands there already.")
    smaller = remove(program, place)
    if isinstance(item, Head | Mlp) and isinstance(goal, Layer):
        return _append(smaller, to, str(place[-2]), _unique(item, goal))
    if place[-2:-1] == ("rules",) and isinstance(goal, Mlp):
        return _append(smaller, to, "rules", item)
    if place[-2:-1] == ("rules",) and isinstance(goal, Layer):
        return _append(smaller, to, "mlps", Mlp((item,)))
    raise NoSuchPlace


def _append(program: Program, to: Place, items: str, item: Any) -> Moved:
    there: Place = (*to, items, len(part(program, (*to, items))))
    return insert(program, there, item), there


def _unique(item: Head | Mlp, goal: Layer) -> Head | Mlp:
    taken = {head.name for head in goal.heads}
    if isinstance(item, Head) and item.name in taken:
        return replace(item, name=fresh(item.name, taken))
    return item
