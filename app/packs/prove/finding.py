"""What was found about one puzzle, and how to find out whether a changed program still passes."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from app.errors import TooLarge
from app.language.program import Program
from app.packs.model import Puzzle
from app.packs.report import Row
from app.packs.score import Rows, everything, score

SAMPLE = 240
"""Cases on which a changed program is tried first: most fail there already."""


@dataclass
class Finding:
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
        """The finding as a row of the report."""
        cases = self.puzzle.cases
        detail = (
            f"{cases.small:,}+{cases.total - cases.small:,} cases  "
            f"{self.seconds * 1000:.0f} ms  {self.bytes / 2**20:.0f} MB  {self._kind()}"
        )
        return Row(self.puzzle.slug, not self.broken, detail, (*self.broken, *self.notes))

    def _kind(self) -> str:
        if self.puzzle.broken is not None:
            return f"to break: {self.puzzle.broken.shortest} tokens"
        if self.puzzle.proof is not None:
            return f"impossible: {self.puzzle.proof.lemma}"
        par = ", ".join(f"{name} {value}" for name, value in self.puzzle.par.items())
        return f"mutants {self.killed}/{self.mutants}  par: {par}"
