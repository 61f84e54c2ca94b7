"""MLP blocks and rules as sentences: when something holds, then a slot gets a label."""

from app.language.program import (
    Amount,
    Between,
    Compute,
    Mlp,
    Neuron,
    Otherwise,
    Place,
    Program,
    Rule,
    Same,
    When,
)
from app.language.show import rule_text
from app.play.places import part
from app.web.editor import reading, words
from app.web.editor.maker import Maker
from app.web.editor.model import Form, Link, Piece, Section, Step

RULES = [
    ("when", "+ rule", "rules"),
    ("otherwise", "+ otherwise", "otherwise"),
    ("compute", "+ compute", "compute"),
    ("neuron", "+ neuron", "neurons"),
]
_CONDITIONS = [
    ("is", "+ condition", "and"),
    ("same", "+ agreement", "same"),
    ("amount", "+ amount", "amounts"),
    ("between", "+ range", "between"),
]
_TITLES: dict[type, str] = {
    When: "Rule",
    Neuron: "Bare neuron",
    Otherwise: "Otherwise",
    Compute: "Computation",
}


def mlp_step(make: Maker, place: Place) -> Step:
    """An MLP block as the open step."""
    block: Mlp = part(make.on.program, place)
    layer, number = int(place[1]) + 1, int(place[3]) + 1
    what = f"MLP block {number} of layer {layer}"
    kicker, title = f"Layer {layer}", "MLP block" if number == 1 else f"MLP block {number}"
    lock = make.on.lock(place)
    if lock:
        return Step(
            place, kicker, title, lines=tuple(map(reading.rule_line, block.rules)), note=lock
        )
    forms: tuple[Form, ...] = ()
    if block.circuit or make.on.program.circuits:
        circuit = make.select(place, "circuit", f"Circuit of {what}", words.circuit)
        forms = (make.form(place, ["in", circuit]),)
    links = tuple(Link((*place, "rules", n), rule_text(rule)) for n, rule in enumerate(block.rules))
    empty = "" if links else "No rule yet, so it adds nothing. Say when it should write what:"
    adds = make.adds(place, RULES, what)
    count = len(part(make.on.program, place[:-1]))
    tools = make.tools(place, what, count)
    move = make.move(place, what, lambda there: f"layer {int(there.split('.')[1]) + 1}")
    section = Section("Rules", forms, links, empty, adds, "rule")
    return Step(place, kicker, title, (section,), tools=tools, move=move)


def rule_step(make: Maker, place: Place) -> Step:
    """A rule as the open step."""
    rule: Rule = part(make.on.program, place)
    layer, number = int(place[1]) + 1, int(place[5]) + 1
    what = f"rule {number} of layer {layer}"
    kicker, title = f"Layer {layer} · MLP", f"{_TITLES[type(rule)]} {number}"
    lock = make.on.lock(place)
    if lock:
        return Step(place, kicker, title, lines=(reading.rule_line(rule),), note=lock)
    count = len(part(make.on.program, place[:-1]))
    tools = make.tools(place, what, count)
    move = make.move(place, what, lambda there: _block(there, make.on.program))
    beside = make.adds(place[:4], RULES, f"MLP block {int(place[3]) + 1} of layer {layer}")
    sections = (*_sections(make, place, rule, what), Section("Beside this rule", add=beside))
    return Step(place, kicker, title, sections, tools=tools, move=move)


def _block(there: str, program: Program) -> str:
    """What to call the layer or the block that a rule may move to."""
    steps = there.split(".")
    layer = int(steps[1])
    if len(steps) == 2:
        return f"layer {layer + 1}, a new block"
    several = len(program.layers[layer].mlps) > 1
    return f"layer {layer + 1}" + (f", block {int(steps[3]) + 1}" if several else "")


def _sections(make: Maker, place: Place, rule: Rule, what: str) -> tuple[Section, ...]:
    match rule:
        case When():
            return _when(make, place, rule, what), _writes(make, place, len(rule.writes), what)
        case Neuron():
            amount = make.text(place, "amount", f"Amount of {what}")
            form = make.form(place, ["When", amount, "is above 0, as much as it is,"])
            return Section("", (form,)), _writes(make, place, len(rule.writes), what)
        case Otherwise():
            slot = make.select(place, "slot", f"Slot written by {what}")
            label = make.select(place, "label", f"Label written by {what}")
            form = make.form(place, ["Where no rule wrote it,", slot, "=", label])
            return (Section("", (form,)),)
        case Compute():
            slot = make.select(place, "slot", f"Slot written by {what}")
            text = make.text(place, "expression", f"Expression of {what}")
            return (Section("", (make.form(place, ["Compute", slot, "=", text]),)),)


def _when(make: Maker, place: Place, rule: When, what: str) -> Section:
    count = len(rule.conditions)
    forms = tuple(_condition(make, (*place, "conditions", n), what, count) for n in range(count))
    adds = make.adds(place, _CONDITIONS, what, "if")
    return Section("Conditions", forms, add=adds, term="condition")


def _condition(make: Maker, place: Place, rule: str, count: int) -> Form:
    condition = part(make.on.program, place)
    number = int(place[-1])
    what = f"condition {number + 1} of {rule}"
    pieces: list[Piece] = ["When" if number == 0 else "and"]
    if isinstance(condition, Amount | Between):
        pieces.append(make.text(place, "text", f"Amounts compared, {what}"))
    else:
        pieces.append(make.select(place, "slot", f"Slot, {what}"))
        pieces.append(
            make.select(place, "how", f"Comparison, {what}", words.how, words.how_feature)
        )
        if isinstance(condition, Same):
            pieces.append(make.select(place, "other", f"Other slot, {what}"))
        else:
            pieces.append(make.select(place, "what", f"Label, {what}"))
    return make.form(place, pieces, tools=make.tools(place, what, count))


def _writes(make: Maker, place: Place, count: int, what: str) -> Section:
    forms = tuple(_write(make, (*place, "writes", n), what, count) for n in range(count))
    return Section("", forms, add=make.adds(place, [("write", "+ write", "rules")], what, "then"))


def _write(make: Maker, place: Place, rule: str, count: int) -> Form:
    write = part(make.on.program, place)
    number = int(place[-1])
    what = f"write {number + 1} of {rule}"
    pieces: list[Piece] = ["then" if number == 0 else "and"]
    pieces += [
        make.select(place, "slot", f"Slot, {what}"),
        "=",
        make.select(place, "label", f"Label, {what}"),
    ]
    gain: list[Piece] = [make.text(place, "gain", f"Gain, {what}", lead="gain")]
    inline = write.gain != 1
    tools = make.tools(place, what, count)
    return make.form(place, pieces + (gain if inline else []), [] if inline else gain, tools)
