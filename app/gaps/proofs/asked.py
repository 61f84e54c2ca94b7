"""Finding the seats that a proof names among those that a puzzle asks about."""

import numpy as np

from app.engine.forward import flows
from app.engine.limits import TIE
from app.engine.machine import build
from app.engine.stream import Floats
from app.gaps.exam import NOT_ASKED, Exam, Indices
from app.gaps.pair import code
from app.gaps.proofs.attempt import Part
from app.language.program import Program
from app.language.setting import SINK


def seat_of(exam: Exam, sequence: tuple[str, ...], position: int | None) -> int | Part:
    """The number of a seat in `exam.seats`, or what is wrong; None is the last one asked."""
    row = row_of(exam, sequence)
    if isinstance(row, Part):
        return row
    asked = np.flatnonzero(exam.wanted[row] != NOT_ASKED)
    at = int(asked[-1]) if position is None and len(asked) else position
    if at is None or at not in asked:
        where = "any position" if at is None else f"position {at}"
        places = ", ".join(map(str, asked.tolist()))
        advice = f" Ask at {places}." if len(asked) else " Choose another sequence."
        return _wrong(f"The puzzle does not ask {where} of {quoted(sequence)}.{advice}")
    seats = exam.seats
    return int(np.flatnonzero((seats.rows == row) & (seats.positions == at))[0])


def row_of(exam: Exam, sequence: tuple[str, ...]) -> int | Part:
    """The first row of an exam that holds a sequence, or what is wrong with it."""
    index = {token: number for number, token in enumerate(exam.setting.tokens)}
    unknown = [token for token in sequence if token not in index]
    if unknown:
        return _wrong(f"{code(unknown[0][:40])} is not a token of this puzzle.")
    if exam.setting.bos and sequence[:1] != (SINK,):
        return _wrong(f"Every sequence here starts with {code(SINK)}.")
    rows = np.flatnonzero(exam.lengths == len(sequence))
    if sequence and len(rows):
        tokens = np.array([index[token] for token in sequence], dtype=np.intp)
        rows = rows[(exam.tokens[rows, : len(sequence)] == tokens).all(axis=1)]
    if not sequence or not len(rows):
        return _wrong(f"The puzzle does not ask about {quoted(sequence)}: choose another sequence.")
    return int(rows[0])


def quoted(sequence: tuple[str, ...]) -> str:
    """A sequence for a sentence."""
    return code(" ".join(sequence[:64])) if sequence else "the empty sequence"


def visible(exam: Exam) -> Indices:
    """(S,): how many positions each seat sees, counted from the start."""
    seats = exam.seats
    if exam.setting.attention == "causal":
        return seats.positions + 1
    return exam.lengths[seats.rows].astype(np.intp)


def final_streams(exam: Exam, program: Program, seats: Indices) -> Floats:
    """(S, width): what the last layer leaves at some seats, positions left out."""
    machine = build(program, exam.setting)
    rows, positions = exam.seats.rows[seats], exam.seats.positions[seats]
    found = np.zeros((len(seats), machine.layout.width))
    for chunk, stream in flows(machine, exam.tokens[rows], exam.lengths[rows]):
        found[chunk] = stream.amounts[np.arange(len(chunk)), positions[chunk]]
    return found


def told_apart(exam: Exam, program: Program, one: int, other: int) -> bool:
    """Whether a program leaves different streams at two seats."""
    first, second = final_streams(exam, program, np.array([one, other]))
    return not bool((np.abs(first - second) <= TIE).all())


def _wrong(sentence: str) -> Part:
    return Part("among the tests", False, sentence)
