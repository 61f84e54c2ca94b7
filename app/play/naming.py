"""Names for new things, and what a slot's space lets stand beside it."""

import re
from collections.abc import Collection, Iterator

from app.language import bounds
from app.language.program import Ref
from app.language.scope import Scope
from app.language.words import needs_quotes

_NUMBERED = re.compile(r"(.*?)(\d*)")


def fresh(like: str, taken: Collection[str]) -> str:
    """The first name that is not taken: `look1`, `look2`, ...; a second `recall` is `recall2`."""
    found = _NUMBERED.fullmatch(like)
    stem = (found[1] if found else like)[: bounds.NAME_CHARACTERS - 6] or "new"
    number = 2 if like in taken and stem == like else 1
    while f"{stem}{number}" in taken:
        number += 1
    return f"{stem}{number}"


def label_ref(label: str) -> Ref:
    """A label as a form or a new step names it."""
    return Ref(label, needs_quotes(label))


def first_label(scope: Scope, slot: str) -> Ref | None:
    """The first label of a slot's space that is not the sink, if the slot is known."""
    if slot not in scope.slots:
        return None
    labels = scope.labels(slot)
    return label_ref(labels[1] if len(labels) > 1 and labels[0] == "^" else labels[0])


def resolves(scope: Scope, slot: str, what: Ref) -> bool:
    """Whether a name is a label or a concept of a slot's space."""
    return slot in scope.slots and scope.members(scope.slots[slot], what) is not None


def comparable(scope: Scope, one: str, other: str) -> bool:
    """Whether two slots share a space or are both of integer spaces."""
    if one not in scope.slots or other not in scope.slots:
        return False
    return scope.slots[one] == scope.slots[other] or both_integer(scope, one, other)


def both_integer(scope: Scope, *slots: str) -> bool:
    """Whether all of these slots have values that can be counted on from."""
    return all(s in scope.slots and scope.is_integer(scope.slots[s]) for s in slots)


def like(scope: Scope, slot: str) -> Iterator[str]:
    """The slots that may be compared with this one, those of its own space first."""
    space = scope.slots.get(slot)
    yield from (other for other, its in scope.slots.items() if its == space)
    yield from (
        other
        for other, its in scope.slots.items()
        if its != space and comparable(scope, slot, other)
    )


def twins(scope: Scope, slot: str) -> Iterator[str]:
    """The slots of the same space, without the two that nothing may write."""
    space = scope.slots.get(slot)
    for other, its in scope.slots.items():
        if its == space and other not in ("token", "position"):
            yield other
