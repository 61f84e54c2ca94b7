"""The list of everything in a program, from which a step is opened."""

from app.language.program import Head, Layer, Place, Program
from app.language.show import (
    circuit_text,
    concept_text,
    output_text,
    relation_text,
    rule_text,
    slot_text,
    space_text,
)
from app.web.editor.declarations import IN_LAYER
from app.web.editor.maker import Maker
from app.web.editor.model import Link

_BUILT_IN = ("token", "position")


def layers(make: Maker, current: Place) -> tuple[Link, ...]:
    """The layers with their heads, blocks and rules."""
    return tuple(
        _layer(make, layer, ("layers", n), current)
        for n, layer in enumerate(make.on.program.layers)
    )


def _layer(make: Maker, layer: Layer, place: Place, current: Place) -> Link:
    inner = [
        _link(make, (*place, "heads", n), f"head {head.name}", current, _targets(head))
        for n, head in enumerate(layer.heads)
    ]
    for b, block in enumerate(layer.mlps):
        at: Place = (*place, "mlps", b)
        rules = tuple(
            _link(make, (*at, "rules", n), rule_text(rule), current)
            for n, rule in enumerate(block.rules)
        )
        locked = bool(make.on.lock(at))
        inner.append(Link(at, "MLP", "", at == current, locked, rules))
    number = int(place[1]) + 1
    adds = make.adds(place, IN_LAYER, f"layer {number}", "new")
    return Link(place, f"Layer {number}", "", place == current, False, tuple(inner), adds)


def _targets(head: Head) -> str:
    targets = dict.fromkeys(copy.target for copy in head.copies)
    return f"→ {', '.join(targets)}" if targets else "brings nothing yet"


def _link(make: Maker, place: Place, text: str, current: Place, note: str = "") -> Link:
    return Link(place, text, note, place == current, bool(make.on.lock(place)))


def declarations(make: Maker, current: Place) -> tuple[Link, ...]:
    """Declarations in the order of the written form, the slots that copies made, the output."""
    program = make.on.program
    links = [
        *(_declared(("spaces", n), space_text(s), current) for n, s in enumerate(program.spaces)),
        *(
            _declared(("concepts", n), concept_text(c), current)
            for n, c in enumerate(program.concepts)
        ),
        *(
            _declared(("relations", n), relation_text(r), current)
            for n, r in enumerate(program.relations)
        ),
        *(_declared(("slots", n), slot_text(s), current) for n, s in enumerate(program.slots)),
        *_loose(make, program, current),
        *(
            _declared(("circuits", n), circuit_text(c), current)
            for n, c in enumerate(program.circuits)
        ),
        *(
            _declared(("outputs", n), output_text(o), current)
            for n, o in enumerate(program.outputs)
        ),
    ]
    return tuple(links)


def given(make: Maker) -> tuple[str, ...]:
    """What the puzzle has declared already, in the written form."""
    setting = make.on.setting
    return (
        *map(space_text, setting.spaces),
        *map(concept_text, setting.concepts),
        *map(relation_text, setting.relations),
        *map(slot_text, setting.slots),
    )


def _declared(place: Place, text: str, current: Place) -> Link:
    return Link(place, text, current=place == current)


def _loose(make: Maker, program: Program, current: Place) -> list[Link]:
    declared = {slot.name for slot in (*program.slots, *make.on.setting.slots)}
    return [
        _declared(("slot", name), f"slot {name} : {space}", current)
        for name, space in make.scope.slots.items()
        if name not in declared and name not in _BUILT_IN
    ]
