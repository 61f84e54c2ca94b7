"""What a puzzle allows around a setting: given steps, a budget, forbidden and sealed things."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from app.language.program import Program

CostName = Literal[
    "layers",
    "heads",
    "terms",
    "neurons",
    "width",
    "value_width",
    "key_width",
    "parameters",
]
COSTS: tuple[CostName, ...] = get_args(CostName)

Construct = Literal[
    "concepts",
    "relations",
    "spaces",
    "averaging heads",
    "amounts",
    "bare neurons",
    "compute",
    "prefer",
    "gains",
    "through",
    "rules",
    "heads",
    "wide values",
]
CONSTRUCTS: tuple[Construct, ...] = get_args(Construct)


@dataclass(frozen=True, slots=True)
class Given:
    """Steps that a program must hold as they are.

    Every head and MLP block of `program` must stand in the same layer of the player's program.
    For a head named in `open`, only its copies are locked: the player chooses its clauses.
    `free` leaves the given heads and rules out of heads, terms, neurons and widths.
    """

    program: Program
    open: frozenset[str] = frozenset()
    free: bool = False


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a program may be here, beyond what the language allows everywhere.

    `budget` bounds the costs of the whole program, `per_layer[i]` those of layer i (only heads,
    terms, neurons, value_width and key_width are counted by layer). `sealed` slots may be read by
    given steps only.
    """

    given: Given | None = None
    budget: Mapping[CostName, int] = field(default_factory=dict, hash=False)
    per_layer: tuple[Mapping[CostName, int], ...] = field(default=(), hash=False)
    forbidden: frozenset[Construct] = frozenset()
    sealed: frozenset[str] = frozenset()


ANYTHING = Allowance()
"""No budget and nothing forbidden: the sandbox, and reference programs."""
