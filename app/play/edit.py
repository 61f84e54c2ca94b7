"""Editing a program step by step: one pure function from a program and an action to the next.

An action is what a form or a button asks for: set the fields of a part, add something new, delete,
copy, move, rename. What is allowed is decided by `language.complaints` alone: an edit that brings
a new complaint about what it touches is refused with that complaint's own sentence. A program may
be unfinished on the way; deleting and moving never ask whether the rest still makes sense.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from math import inf
from time import monotonic
from typing import Literal, get_args

from app.language.allowance import ANYTHING, Allowance
from app.language.complaint import Complaint
from app.language.complaints import complaints
from app.language.given import is_given
from app.language.program import Head, Place, Prefer, Program
from app.language.scope import Scope, scope_of
from app.language.setting import Setting
from app.play import moves
from app.play.fields import Unusable, Values, changes, touched
from app.play.fresh import KINDS, Ground
from app.play.places import NoSuchPlace, insert, inside, part, put, undotted
from app.play.rename import is_loose, rename

Action = Literal["set", "add", "delete", "copy", "up", "down", "move", "rename"]
ACTIONS: tuple[Action, ...] = get_args(Action)

_GIVEN = "This step is given by the puzzle and stays as it is."
_OPEN = "The puzzle gives this head; you choose only where it looks."
_GONE = "That part of the program is no longer there; nothing was changed."
_TRIES = 24
"""Of a new step no more than this many versions are tried."""

_SECONDS = 0.5
"""And no further one after this long, in a program so large that judging it takes a while."""


@dataclass(frozen=True)
class Edited:
    """A changed program, and the place of what was changed, to be shown next."""

    program: Program
    place: Place


@dataclass(frozen=True)
class Refusal:
    """Why an edit was not made: one sentence for the player, the place and the field it is about.

    `values` is what was typed, so that a form can show it again.
    """

    message: str
    place: Place
    field: str = ""
    action: str = ""
    values: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Bench:
    """A program under a setting and an allowance, with what is wrong with it now."""

    program: Program
    setting: Setting
    allowance: Allowance
    before: tuple[Complaint, ...]
    until: float = inf
    """When, on the monotonic clock, to stop trying further versions of an edit."""

    @cached_property
    def scope(self) -> Scope:
        """The scope of the program, looked up once."""
        return scope_of(self.program, self.setting)

    @property
    def late(self) -> bool:
        """Whether that time has come; what is made all the same is still judged."""
        return monotonic() > self.until

    def lock(self, place: Place) -> str:
        """Why the part at a place may not be edited, or nothing."""
        given = self.allowance.given
        if given is None or not is_given(self.program, place, given):
            return ""
        step = part(self.program, place[:4])
        if isinstance(step, Head) and step.name in given.open:
            return "" if place[4:5] == ("clauses",) else _OPEN
        return _GIVEN


def bench(program: Program, setting: Setting, allowance: Allowance = ANYTHING) -> Bench:
    """A program on the bench, judged once."""
    return Bench(program, setting, allowance, complaints(program, setting, allowance))


def apply(
    program: Program,
    action: str,
    place: Place,
    values: Values,
    setting: Setting,
    allowance: Allowance = ANYTHING,
) -> Edited | Refusal:
    """The program after an action, or why not. Never raises for anything a form may send."""
    on = replace(bench(program, setting, allowance), until=monotonic() + _SECONDS)
    return attempt(on, action, place, values)


def attempt(on: Bench, action: str, place: Place, values: Values) -> Edited | Refusal:
    """`apply` on a program that has been judged already."""
    try:
        locked = _locked(on, action, place, values)
        if locked:
            return Refusal(locked, place, "", action, values)
        return _first_allowed(on, action, place, values)
    except (Unusable, moves.Unmovable) as error:
        field = error.field if isinstance(error, Unusable) else ""
        return Refusal(str(error), place, field, action, values)
    except NoSuchPlace:
        return Refusal(_GONE, place, "", action, values)


def _first_allowed(on: Bench, action: str, place: Place, values: Values) -> Edited | Refusal:
    found = list(islice(_candidates(on, action, place, values), _TRIES))
    if not found:
        missing = KINDS[values["kind"]].missing or "There is nothing to make it from yet."
        return Refusal(missing, place, "", action, values)
    first = _objection(on, action, found[0])
    if first is None:
        return found[0]
    against = [first]
    if not _hopeless(on, action, found, first):
        for edited in found[1:]:
            if on.late:
                break
            objection = _objection(on, action, edited)
            if objection is None:
                return edited
            against.append(objection)
    field = _field(on.program, action, place, values)
    return Refusal(_usual(against), place, field, action, values)


def _usual(against: list[Complaint]) -> str:
    """What stands against most of the versions that were tried; the first if they all differ."""
    return Counter(complaint.message for complaint in against).most_common(1)[0][0]


def _hopeless(on: Bench, action: str, found: list[Edited], first: Complaint) -> bool:
    """Whether even the last and plainest version is over the budget that the first one is over."""
    if first.kind != "budget" or len(found) < 3:
        return False
    last = _objection(on, action, found[-1])
    return last is not None and _key(last) == _key(first)


def _field(program: Program, action: str, place: Place, values: Values) -> str:
    """The field an objection is about: the one that was changed."""
    if action != "set":
        return "name" if action == "rename" else ""
    changed = touched(part(program, place), values)
    return changed[0] if changed else ""


def _candidates(on: Bench, action: str, place: Place, values: Values) -> Iterator[Edited]:
    program, scope = on.program, on.scope
    match action:
        case "set":
            for changed in changes(part(program, place), values, scope):
                yield Edited(put(program, place, changed), place)
        case "add":
            yield from _added(Ground(program, scope, place), values.get("kind", ""))
        case "rename":
            renamed = rename(program, place, values, scope)
            loose = ("slot", values.get("name", "").strip())
            yield Edited(renamed, loose if is_loose(place) else place)
        case "delete":
            yield Edited(*moves.delete(program, place))
        case "copy":
            yield Edited(*moves.double(program, place, scope))
        case "up" | "down":
            yield Edited(*moves.shift(program, place, -1 if action == "up" else 1))
        case "move":
            yield Edited(*moves.move(program, place, _goal(values)))
        case _:
            raise NoSuchPlace


def _added(ground: Ground, name: str) -> Iterator[Edited]:
    kind, parent = KINDS.get(name), ground.here()
    if kind is None or not isinstance(parent, kind.parent):
        raise NoSuchPlace
    items = getattr(parent, kind.items)
    at = len(items)
    if kind.items == "clauses" and name != "prefer" and items and isinstance(items[-1], Prefer):
        at -= 1
    there: Place = (*ground.parent, kind.items, at)
    for new in kind.make(ground):
        yield Edited(insert(ground.program, there, new), there)


def _goal(values: Values) -> Place:
    return undotted(values.get("to", ""))


def _locked(on: Bench, action: str, place: Place, values: Values) -> str:
    """Why an action would change a given step, or nothing."""
    if action == "add" and values.get("kind") in KINDS:
        return on.lock((*place, KINDS[values["kind"]].items))
    if action == "copy" and place[2:3] == ("heads",) and len(place) == 4:
        return ""
    if action == "set" and place[2:3] == ("heads",) and len(place) == 4:
        only_tie = set(touched(part(on.program, place), values)) <= {"prefer"}
        return on.lock((*place, "clauses") if only_tie else place)
    if action == "move" and (there := on.lock((*_goal(values), "rules"))):
        return there
    return on.lock(place)


# Objections -------------------------------------------------------------------------------------


def _objection(on: Bench, action: str, edited: Edited) -> Complaint | None:
    """The first new complaint that an edit is to blame for."""
    if _harmless(on, action, edited.place):
        return None
    after = complaints(edited.program, on.setting, on.allowance)
    if after == on.before:
        return None
    fresh = Counter(map(_key, after))
    fresh.subtract(map(_key, on.before))
    worst = {_key(c): int(c.found) for c in on.before if c.kind == "budget"}
    for complaint in after:
        new = fresh[_key(complaint)] > 0
        if complaint.kind == "budget":
            new = int(complaint.found) > worst.get(_key(complaint), 0)
        if new and _blamed(complaint, action, edited.place):
            return complaint
    return None


def _harmless(on: Bench, action: str, place: Place) -> bool:
    """Whether nothing can stand against an action, so that nobody need be asked."""
    if action == "delete":
        return on.allowance.given is None
    return action in ("up", "down") and place[:1] == ("layers",) and len(place) > 2


def _key(complaint: Complaint) -> tuple[object, ...]:
    """What tells complaints apart; places shift as steps come and go, so they are left out."""
    if complaint.kind == "budget":
        return ("budget", complaint.place, complaint.message.replace(complaint.found, "", 1))
    return (complaint.kind, complaint.message)


def _blamed(complaint: Complaint, action: str, place: Place) -> bool:
    lost = complaint.kind == "rule" and complaint.place[:-1] == ("layers",)
    if action == "delete":
        return lost
    if complaint.kind in ("rule", "budget"):
        return True
    if action in ("up", "down", "move"):
        return False
    return inside(complaint.place, place) or inside(place, complaint.place)
