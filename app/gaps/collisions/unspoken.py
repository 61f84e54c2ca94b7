"""What a program's streams tell apart but its answers do not: known, and not said.

Where no two seats that want different answers hold the same, the whole stream decides the answer on
every test. The question is then which of its slots do, and that is what is shown.
"""

from dataclasses import dataclass
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from app.engine.limits import TIE
from app.gaps.claim import Claim
from app.gaps.collisions.closest import closest
from app.gaps.collisions.pool import in_conflict
from app.gaps.exam import Indices, Seat
from app.gaps.pair import code, differ, listed, seat_json
from app.gaps.views import Views, sees_places

TELLING = 3
"""How many slots together are tried, at most."""


@dataclass(frozen=True, slots=True)
class Unspoken:
    """What tells the wanted answers apart in a program that does not say them.

    `first` and `second` hold the same in the output slot and want different answers; `slots` are
    those in which they differ, and `differ` the places of their tokens that do. Where the output
    slot alone tells all answers apart but names them wrongly, `second` is None and `first` is the
    first seat that is wrong. `tells` is the smallest set of slots, of at most three, that decides
    the wanted answer on all tests, () if there is none; `output` is the output slot.
    """

    claim: Claim
    output: str
    first: Seat
    second: Seat | None
    given: tuple[str | None, str | None]
    differ: tuple[int, ...]
    slots: tuple[str, ...]
    tells: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Which slots know the answer, and that the output does not."""
        output = code(self.output)
        if self.second is None:
            return (
                f"You know, but do not say: {output} alone settles the answer on every test, but "
                "the label it holds most of is not always the one that is wanted."
            )
        wants = f"one wants {code(self.first.wanted)} and the other {code(self.second.wanted)}"
        apart = listed([code(slot) for slot in self.slots])
        where = (
            "at these two positions" if self.first.tokens == self.second.tokens else "in these two"
        )
        said = (
            f"You know, but do not say: {where} {output} is the same, though {wants}; they differ "
            f"in {apart}."
        )
        if not self.tells:
            return f"{said} No three slots settle the answer on every test, but all together do."
        known = listed([code(slot) for slot in self.tells])
        return (
            f"{said} {known} alone {'settles' if len(self.tells) == 1 else 'settle'} the answer "
            "on every test."
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data; sequences as lists of token names."""
        second = None if self.second is None else seat_json(self.second, self.given[1])
        return {
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "sentence": self.sentence,
            "first": seat_json(self.first, self.given[0]),
            "second": second,
            "differ": list(self.differ),
            "slots": list(self.slots),
            "tells": list(self.tells),
        }


def unspoken(views: Views) -> Unspoken | None:
    """What a program knows and does not say; None where it could not know, or is right."""
    exam = views.exam
    if views.right.all() or in_conflict(views.whole, exam.seats.wanted).any():
        return None
    known = _Known(views)
    claim = Claim("proof", f"for your program {exam.scope}")
    pair = closest(exam, views.said, known.alike)
    if pair is None:
        wrong = int(np.flatnonzero(~views.right)[0])
        said = (views.answer(wrong), None)
        output = views.machine_output
        return Unspoken(claim, output, exam.seat(wrong), None, said, (), (), (output,))
    first, second = exam.seat(pair.first), exam.seat(pair.second)
    return Unspoken(
        claim=claim,
        output=views.machine_output,
        first=first,
        second=second,
        given=(views.answer(pair.first), views.answer(pair.second)),
        differ=differ(first, second),
        slots=known.apart(pair.first, pair.second),
        tells=_tells(known, (pair.first, pair.second)),
    )


class _Known:
    """What each slot holds at each seat, worked out when it is first asked for."""

    def __init__(self, views: Views) -> None:
        self.views = views
        places = ["position"] if sees_places(views.exam) else []
        self.slots = tuple(
            sorted([*views.columns, *places], key=list(views.machine.scope.slots).index)
        )
        self.slot = partial(_remember, views, {})

    def alike(self, one: int, other: int) -> bool:
        """Whether two seats hold the same in the output slot."""
        return self.views.machine_output not in self.apart(one, other)

    def apart(self, one: int, other: int) -> tuple[str, ...]:
        """The slots in which two seats differ."""
        here, there = self.views.held(one), self.views.held(other)
        found = {slot for slot in here if (np.abs(here[slot] - there[slot]) > TIE).any()}
        positions = self.views.exam.seats.positions
        if positions[one] != positions[other]:
            found.add("position")
        return tuple(slot for slot in self.slots if slot in found)

    def undecided(self, slots: tuple[str, ...]) -> tuple[int, int] | None:
        """Two seats that hold the same in all of these slots and want different answers."""
        wanted = self.views.exam.seats.wanted
        joint = np.zeros(len(wanted), dtype=np.intp)
        for slot in slots:
            codes = self.slot(slot)
            joint = joint * (int(codes.max()) + 1) + codes
            joint = np.unique(joint, return_inverse=True)[1].reshape(-1)
        torn = np.flatnonzero(in_conflict(joint, wanted))
        if not len(torn):
            return None
        first = int(torn[0])
        others = torn[(joint[torn] == joint[first]) & (wanted[torn] != wanted[first])]
        return first, int(others[0])


def _remember(views: Views, kept: dict[str, Indices], slot: str) -> Indices:
    if slot not in kept:
        kept[slot] = views.slot(slot).astype(np.intp)
    return kept[slot]


def _tells(known: _Known, pair: tuple[int, int]) -> tuple[str, ...]:
    """The smallest set of slots that decides every answer, the first such in stream order.

    Every set that fails leaves a pair of seats it cannot tell apart, and whatever misses one of
    the pairs found so far fails too; so few sets need to be looked at on all tests.
    """
    needed = [frozenset(known.apart(*pair))]
    for size in range(1, TELLING + 1):
        for slots in combinations(known.slots, size):
            if not all(need.intersection(slots) for need in needed):
                continue
            left = known.undecided(slots)
            if left is None:
                return slots
            needed.append(frozenset(known.apart(*left)))
    return ()
