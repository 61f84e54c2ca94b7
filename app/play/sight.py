"""All that one position gets to see of a run: its own stream, level by level, and nothing else.

The first level is its token; then each head of a layer that brings something makes a level, and
the layer's rules make one together. Slots that the puzzle seals are named but not shown, since no
step of the player's can read them.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.engine.trace import Slots, Trace, trace
from app.gaps.exam import Exam
from app.gaps.views import sees_places
from app.language.program import Layer, Neuron, Program, Ref, Rule, When
from app.language.scope import Scope, scope_of

Half = Literal["token", "heads", "rules"]
Looks = tuple[tuple[int, float], ...]

EXACT = 1e-6
"""Amounts closer than this are the same amount, as everywhere in the engine."""

FAINTEST = 0.02
"""Weights below this are not told apart from none."""


@dataclass(frozen=True, slots=True)
class Lane:
    """What one slot holds after a step: (label, amount) for every amount there is.

    `by` names the heads that write it; `moved` tells whether the step changed it. `looks` says
    where those heads looked, as (position, weight): the position itself does not know that.
    """

    slot: str
    space: str
    by: tuple[str, ...] = ()
    held: tuple[tuple[str, float], ...] = ()
    moved: bool = True
    sealed: bool = False
    looks: Looks = ()


@dataclass(frozen=True, slots=True)
class Level:
    """One step up. Layers count from 0; the token's level has -1."""

    layer: int
    half: Half
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of a space, and its concepts as (name, indices of their labels)."""

    names: tuple[str, ...]
    concepts: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class Sight:
    """The levels from the bottom up. `position` is None where it cannot be known."""

    levels: tuple[Level, ...]
    position: int | None
    spaces: Mapping[str, Labels]

    @cached_property
    def seen(self) -> str:
        """A name for all that is seen: equal exactly for seats that look the same.

        Amounts are told apart on a grid of 1e-6 that is shifted, since the fractions that
        averages make would often lie on an edge of the plain one.
        """
        plain = [[_grid(lane) for lane in level.lanes] for level in self.levels]
        return hashlib.sha256(json.dumps([self.position, plain]).encode()).hexdigest()

    def apart(self, other: "Sight") -> tuple[int, ...]:
        """The levels at which two sights of one program differ."""
        pairs = zip(self.levels, other.levels, strict=True)
        return tuple(
            i
            for i, (one, two) in enumerate(pairs)
            if [_grid(lane) for lane in one.lanes] != [_grid(lane) for lane in two.lanes]
        )

    def as_json(self) -> dict[str, Any]:
        """The sight as plain data."""
        levels = [
            [one.layer, one.half, [_plain(lane) for lane in one.lanes]] for one in self.levels
        ]
        spaces = {name: [space.names, space.concepts] for name, space in self.spaces.items()}
        return {"position": self.position, "levels": levels, "spaces": spaces}


def from_json(data: dict[str, Any]) -> Sight:
    """The sight in plain data."""
    levels = tuple(
        Level(layer, half, tuple(_lane(*plain) for plain in lanes))
        for layer, half, lanes in data["levels"]
    )
    spaces = {name: _labels(*plain) for name, plain in data["spaces"].items()}
    return Sight(levels, data["position"], spaces)


def sight(
    exam: Exam, program: Program, tokens: tuple[str, ...], position: int
) -> tuple[Sight, str | None]:
    """What a position of a sequence sees under a program, and what the program answers there.

    Raises TooLarge, like the engine.
    """
    run = trace(program, exam.setting, tokens)
    scope = scope_of(program, exam.setting)
    look = _Looker(run, scope, position, exam.allowance.sealed)
    levels = [Level(-1, "token", (look.lane("token", 0, moved=True),))]
    for number, layer in enumerate(program.layers):
        levels += look.heads(layer, number)
        levels += look.rules(layer, number)
    known = position if sees_places(exam) else None
    used = dict.fromkeys(lane.space for level in levels for lane in level.lanes)
    spaces = {space: _space(scope, space) for space in used}
    return Sight(tuple(levels), known, spaces), run.answers[position]


class _Looker:
    """One position of one run."""

    def __init__(self, run: Trace, scope: Scope, position: int, sealed: frozenset[str]) -> None:
        self.run, self.scope, self.position, self.sealed = run, scope, position, sealed

    def heads(self, layer: Layer, number: int) -> Iterator[Level]:
        """A level for each head; a slot that several write is shown once, with all their names."""
        authors: dict[str, list[int]] = {}
        for i, head in enumerate(layer.heads):
            for slot in dict.fromkeys(copy.target for copy in head.copies):
                authors.setdefault(slot, []).append(i)
        for i, head in enumerate(layer.heads):
            own = dict.fromkeys(copy.target for copy in head.copies)
            slots = [slot for slot in own if authors[slot][0] == i]
            if slots:
                lanes = (self._brought(slot, layer, number, authors[slot]) for slot in slots)
                yield Level(number, "heads", tuple(lanes))

    def rules(self, layer: Layer, number: int) -> Iterator[Level]:
        """One level for what the rules of a layer changed, if it has any."""
        rules = [rule for mlp in layer.mlps for rule in mlp.rules]
        slots = dict.fromkeys(slot for rule in rules for slot in _writes(rule))
        if slots:
            lanes = (self.lane(slot, 2 * number + 2) for slot in slots)
            yield Level(number, "rules", tuple(one for one in lanes if one.moved or one.sealed))

    def lane(
        self,
        slot: str,
        at: int,
        moved: bool | None = None,
        by: tuple[str, ...] = (),
        looks: Looks = (),
    ) -> Lane:
        """A slot as one of the run's streams has it."""
        space = self.scope.slots[slot]
        if slot in self.sealed:
            return Lane(slot, space, by, sealed=True, looks=looks)
        now = self._amounts(self.run.streams[at], slot)
        if moved is None:
            before = self._amounts(self.run.streams[at - 1], slot)
            moved = bool(np.abs(now - before).max(initial=0.0) > EXACT)
        labels = self.run.slots[slot]
        held = tuple((labels[i], round(float(now[i]), 9)) for i in np.flatnonzero(abs(now) > EXACT))
        return Lane(slot, space, by, held, moved, looks=looks)

    def _brought(self, slot: str, layer: Layer, number: int, authors: list[int]) -> Lane:
        names = tuple(layer.heads[i].name for i in authors)
        traced = [head for head in self.run.heads[number] if head.name in names]
        looks = sorted({where for head in traced for where in self._looks(head.pattern)})
        return self.lane(slot, 2 * number + 1, by=names, looks=tuple(looks))

    def _looks(self, pattern: NDArray[np.float64]) -> Iterator[tuple[int, float]]:
        row = pattern[self.position]
        return ((int(at), round(float(row[at]), 6)) for at in np.flatnonzero(row >= FAINTEST))

    def _amounts(self, stream: Slots, slot: str) -> NDArray[np.float64]:
        amounts: NDArray[np.float64] = stream[slot][self.position]
        return amounts


def _space(scope: Scope, space: str) -> Labels:
    concepts = tuple(
        (name, tuple(scope.members(space, Ref(name)) or ()))
        for name, concept in scope.concepts.items()
        if concept.space == space
    )
    return Labels(scope.spaces[space], concepts)


def _writes(rule: Rule) -> tuple[str, ...]:
    if isinstance(rule, When | Neuron):
        return tuple(write.slot for write in rule.writes)
    return (rule.slot,)


def _grid(lane: Lane) -> list[Any]:
    cells = [[label, int(np.floor(amount * 1e6 + 0.618))] for label, amount in lane.held]
    return [lane.slot, lane.moved, lane.sealed, cells]


def _plain(lane: Lane) -> list[Any]:
    return [lane.slot, lane.space, lane.by, lane.held, lane.moved, lane.sealed, lane.looks]


def _lane(slot: str, space: str, by: Any, held: Any, moved: bool, sealed: bool, looks: Any) -> Lane:
    pairs = tuple((str(label), float(amount)) for label, amount in held)
    looked = tuple((int(at), float(share)) for at, share in looks)
    return Lane(slot, space, tuple(by), pairs, moved, sealed, looked)


def _labels(names: Any, concepts: Any) -> Labels:
    return Labels(tuple(names), tuple((name, tuple(leaves)) for name, leaves in concepts))
