"""The expanded rules of a layer as arrays: hinges in ranks, units, and what they write."""

from itertools import zip_longest

import numpy as np

from app.engine.mlp import MlpPlan
from app.engine.reach import Reach
from app.engine.stream import Floats, Integers, Reading, compress
from app.language.expand import Half, Hinge, Unit


def mlp_plan(rules: Half, reach: Reach) -> MlpPlan | None:
    """The plan of an MLP half, or None where nothing writes."""
    touched = {reach.column(direction) for unit in rules.units for direction, _ in unit.writes}
    touched |= {reach.column(default.target) for default in rules.defaults}
    if not touched:
        return None
    columns, covered = compress(touched)
    order = sorted(range(len(rules.units)), key=lambda u: -len(rules.units[u].hinges))
    rows = np.argsort(order) if order else np.zeros(0, dtype=np.intp)
    ranks = _ranks([rules.units[u] for u in order])
    every = [hinge for rank in ranks for hinge in rank]
    weights, bias = _writes(rules, rows, covered, reach)
    return MlpPlan(
        hinges=_reading(every, reach),
        ranks=tuple(len(rank) for rank in ranks),
        scales=np.array([abs(hinge.scale) for hinge in every]),
        write=weights,
        bias=bias,
        columns=columns,
        places=tuple(unit.place for unit in rules.units),
        order=tuple(int(row) for row in rows),
    )


def _writes(rules: Half, rows: Integers, covered: Integers, reach: Reach) -> tuple[Floats, Floats]:
    """(units, columns) and (columns,): gains, and for each default a 1 less what it counts."""
    at = {int(column): i for i, column in enumerate(covered)}
    reach.afford(len(rows) * len(covered))
    weights, bias = np.zeros((len(rows), len(covered))), np.zeros(len(covered))
    for row, unit in zip(rows, rules.units, strict=True):
        for direction, gain in unit.writes:
            weights[row, at[reach.column(direction)]] += gain
    for default in rules.defaults:
        target = at[reach.column(default.target)]
        bias[target] += 1
        weights[rows[list(default.counted)], target] -= 1
    reach.keep(weights)
    return weights, bias


def _ranks(units: list[Unit]) -> list[list[Hinge]]:
    """The first hinges of all units, then the second ones, and so on, most hinges first."""
    lined = [_alternating(unit) for unit in units]
    most = max((len(hinges) for hinges in lined), default=0)
    return [[hinges[rank] for hinges in lined if len(hinges) > rank] for rank in range(most)]


def _alternating(unit: Unit) -> list[Hinge]:
    """The hinges of a unit, signs alternating from plus. Every form of rule can be so ordered."""
    ups = [hinge for hinge in unit.hinges if hinge.scale > 0]
    downs = [hinge for hinge in unit.hinges if hinge.scale < 0]
    lined = [hinge for pair in zip_longest(ups, downs) for hinge in pair if hinge is not None]
    if any((hinge.scale > 0) != (rank % 2 == 0) for rank, hinge in enumerate(lined)):
        raise AssertionError("a rule expands into hinges whose signs do not alternate")
    return lined


def _reading(hinges: list[Hinge], reach: Reach) -> Reading:
    """The reading of hinges before their ReLU, each times the size of its scale."""
    asked = {slot for hinge in hinges for (slot, _), _ in hinge.inputs} & reach.filled
    reach.afford(len(hinges) * sum(reach.size(slot) for slot in asked))
    parts = {slot: np.zeros((reach.size(slot), len(hinges))) for slot in asked}
    for column, hinge in enumerate(hinges):
        for (slot, label), weight in hinge.inputs:
            if slot in parts:
                parts[slot][label, column] += abs(hinge.scale) * weight
    bias = np.array([abs(hinge.scale) * hinge.bias for hinge in hinges])
    return reach.read(parts, len(hinges), bias)
