"""Batches: mixed lengths, chunks, numbers past all bounds, and memory."""

import tracemalloc
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from app.engine import forward
from app.engine.encode import encode
from app.engine.forward import BEYOND, UNDECIDED, run
from app.engine.limits import CHECK_BYTES
from app.engine.machine import build, forget
from app.engine.run import answer_labels
from app.engine.trace import trace
from app.language.complaints import read
from app.language.program import Program
from app.language.setting import Setting, from_json

INDUCTION = """layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
layer
  head recall
    match key.prev == query.token
    prefer latest
    copy token -> guess
output guess
"""
ABCD = from_json({"tokens": ["a", "b", "c", "d"], "max_len": 64})


def program(text: str, setting: Setting) -> Program:
    judgement = read(text, setting)
    assert judgement.complaints == ()
    return judgement.program


def test_rows_of_mixed_lengths_in_any_order() -> None:
    machine = build(program(INDUCTION, ABCD), ABCD)
    tokens = np.array([[0, 1, 0, 1], [3, 3, 3, 3], [0, 0, 0, 0], [2, 0, 2, 1]], dtype=np.uint8)
    lengths = np.array([3, 1, 0, 4], dtype=np.uint8)
    answers = run(machine, tokens, lengths)
    assert answers.dtype == np.int16
    assert answers.tolist() == [
        [0, 1, 1, BEYOND],
        [3, BEYOND, BEYOND, BEYOND],
        [BEYOND, BEYOND, BEYOND, BEYOND],
        [2, 0, 0, 1],
    ]


def test_what_stands_beyond_a_sequence_is_not_looked_at() -> None:
    machine = build(program(INDUCTION, ABCD), ABCD)
    one = run(machine, [[0, 1, 0, 77]], [3])
    assert one.tolist() == run(machine, [[0, 1, 0, -5]], [3]).tolist()


def test_no_sequences_and_only_empty_ones() -> None:
    one = program(INDUCTION, ABCD)
    assert answer_labels(one, ABCD, []) == []
    assert answer_labels(one, ABCD, [[], []]) == [[], []]


def test_undecided_is_minus_one() -> None:
    setting = from_json({"tokens": ["a", "b"], "max_len": 4})
    text = "layer\n  head all\n    copy token -> mix\noutput mix\n"
    assert run(build(program(text, setting), setting), [[0, 1, 1]], [3]).tolist() == [
        [0, UNDECIDED, 1]
    ]


@effort(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=12), min_size=1, max_size=9))
def test_the_size_of_a_chunk_changes_nothing(sequences: list[list[str]]) -> None:
    machine = build(program(INDUCTION, ABCD), ABCD)
    batch = encode(ABCD, sequences)
    whole = run(machine, *batch)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forward, "CHUNK_BYTES", 1)
        np.testing.assert_array_equal(run(machine, *batch), whole)


def test_amounts_past_all_bounds_decide_nothing_and_warn_of_nothing() -> None:
    setting = from_json({"tokens": ["a", "b"], "max_len": 4})
    grow = "".join(
        f"layer\n  head h\n    match key.s{n} == query.s{n}\n    copy s{n} -> s{n + 1} gain "
        f"999999999999\n  mlp\n    neuron 999999999999*s{n + 1}[a]: s{n + 1} = b gain "
        f"999999999999\n    neuron 999999999999*s{n + 1}[b]: s{n + 1} = a gain 999999999999\n"
        for n in range(11)
    )
    slots = "".join(f"slot s{n} : token\n" for n in range(6))
    start = "layer\n  head h\n    copy token -> s0\n"
    one = program(f"{slots}{start}{grow}output s11\n", setting)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert answer_labels(one, setting, [["a", "b", "a"]]) == [[None, None, None]]
        assert trace(one, setting, ["a", "b", "a"]).answers == (None, None, None)


def _peak(one: Program, setting: Setting, *worlds: tuple[int, int]) -> int:
    """The most bytes held while a machine is built and answers (count, length) worlds."""
    source = np.random.default_rng(0)
    rows = [
        source.integers(0, len(setting.tokens), (count, length), dtype=np.uint8)
        for count, length in worlds
    ]
    forget()
    tracemalloc.start()
    for tokens in rows:
        run(build(one, setting), tokens, np.full(len(tokens), tokens.shape[1]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_a_check_of_the_usual_size_takes_little_memory() -> None:
    one = program(INDUCTION, ABCD)
    assert _peak(one, ABCD, (20_000, 8), (500, 64)) < CHECK_BYTES // 8


def test_the_widest_stream_and_the_longest_sequences_stay_within_the_bound() -> None:
    labels = [f"t{n}" for n in range(200)]
    setting = from_json({"tokens": labels, "max_len": 256, "attention": "bidirectional"})
    count = 16
    slots = "".join(f"slot s{n} : token\n" for n in range(count))
    heads = "".join(
        f"  head h{n}\n    match key.token == query.s{n}\n    copy token -> s{n}\n"
        for n in range(count)
    )
    rules = "".join(f"    when token == s{n}: s0 = t0\n" for n in range(6))
    one = program(f"{slots}layer\n{heads}  mlp\n{rules}layer\n{heads}output s0\n", setting)
    assert _peak(one, setting, (2, 256)) < CHECK_BYTES
