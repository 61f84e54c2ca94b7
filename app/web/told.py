"""What an answer brings to light: the sequence, and the world that looks the same from the seat."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from app.play.inside import Chair, Sitting
from app.play.sight import Sight
from app.web.address import View
from app.web.chips import Chip
from app.web.prose import sentence
from app.web.room import Room
from app.web.scene import lane_chip
from app.web.sequence import join
from app.web.task import Bead, beads
from app.web.worlds import Worlds, worlds


@dataclass(frozen=True, slots=True)
class Told:
    """The sentences and pictures. `mark` is right, wrong, or empty where nothing was answered.

    `wanted` is None where nothing is asked or known; `held` is the stream that both worlds share.
    """

    mark: str
    wanted: Bead | None
    answer: Bead | None
    verdict: str
    known: Markup
    worlds: Worlds
    closing: str
    held: tuple[tuple[str, Chip], ...]
    given: Markup
    mend: str


def answered(room: Room, seat: Sitting) -> Told:
    """What is told of a seat once it is answered."""
    twin, lucky = seat.chair.twin, "You were right, and " if seat.right else ""
    if twin is None:
        verdict = "You could have known."
    elif twin.apart:
        verdict = f"{lucky}your stream could not have known."
    else:
        verdict = f"{lucky}you could not have known."
    answer = None if seat.answer is None else _bead(room, seat.answer)
    mark = "right" if seat.right else "wrong"
    return _told(room, seat.chair, mark, answer, verdict[:1].upper() + verdict[1:])


def seen(room: Room, chair: Chair) -> Told:
    """What is told of a seat that the player chose."""
    if not chair.seat.wanted:
        verdict = "Nothing is asked here."
    elif not chair.scope:
        verdict = ""
    else:
        verdict = "Whoever sits here can know." if chair.twin is None else "Nobody here can know."
    return _told(room, chair, "", None, verdict)


def _told(room: Room, chair: Chair, mark: str, answer: Bead | None, verdict: str) -> Told:
    seat, twin = chair.seat, chair.twin
    seats = (seat,) if twin is None else (seat, twin.seat)
    view = View(room.shop)
    shown = worlds(seats, room.puzzle.setting, room.puzzle.exam.labels, view)
    if twin is None:
        shown = replace(shown, rows=tuple(replace(row, name="yours") for row in shown.rows))
    return Told(
        mark=mark,
        wanted=_bead(room, seat.wanted) if seat.wanted else None,
        answer=answer,
        verdict=verdict,
        known=sentence(_known(chair)),
        worlds=shown,
        closing=_closing(chair),
        held=() if twin is None else _held(chair.sight),
        given=sentence(_given(room, chair)),
        mend=view.own(join(seat.tokens), seat.position).address,
    )


def _known(chair: Chair) -> str:
    """Whether the stream decides the answer, and on what that was computed."""
    seat, twin, scope = chair.seat, chair.twin, chair.scope
    if not seat.wanted:
        return ""
    if not scope:
        return "This seat is not one of the puzzle’s tests, so there is nothing to compare it with."
    if twin is None:
        return f"{scope[:1].upper()}{scope[1:]}, every seat with this stream wants `{seat.wanted}`."
    if not twin.apart:
        return (
            "In this other world everything that reaches the seat is the same, "
            f"and `{twin.seat.wanted}` is wanted:"
        )
    names = [_level(chair.sight, at) for at in twin.apart]
    return (
        f"In this other world the seat ends with the same stream, and `{twin.seat.wanted}` is "
        f"wanted. On the way up they differed ({', '.join(names)}), and the stream did not keep it:"
    )


def _closing(chair: Chair) -> str:
    if chair.twin is None:
        return ""
    if chair.twin.apart:
        return "Whatever is answered from this stream is wrong in one of them."
    return "Whatever you answer here, you are wrong in one of them."


def _level(sight: Sight, at: int) -> str:
    level = sight.levels[at]
    if level.half == "token":
        return "the token"
    slots = " and ".join(lane.slot for lane in level.lanes) or "its rules"
    return f"layer {level.layer + 1}: {slots}"


def _held(sight: Sight) -> tuple[tuple[str, Chip], ...]:
    """What the seat holds in the end, slot by slot."""
    last = {
        lane.slot: lane_chip(sight, lane)
        for level in sight.levels
        for lane in level.lanes
        if not lane.sealed
    }
    return tuple(last.items())


def _given(room: Room, chair: Chair) -> str:
    whose = room.whose[:1].upper() + room.whose[1:]
    if chair.given is None:
        return f"{whose} is undecided here."
    return f"{whose} says `{chair.given}` here."


def _bead(room: Room, label: str) -> Bead:
    labels = room.puzzle.exam.labels
    return beads(labels, labels)[labels.index(label)] if label in labels else Bead(label, 0)
