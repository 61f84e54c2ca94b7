"""The engine against the slow implementation, and against itself in other company."""

from typing import TypeAlias

import numpy as np
from hypothesis import given, note
from hypothesis import settings as effort
from hypothesis import strategies as st

from app.engine.encode import encode
from app.engine.forward import flow
from app.engine.generate import generate, generate_batch
from app.engine.machine import build
from app.engine.run import answer_labels
from app.engine.stream import Floats
from app.engine.trace import Trace, trace
from app.language.complaints import complaints
from app.language.program import Program
from app.language.setting import Setting
from app.language.show import show
from tests import strategies
from tests.engine import slow

World: TypeAlias = tuple[Setting, Program, list[list[str]]]

NEAR = 1e-9


@st.composite
def _batches(draw: st.DrawFn, generates: bool = False) -> World:
    setting = draw(strategies.settings(generates=generates))
    program = draw(strategies.programs(setting))
    batch = draw(st.lists(strategies.sequences(setting), min_size=1, max_size=4))
    return setting, program, batch


def _clear(found: slow.Outcome, program: Program) -> bool:
    """Whether no answer hangs on the last digits of a float: amounts a millionth apart."""
    slot = program.outputs[0].slot
    for here in found.streams[-1]:
        ordered = sorted(float(amount) for amount in here[slot])
        if len(ordered) > 1 and abs(ordered[-1] - ordered[-2] - slow.CLOSE) < NEAR:
            return False
    return True


@effort(max_examples=200, deadline=None)
@given(_batches())
def test_a_trace_is_what_the_slow_implementation_does(world: World) -> None:
    setting, program, batch = world
    note(f"{setting}\n{show(program)}")
    assert not complaints(program, setting)
    for tokens in batch:
        wanted, found = slow.run(program, setting, tokens), trace(program, setting, tokens)
        _same_streams(wanted, found)
        _same_looks(wanted, found)
        for layer, units in enumerate(found.units):
            for unit, fired in zip(units, wanted.activations[layer], strict=True):
                _near(unit.activation, fired)
        if _clear(wanted, program):
            assert list(found.answers) == wanted.answers


@effort(max_examples=80, deadline=None)
@given(_batches())
def test_company_changes_nothing(world: World) -> None:
    """Every sequence comes out the same to the last bit, whatever batch it is in."""
    setting, program, batch = world
    note(f"{setting}\n{show(program)}")
    together = answer_labels(program, setting, batch)
    assert together == [list(trace(program, setting, tokens).answers) for tokens in batch]
    machine = build(program, setting)
    for length in {len(tokens) for tokens in batch}:
        tokens, _ = encode(setting, [row for row in batch if len(row) == length])
        crowd = flow(machine, np.concatenate([tokens] * 7)).amounts
        for row in range(len(tokens)):
            np.testing.assert_array_equal(
                crowd[row], flow(machine, tokens[row : row + 1]).amounts[0]
            )


@effort(max_examples=80, deadline=None)
@given(_batches(generates=True))
def test_generated_tokens_are_those_of_the_slow_implementation(world: World) -> None:
    setting, program, batch = world
    note(f"{setting}\n{show(program)}")
    found = generate_batch(build(program, setting), *encode(setting, batch))
    for row, tokens in enumerate(batch):
        made, finished = slow.generate(program, setting, tokens)
        assert [setting.tokens[t] for t in found.tokens[row, : found.counts[row]]] == made
        assert found.finished[row] == finished
        alone = generate(program, setting, tokens)
        assert (list(alone.tokens), alone.finished) == (made, finished)


def _same_streams(wanted: slow.Outcome, found: Trace) -> None:
    for expected, slots in zip(wanted.streams, found.streams, strict=True):
        for slot, amounts in slots.items():
            _near(amounts, [here[slot] for here in expected])


def _same_looks(wanted: slow.Outcome, found: Trace) -> None:
    for layer, heads in enumerate(found.heads):
        for head, scores in zip(heads, wanted.scores[layer], strict=True):
            _near(head.scores, [[-np.inf if s is None else s for s in row] for row in scores])
        for head, pattern in zip(heads, wanted.patterns[layer], strict=True):
            _near(head.pattern, pattern)


def _near(found: Floats, wanted: object) -> None:
    expected = np.reshape(np.array(wanted, dtype=np.float64), found.shape)
    np.testing.assert_allclose(found, expected, rtol=NEAR, atol=NEAR)
