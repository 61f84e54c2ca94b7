"""Two sequences through one program, side by side: what differs where, and who looked there.

A *spot* is a position on the one side and one on the other that are compared: the two seats with
each other, and every other position with the same one. A position that only one side has differs
in every slot that holds anything there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.engine import matrices
from app.engine.limits import TIE
from app.engine.stream import Floats
from app.engine.trace import Trace, trace
from app.gaps.exam import Exam, Seat
from app.gaps.views import sees_places
from app.language.expand import rules_of
from app.language.permission import rule_reads
from app.language.program import (
    Compute,
    Copy,
    Head,
    Neuron,
    Otherwise,
    Place,
    Program,
    Rule,
)
from app.language.scope import Scope, scope_of

LOOKED = 1e-9
"""A share of attention above this counts as looking."""

Spot: TypeAlias = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Sides:
    """The traces of two sequences, and the seats in them that came out the same."""

    exam: Exam
    program: Program
    traces: tuple[Trace, Trace]
    seat: Spot

    @cached_property
    def scope(self) -> Scope:
        """The names of the program."""
        return scope_of(self.program, self.exam.setting)

    @property
    def bag(self) -> bool:
        """Whether nothing but an order, which no head can see, tells the two apart."""
        setting, (one, other) = self.exam.setting, self.traces
        return (
            setting.attention == "bidirectional"
            and setting.positions == "none"
            and one.tokens[self.seat[0]] == other.tokens[self.seat[1]]
            and sorted(one.tokens) == sorted(other.tokens)
        )

    @property
    def last(self) -> int:
        """The index of the streams after the last layer."""
        return len(self.traces[0].streams) - 1

    @property
    def longest(self) -> int:
        """The length of the longer sequence."""
        return max(len(side.tokens) for side in self.traces)

    def exists(self, spot: Spot) -> bool:
        """Whether both sides have this position."""
        return all(at < len(side.tokens) for at, side in zip(spot, self.traces, strict=True))

    # Streams

    def at(self, index: int, slot: str, spot: Spot) -> Floats:
        """(2, labels): what a slot holds on each side, nothing where that side is too short."""
        return np.array(
            [
                _row(side.streams[index][slot], at)
                for at, side in zip(spot, self.traces, strict=True)
            ]
        )

    def apart(self, index: int, spot: Spot) -> tuple[str, ...]:
        """The slots that differ at a spot, in the order of the stream, sealed ones too."""
        return tuple(s for s in self.traces[0].slots if unequal(self.at(index, s, spot)))

    def readable(self, slots: Sequence[str]) -> tuple[str, ...]:
        """Those of some slots that a step of the player's may read."""
        places, sealed = sees_places(self.exam), self.exam.allowance.sealed
        return tuple(s for s in slots if s not in sealed and (s != "position" or places))

    def different(self, index: int, spot: Spot) -> Mapping[int, tuple[str, ...]]:
        """Position -> the slots that differ there, of all that can be seen from a spot.

        Under a mask, what only one of two seats can see is missing on the other side.
        """
        seen = [self.sees(at) for at in spot]
        both, either = seen[0] & seen[1], seen[0] ^ seen[1]
        found: dict[int, list[str]] = {}
        for slot in self.traces[0].slots:
            one, other = (self._whole(index, slot, side) for side in (0, 1))
            unlike = (np.abs(one - other) > TIE).any(axis=1) & both
            filled = ((np.abs(one) > TIE).any(axis=1), (np.abs(other) > TIE).any(axis=1))
            lone = either & np.where(seen[0], *filled)
            for position in np.flatnonzero(unlike | lone):
                found.setdefault(int(position), []).append(slot)
        return {position: tuple(found[position]) for position in sorted(found)}

    def sees(self, at: int) -> NDArray[np.bool_]:
        """(longest,): the positions that can be seen from one."""
        positions = np.arange(self.longest)
        return positions <= at if self.exam.setting.attention == "causal" else positions >= 0

    def _whole(self, index: int, slot: str, side: int) -> Floats:
        """(longest, labels): what a slot holds at every position of a side."""
        amounts = self.traces[side].streams[index][slot]
        return np.pad(amounts, ((0, self.longest - len(amounts)), (0, 0)))

    # Heads

    def shares(self, layer: int, head: int, spot: Spot) -> Floats:
        """(2, keys): how a head shares its attention at a spot on each side."""
        rows = (
            _row(side.heads[layer][head].pattern, at)
            for at, side in zip(spot, self.traces, strict=True)
        )
        return np.array([np.pad(row, (0, self.longest - len(row))) for row in rows])

    def contents(self, layer: int, copy: Copy, spot: Spot) -> Floats:
        """(2, longest, target labels): what a copy would bring from what a spot sees."""
        matrix = self._matrix(copy)
        sides = (self._whole(2 * layer, copy.source, side) @ matrix for side in (0, 1))
        seen = (self.sees(at)[:, None] for at in spot)
        return np.array([side * mask for side, mask in zip(sides, seen, strict=True)])

    def brought(self, layer: int, at: int, spot: Spot) -> Mapping[str, Floats]:
        """Slot -> (2, labels): what a head adds to each slot it writes."""
        shares = self.shares(layer, at, spot)
        found: dict[str, Floats] = {}
        for copy in self.program.layers[layer].heads[at].copies:
            values = np.einsum("sk,skl->sl", shares, self.contents(layer, copy, spot))
            found[copy.target] = found[copy.target] + values if copy.target in found else values
        return found

    def _matrix(self, copy: Copy) -> Floats:
        scope, space = self.scope, self.scope.slots[copy.source]
        if copy.through is not None:
            target = scope.slots[copy.target]
            matrix = matrices.related(scope, copy.through, space, target)
        elif copy.part is not None:
            matrix = np.diag(matrices.members(scope, space, copy.part))
        else:
            matrix = np.eye(len(scope.labels(copy.source)))
        return matrix * float(copy.gain)

    # Rules

    def rules(self, layer: int) -> tuple[tuple[Place, Rule], ...]:
        """The rules of a layer with their places, in the order in which they are numbered."""
        return tuple(rules_of(self.program.layers[layer], ("layers", layer)))

    def fired(self, layer: int, place: Place, spot: Spot) -> Floats:
        """(2,): the activation of a rule on each side, an `otherwise` included."""
        rule = dict(self.rules(layer))[place]
        if isinstance(rule, Otherwise):
            counted = (self.fired(layer, at, spot) for at, _ in self._counted(layer, rule))
            return 1.0 - sum(counted, np.zeros(2))
        return np.array(
            [
                sum(float(unit.activation[at]) for unit in side.units[layer] if unit.place == place)
                for at, side in zip(spot, self.traces, strict=True)
            ]
        )

    def reads(self, layer: int, rule: Rule) -> frozenset[str]:
        """The slots a rule reads, and for an `otherwise` those that it depends on."""
        if not isinstance(rule, Otherwise):
            return frozenset(rule_reads(rule))
        return frozenset(slot for _, r in self._counted(layer, rule) for slot in rule_reads(r))

    def _counted(self, layer: int, default: Otherwise) -> list[tuple[Place, Rule]]:
        return [
            (place, rule)
            for place, rule in self.rules(layer)
            if not isinstance(rule, Otherwise | Neuron) and default.slot in writes(rule)
        ]


def sides(exam: Exam, program: Program, first: Seat, second: Seat) -> Sides:
    """Two seats of a program without complaints, side by side. Raises TooLarge."""
    one, other = (trace(program, exam.setting, seat.tokens) for seat in (first, second))
    return Sides(exam, program, (one, other), (first.position, second.position))


def unequal(amounts: Floats) -> bool:
    """Whether any amount of two sides, (2, ...), differs by more than counts as equal."""
    return bool((np.abs(amounts[0] - amounts[1]) > TIE).any())


def writes(rule: Rule) -> frozenset[str]:
    """The slots a rule writes."""
    if isinstance(rule, Otherwise | Compute):
        return frozenset({rule.slot})
    return frozenset(write.slot for write in rule.writes)


def targets(head: Head) -> frozenset[str]:
    """The slots a head writes."""
    return frozenset(copy.target for copy in head.copies)


def _row(amounts: Floats, position: int) -> Floats:
    if 0 <= position < len(amounts):
        row: Floats = amounts[position]
        return row
    return np.zeros(amounts.shape[1])
