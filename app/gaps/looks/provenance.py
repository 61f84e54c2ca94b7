"""What an answer rests on: its chain of steps, walked back until one had nothing to go by.

An answer is followed to the step that wrote most of it, and from there to what that step read. A
look is a true match if the position it read met every condition of the head. The walk stops at the
first step that is not: a head that took its best bad match, the sink, or an average, or a rule
that fills in when no other fires. Where every step is sound, the answer rests on the last of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from app.engine import matrices
from app.engine.limits import TIE
from app.engine.stream import Floats
from app.engine.trace import Trace, trace
from app.gaps.looks.clauses import clause_scores, head_at, weight
from app.language.expand import Half, half
from app.language.program import Clause, Compare, Copy, Has, Head, Place, Prefer, Program, Relate
from app.language.scope import Scope, scope_of
from app.language.setting import SINK, Setting
from app.language.show import clause_text, rule_text
from app.language.tree import part_at

Rests = Literal["imperfect match", "sink", "average", "default", "match", "rule"]
UNSOUND: tuple[Rests, ...] = ("imperfect match", "sink", "average", "default")
ROOTS = ("token", "position")


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the chain.

    `name` is a head's, or a rule as it is written; `positions` are those that a head read, or
    where a rule fired. `unmet` are the conditions, out of `conditions`, that the position a head
    took does not meet.
    """

    rests: Rests
    step: Place
    name: str
    positions: tuple[int, ...]
    conditions: int = 0
    unmet: tuple[str, ...] = ()


def rests(
    program: Program, setting: Setting, tokens: tuple[str, ...], position: int, label: str
) -> Link:
    """What `label`, which the program answers at a position of a sequence, rests on."""
    walk = Walk(program, setting, tokens)
    slot = program.outputs[0].slot
    found = walk.origin(len(program.layers), slot, walk.trace.slots[slot].index(label), position)
    return found or Link("default", ("outputs", 0), f"output {slot}", (position,))


@dataclass(frozen=True, slots=True)
class Source:
    """A step that wrote to one direction at one position, how much, and what it read for it.

    `reads` are (slot, label, position) in the stream at the start of the layer for heads, and
    after the heads for rules.
    """

    amount: float
    link: Link
    reads: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Walk:
    """A program on one sequence, to be walked backwards."""

    program: Program
    setting: Setting
    tokens: tuple[str, ...]
    _seen: dict[tuple[int, bool, str, int, int], Link | None] = field(default_factory=dict)

    @cached_property
    def trace(self) -> Trace:
        """Everything the program did."""
        return trace(self.program, self.setting, self.tokens)

    @cached_property
    def scope(self) -> Scope:
        """What the program's names mean."""
        return scope_of(self.program, self.setting)

    @cached_property
    def halves(self) -> tuple[Half, ...]:
        """The expanded rules of each layer."""
        return tuple(
            half(layer, ("layers", n), self.scope, self.setting.resolution)
            for n, layer in enumerate(self.program.layers)
        )

    def origin(
        self, layers: int, slot: str, label: int, position: int, heads: bool = False
    ) -> Link | None:
        """Where an amount comes from that stood in the stream after so many layers.

        With `heads`, after the heads of the next layer. None where nothing added to it.
        """
        key = (layers, heads, slot, label, position)
        if key not in self._seen:
            self._seen[key] = self._origin(*key)
        return self._seen[key]

    def _origin(self, layers: int, heads: bool, slot: str, label: int, at: int) -> Link | None:
        sources: list[tuple[Source, int, bool]] = []
        for n in range(layers + heads):
            sources += [(source, n, False) for source in self._brought(n, slot, label, at)]
            if n < layers:
                sources += [(source, n, True) for source in self._written(n, slot, label, at)]
        if not sources:
            return None
        most_written = max(source.amount for source, _, _ in sources)
        best = next(s for s in reversed(sources) if s[0].amount >= most_written - TIE)
        return self._weakest(*best)

    def _weakest(self, source: Source, layer: int, heads: bool) -> Link:
        """The step itself, or the unsound one that it relied on."""
        if source.link.rests not in UNSOUND:
            for slot, label, position in source.reads:
                before = self.origin(layer, slot, label, position, heads)
                if before is not None and before.rests in UNSOUND:
                    return before
        return source.link

    # Rules --------------------------------------------------------------------------------------

    def _written(self, n: int, slot: str, label: int, position: int) -> Iterator[Source]:
        """What the rules of a layer wrote to a direction."""
        units = self.trace.units[n]
        fired = [float(unit.activation[position]) for unit in units]
        for unit, activation in zip(self.halves[n].units, fired, strict=False):
            gain = sum(g for direction, g in unit.writes if direction == (slot, label))
            if gain * activation > TIE:
                inputs = unit.hinges[0].inputs
                link = self._rule("rule", unit.place, position)
                reads = tuple(self._helping(n, inputs, position))
                yield Source(gain * activation, link, reads)
        for default in self.halves[n].defaults:
            left = 1 - sum(fired[u] for u in default.counted)
            if default.target == (slot, label) and left > TIE:
                yield Source(left, self._rule("default", default.place, position), ())

    def _rule(self, kind: Rests, place: Place, position: int) -> Link:
        return Link(kind, place, rule_text(part_at(self.program, place)), (position,))

    def _helping(
        self, n: int, inputs: tuple[tuple[tuple[str, int], float], ...], position: int
    ) -> Iterator[tuple[str, int, int]]:
        """The directions that make a rule fire."""
        stream = self.trace.streams[2 * n + 1]
        for (slot, label), coefficient in inputs:
            if slot not in ROOTS and coefficient * stream[slot][position, label] > TIE:
                yield slot, label, position

    # Heads --------------------------------------------------------------------------------------

    def _brought(self, n: int, slot: str, label: int, position: int) -> Iterator[Source]:
        """What the heads of a layer brought to a direction."""
        for h, head in enumerate(self.program.layers[n].heads):
            shares = self.trace.heads[n][h].pattern[position]
            for copy in head.copies:
                if copy.target != slot:
                    continue
                stream = self.trace.streams[2 * n][copy.source]
                amounts = shares[:, None] * stream * self._taken(copy)[:, label]
                total = float(amounts.sum())
                if total > TIE:
                    key, source = np.unravel_index(int(amounts.argmax()), amounts.shape)
                    place: Place = ("layers", n, "heads", h)
                    link = self._look(place, head, position, int(key))
                    reads = [(copy.source, int(source), int(key))]
                    reads += self._matched(place, position, int(key))
                    yield Source(total, link, tuple(r for r in reads if r[0] not in ROOTS))

    def _taken(self, copy: Copy) -> Floats:
        """(source labels, target labels): what a copy makes of what it reads."""
        space, gain = self.scope.slots[copy.source], float(copy.gain)
        if copy.through is not None:
            target = self.scope.slots[copy.target]
            return matrices.related(self.scope, copy.through, space, target) * gain
        if copy.part is not None:
            return np.diag(matrices.members(self.scope, space, copy.part)) * gain
        return np.eye(len(self.scope.spaces[space])) * gain

    def _look(self, place: Place, head: Head, query: int, key: int) -> Link:
        """How good the look of a head from one position was, that read another."""
        shares = self.trace.heads[int(place[1])][int(place[3])].pattern[query]
        positions = tuple(int(j) for j in np.flatnonzero(shares >= shares.max() / 2))
        unmet, conditions = self._unmet(place, query, key)
        kind: Rests = "imperfect match" if unmet else "match"
        if self.setting.bos and key == 0 and self.tokens[0] == SINK:
            kind = "sink"
        elif not head.clauses or (len(unmet) == conditions and len(positions) > 1):
            kind = "average"
        texts = tuple(clause_text(clause) for clause in unmet)
        return Link(kind, place, head.name, positions, conditions, texts)

    def _unmet(self, place: Place, query: int, key: int) -> tuple[list[Clause], int]:
        """The conditions that a key does not meet, and how many a head has.

        What is asked instead of something that is met is left out: see `_instead`.
        """
        met: list[Clause] = []
        unmet: list[Clause] = []
        found = clause_scores(self.program, self.setting, self.trace, place)
        for clause, given in found:
            if not isinstance(clause, Prefer):
                enough = given[query, key] >= max(float(weight(clause)), 0.0) - TIE
                (met if enough else unmet).append(clause)
        unmet = [one for one in unmet if not any(self._instead(one, other) for other in met)]
        return unmet, len(met) + len(unmet)

    def _instead(self, one: Clause, other: Clause) -> bool:
        """Whether nobody can have meant a key to meet both, so that one stands in for the other.

        Two `is` of one slot that no label meets are such, and so is asking for the sink: it is
        a place for a look to land on that finds nothing else.
        """
        if not isinstance(one, Has) or isinstance(other, Prefer):
            return False
        if weight(one) <= 0 or weight(other) <= 0 or one.key != other.key:
            return False
        if isinstance(other, Has):
            return not (self._asked(one) & self._asked(other))
        sink = {self.scope.index["token"][SINK]} if self.setting.bos else set()
        return one.key == "token" and self._asked(one) == sink

    def _asked(self, clause: Has) -> set[int]:
        """The labels that an `is` accepts."""
        space = self.scope.slots[clause.key]
        named = set(self.scope.members(space, clause.what) or ())
        return set(range(len(self.scope.spaces[space]))) - named if clause.negated else named

    def _matched(self, place: Place, query: int, key: int) -> Iterator[tuple[str, int, int]]:
        """What the conditions of a head read, at both ends, and mostly found there."""
        stream = self.trace.streams[2 * int(place[1])]
        for clause in head_at(self.program, place).clauses:
            if isinstance(clause, Compare | Relate | Has):
                yield clause.key, int(stream[clause.key][key].argmax()), key
            if isinstance(clause, Compare | Relate):
                yield clause.query, int(stream[clause.query][query].argmax()), query
