"""How each statement of the written form is read: one function a keyword."""

import re
from collections.abc import Callable
from fractions import Fraction
from sys import intern

from app.language import bounds, conditions, expressions
from app.language.cursor import Cursor
from app.language.draft import Draft
from app.language.lex import Unreadable
from app.language.program import (
    COMPARISONS,
    ONE,
    Compare,
    Concept,
    Copy,
    Has,
    Head,
    Mlp,
    Neuron,
    Otherwise,
    Output,
    Prefer,
    Ref,
    Relate,
    Relation,
    Remarks,
    Slot,
    Space,
    When,
    Write,
)
from app.language.program import (
    Compute as ComputeRule,
)
from app.language.words import WORD

PATH = re.compile(rf"{WORD}(?:/{WORD})*")
"""The path of a circuit: names with `/` between them."""

Statement = Callable[[Cursor, Draft, Remarks, int], None]


def _space(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    name = cursor.name("space")
    cursor.take("=")
    labels: list[str] = []
    while cursor.here.sort != "end":
        labels += _labels(cursor)
        if len(labels) > bounds.LABELS_PER_SPACE:
            message = f"A space may have {bounds.LABELS_PER_SPACE} labels; {name} has more."
            raise Unreadable(message, cursor.here.start)
    if not labels:
        raise cursor.wanted("a label")
    draft.declare(Space(name, tuple(labels), remarks), line)


def _labels(cursor: Cursor) -> list[str]:
    """One label, or all of an inclusive range `a..b`."""
    first = cursor.label()
    if not cursor.at(".."):
        return [first.text]
    column = cursor.here.start
    cursor.step()
    last = cursor.label()
    try:
        low, high = int(first.text), int(last.text)
    except ValueError:
        message = "A range runs between two whole numbers, such as 0..8."
        raise Unreadable(message, column, f"{first.text}..{last.text}", "0..8") from None
    if not 0 <= high - low < bounds.LABELS_PER_SPACE:
        limit = bounds.LABELS_PER_SPACE
        message = f"A range goes upwards and has {limit} labels at most."
        raise Unreadable(message, column, f"{first.text}..{last.text}")
    return [intern(str(value)) for value in range(low, high + 1)]


def _slot(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    name = cursor.name("slot")
    cursor.take(":")
    slot = Slot(name, cursor.name("space"), remarks)
    cursor.end()
    draft.declare(slot, line)


def _concept(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    name = cursor.name("concept")
    space = cursor.name("space") if cursor.skip("of") else "token"
    cursor.take("=")
    members = [cursor.label()]
    while cursor.here.sort != "end":
        members.append(cursor.label())
    draft.declare(Concept(name, tuple(members), space, remarks), line)


def _relation(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    name = cursor.name("relation")
    cursor.take("=")
    pairs = [_pair(cursor)]
    while cursor.here.sort != "end":
        pairs.append(_pair(cursor))
    draft.declare(Relation(name, tuple(pairs), remarks), line)


def _pair(cursor: Cursor) -> tuple[Ref, Ref]:
    left = cursor.label()
    cursor.take(":")
    return left, cursor.label()


def _output(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    slot = cursor.name("slot")
    cursor.end()
    draft.declare(Output(slot, remarks), line)


def _layer(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    cursor.end()
    draft.layer(remarks, line)


def _head(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    name = cursor.name("head")
    circuit = _path(cursor)
    cursor.end()
    draft.head(Head(name, circuit=circuit, remarks=remarks), line)


def _mlp(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    circuit = _path(cursor)
    cursor.end()
    draft.mlp(Mlp(circuit=circuit, remarks=remarks), line)


def _path(cursor: Cursor) -> str | None:
    """`in PATH`, if it is there."""
    if not cursor.skip("in"):
        return None
    parts = []
    while True:
        if cursor.here.sort != "word":
            raise cursor.wanted("the name of a circuit")
        parts.append(cursor.step().text)
        if not cursor.skip("/"):
            return "/".join(parts)


def _match(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    draft.clause(_clause(cursor, remarks, avoid=False), line)


def _avoid(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    draft.clause(_clause(cursor, remarks, avoid=True), line)


def _clause(cursor: Cursor, remarks: Remarks, avoid: bool) -> Compare | Relate | Has:
    key = _end(cursor, "key")
    if cursor.skip("is"):
        negated = cursor.skip("not") is not None
        what = cursor.label()
        return Has(key, what, negated, _weight(cursor), avoid, remarks)
    sign = next((c for c in COMPARISONS if cursor.at(c)), None)
    if sign is not None:
        cursor.step()
        query = _end(cursor, "query")
        shift = _shift(cursor)
        return Compare(key, sign, query, shift, _weight(cursor), avoid, remarks)
    if cursor.here.sort != "word":
        raise cursor.wanted("is, a comparison or the name of a relation")
    relation = cursor.name("relation")
    query = _end(cursor, "query")
    return Relate(key, relation, query, _weight(cursor), avoid, remarks)


def _end(cursor: Cursor, which: str) -> str:
    if not (cursor.at(which) and cursor.ahead().text == "."):
        raise cursor.wanted(f"{which}. and a slot")
    cursor.step()
    cursor.step()
    return cursor.name("slot")


def _shift(cursor: Cursor) -> int:
    if not cursor.at("+", "-"):
        return 0
    sign = -1 if cursor.take_sign() == "-" else 1
    return sign * cursor.whole("a whole number")


def _weight(cursor: Cursor) -> Fraction:
    weight = cursor.number("a weight") if cursor.skip("weight") else ONE
    cursor.end()
    return weight


def _prefer(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    end = cursor.take("latest", "earliest")
    cursor.end()
    draft.clause(Prefer("latest" if end == "latest" else "earliest", remarks), line)


def _copy(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    source = cursor.name("slot")
    part = through = None
    if cursor.skip("["):
        part = cursor.label()
        cursor.take("]")
    elif cursor.skip("through"):
        through = cursor.name("relation")
    cursor.take("->")
    target = cursor.name("slot")
    copy = Copy(source, target, part, through, _gain(cursor), remarks)
    cursor.end()
    draft.copy(copy, line)


def _gain(cursor: Cursor) -> Fraction:
    return cursor.number("a gain") if cursor.skip("gain") else ONE


def _when(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    found = cursor.many(lambda: conditions.condition(cursor), "and")
    cursor.take(":")
    draft.rule(When(found, _writes(cursor), remarks), line)


def _neuron(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    amount = conditions.total(cursor)
    cursor.take(":")
    draft.rule(Neuron(amount, _writes(cursor), remarks), line)


def _writes(cursor: Cursor) -> tuple[Write, ...]:
    writes = cursor.many(lambda: _write(cursor), ",")
    cursor.end()
    return writes


def _write(cursor: Cursor) -> Write:
    slot, label = _assignment(cursor)
    return Write(slot, label, _gain(cursor))


def _assignment(cursor: Cursor) -> tuple[str, Ref]:
    slot = cursor.name("slot")
    cursor.take("=")
    return slot, cursor.label()


def _otherwise(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    cursor.take(":")
    slot, label = _assignment(cursor)
    if cursor.at("gain"):
        raise Unreadable("An otherwise has no gain.", cursor.here.start, "gain")
    cursor.end()
    draft.rule(Otherwise(slot, label, remarks), line)


def _compute(cursor: Cursor, draft: Draft, remarks: Remarks, line: int) -> None:
    slot = cursor.name("slot")
    cursor.take("=")
    expression = expressions.expression(cursor)
    cursor.end()
    draft.rule(ComputeRule(slot, expression, remarks), line)


STATEMENTS: dict[str, Statement] = {
    "space": _space,
    "slot": _slot,
    "concept": _concept,
    "relation": _relation,
    "layer": _layer,
    "head": _head,
    "mlp": _mlp,
    "match": _match,
    "avoid": _avoid,
    "prefer": _prefer,
    "copy": _copy,
    "when": _when,
    "neuron": _neuron,
    "otherwise": _otherwise,
    "compute": _compute,
    "output": _output,
}
