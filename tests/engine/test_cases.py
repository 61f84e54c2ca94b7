"""The table of cases, run by the engine and by the slow implementation."""

import numpy as np
import pytest

from app.engine.generate import generate
from app.engine.run import answer_labels
from app.engine.trace import trace
from app.language.complaints import read
from app.language.program import Program
from app.language.setting import Setting, from_json
from tests.casebook.case import Case, Run
from tests.cases import CASES
from tests.engine import slow

NEAR = 1e-9


def _read(case: Case) -> tuple[Program, Setting]:
    setting = from_json(case.setting)
    judgement = read(case.program, setting)
    assert judgement.complaints == ()
    return judgement.program, setting


def _name(case: Case) -> str:
    return case.name


def test_no_two_cases_have_one_name() -> None:
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_engine_does_as_the_table_says(case: Case) -> None:
    program, setting = _read(case)
    for run in case.runs:
        if run.generated is not None:
            found = generate(program, setting, run.tokens)
            assert (found.tokens, found.reason) == (run.generated, run.reason)
            assert found.finished == (run.reason in ("stopped", "ran its steps"))
            assert answer_labels(program, setting, [run.tokens]) == [list(run.generated)]
            continue
        traced = trace(program, setting, run.tokens)
        for slot, rows in run.amounts.items():
            _near(slot, traced.streams[-1][slot], rows)
        if run.answers is not None:
            assert traced.answers == run.answers
            assert answer_labels(program, setting, [run.tokens]) == [list(run.answers)]


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_slow_implementation_does_as_the_table_says(case: Case) -> None:
    program, setting = _read(case)
    for run in case.runs:
        _slowly(program, setting, run)


def _slowly(program: Program, setting: Setting, run: Run) -> None:
    if run.generated is not None:
        made, finished = slow.generate(program, setting, list(run.tokens))
        assert tuple(made) == run.generated
        assert finished == (run.reason in ("stopped", "ran its steps"))
        return
    found = slow.run(program, setting, list(run.tokens))
    for slot, rows in run.amounts.items():
        _near(slot, [here[slot] for here in found.streams[-1]], rows)
    if run.answers is not None:
        assert tuple(found.answers) == run.answers


def _near(slot: str, found: object, wanted: object) -> None:
    one, other = np.array(found, dtype=np.float64), np.array(wanted, dtype=np.float64)
    np.testing.assert_allclose(one, other, rtol=NEAR, atol=NEAR, err_msg=slot)
