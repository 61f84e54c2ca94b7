"""Complaints about the steps of a program: heads, clauses, copies, rules, outputs."""

from collections.abc import Iterator
from fractions import Fraction

from app.language import bounds
from app.language.arithmetic import inputs, parts
from app.language.complaint import Complaint, unknown
from app.language.cost import combinations, step_neurons, step_reads
from app.language.declarations import missing, name_complaint
from app.language.expand import rules_of, threshold
from app.language.program import (
    Amount,
    Between,
    Clause,
    Compare,
    Compute,
    Condition,
    Copy,
    Has,
    Head,
    Is,
    Layer,
    Neuron,
    Otherwise,
    Place,
    Prefer,
    Program,
    Ref,
    Relation,
    Rule,
    Same,
    Term,
    Write,
)
from app.language.scope import Scope
from app.language.setting import Setting
from app.language.statements import PATH

_ORDERED = ("<", "<=", ">", ">=")
_READ_ONLY = ("token", "position")


class Steps:
    """Walks a program's steps and yields what is wrong with each."""

    def __init__(self, program: Program, setting: Setting, scope: Scope) -> None:
        self.program, self.setting, self.scope = program, setting, scope

    def complaints(self) -> Iterator[Complaint]:
        if len(self.program.layers) > bounds.LAYERS:
            yield Complaint(f"A program may have {bounds.LAYERS} layers.", ("layers",))
        for n, layer in enumerate(self.program.layers):
            yield from self._layer(layer, ("layers", n))
        yield from self._targets()
        yield from self._output()
        yield from self._size()

    # Heads --------------------------------------------------------------------------------------

    def _layer(self, layer: Layer, at: Place) -> Iterator[Complaint]:
        if len(layer.heads) > bounds.HEADS_PER_LAYER:
            yield Complaint(f"A layer may have {bounds.HEADS_PER_LAYER} heads.", at)
        names: set[str] = set()
        for h, head in enumerate(layer.heads):
            place = (*at, "heads", h)
            if head.name in names:
                message = f"Two heads of this layer are called {head.name}; rename one."
                yield Complaint(message, place, found=head.name, expected="a new name")
            names.add(head.name)
            yield from self._head(head, place)
        for b, block in enumerate(layer.mlps):
            yield from self._circuit(block.circuit, (*at, "mlps", b))
        for place, rule in rules_of(layer, at):
            yield from self._rule(rule, place)

    def _head(self, head: Head, at: Place) -> Iterator[Complaint]:
        complaint = name_complaint("head", head.name, at)
        if complaint is not None:
            yield complaint
        yield from self._circuit(head.circuit, at)
        if not head.copies:
            message = f"Head {head.name} brings nothing back yet; give it a copy."
            yield Complaint(message, at, expected="copy S -> D")
        if sum(isinstance(clause, Prefer) for clause in head.clauses) > 1:
            yield Complaint(f"Head {head.name} may prefer one end only.", at, found="prefer")
        for n, clause in enumerate(head.clauses):
            yield from self._clause(clause, (*at, "clauses", n))
        yield from self._weights(head, at)
        for n, copy in enumerate(head.copies):
            yield from self._copy(copy, (*at, "copies", n))

    def _circuit(self, path: str | None, at: Place) -> Iterator[Complaint]:
        if path is not None and PATH.fullmatch(path) is None:
            yield Complaint("The path of a circuit is names with / between them.", at, found=path)

    def _clause(self, clause: Clause, at: Place) -> Iterator[Complaint]:
        if isinstance(clause, Prefer):
            if self.setting.positions == "none":
                message = "There is no order to prefer by here: this puzzle has no positions."
                yield Complaint(message, at, found="prefer")
            return
        yield from number(clause.weight, at)
        slots = [clause.key] if isinstance(clause, Has) else [clause.key, clause.query]
        unknown_slots = [c for slot in slots for c in self.slot(slot, at)]
        yield from unknown_slots
        if unknown_slots:
            return
        if isinstance(clause, Has):
            yield from missing(clause.what, self.scope.slots[clause.key], at, self.scope)
        elif isinstance(clause, Compare):
            yield from self._compare(clause, at)
        else:
            yield from self._relate(clause.relation, clause.key, clause.query, at)

    def _compare(self, clause: Compare, at: Place) -> Iterator[Complaint]:
        key, query = self.scope.slots[clause.key], self.scope.slots[clause.query]
        whole = self.scope.is_integer(key) and self.scope.is_integer(query)
        if key != query and not whole:
            message = (
                f"{clause.key} holds labels of {key} and {clause.query} labels of {query}; "
                "compare two slots of one space, or of whole numbers, or use a relation."
            )
            yield Complaint(message, at, found=f"{key}, {query}", expected="one space")
        elif clause.comparison in _ORDERED or clause.shift:
            for space in dict.fromkeys((key, query)):
                if not any(value is not None for value in self.scope.values(space)):
                    message = f"The labels of {space} are not numbers, so they have no order."
                    yield Complaint(message, at, found=clause.comparison, expected="== or !=")
                    return
        if abs(clause.shift) >= 10**bounds.NUMBER_DIGITS:
            yield Complaint(f"A shift has {bounds.NUMBER_DIGITS} digits at most.", at)

    def _relate(self, name: str, left: str, right: str, at: Place) -> Iterator[Complaint]:
        relation = self.scope.relations.get(name)
        if relation is None:
            yield unknown("relation", name, self.scope.relations, at)
            return
        yield from self._sides(relation, self.scope.slots[left], self.scope.slots[right], at)

    def _sides(self, relation: Relation, left: str, right: str, at: Place) -> Iterator[Complaint]:
        seen: set[tuple[str, Ref]] = set()
        for pair in relation.pairs:
            for space, ref in zip((left, right), pair, strict=True):
                if (space, ref) not in seen:
                    seen.add((space, ref))
                    yield from missing(ref, space, at, self.scope)

    def _weights(self, head: Head, at: Place) -> Iterator[Complaint]:
        limit = self.setting.max_weight
        if limit is None:
            return
        total = sum(abs(clause.weight) for clause in head.clauses if not isinstance(clause, Prefer))
        if total > Fraction(str(limit)):
            message = f"The weights of head {head.name} sum to {total}; here {limit:g} is the most."
            yield Complaint(message, at, found=str(total), expected=f"{limit:g} at most")

    def _copy(self, copy: Copy, at: Place) -> Iterator[Complaint]:
        yield from number(copy.gain, at)
        yield from self._gain(copy.gain, at)
        if copy.target in _READ_ONLY:
            yield self._read_only(copy.target, at)
            return
        if copy.target not in self.scope.slots:
            complaint = name_complaint("slot", copy.target, at)
            if complaint is not None:
                yield complaint
        missing_source = list(self.slot(copy.source, at))
        yield from missing_source
        if missing_source or copy.target not in self.scope.slots:
            return
        source, target = self.scope.slots[copy.source], self.scope.slots[copy.target]
        if copy.part is not None and copy.through is not None:
            yield Complaint("A copy is narrowed or translated, not both.", at)
        if copy.through is not None:
            yield from self._relate(copy.through, copy.source, copy.target, at)
        elif source != target:
            message = (
                f"{copy.source} holds labels of {source} and {copy.target} labels of {target}; "
                "copy between slots of one space, or through a relation."
            )
            yield Complaint(message, at, found=target, expected=f"a slot of {source}")
        if copy.part is not None:
            yield from missing(copy.part, source, at, self.scope)

    def _targets(self) -> Iterator[Complaint]:
        """Slots that no declaration gives a space and whose copies disagree about it."""
        declared = {slot.name for slot in (*self.setting.slots, *self.program.slots)}
        first: dict[str, str] = {}
        for n, layer in enumerate(self.program.layers):
            for h, head in enumerate(layer.heads):
                for c, copy in enumerate(head.copies):
                    space = self.scope.slots.get(copy.source)
                    if copy.target in declared or space is None:
                        continue
                    if first.setdefault(copy.target, space) != space and copy.through is not None:
                        message = (
                            f"{copy.target} would hold labels of {first[copy.target]} and of "
                            f"{space}; declare it as a slot of the space you mean."
                        )
                        place = ("layers", n, "heads", h, "copies", c)
                        yield Complaint(message, place, found=space)

    # Rules --------------------------------------------------------------------------------------

    def _rule(self, rule: Rule, at: Place) -> Iterator[Complaint]:
        if isinstance(rule, Otherwise):
            yield from self._write(rule.slot, rule.label, at)
            return
        if isinstance(rule, Compute):
            yield from self._compute(rule, at)
            return
        if isinstance(rule, Neuron):
            yield from self._terms(rule.amount, at)
        else:
            yield from self._conditions(rule.conditions, at)
        if not rule.writes:
            yield Complaint("A rule writes at least one label.", at, expected="D = label")
        for write in rule.writes:
            yield from self._full_write(write, at)

    def _conditions(self, conditions: tuple[Condition, ...], at: Place) -> Iterator[Complaint]:
        if not conditions:
            yield Complaint("A rule needs at least one condition.", at, expected="S is label")
        amounts = [c for c in conditions if isinstance(c, Amount | Between)]
        if len(amounts) > 1:
            message = (
                "One rule reads one amount. For an amount between two numbers write one range, "
                "such as 1/4 < S[label] < 1/2; for two amounts, write the first to the stream and "
                "read it in the next layer, or let two rules add up."
            )
            yield Complaint(message, at, found=f"{len(amounts)} amounts", expected="one amount")
        for condition in conditions:
            yield from self._condition(condition, at)

    def _condition(self, condition: Condition, at: Place) -> Iterator[Complaint]:
        if isinstance(condition, Is):
            yield from self._what(condition.slot, condition.what, at)
        elif isinstance(condition, Same):
            yield from self._same(condition, at)
        else:
            yield from self._amount(condition, at)

    def _same(self, condition: Same, at: Place) -> Iterator[Complaint]:
        lacking = [c for s in (condition.left, condition.right) for c in self.slot(s, at)]
        yield from lacking
        if lacking:
            return
        left, right = (self.scope.slots[s] for s in (condition.left, condition.right))
        if left != right:
            message = (
                f"{condition.left} holds labels of {left} and {condition.right} labels of "
                f"{right}; only slots of one space can be the same."
            )
            yield Complaint(message, at, found=right, expected=f"a slot of {left}")

    def _amount(self, condition: Amount | Between, at: Place) -> Iterator[Complaint]:
        if isinstance(condition, Between):
            lacking = list(self._terms(condition.middle, at))
            lacking += [*number(condition.low, at), *number(condition.high, at)]
            if condition.low >= condition.high:
                message = "The lower end of a between must be below the upper one."
                yield Complaint(message, at, found=f"{condition.low}, {condition.high}")
        else:
            lacking = [*self._terms(condition.left, at), *self._terms(condition.right, at)]
        yield from lacking
        if not lacking and not threshold(condition, self.scope)[0]:
            message = "No amount is left in this comparison; compare an amount such as S[a]."
            yield Complaint(message, at, expected="an amount")

    def _terms(self, terms: tuple[Term, ...], at: Place) -> Iterator[Complaint]:
        if not terms:
            yield Complaint("A sum needs at least one amount or number.", at)
        for term in terms:
            yield from number(term.coefficient, at)
            if term.slot is not None and term.what is not None:
                yield from self._what(term.slot, term.what, at)

    def _what(self, slot: str, what: Ref, at: Place) -> Iterator[Complaint]:
        lacking = list(self.slot(slot, at))
        yield from lacking or missing(what, self.scope.slots[slot], at, self.scope)

    def _full_write(self, write: Write, at: Place) -> Iterator[Complaint]:
        yield from number(write.gain, at)
        yield from self._gain(write.gain, at)
        yield from self._write(write.slot, write.label, at)

    def _write(self, slot: str, label: Ref, at: Place) -> Iterator[Complaint]:
        if slot in _READ_ONLY:
            yield self._read_only(slot, at)
            return
        lacking = list(self.slot(slot, at))
        yield from lacking
        if lacking:
            return
        space = self.scope.slots[slot]
        if self.scope.label(space, label) is not None:
            return
        if self.scope.members(space, label) is not None:
            message = f"A rule writes one label, and {label.text} is a concept; choose a label."
            yield Complaint(message, at, found=label.text, expected=f"a label of {space}")
        else:
            yield from missing(label, space, at, self.scope)

    def _compute(self, rule: Compute, at: Place) -> Iterator[Complaint]:
        if sum(1 for _ in parts(rule.expression)) > bounds.EXPRESSION_PARTS:
            limit = bounds.EXPRESSION_PARTS
            yield Complaint(f"A compute may have {limit} numbers, slots and operators.", at)
            return
        if rule.slot in _READ_ONLY:
            yield self._read_only(rule.slot, at)
        else:
            yield from self.slot(rule.slot, at)
        for slot in inputs(rule.expression):
            lacking = list(self.slot(slot, at))
            yield from lacking
            if not lacking and not self.scope.is_integer(self.scope.slots[slot]):
                space = self.scope.slots[slot]
                message = f"compute reads whole numbers, and {slot} holds labels of {space}."
                yield Complaint(message, at, found=slot, expected="a slot of whole numbers")

    # The whole ----------------------------------------------------------------------------------

    def slot(self, name: str, at: Place) -> Iterator[Complaint]:
        """A complaint when there is no such slot."""
        if name in self.scope.slots:
            return
        if name == "position":
            message = "There are no positions in this puzzle: order is invisible."
            yield Complaint(message, at, found=name, nearest=None)
        else:
            yield unknown("slot", name, self.scope.slots, at)

    def _gain(self, gain: Fraction, at: Place) -> Iterator[Complaint]:
        limit = self.setting.max_weight
        if limit is not None and abs(gain) > Fraction(str(limit)):
            message = f"A gain may be {limit:g} at most here, in either direction."
            yield Complaint(message, at, found=str(gain), expected=f"{limit:g} at most")

    def _read_only(self, slot: str, at: Place) -> Complaint:
        message = f"No step may write {slot}: it is what you are given. Write another slot."
        return Complaint(message, at, found=slot, expected="another slot")

    def _output(self) -> Iterator[Complaint]:
        outputs = self.program.outputs
        if not outputs:
            message = "Nothing is answered yet; say which slot is the output."
            yield Complaint(message, ("outputs",), expected="output D")
            return
        if len(outputs) > 1:
            message = "A program has one output; remove the others."
            yield Complaint(message, ("outputs", 1), found=outputs[1].slot)
        lacking = list(self.slot(outputs[0].slot, ("outputs", 0)))
        yield from lacking
        if self.setting.generate is not None and not lacking:
            alien = set(self.scope.labels(outputs[0].slot)) - set(self.setting.tokens)
            if alien:
                message = f"What is generated must be tokens; {min(alien)} is not one."
                yield Complaint(message, ("outputs", 0), found=min(alien), expected="a token")

    def _size(self) -> Iterator[Complaint]:
        """Neurons after expansion, refused before anything is expanded."""
        asked = combinations(self.program, self.scope)
        if asked > bounds.COMBINATIONS:
            message = (
                f"The compute rules would try {asked:,} combinations of values; "
                f"{bounds.COMBINATIONS:,} is the most. Use smaller spaces."
            )
            yield Complaint(message, ("layers",), found=str(asked))
            return
        total = sum(
            step_neurons(rule, self.scope)
            for layer in self.program.layers
            for _, rule in rules_of(layer, ())
        )
        if total > bounds.NEURONS:
            message = f"The rules expand to {total:,} neurons; {bounds.NEURONS:,} is the most."
            yield Complaint(message, ("layers",), found=str(total))
            return
        for n, layer in enumerate(self.program.layers):
            read = sum(step_reads(rule, self.scope) for _, rule in rules_of(layer, ()))
            if read > bounds.RULE_READS:
                message = (
                    f"The neurons of layer {n + 1} would read {read:,} amounts; "
                    f"{bounds.RULE_READS:,} is the most. Use smaller concepts or fewer rules."
                )
                yield Complaint(message, ("layers", n), found=str(read))


def number(value: Fraction, at: Place) -> Iterator[Complaint]:
    """A complaint about a number that has too many digits to be written."""
    if abs(value) >= 10**bounds.NUMBER_DIGITS or value.denominator >= 10**bounds.NUMBER_DIGITS:
        limit = bounds.NUMBER_DIGITS
        yield Complaint(f"A number may have {limit} digits on either side of the point.", at)
