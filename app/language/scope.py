"""What names mean: the spaces, slots, concepts and relations a program sees under a setting.

`scope_of` never fails: what cannot be resolved is left out, and `complaints` says so. The order of
`slots` is the order of directions in the residual stream.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import TypeVar

from app.language.program import (
    Concept,
    Copy,
    Program,
    Ref,
    Relation,
    Slot,
    Space,
)
from app.language.setting import Setting
from app.language.words import value_of

Named = TypeVar("Named", Space, Slot, Concept, Relation)


@dataclass(frozen=True)
class Scope:
    """Names resolved. Label indices count from 0 in the order of their space."""

    spaces: Mapping[str, tuple[str, ...]]
    slots: Mapping[str, str]
    concepts: Mapping[str, Concept]
    relations: Mapping[str, Relation]

    @cached_property
    def index(self) -> dict[str, dict[str, int]]:
        """Space -> label -> index."""
        return {
            name: {label: i for i, label in enumerate(labels)}
            for name, labels in self.spaces.items()
        }

    @cached_property
    def offsets(self) -> dict[str, int]:
        """Slot -> its first direction in the stream; the last entry's end is the stream's size."""
        starts, at = {}, 0
        for slot, space in self.slots.items():
            starts[slot] = at
            at += len(self.spaces[space])
        return starts

    @cached_property
    def directions(self) -> int:
        """Directions of the stream over all slots, without the constant one."""
        return sum(len(self.spaces[space]) for space in self.slots.values())

    def labels(self, slot: str) -> tuple[str, ...]:
        """The labels of a slot's space."""
        return self.spaces[self.slots[slot]]

    def label(self, space: str, ref: Ref) -> int | None:
        """The index of a label, or None; concepts are not looked at."""
        return self.index[space].get(ref.text)

    def members(self, space: str, ref: Ref) -> tuple[int, ...] | None:
        """The distinct leaf labels a name stands for in a space, ascending, or None if unknown."""
        own = self.label(space, ref)
        if own is not None:
            return (own,)
        concept = None if ref.quoted else self.concepts.get(ref.text)
        if concept is None or concept.space != space:
            return None
        return self._leaves[ref.text]

    @cached_property
    def _leaves(self) -> dict[str, tuple[int, ...]]:
        masks = _leaf_masks(self.concepts, self.index)
        return {name: _bits(mask) for name, mask in masks.items()}

    def values(self, space: str) -> tuple[int | None, ...]:
        """The integer each label stands for, or None."""
        return _values(self.spaces[space])

    def is_integer(self, space: str) -> bool:
        """Whether every label has a value, no two of them equal."""
        return space in self._integer

    @cached_property
    def _integer(self) -> frozenset[str]:
        return frozenset(
            name
            for name in self.spaces
            if None not in (values := self.values(name)) and len(set(values)) == len(values)
        )


def _leaf_masks(
    concepts: Mapping[str, Concept], index: Mapping[str, Mapping[str, int]]
) -> dict[str, int]:
    """Concept -> its leaf labels as bits, each concept visited once; a cycle adds nothing."""
    masks: dict[str, int] = {}
    stack = list(concepts)
    opened: set[str] = set()
    while stack:
        name = stack[-1]
        concept, known = concepts[name], index.get(concepts[name].space, {})
        inner = [
            member.text
            for member in concept.members
            if member.text not in known and not member.quoted and member.text in concepts
        ]
        waiting = [n for n in inner if n not in masks and n not in opened]
        opened.add(name)
        if waiting:
            stack += waiting
            continue
        stack.pop()
        mask = 0
        for member in concept.members:
            if member.text in known:
                mask |= 1 << known[member.text]
        for name_inside in inner:
            if concepts[name_inside].space == concept.space:
                mask |= masks.get(name_inside, 0)
        masks[name] = masks.get(name, 0) | mask
    return masks


def _bits(mask: int) -> tuple[int, ...]:
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


@lru_cache(maxsize=64)
def scope_of(program: Program, setting: Setting) -> Scope:
    """The scope of a program under a setting."""
    spaces = _spaces(program, setting)
    return Scope(
        spaces=spaces,
        slots=_slots(program, setting, spaces),
        concepts=_first((*setting.concepts, *program.concepts)),
        relations=_first((*setting.relations, *program.relations)),
    )


@lru_cache(maxsize=256)
def _values(labels: tuple[str, ...]) -> tuple[int | None, ...]:
    return tuple(value_of(label) for label in labels)


@cache
def _positions(count: int) -> tuple[str, ...]:
    return tuple(str(i) for i in range(count))


def _spaces(program: Program, setting: Setting) -> dict[str, tuple[str, ...]]:
    known = {
        "token": setting.tokens,
        "position": _positions(setting.max_len),
    }
    for space in _first((*setting.spaces, *program.spaces)).values():
        known.setdefault(space.name, space.labels)
    return known


def _slots(
    program: Program, setting: Setting, spaces: Mapping[str, tuple[str, ...]]
) -> dict[str, str]:
    slots = {"token": "token"}
    if setting.positions == "absolute":
        slots["position"] = "position"
    for slot in _first((*setting.slots, *program.slots)).values():
        if slot.space in spaces:
            slots.setdefault(slot.name, slot.space)
    _infer(slots, program)
    return slots


def _infer(slots: dict[str, str], program: Program) -> None:
    """Gives every undeclared target of a copy the space of its source, as far as it is known."""
    waiting: dict[str, list[str]] = {}
    for copy in copies_of(program):
        if copy.source not in slots:
            waiting.setdefault(copy.source, []).append(copy.target)
            continue
        found = [(copy.target, slots[copy.source])]
        while found:
            target, space = found.pop()
            if target not in slots:
                slots[target] = space
                found += [(further, space) for further in waiting.pop(target, ())]


def copies_of(program: Program) -> Iterator[Copy]:
    """Every copy of every head, in order."""
    for layer in program.layers:
        for head in layer.heads:
            yield from head.copies


def _first(declared: tuple[Named, ...]) -> dict[str, Named]:
    names: dict[str, Named] = {}
    for declaration in declared:
        names.setdefault(declaration.name, declaration)
    return names
