"""The way to an answer: the layers that what a position says has come through.

Followed downwards from the slot that is read off: a rule that writes what is needed needs what it
reads, and a head needs what it brought and what it compared to find it.
"""

import numpy as np
from numpy.typing import NDArray

from app.language.program import Head
from app.web import reads
from app.web.arcs import FAINTEST
from app.web.floors import rules_of
from app.web.running import Run

Needed = dict[str, NDArray[np.bool_]]
"""For each slot, at which positions (L,) its content matters."""


def way(run: Run, chosen: int) -> frozenset[int]:
    """The layers, from 0, that the chosen position's answer comes through."""
    needed: Needed = {}
    here = np.zeros(len(run.tokens), dtype=bool)
    here[chosen] = True
    _need(needed, run.runnable.program.outputs[0].slot, here)
    return frozenset(
        layer
        for layer in reversed(range(len(run.draft.layers)))
        if _rules(run, layer, needed) | _heads(run, layer, needed)
    )


def _rules(run: Run, layer: int, needed: Needed) -> bool:
    """Whether rules of a layer write what is needed; notes what they read."""
    found = [
        (rule, needed[slot])
        for place, rule in rules_of(run.draft.layers[layer], layer)
        if place not in run.runnable.left_out
        for slot in reads.writes_of(rule)
        if slot in needed
    ]
    for rule, where in found:
        for slot in reads.of_rule(rule):
            _need(needed, slot, where)
    return bool(found)


def _heads(run: Run, layer: int, needed: Needed) -> bool:
    """Whether heads of a layer bring what is needed; notes what they read, and where."""
    patterns = {head.name: head.pattern for head in run.trace.heads[layer]}
    found = [
        (head, copy.source, needed[copy.target], patterns[head.name])
        for head in run.draft.layers[layer].heads
        if head.name in patterns
        for copy in head.copies
        if copy.target in needed
    ]
    for head, source, asks, pattern in found:
        looked = np.any(pattern[asks] >= FAINTEST, axis=0)
        _head(needed, head, source, asks, looked)
    return bool(found)


def _head(
    needed: Needed,
    head: Head,
    source: str,
    asks: NDArray[np.bool_],
    looked: NDArray[np.bool_],
) -> None:
    for slot in (source, *reads.of_keys(head)):
        _need(needed, slot, looked)
    for slot in reads.of_query(head):
        _need(needed, slot, asks)


def _need(needed: Needed, slot: str, where: NDArray[np.bool_]) -> None:
    needed[slot] = needed[slot] | where if slot in needed else where
