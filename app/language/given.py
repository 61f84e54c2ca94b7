"""Which steps of a program are the ones its puzzle gave.

Given steps are recognised, not marked: a head by its name in its layer, an `mlp` block by its
rules, each given block once. Comments count for nothing.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.language.allowance import Given
from app.language.program import BARE, Clause, Copy, Head, Layer, Mlp, Place, Program, Rule


def given_places(program: Program, given: Given | None) -> dict[Place, Head | Mlp]:
    """The places of given heads and blocks in a program, with what was given there."""
    found: dict[Place, Head | Mlp] = {}
    for n, (layer, fixed) in enumerate(_pairs(program, given)):
        heads = {head.name: head for head in fixed.heads}
        for h, head in enumerate(layer.heads):
            if head.name in heads:
                found["layers", n, "heads", h] = heads[head.name]
        blocks = [(bare_rules(block), block) for block in fixed.mlps]
        for b, mine in enumerate(layer.mlps):
            match = next((pair for pair in blocks if pair[0] == bare_rules(mine)), None)
            if match is not None:
                blocks.remove(match)
                found["layers", n, "mlps", b] = match[1]
    return found


def own_steps(program: Program, given: Given | None) -> Iterator[Place]:
    """The places of the heads and MLP blocks that are the player's, open heads included."""
    fixed = given_places(program, given)
    for n, layer in enumerate(program.layers):
        for h, head in enumerate(layer.heads):
            place: Place = ("layers", n, "heads", h)
            if place not in fixed or (given is not None and head.name in given.open):
                yield place
        for b in range(len(layer.mlps)):
            if ("layers", n, "mlps", b) not in fixed:
                yield ("layers", n, "mlps", b)


def is_given(program: Program, place: Place, given: Given | None) -> bool:
    """Whether the head or MLP block at a place (or around it) is one the puzzle gave."""
    return place[:4] in given_places(program, given)


def counted_layers(program: Program, given: Given | None) -> tuple[Layer, ...]:
    """The layers without the steps that cost nothing here."""
    if given is None or not given.free:
        return program.layers
    fixed = given_places(program, given)
    return tuple(
        Layer(
            tuple(s for i, s in enumerate(layer.heads) if ("layers", n, "heads", i) not in fixed),
            tuple(s for i, s in enumerate(layer.mlps) if ("layers", n, "mlps", i) not in fixed),
        )
        for n, layer in enumerate(program.layers)
    )


def altered(program: Program, given: Given) -> Iterator[tuple[int, str]]:
    """The layer and the name of every given step that is gone or no longer as it was."""
    fixed = given_places(program, given)
    for n, layer in enumerate(given.program.layers):
        for head in layer.heads:
            mine = [p for p, step in fixed.items() if p[1] == n and step is head]
            if not any(_kept(head, _head(program, place), given) for place in mine):
                yield n, f"head {head.name}"
        kept = sum(p[1] == n and p[2] == "mlps" for p in fixed)
        if kept < len(layer.mlps):
            yield n, "mlp block"


def bare_rules(block: Mlp) -> tuple[Rule, ...]:
    """The rules of a block without their comments."""
    return tuple(replace(rule, remarks=BARE) for rule in block.rules)


def _pairs(program: Program, given: Given | None) -> Iterator[tuple[Layer, Layer]]:
    """Each layer of a program with what is given in it, as far as both go."""
    if given is not None:
        yield from zip(program.layers, given.program.layers, strict=False)


def _head(program: Program, place: Place) -> Head:
    return program.layers[int(place[1])].heads[int(place[3])]


def _kept(head: Head, own: Head, given: Given) -> bool:
    if _bare(head.copies) != _bare(own.copies):
        return False
    return head.name in given.open or _bare(head.clauses) == _bare(own.clauses)


def _bare(parts: tuple[Clause, ...] | tuple[Copy, ...]) -> list[Clause | Copy]:
    return [replace(part, remarks=BARE) for part in parts]
