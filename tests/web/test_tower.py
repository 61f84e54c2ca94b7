"""The tower of real runs: lanes, chips, answers, arcs, rings and what is not finished."""

from app.language.parse import parse
from app.language.setting import Setting, from_json
from app.web.address import View
from app.web.tower import Rising, Tower, tower

LETTERS = from_json({"tokens": ["^", "a", "b", "c", "d"], "bos": True, "max_len": 65})
BRACKETS = from_json(
    {"tokens": ["^", "(", ")"], "bos": True, "max_len": 24, "spaces": {"verdict": ["ok", "bad"]}}
)
INDUCTION = """
layer
  head prev
    match key.position == query.position - 1
    copy token -> prev
layer
  head recall
    match key.prev == query.token
    copy token -> guess
output guess
"""
DEPTH = """
slot bad : verdict
layer
  head all
    copy token -> mix
  mlp
    when mix[")"] > mix["("]: bad = bad
    otherwise: bad = ok
output bad
"""
RECALL = ("layers", 1, "heads", 0)


def rise(
    text: str, tokens: str, setting: Setting = LETTERS, wanted: str | None = None, **view: object
) -> Tower:
    """The tower of a program, the last position scored."""
    sequence = tuple(tokens.split())
    asked = [False] * (len(sequence) - 1) + [True]
    answers = None if wanted is None else (*[None] * (len(sequence) - 1), wanted)
    shown = View("/p/x/y", **view)  # type: ignore[arg-type]
    return tower(parse(text).program, setting, sequence, shown, answers, asked)


def row(of: Tower, slot: str) -> Rising:
    """The topmost row of a slot."""
    return next(each for each in of.rows if each.slot == slot)


def test_rows_stand_from_the_top_down() -> None:
    found = rise(INDUCTION, "^ a b a")
    assert [(each.layer, each.slot) for each in found.rows] == [(1, "guess"), (0, "prev")]
    assert [each.by[0].name for each in found.rows] == ["recall", "prev"]


def test_chips_hold_what_the_stream_holds() -> None:
    held = row(rise(INDUCTION, "^ a b a c a"), "guess").cells[-1].chip
    assert held is not None
    assert (held.kind, held.words) == ("blurred", "b 1/2, c 1/2")


def test_answers_are_given_beside_what_is_wanted() -> None:
    tied = rise(INDUCTION, "^ a b a c a", wanted="c").answers[-1]
    assert (tied.given, tied.wanted, tied.right) == ("b or c?", "c", False)
    assert tied.words == "undecided, b or c?, wrong: wanted c"
    right = rise(INDUCTION, "^ a b a", wanted="b").answers[-1]
    assert (right.given, right.right, right.words) == ("b", True, "says b, right")


def test_an_answer_nobody_knows_is_not_judged() -> None:
    answer = rise(INDUCTION, "^ a b a").answers[-1]
    assert (answer.asked, answer.right) == (True, None)
    assert "no wanted answer known" in answer.words


def test_the_last_scored_position_is_chosen_unless_another_is() -> None:
    assert rise(INDUCTION, "^ a b a").chosen == 3
    assert rise(INDUCTION, "^ a b a", position=1).chosen == 1
    assert rise(INDUCTION, "^ a b a", position=99).chosen == 3


def test_the_selected_head_draws_where_it_looks() -> None:
    found = rise(INDUCTION, "^ a b a c a", step=RECALL)
    fan = next(each for each in found.fans if each.chosen)
    assert [arc.weight for arc in fan.arcs] == ["1/2", "1/2"]
    grid = found.shape.grid
    assert [arc.x for arc in fan.arcs] == [grid.centre(2), grid.centre(4)]
    assert found.pattern is not None
    assert found.pattern.sentence == "At position 5 it looks at 2 and 4, half each."


def test_what_the_head_compares_is_ringed() -> None:
    found = rise(INDUCTION, "^ a b a c a", step=RECALL)
    rings = {cell.position: cell.ring for cell in row(found, "prev").cells if cell.ring}
    assert rings == {2: "look", 4: "look"}
    assert [token.position for token in found.tokens if token.ring == "read"] == [5]


def test_the_pattern_tells_what_cannot_be_seen() -> None:
    found = rise(INDUCTION, "^ a b a", step=RECALL).pattern
    assert found is not None
    assert [weight.shade is None for weight in found.rows[1].weights] == [False, False, True, True]


def test_a_long_pattern_shows_the_chosen_row_only() -> None:
    found = rise(INDUCTION, "^ " + "a b " * 20, step=RECALL)
    assert found.pattern is not None
    assert [each.position for each in found.pattern.rows] == [40]
    assert len(found.fans) == 1


def test_rules_that_fired_are_named_where_they_did() -> None:
    found = rise(DEPTH, "^ ( ) )", BRACKETS, step=("layers", 0, "mlps", 0, "rules", 0))
    cells = row(found, "bad").cells
    assert [cell.note for cell in cells] == ["rule 2", "rule 2", "rule 2", "rule 1"]
    assert [cell.fired for cell in cells] == [False, False, False, True]
    assert [each.activation for each in found.firing] == ["0", "0", "0", "1"]
    assert found.selected == "rule 1"


def test_an_unfinished_head_stands_in_the_tower_and_the_rest_runs() -> None:
    found = rise(INDUCTION.replace("    copy token -> guess\n", ""), "^ a b a", step=RECALL)
    assert found.unfinished
    assert not found.answering
    idle = found.rows[0]
    assert (idle.slot, [who.runs for who in idle.by]) == ("", [False])
    held = row(found, "prev").cells[1].chip
    assert held is not None
    assert held.words == "^"
    assert found.pattern is None


def test_two_unfinished_heads_have_a_row_each() -> None:
    text = "layer\n  head one\n  head two\noutput token\n"
    assert [each.by[0].name for each in rise(text, "^ a").rows] == ["one", "two"]


def test_a_program_of_nothing_is_tokens_and_answers() -> None:
    found = rise("", "^ a b")
    assert found.rows == ()
    assert [token.text for token in found.tokens] == ["^", "a", "b"]
    assert found.answers[-1].given == "?"


def test_an_empty_layer_is_a_row() -> None:
    found = rise("layer\nlayer\noutput token\n", "^ a")
    assert [(each.layer, each.first, each.last) for each in found.rows] == [
        (1, True, True),
        (0, True, True),
    ]


def test_a_step_that_is_not_there_selects_nothing() -> None:
    found = rise(INDUCTION, "^ a", step=("layers", 9, "heads", 0))
    assert (found.selected, found.fans, found.pattern) == ("", (), None)


def test_an_empty_sequence_is_no_failure() -> None:
    found = rise(INDUCTION, "", LETTERS)
    assert (found.chosen, found.tokens, found.answers) == (None, (), ())


def test_the_rows_fill_the_tower() -> None:
    shape = rise(INDUCTION, "^ a b a").shape
    assert shape.bands[0].top > 0
    assert shape.height > shape.token_top > shape.bands[-1].top + shape.bands[-1].height


def test_a_program_too_large_to_draw_is_told_and_left_out() -> None:
    heads = "".join(f"  head h{i}\n    copy token -> s{i}\n" for i in range(32))
    found = rise("".join(f"layer\n{heads}" for _ in range(8)) + "output s0\n", "^ " + "a " * 64)
    assert "too large to draw" in found.trouble
    assert found.rows == ()
    assert found.answers[-1].given == "?"
