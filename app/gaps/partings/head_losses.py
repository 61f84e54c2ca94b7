"""How a head loses a difference: it does not notice it, does not copy it, or averages it away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.engine.stream import Floats
from app.gaps.pair import code, listed, places
from app.gaps.partings.loss import Cause, Loss, codes
from app.gaps.partings.sides import LOOKED, Sides, Spot, unequal
from app.language.program import Compare, Copy, Has, Head, Relate

Different = Mapping[int, tuple[str, ...]]

_FAINT = 1e-3
"""A share of attention below this is worth a word."""


@dataclass(frozen=True, eq=False, slots=True)
class HeadLosses:
    """A head at a spot, its shares (2, keys), and the positions that differ which it looked at."""

    both: Sides
    layer: int
    at: int
    spot: Spot
    shares: Floats
    looked: tuple[int, ...]

    @property
    def head(self) -> Head:
        """The head in the program."""
        return self.both.program.layers[self.layer].heads[self.at]

    def losses(self, different: Different) -> Iterator[Loss]:
        """What this head lost, if what it brought is the same on both sides.

        `different` are the slots that differ at each position that can be seen from the spot.
        """
        brought = self.both.brought(self.layer, self.at, self.spot)
        if any(unequal(values) for values in brought.values()):
            return
        if not self.looked:
            if not self._notices(different):
                yield self._blind(different)
            return
        carried = [copy for copy in self.head.copies if self._differs(copy)]
        slots = tuple(dict.fromkeys(s for j in self.looked for s in different[j]))
        if not carried:
            yield self._not_copied(slots)
        elif max((self.shares > LOOKED).sum(axis=1)) > 1:
            yield self._merged(carried)
        else:
            yield self._same_pick(carried)

    def _contents(self, copy: Copy) -> Floats:
        return self.both.contents(self.layer, copy, self.spot)

    def _differs(self, copy: Copy) -> bool:
        contents = self._contents(copy)
        return any(unequal(contents[:, position]) for position in self.looked)

    def _notices(self, different: Different) -> bool:
        """Whether a clause reads a slot that differs, at the query or at any key."""
        keys = {slot for slots in different.values() for slot in slots}
        own = set(self.both.apart(2 * self.layer, self.spot))
        return any(
            clause.key in keys or (isinstance(clause, Compare | Relate) and clause.query in own)
            for clause in self.head.clauses
            if isinstance(clause, Compare | Relate | Has)
        )

    def _loss(self, cause: Cause, slots: Sequence[str], sentence: str) -> Loss:
        return Loss(
            cause=cause,
            layer=self.layer,
            step=("layers", self.layer, "heads", self.at),
            name=self.head.name,
            position=self.spot[0],
            looked=self.looked,
            slots=tuple(slots),
            sentence=sentence,
        )

    @property
    def _who(self) -> str:
        """The head and its layer, at its position where that is not the seat."""
        name = f"{code(self.head.name)} in layer {self.layer + 1}"
        return name if self.spot == self.both.seat else f"at position {self.spot[0]}, {name}"

    def _merged(self, carried: list[Copy]) -> Loss:
        whom = "you" if self.spot == self.both.seat else f"position {self.spot[0]}"
        alive = self._alive(carried)
        sentence = (
            f"What sets them apart, at {places(alive)}, reached {whom} through "
            f"{code(self.head.name)}, which averaged {self._crowd(alive)}; {self._moral(carried)}."
        )
        slots = tuple(dict.fromkeys(copy.source for copy in carried))
        return replace(self._loss("merged", slots, sentence), looked=alive)

    def _alive(self, carried: list[Copy]) -> tuple[int, ...]:
        """The positions from which something different was copied."""
        contents = [self._contents(copy) for copy in carried]
        return tuple(j for j in self.looked if any(unequal(c[:, j]) for c in contents))

    def _crowd(self, alive: tuple[int, ...]) -> str:
        counts = [int(count) for count in (self.shares > LOOKED).sum(axis=1)]
        if counts[0] != counts[1]:
            return f"{_positions(counts[0])} in one and {_positions(counts[1])} in the other"
        if counts[0] == len(alive) == 2:
            return "the two"
        return f"all {counts[0]}" if counts[0] == len(alive) else _positions(counts[0])

    def _moral(self, carried: list[Copy]) -> str:
        """Why the averages are equal, as far as that can be told."""
        if float(self.shares[:, list(self.looked)].max()) < _FAINT:
            return "their share was too small to leave a trace"
        one, other = (np.flatnonzero(row > LOOKED) for row in self.shares)
        if len(one) != len(other):
            return "an average keeps shares, not counts"
        if max(float(np.ptp(self.shares[side][seen])) for side, seen in ((0, one), (1, other))) > 0:
            return "the averages are equal"
        contents = [self._contents(copy) for copy in carried]
        rows = [
            sorted(np.concatenate([c[side, at] for c in contents]).round(6).tolist() for at in seen)
            for side, seen in enumerate((one, other))
        ]
        return "an average has no order" if rows[0] == rows[1] else "the averages are equal"

    def _not_copied(self, slots: tuple[str, ...]) -> Loss:
        taken = listed([_source(copy) for copy in self.head.copies])
        sentence = (
            f"{self._who} did look at {places(self.looked)}, where the two differ in "
            f"{codes(slots)}, but copies only {taken}, which {_is(self.head.copies)} the same."
        )
        return self._loss("not copied", slots, _capital(sentence))

    def _same_pick(self, carried: list[Copy]) -> Loss:
        taken = listed([_source(copy) for copy in carried])
        one, other = (int(np.argmax(row)) for row in self.shares)
        where = f"position {one} in one and position {other} in the other"
        sentence = f"{self._who} looked at {where}, but what it copies, {taken}, is the same there."
        slots = tuple(dict.fromkeys(copy.source for copy in carried))
        return self._loss("not copied", slots, _capital(sentence))

    def _blind(self, different: Different) -> Loss:
        slots = tuple(dict.fromkeys(slot for found in different.values() for slot in found))
        sentence = (
            f"{self._who} could see {places(tuple(different))}, but it chooses by {self._reason()} "
            f"alone, and that is the same in both{self._empty()}."
        )
        return self._loss("selection blind", slots, _capital(sentence))

    def _reason(self) -> str:
        """What the clauses read, in words."""
        clauses = [c for c in self.head.clauses if isinstance(c, Compare | Relate | Has)]
        keys = list(dict.fromkeys(c.key for c in clauses))
        queries = [c.query for c in clauses if isinstance(c, Compare | Relate)]
        own = [slot for slot in dict.fromkeys(queries) if slot not in keys]
        if not keys:
            return "order"
        if not own and set(queries) == set(keys):
            return codes(keys)
        return f"the {codes(keys)} of what it sees" + (f" and its own {codes(own)}" if own else "")

    def _empty(self) -> str:
        """A word on slots that the clauses read before anything has been written to them."""
        read = [c.key for c in self.head.clauses if isinstance(c, Compare | Relate | Has)]
        read += [c.query for c in self.head.clauses if isinstance(c, Compare | Relate)]
        empty = [
            slot
            for slot in dict.fromkeys(read)
            if not any(side.streams[2 * self.layer][slot].any() for side in self.both.traces)
        ]
        if not empty:
            return ""
        verb = "is" if len(empty) == 1 else "are"
        return f" ({codes(empty)} {verb} still empty when layer {self.layer + 1} begins)"


def glance(shares: Floats) -> str:
    """Where a head with these shares, (2, keys), looked on either side."""
    one, other = (tuple(int(j) for j in np.flatnonzero(row > LOOKED)) for row in shares)
    return places(one) if one == other else f"{places(one)} in one and {places(other)} in the other"


def _positions(count: int) -> str:
    return "one position" if count == 1 else f"{count} positions"


def _source(copy: Copy) -> str:
    return code(copy.source if copy.part is None else f"{copy.source}[{copy.part.text}]")


def _is(copies: Sequence[Copy]) -> str:
    return "is" if len({_source(copy) for copy in copies}) == 1 else "are"


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
