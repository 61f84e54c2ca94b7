"""Which parts of a program are the player's own, and which their puzzle gave."""

from typing import Any

from app.language.allowance import Given
from app.language.given import given_places
from app.language.program import Place, Program
from app.language.tree import part_at


def is_own(program: Program, place: Place, given: Given | None) -> bool:
    """Whether the part at a place is the player's; of an open head, only the clauses are."""
    if given is None:
        return True
    if place[0] != "layers":
        node: Any = part_at(program, place)
        return node not in getattr(given.program, str(place[0]))
    step = given_places(program, given).get(place[:4])
    return step is None or (
        getattr(step, "name", None) in given.open and place[4:5] == ("clauses",)
    )
