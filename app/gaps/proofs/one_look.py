"""Proofs that one look is not enough: a list of seats that no single selecting head sorts.

In one layer a head sees keys that hold their token and their position, and nothing else. Whatever
its scores are, it amounts to a decision list over them (`decision_list`); a list of seats that no
decision list sorts proves that no program with one such head is right on all of them.
"""

import numpy as np

from app.engine.limits import TIE
from app.gaps.exam import Exam, Indices, Seat
from app.gaps.proofs import cover
from app.gaps.proofs.asked import final_streams, quoted, seat_of
from app.gaps.proofs.attempt import Attempt, Part, Ruling
from app.gaps.proofs.decision_list import Table, stuck, witness
from app.gaps.proofs.one_more_head import seats_looked_at, seen
from app.language.program import Program

FEWEST, MOST = 2, 16
"""How many seats a list may have."""


def covered(exam: Exam) -> tuple[Part, ...]:
    """Whether every program allowed here is one that the lemma is about."""
    return cover.one_layer(exam), cover.selecting(exam), cover.few_heads(exam, most=1)


def rule_one_look(exam: Exam, attempt: Attempt) -> Ruling:
    """The ruling on a list of seats."""
    parts = list(covered(exam))
    count = len(attempt.sequences)
    if not FEWEST <= count <= MOST:
        sentence = f"Give from {FEWEST} to {MOST} sequences; here there are {count}."
        return _ruling([*parts, Part("a list", False, sentence)])
    found = [seat_of(exam, sequence, attempt.position) for sequence in attempt.sequences]
    parts += [part for part in found if isinstance(part, Part)]
    seats = np.array([at for at in found if isinstance(at, int)], dtype=np.intp)
    if len(seats) < count:
        return _ruling(parts)
    left = seats[stuck(embedded(exam, seats))]
    parts.append(_sorted(exam, seats, left))
    return _ruling(parts, tuple(exam.seat(int(at)) for at in left))


def find_one_look(exam: Exam) -> Attempt | None:
    """A list that proves it, if a small one comes up."""
    if not all(part.holds for part in covered(exam)):
        return None
    seats = seats_looked_at(exam)
    rows = seats[witness(embedded(exam, seats))]
    if not FEWEST <= len(rows) <= MOST:
        return None
    sequences = tuple(exam.seat(int(at)).tokens for at in rows)
    return Attempt("one-look", sequences, int(exam.seats.positions[rows[0]]))


def pair_in_look(exam: Exam, attempt: Attempt, program: Program) -> tuple[Seat, Seat] | None:
    """Two seats of an accepted list that a program leaves alike, and that want different answers.

    A head that selects has a favourite among all the keys of the stuck seats; it reads that key in
    all that have it, and they want different answers. So there is such a pair for every program
    that the lemma is about.
    """
    found = [seat_of(exam, sequence, attempt.position) for sequence in attempt.sequences]
    seats = np.array([at for at in found if isinstance(at, int)], dtype=np.intp)
    seats = seats[stuck(embedded(exam, seats))]
    streams = final_streams(exam, program, seats)
    places, wanted = exam.seats.positions[seats], exam.seats.wanted[seats]
    alike = (np.abs(streams[:, None] - streams[None]) <= TIE).all(axis=2)
    alike &= (places[:, None] == places) & (wanted[:, None] != wanted)
    if not alike.any():
        return None
    one, other = np.argwhere(alike)[0]
    return exam.seat(int(seats[one])), exam.seat(int(seats[other]))


def embedded(exam: Exam, seats: Indices) -> Table:
    """The table of some seats before any layer: every key holds its token and its position."""
    tokens = exam.tokens.astype(np.int64)
    codes = tokens * exam.setting.max_len + np.arange(tokens.shape[1])
    own = codes[exam.seats.rows, exam.seats.positions]
    return seen(exam, seats, own, codes)


def _sorted(exam: Exam, seats: Indices, left: Indices) -> Part:
    """What a decision list can do with the seats, and what it cannot."""
    spare = [exam.seat(int(at)).tokens for at in seats if at not in left]
    if not len(left):
        sentence = (
            f"One head can sort all {len(seats)} of these: look for another list, in which every "
            "token that could be looked for is in sequences with different answers."
        )
        return Part("no order works", False, sentence)
    sentence = f"No order of preference sorts {len(left)} of these."
    if spare:
        sentence += f" The proof does not need {', '.join(quoted(tokens) for tokens in spare)}."
    return Part("no order works", True, sentence)


def _ruling(parts: list[Part], seats: tuple[Seat, ...] = ()) -> Ruling:
    wrong = [part.sentence for part in parts if not part.holds]
    proved = (
        "Whatever one head looks for, it brings the same from two of these that want different "
        "answers: no program allowed here is right on all of them."
    )
    return Ruling(not wrong, wrong[0] if wrong else proved, tuple(parts), () if wrong else seats)
