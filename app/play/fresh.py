"""New steps: for each kind that can be added somewhere, what to try, the plainest first.

The first that is allowed is taken, so a new step is legal at once where that is possible.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from app.language.program import (
    Amount,
    Between,
    Circuit,
    Compare,
    Compute,
    Concept,
    Copy,
    Has,
    Head,
    Is,
    Layer,
    Mlp,
    Neuron,
    Otherwise,
    Output,
    Place,
    Prefer,
    Program,
    Read,
    Ref,
    Relate,
    Relation,
    Same,
    Slot,
    Space,
    Term,
    When,
    Write,
)
from app.language.scope import Scope, copies_of
from app.play.fields.rules import integers
from app.play.naming import first_label, fresh, label_ref, like, resolves
from app.play.places import part

_BUILT_IN = ("token", "position")
_MOST = 8
"""Of one kind of new step no more than this many are tried."""
_NOTHING_TO_WRITE = "There is no slot that a rule could write yet; add a slot first."


@dataclass(frozen=True)
class Ground:
    """Where something new is to stand: the program, what its names mean, and the parent."""

    program: Program
    scope: Scope
    parent: Place

    def here(self) -> object:
        return part(self.program, self.parent)

    def output(self) -> str | None:
        """The slot of the answer, if there is one that steps may write."""
        named = [o.slot for o in self.program.outputs if o.slot in self.scope.slots]
        return next((slot for slot in named if slot not in _BUILT_IN), None)

    def free(self, space: str) -> list[str]:
        """The slots of a space that wait for somebody to copy into them."""
        used = {copy.target for copy in copies_of(self.program)}
        return [s for s in self.writable() if self.scope.slots[s] == space and s not in used]

    def writable(self) -> list[str]:
        """The slots steps may write, the answer's first."""
        slots = [slot for slot in self.scope.slots if slot not in _BUILT_IN]
        return sorted(slots, key=lambda slot: slot != self.output())


def _layer(ground: Ground) -> Iterator[Layer]:
    yield Layer()


def _head(ground: Ground) -> Iterator[Head]:
    taken = {head.name for layer in ground.program.layers for head in layer.heads}
    name = fresh("look", taken)
    copies = list(_copy(ground, spare_first=True))[:_MOST]
    for clauses in ((), (Prefer("latest"),)):
        for copy in copies:
            yield Head(name, clauses, (copy,))
    yield Head(name)


def _compare(ground: Ground) -> Iterator[Compare]:
    for key in ground.scope.slots:
        for query in like(ground.scope, key):
            yield Compare(key, "==", query)


def _relate(ground: Ground) -> Iterator[Relate]:
    for name, relation in ground.scope.relations.items():
        keys = _knowing(ground.scope, [left for left, _ in relation.pairs])
        queries = _knowing(ground.scope, [right for _, right in relation.pairs])
        for key in keys:
            for query in queries:
                yield Relate(key, name, query)


def _has(ground: Ground) -> Iterator[Has]:
    for slot in ground.scope.slots:
        first = first_label(ground.scope, slot)
        if first is not None:
            yield Has(slot, first)


def _prefer(ground: Ground) -> Iterator[Prefer]:
    yield Prefer("latest")


def _copy(ground: Ground, spare_first: bool = False) -> Iterator[Copy]:
    """Whole slots first, then single labels; into the answer, a free slot or a new one.

    With `spare_first` a slot that the puzzle has ready and nobody fills yet comes before the
    answer: what stands ready is meant to be filled below.
    """
    scope, answer = ground.scope, ground.output()
    for whole in (True, False):
        for source, space in scope.slots.items():
            label = None if whole else first_label(scope, source)
            fits = [answer] if answer is not None and scope.slots[answer] == space else []
            spare = [slot for slot in ground.free(space) if slot != answer][:1]
            known = (*spare, *fits) if spare_first else (*fits, *spare)
            for target in (*known, fresh("slot", scope.slots)):
                yield Copy(source, target, label)


def _part(ground: Ground) -> Iterator[Copy]:
    return (copy for copy in _copy(ground) if copy.part is not None)


def _through(ground: Ground) -> Iterator[Copy]:
    for name, relation in ground.scope.relations.items():
        sources = _knowing(ground.scope, [left for left, _ in relation.pairs])
        targets = _knowing(ground.scope, [right for _, right in relation.pairs])
        for source in sources:
            for target in targets:
                if target not in _BUILT_IN:
                    yield Copy(source, target, through=name)


def _mlp(ground: Ground) -> Iterator[Mlp]:
    yield Mlp()


def _is(ground: Ground) -> Iterator[Is]:
    for slot in ground.scope.slots:
        first = first_label(ground.scope, slot)
        if first is not None:
            yield Is(slot, first)


def _same(ground: Ground) -> Iterator[Same]:
    slots = ground.scope.slots
    for left in slots:
        for right in slots:
            if left != right and slots[left] == slots[right]:
                yield Same(left, right)


def _terms(ground: Ground) -> Iterator[Term]:
    """One amount of each slot, of those that a step wrote first: they may be blurred."""
    slots = sorted(ground.scope.slots, key=lambda slot: slot in _BUILT_IN)
    for slot in slots:
        first = first_label(ground.scope, slot)
        if first is not None:
            yield Term(Fraction(1), slot, first)


def _amount(ground: Ground) -> Iterator[Amount]:
    for term in _terms(ground):
        yield Amount((term,), ">", (Term(Fraction(1, 2)),))


def _between(ground: Ground) -> Iterator[Between]:
    for term in _terms(ground):
        yield Between(Fraction(0), "<", (term,), "<", Fraction(1))


def _write(ground: Ground) -> Iterator[Write]:
    for slot in ground.writable():
        first = first_label(ground.scope, slot)
        if first is not None:
            yield Write(slot, first)


def _when(ground: Ground) -> Iterator[When]:
    for condition in _is(ground):
        for write in _write(ground):
            yield When((condition,), (write,))


def _neuron(ground: Ground) -> Iterator[Neuron]:
    for term in _terms(ground):
        for write in _write(ground):
            yield Neuron((term,), (write,))


def _otherwise(ground: Ground) -> Iterator[Otherwise]:
    for write in _write(ground):
        yield Otherwise(write.slot, write.label)


def _compute(ground: Ground) -> Iterator[Compute]:
    numbers = integers(ground.scope)
    for target in ground.writable():
        for source in numbers:
            if target in numbers and source != target:
                yield Compute(target, Read(source))


def _slot(ground: Ground) -> Iterator[Slot]:
    name = fresh("slot", ground.scope.slots)
    answer = ground.output()
    spaces = list(ground.scope.spaces)
    if answer is not None:
        spaces.insert(0, ground.scope.slots[answer])
    for space in spaces:
        yield Slot(name, space)


def _space(ground: Ground) -> Iterator[Space]:
    yield Space(fresh("space", ground.scope.spaces), ("yes", "no"))


def _concept(ground: Ground) -> Iterator[Concept]:
    labels = [label for space in ground.scope.spaces.values() for label in space]
    first = first_label(ground.scope, "token")
    if first is not None:
        yield Concept(fresh("group", {*ground.scope.concepts, *labels}), (first,))


def _relation(ground: Ground) -> Iterator[Relation]:
    pairs = tuple((label_ref(t), label_ref(t)) for t in ground.scope.spaces["token"][:1])
    yield Relation(fresh("link", ground.scope.relations), pairs)


def _circuit(ground: Ground) -> Iterator[Circuit]:
    yield Circuit(fresh("part", {circuit.path for circuit in ground.program.circuits}))


def _output(ground: Ground) -> Iterator[Output]:
    for slot in (*reversed(ground.writable()), *_BUILT_IN):
        if slot in ground.scope.slots:
            yield Output(slot)


def _knowing(scope: Scope, names: list[Ref]) -> list[str]:
    return [slot for slot in scope.slots if all(resolves(scope, slot, n) for n in names)]


@dataclass(frozen=True)
class Kind:
    """Something that can be added: what to call it, its list in the parent, how to make one."""

    said: str
    parent: tuple[type, ...]
    items: str
    make: Callable[[Ground], Iterator[object]]
    missing: str = ""


KINDS: dict[str, Kind] = {
    "layer": Kind("a layer", (Program,), "layers", _layer),
    "head": Kind("a head", (Layer,), "heads", _head),
    "mlp": Kind("an MLP block", (Layer,), "mlps", _mlp),
    "compare": Kind(
        "a condition that compares", (Head,), "clauses", _compare, "There is nothing to compare."
    ),
    "relate": Kind(
        "a condition by relation",
        (Head,),
        "clauses",
        _relate,
        "It needs a relation between the labels of two slots; there is none yet.",
    ),
    "has": Kind("a condition on a label", (Head,), "clauses", _has),
    "prefer": Kind("a preference", (Head,), "clauses", _prefer),
    "copy": Kind("a copy", (Head,), "copies", _copy),
    "part": Kind("a copy of one label", (Head,), "copies", _part),
    "through": Kind(
        "a translating copy",
        (Head,),
        "copies",
        _through,
        "It needs a relation that leads into a slot steps may write; there is none yet.",
    ),
    "when": Kind("a rule", (Mlp,), "rules", _when, _NOTHING_TO_WRITE),
    "neuron": Kind("a bare neuron", (Mlp,), "rules", _neuron, _NOTHING_TO_WRITE),
    "otherwise": Kind("an otherwise", (Mlp,), "rules", _otherwise, _NOTHING_TO_WRITE),
    "compute": Kind(
        "a computation",
        (Mlp,),
        "rules",
        _compute,
        "It needs two slots that hold whole numbers, one of which steps may write.",
    ),
    "is": Kind("a condition", (When,), "conditions", _is),
    "same": Kind(
        "a condition that two slots agree",
        (When,),
        "conditions",
        _same,
        "It needs two slots of one space; there are none yet.",
    ),
    "amount": Kind("a condition on an amount", (When,), "conditions", _amount),
    "between": Kind("a condition on a range", (When,), "conditions", _between),
    "write": Kind("another write", (When, Neuron), "writes", _write, _NOTHING_TO_WRITE),
    "slot": Kind("a slot", (Program,), "slots", _slot),
    "space": Kind("a space", (Program,), "spaces", _space),
    "concept": Kind("a concept", (Program,), "concepts", _concept),
    "relation": Kind("a relation", (Program,), "relations", _relation),
    "circuit": Kind("a circuit", (Program,), "circuits", _circuit),
    "output": Kind(
        "the output", (Program,), "outputs", _output, "There is no slot to answer from yet."
    ),
}
