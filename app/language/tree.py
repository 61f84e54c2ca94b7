"""Programs with one part taken away or put in place of another."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from app.language.program import Clause, Condition, Copy, Head, Place, Program, Rule, When, Write
from app.language.show import clause_text, condition_text, copy_text, rule_text, write_text


@dataclass(frozen=True)
class Variant:
    """A program that differs from another in one named step, which is at `place` there."""

    name: str
    program: Program
    place: Place


def walk(node: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every frozen part of a tree with its place, outermost first."""
    if isinstance(node, tuple):
        for index, item in enumerate(node):
            yield from walk(item, (*place, index))
    elif is_dataclass(node):
        yield place, node
        for field in fields(node):
            yield from walk(getattr(node, field.name), (*place, field.name))


def part_at(node: Any, place: Place) -> Any:
    """The part of a tree at a place."""
    for step in place:
        node = node[step] if isinstance(step, int) else getattr(node, step)
    return node


def put(node: Any, place: Place, new: Any) -> Any:
    """The tree with `new` at a place."""
    if not place:
        return new
    first, rest = place[0], place[1:]
    if isinstance(first, int):
        return (*node[:first], put(node[first], rest, new), *node[first + 1 :])
    return replace(node, **{first: put(getattr(node, first), rest, new)})


def without(program: Program, place: Place) -> Program:
    """The program without the item of a tuple at a place."""
    *above, index = place
    items: Any = part_at(program, tuple(above))
    changed: Program = put(program, tuple(above), (*items[: int(index)], *items[int(index) + 1 :]))
    return changed


def removals(program: Program) -> Iterator[Variant]:
    """The program without each head, clause, copy, rule, literal, and write, in turn."""
    for at, layer in enumerate(program.layers):
        where, place = f"layer {at + 1}", ("layers", at)
        for h, head in enumerate(layer.heads):
            yield from _head(program, head, where, (*place, "heads", h))
        for b, block in enumerate(layer.mlps):
            for r, rule in enumerate(block.rules):
                spot = (*place, "mlps", b, "rules", r)
                yield from _rule(program, rule, f"{where}, mlp", spot)


def _head(program: Program, head: Head, where: str, place: Place) -> Iterator[Variant]:
    yield _removal(f"{where}: head {head.name}", program, place)
    parts: list[tuple[str, int, Clause | Copy, str]] = [
        *(("clauses", i, clause, clause_text(clause)) for i, clause in enumerate(head.clauses)),
        *(("copies", i, copy, copy_text(copy)) for i, copy in enumerate(head.copies)),
    ]
    for field, index, _, text in parts:
        name = f"{where}, head {head.name}: {text}"
        yield _removal(name, program, (*place, field, index))


def _rule(program: Program, rule: Rule, where: str, place: Place) -> Iterator[Variant]:
    text = rule_text(rule)
    yield _removal(f"{where}: {text}", program, place)
    if not isinstance(rule, When):
        return
    parts: list[tuple[str, tuple[Condition | Write, ...]]] = [
        ("conditions", rule.conditions),
        ("writes", rule.writes),
    ]
    for field, items in parts:
        for index, item in enumerate(items if len(items) > 1 else ()):
            part = write_text(item) if isinstance(item, Write) else condition_text(item)
            yield _removal(f"{where}: {text}; {part}", program, (*place, field, index))


def _removal(name: str, program: Program, place: Place) -> Variant:
    return Variant(name, without(program, place), place)
