"""A program under a setting as a frozen plan of arrays.

Everything that depends on names alone is settled here, once: which columns a slot has, which pairs
of labels a clause accepts, where every hinge reads and every unit writes. Slots that nothing has
written yet are left out of what reads them.
"""

from dataclasses import dataclass

import numpy as np

from app.engine.attention import HeadPlan
from app.engine.heads import head_plan
from app.engine.limits import KEPT_BYTES, PLAN_BYTES
from app.engine.mlp import MlpPlan
from app.engine.reach import Reach, layout_of
from app.engine.rules import mlp_plan
from app.engine.shelf import Shelf
from app.engine.stream import Integers, Layout, Reading
from app.language.expand import half
from app.language.program import Layer, Place, Program
from app.language.scope import Scope, scope_of
from app.language.setting import Setting


@dataclass(frozen=True, eq=False, slots=True)
class LayerPlan:
    """The heads of a layer, then its MLP half if any rule writes."""

    heads: tuple[HeadPlan, ...]
    mlp: MlpPlan | None


@dataclass(frozen=True, eq=False, slots=True)
class Machine:
    """What `run` needs. `answer` reads the output slot, whose labels are `labels`.

    `speech[label]` is the token that an answer is under `generate`, -1 where it is none, and
    `plan_bytes` what all the arrays take.
    """

    setting: Setting
    scope: Scope
    layout: Layout
    layers: tuple[LayerPlan, ...]
    answer: Reading
    labels: tuple[str, ...]
    speech: Integers
    plan_bytes: int

    @property
    def sharpness(self) -> float | None:
        """What scores are multiplied by before the softmax, or None for hard attention."""
        return self.setting.sharpness if self.setting.mode == "soft" else None

    def sequence_bytes(self, length: int) -> int:
        """About how much the arrays of one sequence take while it runs."""
        heads = [head for layer in self.layers for head in layer.heads]
        mlps = [layer.mlp for layer in self.layers if layer.mlp is not None]
        features = [2 * head.query.size for head in heads if head.query is not None]
        values = [2 * head.value.size for head in heads if head.value is not None]
        hinges = [2 * mlp.hinges.size + 2 * len(mlp.bias) for mlp in mlps]
        widest = max(4 * length + max(features, default=0) + max(values, default=0), *hinges, 0)
        return 8 * length * (2 * self.layout.width + widest + len(self.labels) + 1)


_kept: Shelf[tuple[Program, Setting], Machine] = Shelf(32, KEPT_BYTES)


def build(program: Program, setting: Setting) -> Machine:
    """The plan of a program about which there are no complaints. Raises TooLarge."""
    key = (program, setting)
    found = _kept.find(key)
    if found is None:
        found = _build(program, setting)
        _kept.keep(key, found, found.plan_bytes)
    return found


def forget() -> None:
    """Keep no machine any longer."""
    _kept.clear()


def _build(program: Program, setting: Setting) -> Machine:
    scope = scope_of(program, setting)
    reach = Reach(scope, setting, layout_of(scope))
    layers = tuple(
        _layer(layer, ("layers", index), reach) for index, layer in enumerate(program.layers)
    )
    slot = program.outputs[0].slot
    labels, tokens = scope.labels(slot), scope.index["token"]
    shown = {slot: np.eye(len(labels))} if slot in reach.filled else {}
    answer = reach.read(shown, len(labels))
    return Machine(
        setting=setting,
        scope=scope,
        layout=reach.layout,
        layers=layers,
        answer=answer,
        labels=labels,
        speech=np.array([tokens.get(label, -1) for label in labels], dtype=np.intp),
        plan_bytes=PLAN_BYTES - reach.bytes_left,
    )


def _layer(layer: Layer, at: Place, reach: Reach) -> LayerPlan:
    heads = tuple(head_plan(head, reach) for head in layer.heads)
    reach.filled |= {c.target for h in layer.heads for c in h.copies if c.source in reach.filled}
    rules = half(layer, at, reach.scope, reach.setting.resolution)
    mlp = mlp_plan(rules, reach)
    reach.filled |= {slot for unit in rules.units for (slot, _), _ in unit.writes}
    reach.filled |= {default.target[0] for default in rules.defaults}
    return LayerPlan(heads, mlp)
