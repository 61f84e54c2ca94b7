"""Which labels a program mentions although their names mean nothing to the task.

A hint and no more: a program may mention all of a group, and treat them alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.gaps.claim import Claim
from app.gaps.exam import Exam
from app.gaps.shortcuts.own import is_own
from app.language.program import (
    Concept,
    Copy,
    Has,
    Is,
    Otherwise,
    Place,
    Program,
    Ref,
    Relation,
    Term,
    Write,
)
from app.language.scope import Scope, scope_of
from app.language.tree import walk

SHOWN = 6
"""How many labels of a group a sentence lists."""


@dataclass(frozen=True, slots=True)
class Named:
    """A label of a group of interchangeable ones that the player's steps mention, and where.

    `unnamed` are the labels of its group that they do not mention.
    """

    claim: Claim
    label: str
    places: tuple[Place, ...]
    group: tuple[str, ...]
    unnamed: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What is named and what is not."""
        times = "once" if len(self.places) == 1 else f"{len(self.places)} times"
        others = ", ".join(_code(one) for one in self.unnamed[:SHOWN])
        more = len(self.unnamed) - SHOWN
        others += f" and {more} more" if more > 0 else ""
        end = (
            f", and never {others}, which the task treats just like it"
            if others
            else ", and so do they every label that the task treats just like it"
        )
        return f"Your steps mention {_code(self.label)} {times}{end}."

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "label": self.label,
            "places": [list(place) for place in self.places],
            "group": list(self.group),
            "unnamed": list(self.unnamed),
        }


def named(exam: Exam, program: Program) -> tuple[Named, ...]:
    """The interchangeable labels that the player's own steps and declarations mention, by group.

    What concepts and relations of the setting hold is not looked into.
    """
    places: dict[str, list[Place]] = {}
    for label, place in _mentions(program, exam):
        places.setdefault(label, []).append(place)
    claim = Claim("proof", "by reading your program")
    return tuple(
        Named(claim, label, tuple(places[label]), group, tuple(x for x in group if x not in places))
        for group in exam.interchangeable
        for label in group
        if label in places
    )


def _mentions(program: Program, exam: Exam) -> Iterator[tuple[str, Place]]:
    """Every label that the program mentions by name outside given steps, with its place."""
    scope = scope_of(program, exam.setting)
    for place, node in walk(program):
        if place and is_own(program, place, exam.allowance.given):
            for space, ref in _refs(node, scope):
                known = scope.index.get(space) if space is not None else None
                if ref.text in known if known is not None else ref.text not in scope.concepts:
                    yield ref.text, place


def _refs(node: Any, scope: Scope) -> Iterator[tuple[str | None, Ref]]:
    """What a part of a program names itself, with the space it is looked up in where known."""
    match node:
        case Has():
            yield scope.slots.get(node.key), node.what
        case Is():
            yield scope.slots.get(node.slot), node.what
        case Term(slot=str() as slot, what=Ref() as what):
            yield scope.slots.get(slot), what
        case Copy(part=Ref() as part):
            yield scope.slots.get(node.source), part
        case Write() | Otherwise():
            yield scope.slots.get(node.slot), node.label
        case Concept():
            yield from ((node.space, member) for member in node.members)
        case Relation():
            yield from ((None, ref) for pair in node.pairs for ref in pair)


def _code(text: str) -> str:
    return f"`{text}`"
