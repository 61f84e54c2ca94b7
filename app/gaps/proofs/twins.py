"""Proofs by a pair: two seats that no program allowed can tell apart, and two answers wanted.

For each lemma it is checked that what such a program knows at a seat is the same at both: its own
token and position without heads, what came before it under a causal mask, or the bag of tokens
where nothing shows their order.
"""

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from app.gaps.exam import Exam, Indices, Seat
from app.gaps.number import Numbers, numbered
from app.gaps.pair import code
from app.gaps.proofs import cover
from app.gaps.proofs.asked import seat_of, told_apart
from app.gaps.proofs.attempt import Attempt, LemmaName, Part, Ruling
from app.language.program import Program

TWIN_LEMMAS: tuple[LemmaName, ...] = ("no-heads", "future", "anagrams")

_PROVED: dict[LemmaName, str] = {
    "no-heads": "Without heads a position knows its own token and place, and nothing else: every "
    "program answers these two alike.",
    "future": "Up to the position asked the two are the same, and no position sees further: every "
    "program, however deep, answers them alike.",
    "anagrams": "The two hold the same tokens, and nothing shows their order: every program, "
    "however deep, answers them alike.",
}


def rule_pair(exam: Exam, attempt: Attempt) -> Ruling:
    """The ruling on an attempt at one of the pair lemmas."""
    parts = list(covered(exam, attempt.lemma))
    if len(attempt.sequences) != 2:
        sentence = f"Give two sequences; there {_are(len(attempt.sequences))}."
        return _ruling(attempt, [*parts, Part("a pair", False, sentence)])
    found = [seat_of(exam, sequence, attempt.position) for sequence in attempt.sequences]
    parts += [part for part in found if isinstance(part, Part)]
    seats = [exam.seat(at) for at in found if isinstance(at, int)]
    if len(seats) < 2:
        return _ruling(attempt, parts)
    parts += _alike(exam, attempt.lemma, seats[0], seats[1])
    parts.append(_differ(seats[0], seats[1]))
    return _ruling(attempt, parts, (seats[0], seats[1]))


def find_pair(exam: Exam, lemma: LemmaName) -> Attempt | None:
    """A pair that proves a lemma, among seats at one position or the last ones asked."""
    if not all(part.holds for part in covered(exam, lemma)) or not len(exam.seats):
        return None
    known = _known(exam, lemma)
    positions = exam.seats.positions
    pair = _clash(numbered(known, positions), exam.seats.wanted)
    if pair is not None:
        return _attempt(exam, lemma, pair, int(positions[pair[0]]))
    last = np.flatnonzero(np.diff(exam.seats.rows, append=-1))
    pair = _clash(numbered(known[last]), exam.seats.wanted[last])
    return None if pair is None else _attempt(exam, lemma, (last[pair[0]], last[pair[1]]), None)


def pair_of(exam: Exam, attempt: Attempt, program: Program) -> tuple[Seat, Seat] | None:
    """The pair of an accepted attempt, if the engine finds that a program leaves it alike."""
    one, other = (seat_of(exam, sequence, attempt.position) for sequence in attempt.sequences)
    if not (isinstance(one, int) and isinstance(other, int)):
        return None
    if told_apart(exam, program, one, other):
        return None
    return exam.seat(one), exam.seat(other)


def covered(exam: Exam, lemma: LemmaName) -> tuple[Part, ...]:
    """Whether a pair lemma holds for every program allowed here."""
    if lemma == "no-heads":
        return (cover.no_heads(exam),)
    return (cover.causal(exam),) if lemma == "future" else cover.orderless(exam)


def _alike(exam: Exam, lemma: LemmaName, one: Seat, other: Seat) -> list[Part]:
    """Whether a program of the lemma's class knows the same at both seats."""
    if lemma == "future":
        return [_same_past(one, other)]
    parts = [_same_token(one, other)]
    if lemma == "anagrams":
        parts.append(_same_bag(one, other))
    elif exam.setting.positions == "absolute":
        parts.append(_same_place(one, other))
    return parts


def _same_token(one: Seat, other: Seat) -> Part:
    first, second = one.tokens[one.position], other.tokens[other.position]
    holds = first == second
    sentence = (
        f"Both are asked at {code(first)}."
        if holds
        else f"One is asked at {code(first)} and the other at {code(second)}: "
        "choose sequences with the same token there."
    )
    return Part("same own token", holds, sentence)


def _same_place(one: Seat, other: Seat) -> Part:
    holds = one.position == other.position
    sentence = (
        f"Both are asked at position {one.position}."
        if holds
        else f"One is asked at position {one.position} and the other at {other.position}, which a "
        "program may read: give both the same position, or none and rows of one length."
    )
    return Part("same position", holds, sentence)


def _same_bag(one: Seat, other: Seat) -> Part:
    spare = Counter(one.tokens) - Counter(other.tokens)
    spare += Counter(other.tokens) - Counter(one.tokens)
    sentence = "Both hold the same tokens, each as often."
    if spare:
        token = next(iter(spare))
        sentence = f"One holds more of {code(token)} than the other: make them anagrams."
    return Part("anagrams", not spare, sentence)


def _same_past(one: Seat, other: Seat) -> Part:
    if one.position != other.position:
        sentence = (
            f"One is asked at position {one.position} and the other at {other.position}: "
            "they must have the same past. Give both the same position, or none and rows of one "
            "length."
        )
        return Part("same past", False, sentence)
    past = zip(one.tokens, other.tokens, strict=False)
    apart = next((i for i, (a, b) in enumerate(past) if a != b and i <= one.position), None)
    if apart is not None:
        sentence = (
            f"They differ at position {apart}, which position {one.position} sees: let them "
            "differ only after it."
        )
        return Part("same past", False, sentence)
    return Part("same past", True, f"Up to position {one.position} they are the same.")


def _differ(one: Seat, other: Seat) -> Part:
    holds = one.wanted != other.wanted
    sentence = (
        f"One wants {code(one.wanted)} and the other {code(other.wanted)}."
        if holds
        else f"Both want {code(one.wanted)}: choose two that want different answers."
    )
    return Part("different answers", holds, sentence)


def _ruling(attempt: Attempt, parts: list[Part], seats: tuple[Seat, ...] = ()) -> Ruling:
    wrong = [part.sentence for part in parts if not part.holds]
    sentence = wrong[0] if wrong else _PROVED[attempt.lemma]
    return Ruling(not wrong, sentence, tuple(parts), () if wrong else seats)


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count}"


# Searching --------------------------------------------------------------------------------------


def _known(exam: Exam, lemma: LemmaName) -> Numbers:
    """(S,): equal for seats at which the lemma's programs know the same, positions left out."""
    rows, positions = exam.seats.rows, exam.seats.positions
    tokens = exam.tokens.astype(np.int64)
    own = tokens[rows, positions]
    if lemma == "no-heads":
        return own if exam.setting.positions == "none" else numbered(own, positions)
    if lemma == "anagrams":
        return numbered(own, _bags(exam)[rows])
    past = np.zeros(tokens.shape, dtype=np.int64)
    for position in range(tokens.shape[1]):
        before = past[:, position - 1] if position else np.zeros(len(tokens), dtype=np.int64)
        past[:, position] = numbered(before, tokens[:, position])
    return numbered(past[rows, positions], positions)


def _bags(exam: Exam) -> Numbers:
    """(B,): equal for rows that hold the same tokens, each as often."""
    inside = np.arange(exam.tokens.shape[1]) < exam.lengths[:, None]
    bags = np.zeros(exam.total, dtype=np.int64)
    for token in range(len(exam.setting.tokens)):
        bags = numbered(bags, ((exam.tokens == token) & inside).sum(axis=1))
    return bags


def _clash(known: Numbers, wanted: Indices) -> tuple[int, int] | None:
    """Two rows with one number and different wanted answers, as early as there are."""
    order = np.argsort(known, kind="stable")
    same = (np.diff(known[order]) == 0) & (np.diff(wanted[order]) != 0)
    pairs = np.flatnonzero(same)
    if not len(pairs):
        return None
    first = pairs[np.argmin(order[pairs + 1])]
    return int(order[first]), int(order[first + 1])


def _attempt(
    exam: Exam, lemma: LemmaName, pair: tuple[int, int] | NDArray[np.intp], position: int | None
) -> Attempt:
    one, other = (exam.seat(int(at)).tokens for at in pair)
    return Attempt(lemma, (one, other), position)
