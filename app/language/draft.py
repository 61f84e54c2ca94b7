"""The program being read: collects statements and remembers the line of every place.

Steps stand under the step they follow: a head under the last `layer`, a clause under the last
`head`, a rule under the last `mlp`.
"""

from dataclasses import dataclass, field, replace

from app.language import bounds
from app.language.lex import Misplaced, Unreadable
from app.language.program import (
    BARE,
    Circuit,
    Clause,
    Concept,
    Copy,
    Head,
    Layer,
    Mlp,
    Output,
    Place,
    Program,
    Relation,
    Remarks,
    Rule,
    Slot,
    Space,
)

_KINDS: dict[type, str] = {
    Space: "spaces",
    Slot: "slots",
    Concept: "concepts",
    Relation: "relations",
    Circuit: "circuits",
    Output: "outputs",
}


@dataclass
class _Head:
    head: Head
    clauses: list[Clause] = field(default_factory=list)
    copies: list[Copy] = field(default_factory=list)


@dataclass
class _Mlp:
    mlp: Mlp
    rules: list[Rule] = field(default_factory=list)


@dataclass
class _Layer:
    layer: Layer
    heads: list[_Head] = field(default_factory=list)
    mlps: list[_Mlp] = field(default_factory=list)


Declaration = Space | Slot | Concept | Relation | Circuit | Output


class Draft:
    """Mutable while a text is read; `program()` freezes it."""

    def __init__(self) -> None:
        self.lines: dict[Place, int] = {}
        self._declared: dict[str, list[Declaration]] = {kind: [] for kind in _KINDS.values()}
        self._layers: list[_Layer] = []
        self._open: _Head | _Mlp | None = None
        self._before: list[str] = []
        self.lost = False
        """Whether a line was lost since the last layer, head or block began."""

    def remark(self, comment: str) -> None:
        """A comment on a line of its own: it belongs to the next statement."""
        self._before.append(comment)

    def remarks(self, beside: str | None) -> Remarks:
        """The comments of the statement that is read now."""
        if not self._before and not beside:
            return BARE
        remarks = Remarks(tuple(self._before), beside or "")
        self._before.clear()
        return remarks

    def declare(self, declaration: Declaration, line: int) -> None:
        kind = _KINDS[type(declaration)]
        declared = self._declared[kind]
        if len(declared) >= bounds.DECLARATIONS:
            raise Unreadable(f"A program may declare {bounds.DECLARATIONS} {kind}.", 0)
        self.lines[(kind, len(declared))] = line
        declared.append(declaration)

    def circuit(self, circuit: Circuit, line: int) -> None:
        self.declare(circuit, line)

    def layer(self, remarks: Remarks, line: int) -> None:
        if len(self._layers) >= bounds.LAYERS:
            raise Unreadable(f"A program may have {bounds.LAYERS} layers.", 0)
        self._layers.append(_Layer(Layer(remarks=remarks)))
        self._open, self.lost = None, False
        self.lines[self._layer_place()] = line

    def head(self, head: Head, line: int) -> None:
        layer = self._current("a head")
        if len(layer.heads) >= bounds.HEADS_PER_LAYER:
            raise Unreadable(f"A layer may have {bounds.HEADS_PER_LAYER} heads.", 0)
        self._open, self.lost = _Head(head), False
        layer.heads.append(self._open)
        self.lines[(*self._layer_place(), "heads", len(layer.heads) - 1)] = line

    def mlp(self, mlp: Mlp, line: int) -> None:
        layer = self._current("an mlp block")
        self._open, self.lost = _Mlp(mlp), False
        layer.mlps.append(self._open)
        self.lines[(*self._layer_place(), "mlps", len(layer.mlps) - 1)] = line

    def clause(self, clause: Clause, line: int) -> None:
        head = self._open_head("A clause")
        self.lines[(*self._head_place(), "clauses", len(head.clauses))] = line
        head.clauses.append(clause)

    def copy(self, copy: Copy, line: int) -> None:
        head = self._open_head("A copy")
        self.lines[(*self._head_place(), "copies", len(head.copies))] = line
        head.copies.append(copy)

    def rule(self, rule: Rule, line: int) -> None:
        if not isinstance(self._open, _Mlp):
            raise Misplaced("A rule stands under `mlp`; write `mlp` on the line above it.", 0)
        place = (*self._layer_place(), "mlps", len(self._layers[-1].mlps) - 1)
        self.lines[(*place, "rules", len(self._open.rules))] = line
        self._open.rules.append(rule)

    def program(self) -> Program:
        """Everything read so far, frozen."""
        layers = tuple(
            replace(
                layer.layer,
                heads=tuple(
                    replace(h.head, clauses=tuple(h.clauses), copies=tuple(h.copies))
                    for h in layer.heads
                ),
                mlps=tuple(replace(m.mlp, rules=tuple(m.rules)) for m in layer.mlps),
            )
            for layer in self._layers
        )
        declared = {kind: tuple(found) for kind, found in self._declared.items()}
        return Program(layers=layers, closing=tuple(self._before), **declared)  # type: ignore[arg-type]

    def _current(self, what: str) -> _Layer:
        if not self._layers:
            message = f"{what[0].upper()}{what[1:]} stands in a layer; write `layer` above it."
            raise Misplaced(message, 0, expected="layer")
        return self._layers[-1]

    def _open_head(self, what: str) -> _Head:
        if not isinstance(self._open, _Head):
            raise Misplaced(f"{what} stands under a head; write `head NAME` above it.", 0)
        return self._open

    def _layer_place(self) -> Place:
        return ("layers", len(self._layers) - 1)

    def _head_place(self) -> Place:
        return (*self._layer_place(), "heads", len(self._layers[-1].heads) - 1)
