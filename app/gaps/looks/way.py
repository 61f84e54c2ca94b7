"""What one answer was made of: the slots, at each position, that could have had a say in it.

Going back from the output, a written slot leads to all that its writers read at that position, and
a head's copy to the positions that it attended to. Losing keys are left out, although they have a
say too: by losing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.engine.limits import TIE
from app.engine.trace import Trace
from app.language.arithmetic import inputs
from app.language.expand import rules_of
from app.language.program import (
    Amount,
    Between,
    Compare,
    Compute,
    Condition,
    Has,
    Head,
    Is,
    Layer,
    Neuron,
    Otherwise,
    Place,
    Program,
    Relate,
    Rule,
    Same,
    When,
)

Live = frozenset[tuple[str, int]]
"""Slots at positions."""

FAINT = 0.05
"""In soft attention every key gets something: a key with a smaller share does not count here."""


@dataclass(frozen=True, slots=True)
class Way:
    """`live[s]` are the slots at positions of `Trace.streams[s]` that matter later.

    `queries` are, for each head's place, the positions whose look matters, ascending.
    """

    live: tuple[Live, ...]
    queries: Mapping[Place, tuple[int, ...]]


def way(program: Program, found: Trace, position: int, soft: bool) -> Way:
    """The way to the output at a position of a traced sequence."""
    now = frozenset({(program.outputs[0].slot, position)})
    levels, queries = [now], dict[Place, tuple[int, ...]]()
    for n in reversed(range(len(program.layers))):
        layer = program.layers[n]
        now |= {
            (slot, at)
            for _, rule in rules_of(layer, ("layers", n))
            for written, at in now
            if written in writes_of(rule)
            for slot in reads_of(rule)
        }
        levels.append(now)
        now = _through_heads(layer, n, found, now, queries, soft)
        levels.append(now)
    return Way(tuple(reversed(levels)), queries)


def attended(found: Trace, layer: int, head: int, query: int, soft: bool) -> tuple[int, ...]:
    """The keys that a query's look rests on, ascending."""
    shares = found.heads[layer][head].pattern[query]
    least = min(FAINT, float(shares.max())) if soft else TIE
    return tuple(int(key) for key in (shares >= least).nonzero()[0])


def _through_heads(
    layer: Layer,
    n: int,
    found: Trace,
    now: Live,
    queries: dict[Place, tuple[int, ...]],
    soft: bool,
) -> Live:
    before = set(now)
    for h, head in enumerate(layer.heads):
        targets = {copy.target for copy in head.copies}
        looking = sorted({at for slot, at in now if slot in targets})
        queries["layers", n, "heads", h] = tuple(looking)
        for query in looking:
            before |= {(slot, query) for slot in of_query(head)}
            for key in attended(found, n, h, query, soft):
                before |= {(slot, key) for slot in of_keys(head)}
                before |= {(c.source, key) for c in head.copies if (c.target, query) in now}
    return frozenset(before)


def of_query(head: Head) -> set[str]:
    """Slots that a head reads at the position that looks."""
    return {clause.query for clause in head.clauses if isinstance(clause, Compare | Relate)}


def of_keys(head: Head) -> set[str]:
    """Slots that a head's clauses read at the positions looked at."""
    return {clause.key for clause in head.clauses if isinstance(clause, Compare | Relate | Has)}


def writes_of(rule: Rule) -> set[str]:
    """The slots a rule writes."""
    if isinstance(rule, Otherwise | Compute):
        return {rule.slot}
    return {write.slot for write in rule.writes}


def reads_of(rule: Rule) -> set[str]:
    """The slots a rule reads; an `otherwise` reads nothing itself."""
    if isinstance(rule, When):
        return {slot for condition in rule.conditions for slot in _condition(condition)}
    if isinstance(rule, Neuron):
        return {term.slot for term in rule.amount if term.slot is not None}
    return set(inputs(rule.expression)) if isinstance(rule, Compute) else set()


def _condition(condition: Condition) -> Iterator[str]:
    match condition:
        case Is(slot):
            yield slot
        case Same(left, right):
            yield from (left, right)
        case Amount(left, _, right):
            yield from (term.slot for term in (*left, *right) if term.slot is not None)
        case Between():
            yield from (term.slot for term in condition.middle if term.slot is not None)
