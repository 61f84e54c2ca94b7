"""Small changes to a program, of the kinds a player's hand slips into.

If a changed program still passes every case, either the change means nothing, or the cases do not
see what it means. Only changes that leave a program within the rules are made.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Literal

from app.language.complaints import complaints
from app.language.program import (
    COMPARISONS,
    Amount,
    Between,
    Compare,
    Copy,
    Has,
    Head,
    Is,
    Number,
    Otherwise,
    Place,
    Prefer,
    Program,
    Read,
    Ref,
    Relate,
    Write,
)
from app.language.scope import Scope, scope_of
from app.language.show import clause_text, condition_text, copy_text, ref_text, write_text
from app.language.tree import Variant, put, walk
from app.packs.model import Puzzle

_AMOUNTS: tuple[Literal["==", "<", "<=", ">", ">="], ...] = ("==", "<", "<=", ">", ">=")


def mutants(puzzle: Puzzle, program: Program) -> Iterator[Variant]:
    """Every program one small change away that is within the puzzle's rules and budget."""
    scope = scope_of(program, puzzle.setting)
    seen = {program}
    for place, node in walk(program):
        for change in _changes(node, scope):
            mutant: Program = put(program, place, change)
            if mutant in seen or complaints(mutant, puzzle.setting, puzzle.allowance):
                continue
            seen.add(mutant)
            yield Variant(f"{_where(place)}: {_text(node)} -> {_text(change)}", mutant, place)


def _changes(node: Any, scope: Scope) -> Iterator[Any]:
    match node:
        case Head():
            if not any(isinstance(clause, Prefer) for clause in node.clauses):
                yield replace(node, clauses=(*node.clauses, Prefer("latest")))
                yield replace(node, clauses=(*node.clauses, Prefer("earliest")))
        case Prefer():
            yield replace(node, end="earliest" if node.end == "latest" else "latest")
        case Compare() | Relate() | Has():
            yield from _clause(node, scope)
        case Copy():
            yield from (replace(node, source=slot) for slot in _like(node.source, scope))
            yield from (replace(node, target=slot) for slot in _like(node.target, scope))
        case Is() | Write() | Otherwise():
            yield from _labelled(node, scope)
        case Amount():
            yield from (replace(node, comparison=c) for c in _AMOUNTS if c != node.comparison)
        case Between():
            yield replace(node, above="<" if node.above == "<=" else "<=")
            yield replace(node, below="<" if node.below == "<=" else "<=")
        case Number():
            yield from (Number(node.value + step) for step in (1, -1))
        case Read():
            yield from (Read(slot) for slot in _like(node.slot, scope))


def _clause(node: Compare | Relate | Has, scope: Scope) -> Iterator[Any]:
    yield replace(node, avoid=not node.avoid)
    yield from (replace(node, key=slot) for slot in _like(node.key, scope))
    if isinstance(node, Has):
        yield replace(node, negated=not node.negated)
        yield from (replace(node, what=ref) for ref in _next(node.key, node.what, scope))
        return
    yield from (replace(node, query=slot) for slot in _like(node.query, scope))
    if isinstance(node, Relate):
        others = (name for name in scope.relations if name != node.relation)
        yield from (replace(node, relation=name) for name in others)
        return
    yield from (replace(node, comparison=c) for c in COMPARISONS if c != node.comparison)
    yield from (replace(node, shift=node.shift + step) for step in (1, -1))


def _labelled(node: Is | Write | Otherwise, scope: Scope) -> Iterator[Any]:
    if isinstance(node, Is):
        yield replace(node, negated=not node.negated)
        yield from (replace(node, slot=slot) for slot in _like(node.slot, scope))
        yield from (replace(node, what=ref) for ref in _next(node.slot, node.what, scope))
    else:
        yield from (replace(node, label=ref) for ref in _next(node.slot, node.label, scope))


def _like(slot: str, scope: Scope) -> list[str]:
    """Other slots of the same space."""
    space = scope.slots.get(slot)
    return [name for name, of in scope.slots.items() if of == space and name != slot]


def _next(slot: str, ref: Ref, scope: Scope) -> list[Ref]:
    """The label after this one in its space, around the end; none for a concept."""
    if slot not in scope.slots:
        return []
    labels = scope.labels(slot)
    if ref.text not in labels or len(labels) < 2:
        return []
    return [Ref(labels[(labels.index(ref.text) + 1) % len(labels)], quoted=True)]


def _where(place: Place) -> str:
    layer = f"layer {int(place[1]) + 1}" if len(place) > 1 else "program"
    return f"{layer}, head {int(place[3]) + 1}" if "heads" in place else layer


def _text(node: Any) -> str:
    match node:
        case Head():
            return "; ".join(clause_text(clause) for clause in node.clauses) or "no clause"
        case Prefer() | Compare() | Relate() | Has():
            return clause_text(node)
        case Copy():
            return copy_text(node)
        case Is() | Amount() | Between():
            return condition_text(node)
        case Write():
            return write_text(node)
        case Otherwise():
            return f"otherwise: {node.slot} = {ref_text(node.label)}"
        case Number():
            return str(node.value)
        case _:
            return str(getattr(node, "slot", node))
