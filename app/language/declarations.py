"""Complaints about what a program declares: names, spaces, slots, concepts, relations, circuits."""

from collections.abc import Iterator, Mapping

from app.language import bounds
from app.language.complaint import Complaint, unknown
from app.language.program import Concept, Place, Program, Ref, Relation, Slot, Space
from app.language.scope import Scope
from app.language.setting import Setting
from app.language.statements import PATH
from app.language.words import is_label, is_name

KINDS = {"spaces": "space", "slots": "slot", "concepts": "concept", "relations": "relation"}
_BUILT_IN = {"spaces": ("token", "position"), "slots": ("token", "position")}


def declarations(program: Program, setting: Setting, scope: Scope) -> Iterator[Complaint]:
    """Everything wrong with the declarations of a program under a setting."""
    for kind in KINDS:
        yield from _names(kind, program, setting)
    for n, space in enumerate(program.spaces):
        yield from _space(space, ("spaces", n))
    for n, slot in enumerate(program.slots):
        yield from _slot(slot, ("slots", n), scope)
    for n, concept in enumerate(program.concepts):
        yield from _concept(concept, ("concepts", n), scope)
    yield from _cycles(program, scope)
    for n, relation in enumerate(program.relations):
        yield from _relation(relation, ("relations", n))
    yield from _circuits(program)
    if scope.directions > bounds.STREAM_WIDTH:
        message = f"The stream may be {bounds.STREAM_WIDTH} wide; these slots need more."
        yield Complaint(message, found=str(scope.directions))


def name_complaint(what: str, name: str, place: Place) -> Complaint | None:
    """What is wrong with a new name, or None."""
    if is_name(name) and not (what == "slot" and name.isdigit()):
        return None
    digits = "not digits alone, " if what == "slot" else ""
    message = (
        f"{name[:40]!r} cannot be the name of a {what}: use letters, digits and _ "
        f"({digits}not a word of the language)."
    )
    return Complaint(message, place, found=name[:40], expected="a name")


def _names(kind: str, program: Program, setting: Setting) -> Iterator[Complaint]:
    what = KINDS[kind]
    declared = getattr(program, kind)
    if len(declared) > bounds.DECLARATIONS:
        yield Complaint(f"A program may declare {bounds.DECLARATIONS} {kind}.", (kind,))
    taken = dict.fromkeys(_BUILT_IN.get(kind, ()), "built in")
    taken |= {one.name: "given by the puzzle" for one in getattr(setting, kind)}
    for n, one in enumerate(declared):
        complaint = name_complaint(what, one.name, (kind, n))
        if complaint is not None:
            yield complaint
        elif one.name in taken:
            message = f"The {what} {one.name} is {taken[one.name]}; choose another name."
            yield Complaint(message, (kind, n), found=one.name, expected="a new name")
        else:
            taken[one.name] = "declared already"


def _space(space: Space, place: Place) -> Iterator[Complaint]:
    if not 1 <= len(space.labels) <= bounds.LABELS_PER_SPACE:
        limit = bounds.LABELS_PER_SPACE
        message = f"The space {space.name} must have from 1 to {limit} labels."
        yield Complaint(message, place, found=str(len(space.labels)))
    seen: set[str] = set()
    for label in space.labels:
        if label in seen:
            message = f"The space {space.name} has the label {label} twice."
            yield Complaint(message, place, found=label, expected="distinct labels")
            return
        seen.add(label)
        if not is_label(label):
            limit = bounds.NAME_CHARACTERS
            message = (
                f"A label has up to {limit} printable characters; one of {space.name} has not."
            )
            yield Complaint(message, place, found=label[:40])


def _slot(slot: Slot, place: Place, scope: Scope) -> Iterator[Complaint]:
    if slot.space not in scope.spaces:
        yield unknown("space", slot.space, scope.spaces, place)


def _concept(concept: Concept, place: Place, scope: Scope) -> Iterator[Complaint]:
    if concept.space not in scope.spaces:
        yield unknown("space", concept.space, scope.spaces, place)
        return
    if concept.name in scope.index[concept.space]:
        message = f"{concept.name} is a label of {concept.space}; the concept needs another name."
        yield Complaint(message, place, found=concept.name, expected="a new name")
    if not concept.members:
        yield Complaint(f"The concept {concept.name} needs at least one member.", place)
    for member in concept.members:
        yield from missing(member, concept.space, place, scope)


def missing(ref: Ref, space: str, place: Place, scope: Scope) -> Iterator[Complaint]:
    """A complaint when a name is neither a label nor a concept of the space."""
    if scope.members(space, ref) is not None:
        return
    other = scope.concepts.get(ref.text)
    if ref.quoted and other is not None:
        message = f"In quotes {ref.text} is a label; write it without quotes to mean the concept."
        yield Complaint(message, place, found=ref.text, nearest=ref.text)
        return
    if other is not None:
        message = f"{ref.text} is a concept of {other.space}; here a label of {space} is needed."
        yield Complaint(message, place, found=ref.text, expected=f"a label of {space}")
        return
    known = [*scope.spaces[space], *(c.name for c in scope.concepts.values() if c.space == space)]
    what = f"label of {space}" if ref.quoted else f"label or concept of {space}"
    yield unknown(what, ref.text, known, place)


def _cycles(program: Program, scope: Scope) -> Iterator[Complaint]:
    """Concepts that contain themselves, each once."""
    inside = {name: _inner(concept, scope) for name, concept in scope.concepts.items()}
    for n, concept in enumerate(program.concepts):
        if _reaches(concept.name, inside):
            message = f"The concept {concept.name} contains itself."
            yield Complaint(message, ("concepts", n), found=concept.name)


def _inner(concept: Concept, scope: Scope) -> list[str]:
    labels = scope.index.get(concept.space, {})
    return [
        member.text
        for member in concept.members
        if not member.quoted and member.text not in labels and member.text in scope.concepts
    ]


def _reaches(start: str, inside: Mapping[str, list[str]]) -> bool:
    stack, seen = list(inside.get(start, ())), set()
    while stack:
        name = stack.pop()
        if name == start:
            return True
        if name not in seen:
            seen.add(name)
            stack += inside[name]
    return False


def _relation(relation: Relation, place: Place) -> Iterator[Complaint]:
    if not relation.pairs:
        yield Complaint(f"The relation {relation.name} needs at least one pair.", place)


def _circuits(program: Program) -> Iterator[Complaint]:
    seen: set[str] = set()
    for n, circuit in enumerate(program.circuits):
        if PATH.fullmatch(circuit.path) is None:
            message = "The path of a circuit is names with / between them."
            yield Complaint(message, ("circuits", n), found=circuit.path[:40])
        elif circuit.path in seen:
            message = f"The circuit {circuit.path} is declared twice."
            yield Complaint(message, ("circuits", n), found=circuit.path)
        elif circuit.purpose and not circuit.purpose.isprintable():
            message = "The purpose of a circuit is one line of printable text."
            yield Complaint(message, ("circuits", n))
        seen.add(circuit.path)
