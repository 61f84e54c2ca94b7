"""How two worlds that end the same once parted, and where their difference was lost.

For a collision the two sequences are traced, and their streams compared after every half-layer. The
difference either never came to the seat, or came and was lost there; what lost it is a head or a
rule, and what is still alive elsewhere could be fetched.
"""

from dataclasses import dataclass
from typing import Any

from app.gaps.claim import Claim
from app.gaps.collisions.collision import Collision
from app.gaps.exam import Exam
from app.gaps.pair import listed
from app.gaps.partings.loss import CAUSES, Cause, Loss, codes
from app.gaps.partings.losses import losses
from app.gaps.partings.sides import Sides, sides
from app.language.program import Program

__all__ = ["CAUSES", "Alive", "Cause", "Loss", "Parting", "parting"]


@dataclass(frozen=True, slots=True)
class Alive:
    """A position that the seat can see and the slots that still differ there in the end."""

    position: int
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """The layer trace of a collision.

    `last` is the index into `Trace.streams` after which the two seats' readable streams last
    differed, None if they never did. `losses` come best explanation first; `alive` is what
    still differs where the seat can see it, none of it if no further layer could use it.
    """

    claim: Claim
    last: int | None
    losses: tuple[Loss, ...]
    alive: tuple[Alive, ...]

    @property
    def sentence(self) -> str:
        """Where the difference was last in the seat's own stream, and what lost it."""
        best = self.losses[0].sentence if self.losses else ""
        if self.last is not None:
            own = f"Your own streams were last different {stage(self.last)}."
        elif self.losses and self.losses[0].cause == "merged":
            return best
        else:
            own = "What sets them apart never arrived in your stream."
        return f"{own} {best}".strip()

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return {
            "standing": self.claim.standing,
            "scope": self.claim.scope,
            "sentence": self.sentence,
            "last": self.last,
            "losses": [loss.as_json() for loss in self.losses],
            "alive": [{"position": a.position, "slots": list(a.slots)} for a in self.alive],
        }


def parting(exam: Exam, program: Program, collision: Collision) -> Parting:
    """Where the difference between two seats in collision was lost. Raises TooLarge."""
    both = sides(exam, program, collision.first, collision.second)
    last = max(
        (i for i in range(both.last + 1) if both.readable(both.apart(i, both.seat))), default=None
    )
    alive = _alive(both) if collision.strength == "stream" else ()
    found = losses(both, last)
    if alive:
        found = (*found, _elsewhere(both, alive))
    return Parting(Claim("proof", "for your program on these two sequences"), last, found, alive)


def stage(index: int) -> str:
    """An index into `Trace.streams` in words."""
    if index == 0:
        return "at the start"
    layer = (index + 1) // 2
    return f"after the {'heads' if index % 2 else 'rules'} of layer {layer}"


def _alive(both: Sides) -> tuple[Alive, ...]:
    found = (
        Alive(position, both.readable(slots))
        for position, slots in both.different(both.last, both.seat).items()
    )
    return tuple(alive for alive in found if alive.slots)


def _elsewhere(both: Sides, alive: tuple[Alive, ...]) -> Loss:
    layers = len(both.program.layers)
    slots = tuple(dict.fromkeys(slot for one in alive for slot in one.slots))
    shown = [f"position {a.position} ({codes(a.slots)})" for a in alive[:3]]
    more = [f"{len(alive) - 3} more"] if len(alive) > 3 else []
    when = f"after layer {layers}" if layers else "at the start"
    sentence = (
        f"The information is in the room: {when} the two still differ at "
        f"{listed([*shown, *more])}, but it was not brought to you."
    )
    return Loss("alive elsewhere", max(layers - 1, 0), (), "", both.seat[0], (), slots, sentence)
