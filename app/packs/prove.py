"""`btt pack test`: what a pack's author claims, proved on every case.

The start fails; every solution is right and within budget, and par is the cheapest of them; every
wrong program fails first where its header says, and one of them passes the shown examples; no step
of par can go; small changes to par are noticed; a lookup does not walk around the puzzle; and a
check stays within the engine's limits.
"""

import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np

from app.engine import limits
from app.errors import TooLarge
from app.language.complaints import complaints
from app.language.program import Program
from app.packs.bag import bag_attack
from app.packs.build import is_stale
from app.packs.cases import BadCases
from app.packs.judge import first_mistake, judge, ticks
from app.packs.load import load_puzzle, puzzle_folders
from app.packs.model import BadPack, Puzzle
from app.packs.mutants import mutants
from app.packs.plan import load_plan
from app.packs.report import Report, Row
from app.packs.score import Rows, everything, score
from app.packs.tree import removals
from app.packs.words import text

SLOW = 0.3
"""Seconds that a full check should take at most; past it the report says so."""

TOO_SLOW = 3.0
"""Seconds past which a puzzle is not fit to be served."""

SAMPLE = 240
"""Cases on which a changed program is tried first: most fail there already."""


@dataclass
class Proof:
    """What was found about one puzzle; `broken` claims are sentences."""

    puzzle: Puzzle
    broken: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    killed: int = 0
    mutants: int = 0
    seconds: float = 0.0
    bytes: int = 0

    @cached_property
    def sample(self) -> Rows:
        """A spread of the small world and the shortest and longest of the long one."""
        cases = self.puzzle.cases
        small = np.linspace(0, cases.small - 1, min(SAMPLE, cases.small)).astype(np.intp)
        long = np.arange(cases.small, cases.total)
        return np.concatenate([small, long[:20], long[-20:]])

    def survives(self, program: Program) -> bool:
        """Whether a program without complaints is right on every case."""
        rows = (self.sample, everything(self.puzzle.cases))
        try:
            return all(score(self.puzzle, program, some).right.all() for some in rows)
        except TooLarge:
            return False

    def row(self) -> Row:
        """The proof as a row of the report."""
        cases = self.puzzle.cases
        par = ", ".join(f"{name} {value}" for name, value in self.puzzle.par.items())
        detail = (
            f"{cases.small:,}+{cases.total - cases.small:,} cases  "
            f"{self.seconds * 1000:.0f} ms  {self.bytes / 2**20:.0f} MB  "
            f"mutants {self.killed}/{self.mutants}  par: {par}"
        )
        return Row(self.puzzle.slug, not self.broken, detail, (*self.broken, *self.notes))


def test_pack(folder: Path, only: str | None = None) -> Report:  # noqa: PT028 (no test)
    """Proves every puzzle of a pack, or the one with slug `only`."""
    title = f"Testing {folder.name}"
    try:
        folders = [f for f in puzzle_folders(folder) if only in (None, f.name[3:], f.name)]
    except BadPack as error:
        return Report(title, (Row(folder.name, False, str(error)),))
    if not folders:
        return Report(title, (Row(folder.name, False, f"no puzzle is called {only}."),))
    return Report(title, tuple(_row(found) for found in folders))


def _row(folder: Path) -> Row:
    try:
        return prove(load_puzzle(folder)).row()
    except (BadPack, BadCases) as error:
        return Row(folder.name, False, str(error))


def prove(puzzle: Puzzle) -> Proof:
    """Every claim about a puzzle, tried."""
    proof = Proof(puzzle)
    for claim in (_fresh, _start, _solutions, _wrong, _reference, _needed):
        proof.broken += claim(proof)
    _mutate(proof)
    bag = bag_attack(puzzle)
    proof.notes.append(f"bag: {bag.sentence}")
    if bag.open:
        proof.broken.append(f"a lookup walks around it: {bag.sentence}")
    proof.broken += _measure(proof)
    return proof


test_pack.__test__ = False  # type: ignore[attr-defined]


def _fresh(proof: Proof) -> Iterator[str]:
    if is_stale(load_plan(proof.puzzle.folder), proof.puzzle.cases.meta):
        yield "its cases were built from other files; run `btt pack build`"


def _start(proof: Proof) -> Iterator[str]:
    if judge(proof.puzzle, proof.puzzle.start).solved:
        yield "the start already solves it"


def _solutions(proof: Proof) -> Iterator[str]:
    puzzle = proof.puzzle
    for solution in puzzle.solutions:
        verdict = judge(puzzle, solution.program)
        if not verdict.solved:
            yield f"solutions/{solution.name}: {verdict.sentence}"
            continue
        if not all(ticks(puzzle, solution.program)):
            yield f"solutions/{solution.name}: it is wrong on a shown example"
        for name, value in puzzle.par.items():
            own = getattr(verdict.cost, name)
            if own < value:
                yield f"solutions/{solution.name}: its {name} are {own} where par is {value}"


def _wrong(proof: Proof) -> Iterator[str]:
    puzzle = proof.puzzle
    if len(puzzle.wrong) < 2:
        yield "two wrong programs are needed at least"
    tempting = False
    for wrong in puzzle.wrong:
        verdict = judge(puzzle, wrong.program)
        mistake = verdict.smallest_wrong
        if mistake is None:
            yield f"wrong/{wrong.name}: {verdict.sentence}"
            continue
        if mistake.tokens != wrong.fails:
            yield f"wrong/{wrong.name}: it first fails at {text(mistake.tokens)}"
        tempting = tempting or all(ticks(puzzle, wrong.program))
    if puzzle.wrong and not tempting:
        yield "no wrong program passes the shown examples"


def _reference(proof: Proof) -> Iterator[str]:
    puzzle, reference = proof.puzzle, proof.puzzle.reference
    if reference is None:
        return
    rows = everything(puzzle.cases)
    mistake = first_mistake(puzzle, score(puzzle, reference.program, rows, reference.setting))
    if mistake is not None:
        yield f"reference: it differs from the target at {text(mistake.tokens)}"


def _needed(proof: Proof) -> Iterator[str]:
    """Every step of par that can go must be a declared spare, and every spare such a step."""
    puzzle = proof.puzzle
    spare = {one.step for one in puzzle.spare}
    idle = set()
    for variant in removals(puzzle.solutions[0].program):
        found = complaints(variant.program, puzzle.setting, puzzle.allowance)
        if not found and proof.survives(variant.program):
            idle.add(variant.name)
            if variant.name not in spare:
                yield f'par does without a step: "{variant.name}"'
    for name in sorted(spare - idle):
        yield f'spare: "{name}" is no step of par that can go'


def _mutate(proof: Proof) -> None:
    for variant in mutants(proof.puzzle, proof.puzzle.solutions[0].program):
        proof.mutants += 1
        if proof.survives(variant.program):
            proof.notes.append(f"survives: {variant.name}")
        else:
            proof.killed += 1


def _measure(proof: Proof) -> Iterator[str]:
    """Time of a full check of par, the better of two, and the memory it takes."""
    puzzle, par = proof.puzzle, proof.puzzle.solutions[0].program
    times = []
    for _ in range(2):
        start = time.perf_counter()
        judge(puzzle, par)
        times.append(time.perf_counter() - start)
    tracemalloc.start()
    judge(puzzle, par)
    proof.bytes = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    proof.seconds = min(times)
    if proof.seconds > SLOW:
        proof.notes.append(f"slow: a full check should take {SLOW * 1000:.0f} ms at most")
    if proof.seconds > TOO_SLOW:
        yield f"a full check takes {proof.seconds:.1f} s, over {TOO_SLOW:.0f} s"
    if proof.bytes > limits.CHECK_BYTES:
        yield f"a check takes {proof.bytes / 2**20:.0f} MB, over {limits.CHECK_BYTES / 2**20:.0f}"
