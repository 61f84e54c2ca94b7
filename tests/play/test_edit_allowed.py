"""Editing under a puzzle's rules, and properties that hold for whatever is done."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.language.allowance import ANYTHING, Allowance, Given
from app.language.parse import parse
from app.language.program import Place, Program
from app.language.setting import Setting
from app.language.show import show
from app.play.edit import Edited, Refusal, apply, bench
from app.play.fields import values_of
from app.play.fresh import KINDS
from app.play.places import dotted, part, undotted
from tests import strategies
from tests.play.editing import GIVEN, HEAD, MLP, SETTING, places_of


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
