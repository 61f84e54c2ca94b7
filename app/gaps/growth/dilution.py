"""Soft attention leaks, and the leak grows with every further token, so it has a last length.

A key that leads by D (the sharpness times its lead in score) weighs e^D times as much as one of the
others. Say m keys lead, the reader needs their part of the look to stay above theta, and all other
keys oppose. Then n keys are too many from

    n* = m + ceil(m e^D (1 / theta - 1))

on, which for one leading key is 1 + ceil(e^D (1 / theta - 1)). The reader is either
the output, which needs the wanted label to weigh more than one opposing label, or an amount
condition or literal of a rule; half on is then too little where an `otherwise` competes.

D, m and theta are measured on the failing sequence. Keys that pull less than the strongest opponent
are kept as many as they are there, and only the strongest are multiplied. The arithmetic is proved
for what was measured; where the other keys are not alike, so that another sequence of the same
length may fare better or worse, it is evidence. It is offered only if hard attention, all else
being equal, would have answered that sequence right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np

from app.engine.limits import TIE
from app.engine.stream import Floats
from app.engine.trace import Trace
from app.gaps.claim import Claim
from app.gaps.exam import Seat
from app.gaps.growth.prediction import Prediction
from app.gaps.growth.ramps import ramp_of
from app.gaps.looks.clauses import head_at
from app.gaps.looks.looks import copied
from app.gaps.looks.way import reads_of
from app.language.expand import directions, rules_of
from app.language.program import Amount, Between, Condition, Is, Otherwise, Place, Program, When
from app.language.scope import Scope, scope_of
from app.language.setting import Setting
from app.language.show import condition_text


@dataclass(frozen=True, eq=False, slots=True)
class _Need:
    """A reader that needs `weights` (labels,) times a slot to be above `least`."""

    weights: Floats
    least: float
    words: str


def dilutions(program: Program, setting: Setting, found: Trace, seat: Seat) -> Iterator[Prediction]:
    """When each soft look before a wrong answer became too thin, as far as its reader can be told.

    Whether it is the one that the answer hangs on is not known here.
    """
    scope = scope_of(program, setting)
    for n, layer in enumerate(program.layers):
        for h, head in enumerate(layer.heads):
            place: Place = ("layers", n, "heads", h)
            for slot in dict.fromkeys(copy.target for copy in head.copies):
                for need in _needs(program, setting, found, seat, (slot, n)):
                    values = _values(scope, program, found, place, slot)
                    thin = _thin(setting, found, place, seat.position, values, need)
                    if thin is not None:
                        yield thin


def _values(scope: Scope, program: Program, found: Trace, place: Place, slot: str) -> Floats:
    """(keys, labels): what each key alone would bring to a slot."""
    copies = [copy for copy in head_at(program, place).copies if copy.target == slot]
    total = copied(copies[0], scope, found, place)
    for copy in copies[1:]:
        total = total + copied(copy, scope, found, place)
    return total


def _thin(
    setting: Setting, found: Trace, place: Place, query: int, values: Floats, need: _Need
) -> Prediction | None:
    scores = found.heads[int(place[1])][int(place[3])].scores[query]
    seen = np.flatnonzero(np.isfinite(scores))
    lead = float(setting.sharpness or 0) * (scores[seen].max() - scores[seen])
    # Above 0 a key speaks for what is needed, below 0 against it.
    pull = np.exp(-lead) * (values[seen] @ need.weights - need.least)
    best = lead <= TIE
    drag = float(-pull[~best].min(initial=0.0))
    if not pull[best].min() > TIE or drag <= 0 or pull.sum() > TIE:
        return None
    strongest = ~best & (np.abs(pull + drag) <= TIE * drag)
    others = int((~strongest).sum())
    keys = others + ceil(float(pull[~strongest].sum()) / drag - 1e-9)
    alike = others == int(best.sum())
    return _prediction(setting, found, place, need, keys, (best, lead[strongest].min(), alike))


def _prediction(
    setting: Setting,
    found: Trace,
    place: Place,
    need: _Need,
    keys: int,
    measured: tuple[Floats, float, bool],
) -> Prediction:
    best, lead, alike = measured
    name, many = found.heads[int(place[1])][int(place[3])].name, int(best.sum())
    length = keys - setting.bos
    rival = "" if alike else ", if every further token pulls like the strongest here"
    leading = "the key it likes best" if many == 1 else f"each of the {many} keys it likes best"
    return Prediction(
        kind="soft",
        length=length,
        head=name,
        place=place,
        numbers=(("lead", lead), ("matches", many), ("ratio", float(np.exp(lead)))),
        sentence=(
            f"Head `{name}` is soft: {leading} weighs only {np.exp(lead):.3g} times as much as one "
            f"of the others, and {need.words}. So from length {length} on there are sequences "
            f"for which that is out of reach{rival}."
        ),
        claim=Claim(
            "proof" if alike else "evidence",
            f"for a lead of {lead:.3g} over keys that all oppose"
            if alike
            else "with the leads measured on one sequence",
        ),
    )


# Readers ----------------------------------------------------------------------------------------


def _needs(
    program: Program, setting: Setting, found: Trace, seat: Seat, written: tuple[str, int]
) -> Iterator[_Need]:
    """What reads a slot that layer n's heads wrote, at the seat."""
    slot, n = written
    scope = scope_of(program, setting)
    if slot == program.outputs[0].slot and seat.wanted in found.slots[slot]:
        yield from _output_needs(found, seat, slot)
    for later in range(n, len(program.layers)):
        rules = [rule for _, rule in rules_of(program.layers[later], ("layers", later))]
        defaults = {rule.slot for rule in rules if isinstance(rule, Otherwise)}
        for rule in rules:
            if isinstance(rule, When) and slot in reads_of(rule) and len(rule.conditions) == 1:
                half = any(write.slot in defaults for write in rule.writes)
                yield from _rule_needs(rule.conditions[0], scope, setting, slot, half)


def _output_needs(found: Trace, seat: Seat, slot: str) -> Iterator[_Need]:
    labels = found.slots[slot]
    amounts = found.streams[-1][slot][seat.position]
    wanted = labels.index(seat.wanted)
    for rival in np.argsort(-amounts, kind="stable")[:2]:
        if rival != wanted:
            weights = np.zeros(len(labels))
            weights[wanted], weights[rival] = 1, -1
            words = f"`{labels[wanted]}` must outweigh `{labels[rival]}`"
            yield _Need(weights, TIE, words)
            return


def _rule_needs(
    condition: Condition, scope: Scope, setting: Setting, slot: str, half: bool
) -> Iterator[_Need]:
    weights = np.zeros(len(scope.labels(slot)))
    if isinstance(condition, Is) and not condition.negated:
        for _, label in directions(slot, condition.what, scope):
            weights[label] = 1
        yield _Need(weights, 0.5, f"a rule needs more than half of `{condition_text(condition)}`")
    elif isinstance(condition, Amount | Between):
        ramp = ramp_of(condition, scope, setting.resolution)
        if len(ramp.bounds) > 1 or {name for (name, _), _ in ramp.weights} != {slot}:
            return
        comparison, t = ramp.bounds[0]
        if comparison == "==":
            return
        for (_, label), weight in ramp.weights:
            weights[label] = weight
        least = t + _middle(comparison, half) * ramp.resolution
        sign = 1 if comparison in (">", ">=") else -1
        words = f"a rule needs `{condition_text(condition)}`"
        yield _Need(sign * weights, sign * least, words)


def _middle(comparison: str, half: bool) -> float:
    """Where a ramp is half on, or where it is off altogether, in steps from its threshold."""
    off = {">": 0.0, ">=": -1.0, "<": 0.0, "<=": 1.0}[comparison]
    rising = 0.5 if comparison in (">", ">=") else -0.5
    return off + (rising if half else 0.0)
