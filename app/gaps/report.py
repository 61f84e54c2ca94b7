"""Why a program fails: all diagnoses together, and the few of them that explain this failure.

A report that shows everything explains nothing. Whether the program could have known comes first,
always; beside it stand at most two more, and whatever else was found stays at hand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

import numpy as np

from app.gaps.blindspots import Blindspots, blindspots
from app.gaps.collisions.collision import Collision, Unspoken, collision, unspoken
from app.gaps.exam import Exam, Seat
from app.gaps.growth.lengths import Lengths, lengths
from app.gaps.looks.blur import Blur, Look, blur, looks
from app.gaps.looks.grounding import Ungrounded, grounding
from app.gaps.partings.parting import Parting, parting
from app.gaps.proofs.one_more_head import OneMoreHead, one_more_head
from app.gaps.shortcuts.hardcoding import Named, Renamed, named, renamed
from app.gaps.shortcuts.mistakes import known_mistake
from app.gaps.views import Views, views
from app.language.program import Program

Part = Literal[
    "collision",
    "unspoken",
    "mistake",
    "ungrounded",
    "blur",
    "lengths",
    "renamed",
    "blindspots",
    "head",
]

PARTS: tuple[Part, ...] = get_args(Part)
"""In the order of a report."""

SHOWN = 3
"""Diagnoses that a report opens by itself."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was found about one wrong program; what was not found is None or empty.

    `smallest` is the first seat that is answered wrongly, the shortest first. `picks` are the
    parts that explain the failure, in the order in which to tell them.
    """

    scope: str
    wrong: int
    seats: int
    smallest: Seat
    collision: Collision | None
    parting: Parting | None
    unspoken: Unspoken | None
    head: OneMoreHead | None
    mistake: str | None
    ungrounded: Ungrounded | None
    blur: Blur | None
    looks: tuple[Look, ...]
    lengths: Lengths | None
    renamed: Renamed | None
    named: tuple[Named, ...]
    blindspots: Blindspots | None
    picks: tuple[Part, ...]

    @property
    def folded(self) -> tuple[Part, ...]:
        """What else was found."""
        return tuple(part for part in _found(self) if part not in self.picks)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What explains the failure, in words; a known mistake by its name."""
        told = []
        for part in self.picks:
            value: Any = getattr(self, part)
            name = f"It does just what the known mistake `{self.mistake}` does."
            told.append(name if part == "mistake" else value.sentence)
            if part == "collision" and self.parting is not None:
                told.append(self.parting.sentence)
        return tuple(told)

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        told: dict[str, Any] = {part: _json(getattr(self, part)) for part in _found(self)}
        return {
            "scope": self.scope,
            "wrong": self.wrong,
            "seats": self.seats,
            "picks": list(self.picks),
            "parting": _json(self.parting),
            "looks": [_json(look) for look in self.looks],
            "named": [_json(name) for name in self.named],
            **told,
        }


def explain(
    exam: Exam, program: Program, mistakes: Mapping[str, Program] | None = None
) -> Explanation | None:
    """Why a program without complaints fails an exam; None for one that is right everywhere.

    `mistakes` are authored wrong programs by name. Raises TooLarge, like the engine.
    """
    seen = views(exam, program)
    if seen.right.all():
        return None
    at = _smallest(seen)
    seat, pair = seen.exam.seat(at), collision(seen)
    found = Explanation(
        scope=seen.exam.scope,
        wrong=int((~seen.right).sum()),
        seats=len(seen.right),
        smallest=seat,
        collision=pair,
        parting=None if pair is None else parting(seen.exam, program, pair),
        unspoken=unspoken(seen) if pair is None else None,
        head=one_more_head(seen) if _heads_allowed(exam) else None,
        mistake=known_mistake(seen, mistakes or {}),
        ungrounded=grounding(seen),
        blur=blur(seen.exam, program, seat.tokens, seat.position),
        looks=looks(seen.exam, program, seat.tokens, seat.position),
        lengths=lengths(seen),
        renamed=renamed(seen),
        named=named(seen.exam, program),
        blindspots=blindspots(seen),
        picks=(),
    )
    beyond = bool(seen.exam.seats.rows[at] >= seen.exam.small)
    return replace(found, picks=tuple(_telling(found, beyond))[:SHOWN])


def _telling(found: Explanation, beyond: bool) -> Iterator[Part]:
    """The parts that explain this failure, most telling first.

    `beyond`: every sequence of the small world comes out right.
    """
    if found.collision is not None:
        yield "collision"
    elif found.unspoken is not None:
        yield "unspoken"
    if found.mistake is not None:
        yield "mistake"
    if found.lengths is not None and (beyond or found.lengths.prediction is not None):
        yield "lengths"
    if found.ungrounded is not None and found.ungrounded.seat == found.smallest:
        yield "ungrounded"
    if found.blur is not None:
        yield "blur"


def _found(found: Explanation) -> Iterator[Part]:
    """Every part there is something to tell about, in the order of a report."""
    told = [part for part in PARTS if getattr(found, part) is not None]
    if found.head is not None and found.head.possible:
        told.remove("head")  # that it is not ruled out needs no picture
    yield from told


def _heads_allowed(exam: Exam) -> bool:
    """Whether a player may have any head of their own here."""
    allowance = exam.allowance
    none = 0 in (allowance.budget.get("heads"), allowance.budget.get("layers"))
    return not none and "heads" not in allowance.forbidden


def _smallest(seen: Views) -> int:
    """The first wrong seat of the shortest sequence that has one."""
    failed = np.flatnonzero(~seen.right)
    lengths = seen.exam.lengths[seen.exam.seats.rows[failed]]
    return int(failed[np.argmin(lengths)])


def _json(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else value.as_json()
