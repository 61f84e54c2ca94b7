"""Where a difference between two sequences was lost on its way to a seat.

The walk goes down from the seat, layer by layer, through whatever its stream was made of: the heads
that wrote it, the positions they looked at, and the slots they took there. At each such spot, a
head or a rule that could have carried the difference and did not is a loss.
"""

from collections.abc import Iterator

import numpy as np

from app.gaps.pair import code, listed, places
from app.gaps.partings.head_losses import HeadLosses, glance
from app.gaps.partings.loss import CAUSES, Cause, Loss, codes
from app.gaps.partings.rule_losses import evened, mapped_together
from app.gaps.partings.sides import LOOKED, Sides, Spot, targets, unequal, writes
from app.language.program import Compare, Head, Place, Prefer, Relate

SHOWN = 8
"""How many losses are told."""

TOLD = 3
"""For how many heads at the seat it is said where they looked instead."""


def losses(both: Sides, last: int | None) -> tuple[Loss, ...]:
    """Every loss, best explanation first and each step once for a cause.

    `last` is the index of the streams after which the seats last differed, if they ever did.
    """
    found = [] if last is None else [*_evened(both, last)]
    walk = _Walk(both)
    lost = sorted(walk.losses(), key=lambda loss: _rank(both, loss))
    if both.bag:
        found.append(_never_fetched(both, []))
    elif not walk.looked and last is None:
        found += [loss for loss in lost if CAUSES.index(loss.cause) < _NEVER]
        found.append(_never_fetched(both, walk.glances))
    once: dict[tuple[Cause, Place], Loss] = {}
    for loss in (*found, *lost):
        once.setdefault((loss.cause, loss.step), loss)
    return tuple(once.values())[:SHOWN]


_NEVER = CAUSES.index("never fetched")


def _rank(both: Sides, loss: Loss) -> tuple[int, bool, int, int]:
    away = loss.position != both.seat[0]
    return CAUSES.index(loss.cause), away, -loss.layer, -loss.position


class _Walk:
    """Down from the seat; `needed` are the slots of each spot that the seat's stream hangs on."""

    def __init__(self, both: Sides) -> None:
        self.both = both
        self.needed: dict[Spot, set[str]] = {both.seat: set(both.traces[0].slots)}
        self.looked = False
        self.glances: list[str] = []

    def losses(self) -> Iterator[Loss]:
        """Every loss on the way, the highest layer first."""
        for layer in reversed(range(len(self.both.program.layers))):
            for spot, slots in self.needed.items():
                if self.both.exists(spot):
                    yield from mapped_together(self.both, layer, spot, slots)
                used = [rule for _, rule in self.both.rules(layer) if writes(rule) & slots]
                slots.update(*(self.both.reads(layer, rule) for rule in used))
            above = {spot: frozenset(slots) for spot, slots in self.needed.items()}
            for spot, needed in above.items():
                yield from self._heads(layer, spot, needed)

    def _heads(self, layer: int, spot: Spot, slots: frozenset[str]) -> Iterator[Loss]:
        both = self.both
        different = both.different(2 * layer, spot)
        for at, head in enumerate(both.program.layers[layer].heads):
            if not targets(head) & slots:
                continue
            shares = both.shares(layer, at, spot)
            attended = tuple(int(j) for j in np.flatnonzero((shares > LOOKED).any(axis=0)))
            looked = tuple(j for j in attended if j in different)
            self.looked = self.looked or bool(looked)
            if spot == both.seat:
                self.glances.append(f"{code(head.name)} looked at {glance(shares)}")
            self._follow(head, spot, attended)
            if both.exists(spot) and different:
                yield from HeadLosses(both, layer, at, spot, shares, looked).losses(different)

    def _follow(self, head: Head, spot: Spot, attended: tuple[int, ...]) -> None:
        compared = [c for c in head.clauses if isinstance(c, Compare | Relate)]
        self.needed[spot] |= {clause.query for clause in compared}
        taken = {copy.source for copy in head.copies}
        taken |= {c.key for c in head.clauses if not isinstance(c, Prefer)}
        for position in attended:
            self.needed.setdefault((position, position), set()).update(taken)


def _evened(both: Sides, last: int) -> Iterator[Loss]:
    """What made the seats' own streams equal, after the index at which they last differed."""
    if last % 2:
        yield from evened(both, last)
        return
    layer, slots = last // 2, both.readable(both.apart(last, both.seat))
    for at, head in enumerate(both.program.layers[layer].heads):
        brought = both.brought(layer, at, both.seat)
        mended = tuple(slot for slot in slots if slot in brought and unequal(brought[slot]))
        if mended:
            sentence = (
                f"Your {codes(mended)} still differed before layer {layer + 1}; what "
                f"{code(head.name)} added there made up for it."
            )
            step: Place = ("layers", layer, "heads", at)
            yield Loss("merged", layer, step, head.name, both.seat[0], (), mended, sentence)


def _never_fetched(both: Sides, glances: list[str]) -> Loss:
    different = both.different(0, both.seat)
    where = f"The two differ at {places(tuple(different))}"
    if both.traces[0].tokens == both.traces[1].tokens:
        where = f"Only one of the two sees {places(tuple(different))}"
    slots = tuple(dict.fromkeys(slot for found in different.values() for slot in found))
    layer, seat = len(both.program.layers) - 1, both.seat[0]
    heads = any(layer.heads for layer in both.program.layers)
    if both.bag:
        sentence = (
            "Without positions, both see just the same tokens, and no head can notice their order."
        )
    elif not different and both.exam.setting.attention == "causal":
        sentence = (
            f"The two differ only after position {seat}, and no position can see what comes later."
        )
    elif not different:
        sentence = "The two sequences are the same, and where you are in them is not yours to read."
    elif not heads:
        sentence = f"{where}, and your program has no head that could look there."
    else:
        instead = f": {listed(glances)}" if 0 < len(glances) <= TOLD else ""
        sentence = f"{where}, and no head on the way to you ever looked there{instead}."
    return Loss("never fetched", max(layer, 0), (), "", seat, (), slots, sentence)
