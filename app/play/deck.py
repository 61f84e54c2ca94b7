"""Seats to be dealt: worlds that one program cannot tell apart, and ordinary ones among them.

A deck is a small choice from everything that a program was run on, the same one each time; seats
are then dealt from it by chance. It is small so that the same stream comes round again, now in
one world and now in the other.

Two seats collide when the program's final readable streams there are the same and the wanted
answers are not: whoever sits there is wrong in one of them.
"""

from dataclasses import dataclass

import numpy as np

from app.gaps.exam import Exam, Indices, Seat
from app.gaps.views import Views, views
from app.language.program import Program

PAIRS = 6
"""Pairs of colliding seats that a deck holds at most."""

ORDINARY = 12
"""Seats drawn from all alike; some of them may collide as well."""

LOOKED = 2000
"""Seats of another world that are compared, the shortest first, to find one much like this."""


@dataclass(frozen=True, slots=True)
class Deal:
    """A seat, and one with the same final stream that wants another answer, if there is one."""

    seat: Seat
    twin: Seat | None

    @property
    def swapped(self) -> "Deal":
        """The same two worlds from the other one; only for a seat that has a twin."""
        assert self.twin is not None  # noqa: S101 - see above
        return Deal(self.twin, self.seat)


@dataclass(frozen=True, slots=True)
class Deck:
    """Seats to deal from. `scope` says in words what the program was run on."""

    pairs: tuple[Deal, ...]
    ordinary: tuple[Deal, ...]
    scope: str


def deck(exam: Exam, program: Program, seed: int) -> Deck:
    """The deck of a program that runs; `seed` decides the choice. Raises TooLarge, like the engine.

    Seats are drawn from the small world, whose sequences can be taken in at a glance, wherever
    that has any. A pair is drawn by its stream first, so that rare streams come up as well.
    """
    seen = views(exam, program)
    draw = np.random.default_rng(seed)
    every, colliding = _near(seen, np.arange(len(seen.whole))), _near(seen, _colliding(seen))
    streams = np.unique(seen.whole[colliding])
    chosen = [
        draw.choice(colliding[seen.whole[colliding] == stream])
        for stream in draw.permutation(streams)[:PAIRS]
    ]
    pairs = [_deal(seen, int(at)) for at in chosen]
    ordinary = draw.permutation(every)[:ORDINARY]
    return Deck(
        pairs=tuple(pair for pair in pairs if pair.twin is not None),
        ordinary=tuple(_deal(seen, int(at)) for at in ordinary),
        scope=seen.exam.scope,
    )


def one_seat(exam: Exam, program: Program, tokens: tuple[str, ...], position: int) -> Deck:
    """A deck of the one seat that a player chose, or of none if the exam does not ask there."""
    seen = views(exam, program)
    at = _find(seen.exam, tokens, position)
    return Deck((), () if at is None else (_deal(seen, at),), seen.exam.scope)


def _colliding(seen: Views) -> Indices:
    """Seats whose stream is also that of a seat with another wanted answer."""
    wanted = seen.exam.seats.wanted
    streams, of = np.unique(seen.whole, return_inverse=True)
    least = np.full(len(streams), len(seen.exam.labels))
    most = np.full(len(streams), -1)
    np.minimum.at(least, of, wanted)
    np.maximum.at(most, of, wanted)
    return np.flatnonzero((least != most)[of])


def _near(seen: Views, seats: Indices) -> Indices:
    """Those of some seats that are in the small world, or all of them if none is."""
    small = seats[seen.exam.seats.rows[seats] < seen.exam.small]
    return small if len(small) else seats


def _deal(seen: Views, at: int) -> Deal:
    twin = _twin(seen, at)
    return Deal(seen.exam.seat(at), None if twin is None else seen.exam.seat(twin))


def _twin(seen: Views, at: int) -> int | None:
    """The seat that collides with this one and is most like it: fewest tokens differ."""
    exam, seats = seen.exam, seen.exam.seats
    others = np.flatnonzero((seen.whole == seen.whole[at]) & (seats.wanted != seats.wanted[at]))
    others = others[np.argsort(exam.lengths[seats.rows[others]], kind="stable")][:LOOKED]
    row, rows = seats.rows[at], seats.rows[others]
    differ = (exam.tokens[rows] != exam.tokens[row]).sum(axis=1)
    uneven = exam.lengths[rows] != exam.lengths[row]
    for other in others[np.lexsort((differ, uneven))]:
        if seen.same(at, int(other)):
            return int(other)
    return None


def _find(exam: Exam, tokens: tuple[str, ...], position: int) -> int | None:
    """The number of a seat in an exam."""
    if len(tokens) > exam.tokens.shape[1]:
        return None
    index = {token: number for number, token in enumerate(exam.setting.tokens)}
    names = np.array([index[token] for token in tokens], dtype=exam.tokens.dtype)
    here = (exam.lengths == len(names)) & (exam.tokens[:, : len(names)] == names).all(axis=1)
    seats = exam.seats
    found = np.flatnonzero(here[seats.rows] & (seats.positions == position))
    return int(found[0]) if len(found) else None
