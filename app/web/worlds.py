"""Sequences shown one above the other: which tokens differ, where the seat is, what is wanted.

Two such worlds are the picture of a gap: from the seat they look the same, and want different
answers. The same rows show any other witness, of one sequence or of several.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.gaps.exam import Seat
from app.language.setting import Setting
from app.web.address import View
from app.web.chips import colours
from app.web.sequence import join
from app.web.task import Bead

LONG = 16
"""Places up to which a row is shown whole, and beyond which what all rows share is left out."""
_NEAR = 2
"""Places kept on either side of whatever matters, and at both ends."""


@dataclass(frozen=True, slots=True)
class Stone:
    """One token of a world; a stone past a sequence's end has no bead."""

    bead: Bead | None
    differs: bool
    seat: bool


@dataclass(frozen=True, slots=True)
class World:
    """One sequence. `given` is None where nothing is said of it, and has no text where undecided.

    `href` loads it in the tower at its seat.
    """

    stones: tuple[Stone, ...]
    wanted: Bead
    given: Bead | None
    href: str
    name: str


@dataclass(frozen=True, slots=True)
class Worlds:
    """Some sequences, padded to one width. `marks` says of each place whether the worlds differ."""

    rows: tuple[World, ...]
    marks: tuple[bool, ...]
    seat: int | None
    """The place of the seat, where all rows share it."""

    @property
    def says(self) -> bool:
        """Whether what the program answers is shown."""
        return any(row.given is not None for row in self.rows)

    @property
    def runs(self) -> tuple[range, ...]:
        """The places to show: each alone, but for a long run that all rows share, which is one."""
        found: list[range] = []
        shared = self._shared
        for place in range(len(self.marks)):
            if {place - 1, place} <= shared:
                found[-1] = range(found[-1].start, place + 1)
            else:
                found.append(range(place, place + 1))
        return tuple(found)

    @property
    def _shared(self) -> frozenset[int]:
        """Places that say nothing: in long rows, away from seats, differences and both ends."""
        wide = len(self.marks)
        if wide <= LONG or len(self.rows) < 2:
            return frozenset()
        seats = {i for row in self.rows for i, stone in enumerate(row.stones) if stone.seat}
        telling = {0, wide - 1, *seats, *(i for i, mark in enumerate(self.marks) if mark)}
        near = {i + step for i in telling for step in range(-_NEAR, _NEAR + 1)}
        return frozenset(range(wide)) - near


def worlds(
    seats: Sequence[Seat],
    setting: Setting,
    labels: Sequence[str],
    view: View,
    given: Sequence[str | None] | None = None,
    differ: Collection[int] | None = None,
) -> Worlds:
    """The rows of some seats. `given` are the program's answers there, None where undecided.

    Where the rows differ is worked out from the tokens unless `differ` says it.
    """
    wide = max(len(seat.tokens) for seat in seats)
    apart = _differ(seats, wide) if differ is None else frozenset(differ)
    at = {seat.position for seat in seats}
    inks = dict(zip(setting.tokens, colours(setting.tokens), strict=True))
    answers = dict(zip(labels, colours(labels), strict=True))
    return Worlds(
        rows=tuple(
            World(
                stones=tuple(_stone(seat, i, i in apart, inks) for i in range(wide)),
                wanted=Bead(seat.wanted, answers[seat.wanted]),
                given=None if given is None else _given(given[n], answers),
                href=view.own(join(seat.tokens), seat.position).address,
                name=f"world {n + 1}" if len(seats) > 1 else "",
            )
            for n, seat in enumerate(seats)
        ),
        marks=tuple(i in apart for i in range(wide)),
        seat=at.pop() if len(at) == 1 else None,
    )


def _differ(seats: Sequence[Seat], wide: int) -> frozenset[int]:
    """Places at which not all rows have the same token."""
    padded = [(*seat.tokens, *[None] * (wide - len(seat.tokens))) for seat in seats]
    return frozenset(i for i, column in enumerate(zip(*padded, strict=True)) if len({*column}) > 1)


def _stone(seat: Seat, place: int, differs: bool, inks: dict[str, int]) -> Stone:
    if place >= len(seat.tokens):
        return Stone(None, differs, False)
    token = seat.tokens[place]
    return Stone(Bead(token, inks[token]), differs, place == seat.position)


def _given(answer: str | None, inks: dict[str, int]) -> Bead:
    return Bead("", 0) if answer is None else Bead(answer, inks.get(answer, 0))
