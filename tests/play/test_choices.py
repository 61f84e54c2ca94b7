"""What is on offer is legal, and what is not has its reason."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.language.allowance import ANYTHING, Allowance, Given
from app.language.complaints import complaints
from app.language.parse import parse
from app.language.program import Place, Program
from app.language.setting import Setting
from app.language.show import show
from app.play.choices import choices, goals, refused
from app.play.edit import Edited, apply, attempt, bench
from app.play.fields import values_of
from app.play.fresh import KINDS
from app.play.places import inside, part, undotted
from tests import strategies
from tests.play.editing import GIVEN, HEAD, PROGRAM, SETTING, places_of

TIGHT = Allowance(
    budget={"heads": 2, "layers": 2, "neurons": 12, "value_width": 4},
    forbidden=frozenset({"compute", "gains"}),
    sealed=frozenset({"position"}),
)


def test_every_choice_is_either_legal_or_says_why_not() -> None:
    for allowance in (ANYTHING, TIGHT):
        on = bench(PROGRAM, SETTING, allowance)
        for place in places_of(PROGRAM):
            for field, now in values_of(part(PROGRAM, place)).items():
                for choice in choices(on, place, field):
                    result = attempt(on, "set", place, {field: choice.value})
                    assert isinstance(result, Edited) == (not choice.why)
                    assert choice.why.endswith((".", "?", "")), choice.why
                    if isinstance(result, Edited) and choice.value != now:
                        _legal(PROGRAM, result, SETTING, allowance)


def test_labels_of_large_spaces_share_a_verdict_that_is_right() -> None:
    setting = Setting(tokens=tuple(f"t{n}" for n in range(40)), max_len=4)
    program = parse(
        "layer\n  head h\n    match key.token is t0\n    copy token -> x\noutput x\n"
    ).program
    on = bench(program, setting)
    place = undotted("layers.0.heads.0.clauses.0")
    offered = choices(on, place, "what")
    assert len(offered) == 40
    assert not any(choice.why for choice in offered)


def test_a_field_without_a_list_has_no_choices() -> None:
    on = bench(PROGRAM, SETTING)
    assert choices(on, undotted(HEAD), "name") == ()
    assert choices(on, undotted(f"{HEAD}.clauses.3"), "key") == ()


def test_what_a_part_holds_now_is_always_among_its_choices() -> None:
    broken = parse(
        "layer\n  head h\n    match key.gone == query.token\n    copy token -> x\n"
    ).program
    on = bench(broken, SETTING)
    offered = choices(on, undotted("layers.0.heads.0.clauses.0"), "key")
    assert offered[0].value == "gone"
    assert {choice.value: choice.why for choice in offered}["token"] == ""


def test_reasons_are_the_sentences_of_the_language() -> None:
    on = bench(PROGRAM, SETTING, TIGHT)
    target = {c.value: c.why for c in choices(on, undotted(f"{HEAD}.copies.0"), "target")}
    assert "No step may write token" in target["token"]
    assert target["guess"] == ""
    how = {c.value: c.why for c in choices(on, undotted(f"{HEAD}.clauses.2"), "how")}
    assert "no order" in how["<"]
    plain = bench(PROGRAM, SETTING, Allowance(forbidden=frozenset({"compute"})))
    assert "compute" in refused(plain, "add", undotted("layers.0.mlps.0"), {"kind": "compute"})
    assert "budget" in refused(on, "add", undotted("layers.1"), {"kind": "head"})


def test_goals_are_the_other_layers_and_blocks() -> None:
    on = bench(PROGRAM, SETTING)
    assert [goal.value for goal in goals(on, undotted(HEAD))] == ["layers.1"]
    rule = undotted("layers.0.mlps.0.rules.1")
    assert [goal.value for goal in goals(on, rule)] == ["layers.1"]
    assert goals(on, undotted("layers.1.heads.0"))[0].why == ""
    given_ = bench(GIVEN, SETTING, Allowance(given=Given(GIVEN)))
    assert goals(given_, undotted(HEAD)) == ()


@given(strategies.worlds(), st.data())
@settings(max_examples=25, deadline=None)
def test_legal_choices_keep_a_program_legal_where_they_were_made(
    world: tuple[Setting, Program], data: st.DataObject
) -> None:
    setting, program = world
    for _ in range(4):
        on = bench(program, setting)
        place = data.draw(st.sampled_from(places_of(program)))
        fields = sorted(values_of(part(program, place)))
        if fields and data.draw(st.booleans()):
            field = data.draw(st.sampled_from(fields))
            offered = [c.value for c in choices(on, place, field) if not c.why]
            if not offered:
                continue
            action, values = "set", {field: data.draw(st.sampled_from(offered))}
        else:
            kinds = [k for k in KINDS if not refused(on, "add", place, {"kind": k})]
            if not kinds:
                continue
            action, values = "add", {"kind": data.draw(st.sampled_from(kinds))}
        result = apply(program, action, place, values, setting)
        assert isinstance(result, Edited), result
        _legal(program, result, setting, ANYTHING)
        program = result.program
        reading = parse(show(program))
        assert not reading.complaints
        assert reading.program == program


def _legal(before: Program, after: Edited, setting: Setting, allowance: Allowance) -> None:
    """Nothing new is wrong at the place that was changed."""
    known = {complaint.message for complaint in complaints(before, setting, allowance)}
    for complaint in complaints(after.program, setting, allowance):
        if _about(complaint.place, after.place) and complaint.kind != "budget":
            assert complaint.message in known


def _about(complained: Place, changed: Place) -> bool:
    return inside(complained, changed) or inside(changed, complained)
