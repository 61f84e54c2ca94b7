"""Editing by forms: every construct added, changed, moved, copied, deleted, renamed."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.language.allowance import ANYTHING, Allowance, Given
from app.language.complaints import complaints
from app.language.parse import parse
from app.language.program import Place, Program
from app.language.setting import Setting, from_json
from app.language.show import show
from app.play.edit import Edited, Refusal, apply, bench
from app.play.fields import values_of
from app.play.fresh import KINDS
from app.play.places import dotted, part, undotted
from tests import strategies

SETTING = from_json(
    {
        "tokens": ["^", "a", "b", "c"],
        "max_len": 8,
        "bos": True,
        "spaces": {"verdict": ["no", "yes"], "depth": {"range": [0, 4]}},
        "concepts": {"vowel": {"members": ["a"]}},
        "relations": {"kin": [["a", "b"]], "says": [["a", "yes"], ["b", "no"]]},
        "slots": {"answer": "verdict", "level": "depth"},
    }
)
TEXT = """space size = 0..3
concept early of position = 0 1
concept letters = vowel b  # nested
relation pair = letters:b
slot guess : token
slot bad : verdict
slot count : depth
circuit find: bring it here
circuit find/last: the last one
layer
  # where it was
  head prev in find
    match key.position == query.position - 1
    avoid key.token is letters weight 1/2
    match key.token kin query.token
    prefer latest
    copy token -> was
    copy token[letters] -> guess gain 2
    copy token through says -> bad
  mlp in find/last
    when was is letters and token is not a: bad = yes gain 1/2, answer = yes
    when was == token: bad = no
    when guess[a] - guess[b] > 1/2: answer = yes
    when 0 < guess[a] <= 1: level = 1
    neuron guess[a] + 1/2: answer = no
    otherwise: answer = no
    compute level = count + 1
layer
  head again
    copy was -> guess
output answer
# done
"""
PROGRAM = parse(TEXT).program
HEAD = "layers.0.heads.0"
MLP = "layers.0.mlps.0"


def do(program: Program, action: str, place: str, **values: str) -> Edited | Refusal:
    return apply(program, action, undotted(place), values, SETTING)


def done(program: Program, action: str, place: str, **values: str) -> Program:
    """The program after an action that must succeed, checked to be what its text says."""
    result = do(program, action, place, **values)
    assert isinstance(result, Edited), result
    reading = parse(show(result.program))
    assert not reading.complaints
    assert reading.program == result.program
    return result.program


def said(program: Program, *lines: str) -> None:
    text = [line.strip() for line in show(program).splitlines()]
    for line in lines:
        assert line in text, f"{line!r} is not in\n{show(program)}"


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


# What a puzzle allows ---------------------------------------------------------------------------

GIVEN = parse(
    "layer\n  head prev\n    match key.position == query.position - 1\n    copy token -> prev\n"
    "  mlp\n    when prev is a: bad = yes\nslot bad : verdict\n"
).program


def _under(allowance: Allowance, action: str, place: str, **values: str) -> Edited | Refusal:
    return apply(GIVEN, action, undotted(place), values, SETTING, allowance)


def test_given_steps_are_locked_and_open_heads_but_for_their_clauses() -> None:
    locked = Allowance(given=Given(GIVEN))
    for action, place, values in [
        ("set", f"{HEAD}.clauses.0", {"how": "!="}),
        ("set", HEAD, {"prefer": "latest"}),
        ("delete", HEAD, {}),
        ("delete", "layers.0", {}),
        ("add", HEAD, {"kind": "has"}),
        ("set", f"{MLP}.rules.0.writes.0", {"label": "no"}),
        ("add", MLP, {"kind": "otherwise"}),
        ("rename", "slot.prev", {"name": "was"}),
        ("rename", HEAD, {"name": "was"}),
    ]:
        result = _under(locked, action, place, **values)
        assert isinstance(result, Refusal), (action, place)
        assert "given" in result.message
    open_ = Allowance(given=Given(GIVEN, frozenset({"prev"})))
    assert isinstance(_under(open_, "set", f"{HEAD}.clauses.0", how="!="), Edited)
    assert isinstance(_under(open_, "set", HEAD, prefer="latest"), Edited)
    assert isinstance(_under(open_, "add", HEAD, kind="has"), Edited)
    assert isinstance(_under(open_, "delete", f"{HEAD}.clauses.0"), Edited)
    assert isinstance(_under(open_, "set", f"{HEAD}.copies.0", source="position"), Refusal)
    assert isinstance(_under(open_, "add", HEAD, kind="copy"), Refusal)
    assert isinstance(_under(open_, "delete", HEAD), Refusal)


def test_the_budget_and_what_is_forbidden_refuse_with_their_own_sentence() -> None:
    tight = Allowance(budget={"heads": 1, "layers": 1, "neurons": 1})
    assert "budget" in _message(_under(tight, "add", "layers.0", kind="head"))
    assert "budget" in _message(_under(tight, "add", "", kind="layer"))
    assert "budget" in _message(_under(tight, "add", MLP, kind="when"))
    assert "budget" in _message(_under(tight, "copy", HEAD))
    assert isinstance(_under(tight, "add", MLP, kind="otherwise"), Edited)
    forbids = Allowance(forbidden=frozenset({"concepts", "prefer", "gains"}))
    assert _message(_under(forbids, "add", "", kind="concept"))
    assert _message(_under(forbids, "set", HEAD, prefer="latest"))
    assert _message(_under(forbids, "set", f"{HEAD}.copies.0", gain="2"))
    selecting = Allowance(forbidden=frozenset({"averaging heads"}))
    added = _under(selecting, "add", "layers.0", kind="head")
    assert isinstance(added, Edited)
    assert "prefer latest" in show(added.program)


def test_a_program_over_budget_may_be_made_smaller_step_by_step() -> None:
    none = Allowance(budget={"neurons": 0, "terms": 1})
    two = _grown(GIVEN)
    smaller = apply(two, "delete", undotted(f"{MLP}.rules.0"), {}, SETTING, none)
    assert isinstance(smaller, Edited)
    changed = apply(
        two, "set", undotted(f"{MLP}.rules.0.conditions.0"), {"what": "b"}, SETTING, none
    )
    assert isinstance(changed, Edited)


def _grown(program: Program) -> Program:
    result = apply(program, "copy", undotted(f"{MLP}.rules.0"), {}, SETTING)
    assert isinstance(result, Edited)
    return result.program


def _message(result: Edited | Refusal) -> str:
    assert isinstance(result, Refusal)
    return result.message


# Properties -------------------------------------------------------------------------------------


def places_of(program: Program) -> list[Place]:
    """Every place of a statement or a part that an action may be aimed at."""
    found: list[Place] = [()]
    for kind in ("spaces", "slots", "concepts", "relations", "circuits", "outputs"):
        found += [(kind, n) for n in range(len(getattr(program, kind)))]
    for n, layer in enumerate(program.layers):
        found.append(("layers", n))
        for h, head in enumerate(layer.heads):
            at: Place = ("layers", n, "heads", h)
            found += [at, *((*at, "clauses", c) for c in range(len(head.clauses)))]
            found += [(*at, "copies", c) for c in range(len(head.copies))]
        for b, block in enumerate(layer.mlps):
            found.append(("layers", n, "mlps", b))
            for r, rule in enumerate(block.rules):
                at = ("layers", n, "mlps", b, "rules", r)
                found.append(at)
                for kind in ("conditions", "writes"):
                    found += [(*at, kind, c) for c in range(len(getattr(rule, kind, ())))]
    return found


@given(strategies.worlds(remarks=True), st.data())
@settings(max_examples=60, deadline=None)
def test_whatever_is_done_the_text_reads_back_as_the_same_program(
    world: tuple[Setting, Program], data: st.DataObject
) -> None:
    setting, program = world
    for _ in range(6):
        place = data.draw(st.sampled_from(places_of(program)))
        action = data.draw(
            st.sampled_from(("set", "add", "add", "delete", "copy", "up", "down", "move", "rename"))
        )
        result = apply(program, action, place, _values(program, place, data), setting, ANYTHING)
        if isinstance(result, Edited):
            program = result.program
            reading = parse(show(program))
            assert not reading.complaints
            assert reading.program == program


TYPED = ("", "a", "x", "1", "-1", "token", "is", "+", "==", "all", "latest", "a b", "# no", '"q')


def _values(program: Program, place: Place, data: st.DataObject) -> dict[str, str]:
    values = {field: data.draw(st.sampled_from(TYPED)) for field in values_of(part(program, place))}
    kept = data.draw(st.sets(st.sampled_from(sorted(values)))) if values else set()
    return {
        **{field: text for field, text in values.items() if field in kept},
        "kind": data.draw(st.sampled_from(sorted(KINDS))),
        "to": dotted(data.draw(st.sampled_from(places_of(program)))),
        "name": data.draw(st.sampled_from(("new", "a", "token", "x y"))),
    }


def test_a_bench_tells_why_a_step_is_locked() -> None:
    on = bench(GIVEN, SETTING, Allowance(given=Given(GIVEN)))
    assert "given" in on.lock(undotted(HEAD))
    assert on.lock(("layers", 0)) == ""
