"""Where a token changes the wanted answer and leaves what the program holds there unchanged.

Two sequences of the small world that differ in one token are laid side by side. If the answers
wanted at a position differ, that answer depends on that token; if the program's streams are equal
there too, it is blind to it. Every pair is looked at, so a cell that is not blind is so for sure.

Outside the *cone* of the mask nothing can arrive whatever the program: under a causal mask from
later positions, and without heads from any other position. A dependence there is a proof that the
puzzle cannot be solved.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.gaps.claim import Claim
from app.gaps.exam import NOT_ASKED, Exam, Indices, Seat
from app.gaps.views import Views

SEATS = 150_000
"""Past this many seats only the shortest sequences are compared."""

Counts = NDArray[np.int64]
Pair = tuple[int, int]
"""Two rows of the exam."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer position and one input position.

    depends: pairs of sequences, differing at `input` only, that want different answers at
    `answer`. blind: those among them whose streams are equal at `answer`; `pair` is the shortest,
    or None. beyond: no program can bring anything from `input` to `answer` here.
    """

    answer: int
    input: int
    depends: int
    blind: int
    beyond: bool
    pair: tuple[Seat, Seat] | None

    @property
    def share(self) -> float:
        """The part of the pairs to which the program is blind, above 0 and up to 1 if any."""
        return self.blind / self.depends


@dataclass(frozen=True, slots=True)
class Blindspots:
    """The grid: `positions` rows and columns, a cell wherever an answer depends on an input.

    `worst` is the cell with the largest blind share, of equals the one with the shortest pair.
    Cells beyond the cone go first: no program could do anything about those. `causal` tells whether
    a mask hides what comes later.
    """

    positions: int
    cells: tuple[Cell, ...]
    worst: Cell
    claim: Claim
    causal: bool

    @property
    def blind(self) -> tuple[Cell, ...]:
        """The cells in which at least one pair is not told apart."""
        return tuple(cell for cell in self.cells if cell.blind)

    @property
    def sentence(self) -> str:
        """What the worst cell means, and whether another program could do better."""
        cell = self.worst
        depends = f"At position {cell.answer} the wanted answer depends on the token at "
        if not cell.beyond:
            where = "wherever" if cell.blind == cell.depends else "in some sequences where"
            return (
                f"{depends}position {cell.input}, and {where} that token changes it, what you "
                "hold there stays the same."
            )
        if self.causal and cell.input > cell.answer:
            why = "which comes later, and here a position sees only itself and what came before"
        else:
            why = "and without heads a position knows only itself"
        return f"{depends}position {cell.input}, {why}. No program can be right here."

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "positions": self.positions,
            "cells": [_plain(cell) for cell in self.cells],
            "worst": {"answer": self.worst.answer, "input": self.worst.input},
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "sentence": self.sentence,
        }


def blindspots(views: Views) -> Blindspots | None:
    """The grid of a program, or None if nothing is blind, or there is no small world."""
    rows = _rows(views.exam)
    if not len(rows):
        return None
    exam = views.exam
    size = int(exam.lengths[rows].max())
    grid = _Grid.empty(size)
    for length in np.unique(exam.lengths[rows]):
        grid.add(views, rows[exam.lengths[rows] == length], int(length))
    if not grid.blind.any():
        return None
    cells = tuple(_cell(views, grid, i, j) for i, j in zip(*np.nonzero(grid.depends), strict=True))
    worst = max(
        (cell for cell in cells if cell.blind),
        key=lambda cell: (cell.beyond, cell.share, -_size(cell), cell.depends),
    )
    causal = exam.setting.attention == "causal"
    return Blindspots(size, cells, worst, _claim(exam, rows, worst), causal)


@dataclass(eq=False, slots=True)
class _Grid:
    """Counts (L, L), answers before inputs, and the first blind pair of each cell."""

    depends: Counts
    blind: Counts
    pairs: dict[Pair, Pair]

    @classmethod
    def empty(cls, size: int) -> "_Grid":
        return cls(np.zeros((size, size), np.int64), np.zeros((size, size), np.int64), {})

    def add(self, views: Views, rows: Indices, length: int) -> None:
        """All pairs of sequences of one length."""
        exam = views.exam
        wanted = exam.wanted[rows, :length]
        asked = np.flatnonzero((wanted != NOT_ASKED).any(axis=0))
        # Positions first, so that what is compared lies side by side.
        wanted = np.ascontiguousarray(wanted[:, asked].T)
        codes = np.ascontiguousarray(views.codes[rows][:, asked].T)
        for j, order, group in _neighbours(exam.tokens[rows, :length].astype(np.int64)):
            self._compare(rows[order], wanted[:, order], codes[:, order], group, (asked, j))

    def _compare(
        self,
        rows: Indices,
        wanted: NDArray[np.int16],
        codes: Counts,
        group: Counts,
        at: tuple[Indices, int],
    ) -> None:
        """Sequences of a group lie next to each other: compare each with the next, the second..."""
        asked, j = at
        for step in range(1, int(np.bincount(group).max(initial=0))):
            paired = group[step:] == group[:-step]
            one, other = wanted[:, :-step], wanted[:, step:]
            apart = (one != other) & (one != NOT_ASKED) & (other != NOT_ASKED) & paired
            self.depends[asked, j] += apart.sum(axis=1)
            apart &= codes[:, :-step] == codes[:, step:]
            if apart.any():
                self.blind[asked, j] += apart.sum(axis=1)
                self._keep(rows, apart, step, at)

    def _keep(
        self, rows: Indices, blind: NDArray[np.bool_], step: int, at: tuple[Indices, int]
    ) -> None:
        asked, j = at
        for index in np.flatnonzero(blind.any(axis=1)):
            first = int(np.argmax(blind[index]))
            pair = sorted((int(rows[first]), int(rows[first + step])))
            self.pairs.setdefault((int(asked[index]), j), (pair[0], pair[1]))


def _neighbours(tokens: Counts) -> Iterator[tuple[int, Indices, Counts]]:
    """For each position, an order of the rows and their groups in it, ascending.

    Rows (R, n) are of one group if they agree in every other position.
    """
    befores, afters = _prefixes(tokens), _prefixes(tokens[:, ::-1])[::-1]
    for j, (left, right) in enumerate(zip(befores, afters, strict=True)):
        both = left * (int(right.max(initial=0)) + 1) + right
        order = np.argsort(both, kind="stable")
        ordered = both[order]
        yield j, order, np.cumsum(np.diff(ordered, prepend=ordered[:1]) != 0)


def _prefixes(tokens: Counts) -> list[Counts]:
    """For each position, a number below R for what stands before it; equal for equal prefixes."""
    found = [np.zeros(len(tokens), np.int64)]
    for column in tokens.T[:-1]:
        joined = found[-1] * 256 + column
        found.append(np.unique(joined, return_inverse=True)[1].reshape(-1))
    return found


def _rows(exam: Exam) -> Indices:
    """The rows of the small world, or as many of the shortest as there is time for."""
    seats = (exam.wanted[: exam.small] != NOT_ASKED).sum(axis=1)
    return np.flatnonzero(np.cumsum(seats) <= SEATS)


def _cell(views: Views, grid: _Grid, i: int, j: int) -> Cell:
    pair = grid.pairs.get((int(i), int(j)))
    seats = None if pair is None else (_seat(views.exam, pair[0], i), _seat(views.exam, pair[1], i))
    return Cell(
        answer=int(i),
        input=int(j),
        depends=int(grid.depends[i, j]),
        blind=int(grid.blind[i, j]),
        beyond=_beyond(views.exam, int(i), int(j)),
        pair=seats,
    )


def _size(cell: Cell) -> int:
    return 0 if cell.pair is None else len(cell.pair[0].tokens)


def _seat(exam: Exam, row: int, position: int) -> Seat:
    return Seat(exam.names(row), int(position), exam.labels[int(exam.wanted[row, position])])


def _beyond(exam: Exam, answer: int, source: int) -> bool:
    """Whether the mask, or having no heads, keeps an input from an answer in every program."""
    later = exam.setting.attention == "causal" and source > answer
    return later or (source != answer and headless(exam))


def headless(exam: Exam) -> bool:
    """Whether no program may have a head here."""
    rules = exam.allowance
    given = () if rules.given is None else rules.given.program.layers
    if any(layer.heads for layer in given):
        return False
    none = rules.budget.get("heads") == 0 or rules.budget.get("layers") == 0
    return none or "heads" in rules.forbidden


def _claim(exam: Exam, rows: Indices, worst: Cell) -> Claim:
    whose = "for every program" if worst.beyond else "for your program"
    if len(rows) == exam.small:
        return Claim("proof", f"{whose} {exam.part(rows).scope}")
    some = f"on the {len(rows):,} shortest of {exam.small:,} sequences"
    return Claim("proof", f"{whose} {some}")


def _plain(cell: Cell) -> dict[str, Any]:
    pair = None
    if cell.pair is not None:
        pair = [{"tokens": list(seat.tokens), "wanted": seat.wanted} for seat in cell.pair]
    return {
        "answer": cell.answer,
        "input": cell.input,
        "depends": cell.depends,
        "blind": cell.blind,
        "beyond": cell.beyond,
        "pair": pair,
    }
