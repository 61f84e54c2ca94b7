"""A second implementation of the language: slow, obvious, and written from its reference alone.

It walks the program as it stands, one position and one label at a time, and shares nothing with
the engine but the program's own data. Under hard attention all amounts are exact fractions, so a
tie is a tie; under soft attention the shares, and what follows from them, are floats.
"""

import math
import re
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product

from app.language.program import (
    Amount,
    Between,
    Binary,
    Compare,
    Comparison,
    Compute,
    Copy,
    Expression,
    Extreme,
    Has,
    Head,
    Is,
    Layer,
    Negate,
    Neuron,
    Number,
    Otherwise,
    Prefer,
    Program,
    Read,
    Ref,
    Relate,
    Same,
    Term,
    When,
    Write,
)
from app.language.setting import Setting

Real = Fraction | float
Amounts = dict[str, list[Real]]
"""Slot -> an amount for each label: the stream at one position."""
Unit = tuple[list[Real], list[tuple[str, int, Real]], bool]
"""Activation at each position, writes, and whether an `otherwise` counts it."""

CLOSE = Fraction(1, 10**6)


@dataclass
class Outcome:
    """Everything that happened to one sequence; names as in the engine's trace."""

    answers: list[str | None] = field(default_factory=list)
    streams: list[list[Amounts]] = field(default_factory=list)
    scores: list[list[list[list[Real | None]]]] = field(default_factory=list)
    patterns: list[list[list[list[Real]]]] = field(default_factory=list)
    activations: list[list[list[Real]]] = field(default_factory=list)


def run(program: Program, setting: Setting, tokens: list[str]) -> Outcome:
    return _Slow(program, setting).run(tokens)


def generate(program: Program, setting: Setting, tokens: list[str]) -> tuple[list[str], bool]:
    """The generated tokens, and whether the run ended as wanted."""
    wanted = setting.generate
    assert wanted is not None
    made: list[str] = []
    for _ in range(wanted.steps):
        text = [*tokens, *made]
        if len(text) == 0 or len(text) == setting.max_len:
            return made, False
        answer = run(program, setting, text).answers[-1]
        if answer is None:
            return made, False
        made.append(answer)
        if answer == wanted.stop:
            return made, True
    return made, wanted.stop is None


class _Slow:
    def __init__(self, program: Program, setting: Setting) -> None:
        self.program, self.setting = program, setting
        self.spaces = {"token": list(setting.tokens)}
        self.spaces["position"] = [str(i) for i in range(setting.max_len)]
        for space in (*setting.spaces, *program.spaces):
            self.spaces[space.name] = list(space.labels)
        self.concepts = {c.name: c for c in (*setting.concepts, *program.concepts)}
        self.relations = {r.name: r for r in (*setting.relations, *program.relations)}
        self.slots = {"token": "token"}
        if setting.positions == "absolute":
            self.slots["position"] = "position"
        for slot in (*setting.slots, *program.slots):
            self.slots[slot.name] = slot.space
        self._undeclared()

    def _undeclared(self) -> None:
        """A slot that is only copied to takes the space of what is copied."""
        copies = [c for layer in self.program.layers for h in layer.heads for c in h.copies]
        for _ in range(len(copies) + 1):
            for copy in copies:
                if copy.source in self.slots and copy.target not in self.slots:
                    self.slots[copy.target] = self.slots[copy.source]

    def labels(self, slot: str) -> list[str]:
        return self.spaces[self.slots[slot]]

    def leaves(self, space: str, ref: Ref) -> set[int]:
        if ref.text in self.spaces[space]:
            return {self.spaces[space].index(ref.text)}
        found: set[int] = set()
        for member in self.concepts[ref.text].members:
            found |= self.leaves(space, member)
        return found

    def amount(self, here: Amounts, slot: str, ref: Ref) -> Real:
        return sum((here[slot][leaf] for leaf in self.leaves(self.slots[slot], ref)), Fraction(0))

    # One sequence

    def run(self, tokens: list[str]) -> Outcome:
        outcome = Outcome()
        stream = [self._start(i, token) for i, token in enumerate(tokens)]
        outcome.streams.append(stream)
        for layer in self.program.layers:
            stream = self._attend(layer, stream, outcome)
            outcome.streams.append(stream)
            stream = self._think(layer, stream, outcome)
            outcome.streams.append(stream)
        outcome.answers = [self._answer(here) for here in stream]
        return outcome

    def _start(self, position: int, token: str) -> Amounts:
        here: Amounts = {s: [Fraction(0)] * len(self.labels(s)) for s in self.slots}
        here["token"][self.setting.tokens.index(token)] = Fraction(1)
        if "position" in here:
            here["position"][position] = Fraction(1)
        return here

    def _answer(self, here: Amounts) -> str | None:
        slot = self.program.outputs[0].slot
        amounts = here[slot]
        near = [i for i, amount in enumerate(amounts) if max(amounts) - amount <= CLOSE]
        return self.labels(slot)[near[0]] if len(near) == 1 else None

    # Attention

    def _attend(self, layer: Layer, stream: list[Amounts], outcome: Outcome) -> list[Amounts]:
        after = [{slot: list(amounts) for slot, amounts in here.items()} for here in stream]
        outcome.scores.append([])
        outcome.patterns.append([])
        for head in layer.heads:
            scores = [
                [self._score(head, stream, i, j) for j in range(len(stream))]
                for i in range(len(stream))
            ]
            pattern = [self._shares(row) for row in scores]
            outcome.scores[-1].append(scores)
            outcome.patterns[-1].append(pattern)
            for copy in head.copies:
                for i, j in product(range(len(stream)), repeat=2):
                    self._copy(copy, pattern[i][j], stream[j], after[i])
        return after

    def _score(self, head: Head, stream: list[Amounts], i: int, j: int) -> Real | None:
        if self.setting.attention == "causal" and j > i:
            return None
        total: Real = Fraction(0)
        for clause in head.clauses:
            if isinstance(clause, Prefer):
                way = 1 if clause.end == "latest" else -1
                total += way * Fraction(j, 2 * self.setting.max_len)
                continue
            if isinstance(clause, Has):
                value = self.amount(stream[j], clause.key, clause.what)
                value = 1 - value if clause.negated else value
            else:
                value = self._pairs(clause, stream[j], stream[i])
            total += (-1 if clause.avoid else 1) * clause.weight * value
        return total

    def _pairs(self, clause: Compare | Relate, key: Amounts, query: Amounts) -> Real:
        total: Real = Fraction(0)
        for s, at_key in enumerate(key[clause.key]):
            for t, at_query in enumerate(query[clause.query]):
                if at_key and at_query and self._accepts(clause, s, t):
                    total += at_key * at_query
        return total

    def _accepts(self, clause: Compare | Relate, s: int, t: int) -> bool:
        if isinstance(clause, Relate):
            return self._related(clause.relation, clause.key, s, clause.query, t)
        one, other = self.labels(clause.key)[s], self.labels(clause.query)[t]
        same = self.slots[clause.key] == self.slots[clause.query]
        return accepts(one, clause.comparison, other, clause.shift, same)

    def _related(self, name: str, left: str, a: int, right: str, b: int) -> bool:
        return any(
            a in self.leaves(self.slots[left], one) and b in self.leaves(self.slots[right], other)
            for one, other in self.relations[name].pairs
        )

    def _shares(self, row: list[Real | None]) -> list[Real]:
        seen = [score for score in row if score is not None]
        best = max(seen)
        if self.setting.mode == "hard":
            near = [score is not None and best - score <= CLOSE for score in row]
            return [Fraction(int(here), sum(near)) for here in near]
        sharpness = self.setting.sharpness
        assert sharpness is not None
        weights = [0.0 if s is None else math.exp(sharpness * float(s - best)) for s in row]
        return [weight / math.fsum(weights) for weight in weights]

    def _copy(self, copy: Copy, share: Real, source: Amounts, target: Amounts) -> None:
        if not share:
            return
        for label, amount in enumerate(source[copy.source]):
            if copy.through is not None:
                for into in range(len(target[copy.target])):
                    if self._related(copy.through, copy.source, label, copy.target, into):
                        target[copy.target][into] += copy.gain * share * amount
            elif copy.part is None or label in self.leaves(self.slots[copy.source], copy.part):
                target[copy.target][label] += copy.gain * share * amount

    # The MLP half

    def _think(self, layer: Layer, stream: list[Amounts], outcome: Outcome) -> list[Amounts]:
        after = [{slot: list(amounts) for slot, amounts in here.items()} for here in stream]
        rules = [rule for block in layer.mlps for rule in block.rules]
        units: list[Unit] = []
        for rule in rules:
            if isinstance(rule, When):
                units += self._when(rule, stream)
            elif isinstance(rule, Compute):
                units += self._compute(rule, stream)
            elif isinstance(rule, Neuron):
                fired = [_relu(self._sum(rule.amount, here)) for here in stream]
                units.append((fired, self._written(rule.writes), False))
        for activation, writes, _ in units:
            for slot, label, gain in writes:
                for here, fires in zip(after, activation, strict=True):
                    here[slot][label] += gain * fires
        for rule in rules:
            if isinstance(rule, Otherwise):
                label = self.labels(rule.slot).index(rule.label.text)
                for i, here in enumerate(after):
                    here[rule.slot][label] += 1 - self._counted(rule.slot, units, i)
        outcome.activations.append([activation for activation, _, _ in units])
        return after

    def _counted(self, slot: str, units: list[Unit], i: int) -> Real:
        total: Real = Fraction(0)
        for activation, writes, counts in units:
            if counts and any(written == slot for written, _, _ in writes):
                total += activation[i]
        return total

    def _written(self, writes: tuple[Write, ...]) -> list[tuple[str, int, Real]]:
        return [(w.slot, self.labels(w.slot).index(w.label.text), w.gain) for w in writes]

    def _when(self, rule: When, stream: list[Amounts]) -> list[Unit]:
        shorthands = [c for c in rule.conditions if isinstance(c, Same)]
        units: list[Unit] = []
        for chosen in product(*(range(len(self.labels(c.left))) for c in shorthands)):
            activation = []
            for here in stream:
                values = [self._literal(c, here) for c in rule.conditions if isinstance(c, Is)]
                for same, label in zip(shorthands, chosen, strict=True):
                    values += [here[same.left][label], here[same.right][label]]
                activation.append(self._activation(rule, values, here))
            units.append((activation, self._written(rule.writes), True))
        return units

    def _literal(self, literal: Is, here: Amounts) -> Real:
        value = self.amount(here, literal.slot, literal.what)
        return 1 - value if literal.negated else value

    def _activation(self, rule: When, values: list[Real], here: Amounts) -> Real:
        for condition in rule.conditions:
            if isinstance(condition, Amount | Between):
                return self._threshold(condition, values, here)
        return _relu(sum(values, Fraction(0)) - (len(values) - 1))

    def _threshold(self, condition: Amount | Between, values: list[Real], here: Amounts) -> Real:
        d = Fraction(self.setting.resolution)
        if isinstance(condition, Amount):
            sums = self._leaf_weights(condition.left, condition.right)
            ends = [sums[1]]
        else:
            sums = self._leaf_weights(condition.middle, ())
            ends = [condition.low + sums[1], condition.high + sums[1]]
        weights = sums[0]
        largest = max(abs(weight) for weight in weights.values())
        ends = [end / largest for end in ends]
        x: Real = Fraction(0)
        for (slot, label), weight in weights.items():
            x += weight / largest * here[slot][label]
        reach = 1 + max(abs(e) for e in ends) + sum(abs(w) / largest for w in weights.values())
        gate = reach / d * sum((1 - value for value in values), Fraction(0))

        def ramp(comparison: str, t: Real) -> Real:
            u = (x - t) / d
            hinges = {
                ">": [(1, u), (-1, u - 1)],
                ">=": [(1, u + 1), (-1, u)],
                "<": [(1, -u), (-1, -u - 1)],
                "<=": [(1, -u + 1), (-1, -u)],
                "==": [(1, u + 1), (-2, u), (1, u - 1)],
            }[comparison]
            return sum((scale * _relu(h - gate) for scale, h in hinges), Fraction(0))

        if isinstance(condition, Amount):
            return ramp(condition.comparison, ends[0])
        low = ramp(">" if condition.above == "<" else ">=", ends[0])
        return low - ramp(">=" if condition.below == "<" else ">", ends[1])

    def _leaf_weights(
        self, left: tuple[Term, ...], right: tuple[Term, ...]
    ) -> tuple[dict[tuple[str, int], Fraction], Fraction]:
        """Label terms moved to the left, by leaf; numbers moved to the right."""
        weights: dict[tuple[str, int], Fraction] = {}
        number = Fraction(0)
        for way, terms in ((1, left), (-1, right)):
            for term in terms:
                if term.slot is None or term.what is None:
                    number -= way * term.coefficient
                    continue
                for leaf in self.leaves(self.slots[term.slot], term.what):
                    key = (term.slot, leaf)
                    weights[key] = weights.get(key, Fraction(0)) + way * term.coefficient
        return weights, number

    def _sum(self, terms: tuple[Term, ...], here: Amounts) -> Real:
        total: Real = Fraction(0)
        for term in terms:
            if term.slot is None or term.what is None:
                total += term.coefficient
            else:
                total += term.coefficient * self.amount(here, term.slot, term.what)
        return total

    def _compute(self, rule: Compute, stream: list[Amounts]) -> list[Unit]:
        slots = _read(rule.expression)
        values = [_value(label) for label in self.labels(rule.slot)]
        units: list[Unit] = []
        for labels in product(*(range(len(self.labels(slot))) for slot in slots)):
            world = {s: int(self.labels(s)[label]) for s, label in zip(slots, labels, strict=True)}
            try:
                result = _evaluate(rule.expression, world)
            except ZeroDivisionError:
                continue
            if result not in values:
                continue
            activation = [
                _relu(
                    sum((here[s][x] for s, x in zip(slots, labels, strict=True)), Fraction(0))
                    - (len(slots) - 1)
                )
                for here in stream
            ]
            units.append((activation, [(rule.slot, values.index(result), Fraction(1))], True))
        return units


def accepts(one: str, comparison: Comparison, other: str, shift: int, same: bool) -> bool:
    """Whether a key's label and a query's fit; `same` says that they are of one space."""
    if same and shift == 0 and comparison in ("==", "!="):
        return (one == other) == (comparison == "==")
    x, y = _value(one), _value(other)
    if x is None or y is None:
        return False
    y += shift
    return {
        "==": x == y,
        "!=": x != y,
        "<": x < y,
        "<=": x <= y,
        ">": x > y,
        ">=": x >= y,
    }[comparison]


def _relu(x: Real) -> Real:
    return x if x > 0 else Fraction(0)


def _value(label: str) -> int | None:
    return int(label) if re.fullmatch("-?[0-9]+", label) else None


def _read(expression: Expression) -> list[str]:
    """The slots an expression reads, each once."""
    if isinstance(expression, Read):
        return [expression.slot]
    inner: tuple[Expression, ...] = ()
    if isinstance(expression, Binary):
        inner = (expression.left, expression.right)
    elif isinstance(expression, Negate):
        inner = (expression.of,)
    elif isinstance(expression, Extreme):
        inner = expression.of
    return list(dict.fromkeys(slot for part in inner for slot in _read(part)))


def _evaluate(expression: Expression, world: dict[str, int]) -> int:
    if isinstance(expression, Number):
        return expression.value
    if isinstance(expression, Read):
        return world[expression.slot]
    if isinstance(expression, Negate):
        return -_evaluate(expression.of, world)
    if isinstance(expression, Extreme):
        values = [_evaluate(part, world) for part in expression.of]
        return min(values) if expression.which == "min" else max(values)
    left, right = _evaluate(expression.left, world), _evaluate(expression.right, world)
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "//": lambda: left // right,
        "%": lambda: left % right,
    }[expression.operator]()
