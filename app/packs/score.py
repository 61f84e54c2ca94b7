"""Running a program on cases and comparing answers by label.

The output slot of a player's program may live in any space; an answer is right when its label is
the wanted one. An undecided answer is wrong.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.engine.generate import generate_batch
from app.engine.machine import build
from app.engine.run import run
from app.language.program import Program
from app.language.setting import Setting
from app.packs.cases import NOT_SCORED, Cases
from app.packs.model import Puzzle

Rows = NDArray[np.intp]
Right = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Scores:
    """How a program did on some rows of the cases.

    right (R,): whether every scored answer of a row is. wrong_at (R,): the first position that is
    not, -1 where there is none. answers (R, W): label indices of the program's own output space,
    negative where undecided; `labels` names them.
    """

    rows: Rows
    right: Right
    wrong_at: NDArray[np.intp]
    answers: NDArray[Any]
    labels: tuple[str, ...]

    def given(self, place: int, position: int) -> str | None:
        """The answer at a position of the row at `place`, None where undecided."""
        answer = int(self.answers[place, position])
        return self.labels[answer] if answer >= 0 else None


def everything(cases: Cases) -> Rows:
    """Every row of the cases."""
    return np.arange(cases.total)


def score(puzzle: Puzzle, program: Program, rows: Rows, setting: Setting | None = None) -> Scores:
    """Scores of a program that means something (against the rules or over budget is no matter).

    `setting` is the puzzle's unless given. Raises TooLarge, like the engine.
    """
    setting = setting or puzzle.setting
    if puzzle.setting.generate is not None:
        return _generated(puzzle, program, rows)
    cases = puzzle.cases
    machine = build(program, setting)
    longest = int(cases.lengths[rows].max(initial=0))
    tokens = cases.tokens[rows, :longest].astype(np.intp)
    answers = run(machine, tokens, cases.lengths[rows].astype(np.intp))
    wanted = cases.wanted[rows, :longest]
    meaning = _meaning(machine.labels, cases.labels)
    wrong = (wanted != NOT_SCORED) & (meaning[np.maximum(answers, -1)] != wanted)
    return _scores(rows, np.asarray(wrong), answers, machine.labels)


def _meaning(labels: tuple[str, ...], wanted: tuple[str, ...]) -> NDArray[np.int16]:
    """Program label -> wanted label, -2 for one never wanted and, last, for undecided."""
    index = {label: number for number, label in enumerate(wanted)}
    return np.array([*(index.get(label, -2) for label in labels), -2], dtype=np.int16)


def _generated(puzzle: Puzzle, program: Program, rows: Rows) -> Scores:
    """Under `generate` the whole list of generated tokens counts, and that the run ended well."""
    cases, vocabulary = puzzle.cases, puzzle.setting.tokens
    batch = generate_batch(
        build(program, puzzle.setting), cases.tokens[rows], cases.lengths[rows].astype(np.intp)
    )
    width = max(batch.tokens.shape[1], cases.wanted.shape[1])
    answers = np.full((len(rows), width), NOT_SCORED, dtype=np.int16)
    answers[:, : batch.tokens.shape[1]] = np.maximum(batch.tokens, NOT_SCORED)
    wanted = np.full((len(rows), width), NOT_SCORED, dtype=np.int16)
    wanted[:, : cases.wanted.shape[1]] = cases.wanted[rows]
    meaning = _meaning(vocabulary, cases.labels)
    translated = np.where(answers >= 0, meaning[np.maximum(answers, 0)], NOT_SCORED)
    wrong: Right = translated != wanted
    unfinished = ~batch.finished & ~wrong.any(axis=1)
    ends = np.minimum(batch.counts, width - 1)
    wrong[np.flatnonzero(unfinished), ends[unfinished]] = True
    return _scores(rows, wrong, answers, vocabulary)


def _scores(rows: Rows, wrong: Right, answers: NDArray[Any], labels: tuple[str, ...]) -> Scores:
    failed = wrong.any(axis=1)
    at = np.where(failed, wrong.argmax(axis=1), -1) if wrong.shape[1] else np.full(len(rows), -1)
    return Scores(rows, np.logical_not(failed), at, answers, labels)
