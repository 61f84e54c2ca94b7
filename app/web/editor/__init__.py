"""The program editor as a view: a list of everything in the program, and one step as sentences.

Only the open step works out what may be chosen; the list works out what may be added. Nothing here
changes a program: forms are answered by `app.web.pages.edit`.
"""

from collections.abc import Callable
from time import monotonic

from app.language.given import own_steps
from app.language.program import (
    Circuit,
    Compute,
    Concept,
    Head,
    Layer,
    Mlp,
    Neuron,
    Otherwise,
    Output,
    Place,
    Program,
    Relation,
    Slot,
    Space,
    When,
)
from app.packs.model import Puzzle
from app.play.drafts import Draft
from app.play.edit import Bench, Refusal
from app.play.places import NoSuchPlace, part
from app.play.rename import is_loose
from app.web.editor import outline
from app.web.editor.declarations import (
    DECLARATIONS,
    IN_LAYER,
    declaration_step,
    layer_step,
    loose_slot_step,
)
from app.web.editor.heads import head_step
from app.web.editor.maker import Maker
from app.web.editor.model import EditorView, Link, Step, Todo
from app.web.editor.rules import mlp_step, rule_step

__all__ = ["EditorView", "editor_view", "step_of"]

PATIENCE = 0.4
"""Seconds to ask what each choice would lead to; far more than a program within a budget takes."""

PARTS = 32
"""A step with more parts than this is changed in the Source tab."""

_STEPS: dict[type, Callable[[Maker, Place], Step]] = {
    Head: head_step,
    Mlp: mlp_step,
    Layer: layer_step,
    **dict.fromkeys((When, Neuron, Otherwise, Compute), rule_step),
    **dict.fromkeys((Space, Slot, Concept, Relation, Circuit, Output), declaration_step),
}


def editor_view(
    puzzle: Puzzle,
    draft: Draft,
    step: Place,
    more: bool = False,
    refusal: Refusal | None = None,
    introduced: frozenset[str] | None = None,
) -> EditorView:
    """The panel for a draft with one step open, or none where the place leads nowhere."""
    if not draft.readable:
        return EditorView(draft.revision, False, None, (), (), None, None, more=more)
    until = monotonic() + PATIENCE
    on = Bench(draft.program, puzzle.setting, puzzle.allowance, draft.complaints, until)
    make = Maker(on, introduced or None, refusal)
    current = step_of(step)
    opened = _open(make, current)
    names = outline.declarations(make, current)
    offers = DECLARATIONS if draft.program.outputs else [("output", "+ output", ""), *DECLARATIONS]
    return EditorView(
        revision=draft.revision,
        readable=True,
        step=opened,
        layers=outline.layers(make, current),
        declarations=names,
        add_layer=make.adds((), [("layer", "+ layer", "")], key="new-layer"),
        add_declaration=make.adds((), offers, key="new-name"),
        given=outline.given(make),
        more=more,
        error=_unplaced(refusal, opened),
        todo=None if opened else _todo(make, current),
        folded=_folded(make, names),
        silent=not draft.program.outputs,
    )


def step_of(place: Place) -> Place:
    """The step that a part belongs to: the head of a clause, the rule of a condition."""
    if place[:1] != ("layers",):
        return place[:2]
    return place[:6] if place[2:3] == ("mlps",) and len(place) > 5 else place[:4]


def _open(make: Maker, place: Place) -> Step | None:
    if is_loose(place):
        return loose_slot_step(make, place) if place[1] in make.scope.slots else None
    try:
        found = part(make.on.program, place)
    except NoSuchPlace:
        return None
    build = _STEPS.get(type(found))
    return build(make, place) if build and _parts(found) <= PARTS else None


def _too_large(program: Program, place: Place) -> bool:
    try:
        return _parts(part(program, place)) > PARTS
    except NoSuchPlace:
        return False


def _parts(step: object) -> int:
    """How many parts of a step have forms of their own."""
    lists = (getattr(step, name, ()) for name in ("clauses", "copies", "conditions", "writes"))
    return sum(map(len, lists))


def _folded(make: Maker, names: tuple[Link, ...]) -> bool:
    """Whether nothing can be done yet with names: none to be made, none missing, none open."""
    making = any(make.knows(feature) for _, _, feature in DECLARATIONS)
    missing = not make.on.program.outputs
    return not (making or missing or any(link.current for link in names))


def _todo(make: Maker, place: Place) -> Todo:
    """What to do where no step is open, with the button for it."""
    program = make.on.program
    if _too_large(program, place):
        text = f"It has more than {PARTS} parts. Change it in the Source tab, or split it."
        return Todo("This step is too large for forms", text)
    bare = [n for n, layer in enumerate(program.layers) if not (layer.heads or layer.mlps)]
    if bare and not any(own_steps(program, make.on.allowance.given)):
        return _first(make, bare[0])
    if any(layer.heads or layer.mlps for layer in program.layers):
        text = "Open one from the list below, or click a chip or a name in the tower."
        return Todo("Choose a step to change", text)
    if not program.layers:
        text = "A program is a stack of layers. Add one, then put a step in it."
        add = make.adds((), [("layer", "+ layer", "")], key="first-layer")
        return Todo("Begin with a layer", text, add)
    text = "A program can be changed step by step, or as text in the Source tab."
    return Todo("Choose a step to change", text)


def _first(make: Maker, layer: int) -> Todo:
    """The first step of the player's own, in an empty layer."""
    add = make.adds(("layers", layer), IN_LAYER, f"layer {layer + 1}", "first")
    text = "A head looks at other positions and brings something back."
    if any(button.value == "mlp" for button in add.usual):
        text += " An MLP works on what a position holds already."
    where = "" if len(make.on.program.layers) == 1 else f" in layer {layer + 1}"
    return Todo(f"Add your first step{where}", text, add)


def _unplaced(refusal: Refusal | None, opened: Step | None) -> str:
    """A refusal that no form of the open step shows."""
    if refusal is None:
        return ""
    if opened is not None:
        for section in opened.sections:
            for form in section.forms:
                controls = [
                    piece for piece in (*form.pieces, *form.more) if not isinstance(piece, str)
                ]
                if form.error or any(control.error for control in controls):
                    return ""
    return refusal.message
