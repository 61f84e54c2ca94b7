"""The fields of attention heads, their clauses and their copies.

Three functions for each kind: what its fields hold now, a part built from fields, and the same
part mended: fields the player did not touch follow the one that was changed.
"""

from collections.abc import Collection
from dataclasses import replace

from app.language.program import (
    COMPARISONS,
    Clause,
    Compare,
    Copy,
    Has,
    Head,
    Prefer,
    Ref,
    Relate,
)
from app.language.scope import Scope
from app.language.show import number_text, ref_text
from app.play import snippets
from app.play.fields.common import NEW, Unusable, Values, one_of, read
from app.play.naming import both_integer, comparable, first_label, fresh, like, resolves, twins

RELATION = "relation:"
PART = "part:"
THROUGH = "through:"
WHOLE = "all"

Changed = Collection[str]


def head_values(head: Head) -> dict[str, str]:
    return {"name": head.name, "circuit": head.circuit or "", "prefer": tie(head)}


def tie(head: Head) -> str:
    """What a head does with a tie: "latest", "earliest", or "" for the average."""
    return next((c.end for c in head.clauses if isinstance(c, Prefer)), "")


def build_head(head: Head, values: Values, scope: Scope) -> Head:
    circuit = values["circuit"] and read(values, "circuit", snippets.path)
    end = one_of(values, "prefer", ("", "latest", "earliest"))
    clauses = head.clauses
    if end != tie(head):
        clauses = _tied(clauses, end)
    name = head.name if values["name"] == head.name else read(values, "name", snippets.name)
    return replace(head, name=name, circuit=circuit or None, clauses=clauses)


def _tied(clauses: tuple[Clause, ...], end: str) -> tuple[Clause, ...]:
    old = next((c for c in clauses if isinstance(c, Prefer)), None)
    if not end:
        return tuple(c for c in clauses if not isinstance(c, Prefer))
    word = Prefer("latest" if end == "latest" else "earliest")
    if old is None:
        return (*clauses, word)
    return tuple(replace(word, remarks=c.remarks) if c is old else c for c in clauses)


def clause_values(clause: Clause) -> dict[str, str]:
    if isinstance(clause, Prefer):
        return {"end": clause.end}
    values = {
        "sense": "avoid" if clause.avoid else "match",
        "key": clause.key,
        "weight": number_text(clause.weight),
        "how": "",
        "query": "",
        "what": "",
        "shift": "0",
    }
    if isinstance(clause, Compare):
        values.update(how=clause.comparison, query=clause.query, shift=str(clause.shift))
    elif isinstance(clause, Relate):
        values.update(how=RELATION + clause.relation, query=clause.query)
    else:
        how = "is not" if clause.negated else "is"
        values.update(how=how, what=ref_text(clause.what))
    return values


def build_clause(clause: Clause, values: Values, scope: Scope) -> Clause:
    if isinstance(clause, Prefer):
        end = one_of(values, "end", ("latest", "earliest"))
        return replace(clause, end="latest" if end == "latest" else "earliest")
    key, how = values["key"], values["how"]
    avoid = one_of(values, "sense", ("match", "avoid")) == "avoid"
    weight = read(values, "weight", snippets.number)
    if how in ("is", "is not"):
        what = _what(values, key, scope)
        return Has(key, what, how == "is not", weight, avoid, clause.remarks)
    query = values["query"] or next(like(scope, key), key)
    if how.startswith(RELATION):
        relation = read({"how": how.removeprefix(RELATION)}, "how", snippets.name)
        return Relate(key, relation, query, weight, avoid, clause.remarks)
    for comparison in COMPARISONS:
        if comparison == how:
            shift = read(values, "shift", snippets.whole)
            return Compare(key, comparison, query, shift, weight, avoid, clause.remarks)
    raise Unusable("how", "Choose one of the values in the list.")


def _what(values: Values, key: str, scope: Scope) -> Ref:
    first = first_label(scope, key)
    if not values["what"] and first is not None:
        return first
    return read(values, "what", snippets.ref)


def mend_clause(clause: Clause, changed: Changed, scope: Scope) -> Clause:
    if isinstance(clause, Compare):
        return _mend_compare(clause, changed, scope)
    if isinstance(clause, Relate):
        return _mend_relate(clause, changed, scope)
    if isinstance(clause, Has) and not resolves(scope, clause.key, clause.what):
        first = first_label(scope, clause.key)
        return replace(clause, what=first) if first and "what" not in changed else clause
    return clause


def _mend_compare(clause: Compare, changed: Changed, scope: Scope) -> Compare:
    if not comparable(scope, clause.key, clause.query):
        if "query" not in changed:
            clause = replace(clause, query=next(like(scope, clause.key), clause.query))
        elif "key" not in changed:
            clause = replace(clause, key=next(like(scope, clause.query), clause.key))
    if both_integer(scope, clause.key, clause.query):
        return clause
    if "shift" not in changed:
        clause = replace(clause, shift=0)
    if clause.comparison not in ("==", "!=") and "how" not in changed:
        clause = replace(clause, comparison="==")
    return clause


def _mend_relate(clause: Relate, changed: Changed, scope: Scope) -> Relate:
    relation = scope.relations.get(clause.relation)
    if relation is None:
        return clause
    left = {pair[0] for pair in relation.pairs}
    right = {pair[1] for pair in relation.pairs}
    if "key" not in changed:
        clause = replace(clause, key=_reading(scope, left, clause.key))
    if "query" not in changed:
        clause = replace(clause, query=_reading(scope, right, clause.query))
    return clause


def _reading(scope: Scope, names: Collection[Ref], now: str) -> str:
    """The slot, best the present one, in whose space all of these names are known."""
    for slot in (now, *scope.slots):
        if all(resolves(scope, slot, name) for name in names):
            return slot
    return now


def copy_values(copy: Copy) -> dict[str, str]:
    take = WHOLE
    if copy.part is not None:
        take = PART + ref_text(copy.part)
    elif copy.through is not None:
        take = THROUGH + copy.through
    return {
        "source": copy.source,
        "take": take,
        "target": copy.target,
        "gain": number_text(copy.gain),
    }


def build_copy(copy: Copy, values: Values, scope: Scope) -> Copy:
    take, target = values["take"], values["target"]
    part = through = None
    if take.startswith(PART):
        part = read({"take": take.removeprefix(PART)}, "take", snippets.ref)
    elif take.startswith(THROUGH):
        through = read({"take": take.removeprefix(THROUGH)}, "take", snippets.name)
    elif take != WHOLE:
        raise Unusable("take", "Choose one of the values in the list.")
    if target == NEW:
        target = _new_slot(values, scope)
    elif target not in scope.slots and target != copy.target:
        target = read(values, "target", snippets.name)
    gain = read(values, "gain", snippets.number)
    return Copy(values["source"], target, part, through, gain, copy.remarks)


def _new_slot(values: Values, scope: Scope) -> str:
    if not values.get("named"):
        return fresh("slot", scope.slots)
    name = read(values, "named", snippets.name)
    if name in scope.slots:
        raise Unusable("named", f"There is already a slot called {name}.")
    return name


def mend_copy(copy: Copy, changed: Changed, scope: Scope) -> Copy:
    if copy.through is not None:
        return _mend_through(copy, changed, scope)
    if "take" in changed and "source" not in changed and copy.part is not None:
        copy = replace(copy, source=_reading(scope, (copy.part,), copy.source))
    copy = _mend_ends(copy, changed, scope)
    part = copy.part
    if part is not None and "take" not in changed and not resolves(scope, copy.source, part):
        copy = replace(copy, part=None)
    return copy


def _mend_ends(copy: Copy, changed: Changed, scope: Scope) -> Copy:
    """Source and target of one space."""
    if copy.target not in scope.slots or _space(scope, copy.source) == _space(scope, copy.target):
        return copy
    if "target" not in changed:
        others = (slot for slot in twins(scope, copy.source) if slot != copy.source)
        return replace(copy, target=next(others, fresh("slot", scope.slots)))
    if "source" not in changed:
        same = (s for s in scope.slots if _space(scope, s) == _space(scope, copy.target))
        return replace(copy, source=next(same, copy.source))
    return copy


def _mend_through(copy: Copy, changed: Changed, scope: Scope) -> Copy:
    relation = scope.relations.get(copy.through or "")
    if relation is None:
        return copy
    if "take" not in changed:
        return copy if _fits(copy, scope) else replace(copy, through=None)
    if "source" not in changed:
        left = {pair[0] for pair in relation.pairs}
        copy = replace(copy, source=_reading(scope, left, copy.source))
    if "target" not in changed and not _fits(copy, scope):
        right = {pair[1] for pair in relation.pairs}
        slots = (s for s in scope.slots if s not in ("token", "position"))
        fit = (s for s in slots if all(resolves(scope, s, name) for name in right))
        copy = replace(copy, target=next(fit, copy.target))
    return copy


def _fits(copy: Copy, scope: Scope) -> bool:
    relation = scope.relations.get(copy.through or "")
    return relation is None or all(
        resolves(scope, copy.source, left) and resolves(scope, copy.target, right)
        for left, right in relation.pairs
    )


def _space(scope: Scope, slot: str) -> str | None:
    return scope.slots.get(slot)
