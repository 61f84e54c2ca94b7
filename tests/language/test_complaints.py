"""Everything the language says about a program that is not allowed."""

import pytest

from app.language import bounds
from app.language.allowance import ANYTHING, Allowance, Given
from app.language.complaints import complaints, read, runnable
from app.language.setting import Setting, from_json
from tests.language.samples import BRACKETS, DYCK, INDUCTION, LETTERS, program

HEAD = "layer\nhead h\n{}\ncopy token -> o\noutput o\n"
RULE = "slot o : token\nslot n : num\nspace num = 0..3\nlayer\nmlp\n{}\noutput o\n"


def said(text: str, setting: Setting = LETTERS, allowance: Allowance = ANYTHING) -> str:
    """Every complaint of a text with its line, one a line."""
    return "\n".join(str(complaint) for complaint in read(text, setting, allowance).complaints)


def test_the_worked_programs_are_fine() -> None:
    assert said(INDUCTION) == ""
    assert said(DYCK, BRACKETS) == ""


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ("match key.tokn == query.token", ["line 3", "tokn", "Did you mean token?"]),
        ("match key.token < query.token", ["no order"]),
        ("match key.token == query.token + 1", ["no order"]),
        ("match key.position == query.token", ["one space"]),
        ("match key.token kin query.token", ["relation", "kin"]),
        ("match key.token is e", ["label or concept of token", "Known: a, b, c, d"]),
        ("prefer latest\nprefer earliest", ["one end"]),
        ("copy position -> token", ["No step may write token"]),
        ("copy token -> x\ncopy position -> x", ["copy between slots of one space"]),
    ],
)
def test_heads(clause: str, words: list[str]) -> None:
    text = said(HEAD.format(clause))
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("when token is a: o = e", ["label or concept of token"]),
        ("when token is a: token = a", ["No step may write token"]),
        ("when token == position: o = a", ["one space"]),
        ("when token[a] > 1 and o[b] > 1: o = a", ["One rule reads one amount"]),
        ("when token[a] > token[a] - 1: o = a", ["No amount is left"]),
        ("when 1 < token[a] < 1: o = a", ["lower end"]),
        ("compute n = token", ["whole numbers", "labels of token"]),
        ("compute m = position", ["slot", "'m'"]),
        ("when token is a: zz = b", ["zz"]),
    ],
)
def test_rules(rule: str, words: list[str]) -> None:
    text = said(RULE.format(rule))
    assert all(word in text for word in words), text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("slot token : token", ["built in"]),
        ("space s = a a", ["twice"]),
        ("slot x : nowhere", ["nowhere"]),
        ("slot x : token\nslot x : token", ["declared already"]),
        ("slot 3 : token", ["name"]),
        ("concept a = b", ["label of token"]),
        ("concept v = w\nconcept w = v", ["contains itself"]),
        ('concept v = a\nconcept w = "v"', ["In quotes v is a label"]),
        ("concept v of position = a", ["'a'"]),
        ("circuit x: one\ncircuit x: two", ["twice"]),
        ("", ["output"]),
        ("output token\noutput token", ["one output"]),
        ("layer\nhead h\noutput token", ["brings nothing back"]),
        ("layer\nhead h\ncopy token -> a1\nhead h\ncopy token -> a1\noutput a1", ["rename one"]),
    ],
)
def test_declarations_and_the_whole(text: str, words: list[str]) -> None:
    sentences = said(text)
    assert all(word in sentences for word in words), sentences


def test_all_but_slots_may_be_called_by_a_number() -> None:
    text = "concept 7 = a b\nlayer\nhead 1\nmatch key.token is 7\ncopy token -> o\noutput o"
    assert said(text) == ""


def test_what_the_setting_gives_may_not_be_declared_again() -> None:
    assert "given by the puzzle" in said("space verdict = a\n" + DYCK, BRACKETS)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"slots": {"x": "nowhere"}}, "nowhere"),
        ({"concepts": {"v": {"members": ["z"]}}}, "'z'"),
        ({"concepts": {"a": {"members": ["b"]}}}, "label of token"),
        ({"spaces": {"token": ["x"]}}, "built in"),
        ({"slots": {"a b": "token"}}, "cannot be the name"),
    ],
)
def test_a_setting_may_give_only_what_a_program_could_declare(
    given: dict[str, object], words: str
) -> None:
    setting = from_json({"tokens": ["a", "b"], "max_len": 8, **given})
    assert "In the setting:" in said("output token", setting)
    assert words in said("output token", setting)


def test_no_positions_no_order() -> None:
    bag = from_json({"tokens": ["a", "b"], "max_len": 8, "positions": "none"})
    assert "order is invisible" in said(HEAD.format("match key.position == query.position"), bag)
    assert "no positions" in said(HEAD.format("prefer latest"), bag)


def test_max_weight_bounds_a_head_and_every_gain() -> None:
    soft = from_json(
        {"tokens": ["a", "b"], "max_len": 8, "mode": "soft", "sharpness": 1, "max_weight": 2}
    )
    fine = HEAD.format("match key.token is a\navoid key.token is b\nprefer latest")
    assert said(fine, soft) == ""
    assert "sum to 3" in said(HEAD.format("match key.token is a weight -3"), soft)
    assert "gain" in said(HEAD.format("copy token -> o gain -5/2"), soft)


def test_max_weight_is_the_number_as_written() -> None:
    tight = from_json({"tokens": ["a", "b"], "max_len": 8, "max_weight": 2.3})
    clauses = "match key.token is a weight 0.1\navoid key.token is b weight 2.2\n"
    assert said(HEAD.format(clauses + "copy token -> o gain -2.3"), tight) == ""
    assert "sum to" in said(HEAD.format(clauses + "match key.token is b weight 0.000001"), tight)
    assert "gain" in said(HEAD.format("copy token -> o gain 2.300001"), tight)


def test_generated_answers_must_be_tokens() -> None:
    setting = from_json({"tokens": ["a", "b"], "max_len": 8, "generate": {"steps": 3}})
    assert said("output token", setting) == ""
    assert "must be tokens" in said("output position", setting)


def test_undeclared_slots_take_the_space_of_their_source() -> None:
    assert said("layer\nhead h\ncopy later -> last\ncopy token -> later\noutput last") == ""
    through = (
        "relation r = a:b\nlayer\nhead h\ncopy token through r -> x\ncopy position -> x\noutput x"
    )
    assert "one space" in said(through)


def test_a_compute_over_large_spaces_is_refused_before_it_is_expanded() -> None:
    setting = from_json({"tokens": ["a"], "max_len": 256})
    text = "slot x : position\nlayer\nmlp\ncompute x = position * x - position\noutput x\n"
    assert "65,536 combinations" in said(text, setting)


def test_neurons_are_bounded_after_expansion() -> None:
    setting = from_json({"tokens": ["a"], "max_len": 256})
    many = "slot x : position\nlayer\nmlp\n" + "when x == position: x = 1\n" * 17 + "output x\n"
    assert f"{17 * 256:,} neurons; {bounds.NEURONS:,}" in said(many, setting)


def test_what_neurons_read_is_bounded_before_it_is_expanded() -> None:
    labels = [f"t{n}" for n in range(200)]
    setting = from_json({"tokens": labels, "max_len": 4, "slots": {"other": "token"}})
    literals = " and ".join(["token is all"] * 8)
    rule = f"when token == other and {literals}: other = t0"
    text = f"concept all = {' '.join(labels)}\nlayer\nmlp\n{rule}\noutput other\n"
    assert f"{200 * 1602:,} amounts; {bounds.RULE_READS:,}" in said(text, setting)


# What a puzzle allows ---------------------------------------------------------------------------


def test_budgets_are_complaints_of_their_own_kind() -> None:
    allowance = Allowance(budget={"heads": 1}, per_layer=({"heads": 1}, {"heads": 0}))
    found = complaints(program(INDUCTION), LETTERS, allowance)
    assert [complaint.kind for complaint in found] == ["budget", "budget"]
    assert "2 heads; the budget is 1" in found[0].message
    assert found[1].place == ("layers", 1)
    assert runnable(found)


@pytest.mark.parametrize(
    ("forbidden", "text"),
    [
        ("concepts", "concept v = a\n" + INDUCTION),
        ("relations", "relation v = a:b\n" + INDUCTION),
        ("spaces", "space v = x\n" + INDUCTION),
        ("averaging heads", INDUCTION),
        ("prefer", INDUCTION),
        ("heads", INDUCTION),
        ("wide values", INDUCTION),
        ("rules", RULE.format("when token is a: o = b")),
        ("amounts", RULE.format("when token[a] > 1/2: o = b")),
        ("bare neurons", RULE.format("neuron token[a]: o = b")),
        ("compute", RULE.format("compute n = position")),
        ("gains", RULE.format("when token is a: o = b gain 2")),
        ("gains", HEAD.format("copy token -> o gain -1")),
        ("through", "relation r = a:b\n" + HEAD.format("copy token through r -> o")),
    ],
)
def test_forbidden_constructs(forbidden: str, text: str) -> None:
    assert said(text) == ""
    found = read(text, LETTERS, Allowance(forbidden=frozenset([forbidden]))).complaints
    assert {complaint.kind for complaint in found} == {"rule"}
    assert {complaint.found for complaint in found} - {"v"} <= {forbidden}


def test_sealed_slots_are_read_by_given_steps_only() -> None:
    sealed = Allowance(sealed=frozenset(["token"]))
    assert "sealed" in said(INDUCTION, LETTERS, sealed)
    given = Given(program("\n".join(INDUCTION.splitlines()[:-1])))
    assert said(INDUCTION, LETTERS, Allowance(given, sealed=frozenset(["token"]))) == ""


def test_given_steps_must_stay() -> None:
    first = program("\n".join(INDUCTION.splitlines()[:4]))
    allowance = Allowance(Given(first))
    assert said(INDUCTION, LETTERS, allowance) == ""
    for changed in ("position - 2", "head pre"):
        text = INDUCTION.replace("position - 1", changed) if "-" in changed else INDUCTION
        text = text.replace("head prev", changed) if "head" in changed else text
        assert "given by the puzzle" in said(text, LETTERS, allowance)


def test_an_open_head_leaves_its_clauses_to_the_player() -> None:
    first = program("\n".join(INDUCTION.splitlines()[:4]))
    allowance = Allowance(Given(first, frozenset(["prev"])), forbidden=frozenset(["heads"]))
    text = "layer\nhead prev\nmatch key.token is a\ncopy token -> prev\noutput prev\n"
    assert said(text, LETTERS, allowance) == ""
    assert "must stay" in said(text.replace("copy token", "copy prev"), LETTERS, allowance)


def test_a_second_copy_of_a_given_block_is_the_players_own() -> None:
    block = "  mlp\n    when token is a: o = b\n"
    given = Given(program(f"slot o : token\nlayer\n{block}"), free=True)
    allowance = Allowance(given, {"neurons": 0}, forbidden=frozenset(["rules"]))
    once = f"slot o : token\nlayer\n{block.rstrip()} # as it was given\noutput o\n"
    assert said(once, LETTERS, allowance) == ""
    twice = once.replace("output", f"{block}output")
    found = read(twice, LETTERS, allowance).complaints
    assert [complaint.kind for complaint in found] == ["rule", "budget"]
