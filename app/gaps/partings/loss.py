"""One step that lost the difference between two sequences, or did not look for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from app.gaps.pair import code, listed
from app.language.program import Place

Cause = Literal[
    "merged",
    "mapped together",
    "not copied",
    "never fetched",
    "selection blind",
    "alive elsewhere",
]
CAUSES: tuple[Cause, ...] = get_args(Cause)
"""Best explanation first."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One step that lost the difference, or did not look for it.

    `layer` counts from 0; `step` is the place of the head or rule in the program, () where no
    single step is to blame, and `name` what it is called. `position` is where in the first
    sequence it happened, `looked` the positions that differed and were looked at, and `slots`
    those that differed and were lost.
    """

    cause: Cause
    layer: int
    step: Place
    name: str
    position: int
    looked: tuple[int, ...]
    slots: tuple[str, ...]
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "cause": self.cause,
            "layer": self.layer,
            "step": list(self.step),
            "name": self.name,
            "position": self.position,
            "looked": list(self.looked),
            "slots": list(self.slots),
            "sentence": self.sentence,
        }


def codes(slots: Sequence[str]) -> str:
    """Slots as a sentence lists them."""
    return listed([code(slot) for slot in slots])
