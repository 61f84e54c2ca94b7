"""Hypothesis strategies: small settings, and legal programs that use every construct of the AST.

`settings()` and `programs(setting)` draw values that have no complaints; `worlds()` draws both.
With `remarks=True` every statement may carry comments. Programs are as `parse` would read them, so
that they also serve to test the written form.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from hypothesis import strategies as st

from app.language.program import (
    BARE,
    COMPARISONS,
    Amount,
    Below,
    Between,
    Binary,
    Circuit,
    Clause,
    Compare,
    Compute,
    Concept,
    Condition,
    Copy,
    Expression,
    Extreme,
    Has,
    Head,
    Is,
    Layer,
    Mlp,
    Negate,
    Neuron,
    Number,
    Operator,
    Otherwise,
    Output,
    Prefer,
    Program,
    Read,
    Ref,
    Relate,
    Relation,
    Remarks,
    Rule,
    Same,
    Slot,
    Space,
    Term,
    When,
    Write,
)
from app.language.setting import Generate, Setting
from app.language.words import needs_quotes, value_of

Item = TypeVar("Item")

TOKENS = ("a", "b", "c", "1", "2", "-1", "01", "x y", "when", 'q"\\', "<i>", "!", "1e5", "")
SPACES = (
    Space("num", ("0", "1", "2", "3")),
    Space("verdict", ("ok", "bad")),
    Space("odd", ("1", "z", "-2", "01")),
    Space("one", ("only",)),
)
NUMBERS = tuple(Fraction(n) for n in ("1", "2", "-1", "1/2", "1/3", "0.3", "-3/4", "0", "1.25"))
COMMENTS = ("", "a note", "with # inside", 'a "quoted', "ünïcode")
BELOW: tuple[Below, ...] = ("<", "<=")
OPERATORS: tuple[Operator, ...] = ("+", "-", "*", "//", "%")
RESOLUTIONS = (2.0**-13, 0.125, 0.5)


@st.composite
def settings(draw: st.DrawFn, generates: bool | None = False) -> Setting:
    """A small setting; with `generates` True or None it always or sometimes generates."""
    bos = draw(st.booleans())
    tokens = draw(st.lists(st.sampled_from(TOKENS), min_size=2, max_size=4, unique=True))
    tokens = ["^", *tokens[1:]] if bos else tokens
    soft = draw(st.booleans())
    spaces = draw(st.lists(st.sampled_from(SPACES), max_size=3, unique=True))
    steps = generates or (generates is None and draw(st.booleans()))
    members = draw(st.lists(st.sampled_from(tokens), min_size=1, max_size=2))
    kin = st.tuples(st.sampled_from(tokens), st.sampled_from(tokens))
    stop = st.none() | st.sampled_from(tokens)
    return Setting(
        tokens=tuple(tokens),
        max_len=draw(st.integers(1, 5)),
        bos=bos,
        attention=draw(st.sampled_from(("causal", "bidirectional"))),
        mode="soft" if soft else "hard",
        sharpness=draw(st.sampled_from((0.5, 1.0, 7.5))) if soft else None,
        positions=draw(st.sampled_from(("absolute", "none"))),
        resolution=draw(st.sampled_from(RESOLUTIONS)),
        generate=Generate(draw(st.integers(1, 4)), draw(stop)) if steps else None,
        spaces=tuple(spaces),
        concepts=(Concept("vowel", tuple(Ref(member) for member in members)),),
        relations=(
            Relation(
                "kin",
                tuple(
                    (Ref(left), Ref(right))
                    for left, right in draw(st.lists(kin, min_size=1, max_size=3))
                ),
            ),
        ),
        slots=tuple(Slot(f"given_{space.name}", space.name) for space in spaces),
    )


@st.composite
def sequences(draw: st.DrawFn, setting: Setting, smallest: int = 0) -> list[str]:
    """A sequence that the setting allows."""
    tokens = draw(
        st.lists(st.sampled_from(setting.tokens), min_size=smallest, max_size=setting.max_len)
    )
    return ["^", *tokens[1:]] if setting.bos and tokens else tokens


@st.composite
def worlds(draw: st.DrawFn, remarks: bool = False) -> tuple[Setting, Program]:
    """A setting and a program without complaints."""
    setting = draw(settings())
    return setting, draw(programs(setting, remarks=remarks))


@st.composite
def programs(draw: st.DrawFn, setting: Setting, remarks: bool = False) -> Program:
    """A program without complaints under a setting (which must bound no weights)."""
    return _Writer(draw, setting, remarks).program()


@dataclass
class _Writer:
    """Draws a program from top to bottom, remembering the names there are so far."""

    draw: st.DrawFn
    setting: Setting
    remarked: bool
    spaces: dict[str, tuple[str, ...]] = field(default_factory=dict)
    slots: dict[str, str] = field(default_factory=dict)
    concepts: dict[str, str] = field(default_factory=dict)
    """Concept -> its space."""
    relations: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Relation -> the spaces of its sides."""

    def one(self, items: Sequence[Item]) -> Item:
        return self.draw(st.sampled_from(items))

    def chance(self) -> bool:
        return self.draw(st.booleans())

    def count(self, low: int, high: int) -> range:
        return range(self.draw(st.integers(low, high)))

    # Declarations

    def program(self) -> Program:
        self._given()
        spaces = tuple(self._space(n) for n in self.count(0, 1))
        slots = tuple(self._slot(n) for n in self.count(1, 3))
        concepts = tuple(self._concept(n) for n in self.count(0, 2))
        relations = tuple(self._relation(n) for n in self.count(0, 2))
        circuits = tuple(self._circuit(n) for n in self.count(0, 2))
        layers = tuple(self._layer() for _ in self.count(0, 2))
        output = Output(self.one(self._answers()), self.remarks())
        closing = (self.one(COMMENTS),) if self.remarked and self.chance() else ()
        return Program(
            layers=layers,
            outputs=(output,),
            spaces=spaces,
            slots=slots,
            concepts=concepts,
            relations=relations,
            circuits=circuits,
            closing=closing,
        )

    def _answers(self) -> list[str]:
        """The slots that may be the output: of tokens, where the program generates."""
        tokens = set(self.setting.tokens)
        return [
            slot
            for slot, space in self.slots.items()
            if self.setting.generate is None or tokens.issuperset(self.spaces[space])
        ]

    def _given(self) -> None:
        places = tuple(str(i) for i in range(self.setting.max_len))
        self.spaces = {"token": self.setting.tokens, "position": places}
        self.spaces |= {space.name: space.labels for space in self.setting.spaces}
        self.slots = {"token": "token"}
        if self.setting.positions == "absolute":
            self.slots["position"] = "position"
        self.slots |= {slot.name: slot.space for slot in self.setting.slots}
        self.concepts = {concept.name: concept.space for concept in self.setting.concepts}
        self.relations = {relation.name: ("token", "token") for relation in self.setting.relations}

    def remarks(self, beside: bool = True) -> Remarks:
        if not self.remarked or self.chance():
            return BARE
        before = tuple(self.one(COMMENTS) for _ in self.count(0, 2))
        return Remarks(before, self.one(COMMENTS) if beside else "")

    def _space(self, n: int) -> Space:
        labels = self.one((("-1", "0", "1"), ("5",), ("left", "right", "x y"), ("2", "0", "1")))
        self.spaces[f"own{n}"] = labels
        return Space(f"own{n}", labels, self.remarks())

    def _slot(self, n: int) -> Slot:
        space = self.one(list(self.spaces))
        self.slots[f"s{n}"] = space
        return Slot(f"s{n}", space, self.remarks())

    def _concept(self, n: int) -> Concept:
        space = self.one(list(self.spaces))
        members = tuple(self.what(space) for _ in self.count(1, 3))
        self.concepts[f"kind{n}"] = space
        return Concept(f"kind{n}", members, space, self.remarks())

    def _relation(self, n: int) -> Relation:
        left, right = self.one(list(self.spaces)), self.one(list(self.spaces))
        pairs = tuple((self.what(left), self.what(right)) for _ in self.count(1, 3))
        self.relations[f"rel{n}"] = (left, right)
        return Relation(f"rel{n}", pairs, self.remarks())

    def _circuit(self, n: int) -> Circuit:
        path = ("fetch", "fetch/first")[n]
        purpose = self.one(("", "say what came before", "with # and : inside"))
        return Circuit(path, purpose, self.remarks(beside=False))

    def path(self) -> str | None:
        return self.one((None, None, "fetch", "fetch/first", "other/a/b"))

    def label(self, space: str) -> Ref:
        text = self.one(self.spaces[space])
        return Ref(text, needs_quotes(text) or self.chance())

    def what(self, space: str) -> Ref:
        """A label or a concept of a space."""
        known = [name for name, of in self.concepts.items() if of == space]
        return Ref(self.one(known)) if known and self.chance() else self.label(space)

    # Heads

    def _layer(self) -> Layer:
        heads = tuple(self._head(n) for n in self.count(0, 2))
        mlps = tuple(
            Mlp(tuple(self._rule() for _ in self.count(0, 3)), self.path(), self.remarks())
            for _ in self.count(0, 2)
        )
        return Layer(heads, mlps, self.remarks())

    def _head(self, n: int) -> Head:
        clauses = [self._clause() for _ in self.count(0, 3)]
        if self.setting.positions == "absolute" and self.chance():
            clauses.append(Prefer(self.one(("latest", "earliest")), self.remarks()))
        copies = tuple(self._copy() for _ in self.count(1, 2))
        return Head(f"h{n}", tuple(clauses), copies, self.path(), self.remarks())

    def _clause(self) -> Clause:
        key = self.one(list(self.slots))
        space = self.slots[key]
        weight, avoid, remarks = self.one(NUMBERS), self.chance(), self.remarks()
        queries = [s for s, of in self.slots.items() if of == space or self._whole(space, of)]
        related = [
            (name, slot)
            for name, (left, right) in self.relations.items()
            for slot, of in self.slots.items()
            if left == space and of == right
        ]
        kind = self.one(("has", "compare", "relate" if related else "compare"))
        if kind == "has":
            return Has(key, self.what(space), self.chance(), weight, avoid, remarks)
        if kind == "relate":
            name, query = self.one(related)
            return Relate(key, name, query, weight, avoid, remarks)
        query = self.one(queries)
        valued = all(self._valued(of) for of in (space, self.slots[query]))
        comparison = self.one(COMPARISONS if valued else ("==", "!="))
        shift = self.one((0, 0, 1, -1, 2)) if valued else 0
        return Compare(key, comparison, query, shift, weight, avoid, remarks)

    def _valued(self, space: str) -> bool:
        return any(value_of(label) is not None for label in self.spaces[space])

    def _whole(self, *spaces: str) -> bool:
        """Whether all of these are integer spaces."""
        values = [[value_of(label) for label in self.spaces[space]] for space in spaces]
        return all(None not in found and len(set(found)) == len(found) for found in values)

    def _copy(self) -> Copy:
        source = self.one(list(self.slots))
        space = self.slots[source]
        gain, remarks = self.one(NUMBERS), self.remarks()
        targets = [s for s, of in self.slots.items() if of == space and self._writable(s)]
        if not targets or self.chance():
            targets = [f"new_{space}"]
        translated = [
            (name, slot)
            for name, (left, right) in self.relations.items()
            for slot, of in self.slots.items()
            if left == space and of == right and self._writable(slot) and "new_" not in slot
        ]
        if translated and self.chance():
            name, target = self.one(translated)
            return Copy(source, target, None, name, gain, remarks)
        target = self.one(targets)
        self.slots[target] = space
        part = self.what(space) if self.chance() else None
        return Copy(source, target, part, None, gain, remarks)

    def _writable(self, slot: str) -> bool:
        return slot not in ("token", "position")

    # Rules

    def _rule(self) -> Rule:
        kind = self.one(("when", "when", "neuron", "otherwise", "compute"))
        slot = self.one([s for s in self.slots if self._writable(s)])
        if kind == "otherwise":
            return Otherwise(slot, self.label(self.slots[slot]), self.remarks())
        if kind == "neuron":
            return Neuron(self._sum(numbers=True), self._writes(), self.remarks())
        if kind == "compute" and self._valued(self.slots[slot]):
            return Compute(slot, self._expression(2), self.remarks())
        return When(self._conditions(), self._writes(), self.remarks())

    def _writes(self) -> tuple[Write, ...]:
        slots = [s for s in self.slots if self._writable(s)]
        return tuple(
            Write(slot, self.label(self.slots[slot]), self.one(NUMBERS))
            for slot in (self.one(slots) for _ in self.count(1, 2))
        )

    def _conditions(self) -> tuple[Condition, ...]:
        found: list[Condition] = [self._literal() for _ in self.count(0, 2)]
        if self.chance():
            found.append(self._amount())
        if not found or self.chance():
            found.append(self._same())
        return tuple(self.draw(st.permutations(found)))

    def _literal(self) -> Is:
        slot = self.one(list(self.slots))
        return Is(slot, self.what(self.slots[slot]), self.chance())

    def _same(self) -> Same:
        left = self.one(list(self.slots))
        return Same(left, self.one([s for s, of in self.slots.items() if of == self.slots[left]]))

    def _amount(self) -> Amount | Between:
        if self.chance():
            low, high = sorted(self.draw(st.permutations(NUMBERS))[:2])
            above, below = self.one(BELOW), self.one(BELOW)
            return Between(low, above, self._sum(numbers=False), below, high)
        left = self._sum(numbers=False)
        right = (Term(self.one(NUMBERS)),)
        sides = (left, right) if self.chance() else (right, left)
        return Amount(sides[0], self.one(("==", "<", "<=", ">", ">=")), sides[1])

    def _sum(self, numbers: bool) -> tuple[Term, ...]:
        """A sum in which an amount is left when equal ones are combined, unless of numbers."""
        terms = [Term(self.one(NUMBERS))] if numbers and self.chance() else []
        for slot in self.draw(st.permutations(list(self.slots)))[:2]:
            coefficient = self.one([n for n in NUMBERS if n])
            terms.append(Term(coefficient, slot, self.what(self.slots[slot])))
        return tuple(terms)

    def _expression(self, depth: int) -> Expression:
        if depth == 0 or self.chance():
            whole = [s for s, space in self.slots.items() if self._whole(space)]
            if whole and self.chance():
                return Read(self.one(whole[:2]))
            return Number(self.draw(st.integers(0, 3)))
        kind = self.one(("negate", "binary", "binary", "extreme"))
        if kind == "negate":
            return Negate(self._expression(depth - 1))
        if kind == "binary":
            return Binary(
                self.one(OPERATORS), self._expression(depth - 1), self._expression(depth - 1)
            )
        parts = tuple(self._expression(depth - 1) for _ in self.count(1, 3))
        return Extreme(self.one(("min", "max")), parts)
