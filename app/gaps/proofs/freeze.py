"""The freeze lemma: in one layer, every head that selects can be kept busy by one token.

Choose free positions. Whatever k heads look for, an adversary fixes the tokens of at most k of them
so that what the heads find there no longer depends on the others (docs/design/proofs.md has the
proof). If some completions still want different answers, then whichever positions and tokens were
fixed, no program with k heads in one layer is right on all of them.
"""

from collections.abc import Iterator
from itertools import combinations
from math import comb

import numpy as np

from app.engine.attention import HeadPlan, look
from app.engine.machine import build
from app.engine.stream import Floats, embed
from app.gaps.exam import Exam, Indices, Seat
from app.gaps.number import numbered
from app.gaps.pair import code
from app.gaps.proofs import cover
from app.gaps.proofs.asked import seat_of, told_apart, visible
from app.gaps.proofs.attempt import Attempt, Part, Ruling
from app.gaps.proofs.completions import Block, alike_seats, blocks_of, clash, narrowed, settled
from app.language.flow import selects
from app.language.program import Program

CHOICES = 5_000
"""The most ways to choose the positions that are fixed."""

WORK = 5_000_000
"""The most pairs of such a choice and a case that one ruling looks at."""

SEARCH_WORK = 5_000_000
"""The same for a whole search."""

SHORT = 7
"""Up to so many positions that vary, every set of free positions is tried by a search."""


def covered(exam: Exam) -> tuple[Part, ...]:
    """Whether every program allowed here is one that the lemma is about."""
    return cover.one_layer(exam), cover.selecting(exam), cover.few_heads(exam)


def rule_freeze(exam: Exam, attempt: Attempt) -> Ruling:
    """The ruling on an attempt at the freeze lemma."""
    parts = list(covered(exam))
    place = _place(exam, attempt)
    if isinstance(place, Part):
        return _ruling([*parts, place])
    parts.append(_free(exam, attempt.free, place))
    heads = cover.most_heads(exam.allowance)
    if heads is None or not parts[-1].holds:
        return _ruling(parts)
    blocks = list(blocks_of(exam, place, attempt.free))
    parts.append(_enough(exam, blocks, heads))
    if not parts[-1].holds:
        return _ruling(parts)
    return _settled(exam, parts, blocks, heads)


def find_freeze(exam: Exam) -> Attempt | None:
    """An attempt that the small world bears out, if a bounded search comes upon one."""
    heads = cover.most_heads(exam.allowance)
    if heads is None or not all(part.holds for part in covered(exam)):
        return None
    exam = exam.part(np.arange(exam.small or exam.total))
    left = SEARCH_WORK
    for seat in _places(exam):
        for free in _sets(exam, seat, heads):
            blocks = list(blocks_of(exam, seat, free))
            left -= max(_work(block, heads) for block in blocks)
            if left < 0:
                return None
            if any(settled(block, heads) is None for block in blocks):
                position = int(exam.seats.positions[seat])
                return Attempt("freeze", (exam.seat(seat).tokens,), position, free)
    return None


def frozen_pair(exam: Exam, attempt: Attempt, program: Program) -> tuple[Seat, Seat] | None:
    """Two cases that this program leaves alike at the seat though they want different answers.

    For an accepted attempt and a program that the lemma is about; None for any other program.
    """
    heads, place = cover.most_heads(exam.allowance), _place(exam, attempt)
    if heads is None or isinstance(place, Part) or not _fits(exam, program, heads):
        return None
    for block in blocks_of(exam, place, attempt.free):
        if settled(block, heads) is None:
            pair = clash(block, freeze(exam, block, program))
            if pair is not None and not told_apart(exam, program, *pair):
                return exam.seat(pair[0]), exam.seat(pair[1])
    return None


def freeze(exam: Exam, block: Block, program: Program) -> Indices:
    """The rows of a block that are left when the adversary has kept every head busy.

    Head by head, of all tokens that the cases left have at the free positions, the best-scoring one
    is fixed: the cases without it are dropped. No head's best find there can change any more.
    """
    rows = np.arange(len(block.seats))
    for scores in _scores(exam, block, program):
        found = scores[block.tokens[rows], np.array(block.free)]
        at, column = np.unravel_index(int(np.argmax(found)), found.shape)
        token = block.tokens[rows[at], column]
        rows = rows[block.tokens[rows, column] == token]
    return rows


# Parts ------------------------------------------------------------------------------------------


def _place(exam: Exam, attempt: Attempt) -> int | Part:
    """A seat with the length and the position that are meant."""
    rows = exam.seats.rows
    sequences = attempt.sequences
    if not sequences and len(np.unique(exam.lengths[rows])) == 1:
        sequences = (exam.names(int(rows[0])),)
    if len(sequences) != 1:
        return Part("a length", False, "Give one sequence, for the length that is meant.")
    return seat_of(exam, sequences[0], attempt.position)


def _free(exam: Exam, free: tuple[int, ...], seat: int) -> Part:
    """Whether the free positions are ones that the seat sees, itself left out."""
    seen, position = int(visible(exam)[seat]), int(exam.seats.positions[seat])
    outside = [place for place in free if not 0 <= place < seen]
    if not free:
        sentence = "Choose the free positions: those whose tokens you may pick."
    elif len(set(free)) < len(free):
        sentence = "Name every free position once."
    elif outside:
        sentence = f"Position {position} does not see position {outside[0]}: leave it out."
    elif position in free:
        sentence = f"Position {position} is the one that is asked; its token cannot be free."
    else:
        places = ", ".join(map(str, sorted(free)))
        return Part("free positions", True, f"Free are the tokens at {places}.")
    return Part("free positions", False, sentence)


def _enough(exam: Exam, blocks: list[Block], heads: int) -> Part:
    """Whether there are more free positions than heads, and not too many to go through."""
    free = len(blocks[0].free)
    if free <= heads:
        sentence = (
            f"{cover.number_of(heads, 'head')} can read {cover.number_of(free, 'free position')}: "
            "choose more of them. If no more of them matter to the answer, this lemma proves "
            "nothing here, and perhaps the puzzle can be built."
        )
        return Part("more than heads", False, sentence)
    choices, cases = comb(free, heads), max(len(block.seats) for block in blocks)
    if choices > CHOICES or choices * cases > WORK:
        sentence = (
            f"That makes {choices:,} choices of fixed positions for each of {cases:,} cases, too "
            "many to go through: choose fewer free positions or a shorter sequence."
        )
        return Part("more than heads", False, sentence)
    sentence = f"There are {free}, and the heads can keep no more than {heads} of them in view."
    return Part("more than heads", True, sentence)


def _settled(exam: Exam, parts: list[Part], blocks: list[Block], heads: int) -> Ruling:
    """The ruling once all completions have been gone through, one own token after another."""
    failures = []
    for block in blocks:
        failure = settled(block, heads)
        if failure is None:
            return _accepted(exam, parts, block, heads)
        failures.append((block, failure))
    block, (columns, row) = failures[0]
    fixed = " and ".join(
        f"{code(exam.setting.tokens[int(block.tokens[row, c])])} at {block.free[c]}"
        for c in columns
    )
    said = f"Fix {fixed}, and" if fixed else "Even with nothing fixed,"
    sentence = (
        f"{said} the other free positions can no longer change the answer: choose more free "
        "positions, or others. If none will do, perhaps the puzzle can be built."
    )
    return _ruling([*parts, Part("both answers open", False, sentence)])


def _accepted(exam: Exam, parts: list[Part], block: Block, heads: int) -> Ruling:
    choices = comb(len(block.free), heads)
    sentence = (
        f"Fix any {heads} of the {len(block.free)} free positions to any tokens that occur there "
        f"({choices:,} choices of positions): two answers stay open."
    )
    first = narrowed(block, tuple(range(heads)), 0)
    pair = clash(block, first)
    seats = () if pair is None else (exam.seat(pair[0]), exam.seat(pair[1]))
    return _ruling([*parts, Part("both answers open", True, sentence)], seats, heads)


def _ruling(parts: list[Part], seats: tuple[Seat, ...] = (), heads: int = 0) -> Ruling:
    wrong = [part.sentence for part in parts if not part.holds]
    them = "it looks" if heads == 1 else "they look"
    proved = (
        f"Fixing {cover.number_of(heads, 'free token')} keeps {cover.number_of(heads, 'head')} "
        f"busy, whatever {them} for, and two answers stay open all the same: no program allowed "
        "here is right on all of these."
    )
    return Ruling(not wrong, wrong[0] if wrong else proved, tuple(parts), () if wrong else seats)


# Searching --------------------------------------------------------------------------------------


def _places(exam: Exam) -> list[int]:
    """A seat for every length and position that are asked: short lengths, late positions first."""
    lengths, positions = exam.lengths[exam.seats.rows], exam.seats.positions
    found: dict[tuple[int, int], int] = {}
    for number in np.unique(numbered(lengths, positions), return_index=True)[1].tolist():
        found[int(lengths[number]), -int(positions[number])] = int(number)
    return [found[place] for place in sorted(found)]


def _sets(exam: Exam, seat: int, heads: int) -> Iterator[tuple[int, ...]]:
    """Sets of free positions worth trying: all that vary, then, if they are few, every other."""
    position = int(exam.seats.positions[seat])
    cases = exam.seats.rows[alike_seats(exam, seat)]
    tokens = exam.tokens[cases, : int(visible(exam)[seat])]
    varying = np.flatnonzero((tokens != tokens[0]).any(axis=0))
    places = tuple(int(place) for place in varying if place != position)
    sizes = range(len(places), heads, -1) if len(places) <= SHORT else [len(places)]
    for size in sizes:
        if size > heads:
            yield from combinations(places, size)


def _work(block: Block, heads: int) -> int:
    return comb(len(block.free), heads) * (len(block.seats) + 100)


# One program's heads ----------------------------------------------------------------------------


def _fits(exam: Exam, program: Program, heads: int) -> bool:
    """Whether a program is one that the lemma is about."""
    if len(program.layers) > 1 or exam.setting.mode == "soft":
        return False
    count = sum(len(layer.heads) for layer in program.layers)
    return count <= heads and all(selects(program, exam.setting).values())


def _scores(exam: Exam, block: Block, program: Program) -> Iterator[Floats]:
    """For each head, (tokens, positions): the score of a token at a position, for the seat's query.

    Before the first layer a key holds its token and its position, so these are all the scores there
    are; they are read off sequences that hold one token throughout, but for the seat's own.
    """
    machine = build(program, exam.setting)
    seat = int(block.seats[0])
    row, position = int(exam.seats.rows[seat]), int(exam.seats.positions[seat])
    tokens = np.tile(np.arange(len(exam.setting.tokens))[:, None], int(exam.lengths[row]))
    tokens[:, position] = exam.tokens[row, position]
    stream = embed(tokens, machine.layout.width)
    heads: tuple[HeadPlan, ...] = machine.layers[0].heads if machine.layers else ()
    for head in heads:
        scores = look(head, stream, None).scores[:, position]
        yield np.broadcast_to(scores, tokens.shape)
