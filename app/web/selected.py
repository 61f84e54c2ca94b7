"""The step the player selected, and what it reads and does in the run on show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.language.program import Copy, Head, Place, Program, Rule
from app.play.places import NoSuchPlace, part
from app.web import arcs, reads
from app.web.arcs import Fan, Line
from app.web.floors import Amounts, rules_of
from app.web.geometry import Shape
from app.web.pattern import WIDEST, Fired, Pattern, fired, pattern
from app.web.running import Run

_KEPT = 8
"""Positions looked at that keep a column of their own where columns are folded."""

Reading = tuple[str, int]
"""How a cell is marked ("read" by the chosen position, "look"ed at) and by which half-layer."""


@dataclass(frozen=True)
class Selection:
    """A head or a rule of the draft, or neither. `place` is its own, not that of a part of it."""

    place: Place = ()
    head: Head | None = None
    rule: Rule | None = None
    weights: Amounts | None = None
    visible: NDArray[np.bool_] | None = None
    rings: Mapping[tuple[str, int], Reading] = field(default_factory=dict)

    @property
    def layer(self) -> int:
        """Which layer it stands in, from 0."""
        return int(self.place[1])


def select(run: Run, step: Place, chosen: int | None) -> Selection:
    """What is selected at a place, seen from the chosen position."""
    head = _part(run.draft, step[:4]) if step[2:3] == ("heads",) else None
    rule = _part(run.draft, step[:6]) if step[2:3] == ("mlps",) else None
    if isinstance(head, Head):
        return _head(run, step[:4], head, chosen)
    if isinstance(rule, Rule):
        rings = {} if chosen is None else _rule_rings(rule, int(step[1]), chosen)
        return Selection(step[:6], rule=rule, rings=rings)
    return Selection()


def fans(selection: Selection, shape: Shape, chosen: int | None) -> tuple[Fan, ...]:
    """The curves of the selected head, one fan for each position that looks."""
    if selection.head is None or selection.weights is None or chosen is None:
        return ()
    level = 2 * selection.layer
    lines = [_line(copy, shape, level) for copy in _distinct(selection.head)]
    every = shape.columns == len(selection.weights) <= WIDEST
    return arcs.fans(selection.weights, lines, shape.grid, chosen, every)


def watched(selection: Selection, chosen: int | None) -> tuple[int, ...]:
    """The positions that matter most here: the chosen one and those its selected head looks at."""
    if chosen is None:
        return ()
    if selection.weights is None:
        return (chosen,)
    row = selection.weights[chosen]
    heaviest = [int(j) for j in np.argsort(-row, kind="stable")[:_KEPT] if row[j] >= arcs.FAINTEST]
    return (chosen, *heaviest)


def looked(selection: Selection, run: Run, chosen: int | None, hrefs: list[str]) -> Pattern | None:
    """The selected head's attention as a table."""
    if selection.head is None or selection.weights is None or chosen is None:
        return None
    assert selection.visible is not None  # noqa: S101 - set together with weights
    name, seen = selection.head.name, selection.visible
    return pattern(name, selection.weights, seen, run.tokens, chosen, hrefs)


def firing(
    selection: Selection,
    amounts: Mapping[Place, Amounts],
    run: Run,
    chosen: int | None,
    hrefs: list[str],
) -> tuple[Fired, ...]:
    """The selected rule's activation at every position, if it runs."""
    if selection.rule is None or chosen is None or selection.place not in amounts:
        return ()
    return fired(amounts[selection.place], run.tokens, chosen, hrefs)


def name_of(selection: Selection, draft: Program) -> str:
    """`head prev` or `rule 2`: rules are numbered within their layer."""
    if selection.head is not None:
        return f"head {selection.head.name}"
    if selection.rule is None:
        return ""
    layer = selection.layer
    places = [place for place, _ in rules_of(draft.layers[layer], layer)]
    return f"rule {places.index(selection.place) + 1}"


def _head(run: Run, place: Place, head: Head, chosen: int | None) -> Selection:
    layer = int(place[1])
    traced = [each for each in run.trace.heads[layer] if each.name == head.name]
    if place in run.runnable.left_out or not traced or chosen is None:
        return Selection(place, head)
    weights = traced[0].pattern
    rings: dict[tuple[str, int], Reading] = {}
    targets = [j for j, share in enumerate(weights[chosen]) if share >= arcs.FAINTEST]
    for slot in reads.of_keys(head):
        rings.update({(slot, j): ("look", 2 * layer) for j in targets})
    rings.update({(slot, chosen): ("read", 2 * layer) for slot in reads.of_query(head)})
    return Selection(place, head, None, weights, np.isfinite(traced[0].scores), rings)


def _rule_rings(rule: Rule, layer: int, chosen: int) -> dict[tuple[str, int], Reading]:
    return {(slot, chosen): ("read", 2 * layer + 1) for slot in reads.of_rule(rule)}


def _line(copy: Copy, shape: Shape, level: int) -> Line:
    written = [
        band.centre
        for band in shape.bands
        if any(lane.level == level and lane.slot == copy.target for lane in band.lanes)
    ]
    return Line(lambda position: shape.above(copy.source, position, level), written[0])


def _distinct(head: Head) -> tuple[Copy, ...]:
    """Copies that differ in what they read or write: a narrow copy draws no second curve."""
    return tuple({(copy.source, copy.target): copy for copy in head.copies}.values())


def _part(draft: Program, place: Place) -> object:
    try:
        return part(draft, place)
    except NoSuchPlace:
        return None
