"""Running a draft for the tower, whatever state it is in.

While a player builds, something is nearly always unfinished: a head that copies nothing yet, an
output not chosen. The tower then runs the program without the parts that are complained about,
and says which those are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import BoundedSemaphore
from typing import Any

from app.engine.generate import generate
from app.engine.trace import Trace, trace
from app.errors import TooLarge
from app.language.complaints import complaints
from app.language.program import Layer, Mlp, Output, Place, Program, Slot
from app.language.scope import scope_of
from app.language.setting import Setting
from app.web.reads import writes_of

TRACED = 4_000_000
"""Numbers that a trace for the page may hold: 32 MB."""
CELLS = 4096
"""Cells that the page draws at most; past them, columns are folded."""
REACH = 4 * CELLS
"""Cells that a tower has at most, folded ones included."""

_TOO_LARGE = "With this sequence the program is too large to draw; a check still runs it."
_ROUNDS = 6
"""Leaving a part out can unsettle another; past this many rounds everything is left out."""

_RUNS = BoundedSemaphore(4)
"""Runs at one time. Many heavy drafts at once wait for each other; a light one takes a moment."""


@dataclass(frozen=True)
class Runnable:
    """The part of a draft that runs. `origin` leads from its places back to the draft's."""

    program: Program
    origin: Mapping[Place, Place]
    left_out: frozenset[Place]
    answers: bool
    """Whether the draft itself says where its answer is."""


@dataclass(frozen=True)
class Run:
    """One sequence through a draft. `tokens` includes what a generating program appended."""

    draft: Program
    runnable: Runnable
    tokens: tuple[str, ...]
    given: int
    """How many of the tokens were given rather than generated."""
    trace: Trace
    trouble: str = ""
    """Why the whole draft was left out, if it was too large to run here."""


def run(draft: Program, setting: Setting, tokens: tuple[str, ...]) -> Run:
    """The draft's runnable part on one sequence of the setting."""
    ready = runnable(draft, setting)
    try:
        whole = _generated(ready, setting, tokens)
        if _too_large(draft, setting, len(whole)):
            raise TooLarge(_TOO_LARGE)
        with _RUNS:
            traced = trace(ready.program, setting, whole)
    except TooLarge as error:
        nothing = _nothing(draft, setting)
        bare = trace(nothing.program, setting, tokens)
        return Run(draft, nothing, tokens, len(tokens), bare, error.message)
    return Run(draft, ready, whole, len(tokens), traced)


def _generated(ready: Runnable, setting: Setting, tokens: tuple[str, ...]) -> tuple[str, ...]:
    if setting.generate is None or not ready.answers or not tokens:
        return tokens
    return (*tokens, *generate(ready.program, setting, tokens).tokens)[: setting.max_len]


def _too_large(draft: Program, setting: Setting, length: int) -> bool:
    """Whether a trace of this length, or the page that shows it, would be too large."""
    heads = sum(len(layer.heads) for layer in draft.layers)
    streams = (2 * len(draft.layers) + 1) * scope_of(draft, setting).directions
    lanes = height(draft)
    return length * (streams + 2 * length * heads) > TRACED or length * lanes > REACH


def height(draft: Program) -> int:
    """How many lanes the tower of a draft has."""
    return sum(len(written(layer)) for layer in draft.layers)


def written(layer: Layer) -> set[tuple[str, str]]:
    """(half-layer, slot) of everything a layer's steps write; an idle head's name for a slot."""
    copies = {("heads", copy.target) for head in layer.heads for copy in head.copies}
    copies |= {("idle", head.name) for head in layer.heads if not head.copies}
    rules = (rule for mlp in layer.mlps for rule in mlp.rules)
    return copies | {("rules", slot) for rule in rules for slot in writes_of(rule)}


@lru_cache(maxsize=64)
def runnable(draft: Program, setting: Setting) -> Runnable:
    """The largest part of a draft, found by leaving out what is complained about, that runs."""
    out: set[Place] = set()
    scope = scope_of(draft, setting)
    for _ in range(_ROUNDS):
        ready = _without(draft, out, setting, scope.slots)
        wrong = complaints(ready.program, setting)
        if not wrong:
            return ready
        found = {_step(ready, complaint.place) for complaint in wrong} - out
        if not found or () in found:
            break
        out |= found
    return _nothing(draft, setting)


def _nothing(draft: Program, setting: Setting) -> Runnable:
    """No part of the draft at all."""
    return _without(draft, set(_steps(draft)), setting, {})


def _without(
    draft: Program, out: set[Place], setting: Setting, slots: Mapping[str, str]
) -> Runnable:
    """The draft without some of its parts, every slot declared that they would have made."""
    origin: dict[Place, Place] = {}
    kept = {
        name: _kept(getattr(draft, name), (name,), out, origin)
        for name in ("spaces", "slots", "concepts", "relations", "circuits", "outputs")
    }
    named = {slot.name for slot in (*setting.slots, *kept["slots"])}
    made = [
        Slot(name, space)
        for name, space in slots.items()
        if name not in named and name not in ("token", "position")
    ]
    outputs = kept["outputs"][:1]
    program = Program(
        layers=tuple(
            _layer(layer, ("layers", i), out, origin) for i, layer in enumerate(draft.layers)
        ),
        outputs=outputs or (Output("token"),),
        spaces=kept["spaces"],
        slots=(*kept["slots"], *made),
        concepts=kept["concepts"],
        relations=kept["relations"],
        circuits=kept["circuits"],
    )
    return Runnable(program, origin, frozenset(out), bool(outputs))


def _layer(layer: Layer, at: Place, out: set[Place], origin: dict[Place, Place]) -> Layer:
    heads = _kept(layer.heads, (*at, "heads"), out, origin)
    mlps: list[Mlp] = []
    for i, mlp in enumerate(layer.mlps):
        here: Place = (*at, "mlps", i)
        rules = _kept(mlp.rules, (*here, "rules"), out, origin, (*at, "mlps", len(mlps), "rules"))
        if here not in out and rules:
            mlps.append(replace(mlp, rules=rules))
    return replace(layer, heads=heads, mlps=tuple(mlps))


def _kept(
    parts: tuple[Any, ...],
    at: Place,
    out: set[Place],
    origin: dict[Place, Place],
    now: Place | None = None,
) -> tuple[Any, ...]:
    """The parts of a list that are not left out; notes where each came from."""
    left = [(i, part) for i, part in enumerate(parts) if (*at, i) not in out]
    for new, (old, _) in enumerate(left):
        origin[(*(now or at), new)] = (*at, old)
    return tuple(part for _, part in left)


def _step(ready: Runnable, place: Place) -> Place:
    """The draft's own place of the smallest part that can be left out around a place."""
    for size in range(len(place), 1, -1):
        if place[:size] in ready.origin:
            return ready.origin[place[:size]]
    return ()


def _steps(draft: Program) -> Iterator[Place]:
    for name in ("spaces", "slots", "concepts", "relations", "circuits", "outputs"):
        yield from ((name, i) for i in range(len(getattr(draft, name))))
    for i, layer in enumerate(draft.layers):
        yield from (("layers", i, "heads", j) for j in range(len(layer.heads)))
        yield from (("layers", i, "mlps", j) for j in range(len(layer.mlps)))
