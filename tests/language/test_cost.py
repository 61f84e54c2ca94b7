"""Costs, counted by hand from section 8 of the language's reference."""

import pytest

from app.language.allowance import Given
from app.language.complaints import read
from app.language.cost import Cost, cost, layer_costs
from app.language.setting import Setting, from_json
from tests.language.samples import BRACKETS, DYCK, INDUCTION, LETTERS, program


def test_induction() -> None:
    # slots: token 4, position 24, prev 4, guess 4, and the constant
    width = 4 + 24 + 4 + 4 + 1
    heads = 2 * width * (24 + 4) + 2 * width * (4 + 1 + 4)
    parameters = 4 * width + 24 * width + heads + 2 * width + 4 * width
    assert cost(program(INDUCTION), LETTERS) == Cost(2, 2, 6, 0, width, 4, 24, parameters)


def test_dyck() -> None:
    # token 3, position 24, bad 2, answer 2, mix 3, seen 2, and the constant
    width = 3 + 24 + 2 + 2 + 3 + 2 + 1
    heads = 2 * width * (0 + 3) + 2 * width * (1 + 2)
    parameters = 3 * width + 24 * width + heads + 5 * (2 * width + 1) + 2 * width + 2 * width
    assert cost(program(DYCK), BRACKETS) == Cost(2, 2, 8, 5, width, 3, 1, parameters)


SETTING: Setting = from_json(
    {
        "tokens": ["a", "b", "c", "d"],
        "max_len": 6,
        "spaces": {"num": {"range": [0, 3]}},
        "slots": {"n": "num", "m": "num", "o": "token"},
        "concepts": {"v": {"members": ["a", "b"]}},
        "relations": {"kin": [["v", "a"], ["c", "d"]]},
    }
)


@pytest.mark.parametrize(
    ("rule", "terms", "neurons"),
    [
        ("when token is a and o is not b: o = c, o = d", 2, 1),
        ("when token[a] > 0: o = a", 1, 2),
        ("when token[a] >= o[a]: o = a", 2, 2),
        ("when token[a] < 1: o = a", 1, 2),
        ("when token[a] <= 1: o = a", 1, 2),
        ("when 2*token[v] == 1: o = a", 1, 3),
        ("when 0 < token[a] - o[a] <= 1/2: o = a", 2, 4),
        ("when n == m: o = a", 2, 4),
        ("when n == m and token[a] == 1: o = a", 3, 12),
        ("when n == m and m == n: o = a", 4, 16),
        ("neuron token[a] - 1/2: o = a", 1, 1),
        ("otherwise: o = a", 0, 0),
        ("compute n = n + n", 1, 2),
        ("compute n = n + m", 2, 10),
        ("compute n = n // m", 2, 12),
        ("compute n = 3", 0, 1),
        ("compute n = n * 999999999999 * 999999999999 * 0", 1, 4),
    ],
)
def test_rules(rule: str, terms: int, neurons: int) -> None:
    judgement = read(f"layer\nmlp\n{rule}\noutput o\n", SETTING)
    assert judgement.complaints == ()
    found = cost(judgement.program, SETTING)
    assert (found.terms, found.neurons) == (terms, neurons)


@pytest.mark.parametrize(
    ("step", "terms", "value_width", "key_width"),
    [
        ("copy token -> o", 1, 4, 0),
        ("copy token[v] -> o", 1, 2, 0),
        ("copy token[a] -> o\ncopy token[v] -> o", 2, 2, 0),
        ("copy token through kin -> o", 1, 3, 0),
        ("match key.token is a\ncopy token[a] -> o", 2, 1, 1),
        ("match key.n == query.position\ncopy token[a] -> o", 3, 1, 4),
        ("match key.token kin query.token\nprefer latest\ncopy token[a] -> o", 3, 1, 5),
    ],
)
def test_heads(step: str, terms: int, value_width: int, key_width: int) -> None:
    judgement = read(f"layer\nhead h\n{step}\noutput o\n", SETTING)
    assert judgement.complaints == ()
    found = cost(judgement.program, SETTING)
    assert (found.terms, found.value_width, found.key_width) == (terms, value_width, key_width)


def test_by_layer() -> None:
    layers = layer_costs(program(DYCK), BRACKETS)
    assert [(c.heads, c.terms, c.neurons, c.value_width) for c in layers] == [
        (1, 3, 2, 3),
        (1, 5, 3, 2),
    ]


def test_free_given_steps_cost_nothing_but_their_layer() -> None:
    first = Given(program("\n".join(INDUCTION.splitlines()[:4])), free=True)
    found = cost(program(INDUCTION), LETTERS, first)
    assert (found.layers, found.heads, found.terms, found.key_width) == (2, 1, 3, 5)
    assert cost(program(INDUCTION), LETTERS, Given(first.program)).heads == 2


def test_a_draft_has_costs_before_it_means_anything() -> None:
    draft = program("layer\nhead h\ncopy nowhere -> x\nmlp\ncompute y = z\noutput x\n")
    assert cost(draft, SETTING).heads == 1
