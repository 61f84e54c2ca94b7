"""A player's or an author's proof that a puzzle cannot be solved, and the ruling on it."""

from dataclasses import dataclass
from typing import Literal, get_args

from app.gaps.exam import Seat

LemmaName = Literal["no-heads", "future", "anagrams", "freeze", "one-look"]
LEMMA_NAMES: tuple[LemmaName, ...] = get_args(LemmaName)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A lemma and what it is applied to.

    `sequences` are two for a lemma about a pair, several for `one-look`, and none or one (an
    example of the length meant) for `freeze`. `position` is the seat in each of them; None is the
    last position that is asked. `free` are the positions whose tokens `freeze` may choose.
    """

    lemma: LemmaName
    sequences: tuple[tuple[str, ...], ...] = ()
    position: int | None = None
    free: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One thing an attempt needs, whether it holds, and a sentence saying so or why not."""

    name: str
    holds: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The ruling on an attempt: accepted exactly if every part holds.

    `seats` are the witness, if there is one to show: for a pair lemma its two seats, for
    `one-look` all of its seats, for `freeze` one pair of completions.
    """

    accepted: bool
    sentence: str
    parts: tuple[Part, ...]
    seats: tuple[Seat, ...] = ()
