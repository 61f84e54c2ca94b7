"""Complaints about what a puzzle does not allow: given steps, sealed slots, constructs, budget."""

from collections.abc import Iterator, Mapping

from app.language.allowance import Allowance, Construct, CostName, Given
from app.language.arithmetic import inputs
from app.language.complaint import Complaint
from app.language.cost import LayerCost, cost, layer_costs, value_width
from app.language.expand import rules_of
from app.language.flow import selects
from app.language.given import altered, is_given, own_steps
from app.language.program import (
    Amount,
    Between,
    Compute,
    Has,
    Head,
    Is,
    Layer,
    Neuron,
    Otherwise,
    Place,
    Prefer,
    Program,
    Rule,
    Same,
)
from app.language.scope import Scope, scope_of
from app.language.setting import Setting

_WORDS: dict[CostName, str] = {
    "layers": "layers",
    "heads": "heads",
    "terms": "terms",
    "neurons": "neurons",
    "width": "directions in the stream",
    "value_width": "labels copied by one head",
    "key_width": "directions of key in one head",
    "parameters": "parameters",
}


def permission(program: Program, setting: Setting, allowance: Allowance) -> Iterator[Complaint]:
    """Everything a program has or lacks that this puzzle does not allow."""
    if allowance.given is not None:
        for n, what in altered(program, allowance.given):
            yield _changed(f"{what} in layer {n + 1}", ("layers", n))
    own = set(own_steps(program, allowance.given))
    yield from _sealed(program, own, allowance.sealed, allowance.given)
    yield from _forbidden(program, setting, own, allowance)
    yield from _budget(program, setting, allowance)


def _changed(what: str, at: Place) -> Complaint:
    message = (
        f"The {what} is given by the puzzle and must stay as it is; undo or reset brings it back."
    )
    return Complaint(message, at, "rule")


def _sealed(
    program: Program, own: set[Place], sealed: frozenset[str], given: Given | None
) -> Iterator[Complaint]:
    if not sealed:
        return
    for place in sorted(own, key=str):
        for slot in dict.fromkeys(reads(program, place, _is_open(program, place, given))):
            if slot in sealed:
                message = f"{slot} is sealed here: only the given steps may read it."
                yield Complaint(message, place, "rule", found=slot)
    for output in program.outputs:
        if output.slot in sealed:
            message = f"{output.slot} is sealed here and cannot be the output."
            yield Complaint(message, ("outputs", 0), "rule", found=output.slot)


def _is_open(program: Program, place: Place, given: Given | None) -> bool:
    """Whether a head is given but for its clauses, which are the player's."""
    if given is None or place[2] != "heads":
        return False
    name = program.layers[int(place[1])].heads[int(place[3])].name
    return name in given.open and is_given(program, place, given)


def reads(program: Program, place: Place, clauses_only: bool = False) -> Iterator[str]:
    """The slots that the head or MLP block at a place reads."""
    layer = program.layers[int(place[1])]
    if place[2] == "heads":
        head = layer.heads[int(place[3])]
        for clause in head.clauses:
            if isinstance(clause, Has):
                yield clause.key
            elif not isinstance(clause, Prefer):
                yield from (clause.key, clause.query)
        if not clauses_only:
            yield from (copy.source for copy in head.copies)
        return
    for rule in layer.mlps[int(place[3])].rules:
        yield from rule_reads(rule)


def rule_reads(rule: Rule) -> Iterator[str]:
    """The slots that a rule reads."""
    if isinstance(rule, Otherwise):
        return
    if isinstance(rule, Compute):
        yield from inputs(rule.expression)
    elif isinstance(rule, Neuron):
        yield from (term.slot for term in rule.amount if term.slot)
    else:
        for condition in rule.conditions:
            match condition:
                case Is():
                    yield condition.slot
                case Same():
                    yield from (condition.left, condition.right)
                case Amount():
                    terms = (*condition.left, *condition.right)
                    yield from (term.slot for term in terms if term.slot)
                case Between():
                    yield from (term.slot for term in condition.middle if term.slot)


def _forbidden(
    program: Program, setting: Setting, own: set[Place], allowance: Allowance
) -> Iterator[Complaint]:
    forbidden = allowance.forbidden
    if not forbidden:
        return
    scope, chosen = scope_of(program, setting), selects(program, setting)
    for kind in ("concepts", "relations", "spaces"):
        given = getattr(allowance.given.program, kind) if allowance.given else ()
        for n, one in enumerate(getattr(program, kind)):
            if kind in forbidden and one not in given:
                message = f"This puzzle gives the {kind} there are; you may not make your own."
                yield Complaint(message, (kind, n), "rule", found=one.name)
    for place in sorted(own, key=str):
        open_head = _is_open(program, place, allowance.given)
        for construct, where, sentence in _uses(program, scope, chosen, place):
            if open_head and construct not in ("averaging heads", "prefer"):
                continue
            if construct in forbidden:
                yield Complaint(sentence, where, "rule", found=construct)


Use = tuple[Construct, Place, str]


def _uses(
    program: Program, scope: Scope, chosen: Mapping[Place, bool], place: Place
) -> Iterator[Use]:
    layer = program.layers[int(place[1])]
    if place[2] == "heads":
        yield from _head_uses(layer.heads[int(place[3])], place, scope, chosen[place])
        return
    block = Layer(mlps=(layer.mlps[int(place[3])],))
    for rule_place, rule in rules_of(block, place[:2]):
        yield from _rule_uses(rule, (*place, *rule_place[-2:]))


def _head_uses(head: Head, at: Place, scope: Scope, chosen: bool) -> Iterator[Use]:
    yield "heads", at, "This puzzle is to be solved without heads of your own."
    if not chosen:
        sentence = (
            f"Heads must select one position here: head {head.name} needs a preference for the "
            "latest or earliest, whole weights, and slots that hold whole amounts, none of them "
            "enormous."
        )
        yield "averaging heads", at, sentence
    for n, clause in enumerate(head.clauses):
        if isinstance(clause, Prefer):
            yield "prefer", (*at, "clauses", n), "This puzzle allows no preference for an end."
    for n, copy in enumerate(head.copies):
        place = (*at, "copies", n)
        if copy.gain != 1:
            yield "gains", place, "This puzzle allows no gains."
        if copy.through is not None:
            yield "through", place, "This puzzle allows no copies through a relation."
    if value_width(head, scope) > 1:
        sentence = f"A head may copy the amount of one label here; head {head.name} copies more."
        yield "wide values", at, sentence


def _rule_uses(rule: Rule, at: Place) -> Iterator[Use]:
    yield "rules", at, "This puzzle is to be solved without rules of your own."
    if isinstance(rule, Compute):
        yield "compute", at, "This puzzle allows no compute."
    elif isinstance(rule, Neuron):
        yield "bare neurons", at, "This puzzle allows no bare neurons."
    elif not isinstance(rule, Otherwise) and any(
        isinstance(condition, Amount | Between) for condition in rule.conditions
    ):
        yield "amounts", at, "This puzzle allows no conditions on amounts."
    if not isinstance(rule, Compute | Otherwise) and any(w.gain != 1 for w in rule.writes):
        yield "gains", at, "This puzzle allows no gains."


def _budget(program: Program, setting: Setting, allowance: Allowance) -> Iterator[Complaint]:
    if not allowance.budget and not allowance.per_layer:
        return
    total = cost(program, setting, allowance.given)
    for name, limit in allowance.budget.items():
        spent = getattr(total, name)
        if spent > limit:
            yield _over(name, spent, limit, "", ("layers",))
    if not allowance.per_layer:
        return
    layers = layer_costs(program, setting, allowance.given)
    for n, bounds in enumerate(allowance.per_layer[: len(layers)]):
        yield from _layer_budget(layers[n], bounds, n)


def _layer_budget(spent: LayerCost, limits: Mapping[CostName, int], n: int) -> Iterator[Complaint]:
    for name, limit in limits.items():
        used = getattr(spent, name, 0)
        if used > limit:
            yield _over(name, used, limit, f" in layer {n + 1}", ("layers", n))


def _over(name: CostName, spent: int, limit: int, where: str, at: Place) -> Complaint:
    message = f"That makes {spent} {_WORDS[name]}{where}; the budget is {limit}."
    return Complaint(message, at, "budget", found=str(spent), expected=str(limit))
