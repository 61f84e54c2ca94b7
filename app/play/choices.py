"""What may be chosen in each field, and why the rest may not.

For every select of a form the values that make sense at all are listed, and each is tried: the
edit is made, and `play.edit` says what stands against it. So an option is on offer exactly when
choosing it would be accepted, and one that is not carries the sentence that a player would get.
Only a program so large that asking takes too long has the rest of its values on offer unasked.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from app.language.program import (
    COMPARISONS,
    Compare,
    Copy,
    Has,
    Head,
    Is,
    Mlp,
    Otherwise,
    Place,
    Program,
    Relate,
    Same,
    Write,
)
from app.language.scope import Scope
from app.language.show import ref_text
from app.play.edit import Bench, Edited, attempt
from app.play.fields import values_of
from app.play.fields.common import NEW
from app.play.fields.heads import PART, RELATION, THROUGH, WHOLE
from app.play.naming import label_ref
from app.play.places import dotted, part

_FEW = 4
"""More labels than this share one verdict: labels of one space differ in name only."""

_KINDS = {**dict.fromkeys(("<", "<=", ">", ">="), "order"), "is": "label", "is not": "label"}
"""Ways to compare that are allowed or forbidden together."""


@dataclass(frozen=True)
class Choice:
    """A value of a field. `why` is the sentence that forbids it, empty where it is allowed."""

    value: str
    why: str = ""


def choices(on: Bench, place: Place, field: str) -> tuple[Choice, ...]:
    """The values of a field of the part at a place, what it holds now always among them."""
    here = part(on.program, place)
    lists = _LISTS.get((_sort(here), field))
    if lists is None:
        return ()
    now = values_of(here).get(field, "")
    scope = on.scope
    known = dict.fromkeys(lists(here, scope, on.program))
    values = list(known) if now in known or not now else [now, *known]
    labels = _labels_of(field, here, scope)
    kinds = dict.fromkeys(labels, "label") if len(labels) > _FEW else _KINDS
    return tuple(_judged(on, place, field, values, now, kinds))


def _judged(
    on: Bench, place: Place, field: str, values: list[str], now: str, kinds: Mapping[str, str]
) -> Iterator[Choice]:
    """Each value with what stands against it; values of one kind are tried once."""
    known: dict[str, str] = {}
    for value in values:
        if value == now:
            yield Choice(value)
            continue
        kind = kinds.get(value, f"={value}")
        if kind not in known:
            known[kind] = refused(on, "set", place, {field: value})
        yield Choice(value, known[kind])


def refused(on: Bench, action: str, place: Place, values: dict[str, str]) -> str:
    """Why an action would be refused, or nothing; nothing, too, when the bench is late."""
    if on.late:
        return ""
    result = attempt(on, action, place, values)
    return "" if isinstance(result, Edited) or on.late else result.message


def goals(on: Bench, place: Place) -> tuple[Choice, ...]:
    """Where a head, a block or a rule may be moved: dotted places of layers and MLP blocks."""
    found: list[Place] = []
    for n, layer in enumerate(on.program.layers):
        if place[-2] != "rules":
            found.append(("layers", n))
        elif layer.mlps:
            found += [("layers", n, "mlps", b) for b in range(len(layer.mlps))]
        else:
            found.append(("layers", n))
    others = (there for there in found if there != place[:-2])
    return tuple(
        Choice(dotted(there), refused(on, "move", place, {"to": dotted(there)})) for there in others
    )


# Lists ------------------------------------------------------------------------------------------

Lists = Callable[..., Iterator[str]]


def _sort(here: object) -> str:
    if isinstance(here, Compare | Relate | Has):
        return "clause"
    if isinstance(here, Is | Same):
        return "condition"
    return type(here).__name__.lower()


def _slots(here: object, scope: Scope, program: Program) -> Iterator[str]:
    yield from scope.slots


def _spaces(here: object, scope: Scope, program: Program) -> Iterator[str]:
    yield from scope.spaces


def _targets(here: object, scope: Scope, program: Program) -> Iterator[str]:
    yield from scope.slots
    yield NEW


def _hows(here: object, scope: Scope, program: Program) -> Iterator[str]:
    yield from COMPARISONS
    yield from ("is", "is not")
    yield from (RELATION + name for name in scope.relations)


def _tests(here: object, scope: Scope, program: Program) -> Iterator[str]:
    yield from ("is", "is not", "same")


def _members(here: Has | Is | Copy, scope: Scope, program: Program) -> Iterator[str]:
    """The labels and concepts of the space of the slot that is read."""
    yield from _names(_read_slot(here), scope, concepts=True)


def _takes(here: Copy, scope: Scope, program: Program) -> Iterator[str]:
    yield WHOLE
    yield from (PART + name for name in _names(here.source, scope, concepts=True))
    yield from (THROUGH + name for name in scope.relations)


def _written(here: Write | Otherwise, scope: Scope, program: Program) -> Iterator[str]:
    yield from _names(here.slot, scope, concepts=False)


def _names(slot: str, scope: Scope, concepts: bool) -> Iterator[str]:
    space = scope.slots.get(slot)
    if space is None:
        return
    yield from (ref_text(label_ref(label)) for label in scope.spaces[space])
    if concepts:
        yield from (name for name, its in scope.concepts.items() if its.space == space)


def _circuits(here: object, scope: Scope, program: Program) -> Iterator[str]:
    yield ""
    yield from (circuit.path for circuit in program.circuits)
    steps: list[Head | Mlp] = []
    for layer in program.layers:
        steps += (*layer.heads, *layer.mlps)
    yield from (step.circuit for step in steps if step.circuit)


def _fixed(*values: str) -> Lists:
    return lambda here, scope, program: iter(values)


_LISTS: dict[tuple[str, str], Lists] = {
    ("head", "prefer"): _fixed("", "latest", "earliest"),
    ("head", "circuit"): _circuits,
    ("mlp", "circuit"): _circuits,
    ("clause", "sense"): _fixed("match", "avoid"),
    ("clause", "key"): _slots,
    ("clause", "how"): _hows,
    ("clause", "query"): _slots,
    ("clause", "what"): _members,
    ("copy", "source"): _slots,
    ("copy", "take"): _takes,
    ("copy", "target"): _targets,
    ("condition", "slot"): _slots,
    ("condition", "how"): _tests,
    ("condition", "what"): _members,
    ("condition", "other"): _slots,
    ("write", "slot"): _slots,
    ("write", "label"): _written,
    ("otherwise", "slot"): _slots,
    ("otherwise", "label"): _written,
    ("compute", "slot"): _slots,
    ("slot", "space"): _spaces,
    ("concept", "space"): _spaces,
    ("output", "slot"): _slots,
}


def _read_slot(here: object) -> str:
    if isinstance(here, Has):
        return here.key
    if isinstance(here, Copy):
        return here.source
    return here.slot if isinstance(here, Is | Write | Otherwise) else ""


def _labels_of(field: str, here: object, scope: Scope) -> frozenset[str]:
    """The values of a field that are plain labels of one space."""
    if field not in ("what", "label", "take"):
        return frozenset()
    prefix = PART if field == "take" else ""
    return frozenset(prefix + name for name in _names(_read_slot(here), scope, concepts=False))
