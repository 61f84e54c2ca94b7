"""Editing by forms: every construct added, changed, moved, copied, deleted, renamed."""

from dataclasses import replace

import pytest

from app.language.complaints import complaints
from app.language.parse import parse
from app.language.program import Slot
from app.language.show import show
from app.play.edit import Edited, Refusal
from app.play.fresh import KINDS
from app.play.places import dotted, part
from tests.play.editing import HEAD, MLP, PROGRAM, SETTING, TEXT, do, done, said


def test_the_program_of_these_tests_has_every_construct_and_no_complaint() -> None:
    assert not parse(TEXT).complaints
    assert complaints(PROGRAM, SETTING) == ()
    assert parse(show(PROGRAM)).program == PROGRAM


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        *(("", kind) for kind in ("layer", "space", "slot", "concept", "relation", "circuit")),
        *(("layers.1", kind) for kind in ("head", "mlp")),
        *(("layers.1.heads.0", k) for k in ("compare", "relate", "has", "prefer", "copy", "part")),
        (HEAD, "through"),
        *((MLP, kind) for kind in ("when", "neuron", "otherwise", "compute")),
        *((f"{MLP}.rules.0", kind) for kind in ("is", "same", "amount", "between", "write")),
        (f"{MLP}.rules.4", "write"),
    ],
)
def test_what_is_added_is_legal_at_once_and_can_be_copied_moved_and_deleted(
    place: str, kind: str
) -> None:
    result = do(PROGRAM, "add", place, kind=kind)
    assert isinstance(result, Edited)
    assert complaints(result.program, SETTING) == ()
    there = dotted(result.place)
    assert there.startswith(place)
    deleted = done(result.program, "delete", there)
    assert deleted == PROGRAM
    items = part(result.program, result.place[:-1])
    if len(items) > 1 and kind not in ("compare", "relate", "has"):
        lifted = done(result.program, "up", there)
        back = (*result.place[:-1], len(items) - 2)
        assert done(lifted, "down", dotted(back)) == result.program
    if kind not in ("prefer", "amount", "between"):
        twice = done(result.program, "copy", there)
        assert complaints(twice, SETTING) == ()
        assert done(twice, "delete", dotted((*result.place[:-1], int(result.place[-1]) + 1))) == (
            result.program
        )


def test_every_kind_is_covered_above() -> None:
    one_output = {"output"}
    tried = test_what_is_added_is_legal_at_once_and_can_be_copied_moved_and_deleted
    marks = tried.pytestmark[0].args[1]
    assert {kind for _, kind in marks} | one_output == set(KINDS)


def test_an_output_is_added_where_there_is_none() -> None:
    without = done(PROGRAM, "delete", "outputs.0")
    assert not without.outputs
    said(done(without, "add", "", kind="output"), "output was")
    assert isinstance(do(PROGRAM, "add", "", kind="output"), Refusal)


def test_a_new_head_copies_into_the_answer_where_it_fits_and_else_into_a_new_slot() -> None:
    said(done(PROGRAM, "add", "layers.1", kind="head"), "head look1", "copy token -> slot1")
    letters = replace(PROGRAM, outputs=(replace(PROGRAM.outputs[0], slot="guess"),))
    said(done(letters, "add", "layers.1", kind="head"), "copy token -> guess")
    waiting = replace(PROGRAM, slots=(*PROGRAM.slots, Slot("wait", "token")))
    said(done(waiting, "add", "layers.1", kind="head"), "copy token -> wait")


@pytest.mark.parametrize(
    ("place", "values", "line"),
    [
        ("clauses.0", {"how": "<="}, "match key.position <= query.position - 1"),
        ("clauses.0", {"shift": "+2"}, "match key.position == query.position + 2"),
        ("clauses.0", {"weight": "1/3"}, "match key.position == query.position - 1 weight 1/3"),
        ("clauses.0", {"sense": "avoid"}, "avoid key.position == query.position - 1"),
        ("clauses.0", {"query": "level"}, "match key.position == query.level - 1"),
        ("clauses.0", {"key": "was"}, "match key.was == query.token"),
        ("clauses.0", {"query": "bad"}, "match key.answer == query.bad"),
        ("clauses.0", {"how": "is"}, "match key.position is 0"),
        ("clauses.0", {"how": "relation:pair"}, "match key.token pair query.token"),
        ("clauses.1", {"how": "is not"}, "avoid key.token is not letters weight 1/2"),
        ("clauses.1", {"what": "c"}, "avoid key.token is c weight 1/2"),
        ("clauses.1", {"key": "level"}, "avoid key.level is 0 weight 1/2"),
        ("clauses.1", {"how": "=="}, "avoid key.token == query.token weight 1/2"),
        ("clauses.2", {"query": "was"}, "match key.token kin query.was"),
        ("clauses.2", {"how": "!="}, "match key.token != query.token"),
        ("clauses.3", {"end": "earliest"}, "prefer earliest"),
        ("copies.0", {"target": "+"}, "copy token -> slot1"),
        ("copies.0", {"target": "+", "named": "before"}, "copy token -> before"),
        ("copies.0", {"take": "part:c"}, "copy token[c] -> was"),
        ("copies.0", {"take": "through:says"}, "copy token through says -> answer"),
        ("copies.0", {"gain": "-2.5"}, "copy token -> was gain -5/2"),
        ("copies.1", {"take": "all"}, "copy token -> guess gain 2"),
        ("copies.1", {"source": "level"}, "copy level -> count gain 2"),
        ("copies.1", {"target": "count"}, "copy level -> count gain 2"),
        ("copies.2", {"target": "answer"}, "copy token through says -> answer"),
    ],
)
def test_changing_a_part_of_a_head(place: str, values: dict[str, str], line: str) -> None:
    said(done(PROGRAM, "set", f"{HEAD}.{place}", **values), line)


@pytest.mark.parametrize(
    ("place", "values", "line"),
    [
        (
            "rules.0.conditions.0",
            {"how": "is not"},
            "when was is not letters and token is not a: bad = yes gain 1/2, answer = yes",
        ),
        (
            "rules.0.conditions.1",
            {"slot": "level"},
            "when was is letters and level is not 0: bad = yes gain 1/2, answer = yes",
        ),
        ("rules.1.conditions.0", {"other": "guess"}, "when was == guess: bad = no"),
        ("rules.1.conditions.0", {"how": "is"}, "when was is a: bad = no"),
        ("rules.1.conditions.0", {"slot": "level"}, "when level == count: bad = no"),
        ("rules.2.conditions.0", {"text": "guess[a] == 1/3"}, "when guess[a] == 1/3: answer = yes"),
        (
            "rules.3.conditions.0",
            {"text": "1/4 <= guess[vowel] < 3/4"},
            "when 1/4 <= guess[vowel] < 3/4: level = 1",
        ),
        ("rules.1.writes.0", {"slot": "level"}, "when was == token: level = 0"),
        ("rules.1.writes.0", {"label": "yes"}, "when was == token: bad = yes"),
        ("rules.1.writes.0", {"gain": "3"}, "when was == token: bad = no gain 3"),
        ("rules.4", {"amount": "2*guess[a]"}, "neuron 2*guess[a]: answer = no"),
        ("rules.5", {"slot": "guess"}, "otherwise: guess = a"),
        ("rules.5", {"label": "yes"}, "otherwise: answer = yes"),
        ("rules.6", {"expression": "count // 2"}, "compute level = count // 2"),
        ("rules.6", {"slot": "count"}, "compute count = count + 1"),
    ],
)
def test_changing_a_rule(place: str, values: dict[str, str], line: str) -> None:
    said(done(PROGRAM, "set", f"{MLP}.{place}", **values), line)


@pytest.mark.parametrize(
    ("place", "values", "line"),
    [
        ("spaces.0", {"labels": "x y z"}, "space size = x y z"),
        ("concepts.1", {"members": "a c"}, "concept letters = a c  # nested"),
        ("concepts.0", {"space": "depth"}, "concept early of depth = 0 1"),
        ("relations.0", {"pairs": "a:a b:c"}, "relation pair = a:a b:c"),
        ("slots.1", {"space": "size"}, "slot bad : size"),
        ("circuits.0", {"purpose": "  find: # it "}, "circuit find: find: # it"),
        ("outputs.0", {"slot": "guess"}, "output guess"),
        (HEAD, {"prefer": "earliest"}, "prefer earliest"),
        (HEAD, {"circuit": ""}, "head prev"),
        (HEAD, {"circuit": "find/last"}, "head prev in find/last"),
        (MLP, {"circuit": ""}, "mlp"),
    ],
)
def test_changing_a_declaration_or_a_whole_step(
    place: str, values: dict[str, str], line: str
) -> None:
    said(done(PROGRAM, "set", place, **values), line)


def test_averaging_takes_the_preference_away_and_an_end_brings_it_back() -> None:
    mean = done(PROGRAM, "set", HEAD, prefer="")
    assert "prefer" not in show(mean)
    said(done(mean, "set", HEAD, prefer="latest"), "prefer latest")


@pytest.mark.parametrize(
    ("place", "new", "lines"),
    [
        ("slot.was", "before", ["copy token -> before", "copy before -> guess"]),
        ("slots.0", "say", ["slot say : token", "copy was -> say"]),
        ("slots.2", "n", ["slot n : depth", "compute level = n + 1"]),
        ("spaces.0", "sizes", ["space sizes = 0..3"]),
        (
            "concepts.1",
            "known",
            [
                "concept known = vowel b  # nested",
                "relation pair = known:b",
                "avoid key.token is known weight 1/2",
                "copy token[known] -> guess gain 2",
            ],
        ),
        ("relations.0", "couple", ["relation couple = letters:b"]),
        ("circuits.0", "get", ["circuit get/last: the last one", "head prev in get"]),
        (HEAD, "fetch", ["head fetch in find"]),
    ],
)
def test_renaming_goes_through_the_whole_program(place: str, new: str, lines: list[str]) -> None:
    renamed = done(PROGRAM, "rename", place, name=new)
    said(renamed, *lines)
    assert complaints(renamed, SETTING) == ()


@pytest.mark.parametrize(
    ("place", "new"),
    [
        ("slot.was", "guess"),
        ("slot.was", "token"),
        ("slot.was", "a b"),
        ("slot.was", ""),
        ("slots.0", "when"),
        ("spaces.0", "verdict"),
        ("concepts.1", "a"),
        ("circuits.0", "find/last"),
        (HEAD, "#"),
    ],
)
def test_a_name_that_cannot_be_is_refused_at_its_field(place: str, new: str) -> None:
    result = do(PROGRAM, "rename", place, name=new)
    assert isinstance(result, Refusal)
    assert result.field == "name"
    assert result.message.endswith(".")
    assert result.values == {"name": new}


def test_moving_a_head_to_another_layer_keeps_its_name_unique() -> None:
    twin = done(PROGRAM, "rename", "layers.1.heads.0", name="prev")
    moved = done(twin, "move", HEAD, to="layers.1")
    assert [head.name for head in moved.layers[1].heads] == ["prev", "prev2"]
    assert not moved.layers[0].heads
    assert moved.layers[1].heads[1].remarks.before == ("where it was",)


def test_moving_blocks_and_rules() -> None:
    block = done(PROGRAM, "move", MLP, to="layers.1")
    assert not block.layers[0].mlps
    assert len(block.layers[1].mlps[0].rules) == 7
    rule = done(PROGRAM, "move", f"{MLP}.rules.1", to="layers.1")
    assert len(rule.layers[1].mlps[0].rules) == 1
    back = done(rule, "move", "layers.1.mlps.0.rules.0", to=MLP)
    assert len(back.layers[0].mlps[0].rules) == 7
    assert isinstance(do(PROGRAM, "move", MLP, to=MLP), Refusal)
    assert isinstance(do(PROGRAM, "move", HEAD, to="layers.9"), Refusal)


def test_a_rule_keeps_a_condition_and_a_write() -> None:
    for part_ in ("conditions.0", "writes.0"):
        result = do(PROGRAM, "delete", f"{MLP}.rules.1.{part_}")
        assert isinstance(result, Refusal)
        assert "delete the rule" in result.message


def test_deleting_everything_layer_by_layer_leaves_a_text_that_reads() -> None:
    program = PROGRAM
    while program.layers:
        program = done(program, "delete", "layers.0")
    assert program.slots == PROGRAM.slots


@pytest.mark.parametrize(
    ("place", "values", "field"),
    [
        (f"{HEAD}.clauses.0", {"weight": "heavy"}, "weight"),
        (f"{HEAD}.clauses.0", {"shift": "1.5"}, "shift"),
        (f"{HEAD}.clauses.2", {"how": "<"}, "how"),
        (f"{HEAD}.clauses.0", {"key": "no\nsuch"}, "key"),
        (f"{HEAD}.copies.0", {"target": "token"}, "target"),
        (f"{HEAD}.copies.0", {"target": ""}, "target"),
        (f"{HEAD}.copies.0", {"target": "a b"}, "target"),
        (f"{HEAD}.copies.0", {"target": "+", "named": "guess"}, "named"),
        (f"{MLP}.rules.2.conditions.0", {"text": "guess[z] > 1"}, "text"),
        (f"{MLP}.rules.2.conditions.0", {"text": "guess[a] >"}, "text"),
        (f"{MLP}.rules.2.conditions.0", {"text": "guess[a] > 1: bad = yes #"}, "text"),
        (f"{MLP}.rules.4", {"amount": "x ["}, "amount"),
        (f"{MLP}.rules.6", {"expression": "nothing + 1"}, "expression"),
        ("spaces.0", {"labels": "a a"}, "labels"),
        ("spaces.0", {"labels": ""}, "labels"),
        ("concepts.1", {"members": "nobody"}, "members"),
        ("relations.0", {"pairs": "a"}, "pairs"),
        ("outputs.0", {"slot": "nothing"}, "slot"),
    ],
)
def test_a_refusal_names_the_field_and_keeps_what_was_typed(
    place: str, values: dict[str, str], field: str
) -> None:
    result = do(PROGRAM, "set", place, **values)
    assert isinstance(result, Refusal)
    assert result.field == field
    assert result.message.endswith((".", "?"))
    assert result.values == values
    assert dotted(result.place) == place


@pytest.mark.parametrize("place", ["", "layers", "layers.7", "x.y", "layers.0.heads", "slot.no"])
@pytest.mark.parametrize("action", ["set", "delete", "copy", "up", "move", "rename", "add", "?"])
def test_an_action_on_nothing_is_refused_and_never_an_error(action: str, place: str) -> None:
    assert isinstance(do(PROGRAM, action, place, name="new", kind="?", to="layers.0"), Refusal)
