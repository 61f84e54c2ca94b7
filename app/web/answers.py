"""The top of the tower: what each position says, what is wanted there, and whether they agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.web.chips import argmax_labels
from app.web.running import Run

_ROOM = {"narrow": 7, "plain": 8, "wide": 12}
"""Characters that an answer has room for, by the size of the columns."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The top of a column. `wanted` is None where nothing is asked or known."""

    position: int
    href: str
    given: str
    wanted: str | None
    asked: bool
    right: bool | None
    words: str


def answers(
    running: Run,
    hrefs: Mapping[int, str],
    wanted: Sequence[str | None] | None,
    asked: Sequence[bool],
    size: str,
) -> Iterator[Answer]:
    """The answers at the positions that have an address, in columns of a size."""
    runnable, trace = running.runnable, running.trace
    slot = runnable.program.outputs[0].slot
    held, labels = trace.streams[-1][slot], trace.slots[slot]
    for i, href in hrefs.items():
        top = argmax_labels(held[i].tolist(), labels) if runnable.answers else ()
        want = wanted[i] if wanted is not None and i < len(wanted) else None
        scored = want is not None if wanted is not None else asked[i]
        right = len(top) == 1 and top[0] == want if want is not None else None
        words = _words(_given(top), want, scored, right)
        shown = _given(top)
        if len(top) > 1 and len(shown) > _ROOM[size]:
            shown = "?"
        yield Answer(i, href, shown, want, scored, right, words)


def _given(top: tuple[str, ...]) -> str:
    if len(top) == 1:
        return top[0]
    return f"{top[0]} or {top[1]}?" if len(top) == 2 else "?"


def _words(given: str, wanted: str | None, asked: bool, right: bool | None) -> str:
    if not asked:
        return "not asked"
    said = f"says {given}" if not given.endswith("?") or given == "?" else f"undecided, {given}"
    said = "undecided" if given == "?" else said
    if wanted is None:
        return f"{said}, no wanted answer known"
    return f"{said}, right" if right else f"{said}, wrong: wanted {wanted}"


def answer_labels(running: Run) -> tuple[str, ...]:
    """The labels an answer may have, where they are not tokens, which are on show anyway."""
    traced = running.trace
    slot = running.runnable.program.outputs[0].slot
    return () if traced.slots[slot] == traced.slots["token"] else traced.slots[slot]
