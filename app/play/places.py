"""Reading and changing the parts of a program by place.

A program is frozen, so every change here makes a new one that shares all the parts it did not
touch. Places come from forms and addresses: anything may stand in them, and a place that leads
nowhere raises `NoSuchPlace`.
"""

from dataclasses import fields, is_dataclass, replace
from typing import Any

from app.language.program import Place, Program

_LONGEST = 200


class NoSuchPlace(LookupError):
    """A place that does not lead to a part of the program at hand."""


def dotted(place: Place) -> str:
    """The place as an address writes it: `layers.0.heads.1`."""
    return ".".join(map(str, place))


def undotted(text: str) -> Place:
    """The place written in an address. Raises NoSuchPlace for absurdly long text."""
    if len(text) > _LONGEST:
        raise NoSuchPlace
    return tuple(int(step) if step.isdecimal() else step for step in text.split(".") if step)


def part(program: Program, place: Place) -> Any:
    """The part at a place: a statement, a tuple of statements or the whole program."""
    here: Any = program
    for step in place:
        here = _inside(here, step)
    return here


def put(program: Program, place: Place, value: object) -> Program:
    """The program with another part at a place that exists."""
    part(program, place)
    changed: Program = _put(program, place, value)
    return changed


def insert(program: Program, place: Place, value: object) -> Program:
    """The program with a new item before the one at `place`, or at the end of its list."""
    items, at = siblings(program, place)
    return put(program, place[:-1], (*items[:at], value, *items[at:]))


def remove(program: Program, place: Place) -> Program:
    """The program without the item at a place."""
    part(program, place)
    items, at = siblings(program, place)
    return put(program, place[:-1], items[:at] + items[at + 1 :])


def siblings(program: Program, place: Place) -> tuple[tuple[Any, ...], int]:
    """The list that holds the item at a place, and the item's index in it."""
    if not place or not isinstance(place[-1], int):
        raise NoSuchPlace
    items = part(program, place[:-1])
    if not isinstance(items, tuple) or not 0 <= place[-1] <= len(items):
        raise NoSuchPlace
    return items, place[-1]


def inside(place: Place, outer: Place) -> bool:
    """Whether a place is `outer` or a part of it."""
    return place[: len(outer)] == outer


def _inside(here: Any, step: str | int) -> Any:
    if isinstance(step, int):
        if isinstance(here, tuple) and 0 <= step < len(here):
            return here[step]
    elif is_dataclass(here) and any(field.name == step for field in fields(here)):
        return getattr(here, step)
    raise NoSuchPlace


def _put(here: Any, place: Place, value: object) -> Any:
    if not place:
        return value
    step, rest = place[0], place[1:]
    if isinstance(step, int):
        return (*here[:step], _put(here[step], rest, value), *here[step + 1 :])
    return replace(here, **{step: _put(getattr(here, step), rest, value)})
