"""The editor's own words: how values of the language read in a sentence."""

from app.play.fields.common import NEW
from app.play.fields.heads import PART, RELATION, THROUGH, WHOLE

HOW = {
    "==": "is the same as my",
    "!=": "is not the same as my",
    "<": "is less than my",
    "<=": "is at most my",
    ">": "is more than my",
    ">=": "is at least my",
    "is": "is",
    "is not": "is not",
    "same": "is the same as",
}
SENSE = {"match": "Look at", "avoid": "Avoid"}
TIE = {"": "average them", "latest": "take the latest", "earliest": "take the earliest"}

FEATURE = {
    "!=": "unequal",
    **dict.fromkeys(("<", "<=", ">", ">="), "order"),
    "==": "compare",
    "is": "is",
    "is not": "is not",
    "same": "same",
}
"""The feature of a pack's `introduces` that each way to compare belongs to."""


def plain(value: str) -> str:
    """A name as it is."""
    return value


def sense(value: str) -> str:
    return SENSE.get(value, value)


def also(value: str) -> str:
    """Look or avoid in the middle of a sentence."""
    return sense(value).lower()


def moved(shift: int) -> str:
    """What a shift of positions means, its sign above all."""
    if shift == 0:
        return "(-1: the one before)"
    far = "the one" if abs(shift) == 1 else str(abs(shift))
    return f"({far} {'before' if shift < 0 else 'after'})"


def tie(value: str) -> str:
    return TIE.get(value, value)


def how(value: str) -> str:
    if value.startswith(RELATION):
        return f"is {value.removeprefix(RELATION)} to my"
    return HOW.get(value, value)


def take(value: str) -> str:
    if value == WHOLE:
        return "as it is"
    if value.startswith(PART):
        return f"only {value.removeprefix(PART)}"
    return f"translated by {value.removeprefix(THROUGH)}"


def target(value: str) -> str:
    return "a new slot" if value == NEW else value


def circuit(value: str) -> str:
    return value or "no circuit"


def how_feature(value: str) -> str:
    return "relate" if value.startswith(RELATION) else FEATURE.get(value, "")


def take_feature(value: str) -> str:
    if value == WHOLE:
        return ""
    return "part" if value.startswith(PART) else "through"


def no_feature(value: str) -> str:
    return ""
