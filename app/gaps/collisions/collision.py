"""Two worlds that look the same from a seat, though they want different answers there.

If all that a seat can read after the last layer is equal in both, no rule on top of it can be right
in both: the player could not have known. What counts is what the player's own steps may read, so
sealed slots are left out. Equal means that no amount differs by more than a millionth, as
everywhere in the game; where amounts differ at all, the claim says so.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, get_args

import numpy as np

from app.engine.limits import TIE
from app.engine.stream import Floats
from app.engine.trace import Trace, trace
from app.gaps.claim import Claim
from app.gaps.collisions.closest import Closest, closest
from app.gaps.collisions.pool import in_conflict
from app.gaps.collisions.unspoken import Unspoken, unspoken
from app.gaps.exam import Exam, Seat
from app.gaps.pair import code, differ, seat_json
from app.gaps.views import ROUNDING, WITHIN, Views, sees_places

__all__ = ["STRENGTHS", "Collision", "Holding", "Strength", "Unspoken", "collision", "unspoken"]

Strength = Literal["stream", "everywhere"]
STRENGTHS: tuple[Strength, ...] = get_args(Strength)

Holding = tuple[str, tuple[tuple[str, float], ...]]
"""A slot, and the amount of each label that it holds."""


@dataclass(frozen=True, slots=True)
class Collision:
    """Two seats that hold the same and want different answers.

    `strength` is "stream" if their own streams are equal, so that no rule after the last layer
    helps, and "everywhere" if all the streams they can see are, so that no further layer does.
    `exact` tells whether they are equal but for rounding; otherwise they are within a millionth,
    and a rule that magnified the difference could help. "everywhere" is exact throughout.
    `given` is what the program answers at each, None where undecided; `differ` the places whose
    tokens differ; `fewest` whether it is certain that no two seats in collision differ in fewer.
    `held` is what both hold, empty slots left out. `seats` counts the seats that share their stream
    with one that wants another answer. `layers` is how many the program has, and `from_start`
    whether everything was equal before the first of them, with nothing sealed: then no program at
    all is right on both here.
    """

    claim: Claim
    strength: Strength
    exact: bool
    first: Seat
    second: Seat
    given: tuple[str | None, str | None]
    differ: tuple[int, ...]
    fewest: bool
    held: tuple[Holding, ...]
    seats: int
    layers: int
    from_start: bool

    @property
    def sentence(self) -> str:
        """What is the same, what is wanted, and what follows."""
        wants = f"one wants {code(self.first.wanted)} and the other {code(self.second.wanted)}"
        when = f"after layer {self.layers}" if self.layers else "at the start"
        same = f"From where you sit, these two are the same: {when} your stream {self._where}"
        if not self.exact:
            return (
                f"{same} is equal in both to within a millionth, but {wants}. No rule that comes "
                "after can be right on both, unless it magnifies a difference as small as that."
            )
        if self.strength == "stream":
            no = "No rule that comes after can be right on both."
            return f"{same} is equal in both, but {wants}. {no}"
        advice = (
            "" if self.from_start or not self.layers else ": a layer you have must keep them apart"
        )
        return (
            f"{same} is equal in both, and so is all that can be seen from there, but {wants}. "
            f"No further layer can be right on both{advice}."
        )

    @property
    def _where(self) -> str:
        own, other = self.first.position, self.second.position
        if own == other:
            return f"at position {own}"
        return f"at position {own} of one and position {other} of the other"

    @property
    def closeness(self) -> str:
        """In how many tokens the two differ, and whether that is the fewest."""
        count = len(self.differ)
        if not count:
            return "They are the same sequence, asked at two positions."
        if count == 1:
            return "They differ in one token."
        least = "; no two that you confuse differ in fewer" if self.fewest else ""
        return f"They differ in {count} tokens{least}."

    def as_json(self) -> dict[str, Any]:
        """Plain data; sequences as lists of token names."""
        return {
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "sentence": self.sentence,
            "strength": self.strength,
            "exact": self.exact,
            "first": seat_json(self.first, self.given[0]),
            "second": seat_json(self.second, self.given[1]),
            "differ": list(self.differ),
            "fewest": self.fewest,
            "held": {slot: dict(amounts) for slot, amounts in self.held},
            "seats": self.seats,
            "from_start": self.from_start,
        }


def collision(views: Views) -> Collision | None:
    """The collision whose sequences are closest, or None if the program has none.

    None too where the output is sealed, which no program without complaints does: then what a
    seat reads is not all that its answer depends on.
    """
    exam = views.exam
    if views.machine_output in exam.allowance.sealed:
        return None
    pair = closest(exam, views.whole, partial(_same, views))
    return None if pair is None else _collision(views, pair)


def _collision(views: Views, pair: Closest) -> Collision:
    exam = views.exam
    first, second = exam.seat(pair.first), exam.seat(pair.second)
    one, other = (trace(views.program, exam.setting, seat.tokens) for seat in (first, second))
    apart = _apart(exam, one, other, first.position, second.position)
    exact = apart <= ROUNDING
    return Collision(
        claim=Claim("proof", f"for your program {exam.scope}{'' if exact else WITHIN}"),
        exact=exact,
        strength="everywhere" if _everywhere(views, pair, one, other) else "stream",
        first=first,
        second=second,
        given=(views.answer(pair.first), views.answer(pair.second)),
        differ=differ(first, second),
        fewest=pair.fewest,
        held=_held(views, one, first.position),
        seats=int(in_conflict(views.whole, exam.seats.wanted).sum()),
        layers=len(views.program.layers),
        from_start=_from_start(exam, first, second),
    )


def _same(views: Views, one: int, other: int) -> bool:
    """Whether two seats really hold the same: run once more, and compared amount by amount."""
    if not views.same(one, other):
        return False
    exam, seats = views.exam, (views.exam.seat(one), views.exam.seat(other))
    first, second = (trace(views.program, exam.setting, seat.tokens) for seat in seats)
    return _apart(exam, first, second, seats[0].position, seats[1].position) <= TIE


def _apart(exam: Exam, one: Trace, other: Trace, at: int, there: int) -> float:
    """By how much the most different amount differs that both positions may read at the end."""
    return max(
        (
            float(np.abs(amounts[at] - other.streams[-1][slot][there]).max(initial=0.0))
            for slot, amounts in one.streams[-1].items()
            if _readable(exam, slot)
        ),
        default=0.0,
    )


def _readable(exam: Exam, slot: str) -> bool:
    return slot not in exam.allowance.sealed and (slot != "position" or sees_places(exam))


def _everywhere(views: Views, pair: Closest, one: Trace, other: Trace) -> bool:
    """Whether nothing that a head above could read, or where it lies, tells the two apart."""
    exam = views.exam
    here, there = (int(exam.seats.positions[seat]) for seat in (pair.first, pair.second))
    if exam.setting.attention == "causal":
        return here == there and _aligned(exam, one, other, range(here + 1))
    sizes = len(one.tokens), len(other.tokens)
    if sizes[0] != sizes[1]:
        return False
    if _ordered(exam):
        return _aligned(exam, one, other, range(sizes[0]))
    codes = [
        views.codes[int(exam.seats.rows[seat]), : sizes[0]] for seat in (pair.first, pair.second)
    ]
    orders = [np.argsort(code, kind="stable") for code in codes]
    return bool((codes[0][orders[0]] == codes[1][orders[1]]).all()) and all(
        _apart(exam, one, other, int(at), int(place)) <= ROUNDING
        for at, place in zip(*orders, strict=True)
    )


def _from_start(exam: Exam, first: Seat, second: Seat) -> bool:
    """Whether the tokens that can be seen, and all that is known of their order, are the same."""
    if exam.allowance.sealed:
        return False
    here, there = first.position, second.position
    if exam.setting.attention == "causal":
        return here == there and first.tokens[: here + 1] == second.tokens[: there + 1]
    if exam.setting.positions == "absolute":
        return here == there and first.tokens == second.tokens
    same = first.tokens[here] == second.tokens[there]
    return same and sorted(first.tokens) == sorted(second.tokens)


def _ordered(exam: Exam) -> bool:
    """Whether a head of the player's, without a mask, can notice where in a sequence a key lies.

    `prefer` reads positions even where the slot is sealed.
    """
    prefers = exam.setting.positions == "absolute" and "prefer" not in exam.allowance.forbidden
    return sees_places(exam) or prefers


def _aligned(exam: Exam, one: Trace, other: Trace, positions: range) -> bool:
    return all(_apart(exam, one, other, at, at) <= ROUNDING for at in positions)


def _held(views: Views, traced: Trace, at: int) -> tuple[Holding, ...]:
    """What a seat holds in the slots that may be read, in the order of the stream."""
    found = []
    for slot, amounts in traced.streams[-1].items():
        if _readable(views.exam, slot):
            held = _amounts(traced.slots[slot], amounts[at])
            if held:
                found.append((slot, held))
    return tuple(found)


def _amounts(labels: tuple[str, ...], amounts: Floats) -> tuple[tuple[str, float], ...]:
    rounded = [round(float(amount), 6) for amount in amounts]
    return tuple((lab, amount) for lab, amount in zip(labels, rounded, strict=True) if amount)
