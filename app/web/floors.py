"""The lanes of the tower: which slots each half-layer writes, by whom, and what they then hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.language.program import (
    Compute,
    Layer,
    Otherwise,
    Place,
    Program,
    Rule,
    When,
)
from app.language.scope import Scope, scope_of
from app.language.setting import Setting
from app.web.chips import EXACT, Chip, Palette, chip, palette
from app.web.reads import writes_of
from app.web.running import Run

Half = Literal["heads", "rules"]
Amounts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Author:
    """A step that writes a lane. `runs` is False for one that is not finished."""

    place: Place
    name: str
    runs: bool = True


@dataclass(frozen=True, slots=True)
class Lane:
    """One slot at one height. A chip is None where the half-layer left the slot as it was.

    `slot` is empty for a head that copies nothing yet.
    """

    layer: int
    half: Half
    slot: str
    authors: tuple[Author, ...]
    chips: tuple[Chip | None, ...]

    @property
    def key(self) -> str:
        """A name that stays the same from one edit to the next."""
        who = self.slot or f"{self.authors[0].place[-1]}-idle"
        return f"{self.layer}-{self.half}-{who}"

    @property
    def level(self) -> int:
        """Which half-layer wrote it: heads of layer k 2k, its rules 2k + 1."""
        return 2 * self.layer + (self.half == "rules")

    @property
    def tall(self) -> bool:
        """Whether some chip has a certain concept to show above it."""
        return any(each is not None and each.concept for each in self.chips)


@dataclass(frozen=True)
class Painter:
    """Makes the chips of one run."""

    scope: Scope
    palettes: Mapping[str, Palette]
    width: int

    def chips(self, slot: str, held: Amounts) -> tuple[Chip, ...]:
        """The chips of a slot's amounts (L, labels)."""
        of = self.palettes[self.scope.slots[slot]]
        return tuple(chip(row, of, self.width) for row in held.tolist())


def painter(program: Program, setting: Setting, width: int) -> Painter:
    """The painter for a program's spaces, with chips `width` pixels wide."""
    scope = scope_of(program, setting)
    return Painter(scope, {space: palette(scope, space) for space in scope.spaces}, width)


def lanes(run: Run, paint: Painter, layer: int, shown: Sequence[int]) -> tuple[Lane, ...]:
    """The lanes of one layer from the top down: the rules' above the heads'.

    Only the positions that are `shown` get chips.
    """
    return (*_lanes(run, paint, layer, "rules", shown), *_lanes(run, paint, layer, "heads", shown))


def _lanes(
    run: Run, paint: Painter, layer: int, half: Half, shown: Sequence[int]
) -> tuple[Lane, ...]:
    at = 2 * layer + (2 if half == "rules" else 1)
    before, after = run.trace.streams[at - 1], run.trace.streams[at]
    length = len(run.tokens)
    at_shown = list(shown)
    return tuple(
        Lane(
            layer,
            half,
            slot,
            authors,
            _spread(
                _changed(paint, slot, before[slot][at_shown], after[slot][at_shown]), shown, length
            )
            if slot in after
            else (None,) * length,
        )
        for slot, authors in _authors(run, layer, half)
    )


def _changed(paint: Painter, slot: str, before: Amounts, after: Amounts) -> tuple[Chip | None, ...]:
    moved = np.abs(after - before).max(axis=1) > EXACT
    return tuple(
        each if touched or each.kind == "empty" else None
        for each, touched in zip(paint.chips(slot, after), moved.tolist(), strict=True)
    )


def _spread(
    chips: Sequence[Chip | None], shown: Sequence[int], length: int
) -> tuple[Chip | None, ...]:
    """The chips of the shown positions at their places among all of them."""
    placed = dict(zip(shown, chips, strict=True))
    return tuple(placed.get(i) for i in range(length))


def _authors(run: Run, layer: int, half: Half) -> list[tuple[str, tuple[Author, ...]]]:
    """(slot, who writes it) in the order of writing; an idle head stands under no slot."""
    found: dict[str, list[Author]] = {}
    for place, name, slots in _steps(run.draft.layers[layer], layer, half):
        author = Author(place, name, place not in run.runnable.left_out)
        for slot in slots or (f"\0{name}",):
            found.setdefault(slot, []).append(author)
    return [("" if slot[0] == "\0" else slot, tuple(who)) for slot, who in found.items() if slot]


def _steps(layer: Layer, number: int, half: Half) -> list[tuple[Place, str, tuple[str, ...]]]:
    at: Place = ("layers", number)
    if half == "heads":
        return [
            ((*at, "heads", i), head.name, tuple(dict.fromkeys(c.target for c in head.copies)))
            for i, head in enumerate(layer.heads)
        ]
    numbered = rules_of(layer, number)
    return [(place, f"rule {i}", writes_of(rule)) for i, (place, rule) in enumerate(numbered, 1)]


def rules_of(layer: Layer, number: int) -> list[tuple[Place, Rule]]:
    """Every rule of a layer with its place, in order over its blocks."""
    return [
        (("layers", number, "mlps", i, "rules", j), rule)
        for i, mlp in enumerate(layer.mlps)
        for j, rule in enumerate(mlp.rules)
    ]


def activations(run: Run, layer: int) -> dict[Place, Amounts]:
    """Activation (L,) of every rule of a layer that ran, the `otherwise` ones included.

    A shorthand's neurons are summed: at most positions one of them stands for the rule.
    """
    found: dict[Place, Amounts] = {}
    for unit in run.trace.units[layer]:
        place = run.runnable.origin.get(tuple(unit.place), tuple(unit.place))
        found[place] = found.get(place, 0.0) + unit.activation
    rules = rules_of(run.draft.layers[layer], layer)
    for place, rule in rules:
        if isinstance(rule, Otherwise) and place not in run.runnable.left_out:
            others = [
                found[p]
                for p, r in rules
                if p in found and _counts(r) and rule.slot in writes_of(r)
            ]
            found[place] = np.ones(len(run.tokens)) - sum(others, np.zeros(len(run.tokens)))
    return found


def _counts(rule: Rule) -> bool:
    """Whether an `otherwise` counts a rule: `when` rules and shorthands, not bare neurons."""
    return isinstance(rule, When | Compute)
