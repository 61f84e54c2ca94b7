"""How a program fares at each length, and the length from which arithmetic says it must fail.

Some programs are right on all that is short and wrong on what is long: soft attention leaks, and
averages come too close to tell apart. Where one of the two is what went wrong on the first failing
sequence, the length can be computed, and stands beside the one that was measured.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.engine.trace import trace
from app.gaps.claim import Claim
from app.gaps.exam import Seat
from app.gaps.growth.dilution import dilutions
from app.gaps.growth.prediction import Prediction
from app.gaps.growth.shares import resolution
from app.gaps.views import Views
from app.language.program import Program
from app.language.setting import Setting

FINEST = 1e-6
"""The finest resolution that a setting may have."""


@dataclass(frozen=True, slots=True)
class Row:
    """How many of the sequences of one length (the sink not counted) are right throughout."""

    length: int
    right: int
    total: int


@dataclass(frozen=True, slots=True)
class Lengths:
    """`rows` by length, the first length that goes wrong, and what was predicted, if anything."""

    rows: tuple[Row, ...]
    first: int
    prediction: Prediction | None
    claim: Claim

    @property
    def sentence(self) -> str:
        """Up to which length it is right, and why no further where that is known."""
        shortest = self.rows[0].length
        row = next(row for row in self.rows if row.length == self.first)
        few = row.total - row.right
        wrong = f"{few:,} of {row.total:,} {'goes' if few == 1 else 'go'} wrong"
        if self.first == shortest:
            start = f"At length {shortest}, the shortest there is, {wrong}."
        else:
            start = (
                f"Everything tested that is shorter than {self.first} is right; "
                f"at length {self.first}, {wrong}."
            )
        return start if self.prediction is None else f"{start} {self.prediction.sentence}"

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "rows": [[row.length, row.right, row.total] for row in self.rows],
            "first": self.first,
            "prediction": None if self.prediction is None else self.prediction.as_json(),
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "sentence": self.sentence,
        }


def lengths(views: Views) -> Lengths | None:
    """The table of a program, or None if it is right everywhere."""
    wrong = ~views.right
    if not wrong.any():
        return None
    exam = views.exam
    own = exam.lengths.astype(np.intp) - exam.setting.bos
    failed = np.zeros(exam.total, dtype=bool)
    failed[exam.seats.rows[wrong]] = True
    totals = np.bincount(own)
    faults = np.bincount(own[failed], minlength=len(totals))
    rows = tuple(
        Row(int(n), int(totals[n] - faults[n]), int(totals[n])) for n in np.flatnonzero(totals)
    )
    seats = np.flatnonzero(wrong)
    shortest = seats[np.argmin(exam.lengths[exam.seats.rows[seats]])]
    found = Lengths(
        rows=rows,
        first=int(np.flatnonzero(faults)[0]),
        prediction=None,
        claim=Claim("proof", f"for your program {exam.scope}"),
    )
    seat = exam.seat(int(shortest))
    made = predicted(views.program, exam.setting, seat, [row.length for row in rows])
    # One that comes too late would not explain what was measured, nor would one that comes before
    # a length of which every sequence is right.
    sure = int(own[: exam.small].max(initial=0)) if exam.complete else 0
    right = {row.length for row in rows if row.length < min(found.first, sure + 1)}
    fits = (p for p in made if p.length <= found.first and not right & {*range(p.length, sure + 1)})
    return replace(found, prediction=next(fits, None))


def predicted(
    program: Program, setting: Setting, seat: Seat, having: Iterable[int]
) -> Iterator[Prediction]:
    """The lengths from which a program may fail, from one sequence that it gets wrong.

    `having` are the lengths that the puzzle asks about. None where neither hard attention nor a
    finer resolution would have put that sequence right, or the cause cannot be told from it.
    """
    found = trace(program, setting, seat.tokens)
    if setting.mode == "soft":
        if _right(program, replace(setting, mode="hard"), seat):
            yield from dilutions(program, setting, found, seat)
    elif _right(program, replace(setting, resolution=FINEST), seat):
        made = resolution(program, setting, found, seat, having)
        if made is not None:
            yield made


def _right(program: Program, setting: Setting, seat: Seat) -> bool:
    return trace(program, setting, seat.tokens).answers[seat.position] == seat.wanted
