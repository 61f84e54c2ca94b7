"""Reading the written form: what each statement means, and what is said of what cannot be read."""

from fractions import Fraction

import pytest

from app.language import bounds
from app.language.parse import parse
from app.language.program import (
    Amount,
    Between,
    Binary,
    Compare,
    Compute,
    Copy,
    Extreme,
    Has,
    Is,
    Negate,
    Neuron,
    Number,
    Otherwise,
    Prefer,
    Read,
    Ref,
    Relate,
    Same,
    Term,
    When,
    Write,
)
from tests.language.samples import program


def clause(text: str) -> object:
    return program(f"layer\nhead h\n{text}\n").layers[0].heads[0].clauses[0]


def copy(text: str) -> Copy:
    return program(f"layer\nhead h\n{text}\n").layers[0].heads[0].copies[0]


def rule(text: str) -> object:
    return program(f"layer\nmlp\n{text}\n").layers[0].mlps[0].rules[0]


def condition(text: str) -> object:
    when = rule(f"when {text}: d = x")
    assert isinstance(when, When)
    return when.conditions[0]


A = Ref("a")
HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("match key.s == query.t", Compare("s", "==", "t")),
        ("match key.s!=query.t", Compare("s", "!=", "t")),
        ("match key.s <= query.t - 2 weight 3", Compare("s", "<=", "t", -2, Fraction(3))),
        ("avoid key.s > query.t + 1", Compare("s", ">", "t", 1, avoid=True)),
        ("match key.s kin query.t weight -1/2", Relate("s", "kin", "t", -HALF)),
        ("match key.s is a", Has("s", A)),
        ("match key.s is not a weight 0.5", Has("s", A, True, HALF)),
        ('avoid key.s is "is"', Has("s", Ref("is", True), avoid=True)),
        ("match key.s is -3", Has("s", Ref("-3"))),
        ("prefer latest", Prefer("latest")),
        ("prefer earliest", Prefer("earliest")),
    ],
)
def test_clauses(text: str, meaning: object) -> None:
    assert clause(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("copy s -> d", Copy("s", "d")),
        ("copy s->d gain -2", Copy("s", "d", gain=Fraction(-2))),
        ("copy s[a] -> d", Copy("s", "d", A)),
        ('copy s["("] -> d gain 1/3', Copy("s", "d", Ref("(", True), gain=Fraction(1, 3))),
        ("copy s through kin -> d", Copy("s", "d", through="kin")),
    ],
)
def test_copies(text: str, meaning: Copy) -> None:
    assert copy(text) == meaning


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("s is a", Is("s", A)),
        ("s is not a", Is("s", A, True)),
        ("s == r", Same("s", "r")),
        ("s[a] > 1/2", Amount((Term(Fraction(1), "s", A),), ">", (Term(HALF),))),
        (
            "-2*s[a] + 0.5 <= s[b] - 1",
            Amount(
                (Term(Fraction(-2), "s", A), Term(HALF)),
                "<=",
                (Term(Fraction(1), "s", Ref("b")), Term(Fraction(-1))),
            ),
        ),
        (
            "-1 < s[a] <= 1/2",
            Between(Fraction(-1), "<", (Term(Fraction(1), "s", A),), "<=", HALF),
        ),
        (
            "s[-1] == 0",
            Amount((Term(Fraction(1), "s", Ref("-1")),), "==", (Term(Fraction(0)),)),
        ),
    ],
)
def test_conditions(text: str, meaning: object) -> None:
    assert condition(text) == meaning


def test_rules() -> None:
    write = Write("d", Ref("x"))
    two = (write, Write("e", Ref("y"), HALF))
    both = (Is("s", A), Is("r", Ref("b"), True))
    assert rule("when s is a and r is not b: d = x, e = y gain 0.5") == When(both, two)
    amount = (Term(Fraction(1), "s", A), Term(Fraction(1, 3)))
    assert rule("neuron s[a] + 1/3: d = x") == Neuron(amount, (write,))
    assert rule("otherwise: d = x") == Otherwise("d", Ref("x"))


def test_compute_has_pythons_precedence() -> None:
    read = rule("compute d = a - 1 - b * min(c, -2) % 3")
    product = Binary("*", Read("b"), Extreme("min", (Read("c"), Negate(Number(2)))))
    left = Binary("-", Read("a"), Number(1))
    assert read == Compute("d", Binary("-", left, Binary("%", product, Number(3))))


def test_declarations() -> None:
    read = program(
        'space num = -1..1 "a b"\nslot d : num\nconcept v = a e\nconcept low of num = -1 0\n'
        "relation kin = a:b v:-1\noutput d\n"
    )
    assert read.spaces[0].labels == ("-1", "0", "1", "a b")
    assert (read.slots[0].name, read.slots[0].space) == ("d", "num")
    assert [c.space for c in read.concepts] == ["token", "num"]
    assert read.relations[0].pairs == ((A, Ref("b")), (Ref("v"), Ref("-1")))
    assert read.outputs[0].slot == "d"


def test_circuits_and_the_steps_in_them() -> None:
    read = program(
        "circuit find/back: look # one back\nlayer\nhead h in find/back\ncopy a -> b\nmlp in find\n"
    )
    assert (read.circuits[0].path, read.circuits[0].purpose) == ("find/back", "look # one back")
    assert read.layers[0].heads[0].circuit == "find/back"
    assert read.layers[0].mlps[0].circuit == "find"


def test_comments_stay_with_their_statement() -> None:
    read = program("# why\n#\nlayer # one\n  head h\n copy a -> b\n# the end\n")
    assert read.layers[0].remarks.before == ("why", "")
    assert read.layers[0].remarks.beside == "one"
    assert read.closing == ("the end",)


def test_a_hash_in_quotes_begins_no_comment() -> None:
    has = clause('match key.s is "#" # a sign')
    assert isinstance(has, Has)
    assert (has.what, has.remarks.beside) == (Ref("#", True), "a sign")


def test_heads_may_follow_an_mlp() -> None:
    layer = program("layer\nmlp\nwhen s is a: d = x\nhead h\ncopy a -> b\nmlp\n").layers[0]
    assert (len(layer.heads), len(layer.mlps)) == (1, 2)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("slto x : y", 1, "slot"),
        ("head h", 1, "layer"),
        ("layer\ncopy a -> b", 2, "head"),
        ("layer\nwhen s is a: d = x", 2, "mlp"),
        ("layer\nhead copy", 2, "word of the language"),
        ("layer\nhead h\nmatch key.s", 3, "comparison"),
        ("layer\nhead h\nmatch s == query.t", 3, "key."),
        ("layer\nhead h\ncopy a -> b gain", 3, "a gain"),
        ("layer\nhead h\ncopy a -> b gain 1/0", 3, "below the stroke"),
        ('layer\nhead h\nmatch key.s is "a', 3, "same line"),
        ("layer\nhead h\nmatch key.s is max", 3, "double quotes"),
        ("layer\nhead h\nmatch key.s is 1e5", 3, "double quotes"),
        ("space s = 0.5", 1, "double quotes"),
        ("space s = 5..1", 1, "upwards"),
        ("space s = 0..256", 1, "256"),
        ("layer\nmlp\nwhen s[a] > 1 < 2: d = x", 3, "between"),
        ("layer\nmlp\nwhen 1 < s[a] < r[b]: d = x", 3, "numbers"),
        ("layer\nmlp\notherwise: d = x gain 2", 3, "no gain"),
        ("layer é", 1, "double quotes"),
        ("layer\nmlp\ncompute d = (1", 3, ")"),
    ],
)
def test_one_sentence_on_the_right_line(text: str, line: int, said: str) -> None:
    complaints = parse(text).complaints
    assert [complaint.line for complaint in complaints] == [line]
    assert said in complaints[0].message


def test_every_bad_line_is_told_at_once() -> None:
    assert [c.line for c in parse("x\nlayer\ny\nhead h\nz\n").complaints] == [1, 3, 5]


@pytest.mark.parametrize(
    "text",
    [
        "layer\n" * (bounds.LAYERS + 1),
        "layer\n" + "".join(f"head h{i}\ncopy a -> b\n" for i in range(33)),
        "x" * (bounds.TEXT_BYTES + 1),
        "space s = " + " ".join(str(i) for i in range(257)),
        "layer\nmlp\ncompute d = " + "(" * 100,
        "layer\nhead h\ncopy a -> b gain " + "9" * 13,
        "slot " + "n" * 65 + " : token",
    ],
)
def test_bounds_are_complaints(text: str) -> None:
    assert parse(text).complaints


def test_what_stood_under_a_lost_line_is_not_told_as_well() -> None:
    text = (
        "layer\nhed h\nmatch key.s is a\ncopy a -> b\nmpl\nwhen s is a: d = x\nwhen s is: d = x\n"
    )
    assert [c.line for c in parse(text).complaints] == [2, 5, 7]
    again = "layer\nhed h\ncopy a -> b\nlayer\ncopy a -> b\n"
    assert [c.line for c in parse(again).complaints] == [2, 5]
