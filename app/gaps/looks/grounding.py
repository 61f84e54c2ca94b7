"""Answers given where a sequence holds no evidence for any.

Where the wanted answer says that nothing can be known, any other answer is made up. How often a
program refuses is told on both sides, without evidence and with it: a score that counts only the
first teaches to refuse everything, as one that counts no refusal teaches to guess. Kalai, Nachum,
Vempala and Zhang argue this of language models and of how they are graded (arXiv 2509.04664, 2025);
here it is an argument about scores, and nothing about them is measured.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.gaps.claim import Claim
from app.gaps.exam import Exam, Seat
from app.gaps.looks.provenance import Link, Rests, rests
from app.gaps.views import Views
from app.language.program import Place


@dataclass(frozen=True, slots=True)
class Refusals:
    """How often a program refuses: where nothing is to be known, and where something is.

    Each is (refused, asked). `noun` is what is counted: sequences, or positions in them.
    """

    without: tuple[int, int]
    having: tuple[int, int]
    noun: str

    @property
    def sentence(self) -> str:
        """Both rates."""
        return (
            f"Where nothing tells an answer you say so on {self.without[0]:,} of "
            f"{self.without[1]:,} {self.noun}; where something does, you say that nothing does on "
            f"{self.having[0]:,} of {self.having[1]:,}."
        )


@dataclass(frozen=True, slots=True)
class Ungrounded:
    """The shortest seat without evidence that is answered all the same, and what that rests on.

    `made_up` counts such seats. `link` is the step that had nothing to go by.
    """

    claim: Claim
    seat: Seat
    given: str
    link: Link
    made_up: int
    refusals: Refusals

    @property
    def rests(self) -> Rests:
        """What kind of thing the answer rests on."""
        return self.link.rests

    @property
    def step(self) -> Place:
        """The place of the step."""
        return self.link.step

    @property
    def name(self) -> str:
        """The head's name, or the rule as written."""
        return self.link.name

    @property
    def positions(self) -> tuple[int, ...]:
        """The positions that the step read."""
        return self.link.positions

    @property
    def sentence(self) -> str:
        """The seat, the answer, what it rests on, and both rates."""
        return (
            f"At position {self.seat.position} of {_code(' '.join(self.seat.tokens))} nothing "
            f"tells an answer: {_code(self.seat.wanted)} is wanted, you say {_code(self.given)}. "
            f"Where that comes from: {_reason(self.link, self.seat)}. {self.refusals.sentence}"
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data; sequences as lists of token names."""
        return {
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "tokens": list(self.seat.tokens),
            "position": self.seat.position,
            "wanted": self.seat.wanted,
            "given": self.given,
            "rests": self.rests,
            "step": list(self.step),
            "name": self.name,
            "positions": list(self.positions),
            "conditions": self.link.conditions,
            "unmet": list(self.link.unmet),
            "made_up": self.made_up,
            "refused_without": list(self.refusals.without),
            "refused_having": list(self.refusals.having),
            "counted": self.refusals.noun,
        }


def refusals(views: Views) -> Refusals | None:
    """How often a program refuses on either side; None where the task knows no refusal."""
    exam = views.exam
    if not exam.abstain:
        return None
    bare, refused = _bare(exam), _refused(views)
    once = len(exam.seats) == exam.total
    return Refusals(
        without=(int((bare & refused).sum()), int(bare.sum())),
        having=(int((~bare & refused).sum()), int((~bare).sum())),
        noun="sequences" if once else "positions",
    )


def grounding(views: Views) -> Ungrounded | None:
    """The shortest answer without evidence; None where there is none, or no refusal is known."""
    rates = refusals(views)
    if rates is None:
        return None
    made_up = np.flatnonzero(_bare(views.exam) & ~_refused(views) & (views.given != -1))
    if not len(made_up):
        return None
    seats = views.exam.seats
    sizes = views.exam.lengths[seats.rows[made_up]]
    chosen = int(made_up[np.argmin(sizes)])
    seat, given = views.exam.seat(chosen), views.answer(chosen)
    if given is None:
        raise AssertionError("an undecided answer is none")
    return Ungrounded(
        claim=Claim("proof", views.exam.scope),
        seat=seat,
        given=given,
        link=rests(views.program, views.exam.setting, seat.tokens, seat.position, given),
        made_up=len(made_up),
        refusals=rates,
    )


def _bare(exam: Exam) -> NDArray[np.bool_]:
    """(S,): whether the wanted answer says that nothing can be known."""
    says = np.array([label in exam.abstain for label in exam.labels], dtype=bool)
    found: NDArray[np.bool_] = says[exam.seats.wanted]
    return found


def _refused(views: Views) -> NDArray[np.bool_]:
    """(S,): whether the answer given says so; an undecided one says nothing."""
    says = np.array([*(label in views.exam.abstain for label in views.exam.labels), False, False])
    found: NDArray[np.bool_] = says[views.given]
    return found


def _reason(link: Link, seat: Seat) -> str:
    """What an answer rests on, as the end of a sentence."""
    head, at = f"head {_code(link.name)}", _read(link, seat)
    met, asked = link.conditions - len(link.unmet), link.conditions
    match link.rests:
        case "imperfect match":
            missing = ", ".join(_code(text) for text in link.unmet)
            some = f"only {met}" if met else "none"
            fits = (
                f"which does not meet its one condition, {missing}"
                if asked == 1
                else f"which meets {some} of its {asked} conditions (fails: {missing})"
            )
            return f"{head} brought its best match, {at}, {fits}"
        case "sink":
            return f"{head} looked at {at}, where looks land that find nothing else"
        case "average" if asked:
            return f"{head} found nothing it asks for, and brought an average"
        case "average":
            return f"{head} asks for nothing, and brought an average"
        case "match" if not asked:
            return f"{head} took {at}, and asks for nothing but the end it prefers"
        case "match":
            return f"{head} took {at}, which meets all its conditions: they let in too much"
        case "default" if link.step[0] == "outputs":
            return "no step wrote that answer; the others were written down below it"
        case "default":
            return f"no other rule spoke, and {_code(link.name)} filled in"
        case "rule":
            return f"the rule {_code(link.name)} says so"


def _read(link: Link, seat: Seat) -> str:
    """The positions that a head took, by token."""
    if len(link.positions) > 1:
        return f"{len(link.positions)} positions alike"
    position = link.positions[0]
    return f"{_code(seat.tokens[position])} at position {position}"


def _code(text: str) -> str:
    return f"`{text}`"
