"""What a case is: a program in a setting, and what working it out by hand says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Rows = tuple[tuple[Fraction, ...], ...]


@dataclass(frozen=True)
class Run:
    """One sequence and what comes of it; what is None or left out is not said.

    `answers` has None where the answer is undecided. `amounts[slot]` is the slot after the last
    layer, one row a position, in the order of its labels. Under `generate`, `generated` and
    `reason` say what was appended and how that ended.
    """

    tokens: tuple[str, ...]
    answers: tuple[str | None, ...] | None = None
    amounts: Mapping[str, Rows] = field(default_factory=dict)
    generated: tuple[str, ...] | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Case:
    """`setting` is the JSON of a setting, `program` the text of a program without complaints."""

    name: str
    setting: Mapping[str, Any]
    program: str
    runs: tuple[Run, ...]


def run(tokens: str, answers: str | None = None, **amounts: str) -> Run:
    """A run as it is written in the table: rows are parted by `|`, and `?` is undecided."""
    found = {slot: rows(text) for slot, text in amounts.items()}
    said = None if answers is None else tuple(None if a == "?" else a for a in answers.split())
    return Run(tuple(tokens.split()), said, found)


def generates(tokens: str, generated: str, reason: str) -> Run:
    """A run that continues a sequence."""
    return Run(tuple(tokens.split()), generated=tuple(generated.split()), reason=reason)


def rows(text: str) -> Rows:
    """`1 0 | 1/2 1/2` as two rows of two amounts."""
    return tuple(tuple(Fraction(amount) for amount in row.split()) for row in text.split("|"))


def case(name: str, setting: Mapping[str, Any], program: str, *runs: Run) -> Case:
    """A case as it is written in the table."""
    return Case(name, setting, program, runs)
