"""Everything the page inside shows, put together for the template in one value.

Until a seat is answered, nothing here depends on the other tokens or on the wanted answer.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.packs.text import render
from app.play.inside import Chair, Sitting, Tally
from app.play.sight import Level, Sight
from app.web.room import Room
from app.web.scene import Known, Scene, lane_chip, names_of, scene
from app.web.sequence import join
from app.web.task import Bead, beads
from app.web.told import Told, answered, seen


@dataclass(frozen=True, slots=True)
class Choice:
    """A label to answer with. `key` presses it, where there is one."""

    bead: Bead
    key: str


@dataclass(frozen=True, slots=True)
class Climb:
    """Where the levels lead. `up` is empty at the top, `down` at the bottom."""

    level: int
    top: int
    up: str
    down: str
    highest: str
    following: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that a seat was drawn before it was answered. `text` is empty until then."""

    fingerprint: str
    text: str


@dataclass(frozen=True, slots=True)
class Inside:
    """A seat on show: dealt (`id` is its number) or chosen by the player."""

    room: Room
    id: int | None
    title: str
    scene: Scene
    said: str
    climb: Climb
    task: Markup
    choices: tuple[Choice, ...]
    told: Told | None
    proof: Proof | None


def dealt(room: Room, seat: Sitting, level: int | None) -> Inside:
    """A seat that was dealt: climbing, then answering, then told."""
    chair, over = seat.chair, seat.answer is not None
    top = len(chair.sight.levels) - 1
    level = top if over else min(level or 0, top)
    known = Known(chair.seat.tokens, chair.seat.position) if over else None
    address = f"{room.path}/{seat.id}"
    return Inside(
        room=room,
        id=seat.id,
        title=_title(chair.sight),
        scene=scene(chair.sight, room.puzzle.setting, level, known),
        said=_said(chair.sight, level),
        climb=_climb(chair.sight, level, lambda at: f"{address}?level={at}"),
        task=Markup(render(room.puzzle.task)),  # noqa: S704 - sanitised by the renderer
        choices=() if over or level < top else tuple(_choices(room.puzzle.exam.labels)),
        told=answered(room, seat) if over else None,
        proof=Proof(seat.fingerprint, seat.commitment if over else ""),
    )


def looked(room: Room, chair: Chair, level: int | None) -> Inside:
    """A seat that the player chose, and so knows: for looking."""
    top = len(chair.sight.levels) - 1
    level = min(level or 0, top)
    seat = chair.seat
    query = {"seq": join(seat.tokens), "pos": str(seat.position)}
    return Inside(
        room=room,
        id=None,
        title=f"You are position {seat.position}.",
        scene=scene(chair.sight, room.puzzle.setting, level, Known(seat.tokens, seat.position)),
        said=_said(chair.sight, level),
        climb=_climb(chair.sight, level, lambda at: room.to(**query, level=str(at))),
        task=Markup(render(room.puzzle.task)),  # noqa: S704 - sanitised by the renderer
        choices=(),
        told=seen(room, chair) if level == top else None,
        proof=None,
    )


def score(tally: Tally, room: Room) -> str:
    """The tally, and the best there can be, in sentences."""
    if not tally.total:
        return ""
    text = f"You answered {tally.right} of {tally.total} right."
    if tally.best == tally.total:
        same = " So far no two of your seats looked alike and wanted different answers."
        return text + same if tally.total > 1 else text
    text += (
        f" With {room.whose} nobody in your seat can do better than {tally.best}, as long as what "
        "looks the same gets the same answer, as from every transformer."
    )
    if tally.right > tally.best:
        text += " You had more: you answered what looked the same in two ways, and were lucky."
    return text


def _title(sight: Sight) -> str:
    place = sight.position
    return "You are one position of many." if place is None else f"You are position {place}."


def _climb(sight: Sight, level: int, to: Callable[[int], str]) -> Climb:
    top = len(sight.levels) - 1
    return Climb(
        level=level,
        top=top,
        up=to(level + 1) if level < top else "",
        down=to(level - 1) if level else "",
        highest=to(top) if level + 1 < top else "",
        following=_step(sight.levels[level + 1]) if level < top else "",
    )


def _step(level: Level) -> str:
    """What comes next, without what it will bring."""
    if level.half == "rules":
        return f"the rules of layer {level.layer + 1}"
    return f"layer {level.layer + 1}, {names_of(level.lanes[0])}"


def _said(sight: Sight, level: int) -> str:
    """The newest level in a sentence, for those who listen."""
    here = sight.levels[level]
    held = [f"{lane.slot} {_held(sight, here, at)}" for at, lane in enumerate(here.lanes)]
    if here.half == "token":
        return f"You hold your own token: {_held(sight, here, 0)}."
    if here.half == "rules":
        wrote = f"wrote {'; '.join(held)}" if held else "wrote nothing for you"
        return f"Layer {here.layer + 1}: its rules {wrote}."
    return f"Layer {here.layer + 1}: {names_of(here.lanes[0])} brought you {'; '.join(held)}."


def _held(sight: Sight, level: Level, at: int) -> str:
    lane = level.lanes[at]
    if lane.sealed:
        return "sealed"
    words = lane_chip(sight, lane).words
    return words if lane.moved else f"nothing new ({words})"


def _choices(labels: Sequence[str]) -> Iterator[Choice]:
    """Every label. A digit presses the label that it is, or else the first, second and so on."""
    digits = any(len(label) == 1 and label.isdecimal() for label in labels)
    for at, bead in enumerate(beads(labels, labels)):
        counted = str(at + 1) if at < 9 and not digits else ""
        key = bead.text if len(bead.text) == 1 and bead.text in "0123456789" else counted
        yield Choice(bead, key)
