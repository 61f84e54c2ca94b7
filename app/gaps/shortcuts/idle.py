"""Steps that do nothing: without them every answer stays the same.

A step that no test misses is either of no use, or of use only where nobody looked. Each one is
taken away alone: of two steps that stand in for each other, both are idle, and one must stay.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.engine.forward import run
from app.engine.machine import build
from app.errors import TooLarge
from app.gaps.claim import Claim
from app.gaps.exam import NOT_ASKED, Exam, Indices
from app.gaps.shortcuts.own import is_own
from app.gaps.views import Views
from app.language.complaints import complaints
from app.language.program import Place, Program
from app.language.tree import Variant, removals

SAMPLE = 240
"""Sequences on which a program without a step is tried first: most differ there already."""

LONG = 20
"""How many of the shortest, and of the longest, samples are tried with them."""

BUDGET = 2_000_000
"""Sequences to run at most for `idle`; the variants that come after are not looked at."""


@dataclass(frozen=True, slots=True)
class Idle:
    """A step whose removal changes no answer; `name` as proofs of packs write it."""

    claim: Claim
    name: str
    place: Place

    @property
    def sentence(self) -> str:
        """Which step, and that nothing changed."""
        where, _, what = self.name.partition(": ")
        if self.place[-2] in ("conditions", "writes"):
            rule, _, part = what.rpartition("; ")
            where, what = f"{where}, {_code(rule)}", part
        return (
            f"In {where}, {_code(what)} changes nothing: "
            "on every test the answer is the same without it."
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "name": self.name,
            "place": list(self.place),
        }


def idle(views: Views, budget: int = BUDGET) -> tuple[Idle, ...]:
    """The idle steps that are found by running `budget` sequences or little more."""
    trial = _Trial(views)
    found: list[Idle] = []
    for _, _, step in _steps(views, trial):
        if step is not None:
            found.append(step)
        if trial.spent >= budget:
            break
    return tuple(found)


def idle_steps(views: Views) -> Iterator[tuple[int, int, Idle | None]]:
    """The same one step at a time, for whoever shows progress: steps tried, of how many, idle.

    A step that cannot go, since what is left would not run or not be allowed, counts for neither
    number, so the second falls as such steps are met.
    """
    yield from _steps(views, _Trial(views))


def _steps(views: Views, trial: "_Trial") -> Iterator[tuple[int, int, Idle | None]]:
    """Parts of an idle step go with it, and are not named again."""
    known, left = _against(views.program, views.exam), sum(1 for _ in _own(views))
    gone: list[Place] = []
    claim, done = _claim(views.exam), 0
    for variant in _own(views):
        if not _against(variant.program, views.exam) <= known:
            left -= 1
            yield done, left, None
            continue
        done += 1
        inside = any(variant.place[: len(place)] == place for place in gone)
        if inside or not trial.passes(variant.program):
            yield done, left, None
            continue
        gone.append(variant.place)
        yield done, left, Idle(claim, variant.name, variant.place)


def _claim(exam: Exam) -> Claim:
    return Claim("proof" if exam.small else "evidence", exam.scope)


def _own(views: Views) -> Iterator[Variant]:
    """The program without each step of the player's."""
    given = views.exam.allowance.given
    for variant in removals(views.program):
        if is_own(views.program, variant.place, given):
            yield variant


def _against(program: Program, exam: Exam) -> set[str]:
    """What is wrong with a program but for its cost, which falls when a step goes."""
    allowance = replace(exam.allowance, budget={}, per_layer=())
    return {one.message for one in complaints(program, exam.setting, allowance)}


class _Trial:
    """The answers of a program, and whether another gives the same."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.spent = 0
        self.sample = _spread(views.exam)

    def passes(self, program: Program) -> bool:
        """Whether every seat is answered as before: a few sequences first, then all."""
        try:
            return self._same(program, self.sample) and self._same(program, None)
        except TooLarge:
            return False

    def _same(self, program: Program, rows: Indices | None) -> bool:
        exam = self.views.exam
        machine = build(program, exam.setting)
        if machine.labels != self.views.machine.labels:
            return False
        chosen = np.arange(exam.total) if rows is None else rows
        self.spent += len(chosen)
        answers = run(machine, exam.tokens[chosen], exam.lengths[chosen])
        same = (answers == self.views.answers[chosen]) | (exam.wanted[chosen] == NOT_ASKED)
        return bool(same.all())


def _spread(exam: Exam) -> Indices:
    """A spread of the small world, and the shortest and longest of the samples."""
    small = np.linspace(0, max(exam.small - 1, 0), min(SAMPLE, exam.small)).astype(np.intp)
    more = np.arange(exam.small, exam.total)
    more = more[np.argsort(exam.lengths[more], kind="stable")]
    return np.unique(np.concatenate([small, more[:LONG], more[-LONG:]]))


def _code(text: str) -> str:
    return f"`{text}`"
