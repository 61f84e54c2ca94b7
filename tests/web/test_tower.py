"""The tower of real runs: lanes, chips, answers, arcs, rings and what is not finished."""

from typing import Any

from app.language.parse import parse
from app.language.setting import Setting, from_json
from app.web.address import View
from app.web.look import Look
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


LONG = from_json({"tokens": ["^", "a", "b", "c", "d"], "bos": True, "max_len": 256})
IDLE = INDUCTION.replace(
    "layer\n  head recall", "layer\n  head spare\n    copy token -> spare\nlayer\n  head recall"
)
FAR = ("layers", 2, "heads", 0)


def test_the_reading_line_stops_where_something_is_written() -> None:
    line = rise(INDUCTION, "^ a b a", look=Look(line=1)).line
    assert (line.shown, line.total, line.words) == (1, 4, "layer 1: heads have written prev")
    assert [level.number for level in line.levels if level.stop] == [0, 1, 3, 4]
    assert (line.down, line.up) == ("/p/x/y?at=0", "/p/x/y?at=3")


def test_a_line_at_the_top_leaves_the_address_plain() -> None:
    found = rise(INDUCTION, "^ a b a", look=Look(line=9))
    assert (found.line.shown, found.line.up, found.tokens[0].href) == (4, "/p/x/y", "/p/x/y?pos=0")
    assert found.line.words == "the answers are given"


def test_the_line_is_drawn_on_the_topmost_row_below_it() -> None:
    keys = [rise(INDUCTION, "^ a b a", look=Look(line=n)).edge for n in (0, 1, 2, 3)]
    assert keys == ["", "0-heads-prev", "0-heads-prev", "1-heads-guess"]


def test_a_folded_layer_is_a_strip_that_says_what_it_writes() -> None:
    found = rise(INDUCTION, "^ a b a", look=Look(folded=(0,)))
    strip = found.rows[-1]
    assert (strip.strip, strip.writes, strip.fold) == (True, "prev", "/p/x/y")
    assert [cell.wrote for cell in strip.cells] == [True] * 4
    assert found.rows[0].fold == "/p/x/y?fold=0.1"


def test_arcs_reach_into_folded_layers() -> None:
    found = rise(INDUCTION, "^ a b a", step=RECALL, look=Look(folded=(0, 1)))
    arc = next(each for each in found.fans if each.chosen).arcs[0]
    strip = found.shape.bands[0]
    assert arc.path.endswith(f" {strip.centre}")
    assert [row.gap for row in found.rows] == [True, False]


def test_the_way_to_an_answer_leaves_out_layers_it_does_not_come_through() -> None:
    found = rise(IDLE, "^ a b a", look=Look(way=True))
    assert [(row.layer, row.strip) for row in found.rows] == [(2, False), (1, True), (0, False)]


def test_a_rule_is_on_the_way_with_what_it_reads() -> None:
    text = DEPTH.replace("output bad", "layer\n  head spare\n    copy token -> more\noutput bad")
    found = rise(text, "^ ( ) )", BRACKETS, look=Look(way=True))
    assert [(row.slot, row.strip) for row in found.rows] == [
        ("", True),
        ("bad", False),
        ("mix", False),
    ]


def test_a_long_sequence_is_shown_around_what_matters() -> None:
    found = rise(IDLE, "^ " + "a b c d " * 60, LONG, position=100, step=FAR)
    shown = [token.position for token in found.tokens]
    assert shown[:2] == [0, 1]
    assert shown[-2:] == [239, 240]
    assert {99, 100, 101} <= set(shown)
    assert found.pattern is not None
    assert len(found.fans[0].arcs) == 8
    skipped = sum(skip.count for skip in found.skips.values())
    assert len(shown) + skipped == 241
    assert found.shape.columns == len(shown) + len(found.skips)


def test_a_folded_run_unfolds() -> None:
    view: dict[str, Any] = {"position": 100, "look": Look(opened=(50,))}
    found = rise(INDUCTION, "^ " + "a b c d " * 60, LONG, **view)
    assert {token.position for token in found.tokens} >= set(range(2, 99))
    assert [(skip.first, skip.last) for skip in found.skips.values()] == [(102, 238)]


def test_every_column_may_be_asked_for_and_a_short_sequence_folded() -> None:
    every = rise(INDUCTION, "^ " + "a b c d " * 60, LONG, look=Look(columns="all"))
    assert (len(every.tokens), every.skips) == (241, {})
    few = rise(INDUCTION, "^ " + "a b c d " * 5, LONG, look=Look(columns="few"))
    assert [skip.count for skip in few.skips.values()] == [17]


def test_more_cells_than_a_page_can_hold_are_folded_even_when_all_are_asked_for() -> None:
    heads = "".join(f"  head h{i}\n    copy token -> s{i}\n" for i in range(32))
    text = f"layer\n{heads}layer\n{heads.replace('s', 't')}output s0\n"
    found = rise(text, "^ " + "a " * 127, LONG, look=Look(columns="all"))
    assert found.trouble == ""
    assert len(found.rows) == 64
    assert len(found.tokens) < 40
