"""What a trace shows, and how it is laid out."""

import numpy as np

from app.engine.trace import trace
from app.language.complaints import read
from app.language.setting import from_json

SETTING = from_json({"tokens": ["a", "b"], "max_len": 4, "resolution": 0.25})
TEXT = """space flag = on
slot fired : flag
layer
  head all
    copy token -> mix
  head here
    match key.position == query.position
    copy token -> same
  mlp
    when token is b: fired = on
    when mix[a] == 1/2: fired = on gain 2
  mlp
    when mix == same: fired = on
layer
output mix
"""
PROGRAM = read(TEXT, SETTING).program


def test_streams_follow_the_half_layers() -> None:
    found = trace(PROGRAM, SETTING, ["a", "b"])
    assert len(found.streams) == 5
    assert list(found.streams[0]) == list(found.slots)
    assert found.streams[0]["token"].tolist() == [[1, 0], [0, 1]]
    assert found.streams[0]["position"].tolist() == [[1, 0, 0, 0], [0, 1, 0, 0]]
    assert found.streams[0]["mix"].tolist() == [[0, 0], [0, 0]]
    assert found.streams[1]["mix"].tolist() == [[1, 0], [0.5, 0.5]]
    assert found.streams[1]["fired"].tolist() == [[0], [0]]
    assert found.streams[2]["fired"].tolist() == [[1], [3.5]]
    assert found.streams[4]["fired"] is found.streams[2]["fired"]


def test_heads_show_scores_and_shares() -> None:
    all_, here = trace(PROGRAM, SETTING, ["a", "b"]).heads[0]
    assert (all_.name, here.name) == ("all", "here")
    assert all_.scores.tolist() == [[0, -np.inf], [0, 0]]
    assert all_.pattern.tolist() == [[1, 0], [0.5, 0.5]]
    assert here.scores.tolist() == [[1, -np.inf], [0, 1]]
    assert here.pattern.tolist() == [[1, 0], [0, 1]]


def test_units_are_in_the_order_they_were_written() -> None:
    found = trace(PROGRAM, SETTING, ["a", "b"])
    block = ("layers", 0, "mlps")
    places = [unit.place for unit in found.units[0]]
    assert places == [
        (*block, 0, "rules", 0),
        (*block, 0, "rules", 1),
        (*block, 1, "rules", 0),
        (*block, 1, "rules", 0),
    ]
    literal, tent, same_a, same_b = found.units[0]
    assert literal.activation.tolist() == [0, 1]
    assert tent.activation.tolist() == [0, 1]
    assert tent.neurons.tolist() == [[3, 1], [2, 0], [1, 0]]
    assert same_a.activation.tolist() == [1, 0]
    assert same_b.neurons.tolist() == [[0, 0.5]]
    assert found.units[1] == ()


def test_answers_come_with_how_far_they_lead() -> None:
    found = trace(PROGRAM, SETTING, ["a", "b", "b", "b"])
    assert found.answers == ("a", None, "b", "b")
    np.testing.assert_allclose(found.margins, [1, 0, 1 / 3, 1 / 2])


def test_an_empty_sequence_has_a_trace_of_its_own() -> None:
    found = trace(PROGRAM, SETTING, [])
    assert found.answers == ()
    assert found.margins == ()
    assert found.streams[-1]["mix"].shape == (0, 2)
    assert found.heads[0][0].pattern.shape == (0, 0)


def test_a_space_of_one_label_always_leads() -> None:
    setting = from_json({"tokens": ["a"], "max_len": 2})
    found = trace(read("output token\n", setting).program, setting, ["a"])
    assert found.margins == (float("inf"),)
