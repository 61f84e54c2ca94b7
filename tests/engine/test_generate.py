"""Many sequences continued at once; single ones are in the table of cases."""

import numpy as np
import pytest

from app.engine.generate import REASONS, generate_batch
from app.engine.machine import Machine, build
from app.language.complaints import read
from app.language.setting import from_json


def _machine(**changed: object) -> Machine:
    setting = from_json(
        {
            "tokens": ["0", "1", "2", "3"],
            "max_len": 5,
            "generate": {"steps": 3, "stop": "3"},
            "spaces": {"back": ["3", "2", "1"]},
            **changed,
        }
    )
    text = (
        "slot next : back\nlayer\n  mlp\n    when token is 0: next = 1\n"
        "    when token is 1: next = 2\n    when token is 2: next = 3\noutput next\n"
    )
    return build(read(text, setting).program, setting)


def test_every_row_ends_in_its_own_way() -> None:
    tokens = [[0, 0, 0, 0, 0], [1, 0, 0, 0, 0], [1, 1, 1, 0, 0], [0, 0, 3, 0, 0], [2, 2, 2, 2, 2]]
    found = generate_batch(_machine(), tokens, [4, 1, 0, 3, 5])
    assert found.tokens.tolist() == [
        [1, -2, -2],
        [2, 3, -2],
        [-2, -2, -2],
        [-2, -2, -2],
        [-2, -2, -2],
    ]
    assert found.counts.tolist() == [1, 2, 0, 0, 0]
    reasons = [REASONS[reason] for reason in found.reasons]
    assert reasons == ["full", "stopped", "empty", "undecided", "full"]
    assert found.finished.tolist() == [False, True, False, False, False]


def test_steps_run_out() -> None:
    machine = _machine(generate={"steps": 2, "stop": "3"})
    found = generate_batch(machine, [[0]], [1])
    assert found.tokens.tolist() == [[1, 2]]
    assert REASONS[found.reasons[0]] == "out of steps"


def test_no_rows() -> None:
    found = generate_batch(_machine(), np.zeros((0, 0), dtype=int), [])
    assert found.tokens.shape == (0, 3)


def test_a_setting_that_does_not_generate() -> None:
    with pytest.raises(ValueError, match="does not generate"):
        generate_batch(_machine(generate=None), [[0]], [1])
