"""One sequence, step by step: every slot after every half-layer, every look, every activation.

The steps are those of `run`, on a batch of one; nothing is computed a second way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.attention import HeadPlan, Looks
from app.engine.encode import encode
from app.engine.forward import attend, decide, think
from app.engine.machine import LayerPlan, Machine, build
from app.engine.mlp import MlpPlan
from app.engine.stream import Floats, Stream, embed, read
from app.language.program import Place, Program
from app.language.setting import Setting

Slots = Mapping[str, Floats]
"""Slot -> (positions, labels)."""


@dataclass(frozen=True, eq=False, slots=True)
class HeadTrace:
    """Where a head looked: (queries, keys). Hidden keys score minus infinity; shares sum to 1."""

    name: str
    scores: Floats
    pattern: Floats


@dataclass(frozen=True, eq=False, slots=True)
class UnitTrace:
    """One rule, or one that a shorthand stands for.

    `activation` is (positions,), `neurons` (neurons, positions) after their ReLU.
    """

    place: Place
    activation: Floats
    neurons: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Trace:
    """Everything about one sequence.

    `streams[0]` is the embedding, `streams[2k + 1]` what layer k's heads left and `streams[2k + 2]`
    what its rules left. `answers` has None where undecided, and `margins` by how much the largest
    amount leads the next (infinity where a space has one label).
    """

    tokens: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]]
    streams: tuple[Slots, ...]
    heads: tuple[tuple[HeadTrace, ...], ...]
    units: tuple[tuple[UnitTrace, ...], ...]
    answers: tuple[str | None, ...]
    margins: tuple[float, ...]


def trace(program: Program, setting: Setting, tokens: Sequence[str]) -> Trace:
    """The trace of one sequence that the setting allows, the empty one too. Raises TooLarge."""
    machine = build(program, setting)
    indices, _ = encode(setting, [tokens])
    with np.errstate(over="ignore", invalid="ignore"):
        streams, heads, units, amounts = _walk(machine, embed(indices, machine.layout.width))
        margins = _margins(amounts[0])
    answers = decide(amounts)[0].tolist()
    return Trace(
        tokens=tuple(tokens),
        slots={slot: machine.scope.labels(slot) for slot in machine.scope.slots},
        streams=streams,
        heads=heads,
        units=units,
        answers=tuple(machine.labels[answer] if answer >= 0 else None for answer in answers),
        margins=margins,
    )


_Heads = tuple[tuple[HeadTrace, ...], ...]
_Units = tuple[tuple[UnitTrace, ...], ...]


def _walk(machine: Machine, stream: Stream) -> tuple[tuple[Slots, ...], _Heads, _Units, Floats]:
    """Every layer in turn; the last of the results is the output slot."""
    streams = [_slots(machine, stream, {})]
    heads, units = [], []
    for layer in machine.layers:
        stream, looked = _attend(layer, stream, machine.sharpness)
        heads.append(looked)
        streams.append(_slots(machine, stream, streams[-1]))
        units.append(_think(layer.mlp, stream))
        streams.append(_slots(machine, stream, streams[-1]))
    return tuple(streams), tuple(heads), tuple(units), read(machine.answer, stream)


def _slots(machine: Machine, stream: Stream, before: Slots) -> Slots:
    """Every slot, in the order of the stream: copied, or as it was before if nothing changed."""
    found = {}
    for slot in machine.scope.slots:
        if slot == "position":
            now = np.eye(machine.setting.max_len)[: stream.length]
        else:
            columns = machine.layout.columns[slot]
            now = stream.amounts[0, :, columns.start : columns.stop]
        same = slot in before and np.array_equal(before[slot], now)
        found[slot] = before[slot] if same else now.copy()
    return found


def _attend(
    layer: LayerPlan, stream: Stream, sharpness: float | None
) -> tuple[Stream, tuple[HeadTrace, ...]]:
    looked: list[HeadTrace] = []

    def seen(head: HeadPlan, looks: Looks) -> None:
        pattern = looks.shares[0] / looks.totals[0]
        looked.append(HeadTrace(head.name, np.array(looks.scores[0]), pattern))

    return attend(layer, stream, sharpness, seen), tuple(looked)


def _think(mlp: MlpPlan | None, stream: Stream) -> tuple[UnitTrace, ...]:
    if mlp is None:
        return ()
    hinges, activations = think(mlp, stream)
    starts = np.cumsum([0, *mlp.ranks])
    unscaled = hinges[0] / mlp.scales
    found = []
    for place, row in zip(mlp.places, mlp.order, strict=True):
        ranks = [start for start, size in zip(starts, mlp.ranks, strict=False) if row < size]
        neurons = unscaled[:, [start + row for start in ranks]].T
        found.append(UnitTrace(place, activations[0, :, row].copy(), neurons))
    return tuple(found)


def _margins(amounts: Floats) -> tuple[float, ...]:
    if amounts.shape[-1] == 1:
        return (float("inf"),) * len(amounts)
    ordered = np.sort(amounts, axis=-1)
    return tuple(float(margin) for margin in ordered[:, -1] - ordered[:, -2])
