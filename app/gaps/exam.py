"""What a program is examined on: sequences, the positions that are asked, and the wanted answers.

A *seat* is one position of one sequence that is asked something. Under `generate` the program is
asked for one token after another; since a run is right only if every token is, it is examined on
the sequence as the right tokens prolong it, at its last position.
"""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.language.allowance import ANYTHING, Allowance
from app.language.setting import Setting

NOT_ASKED = -1

Tokens = NDArray[np.uint8]
Lengths = NDArray[np.int16]
Wanted = NDArray[np.int16]
Indices = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Exam:
    """The cases of one puzzle, and the rules a program must keep.

    tokens (B, L) are indices of the setting's tokens, 0 beyond lengths (B,); wanted (B, L) are
    indices of `labels`, NOT_ASKED where nothing is. The first `small` rows are the small world:
    every sequence up to its length that the task allows, sorted by length and then in order, and
    `every` tells whether that is every sequence there is; it is not `complete` once some of them
    have been left out. The other rows are samples.
    `interchangeable` are groups of labels whose names mean nothing to the task, and `abstain` the
    answers that say that a sequence holds no evidence.
    """

    setting: Setting
    tokens: Tokens
    lengths: Lengths
    wanted: Wanted
    labels: tuple[str, ...]
    small: int
    every: bool = True
    complete: bool = True
    allowance: Allowance = ANYTHING
    interchangeable: tuple[tuple[str, ...], ...] = ()
    abstain: frozenset[str] = field(default_factory=frozenset)

    @property
    def total(self) -> int:
        """How many sequences there are."""
        return len(self.lengths)

    @cached_property
    def seats(self) -> "Seats":
        """Every position that is asked, row by row."""
        rows, positions = np.nonzero(self.wanted != NOT_ASKED)
        return Seats(rows, positions, self.wanted[rows, positions].astype(np.intp))

    def names(self, row: int) -> tuple[str, ...]:
        """The tokens of a row by name."""
        tokens = self.tokens[row, : self.lengths[row]]
        return tuple(self.setting.tokens[token] for token in tokens)

    def seat(self, at: int) -> "Seat":
        """One of `seats`, by name."""
        row, position = int(self.seats.rows[at]), int(self.seats.positions[at])
        return Seat(self.names(row), position, self.labels[int(self.seats.wanted[at])])

    def part(self, rows: Indices) -> "Exam":
        """The exam on some rows only, which must be in ascending order."""
        longest = int(self.lengths[rows].max(initial=0))
        small = int((rows < self.small).sum())
        return replace(
            self,
            tokens=self.tokens[rows, :longest],
            lengths=self.lengths[rows],
            wanted=self.wanted[rows, :longest],
            small=small,
            complete=self.complete and small == self.small,
        )

    @property
    def scope(self) -> str:
        """What was run, for the end of a claim: `on all 5,460 sequences of up to 6 tokens`."""
        return scope(self)


@dataclass(frozen=True, eq=False)
class Seats:
    """Seats as arrays (S,): the row of the exam, the position in it, and the wanted label."""

    rows: Indices
    positions: Indices
    wanted: Indices

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Seat:
    """One position of one sequence, and the answer that is wanted there."""

    tokens: tuple[str, ...]
    position: int
    wanted: str


def unrolled(
    tokens: Tokens, lengths: Lengths, wanted: Wanted, max_len: int
) -> tuple[Tokens, Lengths, Wanted, Indices]:
    """Cases of a puzzle that generates, as sequences asked at their last position.

    `wanted` (B, W) holds the tokens to be generated, as indices of the vocabulary. The last array
    says which case each new row comes from.
    """
    counts = (wanted != NOT_ASKED).sum(axis=1)
    source = np.repeat(np.arange(len(lengths)), counts)
    step = np.concatenate([np.arange(count) for count in counts] or [np.zeros(0, dtype=np.intp)])
    sizes = lengths[source] + step
    width = int(min(sizes.max(initial=1), max_len))
    kept = sizes <= max_len
    source, step, sizes = source[kept], step[kept].astype(np.intp), sizes[kept]
    rows = np.zeros((len(source), width), dtype=tokens.dtype)
    asked = np.full((len(source), width), NOT_ASKED, dtype=np.int16)
    for at, (case, made, size) in enumerate(zip(source, step, sizes, strict=True)):
        given = int(lengths[case])
        rows[at, :given] = tokens[case, :given]
        rows[at, given:size] = wanted[case, :made]
        asked[at, size - 1] = wanted[case, made]
    order = np.argsort(sizes, kind="stable")
    return rows[order], sizes[order].astype(np.int16), asked[order], source[order]


def scope(exam: Exam) -> str:
    """What an exam holds, in words."""
    sink = int(exam.setting.bos)
    small, more = exam.small, exam.total - exam.small
    parts = []
    if small:
        longest = int(exam.lengths[:small].max()) - sink
        parts.append(_small(small, longest, exam))
    if more:
        longest = int(exam.lengths[small:].max()) - sink
        kind = "other " if small else ""
        ones = "sequence" if more == 1 and not small else "ones" if small else "sequences"
        parts.append(f"{more:,} {kind}{ones} of up to {longest}")
    return f"on {' and '.join(parts)}" if parts else "on nothing"


def _small(small: int, longest: int, exam: Exam) -> str:
    of = f"sequence{'s' if small > 1 else ''} of up to {longest} token{'s' if longest > 1 else ''}"
    if not exam.complete:
        return f"{small:,} {of}"
    if small == 1:
        return "the one sequence that the task allows"
    return f"all {small:,} {of}{'' if exam.every else ' that the task allows'}"
