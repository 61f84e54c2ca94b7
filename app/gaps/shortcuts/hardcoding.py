"""Whether a program treats alike what the task treats alike.

Where the names of some labels mean nothing to a task, changing them about in a sequence must do
nothing but change them about in the answer. A program that does otherwise uses a name that it
should not, and one pair of sequences proves it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.gaps.claim import Claim
from app.gaps.exam import NOT_ASKED, Exam, Indices, Seat
from app.gaps.shortcuts.idle import Idle, idle, idle_steps
from app.gaps.shortcuts.mentions import Named, named
from app.gaps.views import Views

__all__ = ["Idle", "Named", "Renamed", "idle", "idle_steps", "named", "renamed"]


@dataclass(frozen=True, slots=True)
class Renamed:
    """A sequence, the same with labels changed about, and answers that do not follow.

    `names` says which label becomes which, those that stay left out. `seat.wanted` becomes
    `other.wanted`, and so does everything but what the program answers: `given` and
    `given_other`, None where undecided.
    """

    claim: Claim
    group: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    seat: Seat
    given: str | None
    other: Seat
    given_other: str | None

    @property
    def due(self) -> str | None:
        """What the renamed answer would be."""
        return dict(self.names).get(self.given, self.given) if self.given is not None else None

    @property
    def sentence(self) -> str:
        """What was renamed, and what the program did."""
        before, after = _code(" ".join(self.seat.tokens)), _code(" ".join(self.other.tokens))
        row = f"{before} stays as it is" if before == after else f"{before} becomes {after}"
        given, other, due = _said(self.given), _said(self.given_other), _said(self.due)
        did = f"stays {given}" if given == other else f"goes from {given} to {other}"
        should = f"stay {due}" if given == due else f"become {due}"
        return (
            f"{self._change}, which the task treats alike: {row}, and your answer at position "
            f"{self.seat.position} {did}. It should {should}: some step depends on a "
            "name that means nothing here."
        )

    @property
    def _change(self) -> str:
        if len(self.names) == 2 and self.names[0] == self.names[1][::-1]:
            return f"Exchange {_code(self.names[0][0])} and {_code(self.names[0][1])}"
        return "Rename " + ", ".join(f"{_code(a)} to {_code(b)}" for a, b in self.names)

    def as_json(self) -> dict[str, Any]:
        """Plain data; sequences as lists of token names."""
        return {
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "group": list(self.group),
            "names": dict(self.names),
            "position": self.seat.position,
            "tokens": list(self.seat.tokens),
            "wanted": self.seat.wanted,
            "given": self.given,
            "renamed": list(self.other.tokens),
            "renamed_wanted": self.other.wanted,
            "renamed_given": self.given_other,
            "renamed_due": self.due,
        }


def renamed(views: Views) -> Renamed | None:
    """The shortest proof that a program uses a name that means nothing to the task, or None.

    Every exchange of two neighbours of a group is tried, and the shift of the whole group. A
    program that passes all exchanges on every sequence there is passes every renaming. Only
    sequences of the small world whose renaming is there too are looked at, and only renamings
    that the wanted answers themselves follow.
    """
    exam = views.exam
    best: tuple[tuple[int, bool, int], Renamed] | None = None
    rows = _Rows(exam)
    for group in exam.interchangeable:
        for names in _renamings(group):
            pairs = rows.pairs(names)
            if pairs is None:
                continue
            found = _first(views, rows, group, names, pairs)
            if found is not None and (best is None or found[0] < best[0]):
                best = found
    return best[1] if best is not None else None


# Renaming ---------------------------------------------------------------------------------------


def _renamings(group: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Exchanges of neighbours, which make up every permutation, and the shift of all."""
    for one, other in pairwise(group):
        yield {one: other, other: one}
    if len(group) > 2:
        yield dict(zip(group, (*group[1:], group[0]), strict=True))


class _Rows:
    """The small world of an exam, to be found by its tokens."""

    def __init__(self, exam: Exam) -> None:
        small = exam.small
        self.exam = exam
        self.tokens = exam.tokens[:small].copy()
        self.inside = np.arange(self.tokens.shape[1]) < exam.lengths[:small, None]
        self.tokens[~self.inside] = 0
        self.lengths = exam.lengths[:small]
        self.wanted = exam.wanted[:small].astype(np.intp)
        marks = self._marks(self.tokens)
        self.order = np.argsort(marks, kind="stable")
        self.sorted = marks[self.order]

    def pairs(self, names: Mapping[str, str]) -> tuple[Indices, Indices] | None:
        """Rows and their renamings, None where the wanted answers do not follow the renaming."""
        tokens = self.exam.setting.tokens
        if not len(self.tokens) or (self.exam.setting.bos and tokens[0] in names):
            return None
        to = meanings(tokens, tokens, names)
        if (to < 0).any():
            return None
        other = np.where(self.inside, to[self.tokens], 0).astype(self.tokens.dtype)
        at = np.minimum(np.searchsorted(self.sorted, self._marks(other)), len(self.order) - 1)
        found = self.order[at]
        same = (self.tokens[found] == other).all(axis=1) & (self.lengths[found] == self.lengths)
        rows, others = np.flatnonzero(same), found[same]
        return (rows, others) if self._follows(rows, others, names) else None

    def _follows(self, rows: Indices, others: Indices, names: Mapping[str, str]) -> bool:
        labels = self.exam.labels
        to = np.array([*meanings(labels, labels, names), NOT_ASKED])
        return bool(len(rows) and (to[self.wanted[rows]] == self.wanted[others]).all())

    def _marks(self, tokens: NDArray[np.uint8]) -> NDArray[np.uint64]:
        """(B,): a number for each row; different rows hardly ever have equal ones."""
        size = tokens.shape[1]
        weights = np.random.default_rng(1).integers(1, 2**63, size + 1, dtype=np.uint64)
        marks: NDArray[np.uint64] = tokens.astype(np.uint64) @ weights[:size]
        marks += self.lengths.astype(np.uint64) * weights[size]
        return marks


def meanings(labels: tuple[str, ...], into: tuple[str, ...], names: Mapping[str, str]) -> Indices:
    """(labels,): the index in `into` of what each label becomes, or -2 where it has none."""
    index = {label: number for number, label in enumerate(into)}
    return np.array([index.get(names.get(label, label), -2) for label in labels], dtype=np.intp)


def _first(
    views: Views,
    rows: _Rows,
    group: tuple[str, ...],
    names: Mapping[str, str],
    pairs: tuple[Indices, Indices],
) -> tuple[tuple[int, bool, int], Renamed] | None:
    """The shortest pair whose answers do not follow; best one that starts from a right answer."""
    to = np.array([*meanings(views.machine.labels, views.machine.labels, names), -1])
    seats = views.exam.seats
    partner = np.full(views.exam.total, -1)
    partner[pairs[0]] = pairs[1]
    at = np.flatnonzero(partner[seats.rows] >= 0)
    own = views.answers[seats.rows[at], seats.positions[at]]
    other = views.answers[partner[seats.rows[at]], seats.positions[at]]
    at = at[to[own] != other]
    if not len(at):
        return None
    sizes = views.exam.lengths[seats.rows[at]]
    chosen = int(at[np.lexsort((at, ~views.right[at], sizes))[0]])
    row, position = int(seats.rows[chosen]), int(seats.positions[chosen])
    numbers = np.flatnonzero((seats.rows == partner[row]) & (seats.positions == position))
    changed = int(numbers[0])
    witness = Renamed(
        claim=Claim("proof", "by the two sequences shown"),
        group=group,
        names=tuple(names.items()),
        seat=views.exam.seat(chosen),
        given=views.answer(chosen),
        other=views.exam.seat(changed),
        given_other=views.answer(changed),
    )
    return (int(views.exam.lengths[row]), not views.right[chosen], chosen), witness


def _said(answer: str | None) -> str:
    return _code(answer) if answer is not None else "undecided"


def _code(text: str) -> str:
    return f"`{text}`"
