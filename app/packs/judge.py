"""The verdict on a program: what it claims is exactly what was computed.

Complaints come first, then the budget, then the small world and the long one. Pure and synchronous;
whoever has a server to protect calls it from a bounded pool.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from app.engine.run import answer_labels
from app.errors import TooLarge
from app.language.allowance import CostName
from app.language.complaint import Complaint
from app.language.complaints import Judgement, complaints
from app.language.cost import Cost, cost
from app.language.program import Program
from app.language.setting import sequence_complaint
from app.packs import words
from app.packs.cases import NOT_SCORED
from app.packs.model import Puzzle
from app.packs.score import Scores, everything, score

Status = Literal["solved", "solved over par", "wrong answers", "over budget", "not a program yet"]


@dataclass(frozen=True)
class Mistake:
    """A sequence that comes out wrong, at its first wrong position.

    `given` is None where the answer is undecided. `smallest` tells whether no smaller sequence of
    the task comes out wrong, or whether this is only the shortest that was found. Under `generate`
    the position counts generated tokens, and a None is one too few.
    """

    tokens: tuple[str, ...]
    position: int
    wanted: str | None
    given: str | None
    smallest: bool


@dataclass(frozen=True)
class Tally:
    """Right sequences out of all, of one length; the `^` is counted in no length."""

    length: int
    right: int
    total: int


@dataclass(frozen=True)
class Verdict:
    """How a program did. Counts are of sequences, and 0 where nothing was run."""

    status: Status
    sentence: str
    cost: Cost
    complaints: tuple[Complaint, ...] = ()
    small_right: int = 0
    small_total: int = 0
    long_right: int = 0
    long_total: int = 0
    smallest_wrong: Mistake | None = None
    by_length: tuple[Tally, ...] = ()
    over_par: tuple[CostName, ...] = ()

    @property
    def solved(self) -> bool:
        """Whether every answer is right within the budget."""
        return self.status in ("solved", "solved over par")

    @property
    def right(self) -> int:
        """Sequences of both worlds that came out right."""
        return self.small_right + self.long_right

    @property
    def total(self) -> int:
        """Sequences of both worlds."""
        return self.small_total + self.long_total

    def as_json(self) -> dict[str, Any]:
        """The verdict as plain data."""
        wrong = self.smallest_wrong
        return {
            "status": self.status,
            "sentence": self.sentence,
            "cost": self.cost.as_json(),
            "over_par": list(self.over_par),
            "complaints": [
                {"message": c.message, "kind": c.kind, "place": list(c.place), "line": c.line}
                for c in self.complaints
            ],
            "small": {"right": self.small_right, "total": self.small_total},
            "long": {"right": self.long_right, "total": self.long_total},
            "smallest_wrong": wrong
            and {
                "tokens": list(wrong.tokens),
                "position": wrong.position,
                "wanted": wrong.wanted,
                "given": wrong.given,
                "smallest": wrong.smallest,
            },
            "by_length": [[t.length, t.right, t.total] for t in self.by_length],
        }


def judge(puzzle: Puzzle, program: Program) -> Verdict:
    """The verdict on a program."""
    found = complaints(program, puzzle.setting, puzzle.allowance)
    price = cost(program, puzzle.setting, puzzle.allowance.given)
    broken = tuple(complaint for complaint in found if complaint.kind != "budget")
    if broken:
        return Verdict("not a program yet", words.not_yet(broken), price, found)
    if found:
        return Verdict("over budget", words.over_budget(found), price, found)
    try:
        scores = score(puzzle, program, everything(puzzle.cases))
    except TooLarge as error:
        large = (Complaint(str(error)),)
        return Verdict("not a program yet", words.not_yet(large), price, large)
    return _judged(puzzle, price, scores)


def unreadable(puzzle: Puzzle, judgement: Judgement) -> Verdict:
    """The verdict on a text of which some line cannot be read."""
    price = cost(judgement.program, puzzle.setting, puzzle.allowance.given)
    found = judgement.complaints
    return Verdict("not a program yet", words.not_yet(found), price, found)


def wanted_for(puzzle: Puzzle, tokens: tuple[str, ...]) -> tuple[str | None, ...] | None:
    """The wanted answers for any sequence, or None where nobody knows them.

    They come from the cases, or else from the puzzle's reference program.
    """
    if sequence_complaint(puzzle.setting, tokens) is not None or not tokens:
        return None
    row = find_row(puzzle, tokens)
    if row is not None:
        return _wanted(puzzle, row)
    for example in puzzle.examples:
        if example.tokens == tokens:
            return example.wanted
    if puzzle.reference is None:
        return None
    setting = puzzle.reference.setting
    if sequence_complaint(setting, tokens) is not None:
        return None
    return _scored(puzzle, answer_labels(puzzle.reference.program, setting, [tokens])[0])


def ticks(puzzle: Puzzle, program: Program) -> tuple[bool, ...]:
    """Whether each shown example comes out right; the program must be one that runs."""
    answers = answer_labels(
        program, puzzle.setting, [example.tokens for example in puzzle.examples]
    )
    return tuple(
        answered(puzzle, example.wanted, given)
        for example, given in zip(puzzle.examples, answers, strict=True)
    )


def answered(puzzle: Puzzle, wanted: tuple[str | None, ...], given: list[str | None]) -> bool:
    """Whether answers are the wanted ones wherever something is wanted."""
    if puzzle.setting.generate is not None:
        return list(wanted) == given
    return all(w is None or w == g for w, g in zip(wanted, given, strict=True))


def find_row(puzzle: Puzzle, tokens: tuple[str, ...]) -> int | None:
    """The row of the cases that holds this sequence, if one does."""
    cases = puzzle.cases
    if len(tokens) > cases.tokens.shape[1]:
        return None
    index = {token: number for number, token in enumerate(puzzle.setting.tokens)}
    row = np.array([index[token] for token in tokens], dtype=cases.tokens.dtype)
    here = (cases.lengths == len(row)) & (cases.tokens[:, : len(row)] == row).all(axis=1)
    return int(here.argmax()) if here.any() else None


def _judged(puzzle: Puzzle, price: Cost, scores: Scores) -> Verdict:
    cases = puzzle.cases
    small, long = scores.right[: cases.small], scores.right[cases.small :]
    mistake = first_mistake(puzzle, scores)
    over = tuple(name for name, value in puzzle.par.items() if getattr(price, name) > value)
    status: Status = "wrong answers" if mistake else "solved over par" if over else "solved"
    if mistake:
        sentence = words.wrong(puzzle, mistake, int(scores.right.sum()))
    else:
        sentence = words.solved(puzzle, [(n, getattr(price, n), puzzle.par[n]) for n in over])
    return Verdict(
        status=status,
        sentence=sentence,
        cost=price,
        small_right=int(small.sum()),
        small_total=len(small),
        long_right=int(long.sum()),
        long_total=len(long),
        smallest_wrong=mistake,
        by_length=_by_length(puzzle, scores),
        over_par=over,
    )


def first_mistake(puzzle: Puzzle, scores: Scores) -> Mistake | None:
    """The shortest sequence that came out wrong, the first of those in the order of the cases."""
    failed = np.flatnonzero(~scores.right)
    if not len(failed):
        return None
    cases = puzzle.cases
    place = int(failed[np.argmin(cases.lengths[scores.rows[failed]])])
    row, position = int(scores.rows[place]), int(scores.wrong_at[place])
    wanted = int(cases.wanted[row, position]) if position < cases.wanted.shape[1] else NOT_SCORED
    tokens = cases.tokens[row, : cases.lengths[row]]
    return Mistake(
        tokens=tuple(puzzle.setting.tokens[token] for token in tokens),
        position=position,
        wanted=None if wanted == NOT_SCORED else cases.labels[wanted],
        given=scores.given(place, position),
        smallest=row < cases.small,
    )


def _by_length(puzzle: Puzzle, scores: Scores) -> tuple[Tally, ...]:
    lengths = puzzle.cases.lengths[scores.rows] - int(puzzle.setting.bos)
    return tuple(
        Tally(int(n), int(scores.right[lengths == n].sum()), int((lengths == n).sum()))
        for n in np.unique(lengths)
    )


def _wanted(puzzle: Puzzle, row: int) -> tuple[str | None, ...]:
    cases = puzzle.cases
    length = cases.lengths[row] if puzzle.setting.generate is None else cases.wanted.shape[1]
    wanted = [int(answer) for answer in cases.wanted[row, :length]]
    if puzzle.setting.generate is not None:
        wanted = [answer for answer in wanted if answer != NOT_SCORED]
    return tuple(None if answer < 0 else cases.labels[answer] for answer in wanted)


def _scored(puzzle: Puzzle, answers: list[str | None]) -> tuple[str | None, ...]:
    """A reference's answers where this puzzle scores them."""
    if puzzle.scored == "last" and puzzle.setting.generate is None:
        return (*[None] * (len(answers) - 1), answers[-1])
    return tuple(answers)
