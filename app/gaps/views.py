"""What each position of every sequence holds when a program is done, as small numbers.

Two positions have the same number exactly if their readable final streams are equal: no amount
differs by more than 1e-6. *Readable* leaves out the slots that the puzzle seals, since no step of
the player's can read them. Amounts within 1e-6 are joined column by column, and a chain of close
amounts is joined as a whole; `same` compares two streams themselves, for whoever must be sure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.engine.forward import decide, flows
from app.engine.limits import TIE
from app.engine.machine import Machine, build
from app.engine.stream import Floats, read
from app.gaps.exam import Exam, Indices
from app.language.program import Program

KINDS_BYTES = 64 * 2**20
"""What the distinct streams of one program may take; past it fewer sequences are looked at."""

ROUNDING = 1e-9
"""Amounts closer than this differ by rounding alone."""

WITHIN = ", amounts within a millionth counting as equal"
"""The end of a claim's scope where that makes a difference."""

Codes = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Views:
    """A program on an exam.

    codes (B, L): the number of the stream at each position, -1 beyond a sequence's end; the
    position itself is part of it wherever the program could read it. kinds (K, width): the stream
    behind each number but for `position`; `kind` (B, L) indexes it. answers (B, L): labels of the
    program's own output, negative where undecided or beyond. `columns` are those of each readable
    slot in `kinds`.
    """

    exam: Exam
    program: Program
    machine: Machine
    codes: Codes
    kind: Codes
    kinds: Floats
    answers: NDArray[np.int16]
    columns: Mapping[str, range]

    @cached_property
    def whole(self) -> Codes:
        """(S,): the number of the whole readable stream at each seat."""
        return self.codes[self.exam.seats.rows, self.exam.seats.positions]

    @cached_property
    def said(self) -> Codes:
        """(S,): the number of what the output slot holds at each seat."""
        return self.slot(self.machine_output)

    @property
    def machine_output(self) -> str:
        """The output slot."""
        return self.program.outputs[0].slot

    def slot(self, name: str) -> Codes:
        """(S,): the number of what one slot holds at each seat; `position` may be asked for."""
        seats = self.exam.seats
        if name == "position":
            return seats.positions.astype(np.int64)
        if name not in self._numbers:
            columns = self._all_columns[name]
            self._numbers[name] = merged(self._every[:, columns.start : columns.stop])
        return self._numbers[name][self._kind_of_all[seats.rows, seats.positions]]

    @cached_property
    def given(self) -> Indices:
        """(S,): the exam's label that each seat answers, -1 undecided, -2 some other label."""
        index = {label: number for number, label in enumerate(self.exam.labels)}
        meaning = np.array([*(index.get(label, -2) for label in self.machine.labels), -1])
        answers = self.answers[self.exam.seats.rows, self.exam.seats.positions]
        found: Indices = meaning[np.maximum(answers, -1)]
        return found

    @cached_property
    def right(self) -> NDArray[np.bool_]:
        """(S,): whether each seat answers what is wanted."""
        return np.asarray(self.given == self.exam.seats.wanted)

    def answer(self, at: int) -> str | None:
        """What a seat answers, by name; None where it is undecided."""
        seats = self.exam.seats
        answer = int(self.answers[seats.rows[at], seats.positions[at]])
        return self.machine.labels[answer] if answer >= 0 else None

    def same(self, one: int, other: int) -> bool:
        """Whether two seats hold the same stream within 1e-6, compared amount by amount."""
        rows, positions = self.exam.seats.rows, self.exam.seats.positions
        if self._placed and positions[one] != positions[other]:
            return False
        chosen = [c for slot in self.columns for c in self._all_columns[slot]]
        first = self._every[self._kind_of_all[rows[one], positions[one]], chosen]
        second = self._every[self._kind_of_all[rows[other], positions[other]], chosen]
        return bool((np.abs(first - second) <= TIE).all())

    def held(self, at: int) -> Mapping[str, Floats]:
        """What a seat holds: readable slot -> (labels,), positions left out."""
        seats = self.exam.seats
        stream = self.kinds[self.kind[seats.rows[at], seats.positions[at]]]
        return {slot: stream[c.start : c.stop] for slot, c in self.columns.items()}

    @cached_property
    def exact(self) -> bool:
        """Whether all amounts that count as equal are so but for rounding, so that nothing above
        could magnify a difference between them."""
        chosen = [c for slot in self.columns for c in self._all_columns[slot]]
        steps = (np.diff(np.unique(self._every[:, column])) for column in chosen)
        return not any(((step > ROUNDING) & (step <= TIE)).any() for step in steps)

    @property
    def _placed(self) -> bool:
        return sees_places(self.exam)

    # Sealed slots are in these two alone: the output may be one of them.
    _every: Floats
    _kind_of_all: Codes
    _all_columns: Mapping[str, range]
    _numbers: dict[str, Codes] = field(default_factory=dict)
    """The numbers of a slot's contents, worked out when they are first asked for."""


def views(exam: Exam, program: Program) -> Views:
    """A program, about which there are no complaints, on every sequence of an exam.

    Raises TooLarge, like the engine; and looks at fewer sequences (`views.exam` then holds only
    those) where all the different streams would not fit.
    """
    machine = build(program, exam.setting)
    exam = _affordable(exam, machine)
    shape = exam.tokens.shape
    answers = np.full(shape, -2, dtype=np.int16)
    hashed = np.zeros(shape, dtype=np.uint64)
    weights = _weights(machine.layout.width)
    kept: list[tuple[NDArray[np.uint64], Floats]] = []
    for rows, stream in flows(machine, exam.tokens, exam.lengths):
        answers[rows, : stream.length] = decide(read(machine.answer, stream))
        amounts = stream.amounts.reshape(-1, machine.layout.width) + 0.0
        marks = _marks(amounts, weights)
        hashed[rows, : stream.length] = marks.reshape(-1, stream.length)
        marks, first = np.unique(marks, return_index=True)
        kept.append((marks, amounts[first]))
    return _numbered(exam, program, machine, answers, hashed, kept)


def merged(amounts: Floats) -> Codes:
    """(K,): equal numbers for rows of (K, width) whose amounts are equal within 1e-6."""
    snapped = amounts + 0.0
    for column in range(amounts.shape[1]):
        _snap(snapped[:, column])
    numbers: Codes = np.unique(_marks(snapped, _weights(amounts.shape[1])), return_inverse=True)[1]
    return numbers.reshape(-1)


def _snap(column: Floats) -> None:
    """Give amounts that lie close together, or in a chain of such, one value, in place."""
    values = np.sort(column)
    apart = np.diff(values)
    if not ((apart > 0) & (apart <= TIE)).any():
        return
    starts = np.concatenate([values[:1], values[1:][~(apart <= TIE)]])
    column[:] = starts[np.searchsorted(starts, column, side="right") - 1]


def sees_places(exam: Exam) -> bool:
    """Whether a step of the player's may read `position`."""
    return exam.setting.positions == "absolute" and "position" not in exam.allowance.sealed


def _affordable(exam: Exam, machine: Machine) -> Exam:
    """The exam, or its small world, or as much of that as fits, the shortest first."""
    each = 8 * (machine.layout.width + 2)
    for rows in (np.arange(exam.total), np.arange(exam.small)):
        if len(rows) and int(exam.lengths[rows].astype(np.int64).sum()) * each <= KINDS_BYTES:
            return exam if len(rows) == exam.total else exam.part(rows)
    fits = np.cumsum(exam.lengths[: exam.small or None].astype(np.int64)) * each <= KINDS_BYTES
    return exam.part(np.flatnonzero(fits))


def _weights(width: int) -> NDArray[np.uint64]:
    """(width,): odd numbers without a pattern."""
    weights = np.random.default_rng(1).integers(1, 2**63, width, dtype=np.uint64)
    found: NDArray[np.uint64] = weights | np.uint64(1)
    return found


def _marks(amounts: Floats, weights: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """(N,): a number for each row; equal rows have equal ones, and others hardly ever do."""
    bits = amounts.view(np.uint64)
    bits = (bits ^ (bits >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    bits ^= bits >> np.uint64(32)
    marks: NDArray[np.uint64] = (bits * weights).sum(axis=1, dtype=np.uint64)
    return marks


def _numbered(
    exam: Exam,
    program: Program,
    machine: Machine,
    answers: NDArray[np.int16],
    hashed: NDArray[np.uint64],
    kept: list[tuple[NDArray[np.uint64], Floats]],
) -> Views:
    marks = np.concatenate([mark for mark, _ in kept])
    streams = np.concatenate([stream for _, stream in kept])
    marks, first = np.unique(marks, return_index=True)
    streams = streams[first]
    inside = np.arange(hashed.shape[1]) < exam.lengths[:, None]
    raw = np.where(inside, np.searchsorted(marks, hashed), 0).astype(np.int64)
    every = dict(machine.layout.columns)
    readable = {slot: c for slot, c in every.items() if slot not in exam.allowance.sealed}
    chosen = np.array([c for columns in readable.values() for c in columns], dtype=np.intp)
    number = merged(streams[:, chosen])
    kinds = np.zeros((int(number.max(initial=-1)) + 1, len(chosen)))
    kinds[number] = streams[:, chosen]
    kind = number[raw]
    codes = kind
    if sees_places(exam):
        codes = kind * exam.setting.max_len + np.arange(hashed.shape[1])
    return Views(
        exam=exam,
        program=program,
        machine=machine,
        codes=np.where(inside, codes, -1),
        kind=np.where(inside, kind, -1),
        kinds=kinds,
        answers=answers,
        columns=_packed(readable),
        _every=streams,
        _kind_of_all=raw,
        _all_columns=every,
    )


def _packed(columns: Mapping[str, range]) -> Mapping[str, range]:
    """The same slots side by side from 0 on."""
    found, at = {}, 0
    for slot, old in columns.items():
        found[slot] = range(at, at + len(old))
        at += len(old)
    return found
