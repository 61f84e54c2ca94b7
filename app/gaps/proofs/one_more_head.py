"""Whether one more head, in one more layer above a program, could finish it.

The seats are grouped by the whole readable stream they end with; what a head can bring there is one
of the streams that its position sees. Whichever scores the head gives them, that amounts to a
decision list over the streams (`decision_list`), so the question has an exact answer: no scores and
no rules after them will do, or some do on the sequences that were looked at.

*Which heads are meant*: those that read one position, or several that hold the same stream. They
may score by anything the player's own steps can read, and by a preference for an end. Heads that
mix different streams are not meant, so nothing is said where attention is soft.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from app.gaps.claim import Claim
from app.gaps.exam import Exam, Indices, Seat
from app.gaps.proofs.asked import visible
from app.gaps.proofs.decision_list import Table, table, witness
from app.gaps.views import WITHIN, Codes, Views, sees_places

PAIRS = 300_000
"""How many pairs of a seat and a key it sees are looked at; the shortest sequences come first."""

SHOWN = 12
"""How many seats of a proof are kept to be shown."""


@dataclass(frozen=True, slots=True)
class OneMoreHead:
    """`possible`: not ruled out on the `looked` seats that were looked at.

    Otherwise `stuck` are seats, all with one stream, which no such head answers all rightly, at
    most SHOWN of the `size` that the proof needs: without any one of them a head could do the rest.
    `exact` is false where amounts count as equal that a rule could tell apart by magnifying them.
    """

    possible: bool
    stuck: tuple[Seat, ...]
    size: int
    looked: int
    exact: bool
    claim: Claim

    @property
    def sentence(self) -> str:
        if self.possible:
            return (
                "One more head, in one more layer, is not ruled out: some order of preference "
                "among what it could read would be right on every test that was looked at."
            )
        faint = "" if self.exact else ", but for differences of a millionth or less"
        return (
            "No head that reads one position can finish this from one more layer, wherever it "
            f"looks and whatever rules come after it: it is wrong on at least one of these "
            f"{self.size} tests, where your program has left the same stream{faint}."
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data; sequences as lists of token names."""
        return {
            "possible": self.possible,
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "size": self.size,
            "looked": self.looked,
            "stuck": [
                {"tokens": list(s.tokens), "position": s.position, "wanted": s.wanted}
                for s in self.stuck
            ],
        }


def one_more_head(views: Views) -> OneMoreHead | None:
    """Whether a head that selects could finish a program; None if it is right or none selects."""
    exam = views.exam
    if exam.setting.mode == "soft" or not len(exam.seats) or views.right.all():
        return None
    seats = seats_looked_at(exam)
    rows = seats[witness(seen(exam, seats, views.whole, _keys(views)))]
    if len(rows):
        scope = "for every head in one more layer that reads one position, and any rules after it"
        claim = Claim("proof", scope if views.exact else scope + WITHIN)
    else:
        looked = exam.part(np.unique(exam.seats.rows[seats]))
        claim = Claim("evidence", looked.scope)
    return OneMoreHead(
        possible=not len(rows),
        stuck=tuple(exam.seat(int(at)) for at in rows[:SHOWN]),
        size=len(rows),
        looked=len(seats),
        exact=views.exact,
        claim=claim,
    )


def seen(exam: Exam, seats: Indices, own: Codes, keys: Codes) -> Table:
    """The table of some seats: own (S,) numbers the stream of each seat, keys (B, L) every key."""
    rows, sizes = exam.seats.rows[seats], visible(exam)[seats]
    row = np.repeat(np.arange(len(seats)), sizes)
    position = np.arange(len(row)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return table(own[seats], exam.seats.wanted[seats], row, keys[rows[row], position])


def _keys(views: Views) -> Codes:
    """(B, L): what a head can bring from each position, and tell it from others by.

    Where positions are sealed a head may still prefer an end. Then the position counts as part of
    the key, which allows for more heads than there are.
    """
    exam = views.exam
    if sees_places(exam) or exam.setting.positions == "none":
        return views.codes
    return views.kind * exam.setting.max_len + np.arange(views.kind.shape[1])


def seats_looked_at(exam: Exam) -> Indices:
    """The seats of the small world, or of all there is, as many as are affordable."""
    seats = np.arange(len(exam.seats))
    if exam.small:
        seats = seats[exam.seats.rows < exam.small]
    affordable = np.cumsum(visible(exam)[seats]) <= PAIRS
    return seats[affordable]
