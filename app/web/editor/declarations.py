"""Declarations, layers and the output as sentences."""

from app.language.program import (
    Circuit,
    Concept,
    Output,
    Place,
    Relation,
    Slot,
    Space,
)
from app.language.show import rule_text
from app.play.places import part
from app.web.editor.maker import Maker
from app.web.editor.model import Form, Link, Piece, Section, Step

DECLARATIONS = [
    ("slot", "+ slot", "slots"),
    ("concept", "+ concept", "concepts"),
    ("relation", "+ relation", "relations"),
    ("space", "+ space", "spaces"),
    ("circuit", "+ circuit", "circuits"),
]
IN_LAYER = [("head", "+ head", "heads"), ("mlp", "+ MLP", "rules")]


def layer_step(make: Maker, place: Place) -> Step:
    """A layer as the open step."""
    layer = part(make.on.program, place)
    what = f"layer {int(place[1]) + 1}"
    heads = [Link((*place, "heads", n), f"head {h.name}") for n, h in enumerate(layer.heads)]
    blocks = [
        Link((*place, "mlps", n), "; ".join(map(rule_text, block.rules)) or "MLP block, no rules")
        for n, block in enumerate(layer.mlps)
    ]
    links = tuple(heads + blocks)
    empty = "" if links else "An empty layer changes nothing, but it counts. Put a step in it:"
    section = Section("Steps", links=links, empty=empty, add=make.adds(place, IN_LAYER, what))
    tools = make.tools(place, what, len(make.on.program.layers))
    return Step(place, "Layer", what.capitalize(), (section,), tools=tools)


def declaration_step(make: Maker, place: Place) -> Step:
    """A declaration or the output as the open step."""
    declared = part(make.on.program, place)
    kind = type(declared).__name__.lower()
    if isinstance(declared, Output):
        slot = make.select(place, "slot", "Slot the answer is read from")
        form = make.form(place, ["At each position the answer is the strongest label of", slot])
        tools = make.tools(place, "the output", len(make.on.program.outputs), copies=False)
        return Step(place, "Answer", "Output", (Section("", (form,)),), tools=tools)
    name = declared.path if isinstance(declared, Circuit) else declared.name
    what = f"{kind} {name}"
    forms = (_renaming(make, place, what, name), make.form(place, _pieces(make, place, what)))
    tools = make.tools(place, what, len(part(make.on.program, place[:-1])))
    return Step(place, kind.capitalize(), name, (Section("", forms),), tools=tools)


def loose_slot_step(make: Maker, place: Place) -> Step:
    """A slot that only copies made: it can be renamed wherever it is used."""
    name = str(place[1])
    space = make.scope.slots[name]
    forms = (_renaming(make, place, f"slot {name}", name),)
    note = f"It holds labels of {space}, as what is copied into it does."
    return Step(place, "Slot", name, (Section("", forms, empty=note),))


def _renaming(make: Maker, place: Place, what: str, name: str) -> Form:
    control = make.text(place, "name", f"Name of {what}", name)
    return make.form(place, ["Called", control], action="rename")


def _pieces(make: Maker, place: Place, what: str) -> list[Piece]:
    match part(make.on.program, place):
        case Slot():
            return ["holds labels of", make.select(place, "space", f"Space of {what}")]
        case Space():
            labels = make.text(place, "labels", f"Labels of {what}, such as a b c or 0..8")
            return ["has the labels", labels]
        case Concept():
            members = make.text(place, "members", f"Members of {what}, such as a b c")
            space = make.select(place, "space", f"Space of {what}")
            return ["means any of", members, "in", space]
        case Relation():
            pairs = make.text(place, "pairs", f"Pairs of {what}, such as a:b b:c")
            return ["joins the pairs", pairs]
        case Circuit():
            purpose = make.text(place, "purpose", f"Purpose of {what}")
            return ["is there to", purpose]
    return []
