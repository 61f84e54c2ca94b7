"""Attention heads as sentences: where they look, what they do with a tie, what they bring back."""

from app.language.program import Compare, Copy, Has, Head, Place, Prefer, Relate
from app.play.fields.heads import WHOLE, copy_values
from app.play.naming import both_integer
from app.play.places import part
from app.web.editor import reading, words
from app.web.editor.maker import Maker
from app.web.editor.model import Form, Marked, Piece, Section, Step

_CONDITIONS = [
    ("has", "+ condition", "is"),
    ("compare", "+ compare", "compare"),
    ("relate", "+ relation", "relate"),
]

_AIMLESS = (
    "No condition yet, so it looks at everything it can see, evenly, and what it brings is a "
    "mixture. Tell it where to look:"
)


def head_step(make: Maker, place: Place) -> Step:
    """A head as the open step."""
    head: Head = part(make.on.program, place)
    number = int(place[1]) + 1
    kicker, title = f"Layer {number} · head", head.name
    lock = make.on.lock(place)
    if lock and make.on.lock((*place, "clauses")):
        return Step(place, kicker, title, lines=reading.head_lines(head), note=lock)
    if lock:
        brought = reading.copy_lines(head)
        return Step(place, kicker, title, (_looks(make, place, head),), brought, lock)
    what = f"head {head.name}"
    count = len(part(make.on.program, place[:-1]))
    tools = make.tools(place, what, count)
    move = make.move(place, what, lambda there: f"layer {int(there.split('.')[1]) + 1}")
    sections = (_looks(make, place, head), _brings(make, place, head), _named(make, place, head))
    return Step(place, kicker, title, sections, tools=tools, move=move)


def _named(make: Maker, place: Place, head: Head) -> Section:
    name = make.text(place, "name", f"Name of head {head.name}", head.name)
    forms = [make.form(place, ["Called", name], action="rename")]
    if head.circuit or make.on.program.circuits:
        circuit = make.select(place, "circuit", f"Circuit of head {head.name}", words.circuit)
        forms.append(make.form(place, ["in", circuit]))
    return Section("", tuple(forms))


def _looks(make: Maker, place: Place, head: Head) -> Section:
    clauses = [n for n, clause in enumerate(head.clauses) if not isinstance(clause, Prefer)]
    forms = [
        _clause(make, (*place, "clauses", n), head, at, len(clauses))
        for at, n in enumerate(clauses)
    ]
    forms.append(_tie(make, place, head))
    empty = "" if clauses else _AIMLESS
    adds = make.adds(place, _CONDITIONS, f"head {head.name}", "look")
    return Section("Conditions", tuple(forms), empty=empty, add=adds, term="condition")


def _clause(make: Maker, place: Place, head: Head, at: int, count: int) -> Form:
    clause = part(make.on.program, place)
    what = f"condition {at + 1} of head {head.name}"
    pieces: list[Piece] = []
    more: list[Piece] = []
    sense = make.select(place, "sense", f"Look or avoid, {what}", words.also if at else words.sense)
    if clause.avoid or make.knows("avoid"):
        pieces += [*(["and"] if at else []), sense, "positions whose"]
    else:
        pieces.append("and, for one point more, whose" if at else "Look at positions whose")
        more += [sense, "such positions"]
    pieces.append(make.select(place, "key", f"Slot there, {what}"))
    pieces.append(make.select(place, "how", f"Comparison, {what}", words.how, words.how_feature))
    if isinstance(clause, Has):
        pieces.append(make.select(place, "what", f"Label, {what}"))
    else:
        pieces.append(make.select(place, "query", f"My slot, {what}"))
    _extras(make, place, clause, what, pieces, more)
    return make.form(place, pieces, more, make.tools(place, what, count, at))


def _extras(
    make: Maker,
    place: Place,
    clause: Compare | Relate | Has,
    what: str,
    pieces: list[Piece],
    more: list[Piece],
) -> None:
    """Shift and weight: in the sentence where they matter, at their defaults under "more"."""
    if isinstance(clause, Compare) and (
        clause.shift or both_integer(make.scope, clause.key, clause.query)
    ):
        shift = make.text(place, "shift", f"Shift, {what}", lead="moved by")
        if clause.key == clause.query == "position":
            pieces += [shift, words.moved(clause.shift)]
        else:
            (pieces if clause.shift else more).append(shift)
    weight = make.text(place, "weight", f"Weight, {what}", lead="weight")
    (pieces if clause.weight != 1 else more).append(weight)


def _tie(make: Maker, place: Place, head: Head) -> Form:
    tie = make.select(place, "prefer", f"If several tie, head {head.name}", words.tie)
    several = sum(not isinstance(clause, Prefer) for clause in head.clauses) > 1
    points: list[Piece] = ["The most", Marked("points", "score"), "win."] if several else []
    return make.form(place, [*points, Marked("If several tie,", "prefer"), tie])


def _brings(make: Maker, place: Place, head: Head) -> Section:
    forms = [_copy(make, (*place, "copies", n), head) for n in range(len(head.copies))]
    empty = "" if forms else "It brings nothing back yet. Say what it should bring:"
    adds = make.adds(place, [("copy", "+ copy", "")], f"head {head.name}", "bring")
    return Section("Copies", tuple(forms), empty=empty, add=adds, term="copy")


def _copy(make: Maker, place: Place, head: Head) -> Form:
    copy: Copy = part(make.on.program, place)
    what = f"copy {int(place[-1]) + 1} of head {head.name}"
    take = make.select(place, "take", f"How much, {what}", words.take, words.take_feature)
    source = make.select(place, "source", f"Slot there, {what}")
    target = make.select(place, "target", f"Into my slot, {what}", words.target)
    gain = make.text(place, "gain", f"Gain, {what}", lead="gain")
    pieces: list[Piece] = ["Bring back", source]
    more: list[Piece] = []
    used = copy_values(copy)["take"] != WHOLE
    if used or make.knows("part") or make.knows("through"):
        pieces.append(take)
    else:
        more += ["Bring it", take]
    pieces += ["into", target]
    (pieces if copy.gain != 1 else more).append(gain)
    return make.form(place, pieces, more, make.tools(place, what, len(head.copies)))
