"""Right and wrong by length, and the length from which arithmetic says a program must fail."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.engine.run import answer_labels
from app.gaps.exam import Exam
from app.gaps.growth.lengths import Lengths, lengths
from app.gaps.views import views
from app.language.program import Program, Space
from app.language.setting import Setting
from tests.gaps.small import exam, exam_of, program
from tests.strategies import worlds

FADE = Setting(
    tokens=("*0", "*1", "0", "1"),
    max_len=256,
    attention="bidirectional",
    mode="soft",
    sharpness=1.0,
    spaces=(Space("bit", ("0", "1")),),
)
WORTH = """
concept marked = "*0" "*1"
relation worth = "*0":0 0:0 "*1":1 1:1
"""
NEEDLE = f"""{WORTH}
layer
  head find
    match key.token is marked
    copy token through worth -> answer
output answer
"""


def fade(setting: Setting, sizes: range, marks: int = 1) -> Exam:
    """Marked bits among fillers that all say the opposite."""
    cases = []
    for size in sizes:
        for bit in "01":
            row = [f"*{bit}"] * marks + ["10"[int(bit)]] * (size - marks)
            cases.append((row, [*[None] * (size - 1), bit]))
    return exam_of(setting, cases, ("0", "1"))


def found_in(of: Exam, text: str) -> Lengths:
    found = lengths(views(of, program(text)))
    assert found is not None
    return found


@pytest.mark.parametrize(("sharpness", "fails"), [(2, 9), (3, 22), (4, 56), (5, 150)])
def test_a_soft_head_fades_at_the_length_that_is_predicted(sharpness: int, fails: int) -> None:
    setting = replace(FADE, sharpness=float(sharpness))
    found = found_in(fade(setting, range(1, fails + 10)), NEEDLE)
    assert found.first == fails
    assert found.prediction is not None
    assert found.prediction.length == fails
    assert found.prediction.claim.standing == "proof"
    assert (
        f"from length {fails} on there are sequences for which that is out of reach."
        in found.sentence
    )


def test_sharpness_and_weight_make_the_same_lead() -> None:
    twice = NEEDLE.replace("is marked", "is marked weight 2")
    found = found_in(fade(FADE, range(1, 20)), twice)
    assert found.first == 9
    assert found.prediction is not None
    assert found.prediction.length == 9


@pytest.mark.parametrize("marks", [2, 3, 5])
def test_more_matches_last_longer(marks: int) -> None:
    setting = replace(FADE, sharpness=2.0)
    found = found_in(fade(setting, range(marks, 60), marks), NEEDLE)
    assert found.prediction is not None
    assert found.prediction.length == found.first == marks + -(-marks * 7389 // 1000)


@pytest.mark.parametrize("threshold", ["> 0.8", ">= 0.8", "> 0.55", "> 0.3"])
def test_a_threshold_sets_another_length(threshold: str) -> None:
    setting = replace(FADE, sharpness=3.0)
    rule = f"""{WORTH}
    slot seen : bit
    slot answer : bit
    layer
      head find
        match key.token is marked
        copy token through worth -> seen
      mlp
        when seen[1] {threshold}: answer = 1
        otherwise: answer = 0
    output answer
    """
    cases = [(["*1", *["0"] * (n - 1)], [*[None] * (n - 1), "1"]) for n in range(1, 120)]
    found = found_in(exam_of(setting, cases, ("0", "1")), rule)
    assert found.prediction is not None
    assert found.prediction.length == found.first


def test_fillers_that_differ_make_it_evidence() -> None:
    setting = replace(FADE, sharpness=2.0)
    cases = [(["*1", "1", *["0"] * (n - 2)], [*[None] * (n - 1), "1"]) for n in range(2, 40)]
    found = found_in(exam_of(setting, cases, ("0", "1")), NEEDLE)
    assert found.prediction is not None
    assert found.prediction.length == found.first
    assert found.prediction.claim.standing == "evidence"
    assert "if every further token pulls like the strongest here" in found.sentence


def test_a_look_that_fades_first_is_not_blamed_while_all_answers_are_right() -> None:
    """The fainter of two heads is read by a rule that no answer depends on."""
    heads = "".join(
        f"  head h{weight}\n    match key.position is 0 weight {weight}\n"
        f"    copy token -> x{weight}\n"
        for weight in (1, 2)
    )
    two = f"slot note : token\nlayer\n{heads}  mlp\n    when x1 is a: note = a\noutput x2"
    setting = Setting(tokens=("a", "b"), max_len=10, mode="soft", sharpness=1.0)
    of = exam(setting, lambda row: [*[None] * (len(row) - 1), row[0]], 9)
    found = found_in(of, two)
    assert found.first == 9
    assert found.prediction is not None
    assert (found.prediction.head, found.prediction.length) == ("h2", 9)


def test_a_mistake_that_hard_attention_makes_too_is_not_put_down_to_softness() -> None:
    setting = replace(FADE, sharpness=2.0)
    found = found_in(fade(setting, range(2, 12)), NEEDLE.replace("match", "avoid"))
    assert found.first == 2
    assert found.prediction is None


# Averages ---------------------------------------------------------------------------------------

MAJORITY = """
slot say : token
layer
  head all
    copy token -> mix
  mlp
    when mix[b] > 1/2: say = b
    otherwise: say = a
output say
"""


def heat(resolution: float, longest: int, step: int = 2) -> Exam:
    """Majority of a and b as close as it can be."""
    setting = Setting(tokens=("a", "b"), max_len=256, resolution=resolution)
    cases = []
    for size in range(1, longest, step):
        for many in {size // 2, size // 2 + 1}:
            row = ["b"] * many + ["a"] * (size - many)
            cases.append((row, [*[None] * (size - 1), "b" if 2 * many > size else "a"]))
    return exam_of(setting, cases, ("a", "b"))


@pytest.mark.parametrize(("resolution", "fails"), [(1 / 4, 5), (1 / 16, 17), (1 / 64, 65)])
def test_a_dead_heat_is_lost_where_the_resolution_says(resolution: float, fails: int) -> None:
    found = found_in(heat(resolution, 90), MAJORITY)
    assert found.first == fails
    assert found.prediction is not None
    assert found.prediction.length == fails
    assert dict(found.prediction.numbers)["share"] == (fails + 1) / 2 / fails
    assert found.prediction.claim.standing == "evidence"
    assert f"{(fails + 1) // 2}/{fails}" in found.sentence


def test_comparing_two_amounts_lasts_about_twice_as_long() -> None:
    difference = MAJORITY.replace("mix[b] > 1/2", "mix[b] > mix[a]")
    found = found_in(heat(1 / 16, 90), difference)
    assert found.prediction is not None
    assert found.prediction.length == found.first == 33


def test_even_lengths_last_longer_than_odd_ones() -> None:
    even = Setting(tokens=("a", "b"), max_len=256, resolution=1 / 16)
    cases = [
        (["b"] * (n // 2 + 1) + ["a"] * (n // 2 - 1), [*[None] * (n - 1), "b"])
        for n in range(2, 60, 2)
    ]
    found = found_in(exam_of(even, cases, ("a", "b")), MAJORITY)
    assert found.prediction is not None
    assert found.prediction.length == found.first == 32


def test_a_thin_sink_is_misread_too() -> None:
    setting = Setting(tokens=("^", "a", "b"), max_len=40, bos=True, resolution=1 / 16)
    few = """
    slot say : token
    layer
      head same
        match key.token is a
        match key.token is ^
        copy token -> mix
      mlp
        when mix[^] < 1/4: say = a
        otherwise: say = b
    output say
    """
    cases = []
    for size in range(1, 12):
        for many in range(size + 1):
            row = ["^", *["a"] * many, *["b"] * (size - many)]
            cases.append((row, [*[None] * size, "a" if many > 3 else "b"]))
    assert lengths(views(exam_of(setting, cases, ("a", "b")), program(few))) is None
    coarse = exam_of(replace(setting, resolution=1 / 8), cases, ("a", "b"))
    found = found_in(coarse, few)
    assert found.prediction is not None
    assert found.prediction.length == found.first == 4
    assert dict(found.prediction.numbers)["share"] == 1 / 5


# The table --------------------------------------------------------------------------------------


def test_nothing_is_told_where_all_is_right() -> None:
    assert lengths(views(heat(2.0**-13, 40), program(MAJORITY))) is None


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from([0, -1]))
def test_the_table_counts_sequences_that_are_right_throughout(
    world: tuple[Setting, Program], end: int
) -> None:
    setting, drawn = world
    size = min(3, setting.max_len - setting.bos)
    assume(size > 0)
    of = exam(setting, lambda row: [row[end]] * len(row), size)
    found = lengths(views(of, drawn))
    rows = [of.names(row) for row in range(of.total)]
    given_answers = answer_labels(drawn, setting, rows)
    right = [set(got) == {row[end]} for row, got in zip(rows, given_answers, strict=True)]
    if found is None:
        assert all(right)
        return
    for row in found.rows:
        having = [
            ok
            for names, ok in zip(rows, right, strict=True)
            if len(names) - setting.bos == row.length
        ]
        assert (row.right, row.total) == (sum(having), len(having))
    assert found.first == min(row.length for row in found.rows if row.right < row.total)
    assert found.prediction is None or found.prediction.length <= found.first
    assert found.as_json()["sentence"] == found.sentence
