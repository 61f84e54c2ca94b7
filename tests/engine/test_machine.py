"""Plans: what is shared, what is left out, what is refused, and that pairs are the language's."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort

from app.engine import matrices
from app.engine.machine import build
from app.errors import TooLarge
from app.language.complaints import read
from app.language.program import COMPARISONS, Program, Slot, Space
from app.language.scope import scope_of
from app.language.setting import Setting, from_json
from tests import strategies
from tests.engine import slow

ABC = from_json({"tokens": ["a", "b", "c"], "max_len": 8})


def program(text: str, setting: Setting) -> Program:
    judgement = read(text, setting)
    assert judgement.complaints == ()
    return judgement.program


def test_a_machine_is_built_once() -> None:
    text = "layer\n  head h\n    copy token -> out\noutput out\n"
    assert build(program(text, ABC), ABC) is build(program(text, ABC), ABC)


def test_heads_with_equal_fixed_scores_share_them() -> None:
    text = (
        "layer\n  head one\n    copy token -> out\n  head two\n    match key.token is a\n"
        "    copy token -> out\n  head three\n    prefer latest\n    copy token -> out\n"
        "output out\n"
    )
    one, two, three = build(program(text, ABC), ABC).layers[0].heads
    assert one.fixed is two.fixed
    assert three.fixed is not one.fixed


def test_what_is_not_written_yet_is_not_read() -> None:
    text = (
        "slot none : token\nlayer\n  head h\n    match key.none == query.token\n"
        "    copy none -> out\n  mlp\n    when none is a and token is b: out = a\noutput out\n"
    )
    head, mlp = build(program(text, ABC), ABC).layers[0].heads[0], build(program(text, ABC), ABC)
    assert head.query is None
    assert head.value is None
    plan = mlp.layers[0].mlp
    assert plan is not None
    assert plan.hinges.table is not None


def test_a_relation_of_few_labels_takes_few_features() -> None:
    text = (
        "relation one = b:b\nlayer\n  head h\n    match key.token one query.token\n"
        "    copy token -> out\noutput out\n"
    )
    head = build(program(text, ABC), ABC).layers[0].heads[0]
    assert head.query is not None
    assert head.query.size == 1


def test_a_plan_that_would_not_fit_is_refused_with_a_sentence() -> None:
    setting = from_json({"tokens": ["a"], "max_len": 256})
    spaces = "space big = 0..255\n"
    slots = "".join(f"slot s{n} : big\n" for n in range(24))
    write = "  mlp\n" + "".join(f"    when token is a: s{n} = 0\n" for n in range(24))
    pairs = "".join(f"    match key.s{i} != query.s{j}\n" for i, j in product(range(24), repeat=2))
    text = f"{spaces}{slots}layer\n{write}layer\n  head h\n{pairs}    copy s0 -> out\noutput out\n"
    with pytest.raises(TooLarge, match="too large to run"):
        build(program(text, setting), setting)


def test_pairs_of_a_comparison_are_those_of_the_language() -> None:
    spaces = (*strategies.SPACES, Space("big", ("9" * 40, "x", "-" + "9" * 30)))
    slots = tuple(Slot(space.name, space.name) for space in spaces)
    scope = scope_of(Program(spaces=spaces, slots=slots), ABC)
    names = [*scope.spaces]
    for key, comparison, query, shift in product(names, COMPARISONS, names, (0, 1, -2)):
        pairs = np.argwhere(matrices.compared(scope, key, comparison, query, shift))
        labels = enumerate(scope.spaces[key]), enumerate(scope.spaces[query])
        same = key == query
        assert {(a, b) for a, b in pairs.tolist()} == {
            (a, b)
            for (a, x), (b, y) in product(*labels)
            if slow.accepts(x, comparison, y, shift, same)
        }


@effort(max_examples=50, deadline=None)
@given(strategies.worlds())
def test_pairs_of_a_relation_are_those_of_the_language(world: tuple[Setting, Program]) -> None:
    scope = scope_of(world[1], world[0])
    for relation, left, right in product(scope.relations, scope.spaces, scope.spaces):
        pairs = np.argwhere(matrices.related(scope, relation, left, right))
        covered = scope.relations[relation].pairs
        assert {(a, b) for a, b in pairs.tolist()} == {
            (a, b)
            for one, other in covered
            for a in scope.members(left, one) or ()
            for b in scope.members(right, other) or ()
        }


def test_a_machine_knows_what_its_arrays_take() -> None:
    text = "layer\n  head h\n    match key.token is a\n    copy token -> out\noutput out\n"
    assert 0 < build(program(text, ABC), ABC).plan_bytes < 10_000
