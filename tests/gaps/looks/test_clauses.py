"""Scores clause by clause add up to the engine's, and tell a full match from a poor one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.trace import trace
from app.gaps.looks.clauses import clause_scores, full, head_at, matched, most
from app.language.program import Program
from app.language.setting import Setting
from tests.gaps.small import program
from tests.strategies import worlds

LETTERS = Setting(tokens=("a", "b"), max_len=4)


def head(*clauses: str) -> Program:
    lines = "\n    ".join((*clauses, "copy token -> got"))
    return program(f"layer\n  head look\n    {lines}\noutput got")


def place(layer: int, number: int) -> tuple[str | int, ...]:
    return ("layers", layer, "heads", number)


@given(worlds(), st.data())
def test_clauses_add_up_to_the_score_of_the_engine(
    world: tuple[Setting, Program], data: st.DataObject
) -> None:
    setting, drawn = world
    size = data.draw(st.integers(1, setting.max_len))
    tokens = [data.draw(st.sampled_from(setting.tokens)) for _ in range(size)]
    tokens = [setting.tokens[0], *tokens[1:]] if setting.bos else tokens
    found = trace(drawn, setting, tokens)
    for n, layer in enumerate(found.heads):
        for h, looked in enumerate(layer):
            parts = clause_scores(drawn, setting, found, place(n, h))
            assert [clause for clause, _ in parts] == list(head_at(drawn, place(n, h)).clauses)
            total = sum((part for _, part in parts), np.zeros((size, size)))
            seen = np.isfinite(looked.scores)
            scale = 1 + max((np.abs(part).max() for _, part in parts), default=0.0)
            np.testing.assert_allclose(looked.scores[seen], total[seen], atol=1e-9 * scale)


@given(worlds(), st.data())
def test_no_key_with_crisp_slots_gets_more_than_the_most(
    world: tuple[Setting, Program], data: st.DataObject
) -> None:
    setting, drawn = world
    size = data.draw(st.integers(1, setting.max_len))
    tokens = [data.draw(st.sampled_from(setting.tokens)) for _ in range(size)]
    tokens = [setting.tokens[0], *tokens[1:]] if setting.bos else tokens
    found = trace(drawn, setting, tokens)
    for h in range(len(found.heads[0]) if found.heads else 0):
        clauses = [c for c, _ in clause_scores(drawn, setting, found, place(0, h))]
        if {c.key for c in clauses if hasattr(c, "key")} <= {"token", "position"}:
            best = most(drawn, setting, found, place(0, h))
            assert (matched(drawn, setting, found, place(0, h)) <= best[:, None] + 1e-9).all()


@pytest.mark.parametrize(
    ("clauses", "expected"),
    [
        (["match key.token is a", "match key.token == query.token weight 2"], 3.0),
        (["match key.token is a", "avoid key.position == query.position"], 1.0),
        (["match key.token is not a weight 3", "prefer latest"], 3.0),
        (["match key.token is a weight -2"], 0.0),
        (["avoid key.token is a weight -2"], 2.0),
        (["prefer latest"], None),
    ],
)
def test_a_full_match_counts_each_clause_that_can_give(
    clauses: list[str], expected: float | None
) -> None:
    assert full(head_at(head(*clauses), place(0, 0))) == expected


def test_clauses_that_exclude_each_other_lower_the_most_but_not_the_bound() -> None:
    both = head("match key.token is a", "match key.token == query.token")
    found = trace(both, LETTERS, ("a", "b"))
    assert full(head_at(both, place(0, 0))) == 2
    assert most(both, LETTERS, found, place(0, 0)).tolist() == [2, 1]


def test_nothing_comes_before_the_first_position() -> None:
    previous = head("match key.position == query.position - 1")
    found = trace(previous, LETTERS, ("a", "b"))
    assert most(previous, LETTERS, found, place(0, 0)).tolist() == [0, 1]
