"""Writing a program in its canonical form: what `parse` reads back as the same program.

Declarations come first, then layers, then the output; heads come before `mlp` blocks.
"""

from collections.abc import Iterator
from fractions import Fraction

from app.language.program import (
    Amount,
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
    Write,
)
from app.language.words import needs_quotes, quoted, written

_STEP = "  "


def show(program: Program) -> str:
    """The whole program as text, ending in a newline unless it is empty."""
    lines = list(_declarations(program))
    for layer in program.layers:
        lines += _layer(layer)
    for output in program.outputs:
        lines += _line(f"output {output.slot}", output.remarks)
    lines += [_comment(text) for text in program.closing]
    return "".join(f"{line}\n" for line in lines)


def clause_text(clause: Clause) -> str:
    """One clause of a head, without comments."""
    if isinstance(clause, Prefer):
        return f"prefer {clause.end}"
    verb = "avoid" if clause.avoid else "match"
    weight = "" if clause.weight == 1 else f" weight {number_text(clause.weight)}"
    return f"{verb} key.{clause.key} {_test(clause)}{weight}"


def copy_text(copy: Copy) -> str:
    """One copy of a head, without comments."""
    part = "" if copy.part is None else f"[{ref_text(copy.part)}]"
    through = "" if copy.through is None else f" through {copy.through}"
    return f"copy {copy.source}{part}{through} -> {copy.target}{_gain(copy.gain)}"


def rule_text(rule: Rule) -> str:
    """One MLP rule, without comments."""
    if isinstance(rule, Otherwise):
        return f"otherwise: {rule.slot} = {ref_text(rule.label)}"
    if isinstance(rule, Compute):
        return f"compute {rule.slot} = {expression_text(rule.expression)}"
    writes = ", ".join(write_text(write) for write in rule.writes)
    if isinstance(rule, Neuron):
        return f"neuron {sum_text(rule.amount)}: {writes}"
    conditions = " and ".join(condition_text(condition) for condition in rule.conditions)
    return f"when {conditions}: {writes}"


def write_text(write: Write) -> str:
    """`D = label gain g`."""
    return f"{write.slot} = {ref_text(write.label)}{_gain(write.gain)}"


def condition_text(condition: Condition) -> str:
    """One condition of a `when`."""
    if isinstance(condition, Is):
        negation = "not " if condition.negated else ""
        return f"{condition.slot} is {negation}{ref_text(condition.what)}"
    if isinstance(condition, Same):
        return f"{condition.left} == {condition.right}"
    if isinstance(condition, Amount):
        left, right = sum_text(condition.left), sum_text(condition.right)
        return f"{left} {condition.comparison} {right}"
    return _between(condition)


def _between(condition: Between) -> str:
    low, high = number_text(condition.low), number_text(condition.high)
    middle = sum_text(condition.middle)
    return f"{low} {condition.above} {middle} {condition.below} {high}"


def sum_text(terms: tuple[Term, ...]) -> str:
    """Sums and differences of amounts and numbers."""
    text = ""
    for term in terms:
        negative = term.coefficient < 0
        sign = (" - " if negative else " + ") if text else ("-" if negative else "")
        text += sign + _term(term)
    return text


def _term(term: Term) -> str:
    size = abs(term.coefficient)
    if term.slot is None or term.what is None:
        return number_text(size)
    factor = "" if size == 1 else f"{number_text(size)}*"
    return f"{factor}{term.slot}[{ref_text(term.what)}]"


def expression_text(expression: Expression, inside: int = 0) -> str:
    """A `compute` expression with the fewest parentheses; `inside` is how tightly it is held."""
    match expression:
        case Number(value):
            return str(value) if value >= 0 else f"({value})"
        case Read(slot):
            return slot
        case Negate(of):
            return f"-{expression_text(of, 3)}"
        case Extreme(which, of):
            return f"{which}({', '.join(expression_text(part) for part in of)})"
        case Binary(operator, left, right):
            strength = 1 if operator in "+-" else 2
            one = expression_text(left, strength)
            other = expression_text(right, strength + 1)
            text = f"{one} {operator} {other}"
            return f"({text})" if strength < inside else text


def ref_text(ref: Ref) -> str:
    """A label or concept, quoted where it was or must be."""
    return quoted(ref.text) if ref.quoted or needs_quotes(ref.text) else ref.text


def number_text(number: Fraction) -> str:
    """A number as the written form has it: whole, a small fraction, or a decimal."""
    if number.denominator == 1:
        return str(number.numerator)
    decimal = _decimal(number)
    if decimal is None or (number.denominator <= 64 and abs(number.numerator) < 10**12):
        return f"{number.numerator}/{number.denominator}"
    return decimal


def _decimal(number: Fraction) -> str | None:
    """The number with a point, if that ends within twelve digits."""
    scaled = number * 10**12
    if scaled.denominator != 1:
        return None
    whole, rest = divmod(abs(scaled.numerator), 10**12)
    sign = "-" if number < 0 else ""
    return f"{sign}{whole}.{str(rest).rjust(12, '0').rstrip('0')}"


def label_list(labels: tuple[str, ...]) -> str:
    """Labels in order, a run of whole numbers as a range."""
    if len(labels) > 1 and labels[0] == str(_value(labels[0])):
        low = _value(labels[0])
        if all(label == str(low + i) for i, label in enumerate(labels)):
            return f"{labels[0]}..{labels[-1]}"
    return " ".join(written(label) for label in labels)


def _value(label: str) -> int:
    try:
        return int(label)
    except ValueError:
        return 0


def _test(clause: Compare | Relate | Has) -> str:
    if isinstance(clause, Has):
        return f"is {'not ' if clause.negated else ''}{ref_text(clause.what)}"
    if isinstance(clause, Relate):
        return f"{clause.relation} query.{clause.query}"
    shift = clause.shift
    moved = "" if shift == 0 else f" {'-' if shift < 0 else '+'} {abs(shift)}"
    return f"{clause.comparison} query.{clause.query}{moved}"


def _gain(gain: Fraction) -> str:
    return "" if gain == 1 else f" gain {number_text(gain)}"


def _declarations(program: Program) -> Iterator[str]:
    for space in program.spaces:
        yield from _line(space_text(space), space.remarks)
    for concept in program.concepts:
        yield from _line(concept_text(concept), concept.remarks)
    for relation in program.relations:
        yield from _line(relation_text(relation), relation.remarks)
    for slot in program.slots:
        yield from _line(slot_text(slot), slot.remarks)
    for circuit in program.circuits:
        yield from _line(circuit_text(circuit), circuit.remarks)


def space_text(space: Space) -> str:
    """`space NAME = labels`."""
    return f"space {space.name} = {label_list(space.labels)}"


def concept_text(concept: Concept) -> str:
    """`concept NAME of SPACE = members`."""
    of = "" if concept.space == "token" else f" of {concept.space}"
    return f"concept {concept.name}{of} = {' '.join(ref_text(m) for m in concept.members)}"


def relation_text(relation: Relation) -> str:
    """`relation NAME = left:right ...`."""
    pairs = " ".join(f"{ref_text(left)}:{ref_text(right)}" for left, right in relation.pairs)
    return f"relation {relation.name} = {pairs}"


def slot_text(slot: Slot) -> str:
    """`slot NAME : SPACE`."""
    return f"slot {slot.name} : {slot.space}"


def circuit_text(circuit: Circuit) -> str:
    """`circuit PATH: purpose`."""
    return f"circuit {circuit.path}: {circuit.purpose}".rstrip()


def output_text(output: Output) -> str:
    """`output D`."""
    return f"output {output.slot}"


def _layer(layer: Layer) -> Iterator[str]:
    yield from _line("layer", layer.remarks)
    for head in layer.heads:
        yield from _head(head)
    for block in layer.mlps:
        yield from _mlp(block)


def _head(head: Head) -> Iterator[str]:
    yield from _line(f"head {head.name}{_in(head.circuit)}", head.remarks, 1)
    for clause in head.clauses:
        yield from _line(clause_text(clause), clause.remarks, 2)
    for copy in head.copies:
        yield from _line(copy_text(copy), copy.remarks, 2)


def _mlp(block: Mlp) -> Iterator[str]:
    yield from _line(f"mlp{_in(block.circuit)}", block.remarks, 1)
    for rule in block.rules:
        yield from _line(rule_text(rule), rule.remarks, 2)


def _in(circuit: str | None) -> str:
    return "" if circuit is None else f" in {circuit}"


def _line(text: str, remarks: Remarks, depth: int = 0) -> Iterator[str]:
    indent = _STEP * depth
    for comment in remarks.before:
        yield indent + _comment(comment)
    beside = f"  {_comment(remarks.beside)}" if remarks.beside else ""
    yield indent + text + beside


def _comment(text: str) -> str:
    return f"# {text}".rstrip()
