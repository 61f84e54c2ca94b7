"""Rules as neurons, against section 6's table written out a second time."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.language.complaints import read
from app.language.expand import Half, Unit, half
from app.language.flow import selects
from app.language.scope import scope_of
from app.language.setting import from_json

D = Fraction(1, 16)
SETTING = from_json(
    {
        "tokens": ["a", "b", "c"],
        "max_len": 4,
        "resolution": float(D),
        "concepts": {"v": {"members": ["a", "b"]}},
        "slots": {"s": "token", "o": "token"},
    }
)
STREAM = st.lists(st.fractions(-2, 2, max_denominator=48), min_size=3, max_size=3)


def expanded(rules: str) -> Half:
    judgement = read(f"layer\nmlp\n{rules}\noutput o\n", SETTING)
    assert judgement.complaints == ()
    scope = scope_of(judgement.program, SETTING)
    return half(judgement.program.layers[0], ("layers", 0), scope, SETTING.resolution)


def activation(unit: Unit, stream: dict[str, list[Fraction]]) -> float:
    total = 0.0
    for hinge in unit.hinges:
        inner = hinge.bias + sum(w * float(stream[s][i]) for (s, i), w in hinge.inputs)
        total += hinge.scale * max(inner, 0.0)
    return total


def ramp(x: Fraction) -> Fraction:
    return min(max(x, Fraction(0)), Fraction(1))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("s[a] > 1/2", lambda x: ramp((x - Fraction(1, 2)) / D)),
        ("s[a] >= 1/2", lambda x: ramp((x - Fraction(1, 2)) / D + 1)),
        ("s[a] < 1/2", lambda x: ramp((Fraction(1, 2) - x) / D)),
        ("s[a] <= 1/2", lambda x: ramp((Fraction(1, 2) - x) / D + 1)),
        ("s[a] == 1/2", lambda x: max(1 - abs(x - Fraction(1, 2)) / D, Fraction(0))),
        ("2*s[a] > 1", lambda x: ramp((x - Fraction(1, 2)) / D)),
        ("-4*s[a] < -2", lambda x: ramp((x - Fraction(1, 2)) / D)),
        ("1 > 2*s[a]", lambda x: ramp((Fraction(1, 2) - x) / D)),
    ],
)
def test_amounts(condition: str, expected: object) -> None:
    (unit,) = expanded(f"when {condition}: o = a").units
    for sixtieth in range(-60, 121):
        x = Fraction(sixtieth, 60)
        found = activation(unit, {"s": [x, Fraction(9), Fraction(9)]})
        assert found == pytest.approx(float(expected(x)))  # type: ignore[operator]


@given(STREAM)
def test_between_is_the_difference_of_its_ends(s: list[Fraction]) -> None:
    stream = {"s": s}
    (between,) = expanded("when 0 < s[v] - s[c] <= 1: o = a").units
    (low,) = expanded("when s[v] - s[c] > 0: o = a").units
    (high,) = expanded("when s[v] - s[c] > 1: o = a").units
    difference = activation(low, stream) - activation(high, stream)
    assert activation(between, stream) == pytest.approx(difference)


@given(STREAM, STREAM)
def test_literals_are_one_neuron_over_their_sum(s: list[Fraction], t: list[Fraction]) -> None:
    (unit,) = expanded("when s is v and token is not c: o = a").units
    assert len(unit.hinges) == 1
    expected = max(s[0] + s[1] + 1 - t[2] - 1, Fraction(0))
    assert activation(unit, {"s": s, "token": t}) == pytest.approx(float(expected))


@given(st.integers(0, 2), st.fractions(-1, 1, max_denominator=48))
def test_an_unmet_crisp_literal_switches_an_amount_off(token: int, x: Fraction) -> None:
    rule = "when token is a and s[a] <= 1/2 and token is not b: o = a"
    (unit,) = expanded(rule).units
    (alone,) = expanded("when s[a] <= 1/2: o = a").units
    crisp = [Fraction(int(i == token)) for i in range(3)]
    stream = {"token": crisp, "s": [x, Fraction(0), Fraction(0)]}
    expected = activation(alone, stream) if token == 0 else 0.0
    assert activation(unit, stream) == pytest.approx(expected)


def test_otherwise_counts_rules_and_shorthands_of_its_slot_once() -> None:
    found = expanded(
        "when token is a: o = a, o = b gain 3\nwhen token is b: s = a\nneuron s[a]: o = c\n"
        "otherwise: o = c\notherwise: o = b"
    )
    assert [default.counted for default in found.defaults] == [(0,), (0,)]
    assert [default.target for default in found.defaults] == [("o", 2), ("o", 1)]


def test_same_is_one_rule_a_label() -> None:
    found = expanded("when s == token: o = a")
    assert [unit.hinges[0].inputs for unit in found.units] == [
        ((("s", i), 1.0), (("token", i), 1.0)) for i in range(3)
    ]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        ("head h\nprefer latest\ncopy token -> x", True),
        ("head h\ncopy token -> x", False),
        ("head h\nmatch key.token is a weight 1/2\nprefer latest\ncopy token -> x", False),
        ("head h\nmatch key.token is a weight -2\nprefer latest\ncopy token -> x", True),
        ("head h\nmatch key.token is a weight 100000000\nprefer latest\ncopy token -> x", True),
        # The fraction that prefer adds would be lost in the rounding of such a score.
        ("head h\nmatch key.token is a weight 999999999\nprefer latest\ncopy token -> x", False),
    ],
)
def test_which_heads_select(steps: str, expected: bool) -> None:
    judgement = read(f"layer\n{steps}\noutput x\n", SETTING)
    assert selects(judgement.program, SETTING) == {("layers", 0, "heads", 0): expected}


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("head f\nprefer latest\ncopy token -> s", True),
        ("head f\ncopy token -> s", False),
        ("mlp\nwhen token is a: s = b gain -2\notherwise: s = a", True),
        ("mlp\nwhen token is a: s = b gain 1/2", False),
        ("mlp\nwhen token[a] > 1/2: s = b", False),
        ("mlp\nneuron token[a] + 1: s = b", True),
        ("mlp\nneuron 500000*token[a]: s = b gain 500000", False),
        ("head f\nprefer latest\ncopy token -> s gain 999999999", False),
        ("mlp\nwhen token is a: s = a gain 999999999", False),
        ("mlp\nwhen token is a: s = b gain 1000\notherwise: s = a", True),
    ],
)
def test_a_head_over_fractions_is_not_claimed_to_select(first: str, expected: bool) -> None:
    second = "head g\nmatch key.s is a\nprefer latest\ncopy token -> x"
    judgement = read(f"layer\n{first}\nlayer\n{second}\noutput x\n", SETTING)
    assert judgement.complaints == ()
    assert selects(judgement.program, SETTING)[("layers", 1, "heads", 0)] is expected


def test_what_a_compute_writes_without_reading_counts_towards_the_size_of_a_score() -> None:
    huge = (
        "space n = 0..3\nslot one : n\nslot big : n\n"
        "layer\nmlp\ncompute one = 1\n"
        "layer\nmlp\nneuron 99999999999*one[1]: big = 1 gain 99999999999\n"
        "layer\nhead h\nmatch key.big is 1\nprefer latest\ncopy token -> x\noutput x\n"
    )
    judgement = read(huge, SETTING)
    assert judgement.complaints == ()
    assert selects(judgement.program, SETTING)[("layers", 2, "heads", 0)] is False
